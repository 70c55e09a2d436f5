"""`dualtrack show`, `log` and `journey`: what is known of one item."""

from argparse import Namespace

from dualtrack.changes.change import Refusal
from dualtrack.cli.runs import print_runs
from dualtrack.cli.terminal import as_json, coloured, finding_line, printable, say, say_unknown
from dualtrack.features.card_text import card_text
from dualtrack.features.check import check
from dualtrack.features.checklist import checklist_lines
from dualtrack.features.finding_rows import finding_rows
from dualtrack.features.item_facts import findings_of, item_facts
from dualtrack.features.journey import journey, nothing_linked, step_words
from dualtrack.features.journey_facts import journey_facts
from dualtrack.features.markdown import plain
from dualtrack.features.naming import known_item
from dualtrack.features.runs_table import runs_table
from dualtrack.features.timeline import ItemTimeline, timeline
from dualtrack.model.experiment import Experiment
from dualtrack.model.item import Item
from dualtrack.model.tag import tag_words
from dualtrack.model.words import shortened
from dualtrack.project.project import Project
from dualtrack.project.removed import removed_item
from dualtrack.said import plural
from dualtrack.workspace.repository import read_repository

_LONGEST_NAME = 24
_SHOWN = 8


def show(options: Namespace) -> None:
    """Print everything that is known of an item: for programs, or its card and what is found in it."""
    project, item = _asked(options)
    checked = check(project, once=True)
    if options.format == "json":
        say_unknown(project, item)
        print(as_json(item_facts(project, item, checked)))
        return
    title, *lines = map(printable, plain(card_text(project, item)).splitlines())
    line = project.document(item).line_of(project.place(item).span.start) + 1
    print(coloured(title, "bold"), coloured(printable(f"{item.path}:{line}"), "dim"), *lines, sep="\n")
    if item.dod:
        print("", coloured("Definition of Done", "bold"), *map(printable, checklist_lines(project, item)), sep="\n")
    if isinstance(item, Experiment):
        print_runs(runs_table(project, item))
    if found := findings_of(item, checked):
        print("", *map(finding_line, finding_rows(project, found)), sep="\n")


def log(options: Namespace) -> None:
    """Print what happened to an item, oldest first, and how long it took."""
    project = read_repository(options.path, options.today, options.trust).project
    try:
        item = known_item(project, options.id)
    except Refusal:
        if not (item := removed_item(project, options.id)):
            raise
    said = timeline(project, item)
    say_unknown(project, item)
    if options.format == "json":
        print(as_json(ItemTimeline(**vars(said), id=item.id, key=item.key, title=item.title)))
        return
    print(coloured(printable(item.label), "bold"))
    names = [shortened(printable(event.who), _LONGEST_NAME) for event in said.events]
    width = max(map(len, names), default=0)
    for event, name in zip(said.events, names, strict=True):
        when = coloured(f"{event.day:10}  {event.commit[:8]:8}", "dim")
        print(f"{when}  {name:{width}}  {printable(event.text)}")
    if not said.events:
        print("git tells nothing of its past")
    if lines := said.figures:
        say("", *lines)


def show_journey(options: Namespace) -> None:
    """Print the steps of an item from notebook to deployment, each with its files, commits and tags."""
    project, item = _asked(options)
    steps = journey(project, item)
    say_unknown(project, item)
    if options.format == "json":
        print(as_json(journey_facts(item, steps)))
        return
    print(coloured(printable(item.label), "bold"))
    for step in steps:
        print(coloured(printable(step_words(step)), "bold"))
        say(*(f"  {path}" for path in step.paths[:_SHOWN]))
        if len(step.paths) > _SHOWN:
            print(f"  and {plural(len(step.paths) - _SHOWN, 'more file')}")
        for commit in step.commits[:_SHOWN]:
            where = f"{commit.repository}: " if commit.repository else ""
            day = f"{project.local(item, commit.when):%Y-%m-%d}"
            say(f"  {commit.hash[:8]} {day} {where}{commit.subject} — {commit.author}")
        say(*(f"  {tag_words(tag.name)} {project.local(item, tag.when):%Y-%m-%d}" for tag in step.tags))
    if not steps:
        print(nothing_linked(project, item))


def _asked(options: Namespace) -> tuple[Project, Item]:
    project = read_repository(options.path, options.today, options.trust).project
    return project, known_item(project, options.id)
