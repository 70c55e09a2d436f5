"""Reports in the editor: the kinds to choose from, their pages, and how one is kept in the wiki."""

from dataclasses import replace
from datetime import date, timedelta

from dualtrack.changes.change import Change, Cursor, Refusal
from dualtrack.changes.new_item import new_page
from dualtrack.features.actions import Choice
from dualtrack.features.reports import asked_for, report_names, report_of, summary_of, title_of
from dualtrack.features.reports.report import Report, ReportOptions
from dualtrack.model.sprint import Sprint
from dualtrack.project.project import Project
from dualtrack.said import joined, plural, said
from dualtrack.text import Edit, Span

SHOW_REPORT = "dualtrack.showReport"
"""A command of the client: it shows the page."""
SAVE_REPORT = "dualtrack.report.save"
_TIMES = (7, 14, 30, 90)
"""Days back from today since when things may count."""


def report_choices(project: Project, uri: str) -> list[Choice]:
    """The kinds of reports on the folder with this URI, each with the sprints or the times that there are to choose from."""
    return [_choice(project, uri, kind) for kind in report_names()]


def _choice(project: Project, uri: str, kind: str) -> Choice:
    label = title_of(kind)

    def shows(name: str, description: str, sprint: str = "", since: date | None = None) -> Choice:
        title = joined(" ", (said("{kind} Report", label), sprint or str(since or "")))
        arguments = {"id": f"{uri}\n{kind}\n{sprint}\n{since or ''}", "label": title}
        return Choice(name, description, command=SHOW_REPORT, arguments=arguments)

    asks_for, parts = asked_for(kind), list[Choice]()
    if asks_for == "sprint":
        found = [item for item in project.items.values() if isinstance(item, Sprint)]
        found.sort(key=lambda each: (each.start or date.min, each.id), reverse=True)
        parts = [shows(each.shown, each.goal, sprint=each.id or each.key) for each in found]
    elif asks_for == "since":
        now = project.facts.today(project.boards[0].conventions.timezone)
        starts = {days: now - timedelta(days=days) for days in _TIMES}
        parts = [shows(plural(days, "day"), said("since {day}", str(day)), since=day) for days, day in starts.items()]
    whole = shows(label, summary_of(kind))
    if len(parts) < 2:
        return whole
    usual = said("The sprint that is due") if asks_for == "sprint" else said("The usual time")
    return Choice(label, summary_of(kind), then=[replace(whole, label=usual, description=""), *parts])


def _made(project: Project, chosen: str) -> Report:
    """The report of a kind, on a sprint, since a day, as `report_choices` writes them; raises Refusal."""
    kind, sprint, since = (*chosen.split("\n"), "", "")[:3]
    return report_of(kind)(project, ReportOptions(date.fromisoformat(since) if since else None, sprint))


def report_page(project: Project, chosen: str) -> str:
    """A report as Markdown."""
    from dualtrack.features.report_markdown import report_markdown

    try:
        return report_markdown(_made(project, chosen))
    except Refusal as refusal:
        return str(refusal)


def report_in_wiki(project: Project, chosen: str) -> Change:
    """A report as a page of the wiki of the first board that has one, named after its day; raises Refusal."""
    from dualtrack.features.report_markdown import report_markdown

    board = next((board for board in project.boards if not board.layout.made_by), None)
    if not board:
        raise Refusal(said("A Backlog.md folder has no wiki."))
    report = _made(project, chosen)
    path, text = new_page(project, board, f"{report.as_of} {report.title}", report_markdown(report))
    return Change(said("{id} added", path), {path: (Edit(Span(0, 0), text),)}, Cursor(path, 0))
