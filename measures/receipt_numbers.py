"""Numbers of receipt as codes show them: which are missing in a day's run, and which codes cannot be read so.

A code like ``775.10.H29-200518-0012`` is the unit's prefix, the day as yymmdd and a running number. Numbers run through
whatever the dossier is about, certification too. A gap is a run of numbers between 1 and the highest of a prefix and
day that no dossier has. A row that was refused when it was loaded is missing, too, until it is mended.
"""

from __future__ import annotations

from sqlalchemy import ColumnElement, Integer, case, cast, extract, func, literal_column, select

from data_access import tables
from measures.sets import d

GAP, ODD_CODE = "serial_gap", "odd_code"
SHAPE = "^[^-]+-[0-9]{6}-[0-9]{1,6}$"
FIRST_YEAR = 2000  # the years have two digits

_calendar = tables.calendar.c.day
_days = (
    select(
        _calendar.label("day"),
        cast(
            (extract("year", _calendar) - FIRST_YEAR) * 10_000
            + extract("month", _calendar) * 100
            + extract("day", _calendar),
            Integer,
        ).label("written"),
    )
    .where(extract("year", _calendar) >= FIRST_YEAR)
    .subquery("written_day")
)


def _part(place: int) -> ColumnElement[str]:
    return func.split_part(d.c.dossier_code, literal_column("'-'"), literal_column(str(place)))


_readable = d.c.dossier_code.regexp_match(literal_column(f"'{SHAPE}'"))
_no_day = case((_readable, cast(_part(2), Integer)), else_=literal_column("0")).not_in(select(_days.c.written))
_numbers = (
    select(
        d.c.receiving_unit_id.label("unit_id"),
        _part(1).label("prefix"),
        cast(_part(2), Integer).label("written"),
        cast(_part(3), Integer).label("number"),
    )
    .where(_readable)
    .subquery("receipt")
)
_before = func.lag(_numbers.c.number).over(
    partition_by=(_numbers.c.prefix, _numbers.c.written), order_by=_numbers.c.number
)
_runs = select(
    _numbers.c.unit_id,
    _numbers.c.prefix,
    _numbers.c.written,
    (func.coalesce(_before, literal_column("0")) + 1).label("first_missing"),
    (_numbers.c.number - 1).label("last_missing"),
).subquery("run")
# One row a gap; ``unit_id`` is who received the dossier that follows it.
gaps = (
    select(
        _runs.c.unit_id,
        _days.c.day.label("numbered_on"),
        _runs.c.prefix,
        _runs.c.first_missing,
        _runs.c.last_missing,
        (_runs.c.last_missing - _runs.c.first_missing + 1).label("missing"),
    )
    .select_from(_runs.join(_days, _days.c.written == _runs.c.written))
    .where(_runs.c.last_missing >= _runs.c.first_missing)
    .subquery(GAP)
)
# One row a code of another shape, by the day of submission.
odd_codes = (
    select(d.c.receiving_unit_id.label("unit_id"), d.c.dossier_code, d.c.applied_on)
    .where(_no_day, d.c.applied_on.is_not(None))
    .subquery(ODD_CODE)
)
