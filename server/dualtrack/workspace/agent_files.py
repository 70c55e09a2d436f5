"""What tells coding agents of the board: a skill, and some lines in AGENTS.md between two markers."""

import re
from importlib.resources import files
from pathlib import Path
from shlex import quote

from dualtrack.adapters.disk import Unreadable, read_text
from dualtrack.adapters.git import GitError
from dualtrack.adapters.history.refs import read_refs
from dualtrack.adapters.writer import NotWritten, Rewrite, write
from dualtrack.changes.change import Refusal
from dualtrack.text import newline_of

SKILL, LINES = ".agents/skills/dualtrack/SKILL.md", "AGENTS.md"
_BEGIN, _END = "<!-- dualtrack agents install -->", "<!-- end of dualtrack -->"
_SINCE = re.compile(r" --since [^\s`]+")


def agent_files(root: Path, trunk: str) -> dict[str, Rewrite]:
    """The files below a folder that are not yet as they should be, given the name of the default branch; raises Refusal where
    people have changed what is to be written."""
    wanted = {SKILL: _skill(_text(root, SKILL), trunk), LINES: _lines(_text(root, LINES), trunk)}
    return {path: rewrite for path, rewrite in wanted.items() if rewrite.before != rewrite.after}


def default_branch(root: Path) -> str:
    """The default branch of the repository at a folder as git takes it: that of its remote, else its own; empty where there is
    none, or where a shell would take its name for more than a word."""
    try:
        refs = read_refs(root)
    except GitError:
        return ""
    names = {f"refs/remotes/{refs.remote}/{refs.trunk}": f"{refs.remote}/{refs.trunk}", f"refs/heads/{refs.trunk}": refs.trunk}
    name = next((name for ref, name in names.items() if ref in refs.commits), "")
    return name if name == quote(name) else ""


def write_agent_files(root: Path, texts: dict[str, Rewrite]) -> None:
    """Write them; raises Refusal."""
    try:
        write(root, texts)
    except NotWritten as error:
        raise Refusal(str(error)) from error


def block(trunk: str) -> str:
    """What stands in AGENTS.md, with its markers."""
    return f"{_BEGIN}\n{_template('AGENTS.md', trunk)}{_END}\n"


def _skill(before: str | None, trunk: str) -> Rewrite:
    skill = _template("SKILL.md", trunk)
    if before is not None and _SINCE.sub("", before.replace("\r\n", "\n")) != _SINCE.sub("", skill):
        raise Refusal(f"{SKILL} is another version: remove it first, to have it written anew")
    return Rewrite(before, skill if before is None else before)


def _lines(before: str | None, trunk: str) -> Rewrite:
    text = before or ""
    newline = newline_of(text)
    told = block(trunk).replace("\n", newline)
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


def _template(name: str, trunk: str) -> str:
    text = files("dualtrack").joinpath("agents", name).read_text("utf-8")
    return _SINCE.sub(f" --since {trunk}" if trunk else "", text)
