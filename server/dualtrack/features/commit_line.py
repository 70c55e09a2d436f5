"""A commit as a line of Markdown."""

from dualtrack.features.markdown import escaped, link
from dualtrack.model.history import Commit
from dualtrack.project.project import Project


def commit_line(project: Project, commit: Commit, when: str) -> str:
    """An entry of a list, with a link where the commit's repository lies on a known forge."""
    others = {other.name: other.forge for other in project.facts.others}
    forge = others.get(commit.repository) if commit.repository else project.facts.forge
    hash = link(commit.hash[:8], forge.commit(commit.hash)) if forge else f"`{commit.hash[:8]}`"
    where = f"{escaped(commit.repository)}: " if commit.repository else ""
    return f"- {hash} {where}{escaped(commit.subject)} — {escaped(commit.author)}, {when}"
