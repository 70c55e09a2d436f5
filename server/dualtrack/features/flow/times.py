"""How long work takes: cycle times, the age of what is in progress, and the days for which it was blocked."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from dualtrack.features.flow.counted import Closed, Counted
from dualtrack.features.flow.figures import Ageing, BlockedTime, CycleTimes
from dualtrack.project.course import Course, Stay

_ENOUGH = 3
"""Of fewer done items the days are told, and no line is drawn through them that others could be late by."""


def cycle_times(counted: Counted, closed: Sequence[Closed]) -> Iterator[CycleTimes]:
    """The cycle times of what was done of what was closed, by track."""
    done: dict[str, list[Closed]] = defaultdict(list)
    for each in closed:
        if each.phase == "done":
            done[each.track].append(each)
    for track in dict.fromkeys(column.track for column in counted.replay.columns if done[column.track]):
        known = [each for each in done[track] if each.days is not None]
        days = [each.days for each in known if each.days is not None]
        keys, labels = tuple(each.key for each in known), tuple(each.label for each in known)
        ordered = sorted(days)
        p50, p85, p95 = (percentile(ordered, of) if len(days) >= _ENOUGH else None for of in (50, 85, 95))
        on, unknown = tuple(each.written for each in known), len(done[track]) - len(known)
        yield CycleTimes(track, keys, labels, on, tuple(days), p50, p85, p95, unknown)


def percentile(numbers: Sequence[int], of: int) -> int | None:
    """The smallest of the numbers that so many of a hundred do not exceed; None where there are none."""
    return sorted(numbers)[-(-of * len(numbers) // 100) - 1] if numbers else None


def ageing(standing: Sequence[tuple[Stay, Course]], day: int, times: Sequence[CycleTimes]) -> list[Ageing]:
    """What is in progress on a day, the oldest first, beside the times of what was done."""
    usual = {each.track: each.p85 for each in times}
    found = [_age(stay, course, day, usual) for stay, course in standing if stay.column.phase == "active"]
    return sorted(found, key=lambda each: (-each.days, each.key))


def _age(stay: Stay, course: Course, day: int, usual: Mapping[str, int | None]) -> Ageing:
    arrived = stay.since
    for before in reversed(course.stays):
        if before.until == arrived and before.column == stay.column:
            arrived = before.since  # only its people changed
    days = day - min(course.begun if course.begun is not None else arrived, arrived)
    line = usual.get(course.track)
    is_old, status, blocked = line is not None and days > line, stay.column.status, course.blocked_on(day)
    return Ageing(course.key, course.label, course.track, status, days, day - arrived, is_old, course.at_least, blocked)


def blocked_times(counted: Counted, since: int, day: int) -> list[BlockedTime]:
    """For how many days items were blocked in this range, by kind, the longest first. The last day does not count, as it does
    not where a card says for how long; days that are stated count even if git begins later."""
    days: dict[str, int] = defaultdict(int)
    items: dict[str, set[str]] = defaultdict(set)
    now: dict[str, list[str]] = defaultdict(list)
    for block, course in counted.blocks:
        if block.since <= day and block.until > since:
            days[block.kind] += min(block.until, day) - max(block.since, since)
            items[block.kind].add(course.key)
            if block.until > day:
                now[block.kind].append(course.key)
    found = (BlockedTime(kind, count, len(items[kind]), tuple(sorted(now[kind]))) for kind, count in days.items())
    return sorted(found, key=lambda each: (-each.days, each.kind))


def written(day: int) -> str:
    """A day as figures have it."""
    return date.fromordinal(day).isoformat()
