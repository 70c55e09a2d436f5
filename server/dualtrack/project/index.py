"""The items of a project by their names, kept up to date file by file.

A table maps a name to the keys of the items that bear it. What did not change is the same object in the next index, so that
whoever remembers what followed from it need not work it out again.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal, TypeAlias, cast, get_args

from dualtrack.facts.runs import run_start
from dualtrack.files.proofs import cited_in, proof_places
from dualtrack.model.experiment import Experiment
from dualtrack.model.item import Item
from dualtrack.model.mention import canonical, leading_id
from dualtrack.model.proof import Cited
from dualtrack.model.sprint import Sprint
from dualtrack.project.read_file import ReadFile
from dualtrack.table import Record, Table

_WAY_UP = re.compile(r"\A(?:\.{1,2}/)+")

TableName = Literal[
    "id",
    "path",
    "refers",
    "waits",
    "listed",
    "page",
    "column",
    "runs",
    "formerly",
    "model",
    "cited",
    "sprint",
    "called",
    "asks",
    "meant",
]
"""What a name in each table is: an item's canonical id; its file; an id that it refers to, one that it depends on, and one
that it lists as a sprint; the last part of the names of a page; its place on the boards (folder, track, status); the beginning
of the id of a run that it names; an id that it says it had before; the name of the model that it is a version of; a path that
it links or cites as a proof, and a commit; of a sprint the folder of its board, and what else it is called; and what sources
are asked about of it: its `notebooks`, its `baseline_run`, or the `best` value that a criterion asks for; another id by which
references mean it."""

Name: TypeAlias = str | tuple[str, str, str | None]
_NOBODY = frozenset[str]()


class Names(Table[Name, frozenset[str]]):
    """Names to the keys of the items that bear them; nobody bears a name that is not there."""

    __slots__ = ("__dict__",)

    def __getitem__(self, name: Name) -> frozenset[str]:
        return self.get(name, _NOBODY)

    @cached_property
    def shared(self) -> tuple[Name, ...]:
        return tuple(name for name, keys in self.items() if len(keys) > 1)

    def changed(self, removed: "_Bearers", added: "_Bearers") -> "Names":
        """With some bearers of names fewer and some more; itself where that is no difference."""
        if not self:
            return Names({name: frozenset(keys) for name, keys in added.items()})
        changes: dict[Name, frozenset[str]] = {}
        for name in removed.keys() | added.keys():
            before, more = self[name], added.get(name, ())
            after = before.difference(removed.get(name, ())).union(more) if before else frozenset(more)
            if after != before:
                changes[name] = after
        return cast("Names", self.with_changes({n: keys for n, keys in changes.items() if keys}, changes))


_Bearers: TypeAlias = Mapping[Name, AbstractSet[str]]


@dataclass(frozen=True, eq=False)
class Index(Record):
    """`items` by key; of several with one id in files of their own, the later ones, by path, have `~2`, `~3` … behind theirs.

    `claims` are, for a key that several bear before that, all of them in order; of those with one id, an inline one is an item
    only where no file bears that id, and the first of them.
    """

    items: Table[str, Item] = field(default_factory=Table[str, Item])
    claims: Mapping[str, tuple[Item, ...]] = field(default_factory=dict[str, tuple[Item, ...]])
    tables: Table[TableName, Names] = field(default_factory=Table[TableName, Names])

    def __getitem__(self, table: TableName) -> Names:
        return self.tables.get(table, _EMPTY)

    def pages(self, name: str) -> list[Item]:
        """The items that `[[name]]` finds as pages, by key."""
        wanted = page_name(name)
        found = (self.items[key] for key in sorted(self["page"][_last_part(name)]))
        return [item for item in found if wanted in page_names(item)]

    def changed(self, before: Mapping[str, ReadFile], after: Mapping[str, ReadFile], paths: Iterable[str]) -> "Index":
        """With the items of these files as they are after the change, instead of as they were before it."""
        paths = [path for path in paths if before.get(path) is not after.get(path)]
        if not paths:
            return self
        gone = {id(item): item for path in paths if path in before for item in before[path].items}
        new = [item for path in paths if path in after for item in after[path].items]
        touched = {item.key for item in (*gone.values(), *new)}
        claimed: dict[str, list[Item]] = defaultdict(list)
        for item in new:
            claimed[item.key].append(item)
        claims, items = dict(self.claims), self.items
        old: list[Item] = []
        settled: list[Item] = []
        for key in touched:
            if key not in items and key not in claims and len(claimed[key]) == 1:
                settled += claimed[key]  # as almost every key is
                continue
            claiming = claims.pop(key, None) or ((items[key],) if key in items else ())
            old += (items[item.key] for item in _settled(claiming))
            claiming = sorted((*(item for item in claiming if id(item) not in gone), *claimed[key]), key=precedence)
            settled += _settled(tuple(claiming))
            if len(claiming) > 1:
                claims[key] = tuple(claiming)
        items = items.with_changes({item.key: item for item in settled}, [item.key for item in old])
        removed, added = _bearings(old, before), _bearings(settled, after)
        changed = [name for name in get_args(TableName) if removed.get(name) != added.get(name)]
        tables: dict[TableName, Names] = {
            name: self[name].changed(removed.get(name, {}), added.get(name, {})) for name in changed
        }
        return Index(items, claims, self.tables.with_changes(tables))


_EMPTY = Names()


def _bearings(items: Iterable[Item], files: Mapping[str, ReadFile]) -> dict[TableName, _Bearers]:
    """By table, the names that the items bear with the keys of those that bear them."""
    found: dict[TableName, dict[Name, AbstractSet[str]]] = defaultdict(dict)
    for item in items:
        alone = frozenset((item.key,))  # one for all the names that nobody else bears
        for table, names in _names(item, files[item.path]):
            bearers = found[table]
            for name in names:
                before = bearers.setdefault(name, alone)
                if isinstance(before, set):
                    before.add(item.key)
                elif before is not alone:
                    bearers[name] = {*before, item.key}
    return {**found}


def precedence(item: Item) -> tuple[bool, str, tuple[str, ...]]:
    """The order of items: those with files of their own by path, then those in sprints by place."""
    return (item.is_inline, item.path, tuple(f"{step:06}" if isinstance(step, int) else step for step in item.route))


def _settled(claiming: tuple[Item, ...]) -> list[Item]:
    """Those that are items, with keys of their own."""
    claiming = tuple(item for item in claiming if not item.archived) or claiming[:1]
    if claiming and claiming[0].id:
        claiming = tuple(item for item in claiming if not item.is_inline) or claiming[:1]
    return [item if n == 1 else item.model_copy(update={"key": f"{item.key}~{n}"}) for n, item in enumerate(claiming, 1)]


def _names(item: Item, file: ReadFile) -> Iterator[tuple[TableName, Iterable[Name]]]:
    yield "path", (item.path,)
    if item.id:
        yield "id", (id := canonical(item.id),)
        if (meant := canonical(file.board.layout.means(item.id, file.board.conventions))) and meant != id:
            yield "meant", (meant,)
    if references := item.references():
        yield "refers", [canonical(name) for _, name in references]
    if item.depends_on:
        # A parent ends after its parts, so that none waits for it.
        yield "waits", [id for name in item.depends_on if (id := canonical(name)) != canonical(item.parent)]
    if isinstance(item, Sprint):
        yield "sprint", (file.board.folder,)
        yield "called", item.names
        yield "listed", [entry.names for entry in item.entries]
    if item.formerly:
        yield "formerly", map(canonical, item.formerly)
    if item.kind == "model":
        yield "model", (item.id.partition("@")[0].casefold(),)
    if files := [address for _, address in item.links if "://" not in address]:
        yield "cited", [path for each in files for path in proof_places(each, file.board.folder, item.path)]
    for line in item.dod if "—" in file.document.text else ():
        if cited := cited_in(file.document, line):
            yield "cited", [name for proof in cited for name in _cited(proof, file.board.folder, item.path)]
    if item.notebooks:
        yield "asks", ("notebooks",)
    if isinstance(item, Experiment):
        if item.baseline_run:
            yield "asks", ("baseline_run",)
        if any("best" in text.lower() for text in (*item.success_criteria, *item.stop_criteria)):
            yield "asks", ("best",)
    if item.runs:
        yield "runs", [run_start(reference) for reference in item.runs if reference]
    if item.kind in ("task", "experiment") and (item.is_closed or not item.archived):
        yield "column", ((file.board.folder, item.track, item.status if item.phase else None),)
    if not item.is_inline:
        yield "page", {_last_part(item.path), _last_part(item.title), *_id_in_file_name(item)}


def _cited(proof: Cited, folder: str, path: str) -> Iterable[str]:
    return proof_places(proof.path, folder, path) if proof.kind == "path" else (proof.written,) * (proof.kind == "commit")


def _last_part(name: str) -> str:
    return page_name(name.rpartition("/")[2])


def page_names(item: Item) -> set[str]:
    """The names by which `[[links]]` find an item as a page: its path or the end of it, its title, and where it has no id the
    one that its file is named for."""
    path = page_name(item.path)
    names = {path, page_name(item.title), *_id_in_file_name(item)}
    while path := path.partition("/")[2]:
        names.add(path)
    return names


def _id_in_file_name(item: Item) -> set[str]:
    """The id that its file is named for, in the form of names of pages; none where it states one itself."""
    id = "" if item.id else leading_id(item.path.rpartition("/")[2])
    return {page_name(id)} if id else set()


def page_name(written: str) -> str:
    """A name of a page in the form in which such names are compared; the way to it from another page is left out."""
    name = written.removesuffix(".md").casefold()
    return _WAY_UP.sub("", name) if name[:1] == "." else name
