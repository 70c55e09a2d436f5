"""The command `dualtrack`."""

import argparse
import os
import sys
from collections.abc import Callable, Sequence

from dualtrack import __version__


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; the exit code is 1 for errors among the findings, 2 for a call that cannot be followed."""
    options = _parser().parse_args(arguments)
    run: Callable[[argparse.Namespace], int] = options.run
    try:
        code = run(options)
        sys.stdout.flush()
    except BrokenPipeError:  # whoever reads, as `head` does, has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    return code


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="dualtrack", description="The repository as the board of an ML team.")
    parser.add_argument("--version", action="version", version=f"dualtrack {__version__}")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    _reading(commands.add_parser("check", help="say what is found in a repository's items"), _check)
    _reading(commands.add_parser("board", help="show the board"), _board)
    explain = commands.add_parser("explain", help="show the page of a rule")
    explain.add_argument("rule", metavar="RULE")
    explain.set_defaults(run=_explain)
    return parser


def _reading(parser: argparse.ArgumentParser, run: Callable[[argparse.Namespace], int]) -> None:
    parser.add_argument("path", nargs="?", default=".", metavar="PATH", help="the repository (default: this folder)")
    parser.add_argument("--format", choices=("text", "json"), default="text")
    parser.add_argument("--today", metavar="DATE", help="judge timeboxes as of this day")
    parser.add_argument(
        "--trust",
        action="store_true",
        help="contact the tracking servers that dualtrack.yaml names (the one in MLFLOW_TRACKING_URI always is)",
    )
    parser.set_defaults(run=run)


# Each command imports its own: `dualtrack --version` starts in a tenth of the time of a check.
def _check(options: argparse.Namespace) -> int:
    from dualtrack.cli.check import run

    return _refused(options, run)


def _board(options: argparse.Namespace) -> int:
    from dualtrack.cli.board import run

    return _refused(options, run)


def _refused(options: argparse.Namespace, run: "Callable[..., int]") -> int:
    from dualtrack.cli.repository import Unusable, read_repository

    try:
        return run(read_repository(options.path, options.today, options.trust), options.format)
    except Unusable as error:
        print(f"dualtrack: {error}", file=sys.stderr)
        return 2


def _explain(options: argparse.Namespace) -> int:
    from dualtrack.features.rule_page import rule_page
    from dualtrack.rules import all_rules

    page = rule_page(options.rule)
    if page is None:
        print(f"dualtrack: there is no rule {options.rule}: {', '.join(all_rules())}", file=sys.stderr)
        return 2
    print(page)
    return 0


if __name__ == "__main__":
    sys.exit(main())
