"""`dualtrack report`: what each kind says, and that everything it cites is there."""

import json
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from dualtrack.features.reports import report_names

from tests.adapters.git_repository import Repository
from tests.cli.conftest import Call

HOSTILE = "<script>alert(1)</script> [x](http://evil.example) *b*"
EXPERIMENT = f"""\
---
title: '{HOSTILE}'
status: running
started: 2026-11-09
timebox_days: 4
assignee: ana
model: churn@1.2
hypothesis: Tickets improve F1 by >= 0.03
success_criteria: f1 >= 0.7
baseline: {{f1: 0.66}}
---
"""
BLOCKED = "---\nstatus: in-progress\nblocked: {kind: data, since: 2026-11-10}\nmodel: churn@1.2\n---\n"
DECIDED = "---\nstatus: decided\ndecision: {}\nclosed: 2026-11-12\nmodel: churn@1.2\nlearnings: It overfits.\n---\n"


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    repository = Repository(tmp_path / "repository")
    repository.commit(
        "EXP-1: try tickets",
        at="2026-11-15T10:00:00Z",
        **{
            "tracks__experiments__EXP-1_md": EXPERIMENT,
            "tracks__experiments__EXP-2_md": DECIDED.format("ship"),
            "tracks__experiments__EXP-3_md": DECIDED.format("decided-not-to-pursue"),
            "tracks__tasks__TASK-1_md": BLOCKED,
            "tracks__tasks__TASK-2_md": "---\nstatus: done\nclosed: 2026-11-14\nmodel: churn@1.2\n---\n",
            "tracks__models__churn-1_1_md": "---\nid: churn@1.1\nstage: deployed\ndeployed: 2026-11-10\n---\n",
            "tracks__models__churn-1_2_md": "---\nid: churn@1.2\nstage: experiment\ndue: 2026-12-01\n---\n",
        },
    )
    head = repository.git("rev-parse", "HEAD")
    (repository.folder / "results.tsv").write_text(
        f"commit\tf1\tstatus\tdescription\titem\n{head[:8]}\t0.71\tkeep\ttickets\tEXP-1\n"
    )
    return repository


def _report(call: Call, repository: Repository, kind: str, *options: str) -> str:
    done = call("report", kind, *options, "--today", "2026-11-16", cwd=repository.folder)
    assert (done.code, done.err) == (0, "")
    return done.out


def _cites(told: Any) -> list[list[str]]:
    """What is cited anywhere in a report."""
    if isinstance(told, dict):
        own = [cite for name in ("cites",) for cite in told.get(name, ()) if cite and isinstance(cite[0], str)]
        return own + [cite for value in told.values() for cite in _cites(value)]
    return [cite for value in told for cite in _cites(value)] if isinstance(told, list) else []


@pytest.mark.parametrize("kind", report_names())
def test_what_is_cited_is_there(repository: Repository, call: Call, kind: str) -> None:
    found = _cites(json.loads(_report(call, repository, kind, "--format", "json")))
    assert found
    for of, name, _, _ in found:
        if of == "file":
            path, _, line = name.rpartition(":")
            assert len((repository.folder / path).read_text().splitlines()) >= int(line) > 0
        elif of == "commit":
            assert repository.git("cat-file", "-t", name) == "commit"
        else:
            assert (of, name) == ("run", "results.tsv#1")


def test_a_stakeholder_reads_when_why_how_far_and_how_good(repository: Repository, call: Call) -> None:
    said = _report(call, repository, "stakeholder", "--no-names")
    assert "planned for 1 December 2026; 2 pieces of work must end before: EXP-1" in said
    assert "investigating whether tickets improve F1 by \\>= 0.03 until 13 November 2026, 3 days ago; f1 0.71 ≥ 0.7" in said
    assert "blocked by data for 6 days: no reason given" in said
    assert "2 ideas tried: 1 learning and 1 success" in said
    assert "it is in experiment; 3 of 5 pieces of work done" in said
    assert "| f1 | 0.66 | 0.71 | f1 \\>= 0.7 | yes, but only one run shows it yet | run tickets |" in said
    assert "ana" not in said


def test_a_week_says_what_ships_and_when_decisions_are_due(repository: Repository, call: Call) -> None:
    said = _report(call, repository, "weekly")
    assert "**churn@1.1**: deployed on 10 November 2026" in said
    assert "**TASK-2**: done on 14 November 2026" in said
    assert "(ana): was to be decided by 13 November 2026, 3 days ago" in said
    assert "**EXP-3**: decided not to pursue on 12 November 2026; It overfits." in said
    assert "EXP-3" not in _report(call, repository, "weekly", "--since", "2026-11-13")


def test_a_page_is_one_file_in_which_titles_are_text(repository: Repository, call: Call, tmp_path: Path) -> None:
    page = tmp_path / "week.html"
    _report(call, repository, "weekly", "--html", str(page))
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
    assert f"EXP-1 {HOSTILE}" not in _report(call, repository, "weekly")
