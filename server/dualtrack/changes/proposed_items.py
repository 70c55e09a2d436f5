"""Items for work that goes on already: for ids that commits, branches and runs name."""

from collections.abc import Iterable, Sequence

from dualtrack.changes.imports.file_text import file_name
from dualtrack.facts.history import Branch, Commit, History
from dualtrack.facts.run_links import ids_in_name
from dualtrack.facts.runs import Runs
from dualtrack.files.edits import scalar
from dualtrack.model.conventions import TRACKS
from dualtrack.model.mention import BUILT_IN_PREFIXES, canonical, prefix_of
from dualtrack.model.run import Run
from dualtrack.model.words import plural
from dualtrack.project.project import Project

_MOST = 20


def proposed_items(project: Project) -> dict[str, str]:
    """The files of the items, by their paths in the folder of the board: the latest experiments, and the tasks that a branch is
    named for. Where each stands, and what is believed, is for people to say."""
    history = project.facts[History]
    runs: dict[str, list[Run]] = {}
    for run in project.facts[Runs].all.values():
        for id in {run.item, run.group_item, *ids_in_name(run)}:
            runs.setdefault(id, []).append(run)
    found = [id for id in {*history.by_id, *history.branches_by_id, *runs} if prefix_of(id) in BUILT_IN_PREFIXES]
    latest: list[tuple[float, str]] = []
    for id in found:
        commits, branches = history.by_id.get(id, ()), history.branches_by_id.get(id, ())
        is_task = BUILT_IN_PREFIXES[prefix_of(id)] == "task"
        if not any(id in commit.closes and commit.landed for commit in commits) and (branches or not is_task):
            latest.append((_last(commits, runs.get(id, ())), id))
    return dict(
        _file(id, history.by_id.get(id, ()), history.branches_by_id.get(id, ()), runs.get(id, ()))
        for _, id in sorted(latest, reverse=True)[:_MOST]
    )


def _last(commits: Sequence[Commit], runs: Iterable[Run]) -> float:
    moments = (*(commit.when for commit in commits[:1]), *(moment for run in runs if (moment := run.started or run.ended)))
    return max((moment.timestamp() for moment in moments), default=0.0)


def _file(id: str, commits: Sequence[Commit], branches: Sequence[Branch], runs: Sequence[Run]) -> tuple[str, str]:
    prefix = prefix_of(id)
    kind = BUILT_IN_PREFIXES[prefix]
    title = next((said for branch in branches if (said := _title(branch.name, id))), "")
    track = "research" if kind == "experiment" else "data" if prefix == "DATA" else "production"
    keys = [f"id: {id}", *([f"title: {scalar(title)}"] if title else []), f"status: {TRACKS[track].all[0].name}"]
    keys += ['hypothesis: ""'] if kind == "experiment" else []
    named = [f"the branch {branches[0].name}"] if branches else []
    named += [plural(len(each), word) for each, word in ((commits, "commit"), (runs, "run")) if each]
    return f"{kind}s/{file_name(id, title)}", "\n".join(["---", *keys, "---", "", f"Named by {', '.join(named)}.", ""])


def _title(branch: str, id: str) -> str:
    """`Ticket features` of the branch `ana/exp-23-ticket-features`."""
    words = branch.rpartition("/")[2].replace("_", "-").split("-")
    at = next((n for n in range(1, len(words)) if canonical("-".join(words[n - 1 : n + 1])) == id), len(words))
    return " ".join(words[at + 1 :]).capitalize()
