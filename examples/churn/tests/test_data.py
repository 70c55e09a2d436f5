from churn.data import customers, split, usage


def test_a_customer_is_in_one_split_only():
    tables = split(customers())
    places = [set(table["customer"]) for table in tables.values()]
    assert not places[0] & places[1] and not places[1] & places[2] and not places[0] & places[2]


def test_usage_covers_every_customer_for_twelve_months():
    assert set(usage()["customer"]) == set(customers()["customer"])
    assert not usage().drop(columns="customer").isna().any().any()
    assert usage().shape[1] == 13
