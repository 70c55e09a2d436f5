"""Whether what a line cites as proof is there."""

import re
from typing import NamedTuple

from dualtrack.facts.cited_commits import CitedCommits
from dualtrack.facts.clones import Clones
from dualtrack.facts.named_files import NamedFile
from dualtrack.facts.other_branches import OtherBranches
from dualtrack.facts.registry import Registry
from dualtrack.facts.runs import Runs
from dualtrack.facts.tags import Tags
from dualtrack.files.proofs import cited_in
from dualtrack.model.definition_of_done import DodLine
from dualtrack.model.item import Item
from dualtrack.model.mention import canonical, prefix_of
from dualtrack.model.proof import Cited
from dualtrack.model.registry_name import registry_name
from dualtrack.project.evidence import commits
from dualtrack.project.named_files import are_known, first_there, places_for
from dualtrack.project.project import Project
from dualtrack.project.proofs.found import Found, nothing, shown, stale, unknown
from dualtrack.project.proofs.model_card import card_found
from dualtrack.project.proofs.reviewed import work_of
from dualtrack.project.proofs.runs import lack_of

_LINES = re.compile(r"L\d+(?:-L\d+)?")


class Checked(NamedTuple):
    """A proof that a line cites: `missing` where it is nowhere, though it would be known; `claimed` where it cannot be
    checked."""

    cited: Cited
    found: Found
    missing: bool = False
    claimed: bool = False


def cited_proofs(project: Project, item: Item, line: DodLine, name: str | None) -> list[Checked]:
    """What a line cites, each looked for; `name` is the item of the Definition of Done that it stands for."""
    return [_checked(project, item, name, cited) for cited in cited_in(project.document(item), line)]


def _checked(project: Project, item: Item, name: str | None, cited: Cited) -> Checked:
    match cited.kind:
        case "run":
            return _run(project, item, name, cited)
        case "address":
            is_run = "/runs/" in cited.written and project.facts[Runs].reads(cited.written)
            return _run(project, item, name, cited) if is_run else _claimed(cited, "is not read")
        case "commit":
            return _commit(project, item, name, cited)
        case "path":
            return _path(project, item, name, cited)
        case "item":
            return _item(project, cited)
        case "model":
            return _model(project, cited)
        case "words":
            return _claimed(cited, "cannot be checked")


def _claimed(cited: Cited, why: str) -> Checked:
    named = f'"{cited.written}"' if cited.kind == "words" else cited.written
    return Checked(cited, unknown(f"{named} {why}"), claimed=True)


def _missing(cited: Cited, sentence: str) -> Checked:
    return Checked(cited, nothing(sentence), missing=True)


def _run(project: Project, item: Item, name: str | None, cited: Cited) -> Checked:
    known = project.facts[Runs]
    runs = known.named(cited.written)
    if runs:
        run = next((run for run in runs if run.finished), runs[0])
        lack = lack_of(project, item, run) if name == "run-logged" or not run.finished else ""
        return Checked(cited, nothing(lack) if lack else shown(f"run {run.shown}", cited.written))
    if project.facts.unknown(Runs):
        return Checked(cited, unknown("the runs are not known"))
    if "://" not in cited.written and cited.written.partition(":")[0] not in known.trackers:
        return _claimed(cited, "is of no tracker that is read here")
    return _missing(cited, f"no tracker has the run {cited.written}")


def _commit(project: Project, item: Item, name: str | None, cited: Cited) -> Checked:
    if project.facts[Runs].named(cited.written):
        return _run(project, item, name, cited)
    full = project.facts[CitedCommits].by_name.get(cited.written)
    if full is None:
        return Checked(cited, unknown(f"whether there is a commit {cited.written} is not known"))
    if not full:
        if project.conventions(item).repositories or item.repo or project.facts[Clones].forges:
            return Checked(cited, unknown(f"{cited.written} is not in this repository"))
        return _missing(cited, f"this repository has no commit {cited.written}")
    commit = next((each for each in commits(project, item) if each.hash == full), None) if name == "reviewed" else None
    if commit:
        later = next((each for each in work_of(project, item) if each.committed > commit.committed), None)
        if later:
            return Checked(cited, stale(f"{later.hash[:8]} ({later.subject}) came after {cited.written}"))
    return Checked(cited, shown(f"commit {cited.written}", cited.written))


def _path(project: Project, item: Item, name: str | None, cited: Cited) -> Checked:
    places = places_for(project, item, cited.path)
    named = first_there(project, places)
    if not named and not are_known(project, places):
        return Checked(cited, unknown(f"whether {cited.path} is there is not known"))
    if not named:
        last = cited.path.rstrip("/").rpartition("/")[2]
        elsewhere = item.repo or cited.path.partition("/")[0] in project.conventions(item).repositories
        if elsewhere or "." not in last or "/" not in cited.path:
            return _claimed(cited, "is not found here")
        return _missing(cited, f"there is no file {cited.path}")
    path, file = named
    if cited.section and path.endswith(".md") and not _has_section(file, cited.section):
        return _missing(cited, f"{path} has no section #{cited.section}")
    if name == "model-card" and not cited.section:
        found = card_found(project, item, path, file)
        return Checked(cited, found if found.state != "unknown" else shown(f"{path} is there", cited.written))
    return Checked(cited, shown(f"{cited.written} is there", cited.written))


def _has_section(file: NamedFile, named: str) -> bool:
    """Whether a file has the section that an address names; forges write each title a little differently, and number twins."""
    wanted = _letters(named)
    titles = {_letters(part.title) for part in file.sections}
    return wanted in titles or wanted.rstrip("0123456789") in titles or _LINES.fullmatch(named) is not None


def _letters(text: str) -> str:
    return "".join(sign for sign in text.casefold() if sign.isalnum())


def _item(project: Project, cited: Cited) -> Checked:
    if found := project.find(cited.written):
        return Checked(cited, shown(f"{found.shown} ({found.status})", cited.written))
    other = project.facts[OtherBranches]
    if prefix_of(cited.written) not in project.prefixes or project.facts.unknown(OtherBranches):
        return _claimed(cited, "is no item of this board")
    if canonical(cited.written) in other.by_id:
        return Checked(cited, shown(f"{cited.written} is on another branch", cited.written))
    return _missing(cited, f"there is no item {cited.written}")


def _model(project: Project, cited: Cited) -> Checked:
    if project.find(cited.written) or any(tag.name == cited.written for tag in project.facts[Tags].all):
        return Checked(cited, shown(f"{cited.written} is there", cited.written))
    name, registry = registry_name(cited.written), project.facts[Registry]
    if not name or project.facts.unknown(Registry) or not registry.all:
        return _claimed(cited, "is in no registry that is read here")
    versions = registry.by_model.get(name.model, ())
    if any(each.version == name.version or name.alias in each.aliases or name.stage == each.stage != "" for each in versions):
        return Checked(cited, shown(f"{cited.written} is registered", cited.written))
    return _missing(cited, f"no registry has {cited.written}")
