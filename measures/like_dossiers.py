"""Dossiers as they stood at the close of a day before their due day, counted by what makes them alike.

A *stretch* is one promise of one dossier, from the day it was set to the day it was replaced, interrupted by a pause,
or the dossier left. At the close of each working day in it the dossier has a stage (of the step that began last) and
so many working days left. What is asked here of a past day uses nothing that happened after it: steps and promises of
that day, and fates that were settled by the due day.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from sqlalchemy import (
    CTE,
    ColumnElement,
    Date,
    Integer,
    Select,
    String,
    Values,
    and_,
    case,
    cast,
    column,
    exists,
    func,
    literal_column,
    or_,
    select,
    values,
)

from data_access import tables
from data_access.viewer import Viewer
from measures import sets
from measures.aggregate import dossiers
from measures.members import NotAllowed
from measures.points import Point
from measures.resolving import cut, resolved
from measures.scope import Scope
from measures.sets import d, pause, promise

MOST_LEFT = 20  # working days; more than these are looked at as these
SEEN_AHEAD = dt.timedelta(31)  # how far beyond a past day its open dossiers are followed
NEVER: ColumnElement[int] = literal_column("1000000", Integer)
FINISHED, LATE, OUT = "finished", "late", "out"

step = tables.step
set_day, gone_day, begun_day, next_day = (
    tables.calendar.alias(name) for name in ("set_day", "gone_day", "begun_day", "next_day")
)


def _points(points: Sequence[Point]) -> Values:
    numbers, dates = ("point", "working_number"), ("day", "month_start", "month_end", "last_seen")
    columns: list[Any] = [column(name, Integer) for name in numbers] + [column(name, Date) for name in dates]
    rows = [(p.number, p.working_number, p.day, p.month.start, p.month.end, p.day + SEEN_AHEAD) for p in points]
    return values(*columns, name="points").data(rows)


def fates(points: Sequence[Point], since: dt.date, scope: Scope, viewer: Viewer) -> Select:
    """What became of promises that came due after ``since``, by the points: the past that chances are made of.

    All units, fields and channels that the viewer may see; certification and the rule of lateness as the scope says.
    Columns: point (the last one by which the due day had passed), field, procedure, stage ("" = not recorded), most
    and least (working days left at the first and the last close in that stage, at most 20 and at least 1), fate
    ("finished" on or before due; "late"; "out": paused, given another date, withdrawn or stopped first), gone_left
    (working days left at that fate; 0 of a late one) and n, a count of promises.
    """
    everything = Scope(scope.period, scope.as_of, (), certification=scope.certification, lateness=scope.lateness)
    staged = _stages(_stretches(everything, viewer, points, since))
    most = func.least(MOST_LEFT, staged.c.due_number - staged.c.from_before - 1)
    least = func.greatest(1, staged.c.due_number - staged.c.until_before)
    gone_left = case((staged.c.fate == LATE, 0), else_=func.greatest(0, staged.c.due_number - staged.c.gone_before - 1))
    keys = [staged.c[name] for name in ("point", "field", "procedure", "stage", "fate")]
    keys += [most.label("most"), least.label("least"), gone_left.label("gone_left")]
    return select(*keys, func.count().label("n")).where(most >= least).group_by(*keys)


def _point_of(points: Sequence[Point]) -> ColumnElement[int]:
    """The point by which a promise had come due. Written as cases: a range join takes three times as long."""
    oldest_first = sorted(points, key=lambda point: point.day)
    return case(*((promise.c.due <= point.day, literal_column(str(point.number))) for point in oldest_first))


def _before(day) -> ColumnElement[int]:  # type: ignore[no-untyped-def]  # an alias of the calendar
    """Working days up to the day before."""
    return case((day.c.working, day.c.working_number - 1), else_=day.c.working_number)


def _stretches(scope: Scope, viewer: Viewer, points: Sequence[Point], since: dt.date) -> CTE:
    """One row a promise that came due after ``since``, by T, with its fate."""
    due = (promise.c.due > since, promise.c.due <= max(point.day for point in points), promise.c.due <= sets.AS_OF)
    late_before = and_(d.c.breached, d.c.due < promise.c.set_on)  # a date set after the breach changes nothing
    paused = (
        select(promise.c.dossier_code, promise.c.promise_no, func.min(pause.c.started_on).label("on"))
        .join(pause, pause.c.dossier_code == promise.c.dossier_code)
        .where(
            or_(pause.c.closed_on.is_(None), pause.c.closed_on > func.greatest(promise.c.set_on, pause.c.started_on)),
            or_(promise.c.replaced_on.is_(None), pause.c.started_on < promise.c.replaced_on),
        )
        .group_by(promise.c.dossier_code, promise.c.promise_no)
        .subquery("paused")
    )
    stop = func.least(promise.c.replaced_on, paused.c.on)
    joined = (
        dossiers(scope)
        .join(promise, promise.c.dossier_code == d.c.dossier_code)
        .outerjoin(
            paused,
            and_(paused.c.dossier_code == promise.c.dossier_code, paused.c.promise_no == promise.c.promise_no),
        )
        .join(set_day, set_day.c.day == promise.c.set_on)
        .outerjoin(gone_day, gone_day.c.day == func.least(d.c.left_on, stop))
    )
    statement = (
        select(
            d.c.dossier_code,
            promise.c.promise_no,
            d.c.field,
            d.c.procedure_id.label("procedure"),
            promise.c.due,
            promise.c.due_number,
            _point_of(points).label("point"),
            _before(set_day).label("set_before"),
            func.coalesce(_before(gone_day), NEVER).label("gone_before"),
            _fate(stop).label("fate"),
        )
        .select_from(joined)
        .where(viewer.rows(d), scope.rows(), d.c.accepted, ~d.c.finish_unknown, ~late_before, *due)
    )
    return resolved(statement, scope).cte("stretch")


def _fate(stop: ColumnElement[dt.date]) -> ColumnElement[str]:
    """What became of a promise that was interrupted or replaced on ``stop`` (NULL: never)."""
    decided = and_(d.c.in_cohort, d.c.due == promise.c.due)
    return case(
        (and_(decided, d.c.breached, or_(stop.is_(None), stop > promise.c.due)), literal_column(f"'{LATE}'")),
        (and_(decided, ~d.c.breached, or_(stop.is_(None), stop > d.c.finished_on)), literal_column(f"'{FINISHED}'")),
        else_=literal_column(f"'{OUT}'"),
    )


def _stages(stretch: CTE) -> CTE:
    """Stretches cut where a step began: from_before < number of a close in it <= until_before. What passed before the
    first recorded step is left out; a dossier without steps is in stage ""."""
    begun = step.c.started_on
    next_on = func.lead(begun).over(
        partition_by=(stretch.c.dossier_code, stretch.c.promise_no), order_by=(step.c.started_at, step.c.step_no)
    )
    cut_up = (
        select(stretch, func.coalesce(step.c.stage, "").label("stage"), begun.label("begun"), next_on.label("next_on"))
        .select_from(stretch.outerjoin(step, step.c.dossier_code == stretch.c.dossier_code))
        .cte("cut_up")
    )
    from_before = func.greatest(cut_up.c.set_before, func.coalesce(_before(begun_day), 0))
    until_before = func.least(cut_up.c.gone_before, func.coalesce(_before(next_day), NEVER))
    return (
        select(cut_up, from_before.label("from_before"), until_before.label("until_before"))
        .select_from(
            cut_up.outerjoin(begun_day, begun_day.c.day == cut_up.c.begun).outerjoin(
                next_day, next_day.c.day == cut_up.c.next_on
            )
        )
        .cte("staged")
    )


def _stage_at(day: ColumnElement[dt.date]) -> ColumnElement[str]:
    """The stage of the step that began last by the close of ``day``; "" if none."""
    found = (
        select(step.c.stage)
        .where(step.c.dossier_code == d.c.dossier_code, step.c.started_on <= day)
        .order_by(step.c.started_at.desc(), step.c.step_no.desc())
        .limit(1)
        .scalar_subquery()
    )
    return func.coalesce(found, literal_column("''"))


def open_at(points: Sequence[Point], scope: Scope, viewer: Viewer) -> Select:
    """Open dossiers of the scope at the close of each point, not paused, whose due day lies within 31 days after it.

    Columns: point, in_month (due in the month of the point), field, procedure, stage, left, n, decided (came due on
    that day after all; 0 where that is not over at T) and late (of these).
    """
    at = _points(points)
    day, number = (
        func.least(at.c.day, cut.c.last_complete_day),
        func.least(at.c.working_number, cut.c.last_complete_number),
    )
    decided = and_(d.c.in_cohort, d.c.due == promise.c.due, promise.c.due <= sets.AS_OF)
    inner = (
        select(
            at.c.point,
            (promise.c.due <= at.c.month_end).label("in_month"),
            d.c.field,
            d.c.procedure_id.label("procedure"),
            _stage_at(day).label("stage"),
            func.greatest(1, func.least(promise.c.due_number - number, MOST_LEFT)).label("left"),
            case((decided, 1), else_=0).label("decided"),
            case((and_(decided, d.c.breached), 1), else_=0).label("late"),
        )
        .select_from(dossiers(scope).join(promise, promise.c.dossier_code == d.c.dossier_code).join(at, _in_force(at)))
        .where(viewer.rows(d), scope.rows(), *_open(day))
    )
    seen = resolved(inner, scope).cte("seen")
    keys = [seen.c[name] for name in ("point", "in_month", "field", "procedure", "stage", "left")]
    sums = [func.sum(seen.c[name]).label(name) for name in ("decided", "late")]
    return select(*keys, func.count().label("n"), *sums).group_by(*keys)


def _in_force(at: Values) -> ColumnElement[bool]:
    """Promises in force at the close of the point, due after it."""
    day = func.least(at.c.day, cut.c.last_complete_day)
    return and_(
        promise.c.due > day,
        promise.c.due <= at.c.last_seen,
        promise.c.set_on <= day,
        or_(promise.c.replaced_on.is_(None), promise.c.replaced_on > day),
    )


def _open(day: ColumnElement[dt.date]) -> list[ColumnElement[bool]]:
    """O without P at the close of ``day`` and not yet in breach."""
    paused = exists().where(
        pause.c.dossier_code == d.c.dossier_code,
        pause.c.started_on <= day,
        or_(pause.c.closed_on.is_(None), pause.c.closed_on > day),
    )
    return [
        d.c.accepted,
        ~d.c.finish_unknown,
        d.c.received_on <= day,
        or_(d.c.left_on.is_(None), d.c.left_on > day),
        ~and_(d.c.breached, d.c.due <= day),
        ~paused,
    ]


def months(points: Sequence[Point], scope: Scope, viewer: Viewer) -> Select:
    """C and B of the month of each point, by how much of it could be seen from the point.

    Columns: point, part ("due": due by then; "ahead": finished by then, due later; "open": the promise was in force
    and the dossier open; "new": promised later), came_due, late. Only what is settled at T.
    """
    at = _points(points)
    day = func.least(at.c.day, cut.c.last_complete_day)
    part = case(
        (d.c.due <= day, literal_column("'due'")),
        (d.c.finished_on <= day, literal_column("'ahead'")),
        (d.c.promised_on <= day, literal_column("'open'")),
        else_=literal_column("'new'"),
    ).label("part")
    in_month = and_(d.c.due >= at.c.month_start, d.c.due <= at.c.month_end)
    inner = (
        select(at.c.point, part, case((d.c.breached, 1), else_=0).label("late"))
        .select_from(dossiers(scope).join(at, in_month))
        .where(viewer.rows(d), scope.rows(), d.c.in_cohort, or_(d.c.due <= sets.AS_OF, d.c.finished_on <= sets.AS_OF))
    )
    seen = resolved(inner, scope).cte("seen")
    counts = (func.count().label("came_due"), func.sum(seen.c.late).label("late"))
    return select(seen.c.point, seen.c.part, *counts).group_by(seen.c.point, seen.c.part)


def due_soon(scope: Scope, viewer: Viewer) -> Select:
    """Each dossier of ``due_soon``: dossier_code, field, procedure, stage and left at T.

    Raises:
        NotAllowed: the viewer may not list dossiers.
    """
    if not viewer.may_list:
        raise NotAllowed("this viewer may see numbers, not dossiers")
    due = tables.calendar.alias("due")
    inner = (
        select(
            d.c.dossier_code,
            d.c.field,
            d.c.procedure_id.label("procedure"),
            _stage_at(sets.AS_OF).label("stage"),
            sets.DUE_IN_FORCE.label("due"),
            sets.AS_OF_NUMBER.label("number"),
        )
        .select_from(dossiers(scope))
        .where(viewer.rows(d), scope.rows(), sets.DUE_SOON)
    )
    found = resolved(inner, scope).cte("found")
    left = func.greatest(1, due.c.working_number - found.c.number).label("left")
    return select(found.c.dossier_code, found.c.field, found.c.procedure, cast(found.c.stage, String), left).join(
        due, due.c.day == found.c.due
    )
