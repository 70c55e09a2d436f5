"""The pipelines that a workspace defines, and which of its files they run."""

import re
from collections.abc import Callable
from dataclasses import replace
from functools import lru_cache, partial
from pathlib import Path
from typing import NamedTuple, TypeAlias

from dualtrack import limits
from dualtrack.adapters.disk import Files, walk
from dualtrack.adapters.pipelines.airflow import read_airflow
from dualtrack.adapters.pipelines.command_files import CommandFiles, is_run_file
from dualtrack.adapters.pipelines.definition import PipelineDefinition, names_deployment
from dualtrack.adapters.pipelines.written import read_github, read_gitlab, read_jenkins, read_tekton
from dualtrack.adapters.read_files import ReadFiles
from dualtrack.facts.pipelines import Pipeline, System
from dualtrack.model.mention import candidates

_Read: TypeAlias = Callable[[str], PipelineDefinition | None]


class _Place(NamedTuple):
    """Files that could define pipelines of a system; `certain` if the place alone makes them a definition."""

    path_pattern: re.Pattern[str]
    system: System
    read: _Read
    certain: bool = True


def _pattern(paths: str) -> re.Pattern[str]:
    return re.compile(paths, re.IGNORECASE)


_HIDDEN_FOLDERS = (".github/workflows", ".gitlab/ci", ".tekton")
# Most files in YAML and Python define no pipeline; those are opened of which a word of the path says that they could.
_FLOWS = r"dags?|airflow|pipelines?|workflows?|flows?|etl|orchestration|schedules?"
_TEKTON = r"tekton|(?:pipeline|task)(?:-?runs?|s)?|ci|cd|cicd|k8s|kubernetes|openshift"
_PLACES = (
    _Place(_pattern(r"\.github/workflows/[^/]+\.ya?ml"), "github-actions", read_github),
    _Place(_pattern(r"\.gitlab/ci/.+\.ya?ml|(?:.*/)?[\w.-]*\.gitlab-ci\.ya?ml"), "gitlab-ci", read_gitlab),
    _Place(_pattern(r"(?:.*/)?(?:Jenkinsfile(?:[.-][\w.-]+)?|[\w.-]+\.jenkinsfile)"), "jenkins", read_jenkins),
    _Place(_pattern(r"(?=(?:.*/)?dags/).*\.py"), "airflow", partial(read_airflow, in_dags=True)),
    _Place(_pattern(rf"(?=(?:.*[/._-])?(?:{_FLOWS})[/._-]).*py"), "airflow", partial(read_airflow, in_dags=False), False),
    _Place(_pattern(rf"(?=(?:.*[/._-])?(?:{_TEKTON})[/._-]).*ya?ml"), "tekton", read_tekton, False),
)
_WORD = re.compile(r"[^\W_][\w-]*")


class _Said(NamedTuple):
    """What a file says."""

    definition: PipelineDefinition
    ids: tuple[str, ...]
    words: frozenset[str]


class PipelineFiles:
    """The pipelines of one folder; only files that changed since they were last asked for are read again."""

    def __init__(self, root: Path, files: Files | None = None) -> None:
        self.root = root
        self._files = files or partial(walk, root)
        self._definitions = ReadFiles(root, _read, limits.PIPELINE_BYTES)
        self._said: dict[str, _Said] = {}
        self._visible: list[str] = []
        self._pipelines: tuple[Pipeline, ...] = ()
        self.unread: dict[str, str] = {}
        """Why files cannot be read whose place makes them a definition, by path."""
        self.count = 0
        """How many files could define one."""

    def read(self) -> tuple[Pipeline, ...]:
        """All pipelines, by path. One walk over the workspace finds them and the files that they could run.

        Opened are at the most 2,000 files of up to 256 KB: those whose place makes them a definition, and of the other files in
        YAML and Python those whose path speaks of pipelines.
        """
        visible = list(self._files("", is_run_file))
        hidden = (path for folder in _HIDDEN_FOLDERS for path in self._files(folder, is_run_file))
        places = {path: place for path in (*hidden, *visible) if (place := _place(path))}
        first = sorted(places, key=lambda path: (not places[path].certain, path.count("/"), path))
        self.count = len(first)
        said = self._definitions.of(first[: limits.PIPELINE_FILES])
        broken = {path: file.definition.why_not for path, file in said.items() if file.definition.why_not}
        self.unread = {path: why for path, why in (self._definitions.unread | broken).items() if places[path].certain}
        if visible != self._visible or said != self._said:
            files = CommandFiles(visible)
            self._pipelines = tuple(_pipeline(path, places[path].system, said[path], files) for path in sorted(said))
        self._said, self._visible = said, visible
        return self._pipelines


@lru_cache(maxsize=50_000)
def _place(path: str) -> _Place | None:
    return next((place for place in _PLACES if place.path_pattern.fullmatch(path)), None)


def _read(path: str, text: str) -> _Said | None:
    place = _place(path)
    definition = place.read(text) if place else None
    if not definition:
        return None
    ids = dict.fromkeys(mention.id for mention in candidates(text))
    return _Said(replace(definition, said=""), tuple(ids), _words(definition.said))


def _pipeline(path: str, system: System, said: _Said, files: CommandFiles) -> Pipeline:
    definition, file = said.definition, path.rpartition("/")[2]
    deploys = definition.deploys or names_deployment([file])
    return Pipeline(path, system, definition.name or file, said.ids, deploys, files.named(path, definition), said.words)


def _words(said: str) -> frozenset[str]:
    words: set[str] = set()
    for found in _WORD.finditer(said):
        words.add(found.group().casefold())
        if len(words) == limits.PIPELINE_WORDS:
            break
    return frozenset(words)
