"""The statistics behind a judgement, in one place. Rates are shares of separate trials (dossiers)."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import special, stats

Numbers = NDArray[np.float64]

WINSORISED = 0.1
WARNING = 0.025  # one tail of the 95 % limits
ACTION = 0.001  # one tail of the 99.8 % limits
RANK_DRAWS = 10_000
RANK_SEED = 6
RANK_AT_LEAST = 30  # dossiers; below, a unit takes no rank
HALVINGS = 60  # of an interval of trials: far below any dossier


def wilson(numerators: ArrayLike, denominators: ArrayLike, level: float = 0.95) -> tuple[Numbers, Numbers]:
    """Wilson intervals of rates, (low, high); nan where nothing was counted.

    Written out, because scipy's takes one rate at a time (a page has some 350); a test holds it to scipy's.
    """
    x, n = np.asarray(numerators, float), np.asarray(denominators, float)
    z = stats.norm.isf((1 - level) / 2)
    with np.errstate(invalid="ignore", divide="ignore"):
        centre = (x + z**2 / 2) / (n + z**2)
        half = z / (n + z**2) * np.sqrt(x * (n - x) / n + z**2 / 4)
        low = np.where(x == 0, 0, centre - half)
        high = np.where(x == n, 1, centre + half)
    return np.where(n > 0, low, np.nan), np.where(n > 0, high, np.nan)


def rate_of_others(numerators: ArrayLike, denominators: ArrayLike) -> Numbers:
    """For each unit the rate of all the others together; nan where the others have nothing."""
    x, n = np.asarray(numerators, float), np.asarray(denominators, float)
    others = n.sum() - n
    return np.divide(x.sum() - x, others, out=np.full_like(x, np.nan), where=others > 0)


def overdispersion(numerators: ArrayLike, denominators: ArrayLike) -> float:
    """How much more the units differ than chance alone would make them, as a factor on the variance, at least 1.

    Mean square of the standardised differences from the common rate (arcsine scale, so that small rates do not
    inflate it), the most extreme tenth at each end pulled in (winsorised), after Spiegelhalter 2005.
    """
    x, n = np.asarray(numerators, float), np.asarray(denominators, float)
    x, n = x[n > 0], n[n > 0]
    if len(n) < 3 or x.sum() in (0, n.sum()):
        return 1.0
    scores = 2 * np.sqrt(n) * (np.arcsin(np.sqrt(x / n)) - np.arcsin(np.sqrt(x.sum() / n.sum())))
    low, high = np.quantile(scores, [WINSORISED, 1 - WINSORISED])
    return max(1.0, float(np.mean(np.clip(scores, low, high) ** 2)))


def tails(
    numerators: ArrayLike, denominators: ArrayLike, rate: ArrayLike, factor: float = 1.0
) -> tuple[Numbers, Numbers]:
    """P(X <= x) and P(X >= x) of a binomial at ``rate``: exact for ``factor`` 1.

    Overdispersion divides the trials by ``factor``; the incomplete beta function carries the binomial over to trials
    that are no whole number.
    """
    x, n = np.asarray(numerators, float) / factor, np.asarray(denominators, float) / factor
    p = np.asarray(rate, float)
    with np.errstate(invalid="ignore"):
        at_most = np.where(x >= n, 1.0, special.betainc(np.maximum(n - x, 1e-12), x + 1, 1 - p))
        at_least = np.where(x <= 0, 1.0, special.betainc(np.maximum(x, 1e-12), n - x + 1, p))
    return at_most, at_least


def funnel_limits(denominators: ArrayLike, rate: float, factor: float, tail: float) -> tuple[Numbers, Numbers]:
    """Where the tails of :func:`tails` reach ``tail``, as rates: the limits of the verdict rule as smooth curves.

    A rate strictly outside has a tail probability below ``tail``. Where even no late one (or all) is not beyond, the
    limit is 0 (or 1).
    """
    n = np.asarray(denominators, float)
    return _reaches(n, rate, factor, tail, 0), _reaches(n, rate, factor, tail, 1)


def _reaches(n: Numbers, rate: float, factor: float, tail: float, side: int) -> Numbers:
    """The rate at which one tail (0: at most, growing; 1: at least, falling) equals ``tail``, by halving."""
    low, high = np.zeros_like(n), n.copy()
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        beyond = tails(middle, n, rate, factor)[side] < tail
        up = beyond if side == 0 else ~beyond
        low, high = np.where(up, middle, low), np.where(up, high, middle)
    return np.where(n > 0, np.round((low if side else high) / np.maximum(n, 1), 12), np.nan)


def limits(denominators: ArrayLike, rate: float, tail: float = ACTION) -> tuple[Numbers, Numbers]:
    """Exact binomial control limits for rates: a point strictly outside has a tail probability below ``tail``."""
    n = np.asarray(denominators, float)
    with np.errstate(invalid="ignore", divide="ignore"):
        lower = np.where(n > 0, stats.binom.ppf(tail, n, rate) / n, np.nan)
        upper = np.where(n > 0, stats.binom.isf(tail, n, rate) / n, np.nan)
    return lower, upper


def change_p_value(now: tuple[float, float], before: tuple[float, float]) -> float:
    """Two-sided p-value of "the rate did not change" (Fisher's exact test); nan where a period has nothing.

    Each argument is (numerator, denominator).
    """
    if not now[1] or not before[1]:
        return float("nan")
    table = [[int(x), int(n) - int(x)] for x, n in (now, before)]
    return float(stats.fisher_exact(table).pvalue)


def rank_ranges(numerators: ArrayLike, denominators: ArrayLike) -> tuple[Numbers, Numbers]:
    """The ranks each unit may have, (first, last): 1 = the highest rate; nan below 30 dossiers.

    2.5 and 97.5 percentile (nearest rank) of draws from the Jeffreys posteriors Beta(x + 1/2, n - x + 1/2), unit by
    unit, not all at once. The seed is fixed, so the same numbers always give the same ranks.
    """
    x, n = np.asarray(numerators, float), np.asarray(denominators, float)
    first, last = np.full_like(n, np.nan), np.full_like(n, np.nan)
    ranked = n >= RANK_AT_LEAST
    if ranked.any():
        x, n = x[ranked], n[ranked]
        draws = np.random.default_rng(RANK_SEED).beta(x + 0.5, n - x + 0.5, size=(RANK_DRAWS, len(n)))
        ranks = (-draws).argsort(axis=1).argsort(axis=1) + 1
        first[ranked], last[ranked] = np.quantile(ranks, [WARNING, 1 - WARNING], axis=0, method="inverted_cdf")
    return first, last
