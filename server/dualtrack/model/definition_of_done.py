"""The Definition of Done: its items and how a line of a checklist is matched to one (docs/format.md)."""

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import NamedTuple

from dualtrack.text import Span

BUILT_IN = {
    "reviewed": "Code reviewed and unit-tested",
    "data-validated": "Data schema validated and registered",
    "run-logged": "Training run reproducible and logged",
    "evaluated": "Metrics computed on validation and holdout",
    "artifact-versioned": "Model artifact stored with version and metadata",
    "deployment": "Deployment playbook or justification for not deploying",
    "monitoring": "Monitoring hooks (drift, latency, error rate)",
    "model-card": "Model card with intended use and limitations",
}

_ALSO_WRITTEN = {
    "evaluation metrics computed on validation and holdout": "evaluated",
    "monitoring hooks added drift latency error rate": "monitoring",
    "model card brief documenting intended use and limitations": "model-card",
}
"""The wording of the checklist in circulation, in comparable form."""

MARKER = re.compile(r"<!--\s*dod:\s*([\w-]+)\s*-->")
"""What names the item that a line stands for, whatever its text."""
_NOT_APPLICABLE = (
    r"(?:\b(?:N/A|(?-i:NA)|not applicable|(?:does not|doesn['’]t) apply|entfällt|(?:nicht|nichts) (?:zutreffend|anwendbar)"
    r"|trifft nicht zu|sans objet|non applicable|ne s['’]applique pas|no aplica|no procede|non applicabile|non si applica"
    r"|não se aplica|não aplicável|niet van toepassing|nvt)\b|\b(?:n\.a\.|n\.v\.t\.)|該当なし|対象外|不适用|不適用|해당 없음)"
)
_NOT_APPLICABLE_AFTER = (
    r"(?:(?:not|no longer) (?:needed|required|relevant|necessary)|no need|unnecessary|irrelevant|out of scope"
    r"|waived|exempt(?:ed)?|nicht (?:nötig|notwendig|erforderlich|relevant|benötigt)|pas (?:nécessaire|requis|besoin)"
    r"|no (?:es )?necesario|non necessario|não (?:é )?necessário|niet nodig)\b"
)
"""What says so only where it stands apart."""

# Each alternative starts at the first blank of several, so that a long run of them is looked at once.
_PROOF = re.compile(
    rf"(?<!\s)\s++—\s|(?<=\S~~)\s*+{_NOT_APPLICABLE_AFTER}"
    rf"|(?<!\s)\s*+(?:(?:[—–:,(\[-]\s*+)?{_NOT_APPLICABLE}|(?:[—–:,(\[]|(?<=\s)-)\s*+{_NOT_APPLICABLE_AFTER})",
    re.IGNORECASE,
)
_CITES = re.compile(r"(?<!\s)\s++—\s")
_SAYS_SO = re.compile(rf"{_NOT_APPLICABLE}|\b{_NOT_APPLICABLE_AFTER}", re.IGNORECASE)
# Behind any mark: said apart, with a reason, as in `(N/A: nobody calls it)`, or of what is struck through: `~~Load test~~ N/A`.
_CALLED_OFF = re.compile(
    rf"(?<=\S)~~[ \t]{{0,9}}(?:[—–:(\[-][ \t]{{0,9}})?(?:{_NOT_APPLICABLE}|{_NOT_APPLICABLE_AFTER})|"
    rf"(?:[—–(\[]|(?<=\S)~~)[ \t]{{0,9}}[(\[]?(?:{_NOT_APPLICABLE}|{_NOT_APPLICABLE_AFTER})"
    r"[ \t]{0,9}(?:[:,;：，—–]|(?<=[ \t])-|(?:because|since|as|(?<=waived )by)\b)\s{0,9}\w",
    re.IGNORECASE,
)
_LEADING = re.compile(
    rf"\s*+[(\[]?{_NOT_APPLICABLE}[)\]]?(?P<why>[ \t]{{0,9}}\([^()\n]{{1,200}}\))?"
    r"(?:[ \t]{0,9}:|(?<=[)\]]))[ \t]{0,9}(?=\w)",
    re.IGNORECASE,
)
"""What says so before the item, as in `N/A: Load test` or `[N/A] Load test`."""
# Somebody's words behind an item that is marked so: `Load test (Ana says no)`. One word, such as `(staging)`, is none.
_NOTE = re.compile(r"(?<!\s)\s++[(\[](?P<words>[^()\[\]]*+)[)\]]\s*\Z")
_NO_REASON = re.compile(r"\s*(?:see|todo|tb[ad]|wip|later|follow)\b", re.IGNORECASE)
_NOTHING_YET = re.compile(r"[\W_]*+(?:todo|tb[acd]|wip|later)?+[\W_]*+", re.IGNORECASE)
_IN_BRACKETS = re.compile(r"\(([^()]*)\)")
_WORD = re.compile(r"[^\W\d_]\w*")
_NUMBERED = re.compile(r"^#\d+\s+")
_PUNCTUATION = re.compile(r"[\W_]+")
_TICKS = frozenset("xX✓✔✅☑🗸√")


_BUILT_IN_NOTES = {word for text in BUILT_IN.values() for note in _IN_BRACKETS.findall(text) for word in _WORD.findall(note)}


class DodLine(NamedTuple):
    """One item of the checklist: its text without markup, its mark (such as ` `, `x` or `-`), the offset of that, and from
    where to where its text stands with the whole of its first line: many are read, and few are shown at their places. One
    that is `agreed` stands as the team wrote it: what reads as a reason there is the item's own text."""

    text: str
    mark: str
    mark_at: int
    start: int
    end: int
    agreed: bool = False

    @property
    def span(self) -> Span:
        """Where its text stands, with the whole of its first line."""
        return Span(self.start, self.end)

    @property
    def mark_span(self) -> Span:
        """Where the mark stands."""
        return Span(self.mark_at, self.mark_at + len(self.mark))

    @property
    def closed(self) -> bool:
        """Done, or not applicable for a reason that is given."""
        return self.ticked or self.not_applicable

    @property
    def not_applicable(self) -> bool:
        """Whether it says so and why, whatever its mark; behind a tick a proof outweighs it."""
        if self.agreed:
            return False
        if self.mark == "-":
            return gives_reason(self.text)
        text = MARKER.sub("", self.text)
        off = _CALLED_OFF.search(text)
        if off and _NOTHING_YET.fullmatch(text, off.end() - 1):
            off = None
        if self.ticked and off and (cites := _CITES.search(text)):
            return cites.end() > off.start()
        return off is not None or (_LEADING.match(text) is not None and gives_reason(text))

    @property
    def ticked(self) -> bool:
        """Called done."""
        return self.mark[0] in _TICKS

    @property
    def numbered(self) -> bool:
        """Written by Backlog.md's command, which gives each task the same lines: `#1 Tests pass`."""
        return _NUMBERED.match(self.text) is not None

    @property
    def cited(self) -> str:
        """What stands behind the ` — `: proofs, or words; empty for what is not applicable."""
        found = _CITES.search(self.text) if "—" in self.text and self.mark != "-" else None
        return MARKER.sub("", self.text[found.end() :]).strip() if found else ""

    @property
    def shown(self) -> str:
        """Its text without the marker, the proof and the reason."""
        return _stated(self.text)

    @property
    def without_note(self) -> str:
        """Its text without somebody's words in brackets at the end."""
        text, leading = MARKER.sub("", self.text), _LEADING.match(self.text)
        note = _note(text[leading.end() :] if leading else text) if leading or self.mark == "-" else None
        return note.string[: note.start()] if note else self.text


def _stated(text: str) -> str:
    """The text of a line without the marker, the proof and the reason, which may stand in brackets before `N/A`."""
    text = MARKER.sub("", text).strip()
    leading = _LEADING.match(text)
    stated = _PROOF.split(text[leading.end() :] if leading else text)[0]
    opened = stated.rfind("(")
    return (stated if opened <= stated.rfind(")") else stated[:opened]).strip()


def gives_reason(text: str) -> bool:
    """Whether words stand beside what says that a line is not applicable: behind it, or before it in the same brackets."""
    text = MARKER.sub("", text)
    if leading := _LEADING.match(text):
        return leading["why"] is not None or gives_reason(text[leading.end() :])
    found = _PROOF.search(text)
    if not found:
        return _note(text) is not None
    start = found.start()
    opened = text.rfind("(", 0, start)
    in_brackets = text[opened:start] if opened > text.rfind(")", 0, start) else ""
    beside = in_brackets + _SAYS_SO.sub("", text[found.end() :])
    return not _NOTHING_YET.fullmatch(beside)


def _note(text: str) -> re.Match[str] | None:
    """Somebody's words in brackets at the end, where nothing else says that the item is not applicable; the brackets of an item
    that is built in are its own."""
    found = None if _PROOF.search(text) else _NOTE.search(text)
    words = _WORD.findall(found["words"]) if found else []
    is_reason = found and len(words) > 1 and not _NO_REASON.match(found["words"]) and set(words) - _BUILT_IN_NOTES
    return found if is_reason else None


@lru_cache(maxsize=10_000)
def comparable(text: str) -> str:
    """The form in which the texts of items are compared: up to the proof, without case, punctuation and `#n`."""
    return _folded(_stated(text))


def comparable_whole(text: str) -> str:
    """The same of the whole text, with what reads as a proof or a reason."""
    return _folded(MARKER.sub("", text).strip())


def _folded(text: str) -> str:
    return _PUNCTUATION.sub(" ", _NUMBERED.sub("", text)).strip().casefold()


def names_by_text(texts: Mapping[str, str]) -> dict[str, str]:
    """The names of items (name → text) by their comparable texts and by themselves; of two the first."""
    spelled = [(comparable(each), name) for name, text in texts.items() for each in (text, name)]
    return {**_ALSO_WRITTEN, **dict(reversed(spelled))}
