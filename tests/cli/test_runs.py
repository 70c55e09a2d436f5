"""The table of runs on a terminal."""

import pytest
from dualtrack.cli.runs import print_runs
from dualtrack.features.runs_table import RunRow, RunsTable


def _table(count: int, whys: int) -> RunsTable:
    params = tuple(f"param_{n}" for n in range(9))
    rows = (
        RunRow(
            *(f"run-{n}", "", "finished", {"val_f1": f"0.{99 - n}"}, dict.fromkeys(params, f"value {n}\x1b[31m")),
            *("abcdef12", f"reason {n % whys}", True, ("run00001",)),
        )
        for n in range(count)
    )
    return RunsTable(("val_f1",), params, tuple(rows))


@pytest.mark.parametrize("columns", ["40", "100", "400"])
def test_it_fits_and_says_what_it_leaves_out(
    columns: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("COLUMNS", columns)
    print_runs(_table(15, 1))
    blank, head, *rows, more, others, linked = capsys.readouterr().out.splitlines()
    assert blank == ""
    assert head.split()[:2] == ["run", "val_f1"]
    assert (len(rows), rows[0].split()[:2]) == (12, ["run-0", "0.99"])
    assert (more, linked) == ("and 3 more", "why linked: reason 0")
    assert others.startswith("they differ also in ")
    assert max(map(len, (head, *rows, others))) <= int(columns)
    assert "\x1b" not in rows[0]


def test_nothing_is_said_of_no_runs_and_reasons_that_differ_are_a_column(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    print_runs(RunsTable())
    assert capsys.readouterr().out == ""
    monkeypatch.setenv("COLUMNS", "200")
    print_runs(_table(2, 2))
    head, first = capsys.readouterr().out.splitlines()[1:3]
    assert (head.split()[-2:], first.split()[-2:]) == (["why", "linked"], ["reason", "0"])
