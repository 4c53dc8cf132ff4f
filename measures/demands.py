"""Papers that were demanded of citizens, as rows that hang on dossiers.

Demands are told in voluntary forms: of a unit that never sent one nobody knows anything, and silence is no zero. A unit
reports from the day of its first demand on, whatever the demand was; "unit" here is the one that received the dossier.

A measure that counts "demand" is taken over rows of ``demand`` (columns below) joined to their dossier; one that counts
"asked" over the dossiers of units that report by T, each with how many demands of a kind were made of it by T.
"""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import Boolean, ColumnElement, Date, Integer, Select, Subquery, Text, and_, func, literal_column, select
from sqlalchemy.types import TypeEngine

from data_access import tables
from measures import sets
from measures.sets import d

DEMAND, ASKED = "demand", "asked"
KINDS = (DEMAND, ASKED)


def _column(source: str, name: str, kind: TypeEngine) -> ColumnElement:
    return literal_column(f"{source}.{name}", kind)


# Rows of "demand".
DEMAND_NO = _column(DEMAND, "demand_no", Integer())
DEMANDED_ON = _column(DEMAND, "demanded_on", Date())
PAPER = _column(DEMAND, "paper", Text())
IS_EXTRA = _column(DEMAND, "is_extra", Boolean())
IS_NEEDLESS_COPY = _column(DEMAND, "is_needless_copy", Boolean())
LISTED = (PAPER.label("paper"), DEMANDED_ON.label("demanded_on"))  # in a list
# Rows of "asked": demands made of the dossier by T.
EXTRA = _column(ASKED, "extra", Integer())
NEEDLESS_COPIES = _column(ASKED, "needless_copies", Integer())

Resolve = Callable[[Select], Select]
_told = tables.paper_demand.c
_NEEDLESS = and_(_told.is_certified_copy, _told.is_plain_enough)


def source(counts: str, lives: Select, resolve: Resolve) -> Subquery:
    """The rows that a measure counting "demand" or "asked" is taken over.

    ``lives``: a select over ``dossiers(scope)`` that gives the dossiers in question (no columns needed); ``resolve``
    puts T in place.
    """
    if counts == ASKED:
        return resolve(_asked(lives)).subquery(ASKED)
    told = (_told.dossier_code, _told.demand_no, _told.demanded_on, _told.paper)
    return select(*told, _told.is_beyond_list.label("is_extra"), _NEEDLESS.label("is_needless_copy")).subquery(DEMAND)


def _asked(lives: Select) -> Select:
    """Dossiers of units that report by T, with their demands counted: none at all for most of them."""
    reports = _reports()
    known = _told.demanded_on <= sets.AS_OF
    columns = (
        d.c.dossier_code,
        func.count().filter(known, _told.is_beyond_list).label("extra"),
        func.count().filter(known, _NEEDLESS).label("needless_copies"),
    )
    return (
        lives.with_only_columns(*columns, maintain_column_froms=True)
        .join(reports, reports.c.unit_id == d.c.receiving_unit_id)
        .outerjoin(tables.paper_demand, _told.dossier_code == d.c.dossier_code)
        .where(reports.c.since <= sets.AS_OF)
        .group_by(d.c.dossier_code)
    )


def _reports() -> Subquery:
    """Since when each unit reports."""
    since = func.min(_told.demanded_on).label("since")
    return select(_told.receiving_unit_id.label("unit_id"), since).group_by(_told.receiving_unit_id).subquery("reports")
