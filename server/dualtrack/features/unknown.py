"""What is not known, and why, in words: beside every answer that would be another one if it were."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime

from dualtrack.facts.facts import Fact, Facts, Unknown
from dualtrack.facts.pasts import Pasts
from dualtrack.facts.registry import Registry
from dualtrack.facts.runs import Runs
from dualtrack.model.experiment import Experiment
from dualtrack.model.item import Item
from dualtrack.model.model_version import ModelVersion
from dualtrack.model.words import ago, capital
from dualtrack.project import evidence
from dualtrack.project.production import names_of
from dualtrack.project.project import Project
from dualtrack.said import joined, said, through

_UNTRUSTED = said("Commits and runs are not read until this folder is trusted")


def unknown_lines(project: Project, item: Item | None = None) -> Iterator[str]:
    """Why not everything is known, or not all that concerns an item, each reason once and as a sentence without a period. That
    a source was not asked yet is not said, and what is not read by intent only of an item."""
    facts = project.facts
    concerned = [(fact, told) for fact, told in facts.unknowns.items() if not item or _concerns(project, item, fact)]
    reasons = [(fact, each) for fact, told in concerned for each in told if _matters(project, item, fact, each)]
    reasons.sort(key=lambda each: each[1].as_of.timestamp() if each[1].as_of else 0.0, reverse=True)
    # A source is asked for several facts: the same reason is said once, with the age of what is oldest.
    once: dict[Unknown, Unknown] = {}
    parts = defaultdict[Unknown, set[str]](set)
    for fact, each in reasons:
        once[each] = each
        parts[each].add(fact.part)
    lines = (_line(project, each, "".join(parts[each]) if len(parts[each]) == 1 else "") for each in once.values())
    yield from dict.fromkeys(filter(None, lines))


def _concerns(project: Project, item: Item, fact: type[Fact]) -> bool:
    return project.facts[fact].concerns(item) or (fact is Runs and _is_unmeasured(project, item))


def _is_unmeasured(project: Project, item: Item) -> bool:
    """Whether a card says that a criterion is not measured, be the experiment closed or not."""
    if not isinstance(item, Experiment):
        return False
    judged = (*evidence.judgements(project, item), *evidence.stop_judgements(project, item))
    return any(each.verdict == "not measured" for each in judged)


def _matters(project: Project, item: Item | None, fact: type[Fact], unknown: Unknown) -> bool:
    """Whether an answer may be another one by what is not known."""
    if not item or unknown.why not in ("partial", "beyond"):
        return unknown.why != "beyond"
    if fact is Registry and isinstance(item, ModelVersion):
        return any(map(project.facts[Registry].may_lack, names_of(item)))
    if fact is Runs and isinstance(item, Experiment) and unknown.why == "beyond":
        return _is_unmeasured(project, item)
    return True


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


def _line(project: Project, unknown: Unknown, part: str) -> str:
    match unknown.why:
        case "pending":
            return ""
        case "untrusted":
            return _UNTRUSTED
        case "partial" | "beyond":
            return through(capital, unknown.reason)
        case "failed":
            facts = project.facts
            read = _read(facts, unknown.as_of) if unknown.as_of else ""
            known = said("what is shown was read {ago}", read) if read else said("nothing of it is known")
            of_part = part not in ("", unknown.source)
            source = through(capital, said("{part} of {source}", part, unknown.source)) if of_part else unknown.source
            return said("{source} cannot be read: {reason}; {known}", source, unknown.reason, known)


def _read(facts: Facts, when: datetime) -> str:
    """How long ago something was read, in the time zone of this machine."""
    local = facts.local(when, "")
    return ago(local, facts.now, facts.today("") if facts.now else local.date())
