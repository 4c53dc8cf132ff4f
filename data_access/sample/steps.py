"""Who held a dossier when: intake, processing, coordination with somebody outside, approval."""

from __future__ import annotations

import numpy as np
import pandas as pd

from .clock import NEVER, Clock
from .facts import Facts
from .promises import Promises

STAGES = ("intake", "processing", "coordination", "approval")
# Shares of a dossier's time by stage: usual, with coordination, and late (it waits for the others).
USUAL = (0.08, 0.72, 0.0, 0.20)
COORDINATED = (0.06, 0.30, 0.50, 0.14)
LATE = (0.03, 0.13, 0.76, 0.08)
WAITS_OUTSIDE_WHEN_LATE = 0.85


def write_steps(
    rng: np.random.Generator, facts: Facts, frame: pd.DataFrame, promises: Promises, clock: Clock
) -> pd.DataFrame:
    """Steps of the non-certification dossiers that had begun by the export; the current one has no finish."""
    return known_steps(frame, draw_steps(rng, facts, frame, promises, clock))


def draw_steps(
    rng: np.random.Generator, facts: Facts, frame: pd.DataFrame, promises: Promises, clock: Clock
) -> pd.DataFrame:
    """All steps of the non-certification dossiers, whatever the export will know of them."""
    wanted = ~frame["certification"] & ~frame["refused"] & (frame["received"] <= frame["exported"])
    rows = np.flatnonzero(wanted)
    lives = frame.iloc[rows]
    outside = draw_outside(rng, facts, lives)
    shares = np.where(outside[:, None] != "", COORDINATED, USUAL)
    shares[(outside != "") & lives["late"].to_numpy()] = LATE
    shares = shares * rng.gamma(6.0, 1 / 6.0, shares.shape)
    until = np.cumsum(shares, axis=1) / shares.sum(axis=1, keepdims=True)
    begin, end = lives["received"].to_numpy(), lives["left"].to_numpy()
    ends = np.column_stack([*(clock.between(begin, end, until[:, stage]) for stage in range(3)), end])
    starts = np.column_stack([begin, ends[:, :-1]])
    holders = draw_holders(facts, lives, outside)
    plan = step_limits(clock, begin, promises.first_due[rows], until)
    return pd.concat(
        pd.DataFrame(
            {
                "row": rows,
                "stage": stage,
                "holder": holders[:, stage],
                "started": starts[:, stage],
                "due": plan[:, stage],
                "finished": ends[:, stage],
            }
        )
        for stage in range(4)
    )


def draw_outside(rng: np.random.Generator, facts: Facts, lives: pd.DataFrame) -> np.ndarray:
    """Unit id of the outside holder, or empty. Late dossiers of procedures that know one mostly waited there."""
    position = lives["procedure"].to_numpy()
    options = facts.procedures["coordinates_with"].fillna("").str.split("|")
    first, last = (options.str[at].to_numpy(dtype=object)[position] for at in (0, -1))
    share = facts.procedures["coordination_share"].to_numpy()[position]
    share = np.where(lives["late"] & (share > 0), np.maximum(share, WAITS_OUTSIDE_WHEN_LATE), share)
    chosen = np.where(rng.random(len(lives)) < 0.6, first, last)
    return np.where(rng.random(len(lives)) < share, chosen, "")


def draw_holders(facts: Facts, lives: pd.DataFrame, outside: np.ndarray) -> np.ndarray:
    """Unit ids by stage: the desk that received, the unit that resolves, the one outside, the one that signs."""
    desk = facts.units["unit_id"].to_numpy(dtype=object)[lives["unit"]]
    resolving = facts.procedures["resolving_unit"].to_numpy(dtype=object)[lives["procedure"]]
    resolving = np.where(pd.isna(resolving), desk, resolving)
    return np.column_stack([desk, resolving, outside, resolving])


def step_limits(clock: Clock, begin: np.ndarray, due: np.ndarray, until: np.ndarray) -> np.ndarray:
    """Due moments of the steps: the time up to the first due date, shared out alike."""
    return np.column_stack([*(clock.between(begin, due, until[:, stage]) for stage in range(3)), due])


def known_steps(frame: pd.DataFrame, table: pd.DataFrame) -> pd.DataFrame:
    """Steps in order and numbered; later than the export is unknown, stages without a holder do not exist."""
    cut = frame["exported"].to_numpy()[table["row"]]
    known = (table["holder"] != "") & (table["started"] <= cut)
    table = table.assign(finished=table["finished"].where(table["finished"] <= cut, NEVER))[known]
    table = table.sort_values(["row", "stage"], kind="stable", ignore_index=True)
    table["number"] = table.groupby("row").cumcount() + 1
    return table
