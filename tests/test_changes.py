"""Every change on every spelling of a file: what was asked is there, everything else as before, or the change is refused."""

from collections.abc import Callable

import pytest
from dualtrack.changes.block import block
from dualtrack.changes.change import Change, Refusal
from dualtrack.changes.decide import decide
from dualtrack.changes.extend_timebox import extend_timebox
from dualtrack.changes.extract_item import extract_item
from dualtrack.changes.insert_dod import insert_dod
from dualtrack.changes.move_item import move_item
from dualtrack.changes.reassign import reassign
from dualtrack.changes.remove_key import remove_key
from dualtrack.changes.rename_key import rename_key
from dualtrack.changes.set_value import set_value
from dualtrack.facts.clock import Clock
from dualtrack.facts.facts import Facts
from dualtrack.files.document import parse
from dualtrack.project.project import Project
from dualtrack.text import apply

from tests.fixture import NOW, TODAY

CHANGES: dict[str, tuple[Callable[[Project, str], Change], set[str]]] = {
    "decide": (lambda project, key: decide(project, key, "inconclusive"), {"status", "decision", "closed"}),
    "move": (lambda project, key: move_item(project, key, "evaluating"), {"status", "started", "closed", "decision"}),
    "extend": (lambda project, key: extend_timebox(project, key, 3, "because: {x}"), {"extensions"}),
    "set": (lambda project, key: set_value(project, key, "role", "a: b"), {"role"}),
    "remove": (lambda project, key: remove_key(project, key, "status"), {"status"}),
    "rename": (lambda project, key: rename_key(project, key, "status", "state"), {"status", "state"}),
    "block": (lambda project, key: block(project, key, "data", "DATA-3, {x}"), {"blocked"}),
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
    project = Project().with_facts(Facts(Clock({"": TODAY}, NOW))).with_file(path, text)
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


@pytest.mark.parametrize(
    ("change", "old", "new"),
    [
        (lambda p: set_value(p, FRONT, "status", "review"), '"@bne"]\n', '"@bne"]\n      status: review\n'),
        (lambda p: set_value(p, READ, "status", "review"), "- Read faster\n", "- title: Read faster\n      status: review\n"),
        (lambda p: remove_key(p, FRONT, "points"), "      points: 3 # guessed\n", ""),
        (lambda p: rename_key(p, FRONT, "Due-Date", "due"), "Due-Date:", "due:"),
        (lambda p: reassign(p, FRONT, "bne", "ben"), '"@bne"', "ben"),
        (lambda p: reassign(p, "EXP-1", "bne", "ben"), "'@bne'", "ben"),
        (lambda p: block(p, STORE, "infra"), '"no, disk"}', '"no, disk", kind: infra}'),
        (lambda p: block(p, "EXP-1", "data"), "blocked: no labels", "blocked: {kind: data, reason: no labels}"),
        (lambda p: move_item(p, STORE, "done"), "status: review,", "status: done, closed: 2026-11-16,"),
        (
            lambda p: extend_timebox(p, "EXP-1", 2, "labels"),
            "timebox: 5d\n",
            'timebox: 5d\n      extensions:\n        - {days: 2, on: 2026-11-16, reason: "labels"}\n',
        ),
    ],
)
def test_an_item_in_a_sprint_is_changed_where_it_stands(change: Callable[[Project], Change], old: str, new: str) -> None:
    path = "tracks/sprints/sprint-5.yaml"
    project = Project().with_facts(Facts(Clock({"": TODAY}, NOW))).with_file(path, SPRINT)
    assert SPRINT.count(old) == 1
    assert apply(SPRINT, change(project).edits[path]) == SPRINT.replace(old, new)


@pytest.mark.parametrize(
    "change",
    [
        lambda p: rename_key(p, "EXP-1", "stauts", "status"),
        lambda p: rename_key(p, "EXP-1", "extra", "status"),
        lambda p: reassign(p, "EXP-1", "bne", "ben"),
        lambda p: block(p, "EXP-1", "weather"),
    ],
)
def test_what_is_not_there_or_stands_already_is_refused(change: Callable[[Project], Change]) -> None:
    with pytest.raises(Refusal):
        change(_project("usual"))


def _project(spelling: str) -> Project:
    facts = Facts(Clock({"": TODAY}, NOW))
    return Project().with_facts(facts).with_file("tracks/experiments/EXP-1.md", SPELLINGS[spelling])


SPRINTS = {
    "outer key": (
        "sprint-5:\n  start: 2026-11-02\n  product-tasks:\n    - feature: 'Front-end: first'\n      due: 2026-12-01\n"
        "\n    # next\n    - TASK-4\n  experiments:\n    - id: EXP-23\n      hypothesis: by >= 0.03\n      timebox_days: 10\n"
        "      baseline:\n        val_f1: 0.69\n      success_criteria:\n        - f1 > 0.7\n        - 'auc > 0.8'\n"
    ),
    "flow": "{product-tasks: [{infra: Read, status: in-progress}], experiments: [{id: EXP-23, timebox: 2w, data: ~}, x]}\n",
    "front matter": (
        "---\nid: sprint-5\nproduct-tasks:\n- A bare text\n- {id: DATA-3, labels: [a, 'b, c'], cleaning: Dates}\n---\nText\n"
    ),
}


@pytest.mark.parametrize("spelling", SPRINTS)
def test_an_inline_item_says_the_same_in_a_file_of_its_own(spelling: str) -> None:
    path = f"tracks/sprints/sprint-5.{'md' if spelling == 'front matter' else 'yaml'}"
    project = Project().with_facts(Facts(Clock({"": TODAY}, NOW))).with_file(path, SPRINTS[spelling])
    inline = [item for item in project.items.values() if item.is_inline]
    assert inline
    for item in inline:
        made = extract_item(project, item.key)
        after = project
        for changed, edits in made.edits.items():
            after = after.with_file(
                changed, apply(project.documents[changed].text if changed in project.documents else "", edits)
            )
        [moved] = after.items_in(next(changed for changed in made.edits if changed != path))
        derived = {"path", "key", "route", "id", "dod", "has_dod"}
        assert moved.model_dump(exclude=derived) == item.model_dump(exclude=derived)
        assert moved.id == item.id or (not item.id and moved.id in ("TASK-1", "EXP-24"))
        assert moved.has_dod
        [sprint] = [item for item in after.items_in(path) if item.kind == "sprint"]
        assert [m.title for m in after.members(sprint)] == [m.title for m in project.members(project.items[sprint.key])]


def test_an_inline_item_with_a_comment_stays() -> None:
    project = Project().with_file("tracks/sprints/s.yaml", "experiments:\n- id: EXP-1 # ours\n  data: '#1'\n- EXP-2\n")
    with pytest.raises(Refusal, match="a comment there that would be lost"):
        extract_item(project, "EXP-1")
