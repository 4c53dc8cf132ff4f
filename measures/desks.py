"""Desks, inspections and help to submit online: lines of order 1400 that stand beside dossiers."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import ColumnElement, Date, and_, cast, literal_column, not_, or_

from data_access import tables
from measures import order_rows, sets
from measures.lateness import NOTHING, REVIEWED
from measures.measure import Kind, Measure
from measures.verdict import Direction
from text import mark

ORDER_DESKS = mark("Article 11 of Decree 61/2018/NĐ-CP; order 1400/UBND of District 6 (2020): desk staff")
ORDER_INSPECTIONS = mark("Order 1400/UBND of District 6 (2020): civil-service inspections by the Home Affairs office")
ORDER_HELP = mark("Order 1400/UBND of District 6 (2020): tell and help citizens to submit online")
NO_ROWS = mark("Units that have told nothing: no data, not zero.")

s, i, f, a = tables.staff.c, tables.inspection.c, tables.finding.c, tables.assistance.c


def _measure(key: str, title: str, formula: str, kind: Kind, counts: str, legal_basis: str, **rest: Any) -> Measure:
    rest = {"left_out": NO_ROWS, "good": None, **REVIEWED, **rest}
    return Measure(key=key, title=title, formula=formula, kind=kind, counts=counts, legal_basis=legal_basis, **rest)


_AT_DESK = and_(s.started_on <= sets.AS_OF, or_(s.left_on.is_(None), s.left_on >= sets.AS_OF))
_STANDARDS = and_(*(s[name] for name in order_rows.STANDARDS))
_SHORT = and_(_AT_DESK, not_(_STANDARDS))


def _lacks_only(standard: str) -> ColumnElement[bool]:
    """One standard is not met, all others are."""
    others = (s[name] for name in order_rows.STANDARDS if name != standard)
    return and_(_AT_DESK, ~s[standard], *others)


def _after(months: ColumnElement[int]) -> ColumnElement[dt.date]:
    """The day so many months after the first day at the desk; the last of its month where that has no such day."""
    return cast(s.started_on + months * literal_column("INTERVAL '1 month'"), Date)


_LACKS = {name.removeprefix("meets_"): _lacks_only(name) for name in order_rows.STANDARDS}
STAFFING = (
    _measure(
        "staff_qualified_rate",
        mark("Desk staff who meet the standards"),
        mark("people at the desk who meet all standards of article 11 / people at the desk, on the last day looked at"),
        Kind.RATIO,
        order_rows.STAFF,
        ORDER_DESKS,
        numerator=and_(_AT_DESK, _STANDARDS),
        numerator_words=mark("meet all standards"),
        denominator=_AT_DESK,
        denominator_words=mark("at the desk"),
        unit="people",
        good=Direction.HIGHER,
        why=mark("Grade, years of work, performance and conduct: who lacks one is to be trained or replaced."),
    ),
    _measure(
        "staff_at_desk",
        mark("People at the desk"),
        mark("people whose term at the desk lasts on the last day looked at"),
        Kind.STOCK,
        order_rows.STAFF,
        ORDER_DESKS,
        numerator=_AT_DESK,
        numerator_words=mark("at the desk"),
        unit="people",
        why=mark("By whole months at the desk it shows whose term is too short or too long."),
    ),
    _measure(
        "staff_short_of_standards",
        mark("Desk staff who lack a standard"),
        mark("people at the desk who do not meet all standards of article 11, on the last day looked at"),
        Kind.STOCK,
        order_rows.STAFF,
        ORDER_DESKS,
        numerator=_SHORT,
        numerator_words=mark("lack a standard"),
        unit="people",
        good=Direction.LOWER,
        parts=(
            ("grade", mark("the grade only"), _LACKS["grade"]),
            ("experience", mark("years of work only"), _LACKS["experience"]),
            ("performance", mark("performance only"), _LACKS["performance"]),
            ("conduct", mark("conduct and manner only"), _LACKS["conduct"]),
            ("several", mark("several standards"), and_(_SHORT, not_(or_(*_LACKS.values())))),
        ),
        why=mark("Which standard is missing says whether to train or to replace."),
    ),
    _measure(
        "staff_over_term",
        mark("At the desk beyond the longest term"),
        mark("people at the desk whose day the longest term ended is before the last day looked at"),
        Kind.STOCK,
        order_rows.STAFF,
        ORDER_DESKS,
        numerator=and_(_AT_DESK, _after(sets.DESK_MOST) < sets.AS_OF),
        numerator_words=mark("beyond the longest term"),
        unit="people",
        good=Direction.LOWER,
        why=mark("The rule has desk staff change after 24 months at most (a dated setting of the profile)."),
    ),
    _measure(
        "terms_too_short_rate",
        mark("Terms at the desk that were too short"),
        mark("terms that ended before the shortest time / terms at the desk that ended in the period"),
        Kind.RATIO,
        order_rows.STAFF,
        ORDER_DESKS,
        numerator=cast(s.left_on + literal_column("INTERVAL '1 day'"), Date) < _after(sets.DESK_LEAST),
        numerator_words=mark("left before the shortest term"),
        denominator=s.left_on.is_not(None),
        denominator_words=mark("left the desk"),
        counted_on=s.left_on,
        unit="people",
        good=Direction.LOWER,
        why=mark("Who leaves before 6 months (a dated setting of the profile) has hardly learnt the work."),
    ),
)

_DONE = i.done_on <= sets.AS_OF
INSPECTIONS = (
    _measure(
        "inspections_done_rate",
        mark("Inspections done"),
        mark("inspections done by the last day looked at / inspections planned for the period"),
        Kind.RATIO,
        order_rows.INSPECTION,
        ORDER_INSPECTIONS,
        numerator=_DONE,
        numerator_words=mark("done"),
        denominator=i.planned_on.is_not(None),
        denominator_words=mark("planned"),
        counted_on=i.planned_on,
        unit="inspections",
        good=Direction.HIGHER,
        why=mark("A plan that is not carried out finds nothing."),
    ),
)

_OPEN = and_(f.found_on <= sets.AS_OF, or_(f.remedied_on.is_(None), f.remedied_on > sets.AS_OF))
FINDINGS = (
    _measure(
        "findings_remedied_rate",
        mark("Findings remedied in time"),
        mark("findings remedied on or before their day / findings whose day to be remedied came in the period"),
        Kind.RATIO,
        order_rows.FINDING,
        ORDER_INSPECTIONS,
        numerator=f.remedied_on <= f.remedy_due_on,
        numerator_words=mark("remedied in time"),
        denominator=f.remedy_due_on.is_not(None),
        denominator_words=mark("to be remedied"),
        counted_on=f.remedy_due_on,
        unit="findings",
        good=Direction.HIGHER,
        left_out=mark("Findings without a day to be remedied."),
        why=mark("An inspection helps where what it found is mended."),
    ),
    _measure(
        "findings",
        mark("Findings of inspections"),
        mark("findings of the period"),
        Kind.COUNT,
        order_rows.FINDING,
        ORDER_INSPECTIONS,
        numerator=f.found_on.is_not(None),
        numerator_words=mark("found"),
        counted_on=f.found_on,
        unit="findings",
        why=mark("By kind: what to explain to all units. More findings may mean more thorough inspections."),
    ),
    _measure(
        "findings_open",
        mark("Open findings"),
        mark("findings not remedied on the last day looked at"),
        Kind.STOCK,
        order_rows.FINDING,
        ORDER_INSPECTIONS,
        numerator=_OPEN,
        numerator_words=mark("not remedied yet"),
        unit="findings",
        good=Direction.LOWER,
        parts=(
            ("overdue", mark("past their day"), and_(_OPEN, f.remedy_due_on <= sets.AS_OF)),
            (
                "within",
                mark("within their time"),
                and_(_OPEN, or_(f.remedy_due_on.is_(None), f.remedy_due_on > sets.AS_OF)),
            ),
        ),
        left_out=NOTHING,
        why=mark("What each unit still has to mend."),
    ),
)

ASSISTED = tuple(
    _measure(
        key,
        title,
        formula,
        Kind.TOTAL,
        order_rows.ASSISTANCE,
        ORDER_HELP,
        numerator=a.form == form,
        numerator_words=words,
        value=a.people,
        counted_on=a.held_on,
        unit="people",
        why=why,
    )
    for key, title, formula, form, words, why in (
        (
            "assisted_online",
            mark("Citizens helped to submit online"),
            mark("people helped at the desk to submit online in the period"),
            "desk",
            mark("entries of help at the desk"),
            mark("Help now is what raises the share later; look at both side by side."),
        ),
        (
            "outreach_people",
            mark("Citizens reached by outreach"),
            mark("people who came to outreach events of the period"),
            "event",
            mark("outreach events"),
            mark("Who was told can choose to submit online."),
        ),
    )
)
DESKS = (*STAFFING, *INSPECTIONS, *FINDINGS, *ASSISTED)
