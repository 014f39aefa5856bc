"""The last day of a public notice, in calendar and in working days, around Chinese holidays."""

from datetime import date, timedelta

import pandas as pd
import pytest
from commonplan.community.catalogue import holidays
from commonplan.community.errors import InputError
from commonplan.community.publication.notice_period import period, read_date
from hypothesis import given, settings
from hypothesis import strategies as st


@pytest.mark.parametrize(
    "text", ["2026-11-27", "2026/11/27", "2026年11月27日", " 2026 年 11 月 27 日", "2026.11.27"]
)
def test_dates_are_read_as_people_write_them(text):
    assert read_date(text) == date(2026, 11, 27)


@pytest.mark.parametrize("text", ["", "tomorrow", "2026-02-30", "27.11.2026", "2026-13-01"])
def test_what_is_no_date_is_said(text):
    with pytest.raises(InputError) as raised:
        read_date(text)
    assert raised.value.code == "bad_date"


@pytest.mark.parametrize(
    ("first", "days", "counted", "last"),
    [
        ("2026-11-27", "7", "calendar", "2026-12-03"),
        ("2026-11-27", "1", "calendar", "2026-11-27"),
        ("2026-11-27", "5", "working", "2026-12-03"),  # over a weekend
        ("2026-11-28", "1", "working", "2026-11-30"),  # from a Saturday on
        ("2026-02-13", "3", "working", "2026-02-24"),  # Saturday the 14th is worked, then the Spring Festival
        ("2026-09-30", "2", "working", "2026-10-08"),  # over the National Day
        ("2026-10-08", "3", "working", "2026-10-10"),  # the Saturday is worked
        ("2025-12-31", "2", "working", "2026-01-04"),  # over the turn of the year, to a Sunday that is worked
    ],
)
def test_the_last_day(first, days, counted, last):
    assert period(read_date(first), days, counted, holidays()).last == read_date(last)


def test_in_a_year_that_is_not_announced_weekdays_are_assumed_and_named():
    found = period(date(2026, 12, 29), "5", "working", holidays())
    assert (found.last, found.assumed) == (date(2027, 1, 4), (2027,))
    assert period(date(2026, 12, 29), "3", "working", holidays()).assumed == ()
    added = pd.DataFrame(
        {"kind": ["holiday:own_1", "holiday:2026-10-10"],
         "overrides": ['{"date": "2027-01-01", "day": "holiday"}', '{"applies": false}']}
    )  # fmt: skip
    found = period(date(2026, 12, 29), "5", "working", holidays(added))
    assert (found.last, found.assumed) == (date(2027, 1, 5), ())
    assert period(date(2026, 10, 9), "2", "working", holidays(added)).last == date(2026, 10, 12)
    assert period(date(2026, 12, 29), "5", "calendar", holidays()).last == date(2027, 1, 2)


@pytest.mark.parametrize("days", ["0", "-3", "x", "1.5", "367", "", "9" * 40])
def test_days_that_are_none_are_said(days):
    with pytest.raises(InputError) as raised:
        period(date(2026, 3, 2), days, "calendar", {})
    assert raised.value.code == "bad_days"


def test_another_way_of_counting_is_said():
    with pytest.raises(InputError) as raised:
        period(date(2026, 3, 2), "3", "moons", {})
    assert raised.value.code == "bad_day_count"


@settings(max_examples=60)
@given(st.dates(date(2025, 1, 1), date(2026, 9, 1)), st.integers(1, 40))
def test_working_days_between_first_and_last_are_as_many_as_asked_for(first, days):
    announced = holidays()
    last = period(first, str(days), "working", announced).last
    span = [first + timedelta(days=i) for i in range((last - first).days + 1)]
    worked = [day for day in span if announced.get(day.isoformat(), day.weekday() < 5)]
    assert len(worked) == days
    assert worked[-1] == last


def test_the_table_of_holidays_is_whole():
    announced = holidays()
    for text, worked in announced.items():
        assert date.fromisoformat(text).weekday() >= 5 or not worked, text
    for year in {text[:4] for text in announced}:
        assert sum(not worked for text, worked in announced.items() if text.startswith(year)) >= 25
