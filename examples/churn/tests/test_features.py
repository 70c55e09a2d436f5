import pytest
from churn.data import customers
from churn.features import GROUPS, features

PARAMS = {"features": ["account"], "months": 6}


@pytest.mark.parametrize("name", sorted(GROUPS))
def test_a_group_has_a_row_for_every_customer(name):
    table = customers()
    columns = features(table, PARAMS | {"features": [name]})
    assert len(columns) == len(table)
    assert not columns.isna().any().any()
