"""Every change on every spelling of a file: what was asked is there, everything else as before, or the change is refused."""

from collections.abc import Callable

import pytest
from dualtrack.changes.change import Change, Refusal
from dualtrack.changes.decide import decide
from dualtrack.changes.extend_timebox import extend_timebox
from dualtrack.changes.insert_dod import insert_dod
from dualtrack.changes.move_item import move_item
from dualtrack.files.document import parse
from dualtrack.model.facts import Facts
from dualtrack.project.project import Project
from dualtrack.text import apply

from tests.fixture import NOW, TODAY

CHANGES: dict[str, tuple[Callable[[Project, str], Change], set[str]]] = {
    "decide": (lambda project, key: decide(project, key, "inconclusive"), {"status", "decision", "closed"}),
    "move": (lambda project, key: move_item(project, key, "evaluating"), {"status", "started", "closed", "decision"}),
    "extend": (lambda project, key: extend_timebox(project, key, 3, "because: {x}"), {"extensions"}),
    "insert": (lambda project, key: insert_dod(project, key, ("run-logged",)), set()),
}
SPELLINGS = {
    "usual": "---\nid: EXP-1\nstatus: running # now\ntimebox_days: 3\nextra: [1, 2] # c\n---\n\nText\n",
    "quoted": "---\n'id': EXP-1\n\"status\": 'running'\ntimebox: \"3d\"\n---\nText",
    "flow": "---\n{id: EXP-1, timebox_days: 3, status: running}\n---\n",
    "flow with a comma": "---\n{id: EXP-1, timebox_days: 3, status: running, }\n---\n",
    "empty flow": "---\n{}\n---\n",
    "key without value in flow": "---\n{status, id: EXP-1}\n---\n",
    "explicit key": "---\n? status\n? id\n: EXP-1\ntimebox_days: 3\n---\n",
    "empty anchor": "---\nid: EXP-1\nstatus: &a\ntimebox_days: 3\n---\n",
    "list at the margin": "---\nid: EXP-1\nstatus:\n- running\ntimebox_days: 3\nextensions: [{days: 1},]\n---\n",
    "alias": "---\nid: EXP-1\ne: &e [{days: 1}]\ntimebox_days: 3\nextensions: *e\nstatus: running\n---\n",
    "closed": "---\nid: EXP-1\nstatus: decided\ndecision: ship\nclosed: 2026-01-01\n---\n",
    "nothing": "# Foo\n\ntext\n",
    "empty": "",
    "byte order mark": "\ufeff---\nid: EXP-1\nstatus: running\ntimebox_days: 3\n---\n",
    "broken key": "---\nid: EXP-1\nassignee: @ana\nstatus: running\ntimebox_days: 3\n---\n",
    "unclosed": "---\nid: EXP-1\nstatus: running\n",
    "sections": "---\nstatus: running\n---\n## Learnings\n<!-- why? -->\n## Next\n## Definition of Done\n* [ ] evaluated\n",
    "yaml": "id: EXP-1\nstatus: running\ntimebox_days: 3\n",
}


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@pytest.mark.parametrize("spelling", SPELLINGS)
@pytest.mark.parametrize("name", CHANGES)
def test_a_change_does_what_was_asked_and_nothing_else(name: str, spelling: str, newline: str) -> None:
    change, keys = CHANGES[name]
    text = SPELLINGS[spelling].replace("\n", newline)
    path = f"tracks/experiments/EXP-1.{'yaml' if spelling == 'yaml' else 'md'}"
    project = Project().with_facts(Facts(todays={"": TODAY}, now=NOW)).with_file(path, text)
    try:
        made = change(project, "EXP-1")
    except Refusal:
        return
    result = apply(text, made.edits[path])
    before, after = project.documents[path], parse(path, result)
    assert {key: value for key, value in after.values.items() if key not in keys} == {
        key: value for key, value in before.values.items() if key not in keys
    }
    assert len(after.problems) <= len(before.problems)
    assert after.body.headings[0].text == before.body.headings[0].text if before.body.headings else True
    if newline == "\r\n" and text:
        assert "\n" not in result.replace("\r\n", "")
    expected = {"decide": ("status", "decided"), "move": ("status", "evaluating")}.get(name)
    if expected:
        assert after.values[expected[0]] == expected[1]
    if made.cursor:
        assert 0 <= made.cursor.offset <= len(result)


@pytest.mark.parametrize("name", CHANGES)
@pytest.mark.parametrize("spelling", ["usual", "quoted", "flow", "flow with a comma", "byte order mark"])
def test_the_spellings_that_people_use_are_not_refused(spelling: str, name: str) -> None:
    assert CHANGES[name][0](_project(spelling), "EXP-1").edits


@pytest.mark.parametrize("spelling", ["nothing", "empty", "sections", "broken key"])
def test_a_decision_is_possible_in_any_experiment(spelling: str) -> None:
    path = "tracks/experiments/EXP-1.md"
    text = apply(SPELLINGS[spelling], decide(_project(spelling), "EXP-1", "ship").edits[path])
    assert parse(path, text).values["decision"] == "ship"
    assert "> No success criterion could be read." in text


def _project(spelling: str) -> Project:
    facts = Facts(todays={"": TODAY}, now=NOW)
    return Project().with_facts(facts).with_file("tracks/experiments/EXP-1.md", SPELLINGS[spelling])
