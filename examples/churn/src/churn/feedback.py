"""What the account managers think of a score: kept as lines of JSON beside the scores."""

import json
from pathlib import Path

ANSWERS = ("right", "wrong", "already-gone")


def record(answer: dict, file: Path) -> None:
    """Add one answer; an unknown one is refused, because nobody could count it later."""
    if answer["verdict"] not in ANSWERS:
        raise ValueError(f"the verdict is one of {', '.join(ANSWERS)}, not {answer['verdict']}")
    with file.open("a", encoding="utf-8") as lines:
        lines.write(json.dumps(answer, sort_keys=True) + "\n")
