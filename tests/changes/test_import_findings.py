"""Whatever a Backlog.md folder holds, no rule finds more on the board after its import than before."""

from collections import Counter
from collections.abc import Callable
from typing import Any

from dualtrack.changes.change import Refusal
from dualtrack.changes.import_backlog import import_backlog
from dualtrack.features.check import check
from dualtrack.project.project import Project
from dualtrack.rules import all_rules
from dualtrack.text import apply
from dualtrack.workspace.importing import asking_nothing_new
from hypothesis import example, given
from hypothesis import strategies as st

from tests.changes.results import project_of

_STATUSES = ("To Do", "In Progress", "Done", "Draft", "done", "", "Wontfix", "Later", "Blocked", "In Review", "running")
_FOLDERS = ("tasks", "tasks", "tasks/epics/one", "drafts", "completed", "archive/tasks", "archive/drafts")
_KEYS = (
    "dependencies: [1, task-2, BACK-3, 99]",
    "parent_task_id: '2'",
    "assignee: [@ana, @ben]",
    "due_date: 2026-01-01",
    "created_date: 2026-03-01\ncompleted_date: 2026-02-01",
    "type: spike",
    "type: deploy",
    "priority: [a",
    "track: web",
    "sprint: none",
    "allow: [broken-link]",
    "notebooks: [../../x.ipynb]",
    "points: 3",
    "milestone: m-1",
    "blocked: true",
    "kind: experiment",
    "model: fraud@1",
    "track: data",
    "closed: 2026-01-01",
    "started: 2026-12-01",
    "due: 2020-01-01",
    "timebox_days: 3",
    "role: foo",
    "runs: [aaaa]",
    "success_criteria: soon",
    "decision: ship",
    "blocked: {kind: foo}",
    "id: back-1",
    "card: x.md",
    "formerly: [BACK-9]",
    "extensions: [{days: 2}]",
)
_BODIES = (
    "## Definition of Done\n- [ ] #1 Tests pass\n- [x] #2 Other\n",
    "## Definition of Done\n- [-] Tests pass\n",
    "[a](../tasks/BACK-1%20-%20X.md) [b](../docs/doc-1.md) [[BACK-2]] [[doc-1]]\n",
    "![](../images/x.png) [c](gone.md) [d](../../README.md)\n",
    "## Learnings\n<<<<<<< HEAD\nx\n",
    "---\nid: twice\n---\n",
    "## Acceptance Criteria\n<!-- AC:BEGIN -->\n- [ ] #1 a\n<!-- AC:END -->\n",
    "{{metric: EXP-1 f1}}\n## Learnings\n\n",
)
_CONFIGS = (
    'project_name: x\nstatuses: ["To Do", "In Progress", "Done"]\ntask_prefix: back\n',
    'project_name: x\ntask_prefix: back\ndefinition_of_done: ["Tests pass"]\n',
    "project_name: x\ntask_prefix: exp\n",
    "project_name: x\nstatuses: yes\ntask_prefix: back\n",
    'project_name: x\nstatuses: ["Idea", "Running", "Merged"]\ntask_prefix: back\ndefinition_of_done: ["A", "B"]\n',
    'project_name: x\nstatuses: ["To Do", "In Progress", "✅ Done", "Cancelled"]\ntask_prefix: data\n',
)
_OWN = ("", "", "calendar: business\n", "root: .\n", "definition_of_done: {task: [reviewed, evaluated]}\nstale_after_days: 1\n")


@st.composite
def _folders(draw: Callable[[st.SearchStrategy[Any]], Any]) -> dict[str, str]:
    config = draw(st.sampled_from(_CONFIGS))
    files = {"backlog/config.yml": config, "README.md": ""}
    if own := draw(st.sampled_from(_OWN)):
        files["dualtrack.yaml"] = own
    for number in range(1, draw(st.integers(2, 6))):
        folder = draw(st.sampled_from(_FOLDERS))
        prefix = "exp" if "exp" in config else draw(st.sampled_from(["back", "BACK"]))
        # An id may be given again once it is archived.
        id = f"{prefix}-{draw(st.integers(1, 4)) if 'archive' in folder else number}"
        keys = draw(st.lists(st.sampled_from(_KEYS), max_size=3, unique_by=lambda key: key.partition(":")[0]))
        status = draw(st.sampled_from(_STATUSES))
        front = "\n".join([*draw(st.sampled_from([[f"id: {id}"], []])), f"status: {status}", *keys])
        body = "".join(draw(st.lists(st.sampled_from(_BODIES), max_size=2, unique=True)))
        path = f"backlog/{folder}/{id} - {draw(st.sampled_from(['X', f'Y{number}']))}.md"
        files[path] = draw(st.sampled_from([f"---\n{front}\n---\n{body}", body]))
    for folder in draw(st.lists(st.sampled_from(["docs", "decisions", "milestones", "archive/docs", "tasks"]), max_size=2)):
        files[f"backlog/{folder}/doc-1.md"] = f"---\nid: doc-1\nstatus: proposed\n---\n{draw(st.sampled_from(_BODIES))}"
    return files


_UNKNOWN = "---\nid: back-1\nstatus: In Review\ndue_date: 2026-01-01\n---\n"
_NOTE = {
    "backlog/config.yml": _CONFIGS[0],
    "README.md": "",
    "backlog/tasks/back-1 - X.md": "",
    "backlog/tasks/back-2 - X.md": "---\nid: back-2\nstatus: To Do\ndependencies: [1]\n---\n",
}
_SEEN_BEFORE = {
    "backlog/config.yml": _CONFIGS[0],
    "README.md": "",
    "backlog/tasks/back-2 - X.md": "---\nid: back-2\nstatus: Blocked\n---\n",
    "backlog/tasks/back-3 - X.md": "---\nid: back-3\nstatus: To Do\n---\n",
    "backlog/tasks/back-4 - X.md": "---\nid: back-4\nstatus: Done\ndependencies: [back-2, back-3]\n---\n",
}
_HIDDEN = "---\nid: back-1\nstatus: Blocked\nstarted: 2027-12-01\n---\n"


@given(_folders())
@example({"backlog/config.yml": _CONFIGS[0], "README.md": "", "backlog/tasks/back-1 - X.md": _UNKNOWN})
@example({"backlog/config.yml": _CONFIGS[0], "README.md": "", "backlog/tasks/back-1 - X.md": _HIDDEN})
@example(_NOTE)
@example(_SEEN_BEFORE)
def test_no_rule_finds_more_after_an_import(files: dict[str, str]) -> None:
    before = project_of(files)
    try:
        change = asking_nothing_new(before, import_backlog(before, "backlog"))
    except Refusal:
        return
    texts = {path: apply(files.get(path, ""), edits) for path, edits in change.edits.items()}
    after = project_of({**files, **texts})
    alone = project_of({path: text for path, text in {**files, **texts}.items() if not path.startswith("backlog/")})
    for later in (after, alone):
        assert not _more(_found(before), _found(later))


def _more(before: Counter[str], after: Counter[str]) -> Counter[str]:
    """What is found anew; in the place of a status that is known now, the fault that it hid may stand."""
    more = after - before
    hidden = Counter({code: n for code, n in more.items() if not all_rules()[code].phases})
    return more if hidden.total() > (before - after)["unknown-status"] else more - hidden


def _found(project: Project) -> Counter[str]:
    return Counter(finding.code for found in check(project).findings.values() for finding in found)
