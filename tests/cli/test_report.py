"""`dualtrack report`: what each kind says, and that everything it cites is there."""

import json
import re
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
DECIDED = "---\nstatus: decided\ndecision: {}\nclosed: 2026-11-12\nmodel: churn@1.2\nlearnings: It overfits.\n{}---\n"
SPRINT = """\
sprint-5:
  goal: Know whether tickets help
  start: 2026-11-09
  end: 2026-11-18
  product-tasks: [{tasks}]
  experiments: [EXP-1, EXP-2, EXP-3]
  review: {{feature: TASK-1}}
"""


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    repository = Repository(tmp_path / "repository")
    repository.commit(
        "EXP-1: try tickets",
        at="2026-11-11T10:00:00Z",
        **{
            "tracks__sprints__sprint-5_yaml": SPRINT.format(tasks="TASK-1"),
            "tracks__tasks__TASK-3_md": "---\nstatus: backlog\ndepends_on: [TASK-1]\n---\n",
            "tracks__experiments__EXP-4_md": "---\nstatus: proposed\n---\n",
            "tracks__tasks__TASK-4_md": "---\nstatus: backlog\n---\n",
            "tracks__tasks__TASK-5_md": "---\nstatus: backlog\n---\n",
            "tracks__experiments__EXP-1_md": EXPERIMENT,
            "tracks__experiments__EXP-2_md": DECIDED.format("ship", ""),
            "tracks__experiments__EXP-3_md": DECIDED.format("decided-not-to-pursue", "reason: [infrastructure, too-slow]\n"),
            "tracks__tasks__TASK-1_md": BLOCKED,
            "tracks__tasks__TASK-2_md": "---\nstatus: done\nclosed: 2026-11-14\nmodel: churn@1.2\n---\n",
            "tracks__models__churn-1_1_md": "---\nid: churn@1.1\nstage: deployed\ndeployed: 2026-11-10\n---\n",
            "tracks__models__churn-1_2_md": "---\nid: churn@1.2\nstage: experiment\ndue: 2026-12-01\n---\n",
        },
    )
    repository.git("tag", "churn@v1.1")
    repository.git("tag", "churn#prod#1", at="2026-11-11T10:00:00Z")
    repository.commit(
        "Plan TASK-3",
        "2026-11-14T10:00:00Z",
        **{
            "tracks__sprints__sprint-5_yaml": SPRINT.format(tasks="TASK-1, TASK-3"),
            "tracks__tasks__TASK-5_md": "---\nstatus: done\n---\n",
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
        elif of in ("commit", "tag"):
            assert repository.git("rev-parse", "--verify", f"{name}^{{commit}}")
        else:
            assert (of, name) == ("run", "results.tsv#1")


@pytest.mark.parametrize("kind", report_names())
def test_what_tells_a_number_cites_something(repository: Repository, call: Call, kind: str) -> None:
    for number in range(6, 40):
        file = repository.folder / f"tracks/experiments/EXP-{number}.md"
        file.write_text("---\nstatus: in-progress\nblocked: {kind: people}\nsuccess_criteria: f1 >= 0.7\n---\n")
    told = json.loads(_report(call, repository, kind, "--json"))
    lack: list[str] = []
    for section in told["sections"]:
        lack += (each["text"] for each in section["statements"] if re.search(r"\d", each["text"]) and not each["cites"])
        lack += (each["title"] for each in section["charts"] if not each["cites"])
        if figures := section["figures"]:
            for row, cites in zip(figures["rows"], figures["cites"], strict=True):
                lack += [" ".join(row)] if re.search(r"[1-9]", " ".join(row[1:])) and not cites else []
    assert lack == []


def test_a_chart_cites_the_commit_it_is_as_of_where_none_names_an_item(tmp_path: Path, call: Call) -> None:
    repository = Repository(tmp_path / "other")
    repository.commit("Work", "2026-11-14T10:00:00Z", tracks__tasks__TASK_1_md="---\nstatus: done\n---\n")
    (chart,) = json.loads(_report(call, repository, "monthly", "--json"))["sections"][-1]["charts"]
    assert [name for _, name, *_ in chart["cites"]] == [repository.git("rev-parse", "HEAD")]


@pytest.mark.parametrize("kind", report_names())
def test_each_address_leads_to_what_the_forge_has(repository: Repository, call: Call, kind: str) -> None:
    def followed(pushed: str) -> dict[str, set[bool]]:
        """Whether what is cited has an address, by what it is."""
        repository.git("update-ref", "refs/remotes/origin/main", pushed)
        there, has_address = repository.git("rev-list", "origin/main").split(), dict[str, set[bool]]()
        for of, name, _, address in _cites(json.loads(_report(call, repository, kind, "--format", "json"))):
            has_address.setdefault(of, set()).add(bool(address))
            what, _, where = address.removeprefix("https://github.com/acme/churn/").partition("/")
            if what == "commit":
                assert where in there and repository.git("rev-parse", f"{name}^{{commit}}") == where
            elif address:
                commit, _, place = where.partition("/")
                path, _, line = place.partition("#L")
                lines = repository.git("show", f"{commit}:{path}").splitlines()
                assert (what, f"{path}:{line}") == ("blob", name) and commit in there and len(lines) >= int(line)
        return has_address

    repository.git("remote", "add", "origin", "https://github.com/acme/churn")
    some = followed(repository.git("rev-parse", "HEAD~"))
    assert some["file"] == {False} and some.get("tag", {True}) == {True}
    all_ = followed(repository.git("rev-parse", "HEAD"))
    assert {of: addresses for of, addresses in all_.items() if of != "run"} == {of: {True} for of in all_ if of != "run"}


@pytest.mark.parametrize("kind", report_names())
@pytest.mark.parametrize("form", ["--json", "--format=text"])
def test_for_stakeholders_no_person_and_no_path_is_named(repository: Repository, call: Call, kind: str, form: str) -> None:
    repository.git("remote", "add", "origin", "https://github.com/acme/churn")
    repository.git("update-ref", "refs/remotes/origin/main", "HEAD")
    team, nameless = _report(call, repository, kind, form), _report(call, repository, kind, form, "--no-names")
    told = _report(call, repository, kind, form, "--for", "stakeholders")
    for word in ("Ana Ruiz", '"ana"', "(ana)"):
        assert word not in nameless and word not in told
    for word in ("tracks/", ".md", ".yaml", "results.tsv"):
        assert word not in told
    assert "tracks/" in team and "tracks/" in nameless
    assert "EXP-1" in told or "TASK-1" in told


def test_a_stakeholder_reads_when_why_how_far_and_how_good(repository: Repository, call: Call) -> None:
    said = _report(call, repository, "stakeholder", "--no-names")
    assert "Planned for 1 December 2026, in 15 days. 2 pieces of work are left." in said
    assert "3 pieces of it were done in the last 4 weeks. Still to be decided: EXP-1 since 13 November 2026." in said
    assert "Was to be decided by 13 November 2026" in said.partition("## What is needed from others?")[2]
    assert "The decision about whether tickets improve F1 by \\>= 0.03 is 3 days late." in said
    assert "Blocked by data for 6 days: no reason is given." in said
    assert "2 ideas tried: 1 learning and 1 success." in said
    assert "**EXP-3**: Decided not to pursue on 12 November 2026" in said.partition("## What was learned?")[2]
    assert "3 of 5 pieces of work done, 2 under way, 0 not begun. It is in the stage experiment; testing and deployed" in said
    assert "1 target: 1 yes, but not repeated yet." in said
    assert "| f1 \\>= 0.7 | 0.66 | 0.71 | yes, but not repeated yet | tracks/experiments/EXP-1.md:9, run tickets |" in said
    assert "Investigating whether tickets improve F1 by" in said.partition("## Why")[0]  # though a version names it
    assert "1 learning and 1 success. \\[tracks/experiments/EXP-2.md:3, tracks/experiments/EXP-3.md:3\\]" in said
    assert "ana" not in said


def test_a_stakeholder_reads_that_file_and_production_disagree(repository: Repository, call: Call) -> None:
    repository.git("tag", "churn@v1.2")
    repository.git("tag", "churn#prod#2", at="2026-11-15T10:00:00Z")
    said = _report(call, repository, "stakeholder")
    assert "But the git tag churn#prod#2 puts it into production: its file and what is in production disagree." in said


def test_where_no_version_is_planned_it_is_said_how_much_is_left_and_was_done(repository: Repository, call: Call) -> None:
    (repository.folder / "tracks/models/churn-1.2.md").unlink()
    said = _report(call, repository, "stakeholder")
    assert "Not known: no model version is planned. 5 pieces of work are left. 4 pieces were done in the last 12 weeks." in said


def test_an_idea_that_was_given_up_is_no_part_of_how_good_it_is(repository: Repository, call: Call) -> None:
    file, runs = repository.folder / "tracks/experiments/EXP-3.md", repository.folder / "results.tsv"
    file.write_text(DECIDED.format("decided-not-to-pursue", "success_criteria: f1 >= 0.8\n"))
    runs.write_text(f"{runs.read_text()}{repository.git('rev-parse', '--short', 'HEAD')}\t0.7\tdiscard\twords\tEXP-3\n")
    good, learned = _report(call, repository, "stakeholder").partition("## Is it good")[2].split("## What was learned?")
    assert "1 target: 1 yes, but not repeated yet." in good and "0.8" not in good
    assert "f1 \\>= 0.8: 0.7 at best; no. It overfits." in learned


def test_a_week_says_what_ships_and_when_decisions_are_due(repository: Repository, call: Call) -> None:
    said = _report(call, repository, "weekly")
    assert "**churn@1.1**: Deployed on 11 November 2026. \\[churn#prod#1, " in said
    assert "**churn@1.2**: Planned for 1 December 2026, in 15 days. " in said
    assert "**TASK-2**: Done on 14 November 2026." in said
    assert "**TASK-5**: Done on 14 November 2026." in said  # its file does not say when
    assert "(ana): Was to be decided by 13 November 2026, 3 days ago." in said
    assert "**EXP-3**: Decided not to pursue on 12 November 2026 (infrastructure, too slow). It overfits." in said
    assert "EXP-3" not in _report(call, repository, "weekly", "--since", "2026-11-13")


def test_a_plan_says_what_is_ready_and_what_is_not_and_why(repository: Repository, call: Call) -> None:
    said = _report(call, repository, "sprint-plan")
    assert "# Plan of sprint-5" in said and "Know whether tickets help. From 9 November 2026 to 18 November 2026" in said
    assert "| product tasks | 2 | " in said
    assert "**TASK-3**: It waits for TASK-1 (in-progress). \\[tracks/tasks/TASK-3.md:3\\]" in said
    ready = said.partition("## What else is ready?")[2]
    assert "**TASK-4**: Without a checklist." in ready and "EXP-4" not in ready


def test_half_of_a_sprint_and_its_review(repository: Repository, call: Call) -> None:
    said = _report(call, repository, "mid-sprint", "--sprint", "Sprint-5")
    assert "2 of 5 items done, 2 under way, 1 not begun." in said
    assert "Production: 2 of 2 tasks left: " in said and "| 2026-11-14 | 2 | 2 |" in said
    assert "3 of 3 experiments have a first result" in said
    assert "**TASK-3** (Ana Ruiz): Added on 14 November 2026." in said
    assert "Ana Ruiz" not in _report(call, repository, "mid-sprint", "--no-names")
    said = _report(call, repository, "review")
    assert "The feature to show. In progress." in said and "**The experiment**: None is named yet." in said
    assert "2 ideas tried: 1 learning and 1 success." in said


def test_a_retrospective_counts_why_ideas_did_not_pay_and_how_long_work_was_blocked(repository: Repository, call: Call) -> None:
    said = _report(call, repository, "retro")
    assert "| data | 0 |  |\n| infra | 1 | tracks/experiments/EXP-3.md:7 |" in said
    assert "| data | 6 | 1 | 1 | tracks/tasks/TASK-1.md:3" in said  # from the day that its file states, as its card counts
    assert "No improvement is named yet. Most time was lost while work was blocked by data: 6 days. 1 idea did not pay" in said
    file = repository.folder / "tracks/sprints/sprint-5.yaml"
    file.write_text(file.read_text() + "  retro: {improvement: TASK-4}\n")
    assert "**TASK-4**: The improvement. Not begun (backlog)." in _report(call, repository, "retro")


def test_a_sprint_that_has_not_begun_has_no_retrospective(repository: Repository, call: Call) -> None:
    file = repository.folder / "tracks/sprints/sprint-5.yaml"
    file.write_text(file.read_text().replace("2026-11-09", "2099-01-01").replace("2026-11-18", "2099-01-14"))
    assert "# Retrospective: " in _report(call, repository, "retro")
    done = call("report", "retro", "--sprint", "sprint-5", cwd=repository.folder)
    assert done.err == "dualtrack: sprint-5 begins on 2099-01-01\n"


def test_a_file_is_cited_with_its_page_at_the_commit_where_a_forge_has_it(repository: Repository, call: Call) -> None:
    def pages() -> set[str]:
        found = _cites(json.loads(_report(call, repository, "weekly", "--format", "json")))
        return {address for of, name, _, address in found if of == "file" and name.startswith("tracks/tasks/TASK-1.md")}

    head = repository.git("rev-parse", "HEAD")
    repository.git("remote", "add", "origin", "git@gitlab.com:acme/churn.git")
    assert pages() == {""}  # nothing is pushed
    repository.git("update-ref", "refs/remotes/origin/main", head)
    assert pages() == {f"https://gitlab.com/acme/churn/-/blob/{head}/tracks/tasks/TASK-1.md#L{line}" for line in (2, 3)}
    (repository.folder / "tracks/tasks/TASK-1.md").write_text(f"{BLOCKED}More.\n")
    assert pages() == {""}  # the commit has another text


@pytest.mark.parametrize("kind", report_names())
def test_without_git_runs_and_sprints_each_kind_says_what_is_not_known(tmp_path: Path, call: Call, kind: str) -> None:
    (tmp_path / "tracks/tasks").mkdir(parents=True)
    (tmp_path / "tracks/tasks/TASK-1.md").write_text("---\nstatus: backlog\n---\n")
    done = call("report", kind, "--today", "2026-11-16", cwd=tmp_path)
    assert done.code == 0
    of_past = {"monthly": "Not known", "weekly": "Not known", "retro": "Not known", "standup": "Git is not known"}
    of_plans = {"stakeholder": "no model version is planned. 1 piece of work is left."}
    assert (of_past | of_plans).get(kind, "There is no sprint.") in done.out


def test_a_page_is_one_file_in_which_titles_are_text(repository: Repository, call: Call, tmp_path: Path) -> None:
    page = tmp_path / "week.html"
    _report(call, repository, "monthly", "--html", str(page))
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
    assert f"EXP-1 {HOSTILE}" not in _report(call, repository, "monthly")
    assert {"svg", "details", "table"} <= tags


def test_of_a_long_list_the_beginning_is_told(tmp_path: Path, call: Call) -> None:
    (tmp_path / "tracks/tasks").mkdir(parents=True)
    for number in range(1, 31):
        (tmp_path / f"tracks/tasks/TASK-{number}.md").write_text("---\nstatus: in-progress\n---\n")
    said = call("report", "weekly", "--today", "2026-11-16", cwd=tmp_path).out
    assert "**TASK-25**" in said and "**TASK-26**" not in said and "- And 5 more. \\[tracks/tasks/TASK-26.md:2, " in said
