"""What is not known, and why, in words: beside every answer that would be another one if it were."""

from collections.abc import Iterator

from dualtrack.facts.facts import Fact, Unknown
from dualtrack.facts.pasts import Pasts
from dualtrack.facts.runs import Runs
from dualtrack.model.experiment import Experiment
from dualtrack.model.item import Item
from dualtrack.model.words import ago, capital
from dualtrack.project import evidence
from dualtrack.project.project import Project
from dualtrack.said import joined, said, through

_UNTRUSTED = said("Commits and runs are not read until this folder is trusted")


def unknown_lines(project: Project, item: Item | None = None) -> Iterator[str]:
    """Why not everything is known, or not all that concerns an item, each reason once and as a sentence without a period. That
    a source was not asked yet is not said, and what is not read by intent only of an item."""
    facts = project.facts
    concerned = [(fact, told) for fact, told in facts.unknowns.items() if not item or facts[fact].concerns(item)]
    reasons = [each for fact, told in concerned for each in told if each.why != "beyond" or _matters(project, item, fact)]
    reasons.sort(key=lambda each: each.as_of.timestamp() if each.as_of else 0.0, reverse=True)
    # Git is asked for several facts: the same reason is said once, with the age of what is oldest.
    once = {(each.why, each.source, each.reason): each for each in reasons}
    yield from dict.fromkeys(line for each in once.values() if (line := _line(project, each)))


def _matters(project: Project, item: Item | None, fact: type[Fact]) -> bool:
    """Whether an answer about an item may be another one by what is not read by intent: runs are where none measures what the
    item asks for."""
    if fact is not Runs or not isinstance(item, Experiment):
        return item is not None
    judged = (*evidence.judgements(project, item), *evidence.stop_judgements(project, item))
    return any(each.verdict == "not measured" for each in judged)


def past_unknown(project: Project) -> Iterator[str]:
    """Why not everything of the past is known, as sentences without a period."""
    yield from unknown_lines(project)
    if not project.facts[Pasts].in_repository:
        reasons = project.facts.unknown(Pasts)
        if any(each.why == "pending" for each in reasons):
            yield said("The history of the items has not been read yet")
        elif not reasons:
            yield said("This folder is in no git repository, which could tell its past")


def unknown_runs(project: Project) -> Iterator[str]:
    """Why not all runs are known."""
    yield from (joined(": ", (each.source, each.reason)) for each in project.facts.unknown(Runs) if each.why == "failed")


def _line(project: Project, unknown: Unknown) -> str:
    match unknown.why:
        case "pending":
            return ""
        case "untrusted":
            return _UNTRUSTED
        case "partial" | "beyond":
            return through(capital, unknown.reason)
        case "failed":
            read = ago(unknown.as_of, project.facts.now) if unknown.as_of else ""
            known = said("what is shown was read {ago}", read) if read else said("nothing of it is known")
            return said("{source} cannot be read: {reason}; {known}", unknown.source, unknown.reason, known)
