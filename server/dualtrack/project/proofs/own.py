"""What shows that an item of the team's own is done: what the team says of it under `evidence:`."""

from collections.abc import Sequence
from fnmatch import fnmatchcase

from dualtrack.facts.tags import Tags
from dualtrack.files.proofs import places_of
from dualtrack.model.dod_conventions import DodEvidence
from dualtrack.model.item import Item
from dualtrack.model.run import Run
from dualtrack.model.words import folded
from dualtrack.project import evidence
from dualtrack.project.named_files import places_for
from dualtrack.project.project import Project
from dualtrack.project.proofs.files import file_found
from dualtrack.project.proofs.found import Found, nothing, shown, stale, unknown
from dualtrack.project.proofs.reviewed import work_of
from dualtrack.project.proofs.runs import by_all_runs, cited_run, no_run, runs_of, unfinished
from dualtrack.said import said


def own(project: Project, item: Item, agreed: DodEvidence) -> Found:
    """What is found of the evidence that the team agreed on."""
    match agreed.kind:
        case "criterion":
            return by_all_runs(project, _criterion(project, item, agreed.criterion, runs_of(project, item)))
        case "file":
            return file_found(project, agreed.file, places_of(agreed.file, (project.board(item).folder, "")))
        case "tag":
            return _tag(project, item, agreed.tag)
        case "link":
            return _link(project, item, agreed.link)


def shown_to_hold(project: Project, item: Item, agreed: DodEvidence, run: Run) -> Found | None:
    """Whether a run meets the criterion that the team agreed on; None where another kind of evidence was agreed on."""
    if agreed.kind != "criterion":
        return None
    return _criterion(project, item, agreed.criterion, [run]) if run.finished else unfinished(project, item, run)


def _criterion(project: Project, item: Item, text: str, runs: Sequence[Run]) -> Found:
    if not runs:
        return no_run(project)
    judged = evidence.judged_by(project, item, text, runs)
    if not judged or judged.verdict in ("unclear", "not comparable", "within noise"):
        return unknown(judged.summary if judged else said("{text} cannot be judged", text))
    if not judged.run or not judged.holds:
        return nothing(judged.summary)
    return shown(judged.summary, cited_run(judged.run))


def _tag(project: Project, item: Item, pattern: str) -> Found:
    tags = [tag for tag in project.facts[Tags].all if fnmatchcase(tag.name, pattern)]
    if project.facts.unknown(Tags):
        return unknown(said("git's tags are not known"))
    if not tags:
        return nothing(said("no tag matches {pattern}", pattern))
    work = next(iter(work_of(project, item)), None)
    if work and tags[0].when.timestamp() < work.committed:
        return stale(said("{hash} came after {tag}", work.hash[:8], tags[0].name))
    return shown(said("tag {tag}", tags[0].name), tags[0].name)


def _link(project: Project, item: Item, name: str) -> Found:
    address = next((address for each, address in item.links if folded(each) == folded(name)), "")
    if not address:
        return nothing(said("there is no link {name}", name))
    if "://" in address:
        return shown(said("the link {name} is there", name), address)
    return file_found(project, address, places_for(project, item, address))
