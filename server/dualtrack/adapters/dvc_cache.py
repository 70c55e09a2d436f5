"""What DVC keeps out of git: the contents in its cache, as far as that lies in the workspace."""

import json
import posixpath
import re
from collections.abc import Iterator, Mapping
from pathlib import Path, PurePosixPath

from dualtrack import limits
from dualtrack.adapters.disk import read_head, too_large
from dualtrack.model.raw import as_list, as_mapping

_DIGEST = re.compile(r"([0-9a-f]{2})([0-9a-f]{30}(?:\.dir)?)")
_LAYOUTS = ("files/md5/", "")
"""Where contents lie in the cache of DVC 3, and of DVC 1 and 2."""


LACKING = "it is not in DVC's cache"


class NotInCache(Exception):
    """The cache lacks the content of a digest, which is the message."""


class DvcCache:
    """The caches of a folder, each `.dvc/cache` beside or above the files. Links out of the folder are not followed."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._lists: dict[str, Mapping[str, str]] = {}
        """The digests of a folder's files by their paths in it, by the digest of the folder."""
        self._lacking: set[str] = set()

    def digest_of(self, path: str, kept: Mapping[str, str]) -> str:
        """The digest of a file that DVC keeps, or a folder above it; empty where it does not. Raises as `read` does."""
        for above in (path, *map(str, PurePosixPath(path).parents)):
            if digest := kept.get(above, ""):
                is_folder = digest.endswith(".dir")
                return self._listed(path, digest).get(posixpath.relpath(path, above), "") if is_folder else digest
        return ""

    def read(self, path: str, digest: str) -> bytes:
        """The content of a file or of a folder's list. Raises NotInCache, Unreadable, and ValueError for a broken list."""
        places = list(_places(path, digest))
        for place in places:
            content, size = read_head(self._root, place, limits.PIPELINE_BYTES)
            if size > limits.PIPELINE_BYTES:
                raise too_large(size, limits.PIPELINE_BYTES)
            if content:
                return content
        self._lacking.update(places)
        raise NotInCache(digest)

    def has_grown(self) -> bool:
        """Whether something is there now that was asked for in vain."""
        return any(read_head(self._root, place, 1)[0] for place in self._lacking)

    def _listed(self, path: str, digest: str) -> Mapping[str, str]:
        if digest not in self._lists:
            files = [as_mapping(each) or {} for each in as_list(json.loads(self.read(path, digest))) or ()]
            self._lists[digest] = {str(file.get("relpath")): str(file.get("md5")) for file in files}
        return self._lists[digest]


def _places(path: str, digest: str) -> Iterator[str]:
    """Where a content may lie, the nearest cache first."""
    if named := _DIGEST.fullmatch(digest):
        for folder in PurePosixPath(path).parents:
            for layout in _LAYOUTS:
                yield str(folder / f".dvc/cache/{layout}{named[1]}/{named[2]}")
