"""One item of a board: what its file means, with the board's conventions applied (docs/format.md, "Keys")."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from types import NoneType
from typing import Annotated, Any, ClassVar, Literal, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, SkipValidation, WithJsonSchema

from dualtrack.model.conventions import Phase
from dualtrack.model.day import Day
from dualtrack.model.definition_of_done import DodLine
from dualtrack.model.raw import as_list, as_mapping
from dualtrack.model.words import folded
from dualtrack.said import joined, said

Kind = Literal["task", "experiment", "sprint", "model", "page"]
Route = tuple[str | int, ...]
"""A place in a file's front matter: keys in canonical form and indices."""

_PHASES = ("active", "waiting", None, "done", "dropped")

BLOCKER_KINDS = ("data", "compute", "infra", "people", "external")


# `@ana @ben`, `@ana and @ben`, `@ana/@ben`: an `@` begins another name.
_TWO_PEOPLE = re.compile(r"(?<=\S)(?:[ \t]{1,3}|[ \t]{0,3}(?:[,&+/;]|\b(?:and|und)\b)[ \t]{0,3})(?=@)")


@dataclass(frozen=True, slots=True)
class Fault:
    """A value that does not mean what its key asks for. `beside`: its route begins at the top of the file, beside the item."""

    route: Route
    message: str
    beside: bool = False


def _names(value: Any) -> Any:
    """One or many: `ana`, `ana, ben` or a list."""
    parts = value.split(",") if isinstance(value, str) else as_list(value)
    if parts is None or not {str, NoneType}.issuperset(map(type, parts)):
        raise ValueError(said("a word or a list of words is expected"))
    # An empty entry stays, so that indices are those in the file.
    return tuple([part.strip() if part else "" for part in parts])


def _people(value: Any) -> Any:
    return tuple([name.removeprefix("@") for names in _names(value) for name in _TWO_PEOPLE.split(names) if name])


def _blocked(value: Any) -> Any:
    if isinstance(value, str):
        if folded(value) in ("", "false", "no"):
            return None
        return {} if folded(value) in ("true", "yes") else {"reason": value}
    return value


def _blocker_kind(value: Any) -> Any:
    if isinstance(value, str) and folded(value) not in BLOCKER_KINDS:
        raise ValueError(said('"{value}" is none of {known}', value, joined(", ", BLOCKER_KINDS)))
    return folded(value) if isinstance(value, str) else value


def _links(value: Any) -> Any:
    """`[{ci: URL}, {dashboard: URL}]`, or one mapping."""
    entries = as_list(value) or [value]
    if not all(as_mapping(entry) for entry in entries):
        raise ValueError(said("a list such as [{{ci: URL}}] is expected"))
    return tuple((name, url) for entry in entries for name, url in (as_mapping(entry) or {}).items() if isinstance(url, str))


OneOrMany = str | list[str]
Names = Annotated[tuple[str, ...], BeforeValidator(_names, json_schema_input_type=OneOrMany)]
Text = Annotated[str, WithJsonSchema({"anyOf": [{"type": "string"}, {"type": "number"}]})]


class Frozen(BaseModel):
    """A value read from a file: immutable, keys it does not know left alone."""

    model_config = ConfigDict(frozen=True, extra="ignore", defer_build=True)

    def model_copy(self, *, update: Mapping[str, Any] | None = None, deep: bool = False) -> Self:
        """With some fields that are others; what was worked out of them comes along in pydantic's, and is worked out anew."""
        copied = super().model_copy(update=update, deep=deep)
        values = vars(copied)
        for name in values.keys() - type(self).model_fields.keys():
            del values[name]
        return copied


class Blocker(Frozen):
    """Why an item cannot go on: of what kind, since when, and in words."""

    kind: Annotated[Literal["", "data", "compute", "infra", "people", "external"], BeforeValidator(_blocker_kind)] = ""
    since: Day | None = None
    reason: Text = ""


class Item(Frozen):
    """A task, or what all items share.

    `status` is the board's spelling of it, or what was written if no status of the track (then `phase` is None).
    `route` is where in its file an inline item of a sprint stands, empty for an item with a file of its own. It is `parsed`
    where its keys took a YAML parser, so that something may be wrong with them. What is `archived` is not judged, and of what
    is `filed` only errors are said: it is closed and put away.
    """

    DERIVED: ClassVar[frozenset[str]] = frozenset(
        {"path", "key", "route", "phase", "dod", "has_dod", "parsed", "archived", "filed", "faults"}
    )
    """What is worked out; every other field is a key that people write."""

    path: SkipValidation[str]
    key: SkipValidation[str]
    route: SkipValidation[Route] = ()
    kind: SkipValidation[Kind]
    track: SkipValidation[str]
    status: SkipValidation[str]
    phase: SkipValidation[Phase | None]
    id: Text = ""
    title: Text
    type: Text = ""
    assignee: Annotated[tuple[str, ...], BeforeValidator(_people, json_schema_input_type=OneOrMany)] = ()
    role: Text = ""
    labels: Names = ()
    priority: Text = ""
    created: Day | None = None
    started: Day | None = None
    due: Day | None = None
    closed: Day | None = None
    sprint: Text = ""
    model: Text = ""
    parent: Text = ""
    depends_on: Names = ()
    formerly: Names = ()
    blocked: Annotated[Blocker | None, BeforeValidator(_blocked, json_schema_input_type=bool | str | Blocker)] = None
    repo: Text = ""
    notebooks: Names = ()
    runs: Names = ()
    links: Annotated[
        tuple[tuple[str, str], ...], BeforeValidator(_links, json_schema_input_type=dict[str, str] | list[dict[str, str]])
    ] = ()
    points: Text = ""
    allow: Names = ()
    dod: SkipValidation[tuple[DodLine, ...]] = ()
    has_dod: bool = False
    parsed: bool = True
    archived: bool = False
    filed: bool = False
    faults: SkipValidation[tuple[Fault, ...]] = ()

    @property
    def is_inline(self) -> bool:
        """Whether it stands in a sprint's file."""
        return bool(self.route) and self.kind != "sprint"

    @property
    def has_body(self) -> bool:
        """Whether there is room for text: in a Markdown file of its own."""
        return not self.route and self.path.endswith(".md")

    @property
    def is_active(self) -> bool:
        """Started and not ended."""
        return self.phase == "active"

    @property
    def is_closed(self) -> bool:
        """Ended, whatever came of it."""
        return self.phase in ("done", "dropped")

    def has_fault(self, *keys: str) -> bool:
        """Whether the value of one of these keys is not what it asks for."""
        return any(fault.route[0] in keys for fault in self.faults)

    @property
    def shown(self) -> str:
        """How messages name it: its id, else its title."""
        return self.id or self.title

    @property
    def stands(self) -> str:
        """Its status; empty for what has none, such as a sprint."""
        return self.status if self.kind in ("task", "experiment") else ""

    @property
    def shown_with_status(self) -> str:
        """`OPS-4 (backlog)`."""
        return f"{self.shown} ({self.stands})" if self.stands else self.shown

    @property
    def label(self) -> str:
        """Id and title on one line."""
        words = self.title.split() if self.title != self.id else []
        return " ".join([self.id, *words] if self.id else words)

    @cached_property
    def searched(self) -> str:
        """What it is found by: its id and title, on one line and casefolded."""
        return " ".join(f"{self.id} {self.title}".split()).casefold()

    @cached_property
    def rank(self) -> tuple[int, int, str]:
        """Its place among others that are as likely: what is worked on comes first, then what is new."""
        number = self.id.rpartition("-")[2].partition(".")[0][:18]
        return _PHASES.index(self.phase), -int(number) if number.isdecimal() else 0, self.key

    def references(self) -> list[tuple[Route, str]]:
        """The other items that its keys name, each with its place."""
        found: list[tuple[Route, str]] = [(("depends_on", index), name) for index, name in enumerate(self.depends_on) if name]
        if self.parent:
            found.append((("parent",), self.parent))
        if self.sprint:
            found.append((("sprint",), self.sprint))
        if self.model:
            found.append((("model",), self.model))
        return found


NumberText = Annotated[float, Field(allow_inf_nan=False)]
