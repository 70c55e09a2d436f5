"""The tools whose tables are known: how each is recognised, and what its columns are for us."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

Use = Literal[
    "id", "name", "title", "body", "status", "section", "category", "outcome", "type", "priority", "points", "sprint",
    "assignee", "labels", "created", "started", "due", "closed", "parent", "depends_on", "blocks",
]  # fmt: skip
"""What a column is for: one of our keys, or `name` (what other rows call the row by), `body`, `section` (a status if need be),
`category` and `outcome` (of a status), `blocks` (the rows that wait for this one)."""

_COMMON: dict[str, Use] = {
    "priority": "priority",
    "type": "type",
    "assignee": "assignee",
    "assigned to": "assignee",
    "owner": "assignee",
    "tags": "labels",
    "labels": "labels",
    "created at": "created",
    "created": "created",
    "start date": "started",
    "due": "due",
    "due date": "due",
    "deadline": "due",
    "story points": "points",
    "points": "points",
    "sprint": "sprint",
    "status": "status",
    "done": "closed",
    "complete": "closed",
    "completed": "closed",
    "finished": "closed",
    "description": "body",
    "notes": "body",
    "blocked by": "depends_on",
    "depends on": "depends_on",
    "dependencies": "depends_on",
    "blocking": "blocks",
}


@dataclass(frozen=True)
class ExportFormat:
    """A tool and its columns (lower case).

    One of the sets in `recognised` has to be in its header, at the left end if `leading`; `titled` tables have rows above the
    header; in columns for one of `several`, a cell holds several, separated by commas.
    """

    name: str
    recognised: tuple[frozenset[str], ...]
    columns: Mapping[str, Use]
    several: Collection[str] = ("labels",)
    leading: bool = False
    titled: bool = False

    def use(self, column: str) -> Use | None:
        """What a column is for."""
        return self.columns.get(column.strip().rstrip("?").rstrip().casefold())

    def is_header(self, row: Sequence[str]) -> bool:
        """Whether a row is the header of the tool's table."""
        names = [cell.strip().casefold() for cell in row]
        there = set(names[:1] if self.leading else names)
        return any(needed <= there for needed in self.recognised)


JIRA = ExportFormat(
    "jira",
    tuple(frozenset({"summary", key}) for key in ("issue key", "work item key", "key")),
    {
        **_COMMON,
        "issue key": "id",
        "work item key": "id",
        "key": "id",
        "issue id": "name",
        "work item id": "name",
        "summary": "title",
        "status category": "category",
        "resolution": "outcome",
        "issue type": "type",
        "work type": "type",
        "resolved": "closed",
        "parent": "parent",
        "parent key": "parent",
        "parent id": "parent",
        "custom field (epic link)": "parent",
        "custom field (story points)": "points",
        "custom field (story point estimate)": "points",
        "custom field (start date)": "started",
        "custom field (sprint)": "sprint",
        "inward issue link (blocks)": "depends_on",
        "outward issue link (blocks)": "blocks",
    },
    several=(),
)
ASANA = ExportFormat(
    "asana",
    (frozenset({"task id", "name", "section/column"}),),
    {
        **_COMMON,
        "task id": "name",
        "name": "title",
        "section/column": "section",
        "completed at": "closed",
        "parent task": "parent",
        "blocked by (dependencies)": "depends_on",
        "blocking (dependencies)": "blocks",
    },
)
MONDAY = ExportFormat(
    "monday",
    (frozenset({"name", "subitems"}), frozenset({"name", "item id (auto generated)"})),
    {
        **_COMMON,
        "item id (auto generated)": "name",
        "item id": "name",
        "name": "title",
        "group": "section",
        "person": "assignee",
        "people": "assignee",
        "date": "due",
        "timeline - start": "started",
        "timeline - end": "due",
        "completion date": "closed",
        "estimated sp": "points",
        "dependent on": "depends_on",
        "dependency": "depends_on",
    },
    several=("labels", "assignee"),
    titled=True,
)
LINEAR = ExportFormat(
    "linear",
    (frozenset({"id", "team", "title", "status", "creator"}),),
    {
        **_COMMON,
        "id": "id",
        "title": "title",
        "estimate": "points",
        "cycle name": "sprint",
        "started": "started",
        "canceled": "closed",
        "parent issue": "parent",
        "blocks": "blocks",
    },
)
GITHUB = ExportFormat(
    "github",
    (frozenset({"title", "url", "assignees", "status"}),),
    {
        **_COMMON,
        "url": "name",
        "title": "title",
        "assignees": "assignee",
        "estimate": "points",
        "iteration": "sprint",
        "target date": "due",
        "parent issue": "parent",
    },
    several=("labels", "assignee"),
)
NOTION = ExportFormat(
    "notion",
    (frozenset({"name"}), frozenset({"title"}), frozenset({"task name"}), frozenset({"task"})),
    {
        **_COMMON,
        "name": "title",
        "title": "title",
        "task name": "title",
        "task": "title",
        "id": "id",
        "assign": "assignee",
        "assignees": "assignee",
        "person": "assignee",
        "people": "assignee",
        "task type": "type",
        "date": "due",
        "created time": "created",
        "completed on": "closed",
        "parent item": "parent",
        "parent task": "parent",
        "parent-task": "parent",
        "is blocking": "blocks",
        "estimate": "points",
        "estimates": "points",
    },
    several=("labels", "assignee"),
    leading=True,
)
SOURCES = (JIRA, ASANA, MONDAY, LINEAR, GITHUB, NOTION)
"""In the order in which they are tried: the last is recognised by least."""
