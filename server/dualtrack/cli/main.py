"""The command `dualtrack`."""

import argparse
import gc
import os
import sys
from collections.abc import Callable, Sequence

from dualtrack import __version__

FORMATS = ("text", "json", "github", "sarif", "gitlab")
FAILING = ("error", "warning", "information", "never")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; the exit code is 1 for errors among the findings, 2 for a call that cannot be followed."""
    options = _parser().parse_args(arguments)
    run: Callable[[argparse.Namespace], int] = options.run
    start_light()
    try:
        code = run(options)
        sys.stdout.flush()
    except BrokenPipeError:  # whoever reads, as `head` does, has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    return code


def start_light() -> None:
    """Set up a process that runs one command: what it reads is no garbage before its end, and nothing adds to pydantic."""
    gc.disable()
    os.environ["PYDANTIC_DISABLE_PLUGINS"] = "__all__"  # looking for plugins reads the metadata of every installed package


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="dualtrack", description="The repository as the board of an ML team.")
    parser.add_argument("--version", action="version", version=f"dualtrack {__version__}")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    check = commands.add_parser("check", help="say what is found in a repository's items")
    _reading(check, FORMATS, _check)
    check.add_argument("--since", metavar="REV", help="only what this branch adds to REV, as a pull request does")
    check.add_argument("--fix", action="store_true", help="write the fixes that are safe without a look")
    check.add_argument(
        "--fail-on", choices=FAILING, default="error", help="what makes the exit code 1: this or worse (default: error)"
    )
    _reading(commands.add_parser("board", help="show the board"), ("text", "json"), _board)
    explain = commands.add_parser("explain", help="show the page of a rule")
    explain.add_argument("rule", metavar="RULE")
    explain.set_defaults(run=_explain)
    return parser


def _reading(parser: argparse.ArgumentParser, formats: Sequence[str], run: Callable[[argparse.Namespace], int]) -> None:
    parser.add_argument("path", nargs="?", default=".", metavar="PATH", help="the repository (default: this folder)")
    parser.add_argument("--format", choices=formats, default="text")
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
    from dualtrack.cli.repository import read_repository

    return _refused(
        lambda: run(
            read_repository(options.path, options.today, options.trust),
            options.format,
            options.since,
            options.fix,
            options.fail_on,
        )
    )


def _board(options: argparse.Namespace) -> int:
    from dualtrack.cli.board import run
    from dualtrack.cli.repository import read_repository

    return _refused(lambda: run(read_repository(options.path, options.today, options.trust).project, options.format))


def _refused(run: Callable[[], int]) -> int:
    from dualtrack.cli.repository import Unusable
    from dualtrack.cli.style import printable

    try:
        return run()
    except Unusable as error:
        print(f"dualtrack: {printable(str(error))}", file=sys.stderr)
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
