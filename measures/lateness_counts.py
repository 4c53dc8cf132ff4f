"""The counts, stocks and days that stand beside the lateness rates (COUNTING section 3)."""

from __future__ import annotations

from sqlalchemy import and_

from measures import sets
from measures.lateness import lateness_measure
from measures.measure import Kind
from measures.sets import d
from measures.verdict import Direction
from text import mark

COUNTS = tuple(
    lateness_measure(
        key,
        title,
        formula,
        Kind.COUNT,
        numerator=condition,
        numerator_words=words,
        counted_on=column,
        good=None,
        why=why,
    )
    for key, title, formula, condition, words, column, why in (
        (
            "received",
            mark("Received"),
            mark("dossiers accepted by the desk in the period"),
            sets.RECEIVED,
            mark("received"),
            d.c.received_on,
            mark("The volume of work."),
        ),
        (
            "finished",
            mark("Finished"),
            mark("dossiers whose processing ended in the period"),
            sets.FINISHED,
            mark("finished"),
            d.c.finished_on,
            mark("The volume of results."),
        ),
        (
            "came_due",
            mark("Came due"),
            mark("dossiers whose deciding due day lies in the period"),
            sets.CAME_DUE,
            mark("came due"),
            d.c.due,
            mark("The denominator of the headline."),
        ),
        (
            "withdrawn",
            mark("Withdrawals"),
            mark("dossiers withdrawn in the period"),
            and_(sets.LEFT, d.c.status == sets.WITHDRAWN),
            mark("withdrawn"),
            d.c.ended_on,
            mark("Stands beside the rates, which leave it out when it happens before the due day."),
        ),
        (
            "stopped",
            mark("Stopped"),
            mark("dossiers stopped in the period"),
            and_(sets.LEFT, d.c.status == sets.STOPPED),
            mark("stopped"),
            d.c.ended_on,
            mark("Stands beside the rates, which leave it out when it happens before the due day."),
        ),
        (
            "no_due_date",
            mark("No due date"),
            mark("dossiers received in the period without any due date"),
            and_(sets.RECEIVED, d.c.due.is_(None)),
            mark("without due date"),
            d.c.received_on,
            mark("Without a date nothing can be late; such dossiers are in no rate."),
        ),
        (
            "finish_unknown",
            mark("Finish day unknown"),
            mark("dossiers due in the period that are finished or collected, the day of finish missing"),
            and_(d.c.finish_unknown, d.c.due.is_not(None)),
            mark("finish day unknown"),
            d.c.due,
            mark("Nobody can tell whether they were late; they are in no rate."),
        ),
    )
)

STOCKS = tuple(
    lateness_measure(
        key,
        title,
        formula,
        Kind.STOCK,
        numerator=condition,
        numerator_words=words,
        good=good,
        why=why,
        among=None if condition is sets.UNCOLLECTED else sets.OPEN,
    )
    for key, title, formula, condition, words, good, why in (
        (
            "backlog",
            mark("Open dossiers"),
            mark("dossiers received and neither finished nor ended at the close of the day"),
            sets.OPEN,
            mark("open"),
            None,
            mark("The work at hand."),
        ),
        (
            "overdue_open",
            mark("Open and overdue"),
            mark("open dossiers whose due day has passed, paused or not"),
            sets.OPEN_OVERDUE,
            mark("open past the due day"),
            Direction.LOWER,
            mark("Each of them is a citizen waiting longer than promised."),
        ),
        (
            "due_soon",
            mark("Due soon (3 days)"),
            mark("open dossiers, not paused, due within the next 3 working days"),
            sets.DUE_SOON,
            mark("due within 3 working days"),
            None,
            mark("What can still be kept on time."),
        ),
        (
            "paused_open",
            mark("Paused"),
            mark("open dossiers waiting for a supplement or a payment"),
            sets.PAUSED,
            mark("paused"),
            None,
            mark("The clock stands still; such dossiers are in no rate while they wait on their due day."),
        ),
        (
            "undecided",
            mark("Undecided"),
            mark("open dossiers paused on their due day and not resumed"),
            sets.UNDECIDED,
            mark("undecided"),
            None,
            mark("Not late and not on time; in no rate."),
        ),
        (
            "uncollected",
            mark("Finished, not collected"),
            mark("finished dossiers that the citizen has not collected"),
            sets.UNCOLLECTED,
            mark("not collected"),
            None,
            mark("Finished in time, but the citizen may not know."),
        ),
    )
)

DAYS = tuple(
    lateness_measure(
        key,
        title,
        formula,
        Kind.QUANTILE if level else Kind.TOTAL,
        numerator=condition,
        numerator_words=words,
        value=value,
        level=level,
        counted_on=d.c.finished_on,
        unit="working days",
        left_out=mark("Dossiers that are not finished; their age stands beside the open ones."),
        why=why,
    )
    for key, title, formula, condition, words, value, level, why in (
        (
            "days_late_total",
            mark("Days late, total"),
            mark("sum of the working days from due day to finish, of dossiers finished late in the period"),
            sets.FINISHED_LATE,
            mark("finished late"),
            d.c.days_late,
            None,
            mark("What lateness cost the citizens together."),
        ),
        (
            "days_late_median",
            mark("Days late, median"),
            mark("half of the dossiers finished late were at most so many working days late"),
            sets.FINISHED_LATE,
            mark("finished late"),
            d.c.days_late,
            0.5,
            mark("The usual delay of a late dossier."),
        ),
        (
            "days_late_p90",
            mark("Days late, 90 %"),
            mark("nine of ten dossiers finished late were at most so many working days late"),
            sets.FINISHED_LATE,
            mark("finished late"),
            d.c.days_late,
            0.9,
            mark("The long delays."),
        ),
        (
            "processing_days_p50",
            mark("Processing days, median"),
            mark("half of the finished dossiers took at most so many working days"),
            sets.FINISHED,
            mark("finished"),
            d.c.finished_number - d.c.received_number,
            0.5,
            mark("The usual time from desk to result."),
        ),
        (
            "processing_days_p90",
            mark("Processing days, 90 %"),
            mark("nine of ten finished dossiers took at most so many working days"),
            sets.FINISHED,
            mark("finished"),
            d.c.finished_number - d.c.received_number,
            0.9,
            mark("The long cases."),
        ),
    )
)
