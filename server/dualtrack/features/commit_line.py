"""A commit as a line of Markdown."""

from dualtrack.facts.clones import Clones
from dualtrack.facts.history import Commit
from dualtrack.facts.remote import Remote
from dualtrack.features.markdown import escaped, link
from dualtrack.project.project import Project


def commit_line(project: Project, commit: Commit, when: str) -> str:
    """An entry of a list, with a link where the commit's repository lies on a known forge."""
    facts = project.facts
    forge = facts[Clones].forges.get(commit.repository) if commit.repository else facts[Remote].forge
    hash = link(commit.hash[:8], forge.commit(commit.hash)) if forge else f"`{commit.hash[:8]}`"
    where = f"{escaped(commit.repository)}: " if commit.repository else ""
    return f"- {hash} {where}{escaped(commit.subject)} — {escaped(commit.author)}, {when}"
