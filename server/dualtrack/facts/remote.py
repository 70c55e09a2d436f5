"""Where the repository is pushed to."""

from dataclasses import dataclass, field
from hashlib import sha1, sha256

from dualtrack.facts.facts import Fact
from dualtrack.model.forge import Forge
from dualtrack.table import Table

_LENGTH_OF_SHA1 = 40


@dataclass(frozen=True)
class Remote(Fact):
    """The forge of the remote `origin`, or of the first remote; None where there is none that is known.

    `commit` is the one that is checked out, where a remote has it, and `blobs` are the hashes of the files that it holds in the
    folders of boards. `prefix` is the folder of the workspace in the repository, such as `ml/`. `unpushed` are the commits that
    no remote has; None where they are too many to tell.
    """

    forge: Forge | None = None
    commit: str = ""
    prefix: str = ""
    blobs: Table[str, str] = field(default_factory=Table[str, str])
    unpushed: frozenset[str] | None = frozenset()

    def page(self, hash: str) -> str:
        """The page of a commit; empty where there is none."""
        is_there = self.unpushed is not None and hash not in self.unpushed
        return self.forge.commit(hash) if self.forge and is_there else ""

    def file(self, path: str, text: str, line: int) -> str:
        """The page of a file at the commit and a line; empty where the file there is not this text."""
        blob = self.blobs.get(path, "")
        return self.forge.file(self.commit, self.prefix + path, line) if self.forge and blob and _is_blob(text, blob) else ""


def _is_blob(text: str, hash: str) -> bool:
    content = text.encode(errors="replace")
    named = (sha1 if len(hash) == _LENGTH_OF_SHA1 else sha256)(b"blob %d\0" % len(content), usedforsecurity=False)
    named.update(content)
    return named.hexdigest() == hash
