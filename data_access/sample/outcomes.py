"""How each dossier ends: on time, late, withdrawn or stopped, when it is collected, and what the export shows of it."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from .clock import CLOSING, DAY, HOUR, NEVER, NOON, Clock, Ints
from .facts import Facts, level_of_lateness, month_position
from .promises import Promises, hide_lateness, known_moves, pause_after_breach

LEFT_EARLY = 0.004
ENDED_AFTER_BREACH = 0.03
ON_THE_DUE_DAY = 0.36
FINISH_MISSING = 0.001
DUE_MISSING = 0.001


def lateness_chances(facts: Facts, frame: pd.DataFrame, promises: Promises) -> NDArray[np.float64]:
    """Chance of breaking the promise: by procedure, month of the due day, and ward.

    Scaled once for the whole district, so that the wards' non-certification dossiers meet the level of lateness on
    the whole; which month or ward is above it stays chance, but for the two wards with odds of their own.
    """
    level = level_of_lateness()
    month = np.clip(month_position(promises.due_day), 0, level.size - 1)
    target = level[month]
    unit = frame["unit"].to_numpy()
    odds_ratio = facts.units["odds"].to_numpy()[unit]
    base = frame["late_share"].to_numpy() * target / 0.025
    judged = facts.units["kind"].eq("ward").to_numpy()[unit] & ~frame["certification"].to_numpy()
    chance = with_odds(base, odds_ratio)
    scale = np.where(judged, target[judged].mean() / chance[judged].mean(), 1.0)
    return with_odds(np.minimum(base * scale, 0.6), odds_ratio)


def with_odds(chance: NDArray[np.float64], ratio: NDArray[np.float64]) -> NDArray[np.float64]:
    """The chance whose odds are ``ratio`` times those of ``chance``."""
    odds = chance / (1 - chance) * ratio
    return odds / (1 + odds)


def working_days_late(rng: np.random.Generator, size: int) -> Ints:
    """Half are settled within days, half drag on for weeks; a few stay open for months."""
    quick = rng.geometric(0.45, size)
    slow = rng.geometric(1 / 17, size)
    return np.where(rng.random(size) < 0.42, quick, slow)


def settle(rng: np.random.Generator, facts: Facts, frame: pd.DataFrame, promises: Promises, clock: Clock) -> None:
    """Add ``late``, ``left`` (finished or ended), ``end_status`` (0, 7 or 8) and ``returned`` to ``frame``."""
    size = len(frame)
    late = (rng.random(size) < lateness_chances(facts, frame, promises)) & ~frame["refused"].to_numpy()
    left = finished_in_time(rng, frame, promises, clock)
    rows = np.flatnonzero(late)
    left[rows] = clock.office_moment(rng, clock.add_working(promises.due_day[rows], working_days_late(rng, rows.size)))
    gives_up = np.where(late, ENDED_AFTER_BREACH, np.where(frame["certification"], 0.0, LEFT_EARLY))
    ended = rng.random(size) < gives_up
    hide_lateness(rng, clock, promises, rows[~ended[rows]], left[rows[~ended[rows]]])
    pause_after_breach(rng, clock, promises, rows, left[rows])
    frame["late"] = late
    frame["left"] = np.where(frame["refused"], NEVER, left)
    frame["end_status"] = np.where(ended, np.where(rng.random(size) < 0.7, 7, 8), 0)
    frame["returned"] = collected(rng, frame, clock)


def finished_in_time(rng: np.random.Generator, frame: pd.DataFrame, promises: Promises, clock: Clock) -> Ints:
    """A finish between the last thing that happened and the end of the due day."""
    size = len(frame)
    start, due_day = promises.ready, promises.due_day
    # Same day on a Saturday: the desk closes at noon, although the promise rolls to Monday.
    saturday = (frame["days"].to_numpy() == 0) & ~clock.working(start // DAY)
    end = np.where(saturday, start // DAY * DAY + NOON, due_day * DAY + CLOSING - 60)
    quick = rng.beta(1.3, 3.0, size)
    steady = rng.beta(2.6, 1.4, size)
    moment = clock.between(start, end, np.where(frame["days"] == 0, quick, steady))
    waited = (frame["days"].to_numpy() > 0) & (start // DAY < due_day) & (rng.random(size) < ON_THE_DUE_DAY)
    moment[waited] = clock.office_moment(rng, due_day[waited])
    # Never in the second of the reception itself.
    return np.maximum(moment, start + 120)


def collected(rng: np.random.Generator, frame: pd.DataFrame, clock: Clock) -> Ints:
    """When the citizen collects: certification at once, others within days, some after months or never."""
    size, left = len(frame), frame["left"].to_numpy()
    finished = (left < NEVER) & (frame["end_status"].to_numpy() == 0)
    soon = left + (rng.beta(1.2, 3.0, size) * 50 * 60).astype(np.int64) + 60
    day = np.where(finished, left // DAY, frame["received"].to_numpy() // DAY)
    wait = rng.geometric(0.4, size) - 1
    wait = np.where(rng.random(size) < 0.05, rng.geometric(1 / 45, size), wait)
    later = clock.office_moment(rng, clock.add_working(day, wait))
    waits = ~frame["certification"].to_numpy() | (rng.random(size) < 0.004)
    moment = np.where(waits & (wait > 0), later, soon)
    never = waits & (rng.random(size) < 0.006)
    return np.where(finished & ~never, np.maximum(moment, soon), NEVER)


def as_exported(rng: np.random.Generator, frame: pd.DataFrame, promises: Promises, pauses: pd.DataFrame) -> None:
    """Add what a row of the export shows: ``seen_*`` moments (``NEVER`` = empty) and ``status``."""
    cut, left = frame["exported"].to_numpy(), frame["left"].to_numpy()
    received = np.where(frame["received"] <= cut, frame["received"], NEVER)
    ended = frame["end_status"].to_numpy() > 0
    done = left <= cut
    returned = np.where(done & ~ended & (frame["returned"] <= cut), frame["returned"], NEVER)
    due = promises.first_due.copy()
    moves = known_moves(promises, cut, left).drop_duplicates("row", keep="last")
    due[moves["row"]] = moves["due_at"]
    careful = ~frame["late"].to_numpy() & ~promises.eventful
    no_due = careful & (rng.random(len(frame)) < DUE_MISSING)
    no_finish = careful & done & ~ended & (rng.random(len(frame)) < FINISH_MISSING)
    silent = (received == NEVER) | frame["refused"].to_numpy()
    frame["seen_received"] = received
    frame["seen_submitted"] = np.where(frame["submitted"] <= cut, frame["submitted"], NEVER)
    frame["seen_due"] = np.where(silent | no_due, NEVER, due)
    frame["seen_finished"] = np.where(done & ~no_finish, left, NEVER)
    frame["seen_returned"] = returned
    frame["status"] = statuses(frame, done, ended, pauses)


def statuses(
    frame: pd.DataFrame, done: NDArray[np.bool_], ended: NDArray[np.bool_], pauses: pd.DataFrame
) -> NDArray[np.int64]:
    """Status codes 1 to 10 at the export."""
    cut = frame["exported"].to_numpy()
    fresh = frame["received"].to_numpy() > cut - 3 * HOUR
    status = np.where(fresh, 2, 4)
    resting = pauses[pauses["resumed_at"] == NEVER]
    status[resting["row"]] = np.where(resting["reason"] == "payment", 6, 5)
    status = np.where(done & ~ended, np.where(frame["seen_returned"] < NEVER, 10, 9), status)
    status = np.where(done & ended, frame["end_status"], status)
    status = np.where(frame["received"] > cut, 1, status)
    return np.where(frame["refused"] & (frame["received"] <= cut), 3, status)
