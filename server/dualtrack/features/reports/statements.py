"""What reports say of items, each with what it rests on."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from dualtrack.facts.history import Commit
from dualtrack.facts.remote import Remote
from dualtrack.features.board import natural
from dualtrack.features.reports.report import Cite, Report, Section, Statement, shown_day
from dualtrack.features.unknown import unknown_lines
from dualtrack.model.experiment import DECISIONS, Experiment
from dualtrack.model.item import Item
from dualtrack.model.model_version import ModelVersion
from dualtrack.model.numbers import number
from dualtrack.model.timeboxed import Timeboxed
from dualtrack.model.verdict import Judgement
from dualtrack.model.words import plural
from dualtrack.project import evidence
from dualtrack.project.learnings import learnings
from dualtrack.project.project import Project


def work(project: Project) -> list[Item]:
    """The tasks and experiments that are not put away, in the order in which people count."""
    found = (item for item in project.items.values() if item.kind in ("task", "experiment") and not item.archived)
    return sorted(found, key=lambda item: (natural(item.label), item.key))


def today(project: Project) -> date:
    """The day in the time zone of the first board."""
    return project.facts.today(project.boards[0].conventions.timezone)


def report(project: Project, title: str, sections: Iterable[Section]) -> Report:
    """A report as of today, with what could not be read."""
    return Report(title, str(today(project)), tuple(sections), tuple(unknown_lines(project)))


def in_file(project: Project, item: Item, *keys: str) -> Cite:
    """The place of the first of these keys that an item has, else its head."""
    place = project.place(item, *((key,) for key in keys))
    line = project.documents[place.path].line_of(place.span.start) + 1
    return Cite("file", f"{place.path}:{line}", f"{place.path}:{line}")


def by_commit(project: Project, commit: Commit) -> Cite:
    """A commit, with its page on the forge."""
    forge = project.facts[Remote].forge if not commit.repository else None
    return Cite("commit", commit.hash, commit.hash[:8], forge.commit(commit.hash) if forge else "")


def by_run(judgement: Judgement) -> tuple[Cite, ...]:
    """The run that a judgement rests on."""
    run = judgement.run
    return (Cite("run", run.id, f"run {run.shown}", run.url),) if run else ()


def said(project: Project, item: Item, text: str, *cites: Cite) -> Statement:
    """A statement about an item, which cites its file where nothing else."""
    return Statement(item.label, text, cites or (in_file(project, item),), item.assignee)


def investigation(project: Project, item: Timeboxed) -> Statement:
    """What is being found out, until when, and what has been measured so far."""
    parts, cites = [f"investigating {_question(item)}{_until(project, item)}"], [in_file(project, item, "hypothesis")]
    if isinstance(item, Experiment):
        found = evidence.measured(project, item)
        parts += [measurement(item, each) for each in found] or ["nothing measured yet"]
        cites += (cite for each in found for cite in by_run(each))
    return said(project, item, "; ".join(parts), *cites)


def _question(item: Timeboxed) -> str:
    asked = item.hypothesis if isinstance(item, Experiment) else ""
    return (
        f"whether {asked[0].lower()}{asked[1:]}" if asked[1:2].islower() else asked or item.label.removeprefix(item.id).strip()
    )


def _until(project: Project, item: Timeboxed) -> str:
    end = item.timebox and item.timebox.end
    if not item.timebox or not end:
        return ", with no end agreed"
    over = item.timebox.overrun(project.today(item))
    ago = f", {plural(over, 'day')} ago" if over else ""
    return f" until {shown_day(end)}{ago}"


def measurement(item: Experiment, judgement: Judgement) -> str:
    """What was measured against what was asked, and what there was before."""
    name = next(iter(judgement.values), "")
    return f"{judgement.summary} (before: {number(item.baseline[name])})" if name in item.baseline else judgement.summary


def outcome(project: Project, item: Experiment) -> Statement:
    """What was decided, and what was learned."""
    decision = DECISIONS[item.decision].lower() if item.decision else "closed without a decision"
    reasons = f" ({', '.join(item.reason)})" if item.reason else ""
    measured = [measurement(item, judgement) for judgement in evidence.measured(project, item)]
    runs = [cite for judgement in evidence.measured(project, item) for cite in by_run(judgement)]
    text = "; ".join([f"{decision}{reasons}{_on(item.closed)}", *measured, *filter(None, (learnings(project, item),))])
    return said(project, item, text, in_file(project, item, "decision", "status"), *runs)


def tried(decided: Sequence[Experiment]) -> str:
    """`5 ideas tried: 4 learnings and 1 success`: an idea that did not pay has taught something."""
    successes = sum(item.decision == "ship" for item in decided)
    parts = [plural(len(decided) - successes, "learning")] if successes < len(decided) else []
    parts += ["1 success" if successes == 1 else f"{successes} successes"] if successes else []
    return f"{plural(len(decided), 'idea')} tried: {' and '.join(parts)}"


def closing(project: Project, item: Item) -> Statement:
    """That work was closed, with the newest commit that did it."""
    commits = evidence.commits(project, item)[:1]
    cites = (in_file(project, item, "status"), *(by_commit(project, commit) for commit in commits))
    return said(project, item, f"{item.status}{_on(item.closed)}", *cites)


def under_way(project: Project, item: Item) -> Statement:
    """Where open work stands."""
    closed = sum(line.closed for line in item.dod)
    parts = [item.status, f"{closed} of {plural(len(item.dod), 'point')} of its checklist done" if item.dod else ""]
    parts.append(f"due on {shown_day(item.due)}" if item.due else "")
    return said(project, item, ", ".join(filter(None, parts)), in_file(project, item, "status"))


def obstacle(project: Project, item: Item) -> Statement:
    """What blocks an item, since when."""
    assert item.blocked
    since = item.blocked.since
    days = f" for {plural((project.today(item) - since).days, 'day')}" if since and since <= project.today(item) else ""
    kind = f" by {item.blocked.kind}" if item.blocked.kind else ""
    text = f"blocked{kind}{days}: {item.blocked.reason or 'no reason given'}"
    return said(project, item, text, in_file(project, item, "blocked"))


def deployment(project: Project, model: ModelVersion) -> Statement:
    """That a version went into production, and what is new in it."""
    change = f": {model.change}" if model.change else ""
    return said(project, model, f"deployed{_on(model.deployed)}{change}", in_file(project, model, "deployed", "stage"))


def blocked(items: Iterable[Item]) -> Iterator[Item]:
    """The open ones that something blocks."""
    return (item for item in items if item.blocked and not item.is_closed)


def closed_since(items: Iterable[Item], since: date) -> list[Item]:
    """What was done since a day, the last first; what was given up is not among it."""
    ended = [item for item in items if item.is_closed and item.phase != "dropped" and item.closed and item.closed >= since]
    return sorted(ended, key=lambda item: (str(item.closed), item.key), reverse=True)


def _on(day: date | None) -> str:
    return f" on {shown_day(day)}" if day else ""
