"""What a source is: where one fact comes from. Each is a class of its own in a file of `adapters/sources/`."""

from abc import ABC, abstractmethod
from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any, ClassVar, Generic, TypeVar

from dualtrack.adapters.access import Access
from dualtrack.adapters.listing import Listing
from dualtrack.facts.facts import Fact
from dualtrack.project.project import Project

N = TypeVar("N", bound=Hashable)
F = TypeVar("F", bound=Fact)


class NotRead(Exception):
    """The source cannot be read; the message says why, as the end of a sentence that names the source."""


@dataclass(frozen=True)
class WorkspaceFolder:
    """The workspace folder that a source is asked about, what it lists of the disk, and what the user allows."""

    root: Path
    listing: Listing
    access: Access


class Source(ABC, Generic[N, F]):
    """Where one fact comes from; one object for each name that `needs` gives, which may remember what it has read.

    The class says what it fills and when it must be asked again, besides whenever its needs are others: when HEAD or a ref has
    moved (`follows_refs`), when files that match one of the `globs` have changed, and every so many `seconds`. It is asked
    only where the folder is trusted, unless it is `safe`: one that reads nothing but plain files, and runs nothing.
    """

    fact: ClassVar[type[Fact]]
    title: ClassVar[str]
    """How people call it, where its name is empty."""
    follows_refs: ClassVar[bool] = False
    globs: ClassVar[tuple[str, ...]] = ()
    seconds: ClassVar[float | None] = None
    safe: ClassVar[bool] = False
    needs_git: ClassVar[bool] = False
    """Whether it runs git: of these only one is asked at a time, since each keeps a core busy."""
    rank: ClassVar[int] = 1
    """The lower, the sooner it is asked, where several must be."""

    def __init__(self, folder: WorkspaceFolder, name: str) -> None:
        self.folder = folder
        self.name = name

    @classmethod
    def needs(cls, project: Project, folder: WorkspaceFolder) -> Mapping[str, Any]:
        """What it must be told, by the name of each thing that is to be read, such as a tracker; compared by value.

        Empty where there is nothing to read. Usually there is one thing, without a name, and often nothing to be told.
        """
        return {"": None}

    @abstractmethod
    def read(self, needs: N, before: F | None) -> F:
        """The fact; the one before if nothing has changed. Called in a thread; raises NotRead or GitError."""

    def refs(self, needs: N) -> Path:
        """The folder whose refs it follows, one that may be read."""
        return self.folder.root

    def is_about(self, path: str, needs: N) -> bool:
        """Whether it must be asked again because a file has changed, by its path from the root."""
        return any(fnmatchcase(f"/{path}", f"/{glob}".replace("/**/", "*/")) for glob in self.globs)


class GitSource(Source[N, F]):
    """A source that asks git about the folder."""

    title = "git"
    follows_refs = True
    needs_git = True


AnySource = Source[Any, Any]
