"""Write another number for a metric into a page."""

from dualtrack.changes.change import Change, Refusal
from dualtrack.files.figures import figures
from dualtrack.project.project import Project
from dualtrack.said import said
from dualtrack.text import Edit


def set_figure(project: Project, path: str, metric: str, before: str, after: str) -> Change:
    """Put a number in the place of another, wherever the page gives that for the metric."""
    document = project.documents.get(path)
    found = [each for each in figures(document.text if document else "") if (each.name, each.number) == (metric, before)]
    if not found:
        raise Refusal(said("{path} does not say {metric} {before} any more", path, metric, before))
    return Change(
        said("{path} says {metric} {after}", path, metric, after), {path: tuple(Edit(each.span, after) for each in found)}
    )
