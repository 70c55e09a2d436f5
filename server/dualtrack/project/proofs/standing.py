"""How each line of a Definition of Done stands against the evidence: the one value that every surface shows."""

from collections.abc import Callable, Mapping
from typing import Literal, NamedTuple

from dualtrack.model.definition_of_done import DodLine
from dualtrack.model.experiment import Experiment
from dualtrack.model.item import Item
from dualtrack.project.project import Project
from dualtrack.project.proofs.cited import CheckedProof, cited_proofs
from dualtrack.project.proofs.data import data_validated
from dualtrack.project.proofs.found import Found, unknown
from dualtrack.project.proofs.model_card import model_card
from dualtrack.project.proofs.own import own
from dualtrack.project.proofs.release import deployment, monitoring
from dualtrack.project.proofs.reviewed import reviewed
from dualtrack.project.proofs.runs import artifact_versioned, evaluated, run_logged
from dualtrack.project.remembered import remembered
from dualtrack.project.settled import settled
from dualtrack.said import joined, said

State = Literal["proven", "claimed", "bare", "shown but open", "stale", "not applicable", "unknown", "open"]

_EVIDENCE: Mapping[str, Callable[[Project, Item], Found]] = {
    "reviewed": reviewed,
    "data-validated": data_validated,
    "deployment": deployment,
    "monitoring": monitoring,
}
_BY_RUNS: Mapping[str, Callable[[Project, Item], Found]] = {
    "run-logged": run_logged,
    "evaluated": evaluated,
    "artifact-versioned": artifact_versioned,
    "model-card": model_card,
}
_TICKED: Mapping[str, State] = {"shown": "proven", "nothing": "bare", "stale": "stale", "unknown": "unknown"}


class Standing(NamedTuple):
    """How a line stands, and why, in a sentence. `proof` is what shows it, as a line cites it.

    `missing` are the cited proofs that are nowhere, each with the sentence that says so; `outdated` those that are older than
    what they are to show. `name` is the agreed item that the line stands for, None where there is none.
    """

    line: DodLine
    name: str | None
    state: State
    sentence: str = ""
    proof: str = ""
    missing: tuple[tuple[str, str], ...] = ()
    outdated: tuple[str, ...] = ()


@remembered
def standings(project: Project, item: Item) -> tuple[Standing, ...]:
    """How each line of an item's checklist stands."""
    return tuple([standing(project, item, line) for line in item.dod])


def standing(project: Project, item: Item, line: DodLine) -> Standing:
    """How one line stands."""
    name = project.conventions(item).definition_of_done.name_of(line)
    if line.not_applicable:
        return Standing(line, name, "not applicable", line.text.removeprefix(line.shown).strip(" —-–:()[]"))
    if not line.ticked:
        found = evidence_for(project, item, name) if line.mark == " " else unknown("")
        is_shown = found.state == "shown"
        return Standing(line, name, "shown but open" if is_shown else "open", found.sentence, found.proof if is_shown else "")
    cited = cited_proofs(project, item, line, name)
    if cited and not all(each.claimed for each in cited):
        return _cited(line, name, cited)
    found = evidence_for(project, item, name)
    if cited and found.state != "shown":
        return Standing(line, name, "claimed", cited[0].found.sentence, cited[0].cited.written)
    return Standing(line, name, _TICKED[found.state], found.sentence, found.proof)


def asked_standings(project: Project, item: Item) -> tuple[Standing, ...]:
    """The same of an item that proofs are asked of; none of another."""
    return standings(project, item) if is_asked(project, item) else ()


def is_asked(project: Project, item: Item) -> bool:
    """Whether proofs are asked of an item: of work in progress, and of what was closed since the day that the team names."""
    if item.filed or item.kind not in ("task", "experiment") or item.phase not in ("active", "done"):
        return False
    since = project.conventions(item).definition_of_done.proofs_since if not item.is_active else None
    return item.is_active or (since is not None and item.closed is not None and item.closed >= since)


def proven_lines(project: Project, item: Item) -> int:
    """How many ticked lines are proven, where proofs are asked for."""
    return [each.state for each in asked_standings(project, item)].count("proven")


def other_proof(project: Project, item: Item, stands: Standing) -> str:
    """What could be cited instead of a proof that is missing or outdated; empty where nothing is found."""
    found = evidence_for(project, item, stands.name)
    return found.proof if found.state == "shown" and found.proof not in stands.line.cited else ""


def evidence_for(project: Project, item: Item, name: str | None) -> Found:
    """What is found for an item of the Definition of Done, whatever a line cites."""
    agreed = project.conventions(item).definition_of_done.items.get(name or "")
    if agreed and agreed.evidence:
        return own(project, item, agreed.evidence)
    if find := _EVIDENCE.get(name or ""):
        return find(project, item)
    if find := _BY_RUNS.get(name or ""):
        rests_on_others = any(isinstance(project.find(id), Experiment) for id in item.depends_on if id)
        known = _shown_by_runs(project, item).get(name or "") if rests_on_others else None
        return known or find(project, item)
    return unknown(said("the team has not agreed on what shows this"))


@settled
def _shown_by_runs(project: Project, item: Item) -> Mapping[str, Found]:
    """What runs show for the lines of an item that depends on experiments, where a new run seldom changes anything."""
    agreed = project.conventions(item).definition_of_done
    names = {agreed.name_of(line) for line in item.dod}
    return {name: find(project, item) for name, find in _BY_RUNS.items() if name in names}


def _cited(line: DodLine, name: str | None, cited: list[CheckedProof]) -> Standing:
    """Of several proofs one that is there is enough, but none may be missing or outdated."""
    missing = tuple((each.cited.written, each.found.sentence) for each in cited if each.missing)
    outdated = tuple(each.cited.written for each in cited if each.found.state == "stale")
    ranks = ("stale", "nothing", "shown", "unknown")
    telling = min((each for each in cited if not each.claimed), key=lambda each: ranks.index(each.found.state))
    state = _TICKED[telling.found.state]
    proven = joined("; ", (each.found.sentence for each in cited if each.found.state == "shown"))
    sentence = proven if state == "proven" else telling.found.sentence
    return Standing(line, name, state, sentence, telling.cited.written, missing, outdated)
