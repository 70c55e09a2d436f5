"""The four people and what they do, in order: commits, branches, merges, tags and training runs."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Literal

import notebooks
import training
from repository import Person, Repository
from templates import File, Templates
from tracking import Tracking

# A run that fails really fails; one that is running has no score on val yet.
Outcome = Literal["FINISHED", "FAILED", "RUNNING"]

ANA = Person("ana", "Ana Ruiz")
BEN = Person("ben", "Ben Okafor")
CHEN = Person("chen", "Chen Li")
DANA = Person("dana", "Dana Novak")


class Team:
    """A day is counted from the last one: 0 is today, -56 eight weeks ago."""

    def __init__(self, repository: Repository, tracking: Tracking, templates: Templates, today: date) -> None:
        self._repository = repository
        self._tracking = tracking
        self._templates = templates
        self._today = today
        self._now = datetime.min.replace(tzinfo=UTC)

    def commit(self, by: Person, day: int, clock: str, message: str, *files: File | str) -> None:
        """Commit the files as they were then; a name alone is the file as it ends."""
        at = self._at(day, clock)
        changed = [file if isinstance(file, File) else File(file) for file in files]
        for file in changed:
            self._repository.write(self._templates.path(file), self._templates.text(file))
        # After all are written: a notebook imports the sources it is committed with.
        for file in changed:
            if file.name.endswith(".ipynb"):
                notebooks.execute(self._repository.folder / file.name)
        self._repository.commit(by, at, message)

    def branch(self, name: str) -> None:
        self._repository.git("switch", "--quiet", "--create", name)

    def switch(self, name: str) -> None:
        self._repository.git("switch", "--quiet", name)

    def merge(self, by: Person, day: int, clock: str, branch: str, closes: str = "", keep: bool = False) -> None:
        """Merge into main as a forge's button does it."""
        message = f"Merge branch '{branch}'" + (f"\n\n{closes}" if closes else "")
        self.switch("main")
        self._repository.merge(branch, by, self._at(day, clock), message)
        if not keep:
            self._repository.git("branch", "--quiet", "--delete", branch)

    def revert(self, by: Person, day: int, clock: str, commit: str, why: str) -> None:
        subject = self._repository.git("show", "--no-patch", "--format=%s", commit)
        message = f'Revert "{subject}"\n\nThis reverts commit {commit}.\n\n{why}'
        self._repository.revert(commit, by, self._at(day, clock), message)

    def tag(self, by: Person, day: int, clock: str, name: str, message: str, of: str = "HEAD") -> None:
        commit = f"{of}^{{commit}}"
        self._repository.git("tag", "--annotate", "--message", message, name, commit, by=by, at=self._at(day, clock))

    def head(self) -> str:
        return self._repository.head()

    def run(
        self,
        name: str,
        by: Person,
        day: int,
        clock: str,
        minutes: int,
        *,
        item: str = "",
        holdout: bool = False,
        outcome: Outcome = "FINISHED",
        **changes: object,
    ) -> None:
        """Train with the code and the settings of the commit that is checked out, and log it."""
        start, commit, folder = self._at(day, clock), self.head(), self._repository.folder
        params = training.params_of(folder, changes)
        try:
            metrics = training.train(folder, commit, params, holdout)
        except ValueError:
            if outcome != "FAILED":
                raise
            metrics = {}
        if outcome == "RUNNING":
            metrics = {"train_f1": metrics["train_f1"]}
        tags = {"mlflow.source.name": "src/churn/train.py", "mlflow.source.git.commit": commit}
        if item:
            tags["dualtrack.item"] = item
        end = start + timedelta(minutes=minutes)
        self._tracking.run(name, by, start, end, outcome, params, metrics, tags)

    def register(self, run: str, day: int, clock: str, version: str, alias: str) -> None:
        self._tracking.register(run, self._at(day, clock), version, alias)

    def _at(self, day: int, clock: str) -> datetime:
        """The moment, in UTC; a story told out of order would make a history that could not have been."""
        moment = datetime.combine(self._today + timedelta(days=day), time.fromisoformat(clock), UTC)
        if moment < self._now:
            raise ValueError(f"day {day}, {clock} comes after {self._now:%Y-%m-%d %H:%M}")
        self._now = moment
        return moment
