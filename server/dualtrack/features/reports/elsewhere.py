"""What reports say of work that is only on other branches."""

from dualtrack.facts.history import History
from dualtrack.features.reports.cites import by_commit
from dualtrack.features.reports.report import Statement, shown_day
from dualtrack.model.mention import canonical
from dualtrack.model.words import natural
from dualtrack.project.branches import overdue_only_elsewhere
from dualtrack.project.project import Project
from dualtrack.said import plural


def overdue_there(project: Project) -> tuple[Statement, ...]:
    """The investigations on other branches whose decision is due; the day only where a commit shows the work."""
    told: list[Statement] = []
    for there, end, today in overdue_only_elsewhere(project):
        cites = tuple(by_commit(project, each.hash) for each in project.facts[History].by_id.get(canonical(there.id), ())[:1])
        since = f" on {shown_day(end)}, {plural((today - end).days, 'day')} ago" if cites else " there"
        title = there.title if there.title != there.id else ""
        text = f"Under investigation on the branch {there.branch}, and not here; the decision was due{since}."
        told.append(Statement(f"{there.id} {title}".strip(), text, cites))
    return tuple(sorted(told, key=lambda each: natural(each.about)))
