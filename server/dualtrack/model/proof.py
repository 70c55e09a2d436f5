"""What a line of a checklist cites behind its ` — `: what each word names, as far as its form tells."""

import re
from collections.abc import Iterable
from typing import Literal, NamedTuple

from dualtrack.model.mention import is_id

ProofKind = Literal["address", "model", "item", "run", "commit", "path", "words"]

_BREAKS = re.compile(r"[\s,;]+")
_BEFORE, _BEHIND = "`\"'([<*", "`\"')]>*.:!"
_RUN = re.compile(r"[A-Za-z][\w-]*:[0-9A-Za-z][\w-]{5,}…?")
_COMMIT = re.compile(r"(?=[0-9]*[a-f])(?=[a-f]*[0-9])[0-9a-f]{7,64}")
_MODEL = re.compile(r"models:/{1,3}[^/@\s]+[/@][^/@\s]+|[A-Za-z][\w.-]*@v?\d[\w.-]*")
_PATH = re.compile(
    r"(?![~/\\-])(?=[^#]*(?:/|\.(?:md|ipynb|py|ya?ml|json|pdf|html?|csv|txt|toml|sql|dvc|lock|parquet|pkl|joblib|onnx)(?:#|\Z)))[^#:?*|\\]+(?:#\S+)?"
)
_LONGEST = 500


class Cited(NamedTuple):
    """One proof that a line cites, as it is written; `words` are what names nothing that could be looked for."""

    kind: ProofKind
    written: str

    @property
    def path(self) -> str:
        """The path without its section."""
        return self.written.partition("#")[0]

    @property
    def section(self) -> str:
        """The section of the file that it names."""
        return self.written.partition("#")[2]


def proofs_in(text: str, targets: Iterable[str] = ()) -> tuple[Cited, ...]:
    """The proofs in a text and the links in it; where there are none, its words."""
    written = dict.fromkeys(_stripped(word) for word in (*_BREAKS.split(text[:_LONGEST]), *targets))
    found = tuple(Cited(kind, word) for word in written if (kind := _kind(word)) != "words")
    return found or ((Cited("words", text),) if any(sign.isalnum() for sign in text) else ())


def is_commit(word: str) -> bool:
    """Whether a word has the form of a commit's hash, or of its beginning."""
    return _COMMIT.fullmatch(word) is not None


def _stripped(word: str) -> str:
    return word.rstrip(_BEHIND).lstrip(_BEFORE)


def _kind(word: str) -> ProofKind:
    if "://" in word:
        return "address"
    if is_id(word):
        return "item"
    if _MODEL.fullmatch(word):
        return "model"
    if _RUN.fullmatch(word):
        return "run"
    if is_commit(word):
        return "commit"
    return "path" if _PATH.fullmatch(word) else "words"
