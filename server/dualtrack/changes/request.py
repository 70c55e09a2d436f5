"""Changes that a person asks for by name, in the editor, in a terminal, or through an agent.

A request is a class in the file of its change. From it come what the card's menu and the light bulb offer, what is asked before
it is made, the sub-command of the command line, and the commands and menus of package.json.
"""

from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping
from dataclasses import MISSING, Field, dataclass, field, fields
from typing import Any, ClassVar, LiteralString

from dualtrack.changes.change import Change, Refusal
from dualtrack.model.item import Item
from dualtrack.project.project import Project
from dualtrack.said import said

_LONGEST_NUMBER = 18


@dataclass(frozen=True)
class Tick:
    """Something to tick, by its `value`; `picked`: it is ticked unless somebody says otherwise."""

    value: str
    label: str
    detail: str
    picked: bool


@dataclass(frozen=True)
class Ask:
    """A line of text to ask for, or which `ticks` are wanted (then a list of values); the answer is the parameter `argument`.
    `pattern` is a regular expression that a valid answer matches, `invalid` what to say of another."""

    argument: str
    prompt: str
    value: str = ""
    pattern: str = ""
    invalid: str = ""
    ticks: list[Tick] = field(default_factory=list[Tick])


@dataclass(frozen=True)
class Offer:
    """One thing that a person can choose: a request with these parameters, after a further choice of `then` or what `asks` asks
    for. `status` is set where it moves the card to that column."""

    label: str
    parameters: Mapping[str, str] = field(default_factory=dict[str, str])
    description: str = ""
    status: str = ""
    then: tuple["Offer", ...] = ()
    asks: tuple[Ask, ...] = ()
    request: str = ""
    """The name of the request, where it is another one."""
    deed: str = ""
    """How the light bulb calls it, where its label does not tell."""
    at: str = ""
    """The key at which alone the light bulb offers it, if it is at one."""


@dataclass(frozen=True)
class Menu:
    """How a request stands in the editor's menus: `order` among the others, its icon, its key, and whether a button on the card
    leads to it."""

    order: int
    icon: str
    key: str = ""
    is_button: bool = False


@dataclass(frozen=True)
class Request(ABC):
    """What is asked of one item, by its key. Further fields are parameters; `parameter` says what each is."""

    name: ClassVar[str]
    title: ClassVar[str]
    """How menus call it."""
    summary: ClassVar[str]
    """What it does, as `dualtrack --help` says it."""
    example: ClassVar[str]
    menu: ClassVar[Menu | None] = None
    at: ClassVar[tuple[str, ...]] = ()
    """The keys of a file at which the light bulb offers it; an empty one is the whole entry of an item in a sprint."""
    action: ClassVar[LiteralString] = "{label}"
    """How the light bulb calls a choice, by its label and the `item`: a verb with its object."""
    for_several: ClassVar[bool] = True
    """Whether it can be asked of several items at once."""
    reads_facts: ClassVar[bool] = False
    """Whether what it writes depends on what git and the trackers know."""
    gives_id: ClassVar[bool] = False
    """Whether it gives an item an id, which other branches and work trees may have given."""

    key: str

    @classmethod
    def applies(cls, project: Project, item: Item) -> bool:
        """Whether it can be asked of an item now: of open work, unless it says otherwise."""
        return item.kind in ("task", "experiment") and not item.is_closed

    @classmethod
    def suggests_itself(cls, project: Project, item: Item) -> bool:
        """Whether the light bulb offers it."""
        return cls.applies(project, item)

    @classmethod
    @abstractmethod
    def offers(cls, project: Project, item: Item) -> Iterator[Offer]:
        """What there is to choose from for an item that it applies to."""

    @abstractmethod
    def change(self, project: Project) -> Change:
        """The edits; raises Refusal."""

    def branch_to_start(self, project: Project) -> str:
        """The branch to switch to first, which is made if there is none of that name; empty where none is."""
        return ""


def parameter(help: str, metavar: str = "", default: object = None) -> Any:
    """A field of a request: what `--help` says of it, how it calls it, and what it is where nobody says so."""
    told = {"help": help, "metavar": metavar}
    return field(metadata=told) if default is None else field(default=default, metadata=told)


def parameters(request: type[Request]) -> list[Field[Any]]:
    """The fields of a request besides the key."""
    return [each for each in fields(request) if each.name != "key"]


def made(request: type[Request], given: Mapping[str, Any]) -> Request:
    """The request with the parameters that somebody gave; raises Refusal for one that is missing or of another type."""
    values: dict[str, Any] = {}
    for each in fields(request):
        if each.name in given:
            values[each.name] = _converted(each, given[each.name])
        elif each.default is MISSING:
            raise Refusal(said("{request} needs {each}", request.name, each.name))
    return request(**values)


def _converted(parameter: Field[Any], value: Any) -> Any:
    """A value from a form, a command line or JSON as the type of its field; raises Refusal for any other."""
    if parameter.type == tuple[str, ...]:
        words: Any = value.replace(",", " ").split() if isinstance(value, str) else value
        if isinstance(words, (list, tuple)) and all(isinstance(word, str) for word in words):  # pyright: ignore
            return tuple(words)  # pyright: ignore
        raise Refusal(said("{parameter}: a list of texts is expected", parameter.name))
    if parameter.type not in (int, "int"):
        if isinstance(value, str):
            return value
        raise Refusal(said("{parameter}: a text is expected", parameter.name))
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    if isinstance(value, str) and value.strip().isdecimal() and len(value) < _LONGEST_NUMBER:
        return int(value)
    raise Refusal(said("{parameter}: a number is expected", parameter.name))
