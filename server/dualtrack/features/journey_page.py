"""The whole way of an item on one page: its journey with every commit, file and tag, and what happened to it."""

from collections.abc import Iterator

from dualtrack.features.commit_line import commit_line
from dualtrack.features.journey import Step, StepName, amount, journey, nothing_linked
from dualtrack.features.markdown import escaped
from dualtrack.features.timeline import timeline
from dualtrack.model.forge import quoted
from dualtrack.model.item import Item
from dualtrack.model.tag import tag_words
from dualtrack.project.project import Project

_FILES_SHOWN = 30
_TITLES: dict[StepName, str] = {
    "notebook": "Notebook",
    "script": "Script",
    "code": "Code",
    "model": "Model",
    "ci/cd": "CI/CD",
    "deployment": "Deployment",
}


def journey_page(project: Project, item: Item) -> str:
    """The page as Markdown; every text of the repository in it is escaped, and files are links from the project's folder."""
    steps = journey(project, item)
    parts = [f"# {escaped(item.label)}", *(_step(project, item, step) for step in steps)]
    if not steps:
        parts.append(nothing_linked(project, item))
    parts += _happened(project, item)
    return "\n\n".join(parts) + "\n"


def _step(project: Project, item: Item, step: Step) -> str:
    files = [f"- [{escaped(path)}](</{quoted(path, '/')}>)" for path in step.paths[:_FILES_SHOWN]]
    if len(step.paths) > _FILES_SHOWN:
        files.append(f"- and {len(step.paths) - _FILES_SHOWN} more")
    tags = [f"- **{escaped(tag_words(tag.name))}**, {project.local(item, tag.when):%Y-%m-%d}" for tag in step.tags]
    commits = [commit_line(project, commit, f"{project.local(item, commit.when):%Y-%m-%d}") for commit in step.commits]
    lists = ("\n".join(lines) for lines in (files, tags, commits) if lines)
    # Without a word between them two lists would be one.
    return f"## {_TITLES[step.name]}\n\n{escaped(amount(step))}\n\n" + "\n\n<!-- -->\n\n".join(lists)


def _happened(project: Project, item: Item) -> Iterator[str]:
    said = timeline(project, item)
    if said.events:
        rows = (f"| {event.day} | {escaped(event.who)} | {escaped(event.text)} |" for event in said.events)
        yield "\n".join(["## What happened", "", "| when | who | what |", "|---|---|---|", *rows])
    if lines := said.figures:
        yield "\n".join(f"- {escaped(line)}" for line in lines)
