"""The decided experiments of a project by their words, kept up to date as it changes."""

from threading import Lock

from dualtrack.adapters.word_index import WordIndex
from dualtrack.features.prior import MOST, Prior, words_of
from dualtrack.model.experiment import Experiment
from dualtrack.project.project import Project
from dualtrack.project.staleness import WorkedOut, work_out

_MOST_FOUND = 50


class Priors:
    """Finds the decided experiments that are closest to a text. A call brings it up to the project that it is given; the first
    one takes longest. It can be called in any thread."""

    def __init__(self) -> None:
        self._index = WordIndex()
        self._words = WorkedOut[str | None]()
        self._lock = Lock()

    def __call__(self, project: Project, text: str, but: str = "") -> list[Prior]:
        """The experiments, the closest first; not the one of the key `but`."""
        return self._found(project, text, MOST, but, least=2)

    def search(self, project: Project, text: str) -> list[Prior]:
        """All that are close to what somebody searches for, the closest first; one word is enough where it is the only one."""
        return self._found(project, text, _MOST_FOUND, "", least=min(2, len(text.split())))

    def _found(self, project: Project, text: str, most: int, but: str, least: int) -> list[Prior]:
        with self._lock:
            self._words = work_out(project, self._words, words_of)
            self._index.change({key: self._words.values.get(key) for key in self._words.changed})
            found = [(project.items.get(match.key), match.words) for match in self._index.closest(text, most, but, least)]
        return [Prior(item, words) for item, words in found if isinstance(item, Experiment)]
