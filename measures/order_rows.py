"""Rows that stand beside dossiers: desk staff, inspections, findings, help to submit online, posted procedures; gaps in
receipt numbers, codes that cannot be read, dossiers on the national portal's list.

They are counted as dossiers are, over the same periods, units and rights. T is the last complete day of the unit's own
exports; of a unit that exports no dossiers, the last day looked at. Filters of dossiers (fields, procedures, channels,
certification) do not hold for them.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from sqlalchemy import Column, ColumnElement, FromClause, Integer, Subquery, Table, and_, cast, extract, or_

from data_access import tables
from data_access.viewer import Viewer
from measures import portal_list, postings, receipt_numbers, sets
from measures.resolving import cut
from measures.scope import Scope, stands

STAFF, INSPECTION, FINDING, ASSISTANCE = "staff", "inspection", "finding", "assistance"
POSTING = postings.POSTING
POSTED_AS = ("is_complete", "is_correct", "is_in_form")
GAP, ODD_CODE, LISTED = receipt_numbers.GAP, receipt_numbers.ODD_CODE, portal_list.LISTED
# Of desk staff, article 11 of Decree 61/2018: grade, years of work, performance, manner.
STANDARDS = ("meets_grade", "meets_experience", "meets_performance", "meets_conduct")


@dataclass(frozen=True)
class Rows:
    """One kind of row. ``dimensions`` are its own beside "unit" and time; ``listed`` its columns in a list, ``ordered``
    those it is in order of, where it is no table with a key, ``computed`` what of ``listed`` hangs on T."""

    table: Table | Subquery
    listed: tuple[str, ...]
    dimensions: dict[str, Callable[[], ColumnElement]] = field(default_factory=dict)
    ordered: tuple[str, ...] = ()
    computed: dict[str, ColumnElement] = field(default_factory=dict)

    @property
    def key(self) -> list[ColumnElement]:
        if isinstance(self.table, Table):
            return list(self.table.primary_key.columns)
        return [self.table.c[name] for name in self.ordered]


def _months_at_desk() -> ColumnElement[int]:
    """Whole months from the first day at the desk to T."""
    started = tables.staff.c.started_on
    months = (extract("year", sets.AS_OF) - extract("year", started)) * 12 + (
        extract("month", sets.AS_OF) - extract("month", started)
    )
    begun = cast(extract("day", sets.AS_OF) < extract("day", started), Integer)
    return cast(months, Integer) - begun


ROWS = {
    STAFF: Rows(
        tables.staff,
        ("unit", "staff_no", "counter_no", "started_on", "left_on", *STANDARDS),
        {"months_at_desk": _months_at_desk, "counter": lambda: tables.staff.c.counter_no},
    ),
    INSPECTION: Rows(tables.inspection, ("unit", "inspection_no", "planned_on", "done_on")),
    FINDING: Rows(
        tables.finding,
        ("unit", "inspection_no", "finding_no", "finding_kind", "found_on", "remedy_due_on", "remedied_on"),
        {"finding_kind": lambda: tables.finding.c.finding_kind},
    ),
    ASSISTANCE: Rows(
        tables.assistance,
        ("unit", "event_no", "held_on", "form", "people"),
        {"form": lambda: tables.assistance.c.form},
    ),
    POSTING: Rows(
        postings.versions,
        (
            "unit",
            "procedure",
            "announced_on",
            "desk_posted_on",
            "web_posted_on",
            "days_to_post",
            "removed_on",
            *POSTED_AS,
            "fault",
        ),
        {"procedure": lambda: postings.v.procedure_id, "field": lambda: postings.v.field},
        ordered=("unit_id", "procedure_id", "announced_on"),
        computed={"fault": postings.FAULT},
    ),
    GAP: Rows(
        receipt_numbers.gaps,
        ("unit", "numbered_on", "prefix", "first_missing", "last_missing", "missing"),
    ),
    ODD_CODE: Rows(
        receipt_numbers.odd_codes,
        ("unit", "dossier_code", "applied_on"),
        ordered=("unit_id", "applied_on", "dossier_code"),
    ),
    LISTED: Rows(
        portal_list.listed,
        ("unit", "dossier_code", "comparison", "listed_on", *portal_list.SIDE_BY_SIDE),
        {"comparison": lambda: portal_list.listed.c.comparison},
        ordered=("unit_id", "dossier_code"),
    ),
}
DIMENSIONS = ("unit", *(name for rows in ROWS.values() for name in rows.dimensions))


def source(counts: str, scope: Scope) -> FromClause:
    """The rows with the cut-off of their unit, where it has one, and the unit that carries them."""
    table = ROWS[counts].table
    return table.outerjoin(cut, cut.c.unit_id == table.c.unit_id).outerjoin(stands, scope.carries(table.c.unit_id))


def seen(counts: str, scope: Scope, viewer: Viewer) -> ColumnElement[bool]:
    """What the viewer may see of the scope's units."""
    return and_(viewer.unit_rows(ROWS[counts].table.c.unit_id), scope.unit_rows())


def period_rows(column: Column, scope: Scope) -> ColumnElement[bool]:
    """A date column within the period, up to T."""
    complete = or_(cut.c.last_complete_day.is_(None), column <= cut.c.last_complete_day)
    return and_(column >= scope.period.start, column <= scope.until, complete)


def group_columns(counts: str) -> dict[str, ColumnElement]:
    """The expression behind each dimension but time."""
    return {"unit": stands.c.stands_as} | {name: make() for name, make in ROWS[counts].dimensions.items()}


def listed_columns(counts: str) -> list[ColumnElement]:
    """The columns of a list of such rows."""
    rows = ROWS[counts]
    columns, made = rows.table.c, {"unit": stands.c.stands_as, **rows.computed}
    stored = {"procedure": "procedure_id"}
    return [(made[name] if name in made else columns[stored.get(name, name)]).label(name) for name in rows.listed]
