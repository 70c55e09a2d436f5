"""Which files a workspace folder holds: each folder is listed once, for everybody who asks."""

from collections.abc import Callable, Iterator
from pathlib import Path
from stat import S_ISDIR

from dualtrack.adapters.disk import Stamp, folders_and_files, folders_in, stamp_of
from dualtrack.model.folders import is_passed_over


class Listing:
    """The files of one workspace folder as they were when they were first asked for; `refresh` forgets them."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._walks: dict[str, dict[str, list[str]]] = {}
        self._named: dict[tuple[str, Callable[[str], bool]], list[str]] = {}
        self._folders: dict[str, list[str]] = {}
        self._stamps: dict[str, Stamp | None] = {}
        self.times = 0
        """How often they were to be listed again."""

    def refresh(self) -> set[str]:
        """List the folders again; the paths of the files that are new or gone. The editor tells of a whole folder that is moved
        or deleted, if at all, but not of what is in it."""
        before, self._walks, self._named, self._folders, self._stamps = self._walks, {}, {}, {}, {}
        self.times += 1
        return {path for folder, walk in before.items() for path in _differing(walk, self._walk(folder))}

    def has_moved(self) -> bool:
        """Whether there are other folders than when they were listed. Only a folder in which something came or went is looked
        into: training writes files all the time."""
        for folder, stamp in [*self._stamps.items()]:
            now = stamp_of(f"{self._root}/{folder}")
            if now == stamp:
                continue
            known = sorted(each for each in self._stamps if each and each.rpartition("/")[0] == folder)
            if not now or not stamp or now.inode != stamp.inode or folders_in(self._root, folder) != known:
                return True
            self._stamps[folder] = now
        return False

    def named(self, folder: str, wanted: Callable[[str], bool]) -> list[str]:
        """The same as `files`, remembered for whoever asks with the same function again."""
        named = self._named  # as with walks
        if (folder, wanted) not in named:
            named[folder, wanted] = list(self.files(folder, wanted))
        return named[folder, wanted]

    def files(self, folder: str, wanted: Callable[[str], bool]) -> Iterator[str]:
        """The paths, relative to the root, of the files below a folder whose names are wanted; links to folders and hidden,
        generated or vendored folders are passed over."""
        for current, names in self._below(folder):
            above = f"{current}/" if current else ""
            yield from (above + name for name in names if wanted(name))

    def folders(self, name: str) -> list[str]:
        """The paths of the folders of this name in the folders that are listed, which pass it over."""
        folders = self._folders
        if name not in folders:
            paths = (f"{above}/{name}" if above else name for above in self._walk(""))
            folders[name] = [path for path in paths if S_ISDIR(self._mode(path))]
        return folders[name]

    def _mode(self, path: str) -> int:
        try:
            return (self._root / path).lstat().st_mode
        except OSError:
            return 0

    def _below(self, folder: str) -> Iterator[tuple[str, list[str]]]:
        whole = self._walk("")
        if not folder:
            yield from whole.items()
        elif folder in whole and not any(map(is_passed_over, folder.split("/"))):
            start = f"{folder}/"
            yield from ((each, names) for each, names in whole.items() if each == folder or each.startswith(start))
        else:  # it is hidden, or a link
            yield from self._walk(folder).items()

    def _walk(self, folder: str) -> dict[str, list[str]]:
        walks = self._walks  # what is begun before a refresh belongs to the old ones
        if folder not in walks:
            listed, stamps = [*folders_and_files(self._root, folder)], self._stamps
            walks[folder] = {each: names for each, names, _ in listed}
            stamps.update((each, stamp) for each, _, stamp in listed)
        return walks[folder]


def _differing(then: dict[str, list[str]], now: dict[str, list[str]]) -> Iterator[str]:
    for folder in then.keys() | now.keys():
        before, after = then.get(folder, []), now.get(folder, [])
        if before != after:
            yield from (f"{folder}/{name}" if folder else name for name in {*before} ^ {*after})
