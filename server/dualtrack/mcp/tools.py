"""The tools: each a function whose parameters and answer are typed, on the repository that is named.

They read, and they write what the same change of the command line writes: files of the board. None deletes, commits, or leaves
the branch.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, cast

from pydantic import Field, TypeAdapter

from dualtrack.changes import all_requests
from dualtrack.changes.change import Refusal
from dualtrack.changes.new_item import NewKind
from dualtrack.changes.request import Request, parameters
from dualtrack.features.board import board
from dualtrack.features.brief import BriefPart, brief
from dualtrack.features.check import check, in_order
from dualtrack.features.finding_rows import finding_rows
from dualtrack.features.item_digest import ItemDigest, digest, finding_words
from dualtrack.features.item_facts import item_facts
from dualtrack.features.naming import named_item
from dualtrack.features.new_findings import new_since
from dualtrack.features.prior import PriorFacts, prior_facts
from dualtrack.features.ready import Ready, ready
from dualtrack.features.unknown import unknown_lines
from dualtrack.project.project import Project
from dualtrack.workspace.asking import ask, make
from dualtrack.workspace.priors import Priors
from dualtrack.workspace.repository import day_since, project_at, read_repository
from dualtrack.workspace.writing import Written

_MOST = 10
_FINDINGS = 30

Id = Annotated[str, Field(description="id or title")]
Folder = Annotated[str, Field(description="where, if not here")]
Since = Annotated[str, Field(description="revision")]


@dataclass(frozen=True)
class Going:
    """What goes on; `unknown` says what could not be read, and why."""

    parts: tuple[BriefPart, ...]
    unknown: list[str]


@dataclass(frozen=True)
class Startable:
    """What is ready, and how many more; what is not."""

    ready: list[Ready]
    more: int
    not_ready: list[str]
    unknown: list[str]


@dataclass(frozen=True)
class Tried:
    """What was tried before."""

    experiments: list[PriorFacts]


@dataclass(frozen=True)
class ShownItem:
    """An item in few words."""

    item: ItemDigest
    unknown: list[str]


@dataclass(frozen=True)
class FoundFindings:
    """The first findings, and how many more."""

    findings: list[str]
    more: int
    unknown: list[str]


@dataclass(frozen=True)
class Tool:
    """A tool: what it is for, in a sentence, the function that answers, and whether it writes."""

    about: str
    run: Callable[..., Any]
    writes: bool = False

    @property
    def call(self) -> TypeAdapter[Any]:
        """Checks the arguments, and calls the function with them."""
        return TypeAdapter(cast("Any", self.run))

    @property
    def answer(self) -> Any:
        """The type of its answer."""
        return self.run.__annotations__["return"]


class Tools:
    """The tools on the repositories below some folders; where none is named, on the first."""

    def __init__(self, roots: tuple[Path, ...]) -> None:
        self._roots = roots
        self.all: Mapping[str, Tool] = {
            "brief": Tool(
                "What is investigated, ships, needs a decision, is ready and was learned. Call it first.", self.brief
            ),
            "ready": Tool("What can be started, what counts as success and when to stop; and what is in the way.", self.ready),
            "prior": Tool("Decided experiments close to an idea: was this tried before?", self.prior),
            "show": Tool("How an item stands against criteria, Definition of Done and evidence.", self.show),
            "check": Tool("What is wrong on the board; with since, only what is new since then.", self.check),
            "claim": Tool("Start an item that is ready and nobody's.", self.claim, writes=True),
            "change": Tool(f"Change an item. Changes and their values: {_changes()}.", self.change, writes=True),
            "new": Tool("Make an item from a template, with the next free id.", self.new, writes=True),
        }

    def brief(self, repository: Folder = "", since: Annotated[str, Field(description="revision or date")] = "") -> Going:
        """The brief."""
        read = read_repository(self._folder(repository), None, False)
        told = brief(read.project, board(read.project, once=True), day_since(read, since))
        return Going(told.parts, _unknown(read.project))

    def ready(self, repository: Folder = "") -> Startable:
        """The first of what is ready, in the order of priority."""
        project = read_repository(self._folder(repository), None, False).project
        found = ready(project, board(project, once=True), Priors())
        hindered = [f"{each.id} {', '.join(each.obstacles)}" for each in found.not_ready]
        return Startable(found.ready[:_MOST], max(0, len(found.ready) - _MOST), _some(hindered), _unknown(project))

    def prior(self, idea: str, repository: Folder = "") -> Tried:
        """The experiments that are closest to an idea."""
        project = read_repository(self._folder(repository), None, False).project
        return Tried([prior_facts(project, prior) for prior in Priors()(project, idea)])

    def show(self, id: Id, repository: Folder = "") -> ShownItem:
        """An item in few words."""
        project = read_repository(self._folder(repository), None, False).project
        item = named_item(project, id)
        return ShownItem(digest(item_facts(project, item, check(project, once=True))), _unknown(project, item.key))

    def check(self, repository: Folder = "", since: Since = "") -> FoundFindings:
        """The first findings."""
        read = read_repository(self._folder(repository), None, False)
        choose = new_since(check(project_at(read, since), once=True)) if since else in_order
        rows = list(finding_rows(read.project, choose(check(read.project, once=True))))
        said = list(map(finding_words, rows[:_FINDINGS]))
        return FoundFindings(said, max(0, len(rows) - _FINDINGS), _unknown(read.project))

    def claim(
        self, id: Id, person: Annotated[str, Field(description="who claims it")] = "", repository: Folder = ""
    ) -> Written:
        """Claim an item."""
        return self.change("claim", id, {"person": person}, repository)

    def change(
        self,
        change: Annotated[str, Field(json_schema_extra=lambda schema: schema.update(enum=list(_requests())))],
        id: Id,
        values: dict[str, str | int] | None = None,
        repository: Folder = "",
    ) -> Written:
        """Make a change that is asked for by name."""
        kind = _requests().get(change)
        if not kind:
            raise Refusal(f"there is no change {change}; there are {', '.join(_requests())}")
        known = [each.name for each in parameters(kind)]
        if others := [name for name in values or {} if name not in known]:
            raise Refusal(f"{change} takes {', '.join(known) or 'no values'}, and no {', '.join(others)}")
        return ask(kind, id, values or {}, self._folder(repository), None, False)

    def new(self, kind: NewKind, title: str, sprint: str = "", assignee: str = "", repository: Folder = "") -> Written:
        """Make an item."""
        return make(kind, title, sprint, assignee, self._folder(repository), None)

    def _folder(self, repository: str) -> str:
        """The folder that is meant, by its path or, of those that were opened, by its name; raises Refusal for one that nobody
        has opened to agents."""
        named = [root for root in self._roots if root.name == repository]
        try:
            folder = named[0] if len(named) == 1 else (self._roots[0] / repository).resolve()
            is_open = folder.is_dir() and any(folder.is_relative_to(root) for root in self._roots)
        except (OSError, ValueError):  # a name that no folder can have
            folder, is_open = self._roots[0], False
        if not is_open:
            roots = ", ".join(map(str, self._roots))
            raise Refusal(f"{repository} is no folder below {roots}, which dualtrack mcp was started for")
        return str(folder)


def _requests() -> dict[str, type[Request]]:
    """The changes that agents can ask for: starting work in the editor's way would switch the branch."""
    return {name: kind for name, kind in all_requests().items() if kind.branch_to_start is Request.branch_to_start}


def _changes() -> str:
    told: list[str] = []
    for name, kind in _requests().items():
        values = ", ".join(f"{each.name}: {each.metadata['help']}" for each in parameters(kind))
        told.append(f"{name} ({values or kind.summary})")
    return "; ".join(told)


def _some(lines: list[str]) -> list[str]:
    return [*lines[:_MOST], *([f"and {len(lines) - _MOST} more"] if len(lines) > _MOST else [])]


def _unknown(project: Project, key: str = "") -> list[str]:
    return list(unknown_lines(project, project.items.get(key)))
