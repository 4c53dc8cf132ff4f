"""First due dates, pauses and moved due dates: everything that leads to the promise a dossier is judged by."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from .clock import CLOSING, DAY, HOUR, NEVER, NOON, Bools, Clock, Ints

SUPPLEMENT_SHARE = 0.045
SECOND_SUPPLEMENT = 0.15
NEW_DATE_AFTER_PAUSE = 0.45
MOVED_AHEAD = 0.009

MOVE_COLUMNS = ["row", "set_at", "due_at", "reason"]
PAUSE_COLUMNS = ["row", "started_at", "resumed_at", "reason"]


@dataclass
class Promises:
    """What was promised, by position of the dossier; moves and pauses are long tables with column ``row``."""

    first_due: Ints
    due_day: Ints  # day of the promise the dossier is judged by, a working day
    promised: Ints  # moment that promise was set
    ready: Ints  # nothing can finish before: received, resumed or moved
    eventful: Bools  # has a pause or a move
    moves: list[pd.DataFrame]
    pauses: list[pd.DataFrame]


def first_due_dates(rng: np.random.Generator, frame: pd.DataFrame, clock: Clock) -> Ints:
    """Received plus the limit; same-day procedures received after 15:00 are due the next working day.

    Limits in calendar days may end on a day off: the export shows that day as it is.
    """
    day, second = np.divmod(frame["received"].to_numpy(), DAY)
    limit = frame["days"].to_numpy()
    same_day = np.where(second >= 15 * HOUR, clock.add_working(day, 1), day)
    longer = np.where(frame["working_days"], clock.add_working(day, limit), day + limit)
    due = np.where(limit == 0, same_day, longer)
    saturday = (limit == 0) & ~clock.working(day)
    at_noon = saturday | ((limit > 0) & (rng.random(day.size) < 0.25))
    return due * DAY + np.where(at_noon, NOON, CLOSING)


def make_promises(rng: np.random.Generator, frame: pd.DataFrame, clock: Clock) -> Promises:
    """Draw first due dates, then pauses, then moves made before the due day."""
    first = first_due_dates(rng, frame, clock)
    received = frame["received"].to_numpy()
    promises = Promises(
        first, clock.roll(first // DAY), received.copy(), received.copy(), np.zeros(len(frame), bool), [], []
    )
    eligible = (~frame["certification"] & (frame["days"] >= 2) & ~frame["refused"]).to_numpy()
    draw = rng.random(len(frame))
    payment = eligible & (draw < frame["payment_share"].to_numpy())
    supplement = eligible & (draw > 1 - SUPPLEMENT_SHARE)
    pause_once(rng, clock, promises, np.flatnonzero(payment), "payment")
    dated = pause_once(rng, clock, promises, np.flatnonzero(supplement), "supplement")
    again = dated[rng.random(dated.size) < SECOND_SUPPLEMENT]
    pause_once(rng, clock, promises, again, "supplement", always_dated=True)
    calm = np.flatnonzero(eligible & ~promises.eventful)
    move_ahead(rng, clock, promises, calm[rng.random(calm.size) < MOVED_AHEAD])
    return promises


def pause_once(
    rng: np.random.Generator,
    clock: Clock,
    promises: Promises,
    rows: Ints,
    reason: str,
    always_dated: bool = False,
) -> Ints:
    """Pause the dossiers of ``rows`` before they come due; returns those that got a new date on resumption.

    Without a new date the due day moves by the working days paused, which is what the product must find by itself.
    """
    closing = promises.due_day[rows] * DAY + CLOSING - 60
    started = clock.between(promises.ready[rows], closing, rng.uniform(0.1, 1.0, rows.size))
    # A pause begins on a working day, after the moment everything before it happened.
    started = np.maximum(started, clock.roll(started // DAY) * DAY + 8 * HOUR)
    length = rng.geometric(1 / (9 if reason == "payment" else 6), rows.size)
    length = length + np.where(rng.random(rows.size) < 0.06, rng.integers(20, 60, rows.size), 0)
    resumed_day = clock.add_working(started // DAY, length)
    resumed = clock.office_moment(rng, resumed_day)
    dated = (rng.random(rows.size) < NEW_DATE_AFTER_PAUSE) | always_dated
    extra = np.where(dated, rng.integers(0, 3, rows.size), 0)
    due_day = clock.add_working(promises.due_day[rows], length + extra)
    promises.pauses.append(pd.DataFrame(dict(zip(PAUSE_COLUMNS, (rows, started, resumed, reason), strict=True))))
    set_due(promises, rows[dated], resumed[dated], due_day[dated], reason)
    promises.due_day[rows], promises.promised[rows] = due_day, resumed
    promises.ready[rows], promises.eventful[rows] = resumed, True
    return rows[dated]


def move_ahead(rng: np.random.Generator, clock: Clock, promises: Promises, rows: Ints) -> None:
    """Move due dates before they come due, mostly because a paper was missing."""
    before = clock.add_working(promises.due_day[rows], -1) * DAY + CLOSING - 60
    set_at = clock.between(promises.ready[rows], before, rng.uniform(0.2, 1.0, rows.size))
    due_day = clock.add_working(promises.due_day[rows], rng.integers(2, 9, rows.size))
    lawful = rng.random(rows.size) < 0.75
    set_due(promises, rows[lawful], set_at[lawful], due_day[lawful], "supplement")
    set_due(promises, rows[~lawful], set_at[~lawful], due_day[~lawful], "other")
    promises.due_day[rows], promises.promised[rows] = due_day, set_at
    promises.ready[rows], promises.eventful[rows] = set_at, True


def hide_lateness(
    rng: np.random.Generator, clock: Clock, promises: Promises, rows: Ints, finished: Ints, share: float = 0.3
) -> None:
    """Overwrite due dates that had already passed: the last due date looks kept, the breach stays.

    Only untouched dossiers: after a pause the move would read as the new date of that pause.
    """
    chosen = (rng.random(rows.size) < share) & ~promises.eventful[rows]
    rows, finished = rows[chosen], finished[chosen]
    set_day = clock.add_working(promises.due_day[rows], rng.integers(1, 5, rows.size))
    open_then = set_day < finished // DAY
    rows, finished, set_day = rows[open_then], finished[open_then], set_day[open_then]
    promised = clock.add_working(set_day, rng.integers(3, 12, rows.size))
    looks_kept = rng.random(rows.size) < 0.6
    due_day = np.where(looks_kept, np.maximum(promised, finished // DAY), promised)
    set_due(promises, rows, clock.office_moment(rng, set_day), due_day, "other")


def pause_after_breach(
    rng: np.random.Generator, clock: Clock, promises: Promises, rows: Ints, finished: Ints, share: float = 0.05
) -> None:
    """Pauses that begin when the promise is already broken and therefore change nothing."""
    chosen = (rng.random(rows.size) < share) & ~promises.eventful[rows]
    rows, finished = rows[chosen], finished[chosen]
    start_day = clock.add_working(promises.due_day[rows], rng.integers(1, 4, rows.size))
    resumed_day = clock.add_working(start_day, rng.integers(1, 6, rows.size))
    fits = resumed_day < finished // DAY
    started, resumed = (clock.office_moment(rng, day[fits]) for day in (start_day, resumed_day))
    values = (rows[fits], started, resumed, "supplement")
    promises.pauses.append(pd.DataFrame(dict(zip(PAUSE_COLUMNS, values, strict=True))))
    promises.eventful[rows[fits]] = True


def set_due(promises: Promises, rows: Ints, set_at: Ints, due_day: Ints, reason: str) -> None:
    """Record a new due date; it lasts until closing time of its day."""
    values = (rows, set_at, due_day * DAY + CLOSING, reason)
    promises.moves.append(pd.DataFrame(dict(zip(MOVE_COLUMNS, values, strict=True))))


def known_pauses(promises: Promises, exported: Ints, left: Ints) -> pd.DataFrame:
    """Pauses begun by the export; those still open then have no resumption."""
    table = pd.concat(promises.pauses).sort_values(["row", "started_at"], ignore_index=True)
    cut = exported[table["row"]]
    table = table[(table["started_at"] <= cut) & (table["started_at"] < left[table["row"]])].reset_index(drop=True)
    ahead = table["resumed_at"] > exported[table["row"]]
    return table.assign(resumed_at=table["resumed_at"].mask(ahead, NEVER))


def known_moves(promises: Promises, exported: Ints, left: Ints) -> pd.DataFrame:
    """Moves made by the export, each with the due date it replaced."""
    table = pd.concat(promises.moves).sort_values(["row", "set_at"], ignore_index=True)
    known = (table["set_at"] <= exported[table["row"]]) & (table["set_at"] < left[table["row"]])
    table = table[known].reset_index(drop=True)
    first = pd.Series(promises.first_due[table["row"]])
    return table.assign(old_due_at=table.groupby("row")["due_at"].shift().fillna(first).astype(np.int64))
