"""Land dossiers: waits for payment duty, which stand outside the clock, results handed over, steps of overdue dossiers.

The office of land registration is a partner: these numbers follow its work and command nothing.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import and_, case, exists, func, or_, select

from data_access import tables
from measures import sets, stays
from measures.lateness import NOTHING, REVIEWED
from measures.measure import Kind, Measure
from measures.steps import OPEN_STEP
from measures.verdict import Direction
from text import mark

ORDER_LAND = mark("Order 1400/UBND of District 6 (2020): dossiers of the land registration branch on the city's system")
d, pause = sets.d, tables.pause


def _measure(key: str, title: str, formula: str, kind: Kind, **rest: Any) -> Measure:
    rest = {"legal_basis": ORDER_LAND, "left_out": NOTHING, "good": None, **REVIEWED, **rest}
    return Measure(key=key, title=title, formula=formula, kind=kind, **rest)


# A wait for payment of a finished dossier that held its clock; one that began after the breach changes nothing.
_PAYMENT_WAIT = and_(
    pause.c.dossier_code == d.c.dossier_code,
    pause.c.reason == "payment",
    pause.c.started_on <= d.c.finished_on,
    or_(~d.c.breached, pause.c.started_on <= d.c.due),
)
_begun, _closed = tables.calendar.alias("wait_begun"), tables.calendar.alias("wait_closed")


def _day_before(calendar: Any) -> Any:
    return calendar.c.working_number - case((calendar.c.working, 1), else_=0)


# As the life of a dossier is cut (``stay_pieces``): a wait holds the working days from its first to the one before it
# was resumed, of those after the day of reception.
_DAYS_OF_WAITS = (
    select(
        func.coalesce(
            func.sum(
                func.greatest(
                    func.least(_day_before(_closed), d.c.finished_number)
                    - func.greatest(_day_before(_begun), d.c.received_number),
                    0,
                )
            ),
            0,
        )
    )
    .select_from(
        pause.join(_begun, _begun.c.day == pause.c.started_on).join(_closed, _closed.c.day == pause.c.closed_on)
    )
    .where(_PAYMENT_WAIT)
    .correlate(d)
    .scalar_subquery()
)

WAITS = (
    _measure(
        "payment_days",
        mark("Working days waiting for payment duty"),
        mark("working days that dossiers finished in the period spent waiting for a payment, outside the time limit"),
        Kind.TOTAL,
        numerator=and_(sets.FINISHED, exists().where(_PAYMENT_WAIT)),
        numerator_words=mark("waited for a payment"),
        value=_DAYS_OF_WAITS,
        counted_on=d.c.finished_on,
        unit="working days",
        left_out=mark("Waits for a supplement; waits that began after the due day had passed: these stop no clock."),
        why=mark("The citizen waits, the clock does not run: neither the branch's time nor lateness."),
    ),
    _measure(
        "payment_waiting",
        mark("Waiting for payment duty"),
        mark("open dossiers that wait for a payment at the close of the day"),
        Kind.STOCK,
        numerator=and_(sets.OPEN, exists().where(sets.PAUSED_AT_T, pause.c.reason == "payment")),
        numerator_words=mark("waiting for a payment"),
        among=sets.OPEN,
        left_out=mark("Waits for a supplement."),
        why=mark("Nothing moves until the tax is paid: the citizen may not know."),
    ),
)

RESULTS = (
    _measure(
        "collected",
        mark("Results handed over"),
        mark("results that citizens collected in the period"),
        Kind.COUNT,
        numerator=and_(sets.FINISHED, d.c.finished_on <= sets.AS_OF),
        numerator_words=mark("handed over"),
        counted_on=d.c.returned_on,
        left_out=mark("Results collected without a day."),
        why=mark("What leaves the last stage."),
    ),
    _measure(
        "uncollected_late",
        mark("Finished late, not collected"),
        mark("dossiers finished after their due day that the citizen has not collected"),
        Kind.STOCK,
        numerator=and_(sets.UNCOLLECTED, d.c.breached),
        numerator_words=mark("finished late, not collected"),
        good=Direction.LOWER,
        why=mark("A late result that nobody holds yet: the citizen came in vain, or was not told."),
    ),
)

STEPS = (
    _measure(
        "steps_overdue",
        mark("Steps of overdue dossiers"),
        mark("steps under way at the close of the day, of open dossiers past their due day"),
        Kind.STOCK,
        counts=stays.STEP,
        unit="steps",
        numerator=and_(OPEN_STEP, sets.BREACHED_BY_T),
        numerator_words=mark("under way, the dossier overdue"),
        among=sets.OPEN,
        good=Direction.LOWER,
        why=mark("In which stage overdue dossiers are now."),
    ),
)

LAND: tuple[Measure, ...] = (*WAITS, *RESULTS, *STEPS)
