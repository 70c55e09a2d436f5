"""The team's conventions: `dualtrack.yaml` with every default filled in."""

import re
from collections.abc import Mapping
from functools import cached_property
from typing import Annotated, Any, Literal
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, field_validator

from dualtrack.model.dod_conventions import DefinitionOfDone
from dualtrack.model.metric import Metric
from dualtrack.model.raw import as_mapping, snake_cased
from dualtrack.model.timebox import Calendar
from dualtrack.model.words import folded, is_slip
from dualtrack.said import said

_SEPARATOR = re.compile(r"[\s_]+")

Phase = Literal["waiting", "active", "done", "dropped"]
"""Where in its track a status stands: not started, being worked on, or ended by one of the `closed` ones; the first of those
means done, the others mean given up."""

Level = Literal["off", "hint", "information", "warning", "error"]


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore", defer_build=True)


def rule_code(written: str) -> str:
    """The code of a rule as it is written anywhere: `Expired timebox` is `expired-timebox`."""
    return _SEPARATOR.sub("-", written.strip().lower())


def _status(entry: Any) -> Any:
    """`running` or `{running: {wip: 3}}`."""
    if isinstance(entry, str):
        return {"name": entry}
    written = as_mapping(entry)
    if written and len(written) == 1:
        name, settings = next(iter(written.items()))
        return {"name": name, **(as_mapping(settings) or {})}
    return entry


class Status(_Frozen):
    """One status of a track with its limit of work in progress."""

    name: str
    wip: Annotated[int, Field(ge=1)] | None = None


class StatusLimit(_Frozen):
    """What stands behind the name of a status."""

    wip: Annotated[int, Field(ge=1)] | None = None


_WrittenStatus = Annotated[
    Status, BeforeValidator(_status, json_schema_input_type=str | Status | dict[str, StatusLimit | None])
]


class Track(_Frozen):
    """A track's statuses in order: the first means not started, `closed` ones end it, the others are active."""

    statuses: tuple[_WrittenStatus, ...] = ()
    closed: tuple[_WrittenStatus, ...] = ()

    @property
    def all(self) -> tuple[Status, ...]:
        """Every status, in the order of the board."""
        return (*self.statuses, *self.closed)

    def find(self, written: str) -> Status | None:
        """The status that a written word means."""
        return self._by_word.get(folded(written))

    def phase(self, status: Status) -> Phase:
        """Where in the track a status stands."""
        return self._phases[status.name]

    @cached_property
    def _by_word(self) -> dict[str, Status]:
        return {folded(status.name): status for status in reversed(self.all)}

    @cached_property
    def _phases(self) -> dict[str, Phase]:
        active: dict[str, Phase] = dict.fromkeys((status.name for status in self.statuses), "active")
        dropped: dict[str, Phase] = dict.fromkeys((status.name for status in self.closed), "dropped")
        first: dict[str, Phase] = {self.all[0].name: "waiting"}
        done: dict[str, Phase] = {status.name: "done" for status in self.closed[:1]}
        return active | first | dropped | done


def _track(statuses: str, closed: str) -> Track:
    return Track(
        statuses=tuple(Status(name=name) for name in statuses.split()),
        closed=tuple(Status(name=name) for name in closed.split()),
    )


TRACKS: Mapping[str, Track] = {
    "research": _track("proposed running evaluating", "decided"),
    "production": _track("backlog in-progress review", "done dropped"),
    "data": _track("backlog in-progress validating", "ready dropped"),
}


def _metric(entry: Any) -> Any:
    """`val_f1` or `{name: val_f1, better: high}`."""
    return {"name": entry} if isinstance(entry, str) else entry


def inside(paths: tuple[str, ...]) -> tuple[str, ...]:
    """Paths below the board's folder; raises ValueError for one that leads elsewhere."""
    for path in paths:
        leads_out = path.startswith(("/", "\\", "~")) or ".." in path.replace("\\", "/").split("/") or ":" in path
        if leads_out or not path.isprintable():
            raise ValueError(said('"{path}" is not a path below the folder of the board', path))
    return paths


WrittenMetric = Annotated[Metric, BeforeValidator(_metric, json_schema_input_type=str | Metric)]


class SprintLimits(_Frozen):
    """How much a sprint takes on where it does not say so itself."""

    product_tasks: Annotated[int, Field(ge=0)] = 2
    experiments: Annotated[int, Field(ge=0)] = 3


class SprintConventions(_Frozen):
    """What the team agreed on for every sprint; `preliminary_results` is the share of its experiments that have some when half
    of it has passed."""

    limits: Annotated[SprintLimits, BeforeValidator(snake_cased)] = SprintLimits()
    preliminary_results: Annotated[float, Field(ge=0, le=1)] = 0.5


class Member(_Frozen):
    """A person of the team, who is assigned by handle, name or e-mail."""

    name: str = ""
    email: str = ""
    role: str = ""


ROLES = ("product-owner", "ml-lead", "researcher", "ml-engineer", "data-engineer", "mlops-engineer")

_TRACKER_URI = re.compile(
    r"sqlite:///[^?#\s]+|file:[^?#\s/][^?#\s]*|https?://[A-Za-z0-9.-]+(?::\d{1,5})?(?:/[A-Za-z0-9._~/-]*)?"
)


class Tracker(_Frozen):
    """Where one tracker is. Credentials never stand here."""

    type: Literal["mlflow"] = "mlflow"
    uri: str

    @field_validator("uri")
    @classmethod
    def _plain_address(cls, value: str) -> str:
        if not _TRACKER_URI.fullmatch(value):
            known = said("neither sqlite:///path, file:path nor http(s)://host, without a name, a password or a query")
            raise ValueError(said('"{value}" is {known}', value, known))
        return value


class Conventions(_Frozen):
    """What `dualtrack.yaml` says; `Conventions()` is a repository without one."""

    root: str = "tracks"
    timezone: str = ""
    calendar: Calendar = "every-day"
    prefixes: Mapping[str, Literal["task", "experiment"]] = {}
    members: Mapping[str, Member] = {}
    roles: tuple[str, ...] = ROLES
    tracks: Mapping[str, Track] = TRACKS
    sprint: Annotated[SprintConventions, BeforeValidator(snake_cased)] = SprintConventions()
    metrics: Mapping[str, WrittenMetric] = {}
    evaluation: Annotated[tuple[str, ...], AfterValidator(inside)] = ()
    seeds: tuple[str, ...] = ()
    definition_of_done: DefinitionOfDone = DefinitionOfDone()
    trackers: Mapping[str, Tracker] = {"mlflow": Tracker(uri="sqlite:///mlflow.db")}
    repositories: Mapping[str, str] = {}
    imported: tuple[str, ...] = ()
    stale_after_days: Annotated[int, Field(ge=1)] = 14
    rules: Mapping[str, Level] = {}

    @cached_property
    def handles(self) -> Mapping[str, str]:
        """The handle of each member by every name they have, casefolded."""
        names = ((name, handle) for handle, each in self.members.items() for name in (handle, each.name, each.email))
        return {name.strip().removeprefix("@").casefold(): handle for name, handle in names if name.strip()}

    @field_validator("timezone")
    @classmethod
    def _known_zone(cls, value: str) -> str:
        try:
            ZoneInfo(value) if value else None
        except (KeyError, ValueError, OSError):
            raise ValueError(said('"{value}" is no time zone', value)) from None
        return value

    @field_validator("root")
    @classmethod
    def _inside(cls, value: str) -> str:
        parts = value.replace("\\", "/").rstrip("/").split("/")
        if value.startswith(("/", "\\", "~")) or ".." in parts or ":" in value:
            raise ValueError(said('"{value}" is not a folder inside the repository', value))
        return "/".join(part for part in parts if part not in ("", "."))

    @field_validator("tracks", mode="before")
    @classmethod
    def _filled(cls, value: Any) -> Any:
        """A track that names only a part of its statuses has the default's others; the board keeps the default tracks."""
        written = as_mapping(value)
        if written is None:
            return value
        filled: dict[str, Any] = dict(TRACKS)
        for name, track in written.items():
            default = TRACKS.get(name, TRACKS["production"])
            given = as_mapping(track)
            if given is None:
                filled[name] = track or default
                continue
            filled[name] = {
                "statuses": given.get("statuses") or default.statuses,
                "closed": given.get("closed") or default.closed,
            }
        return filled

    @field_validator("rules", mode="before")
    @classmethod
    def _codes(cls, value: Any) -> Any:
        written = as_mapping(value)
        return value if written is None else {rule_code(key): level for key, level in written.items()}

    @field_validator("prefixes", mode="before")
    @classmethod
    def _upper(cls, value: Any) -> Any:
        written = as_mapping(value)
        return value if written is None else {key.upper(): kind for key, kind in written.items()}

    def track(self, name: str) -> Track:
        """A track by its name; one that is not configured works as production does."""
        return self.tracks.get(name) or TRACKS.get(name) or TRACKS["production"]

    def mistyped_track(self, written: str) -> str | None:
        """The track that is meant by a name that none has, where it is one but for a slip."""
        return None if written in self.tracks else next((name for name in self.tracks if is_slip(written, name)), None)
