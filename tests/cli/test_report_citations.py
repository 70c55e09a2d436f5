"""What reports cite is there, and nobody and nothing is named to those who should not read it."""

import json
import re
from pathlib import Path

import pytest
from dualtrack.features.reports import report_names

from tests.adapters.git_repository import Repository
from tests.cli.conftest import Call
from tests.cli.reported import BLOCKED, cites, report, written

pytestmark = pytest.mark.slow

MEMBERS = "members: {ana: {name: Ana Ruiz}}\n"


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    return written(tmp_path / "repository")


@pytest.mark.parametrize("kind", report_names())
def test_what_is_cited_is_there(repository: Repository, call: Call, kind: str) -> None:
    found = cites(json.loads(report(call, repository, kind, "--format", "json")))
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
    told = json.loads(report(call, repository, kind, "--json"))
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
    (chart,) = json.loads(report(call, repository, "monthly", "--json"))["sections"][-1]["charts"]
    assert [name for _, name, *_ in chart["cites"]] == [repository.git("rev-parse", "HEAD")]


@pytest.mark.parametrize("kind", report_names())
def test_each_address_leads_to_what_the_forge_has(repository: Repository, call: Call, kind: str) -> None:
    def followed(pushed: str) -> dict[str, set[bool]]:
        """Whether what is cited has an address, by what it is."""
        repository.git("update-ref", "refs/remotes/origin/main", pushed)
        there, has_address = repository.git("rev-list", "origin/main").split(), dict[str, set[bool]]()
        for of, name, _, address in cites(json.loads(report(call, repository, kind, "--format", "json"))):
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
    team, nameless = report(call, repository, kind, form), report(call, repository, kind, form, "--no-names")
    told = report(call, repository, kind, form, "--for", "stakeholders")
    for word in ("Ana Ruiz", '"ana"', "(ana)"):
        assert word not in nameless and word not in told
    for word in ("tracks/", ".md", ".yaml", "results.tsv"):
        assert word not in told
    assert "tracks/" in team and "tracks/" in nameless
    assert "EXP-1" in told or "TASK-1" in told


def test_for_stakeholders_words_of_the_trade_are_explained_where_they_are_first_used(tmp_path: Path, call: Call) -> None:
    repository = Repository(tmp_path)
    running = "---\nstatus: running\nhypothesis: It beats the baseline of {}\n---\n"
    files = {"tracks__experiments__EXP-12-add-foo_md": running.format("F1"), "dualtrack_yaml": MEMBERS}
    files |= {f"tracks__experiments__EXP-{number}_md": running.format("F1") for number in (13, 14)}
    files["tracks__wiki__glossary_md"] = "# Glossary\n\n## Baseline\nWhat we have today.\n"
    files["tracks__tasks__TASK-1_md"] = "---\nstatus: in-progress\nassignee: ana\n---\n"
    repository.commit("TASK-1: look", "2026-11-16T10:00:00Z", **files)
    said = report(call, repository, "weekly", "--for", "stakeholders")
    assert said.count("(Baseline: What we have today.)") == said.count("(F1: how well") == 1
    assert "(baseline:" not in said  # the board's own words count
    assert "EXP-12 add foo" in said and "add-foo" not in said
    assert said.index("(Baseline:") < said.index("EXP-13")
    assert "F1: how well" not in report(call, repository, "weekly")
    assert report(call, repository, "standup").count("**TASK-1** (Ana Ruiz)") == 2  # who committed, and who has it


def test_a_file_is_cited_with_its_page_at_the_commit_where_a_forge_has_it(repository: Repository, call: Call) -> None:
    def pages() -> set[str]:
        found = cites(json.loads(report(call, repository, "weekly", "--format", "json")))
        return {address for of, name, _, address in found if of == "file" and name.startswith("tracks/tasks/TASK-1.md")}

    head = repository.git("rev-parse", "HEAD")
    repository.git("remote", "add", "origin", "git@gitlab.com:acme/churn.git")
    assert pages() == {""}  # nothing is pushed
    repository.git("update-ref", "refs/remotes/origin/main", head)
    assert pages() == {f"https://gitlab.com/acme/churn/-/blob/{head}/tracks/tasks/TASK-1.md#L{line}" for line in (2, 3)}
    (repository.folder / "tracks/tasks/TASK-1.md").write_text(f"{BLOCKED}More.\n")
    assert pages() == {""}  # the commit has another text


def test_done_work_cites_the_commit_that_set_it_done_and_not_a_later_one_of_its_work(tmp_path: Path, call: Call) -> None:
    repository, text = Repository(tmp_path / "other"), "---\nid: TASK-1\nstatus: {}\n---\n"
    repository.commit("TASK-1: begin", "2026-11-12T10:00:00Z", tracks__tasks__work_md=text.format("in-progress"))
    repository.git("checkout", "-q", "-b", "task-1")
    done = repository.commit("TASK-1: done", "2026-11-13T10:00:00Z", tracks__tasks__work_md=text.format("done"))
    repository.git("checkout", "-q", "-")
    repository.git("merge", "-q", "--no-ff", "-m", "Merge branch 'task-1'", "task-1")
    repository.commit("TASK-1: a word in the notes", "2026-11-14T10:00:00Z", notes_md="x\n")
    sections = json.loads(report(call, repository, "weekly", "--json"))["sections"]
    told = [each for section in sections for each in section["statements"] if "Done on" in each["text"]]
    assert [[name for of, name, *_ in each["cites"] if of == "commit"] for each in told] == [[done]]


def test_done_work_cites_the_commit_that_closed_it_though_clocks_differ(tmp_path: Path, call: Call) -> None:
    """Who set it done has a clock that is behind: git lists the commit before the one that it follows."""
    repository, text = Repository(tmp_path / "other"), "---\nid: TASK-1\nstatus: {}\n---\n"
    repository.commit("begin", "2026-11-12T10:00:00Z", tracks__tasks__work_md=text.format("in-progress"))
    repository.commit("ask", "2026-11-13T10:00:00Z", tracks__tasks__work_md=text.format("review"))
    done = repository.commit("let it pass", "2026-11-13T08:00:00Z", tracks__tasks__work_md=text.format("done"))
    assert f"Done on 13 November 2026. \\[tracks/tasks/work.md:3, {done[:8]}\\]" in report(call, repository, "weekly")


def test_what_is_counted_from_the_past_is_as_of_the_newest_commit_whenever_it_was_written(tmp_path: Path, call: Call) -> None:
    repository, text = Repository(tmp_path / "other"), "---\nid: {}\nstatus: {}\n---\n"
    repository.commit("plan", "2026-11-12T10:00:00Z", tracks__tasks__one_md=text.format("TASK-1", "in-progress"))
    repository.git("checkout", "-q", "-b", "side")
    repository.commit("TASK-1: done", "2026-11-13T10:00:00Z", tracks__tasks__one_md=text.format("TASK-1", "done"))
    repository.git("checkout", "-q", "-")
    repository.commit("plan more", "2026-11-14T10:00:00Z", tracks__tasks__two_md=text.format("TASK-2", "backlog"))
    repository.git("cherry-pick", "side", at="2026-11-15T10:00:00Z")
    head = repository.git("rev-parse", "HEAD").strip()
    assert f"by the last day of the week: \\[{head[:8]}\\]" in report(call, repository, "weekly")
