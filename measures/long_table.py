"""From counts side by side to the long table: one row a measure and group."""

from __future__ import annotations

from sqlalchemy import CTE, ColumnElement, Float, Select, case, cast, func, literal, null, select

from measures.measure import Kind, Measure


def wide_columns(measures: list[Measure]) -> list[ColumnElement]:
    """A numerator column n0, n1, ... of each measure, and a denominator column d0, d1, ... where it has one."""
    columns: list[ColumnElement] = []
    for number, measure in enumerate(measures):
        columns.append(_numerator(measure).label(f"n{number}"))
        if measure.denominator is not None:
            columns.append(func.count().filter(measure.denominator).label(f"d{number}"))
        elif measure.value is not None:
            columns.append(func.count().filter(measure.numerator).label(f"d{number}"))
    return columns


def _numerator(measure: Measure) -> ColumnElement:
    if measure.kind is Kind.TOTAL:
        return func.sum(measure.value).filter(measure.numerator)
    if measure.kind is Kind.QUANTILE:
        # CASE instead of FILTER: percentile_disc skips NULL on every engine.
        return func.percentile_disc(measure.level).within_group(case((measure.numerator, measure.value)))
    return func.count().filter(measure.numerator)


def long_rows(wide: CTE, measures: list[Measure], groups: list[str]) -> list[Select]:
    """One SELECT per measure over the wide counts, leaving out the groups in which it counts nothing."""
    selects = []
    for number, measure in enumerate(measures):
        counted = wide.c[f"d{number}"] if f"d{number}" in wide.c else wide.c[f"n{number}"]
        denominator = wide.c[f"d{number}"] if f"d{number}" in wide.c else null()
        columns = [wide.c[name] for name in groups]
        selects.append(
            select(
                literal(measure.key).label("measure"),
                *columns,
                wide.c.period,
                cast(wide.c[f"n{number}"], Float).label("numerator"),
                cast(denominator, Float).label("denominator"),
            ).where(counted > 0)
        )
    return selects
