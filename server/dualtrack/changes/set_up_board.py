"""Set up a board where there is none."""

from collections.abc import Mapping

from dualtrack.changes.change import Change, Cursor, Refusal
from dualtrack.changes.next_id import next_id
from dualtrack.files.document import parse
from dualtrack.files.edits import scalar
from dualtrack.files.read import read_conventions
from dualtrack.model.conventions import Conventions
from dualtrack.model.mention import prefix_of
from dualtrack.project.board import CONVENTIONS_FILE
from dualtrack.project.project import Project
from dualtrack.project.readiness import EXAMPLE_TITLES
from dualtrack.said import said
from dualtrack.text import Edit, Span

_CONVENTIONS = """\
# The team's conventions. Every key is optional: leave out what suits you as it is.
root: tracks
metrics: {}            # how you write a metric: how the tracker names it, as in {Validation F1: val_f1}
tracks:
  research: {statuses: [proposed, {running: {wip: 3}}, evaluating], closed: [decided]}
"""

_HYPOTHESIS = 'hypothesis: ""'

_EXPERIMENT = f"""\
---
id: EXP-1
title: {EXAMPLE_TITLES[0]}
status: proposed
hypothesis: Adding feature X improves F1 by >= 0.03
timebox_days: 10
baseline: {{val_f1: 0.69}}
success_criteria: Validation F1 >= 0.72
---

What you know already, and what you will try first.

## Definition of Done

- [ ] Training run reproducible and logged
- [ ] Metrics computed on validation and holdout
"""

_TASK = f"""\
---
id: TASK-1
title: {EXAMPLE_TITLES[1]}
status: backlog
type: feature
---

## Definition of Done

- [ ] Code reviewed and unit-tested
"""

_EXAMPLES = {
    "EXP-1": (f"experiments/EXP-1 {EXAMPLE_TITLES[0]}.md", _EXPERIMENT),
    "TASK-1": (f"tasks/TASK-1 {EXAMPLE_TITLES[1]}.md", _TASK),
}


def set_up_board(project: Project, root: str = "", timezone: str = "", settings: str = "") -> Change:
    """A `dualtrack.yaml`, with further `settings`. Raises Refusal where there is a board of ours already, and for a folder or
    time zone that is none."""
    if any(not board.layout.made_by for board in project.boards):
        raise Refusal(said("there is a board already"))
    zone = f"timezone: {scalar(timezone)}\n" if timezone else ""
    text = _CONVENTIONS.replace("root: tracks\n", f"root: {scalar(root or Conventions().root)}\n{zone}") + settings
    _, faults = read_conventions(parse(CONVENTIONS_FILE, text))
    if faults:
        raise Refusal(faults[0].message)
    return Change(said("Board set up"), {CONVENTIONS_FILE: (Edit(Span(0, 0), text),)})


def example_items(project: Project) -> tuple[dict[str, str], str]:
    """A first experiment and a first task, by their paths in the folder of the board, and what to say of them."""
    ids = {example: next_id(project, prefix_of(example)) for example in _EXAMPLES}
    files = {path.replace(each, ids[each]): text.replace(each, ids[each]) for each, (path, text) in _EXAMPLES.items()}
    return files, f"{' and '.join(ids.values())} are examples: rename or delete them"


def first_blank(files: Mapping[str, str]) -> Cursor | None:
    """Where a person goes on in new files: at the first thing that is theirs to say."""
    for path, text in files.items():
        at = max(text.find("Say what"), text.find(_HYPOTHESIS) + len(_HYPOTHESIS) - 1 if _HYPOTHESIS in text else -1)
        if at >= 0 and path != CONVENTIONS_FILE:
            return Cursor(path, at)
    return None
