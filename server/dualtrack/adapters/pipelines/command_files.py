"""Which of a workspace's files commands name."""

import posixpath
import re
from collections.abc import Iterable, Iterator
from itertools import islice

from dualtrack import limits
from dualtrack.adapters.pipelines.definition import PipelineDefinition

_SUFFIXES = (".py", ".ipynb", ".sh", ".r", ".rmd", ".jl", ".sql", ".yml", ".yaml")
_NAMES = ("mlproject", "dockerfile", "jenkinsfile")
_MOST_BASES = 20
_LONGEST = 300

_TOKEN = re.compile(r"[\w./${}~+-]+")
_MODULE = re.compile(r"\bpython[\w.]{0,20}\s{1,20}-m\s{1,20}([\w.]+)")
_FOLDER = re.compile(r"\bcd[ \t]+([\w./${}~-]+)")
_PROJECTS = {"dvc.yaml": re.compile(r"\bdvc[ \t]+(?:repro|exp[ \t]+run)\b"), "MLproject": re.compile(r"\bmlflow[ \t]+run\b")}
_VARIABLE = re.compile(r"\A.*[})]|\$\w+|~")


def is_run_file(name: str) -> bool:
    """Whether a file of this name could define a pipeline, or be named in the commands of one."""
    folded = name.casefold()
    return folded.endswith(_SUFFIXES) or folded.startswith(_NAMES) or folded.endswith(".jenkinsfile")


class CommandFiles:
    """The files that commands could name, by their paths in the workspace."""

    def __init__(self, paths: Iterable[str]) -> None:
        self._paths = frozenset(paths)
        self._folders = frozenset(folder for path in self._paths for folder in _above(path))

    def named(self, path: str, definition: PipelineDefinition) -> tuple[str, ...]:
        """The files that the commands and imports of the definition in a file name, each once; no more than 200.

        A relative path counts from the root, from a folder that the definition runs in or changes to, or from its own. An
        absolute path, and one that begins with a variable, leads to the file with which it ends, if that lies in a folder.
        """
        own = list(_above(path))
        told = (
            self._ending(folder, self._folders, 1) for folder in (*definition.folders, *_FOLDER.findall(definition.commands))
        )
        bases = ["", *dict.fromkeys(islice((folder for folder in told if folder), _MOST_BASES)), *own[:1]]
        modules = [*_MODULE.findall(definition.commands), *definition.modules]
        found = dict.fromkeys(file for file in self._from_commands(definition.commands, bases) if file != path)
        found |= dict.fromkeys(file for file in self._from_modules(modules, [*bases, *own[1:]]) if file != path)
        return tuple(found)[: limits.PIPELINE_RUN_FILES]

    def _from_commands(self, commands: str, bases: list[str]) -> Iterator[str]:
        for token in islice(_TOKEN.finditer(commands), 10 * limits.PIPELINE_WORDS):
            name = token.group()
            if not is_run_file(name.rpartition("/")[2]):
                continue
            named = (joined for base in bases if (joined := _joined(base, name)) in self._paths)
            file = next(named, None) or self._ending(name, self._paths, 2)
            if file:
                yield file
        for project, command in _PROJECTS.items():
            if command.search(commands):
                yield from (file for base in bases if (file := _joined(base, project)) in self._paths)

    def _from_modules(self, modules: list[str], bases: list[str]) -> Iterator[str]:
        for module in modules[: limits.PIPELINE_WORDS]:
            path = module.replace(".", "/")
            named = (_joined(base, f"{path}{end}") for base in bases for end in (".py", "/__main__.py"))
            yield from islice((file for file in named if file in self._paths), 1)

    def _ending(self, name: str, existing: frozenset[str], least: int) -> str | None:
        """What a path leads to: itself, or if it begins elsewhere, its longest ending of so many parts that exists."""
        if len(name) > _LONGEST:
            return None
        bare = _VARIABLE.sub("", name, count=1)
        parts = _joined("", bare.lstrip("/")).split("/")
        if "/".join(parts) in existing:
            return "/".join(parts)
        if bare == name and not name.startswith("/"):
            return None
        endings = ("/".join(parts[start:]) for start in range(1, len(parts) - least + 1))
        return next((ending for ending in endings if ending in existing), None)


def _joined(base: str, path: str) -> str:
    return posixpath.normpath(posixpath.join(base, path))


def _above(path: str) -> Iterator[str]:
    """The folders that a path lies in, the innermost first, without the root."""
    while path := path.rpartition("/")[0]:
        yield path
