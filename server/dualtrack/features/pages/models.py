"""The page Models: the versions in lanes, each with what leads to it and what proves where it is."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from dualtrack.features import models as model_versions
from dualtrack.features.filters import left_to_ask
from dualtrack.features.item_facts import findings_of
from dualtrack.features.item_parts import FindingShown, finding_shown
from dualtrack.features.models import Proof, Source, Version
from dualtrack.features.page import Parts, Shown
from dualtrack.features.work_rows import Tone, WorkRow, rows
from dualtrack.said import counted, joined, said

_SOURCES: Mapping[Source, str] = {
    "registry": said("registry"),
    "tag": said("tag"),
    "deploy task": said("deploy task"),
    "monitoring": said("monitoring"),
}


@dataclass(frozen=True)
class LanePart:
    """A stage, empty for the versions that state none, and its name."""

    stage: str
    name: str
    order: int
    part: Literal["lane"] = "lane"


@dataclass(frozen=True)
class ProofShown:
    """What a source says of a version; what proves that it is in production is good, what says the contrary of its file bad;
    the `mark` says so too."""

    source: str
    says: str
    tone: Tone
    mark: Literal["", "✓", "✗"]


@dataclass(frozen=True)
class VersionPart:
    """A version in the lane of its stage, with its work; those of a lane stand in their `order`. `standing` says since when it
    is there, and for when it is planned; `progress` how much of all its work is closed."""

    label: str
    stage: str
    standing: str
    change: str
    proofs: tuple[ProofShown, ...]
    findings: tuple[FindingShown, ...]
    work: tuple[WorkRow, ...]
    order: int
    progress: str = ""
    part: Literal["version"] = "version"


def models(shown: Shown) -> Parts:
    """The lanes, then the versions that the filters ask for: by themselves, or by work that they ask for."""
    found = model_versions.models(shown.project, shown.checked)
    for number, lane in enumerate(found.lanes):
        yield f"\n{lane.stage or ''}", LanePart(lane.stage or "", lane.stage or said("no stage"), number)
        for order, version in enumerate(lane.versions):
            left = left_to_ask(shown.filters, _own(version))
            work = rows(shown.fitting(left), (*version.experiments, *version.tasks))
            if not left or (work and "model" not in left):
                yield version.key, _part(shown, version, work, order)


def _own(version: Version) -> dict[str, tuple[str, ...]]:
    """What filters can be asked for it by."""
    names = (version.model, f"{version.model}@{version.version}")
    return {"model": names, "sprint": (version.sprint,), "text": (version.label, *names, version.change, version.path)}


def _part(shown: Shown, version: Version, work: tuple[WorkRow, ...], order: int) -> VersionPart:
    since = said("since {day}", version.since) if version.since else ""
    item = shown.project.items[version.key]
    due = _due(item.due, shown.project.today(item)) if item.due and version.stage != "retired" else ""
    deployed = said("deployed {day}", version.deployed) if version.deployed else due
    standing = joined(" · ", filter(None, (since, deployed, version.sprint)))
    findings = tuple(finding_shown(item, each) for each in findings_of(item, shown.checked))
    proofs = tuple(map(_proof, version.proofs))
    leading = [shown.project.items[key] for key in (*version.experiments, *version.tasks)]
    closed = sum(each.is_closed for each in leading)
    progress = said("{some} of {all} closed", closed, len(leading)) if leading else ""
    return VersionPart(version.label, version.stage or "", standing, version.change, proofs, findings, work, order, progress)


def _due(day: date, today: date) -> str:
    if day == today:
        return said("due today")
    if day > today:
        return counted((day - today).days, "due {day}, in {count} day", "due {day}, in {count} days", day)
    return counted((today - day).days, "due {day}, {count} day ago", "due {day}, {count} days ago", day)


def _proof(proof: Proof) -> ProofShown:
    tones: dict[bool | None, tuple[Tone, Literal["", "✓", "✗"]]] = {True: ("good", "✓"), False: ("bad", "✗"), None: ("", "")}
    return ProofShown(_SOURCES[proof.source], proof.says, *tones[proof.proves])
