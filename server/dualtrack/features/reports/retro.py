"""Why ideas did not pay, for how long work was blocked, and the one thing that is to become better."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta

from dualtrack.changes.change import Refusal
from dualtrack.features.flow.flow import FlowHistory
from dualtrack.features.reports.cites import by_history, in_file, in_files
from dualtrack.features.reports.done import closed_since, undated
from dualtrack.features.reports.report import Cite, Figures, Report, ReportOptions, Section, Statement, shown_day
from dualtrack.features.reports.sprints import held_keys, sprint_of
from dualtrack.features.reports.statements import BLOCKS, closing, learned, report, said, today, under_way, work
from dualtrack.features.sprint_report import state_of
from dualtrack.model.experiment import Experiment
from dualtrack.model.item import Item
from dualtrack.model.sprint import Sprint
from dualtrack.model.words import folded, natural
from dualtrack.project.project import Project
from dualtrack.said import listed, plural

_JUST_DAYS = 14
_CAUSES: Mapping[str, str] = {"infrastructure": "infra", "tools": "tooling"}
"""Other words for the causes that are always counted."""
_COUNTED = ("data", "infra", "design", "tooling")
_NONE = "no reason given"


def retro(project: Project, asked: ReportOptions) -> Report:
    """The sprint that is asked for, else the one that goes on; without one the last two weeks. Raises Refusal where it has not
    begun."""
    sprint, now = sprint_of(project, asked.sprint), today(project)
    if sprint and sprint.start and sprint.start > now:
        if asked.sprint:
            raise Refusal(f"{sprint.id} begins on {sprint.start}")
        sprint = None
    ends = sprint.end if sprint and sprint.end and state_of(sprint, now) == "ended" else now
    since = asked.since or (sprint and sprint.start) or ends - timedelta(days=_JUST_DAYS - 1)
    keys = held_keys(project, sprint) if sprint else None
    trials = [item for item in work(project) if isinstance(item, Experiment) and (keys is None or item.key in keys)]
    decided = [item for item in closed_since(project, trials, since, ends) if isinstance(item, Experiment)]
    causes, blocks = _reasons(project, decided), _blocks(project, keys, since, ends)
    ideas = (*learned(project, decided), *undated(project, trials, since, ends))
    of = f"Retrospective of {sprint.id}" if sprint else "Retrospective"
    return report(
        project,
        f"{of}: {shown_day(since)} to {shown_day(ends)}",
        (
            Section("What came of the ideas?", ideas, nothing="No experiment was decided."),
            Section("Why did ideas not pay?", (), causes, nothing="No idea was decided against."),
            Section(
                "How long was work blocked?",
                (),
                blocks if blocks and blocks.rows else None,
                nothing="No work was blocked." if blocks else "Not known: the board has no past.",
            ),
            Section("What will we do better?", (_improvement(project, sprint, causes, blocks),)),
        ),
    )


def _reasons(project: Project, decided: Sequence[Experiment]) -> Figures | None:
    """How many ideas did not pay, by the reason that was given; one idea may have several."""
    left = [item for item in decided if item.decision != "ship"]
    by_cause: dict[str, list[Experiment]] = {cause: [] for cause in _COUNTED}
    for item in left:
        for cause in dict.fromkeys(map(_cause, item.reason)) or (_NONE,):
            by_cause.setdefault(cause, []).append(item)
    rows = tuple((cause, str(len(items))) for cause, items in by_cause.items())
    cites = tuple(in_files(project, items, "reason") for items in by_cause.values())
    ideas = "ideas, some for several reasons" if any(len(item.reason) > 1 for item in left) else "ideas"
    return Figures(("reason", ideas), rows, cites) if left else None


def _cause(reason: str) -> str:
    known = next((cause for cause in (*_COUNTED, *_CAUSES) if folded(reason) == cause), reason)
    return _CAUSES.get(known, known).replace("-", " ")


def _blocks(project: Project, keys: frozenset[str] | None, since: date, ends: date) -> Figures | None:
    """For how many days the items of these keys were blocked, by what, the longest first; None where the past is not known."""
    history = FlowHistory(project, keys)
    flow = history.on(ends, since)
    if not flow.dates:
        return None
    first, last = since.toordinal(), date.fromisoformat(flow.date).toordinal()
    blocks = [
        (block.kind, course.key) for block, course in history.counted.blocks if block.since <= last and block.until > first
    ]
    items: dict[str, list[Item]] = defaultdict(list)
    for kind, key in sorted(set(blocks), key=lambda each: natural(each[1])):  # files are read in no order
        items[kind] += filter(None, (project.find(key),))
    rows = tuple(
        (BLOCKS.get(each.kind, each.kind), str(each.days), str(each.items), str(len(each.now))) for each in flow.blocked
    )
    cites = tuple((*in_files(project, items[each.kind], "blocked"), *by_history(project)) for each in flow.blocked)
    return Figures(("blocked by", "days", "items", "still blocked"), rows, cites)


def _improvement(project: Project, sprint: Sprint | None, causes: Figures | None, blocks: Figures | None) -> Statement:
    """What was named, or what cost most, which may become a task."""
    name = sprint.retro.improvement if sprint else ""
    item = project.find(name) if name else None
    if sprint and item:
        found = closing(project, item) if item.is_closed else under_way(project, item)
        return said(project, item, f"The improvement. {found.text}", in_file(project, sprint, "retro"), *found.cites)
    missing = f"{name}. It is no task yet." if name else "No improvement is named yet."
    costs = tuple(_costs(causes, blocks))
    cites = (in_file(project, sprint, "retro"),) if sprint else ()
    it = "it" if name or costs else "one"
    how = (f"dualtrack improve {sprint.id} TITLE turns {it} into a task that the sprint names.",) if sprint else ()
    text = " ".join((missing, *(text for text, _ in costs), *how))
    return Statement("", text, (*cites, *(cite for _, found in costs for cite in found)))


def _costs(causes: Figures | None, blocks: Figures | None) -> Iterator[tuple[str, tuple[Cite, ...]]]:
    """What cost most, and what that rests on; of equals each is named."""
    lost = (
        [((kind, int(days)), cites) for (kind, days, *_), cites in zip(blocks.rows, blocks.cites, strict=True)]
        if blocks
        else []
    )
    if lost:
        kinds, days, cites = _most(lost)
        each = " each" if len(kinds) > 1 else ""
        yield f"Most time was lost while work was blocked by {listed(kinds)}: {plural(days, 'day')}{each}.", cites
    counted = zip(causes.rows, causes.cites, strict=True) if causes else ()
    known = [((cause, int(count)), cites) for (cause, count), cites in counted if cause != _NONE and count != "0"]
    if known:
        reasons, count, cites = _most(known)
        names = [BLOCKS.get(cause, cause) for cause in reasons]
        because = f" because of {names[0]}" if reasons[0] in _COUNTED else f": {names[0]}"
        one = f"{plural(count, 'idea')} did not pay{because}."
        several = f"Ideas did not pay most often for these reasons: {listed(names)}, {plural(count, 'idea')} each."
        yield one if len(names) == 1 else several, cites


def _most(counts: Sequence[tuple[tuple[str, int], tuple[Cite, ...]]]) -> tuple[list[str], int, tuple[Cite, ...]]:
    """All that have the highest count, that count, and what it rests on."""
    highest = max(count for (_, count), _ in counts)
    most = [(name, cites) for (name, count), cites in counts if count == highest]
    return [name for name, _ in most], highest, tuple(dict.fromkeys(cite for _, cites in most for cite in cites))
