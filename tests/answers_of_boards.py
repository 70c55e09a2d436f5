"""Answers to questions about items and boards, as feature tests write them."""

import json
from collections.abc import Callable
from dataclasses import asdict

from dualtrack.features.actions import Choice, applicable, choices
from dualtrack.features.board import board
from dualtrack.features.brief import brief
from dualtrack.features.card import card
from dualtrack.features.check import check
from dualtrack.features.decided import decided
from dualtrack.features.flow.flow import FlowHistory
from dualtrack.features.journey import journey, step_words
from dualtrack.features.metric_history import metric_history
from dualtrack.features.now import needs
from dualtrack.features.proposals import proposals
from dualtrack.features.ready import ready
from dualtrack.features.runs_table import cells, runs_table
from dualtrack.features.sprint_report import shown_sprints, sprint_report
from dualtrack.features.timeline import timeline
from dualtrack.features.waiting import waiting_for, waits_of
from dualtrack.lsp.board_updates import board_updates
from dualtrack.project.mentions import item_at
from dualtrack.project.proofs.standing import standings

from tests.fixture import Fixture


def _journey(given: Fixture) -> str:
    """The steps of the first item of the file with the cursor."""
    assert given.cursor
    steps = journey(given.project, given.project.items_in(given.cursor[0])[0])
    return "".join(f"{step_words(step)}\n" + "".join(f"  {path}\n" for path in step.paths) for step in steps)


def _log(given: Fixture) -> str:
    """The events of the first item of the file with the cursor, and what follows from them."""
    assert given.cursor
    said = timeline(given.project, given.project.items_in(given.cursor[0])[0])
    events = (f"{event.day} {event.who}: {event.text}" for event in said.events)
    return "".join(f"{line}\n" for line in (*events, *said.figures))


def _flow(given: Fixture) -> str:
    """What is not empty of the flow up to today; of statuses how many items were in each at the end of every day."""
    flow = FlowHistory(given.project).on()
    lines = [f"{flow.since} to {flow.date}"]
    lines += [f"{band.track} {band.status or 'unknown status'}: {' '.join(map(str, band.counts))}" for band in flow.bands]
    lines += [f"done, {each.track}: {' '.join(map(str, each.counts))}" for each in flow.done if any(each.counts)]
    for each in flow.cycle_times:
        at_most = "" if each.p50 is None else f"at most {each.p50} {each.p85} {each.p95}, "
        lines_of = f"{at_most}not known of {each.unknown}"
        lines.append(f"cycle time, {each.track}: {list(each.days)}, {lines_of}")
    for each in flow.ageing:
        old, least = (" old" if each.is_old else ""), ("at least " if each.at_least else "")
        lines.append(
            f"in progress: {each.key} {least}{each.days}, in {each.status} {each.days_in_status}{old} {each.blocked}".rstrip()
        )
    lines += [f"blocked by {each.kind}: {each.days} days of {each.items}, now {list(each.now)}" for each in flow.blocked]
    lines += [f"{each.person}: {dict(each.active)}, {each.waiting} waiting, usually {each.usual}" for each in flow.workload]
    lines += [f"deployed: {each.label} {each.day} ({each.said_by})" for each in flow.deployed]
    lines += [
        f"to production: {each.experiment} in {each.model}: {each.decided} → {each.deployed}, {each.days}"
        for each in flow.to_production
    ]
    lines += [f"taken over: {flow.taken_over}"] if flow.taken_over else []
    return "".join(f"{line}\n" for line in (*lines, *flow.unknown))


def _sprint(given: Fixture) -> str:
    """What is not empty of the reports of the sprints that are shown."""
    lines: list[str] = []
    for report in (sprint_report(given.project, sprint) for sprint in shown_sprints(given.project)):
        lines.append(f"{report.label}: {report.start} to {report.end}, {report.state}, {report.days_left} days left")
        lines.append(", ".join(f"{name} {value}" for name, value in asdict(report.capacity).items()))
        for burndown in filter(None, (report.production, report.research)):
            series = (" ".join(f"{each:g}" for each in numbers) for numbers in (burndown.scope, burndown.left))
            lines.append(f"{burndown.unit}: {' | '.join(series)}, {burndown.unestimated} unestimated")
        lines += [f"{each.day} {each.change} {each.key} ({each.commit})" for each in report.scope_changes]
        if gauge := report.mid_sprint:
            lines.append(
                f"half on {gauge.day}, passed: {gauge.passed}, {gauge.with_result} of {gauge.of}, {gauge.asked:.0%} asked"
            )
        lines += [f"{each.asked}: {each.label or 'open'} {each.status}".rstrip() for each in (*report.review, report.retro)]
        lines.append(f"{report.closed} closed of {' '.join((*report.tasks, *report.experiments))}")
        for name, left in (("carried over", report.carried_over), ("brought", report.brought)):
            lines += [f"{name}: {e.key} {e.status_at_end} then, {e.status} {e.closed}, in {list(e.to)}" for e in left]
        lines += report.unknown
    return "".join(f"{line}\n" for line in lines)


def _board(given: Fixture) -> str:
    boards = board(given.project)
    lines: list[str] = []
    for view in boards.boards:
        lines.append(f"board {view.folder or '.'}")
        for track in view.tracks:
            if any(column.cards for column in track.columns):
                lines.append(f"  {track.name}{f' ({track.badge})' if track.badge else ''}")
                for column in track.columns:
                    if column.cards:
                        lines.append(f"    {column.status} {column.badge}{' over the limit' if column.over_limit else ''}")
                        cards = map(boards.cards.__getitem__, column.cards)
                        lines += (f"      {c.state}: {c.label} [{c.kind}] {c.details}".rstrip() for c in cards)
    lines += [f"{boards.loose.title}: {boards.loose.listed}"] if boards.loose.title else []
    return "".join(f"{line}\n" for line in [*lines, f"{boards.attention} to decide"])


def _decided(given: Fixture) -> str:
    lines: list[str] = []
    for each in decided(given.project, board(given.project)):
        lines.append(f"{each.day or 'no day'}: {each.label}: {each.decision} {', '.join(each.reasons)}".rstrip())
        measured = (f"{verdict.criterion}: {verdict.measured} {verdict.stands}" for verdict in each.verdicts)
        lines += (f"  {words}" for words in (each.hypothesis, *measured, each.learnings) if words)
    return "".join(f"{line}\n" for line in lines)


def _now(given: Fixture) -> str:
    lines: list[str] = []
    for need in needs(given.project, check(given.project), board(given.project)):
        offered = (*need.requests, *need.fixes)
        asks = f" [{', '.join(offered)}]" if offered else ""
        lines += [f"{need.kind}: {need.label}{asks}", *(f"  {reason}" for reason in need.reasons)]
    return "".join(f"{line}\n" for line in lines)


def _brief(given: Fixture) -> str:
    return f"{brief(given.project, board(given.project), None).text}\n"


def _ready(given: Fixture) -> str:
    found = ready(given.project, board(given.project))
    lines: list[str] = []
    for each in found.ready:
        told = {name: value for name, value in asdict(each).items() if value and name not in ("title", "kind", "path")}
        lines += [f"{told.pop('id')} {each.title}", *(f"  {name}: {value}" for name, value in told.items())]
    lines += (f"not {each.id}: {', '.join(each.obstacles)}" for each in found.not_ready)
    return "".join(f"{line}\n" for line in lines)


def _tree(given: Fixture) -> str:
    """The rows of the tree, each with its icon; what is below a folded one is shown, too."""
    updates = board_updates("x", "x", None, board(given.project), {})
    rows = {row.id: row for update in filter(None, updates) for row in (*update.rows, *update.cards)}

    def lines(id: str, depth: int) -> list[str]:
        row = rows[id]
        fold = ("▸ " if row.collapsed else "▾ ") if row.rows else ""
        icon = f"({row.icon}{f' {row.color}' if row.color else ''}) " if row.icon else ""
        own = f"{'  ' * depth}{fold}{icon}{row.label}{f'  {row.description}' if row.description else ''}"
        return [own, *(line for below in row.rows for line in lines(below, depth + 1))]

    return "".join(f"{line}\n" for below in rows["x"].rows for line in lines(below, 0))


def _card(given: Fixture) -> str:
    """The fields of a card that say something, of the first item of the file with the cursor."""
    assert given.cursor
    shown = card(given.project, given.project.items_in(given.cursor[0])[0])._asdict()
    return "".join(
        f"{name}: {json.dumps(value, ensure_ascii=False, default=asdict)}\n" for name, value in shown.items() if value
    )


def _actions(given: Fixture) -> str:
    assert given.cursor
    item = given.project.items_in(given.cursor[0])[0]
    names = applicable(given.project, item)
    return "".join(f"{name}: {_choice(each)}\n" for name in names for each in choices(given.project, [item], name, {}))


def _choice(choice: Choice) -> str:
    then = f" [{', '.join(map(_choice, choice.then))}]" if choice.then else ""
    asks = f" asks for {', '.join(ask.argument for ask in choice.asks)}" if choice.asks else ""
    return f"{choice.label}{then}{asks}"


def _metric_history(given: Fixture) -> str:
    """What the runs of EXP-1 reached."""
    history = metric_history(given.project, given.project.items["EXP-1"])
    if not history:
        return ""
    baseline = "" if history.baseline is None else f", baseline {history.baseline:g}"
    better = "high" if history.high else "low"
    runs = (f"{run.day} {run.run} {run.shown}{' met' if run.meets else ''}\n" for run in history.runs)
    return f"{history.metric} {history.asked}, better {better}{baseline}\n" + "".join(runs)


def _runs_table(given: Fixture) -> str:
    """The table of the first item's runs: its cells, and why each row is in it; `+` stands before what is not judged."""
    table = runs_table(given.project, given.project.items["EXP-1"])
    head, *rows = cells(table, 20, 9, 20)
    lines = [" | ".join(head)]
    for row, texts in zip(table.rows, rows, strict=True):
        lines.append(f"{'' if row.judged else '+ '}{' | '.join(texts)}: {row.why}, {', '.join(row.runs)}")
    return "".join(f"{line}\n" for line in lines)


def _standings(given: Fixture) -> str:
    """How the lines of the Definition of Done of every item stand."""
    project = given.project
    items = (item for path in sorted(given.files) for item in project.items_in(path))
    found = ((item, each) for item in items for each in standings(project, item))
    return "".join(
        f"{item.shown} {each.line.shown}: {each.state} · {each.sentence}".rstrip(" ·") + "\n" for item, each in found
    )


def _proposals(given: Fixture) -> str:
    """What is typed, and what could stand in its place: `␤` is a line end, and `|` where one goes on."""
    assert given.cursor
    path, offset = given.cursor
    found = proposals(given.project, path, offset, lambda: ["unknown-status"])
    if not found:
        return ""
    lines = [f"«{given.files[path][slice(*found.span)]}»{'' if found.final else '…'}"]
    shown = found.proposals if len(found.proposals) < MANY else found.proposals[:FEW]  # of all rules, which become more
    for each in shown:
        at = len(each.text) if each.cursor is None else each.cursor
        text = f"{each.text[:at]}{'|' if each.cursor is not None else ''}{each.text[at:]}".replace("\n", "␤")
        lines.append(
            f"  {text} ({each.kind}{f' {each.label}' if each.label not in ('', each.text) else ''})  {each.detail}".rstrip()
        )
    return "".join(f"{line}\n" for line in lines)


def _waiting(given: Fixture) -> str:
    """What the item at the cursor waits for (>), and what waits for it (<), with what stands where it says so."""
    assert given.cursor
    (path, offset), project = given.cursor, given.project
    item = item_at(project, path, given.files[path], offset)
    assert item
    waits = [(">", item, wait) for wait in waits_of(project, item)]
    waits += [("<", wait.item, wait) for wait in waiting_for(project, item)]
    return "".join(
        f"{sign} {wait.item.label}: {', '.join(given.files[waiting.path][slice(*span)] for span in wait.spans)}\n"
        for sign, waiting, wait in waits
    )


MANY, FEW = 70, 3


ANSWERS: dict[str, Callable[[Fixture], str]] = {
    "runs-table": _runs_table,
    "metric-history": _metric_history,
    "board": _board,
    "flow": _flow,
    "sprint": _sprint,
    "decided": _decided,
    "now": _now,
    "ready": _ready,
    "brief": _brief,
    "tree": _tree,
    "card": _card,
    "actions": _actions,
    "log": _log,
    "journey": _journey,
    "standings": _standings,
    "proposals": _proposals,
    "waiting": _waiting,
}
