"""Items for work that goes on already: for ids that commits, branches, notebooks and runs name, and for groups of runs."""

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import count

from dualtrack.changes.imports.file_text import file_name, file_text
from dualtrack.changes.link_runs import reference
from dualtrack.changes.next_id import next_id
from dualtrack.facts.history import Branch, Commit, History
from dualtrack.facts.notebooks import Notebooks
from dualtrack.facts.other_branches import OtherBranches
from dualtrack.facts.run_links import RunLinks
from dualtrack.facts.runs import Runs, by_time
from dualtrack.model.conventions import TRACKS
from dualtrack.model.mention import BUILT_IN_PREFIXES, canonical, prefix_of
from dualtrack.model.run import Run
from dualtrack.model.words import folded
from dualtrack.project.project import Project
from dualtrack.said import joined, listed, plural, said

_MOST = 20
_QUIET_DAYS = 180
"""After so long work does not go on, whatever is still open."""
_MOST_RUNS = 50
_TEAMS = 3
"""So many different numbers make a word in front of them the prefix of a team's ids, rather than a name such as GPT-2."""
_LISTED = 3
_REFERENCE = re.compile(r"(?:^|[\[(]|^\w+: |^Merge branch ')([A-Z][A-Z0-9]+-[0-9]+)(?=$|[\s:,\])_-])")
"""How the subject of a commit refers to an item: `ML-3: …`, `[ML-3] …`, `fix: ML-3 …`, `feat(ML-3): …`, `… (ML-3)`."""


_PLACES = {"commit": said("commits"), "branch": said("branches"), "notebook": said("notebooks"), "run": said("runs")}
"""Where ids are found."""


@dataclass(frozen=True)
class ProposedItems:
    """Items that can be made together: `label` says where what was found, `detail` what is worth knowing before one wants them,
    `is_usual` whether one usually does. `files` are by their paths in the folder of the board, the latest first; `prefix` is
    that of their ids, where no board would know it."""

    name: str
    label: str
    detail: str
    is_usual: bool
    files: Mapping[str, str]
    prefix: str = ""


@dataclass
class _Named:
    """Who names an id."""

    id: str
    commits: Sequence[Commit] = ()
    branches: Sequence[Branch] = ()
    notebooks: Sequence[str] = ()
    runs: list[Run] = field(default_factory=list[Run])

    @property
    def by(self) -> dict[str, int]:
        counts = (("commit", self.commits), ("branch", self.branches), ("notebook", self.notebooks), ("run", self.runs))
        return {word: len(names) for word, names in counts if names}

    @property
    def is_closed(self) -> bool:
        return any(self.id in commit.closes and commit.landed for commit in self.commits)

    @property
    def goes_on(self) -> bool:
        """Whether there is more than commits that have landed, which may be all there is to do."""
        open = any(not commit.landed for commit in self.commits) or (self.branches and not self.commits)
        return bool(open or self.runs or self.notebooks or BUILT_IN_PREFIXES.get(prefix_of(self.id)) == "experiment")

    @property
    def last(self) -> float:
        return max(_last(self.runs), self.commits[0].when.timestamp() if self.commits else 0.0)


def proposed_items(project: Project) -> list[ProposedItems]:
    """What can be made, the likeliest first. Where each item stands, and what is believed, is for people to say."""
    named = _named(project)
    groups: dict[tuple[bool, str], list[_Named]] = defaultdict(list)
    for each in sorted(named.values(), key=lambda each: (each.last, each.id), reverse=True):
        if not each.is_closed and not project.find(each.id):
            groups[not each.goes_on, prefix_of(each.id)].append(each)
    now = project.facts.now.timestamp() if project.facts.now else 0.0
    of_ids = (
        _of_ids(prefix, not is_over, found, now) for (is_over, prefix), found in sorted(groups.items(), key=_latest_first)
    )
    return [*of_ids, *_of_groups(project, named)]


def _latest_first(group: tuple[tuple[bool, str], list[_Named]]) -> tuple[bool, float]:
    (is_over, _), found = group
    return is_over, -found[0].last


def _named(project: Project) -> dict[str, _Named]:
    history, notebooks = project.facts[History], project.facts[Notebooks]
    links: RunLinks = project.run_links
    by_runs = (project.facts[Runs].by_item, links.by_group, links.by_name, links.by_branch, links.by_mention)
    prefixes = BUILT_IN_PREFIXES.keys() | _team_prefixes(history.commits.values())
    elsewhere = project.facts[OtherBranches].ids
    ids = {
        id
        for names in (history.by_id, history.branches_by_id, notebooks.by_id, *by_runs)
        for id in names
        if id not in elsewhere
    }
    return {
        id: _Named(
            id,
            history.by_id.get(id, ()),
            history.branches_by_id.get(id, ()),
            notebooks.by_id.get(id, ()),
            [*{run.key: run for table in by_runs for run in table.get(id, ())}.values()],
        )
        for id in ids - project.facts[OtherBranches].ids
        if prefix_of(id) in prefixes and (prefix_of(id) in BUILT_IN_PREFIXES or "." not in id)
    }


def _team_prefixes(commits: Iterable[Commit]) -> set[str]:
    """The prefixes by which the subjects of commits refer to items."""
    numbers: dict[str, set[str]] = defaultdict(set)
    for commit in commits:
        for id in _REFERENCE.findall(commit.subject):
            numbers[prefix_of(id)].add(canonical(id))
    return {prefix for prefix, ids in numbers.items() if len(ids) >= _TEAMS}


def _of_ids(prefix: str, is_open: bool, found: Sequence[_Named], now: float) -> ProposedItems:
    words = [word for word in _PLACES if any(word in each.by for each in found)]
    where = listed([_PLACES[word] for word in words])
    ids = sorted((each.id for each in found), key=lambda id: (len(id), id))
    which = ", ".join(ids) if len(ids) <= _LISTED else f"{ids[0]} … {ids[-1]}"
    details = [said("the latest {count} get a file", _MOST)] if len(found) > _MOST else []
    details += [] if is_open else [said("all of their commits have landed, so they may be done")]
    last = found[0].last
    is_quiet = 0 < last < now - _QUIET_DAYS * 86_400
    details += [said("nothing since {day}", f"{datetime.fromtimestamp(last, UTC):%Y-%m-%d}")] if is_quiet else []
    return ProposedItems(
        f"{prefix}{'' if is_open else ' landed'}",
        said("{ids} in {where}: {which}", plural(len(found), "id"), where, which),
        joined("; ", details),
        is_open and not is_quiet,
        dict(_file(each) for each in found[:_MOST]),
        "" if prefix in BUILT_IN_PREFIXES else prefix,
    )


def _file(named: _Named) -> tuple[str, str]:
    id, prefix = named.id, prefix_of(named.id)
    kind = BUILT_IN_PREFIXES.get(prefix, "task")
    title = next((said for branch in named.branches if (said := _title(branch.name, id))), "")
    track = "research" if kind == "experiment" else "data" if prefix == "DATA" else "production"
    by = [f"the branch {named.branches[0].name}"] if named.branches else []
    by += [f"{number} {word}{'' if number == 1 else 's'}" for word, number in named.by.items() if word != "branch"]
    values = {"id": id, **({"title": title} if title else {}), "status": TRACKS[track].all[0].name}
    return f"{kind}s/{file_name(id, title)}", _text(kind, values, f"Named by {listed(by)}.")


def _of_groups(project: Project, named: Mapping[str, _Named]) -> Iterator[ProposedItems]:
    """An experiment for each group of runs that no id leads to."""
    linked = {run.key for each in named.values() for run in each.runs}
    groups: dict[str, list[Run]] = defaultdict(list)
    for run in project.facts[Runs].all.values():
        if run.group and folded(run.group) != "default" and run.key not in linked and not run.parent:
            groups[run.group].append(run)
    latest = sorted(groups, key=lambda name: (_last(groups[name]), name), reverse=True)
    if not latest:
        return
    first = int(next_id(project, "EXP", named).rpartition("-")[2])
    files = [_file_of_group(project, f"EXP-{n}", name, groups[name]) for n, name in zip(count(first), latest[:_MOST])]
    names = ", ".join(latest[:_LISTED]) + (said(" and {count} more", len(latest) - _LISTED) if len(latest) > _LISTED else "")
    label = said("{groups} of runs: {names}", plural(len(latest), "group"), names)
    detail = said("an experiment for each, which names its runs")
    if len(latest) > _MOST:
        detail = said("an experiment for each, the latest {count}, which names its runs", _MOST)
    yield ProposedItems("runs", label, detail, True, dict(files))


def _file_of_group(project: Project, id: str, name: str, runs: Collection[Run]) -> tuple[str, str]:
    linked = sorted(runs, key=by_time)[-_MOST_RUNS:]
    values = {"id": id, "title": name, "status": TRACKS["research"].all[0].name}
    only = f" The latest {_MOST_RUNS} are linked." if len(runs) > _MOST_RUNS else ""
    trackers = listed(sorted({run.tracker for run in runs}))
    body = f"For {plural(len(runs), 'run')} that {trackers} keeps together.{only}"
    references = [reference(project, run) for run in linked]
    return f"experiments/{file_name(id, name)}", _text("experiment", values, body, references)


def _text(kind: str, values: Mapping[str, str], body: str, runs: Sequence[str] = ()) -> str:
    believed = {"hypothesis": ""} if kind == "experiment" else {}
    return file_text({**values, **believed, **({"runs": runs} if runs else {})}, {}, f"{body}\n")


def _last(runs: Iterable[Run]) -> float:
    return max((moment.timestamp() for run in runs if (moment := run.started or run.ended)), default=0.0)


def _title(branch: str, id: str) -> str:
    """`Ticket features` of the branch `ana/exp-23-ticket-features`."""
    words = branch.rpartition("/")[2].replace("_", "-").split("-")
    at = next((n for n in range(1, len(words)) if canonical("-".join(words[n - 1 : n + 1])) == id), len(words))
    return " ".join(words[at + 1 :]).capitalize()
