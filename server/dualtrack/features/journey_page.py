"""The whole way of an item on one page: its journey with every commit, file and tag, and what happened to it."""

from collections.abc import Iterator

from dualtrack.facts.clones import Clones
from dualtrack.facts.history import Commit
from dualtrack.facts.remote import Remote
from dualtrack.features.journey import Step, amount, journey, nothing_linked
from dualtrack.features.markdown import escaped, link
from dualtrack.features.timeline import timeline
from dualtrack.model.forge import quoted
from dualtrack.model.item import Item
from dualtrack.model.tag import tag_words
from dualtrack.project.project import Project

_FILES_SHOWN = 30


def journey_page(project: Project, item: Item) -> str:
    """The page as Markdown; every text of the repository in it is escaped. Links to files are `<commit>/<path>`, for the file
    as it was at the latest commit that touched it; where there is none, `/<path>` from the project's folder."""
    steps = journey(project, item)
    parts = [f"# {escaped(item.label)}", *(_step(project, item, step) for step in steps)]
    if not steps:
        parts.append(nothing_linked(project, item))
    parts += _happened(project, item)
    return "\n\n".join(parts) + "\n"


def _step(project: Project, item: Item, step: Step) -> str:
    latest = {path: commit.hash for commit in reversed(step.commits) for path in commit.paths}
    files = [f"- [{escaped(path)}](<{latest.get(path, '')}/{quoted(path, '/')}>)" for path in step.paths[:_FILES_SHOWN]]
    if len(step.paths) > _FILES_SHOWN:
        files.append(f"- and {len(step.paths) - _FILES_SHOWN} more")
    tags = [f"- **{escaped(tag_words(tag.name))}**, {project.local(item, tag.when).date()}" for tag in step.tags]
    commits = [commit_line(project, commit, f"{project.local(item, commit.when).date()}") for commit in step.commits]
    lists = ("\n".join(lines) for lines in (files, tags, commits) if lines)
    # Without a word between them two lists would be one.
    title = "CI/CD" if step.name == "ci/cd" else step.name.capitalize()
    return f"## {title}\n\n{escaped(amount(step))}\n\n" + "\n\n<!-- -->\n\n".join(lists)


def _happened(project: Project, item: Item) -> Iterator[str]:
    said = timeline(project, item)
    if said.events:
        rows = (f"| {event.day} | {escaped(event.who)} | {escaped(event.text)} |" for event in said.events)
        yield "\n".join(["## What happened", "", "| when | who | what |", "|---|---|---|", *rows])
    if lines := said.figures:
        yield "\n".join(f"- {escaped(line)}" for line in lines)


def commit_line(project: Project, commit: Commit, when: str) -> str:
    """An entry of a list, with a link where the commit's repository lies on a known forge."""
    facts = project.facts
    forge = facts[Clones].forges.get(commit.repository) if commit.repository else facts[Remote].forge
    hash = link(commit.hash[:8], forge.commit(commit.hash)) if forge else f"`{commit.hash[:8]}`"
    where = f"{escaped(commit.repository)}: " if commit.repository else ""
    return f"- {hash} {where}{escaped(commit.subject)} — {escaped(commit.author)}, {when}"
