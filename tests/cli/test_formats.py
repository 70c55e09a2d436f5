"""The formats of `dualtrack check`: the same findings in the words of each forge."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from dualtrack.rules import all_rules

from tests.cli.commands import TEXT, board, dualtrack
from tests.cli.conftest import Call

RULES = ("expired-timebox", "missing-dod-item", "unknown-reference", "unknown-status")

MESSAGE = "the timebox of EXP-1 ended on 2026-11-12, 4 days ago"
QUIET = "rules: {missing-dod-item: off}\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "dualtrack.yaml").write_text(QUIET)
    return board(tmp_path, EXP_1=TEXT)


def _json(call: Call, folder: Path, format: str) -> Any:
    return json.loads(call("check", "--format", format, cwd=folder).out)


def test_github(folder: Path, call: Call) -> None:
    (folder / "tracks" / "experiments" / "EXP-1.md").rename(folder / "tracks" / "experiments" / "50%, a:b.md")
    done = call("check", "--format", "github", cwd=folder)
    assert done.out == (
        "::warning file=tracks/experiments/50%25%2C a%3Ab.md,line=6,col=15,endLine=6,endColumn=17,"
        f"title=dualtrack expired-timebox::{MESSAGE}\n"
    )
    for severity, command in {"error": "error", "information": "notice", "hint": "notice"}.items():
        (folder / "dualtrack.yaml").write_text(f"rules: {{expired-timebox: {severity}, missing-dod-item: off}}\n")
        assert call("check", "--format", "github", cwd=folder).out.startswith(f"::{command} file=")


def test_github_messages_cannot_be_ended_by_what_a_file_says(folder: Path, call: Call) -> None:
    text = '---\nid: EXP-1\ntitle: x\nstatus: "50%\\n::error::x\\r\\e[31m"\n---\n'
    done = call("check", "--format", "github", cwd=board(folder, EXP_1=text))
    (line,) = done.out.splitlines()
    assert line.startswith("::")
    assert "50%25�::error::x��[31m" in line


def test_gitlab(folder: Path, call: Call) -> None:
    (found,) = _json(call, folder, "gitlab")
    fingerprint = found.pop("fingerprint")
    assert found == {
        "description": MESSAGE,
        "check_name": "expired-timebox",
        "severity": "major",
        "location": {"path": "tracks/experiments/EXP-1.md", "lines": {"begin": 6}},
    }
    board(folder, EXP_1=TEXT.replace("status:", "labels: [a]\nstatus:"))
    (moved,) = _json(call, folder, "gitlab")
    assert (moved["fingerprint"], moved["location"]["lines"]["begin"]) == (fingerprint, 7)


def test_equal_findings_have_fingerprints_of_their_own(folder: Path, call: Call) -> None:
    board(folder, EXP_1="---\nid: EXP-1\ntitle: x\nstatus: proposed\ndepends_on: [EXP-9, EXP-9]\n---\n")
    found = [each for each in _json(call, folder, "gitlab") if each["check_name"] == "unknown-reference"]
    assert len({each["description"] for each in found}) == 1
    assert len({each["fingerprint"] for each in found}) == len(found) == 2


def test_paths_are_those_of_the_git_repository(folder: Path, call: Call) -> None:
    (folder / ".git").mkdir()
    (folder / "teams" / "churn").mkdir(parents=True)
    inner = board(folder / "teams" / "churn", EXP_1=TEXT)
    path = "teams/churn/tracks/experiments/EXP-1.md"
    assert f"file={path}," in call("check", "--format", "github", cwd=inner).out
    assert {each["location"]["path"] for each in _json(call, inner, "gitlab")} == {path}
    assert {each["path"] for each in _json(call, inner, "json")} == {path.removeprefix("teams/churn/")}


def test_sarif(folder: Path, call: Call) -> None:
    (folder / "tracks" / "experiments" / "EXP-1.md").rename(folder / "tracks" / "experiments" / "EXP-1 é #1.md")
    log = _json(call, folder, "sarif")
    assert list(_missing(log, _LOG, "log")) == []
    (run,) = log["runs"]
    (result,) = run["results"]
    assert result.pop("partialFingerprints").keys() == {"dualtrack/v1"}
    rule = run["tool"]["driver"]["rules"][result.pop("ruleIndex")]
    place = {
        "artifactLocation": {"uri": "tracks/experiments/EXP-1%20%C3%A9%20%231.md", "uriBaseId": "%SRCROOT%"},
        "region": {"startLine": 6, "startColumn": 15, "endLine": 6, "endColumn": 17},
    }
    assert result == {
        "ruleId": "expired-timebox",
        "level": "warning",
        "message": {"text": MESSAGE},
        "locations": [{"physicalLocation": place}],
    }
    assert rule["id"] == "expired-timebox"
    assert rule["help"]["markdown"].startswith("# expired-timebox\n")
    assert rule["defaultConfiguration"] == {"level": "warning"}
    assert [each["id"] for each in run["tool"]["driver"]["rules"]] == list(all_rules())
    for each in run["tool"]["driver"]["rules"]:
        assert each["shortDescription"]["text"].endswith(".")
        assert each["fullDescription"]["text"] not in ("", each["shortDescription"]["text"])
        assert "## Example" not in each["fullDescription"]["text"]


# What the official schema of SARIF 2.1.0 requires, and the values that it allows, of the objects that are written here.
_LEVEL = ("none", "note", "warning", "error")
_MESSAGE = {"text": str}
_REGION = {"startLine": int, "startColumn": int, "endLine": int, "endColumn": int}
_PLACE = {"artifactLocation": {"uri": str, "uriBaseId": str}, "region": _REGION}
_RESULT = {
    "message": _MESSAGE,
    "ruleId": str,
    "ruleIndex": int,
    "level": _LEVEL,
    "locations": [{"physicalLocation": _PLACE}],
    "partialFingerprints": {"dualtrack/v1": str},
}
_RULE = {
    "id": str,
    "shortDescription": _MESSAGE,
    "fullDescription": _MESSAGE,
    "help": {"text": str, "markdown": str},
    "defaultConfiguration": {"level": _LEVEL},
}
_DRIVER = {"name": str, "semanticVersion": str, "rules": [_RULE]}
_RUN = {"tool": {"driver": _DRIVER}, "columnKind": ("utf16CodeUnits", "unicodeCodePoints"), "results": [_RESULT]}
_LOG = {"$schema": str, "version": ("2.1.0",), "runs": [_RUN]}


def _missing(value: Any, wanted: Any, where: str) -> Iterator[str]:
    """Where a value is not of the wanted shape: a mapping with exactly these keys, a list of one shape, a type, or a choice."""
    match wanted:
        case dict():
            if not isinstance(value, dict) or value.keys() != wanted.keys():
                yield where
                return
            for key, inner in wanted.items():
                yield from _missing(value[key], inner, f"{where}.{key}")
        case list():
            if not isinstance(value, list):
                yield where
                return
            for number, inner in enumerate(value):
                yield from _missing(inner, wanted[0], f"{where}.{number}")
        case tuple():
            if value not in wanted:
                yield where
        case _:
            if not isinstance(value, wanted) or (wanted is int and value < 0):
                yield where


def test_every_format_says_the_same(folder: Path, call: Call) -> None:
    board(folder, EXP_1='---\nid: EXP-1\ntitle: x\nstatus: "a\\e[31m\\x9b\\u202eb, 50%"\n---\n')
    (plain,) = _json(call, folder, "json")
    message = plain["message"]
    assert "a�[31m��b, 50%" in message
    assert [each["description"] for each in _json(call, folder, "gitlab")] == [message]
    assert [each["message"]["text"] for each in _json(call, folder, "sarif")["runs"][0]["results"]] == [message]
    assert f"::{message.replace('%', '%25')}\n" in call("check", "--format", "github", cwd=folder).out
    assert f": {message} [" in call("check", cwd=folder).out


@pytest.mark.slow
@pytest.mark.parametrize("format", ["text", "json", "github", "sarif", "gitlab"])
def test_a_path_cannot_steer_the_terminal(folder: Path, format: str) -> None:
    names = ("EXP-3\x1b[31m\x9b\n.md", "EXP-2\udcff.md")  # the second is not UTF-8
    for name in names:
        (folder / "tracks" / "experiments" / name).write_text(TEXT.replace("EXP-1", name[:5]))
    done = dualtrack("check", "--format", format, cwd=folder)
    assert (done.returncode, done.stderr) == (0, "")
    assert all(character.isprintable() or character == "\n" for character in done.stdout)
    if format == "json":
        assert {Path(each["path"]).name for each in json.loads(done.stdout)} >= set(names)


@pytest.mark.parametrize("format", ["json", "sarif", "gitlab", "github"])
def test_nothing_found(folder: Path, format: str, call: Call) -> None:
    board(folder, EXP_1="---\nid: EXP-1\ntitle: x\nstatus: proposed\n---\n")
    done = call("check", "--format", format, cwd=folder)
    found = json.loads(done.out or "[]")
    assert (found["runs"][0]["results"] if format == "sarif" else found) == []
