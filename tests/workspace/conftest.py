"""A folder with one task, and what is held up in a thread."""

from collections.abc import Callable
from pathlib import Path
from threading import Event
from typing import Any

import pytest

TASK = "tracks/tasks/TASK-1.md"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / TASK).parent.mkdir(parents=True)
    (tmp_path / TASK).write_text("---\nid: TASK-1\n---\n")
    return tmp_path


class HeldUp:
    """A function that says that it was begun, and returns once it may go on; its work is done by then, or only after."""

    def __init__(self, function: Callable[..., Any], works_first: bool = False) -> None:
        self.begun, self.go_on = Event(), Event()
        self._function = function
        self._works_first = works_first

    def __call__(self, *arguments: Any) -> Any:
        answer = self._function(*arguments) if self._works_first else None
        self.begun.set()
        self.go_on.wait(10)
        return answer if self._works_first else self._function(*arguments)
