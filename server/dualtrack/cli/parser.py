"""The commands with their options, as a table; what a command needs is imported when it is run."""

import argparse
import sys
from collections.abc import Callable, Sequence
from dataclasses import MISSING, dataclass
from functools import partial
from importlib import import_module
from typing import TYPE_CHECKING, Any

from dualtrack import __version__

if TYPE_CHECKING:
    from dualtrack.changes.request import Request

FORMATS = ("text", "json", "github", "sarif", "gitlab")
FAILING = ("error", "warning", "information", "never")
KINDS = ("experiment", "spike", "task", "data", "sprint", "model", "bug", "ops", "page")
SOURCES = ("jira", "asana", "monday", "notion", "backlog")
SCHEMAS = ("dualtrack.yaml", "sprint", "front-matter")
FILTERS = ("track", "role", "type", "assignee", "sprint", "model")


@dataclass(frozen=True)
class _Command:
    """A command: the module of `dualtrack.cli` with its `run`, what it does, an example, and what adds its options."""

    module: str
    summary: str
    example: str
    options: Callable[[argparse.ArgumentParser], None]


def read_arguments(arguments: Sequence[str] | None) -> argparse.Namespace:
    """What is asked for; `run` of it runs the command. Without a command it prints the help, and the exit code is 2."""
    words = sys.argv[1:] if arguments is None else arguments
    parser = _parser(with_requests=not words or words[0] not in (*_COMMANDS, "--version"))
    options, words = parser.parse_known_args(arguments)
    if not hasattr(options, "run"):
        parser.print_help(sys.stderr)
        parser.exit(2)
    # A title may go on behind an option, where argparse expects no more of it.
    if words and (not hasattr(options, "title") or any(word.startswith("-") for word in words)):
        parser.error(f"unrecognized arguments: {' '.join(words)}")
    if words:
        options.title += words
    return options


def _parser(with_requests: bool) -> argparse.ArgumentParser:
    """The parser; requests are looked for only where somebody asks for one, or for all commands: that takes a while."""
    known = _COMMANDS | (_requests() if with_requests else {})
    examples = "".join(f"  {command.example}\n" for command in known.values())
    whole = argparse.ArgumentParser(
        prog="dualtrack",
        usage="dualtrack [-h] [--version] COMMAND …",
        description="The repository as the board of an ML team.",
        epilog=f"examples:\n{examples}\n`dualtrack COMMAND --help` says what a command takes.\n"
        "Exit codes: 0, 1 with findings to fail on, 2 for a call that cannot be followed.",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    whole.add_argument("--version", action="version", version=f"dualtrack {__version__}")
    commands = whole.add_subparsers(title="commands", metavar="COMMAND", prog="dualtrack")
    for name, command in known.items():
        one = commands.add_parser(
            name,
            help=command.summary,
            description=f"{command.summary[0].upper()}{command.summary[1:]}.",
            epilog=f"example: {command.example}",
        )
        command.options(one)
        one.set_defaults(run=_running(command.module))
    return whole


def _requests() -> dict[str, _Command]:
    """The changes that can be asked for, each with an option for each of its parameters."""
    from dualtrack.changes import all_requests

    return {
        name: _Command("request", request.summary, request.example, partial(_request, request))
        for name, request in all_requests().items()
    }


def _request(request: "type[Request]", parser: argparse.ArgumentParser) -> None:
    from dualtrack.changes.request import parameters

    parser.set_defaults(request=request)
    _id(parser)
    for each in parameters(request):
        told: dict[str, Any] = {"help": each.metadata["help"], "metavar": each.metadata["metavar"]}
        if each.default is MISSING:
            parser.add_argument(each.name, **told)
        else:
            parser.add_argument(f"--{each.name}", default=each.default, **told)
    _elsewhere(parser)
    (_outside if request.reads_facts else _today)(parser)


def _running(module: str) -> Callable[[argparse.Namespace], int]:
    def run(options: argparse.Namespace) -> int:
        code: int = import_module(f"dualtrack.cli.{module}").run(options)
        return code

    return run


def _path(parser: argparse.ArgumentParser) -> None:
    # A default of its own would stand over the path of -C.
    parser.add_argument("path", nargs="?", default=argparse.SUPPRESS, metavar="PATH", help="the same as -C PATH")
    _elsewhere(parser)


def _elsewhere(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("-C", dest="path", default=".", metavar="PATH", help="the repository (default: this folder)")


def _today(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--today", metavar="DATE", help="judge timeboxes, and write dates, as of this day")


def _outside(parser: argparse.ArgumentParser) -> None:
    _today(parser)
    parser.add_argument(
        "--trust",
        action="store_true",
        help="contact the tracking servers that dualtrack.yaml names (the one in MLFLOW_TRACKING_URI always is), and read the"
        " clones beside this one that it names",
    )


def _init(parser: argparse.ArgumentParser) -> None:
    _path(parser)
    parser.add_argument("--yes", action="store_true", help="ask nothing and take the defaults")
    _today(parser)


def _new(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("kind", choices=KINDS, metavar="KIND", help=f"one of {', '.join(KINDS)}")
    parser.add_argument(
        "title",
        nargs="*",
        metavar="TITLE",
        help="what the card or page is called; of a model its name and version (fraud@1.3); of a sprint its goal, if any",
    )
    parser.add_argument("--sprint", default="", metavar="S", help="the sprint that it belongs to")
    parser.add_argument("--assignee", default="", metavar="A", help="who does it")
    _elsewhere(parser)
    _today(parser)


def _board(parser: argparse.ArgumentParser) -> None:
    _path(parser)
    parser.add_argument("--format", choices=("text", "json"), default="text")
    for name in FILTERS:
        parser.add_argument(
            f"--{name}", action="append", default=[], metavar=name.upper(), help=f"only cards of this {name}; repeatable"
        )
    _outside(parser)


def _check(parser: argparse.ArgumentParser) -> None:
    _path(parser)
    parser.add_argument("--format", choices=FORMATS, default="text")
    _outside(parser)
    parser.add_argument("--since", metavar="REV", help="only what this branch adds to REV, as a pull request does")
    parser.add_argument("--fix", action="store_true", help="write the fixes that are safe without a look")
    parser.add_argument(
        "--fail-on", choices=FAILING, default="error", help="what makes the exit code 1: this or worse (default: error)"
    )


def _sync(parser: argparse.ArgumentParser) -> None:
    _path(parser)
    parser.add_argument("--dry-run", action="store_true", help="only say what would be written")
    _outside(parser)


def _show(parser: argparse.ArgumentParser) -> None:
    _id(parser)
    parser.add_argument("--format", choices=("text", "json"), default="text")
    _elsewhere(parser)
    _outside(parser)


def _id(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("id", metavar="ID", help="the item: its id in any spelling, its title, or its file's name")


def _import(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("source_path", metavar="FILE|FOLDER", help="a CSV export, or a Backlog.md folder of the repository")
    parser.add_argument("--source", choices=SOURCES, help="which tool it is from (default: what its header tells)")
    parser.add_argument("--dry-run", action="store_true", help="only say what would be written")
    _elsewhere(parser)
    _today(parser)


def _explain(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("rule", nargs="?", metavar="RULE", help="its code (default: list all rules)")


def _schema(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("name", nargs="?", choices=SCHEMAS, default=SCHEMAS[0], metavar="NAME", help=", ".join(SCHEMAS))


_COMMANDS: dict[str, _Command] = {
    "init": _Command("init", "set up a board where there is none", "dualtrack init", _init),
    "new": _Command("new", "make a new item from a template", 'dualtrack new experiment "Add feature X" --assignee ana', _new),
    "board": _Command("board", "show the board", "dualtrack board --track research --assignee ana", _board),
    "check": _Command("check", "say what is found in a repository's items", "dualtrack check --since origin/main", _check),
    "sync": _Command("sync", "set items to what commits say of them", "dualtrack sync --dry-run", _sync),
    "show": _Command("show", "show everything that is known of an item", "dualtrack show EXP-23", _show),
    "log": _Command("log", "show what happened to an item, and how long it took", "dualtrack log EXP-23", _show),
    "journey": _Command("journey", "show an item's way from notebook to deployment", "dualtrack journey EXP-23", _show),
    "import": _Command("import_", "import another tool's CSV or Backlog.md", "dualtrack import jira.csv --dry-run", _import),
    "explain": _Command("explain", "show the page of a rule", "dualtrack explain expired-timebox", _explain),
    "schema": _Command("schema", "print a JSON schema of the files", "dualtrack schema sprint", _schema),
}
