"""Numbers out of the store: one long table for any measures, dimensions and scope; and the dossiers behind a number.

The shape was chosen by measurement: one SELECT per date column counts all its measures with FILTER, then everything is
put into long form. Stocks are one SELECT per point in time. Sums come first; dividing is left to ``judge``.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import partial

from sqlalchemy import (
    CTE,
    Column,
    ColumnElement,
    Date,
    FromClause,
    Join,
    Select,
    and_,
    cast,
    func,
    literal,
    literal_column,
    or_,
    select,
    true,
    union_all,
)
from sqlalchemy.sql.selectable import CompoundSelect

from data_access.viewer import Viewer
from measures import demands, order_rows, stays
from measures.dimensions import checked, groups_of
from measures.long_table import long_rows, wide_columns
from measures.measure import Measure
from measures.period import Period, split
from measures.resolving import cut, resolved
from measures.scope import Scope, stands
from measures.sets import d

MONTHS = {"due": "due_month", "received_on": "received_month", "finished_on": "finished_month"} | {
    "first_due": "first_due_month",
    "left_on": "left_month",
}


def aggregate(measures: Sequence[Measure], by: Sequence[str], scope: Scope, viewer: Viewer) -> CompoundSelect:
    """One row per measure, group and period: measure, <dimensions of ``by``>, period, numerator, denominator.

    ``by`` names dimensions; a grain of time among them ("month") splits the period. ``period`` is the first day of the
    piece. The denominator is NULL except of ratios (and, as a count of dossiers, of totals and quantiles). A group
    without dossiers has no row. "unit" is the unit that carries the dossier on the scope's day, in every piece; "duty"
    is the resolving unit, whose duty the apology letter is; "state" is "open", "finished" or "ended" at T. Every piece
    is taken at the close of its own T.

    Stocks have dimensions of their own: "due_day" (of the promise in force), "days_over" (working days past due),
    "days_since_finish" (of finished ones) and "age" (days past due in the bins of ``AGES``), "holder" (who holds it by
    the newest data; "" = not recorded), "held_by" (the same as "own" unit, "outside", "unknown"), "stage" (of the step
    not finished, by the newest data; "" = not recorded) and "letter" ("with" or "without" one issued by T for the
    promise that was breached).

    What counts steps or stays has "cause", "at_stage", "at_holder", "land_stage" (``measures.stays``) and "agency" (the
    holder that is a coordinating agency, else ""), a stock of steps "days_in_step" and "days_past_step" too: working
    days since the step began, and since it was due. "coordination" of a dossier: "linked", "alone" or "unrecorded"
    (``stays.coordination``). What counts demands has "paper", the kind of paper.

    Raises:
        DimensionError: see there.
    """
    groups, grain = checked(by, measures)
    selects: list[Select] = []
    for (_, column), counted in _by_column(measures).items():
        if column is None:
            for piece in _pieces(scope, grain):
                selects += long_rows(_as_of_counts(counted, groups, scope.with_period(piece), viewer), counted, groups)
        else:
            selects += long_rows(_period_counts(column, counted, groups, grain, scope, viewer), counted, groups)
    return union_all(*selects)


def _by_column(measures: Iterable[Measure]) -> dict[tuple[str, Column | None], list[Measure]]:
    """The measures that one SELECT can count: taken over the same rows, on the same date column."""
    found: dict[tuple[str, Column | None], list[Measure]] = {}
    for measure in measures:
        found.setdefault((measure.counts, measure.counted_on), []).append(measure)
    return found


def _pieces(scope: Scope, grain: str | None) -> list[Period]:
    """The points at which a stock is taken: none that begins after the day looked from."""
    pieces = split(scope.period, grain) if grain else [scope.period]
    return [piece for piece in pieces if piece.start <= scope.until]


def _period_counts(
    column: Column, measures: list[Measure], groups: list[str], grain: str | None, scope: Scope, viewer: Viewer
) -> CTE:
    """The measures counted on one date column, wide: one numerator and denominator column each."""
    period = _grain_column(column, grain, scope)
    piece = (period, _grain_end(column, grain)) if grain else None
    rows = counted_rows(measures, scope, viewer, piece)
    statement = (
        select(*groups_of(measures, groups, scope), period.label("period"), *wide_columns(measures))
        .select_from(rows)
        .where(seen_rows(measures, scope, viewer), period_rows(column, scope))
        .group_by(*groups, *(["period"] if grain else []))
    )
    return resolved(statement, scope, piece, _ready(measures, rows)).cte()


def dossiers(scope: Scope) -> FromClause:
    """Every dossier with the cut-off of its source unit and the unit that carries it (none where it has no area).

    Source units are few: joined to their carrier first, they cost a dossier one look-up instead of two.
    """
    of_source = cut.c.unit_id == d.c.receiving_unit_id
    if scope.unit_role == "receiving":
        return d.join(cut.outerjoin(stands, scope.carries(cut.c.unit_id)), of_source)
    return d.join(cut, of_source).outerjoin(stands, scope.carries(d.c[f"{scope.unit_role}_unit_id"]))


def counted_rows(
    measures: Sequence[Measure],
    scope: Scope,
    viewer: Viewer,
    piece: tuple[ColumnElement, ColumnElement] | None = None,
) -> FromClause:
    """What the measures, all taken over the same rows, are counted in: dossiers, or what hangs on them with them.

    ``piece`` narrows A and T as in ``resolved``.
    """
    counts, column = measures[0].counts, measures[0].counted_on
    if counts in order_rows.ROWS:
        return order_rows.source(counts, scope)
    if counts == stays.DOSSIER:
        return dossiers(scope)
    wanted = [true() if measure.among is None else measure.among for measure in measures]
    lives = select(d.c.dossier_code).select_from(dossiers(scope)).where(viewer.rows(d), scope.rows(), or_(*wanted))
    if column is not None and counts != stays.STEP:
        lives = lives.where(period_rows(column, scope))
    resolve = partial(resolved, scope=scope, piece=piece)
    of_papers = counts in demands.KINDS
    rows = demands.source(counts, lives, resolve) if of_papers else stays.source(counts, lives, scope, resolve)
    return dossiers(scope).join(rows, rows.c.dossier_code == d.c.dossier_code, isouter=counts == stays.CLOCK)


def _ready(measures: Sequence[Measure], rows: FromClause) -> list[FromClause]:
    """What of ``counted_rows`` holds no placeholder any more: what hangs on the dossiers."""
    on_dossiers = measures[0].counts not in (stays.DOSSIER, *order_rows.ROWS)
    return [rows.right] if on_dossiers and isinstance(rows, Join) else []


def seen_rows(measures: Sequence[Measure], scope: Scope, viewer: Viewer) -> ColumnElement[bool]:
    """What this viewer may see of the scope, among the rows that the measures are taken over."""
    if measures[0].counts in order_rows.ROWS:
        return order_rows.seen(measures[0].counts, scope, viewer)
    return and_(viewer.rows(d), scope.rows())


def period_rows(column: Column, scope: Scope) -> ColumnElement[bool]:
    """A date column within the period, up to T of each source unit."""
    if column.table is not None and column.table.name in order_rows.ROWS:
        return order_rows.period_rows(column, scope)
    return and_(column >= scope.period.start, column <= scope.until, column <= cut.c.last_complete_day)


def _grain_column(column: Column, grain: str | None, scope: Scope) -> ColumnElement:
    if grain is None:
        return literal(scope.period.start, Date)
    if grain == "day":
        return column
    if grain == "month" and column.table is d and column.name in MONTHS:
        return _not_before(d.c[MONTHS[column.name]], scope)
    return _not_before(cast(func.date_trunc(grain, column), Date), scope)


def _grain_end(column: Column, grain: str) -> ColumnElement:
    """The last day of the piece that holds a day; the last piece ends with T anyway."""
    if grain == "day":
        return column
    length: ColumnElement = literal_column(f"INTERVAL '{'3 month' if grain == 'quarter' else f'1 {grain}'}'")
    return cast(func.date_trunc(grain, column) + length - literal_column("INTERVAL '1 day'"), Date)


def _not_before(start: ColumnElement, scope: Scope) -> ColumnElement:
    """A period that begins within a month has its first piece begin there too, as ``split`` says."""
    if scope.period.months:
        return start
    return func.greatest(start, literal(scope.period.start, Date))


def _as_of_counts(measures: list[Measure], groups: list[str], scope: Scope, viewer: Viewer) -> CTE:
    """The measures taken at T, wide."""
    period = literal(scope.period.start, Date).label("period")
    rows = counted_rows(measures, scope, viewer)
    statement = (
        select(*groups_of(measures, groups, scope), period, *wide_columns(measures))
        .select_from(rows)
        .where(seen_rows(measures, scope, viewer), or_(*(_lives(measure) for measure in measures)))
        .group_by(*groups)
    )
    return resolved(statement, scope, ready=_ready(measures, rows)).cte()


def _lives(measure: Measure) -> ColumnElement[bool]:
    """What a measure taken at T can count at all, so that costly look-ups see few dossiers."""
    if measure.among is not None:
        return measure.among
    return measure.numerator if measure.denominator is None else measure.denominator
