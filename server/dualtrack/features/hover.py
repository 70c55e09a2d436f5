"""What is said of the item that a text names at a place."""

from collections.abc import Iterator
from dataclasses import dataclass

from dualtrack.facts.remote import Remote
from dualtrack.features.card_text import card_text, elsewhere_text
from dualtrack.features.checklist import STATES
from dualtrack.features.markdown import LINE_BREAK, escaped, headed, link
from dualtrack.features.runs_table import RunsTable, cells, runs_table
from dualtrack.files.placeholders import Placeholder
from dualtrack.model.experiment import Experiment
from dualtrack.model.item import Item
from dualtrack.model.timeboxed import Timeboxed
from dualtrack.model.verdict import Judgement
from dualtrack.model.words import capital, shortened
from dualtrack.project import evidence
from dualtrack.project.glossary import Term, term_at
from dualtrack.project.live_metrics import reading
from dualtrack.project.mentions import names_at
from dualtrack.project.project import Project
from dualtrack.project.proofs.standing import Standing, standing
from dualtrack.project.remembered import remembered
from dualtrack.said import counted, joined, said, through
from dualtrack.text import Span

_ROWS_TO_COMPARE = 2
_ROWS = 5
_PARAMS = 3
_LONGEST = 40
_LONGEST_EXPLANATION = 600


@dataclass(frozen=True)
class Hover:
    """Markdown about what stands at the span."""

    markdown: str
    span: Span


def hover(project: Project, path: str, text: str, offset: int) -> Hover | None:
    """The card of the item named at an offset of any text; in an item's own file also how a key of its stands now, or a line
    of its Definition of Done, a metric that it shows, and what a word of the glossary means."""
    for name in names_at(project, path, text, offset):
        if told := _card(project, name.item) if name.item else elsewhere_text(project, name.written):
            return Hover(told, name.span)
    document = project.documents.get(path)
    for item in project.items_in(path):
        for key, told in _keys(project, item) if isinstance(item, Timeboxed) else ():
            span = document.span((*item.route, key)) if document and told else None
            if span and span.holds(offset):
                return Hover(told, span)
        line = next((line for line in item.dod if line.mark_at - 1 <= offset <= line.end), None)
        if line:
            return Hover(_line(standing(project, item, line)), line.span)
    if not document:
        return None
    if metric := next((each for each in document.metrics if each.span.holds(offset)), None):
        return Hover(_metric(project, metric), metric.span)
    term = term_at(project, path, text, offset)
    return Hover(_term(term), term.span) if term else None


def _term(term: Term) -> str:
    explanation = shortened(" ".join(term.explanation.split()), _LONGEST_EXPLANATION)
    return f"**{escaped(term.name)}** {escaped(explanation)}\n\n{escaped(term.place.path)}"


def _metric(project: Project, asked: Placeholder) -> str:
    """The value with its run, commit and day, or why there is none."""
    found = reading(project, asked)
    if not (run := found.run):
        return escaped(through(capital, found.lack) + ".")
    item = project.find(asked.of)
    commit = said("commit {hash}", link(run.commit[:8], project.facts[Remote].page(run.commit))) if run.commit else ""
    ended = said("finished on {day}", project.local(item, run.ended).date()) if item and run.ended else ""
    rests = joined(" · ", filter(None, (said("run {run}", link(run.shown, run.url)), commit, ended)))
    return joined(LINE_BREAK, (f"**{escaped(f'{found.metric} {found.value}')}**", rests))


@remembered
def _card(project: Project, item: Item) -> str:
    """The card of an item, and in short how its runs compare."""
    table = runs_table(project, item) if isinstance(item, Experiment) else RunsTable()
    if len(table.rows) < _ROWS_TO_COMPARE:
        return card_text(project, item)
    head, *rows = ([escaped(text) for text in row] for row in cells(table, _ROWS, _PARAMS, _LONGEST))
    lines = (joined("", ("| ", joined(" | ", texts), " |")) for texts in (head, ["---"] * len(head), *rows))
    shown = joined("\n", lines)
    if (more := len(table.rows) - _ROWS) > 0:
        shown = joined("\n\n", (shown, counted(more, "and {count} more row", "and {count} more rows")))
    return card_text(project, item, shown)


def _line(stands: Standing) -> str:
    state = joined("", ("**", STATES[stands.state], "**"))
    return joined(": ", (state, escaped(stands.sentence))) if stands.sentence else state


def _keys(project: Project, item: Timeboxed) -> Iterator[tuple[str, str]]:
    """How the keys of an item stand now; nothing where that is not known."""
    if item.timebox:
        judged_on = item.closed if item.is_closed and item.closed else project.today(item)
        summary = item.timebox.summary(judged_on)
        yield from ((key, headed(said("Timebox"), summary)) for key in ("timebox_days", "timebox"))
    if not isinstance(item, Experiment):
        return
    criteria = {
        "success_criteria": evidence.judgements(project, item),
        "stop_criteria": evidence.stop_judgements(project, item),
    }
    for key, judgements in criteria.items():
        yield key, joined("\n\n", map(_judged, judgements))


def _judged(judgement: Judgement) -> str:
    return joined("", (escaped(judgement.criterion.text), ": **", escaped(judgement.summary), "**"))
