"""`dualtrack sprint`."""

from argparse import Namespace

from dualtrack.changes.change import Refusal
from dualtrack.cli.terminal import as_json, coloured, printable, say, sparkline, width
from dualtrack.features.burndown import Burndown
from dualtrack.features.card import card
from dualtrack.features.naming import named_item
from dualtrack.features.sprint_report import SprintReport, shown_sprints, sprint_report
from dualtrack.model.sprint import Sprint
from dualtrack.model.words import shortened
from dualtrack.project.project import Project
from dualtrack.said import plural
from dualtrack.workspace.repository import read_repository

_LABEL = 24
"""Columns that are left of a label where there is little room."""


def run(options: Namespace) -> None:
    """Print the sprint that is asked for, else those that go on."""
    project = read_repository(options.path, options.today, options.trust).project
    sprints = [_named(project, options.id)] if options.id else shown_sprints(project)
    reports = [sprint_report(project, sprint) for sprint in sprints]
    if options.format == "json":
        keys = {key for report in reports for key in (*report.tasks, *report.experiments)}
        cards = {key: card(project, project.items[key])._asdict() for key in sorted(keys)}
        print(as_json({"sprints": reports, "cards": cards}))
        return
    for number, report in enumerate(reports):
        if number:
            print()
        _print(project, report)
    if not reports:
        print("there is no sprint; dualtrack new sprint makes one")
    if reports and reports[0].unknown:
        say("", *reports[0].unknown)


def _named(project: Project, name: str) -> Sprint:
    item = named_item(project, name)
    if not isinstance(item, Sprint):
        raise Refusal(f"{item.shown} is no sprint")
    return item


def _print(project: Project, report: SprintReport) -> None:
    dates = f"{report.start or '?'} to {report.end or '?'}" if report.start or report.end else "without dates"
    left = f", {plural(report.days_left, 'day')} left" if report.state == "running" and report.days_left is not None else ""
    print(coloured(shortened(printable(report.label), width()), "bold"))
    print(coloured(f"  {dates}, {report.state}{left}", "dim"))
    if report.goal and report.goal not in report.label:
        say(shortened(f"  {report.goal}", width()))
    capacity = report.capacity
    say(
        f"  {capacity.product_tasks} of {plural(capacity.most_product_tasks, 'product task')}, {capacity.experiments} of"
        f" {plural(capacity.most_experiments, 'experiment')} · {report.closed} of {report.held} closed"
    )
    for name, keys in (("tasks", report.tasks), ("experiments", report.experiments)):
        if keys:
            print(f"\n{coloured(name.upper(), 'bold')}")
        for key in keys:
            shown = card(project, project.items[key])
            details = " · ".join(filter(None, (shown.status, shown.details)))
            label = shortened(printable(shown.label), max(_LABEL, width() - len(details) - 4))
            print(f"  {label}  {coloured(shortened(printable(details), width() - len(label) - 4), 'dim')}")
    for name, burndown in (("burndown of production", report.production), ("burndown of research", report.research)):
        if burndown:
            _print_burndown(name, burndown)
    _print_changes(report)
    _print_end(report)


def _print_burndown(name: str, burndown: Burndown) -> None:
    most = max(*burndown.scope, *burndown.left)
    print(f"\n{coloured(name.upper(), 'bold')}")
    print(f"  {sparkline(burndown.left, most)}  {burndown.left[-1]:g} of {burndown.scope[-1]:g} {burndown.unit} left")
    if burndown.scope[-1] != burndown.planned:
        was = f"{burndown.planned:g} when the sprint began, {burndown.scope[-1]:g} now"
        print(f"  {sparkline(burndown.scope, most)}  in the sprint: {was}")
    if burndown.unestimated:
        of = "timebox" if burndown.unit == "timebox days" else "points"
        print(f"  {plural(burndown.unestimated, 'item')} without {of}")


def _print_changes(report: SprintReport) -> None:
    if report.scope_changes:
        print(f"\n{coloured('CHANGED AFTER THE START', 'bold')}")
    for change in report.scope_changes:
        who = f"{change.author}, {change.commit[:8]} {change.subject}" if change.commit else "not committed"
        sign = "+" if change.change == "added" else "−"
        say(shortened(f"  {change.day}  {sign} {shortened(change.label, _LABEL * 2)}  ({who})", width()))


def _print_end(report: SprintReport) -> None:
    gauge = report.mid_sprint
    if gauge:
        half = "half of it has passed" if gauge.passed else f"half of it passes on {gauge.day}"
        known = "not known how many" if gauge.with_result is None else str(gauge.with_result)
        without = f"; none yet: {', '.join(gauge.without)}" if gauge.without else ""
        say(
            "",
            f"{half}: {known} of {plural(gauge.of, 'experiment')} with a preliminary result, {gauge.asked:.0%} asked{without}",
        )
    if report.state == "ended":
        print(f"\n{coloured('REVIEW AND RETRO', 'bold')}")
        for answer in (*report.review, report.retro):
            stands = "no task yet" if answer.in_words else "is not there"
            named = (
                f"{answer.label} ({answer.status})" if answer.key else f"{answer.label}: {stands}" if answer.label else "open"
            )
            say(f"  {answer.asked}: {named}")
    if report.removed:
        print(f"\n{coloured('REMOVED AFTER ITS END', 'bold')}")
        say(*(f"  {label}" for label in report.removed))
    for title, items in (("carried over", report.carried_over), ("brought from the sprint before", report.brought)):
        if items:
            print(f"\n{coloured(title.upper(), 'bold')}")
        for each in items:
            then = f"{each.status_at_end} at the end, " if each.status_at_end not in ("", each.status) else ""
            now = f"{each.status} on {each.closed}" if each.closed else f"{each.status} now" if then else each.status
            say(f"  {each.label}  {then}{now}" + (f", in {', '.join(each.to)}" if each.to else ""))
