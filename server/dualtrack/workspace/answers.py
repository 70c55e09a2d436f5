"""What each command tells programs, as types; from them come the JSON schemas."""

from collections.abc import Mapping
from difflib import get_close_matches
from types import GenericAlias
from typing import Any, get_type_hints

from pydantic import TypeAdapter, create_model

from dualtrack.changes import all_requests
from dualtrack.changes.change import Refusal
from dualtrack.features.board import BoardView
from dualtrack.features.brief import Brief
from dualtrack.features.card import Card
from dualtrack.features.decided import Decided
from dualtrack.features.finding_rows import FindingRow
from dualtrack.features.flow.figures import Flow
from dualtrack.features.item_facts import ItemFacts
from dualtrack.features.journey_facts import JourneyFacts
from dualtrack.features.models import Models
from dualtrack.features.now import Need
from dualtrack.features.prior import PriorFacts
from dualtrack.features.ready import Readiness
from dualtrack.features.reports.report import Report
from dualtrack.features.rule_page import RuleFacts
from dualtrack.features.sprint_report import SprintReport
from dualtrack.features.timeline import ItemTimeline
from dualtrack.model.raw import as_list, as_mapping
from dualtrack.workspace.notify import Sending
from dualtrack.workspace.writing import Written

_fields: dict[str, Any] = {name: (hint, ...) for name, hint in get_type_hints(Card).items()}
_Card: Any = create_model("Card", __doc__=Card.__doc__, **_fields)
"""A card by the names of its fields: pydantic takes a named tuple for a list."""


_cards: Any = GenericAlias(dict, (str, _Card))
_Board: Any = create_model("Board", boards=(list[BoardView], ...), cards=(_cards, ...), attention=(int, ...))
"""The boards, the cards by their keys, and how many of them wait for a decision."""

_Sprints: Any = create_model("Sprints", sprints=(list[SprintReport], ...), cards=(_cards, ...))
"""Sprints, and the cards of their items by their keys."""

ANSWERS: Mapping[str, Any] = {
    "agents": Written,
    "board": _Board,
    "brief": Brief,
    "check": list[FindingRow],
    "explain": list[RuleFacts],
    "flow": Flow,
    "import": Written,
    "init": Written,
    "journey": JourneyFacts,
    "learnings": list[Decided],
    "log": ItemTimeline,
    "models": Models,
    "new": Written,
    "notify": list[Sending],
    "now": list[Need],
    "prior": list[PriorFacts],
    "ready": Readiness,
    "report": Report,
    "show": ItemFacts,
    "sprint": _Sprints,
    "sync": Written,
}


def schema(command: str) -> dict[str, Any]:
    """The JSON schema of what a command prints with `--json`; raises Refusal for one that prints none."""
    known = {**ANSWERS, **dict.fromkeys(all_requests(), Written)}
    if command not in known:
        near = get_close_matches(command, known, n=1)
        raise Refusal(f"there is no schema {command}" + (f"; {near[0]} is one" if near else ""))
    return schema_of(known[command])


def schema_of(answer: Any) -> dict[str, Any]:
    """The schema of a type as it is printed; names that only repeat those of the keys are left out."""
    return without(TypeAdapter(answer).json_schema(mode="serialization"), "title")


def without(made: Any, *keywords: str) -> Any:
    """A schema without some keywords; a property of such a name stays."""
    if (entries := as_list(made)) is not None:
        return [without(each, *keywords) for each in entries]
    if (keys := as_mapping(made)) is None:
        return made
    named = ("properties", "$defs")
    return {
        key: {name: without(each, *keywords) for name, each in value.items()} if key in named else without(value, *keywords)
        for key, value in keys.items()
        if key not in keywords
    }
