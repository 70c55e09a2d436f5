from collections import defaultdict, deque
from collections.abc import Iterator, Mapping
from functools import lru_cache

from dualtrack.findings import Finding, rule_of_whole
from dualtrack.model.item import Item
from dualtrack.model.mention import canonical
from dualtrack.model.model_version import ModelVersion
from dualtrack.project.index import Names
from dualtrack.project.project import Project
from dualtrack.said import joined, said

_SHOWN = 6


@rule_of_whole("error")
def dependency_cycle(project: Project) -> Iterator[Finding]:
    """Items that wait for each other in a circle.

    ## Why

    Each of them looks as if it only had to wait, and none can ever start. Somebody has to say which of them goes first, or
    split one. A circle with an item that has ended holds nobody up.

    ## Example

    ```
    -- tracks/tasks/TASK-1.md --
    ---
    depends_on: TASK-2
                ^^^^^^ dependency-cycle: TASK-1 waits for TASK-2, which waits for TASK-1
    ---
    -- tracks/tasks/TASK-2.md --
    ---
    depends_on: [TASK-3, TASK-1]
                         ^^^^^^ dependency-cycle: TASK-2 waits for TASK-1, which waits for TASK-2
    ---
    -- tracks/tasks/TASK-3.md --
    ```
    """
    names = (project.index["waits"], project.index["id"], project.index["meant"])
    waiting = frozenset(key for key in _held(*names) if not _has_ended(project.items[key]))
    for key, circle in _circles(*names, waiting).items():
        item = project.items[key]
        index = next(index for index, name in enumerate(item.depends_on) if _key(canonical(name), *names[1:]) == circle[0])
        shown = circle if len(circle) <= _SHOWN else (*circle[: _SHOWN - 1], circle[-1])
        others = [said("itself")] if len(circle) == 1 else [project.items[other].shown for other in shown]
        if len(shown) < len(circle):
            others[-2] += said(" and {count} more", len(circle) - len(shown))
        place = project.place(item, ("depends_on", index), ("depends_on",))
        yield Finding(place, said("{item} waits for {others}", item.shown, joined(", which waits for ", others)))


def _has_ended(item: Item) -> bool:
    ended = isinstance(item, ModelVersion) and item.stage in ("deployed", "retired")
    return ended or item.is_closed or item.archived


def _key(name: str, ids: Names, meant: Names) -> str:
    """The key of the item that an id means; of twins the first."""
    return name if ids[name] else min(meant[name], default=name)


@lru_cache(maxsize=8)
def _held(waits: Names, ids: Names, meant: Names) -> Mapping[str, tuple[str, ...]]:
    """The keys of the items that a circle holds up, with those of what they wait for: all but those whose waiting comes to an
    end."""
    waited: dict[str, list[str]] = defaultdict(list)
    waiting: dict[str, list[str]] = {}
    for name in sorted(map(str, waits)):
        key = _key(name, ids, meant)
        waiting[key] = [*waiting.get(key, ()), *waits[name]]
        for each in waits[name]:
            waited[each].append(key)
    left = {key: sum(each in waited for each in others) for key, others in waited.items()}
    free = deque(key for key, count in left.items() if not count)
    while free:
        done = free.popleft()
        del left[done]
        for key in waiting.get(done, ()):
            left[key] -= 1
            if not left[key]:
                free.append(key)
    return {key: tuple(each for each in waited[key] if each in left) for key in left}


@lru_cache(maxsize=8)
def _circles(waits: Names, ids: Names, meant: Names, waiting: frozenset[str]) -> Mapping[str, tuple[str, ...]]:
    """A circle through each of the items that is in one: what it waits for, and so on, to itself."""
    names = {key: waited for key, waited in _held(waits, ids, meant).items() if key in waiting}
    circles: dict[str, tuple[str, ...]] = {}
    for key in sorted(waiting):
        circle = () if key in circles else _shortest(names, key)
        for index, member in enumerate(circle):
            circles.setdefault(member, (*circle[index + 1 :], *circle[: index + 1]))
    return circles


def _shortest(names: Mapping[str, tuple[str, ...]], start: str) -> tuple[str, ...]:
    reached: dict[str, str] = {}
    queue = deque([start])
    while queue:
        key = queue.popleft()
        for name in names.get(key, ()):
            if name not in reached:
                reached[name] = key
                queue.append(name)
        if start in reached:
            circle = [start]
            while reached[circle[-1]] != start:
                circle.append(reached[circle[-1]])
            return tuple(reversed(circle))
    return ()
