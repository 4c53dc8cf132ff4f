"""The overdue rate of the month ahead as far as it can be known at T, and how such forecasts went (back-test)."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import pandas as pd

from data_access.fetch import fetch
from data_access.stores import Store
from data_access.viewer import Viewer
from measures import like_dossiers, statistics
from measures.early_warning import BANDS, Chances, Past, chances
from measures.period import Period
from measures.points import BACK_TESTS, TRAINING_MONTHS, Point
from measures.scope import Scope

COVERAGE = 0.8
RATE_AT_LEAST = 30  # dossiers; below, a month gets no rate (COUNTING 4.3)
TRAINED_AT_LEAST = 6  # months
TESTS_AT_LEAST = 6  # back-tests; fewer say nothing


@dataclass(frozen=True)
class Calibration:
    """How the chances of the back-tests went. bands: band (0 = under 5 %), decided, expected (late ones, the sum of
    the chances), late, low and high (Wilson 95 % of the share late). brier, brier_base: mean squared error of the
    chances, and of giving everybody the share late of the year before; nan without any dossier."""

    bands: pd.DataFrame
    brier: float
    brier_base: float

    @property
    def fits(self) -> bool:
        """In every band of 30 dossiers and more the expected share lies within the interval around what came."""
        rows = self.bands[self.bands["decided"] >= RATE_AT_LEAST]
        share = rows["expected"] / rows["decided"]
        return bool(((share >= rows["low"]) & (share <= rows["high"])).all())


@dataclass(frozen=True)
class Forecast:
    """The month ahead and the test of the method.

    month: the one under way, or the next where T ends one. rate: the forecast; nan where fewer than 30 dossiers are
    expected to come due or fewer than six months are known. late_known, due_known: B and C
    of the month that are settled at T (due, or finished ahead); late_open, due_open: expected of open dossiers;
    late_new, due_new: expected of what is promised later.

    tests: one row an earlier month, oldest first: period, forecast, naive (the rate of the month before), numerator,
    denominator, rate (what came). Months with under 30 dossiers are left out.
    """

    month: Period
    rate: float
    late_known: int
    due_known: int
    late_open: float
    due_open: float
    late_new: float
    due_new: float
    tests: pd.DataFrame
    calibration: Calibration

    @property
    def error(self) -> float:
        """Mean absolute error of the back-tests, as a share; nan without any."""
        return float((self.tests["forecast"] - self.tests["rate"]).abs().mean())

    @property
    def naive_error(self) -> float:
        """The same of "as last month"."""
        return float((self.tests["naive"] - self.tests["rate"]).abs().mean())

    @property
    def closer(self) -> int:
        """In how many back-tests the forecast lay closer to what came than the rate of the month before did."""
        said, naive = ((self.tests[name] - self.tests["rate"]).abs() for name in ("forecast", "naive"))
        return int((said < naive).sum())

    @property
    def without_best_month(self) -> tuple[float, float]:
        """Both mean errors without the month that speaks most for the forecast: one month may make the whole gain."""
        said, naive = ((self.tests[name] - self.tests["rate"]).abs() for name in ("forecast", "naive"))
        rest = self.tests.index != (naive - said).idxmax()
        return float(said[rest].mean()), float(naive[rest].mean())

    @property
    def interval(self) -> tuple[float, float]:
        """80 % interval: the forecast plus and minus the error that was not exceeded in so many back-tests (n + 1 times
        80 %, rounded up: 11 of 12). It assumes that the months to come are like those tested, and nothing else; nan
        below six back-tests."""
        errors = (self.tests["forecast"] - self.tests["rate"]).abs().sort_values()
        if len(errors) < TESTS_AT_LEAST:
            return float("nan"), float("nan")
        most = float(errors.iloc[min(len(errors), math.ceil(COVERAGE * (len(errors) + 1))) - 1])
        return max(0.0, self.rate - most), min(1.0, self.rate + most)

    @property
    def verdict(self) -> str:
        """ "better" or "not_better" than "as last month"; "" below six back-tests."""
        if len(self.tests) < TESTS_AT_LEAST:
            return ""
        return "better" if self.error < self.naive_error else "not_better"


def forecast(store: Store, version: str, scope: Scope, viewer: Viewer, seen_from: list[Point], known: Past) -> Forecast:
    """Forecast from T, and from the same point of each of the last twelve months with what was known then.

    ``seen_from`` and ``known`` are those of ``points.points`` and ``early_warning.past``.
    """
    tested = seen_from[: BACK_TESTS + 1]
    waiting = fetch(store, like_dossiers.open_at(tested, scope, viewer), version)
    counted = fetch(store, like_dossiers.months(seen_from, scope, viewer), version)
    work = _Work(seen_from, counted.set_index(["point", "part"])[["came_due", "late"]].astype(float))
    learnt = {p.number: chances(known, p.number) for p in tested if work.months_known(p.number) >= TRAINED_AT_LEAST}
    waiting = _with_chances(waiting, learnt)
    made = {number: work.ahead(number, waiting[waiting["point"] == number]) for number in learnt}
    tests = [work.tested(number, made[number]) for number in sorted(made, reverse=True) if number]
    now = made.get(0) or _Ahead.unknown()
    return Forecast(
        month=seen_from[0].month,
        **vars(now),
        tests=pd.DataFrame([row for row in tests if row], columns=list(TEST_COLUMNS)),
        calibration=calibration(waiting[waiting["point"] > 0]),
    )


TEST_COLUMNS = ("period", "forecast", "naive", "numerator", "denominator", "rate")


def _with_chances(waiting: pd.DataFrame, learnt: dict[int, Chances]) -> pd.DataFrame:
    """Each row with chance, comes_due and base, learnt at its own point; without those that could learn nothing."""
    pieces = [waiting.iloc[:0].assign(chance=0.0, comes_due=0.0, base=0.0)]
    for number, known in learnt.items():
        rows = waiting[waiting["point"] == number].reset_index(drop=True)
        pieces.append(rows.assign(chance=known.of(rows), comes_due=known.comes_due(rows["left"]), base=known.base))
    return pd.concat([piece for piece in pieces if len(piece)] or pieces[:1], ignore_index=True)


@dataclass(frozen=True)
class _Ahead:
    """A forecast from one point (see ``Forecast``)."""

    rate: float
    late_known: int
    due_known: int
    late_open: float
    due_open: float
    late_new: float
    due_new: float

    @staticmethod
    def unknown() -> _Ahead:
        nan = float("nan")
        return _Ahead(nan, 0, 0, nan, nan, nan, nan)


@dataclass(frozen=True)
class _Work:
    """The months as counted: ``counted`` by (point, part) with came_due and late."""

    seen_from: list[Point]
    counted: pd.DataFrame

    def _of(self, numbers: list[int], *parts: str) -> tuple[float, float]:
        """(late, came due) of some months and parts together."""
        index = self.counted.index
        rows = self.counted[index.get_level_values(0).isin(numbers) & index.get_level_values(1).isin(parts)]
        return float(rows["late"].sum()), float(rows["came_due"].sum())

    def months_known(self, number: int) -> int:
        return len(self._year(number))

    def _year(self, number: int) -> list[int]:
        """The twelve points before, as many as there are."""
        return [p.number for p in self.seen_from if number < p.number <= number + TRAINING_MONTHS]

    def month(self, number: int) -> tuple[float, float]:
        return self._of([number], "due", "ahead", "open", "new")

    def ahead(self, number: int, waiting: pd.DataFrame) -> _Ahead:
        """What is settled, plus the open with their chances, plus as many new promises as usual, late as usual."""
        late_known, due_known = self._of([number], "due", "ahead")
        rows = waiting[waiting["in_month"].astype(bool)]
        due = rows["n"] * rows["comes_due"]
        due_open, late_open = float(due.sum()), float((due * rows["chance"]).sum())
        year = self._year(number)
        late_then, due_then = self._of(year, "new")
        due_new = due_then * self._days(number) / max(1, sum(self._days(one) for one in year))
        late_new = due_new * late_then / due_then if due_then else 0.0
        all_due, all_late = due_known + due_open + due_new, late_known + late_open + late_new
        rate = all_late / all_due if all_due >= RATE_AT_LEAST else float("nan")
        return _Ahead(rate, int(late_known), int(due_known), late_open, due_open, late_new, due_new)

    def _days(self, number: int) -> int:
        """Working days of the month that lie after the point."""
        point = self.seen_from[number]
        return max(0, point.month_end_number - point.working_number)

    def tested(self, number: int, made: _Ahead) -> dict[str, object] | None:
        """A row of the back-test, or None where there is no rate to compare."""
        (late, due), (late_before, due_before) = self.month(number), self.month(number + 1)
        if min(due, due_before) < RATE_AT_LEAST or np.isnan(made.rate):
            return None
        cells = (made.rate, late_before / due_before, late, due, late / due)
        return dict(zip(TEST_COLUMNS, (self.seen_from[number].month.start, *cells), strict=True))


def calibration(waiting: pd.DataFrame) -> Calibration:
    """Chances of past points against what came, in bands. Only dossiers that came due on the day they were due then."""
    decided, late = waiting["decided"].to_numpy(float), waiting["late"].to_numpy(float)
    chance, base = waiting["chance"].to_numpy(float), waiting["base"].to_numpy(float)
    place = np.searchsorted(BANDS, chance, side="right")

    def summed(weights: np.ndarray) -> np.ndarray:
        return np.bincount(place, weights=weights, minlength=len(BANDS) + 1)

    bands = pd.DataFrame({"band": range(len(BANDS) + 1), "decided": summed(decided).astype(int)})
    bands["expected"], bands["late"] = summed(decided * chance), summed(late).astype(int)
    bands["low"], bands["high"] = statistics.wilson(bands["late"], bands["decided"])

    def brier(said: np.ndarray) -> float:
        squares = (late * (1 - said) ** 2 + (decided - late) * said**2).sum()
        return float(squares / decided.sum()) if decided.sum() else float("nan")

    return Calibration(bands, brier(chance), brier(base))
