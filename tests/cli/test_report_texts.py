"""What stands in files and commits is text in a report: neither markup, nor does it steer the terminal."""

import json
from html.parser import HTMLParser
from pathlib import Path

import pytest
from dualtrack.features.reports import report_names

from tests.adapters.git_repository import Repository
from tests.cli.conftest import Call
from tests.cli.reported import HOSTILE, report, written


def test_a_page_is_one_file_in_which_titles_are_text(tmp_path: Path, call: Call) -> None:
    repository, page = written(tmp_path / "repository"), tmp_path / "month.html"
    report(call, repository, "monthly", "--html", str(page))
    tags: set[str] = set()
    texts: list[str] = []

    class Read(HTMLParser):
        def handle_starttag(self, tag: str, attrs: object) -> None:
            tags.add(tag)

        def handle_data(self, data: str) -> None:
            texts.append(data)

    Read().feed(page.read_text())
    assert not tags & {"script", "img", "a", "b", "iframe"}
    assert f"EXP-1 {HOSTILE}" in texts
    assert f"EXP-1 {HOSTILE}" not in report(call, repository, "monthly")
    assert {"svg", "details", "table"} <= tags


@pytest.mark.parametrize("kind", report_names())
def test_no_text_steers_the_terminal_or_the_order_of_letters(tmp_path: Path, call: Call, kind: str) -> None:
    steering = "\x1b]0;title\x07\x9b31m\u202e\u2066\x7f"
    name = f"bell{steering}"
    repository = Repository(tmp_path / "repository")
    quoted = json.dumps(name)
    task = f"---\nstatus: in-progress\ntitle: {quoted}\nassignee: {quoted}\nblocked: {quoted}\n---\n"
    repository.commit(f"TASK-1 {name}", "2026-11-14T10:00:00Z", **{"tracks__tasks__TASK-1_md": task, "src__a_py": ""})
    page = tmp_path / "page.html"
    call("report", kind, "-C", str(repository.folder), "--html", str(page), "--today", "2026-11-16")
    printed = call("report", kind, "-C", str(repository.folder), "--today", "2026-11-16").out
    for text in (printed, page.read_text()):
        assert not {sign for sign in steering if not sign.isprintable()}.intersection(text)
