"""Apology letters: for broken promises, for those that only looked like breaking, and the ones never written."""

from __future__ import annotations

import numpy as np
import pandas as pd

from .clock import CLOSING, DAY, NEVER, Clock, Ints
from .promises import Promises

ISSUED, DRAFT_ONLY = 0.79, 0.06
ON_TIME = 0.66
INCOMPLETE = 0.08
SECOND_LETTER = 0.3
# Of the dossiers finished on their very due day.
IN_ADVANCE = 0.012
CONTENTS = ("applicant", "type", "receipt_number", "state", "reason", "next_date", "apology")


def write_letters(rng: np.random.Generator, frame: pd.DataFrame, promises: Promises, clock: Clock) -> pd.DataFrame:
    """All letters known at the export, by day: drafted, issued (``NEVER`` = draft), new date, contents."""
    late = np.flatnonzero(frame["late"])
    fate = rng.random(late.size)
    first = for_breach(rng, promises, clock, late[fate < ISSUED])
    drafts = for_breach(rng, promises, clock, late[(fate >= ISSUED) & (fate < ISSUED + DRAFT_ONLY)])
    drafts["issued"] = NEVER
    second = second_letters(rng, frame, clock, first)
    cautious = in_advance(rng, frame, promises, clock)
    return finish_letters(rng, frame, pd.concat([first, drafts, second, cautious]))


def for_breach(rng: np.random.Generator, promises: Promises, clock: Clock, rows: Ints) -> pd.DataFrame:
    """One letter each: two thirds by the due day (never before the promise was set), the others up to weeks later."""
    due, promised = promises.due_day[rows], promises.promised[rows] // DAY
    early = np.maximum(clock.add_working(due, -rng.integers(0, 3, rows.size)), promised)
    tardy = clock.add_working(due, rng.geometric(0.25, rows.size))
    issued = np.where(rng.random(rows.size) < ON_TIME, np.minimum(early, due), tardy)
    drafted = np.maximum(clock.add_working(issued, -rng.integers(0, 3, rows.size)), promised)
    new_due = clock.add_working(np.maximum(due, issued), rng.integers(3, 16, rows.size))
    return pd.DataFrame({"row": rows, "drafted": np.minimum(drafted, issued), "issued": issued, "new_due": new_due})


def second_letters(rng: np.random.Generator, frame: pd.DataFrame, clock: Clock, first: pd.DataFrame) -> pd.DataFrame:
    """Some of those who broke the new date, too, apologise again."""
    broken = first["new_due"].to_numpy() < frame["left"].to_numpy()[first["row"]] // DAY
    again = first[broken & (rng.random(len(first)) < SECOND_LETTER)]
    issued = again["new_due"].to_numpy()
    new_due = clock.add_working(issued, rng.integers(3, 11, issued.size))
    return pd.DataFrame({"row": again["row"], "drafted": issued, "issued": issued, "new_due": new_due})


def in_advance(rng: np.random.Generator, frame: pd.DataFrame, promises: Promises, clock: Clock) -> pd.DataFrame:
    """Letters sent out of caution the day before; the dossier was finished on its due day after all."""
    left_day = frame["left"].to_numpy() // DAY
    calm = ~(frame["late"] | frame["certification"] | (frame["days"] < 3)).to_numpy() & ~promises.eventful
    rows = np.flatnonzero(calm & (left_day == promises.due_day) & (rng.random(len(frame)) < IN_ADVANCE))
    due = promises.due_day[rows]
    issued = clock.add_working(due, -1)
    new_due = clock.add_working(due, rng.integers(2, 8, rows.size))
    return pd.DataFrame({"row": rows, "drafted": issued, "issued": issued, "new_due": new_due})


def finish_letters(rng: np.random.Generator, frame: pd.DataFrame, letters: pd.DataFrame) -> pd.DataFrame:
    """Keep what was written by the export, number the letters by unit and year, and leave gaps in some."""
    row = letters["row"].to_numpy()
    last = (frame["exported"].to_numpy()[row] - CLOSING) // DAY
    letters = letters.assign(unit=frame["unit"].to_numpy()[row])
    letters["issued"] = letters["issued"].mask(letters["issued"] > last, NEVER)
    letters = letters[letters["drafted"] <= last].sort_values(["unit", "drafted", "row", "issued"], ignore_index=True)
    letters["year"] = letters["drafted"].to_numpy().astype("datetime64[D]").astype("datetime64[Y]").astype(int) + 1970
    letters["number"] = letters.groupby(["unit", "year"]).cumcount() + 1
    incomplete = rng.random(len(letters)) < INCOMPLETE
    lacking = np.where(incomplete, rng.choice(len(CONTENTS) + 1, len(letters)), -1)
    for position, content in enumerate((*CONTENTS, "signed_by_head")):
        letters[content] = lacking != position
    # A draft is not signed yet, and a letter without a next date names none.
    letters["signed_by_head"] &= letters["issued"] < NEVER
    letters["new_due"] = letters["new_due"].where(letters["next_date"], NEVER)
    return letters
