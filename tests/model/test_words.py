"""Words that people write."""

from datetime import UTC, date, datetime, timedelta

import pytest
from dualtrack.model.words import ago, data_size, is_slip, shortened

NOON = datetime(2026, 11, 12, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("hours", "shown"),
    [
        (0.5, "30 minutes ago"),
        (23.5, "23 hours ago"),
        (24, "1 day ago"),
        (36, "1 day ago"),
        (37, "2 days ago"),
        (61, "3 days ago"),
    ],
)
def test_days_ago_are_counted_as_dates(hours: float, shown: str) -> None:
    assert ago(NOON - timedelta(hours=hours), NOON, date(2026, 11, 12)) == shown


@pytest.mark.parametrize(
    ("count", "shown"),
    [
        (0, "0 B"),
        (1023, "1023 B"),
        (1024, "1 KB"),
        (256 << 10, "256 KB"),
        ((256 << 10) + 1, "256.1 KB"),
        (16 << 20, "16 MB"),
        (5 << 40, "5120 GB"),
    ],
)
def test_bytes_are_shown_in_a_unit_that_fits_and_never_as_less(count: int, shown: str) -> None:
    assert data_size(count) == shown


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("stauts", "status"),
        ("Status", "status"),
        ("dependsOn", "depends_on"),
        ("label", "labels"),
        ("assignees", "assignee"),
        ("asignee", "assignee"),
        ("priorrity", "priority"),
        ("hypothisis", "hypothesis"),
        ("success_critera", "success_criteria"),
    ],
)
def test_a_slip_is_seen(written: str, meant: str) -> None:
    assert is_slip(written, meant)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("closes", "closed"),
        ("blocker", "blocked"),
        ("mode", "model"),
        ("state", "stage"),
        ("related", "created"),
        ("uid", "id"),
        ("doing", "done"),
        ("updated", "created"),
        ("", "status"),
    ],
)
def test_a_word_of_its_own_is_no_slip(written: str, meant: str) -> None:
    assert not is_slip(written, meant)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("fits", "fits"),
        ("['a', 'usage', 'tickets']", "['a', 'usage', …"),
        ("one two three four five", "one two three …"),
        ("averyverylongwordindeed", "averyverylongwo…"),
        ("a averyverylongwordindeed", "a averyverylong…"),
    ],
)
def test_a_text_is_cut_at_its_end_after_a_whole_value_where_one_is_near(text: str, shown: str) -> None:
    assert shortened(text, 16) == shown
