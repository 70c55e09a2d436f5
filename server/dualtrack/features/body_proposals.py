"""What is proposed below the keys: sections, and lines of the Definition of Done; and in an empty file all of it."""

import re
from collections.abc import Iterator, Mapping

from dualtrack.changes.change import Refusal
from dualtrack.changes.new_item import FOLDERS, NewKind, new_item, prefix_of_new
from dualtrack.features.completion import ranked_items
from dualtrack.features.proposal import Proposal
from dualtrack.files.body import comparable_title
from dualtrack.files.read import DOD_HEADING, FINDINGS_HEADING, LEARNINGS_HEADING
from dualtrack.model.item import Item
from dualtrack.model.mention import prefix_of
from dualtrack.model.numbers import number
from dualtrack.project.live_metrics import measuring_runs
from dualtrack.project.project import Project
from dualtrack.project.required_items import agreed_items
from dualtrack.said import said
from dualtrack.text import Span, line_at

_HEADING = re.compile(r"#{1,6}(?:[ \t]|\Z)")
_ENTRY = re.compile(r"[ \t]*+([-*+])(?:[ \t]|\Z)")
_METRIC = re.compile(
    r"\{\{[ \t]{0,9}metric:[ \t]{0,9}(?:(?P<of>[^\s{}]{1,200})[ \t]{1,9}(?P<metric>[^\s{}]{0,200})|(?P<word>[^\s{}]{0,200}))\Z"
)
_NEW: Mapping[NewKind, str] = {
    "experiment": said("New experiment"),
    "bug": said("New bug"),
    "ops": said("New ops"),
    "page": said("New page"),
    "spike": said("New spike"),
    "task": said("New task"),
    "data": said("New data"),
    "deploy": said("New deploy"),
    "sprint": said("New sprint"),
    "model": said("New model"),
}
_SECTIONS = {"experiment": (FINDINGS_HEADING, DOD_HEADING, LEARNINGS_HEADING), "task": (DOD_HEADING,)}


def body_proposals(project: Project, path: str, offset: int) -> tuple[Span, Iterator[Proposal]] | None:
    """What could stand in the text of an item, and in place of what."""
    item = next((each for each in project.items_in(path) if each.has_body), None)
    document = project.documents[path]
    line = line_at(document.text, offset)
    typed = document.text[line.start : offset]
    if not item or any(span.start <= offset < span.end for span in document.body.hidden):
        return None
    if metric := _METRIC.search(typed):
        at = line.start + metric.start("metric" if metric["of"] else "word")
        closing = "" if document.text.startswith("}", offset) else "}}"
        return Span(at, offset), _metrics(project, path, metric["of"] or "", metric["word"] or "", closing)
    if _HEADING.match(typed):
        return Span(line.start, offset), _sections(project, item)
    dod, found = document.body.heading(DOD_HEADING), _ENTRY.match(typed)
    if dod and found and dod.end < offset <= dod.section_end:
        return Span(line.start + found.start(1), offset), _checks(project, item)
    return None


def _metrics(project: Project, path: str, of: str, word: str, closing: str) -> Iterator[Proposal]:
    """The experiments and model versions whose metrics could be shown; once one is named, the metrics that its runs log."""
    if not of:
        for item in ranked_items(project, path, word.casefold(), prose=True):
            if item.kind in ("experiment", "model"):
                yield Proposal(f"{item.id} ", "item", item.title, label=item.id, key=item.key)
    elif item := project.find(of):
        best = {name: value for run in reversed(measuring_runs(project, item)) for name, value in run.metrics.items()}
        yield from (Proposal(f"{name}{closing}", "metric", number(value), label=name) for name, value in best.items())


def _sections(project: Project, item: Item) -> Iterator[Proposal]:
    """The sections that an item of its kind has and this one lacks."""
    there = {comparable_title(heading.text) for heading in project.document(item).body.headings}
    titles = (title for title in _SECTIONS.get(item.kind, ()) if comparable_title(title) not in there)
    return (Proposal(f"## {title}\n\n", "text", label=f"## {title}") for title in titles)


def _checks(project: Project, item: Item) -> Iterator[Proposal]:
    """The items of a Definition of Done that the list lacks: those that the team agreed on, then the others."""
    known, agreed = project.conventions(item).definition_of_done, agreed_items(project, item)
    for name in known.missing((*agreed, *(name for name in known.texts if name not in agreed)), item.dod):
        text = f"- [ ] {known.texts[name]}"
        detail = name if name in agreed else said("{name} (not asked for here)", name)
        yield Proposal(text, "text", detail, label=text)


def new_files(project: Project, path: str) -> Iterator[Proposal]:
    """The texts of new files, of the kinds that belong into the folder if some do, with the id and the title of the file's
    name."""
    board, read = project.board_of(path), next(iter(project.items_in(path)), None)
    if not board or not read:
        return
    prefix = prefix_of(read.id)
    title = "" if read.title == read.id else read.title
    kinds: list[NewKind] = [kind for kind in FOLDERS if (kind == "sprint") != path.endswith(".md")]
    if any(prefix_of_new(kind) == prefix for kind in kinds if prefix):
        kinds = [kind for kind in kinds if prefix_of_new(kind) == prefix]
    fitting: list[NewKind] = [kind for kind in kinds if FOLDERS[kind] in path.split("/")]
    for kind in fitting or kinds:
        given = {"sprint": "", "model": read.id}.get(kind, title or "Title")
        try:
            change = new_item(project, board.folder, kind, given, into=path)
        except Refusal:
            continue  # such as a model without a version
        (edit,) = next(iter(change.edits.values()))
        at = change.cursor.offset if change.cursor else None
        yield Proposal(edit.text, "template", read.id or change.id, label=_NEW[kind], cursor=at)
