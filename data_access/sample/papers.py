"""Papers demanded of citizens, as the units report them: outside the list, or needlessly as certified copies.

Most units report, two wards do not; one ward demands clearly more; the demands become fewer over the years.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from .clock import CLOSING, DAY, Clock, Ints
from .facts import Facts, month_position

# Nothing is reported by these; their silence must be shown as such, never as zero demands.
NO_REPORTS = ("p07", "p11")
WARD_TIMES = {"p12": 3.6}
# Share of dossiers with such a demand in the first and in the last month, times what belongs to procedure and ward.
EXTRA, COPY, RIGHTFUL = (0.055, 0.026), (0.060, 0.030), (0.010, 0.010)
AGAIN = 0.25  # another paper at the same time
LATER = 0.35  # not at the desk but within days
PROCEDURE_TIMES = {
    "1.004884": 2.2,
    "LT-KS3": 1.8,
    "DD-02": 1.8,
    "1.004873": 1.6,
    "1.001776": 1.5,
    "1.001612": 1.3,
    "DD-06": 0.4,
    "2.000635": 0.3,
}
# What is demanded: of civil status, of land, of anything else; in the order of ``PAPERS``.
PAPERS = ("identity", "residence", "civil_status", "land", "business", "confirmation", "other")
CIVIL, LAND, REST = 0, 1, 2
EXTRA_PAPERS = np.array(
    [
        [0.04, 0.46, 0.14, 0.02, 0.0, 0.30, 0.04],
        [0.04, 0.10, 0.26, 0.12, 0.0, 0.42, 0.06],
        [0.06, 0.24, 0.06, 0.20, 0.10, 0.26, 0.08],
    ]
)
COPIED_PAPERS = np.array(
    [
        [0.52, 0.20, 0.24, 0.02, 0.0, 0.0, 0.02],
        [0.38, 0.10, 0.18, 0.32, 0.0, 0.0, 0.02],
        [0.50, 0.12, 0.08, 0.12, 0.16, 0.0, 0.02],
    ]
)


def write_demands(rng: np.random.Generator, facts: Facts, frame: pd.DataFrame, clock: Clock) -> pd.DataFrame:
    """All demands reported by the export, by dossier: row, number, day, paper (position in ``PAPERS``), and the three
    answers of the form. Same-day certification makes copies itself, so nothing is demanded there."""
    unit, procedure = frame["unit"].to_numpy(), frame["procedure"].to_numpy()
    reports = ~facts.units["unit_id"].isin(NO_REPORTS).to_numpy()[unit]
    asked = reports & ~(frame["certification"] | frame["refused"]).to_numpy()
    rows = np.flatnonzero(asked & (frame["received"] <= frame["exported"]).to_numpy())
    times = facts.units["unit_id"].map(WARD_TIMES).fillna(1.0).to_numpy()[unit[rows]]
    times = times * facts.procedures["procedure_id"].map(PROCEDURE_TIMES).fillna(1.0).to_numpy()[procedure[rows]]
    day = frame["received"].to_numpy()[rows] // DAY
    group = field_group(facts)[procedure[rows]]
    found = [
        draw_kind(rng, rows, group, times * level(day, share), papers).assign(**answers)
        for share, papers, answers in (
            (EXTRA, EXTRA_PAPERS, {"beyond": 1, "certified": 0, "plain": 0}),
            (COPY, COPIED_PAPERS, {"beyond": 0, "certified": 1, "plain": 1}),
            (RIGHTFUL, COPIED_PAPERS, {"beyond": 0, "certified": 1, "plain": 0}),
        )
    ]
    return as_reported(rng, frame, clock, pd.concat(found, ignore_index=True))


def level(day: Ints, share: tuple[float, float]) -> NDArray[np.float64]:
    """The share on each day, on its way from the first month to the last."""
    return np.interp(month_position(day), (0, 29), share)


def field_group(facts: Facts) -> Ints:
    """What kind of papers each procedure is about."""
    field = facts.procedures["field"]
    civil = field.str.startswith("Hộ tịch")
    land = facts.procedures["level"].eq("land_branch") | field.str.startswith("Đất đai")
    return np.select([civil, land], [CIVIL, LAND], REST)


def draw_kind(
    rng: np.random.Generator, rows: Ints, group: Ints, chance: NDArray[np.float64], papers: NDArray[np.float64]
) -> pd.DataFrame:
    """Dossiers with demands of one kind, most of them with one paper, some with two."""
    demanded = np.flatnonzero(rng.random(rows.size) < chance)
    again = demanded[rng.random(demanded.size) < AGAIN]
    chosen = np.sort(np.concatenate([demanded, again]))
    until = np.cumsum(papers, axis=1)[group[chosen]]
    paper = (rng.random(chosen.size)[:, None] >= until).sum(axis=1)
    return pd.DataFrame({"row": rows[chosen], "paper": np.minimum(paper, len(PAPERS) - 1)})


def as_reported(rng: np.random.Generator, frame: pd.DataFrame, clock: Clock, demands: pd.DataFrame) -> pd.DataFrame:
    """With the day of each demand and its number within the dossier; none after it left, nor after the export."""
    row = demands["row"].to_numpy()
    wait = np.where(rng.random(row.size) < LATER, rng.integers(1, 6, row.size), 0)
    came, left = (frame[moment].to_numpy()[row] // DAY for moment in ("received", "left"))
    day = np.minimum(np.where(wait > 0, clock.add_working(came, wait), came), left)
    demands = demands.assign(day=day)
    last = (frame["exported"].to_numpy()[row] - CLOSING) // DAY
    known = demands[(demands["day"] <= last).to_numpy()]
    known = known.sort_values(["row", "day", "beyond", "paper"], kind="stable", ignore_index=True)
    return known.assign(number=known.groupby("row").cumcount() + 1)
