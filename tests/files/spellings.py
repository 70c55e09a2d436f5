"""YAML in the many ways in which people write it, as a Hypothesis strategy."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from hypothesis import strategies as st

KEYS = ("id", "status", "due_date", "depends-on", "assignee", "é", "two words", "odd: key", "x", "blocked")
_PLAIN = ("done", "two words", "EXP-1", "2026-11-02", "é 😀", "it's", "R&D", "a#b", "x:y", "~", "-1", "a\u2028b", "a\u00a0b")
_PLAIN_IN_LINES = ("a, b", "x [y] {z}", "F1 >= 0.7", "f(x), ]")
_IN_QUOTES = ("done", "a: b", "# no", "", "- x", "[WIP]", "é 😀", "a, b")
_HEADERS = ("|", "|-", "|+", ">", ">-", ">+", "|2")


@dataclass(frozen=True)
class Spelling:
    """A file's text; `odd` names the spellings in it that an edit may refuse."""

    path: str
    text: str
    odd: frozenset[str]


@st.composite
def spellings(draw: Callable[[st.SearchStrategy[Any]], Any]) -> Spelling:
    """A Markdown file with front matter, or a YAML file."""
    writer = _Writer(draw)
    yaml = writer.braces("", 2) if writer.chance(8) else "" if writer.chance(40) else writer.mapping("", 3)
    if writer.chance(20) and not yaml.startswith("{"):
        yaml, _ = f"{yaml}\nbroken: @ana\n".lstrip(), writer.odd.add("broken")
    yaml += "\n" if yaml and not yaml.endswith("\n") else ""
    if writer.chance(4):
        yaml += f"{writer.comment()}\n"
    path, text = "a.md", f"---\n{yaml}---\n\nText\n"
    match draw(_below(10)):
        case 1:
            text = "\ufeff" + text
        case 2:
            text = f"---\n{yaml}..."
        case 3 if "\n\n" not in yaml:
            text = f"---\n{yaml}".removesuffix("\n")
            writer.odd.add("unclosed")
        case 4:
            path, text = "a.yaml", yaml
        case 5:
            path, text = "a.yaml", yaml.rstrip("\n")
        case 6:
            path, text = "a.yaml", f"{writer.comment()}\n---\n{yaml}...\n"
        case 7:
            text = "Text\n"
        case 8 if writer.chance(4):
            path, text = "a.yaml", "\ufeff" + yaml
            writer.odd.add("byte order mark")
        case _:
            pass
    newline = draw(_one_of(("\n", "\n", "\r\n", "\r")))
    return Spelling(path, text.replace("\n", newline), frozenset(writer.odd))


@lru_cache
def _below(count: int) -> st.SearchStrategy[int]:
    return st.integers(0, count - 1)


@lru_cache
def _one_of(choices: tuple[Any, ...]) -> st.SearchStrategy[Any]:
    return st.sampled_from(choices)


_SOME_KEYS = st.lists(st.sampled_from(KEYS), min_size=1, max_size=4, unique=True)


class _Writer:
    """Text is given without the indentation of its first line and without its last line end."""

    def __init__(self, draw: Callable[[st.SearchStrategy[Any]], Any]) -> None:
        self.draw = draw
        self.anchors: list[str] = []
        self.odd: set[str] = set()
        self.named = 0
        self.comments = 0

    def chance(self, one_in: int) -> bool:
        return self.draw(_below(one_in)) == one_in - 1

    def pick(self, *choices: Any) -> Any:
        return self.draw(_one_of(choices))

    def comment(self) -> str:
        self.comments += 1
        return f"# {self.comments}: it's, [- ? {{"

    def remark(self) -> str:
        """A comment at the end of a line, or nothing."""
        return f"  {self.comment()}" if self.chance(8) else ""

    def above(self, indent: str) -> str:
        """Lines above an entry."""
        lines = f"{self.pick(indent, indent + '  ', '')}{self.comment()}\n" if self.chance(8) else ""
        return lines + self.pick("\n", "  \n") if self.chance(12) else lines

    def key(self, key: str, flow: bool = False) -> str:
        anchor = f"&{self.name()} " if self.chance(40) else ""
        if ":" in key or self.chance(8):
            return anchor + self.pick(f'"{key}"', f"'{key}'")
        return anchor + key

    def name(self) -> str:
        """The name of an anchor."""
        self.named += 1
        return f"a{self.named}"

    def anchored(self, write: Callable[[], str]) -> str:
        """A value, which an anchor may precede or an alias may stand for."""
        if self.anchors and self.chance(10):
            self.odd.add("alias")
            return f"*{self.pick(*self.anchors)}"
        if not self.chance(12):
            return write()
        value = write()
        name = self.name()
        self.anchors.append(name)
        return f"&{name}{value if value.startswith(chr(10)) or not value else ' ' + value}"

    def mapping(self, indent: str, depth: int) -> str:
        """Keys on lines of their own."""
        lines = ""
        for key in self.draw(_SOME_KEYS):
            lines += self.above(indent) if lines else ""
            if self.chance(30):
                self.odd.add("explicit key")
                name = f"? {self.key(key)}"
                lines += indent + (name if self.chance(4) else f"{name}\n{indent}:{self.value(indent, depth)}") + "\n"
            else:
                lines += f"{indent}{self.key(key)}:{self.value(indent, depth)}\n"
        return lines[len(indent) :].removesuffix("\n")

    def value(self, indent: str, depth: int) -> str:
        """What stands behind a `:`, with the blank."""
        written = self.anchored(lambda: self.unanchored(indent, depth))
        return written if not written or written.startswith(("\n", "  #")) else self.pick(" ", " ", "  ", "\t") + written

    def unanchored(self, indent: str, depth: int) -> str:
        match self.draw(_below(8 if depth else 6)):
            case 0 | 1:
                return self.scalar(indent)
            case 2:
                return self.remark()
            case 3:
                return self.braces(indent, 2) + self.remark()
            case 4:
                return self.brackets(indent, 2) + self.remark()
            case 5 | 6:
                inner = indent + self.pick("  ", "", "    ")
                return f"{self.remark()}\n{self.above(inner)}{inner}{self.entries(inner, depth - 1)}"
            case _:
                inner = indent + self.pick("  ", "    ")
                return f"{self.remark()}\n{self.above(inner)}{inner}{self.mapping(inner, depth - 1)}"

    def entries(self, indent: str, depth: int) -> str:
        """Entries on lines of their own."""
        lines = ""
        for _ in range(1 + self.draw(_below(3))):
            lines += self.above(indent) if lines else ""
            gap = self.pick(" ", "   ")
            inner = f"{indent} {gap}"
            match self.draw(_below(6 if depth > 0 else 4)):
                case 0 | 1:
                    entry = self.anchored(lambda: self.scalar(indent))
                case 2:
                    entry = self.anchored(lambda: self.pick(self.braces, self.brackets)(indent, 1)) + self.remark()
                case 3:
                    entry = ""
                case 4:
                    entry = self.mapping(inner, depth - 1)
                case _:
                    entry = self.entries(inner, depth - 1)
            lines += f"{indent}-{gap if entry else ''}{entry}\n"
        return lines[len(indent) :].removesuffix("\n")

    def scalar(self, indent: str) -> str:
        tag = "!!str " if self.chance(30) else ""
        match self.draw(_below(10)):
            case 0 | 1 | 2:
                return tag + self.pick(*_PLAIN) + self.remark()
            case 3:
                return self.pick(*_PLAIN_IN_LINES) + self.remark()
            case 4 | 5:
                return tag + self.quoted() + self.remark()
            case 6:
                return f"several\n{indent}  lines" + self.remark()
            case 7:
                return f'"several\n{indent}   lines, \\"x\\""' + self.remark()
            case _:
                return self.block_text(indent)

    def block_text(self, indent: str) -> str:
        self.odd.add("block text")
        content = [
            self.pick("text: &x", "# no comment", "- two  ", "x\u3000"),
            *self.pick((), ("", "  deeper"), ("",), ("", ""), ("   ",)),
        ]
        lines = "".join(f"\n{indent}  {line}" if line else "\n" for line in content)
        return f"{self.pick(*_HEADERS)}{self.remark()}{lines}"

    def quoted(self) -> str:
        text = self.pick(*_IN_QUOTES)
        return self.pick(f'"{text}"', f"'{text}'")

    def in_brackets(self, indent: str, depth: int) -> str:
        match self.draw(_below(5 if depth else 3)):
            case 0 | 1:
                return self.pick(*_PLAIN)
            case 2:
                return self.quoted()
            case 3:
                return self.brackets(indent, depth - 1)
            case _:
                return self.braces(indent, depth - 1)

    def brackets(self, indent: str, depth: int) -> str:
        entries: list[str] = []
        for _ in range(self.draw(_below(4))):
            if self.chance(20):
                self.odd.add("pair")
                entries.append(f"pair: {self.in_brackets(indent, 0)}")
            else:
                entries.append(self.anchored(lambda: self.in_brackets(indent, depth)))
        return self.joined("[", entries, "]", indent)

    def braces(self, indent: str, depth: int) -> str:
        entries: list[str] = []
        for key in self.draw(_SOME_KEYS)[: self.draw(_below(4))]:
            if self.chance(20):
                entries.append(self.key(key) + self.pick("", ": "))
            elif self.chance(20):
                entries.append(f'"{key}":"close"')
            else:
                entries.append(f"{self.key(key)}: {self.anchored(lambda: self.in_brackets(indent, depth))}")
        return self.joined("{", entries, "}", indent)

    def joined(self, opening: str, entries: list[str], closing: str, indent: str) -> str:
        """Entries between brackets, on one line or on several."""
        last = "," if entries and self.chance(6) else ""
        if not self.chance(4):
            return opening + ", ".join(entries) + last + closing
        line = f"\n{indent}    "
        text = opening + self.remark()
        for index, entry in enumerate(entries):
            comma = "," if index + 1 < len(entries) else last
            lead = line + self.comment() + line if self.chance(10) else self.pick(line, line, " ")
            lead = line if "#" in text.rpartition("\n")[2] else lead
            text += lead + entry + comma + self.remark()
        return text + line + closing
