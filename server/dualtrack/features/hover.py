"""What is said of the item that a text mentions at a place."""

from dataclasses import dataclass

from dualtrack.features.card_text import card_text, elsewhere_text
from dualtrack.features.markdown import escaped
from dualtrack.features.mentioned import mention_at, mentioned
from dualtrack.model.experiment import Experiment
from dualtrack.model.item import Item
from dualtrack.project import evidence
from dualtrack.project.project import Project
from dualtrack.text import Span


@dataclass(frozen=True)
class Hover:
    """Markdown about what stands at the span."""

    markdown: str
    span: Span


def hover(project: Project, path: str, text: str, offset: int) -> Hover | None:
    """The card of the item mentioned at an offset of any text; in an item's own file also how a key of its stands now."""
    if found := mentioned(project, text, offset):
        item, span = found
        return Hover(card_text(project, item), span)
    if (mention := mention_at(project, text, offset)) and (there := elsewhere_text(project, mention.id)):
        return Hover(there, mention.span)
    items = project.items_in(path)
    answers = (answer(project, item, offset) for answer in (_key_hover, _named_hover) for item in items)
    return next((answer for answer in answers if answer), None)


def _named_hover(project: Project, item: Item, offset: int) -> Hover | None:
    """The card of what a key names that no text could mention, such as `fraud@1.2`."""
    document = project.document(item)
    for route, name in ((("id",), item.id), *item.references()):
        span = document.span((*item.route, *route))
        if span and span.holds(offset) and (named := project.find(name)):
            return Hover(card_text(project, named), span)
    return None


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
