"""A report as one HTML file: without scripts, for light and dark, screen and paper."""

from collections.abc import Iterator
from html import escape

from dualtrack.features.markdown import is_web_address, without_steering
from dualtrack.features.report_chart import COLOURS, chart_rows, chart_svg, legend
from dualtrack.features.reports.report import Chart, Cite, Figures, Report, Section, Statement

_STYLE = """
:root { color-scheme: light dark; --text: #1f2328; --quiet: #59636e; --line: #d1d9e0; --page: #ffffff; --link: #0969da;
  --c0: #0969da; --c1: #bf8700; --c2: #8c959f; --c3: #1a7f37; --c4: #8250df; --c5: #cf222e; }
@media (prefers-color-scheme: dark) {
  :root { --text: #f0f6fc; --quiet: #9198a1; --line: #3d444d; --page: #0d1117; --link: #4493f8;
    --c0: #4493f8; --c1: #d29922; --c2: #6e7681; --c3: #3fb950; --c4: #a371f7; --c5: #f85149; }
}
body { margin: 0 auto; padding: 2rem 1.25rem 4rem; max-width: 44rem; background: var(--page); color: var(--text);
  font: 16px/1.55 system-ui, sans-serif; overflow-wrap: break-word; }
h1 { font-size: 1.6rem; line-height: 1.25; margin: 0; }
h2 { font-size: 1.1rem; margin: 2rem 0 .5rem; padding-bottom: .25rem; border-bottom: 1px solid var(--line); }
ul { list-style: none; margin: 0; padding: 0; }
li { margin: .75rem 0; }
p { margin: 0; }
p::first-letter { text-transform: uppercase; }
.table { overflow-x: auto; }
small, .quiet { color: var(--quiet); }
small { display: block; font-size: .8rem; }
a { color: var(--link); }
table { border-collapse: collapse; width: 100%; font-size: .9rem; margin: .75rem 0; }
th, td { text-align: left; vertical-align: top; padding: .3rem .6rem .3rem 0; border-bottom: 1px solid var(--line); }
figure { margin: 1rem 0; }
figcaption { font-size: .9rem; }
svg { display: block; width: 100%; max-width: 34rem; height: auto; margin: .5rem 0; }
svg text { fill: var(--quiet); font-size: 13px; }
.grid { stroke: var(--line); }
.legend span { margin-right: 1rem; white-space: nowrap; }
.legend i { display: inline-block; width: .7em; height: .7em; margin-right: .35em; }
svg .line { fill: none; stroke-width: 2.5; }
summary { font-size: .8rem; color: var(--quiet); cursor: pointer; }
@media print { body { padding: 0; max-width: none; font-size: 11pt; } li, tr { break-inside: avoid; } a { color: inherit; } }
"""
_COLOURS = "".join(f".c{n} {{ fill: var(--c{n}); stroke: var(--c{n}); background: var(--c{n}); }}\n" for n in range(COLOURS))


def report_html(report: Report) -> str:
    """The page."""
    title = escape(report.title)
    body = "\n".join(line for section in report.sections for line in _section(section))
    unknown = "".join(f"<li>{escape(line)}</li>\n" for line in report.unknown)
    if unknown:
        body += f"\n<h2>What could not be read</h2>\n<ul>\n{unknown}</ul>"
    return without_steering(f"""<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>{title}</title>
<style>{_STYLE}{_COLOURS}</style>
</head>
<body>
<header>
<h1>{title}</h1>
<p class="quiet">As of {report.as_of}</p>
</header>
<main>
{body}
</main>
</body>
</html>
""")


def _section(section: Section) -> Iterator[str]:
    yield f"<h2>{escape(section.title)}</h2>"
    if section.statements:
        yield "<ul>"
        yield from map(_statement, section.statements)
        yield "</ul>"
    if section.figures:
        yield from _table(section.figures)
    for chart in section.charts:
        yield from _chart(chart)
    if not (section.statements or section.figures or section.charts):
        yield f"<p>{escape(section.nothing)}</p>"


def _statement(said: Statement) -> str:
    about = f"<strong>{escape(said.about)}</strong>\n" if said.about else ""
    people = f" · {escape(', '.join(said.people))}" if said.people else ""
    cites = ", ".join(map(_cite, said.cites))
    rests = f"\n<small>{cites}{people}</small>" if cites or people else ""
    return f"<li>{about}<p>{escape(said.text)}</p>{rests}</li>"


def _cite(cite: Cite) -> str:
    shown = escape(cite.shown)
    return f'<a href="{escape(cite.address)}">{shown}</a>' if is_web_address(cite.address) else shown


def _chart(chart: Chart) -> Iterator[str]:
    yield f"<figure>\n<figcaption>{escape(chart.title)}</figcaption>"
    yield from chart_svg(chart)
    yield f'<small class="legend">{legend(chart)}</small>'
    if chart.cites:
        yield f"<small>{', '.join(map(_cite, chart.cites))}</small>"
    yield "<details><summary>The numbers</summary>"
    yield from _table(Figures(("day", *(name for name, _ in chart.series)), chart_rows(chart)))
    yield "</details>\n</figure>"


def _table(figures: Figures) -> Iterator[str]:
    heads = "".join(f'<th scope="col">{escape(name)}</th>' for name in (*figures.columns, *(["from"] if figures.cites else [])))
    yield f'<div class="table"><table>\n<tr>{heads}</tr>'
    for number, row in enumerate(figures.rows):
        cites = f'<td class="quiet">{", ".join(map(_cite, figures.cites[number]))}</td>' if figures.cites else ""
        yield f"<tr>{''.join(f'<td>{escape(cell)}</td>' for cell in row)}{cites}</tr>"
    yield "</table></div>"
