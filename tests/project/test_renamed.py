"""What goes by another id now is said under the old one."""

import pytest
from dualtrack.changes.change import Refusal
from dualtrack.features.naming import named_item

from tests.fixture import parse


def test_a_former_id_leads_to_the_new_one() -> None:
    project = parse("-- tracks/tasks/TASK-9.md --\n---\nid: TASK-9\nformerly: [TASK-3]\n---\n").project
    with pytest.raises(Refusal, match="TASK-3 is TASK-9 now"):
        named_item(project, "TASK-3")
