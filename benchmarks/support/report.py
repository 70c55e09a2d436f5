"""What a benchmark prints."""

import json
import os
from pathlib import Path


class Report:
    """Lines with what was measured, then one line for every promise."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.promises: list[str] = []
        self.kept = True
        self._figures: list[dict[str, object]] = []

    def row(self, what: str, value: float, unit: str) -> None:
        shown = f"{value:10.0f}" if value >= 100 else f"{value:10.2f}"
        print(f"{what:68}{shown} {unit}")

    def promise(self, what: str, value: float, at_most: float | None = None, at_least: float | None = None) -> None:
        kept = value <= at_most if at_most is not None else value >= (at_least or 0)
        promised = f"at most {at_most:g}" if at_most is not None else f"at least {at_least:g}"
        self.promises.append(f"{self.name} {what}: {value:.2f} (promise: {promised}) {'ok' if kept else 'missed'}")
        self.kept = self.kept and kept
        self._figures.append({"name": self.name, "what": what, "promise": promised, "figure": round(value, 2), "kept": kept})

    def close(self) -> int:
        """Print the promises, and leave them where `npm run bench -- all` asks for them; the exit code of the benchmark."""
        print(*self.promises, sep="\n")
        if file := os.environ.get("BENCH_FIGURES"):
            with Path(file).open("a") as figures:
                figures.writelines(json.dumps(each) + "\n" for each in self._figures)
        return 0 if self.kept else 1
