"""Decide an experiment: the outcome, the date, and what was measured, quoted where the learnings are written."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import LiteralString

from dualtrack.changes.change import Change, Cursor, Refusal, edited, item_to_change, reason_removed, shifted, writable_body
from dualtrack.changes.link_runs import appended, passing_links
from dualtrack.changes.request import Ask, Menu, Offer, Request, parameter
from dualtrack.files.document import Document, parse
from dualtrack.files.edits import remove, set_keys
from dualtrack.files.read import LEARNINGS_HEADING
from dualtrack.files.read_body import has_own_words
from dualtrack.files.sections import append_section, append_to_section
from dualtrack.model.experiment import DECISIONS, Decision, Experiment
from dualtrack.model.item import Item, Route
from dualtrack.model.numbers import number
from dualtrack.model.verdict import Judgement
from dualtrack.model.words import folded
from dualtrack.project import evidence
from dualtrack.project.learnings import TRIED
from dualtrack.project.project import Project
from dualtrack.said import joined, said
from dualtrack.text import Edit, apply

_UNREAD = "No success criterion could be read."
_DEEDS: Mapping[Decision, LiteralString] = {
    "ship": "Decide to ship {item}",
    "iterate": "Decide to iterate on {item}",
    "inconclusive": "Close {item} as inconclusive",
    "decided-not-to-pursue": "Decide not to pursue {item}",
}


@dataclass(frozen=True)
class Decide(Request):
    """Decide an experiment."""

    name = "decide"
    title = said("Decide…")
    summary = "decide an experiment"
    example = "dualtrack decide EXP-23 inconclusive --reason data"
    menu = Menu(2, "law", "alt+d")
    # Elsewhere a decision would stand among fixes for other things.
    at = ("status", "decision", "timebox_days", "timebox", "extensions", "success_criteria", "stop_criteria")
    reads_facts = True

    decision: str = parameter("ship, iterate, inconclusive or decided-not-to-pursue", "DECISION")
    reason: str = parameter("why, for example did-not-beat-baseline", "WORDS", "")

    @classmethod
    def applies(cls, project: Project, item: Item) -> bool:
        return isinstance(item, Experiment)

    @classmethod
    def suggests_itself(cls, project: Project, item: Item) -> bool:
        """While it is open: what has ended is decided again only from its card."""
        return cls.applies(project, item) and not item.is_closed

    @classmethod
    def offers(cls, project: Project, item: Item) -> Iterator[Offer]:
        """The decisions, each beside what was measured, and why."""
        assert isinstance(item, Experiment)
        stands = joined("; ", (judgement.summary for judgement in evidence.judgements(project, item)))
        for name, title in DECISIONS.items():
            written = ", ".join(item.reason) if item.decision in (None, name) else ""
            why = Ask("reason", said("Why? It may stay empty"), written)
            yield Offer(title, {"decision": name}, stands, asks=(why,), deed=said(_DEEDS[name], item=item.shown))

    def change(self, project: Project) -> Change:
        """Set status, decision, closing date and reason, and leave the cursor under the quoted measurement in `## Learnings`,
        or, for an item inside a sprint, in its key `learnings`. The reason for another decision is removed."""
        experiment = item_to_change(project, self.key)
        if not isinstance(experiment, Experiment):
            raise Refusal(said("{item} is no experiment, so there is nothing to decide", experiment.shown))
        decision: Decision | None = next((name for name in DECISIONS if folded(name) == folded(self.decision)), None)
        if not decision:
            raise Refusal(said("{value} is none of {known}", self.decision, joined(", ", DECISIONS)))
        document, today = project.document(experiment), project.today(experiment).isoformat()
        track = project.conventions(experiment).track(experiment.track)
        values: dict[str, str | None] = {"status": track.closed[0].name, "decision": decision}
        if not (experiment.is_closed and experiment.closed and experiment.decision == decision):
            values["closed"] = today
        if self.reason.strip():
            values["reason"] = " ".join(self.reason.split())
        elif experiment.reason and experiment.decision not in (None, decision):
            values["reason"] = None
        stands = joined("; ", (judgement.summary for judgement in evidence.measured(project, experiment)))
        told = (said("measured: {stands}", stands),) if stands else ()
        told += reason_removed(experiment.reason if "reason" in values and not values["reason"] else ())
        label = said("{item} decided: {decision}", experiment.shown, DECISIONS[decision])
        if experiment.decision:
            label += said(" (was: {decision})", DECISIONS[experiment.decision])
        if not experiment.has_body:
            edits, cursor = learnings_key(project, experiment, values)
            return Change(label, {experiment.path: edits}, Cursor(experiment.path, cursor), notes=told)
        runs = passing_links(project, experiment) if decision != "iterate" and not document.values.get("runs") else []
        front = (*_with(document, values, ("status", "title", "id")), *appended(document, ("runs",), runs))
        learnings, cursor = write_learnings(project, experiment)
        cursor += shifted(len(document.text), front) - len(document.text)
        edits = edited(document, (*front, *learnings), **values, **({"runs": runs} if runs else {}))
        note = said("write what you learned under ## {heading} in {path}", LEARNINGS_HEADING, experiment.path)
        notes = told if experiment.has_learnings else (*told, note)
        return Change(label, {experiment.path: edits}, Cursor(experiment.path, cursor), notes=notes)


def decisions(item: Experiment) -> Iterator[tuple[str, Decide]]:
    """The decisions as fixes: titles and changes."""
    return ((said(deed, item=item.shown), Decide(item.key, name)) for name, deed in _DEEDS.items())


def _with(document: Document, values: Mapping[str, str | None], after: Sequence[str], route: Route = ()) -> tuple[Edit, ...]:
    """The edits that set keys, and remove those without a value."""
    removed = (edit for key, value in values.items() if value is None for edit in remove(document, (*route, key)))
    return (*set_keys(document, {key: value for key, value in values.items() if value is not None}, after, route), *removed)


def learnings_key(project: Project, experiment: Experiment, values: Mapping[str, str | None]) -> tuple[tuple[Edit, ...], int]:
    """The edits that give an experiment without sections these values and the key `learnings`, and the offset in it where the
    person types."""
    document, route = project.document(experiment), experiment.route
    if not experiment.learnings.strip():
        values = {**values, "learnings": values.get("learnings", "")}
    edits = edited(document, _with(document, values, ("decision", "status", "title", "id"), route), route, **values)
    span = parse(document.path, apply(document.text, edits)).span((*route, "learnings"))
    return edits, span.end - (not experiment.learnings.strip()) if span else 0


def write_learnings(project: Project, experiment: Experiment) -> tuple[tuple[Edit, ...], int]:
    """A `## Learnings` section with the measurement quoted and room below it; and the offset where the person types.

    What an earlier decision has quoted stays, and what was measured since is quoted below it. A section that holds words of the
    team is left as it is, and the cursor goes to its end.
    """
    document = writable_body(project.document(experiment))
    heading = document.body.heading(LEARNINGS_HEADING)
    lines = [*(f"> {line}" for line in measured(project, experiment)), "", ""]
    if not heading:
        edit, cursor = append_section(document, LEARNINGS_HEADING, lines)
        return (edit,), cursor
    section = document.text[heading.section.start : heading.section.end]
    if has_own_words(document.text, heading.section):
        return (), heading.section.start + len(section.rstrip())
    quoted = [line.strip() for line in section.splitlines() if line.lstrip().startswith(">")]
    if not quoted or all(line.startswith(TRIED) for line in quoted):
        edit, cursor = append_to_section(document, heading, ["", *lines] if quoted else lines)
        return (edit,), cursor
    fresh = [line for line in lines if line and line not in (*quoted, f"> {_UNREAD}")]
    words = len(section.rstrip())
    room = section[words:].split("\n")
    has_room = len(room) > 3  # an earlier decision has made it
    end = len(room[0]) + len(room[1]) + 2 if has_room else 0
    if has_room and not fresh:
        return (), heading.section.start + words + end
    edit, cursor = append_to_section(document, heading, [*([""] if fresh else []), *fresh, *([] if has_room else ["", ""])])
    return (edit,), cursor + end


def measured(project: Project, experiment: Experiment) -> list[str]:
    """Each success criterion against the best metric, as it is quoted into the learnings."""
    judgements = evidence.judgements(project, experiment)
    return [_line(project, judgement, experiment) for judgement in judgements] or [_UNREAD]


def _line(project: Project, judgement: Judgement, experiment: Experiment) -> str:
    criterion = " ".join(judgement.criterion.text.split())
    run = judgement.run
    ended = f", {project.local(experiment, run.ended):%Y-%m-%d}" if run and run.ended else ""
    source = f" (run {run.short_id}{ended})" if run else ""
    known = ((name, evidence.baseline_of(project, experiment, name)) for name in judgement.values)
    baseline = ", ".join(f"{name} {number(value)}" for name, value in known if value is not None)
    return f"{criterion}: {judgement.summary}{source}{f'; baseline {baseline}' if baseline else ''}"
