"""Set up a board where there is none."""

from dualtrack.changes.change import Change, Cursor, Refusal
from dualtrack.project.board import CONVENTIONS_FILE
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


def set_up_board(project: Project) -> Change:
    """A `dualtrack.yaml` with a first experiment and a first task; what exists is never touched."""
    files = {
        CONVENTIONS_FILE: _CONVENTIONS,
        "tracks/experiments/EXP-1 Say what you investigate.md": _EXPERIMENT,
        "tracks/tasks/TASK-1 Say what you deliver.md": _TASK,
    }
    if project.boards:
        raise Refusal("there is a board already")
    start = Span(0, 0)
    edits = {path: (Edit(start, text),) for path, text in files.items() if path not in project.documents}
    experiment = next(path for path in files if "EXP-1" in path)
    return Change("Board set up", edits, Cursor(experiment, files[experiment].index("Say what")))
