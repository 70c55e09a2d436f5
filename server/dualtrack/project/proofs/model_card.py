"""What shows that there is a model card: the file, what stands in it, and whether its numbers are those of the runs."""

import re
from collections.abc import Sequence

from dualtrack.facts.named_files import NamedFile
from dualtrack.model.item import Item
from dualtrack.model.run import Run
from dualtrack.model.words import folded
from dualtrack.project.named_files import are_known, card_paths, first_there, places_for
from dualtrack.project.project import Project
from dualtrack.project.proofs.found import Found, nothing, shown, stale, unknown
from dualtrack.project.proofs.runs import model_of, runs_of

_USE = re.compile(r"\bintended\b|\b(?:direct )?uses?\b|\bpurpose\b", re.IGNORECASE)
_LIMITS = re.compile(r"\blimitations?\b|\blimits\b|\bcaveats?\b|\bout.of.scope\b", re.IGNORECASE)
_CARDS = frozenset(("card", "model card"))


def model_card(project: Project, item: Item) -> Found:
    """The card of the item's model, or that the item links."""
    model = model_of(project, item)
    linked = next((address for name, address in item.links if folded(name) in _CARDS), "")
    if "://" in linked or (model and "://" in model.card):
        return unknown("the card is not read")
    if not (model and model.card) and not linked:
        return nothing(f"{model.shown} names no card") if model else unknown("the item names neither a model nor a card")
    places = places_for(project, item, linked) if linked else card_paths(project, model) if model else ()
    named = first_there(project, places)
    if not named and not are_known(project, places):
        return unknown("whether the card is there is not known")
    if not named:
        return nothing(f"{linked or (model.card if model else '')} is not there")
    return card_found(project, item, *named)


def card_found(project: Project, item: Item, path: str, card: NamedFile) -> Found:
    """What a card shows: intended use and limitations, in words, and numbers that a run has."""
    if not path.endswith(".md"):
        return unknown(f"{path} is not read")
    parts = {"intended use": _USE, "limitations": _LIMITS}
    having = {name: [part for part in card.sections if title.search(part.title)] for name, title in parts.items()}
    if not any(having.values()):
        return unknown(f"the headings of {path} do not tell what stands where")
    for name, sections in having.items():
        # What is empty itself may have parts that are not.
        if not any(section.filled for section in sections):
            return nothing(f"{path} says nothing under {sections[0].title}" if sections else f"{path} lacks {name}")
    runs = runs_of(project, item)
    if other := _other_number(card, runs):
        return stale(f"{path} says {other}")
    return shown(f"{path} has intended use and limitations", path)


def _other_number(card: NamedFile, runs: Sequence[Run]) -> str:
    """A metric for which a card gives only numbers that no run has, with that of the first run; empty where there is none."""
    for name in dict.fromkeys(name for name, _ in card.figures):
        measured = [run.metrics[name] for run in runs if name in run.metrics]
        said = [figure for each, figure in card.figures if each == name]
        if measured and not any(_is_rounded(figure, value) for figure in said for value in measured):
            run = next(run for run in runs if name in run.metrics)
            return f"{name} {said[0]}, run {run.shown} has {run.metrics[name]:.{max(3, _digits(said[0]))}g}"
    return ""


def _is_rounded(figure: str, value: float) -> bool:
    number = figure.removesuffix("%")
    half = 0.5000001 * 10.0 ** -len(number.partition(".")[2])
    return any(abs(float(number) - each) <= half for each in ((value * 100, value) if number != figure else (value,)))


def _digits(figure: str) -> int:
    return sum(sign.isdecimal() for sign in figure.lstrip("0."))
