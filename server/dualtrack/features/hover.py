"""What is said of the item that a text mentions at a place."""

from dataclasses import dataclass

from dualtrack.features.card_text import card_text
from dualtrack.features.markdown import escaped
from dualtrack.model.experiment import Experiment
from dualtrack.model.item import Item
from dualtrack.model.mention import mentions
from dualtrack.project import evidence
from dualtrack.project.project import Project
from dualtrack.text import Lines, Span


@dataclass(frozen=True)
class Hover:
    """Markdown about what stands at the span."""

    markdown: str
    span: Span


def hover(project: Project, path: str, text: str, offset: int) -> Hover | None:
    """The card of the item mentioned at an offset of any text; in an item's own file also how a key of its stands now."""
    line = Lines(text).line(Lines(text).position(offset)[0])
    for mention in mentions(text[line.start : line.end], project.prefixes):
        span = Span(line.start + mention.span.start, line.start + mention.span.end)
        item = project.find(mention.id)
        if span.holds(offset) and item:
            return Hover(card_text(project, item), span)
    found = (_key_hover(project, item, offset) for item in project.items_in(path))
    return next((each for each in found if each), None)


def _key_hover(project: Project, item: Item, offset: int) -> Hover | None:
    if not isinstance(item, Experiment):
        return None
    document = project.document(item)
    if item.timebox:
        for key in ("timebox_days", "timebox"):
            span = document.span((*item.route, key))
            if span and span.holds(offset):
                judged_on = item.closed if item.is_closed and item.closed else project.today(item)
                return Hover(f"**Timebox** {item.timebox.summary(judged_on)}", span)
    for key, judgements in (
        ("success_criteria", evidence.judgements(project, item)),
        ("stop_criteria", evidence.stop_judgements(project, item)),
    ):
        span = document.span((*item.route, key))
        if span and span.holds(offset) and judgements:
            lines = (f"{escaped(judgement.criterion.text)}: **{escaped(judgement.summary)}**" for judgement in judgements)
            return Hover("\n\n".join(lines), span)
    return None
