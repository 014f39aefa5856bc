"""How long a public notice hangs: its last day, counted in calendar or in working days.

The first day counts, as notices write it: seven days from the 1st are the 1st to the 7th. Working
days are Monday to Friday, but for the holidays and the made-up working days that the State Council
announces for each year (`catalogue.holidays`). In a year that is not announced, Monday to Friday are
assumed, and said to be.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from ..errors import InputError

CALENDAR, WORKING = "calendar", "working"
LONGEST = 366
_DATE = re.compile(r"\s*(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?\s*")
_SATURDAY = 5


@dataclass(frozen=True)
class Period:
    """The days on which a notice hangs, the first and the last of them, and how many were asked for.

    `assumed` are the years whose holidays nobody announced, and on which the last day depends.
    """

    first: date
    last: date
    days: int
    counted: str
    assumed: tuple[int, ...] = ()


def read_date(text: str) -> date:
    """Read a date such as 2026-11-27, 2026/11/27 or 2026年11月27日.

    Raises
    ------
    InputError
        `bad_date`.
    """
    found = _DATE.fullmatch(text)
    try:
        return date(*map(int, found.groups())) if found else date.fromisoformat(text.strip())
    except ValueError as error:
        raise InputError("bad_date", text=text) from error


def period(first: date, days: str, counted: str, announced: Mapping[str, bool]) -> Period:
    """Return the period of so many days from a first one on.

    Parameters
    ----------
    first
        The day on which the notice is put up.
    days
        How many, a whole number from 1 to 366, as written.
    counted
        calendar or working.
    announced
        Day as `YYYY-MM-DD` → whether it is worked, for the days that are no ordinary ones.

    Raises
    ------
    InputError
        `bad_days`, `bad_day_count`.
    """
    number = int(days) if days.strip().isdecimal() else 0
    if not 1 <= number <= LONGEST:
        raise InputError("bad_days", text=days, most=LONGEST)
    if counted not in (CALENDAR, WORKING):
        raise InputError("bad_day_count", text=counted)
    if counted == CALENDAR:
        return Period(first, first + timedelta(days=number - 1), number, counted)
    years = {day[:4] for day in announced}
    day, left = first, number
    while True:
        left -= _is_worked(day, announced)
        if not left:
            unknown = (year for year in range(first.year, day.year + 1) if str(year) not in years)
            return Period(first, day, number, counted, tuple(unknown))
        day += timedelta(days=1)


def _is_worked(day: date, announced: Mapping[str, bool]) -> bool:
    return announced.get(day.isoformat(), day.weekday() < _SATURDAY)
