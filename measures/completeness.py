"""Whether all is recorded, and whether the national portal's list says the same."""

from __future__ import annotations

from typing import Any

from sqlalchemy import and_, exists, not_, select

from data_access import tables
from measures import order_rows, portal_list, receipt_numbers, sets
from measures.lateness import REVIEWED
from measures.measure import Kind, Measure
from measures.sets import d
from measures.verdict import Direction
from text import mark

ORDER = mark("Order 1400/UBND of District 6 (2020): record everything in the system, nothing is handled outside it")
gap, odd, row = receipt_numbers.gaps.c, receipt_numbers.odd_codes.c, portal_list.listed.c


def _measure(key: str, title: str, formula: str, kind: Kind, **rest: Any) -> Measure:
    rest = {"legal_basis": ORDER, "good": Direction.LOWER, **REVIEWED, **rest}
    return Measure(key=key, title=title, formula=formula, kind=kind, **rest)


_LIKE_OURS = row.listed_on <= sets.AS_OF
_step, _any_step = tables.step.c, tables.step.alias("any_step").c
_TELLS_STEPS = d.c.receiving_unit_id.in_(select(_any_step.receiving_unit_id).distinct())
_WITH_STEPS = and_(sets.FINISHED, not_(d.c.certification), _TELLS_STEPS)
LIST_RULE = mark(
    "Lists of a day to which our data are not complete; what the portal lacks: "
    "a list does not say which days it covers."
)

COMPLETENESS = (
    _measure(
        "serial_gaps",
        mark("Missing receipt numbers"),
        mark("numbers between 1 and the highest of a unit and day of the period that no dossier has"),
        Kind.TOTAL,
        counts=order_rows.GAP,
        unit="receipt numbers",
        numerator=gap.missing > 0,
        numerator_words=mark("gaps in receipt numbers"),
        value=gap.missing,
        counted_on=gap.numbered_on,
        left_out=mark("Codes that are not of the shape prefix, day, number; what comes after the highest number."),
        why=mark("A number that nobody has may be a dossier handled outside the system, or a row refused at loading."),
    ),
    _measure(
        "codes_of_other_shape",
        mark("Codes of another shape"),
        mark("dossiers submitted in the period whose code is not prefix, day, number"),
        Kind.COUNT,
        counts=order_rows.ODD_CODE,
        numerator=odd.dossier_code.is_not(None),
        numerator_words=mark("with a code of another shape"),
        counted_on=odd.applied_on,
        good=None,
        left_out=mark("nothing"),
        why=mark("In such numbers no gap can be seen."),
    ),
    _measure(
        "finished_without_step",
        mark("Finished without any step"),
        mark("dossiers finished without a recorded step / dossiers finished in the period, of units that tell steps"),
        Kind.RATIO,
        numerator=and_(_WITH_STEPS, not_(exists().where(_step.dossier_code == d.c.dossier_code))),
        numerator_words=mark("finished without any step"),
        denominator=_WITH_STEPS,
        denominator_words=mark("finished, of units that tell steps"),
        counted_on=d.c.finished_on,
        left_out=mark("Same-day certification, which has no steps; units of which no step at all is known."),
        why=mark("A dossier without steps was entered after it was done, or handled outside the system."),
    ),
    _measure(
        "portal_equal_rate",
        mark("Equal to the national portal's list"),
        mark("dossiers that we know the same as at the list's day / dossiers on the newest list of each unit"),
        Kind.RATIO,
        counts=order_rows.LISTED,
        numerator=and_(_LIKE_OURS, row.comparison == portal_list.EQUAL),
        numerator_words=mark("equal here and on the portal"),
        denominator=_LIKE_OURS,
        denominator_words=mark("on the portal's list"),
        good=Direction.HIGHER,
        left_out=LIST_RULE,
        why=mark("Where two systems say different things, one of them is wrong, and the citizen reads the portal."),
    ),
    _measure(
        "portal_differences",
        mark("Different from the national portal's list"),
        mark("dossiers on the newest list of each unit that we do not know or know otherwise as at the list's day"),
        Kind.STOCK,
        counts=order_rows.LISTED,
        numerator=and_(_LIKE_OURS, row.comparison != portal_list.EQUAL),
        numerator_words=mark("different on the portal"),
        parts=tuple(
            (name, words, and_(_LIKE_OURS, row.comparison == name))
            for name, words in (
                (portal_list.UNKNOWN, mark("not known here")),
                (portal_list.STATE, mark("another state")),
                (portal_list.DUE, mark("another due day")),
                (portal_list.FINISH, mark("another day of finish")),
            )
        ),
        left_out=LIST_RULE,
        why=mark("Each is to be put right on the side that is wrong; it counts once, for the first that differs."),
    ),
)
