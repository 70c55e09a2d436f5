"""What is said of the item that a text names at a place."""

from dataclasses import dataclass

from dualtrack.features.card_text import card_text, elsewhere_text
from dualtrack.features.markdown import escaped
from dualtrack.model.experiment import Experiment
from dualtrack.model.item import Item
from dualtrack.project import evidence
from dualtrack.project.mentions import names_at
from dualtrack.project.project import Project
from dualtrack.text import Span


@dataclass(frozen=True)
class Hover:
    """Markdown about what stands at the span."""

    markdown: str
    span: Span


def hover(project: Project, path: str, text: str, offset: int) -> Hover | None:
    """The card of the item named at an offset of any text; in an item's own file also how a key of its stands now."""
    for name in names_at(project, path, text, offset):
        if said := card_text(project, name.item) if name.item else elsewhere_text(project, name.written):
            return Hover(said, name.span)
    answers = (_key_hover(project, item, offset) for item in project.items_in(path))
    return next((answer for answer in answers if answer), None)


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
