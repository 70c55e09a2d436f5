"""Write the model card of a version from what is known of it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from dualtrack.changes.change import Change, Cursor, Refusal, item_to_change
from dualtrack.changes.new_item import new_page
from dualtrack.changes.request import Menu, Offer, Request
from dualtrack.changes.set_value import set_value
from dualtrack.model.experiment import Experiment
from dualtrack.model.item import Item
from dualtrack.model.model_version import ModelVersion
from dualtrack.model.numbers import number
from dualtrack.model.run import Run
from dualtrack.project.named_files import card_link, card_paths, lacks_card
from dualtrack.project.production import deployed_on, leading_to, name_of, surely_registered
from dualtrack.project.project import Project
from dualtrack.project.proofs.runs import cited_run, runs_of, runs_of_version
from dualtrack.said import said
from dualtrack.text import Edit, Span

_METRICS = 20
_SHORT = 8
_MARKUP = re.compile(r"[\\`*_\[\]<>|]")
_PEOPLE = """\
## Intended use

<!-- Who uses it, for which decisions, on which data. -->

## Limitations

<!-- Where it fails, and what it must not be used for. -->
"""
"""What only people can say."""


@dataclass(frozen=True)
class WriteCard(Request):
    """Write a model card for a version that has none."""

    name = "card"
    title = said("Write the Model Card")
    summary = "write the model card of a version, as far as runs and items tell"
    example = "dualtrack card churn@1.2"
    menu = Menu(10, "note")
    at = ("id", "stage", "card")
    for_several = False
    reads_facts = True

    @classmethod
    def applies(cls, project: Project, item: Item) -> bool:
        if not isinstance(item, ModelVersion) or item.stage == "retired" or card_link(item):
            return False
        return lacks_card(project, item) if item.card else not item.has_fault("card")

    @classmethod
    def offers(cls, project: Project, item: Item) -> Iterator[Offer]:
        yield Offer(said("Write the model card of {item}", item.shown))

    def change(self, project: Project) -> Change:
        """The card, where the version names one, else as a page of the wiki that the version then names."""
        model = item_to_change(project, self.key)
        if not isinstance(model, ModelVersion):
            raise Refusal(said("{model} is no model version", model.shown))
        if not self.applies(project, model):
            raise Refusal(said("{model} has a model card already", model.shown))
        board, text = project.board(model), _card(project, model)
        label = said("{model}: model card written", model.shown)
        if model.card:
            path = next(iter(card_paths(project, model)))
            if not path.endswith(".md"):
                raise Refusal(said("{path} is no Markdown file", path))
            return Change(label, {path: (Edit(Span(0, 0), text),)}, _cursor(path, text))
        path, text = new_page(project, board, f"{model.id.replace('@', '-')} model card", text)
        named = set_value(project, model.key, "card", path.removeprefix(f"{board.folder}/") if board.folder else path)
        return Change(label, {path: (Edit(Span(0, 0), text),), **named.edits}, _cursor(path, text))


def _cursor(path: str, text: str) -> Cursor:
    return Cursor(path, text.index("<!--"))


def _card(project: Project, model: ModelVersion) -> str:
    work = [item for item in leading_to(project, model) if item.phase in ("active", "done")]
    trials = [item for item in work if isinstance(item, Experiment)]
    trials.sort(key=lambda item: item.decision != "ship")
    runs = runs_of_version(project, model) or [run for trial in trials for run in runs_of(project, trial)[:1]]
    run, today = next(iter(runs), None), project.today(model)
    lines = [f"# Model card: {model.id}", "", *((_text(model.change), "") if model.change else ())]
    lines += [f"- Model: {_text(name_of(model))}", f"- Version: {_text(model.id.partition('@')[2])}"]
    lines += [f"- Stage: {_stage(project, model)}"]
    lines += [f"- Registered: {_text(each.shown)} in {each.tracker}" for each in surely_registered(project, model)]
    lines += ["- Comes from:", *(f"  - {_text(item.label)} ({item.status})" for item in work)] if work else []
    lines += ["", "## Data", "", *(_data(trials, run) or ["No run or experiment names it."])]
    lines += ["", "## Metrics", "", *_metrics(run, str(today)), "", _PEOPLE]
    return "\n".join(lines)


def _stage(project: Project, model: ModelVersion) -> str:
    """The stage, with the day of the deployment, else with today, since it may move on."""
    known = (model.deployed, "") if model.deployed else deployed_on(project, model)
    if model.stage == "deployed" and known:
        return f"deployed on {known[0]}"
    return f"{model.stage or 'not stated'}, as of {project.today(model)}"


def _data(trials: list[Experiment], run: Run | None) -> list[str]:
    stated = [f"- {_text(item.data)} ({item.shown})" for item in trials if item.data]
    logged = run.datasets if run else ()
    return stated + [f"- {_text(each.name)}{f', digest {_text(each.digest)}' if each.digest else ''}" for each in logged]


def _metrics(run: Run | None, today: str) -> Iterator[str]:
    """What the run measured, and where it is to be found."""
    if not run or not run.metrics:
        yield "No run is linked that has measured anything."
        return
    commit = f", made from commit {_text(run.commit[:_SHORT])}" if run.commit else ""
    yield f"As of {today}, of run {_text(run.shown)} ({cited_run(run)}){commit}."
    yield from ("", "| metric | value |", "| --- | --- |")
    for name in sorted(run.metrics)[:_METRICS]:
        yield f"| `{_MARKUP.sub('_', name)}` | {number(run.metrics[name])} |"
    if len(run.metrics) > _METRICS:
        yield f"| and {len(run.metrics) - _METRICS} more | |"


def _text(text: str) -> str:
    return _MARKUP.sub(r"\\\g<0>", " ".join(text.split()))
