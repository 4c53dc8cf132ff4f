"""What numbers can be grouped by: the names of dimensions, and the expression behind each."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from sqlalchemy import Column, ColumnElement, Label, case, func, literal_column, select

from data_access import tables
from measures import demands, order_rows, sets, stays
from measures.measure import Measure
from measures.scope import Scope
from measures.sets import d

TIME = ("day", "week", "month", "quarter", "year")
OF_DOSSIER = ("unit", "field", "procedure", "channel", "duty", "state", "coordination")
AT_AS_OF = ("due_day", "age", "held_by", "holder", "letter", "stage")
DAYS_OVER, DAYS_SINCE_FINISH = "days_over", "days_since_finish"
OF_STEP = ("cause", "at_stage", "at_holder", "agency", "land_stage")
OF_DEMAND = ("paper",)
DAYS_IN_STEP, DAYS_PAST_STEP = "days_in_step", "days_past_step"
OF_STOCK, OF_OPEN_STEP = (*AT_AS_OF, DAYS_OVER, DAYS_SINCE_FINISH), (*OF_STEP, DAYS_IN_STEP, DAYS_PAST_STEP)
DIMENSIONS = (*OF_DOSSIER, *OF_STOCK, *OF_OPEN_STEP, *OF_DEMAND, *TIME)
AGES = ((0, "0"), (3, "1-3"), (7, "4-7"), (15, "8-15"), (30, "16-30"))
OLDEST = ">30"


class DimensionError(ValueError):
    """A dimension that does not exist, or two grains of time at once."""


def checked(by: Sequence[str], measures: Sequence[Measure]) -> tuple[list[str], str | None]:
    """The groups, and the grain of time if there is one.

    Raises:
        DimensionError: a dimension does not exist, or is not of these measures.
    """
    of_stocks = all(measure.at_as_of for measure in measures)
    of_steps = {measure.counts for measure in measures}
    unknown = [name for name in by if name not in DIMENSIONS or (name in OF_STOCK and not of_stocks)]
    unknown += [name for name in by if name in OF_STEP and not of_steps <= {stays.STEP, stays.STAY}]
    unknown += [name for name in by if name in (DAYS_IN_STEP, DAYS_PAST_STEP) and of_steps != {stays.STEP}]
    unknown += [name for name in by if name in OF_DEMAND and of_steps != {demands.DEMAND}]
    if of_steps & set(order_rows.ROWS):  # told when their columns are looked up
        unknown = [name for name in by if name not in (*order_rows.DIMENSIONS, *TIME)]
    grains = [name for name in by if name in TIME]
    if unknown or len(grains) > 1:
        wrong = ", ".join(unknown or grains)
        raise DimensionError(
            f"cannot group by {wrong}: use {', '.join(DIMENSIONS)}; at most one of them of time, and "
            f"{', '.join(OF_STOCK)} for stocks only, {', '.join(OF_OPEN_STEP)} for steps, "
            f"{', '.join(OF_DEMAND)} for demands"
        )
    return [name for name in by if name not in TIME], grains[0] if grains else None


def groups_of(measures: Sequence[Measure], groups: Sequence[str], scope: Scope) -> list[Label]:
    """The dimensions over the rows that the measures are taken over.

    Raises:
        DimensionError: rows beside dossiers have no such dimension.
    """
    if measures[0].counts in order_rows.ROWS:
        columns = order_rows.group_columns(measures[0].counts)
        if unknown := [name for name in groups if name not in columns]:
            raise DimensionError(f"cannot group {measures[0].counts} by {', '.join(unknown)}: use {', '.join(columns)}")
        return [columns[name].label(name) for name in groups]
    return _group_columns(groups, scope)


def group_column(name: str, scope: Scope, measure: Measure | None = None) -> ColumnElement:
    """The expression behind a dimension other than time; of a dossier, or of what the measure is taken over."""
    return (groups_of([measure], [name], scope) if measure else _group_columns([name], scope))[0].element


def _group_columns(groups: Sequence[str], scope: Scope) -> list[Label]:
    """Only those asked for: some are whole subqueries."""
    return [_COLUMNS[name](scope).label(name) for name in groups]


def holder(scope: Scope) -> ColumnElement[str]:
    """Who holds the dossier by the newest data, as the unit that carries the holder's work on the scope's day."""
    return _carrier(d.c.holder_unit_id, scope)


def _carrier(first_observed: Column, scope: Scope) -> ColumnElement[str]:
    """The unit that carries a unit's work on the scope's day."""
    stands_for = tables.standing.alias(f"{first_observed.name}_stands")
    carrier = select(stands_for.c.stands_as).where(stands_for.c.unit_id == first_observed, scope.on_the_day(stands_for))
    return carrier.scalar_subquery()


def _days_over() -> ColumnElement[int]:
    return sets.AS_OF_NUMBER - d.c.due_number


def _age() -> ColumnElement[str]:
    """Working days past due at T, in bins. Due Friday, looked at on Saturday: bin "0"."""
    return case(
        *((_days_over() <= most, literal_column(f"'{name}'")) for most, name in AGES),
        else_=literal_column(f"'{OLDEST}'"),
    )


_COLUMNS: dict[str, Callable[[Scope], ColumnElement]] = {
    "unit": lambda scope: scope.unit_column,
    "field": lambda _: d.c.field,
    "procedure": lambda _: d.c.procedure_id,
    "channel": lambda _: d.c.channel,
    "duty": lambda scope: _carrier(d.c.resolving_unit_id, scope),
    "state": lambda _: case(
        (d.c.finished_on <= sets.AS_OF, literal_column("'finished'")),
        (d.c.ended_on <= sets.AS_OF, literal_column("'ended'")),
        else_=literal_column("'open'"),
    ),
    "due_day": lambda _: sets.DUE_IN_FORCE,
    "age": lambda _: _age(),
    "held_by": lambda scope: case(
        (d.c.holder_unit_id.is_(None), literal_column("'unknown'")),
        (holder(scope) == scope.unit_column, literal_column("'own'")),
        else_=literal_column("'outside'"),
    ),
    "holder": lambda scope: func.coalesce(holder(scope), literal_column("''")),
    "stage": lambda _: func.coalesce(d.c.stage, literal_column("''")),
    "letter": lambda _: case(
        (d.c.first_letter_on <= sets.AS_OF, literal_column("'with'")), else_=literal_column("'without'")
    ),
    DAYS_OVER: lambda _: _days_over(),
    DAYS_SINCE_FINISH: lambda _: sets.AS_OF_NUMBER - d.c.finished_number,
    "coordination": stays.coordination,
    "cause": lambda _: stays.CAUSE,
    "at_stage": lambda _: stays.STAGE,
    "at_holder": lambda _: stays.HOLDER,
    "land_stage": lambda _: stays.LAND_STAGE,
    "agency": lambda _: case((stays.CAUSE == stays.AGENCY, stays.HOLDER), else_=literal_column("''")),
    DAYS_IN_STEP: lambda _: func.greatest(sets.AS_OF_NUMBER - stays.STARTED_NUMBER, literal_column("0")),
    DAYS_PAST_STEP: lambda _: sets.AS_OF_NUMBER - stays.DUE_NUMBER,
    "paper": lambda _: demands.PAPER,
}
