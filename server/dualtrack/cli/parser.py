"""The commands with their options, as tables; what a command needs is imported when it is run."""

import argparse
import sys
from collections.abc import Sequence
from dataclasses import MISSING, dataclass
from pkgutil import resolve_name
from typing import TYPE_CHECKING, Any

from dualtrack import __version__
from dualtrack.features.reports import report_names

if TYPE_CHECKING:
    from dualtrack.changes.request import Request

KINDS = ("experiment", "spike", "task", "data", "sprint", "model", "bug", "ops", "deploy", "page")
SCHEMAS = ("dualtrack.yaml", "sprint", "front-matter")
FILTERS = ("track", "role", "type", "assignee", "label", "sprint", "model", "needs", "text")

_Options = dict[str, dict[str, Any]]
_OPTIONS: _Options = {
    # A default of its own would stand over the path of -C.
    "path": {"nargs": "?", "default": argparse.SUPPRESS, "metavar": "PATH", "help": "the same as -C PATH"},
    "-C": {"dest": "path", "default": ".", "metavar": "PATH", "help": "the repository (default: this folder)"},
    "id": {"metavar": "ID", "help": "the item: its id in any spelling, its title, or its file's name"},
    "kind": {"choices": KINDS, "metavar": "KIND", "help": f"one of {', '.join(KINDS)}"},
    "title": {
        "nargs": "*",
        "metavar": "TITLE",
        "help": "what the card or page is called; of a model its name and version (fraud@1.3); of a sprint its goal, if any",
    },
    "source_path": {"metavar": "FILE|FOLDER", "help": "a CSV export, or a Backlog.md folder of the repository"},
    "words": {"nargs": "+", "metavar": "WORDS", "help": "what is about to be tried, in any words"},
    "rule": {"nargs": "?", "metavar": "RULE", "help": "its code (default: list all rules)"},
    "name": {
        "nargs": "?",
        "default": SCHEMAS[0],
        "metavar": "NAME",
        "help": f"{', '.join(SCHEMAS)}, or a command, for what it prints with --json",
    },
    "--sprint": {"default": "", "metavar": "S", "help": "the sprint that it belongs to"},
    "--assignee": {"default": "", "metavar": "A", "help": "who does it"},
    "--yes": {"action": "store_true", "help": "ask nothing and take the defaults"},
    "--since": {"metavar": "REV", "help": "only what this branch adds to REV, as a pull request does"},
    "--date": {"metavar": "DATE", "help": "as it stood at the end of this day (default: today)"},
    "--fix": {"action": "store_true", "help": "write the fixes that are safe without a look"},
    "--fail-on": {
        "choices": ("error", "warning", "information", "never"),
        "default": "error",
        "help": "what makes the exit code 1: this or worse (default: error)",
    },
    "--gate": {
        "action": "store_true",
        "help": "as a stop hook of a coding agent: hand the findings to fail on back to it, with exit code 2",
    },
    "folders": {
        "nargs": "*",
        "default": ["."],
        "metavar": "PATH",
        "help": "the repositories for agents (default: this folder)",
    },
    "action": {
        "choices": ("install", "uninstall"),
        "metavar": "install|uninstall",
        "help": "write the skill and the lines in AGENTS.md, or take them away again where nobody has changed them",
    },
    "--source": {
        "choices": ("jira", "asana", "monday", "linear", "github", "notion", "backlog"),
        "help": "which tool it is from (default: what its header tells)",
    },
    "--dry-run": {"action": "store_true", "help": "only say what would be written, removed or sent"},
    "--today": {"metavar": "DATE", "help": "judge timeboxes, and write dates, as of this day"},
    "--trust": {
        "action": "store_true",
        "help": "contact the tracking servers that dualtrack.yaml names (the one in MLFLOW_TRACKING_URI always is), and read"
        " the clones beside this one that it names",
    },
}
_FILTERS: _Options = {
    **{
        f"--{name}": {
            "action": "append",
            "default": [],
            "metavar": name.upper(),
            "help": f"only cards of this {name}; repeatable",
        }
        for name in FILTERS[:-2]
    },
    "--text": {
        "action": "append",
        "default": [],
        "metavar": "WORDS",
        "help": "only cards with these words; repeatable",
    },
    "--needs": {"action": "append", "default": [], "choices": ("decision",), "help": "only cards that need it"},
}


def _options(names: str, *formats: str) -> _Options:
    choice: _Options = {
        "--format": {"choices": ("text", *formats), "default": "text"},
        "--json": {"dest": "format", "action": "store_const", "const": "json", "help": "the same as --format json"},
    }
    return {name: _OPTIONS[name] for name in names.split()} | (choice if formats else {})


@dataclass(frozen=True)
class _Command:
    """A command: its module and function in `dualtrack.cli`, what it does, an example, its options, and its request."""

    function: str
    summary: str
    example: str
    options: _Options
    request: "type[Request] | None" = None

    def run(self, options: argparse.Namespace) -> int:
        return resolve_name(f"dualtrack.cli.{self.function}")(options) or 0


_REPOSITORY = "path -C --today --trust"
_ITEM = _options("id -C --today --trust", "json")
_CHECK = _options(f"{_REPOSITORY} --since --fix --fail-on --gate", "json", "github", "sarif", "gitlab")
_BOARD = _options(_REPOSITORY, "json") | _FILTERS
_FIRST_DAY: _Options = {"--since": {"metavar": "DATE", "help": "the first day that is counted (default: twelve weeks before)"}}
_FLOW = _options(f"{_REPOSITORY} --date", "json") | _FIRST_DAY | _FILTERS
_SPRINT: _Options = _ITEM | {"id": {"nargs": "?", "metavar": "SPRINT", "help": "its id (default: the sprint that goes on)"}}
_MODELS = _options(_REPOSITORY, "json")
_SYNC = _options(f"{_REPOSITORY} --dry-run", "json")
_PRIOR = _options("words -C --today --trust", "json")
_REPORT = _options("kind -C --today --trust", "json") | {
    "kind": {"choices": report_names(), "metavar": "KIND", "help": f"one of {', '.join(report_names())}"},
    "--html": {"metavar": "FILE", "help": "write it as one HTML file, without scripts"},
    "--since": {"metavar": "DATE", "help": "what happened since this day (default: what the kind is about)"},
    "--sprint": {"default": "", "metavar": "S", "help": "the sprint (default: the one that goes on)"},
    "--no-names": {"dest": "names", "action": "store_false", "help": "name no person"},
    "--for": {
        "dest": "audience",
        "choices": ("team", "stakeholders"),
        "default": "team",
        "help": "stakeholders: name no person and no path (default: team)",
    },
}
_NOTIFY = _options("-C --today --trust --dry-run", "json") | {
    "--state": {"metavar": "FILE", "help": "remembers what was sent (default: a file in the user's cache folder)"},
}
_NEW = _options("kind title --sprint --assignee -C --today", "json")
_IMPORT = _options("source_path --source --dry-run -C --today", "json")
_AGENTS = _options("action -C --dry-run", "json")
_INIT = _options("path -C --yes --today", "json")
_BRIEF: _Options = {
    "--since": {"metavar": "REV|DATE", "help": "what was learned and deployed since then (default: for 14 days)"},
    **_options(_REPOSITORY, "json"),
    **_FILTERS,
}
_VERSION: _Options = {"--version": {"action": "version", "version": f"dualtrack {__version__}"}}
_LSP: _Options = _VERSION | {
    "--stdio": {"action": "store_true", "help": "taken, as many editors say it: there is no other way"},
    "--clientProcessId": {"metavar": "ID", "help": "taken, and not needed"},
}
_MCP: _Options = _options("folders") | _VERSION
_COMMANDS: dict[str, _Command] = {
    "init": _Command("init:run", "set up a board where there is none", "init", _INIT),
    "new": _Command("new:run", "make a new item from a template", 'new experiment "Add feature X" --assignee ana', _NEW),
    "board": _Command("board:run", "show the board", "board --track research --assignee ana", _BOARD),
    "now": _Command("now:run", "show what needs somebody now, and why", "now --assignee ana", _BOARD),
    "brief": _Command("brief:run", "say in few words what goes on and what is to do", "brief --since origin/main", _BRIEF),
    "ready": _Command("ready:run", "show what can be started, and what is in the way of the rest", "ready --role ml", _BOARD),
    "check": _Command("check:run", "say what is found in a repository's items", "check --since origin/main", _CHECK),
    "sync": _Command("check:sync", "set items to what commits say of them", "sync --dry-run", _SYNC),
    "show": _Command("item:show", "show everything that is known of an item", "show EXP-23", _ITEM),
    "log": _Command("item:log", "show what happened to an item, and how long it took", "log EXP-23", _ITEM),
    "journey": _Command("item:show_journey", "show an item's way from notebook to deployment", "journey EXP-23", _ITEM),
    "prior": _Command("prior:run", "find decided experiments close to an idea", 'prior "focal loss for rare classes"', _PRIOR),
    "learnings": _Command("learnings:run", "show what decided experiments have taught", "learnings --model churn", _BOARD),
    "report": _Command("report:run", "report to people who never open the repository", "report weekly --html w.html", _REPORT),
    "notify": _Command("notify:run", "tell Slack, Teams, Discord or a webhook what is due", "notify --dry-run", _NOTIFY),
    "flow": _Command("flow:run", "show how work flowed: cycle times, throughput, blocks", "flow --date 2026-10-01", _FLOW),
    "sprint": _Command("sprint:run", "show a sprint: burndown, changes of its scope, what is open", "sprint sprint-5", _SPRINT),
    "models": _Command("models:run", "show model versions by stage, and what proves it", "models", _MODELS),
    "import": _Command("import_:run", "import another tool's CSV or Backlog.md", "import jira.csv --dry-run", _IMPORT),
    "lsp": _Command(
        "lsp:serve", "serve an editor over the Language Server Protocol, on standard input and output", "lsp", _LSP
    ),
    "agents": _Command("agents:run", "tell coding agents of the board", "agents install --dry-run", _AGENTS),
    "mcp": _Command("mcp:serve", "serve coding agents as a server of the Model Context Protocol", "mcp", _MCP),
    "explain": _Command("pages:explain", "show the page of a rule", "explain expired-timebox", _options("rule", "json")),
    "schema": _Command(
        "pages:print_schema", "print the JSON schema of a file, or of a command's output", "schema sprint", _options("name")
    ),
}


def _requests() -> dict[str, _Command]:
    """The changes that can be asked for, each with an option for each of its parameters."""
    from dualtrack.changes import all_requests
    from dualtrack.changes.request import parameters

    commands: dict[str, _Command] = {}
    for name, request in all_requests().items():
        own = {
            each.name if each.default is MISSING else f"--{each.name}": {
                **each.metadata,
                **({} if each.default is MISSING else {"default": each.default}),
            }
            for each in parameters(request)
        }
        options = _options("id") | own | _options("-C --today --trust" if request.reads_facts else "-C --today", "json")
        example = request.example.removeprefix("dualtrack ")
        commands[name] = _Command("request:run", request.summary, example, options, request)
    return commands


def all_commands() -> dict[str, _Command]:
    """All commands by name."""
    return _COMMANDS | _requests()


def read_arguments(arguments: Sequence[str] | None) -> argparse.Namespace:
    """What is asked for; `run` of it runs the command. Where it cannot be understood, the process ends with exit code 2; for
    the gate, where that would hold an agent, with 1."""
    given = sys.argv[1:] if arguments is None else arguments
    try:
        return _parsed(_command_first(given))
    except SystemExit as end:
        if end.code and any(word.startswith("--gate") for word in given):
            raise SystemExit(1) from None
        raise


def _parsed(words: Sequence[str]) -> argparse.Namespace:
    parser = _parser(with_requests=not words or words[0] not in (*_COMMANDS, "--version"))
    options, words = parser.parse_known_args(words)
    if not hasattr(options, "run"):
        parser.print_help(sys.stderr)
        parser.exit(2)
    # A title may go on behind an option, where argparse expects no more of it.
    if words and (not hasattr(options, "title") or any(word.startswith("-") for word in words)):
        parser.error(f"unrecognized arguments: {' '.join(words)}")
    if words:
        options.title += words
    return options


def _command_first(words: Sequence[str]) -> Sequence[str]:
    """`-C PATH` behind the command, where it stands in front of it, as git has it."""
    return (*words[2:3], *words[:2], *words[3:]) if len(words) > 2 and words[0] == "-C" else words


def _parser(with_requests: bool) -> argparse.ArgumentParser:
    """The parser; requests are looked for only where somebody asks for one, or for all commands: that takes a while."""
    known = all_commands() if with_requests else _COMMANDS
    examples = "".join(f"  dualtrack {command.example}\n" for command in known.values())
    whole = argparse.ArgumentParser(
        prog="dualtrack",
        usage="dualtrack [-h] [--version] COMMAND …",
        description="The repository as the board of an ML team.",
        epilog=f"examples:\n{examples}\n`dualtrack COMMAND --help` says what a command takes.\n"
        "Exit codes: 0, 1 with findings to fail on, 2 for a call that cannot be followed.",
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    whole.add_argument("--version", action="version", version=f"dualtrack {__version__}")
    commands = whole.add_subparsers(title="commands", metavar="COMMAND", prog="dualtrack")
    for name, command in known.items():
        description = f"{command.summary[0].upper()}{command.summary[1:]}."
        example = f"example: dualtrack {command.example}"
        one = commands.add_parser(name, help=command.summary, description=description, epilog=example, allow_abbrev=False)
        for option, told in command.options.items():
            one.add_argument(option, **told)
        one.set_defaults(run=command.run, request=command.request)
    return whole
