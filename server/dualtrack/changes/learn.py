"""Write what a ledger of a coding agent tried in vain into the learnings of its experiment."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from dualtrack.changes.change import Change, Cursor, Refusal, item_to_change, writable_body
from dualtrack.changes.decide import learnings_key
from dualtrack.changes.request import Offer, Request
from dualtrack.files.read import LEARNINGS_HEADING
from dualtrack.files.sections import append_section, append_to_section
from dualtrack.model.experiment import Experiment
from dualtrack.model.item import Item
from dualtrack.model.numbers import number
from dualtrack.model.run import Run
from dualtrack.project.learnings import TRIED
from dualtrack.project.linked_runs import linked_runs
from dualtrack.project.project import Project
from dualtrack.said import plural, said

_IN_VAIN = {"discard": "discarded", "crash": "crashed", "checks_failed": "failed the checks"}
"""What a ledger says of an idea that was not kept, in words."""
_METRICS = 3
_SHORT = 8


@dataclass(frozen=True)
class Learn(Request):
    """Write the ideas of an experiment that were discarded into its learnings."""

    name = "learn"
    title = said("Write Discarded Ideas into the Learnings")
    summary = "write the ideas that an agent's ledger discarded into the learnings"
    example = "dualtrack learn EXP-23"
    at = ("status", "decision", "runs")
    reads_facts = True

    @classmethod
    def applies(cls, project: Project, item: Item) -> bool:
        return bool(_untold(project, item))

    @classmethod
    def offers(cls, project: Project, item: Item) -> Iterator[Offer]:
        yield Offer(said("Write {ideas} into the learnings", plural(len(_untold(project, item)), "discarded idea")))

    def change(self, project: Project) -> Change:
        """A quoted line for each idea that the section, or else the key, does not hold yet."""
        item = item_to_change(project, self.key)
        if not isinstance(item, Experiment):
            raise Refusal(said("{item} is no experiment", item.shown))
        lines = _untold(project, item)
        if not lines:
            raise Refusal(said("no ledger tells of more ideas of {item} that were discarded", item.shown))
        label = said("{item}: {ideas} written into the learnings", item.shown, plural(len(lines), "discarded idea"))
        if not item.has_body:
            told = "\n".join((item.learnings.strip(), *lines)).strip()
            edits, cursor = learnings_key(project, item, {"learnings": told})
            return Change(label, {item.path: edits}, Cursor(item.path, cursor))
        document = writable_body(project.document(item))
        heading = document.body.heading(LEARNINGS_HEADING)
        if heading:
            edit, cursor = append_to_section(document, heading, ["", *lines])
        else:
            edit, cursor = append_section(document, LEARNINGS_HEADING, lines)
        return Change(label, {item.path: (edit,)}, Cursor(item.path, cursor))


def _untold(project: Project, item: Item) -> Sequence[str]:
    """A line for each idea in vain that the file does not hold."""
    if not isinstance(item, Experiment):
        return ()
    written = (project.document(item).text if item.has_body else item.learnings).casefold()
    ideas: dict[str, str] = {}
    for run in linked_runs(project, item).runs:
        if run.tracker == "ledger" and run.tags.get("status") in _IN_VAIN:
            idea = _code(run.shown)
            if f"tried: {idea}".casefold() not in written:
                ideas.setdefault(idea.casefold(), _line(idea, run))
    return list(ideas.values())


def _line(idea: str, run: Run) -> str:
    metrics = [f"{_code(name)} {number(value)}" for name, value in list(run.metrics.items())[:_METRICS]]
    why = ", ".join((_IN_VAIN[run.tags["status"]], *metrics, *([run.commit[:_SHORT]] if run.commit else [])))
    return f"{TRIED}{idea} ({why})"


def _code(text: str) -> str:
    """What a ledger says, as code in Markdown: nothing in it is a link, a metric to fill in, or HTML."""
    return "`" + " ".join(text.split()).replace("`", "'") + "`"
