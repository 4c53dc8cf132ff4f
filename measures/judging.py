"""From numbers to words: rate, interval and verdict (COUNTING 4.3), signals over time (4.4), change (4.4, 4.5).

``judge`` divides; nothing before it does. Charts and sentences only show what stands in the judged frame.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import numpy as np
import pandas as pd

from measures import statistics
from measures.measure import Kind, Measure, Reference
from measures.period import Period
from measures.verdict import Verdict

EXPECTED_AT_LEAST = 5
POINTS_FOR_LIMITS = 12
CHANGE_LEVEL = 0.05

VERDICT_COLUMNS = ("reference", "expected", "factor", "side", "verdict", "can_be_lower")


def judge(frame: pd.DataFrame, measure: Measure, target: float | None = None) -> pd.DataFrame:
    """The rows of ``frame`` with rate and Wilson 95 % interval; rows of units also with a verdict.

    ``frame`` is long (``aggregate``): numerator, denominator, and maybe unit and period. Where it holds the period
    before as well, "beyond 95 % in two periods running" is seen. Added columns: rate, low, high; with ``unit`` also
    reference (rate of the others), expected (numerator at the common level), factor (overdispersion), side, verdict,
    can_be_lower (False: even 0 could not be called lower). Periods before ``measure.valid_from`` get no rate. A measure
    that is compared with its target has that as reference, where there is one: each unit by itself, so factor 1.
    """
    judged = frame.reset_index(drop=True).copy()
    if measure.kind is not Kind.RATIO:
        return judged
    applies = _applies(judged, measure)
    numerator, denominator = judged["numerator"].where(applies), judged["denominator"].where(applies)
    judged["rate"] = np.where(denominator > 0, numerator / denominator, np.nan)
    judged["low"], judged["high"] = statistics.wilson(numerator, denominator)
    if "unit" in judged and judged.columns.isin(["field", "procedure", "channel"]).sum() == 0:
        judged = _with_verdicts(judged, target if measure.compare_with is Reference.TARGET else None)
    return judged


def _applies(frame: pd.DataFrame, measure: Measure) -> pd.Series:
    """False for periods before the measure was law: they have counts, but no rate."""
    if measure.valid_from is None or "period" not in frame:
        return pd.Series(True, index=frame.index)
    return pd.Series([day >= measure.valid_from for day in frame["period"]], index=frame.index, dtype=bool)


def _with_verdicts(frame: pd.DataFrame, target: float | None) -> pd.DataFrame:
    frame = frame.assign(**dict.fromkeys(VERDICT_COLUMNS))
    before: dict[str, int] = {}
    for _, rows in frame.groupby("period", sort=True):
        verdicts = _verdicts(rows, before, target)
        frame.loc[rows.index, list(VERDICT_COLUMNS)] = verdicts
        before = dict(zip(rows["unit"], verdicts["side"], strict=True))
    return frame.astype({"reference": float, "expected": float, "factor": float, "side": int, "can_be_lower": bool})


def _verdicts(rows: pd.DataFrame, before: dict[str, int], target: float | None) -> pd.DataFrame:
    """Verdicts of one period. ``before`` says on which side of 95 % each unit lay in the period before."""
    x, n = rows["numerator"].to_numpy(float), rows["denominator"].to_numpy(float)
    if target is None:
        reference, factor = statistics.rate_of_others(x, n), statistics.overdispersion(x, n)
        expected = n * (x.sum() / n.sum() if n.sum() else np.nan)
    else:
        reference, factor, expected = np.full_like(x, target), 1.0, n * target
    at_most, at_least = statistics.tails(x, n, reference, factor)
    at_zero, _ = statistics.tails(np.zeros_like(x), n, reference, factor)
    side = np.where(at_least < statistics.WARNING, 1, np.where(at_most < statistics.WARNING, -1, 0))
    beyond = np.minimum(at_least, at_most) < statistics.ACTION
    again = np.array([before.get(unit, 0) for unit in rows["unit"]]) == side
    words = [
        _word(count, enough, where, clear)
        for count, enough, where, clear in zip(n, expected >= EXPECTED_AT_LEAST, side, beyond | again, strict=True)
    ]
    side = np.where(expected >= EXPECTED_AT_LEAST, side, 0)
    columns = (reference, expected, factor, side, words, at_zero < statistics.WARNING)
    return pd.DataFrame(dict(zip(VERDICT_COLUMNS, columns, strict=True)), index=rows.index)


def _word(count: float, enough: bool, side: int, clear: bool) -> Verdict:
    if not count:
        return Verdict.NO_DATA
    if not enough:
        return Verdict.TOO_FEW
    if side == 0:
        return Verdict.NO_EVIDENCE
    if side > 0:
        return Verdict.HIGHER if clear else Verdict.WATCH_HIGHER
    return Verdict.LOWER if clear else Verdict.WATCH_LOWER


def where_offered(units: pd.DataFrame, offered: pd.DataFrame, target: float | None) -> pd.DataFrame:
    """Judged units without a verdict against the online target where too few of their dossiers could come online.

    ``offered``: unit, denominator = dossiers of procedures offered online. What a unit may not offer is no failing.
    """
    if target is None:
        return units
    expected = units["unit"].map(offered.set_index("unit")["denominator"]).fillna(0) * target
    blind = (expected < EXPECTED_AT_LEAST) & (units["denominator"] > 0)
    return units.assign(verdict=units["verdict"].mask(blind, Verdict.TOO_FEW), side=units["side"].mask(blind, 0))


def complete(frame: pd.DataFrame, units: list[str], periods: list[dt.date]) -> pd.DataFrame:
    """A row for every unit and period: what counted nothing has numerator and denominator 0, not no row."""
    index = pd.MultiIndex.from_product([units, periods], names=["unit", "period"])
    return frame.set_index(["unit", "period"]).reindex(index, fill_value=0).reset_index()


@dataclass(frozen=True)
class Trend:
    """A judged series: frame (period, numerator, denominator, rate, lower, upper, centre, signal), and how far to
    trust it. ``provisional`` means fewer than 12 points (since the last baseline): no limits, no signals there.
    ``grain`` is "month" or "quarter"."""

    frame: pd.DataFrame
    provisional: bool
    grain: str


def with_signals(frame: pd.DataFrame, baselines: list[dt.date] | None = None) -> Trend:
    """Control limits for a series of months (p-chart, exact binomial limits that vary with n).

    Below an expected count of 5 a month the months are added up to quarters. A new baseline begins only on the days
    the profile records. ``frame``: period (first of month), numerator, denominator; one row a month, gaps as 0.
    """
    series, grain = frame.sort_values("period").reset_index(drop=True), "month"
    if series["denominator"].sum() and series["numerator"].sum() / max(1, len(series)) < EXPECTED_AT_LEAST:
        series, grain = _quarters(series), "quarter"
    with np.errstate(invalid="ignore"):
        series["rate"] = np.where(series["denominator"] > 0, series["numerator"] / series["denominator"], np.nan)
    series[["lower", "upper", "centre"]] = np.nan
    series["signal"] = ""
    provisional = True
    for start, end in _stretches(series, baselines or []):
        rows = (series["period"] >= start) & (series["period"] < end)
        provisional = int((series.loc[rows, "denominator"] > 0).sum()) < POINTS_FOR_LIMITS
        if not provisional:
            _limit(series, rows)
    return Trend(series, provisional, grain)


def _quarters(series: pd.DataFrame) -> pd.DataFrame:
    """Whole quarters only: a quarter with a month missing at either end would be compared with full ones."""
    quarter = [dt.date(day.year, (day.month - 1) // 3 * 3 + 1, 1) for day in series["period"]]
    grouped = series.assign(period=quarter, months=1).groupby("period", as_index=False)
    summed = grouped[["numerator", "denominator", "months"]].sum()
    return summed[summed["months"] == 3].drop(columns="months").reset_index(drop=True)


def _stretches(series: pd.DataFrame, baselines: list[dt.date]) -> list[tuple[dt.date, dt.date]]:
    periods = list(series["period"])
    starts = [dt.date.min, *sorted(day for day in baselines if periods and periods[0] < day <= periods[-1])]
    return list(zip(starts, [*starts[1:], dt.date.max], strict=True))


def _limit(series: pd.DataFrame, rows: pd.Series) -> None:
    centre = series.loc[rows, "numerator"].sum() / series.loc[rows, "denominator"].sum()
    lower, upper = statistics.limits(series.loc[rows, "denominator"], centre)
    series.loc[rows, "centre"], series.loc[rows, "lower"], series.loc[rows, "upper"] = centre, lower, upper
    series.loc[rows & (series["rate"] > series["upper"]), "signal"] = "higher"
    series.loc[rows & (series["rate"] < series["lower"]), "signal"] = "lower"


@dataclass(frozen=True)
class Change:
    """A difference of two rates and whether chance alone may have made it. ``word``: "up", "down", "none" or "" (one
    period has nothing to compare)."""

    before: Period
    difference: float
    p_value: float

    @property
    def word(self) -> str:
        if np.isnan(self.p_value):
            return ""
        if self.p_value >= CHANGE_LEVEL:
            return "none"
        return "up" if self.difference > 0 else "down"


def change(now: tuple[float, float], before: tuple[float, float], period: Period) -> Change:
    """Compare (numerator, denominator) of now with those of the period before."""
    difference = now[0] / now[1] - before[0] / before[1] if now[1] and before[1] else float("nan")
    return Change(period, difference, statistics.change_p_value(now, before))
