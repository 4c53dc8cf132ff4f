"""The dossiers behind a number: the same conditions as ``aggregate``, rows instead of counts."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, and_, case, func, or_, select

from data_access.viewer import Viewer
from measures import demands, order_rows, sets, stays
from measures.aggregate import counted_rows, period_rows, seen_rows
from measures.dimensions import group_column, holder
from measures.measure import Measure
from measures.resolving import resolved
from measures.scope import Scope
from measures.sets import d

PAGE_SIZE = 50

Within = tuple[str, object]  # a dimension and one of its groups, as `aggregate` names it


class NotAllowed(PermissionError):
    """This viewer sees numbers but not the dossiers behind them."""


@dataclass(frozen=True)
class Page:
    """Rows ``size * (number - 1) + 1`` to ``size * number`` of a list."""

    number: int = 1
    size: int = PAGE_SIZE


def members(
    measure: Measure, part: str, scope: Scope, viewer: Viewer, page: Page | None = None, within: Within | None = None
) -> Select:
    """The dossiers counted in one part of a measure: as many rows as the number says. Of what counts steps or stays a
    dossier has a row for each of them, with the stage and holder of that one; of what counts demands a row for
    each of them, with its paper and demanded_on.

    ``part`` is "numerator", "denominator" or the name of one of ``measure.parts``; without ``page`` all rows;
    ``within`` keeps one group of a dimension. Open ones come first, then the longest late, or those due longest ago
    (``Measure.oldest_first``). Columns: dossier_code, unit, duty (whose duty the apology letter is), procedure,
    channel, received_on, due (as known at T), finished_on, ended_on, state at T ("open", "paused", "finished",
    "withdrawn", "stopped", "finish_unknown" or "not_accepted"), stage, holder, days_late (working days late: to the
    finish, or to T; NULL if not past due), days_since_due (working days from a broken promise to T). Rows
    beside dossiers have columns of their own (``order_rows.ROWS``), in the order of their key.

    Raises:
        NotAllowed: the viewer may not list dossiers.
        ValueError: the measure has no such part.
    """
    if measure.counts in order_rows.ROWS:
        told = _rows_of(measure, part, scope, viewer, order_rows.listed_columns(measure.counts), within)
        return _paged(told.order_by(*order_rows.ROWS[measure.counts].key), scope, page)
    late = [] if measure.oldest_first else [_days_late().desc().nulls_last()]
    since = case((_due().is_(None), d.c.applied_on))  # not accepted yet: nothing was promised
    of_steps = measure.counts in (stays.STEP, stays.STAY)
    of_demands = measure.counts == demands.DEMAND
    one_by_one = [stays.STEP_NO, stays.CAUSE] if of_steps else [demands.DEMAND_NO] if of_demands else []
    order = (case((_left_by_t(), 1), else_=0), *late, _due(), since, d.c.dossier_code, *one_by_one)
    columns = [*_columns(scope, of_steps), *(demands.LISTED if of_demands else ())]
    statement = _rows_of(measure, part, scope, viewer, columns, within).order_by(*order)
    return _paged(statement, scope, page)


def _paged(statement: Select, scope: Scope, page: Page | None) -> Select:
    if page:
        statement = statement.limit(page.size).offset(page.size * (page.number - 1))
    return resolved(statement, scope)


def how_many(measure: Measure, part: str, scope: Scope, viewer: Viewer, within: Within | None = None) -> Select:
    """The length of the list that :func:`members` gives, in one row."""
    return resolved(_rows_of(measure, part, scope, viewer, [func.count().label("total")], within), scope)


def _rows_of(
    measure: Measure, part: str, scope: Scope, viewer: Viewer, columns: list[ColumnElement], within: Within | None
) -> Select:
    if not viewer.may_list:
        raise NotAllowed("this viewer may see numbers, not dossiers")
    counted = _condition(measure, part)
    if measure.counted_on is not None:
        counted = and_(counted, period_rows(measure.counted_on, scope))
    if within:
        counted = and_(counted, group_column(within[0], scope, measure) == within[1])
    return (
        select(*columns)
        .select_from(counted_rows([measure], scope, viewer))
        .where(seen_rows([measure], scope, viewer), counted)
    )


def _condition(measure: Measure, part: str) -> ColumnElement[bool]:
    conditions = {name: condition for name, _, condition in measure.parts} | {"numerator": measure.numerator}
    if measure.denominator is not None:
        conditions["denominator"] = measure.denominator
    if part not in conditions:
        raise ValueError(f"{measure.key} has no part {part!r}: there are {', '.join(conditions)}")
    return conditions[part]


def _columns(scope: Scope, of_steps: bool) -> list[ColumnElement]:
    stage, held = (stays.STAGE, stays.HOLDER) if of_steps else (d.c.stage, holder(scope))
    return [
        d.c.dossier_code,
        scope.unit_column.label("unit"),
        group_column("duty", scope).label("duty"),
        d.c.procedure_id.label("procedure"),
        d.c.channel,
        d.c.received_on,
        _due().label("due"),
        case((d.c.finished_on <= sets.AS_OF, d.c.finished_on)).label("finished_on"),
        case((d.c.ended_on <= sets.AS_OF, d.c.ended_on)).label("ended_on"),
        _state().label("state"),
        stage.label("stage"),
        held.label("holder"),
        _days_late().label("days_late"),
        case((sets.BREACHED_BY_T, sets.AS_OF_NUMBER - d.c.due_number)).label("days_since_due"),
    ]


def _due() -> ColumnElement:
    """The deciding promise as known at T: a breached one stays; else the one in force; else the last."""
    return case((d.c.due <= sets.AS_OF, d.c.due), else_=func.coalesce(sets.DUE_IN_FORCE, d.c.due))


def _left_by_t() -> ColumnElement[bool]:
    return or_(func.coalesce(d.c.left_on <= sets.AS_OF, False), d.c.finish_unknown, ~d.c.accepted)


def _state() -> ColumnElement:
    return case(
        (and_(d.c.ended_on <= sets.AS_OF, d.c.status == sets.WITHDRAWN), "withdrawn"),
        (d.c.ended_on <= sets.AS_OF, "stopped"),
        (d.c.finished_on <= sets.AS_OF, "finished"),
        (d.c.finish_unknown, "finish_unknown"),
        (~d.c.accepted, "not_accepted"),
        (sets.UNDER_PAUSE, "paused"),
        else_="open",
    )


def _days_late() -> ColumnElement:
    """Working days past due: to the finish, or to T for what is still open."""
    late = and_(d.c.breached, d.c.due <= sets.AS_OF)
    return case(
        (and_(late, d.c.finished_on <= sets.AS_OF), d.c.days_late),
        (and_(late, ~func.coalesce(d.c.ended_on <= sets.AS_OF, False)), sets.AS_OF_NUMBER - d.c.due_number),
    )
