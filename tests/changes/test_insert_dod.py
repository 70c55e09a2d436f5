"""Items are added to a Definition of Done."""

from dualtrack.changes.insert_dod import insert_dod

from tests.changes.spellings import changed, every_spelling


@every_spelling
def test_no_key_changes(spelling: str, newline: str) -> None:
    changed(lambda project: insert_dod(project, "EXP-1", ("run-logged",)), spelling, newline, set())
