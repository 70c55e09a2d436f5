"""`dualtrack journey`."""

from argparse import Namespace

from dualtrack.cli.report import as_json
from dualtrack.cli.style import coloured, printable
from dualtrack.cli.unknown import tell_unknown
from dualtrack.features.journey import Step, journey, nothing_linked, step_words
from dualtrack.features.naming import named_item
from dualtrack.model.tag import tag_words
from dualtrack.model.words import plural
from dualtrack.workspace.repository import read_repository

_SHOWN = 8


def run(options: Namespace) -> int:
    """Print the steps of an item from notebook to deployment, each with its files, commits and tags."""
    project = read_repository(options.path, options.today, options.trust).project
    item = named_item(project, options.id)
    steps = journey(project, item)
    tell_unknown(project)
    if options.format == "json":
        print(as_json({"id": item.id or item.key, "title": item.title, "steps": list(map(_as_json, steps))}))
        return 0
    print(coloured(printable(item.label), "bold"))
    for step in steps:
        print(coloured(printable(step_words(step)), "bold"))
        for path in step.paths[:_SHOWN]:
            print(printable(f"  {path}"))
        if len(step.paths) > _SHOWN:
            print(f"  and {plural(len(step.paths) - _SHOWN, 'more file')}")
        for commit in step.commits[:_SHOWN]:
            day = project.local(item, commit.when)
            where = f"{commit.repository}: " if commit.repository else ""
            print(printable(f"  {commit.hash[:8]} {day:%Y-%m-%d} {where}{commit.subject} — {commit.author}"))
        for tag in step.tags:
            print(printable(f"  {tag_words(tag.name)} {project.local(item, tag.when):%Y-%m-%d}"))
    if not steps:
        print(nothing_linked(project, item))
    return 0


def _as_json(step: Step) -> dict[str, object]:
    return {
        "step": step.name,
        "paths": list(step.paths),
        "commits": [
            {
                "hash": commit.hash,
                "repository": commit.repository,
                "author": commit.author,
                "when": commit.when.isoformat(),
                "subject": commit.subject,
            }
            for commit in step.commits
        ],
        "tags": [{"name": tag.name, "when": tag.when.isoformat()} for tag in step.tags],
    }
