"""The charts of a report as SVG: drawn from plain numbers, without scripts, with the colours of the page."""

import math
from collections.abc import Iterator, Sequence
from datetime import date
from html import escape

from dualtrack.features.reports.report import Chart

WIDTH, HEIGHT = 480, 200
COLOURS = 6
"""The page has so many colours, as `.c0` and so on."""
_LEFT, _RIGHT, _TOP, _BOTTOM = 36, 8, 10, 26
_LABELS = 4
_ROWS = 14
"""Rows of the table beside a chart, in steps of the same length up to the last day."""


def chart_svg(chart: Chart) -> Iterator[str]:
    """The drawing, with its title as what a screen reader says; the table beside it has the numbers."""
    drawn = _stacked(chart) if chart.form != "lines" else [(numbers, [0.0] * len(numbers)) for _, numbers in chart.series]
    most = 2 * max(1, math.ceil(max((upper for uppers, _ in drawn for upper in uppers), default=0) / 2))
    yield f'<svg viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-label="{escape(chart.title)}">'
    for value in (0, most // 2, most):
        y = _y(value, most)
        yield f'<line class="grid" x1="{_LEFT}" x2="{WIDTH - _RIGHT}" y1="{y}" y2="{y}"/>'
        yield f'<text x="{_LEFT - 6}" y="{y + 4}" text-anchor="end">{value}</text>'
    for at in _steps(chart, _LABELS):
        day = date.fromisoformat(chart.days[at])
        anchor = "end" if at == len(chart.days) - 1 else "start" if at == 0 else "middle"
        yield f'<text x="{_x(at, chart)}" y="{HEIGHT - 6}" text-anchor="{anchor}">{day.day} {day:%b}</text>'
    for number, (uppers, lowers) in reversed(tuple(enumerate(drawn))):  # what is named first lies on top
        colour = f"c{number % COLOURS}"
        if chart.form == "bars":
            yield from _bars(chart, colour, uppers, lowers, most)
            continue
        upper = [f"{_x(at, chart)},{_y(value, most)}" for at, value in enumerate(uppers)]
        lower = [f"{_x(at, chart)},{_y(value, most)}" for at, value in enumerate(lowers)]
        points = " ".join(upper if chart.form == "lines" else (*upper, *reversed(lower)))
        shape = '<polyline class="line' if chart.form == "lines" else '<polygon class="band'
        yield f'{shape} {colour}" points="{points}"/>'
    yield "</svg>"


def _bars(chart: Chart, colour: str, uppers: Sequence[float], lowers: Sequence[float], most: float) -> Iterator[str]:
    width = round((WIDTH - _LEFT - _RIGHT) / len(chart.days) * 0.7, 1)
    for at, (upper, lower) in enumerate(zip(uppers, lowers, strict=True)):
        if upper > lower:
            top, foot = _y(upper, most), _y(lower, most)
            height = round(foot - top, 1)
            yield f'<rect class="{colour}" x="{_x(at, chart) - width / 2:.1f}" y="{top}" width="{width}" height="{height}"/>'


def _steps(chart: Chart, most: int) -> range:
    """So many of the places of its days that they fit, the last one among them."""
    step = max(1, -(-len(chart.days) // most))
    return range((len(chart.days) - 1) % step, len(chart.days), step)


def legend(chart: Chart) -> str:
    """What has which colour; what lies on each other from the top down."""
    named = list(enumerate(name for name, _ in chart.series))
    shown = named if chart.form == "lines" else reversed(named)
    return " ".join(f'<span><i class="c{number % COLOURS}"></i>{escape(name)}</span>' for number, name in shown)


def chart_rows(chart: Chart) -> tuple[tuple[str, ...], ...]:
    """The numbers of a chart day by day, of many days some."""
    return tuple((chart.days[at], *(f"{numbers[at]:g}" for _, numbers in chart.series)) for at in _steps(chart, _ROWS))


def _stacked(chart: Chart) -> list[tuple[Sequence[float], Sequence[float]]]:
    """The upper and the lower edge of each series."""
    lower: Sequence[float] = [0.0] * len(chart.days)
    found: list[tuple[Sequence[float], Sequence[float]]] = []
    for _, numbers in chart.series:
        upper = [under + each for under, each in zip(lower, numbers, strict=True)]
        found.append((upper, lower))
        lower = upper
    return found


def _x(at: int, chart: Chart) -> float:
    """Where a day lies; bars stand in the middle of theirs."""
    share = (at + 0.5) / len(chart.days) if chart.form == "bars" else at / max(1, len(chart.days) - 1)
    return round(_LEFT + (WIDTH - _LEFT - _RIGHT) * share, 1)


def _y(value: float, most: float) -> float:
    return round(HEIGHT - _BOTTOM - (HEIGHT - _TOP - _BOTTOM) * value / most, 1)
