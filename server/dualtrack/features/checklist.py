"""How a Definition of Done stands, in words."""

from collections.abc import Iterator, Mapping

from dualtrack.findings import Finding
from dualtrack.model.item import Item
from dualtrack.project.project import Project
from dualtrack.project.proofs.standing import State, is_asked, standings
from dualtrack.said import joined, said

STATES: Mapping[State, str] = {
    "proven": said("Proven"),
    "claimed": said("Cited, not proven"),
    "bare": said("No proof"),
    "stale": said("Outdated proof"),
    "unknown": said("Unknown"),
    "not applicable": said("Not applicable"),
    "shown but open": said("Open, but there is proof"),
    "open": said("Open"),
}


def line_named(item: Item, finding: Finding) -> str:
    """The line that something is found at, for where the file is not seen; empty where the message names it already."""
    at = finding.place.span.start if finding.place.path == item.path else -1
    line = next((line.shown for line in item.dod if line.span.start <= at < line.span.end), "")
    return "" if line in finding.message else line


def how_far(project: Project, item: Item) -> str:
    """How many lines are closed, and what shows them: `3 of 4, 2 proven, 1 without proof`. Of items that no proof is asked of,
    only what is proven is counted."""
    closed, states = [line.closed for line in item.dod].count(True), [each.state for each in standings(project, item)]
    counted = [said("{some} of {all}", closed, len(item.dod))]
    if count := states.count("proven"):
        counted.append(said("{count} proven", count))
    if (count := states.count("bare")) and is_asked(project, item):
        counted.append(said("{count} without proof", count))
    if (count := states.count("stale")) and is_asked(project, item):
        counted.append(said("{count} with outdated proof", count))
    return joined(", ", counted)


def checklist_lines(project: Project, item: Item) -> Iterator[str]:
    """Each line with its mark, its state, and what shows it or is lacking."""
    for each in standings(project, item):
        state = joined(": ", filter(None, (STATES[each.state], each.sentence)))
        yield joined("", (f"[{each.line.mark}] {each.line.shown} — ", state))
