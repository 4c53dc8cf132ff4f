"""Where the time of dossiers goes: by stage, by holder and by cause, counted on their steps (``measures.stays``)."""

from __future__ import annotations

from typing import Any

from sqlalchemy import and_, not_, or_

from measures import sets, stays
from measures.lateness import DECREE_61, OUTSIDE_RATES, REVIEWED
from measures.measure import Kind, Measure
from measures.sets import d
from measures.verdict import Direction
from text import mark

ORDER = mark("Order 1400/UBND of District 6 (2020): causes of lateness that come from coordination between agencies")
STAY_RULE = mark(
    "A day belongs to whoever held the dossier when it began (of overlapping steps the one begun last), "
    "in a pause to the wait for the citizen; days without a recorded step are unknown."
)
NOTHING = mark("nothing")


def _measure(key: str, title: str, formula: str, kind: Kind, **rest: Any) -> Measure:
    rest = {"legal_basis": ORDER, "left_out": STAY_RULE, "good": Direction.LOWER, **REVIEWED, **rest}
    return Measure(key=key, title=title, formula=formula, kind=kind, **rest)


OPEN_STEP = and_(
    sets.OPEN,
    stays.STARTED_ON <= sets.AS_OF,
    or_(stays.FINISHED_ON.is_(None), stays.FINISHED_ON > sets.AS_OF),
)

CLOCK = (
    _measure(
        "overdue_rate_own_clock",
        mark("Overdue without the coordinating agencies' days"),
        mark(
            "overdue dossiers that would be overdue too if the clock stood still while a coordinating agency held them "
            "/ dossiers that came due in the period"
        ),
        Kind.RATIO,
        counts=stays.CLOCK,
        numerator=and_(sets.CAME_DUE, sets.BREACHED, not_(stays.KEPT_WITHOUT_AGENCY)),
        numerator_words=mark("overdue by the own clock"),
        denominator=sets.CAME_DUE,
        denominator_words=mark("came due"),
        counted_on=d.c.due,
        among=sets.BREACHED,
        legal_basis=DECREE_61,
        left_out=OUTSIDE_RATES,
        why=mark("Stands beside the headline and never replaces it: to the citizen the dossier was late."),
    ),
    _measure(
        "overdue_rate_not_system",
        mark("Overdue without those late in the system only"),
        mark(
            "overdue dossiers but for those whose late days all came after their last step, until they were closed in "
            "the system / dossiers that came due in the period"
        ),
        Kind.RATIO,
        counts=stays.CLOCK,
        numerator=and_(sets.CAME_DUE, sets.BREACHED, not_(stays.LATE_IN_SYSTEM)),
        numerator_words=mark("overdue, not in the system only"),
        denominator=sets.CAME_DUE,
        denominator_words=mark("came due"),
        counted_on=d.c.due,
        among=sets.BREACHED,
        legal_basis=ORDER,
        left_out=OUTSIDE_RATES,
        why=mark("Work done in time and closed late is late data: to be mended in the system, not in the work."),
    ),
    _measure(
        "overdue_rate_recorded",
        mark("Overdue without those of which nobody recorded who held them"),
        mark(
            "overdue dossiers with a late day of which it is recorded who held them / dossiers that came due in the "
            "period, without the overdue ones of which no late day is recorded"
        ),
        Kind.RATIO,
        counts=stays.CLOCK,
        numerator=and_(sets.CAME_DUE, sets.BREACHED, not_(stays.LATE_UNRECORDED)),
        numerator_words=mark("overdue, the holder recorded"),
        denominator=and_(sets.CAME_DUE, not_(stays.LATE_UNRECORDED)),
        denominator_words=mark("came due, without unrecorded late ones"),
        counted_on=d.c.due,
        among=sets.BREACHED,
        legal_basis=ORDER,
        left_out=OUTSIDE_RATES,
        why=mark("Of dossiers without recorded steps nobody can say whether the work or the data was late."),
    ),
)

DAYS = (
    _measure(
        "late_days",
        mark("Late days by holder"),
        mark("working days after the due day, until finish or T, of dossiers of the period that became overdue"),
        Kind.TOTAL,
        counts=stays.STAY,
        numerator=and_(sets.CAME_DUE, sets.BREACHED, stays.LATE_DAYS > 0),
        numerator_words=mark("held past the due day"),
        value=stays.LATE_DAYS,
        counted_on=d.c.due,
        among=sets.BREACHED,
        unit="working days",
        why=mark("Shows with whom the late dossiers lay, day by day."),
    ),
    _measure(
        "dwell_days",
        mark("Days by stage and holder"),
        mark("working days from reception to finish of dossiers finished in the period, by who held them"),
        Kind.TOTAL,
        counts=stays.STAY,
        numerator=sets.FINISHED,
        numerator_words=mark("held"),
        value=stays.DAYS,
        counted_on=d.c.finished_on,
        among=sets.FINISHED,
        good=None,
        unit="working days",
        why=mark("Where the time of finished dossiers went; all parts add up to their whole time."),
    ),
    _measure(
        "dwell_p90",
        mark("Days in a step, 90 %"),
        mark("nine of ten steps of dossiers finished in the period took at most so many working days"),
        Kind.QUANTILE,
        counts=stays.STAY,
        numerator=and_(sets.FINISHED, stays.STEP_NO.is_not(None)),
        numerator_words=mark("steps passed"),
        value=stays.DAYS,
        level=0.9,
        counted_on=d.c.finished_on,
        among=sets.FINISHED,
        unit="working days",
        why=mark("The long waits; medians are near zero."),
    ),
)

FLOW = tuple(
    _measure(
        key,
        title,
        formula,
        Kind.COUNT,
        counts=stays.STEP,
        unit="steps",
        numerator=and_(sets.RECEIVED, column.is_not(None)),
        numerator_words=words,
        counted_on=column,
        good=None,
        left_out=NOTHING,
        why=why,
    )
    for key, title, formula, column, words, why in (
        (
            "steps_begun",
            mark("Steps begun"),
            mark("steps that began in the period"),
            stays.STARTED_ON,
            mark("begun in the period"),
            mark("What comes into a stage."),
        ),
        (
            "steps_finished",
            mark("Steps finished"),
            mark("steps that were finished in the period"),
            stays.FINISHED_ON,
            mark("completed in the period"),
            mark("What leaves a stage: less than comes in, and it fills up."),
        ),
    )
)

STOCKS = (
    _measure(
        "steps_open",
        mark("Steps under way"),
        mark("steps begun and not finished at the close of the day, of open dossiers"),
        Kind.STOCK,
        counts=stays.STEP,
        unit="steps",
        numerator=OPEN_STEP,
        numerator_words=mark("under way"),
        among=sets.OPEN,
        good=None,
        left_out=NOTHING,
        why=mark("Where open dossiers are now."),
    ),
    _measure(
        "steps_late",
        mark("Step late, dossier not yet"),
        mark("steps under way past their own due day, of open dossiers, not paused, that are not overdue themselves"),
        Kind.STOCK,
        counts=stays.STEP,
        unit="steps",
        numerator=and_(OPEN_STEP, stays.DUE_ON <= sets.AS_OF, not_(sets.BREACHED_BY_T), not_(sets.UNDER_PAUSE)),
        numerator_words=mark("late, the dossier not yet"),
        among=sets.OPEN,
        left_out=mark("Steps without a due date of their own; paused dossiers."),
        why=mark("A promise that can still be kept, if somebody asks now."),
    ),
)
