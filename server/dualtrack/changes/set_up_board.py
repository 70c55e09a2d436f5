"""Set up a board where there is none."""

from dualtrack.changes.change import Change, Cursor, Refusal
from dualtrack.changes.proposed_items import proposed_items
from dualtrack.files.document import parse
from dualtrack.files.edits import scalar
from dualtrack.files.read import read_conventions
from dualtrack.model.conventions import Conventions
from dualtrack.project.board import CONVENTIONS_FILE, Board, is_within
from dualtrack.project.project import Project
from dualtrack.text import Edit, Span

_CONVENTIONS = """\
# The team's conventions. Every key is optional: leave out what suits you as it is.
root: tracks
metrics: {}            # how you write a metric: how the tracker names it, as in {Validation F1: val_f1}
tracks:
  research: {statuses: [proposed, {running: {wip: 3}}, evaluating], closed: [decided]}
"""

_EXPERIMENT = """\
---
id: EXP-1
title: Say what you investigate
status: proposed
hypothesis: Adding feature X improves F1 by >= 0.03
timebox_days: 10
baseline: {val_f1: 0.69}
success_criteria: Validation F1 >= 0.72
---

What you know already, and what you will try first.

## Definition of Done

- [ ] Training run reproducible and logged
- [ ] Metrics computed on validation and holdout
"""

_EXPERIMENT_NAME = "experiments/EXP-1 Say what you investigate.md"

_TASK = """\
---
id: TASK-1
title: Say what you deliver
status: backlog
type: feature
---

## Definition of Done

- [ ] Code reviewed and unit-tested
"""

_TASK_NAME = "tasks/TASK-1 Say what you deliver.md"


def usual_root(project: Project) -> str:
    """The folder for a new board, which is not one that holds something else."""
    usual = Conventions().root
    return "board" if any(is_within(path, usual) for path in project.documents) else usual


def set_up_board(project: Project, root: str = "", timezone: str = "", with_items: bool = True) -> Change:
    """A `dualtrack.yaml`, with items for the work that goes on already, else with a first experiment and a first task as
    examples; what exists is never touched.

    Raises Refusal where there is a board already, and for a folder or time zone that is none.
    """
    if project.boards:
        raise Refusal("there is a board already")
    root = root or usual_root(project)
    zone = f"timezone: {scalar(timezone)}\n" if timezone else ""
    text = _CONVENTIONS.replace("root: tracks\n", f"root: {scalar(root)}\n{zone}")
    conventions, faults = read_conventions(parse(CONVENTIONS_FILE, text))
    if faults:
        raise Refusal(faults[0].message)
    folder = Board("", conventions).items_folder
    first = (proposed_items(project) or {_EXPERIMENT_NAME: _EXPERIMENT, _TASK_NAME: _TASK}) if with_items else {}
    items = {f"{folder}/{name}".lstrip("/"): text for name, text in first.items()}
    files = {CONVENTIONS_FILE: text, **items}
    start = Span(0, 0)
    edits = {path: (Edit(start, text),) for path, text in files.items() if path not in project.documents}
    path, opened = next(iter(items.items()), ("", ""))
    at = max(opened.find("Say what"), opened.find('hypothesis: ""') + len('hypothesis: "'))
    cursor = Cursor(path, at) if path else None
    return Change("Board set up", edits, cursor)
