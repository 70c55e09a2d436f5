"""The command `dualtrack` in this process: a process of its own costs half a second."""

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from dualtrack.cli import main as command
from dualtrack.rules import all_rules

from tests.cli.commands import ENV


@dataclass(frozen=True)
class Done:
    """How a call ended."""

    code: int
    out: str
    err: str


Call = Callable[..., Done]


@pytest.fixture(autouse=True)
def _rules(request: pytest.FixtureRequest) -> Iterator[None]:
    """A module that counts findings names the rules that judge, in its RULES: a new rule changes none of its answers."""
    judging: Collection[str] | None = getattr(request.module, "RULES", None)
    rules, known = all_rules(), dict(all_rules())
    for code in known.keys() - (known if judging is None else judging):
        del rules[code]
    yield
    rules.clear()
    rules.update(known)


@pytest.fixture
def call(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Call:
    """Run `dualtrack` with these arguments in the test's folder, or in another."""
    monkeypatch.setattr(command, "start_light", lambda: None)
    for name in ("DUALTRACK_TODAY", "NO_COLOR"):
        monkeypatch.setenv(name, ENV[name])

    def done(*arguments: str, cwd: Path = tmp_path) -> Done:
        monkeypatch.chdir(cwd)
        try:
            code = command.main(arguments)
        except SystemExit as end:
            code = int(end.code or 0)
        out, err = capsys.readouterr()
        return Done(code, out, err)

    return done
