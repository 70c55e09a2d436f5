"""`dualtrack flow`."""

from argparse import Namespace
from collections.abc import Sequence
from datetime import date
from itertools import groupby

from dualtrack.changes.change import Refusal
from dualtrack.cli.board import boards_asked_for
from dualtrack.cli.parser import FILTERS
from dualtrack.cli.terminal import as_json, bar, coloured, printable, say, sparkline, width
from dualtrack.facts.pasts import Pasts
from dualtrack.facts.tags import Tags
from dualtrack.features.flow.figures import Flow
from dualtrack.features.flow.flow import FlowHistory
from dualtrack.model.words import shortened
from dualtrack.said import plural
from dualtrack.workspace.repository import read_repository

_SPARKS = 40
_SHOWN = 8


def run(options: Namespace) -> None:
    """Print the flow of work up to a day."""
    asked = any(getattr(options, name) for name in FILTERS)
    project = read_repository(options.path, options.today, options.trust, facts=None if asked else (Pasts, Tags)).project
    keys = boards_asked_for(project, options).cards.keys() if asked else None
    flow = FlowHistory(project, keys).on(_day(options.date), _day(options.since))
    if options.format == "json":
        print(as_json(flow))
        return
    print(coloured(f"Flow from {flow.since} to {flow.date}" if flow.dates else "Flow", "bold"))
    if flow.dates:
        _print_status(flow)
        _print_weeks(flow)
        _print_times(flow)
        _print_people(flow)
        _print_production(flow)
    if flow.taken_over:
        whose = "its" if flow.taken_over == 1 else "their"
        came = f"{plural(flow.taken_over, 'item')} came closed from elsewhere"
        say("", f"{came}: neither {whose} closing nor {whose} time is counted")
    if flow.unknown:
        say("", *flow.unknown)


def _day(written: str | None) -> date | None:
    try:
        return date.fromisoformat(written) if written else None
    except ValueError:
        raise Refusal(f'"{written}" is not a date such as 2026-11-02') from None


def _heading(text: str) -> None:
    print(f"\n{coloured(text.upper(), 'bold')}")


def _print_status(flow: Flow) -> None:
    """Each status with its course and how many items are in it."""
    _heading("items by status")
    for track, bands in groupby(flow.bands, key=lambda band: band.track):
        print(f"  {printable(track)}")
        for band in bands:
            name = shortened(printable(band.status or "unknown status"), 16)
            print(f"    {name:16} {sparkline(_thinned(band.counts)):{_SPARKS}} {band.counts[-1]:5}")


def _thinned(counts: Sequence[int]) -> Sequence[int]:
    """So many of the numbers that they fit, the last one among them."""
    step = -(-len(counts) // _SPARKS)
    return counts[(len(counts) - 1) % step :: step]


def _print_weeks(flow: Flow) -> None:
    _heading(f"by week, up to {flow.weeks[-1]}")
    rows = [(f"done, {series.track}", series.counts) for series in flow.done]
    rows += [("dropped", flow.dropped), ("learnings", flow.learnings), ("deployments", flow.deployments)]
    for name, counts in rows:
        if any(counts) or name.startswith("done"):
            print(f"  {shortened(printable(name), 18):18} {sparkline(_thinned(counts)):{_SPARKS}} {sum(counts):5} in all")


def _print_times(flow: Flow) -> None:
    if flow.cycle_times:
        _heading("cycle time in days")
    for each in flow.cycle_times:
        few = ", ".join(map(str, each.days))
        lines = few if each.p50 is None else f"50 % {each.p50}, 85 % {each.p85}, 95 % {each.p95}"
        known = f"{lines} · {len(each.days)} done" if each.days else "not known"
        unseen = f" · {each.unknown}{' more' if each.days else ' done,'} not seen in progress" if each.unknown else ""
        say(f"  {each.track:14} {known}{unseen}")
    if flow.ageing:
        _heading("in progress, oldest first")
    for each in flow.ageing[:_SHOWN]:
        days = f"{'≥ ' if each.at_least else ''}{each.days} d"
        marks = "".join((f" · blocked: {each.blocked}" if each.blocked else "", " · longer than 85 %" if each.is_old else ""))
        place = f"{each.status} {each.days_in_status} d{marks}"
        line = shortened(f"{printable(days):>8}  {printable(each.label)}", max(24, width() - len(place) - 2))
        print(f"{coloured(line, 'yellow') if each.is_old else line}  {coloured(printable(place), 'dim')}")
    if len(flow.ageing) > _SHOWN:
        print(f"          and {len(flow.ageing) - _SHOWN} more")
    if flow.blocked:
        _heading("blocked")
    most = max((each.days for each in flow.blocked), default=0)
    for each in flow.blocked:
        now = f", now {', '.join(each.now)}" if each.now else ""
        say(f"  {each.kind:16} {bar(each.days, most)} {plural(each.days, 'day')}, {plural(each.items, 'item')}{now}")


def _print_people(flow: Flow) -> None:
    if flow.workload:
        _heading("in progress by person")
    most = max((sum(count for _, count in each.active) for each in flow.workload), default=0)
    for each in flow.workload:
        active = sum(count for _, count in each.active)
        tracks = f" ({', '.join(f'{count} {track}' for track, count in each.active)})" if active else ""
        usual = "" if each.usual is None else f", usually {each.usual:g}"
        blocked = f", {each.blocked} blocked" if each.blocked else ""
        say(f"  {shortened(each.person, 16):16} {bar(active, most)} {active}{tracks}{usual}{blocked}, {each.waiting} not begun")
    if flow.shares:
        _heading("share of the work")
    for each in flow.shares:
        percent = each.active_percent
        days = "no day in progress" if percent is None else f"{percent} % of the days in progress"
        say(f"  {each.track:16} {bar(percent or 0, 100)} {days}, {each.done} done")


def _print_production(flow: Flow) -> None:
    if flow.deployed:
        _heading("deployed")
    say(*(f"  {each.day}  {each.label}  ({each.said_by}{', again' if each.again else ''})" for each in flow.deployed[-_SHOWN:]))
    if flow.to_production:
        median = flow.to_production_days
        _heading("from research to production" + ("" if median is None else f": {plural(median, 'day')} (median)"))
    for way in flow.to_production:
        took = "not known since when" if way.days is None else f"{plural(way.days, 'day')} after {way.decided}"
        say(f"  {way.experiment} in {way.model} on {way.deployed}, {took}")
