from datetime import date

import pytest
from dualtrack.model.timebox import Extension, Timebox, add_days, days_between

MONDAY = date(2026, 11, 2)


@pytest.mark.parametrize(
    ("today", "summary"),
    [
        (date(2026, 11, 1), "10 days, starts on 2026-11-02"),
        (date(2026, 11, 2), "0 of 10 days, 10 left"),
        (date(2026, 11, 9), "7 of 10 days, 3 left"),
        (date(2026, 11, 12), "10 of 10 days, 0 left"),
        (date(2026, 11, 13), "10 days, 1 day over"),
    ],
)
def test_summary(today: date, summary: str) -> None:
    assert Timebox(10, MONDAY).summary(today) == summary


def test_an_extension_moves_the_end_and_is_said() -> None:
    timebox = Timebox(10, MONDAY, (Extension(5, date(2026, 11, 12), "labels"),))
    assert timebox.end == date(2026, 11, 17)
    assert not timebox.expired(date(2026, 11, 17))
    assert timebox.expired(date(2026, 11, 18))
    assert timebox.summary(date(2026, 11, 16)) == "14 of 15 days, 1 left, extended by 5 days"


def test_business_days_leave_out_weekends() -> None:
    assert add_days(MONDAY, 5, "business") == date(2026, 11, 9)
    assert add_days(date(2026, 11, 6), 1, "business") == date(2026, 11, 9)
    assert Timebox(10, MONDAY, calendar="business").end == date(2026, 11, 16)


@pytest.mark.parametrize("days", range(40))
def test_counting_business_days_is_the_inverse_of_adding_them(days: int) -> None:
    for start in range(7):
        first = date(2026, 11, 2 + start)
        assert days_between(first, add_days(first, days, "business"), "business") == days


def test_the_calendar_has_an_end() -> None:
    assert Timebox(10, date(9999, 12, 30)).end == date.max
    assert add_days(date(9999, 12, 30), 3000, "business") == date.max


def test_without_a_start_it_has_not_begun() -> None:
    assert Timebox(10).summary(MONDAY) == "10 days, not started"
    assert not Timebox(10).expired(MONDAY)
