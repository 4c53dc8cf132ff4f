"""The verdict rule of COUNTING 4.3, signals over time (4.4) and changes (4.4, 4.5)."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from measures import registry
from measures.judging import Trend, change, complete, judge, with_signals
from measures.measure import Measure
from measures.period import Period
from measures.verdict import CLEAR, Direction, Verdict, is_concern

HEADLINE = registry.get("overdue_rate")
APRIL, MAY, JUNE = (dt.date(2020, month, 1) for month in (4, 5, 6))
Counts = Mapping[str, tuple[int, int]]
# The picture: fourteen wards in June 2020, 54 late of 2.336 that came due.
PICTURE: Counts = {
    "P.1": (2, 108),
    "P.2": (1, 121),
    "P.3": (3, 94),
    "P.4": (2, 132),
    "P.5": (4, 136),
    "P.6": (2, 141),
    "P.7": (5, 118),
    "P.8": (2, 214),
    "P.9": (3, 131),
    "P.10": (15, 239),
    "P.11": (3, 236),
    "P.12": (8, 228),
    "P.13": (0, 241),
    "P.14": (4, 197),
}
VOLUMES = [n for _, n in PICTURE.values()]

WATCH = frozenset({Verdict.WATCH_HIGHER, Verdict.WATCH_LOWER})


def frame(months: Mapping[dt.date, Counts]) -> pd.DataFrame:
    rows = [(unit, month, float(x), float(n)) for month, counts in months.items() for unit, (x, n) in counts.items()]
    return pd.DataFrame(rows, columns=["unit", "period", "numerator", "denominator"])


def judged(months: Mapping[dt.date, Counts], measure: Measure = HEADLINE) -> pd.DataFrame:
    """One row a unit of the last month."""
    rows = judge(frame(months), measure)
    return rows[rows["period"] == max(months)].set_index("unit")


def verdict(unit: str, months: Mapping[dt.date, Counts]) -> Verdict:
    return judged(months).loc[unit, "verdict"]


# ------------------------------------------------------------------------------------------- the numbers of the picture


def test_the_picture_adds_up() -> None:
    assert (sum(x for x, _ in PICTURE.values()), sum(VOLUMES)) == (54, 2336)


def test_ward_10_is_clearly_higher_in_one_month() -> None:
    """The others have 39 late of 2.097; at their rate 15 or more of 239 come 5 times in 100.000."""
    row = judged({JUNE: PICTURE}).loc["P.10"]
    assert row["reference"] == pytest.approx((54 - 15) / (2336 - 239))
    assert row["factor"] == 1.0
    assert stats.binom.sf(14, 239, 39 / 2097) == pytest.approx(5.1e-5, rel=0.01)
    assert row["verdict"] == Verdict.HIGHER


def test_ward_13_is_only_watched_in_one_month() -> None:
    """0 of 241 comes (1 − 54/2095)²⁴¹ = 0.18 % of the time: beyond 95 %, within 99.8 % (COUNTING 8)."""
    assert round((1 - 54 / 2095) ** 241, 4) == 0.0018
    assert verdict("P.13", {JUNE: PICTURE}) == Verdict.WATCH_LOWER


def test_all_other_wards_of_the_picture() -> None:
    """Expected at 54/2336: 236, 228 dossiers give 5.46, 5.27; 214 give 4.95, too few, and so do all smaller ones."""
    verdicts = judged({JUNE: PICTURE})["verdict"].drop(["P.10", "P.13"]).to_dict()
    assert {unit for unit, word in verdicts.items() if word == Verdict.NO_EVIDENCE} == {"P.11", "P.12"}
    assert set(verdicts.values()) == {Verdict.NO_EVIDENCE, Verdict.TOO_FEW}


def test_rates_and_intervals_stand_beside_the_verdicts() -> None:
    row = judged({JUNE: PICTURE}).loc["P.13"]
    assert (row["rate"], row["low"]) == (0, 0)
    assert row["high"] == pytest.approx(0.0157, abs=0.00005)  # Wilson, z² / (241 + z²)


# ---------------------------------------------------------------------------------------------------------- the rule


def test_beyond_95_twice_running_is_clear() -> None:
    assert verdict("P.13", {MAY: PICTURE, JUNE: PICTURE}) == Verdict.LOWER


def test_the_other_side_in_the_month_before_does_not_count() -> None:
    """In May ward 13 has 12 late, ward 10 only 5: 12 or more of 241 at 44/2095 come 0.5 % of the time."""
    may = {**PICTURE, "P.13": (12, 241), "P.10": (5, 239)}
    assert round(stats.binom.sf(11, 241, 44 / 2095), 3) == 0.005
    assert verdict("P.13", {MAY: may}) == Verdict.WATCH_HIGHER
    assert verdict("P.13", {MAY: may, JUNE: PICTURE}) == Verdict.WATCH_LOWER


def test_two_months_with_a_quiet_one_between_are_not_running() -> None:
    quiet = {**PICTURE, "P.13": (5, 241)}
    assert verdict("P.13", {APRIL: PICTURE, MAY: quiet, JUNE: PICTURE}) == Verdict.WATCH_LOWER


def test_a_month_with_too_few_before_does_not_count() -> None:
    """In May 12 of 100 is far beyond, but at 51/2195 only 2.3 are expected: no verdict, so no first time either."""
    may, june = {**PICTURE, "P.10": (12, 100)}, {**PICTURE, "P.10": (11, 239)}
    assert verdict("P.10", {MAY: may}) == Verdict.TOO_FEW
    assert verdict("P.10", {JUNE: june}) == Verdict.WATCH_HIGHER
    assert verdict("P.10", {MAY: may, JUNE: june}) == Verdict.WATCH_HIGHER
    assert verdict("P.10", {MAY: june, JUNE: june}) == Verdict.HIGHER


def test_a_unit_without_a_row_in_the_month_before_begins_anew() -> None:
    may = {unit: counts for unit, counts in PICTURE.items() if unit != "P.13"}
    assert verdict("P.13", {MAY: may, JUNE: PICTURE}) == Verdict.WATCH_LOWER


def test_expected_is_counted_at_the_level_of_the_district() -> None:
    """Decision 12. Ward 8: 214 · 54/2336 = 4.95 is too few, though 214 · 52/2122 = 5.24 at the rate of the others."""
    row = judged({JUNE: PICTURE}).loc["P.8"]
    assert row["expected"] == pytest.approx(214 * 54 / 2336)
    assert 214 * row["reference"] == pytest.approx(214 * 52 / 2122)
    assert row["expected"] < 5 < 214 * row["reference"]
    assert row["verdict"] == Verdict.TOO_FEW


def test_five_expected_are_enough() -> None:
    """Both units: 100 · 10/200 = 5 exactly."""
    assert verdict("a", {JUNE: {"a": (5, 100), "b": (5, 100)}}) == Verdict.NO_EVIDENCE


def test_nothing_counted_is_no_data_and_no_rate() -> None:
    row = judged({JUNE: {**PICTURE, "P.2": (0, 0)}}).loc["P.2"]
    assert row["verdict"] == Verdict.NO_DATA
    assert all(math.isnan(row[column]) for column in ("rate", "low", "high"))
    assert not row["can_be_lower"]


def test_a_district_without_any_dossier_has_no_verdict() -> None:
    rows = judged({JUNE: {"a": (0, 0), "b": (0, 0)}})
    assert set(rows["verdict"]) == {Verdict.NO_DATA}
    assert rows["rate"].isna().all()


def test_a_unit_alone_has_nobody_to_differ_from() -> None:
    row = judged({JUNE: {"a": (50, 100)}}).loc["a"]
    assert math.isnan(row["reference"])
    assert row["verdict"] == Verdict.NO_EVIDENCE


def test_where_even_none_late_could_not_be_called_lower_it_says_so() -> None:
    """Ward 1: none late of 108 at 52/2228 comes 7.8 % of the time; ward 14: of 197 at 50/2139, 0.9 %."""
    rows = judged({JUNE: PICTURE})
    assert round((1 - 52 / 2228) ** 108, 3) == 0.078
    assert round((1 - 50 / 2139) ** 197, 3) == 0.009
    assert not rows.loc["P.1", "can_be_lower"]
    assert rows.loc["P.14", "can_be_lower"]


def test_overdispersion_may_forbid_lower_even_where_many_are_expected() -> None:
    """Factor 16.7 (see test_statistics): 500 dossiers count as 30; none late of 30 at 410/6500 comes in 14 %."""
    row = judged({JUNE: {f"u{number}": (10 if number % 2 else 50, 500) for number in range(14)}}).loc["u1"]
    assert row["expected"] == 500 * 420 / 7000
    assert row["factor"] == pytest.approx(16.7, abs=0.05)
    assert round((1 - 410 / 6500) ** (500 / 16.7), 2) == 0.14
    assert not row["can_be_lower"]
    assert row["verdict"] == Verdict.NO_EVIDENCE


def test_only_rates_are_judged() -> None:
    rows = judge(frame({JUNE: PICTURE}), registry.get("backlog"))
    assert list(rows) == ["unit", "period", "numerator", "denominator"]


def test_groups_within_a_unit_get_rates_but_no_verdict() -> None:
    """A verdict compares units over all their dossiers; a unit's procedures have no "others"."""
    rows = judge(frame({JUNE: PICTURE}).assign(procedure="1.001193"), HEADLINE)
    assert "rate" in rows
    assert "verdict" not in rows


def test_an_empty_frame_stays_empty() -> None:
    rows = judge(frame({}), HEADLINE)
    assert rows.empty
    assert {"rate", "low", "high", "verdict"} <= set(rows)


def test_the_given_frame_is_not_changed() -> None:
    given_frame = frame({JUNE: PICTURE})
    judge(given_frame, HEADLINE)
    assert list(given_frame) == ["unit", "period", "numerator", "denominator"]


def test_complete_adds_rows_for_what_counted_nothing() -> None:
    whole = complete(frame({JUNE: {"a": (1, 2)}}), ["a", "b"], [MAY, JUNE])
    found = {(row.unit, row.period): (row.numerator, row.denominator) for row in whole.itertuples()}
    assert found == {("a", MAY): (0, 0), ("a", JUNE): (1, 2), ("b", MAY): (0, 0), ("b", JUNE): (0, 0)}


@pytest.mark.parametrize(
    ("word", "good", "concern"),
    [
        (Verdict.HIGHER, Direction.LOWER, True),
        (Verdict.WATCH_HIGHER, Direction.LOWER, True),
        (Verdict.LOWER, Direction.LOWER, False),
        (Verdict.WATCH_LOWER, Direction.HIGHER, True),
        (Verdict.HIGHER, Direction.HIGHER, False),
        (Verdict.TOO_FEW, Direction.LOWER, False),
    ],
)
def test_what_is_good_decides_whether_a_verdict_is_a_concern(word: Verdict, good: Direction, concern: bool) -> None:
    assert is_concern(word, good) is concern


# -------------------------------------------------------------------------------------------- properties, any district


@st.composite
def districts(draw: st.DrawFn) -> dict[str, tuple[int, int]]:
    volumes = draw(st.lists(st.integers(0, 400), min_size=2, max_size=14))
    return {f"u{number}": (draw(st.integers(0, n)), n) for number, n in enumerate(volumes)}


FEW = settings(max_examples=60, deadline=None)


@FEW
@given(districts(), districts())
def test_there_is_no_clear_verdict_where_fewer_than_five_are_expected(may: Counts, june: Counts) -> None:
    for row in judge(frame({MAY: may, JUNE: june}), HEADLINE).itertuples():
        if not row.denominator:
            assert row.verdict == Verdict.NO_DATA
        elif row.expected < 5:
            assert row.verdict == Verdict.TOO_FEW
        else:
            assert row.verdict not in (Verdict.NO_DATA, Verdict.TOO_FEW)


@FEW
@given(districts(), districts())
def test_a_verdict_points_where_the_rate_lies(may: Counts, june: Counts) -> None:
    for row in judge(frame({MAY: may, JUNE: june}), HEADLINE).itertuples():
        if row.verdict in (Verdict.HIGHER, Verdict.WATCH_HIGHER):
            assert row.rate > row.reference
        if row.verdict in (Verdict.LOWER, Verdict.WATCH_LOWER):
            assert row.rate < row.reference


@FEW
@given(districts(), districts(), st.randoms(use_true_random=False))
def test_the_order_of_rows_does_not_matter(may: Counts, june: Counts, random) -> None:
    rows = frame({MAY: may, JUNE: june})
    order = list(rows.index)
    random.shuffle(order)
    usual, shuffled = (
        judge(one, HEADLINE).set_index(["unit", "period"])["verdict"].to_dict() for one in (rows, rows.loc[order])
    )
    assert usual == shuffled


@FEW
@given(districts(), st.integers(2, 20))
def test_scaling_an_overdispersed_district_changes_no_verdict(june: Counts, by: int) -> None:
    """Where units already differ by more than chance, more dossiers at the same rates prove nothing new: the factor
    grows with them. (Only a verdict that lacked dossiers may appear.)"""
    scaled = {unit: (x * by, n * by) for unit, (x, n) in june.items()}
    before, after = judged({JUNE: june}), judged({JUNE: scaled})
    assert list(after["expected"].fillna(0)) == pytest.approx(list(before["expected"].fillna(0) * by))
    if before["factor"].max() <= 1:
        return
    assert after["factor"].max() == pytest.approx(before["factor"].max() * by)
    kept = before["verdict"] != Verdict.TOO_FEW
    assert list(after["verdict"][kept]) == list(before["verdict"][kept])


# --------------------------------------------------------------------------------------- districts without differences


def simulated(rate: float, seed: int) -> pd.DataFrame:
    """400 districts of fourteen wards that all have the same rate, with the volumes of the picture, in one month each.

    Each district has its own month and unit names, so that none is the month before of another.
    """
    draws = np.random.default_rng(seed).binomial(VOLUMES, rate, size=(400, 14))
    months = {
        dt.date(2000, 1, 1) + dt.timedelta(district): {
            f"{district}-{ward}": (int(x), n) for ward, (x, n) in enumerate(zip(row, VOLUMES, strict=True))
        }
        for district, row in enumerate(draws)
    }
    return judge(frame(months), HEADLINE)


def test_wards_that_do_not_differ_are_seldom_called_different() -> None:
    """Of 400 · 14 = 5600 wards 2 · 0.1 % = 11.2 would be called clear by chance; 6 are, since counts are whole.

    At most 23 = the 99.9 % point of a binomial with 5600 trials at 0.2 %. Watched: 206, of 5 % = 280 at most.
    """
    rows = simulated(rate=0.1, seed=20200630)
    assert len(rows) == 5600
    assert Verdict.TOO_FEW not in set(rows["verdict"])  # 94 · 10 % = 9.4 are expected in the smallest ward
    assert rows["verdict"].isin(CLEAR).sum() <= stats.binom.isf(0.001, 5600, 0.002) == 23
    assert 100 < rows["verdict"].isin(WATCH).sum() <= 280  # a rule that never speaks would be no rule


# ---------------------------------------------------------------------------------------------------------- over time


def series(
    numerators: Sequence[int], denominators: Sequence[int] | int, first: dt.date = dt.date(2018, 1, 1)
) -> pd.DataFrame:
    count = len(numerators)
    months = [
        dt.date(first.year + (first.month - 1 + m) // 12, (first.month - 1 + m) % 12 + 1, 1) for m in range(count)
    ]
    return pd.DataFrame({"period": months, "numerator": np.array(numerators, float), "denominator": denominators})


def assert_no_limits(trend: Trend) -> None:
    assert trend.frame[["lower", "upper", "centre"]].isna().all(axis=None)
    assert set(trend.frame["signal"]) == {""}


def test_a_month_on_the_limit_is_no_signal_and_one_more_dossier_is() -> None:
    """23 months at 10 of 500 and one at 22: centre 252/12000 = 2.1 %, limit 22/500. At 23: centre 2.11 %, limit 22."""
    assert stats.binom.isf(0.001, 500, 252 / 12000) == stats.binom.isf(0.001, 500, 253 / 12000) == 22
    on_it, beyond = (with_signals(series([10] * 20 + [x] + [10] * 3, 500)).frame for x in (22, 23))
    assert on_it.loc[20, "rate"] == on_it.loc[20, "upper"] == 22 / 500
    assert set(on_it["signal"]) == {""}
    assert list(beyond["signal"]) == [""] * 20 + ["higher"] + [""] * 3
    assert set(beyond["centre"]) == {253 / 12000}


def test_a_month_far_below_is_a_signal_too() -> None:
    """At 23 · 50 / 12000 = 9.6 %, fewer than 29 of 500 come less than once in 1000 months."""
    frame_ = with_signals(series([50] * 20 + [0] + [50] * 3, 500)).frame
    assert list(frame_["signal"]) == [""] * 20 + ["lower"] + [""] * 3
    assert frame_.loc[20, "lower"] == stats.binom.ppf(0.001, 500, 1150 / 12000) / 500


def test_limits_vary_with_the_number_of_dossiers() -> None:
    frame_ = with_signals(series([10] * 24, [500, 1000] * 12)).frame
    assert (frame_["upper"].iloc[0::2].min()) > (frame_["upper"].iloc[1::2].max())


@pytest.mark.parametrize(("months", "provisional"), [(11, True), (12, False)])
def test_fewer_than_twelve_points_are_provisional(months: int, provisional: bool) -> None:
    trend = with_signals(series([10] * (months - 1) + [100], 500))
    assert (trend.provisional, trend.grain) == (provisional, "month")
    if provisional:
        assert_no_limits(trend)
    else:
        assert trend.frame["signal"].iloc[-1] == "higher"


def test_months_without_dossiers_are_gaps_and_no_points() -> None:
    trend = with_signals(series([10] * 11 + [0], [500] * 11 + [0]))
    assert trend.provisional  # eleven points
    whole = with_signals(series([10] * 6 + [0] + [10] * 6, [500] * 6 + [0] + [500] * 6))
    assert not whole.provisional
    gap = whole.frame.loc[6]
    assert all(math.isnan(gap[column]) for column in ("rate", "lower", "upper"))
    assert gap["signal"] == ""


def test_below_five_expected_a_month_whole_quarters_are_shown() -> None:
    """38 months of 2 in 100 from December 2017: 12 quarters of 3 · 2 = 6 in 300; both ends are left out."""
    trend = with_signals(series([2] * 38, 100, first=dt.date(2017, 12, 1)))
    assert (trend.grain, trend.provisional) == ("quarter", False)
    assert list(trend.frame["period"]) == [
        dt.date(year, month, 1) for year in (2018, 2019, 2020) for month in (1, 4, 7, 10)
    ]
    assert set(trend.frame["numerator"]) == {2 + 2 + 2}
    assert set(trend.frame["denominator"]) == {300}


def test_five_expected_a_month_stay_months() -> None:
    assert with_signals(series([5] * 12, 100)).grain == "month"


def test_quarters_need_twelve_points_too() -> None:
    trend = with_signals(series([2] * 24, 100))  # eight quarters
    assert (trend.grain, trend.provisional) == ("quarter", True)
    assert_no_limits(trend)


STEP = series([10] * 24 + [60] * 24, 500)  # 2 % until the end of 2019, 12 % from January 2020


def test_a_baseline_is_never_found_by_itself() -> None:
    """The level rises sixfold, but without a recorded decision there is one centre: 24 · (10 + 60) of 24000 = 7 %."""
    trend = with_signals(STEP)
    assert set(trend.frame["centre"]) == {24 * (10 + 60) / 24000}
    assert list(trend.frame["signal"]) == ["lower"] * 24 + ["higher"] * 24


def test_a_recorded_baseline_begins_on_its_day() -> None:
    trend = with_signals(STEP, [dt.date(2020, 1, 1)])
    assert list(trend.frame["centre"]) == [10 / 500] * 24 + [60 / 500] * 24
    assert set(trend.frame["signal"]) == {""}
    assert not trend.provisional


def test_a_new_baseline_with_few_points_has_no_limits_yet() -> None:
    """COUNTING 8: "The control chart's new baseline has too few points". The months before it keep theirs."""
    trend = with_signals(STEP.head(24 + 11), [dt.date(2020, 1, 1)])
    assert trend.provisional
    assert list(trend.frame["centre"].head(24)) == [10 / 500] * 24
    assert trend.frame.iloc[24:][["lower", "upper", "centre"]].isna().all(axis=None)
    assert set(trend.frame["signal"]) == {""}


@pytest.mark.parametrize("day", [dt.date(2015, 1, 1), dt.date(2018, 1, 1), dt.date(2030, 1, 1)])
def test_a_baseline_outside_the_series_changes_nothing(day: dt.date) -> None:
    assert with_signals(STEP, [day]).frame.equals(with_signals(STEP).frame)


def test_an_empty_series_is_provisional() -> None:
    trend = with_signals(series([], []), [dt.date(2020, 1, 1)])
    assert trend.provisional
    assert trend.frame.empty


# ------------------------------------------------------------------------------------------------------------- change


@pytest.mark.parametrize(
    ("now", "before", "word"),
    [
        ((54, 2336), (86, 2389), "down"),  # 2.3 % after 3.6 %: Fisher p = 0.009
        ((86, 2389), (54, 2336), "up"),
        ((54, 2336), (64, 2389), "none"),  # 2.3 % after 2.7 %: p = 0.45
        ((54, 2336), (0, 0), ""),
        ((0, 0), (54, 2336), ""),
    ],
)
def test_the_word_of_a_change(now: tuple[int, int], before: tuple[int, int], word: str) -> None:
    found = change(now, before, Period.parse("2020-05"))
    assert found.word == word
    assert found.before.token == "2020-05"
    if word:
        assert found.difference == pytest.approx(now[0] / now[1] - before[0] / before[1])
    else:
        assert math.isnan(found.difference)
