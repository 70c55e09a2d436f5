"""What tells coding agents of the board: a skill, and some lines in AGENTS.md between two markers."""

import re
from dataclasses import dataclass
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


@dataclass(frozen=True)
class Removal:
    """What takes back `agent_files`: files that are written without their lines, files that go, and why others are left."""

    rewritten: dict[str, Rewrite]
    removed: dict[str, str]
    left: tuple[str, ...]

    @property
    def paths(self) -> tuple[str, ...]:
        return (*self.removed, *self.rewritten)


def removal(root: Path) -> Removal:
    """How the folder becomes again as it was before `agent_files`; what differs from what is written there stays; raises
    Refusal."""
    rewritten: dict[str, Rewrite] = {}
    removed: dict[str, str] = {}
    left: list[str] = []
    skill, lines = _text(root, SKILL), _text(root, LINES)
    if skill is not None and not _is_skill(skill):
        left.append(f"{SKILL} is another version")
    elif skill is not None and (root / SKILL).is_symlink():
        left.append(f"{SKILL} is a link")
    elif skill is not None:
        removed[SKILL] = skill
    if lines is not None and (_BEGIN in lines or _END in lines):
        without = _without_block(lines)
        if without is None:
            left.append(f"{LINES} has other lines than those that are written between {_BEGIN} and {_END}")
        elif without or lines.endswith(_END) or (root / LINES).is_symlink():  # an empty file was there, or is linked
            rewritten[LINES] = Rewrite(lines, without)
        else:
            removed[LINES] = lines
    return Removal(rewritten, removed, tuple(left))


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


def write_agent_files(root: Path, texts: dict[str, Rewrite], removed: dict[str, str] | None = None) -> None:
    """Write them, and take away those that are to be removed with these texts; raises Refusal."""
    try:
        write(root, texts, removed=removed)
    except NotWritten as error:
        raise Refusal(str(error)) from error


def block(trunk: str) -> str:
    """What stands in AGENTS.md, with its markers."""
    return f"{_BEGIN}\n{_template('AGENTS.md', trunk)}{_END}\n"


def _skill(before: str | None, trunk: str) -> Rewrite:
    if before is not None and not _is_skill(before):
        raise Refusal(f"{SKILL} is another version: remove it first, to have it written anew")
    return Rewrite(before, _template("SKILL.md", trunk) if before is None else before)


def _is_skill(text: str) -> bool:
    """Whether a text is the skill, whatever its default branch and line ends are."""
    return _SINCE.sub("", text.replace(newline_of(text), "\n")) == _template("SKILL.md", "")


def _lines(before: str | None, trunk: str) -> Rewrite:
    text = before or ""
    newline = newline_of(text)
    told = block(trunk).replace("\n", newline)
    if _BEGIN not in text and _END not in text:
        if before is not None and not text.endswith(newline):  # nor do the lines: so they can be taken back whole
            return Rewrite(before, f"{text}{newline * 2 if text else ''}{told.removesuffix(newline)}")
        return Rewrite(before, f"{text}{newline if text else ''}{told}")
    parts = _parts(text)
    if not parts:
        raise Refusal(f"{LINES} does not have {_BEGIN} and {_END} once each: remove them first")
    head, _, tail = parts
    return Rewrite(before, f"{head}{told.removesuffix(newline)}{tail}")


def _parts(text: str) -> tuple[str, str, str] | None:
    """What stands before the markers, between and behind them; None where they are not there once each, in this order."""
    head, _, rest = text.partition(_BEGIN)
    inner, end, tail = rest.partition(_END)
    return (head, inner, tail) if end and text.count(_BEGIN) == text.count(_END) == 1 else None


def _without_block(text: str) -> str | None:
    """A text as it was before the lines were written into it; None where what stands there now is not what was written."""
    head, inner, tail = _parts(text) or ("", "", "")
    newline = newline_of(inner)
    if _SINCE.sub("", f"{_BEGIN}{inner}{_END}".replace(newline, "\n")) != block("").rstrip():
        return None
    if not tail:
        return head.removesuffix(newline * 2)
    tail = tail.removeprefix(newline)
    is_parted = not tail or tail.startswith(newline)  # else the blank line before is what parts the lines around
    return (head.removesuffix(newline) if is_parted and head.endswith(newline * 2) else head) + tail


def _text(root: Path, path: str) -> str | None:
    text = read_text(root, path)
    if isinstance(text, Unreadable):
        raise Refusal(f"{path}: {text}")
    return text


def _template(name: str, trunk: str) -> str:
    text = files("dualtrack").joinpath("agents", name).read_text("utf-8")
    return _SINCE.sub(f" --since {trunk}" if trunk else "", text)
