"""Whether what a line cites as proof is there, and shows what the line says."""

import re
from typing import NamedTuple, TypeAlias

from dualtrack.facts.cited_commits import CitedCommits
from dualtrack.facts.clones import Clones
from dualtrack.facts.other_branches import OtherBranches
from dualtrack.facts.registry import Registry
from dualtrack.facts.runs import Runs
from dualtrack.facts.tags import Tags
from dualtrack.files.proofs import cited_in
from dualtrack.model.definition_of_done import DodLine
from dualtrack.model.dod_conventions import DodEvidence
from dualtrack.model.item import Item
from dualtrack.model.mention import canonical, prefix_of
from dualtrack.model.model_version import ModelVersion
from dualtrack.model.proof import Cited
from dualtrack.model.registry_name import registry_name
from dualtrack.project.named_files import are_known, first_there, places_for
from dualtrack.project.production import is_known, registered_as
from dualtrack.project.project import Project
from dualtrack.project.proofs.cited_files import has_section, shown_by_file
from dualtrack.project.proofs.found import Found, nothing, shown, unknown
from dualtrack.project.proofs.own import shown_to_hold
from dualtrack.project.proofs.reviewed import shown_by_commit
from dualtrack.project.proofs.runs import shown_by_run
from dualtrack.said import joined, said

_WHY_NOT = re.compile(
    r"\b(?:no|not|none|never|nothing|nobody|without|only|once|because|until|manual(?:ly)?|by hand|"
    r"nicht|kein\w*|nie|nichts|niemand|ohne|nur|einmal\w*|weil|bis|manuell|von hand)\b|n['’]t\b",
    re.IGNORECASE,
)
"""Words that may be a reason for not deploying; others, such as "see the wiki", show nothing."""
_Asked: TypeAlias = str | DodEvidence | None
"""What is to be shown: an item of the Definition of Done by its name, or what the team agreed on instead."""


class CheckedProof(NamedTuple):
    """A proof that a line cites: `missing` where it is nowhere, though it would be known; `claimed` where it cannot be
    checked, or is there and does not show by itself what the line says."""

    cited: Cited
    found: Found
    missing: bool = False
    claimed: bool = False


def cited_proofs(project: Project, item: Item, line: DodLine, name: str | None) -> list[CheckedProof]:
    """What a line cites, each looked for; `name` is the item of the Definition of Done that it stands for."""
    agreed = project.conventions(item).definition_of_done.items.get(name or "")
    asked = agreed.evidence if agreed and agreed.evidence else name
    return [_checked(project, item, asked, cited) for cited in cited_in(project.document(item), line)]


def _checked(project: Project, item: Item, asked: _Asked, cited: Cited) -> CheckedProof:
    match cited.kind:
        case "run":
            return _run(project, item, asked, cited)
        case "address":
            is_run = "/runs/" in cited.written and project.facts[Runs].reads(cited.written)
            return _run(project, item, asked, cited) if is_run else _claimed(cited, said("is not read"))
        case "commit":
            return _commit(project, item, asked, cited)
        case "path":
            return _path(project, item, asked, cited)
        case "item":
            return _item(project, cited)
        case "model":
            return _model(project, asked, cited)
        case "words" if asked == "deployment" and _WHY_NOT.search(cited.written):
            return _there(cited, shown(said("{words}: why there is no playbook", f'"{cited.written}"'), cited.written))
        case "words":
            return _claimed(cited, said("cannot be checked"))


def _claimed(cited: Cited, why: str) -> CheckedProof:
    named = f'"{cited.written}"' if cited.kind == "words" else cited.written
    return CheckedProof(cited, unknown(joined(" ", (named, why))), claimed=True)


def _there(cited: Cited, found: Found | None = None) -> CheckedProof:
    """A proof that is there, with what it shows of what the line says; None where it cannot show that."""
    return CheckedProof(cited, found) if found else _claimed(cited, said("is there, but does not show this by itself"))


def _missing(cited: Cited, sentence: str) -> CheckedProof:
    return CheckedProof(cited, nothing(sentence), missing=True)


def _run(project: Project, item: Item, asked: _Asked, cited: Cited) -> CheckedProof:
    known = project.facts[Runs]
    runs = known.named(cited.written)
    if runs:
        run = next((run for run in runs if run.finished), runs[0])
        if isinstance(asked, DodEvidence):
            return _there(cited, shown_to_hold(project, item, asked, run))
        return _there(cited, shown_by_run(project, item, asked, run))
    if project.facts.unknown(Runs):
        return CheckedProof(cited, unknown(said("the runs are not known")))
    if "://" not in cited.written and cited.written.partition(":")[0] not in known.trackers:
        return _claimed(cited, said("is of no tracker that is read here"))
    if not known.reads(cited.written):
        return CheckedProof(cited, unknown(said("the runs are not known")))
    return _missing(cited, said("no tracker has the run {cited}", cited.written))


def _commit(project: Project, item: Item, asked: _Asked, cited: Cited) -> CheckedProof:
    if project.facts[Runs].named(cited.written):
        return _run(project, item, asked, cited)
    full = project.facts[CitedCommits].by_name.get(cited.written)
    if full is None:
        return CheckedProof(cited, unknown(said("whether there is a commit {cited} is not known", cited.written)))
    if not full:
        if project.conventions(item).repositories or item.repo or project.facts[Clones].forges:
            return CheckedProof(cited, unknown(said("{cited} is not in this repository", cited.written)))
        return _missing(cited, said("this repository has no commit {cited}", cited.written))
    return _there(cited, shown_by_commit(project, item, full, cited.written) if asked == "reviewed" else None)


def _path(project: Project, item: Item, asked: _Asked, cited: Cited) -> CheckedProof:
    places = places_for(project, item, cited.path)
    named = first_there(project, places)
    if not named and not are_known(project, places):
        return CheckedProof(cited, unknown(said("whether {cited} is there is not known", cited.path)))
    if not named:
        last = cited.path.rstrip("/").rpartition("/")[2]
        elsewhere = item.repo or cited.path.partition("/")[0] in project.conventions(item).repositories
        if elsewhere or "." not in last or "/" not in cited.path:
            return _claimed(cited, said("is not found here"))
        return _missing(cited, said("there is no file {cited}", cited.path))
    path, file = named
    if cited.section and path.endswith(".md") and not has_section(file, cited.section):
        if file.why_not:
            return CheckedProof(cited, unknown(said("{path} cannot be read: {why}", path, file.why_not)))
        return _missing(cited, said("{path} has no section #{section}", path, cited.section))
    found = shown_by_file(project, item, asked, path, cited.section, file) if isinstance(asked, str) else None
    return _there(cited, found)


def _item(project: Project, cited: Cited) -> CheckedProof:
    if found := project.find(cited.written):
        return _claimed(cited, said("is {status}, which does not show this by itself", found.status))
    other = project.facts[OtherBranches]
    if prefix_of(cited.written) not in project.prefixes or project.facts.unknown(OtherBranches):
        return _claimed(cited, said("is no item of this board"))
    if canonical(cited.written) in other.by_id:
        return _claimed(cited, said("is on another branch, which does not show this by itself"))
    return _missing(cited, said("there is no item {cited}", cited.written))


def _model(project: Project, asked: _Asked, cited: Cited) -> CheckedProof:
    registers = asked == "artifact-versioned"
    found, named = project.find(cited.written), registry_name(cited.written)
    if isinstance(found, ModelVersion) and (version := next(iter(registered_as(project, found)), None)):
        return _there(
            cited,
            shown(said("{cited} is registered as {version}", cited.written, version.shown), cited.written)
            if registers
            else None,
        )
    if any(tag.name == cited.written for tag in project.facts[Tags].all):
        return _there(cited, shown(said("the tag {cited} is there", cited.written), cited.written) if registers else None)
    if found:
        return _there(cited)
    registry = project.facts[Registry]
    if named and not is_known(project, named.model):
        return CheckedProof(cited, unknown(said("not all that is registered of {model} is known", named.model)))
    if not named or not registry.all:
        return _claimed(cited, said("is in no registry that is read here"))
    versions = registry.by_model.get(named.model, ())
    if any(
        each.version == named.version or named.alias in each.aliases or named.stage == each.stage != "" for each in versions
    ):
        return _there(cited, shown(said("{cited} is registered", cited.written), cited.written) if registers else None)
    return _missing(cited, said("no registry has {cited}", cited.written))
