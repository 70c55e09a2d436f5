"""Reports in the editor: the kinds to choose from, their pages, and how one is kept in the wiki."""

from dualtrack.changes.change import Change, Cursor, Refusal
from dualtrack.changes.new_item import new_page
from dualtrack.features.actions import Choice
from dualtrack.features.reports import report_names, report_of, summary_of, title_of
from dualtrack.project.project import Project
from dualtrack.said import said
from dualtrack.text import Edit, Span

SHOW_REPORT = "dualtrack.showReport"
"""A command of the client: it shows the page."""
SAVE_REPORT = "dualtrack.report.save"


def report_choices(uri: str) -> list[Choice]:
    """The kinds of reports on the folder with this URI."""
    return [
        Choice(
            label,
            summary_of(kind),
            command=SHOW_REPORT,
            arguments={"id": f"{uri}\n{kind}", "label": said("{kind} Report", label)},
        )
        for kind in report_names()
        for label in [title_of(kind)]
    ]


def report_page(project: Project, kind: str) -> str:
    """A report as Markdown."""
    from dualtrack.features.report_markdown import report_markdown
    from dualtrack.features.reports.report import Asked

    try:
        return report_markdown(report_of(kind)(project, Asked()))
    except Refusal as refusal:
        return str(refusal)


def report_in_wiki(project: Project, kind: str) -> Change:
    """A report as a page of the wiki of the first board that has one, named after its day; raises Refusal."""
    from dualtrack.features.report_markdown import report_markdown
    from dualtrack.features.reports.report import Asked

    board = next((board for board in project.boards if not board.layout.made_by), None)
    if not board:
        raise Refusal(said("A Backlog.md folder has no wiki."))
    report = report_of(kind)(project, Asked())
    path, text = new_page(project, board, f"{report.as_of} {report.title}", report_markdown(report))
    return Change(said("{id} added", path), {path: (Edit(Span(0, 0), text),)}, Cursor(path, 0))
