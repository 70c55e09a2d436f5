"""`dualtrack report`: what each kind says."""

from pathlib import Path

import pytest
from dualtrack.features.reports import report_names

from tests.adapters.git_repository import Repository
from tests.cli.conftest import Call
from tests.cli.reported import DECIDED, report, written


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    return written(tmp_path / "repository")


def test_a_stakeholder_reads_when_why_how_far_and_how_good(repository: Repository, call: Call) -> None:
    said = report(call, repository, "stakeholder", "--no-names")
    assert "Planned for 1 December 2026, in 15 days. 2 pieces of work are left." in said
    assert "3 pieces of its work were done in the last 4 weeks. Still to be decided: EXP-1 since 13 November 2026." in said
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


@pytest.mark.parametrize("kind", ["weekly", "stakeholder", "monthly", "standup", "mid-sprint"])
def test_it_is_said_that_file_and_production_disagree(repository: Repository, call: Call, kind: str) -> None:
    repository.git("tag", "churn@v1.2")
    repository.git("tag", "churn#prod#2", at="2026-11-15T10:00:00Z")
    said = report(call, repository, kind)
    assert said.count("Production and the board disagree: ") == 1
    assert "churn@1.2 is in experiment, but the git tag churn#prod#2 puts it into production." in said
    assert "\\[tracks/models/churn-1.2.md:3\\]" in said


def test_where_no_version_is_planned_it_is_said_how_much_is_left_and_was_done(repository: Repository, call: Call) -> None:
    (repository.folder / "tracks/models/churn-1.2.md").unlink()
    said = report(call, repository, "stakeholder")
    assert "Not known: no model version is planned. 5 pieces of work are left. 4 pieces were done in the last 12 weeks." in said


def test_every_report_counts_alike_what_was_done(tmp_path: Path, call: Call) -> None:
    """Three items came done with the board, four by one squashed branch, one states its day."""
    repository = Repository(tmp_path / "new")
    files = {f"tracks__tasks__TASK-{number}_md": "---\nstatus: done\n---\n" for number in (1, 2, 3)}
    files["tracks__tasks__TASK-4_md"] = "---\nstatus: done\nclosed: 2026-11-09\n---\n"
    files["tracks__tasks__TASK-5_md"] = "---\nstatus: backlog\n---\n"
    repository.commit("board", "2026-11-10T10:00:00Z", **files)
    squashed = {f"tracks__tasks__TASK-{number}_md": "---\nstatus: done\n---\n" for number in range(7, 11)}
    repository.commit("squash", "2026-11-14T10:00:00Z", **squashed)
    unknown = "3 more items are done; on which day, and whether in this time, is not known."
    said = report(call, repository, "stakeholder")
    assert f"1 piece of work is left. 5 pieces were done in the last 12 weeks. {unknown}" in said
    said = report(call, repository, "weekly")
    assert said.count("Done on") == 4 and said.count(unknown) == 2
    assert "| 2026-11-15 | 5 |\n| 2026-11-16 | 0 |" in said
    said = report(call, repository, "monthly")
    assert unknown in said and "| 2026-11-16 | 5 | 0 | 1 |" in said
    assert unknown not in report(call, repository, "weekly", "--since", "2026-11-11").partition("## How much is done")[0]


def test_an_idea_that_was_given_up_is_no_part_of_how_good_it_is(repository: Repository, call: Call) -> None:
    file, runs = repository.folder / "tracks/experiments/EXP-3.md", repository.folder / "results.tsv"
    file.write_text(DECIDED.format("decided-not-to-pursue", "success_criteria: f1 >= 0.8\n"))
    runs.write_text(f"{runs.read_text()}{repository.git('rev-parse', '--short', 'HEAD')}\t0.7\tdiscard\twords\tEXP-3\n")
    good, learned = report(call, repository, "stakeholder").partition("## Is it good")[2].split("## What was learned?")
    assert "1 target: 1 yes, but not repeated yet." in good and "0.8" not in good
    assert "f1 \\>= 0.8: 0.7 at best; no. It overfits." in learned


def test_a_week_says_what_ships_and_when_decisions_are_due(repository: Repository, call: Call) -> None:
    said = report(call, repository, "weekly")
    assert "**churn@1.1**: Deployed on 11 November 2026. \\[churn#prod#1, " in said
    assert "**churn@1.2**: Planned for 1 December 2026, in 15 days. " in said
    assert "**TASK-2**: Done on 14 November 2026." in said
    assert "**TASK-5**: Done on 14 November 2026." in said  # its file does not say when
    assert "(ana): Was to be decided by 13 November 2026, 3 days ago." in said
    assert "**EXP-3**: Decided not to pursue on 12 November 2026 (infrastructure, too slow). It overfits." in said
    assert "EXP-3" not in report(call, repository, "weekly", "--since", "2026-11-13")


def test_a_quarter_in_which_nothing_was_done_is_no_secret(tmp_path: Path, call: Call) -> None:
    repository = Repository(tmp_path)
    repository.commit("Start", at="2026-08-03T10:00:00Z", **{"tracks__tasks__TASK-1_md": "---\nstatus: backlog\n---\n"})
    assert "Nothing was done in the last 12 weeks." in call("report", "weekly", "--today", "2026-11-16", cwd=tmp_path).out
    assert "Not known" in call("report", "weekly", "--today", "2026-09-01", cwd=tmp_path).out


def test_a_version_that_was_taken_back_and_put_into_production_again(repository: Repository, call: Call) -> None:
    file = repository.folder / "tracks/models/churn-1.1.md"
    deployed = file.read_text()
    file.write_text(deployed.replace("stage: deployed", "stage: testing"))
    repository.git("tag", "-m", "back", "churn#prod!#2", "churn#prod#1^{}", at="2026-11-14T10:00:00Z")
    repository.commit("Take it back", at="2026-11-14T10:00:00Z")
    said = report(call, repository, "weekly")
    assert "**churn@1.1**: Taken out of production on 14 November 2026. \\[churn#prod!#2, " in said
    assert "disagree" not in said
    file.write_text(deployed)
    repository.commit("Put it back", at="2026-11-15T10:00:00Z")
    repository.git("tag", "-m", "again", "churn#prod#3", "churn#prod#1^{}", at="2026-11-15T10:00:00Z")
    assert "**churn@1.1**: Deployed again on 15 November 2026. \\[churn#prod#3, " in report(call, repository, "weekly")


def test_a_plan_says_what_is_ready_and_what_is_not_and_why(repository: Repository, call: Call) -> None:
    said = report(call, repository, "sprint-plan")
    assert "# Plan of sprint-5" in said and "Know whether tickets help. From 9 November 2026 to 18 November 2026" in said
    assert "| product tasks | 2 | " in said
    assert "**TASK-3**: It waits for TASK-1 (in-progress). \\[tracks/tasks/TASK-3.md:3\\]" in said
    ready = said.partition("## What else is ready?")[2]
    assert "**TASK-4**: Without a checklist." in ready and "EXP-4" not in ready


def test_half_of_a_sprint_and_its_review(repository: Repository, call: Call) -> None:
    said = report(call, repository, "mid-sprint", "--sprint", "Sprint-5")
    assert "2 of 5 items done, 2 under way, 1 not begun." in said
    assert "Production: 2 of 2 tasks left: " in said and "| 2026-11-14 | 2 | 2 |" in said
    assert "3 of 3 experiments have a first result" in said
    assert "**TASK-3**: Added on 14 November 2026." in said
    said = report(call, repository, "review")
    assert "The feature to show. In progress." in said and "**The experiment**: None is named yet." in said
    assert "2 ideas tried: 1 learning and 1 success." in said


def test_what_is_late_is_said_though_no_version_waits_for_it(repository: Repository, call: Call) -> None:
    for path, old, new in (
        ("experiments/EXP-1.md", "model: churn@1.2\n", ""),
        ("tasks/TASK-4.md", "status: backlog", "status: backlog\ndue: 2026-11-13"),
        ("models/churn-1.2.md", "2026-12-01", "2026-11-12"),
    ):
        file = repository.folder / "tracks" / path
        file.write_text(file.read_text().replace(old, new))
    why = report(call, repository, "stakeholder").partition("## Why")[2].partition("## How far")[0]
    assert "The decision about whether tickets improve F1 by \\>= 0.03 is 3 days late." in why
    assert "**TASK-4**: 3 days late." in why and "**churn@1.2**: 4 days late." in why
    assert "TASK-3" not in why  # what merely waits is told of a version's work only


def test_a_version_that_is_tested_again_after_it_was_deployed_is_to_come(repository: Repository, call: Call) -> None:
    (repository.folder / "tracks/models/churn-1.2.md").write_text(
        "---\nid: churn@1.2\nstage: testing\ndeployed: 2026-11-12\n---\n"
    )
    said = report(call, repository, "stakeholder")
    assert "# Where churn@1.2 stands" in said and "It is in the stage testing; deployed comes next." in said


def test_a_baseline_is_told_before_anything_is_measured(repository: Repository, call: Call) -> None:
    (repository.folder / "results.tsv").unlink()
    assert "| f1 \\>= 0.7 | 0.66 | not measured | not measured yet |" in report(call, repository, "stakeholder")


@pytest.mark.parametrize(
    ("hypothesis", "question"),
    (
        ("A recurrent net helps", "whether a recurrent net helps"),
        ("Trees help", "whether trees help"),
        ("F1 improves", "whether F1 improves"),
        ("XGBoost helps", "whether XGBoost helps"),
        ("I think it helps", "whether I think it helps"),
    ),
)
def test_a_hypothesis_is_told_as_a_question(repository: Repository, call: Call, hypothesis: str, question: str) -> None:
    file = repository.folder / "tracks/experiments/EXP-1.md"
    file.write_text(file.read_text().replace("Tickets improve F1 by >= 0.03", hypothesis))
    assert f"Investigating {question};" in report(call, repository, "weekly")


def test_what_has_only_a_title_is_under_investigation(repository: Repository, call: Call) -> None:
    """The title stands before what is said; that a sprint ends or work is blocked today is no number of days."""
    file = repository.folder / "tracks/experiments/EXP-1.md"
    blocked = "blocked: {kind: compute, since: 2026-11-16}\nsuccess"
    file.write_text(file.read_text().replace("hypothesis: Tickets improve F1 by >= 0.03\n", "").replace("success", blocked))
    said = report(call, repository, "weekly")
    assert "Under investigation; the decision was due on 13 November 2026, 3 days ago." in said
    assert "Blocked by a lack of computing power since today: no reason is given." in said
    assert "The decision is 3 days late." in report(call, repository, "stakeholder")
    sprint = repository.folder / "tracks/sprints/sprint-5.yaml"
    sprint.write_text(sprint.read_text().replace("2026-11-18", "2026-11-16"))
    assert "From 9 November 2026 to 16 November 2026, which is today." in report(call, repository, "mid-sprint")


@pytest.mark.parametrize(
    ("kind", "since"),
    (("weekly", "10 November 2026"), ("monthly", "18 October 2026"), ("standup", "13 November 2026")),
)
def test_the_days_of_a_report_are_told_by_the_next_one_only(repository: Repository, call: Call, kind: str, since: str) -> None:
    """The day of the report is one of its days; a stand-up tells of the last working day, too."""
    assert since in report(call, repository, kind)
    if kind == "standup":
        on_sunday = call("report", kind, "--today", "2026-11-15", cwd=repository.folder).out
        assert since in on_sunday


def test_a_review_says_what_is_blocked(repository: Repository, call: Call) -> None:
    left = report(call, repository, "review").partition("## What is not done?")[2]
    assert "**TASK-1**: In progress. Blocked by data for 6 days: no reason is given." in left


def test_a_retrospective_counts_why_ideas_did_not_pay_and_how_long_work_was_blocked(repository: Repository, call: Call) -> None:
    said = report(call, repository, "retro")
    assert "| data | 0 |  |\n| infra | 1 | tracks/experiments/EXP-3.md:7 |" in said
    assert "| data | 6 | 1 | 1 | tracks/tasks/TASK-1.md:3" in said  # from the day that its file states, as its card counts
    assert "No improvement is named yet. Most time was lost while work was blocked by data: 6 days. Ideas did" in said
    tie = "Ideas did not pay most often for these reasons: infrastructure and too slow, 1 idea each."
    assert tie in said and "| too slow | 1 |" in said
    trial = repository.folder / "tracks/experiments/EXP-3.md"
    trial.write_text(trial.read_text().replace("[infrastructure, too-slow]", "too-slow"))
    assert "1 idea did not pay: too slow." in report(call, repository, "retro")
    trial.write_text(trial.read_text().replace("too-slow", "infrastructure"))
    assert "1 idea did not pay because of infrastructure." in report(call, repository, "retro")
    goes_on = repository.folder / "tracks/experiments/EXP-1.md"
    text = goes_on.read_text()
    goes_on.write_text(text.replace("---\n", "---\nblocked: {kind: infra, since: 2026-11-10}\n", 1))
    lost = "Most time was lost while work was blocked by data and infrastructure: 6 days each."
    assert lost in report(call, repository, "retro")
    goes_on.write_text(text)
    file = repository.folder / "tracks/sprints/sprint-5.yaml"
    file.write_text(file.read_text() + "  retro: {improvement: TASK-4}\n")
    assert "**TASK-4**: The improvement. Not begun (backlog)." in report(call, repository, "retro")


def test_a_retrospective_cites_what_was_blocked_in_the_order_in_which_people_count(repository: Repository, call: Call) -> None:
    for number in (12, 30, 9, 21, 10):
        blocked = f"---\nsprint: sprint-5\nstatus: in-progress\nblocked: {{kind: infra, since: 2026-11-10}}\n---\n# T{number}\n"
        (repository.folder / f"tracks/tasks/TASK-{number}.md").write_text(blocked)
    cited = ", ".join(f"tracks/tasks/TASK-{number}.md:4" for number in (9, 10, 12, 21, 30))
    assert f"| 5 | {cited}" in report(call, repository, "retro")


def test_a_sprint_that_has_not_begun_has_no_retrospective(repository: Repository, call: Call) -> None:
    file = repository.folder / "tracks/sprints/sprint-5.yaml"
    file.write_text(file.read_text().replace("2026-11-09", "2099-01-01").replace("2026-11-18", "2099-01-14"))
    assert "# Retrospective: " in report(call, repository, "retro")
    done = call("report", "retro", "--sprint", "sprint-5", cwd=repository.folder)
    assert done.err == "dualtrack: sprint-5 begins on 2099-01-01\n"


@pytest.mark.parametrize("kind", report_names())
def test_without_git_runs_and_sprints_each_kind_says_what_is_not_known(tmp_path: Path, call: Call, kind: str) -> None:
    (tmp_path / "tracks/tasks").mkdir(parents=True)
    (tmp_path / "tracks/tasks/TASK-1.md").write_text("---\nstatus: backlog\n---\n")
    done = call("report", kind, "--today", "2026-11-16", cwd=tmp_path)
    assert done.code == 0
    of_past = {"monthly": "Not known", "weekly": "Not known", "retro": "Not known", "standup": "Git is not known"}
    of_plans = {"stakeholder": "no model version is planned. 1 piece of work is left."}
    assert (of_past | of_plans).get(kind, "There is no sprint.") in done.out


def test_of_a_long_list_the_beginning_is_told(tmp_path: Path, call: Call) -> None:
    (tmp_path / "tracks/tasks").mkdir(parents=True)
    for number in range(1, 41):
        (tmp_path / f"tracks/tasks/TASK-{number}.md").write_text("---\nstatus: in-progress\n---\n")
    said = call("report", "weekly", "--today", "2026-11-16", cwd=tmp_path).out
    cited = ", ".join(f"tracks/tasks/TASK-{number}.md:2" for number in range(26, 31))
    assert "**TASK-25**" in said and "**TASK-26**" not in said and f"- And 15 more. \\[{cited}\\]\n" in said


def test_what_was_archived_after_it_was_done_stays_done(repository: Repository, call: Call) -> None:
    head, before = repository.git("rev-parse", "HEAD"), report(call, repository, "stakeholder")
    (repository.folder / "tracks/archive").mkdir()
    repository.git("mv", "tracks/tasks/TASK-2.md", "tracks/archive/TASK-2.md")
    archived = repository.commit("Archive", at="2026-11-15T10:00:00Z")
    after = report(call, repository, "stakeholder").replace(archived[:8], head[:8])
    assert after.replace("tracks/archive/", "tracks/tasks/") == before
    assert "**TASK-2**: Done on 14 November 2026." in report(call, repository, "weekly")
