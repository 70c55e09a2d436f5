"""Why a board shows nothing: there is no item on it."""

from collections import Counter

from dualtrack.facts.other_branches import OtherBranches
from dualtrack.project.project import Project


def no_items(project: Project) -> str:
    """That there is no task and no experiment, and which other branch has the most of them; empty where there is one."""
    if any(item.kind in ("task", "experiment") for item in project.items.values()):
        return ""
    found = project.facts[OtherBranches].by_id.values()
    there = Counter(each.branch for items in found for each in items if each.status)
    branch = max(there, key=lambda each: (there[each], each), default="")
    return f"there is no item here; items are on {branch}" if branch else "there is no item here; dualtrack new task makes one"
