"""The chance that an open dossier ends late, from how like dossiers went (docs/early-warning.md).

Like are dossiers of the same procedure, in the same stage, with as many working days left. Of all that stood so in the
twelve months before, the Kaplan-Meier estimate says which share was not finished by the due day; what was paused, given
another date, withdrawn or stopped first is counted as long as it was at work. Few like dossiers lean on wider groups.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from data_access.fetch import fetch
from data_access.stores import Store
from data_access.viewer import Viewer
from measures import like_dossiers
from measures.like_dossiers import FINISHED, LATE, OUT
from measures.points import TRAINING_MONTHS, Point
from measures.scope import Scope

LEANS_ON_WIDER = 30  # a group of so many dossiers counts as much as the wider group it leans on
LEVELS = (("left",), ("stage", "left"), ("field", "stage", "left"), ("procedure", "stage", "left"))  # from wide to like
BANDS = (0.05, 0.20, 0.50)


def kaplan_meier(finished: ArrayLike, out: ArrayLike, total: ArrayLike) -> NDArray[np.float64]:
    """The share not finished by the due day, group by group; nan of an empty group.

    ``finished`` and ``out`` count, one row a group, what was finished or went out after 1, 2, ... working days;
    ``total`` is the size of each group. What goes out leaves before the others of its day finish: else a pause on the
    last day would count as late. Written out, because scipy's takes one group at a time (there are thousands); a test
    holds it to scipy's.
    """
    done, gone, size = (np.asarray(counts, float) for counts in (finished, out, total))
    at_risk = size[:, None] - np.cumsum(done + gone, axis=1) + done
    share = np.divide(done, at_risk, out=np.zeros_like(done), where=at_risk > 0)
    return np.where(size > 0, np.prod(1 - share, axis=1), np.nan)


@dataclass(frozen=True)
class Past:
    """The fates of ``like_dossiers.fates`` with one row a number of days left: point, field, procedure, stage, left,
    after (working days until the fate), fate, n. ``groups``: for each of ``LEVELS`` its groups (a frame with its
    columns) and to which of them each row belongs."""

    fates: pd.DataFrame
    groups: tuple[tuple[pd.DataFrame, NDArray[np.int64]], ...]

    @staticmethod
    def of(fates: pd.DataFrame) -> Past:
        found = []
        for keys in LEVELS:
            grouped = fates.groupby(list(keys), sort=True)
            found.append((grouped.size().index.to_frame(index=False), grouped.ngroup().to_numpy(np.int64)))
        return Past(fates, tuple(found))


def past(store: Store, version: str, scope: Scope, viewer: Viewer, seen_from: Sequence[Point]) -> Past:
    """Count what became of like dossiers between the points. The oldest is the day after which they begin."""
    columns = ["point", "field", "procedure", "stage", "left", "after", "fate", "n"]
    if len(seen_from) < 2:
        return Past.of(pd.DataFrame(columns=columns))
    statement = like_dossiers.fates(seen_from[:-1], seen_from[-1].day, scope, viewer)
    rows = fetch(store, statement, version)
    days = (rows["most"] - rows["least"] + 1).to_numpy(int)
    place = np.arange(days.sum()) - np.repeat(np.cumsum(days) - days, days)
    rows = rows.loc[rows.index.repeat(days)].reset_index(drop=True)
    rows["left"] = rows["least"] + place
    rows["after"] = (rows["left"] - rows["gone_left"]).clip(lower=1)
    return Past.of(rows[columns].astype({"point": int, "left": int, "after": int, "n": int}))


@dataclass(frozen=True)
class Chances:
    """What one year teaches. ``levels``: for each of ``LEVELS`` a frame with its columns, ``n`` (dossiers) and
    ``share`` (Kaplan-Meier, late). ``base``: the share late over everything; nan where there is no past. ``settled``:
    by days left, the share whose due day came as promised."""

    levels: tuple[pd.DataFrame, ...]
    base: float
    settled: pd.Series

    def of(self, rows: pd.DataFrame) -> NDArray[np.float64]:
        """The chance of each row (field, procedure, stage, left): from the widest group to the like ones, each weighed
        with the wider one as if that were ``LEANS_ON_WIDER`` more dossiers."""
        chance = np.full(len(rows), self.base)
        for level in self.levels:
            keys = [name for name in level.columns if name not in ("n", "share")]
            found = rows[keys].merge(level, on=keys, how="left")
            n, share = found["n"].fillna(0).to_numpy(float), found["share"].fillna(0).to_numpy(float)
            chance = (n * share + LEANS_ON_WIDER * chance) / (n + LEANS_ON_WIDER)
        return chance

    def comes_due(self, left: pd.Series) -> NDArray[np.float64]:
        """The chance that a dossier is still due on its day when that comes: not paused, moved or ended before."""
        return left.map(self.settled).fillna(1.0).to_numpy(float)


def chances(known: Past, point: int = 0) -> Chances:
    """Learn from the twelve months before a point: promises that had come due by its close, nothing later."""
    fates = known.fates
    rows = ((fates["point"] >= point) & (fates["point"] < point + TRAINING_MONTHS)).to_numpy()
    year = fates[rows]
    settled = year[year["fate"] != OUT].groupby("left")["n"].sum() / year.groupby("left")["n"].sum()
    passed = _Passed.of(year)
    levels = tuple(_level(passed, groups, member[rows]) for groups, member in known.groups)
    late, all_of_them = year.loc[year["fate"] == LATE, "n"].sum(), year["n"].sum()
    base = float(late / all_of_them) if all_of_them else float("nan")
    return Chances(levels, base, settled.fillna(0.0))


@dataclass(frozen=True)
class _Passed:
    """The fates of a year, a place a row: how many dossiers, after how many days, which of them finished or out."""

    n: NDArray[np.float64]
    after: NDArray[np.int64]
    finished: NDArray[np.bool_]
    out: NDArray[np.bool_]

    @staticmethod
    def of(year: pd.DataFrame) -> _Passed:
        finished, out = ((year["fate"] == fate).to_numpy(bool) for fate in (FINISHED, OUT))
        return _Passed(year["n"].to_numpy(float), year["after"].to_numpy(np.int64), finished, out)


def _level(passed: _Passed, groups: pd.DataFrame, member: NDArray[np.int64]) -> pd.DataFrame:
    """The Kaplan-Meier share late of every group of one level that the year knows."""
    days, count = like_dossiers.MOST_LEFT + 1, len(groups)

    def by_day(rows: NDArray[np.bool_]) -> NDArray[np.float64]:
        where = member[rows] * days + passed.after[rows]
        return np.bincount(where, passed.n[rows], count * days).astype(float).reshape(count, days)

    size = np.bincount(member, weights=passed.n, minlength=count)
    found = groups.assign(n=size, share=kaplan_meier(by_day(passed.finished), by_day(passed.out), size))
    return found[found["n"] > 0]


def band(chance: float) -> int:
    """Which of the four bands a chance lies in: 0 = under 5 %, 3 = 50 % and more."""
    return int(np.searchsorted(BANDS, chance, side="right"))


def due_soon(store: Store, version: str, scope: Scope, viewer: Viewer, learnt: Chances) -> pd.Series:
    """The chance of each dossier of ``due_soon`` by its code.

    Raises:
        NotAllowed: the viewer may not list dossiers.
    """
    rows = fetch(store, like_dossiers.due_soon(scope, viewer), version)
    return pd.Series(learnt.of(rows), index=rows["dossier_code"], name="chance")
