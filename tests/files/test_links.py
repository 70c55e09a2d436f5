"""Markdown links to files: which count, and that hostile text takes no longer."""

import time

import pytest
from dualtrack.files.links import file_links, resolved, wiki_links
from dualtrack.files.read_body import read_body


@pytest.mark.parametrize(
    ("text", "paths"),
    [
        ('See [a](b.md) and ![c](<d e.md> "title").', ["b.md", "d e.md"]),
        ("[a](b%20c.md#part), [d](e.md?x)", ["b c.md", "e.md"]),
        ("[a](https://x.org/b.md) [b](mailto:a@b.md) [c](#part) [d](/top.md) [e]() [f](~/g.md)", []),
        ("`[a](b.md)` ``[a](`b.md)`` ` [c](d.md)", ["d.md"]),
        ("```\n[a](b.md)\n```\n[c](d.md)", ["d.md"]),
        ("    [a](b.md)\n\t[c](d.md)", []),
        ("<!-- [a](b.md)\n[c](d.md) -->\n[e](f.md)\n<!-- [g](h.md)", ["f.md"]),
        ("[a][x] and [x], [y]\n\n[x]: b.md", ["b.md", "b.md"]),
    ],
)
def test_links(text: str, paths: list[str]) -> None:
    links = file_links(read_body(text, 0))
    assert [link.path for link in links] == paths
    assert all(0 <= link.span.start < link.span.end <= len(text) for link in links)


@pytest.mark.slow
@pytest.mark.parametrize("text", ["](", "`](", "](<", "](a ", "](a '", "<!--](", "](%4", "`" * 3 + "](x)`", "[[]("])
def test_hostile_text_takes_no_longer(text: str) -> None:
    start = time.process_time()
    file_links(read_body(text * (1_000_000 // len(text)), 0))
    assert time.process_time() - start < 5


@pytest.mark.parametrize(
    ("folder", "path", "expected"),
    [("a/b", "../c.md", "a/c.md"), ("a", "../../c", None), ("", "./x/../y", "y"), ("", "..", None), ("a", "..\\b", "b")],
)
def test_resolved(folder: str, path: str, expected: str | None) -> None:
    assert resolved(folder, path) == expected


@pytest.mark.parametrize(
    ("target", "is_link"),
    [
        *(
            (number, False)
            for number in ("0.91", "1e-5", "2.5e-3", "0x1F", "12 ms", "5 rows x 3 columns", "1, 2", "-3.5", "1_000")
        ),
        *((name, True) for name in ("5g", "3d plots", "1 on 1", "2026 plan", "0x1F notes", "TASK-1")),
    ],
)
def test_a_number_in_double_brackets_is_no_link(target: str, is_link: bool) -> None:
    assert [name for name, _ in wiki_links(f"x [[{target}]]", 0, ())] == ([target] if is_link else [])
