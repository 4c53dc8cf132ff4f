"""Posting of procedures at the desk and on the web page: one row a unit, procedure and announced version.

Of the versions a unit tells of a procedure, the newest one announced by T is in force; an older one that is still up
then is outdated. Both places are asked for: a version is posted in time when it stands at the desk and on the web
within the working days of the profile (``Scope.posting_days``) after its announcement; before they are over nothing is
amiss. A day that a unit's exports do not reach is not known yet.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, and_, case, func, literal_column, not_, or_, select

from data_access import tables
from measures import sets
from measures.lateness import REVIEWED
from measures.measure import Kind, Measure
from measures.verdict import Direction
from text import mark

POSTING = "posting"
ORDER = mark("Order 1400/UBND of District 6 (2020): post procedures in time, in full, correctly and in the right form")
FAULTS = ("outdated", "not_at_desk", "not_on_web", "incomplete", "incorrect", "not_in_form")

_told, _announced = tables.posting, tables.calendar.alias("announced")
_both = tables.calendar.alias("both_posted")
_last_posted = case(
    (
        and_(_told.c.desk_posted_on.is_not(None), _told.c.web_posted_on.is_not(None)),
        func.greatest(_told.c.desk_posted_on, _told.c.web_posted_on),
    ),
    else_=None,
)
versions = (
    select(
        *_told.c,
        func.coalesce(tables.procedure.c.field, literal_column("''")).label("field"),
        _announced.c.working_number.label("announced_number"),
        _both.c.working_number.label("posted_number"),
        (_both.c.working_number - _announced.c.working_number).label("days_to_post"),
        func.lead(_told.c.announced_on)
        .over(partition_by=(_told.c.unit_id, _told.c.procedure_id), order_by=_told.c.announced_on)
        .label("replaced_on"),
    )
    .select_from(
        _told.outerjoin(tables.procedure, tables.procedure.c.procedure_id == _told.c.procedure_id)
        .outerjoin(_announced, _announced.c.day == _told.c.announced_on)
        .outerjoin(_both, _both.c.day == _last_posted)
    )
    .subquery(POSTING)
)
v = versions.c


def _by_t(day: ColumnElement) -> ColumnElement[bool]:
    return and_(day.is_not(None), day <= sets.AS_OF)


_UP = not_(_by_t(v.removed_on))
_AT_DESK, _ON_WEB = and_(_by_t(v.desk_posted_on), _UP), and_(_by_t(v.web_posted_on), _UP)
_POSTED = or_(_AT_DESK, _ON_WEB)
_REPLACED = _by_t(v.replaced_on)
_IN_FORCE = and_(_by_t(v.announced_on), not_(_REPLACED))
_TIME_OVER = v.announced_number + sets.POSTING_DAYS <= sets.AS_OF_NUMBER
_IN_TIME = and_(v.posted_number.is_not(None), v.posted_number <= v.announced_number + sets.POSTING_DAYS)


def _word(text: str) -> ColumnElement[str]:
    return literal_column(f"'{text}'")


# What is to be mended, the first that holds; each version counts once.
FAULT = case(
    (and_(_REPLACED, _POSTED), _word("outdated")),
    (not_(_IN_FORCE), _word("")),
    (and_(_TIME_OVER, not_(_AT_DESK)), _word("not_at_desk")),
    (and_(_TIME_OVER, not_(_ON_WEB)), _word("not_on_web")),
    (not_(_POSTED), _word("")),
    (not_(v.is_complete), _word("incomplete")),
    (not_(v.is_correct), _word("incorrect")),
    (not_(v.is_in_form), _word("not_in_form")),
    else_=_word(""),
)
FAULT_WORDS = {
    "outdated": mark("an outdated version is still up"),
    "not_at_desk": mark("not posted at the desk"),
    "not_on_web": mark("not posted on the web"),
    "incomplete": mark("not complete"),
    "incorrect": mark("content not correct"),
    "not_in_form": mark("not in the prescribed form"),
}


def _measure(key: str, title: str, formula: str, kind: Kind, **rest: Any) -> Measure:
    rest = {"legal_basis": ORDER, "unit": "postings", "good": Direction.HIGHER, **REVIEWED, **rest}
    rest = {"left_out": mark("Units that have told nothing: no data, not zero."), **rest}
    return Measure(key=key, title=title, formula=formula, kind=kind, counts=POSTING, **rest)


POSTINGS = (
    _measure(
        "posted_on_time_rate",
        mark("Posted in time"),
        mark(
            "versions posted at the desk and on the web within the working days of the profile / versions announced "
            "in the period whose time is over"
        ),
        Kind.RATIO,
        numerator=and_(_TIME_OVER, _IN_TIME),
        numerator_words=mark("posted in time"),
        denominator=_TIME_OVER,
        denominator_words=mark("announced, time to post over"),
        counted_on=v.announced_on,
        left_out=mark("Versions whose time to post is not over yet."),
        why=mark("Citizens prepare by what is posted; what is posted late makes them come twice."),
    ),
    _measure(
        "posted_complete_rate",
        mark("Posted in full"),
        mark("postings with all parts of the procedure / postings of versions in force, on the last day looked at"),
        Kind.RATIO,
        numerator=and_(_IN_FORCE, _POSTED, v.is_complete),
        numerator_words=mark("complete"),
        denominator=and_(_IN_FORCE, _POSTED),
        denominator_words=mark("posted, in force"),
        why=mark("A part that is missing is asked for at the desk."),
    ),
    _measure(
        "posted_correct_rate",
        mark("Posted correctly and in form"),
        mark(
            "postings with the content of the announcement in the prescribed form / postings of versions in force, on "
            "the last day looked at"
        ),
        Kind.RATIO,
        numerator=and_(_IN_FORCE, _POSTED, v.is_correct, v.is_in_form),
        numerator_words=mark("correct and in form"),
        denominator=and_(_IN_FORCE, _POSTED),
        denominator_words=mark("posted, in force"),
        why=mark("What is posted wrongly misleads whoever trusts it."),
    ),
    _measure(
        "postings_in_force",
        mark("Procedures to be posted"),
        mark("newest versions announced by the last day looked at"),
        Kind.STOCK,
        numerator=_IN_FORCE,
        numerator_words=mark("in force"),
        good=None,
        why=mark("What each unit has to show."),
    ),
    _measure(
        "postings_to_mend",
        mark("Postings to mend"),
        mark("versions missing at a place past their time, outdated, incomplete, incorrect or not in form, each once"),
        Kind.STOCK,
        numerator=FAULT.in_([_word(fault) for fault in FAULTS]),
        numerator_words=mark("to mend"),
        good=Direction.LOWER,
        parts=tuple((fault, FAULT_WORDS[fault], FAULT.in_([_word(fault)])) for fault in FAULTS),
        left_out=mark("Newly announced versions whose time to post is not over yet."),
        why=mark("The list by which a unit puts its postings right."),
    ),
)
