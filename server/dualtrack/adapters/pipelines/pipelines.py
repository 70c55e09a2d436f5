"""The pipelines that a workspace defines, and which of its files they run."""

import logging
import re
from collections.abc import Callable
from dataclasses import replace
from functools import lru_cache, partial
from pathlib import Path
from typing import NamedTuple, TypeAlias

from dualtrack import limits
from dualtrack.adapters.disk import Files, Stamp, read_text, stamp_of, walk
from dualtrack.adapters.pipelines.airflow import read_airflow
from dualtrack.adapters.pipelines.definition import Definition, names_deployment
from dualtrack.adapters.pipelines.run_files import RunFiles, is_run_file
from dualtrack.adapters.pipelines.written import read_github, read_gitlab, read_jenkins, read_tekton
from dualtrack.facts.pipelines import Pipeline, System
from dualtrack.model.mention import candidates

_log = logging.getLogger(__name__)


_Read: TypeAlias = Callable[[str], Definition | None]


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


class _Known(NamedTuple):
    """What a file said when it had this stamp; no definition if it is none."""

    stamp: Stamp
    definition: Definition | None = None
    ids: tuple[str, ...] = ()
    words: frozenset[str] = frozenset()


class PipelineFiles:
    """The pipelines of one folder; only files that changed since they were last asked for are read again."""

    def __init__(self, root: Path, files: Files | None = None) -> None:
        self.root = root
        self._files = files or partial(walk, root)
        self._known: dict[str, _Known] = {}
        self._visible: list[str] = []
        self._pipelines: tuple[Pipeline, ...] = ()

    def read(self) -> tuple[Pipeline, ...]:
        """All pipelines, by path. One walk over the workspace finds them and the files that they could run.

        Opened are at the most 2,000 files of up to 256 KB: those whose place makes them a definition, and of the other files in
        YAML and Python those whose path speaks of pipelines. A file that cannot be read is passed over.
        """
        visible = list(self._files("", is_run_file))
        hidden = (path for folder in _HIDDEN_FOLDERS for path in self._files(folder, is_run_file))
        places = {path: place for path in (*hidden, *visible) if (place := _place(path))}
        inside: dict[str, bool] = {}
        known: dict[str, _Known] = {}
        for path in sorted(places, key=lambda path: (not places[path].certain, path.count("/"), path))[: limits.PIPELINE_FILES]:
            if asked := self._asked(path, places[path].read, inside):
                known[path] = asked
        if visible != self._visible or known != self._known:
            files = RunFiles(visible)
            found = (_pipeline(path, places[path].system, known[path], files) for path in sorted(known))
            self._pipelines = tuple(pipeline for pipeline in found if pipeline)
        self._known, self._visible = known, visible
        return self._pipelines

    def _asked(self, path: str, read: _Read, inside: dict[str, bool]) -> _Known | None:
        stamp = stamp_of(f"{self.root}/{path}")
        if not stamp:
            return None
        before = self._known.get(path)
        if before and before.stamp == stamp:
            return before
        text = read_text(self.root, path, inside) if stamp.size <= limits.PIPELINE_BYTES else None
        definition = _definition(path, text, read) if isinstance(text, str) else None
        if not isinstance(text, str) or not definition:
            return _Known(stamp)
        ids = dict.fromkeys(mention.id for mention in candidates(text))
        return _Known(stamp, replace(definition, said=""), tuple(ids), _words(definition.said))


@lru_cache(maxsize=50_000)
def _place(path: str) -> _Place | None:
    return next((place for place in _PLACES if place.path_pattern.fullmatch(path)), None)


def _definition(path: str, text: str, read: _Read) -> Definition | None:
    """What a file defines; one that our own reading fails on is passed over."""
    try:
        return read(text)
    except Exception:
        _log.exception("%s could not be read", path)
        return None


def _pipeline(path: str, system: System, known: _Known, files: RunFiles) -> Pipeline | None:
    definition = known.definition
    if not definition:
        return None
    file = path.rpartition("/")[2]
    deploys = definition.deploys or names_deployment([file])
    return Pipeline(path, system, definition.name or file, known.ids, deploys, files.named(path, definition), known.words)


def _words(said: str) -> frozenset[str]:
    words: set[str] = set()
    for found in _WORD.finditer(said):
        words.add(found.group().casefold())
        if len(words) == limits.PIPELINE_WORDS:
            break
    return frozenset(words)
