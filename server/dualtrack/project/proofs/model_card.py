"""What shows that there is a model card: the file, what stands in it, and whether its numbers are those of the runs."""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from dualtrack.facts.named_files import NamedFile
from dualtrack.facts.runs import Runs
from dualtrack.model.item import Item
from dualtrack.model.model_version import ModelVersion
from dualtrack.model.run import Run
from dualtrack.project.named_files import are_known, card_link, card_paths, first_there, places_for
from dualtrack.project.production import versions
from dualtrack.project.project import Project
from dualtrack.project.proofs.found import Found, nothing, shown, stale, unknown
from dualtrack.project.proofs.runs import model_of, runs_of, runs_of_version
from dualtrack.said import said

_USE = re.compile(r"\bintended\b|\b(?:direct )?uses?\b|\bpurpose\b", re.IGNORECASE)
_LIMITS = re.compile(r"\blimitations?\b|\blimits\b|\bcaveats?\b|\bout.of.scope\b", re.IGNORECASE)


def model_card(project: Project, item: Item) -> Found:
    """The card of the item's model, or that the item links."""
    model = model_of(project, item)
    linked = card_link(item)
    if "://" in linked or (model and "://" in model.card):
        return unknown(said("the card is not read"))
    if not (model and model.card) and not linked:
        return (
            nothing(said("{model} names no card", model.shown))
            if model
            else unknown(said("the item names neither a model nor a card"))
        )
    places = places_for(project, item, linked) if linked else card_paths(project, model) if model else ()
    named = first_there(project, places)
    if not named and not are_known(project, places):
        return unknown(said("whether the card is there is not known"))
    if not named:
        return nothing(said("{path} is not there", linked or (model.card if model else "")))
    return card_found(project, item, *named)


def card_found(project: Project, item: Item, path: str, card: NamedFile) -> Found:
    """What a card shows: intended use and limitations, in words, and numbers that a run has."""
    if not path.endswith(".md"):
        return unknown(said("{path} is not read", path))
    if card.why_not:
        return unknown(said("{path} cannot be read: {why}", path, card.why_not))
    parts = {said("intended use"): _USE, said("limitations"): _LIMITS}
    having = {name: [part for part in card.sections if title.search(part.title)] for name, title in parts.items()}
    if not any(having.values()):
        return unknown(said("the headings of {path} do not tell what stands where", path))
    for name, sections in having.items():
        # What is empty itself may have parts that are not.
        if not any(section.filled for section in sections):
            return nothing(
                said("{path} says nothing under {section}", path, sections[0].title)
                if sections
                else said("{path} lacks {name}", path, name)
            )
    runs = runs_of(project, item)
    if other := next(_drifts(card, runs), None):
        return stale(said("{path} says {words}", path, other.words))
    return shown(said("{path} has intended use and limitations", path), path)


class Drift(NamedTuple):
    """A number that a card gives for a metric, and a run that has another; `only` where the card gives no further one."""

    metric: str
    figure: str
    run: Run
    only: bool

    @property
    def words(self) -> str:
        """`val_f1 0.74, run tickets has 0.7311`."""
        value = self.run.metrics[self.metric]
        return said(
            "{metric} {figure}, run {run} has {value}",
            self.metric,
            self.figure,
            self.run.shown,
            f"{value:.{max(3, _digits(self.figure))}g}",
        )

    @property
    def rounded(self) -> str:
        """What the run has, written as the card writes its number."""
        number, percent = self.figure.removesuffix("%"), self.figure.endswith("%")
        digits = len(number.partition(".")[2])
        return f"{self.run.metrics[self.metric] * (100 if percent else 1):.{digits}f}{'%' if percent else ''}"


def drifts_of(project: Project, model: ModelVersion) -> Iterator[tuple[str, Drift]]:
    """Where the card of a version gives a number that no run behind it has, with the path of the card. One card of several
    versions is that of the version in production."""
    named = first_there(project, card_paths(project, model)) if model.card else None
    if not named or model.stage == "retired" or project.facts.unknown(Runs):
        return
    sharing = [each for each in versions(project, model) if each.card == model.card]
    if sharing and model.stage != "deployed":
        return
    path, card = named
    others = [run.metrics for each in sharing for run in runs_of_version(project, each)]
    for drift in _drifts(card, runs_of_version(project, model)):
        name = drift.metric
        if drift.only and not any(_is_rounded(drift.figure, each[name]) for each in others if name in each):
            yield path, drift


def _drifts(card: NamedFile, runs: Sequence[Run]) -> Iterator[Drift]:
    """The metrics for which a card gives only numbers that no run has, each with the first run."""
    for name in dict.fromkeys(name for name, _ in card.figures):
        measured = [run for run in runs if name in run.metrics]
        said = list(dict.fromkeys(figure for each, figure in card.figures if each == name))
        if measured and not any(_is_rounded(figure, run.metrics[name]) for figure in said for run in measured):
            yield Drift(name, said[0], measured[0], len(said) == 1)


def _is_rounded(figure: str, value: float) -> bool:
    number = figure.removesuffix("%")
    half = 0.5000001 * 10.0 ** -len(number.partition(".")[2])
    return any(abs(float(number) - each) <= half for each in ((value * 100, value) if number != figure else (value,)))


def _digits(figure: str) -> int:
    return sum(sign.isdecimal() for sign in figure.lstrip("0."))
