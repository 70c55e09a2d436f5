"""The feature views in the Python files beside a `feature_store.yaml` of Feast; nothing of them is run."""

import re
from collections.abc import Sequence

from dualtrack import limits
from dualtrack.adapters.read_files import ReadFiles, not_read, only_some
from dualtrack.adapters.source import Source, WorkspaceFolder
from dualtrack.facts.feature_views import FeatureView, FeatureViews
from dualtrack.said import said

_STORE = "feature_store.yaml"
_TOKEN = re.compile(
    r"""#[^\n]*|\"{3}(?s:.*?)(?:\"{3}|\Z)|'{3}(?s:.*?)(?:'{3}|\Z)|"(?:[^"\\\n]|\\.)*"?|'(?:[^'\\\n]|\\.)*'?|\w+|[()\[\]{}=@]"""
)
"""As much of Python as tells which argument belongs to which call."""
_VIEW = re.compile(r"\w{0,200}(?:Feature|Label)View|(?:on_demand|stream|batch)_feature_view")


class WorkTreeFeatureViews(Source[None, FeatureViews]):
    """The feature views that files define."""

    fact = FeatureViews
    title = "Feast"
    globs = (f"**/{_STORE}", "**/feature_repo/**/*.py", "**/feature*.py")
    safe = True

    def __init__(self, folder: WorkspaceFolder, name: str) -> None:
        super().__init__(folder, name)
        self._files = ReadFiles(folder.root, read_feature_views, limits.PIPELINE_BYTES)
        self._folders: tuple[str, ...] = ()

    def is_about(self, path: str, needs: None) -> bool:
        """Whether a file names a store, or lies beside one."""
        return path.endswith(_STORE) or path.startswith(self._folders)

    def read(self, needs: None, before: FeatureViews | None) -> FeatureViews:
        """All feature views; files that have not changed are not read again."""
        files = self.folder.listing.files
        self._folders = tuple(path.removesuffix(_STORE) for path in files("", lambda name: name == _STORE))
        paths = {path for folder in self._folders for path in files(folder.rstrip("/"), lambda name: name.endswith(".py"))}
        told = self._files.of(sorted(paths)[: limits.FEATURE_FILES])
        views = tuple(view for path in sorted(told) for view in told[path])
        beyond = only_some(said("feature views"), len(paths), limits.FEATURE_FILES)
        found = FeatureViews.of(views, not_read(self._files.unread), beyond)
        return before if before and before == found else found


def read_feature_views(path: str, text: str) -> tuple[FeatureView, ...] | None:
    """The feature views of a file: those that are made by name, and the functions that a decorator makes one of; None where
    there is none."""
    tokens = [found for found in _TOKEN.findall(text) if found[0] != "#"]
    views = (at for at, token in enumerate(tokens) if token.endswith(("View", "_view")) and _VIEW.fullmatch(token))
    names = (_name(tokens[at : at + limits.FEATURE_TOKENS], at > 0 and tokens[at - 1] == "@") for at in views)
    return tuple(FeatureView(name, path) for name in dict.fromkeys(names) if name) or None


def _name(tokens: Sequence[str], is_decorator: bool) -> str:
    """The name of a view, given what stands from its class, or its decorator, on: an argument, else that of the function."""
    depth = 0
    for at, token in enumerate(tokens):
        depth += (token in "([{") - (token in ")]}")
        if depth == 1 and token == "name" and tokens[at + 1 : at + 2] == ["="] and tokens[at + 2 : at + 3]:
            return tokens[at + 2].strip("\"'") if tokens[at + 2][0] in "\"'" else ""
        if depth <= 0 and at and not is_decorator:
            return ""
        if depth == 0 and token == "def":
            return next(iter(tokens[at + 1 : at + 2]), "")
    return ""
