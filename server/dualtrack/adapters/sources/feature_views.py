"""The feature views in the Python files beside a `feature_store.yaml` of Feast; nothing of them is run."""

import re

from dualtrack import limits
from dualtrack.adapters.read_files import ReadFiles
from dualtrack.adapters.source import Place, Source
from dualtrack.facts.feature_views import FeatureView, FeatureViews

_STORE = "feature_store.yaml"
_NAMED = re.compile(r"FeatureView\(\s{0,200}name\s{0,9}=\s{0,9}[\"']([^\"'\n]{1,200})[\"']")
_DECORATED = re.compile(r"@(?:on_demand|stream|batch)_feature_view\b")
_FUNCTION = re.compile(r"^def (\w{1,200})\(", re.MULTILINE)


class WorkTreeFeatureViews(Source[None, FeatureViews]):
    """The feature views that files define."""

    fact = FeatureViews
    title = "Feast"
    globs = (f"**/{_STORE}", "**/feature_repo/**/*.py", "**/feature*.py")
    safe = True

    def __init__(self, place: Place, name: str) -> None:
        super().__init__(place, name)
        self._files = ReadFiles(place.root, read_feature_views, limits.PIPELINE_BYTES)
        self._folders: tuple[str, ...] = ()

    def is_about(self, path: str, needs: None) -> bool:
        """Whether a file names a store, or lies beside one."""
        return path.endswith(_STORE) or path.startswith(self._folders)

    def read(self, needs: None, before: FeatureViews | None) -> FeatureViews:
        """All feature views; files that have not changed are not read again."""
        files = self.place.listing.files
        self._folders = tuple(path.removesuffix(_STORE) for path in files("", lambda name: name == _STORE))
        paths = {path for folder in self._folders for path in files(folder.rstrip("/"), lambda name: name.endswith(".py"))}
        said = self._files.of(sorted(paths)[: limits.FEATURE_FILES])
        views = tuple(view for path in sorted(said) for view in said[path])
        return before if before and before.all == views else FeatureViews.of(views)


def read_feature_views(path: str, text: str) -> tuple[FeatureView, ...]:
    """The feature views of a file: those that are made by name, and the functions that a decorator makes one of."""
    names = dict.fromkeys(_NAMED.findall(text))
    for decorator in _DECORATED.finditer(text):
        if function := _FUNCTION.search(text, decorator.end(), decorator.end() + limits.FEATURE_CHARACTERS):
            names[function[1]] = None
    return tuple(FeatureView(name, path) for name in names)
