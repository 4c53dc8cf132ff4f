"""The statistics against published values, formulas written out, and scipy's own distributions."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from scipy import stats

from measures import statistics

Z = 1.959963984540054  # 97.5 % point of the normal distribution
SIZES = st.integers(1, 400)
RATES = st.floats(0.001, 0.999)


@st.composite
def counts(draw: st.DrawFn) -> tuple[int, int]:
    n = draw(SIZES)
    return draw(st.integers(0, n)), n


# -------------------------------------------------------------------------------------------------- Wilson interval


@pytest.mark.parametrize(
    ("x", "n", "low", "high"),
    [  # Newcombe, Statistics in Medicine 17 (1998) 857-872, table I, method 3
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0000, 0.1611),
        (1, 29, 0.0061, 0.1718),
    ],
)
def test_wilson_equals_the_published_intervals(x: int, n: int, low: float, high: float) -> None:
    assert statistics.wilson(x, n) == pytest.approx((low, high), abs=0.00005)


def test_wilson_of_no_late_in_241() -> None:
    """With x = 0 the upper end is z² / (n + z²) = 3.8415 / 244.8415 = 1.57 %."""
    assert statistics.wilson(0, 241) == pytest.approx((0, Z**2 / (241 + Z**2)), abs=1e-12)
    assert round(float(statistics.wilson(0, 241)[1]), 4) == 0.0157


@given(counts())
def test_wilson_equals_its_formula(pair: tuple[int, int]) -> None:
    """As statsmodels' proportion_confint(method="wilson") writes it (Wilson 1927)."""
    x, n = pair
    p, spread = x / n, 1 + Z**2 / n
    centre = (p + Z**2 / (2 * n)) / spread
    half = Z * math.sqrt(p * (1 - p) / n + Z**2 / (4 * n**2)) / spread
    assert statistics.wilson(x, n) == pytest.approx((centre - half, centre + half), abs=1e-9)


@given(counts())
def test_wilson_equals_scipy(pair: tuple[int, int]) -> None:
    interval = stats.binomtest(*pair).proportion_ci(0.95, method="wilson")
    assert statistics.wilson(*pair) == pytest.approx((interval.low, interval.high), abs=1e-9)


def test_wilson_of_nothing_is_not_a_number() -> None:
    assert all(math.isnan(end) for end in statistics.wilson(0, 0))


# -------------------------------------------------------------------------------------------- the rate of the others


def test_rate_of_others_by_hand() -> None:
    found = statistics.rate_of_others([2, 3, 15], [100, 200, 300])
    assert found == pytest.approx([(3 + 15) / (200 + 300), (2 + 15) / (100 + 300), (2 + 3) / (100 + 200)])


def test_the_rate_of_no_others_is_not_a_number() -> None:
    assert math.isnan(statistics.rate_of_others([3], [10])[0])
    assert math.isnan(statistics.rate_of_others([3, 0], [10, 0])[0])


# ------------------------------------------------------------------------------------------------------------- tails


@given(counts(), RATES)
def test_tails_are_exact_binomial_without_overdispersion(pair: tuple[int, int], rate: float) -> None:
    x, n = pair
    at_most, at_least = statistics.tails([x], [n], rate)
    assert at_most[0] == pytest.approx(stats.binom.cdf(x, n, rate), rel=1e-9, abs=1e-15)
    assert at_least[0] == pytest.approx(stats.binom.sf(x - 1, n, rate), rel=1e-9, abs=1e-15)


def test_tails_by_hand() -> None:
    """Three throws of a coin: P(X <= 1) = 4/8, P(X >= 1) = 7/8; at the ends one of them is certain."""
    at_most, at_least = statistics.tails([0, 1, 3], [3, 3, 3], 0.5)
    assert at_most == pytest.approx([1 / 8, 4 / 8, 1])
    assert at_least == pytest.approx([1, 7 / 8, 1 / 8])


@given(counts(), RATES, st.floats(1, 20), st.floats(1, 20))
def test_more_overdispersion_never_makes_a_unit_more_extreme(
    pair: tuple[int, int], rate: float, one: float, other: float
) -> None:
    (x, n), (less, more) = pair, sorted((one, other))
    assume(x != n * rate)
    beyond = 1 if x > n * rate else 0
    assert statistics.tails([x], [n], rate, more)[beyond] >= statistics.tails([x], [n], rate, less)[beyond] - 1e-12


@given(counts(), RATES, st.floats(1, 20))
def test_tails_are_probabilities(pair: tuple[int, int], rate: float, factor: float) -> None:
    for tail in statistics.tails([pair[0]], [pair[1]], rate, factor):
        assert 0 <= tail[0] <= 1


def test_nothing_counted_is_never_extreme() -> None:
    assert statistics.tails([0], [0], 0.02) == ([1], [1])


# ---------------------------------------------------------------------------------------------------- overdispersion


def test_units_that_differ_by_chance_only_are_mostly_not_overdispersed() -> None:
    draws = np.random.default_rng(6).binomial(200, 0.1, size=(300, 14))
    factors = np.array([statistics.overdispersion(row, np.full(14, 200)) for row in draws])
    assert (factors == 1).mean() > 0.8
    assert factors.max() < 3


def test_units_that_truly_differ_are_overdispersed() -> None:
    """Seven units at 2 %, seven at 10 %, 500 dossiers each, common rate 6 %.

    Every score is 2·√500·(asin √0.02 − asin √0.06) = −4.71 or 2·√500·(asin √0.10 − asin √0.06) = 3.35; their mean
    square is (22.2 + 11.2) / 2 = 16.7.
    """
    low = 2 * math.sqrt(500) * (math.asin(math.sqrt(0.02)) - math.asin(math.sqrt(0.06)))
    high = 2 * math.sqrt(500) * (math.asin(math.sqrt(0.10)) - math.asin(math.sqrt(0.06)))
    assert statistics.overdispersion([10, 50] * 7, [500] * 14) == pytest.approx((low**2 + high**2) / 2)
    assert round((low**2 + high**2) / 2, 1) == 16.7


def test_one_outlier_in_fourteen_is_pulled_in() -> None:
    """A single bad ward must not widen everybody's limits so far that it hides itself."""
    assert statistics.overdispersion([4] * 13 + [40], [200] * 14) < 2


@pytest.mark.parametrize(
    ("numerators", "denominators"),
    [([1, 9], [10, 10]), ([0, 0, 0], [10, 10, 10]), ([10, 10, 10], [10, 10, 10]), ([1, 9, 0, 0], [10, 10, 0, 0])],
    ids=["two units", "no late", "all late", "two units with dossiers"],
)
def test_overdispersion_is_one_where_it_cannot_be_known(numerators: list[int], denominators: list[int]) -> None:
    assert statistics.overdispersion(numerators, denominators) == 1.0


# ---------------------------------------------------------------------------------------------------- control limits


@given(SIZES, RATES)
def test_a_point_on_the_limit_is_no_signal_and_strictly_beyond_is_one(n: int, rate: float) -> None:
    """Beyond, chance alone has at most 0.1 %; on the limit it has more, on either side."""
    lower, upper = (limit[0] for limit in statistics.limits([n], rate))
    x_low, x_high = round(lower * n), round(upper * n)
    assert (x_low / n, x_high / n) == (lower, upper)  # a limit is a rate that can occur
    assert stats.binom.cdf(x_low, n, rate) >= statistics.ACTION > stats.binom.cdf(x_low - 1, n, rate)
    assert stats.binom.sf(x_high - 1, n, rate) > statistics.ACTION * (1 - 1e-9)
    assert stats.binom.sf(x_high, n, rate) <= statistics.ACTION * (1 + 1e-9)


def test_limits_are_wider_for_fewer_dossiers() -> None:
    lower, upper = statistics.limits([50, 200, 5000], 0.1)
    assert list(lower) == sorted(lower)
    assert list(upper) == sorted(upper, reverse=True)


def test_there_are_no_limits_where_nothing_was_counted() -> None:
    assert np.isnan(statistics.limits([0], 0.1)).all()


# ------------------------------------------------------------------------------------------------------------ change


@pytest.mark.parametrize(
    ("now", "before", "p_value"),
    [
        # Fisher's lady tasting tea (Design of Experiments, 1935): (16 + 1 + 16 + 1) / 70 and (1 + 1) / 70.
        ((3, 4), (1, 4), 34 / 70),
        ((4, 4), (0, 4), 2 / 70),
        # Criminal twins (Fisher 1962, R's example "Convictions"): p = 0.0005367.
        ((2, 17), (10, 13), 0.0005367),
        # 7 of 10 against 7 of 10: no table is likelier than the one seen.
        ((7, 10), (7, 10), 1.0),
    ],
)
def test_change_equals_known_fisher_tables(now: tuple[int, int], before: tuple[int, int], p_value: float) -> None:
    assert statistics.change_p_value(now, before) == pytest.approx(p_value, abs=5e-8)
    assert statistics.change_p_value(before, now) == pytest.approx(p_value, abs=5e-8)


@pytest.mark.parametrize(("now", "before"), [((0, 0), (1, 4)), ((1, 4), (0, 0))])
def test_there_is_no_change_to_or_from_nothing(now: tuple[int, int], before: tuple[int, int]) -> None:
    assert math.isnan(statistics.change_p_value(now, before))


# ------------------------------------------------------------------------------------------------------ funnel limits


@given(
    st.integers(1, 400).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))),
    RATES,
    st.floats(1, 20),
    st.sampled_from([statistics.WARNING, statistics.ACTION]),
)
def test_a_point_outside_the_funnel_is_beyond_by_the_verdict_rule(
    pair: tuple[int, int], rate: float, factor: float, tail: float
) -> None:
    """The drawn curves and the rule never disagree."""
    x, n = pair
    low, high = (limit[0] for limit in statistics.funnel_limits([n], rate, factor, tail))
    at_most, at_least = (side[0] for side in statistics.tails([x], [n], rate, factor))
    if min(abs(x / n - low), abs(x / n - high)) > 1e-9:
        assert (x / n < low, x / n > high) == (at_most < tail, at_least < tail)


def test_the_funnel_by_hand() -> None:
    """Ten throws at 0.5 without overdispersion: P(X = 0) = 1/1024, beyond 99.8 %; P(X <= 1) = 11/1024, beyond 95 %."""
    low95, high95 = statistics.funnel_limits([10], 0.5, 1, statistics.WARNING)
    low998, high998 = statistics.funnel_limits([10], 0.5, 1, statistics.ACTION)
    assert 0.1 < low95[0] < 0.2 < 0.8 < high95[0] < 0.9
    assert 0 < low998[0] < 0.1 < 0.9 < high998[0] < 1
    assert (low95 + high95, low998 + high998) == (pytest.approx([1]), pytest.approx([1]))


def test_few_dossiers_have_no_limit_on_the_side_that_chance_can_reach() -> None:
    low, high = statistics.funnel_limits([5], 0.1, 1, statistics.WARNING)
    assert low[0] == 0  # 0.9⁵ = 59 %: no late one is nothing special
    assert high[0] < 1
    assert statistics.funnel_limits([1], 0.1, 1, statistics.WARNING)[1][0] == 1


# -------------------------------------------------------------------------------------------------------- rank ranges


def plain_rank_ranges(pairs: list[tuple[int, int]]) -> list[tuple[float, float]]:
    """Every draw ranked by counting who lies above it; the 2.5 and 97.5 percentile by counting, too."""
    ranked = [pair for pair in pairs if pair[1] >= 30]
    rng = np.random.default_rng(statistics.RANK_SEED)
    x, n = np.array(ranked, float).T
    draws = rng.beta(x + 0.5, n - x + 0.5, size=(statistics.RANK_DRAWS, len(ranked)))
    ranks = [
        sorted(1 + sum(other > own for other in draw) for draw in draws for own in [draw[place]])
        for place in range(len(ranked))
    ]
    edges = [math.ceil(share * statistics.RANK_DRAWS) - 1 for share in (0.025, 0.975)]
    found = iter([tuple(float(unit[edge]) for edge in edges) for unit in ranks])
    return [next(found) if n >= 30 else (math.nan, math.nan) for _, n in pairs]


@pytest.mark.parametrize(
    "pairs",
    [
        [(15, 239), (5, 118), (0, 241), (1, 12), (3, 94)],
        [(0, 30), (0, 29), (30, 30)],
        [(2, 100), (2, 100), (2, 100), (9, 90)],
    ],
)
def test_rank_ranges_equal_a_plain_loop(pairs: list[tuple[int, int]]) -> None:
    first, last = statistics.rank_ranges(*zip(*pairs, strict=True))
    for place, expected in enumerate(plain_rank_ranges(pairs)):
        assert (first[place], last[place]) == pytest.approx(expected, nan_ok=True)


def test_units_that_clearly_differ_have_one_rank_each() -> None:
    first, last = statistics.rank_ranges([10, 290, 150], [300, 300, 300])
    assert list(first) == list(last) == [3, 1, 2]


def test_equal_units_may_have_any_rank_but_the_outermost() -> None:
    """Of 100 equal units each rank has 1 %: the middle 95 % are ranks 3 to 98, give or take chance."""
    first, last = statistics.rank_ranges([5] * 100, [200] * 100)
    assert np.abs(first - 3).max() <= 1
    assert np.abs(last - 98).max() <= 1


def test_two_units_swap_as_often_as_their_posteriors_say() -> None:
    """P(second above first) by integration: where it is above 2.5 % both ranks are possible, below only one."""
    for late in range(1, 25):
        one, other = stats.beta(late + 0.5, 200 - late + 0.5), stats.beta(5.5, 195.5)
        grid = np.linspace(0, 0.5, 20_001)
        share = float(np.trapezoid(one.pdf(grid) * other.sf(grid), grid))  # of draws in which the other lies above
        first, last = statistics.rank_ranges([late, 5], [200, 200])
        if abs(share - 0.025) > 0.005 and abs(share - 0.975) > 0.005:
            assert (first[0], last[0]) == (1 if share < 0.975 else 2, 2 if share > 0.025 else 1)


def test_a_unit_below_30_dossiers_takes_no_rank() -> None:
    first, last = statistics.rank_ranges([29, 3, 1], [29, 100, 100])
    assert math.isnan(first[0])
    assert math.isnan(last[0])
    assert max(last[1:]) == 2
    assert all(np.isnan(statistics.rank_ranges([0, 1], [0, 5])).ravel())


def test_the_same_numbers_always_give_the_same_ranks() -> None:
    assert np.array_equal(
        statistics.rank_ranges([3, 4, 9], [99, 80, 120]), statistics.rank_ranges([3, 4, 9], [99, 80, 120])
    )
