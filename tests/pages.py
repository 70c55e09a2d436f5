"""Markdown that is also a test: headings and fenced blocks."""

import re
from dataclasses import dataclass

_HEADING = re.compile(r"^#+ (.+)$")


@dataclass(frozen=True)
class Block:
    """A fenced block: its language, its text, and its lines in the page (from the first inside to the closing fence)."""

    language: str
    text: str
    start: int
    end: int


@dataclass(frozen=True)
class Section:
    """A heading with the prose and the blocks below it, up to the next heading."""

    title: str
    prose: str
    blocks: tuple[Block, ...]


def sections(page: str) -> list[Section]:
    """The sections of a page, in order."""
    found: list[tuple[str, list[str], list[Block]]] = []
    fence: tuple[str, int] | None = None
    lines = page.splitlines()
    for number, line in enumerate(lines):
        if fence:
            if line.startswith("```"):
                language, start = fence
                text = "".join(f"{inside}\n" for inside in lines[start:number])
                found[-1][2].append(Block(language, text, start, number))
                fence = None
        elif line.startswith("```") and found:
            fence = (line.removeprefix("```").strip(), number + 1)
        elif heading := _HEADING.match(line):
            found.append((heading[1], [], []))
        elif found:
            found[-1][1].append(line)
    return [Section(title, "\n".join(prose).strip(), tuple(blocks)) for title, prose, blocks in found]
