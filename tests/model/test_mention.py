import pytest
from dualtrack.model.mention import branch_ids, canonical, leading_id, mentions, run_name_ids

PREFIXES = {"EXP", "TASK", "ЗАДАЧА", "ÜBUNG"}


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("EXP-23", ["EXP-23"]),
        ("exp-023: and task-1.2.", ["EXP-23", "TASK-1.2"]),
        ("feat(EXP-23): x [TASK-4]", ["EXP-23", "TASK-4"]),
        ("exp-23-feature-x", ["EXP-23"]),
        ("GPT-4 UTF-8", []),
        ("test-task-2.csv softmax-exp-3 EXP-3-notes", ["EXP-3"]),
        ("snapshot task-2024-01-01, TASK-2024-01-31, task-2-1, task-2\u20111; TASK-12-1", ["TASK-12"]),
        ("exp-3.csv task-1.parquet; exp-3. EXP-4.md exp-5.", ["EXP-3", "EXP-4", "EXP-5"]),
        ("s3://b/task-2/x runs/exp-3/y.pt; see jira/browse/task-2, exp-3/exp-4", ["TASK-2", "EXP-3", "EXP-4"]),
        ("non\u2011exp-3 pre\u2013exp-3 --exp-3 -exp-3 np.exp-3 --EXP-3", []),
        ("EXP-1\u2013EXP-3, TASK-1 \u2013 TASK-3 \u2014exp-5", ["EXP-1", "EXP-3", "TASK-1", "TASK-3", "EXP-5"]),
        ("MYEXP-1 EXP-1x EXP-1_2 éEXP-3 EXP-", []),
        ("EXP-1\u2028TASK-2", ["EXP-1", "TASK-2"]),
        ("задача-7, aЗАДАЧА-8 und Übung-2", ["ЗАДАЧА-7", "ÜBUNG-2"]),
    ],
)
def test_mentions(text: str, ids: list[str]) -> None:
    found = list(mentions(text, PREFIXES))
    assert [mention.id for mention in found] == ids
    assert all(canonical(text[m.span.start : m.span.end]) == m.id for m in found)


def test_ids_are_compared_without_case_and_zeros() -> None:
    assert canonical("exp-0023.01") == "EXP-23.1"
    assert canonical("Sprint-Five") == "sprint-five"


def test_a_name_with_a_blank_or_an_underscore_is_that_with_a_hyphen() -> None:
    assert canonical("Sprint 5") == canonical("sprint_05") == "SPRINT-5"
    assert [mention.id for mention in mentions("EXP 5, EXP_5", PREFIXES)] == []


def test_a_file_name_begins_with_its_id() -> None:
    assert leading_id("EXP-23 Add feature X") == "EXP-23"
    assert leading_id("task-1.md") == "task-1"
    assert leading_id("Notes on EXP-23") == ""
    assert leading_id("data-2024-01-31.md") == ""


def test_every_part_of_a_branch_name_is_a_word() -> None:
    assert branch_ids("ana-exp-3") == ("ANA-EXP-3", "EXP-3")
    assert branch_ids("ana/fix_exp-03_leak") == ("FIX-EXP-3", "EXP-3")
    assert branch_ids("2026-exp-3") == ("EXP-3",)
    assert branch_ids("exp-3-2nd-try") == ("EXP-3",)
    assert branch_ids("exp-3_2nd_try") == ("EXP-3",)


def test_two_numbers_with_an_underscore_are_a_version_but_in_the_name_of_a_run() -> None:
    assert branch_ids("jruby-1_7") == branch_ids("release/exp-1_7_0-fixes") == ()
    assert run_name_ids("exp-3_2") == ("EXP-3",)
