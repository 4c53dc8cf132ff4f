"""Signals that figures may be made, not reached: each is a question to a unit, never a verdict about people.

What counts as "last hours", "near" and "at once" is our choice, set by no document; it stands here as constants. All of
it is taken from the day on which a dossier finished or was first due, so nothing after T plays a part.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import (
    ColumnElement,
    Date,
    Integer,
    and_,
    cast,
    exists,
    extract,
    func,
    literal_column,
    not_,
    or_,
    select,
    type_coerce,
)
from sqlalchemy import tuple_ as row_of

from data_access import tables
from measures import sets
from measures.lateness import REVIEWED
from measures.measure import Kind, Measure
from measures.verdict import Direction
from text import mark

LAST_HOURS, CLOSES_AT = 2, 17  # of the due day: a promise is a day, which ends when desks close
NEAR_DAYS = 3  # calendar days up to the first due day
AT_ONCE = 5  # finished at one unit in one minute

ORDER = mark("Order 1400/UBND of District 6 (2020): control how dossiers are handled; the thresholds are our choice")
QUESTION = mark("A question to the unit, no judgement: there may be a good reason.")
d, pause, move = sets.d, tables.pause, tables.due_move


def _minutes(moment: ColumnElement) -> ColumnElement[int]:
    """Minutes since midnight."""
    return cast(extract("hour", moment) * 60 + extract("minute", moment), Integer)


def _days_before(day: ColumnElement, later: ColumnElement) -> ColumnElement[int]:
    return type_coerce(later - day, Integer)


_WITH_TIME = and_(sets.FINISHED, d.c.finished_at.is_not(None), _minutes(d.c.finished_at) > 0)
_KEPT = and_(_WITH_TIME, d.c.due.is_not(None), not_(d.c.breached))
_FROM: ColumnElement[int] = literal_column(str((CLOSES_AT - LAST_HOURS) * 60))
_LAST_HOURS = and_(d.c.finished_on == d.c.due, _minutes(d.c.finished_at) >= _FROM)

_FIRST_DUE = and_(d.c.accepted, d.c.first_due.is_not(None))
# Of a dossier that has only such days from the start every day would be near.
_LONGER = and_(_FIRST_DUE, _days_before(d.c.received_on, d.c.first_due) > NEAR_DAYS)
_of_move = tables.dossier.alias("of_move")
_TELLS_MOVES = d.c.receiving_unit_id.in_(
    select(_of_move.c.receiving_unit_id).join(move, move.c.dossier_code == _of_move.c.dossier_code)
)
_MOVABLE = and_(_FIRST_DUE, _TELLS_MOVES)


def _near(day: ColumnElement) -> ColumnElement[bool]:
    return and_(day <= d.c.first_due, _days_before(day, d.c.first_due) <= NEAR_DAYS)


_LEFT_NEAR = or_(
    and_(d.c.ended_on.is_not(None), _near(d.c.ended_on)),
    exists().where(pause.c.dossier_code == d.c.dossier_code, _near(pause.c.started_on)),
)
_MOVED = exists().where(
    move.c.dossier_code == d.c.dossier_code,
    move.c.reason == "other",
    move.c.due_at > move.c.old_due_at,
    cast(move.c.set_at, Date) <= d.c.first_due,
)

_other = tables.dossier.alias("at_once")
_minute = func.date_trunc(literal_column("'minute'"), _other.c.finished_at)
_CROWDED = (
    select(_other.c.receiving_unit_id, _minute)
    .where(_other.c.finished_on.is_not(None), not_(_other.c.certification), _minutes(_other.c.finished_at) > 0)
    .group_by(_other.c.receiving_unit_id, _minute)
    .having(func.count() >= literal_column(str(AT_ONCE)))
)
_OWN_MINUTE = row_of(d.c.receiving_unit_id, func.date_trunc(literal_column("'minute'"), d.c.finished_at))


def _measure(key: str, title: str, formula: str, **rest: Any) -> Measure:
    rest = {"legal_basis": ORDER, "good": Direction.LOWER, "why": QUESTION, **REVIEWED, **rest}
    return Measure(key=key, title=title, formula=formula, kind=Kind.RATIO, **rest)


SIGNALS = (
    _measure(
        "finished_last_hours_rate",
        mark("Finished in the last hours"),
        mark("dossiers finished on the due day from 15:00 on / dossiers finished in time in the period"),
        numerator=and_(_KEPT, _LAST_HOURS),
        numerator_words=mark("finished in the last two hours"),
        denominator=_KEPT,
        denominator_words=mark("finished in time"),
        counted_on=d.c.finished_on,
        left_out=mark("Dossiers whose finish has no clock time."),
    ),
    _measure(
        "left_near_due_rate",
        mark("Withdrawn, stopped or paused near the due day"),
        mark(
            "dossiers withdrawn, stopped or paused in the last three days up to their first due day / dossiers whose "
            "first due day fell in the period"
        ),
        numerator=and_(_LONGER, _LEFT_NEAR),
        numerator_words=mark("withdrawn, stopped or paused near the due day"),
        denominator=_LONGER,
        denominator_words=mark("first due"),
        counted_on=d.c.first_due,
        left_out=mark("Dossiers without a due day, or promised within three days of reception."),
    ),
    _measure(
        "same_minute_finish_rate",
        mark("Finished within one minute with others"),
        mark("dossiers finished in one minute with at least four others of the unit / dossiers finished in the period"),
        numerator=and_(_WITH_TIME, not_(d.c.certification), _OWN_MINUTE.in_(_CROWDED)),
        numerator_words=mark("finished in one minute with others"),
        denominator=and_(_WITH_TIME, not_(d.c.certification)),
        denominator_words=mark("finished, time known"),
        counted_on=d.c.finished_on,
        left_out=mark("Same-day certification; dossiers whose finish has no clock time."),
    ),
    _measure(
        "due_moved_rate",
        mark("Due day moved without a reason"),
        mark(
            "dossiers whose due day was put off by the first due day without supplement or payment as the reason / "
            "dossiers whose first due day fell in the period"
        ),
        numerator=and_(_MOVABLE, _MOVED),
        numerator_words=mark("due day put off without a recorded reason"),
        denominator=_MOVABLE,
        denominator_words=mark("first due"),
        counted_on=d.c.first_due,
        left_out=mark("Dossiers without a due day; units that tell no moved due days at all."),
    ),
)
