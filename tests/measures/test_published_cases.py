"""Our rules beside published examples of control charts and rare events: the same points flagged, limits as near as can
be.

The published limits are mostly three standard deviations; ours are exact probabilities (0.1 % on each side). They agree
where many are counted and differ where few are, and each test says how far. No published example of a funnel plot with
its data and its flagged units was found in the sources searched, so the verdict on units is held to none here
(Spiegelhalter 2005 gives the method; its data stand in figures only).
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Sequence

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from measures import statistics
from measures.judging import with_signals
from measures.rare_events import dossiers_in_a_row
from measures.statistics import ACTION


def months(numerators: Sequence[float], denominators: Sequence[int] | int) -> pd.DataFrame:
    """A series of months; weeks of an example are called months here, which changes nothing."""
    days = [dt.date(2017 + n // 12, n % 12 + 1, 1) for n in range(len(numerators))]
    return pd.DataFrame({"period": days, "numerator": np.array(numerators, float), "denominator": denominators})


def three_sigma(rate: float, trials: Sequence[int] | int) -> tuple[np.ndarray, np.ndarray]:
    """The limits of a p-chart as published: rate ± 3 √(rate (1 − rate) / n), not below 0."""
    half = 3 * np.sqrt(rate * (1 - rate) / np.asarray(trials, float))
    return np.maximum(rate - half, 0), rate + half


# --------------------------------------------------------------------------------------------------------- p-charts


DEATHS = [23, 22, 13, 14, 17, 15, 15, 25, 21, 24, 23, 26, 18, 23, 24, 25, 15, 21, 26, 16, 25, 22, 24, 18]
CASES = [100, 105, 99, 85, 98, 85, 89, 99, 103, 86, 110, 98, 93, 96, 115, 102, 94, 94, 94, 97, 114, 108, 102, 104]


def test_24_months_of_deaths_after_bacteremia_are_common_variation() -> None:
    """J. Anhøj, SPC for healthcare (github.com/anhoej/spc4hc), chapter "Calculating Control Limits", P chart, with
    data/bacteremia.csv (deaths, cases; 2017-2018): "The average mortality is 21%, and all data points fall within the
    control limits." The exact limits lie within two deaths of the three-sigma ones."""
    trend = with_signals(months(DEATHS, CASES))
    assert (trend.grain, trend.provisional, len(trend.frame)) == ("month", False, 24)
    assert round(trend.frame["centre"].iloc[0], 2) == 0.21
    assert set(trend.frame["signal"]) == {""}
    lower, upper = three_sigma(trend.frame["centre"].iloc[0], CASES)
    assert ((lower < trend.frame["rate"]) & (trend.frame["rate"] < upper)).all()
    assert (abs(trend.frame["lower"] - lower) * CASES).max() < 2
    assert (abs(trend.frame["upper"] - upper) * CASES).max() < 2


HEARD = [28, 24, 32, 30, 34, 30, 36, 32, 48, 32, 32, 38, 32, 40, 28, 48, 34, 28, 40, 18, 20, 26, 36, 40]


def test_24_hearing_tests_are_common_variation() -> None:
    """Children's Mercy, "Calculating a P control chart" (childrensmercy.org/stats/weblog2007/PControlChart.aspx): 24
    weekly tests of 50 words, per cent recognised. "The average proportion is 0.3275 and n is 50"; "all data points are
    inside the upper and lower control limits"."""
    trend = with_signals(months([per_cent / 100 * 50 for per_cent in HEARD], 50))
    assert trend.frame["centre"].iloc[0] == pytest.approx(0.3275)
    assert set(trend.frame["signal"]) == {""}
    lower, upper = three_sigma(0.3275, 50)
    assert abs(trend.frame["lower"].iloc[0] - lower) * 50 < 2
    assert abs(trend.frame["upper"].iloc[0] - upper) * 50 < 2


def test_exact_limits_beside_those_of_a_textbook_with_few_nonconforming() -> None:
    """D. C. Montgomery, Introduction to Statistical Quality Control, exercise 6-1 (solution at
    pdfcoffee.com/ch-06-16-pdf-free.html): 117 of 20 samples of 100, centre 0.0585, limits 0 and 0.1289.

    So 13 of 100 is out of control there. With 5.85 expected the binomial is skewed: 13 or more come 0.6 % of the time,
    four times as often as three sigma promise (0.135 %), and the exact limit needs 15.
    """
    lower, upper = three_sigma(117 / 2000, 100)
    assert (round(float(lower), 4), round(float(upper), 4)) == (0, 0.1289)
    exact_lower, exact_upper = statistics.limits([100], 117 / 2000)
    assert exact_lower[0] == 0
    first_beyond = round(exact_upper[0] * 100) + 1
    by_chance = {count: stats.binom.sf(count - 1, 100, 117 / 2000) for count in (13, first_beyond - 1, first_beyond)}
    assert by_chance[13] > 4 * stats.norm.sf(3)
    assert by_chance[first_beyond] < ACTION <= by_chance[first_beyond - 1]
    assert first_beyond == 15


def test_huge_numbers_are_overdispersed_as_published() -> None:
    """qicharts2 (github.com/anhoej/qicharts2, vignette, case 5; data of Mohammed et al., BMJ Quality & Safety 2013;22:
    362): attendances to NHS accident departments seen within 4 hours; the first six weeks are printed. "When plotted
    on a P chart, the 3-sigma limits appear too narrow. This is called over-dispersion".

    Our factor for units that differ says the same of these six, and with it all of them lie inside. Over time no
    factor is used (COUNTING 4.4): a district has some 2.000 dossiers a month, not 280.000.
    """
    seen = np.array([266501, 264225, 276532, 281461, 269071, 261215])
    all_ = np.array([280443, 276823, 291681, 296155, 282343, 275888])
    lower, upper = three_sigma(seen.sum() / all_.sum(), all_)
    assert ((seen / all_ < lower) | (seen / all_ > upper)).sum() >= 3
    factor = statistics.overdispersion(seen, all_)
    assert factor > 10
    at_most, at_least = statistics.tails(seen, all_, seen.sum() / all_.sum(), factor)
    assert np.minimum(at_most, at_least).min() > ACTION


# -------------------------------------------------------------------------------------------------------- rare events


def test_a_three_sigma_g_chart_speaks_earlier_and_errs_more_often() -> None:
    """J. Anhøj, SPC for healthcare, chapter "SPC Charts for Rare Events": G chart of deliveries between newborns with
    asphyxia, limit x̄ + 3 √(x̄ (x̄ + 1)): "To trigger a 3-sigma signal we would -- in this case -- need at least 518
    deliveries with no cases".

    That limit puts x̄ near 129. At one case in 130 deliveries 518 in a row without any come 1.8 % of the time: one
    interval in 55 is called better by mistake. Ours asks for 0.1 %, and so for 6.9 instead of 4 times the average.
    """
    average = next(x / 100 for x in range(1, 100_000) if x / 100 + 3 * math.sqrt(x / 100 * (x / 100 + 1)) >= 518)
    assert 129 <= average < 129.5
    rate = 1 / (average + 1)
    assert (1 - rate) ** 518 == pytest.approx(0.018, abs=0.001)
    assert (1 - rate) ** dossiers_in_a_row(rate) < ACTION
    assert dossiers_in_a_row(rate) / average == pytest.approx(6.9, abs=0.1)


@pytest.mark.parametrize("rate", [0.004, 0.011, 0.02, 0.03, 0.07])
def test_limits_of_the_geometric_distribution_are_those_of_minitab(rate: float) -> None:
    """Minitab, "Methods and formulas for G Chart" (support.minitab.com): UCL = G3 − 1, G3 the 99.865 % point of a
    geometric distribution ("number until"), interpolated between whole numbers. At the same tail probability ours is
    the whole number itself: one or two dossiers later, never earlier."""
    tail = 0.00135
    until = int(stats.geom.ppf(1 - tail, rate))
    below, reached = stats.geom.cdf([until - 1, until], rate)
    published = (until - 1) + (1 - tail - below) / (reached - below) - 1
    assert 1 <= dossiers_in_a_row(rate, tail) - published < 2
