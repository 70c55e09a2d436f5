"""What tells coding agents of the board: a skill, and some lines in AGENTS.md between two markers."""

from importlib.resources import files
from pathlib import Path

from dualtrack.adapters.disk import Unreadable, read_text
from dualtrack.adapters.writer import NotWritten, Rewrite, write
from dualtrack.changes.change import Refusal
from dualtrack.text import newline_of

SKILL, LINES = ".agents/skills/dualtrack/SKILL.md", "AGENTS.md"
_BEGIN, _END = "<!-- dualtrack agents install -->", "<!-- end of dualtrack -->"


def agent_files(root: Path) -> dict[str, Rewrite]:
    """The files below a folder that are not yet as they should be; raises Refusal where people have changed what is to be
    written."""
    wanted = {SKILL: _skill(_text(root, SKILL)), LINES: _lines(_text(root, LINES))}
    return {path: rewrite for path, rewrite in wanted.items() if rewrite.before != rewrite.after}


def write_agent_files(root: Path, texts: dict[str, Rewrite]) -> None:
    """Write them; raises Refusal."""
    try:
        write(root, texts)
    except NotWritten as error:
        raise Refusal(str(error)) from error


def block() -> str:
    """What stands in AGENTS.md, with its markers."""
    return f"{_BEGIN}\n{_template('AGENTS.md')}{_END}\n"


def _skill(before: str | None) -> Rewrite:
    skill = _template("SKILL.md")
    if before is not None and before.replace("\r\n", "\n") != skill:
        raise Refusal(f"{SKILL} is another version: remove it first, to have it written anew")
    return Rewrite(before, skill if before is None else before)


def _lines(before: str | None) -> Rewrite:
    text = before or ""
    newline = newline_of(text)
    told = block().replace("\n", newline)
    if _BEGIN not in text:
        gap = "" if not text else newline if text.endswith(newline) else newline * 2
        return Rewrite(before, f"{text}{gap}{told}")
    head, _, rest = text.partition(_BEGIN)
    _, end, tail = rest.partition(_END)
    if not end or _BEGIN in rest:
        raise Refusal(f"{LINES} does not have {_BEGIN} and {_END} once each: remove them first")
    return Rewrite(before, f"{head}{told.removesuffix(newline)}{tail}")


def _text(root: Path, path: str) -> str | None:
    text = read_text(root, path)
    if isinstance(text, Unreadable):
        raise Refusal(f"{path}: {text}")
    return text


def _template(name: str) -> str:
    return files("dualtrack").joinpath("agents", name).read_text("utf-8")
