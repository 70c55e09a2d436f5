"""The spellings of an experiment's file and of an item in a sprint, and what holds of every change to them."""

from collections.abc import Callable

import pytest
from dualtrack.changes.change import Change, Refusal
from dualtrack.files.document import Document, parse
from dualtrack.project.project import Project
from dualtrack.text import apply

from tests.changes.results import project_of

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
USUAL = ("usual", "quoted", "flow", "flow with a comma", "byte order mark")
"""The spellings that people use; a change is refused for none of them."""
SPRINT = """\
sprint-5: # now
  product-tasks:
    - feature: Front-end
      points: 3 # guessed
      Due-Date: 2026-12-01
      assignee: [ana, "@bne"]
    - Read faster
    - {infra: Store, status: review, blocked: {reason: "no, disk"}}
  experiments:
    - id: EXP-1
      status: running
      timebox: 5d
      blocked: no labels
      owner: '@bne'
"""
FRONT, READ, STORE = "sprint-5/feature:front-end", "sprint-5/task:read-faster", "sprint-5/infra:store"

every_spelling = pytest.mark.parametrize(
    ("spelling", "newline"), [(spelling, newline) for spelling in SPELLINGS for newline in ("\n", "\r\n")]
)


def experiment(spelling: str, newline: str = "\n") -> Project:
    """A project of one experiment, EXP-1."""
    return project_of({_path(spelling): SPELLINGS[spelling].replace("\n", newline)})


def changed(change: Callable[[Project], Change], spelling: str, newline: str, keys: set[str]) -> Document | None:
    """The file of EXP-1 after a change that may touch these keys, everything else as before; None where it is refused."""
    project, path = experiment(spelling, newline), _path(spelling)
    try:
        made = change(project)
    except Refusal:
        assert spelling not in USUAL
        return None
    before = project.documents[path]
    after = parse(path, apply(before.text, made.edits[path]))
    assert made.edits[path] or spelling not in USUAL
    assert {key: value for key, value in after.values.items() if key not in keys} == {
        key: value for key, value in before.values.items() if key not in keys
    }
    assert len(after.problems) <= len(before.problems)
    assert not before.body.headings or after.body.headings[0].text == before.body.headings[0].text
    if newline == "\r\n" and before.text:
        assert "\n" not in after.text.replace("\r\n", "")
    if made.cursor:
        assert 0 <= made.cursor.offset <= len(after.text)
    return after


def changes_sprint(change: Callable[[Project], Change], old: str, new: str) -> bool:
    """Whether a change of an item in a sprint replaces this text, which is there once, and no other."""
    path = "tracks/sprints/sprint-5.yaml"
    assert SPRINT.count(old) == 1
    return apply(SPRINT, change(project_of({path: SPRINT})).edits[path]) == SPRINT.replace(old, new)


def _path(spelling: str) -> str:
    return f"tracks/experiments/EXP-1.{'yaml' if spelling == 'yaml' else 'md'}"
