"""How soon the board in a tab is drawn, in Chromium with the bundle of the webview, as the server sends it; and the tree told.

    npm run bench -- tab [--items 5000]

Nothing else of VS Code is there: what the webview asks is answered by the server over its protocol, a drop by the message
that the server sent when the card's file was edited. Of five rounds the best counts, since the browser shares the processors.
A move in the tree is measured where the client hears of it: from the command to the rows that say so, with the edit made, saved
and told as VS Code does it; its drawing of a few rows is not in it.
"""

import argparse
import json
import subprocess
import sys
import tempfile
from datetime import timedelta
from pathlib import Path

from dualtrack.features.flow.flow import FlowHistory
from dualtrack.features.pages.flow import flow_part
from dualtrack.lsp.tab import part_json
from support.items import write_boards
from support.report import Report
from support.years import TODAY, project_of_years

ROOT = Path(__file__).parents[1]
_IN_TREE = 1_000


def _flow(items: int) -> str:
    """The figures of two days."""
    history = FlowHistory(project_of_years(items))
    parts = [flow_part(history.on(TODAY - timedelta(days=days))) for days in (0, 400)]
    return json.dumps(part_json(parts), default=str)


def _node(script: str, *arguments: Path) -> dict[str, float]:
    """The figures that a script prints."""
    command = ["node", str(ROOT / "benchmarks" / "support" / script), *map(str, arguments)]
    return json.loads(subprocess.run(command, stdout=subprocess.PIPE, check=True, cwd=ROOT).stdout)


def main() -> int:
    """Measure and print; 1 if a promise is missed."""
    parser = argparse.ArgumentParser(prog="npm run bench -- tab")
    parser.add_argument("--items", type=int, default=5_000, metavar="N")
    options = parser.parse_args()
    report = Report("tab")
    with tempfile.TemporaryDirectory() as temporary:
        folder, flow = Path(temporary) / "board", Path(temporary) / "flow.json"
        write_boards(folder, Path(temporary) / "peer", options.items)
        flow.write_text(_flow(10_000))
        figures = _node("tab.mjs", folder, flow)
        small = Path(temporary) / "small"
        write_boards(small, Path(temporary) / "small-peer", _IN_TREE)
        tree = _node("tree.mjs", small)
    report.row("parts sent", figures["parts"], "")
    report.row("cards drawn at first, the others as their column is scrolled", figures["drawn"], "")
    report.row("from a file that is changed to what the tab is told", figures["server"], "ms")
    report.row("the longest frame while nothing happens", figures["idle"], "ms")
    report.promise("first paint after the data ms", figures["paint"], at_most=300)
    report.promise("drop to paint ms", figures["drop"], at_most=100)
    report.promise("longest frame while columns are scrolled ms", figures["scroll"], at_most=50)
    report.promise("longest frame while a card is dragged ms", figures["drag"], at_most=50)
    report.promise("bytes of an update of one card", figures["update"], at_most=2048)
    report.promise(f"a move in the tree of {_IN_TREE:,} items, to the rows that say so ms", tree["moved"], at_most=500)
    report.promise("flow of five years on another day, to paint ms", figures["flow"], at_most=50)
    return report.close()


if __name__ == "__main__":
    sys.exit(main())
