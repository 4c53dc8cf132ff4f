"""The page "Trễ hạn" against the plain truth, dossier by dossier, and against small districts counted by hand."""

from __future__ import annotations

import datetime as dt
import itertools
import random
import re
import shutil
from collections import defaultdict
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings

from data_access.profiles import Baseline, Profile, Target, load_profile, profile
from data_access.stores import Store
from data_access.viewer import EVERYTHING
from measures.judging import Trend
from measures.known import holdings
from measures.lateness_page import OWN, REST, UNKNOWN, Lateness, assurance, holders, lateness_page, variation
from measures.overview import overview
from measures.period import Period
from measures.scope import Scope
from tests import plain_truth as truth
from tests.conftest import Loaded
from tests.district import District, Dossier, districts, random_district
from tests.measures.test_against_truth import FEW, any_scope, filter_of, true_members

QUAN6 = load_profile("quan6")
BACK_FROM = dt.date(2020, 6, 24)


def page(store: Store, version: str, scope: Scope, settled: Profile = QUAN6) -> Lateness:
    return lateness_page(store, version, scope, EVERYTHING, holdings(store, version), settled)


def true_views(district: District, scope: Scope) -> list[truth.View]:
    period, as_of = scope.period, scope.as_of or dt.date.max
    return truth.views(district, period.start, period.end, as_of, scope.lateness, filter_of(scope))


# ------------------------------------------------------------------------------- the headline and the official form


@settings(FEW, max_examples=8)
@given(district=districts(min_size=30), scope=any_scope)
def test_the_headline_reconciles_with_the_form_dossier_by_dossier(
    load_district: Loaded, district: District, scope: Scope
) -> None:
    """B + (steps) = |L| + |D| in every scope, each step counted by a plain loop, no dossier in two of them."""
    store, version = load_district(district)
    if scope.period.start > holdings(store, version).cut_off:
        return
    seen = page(store, version, scope)
    views = true_views(district, scope)
    late = {view.dossier.code for view in views if truth.finished_late(view) or truth.overdue_open(view)}
    breached = {view.dossier.code for view in views if truth.breached(view)}
    ended = {view.dossier.code for view in views if truth.breached_ended_after(view)}
    earlier = [
        {v.dossier.code for v in views if of(v) and v.now.due < v.start}
        for of in (truth.finished_late, truth.overdue_open)
    ]
    assert [number for _, number in seen.reconciliation] == [len(breached), -len(ended), *map(len, earlier)]
    assert (breached - ended) | earlier[0] | earlier[1] == late
    together = sum(number for _, number in seen.reconciliation)
    assert together == len(late) == seen.officials["late_of_finished"][0] + seen.officials["overdue_of_open"][0]
    assert sum(seen.parts.values()) == seen.now[0] == len(breached)


def test_the_random_districts_reach_every_step() -> None:
    """Otherwise the test above proves little."""
    steps: dict[str, int] = defaultdict(int)
    for seed, period in itertools.product(range(20), ("2020-05", "2020-Q2")):
        scope = Scope(Period.parse(period), units=(), certification=True)
        for key in ("overdue_rate.ended_after", "late_of_finished.due_before", "overdue_of_open.due_before"):
            steps[key] += len(true_members(key, random_district(seed), scope)[0])
    assert min(steps.values()) > 5


@pytest.mark.parametrize("seed", range(2))
def test_official_rates_equal_the_truth(load_district: Loaded, seed: int) -> None:
    district = random_district(seed)
    store, version = load_district(district)
    for scope in (Scope(Period.parse("2020-Q2"), units=()), Scope(Period.parse("2020"), as_of=dt.date(2020, 5, 20))):
        seen = page(store, version, scope)
        assert set(seen.officials) == {"late_of_finished", "overdue_of_open", "late_against_first_promise"}
        for key, pair in seen.officials.items():
            assert pair == tuple(map(len, true_members(key, district, scope)))
        for key, number in seen.beside.items():
            assert number == len(true_members(key, district, scope)[0])


def test_decision_766_speaks_of_periods_since_it_was_law(load_district: Loaded) -> None:
    """It is of 23/06/2022: 2022 began before it, July 2022 did not. One finished in time, one still open and late."""
    rows = [_dossier("A", dt.date(2022, 7, 5), 0), _dossier("B", dt.date(2022, 7, 5), None)]
    store, version = load_district(District(tuple(rows), exported_at={"p10": dt.datetime(2022, 7, 29, 18)}))
    assert page(store, version, Scope(Period.parse("2022-07"))).officials["on_time_766"] == (1, 2)
    assert "on_time_766" not in page(store, version, Scope(Period.parse("2022"))).officials


# ---------------------------------------------------------------------------------------------- open overdue dossiers


@pytest.mark.parametrize("seed", range(3))
def test_ages_and_missing_letters_equal_the_truth(load_district: Loaded, seed: int) -> None:
    district = random_district(seed)
    store, version = load_district(district)
    for as_of, lateness in itertools.product((None, BACK_FROM, dt.date(2020, 5, 29)), ("day", "instant")):
        scope = Scope(Period.parse("2020"), as_of=as_of, units=(), certification=True, lateness=lateness)
        seen, expected = page(store, version, scope), defaultdict(lambda: [0, 0])
        for view in filter(truth.overdue_open, true_views(district, scope)):
            letters = [letter for letter in district.letters if letter.code == view.dossier.code]
            days = truth.working_days_between(view.now.due, view.to)
            expected[_bin(days)][0] += 1
            expected[_bin(days)][1] += truth.first_letter(view.now, letters, view.to) is None
        assert list(seen.ages["age"]) == ["0", "1-3", "4-7", "8-15", "16-30", ">30"]
        for row in seen.ages.itertuples():
            assert [row.count, row.without_letter] == expected[row.age]
        assert seen.overdue == sum(count for count, _ in expected.values())


def _bin(days: int) -> str:
    if days == 0:
        return "0"
    return next((f"{low}-{high}" for low, high in ((1, 3), (4, 7), (8, 15), (16, 30)) if low <= days <= high), ">30")


def test_nobody_is_named_as_holder_of_a_past_day(load_district: Loaded) -> None:
    store, version = load_district(random_district(1))
    cut_off = holdings(store, version).cut_off
    scope = Scope(Period.parse("2020"), units=(), certification=True)
    now, before = (page(store, version, replace(scope, as_of=day)) for day in (None, cut_off - dt.timedelta(1)))
    assert now.holders["count"].sum() == now.overdue > 0
    assert before.overdue > 0
    assert before.holders.empty
    assert list(before.holders) == list(now.holders)


def overdue_rows(*rows: tuple[str, str, int, int]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["held_by", "holder", "days_over", "numerator"]).astype({"numerator": float})


NAMES = {"p01": "Phường 1", "p10": "Phường 10", "qldt": "Phòng QLĐT", **{f"x{n}": f"X {n}" for n in range(12)}}


def test_holders_add_up_counts_and_days() -> None:
    """Two wards hold their own three; the department holds five: 2 of 4 days, 3 of 10, together 38."""
    rows = overdue_rows(
        ("outside", "qldt", 4, 2),
        ("outside", "qldt", 10, 3),
        ("outside", "p10", 1, 1),
        ("own", "p10", 7, 2),
        ("own", "p01", 2, 1),
        ("unknown", "", 30, 1),
    )
    found = holders(rows, NAMES)
    assert found.to_dict("split")["data"] == [
        ["qldt", "Phòng QLĐT", True, 5, 10, 38],
        [OWN, "", False, 3, 7, 16],
        [UNKNOWN, "", False, 1, 30, 30],
        ["p10", "Phường 10", True, 1, 1, 1],
    ]


def test_one_unit_that_holds_its_own_is_named() -> None:
    found = holders(overdue_rows(("own", "p10", 7, 2), ("own", "p10", 9, 1)), NAMES)
    assert found.to_dict("split")["data"] == [["p10", "Phường 10", False, 3, 9, 23]]


def test_what_is_more_than_eight_outside_units_is_added_up_last() -> None:
    rows = [("outside", f"x{n}", n, 20 - n) for n in range(11)] + [("own", "p10", 1, 1)]
    found = holders(overdue_rows(*rows), NAMES)
    assert list(found["holder"]) == [*(f"x{n}" for n in range(8)), "p10", REST]
    assert found.iloc[-1].to_list() == [REST, "", True, 12 + 11 + 10, 10, 12 * 8 + 11 * 9 + 10 * 10]
    assert found["count"].sum() == sum(number for *_, number in rows)


# -------------------------------------------------------------------------------------------------------- comparison


def test_units_are_judged_as_on_the_overview(load_district: Loaded) -> None:
    """One rule for tiles and ranking: the same verdicts, level, change and counts beside."""
    store, version = load_district(random_district(2))
    for period, unit in itertools.product(("2020-05", "2020-Q2"), ("ward", "p10", "department")):
        scope = Scope(Period.parse(period), units=(unit,), certification=True)
        seen = page(store, version, scope)
        first = overview(store, version, scope, EVERYTHING, holdings(store, version), QUAN6)
        pd.testing.assert_frame_equal(seen.units[list(first.units)], first.units.reset_index(drop=True))
        pd.testing.assert_frame_equal(seen.history, first.history)
        for name in ("level", "now", "parts", "beside", "target", "comparison"):
            assert getattr(seen, name) == getattr(first, name), name
        assert repr(seen.change) == repr(first.change)
        assert seen.overdue == first.overdue


def test_the_same_period_of_the_year_before(load_district: Loaded) -> None:
    """June 2019: 1 of 4 late; May 2020: 1 of 2; June 2020: 2 of 3. A June under way stands against as many days."""
    rows = [_dossier(f"19-{n}", dt.date(2019, 6, 3 + 5 * n), late) for n, late in enumerate((0, 0, 1, 0))]
    rows += [_dossier(f"05-{n}", dt.date(2020, 5, 13), late) for n, late in enumerate((0, 2))]
    rows += [_dossier(f"06-{n}", dt.date(2020, 6, 8), late) for n, late in enumerate((0, 1, 1))]
    store, version = load_district(District(tuple(rows), exported_at={"p10": dt.datetime(2020, 6, 30, 18)}))
    seen = page(store, version, Scope(Period.parse("2020-06")))
    assert seen.now == (2, 3)
    assert seen.change.difference == pytest.approx(2 / 3 - 1 / 2)
    assert seen.against_last_year.difference == pytest.approx(2 / 3 - 1 / 4)
    assert seen.against_last_year.before == Period.parse("2019-06")
    under_way = page(store, version, Scope(Period.parse("2020-06"), as_of=dt.date(2020, 6, 10)))
    assert under_way.against_last_year.before.end == dt.date(2019, 6, 10)
    assert under_way.against_last_year.difference == pytest.approx(2 / 3 - 0 / 2)


def test_case_mix_stands_beside_each_unit(load_district: Loaded) -> None:
    """Ward 9 does nothing but the slow procedure, of which ward 10 has 10 late of 40 (and 0 of 60 others)."""
    due = dt.date(2020, 6, 10)
    rows = [_dossier(f"A{n}", due, n < 5, "p09", "1.001193") for n in range(20)]
    rows += [_dossier(f"B{n}", due, n < 10, "p10", "1.001193") for n in range(40)]
    rows += [_dossier(f"C{n}", due, 0, "p10", "1.004873") for n in range(60)]
    exported = dict.fromkeys(("p09", "p10"), dt.datetime(2020, 6, 30, 18))
    store, version = load_district(District(tuple(rows), exported_at=exported))
    units = page(store, version, Scope(Period.parse("2020-06"))).units.set_index("unit")
    assert units.loc["p09", "case_mix"] == pytest.approx(20 * 10 / 40)
    assert units.loc["p09", "case_mix_rate"] == pytest.approx(10 / 40)
    assert units.loc["p10", "case_mix"] == pytest.approx(100 * 5 / 20)  # 20 slow ones are too few: the overall rate
    assert list(units["case_mix"].dropna().index) == ["p09", "p10"]
    assert pd.isna(units.loc["p09", "rank_low"])  # 20 dossiers
    assert units.loc["p10", ["rank_low", "rank_high"]].to_list() == [1, 1]


# --------------------------------------------------------------------------------------------------- signals over time


def _dossier(code: str, due: dt.date, days_late: int | None, unit: str = "p10", procedure: str = "1.001193") -> Dossier:
    """Received two days before it is due, finished so many days after, or (None) still open."""
    finished = None if days_late is None else dt.datetime.combine(due + dt.timedelta(int(days_late)), dt.time(16))
    return Dossier(
        code=code,
        receiving=unit,
        resolving=unit,
        area=None,
        procedure=procedure,
        channel=1,
        status=4 if finished is None else 9,
        received=dt.datetime.combine(due - dt.timedelta(2), dt.time(9)),
        due=due,
        finished=finished,
    )


def test_baselines_of_the_profile_are_applied(load_district: Loaded) -> None:
    """Two years, 12 late of 20 a month in the first, 6 in the second: the recorded decision splits the limits."""
    months = [dt.date(2018 + n // 12, n % 12 + 1, 10) for n in range(24)]
    rows = [
        _dossier(f"{month:%y%m}-{n:02}", truth.next_working(month), n < (12 if month.year == 2018 else 6))
        for month in months
        for n in range(20)
    ]
    store, version = load_district(District(tuple(rows), exported_at={"p10": dt.datetime(2019, 12, 31, 18)}))
    scope = Scope(Period.parse("2019-12"))
    whole = page(store, version, scope)
    assert whole.trend.frame["centre"].to_list() == pytest.approx([18 / 40] * 24)
    decided = replace(QUAN6, baselines=(Baseline(dt.date(2019, 1, 1), "liên thông điện tử", "electronic exchange"),))
    split = page(store, version, scope, decided)
    assert split.trend.frame["centre"].to_list() == pytest.approx([12 / 20] * 12 + [6 / 20] * 12)
    assert (split.variation, split.assurance) == ("common", "missed")
    too_new = replace(QUAN6, baselines=(Baseline(dt.date(2019, 6, 1), "", ""),))
    assert page(store, version, scope, too_new).variation == "provisional"


@pytest.mark.parametrize("seed", range(2))
def test_the_days_between_late_dossiers_equal_the_truth(load_district: Loaded, seed: int) -> None:
    """Due days of the late ones of 24 months, one by one, and the working days from each to the next. Due days on days
    off roll, some dossiers come due on the same day, some are still open."""
    draws = random.Random(seed)
    days = [dt.date(2018, 7, 2) + dt.timedelta(draws.randrange(725)) for _ in range(300)]
    late = [draws.choice([0] * 12 + [4, None]) for _ in days]
    rows = [_dossier(f"{n:03}", day, wait) for n, (day, wait) in enumerate(zip(days, late, strict=True))]
    district = District(tuple(rows), exported_at={"p10": dt.datetime(2020, 6, 30, 18)})
    store, version = load_district(district)
    scope = Scope(Period.parse("2020-06"), units=("p10",))
    seen = page(store, version, scope)
    assert seen.rare is not None
    first = seen.history["period"].min()
    views = truth.views(district, first, scope.until, dt.date.max, "day", filter_of(scope))
    due = sorted(_day(view.now.due) for view in views if truth.breached(view))
    assert len(due) > 20
    assert len(set(due)) < len(due)
    ended = seen.rare.frame[~seen.rare.frame["running"]]
    pairs = list(itertools.pairwise(due))
    assert list(zip(ended["start"], ended["end"], strict=True)) == pairs
    assert list(ended["days"]) == [truth.working_days_between(*pair) for pair in pairs]
    all_due = [_day(view.now.due) for view in views if truth.came_due(view)]
    assert list(ended["dossiers"]) == [sum(start < day < end for day in all_due) for start, end in pairs]
    running = seen.rare.frame.iloc[-1]
    assert (running["start"], running["end"]) == (due[-1], dt.date(2020, 6, 30))
    assert running["days"] == truth.working_days_between(due[-1], dt.date(2020, 6, 30))


def _day(due: dt.date | dt.datetime) -> dt.date:
    return due.date() if isinstance(due, dt.datetime) else due


@pytest.mark.parametrize(("late", "rare"), [(5, False), (4, True)])
def test_below_five_late_a_month_the_days_between_stand_for_the_months(
    load_district: Loaded, late: int, rare: bool
) -> None:
    """24 months are 8 quarters, too few for limits. Ward 9 exported later, which says nothing of ward 10's days."""
    months = [dt.date(2018 + n // 12, n % 12 + 1, 10) for n in range(24)]
    rows = [
        _dossier(f"{month:%y%m}-{n:02}", truth.next_working(month), int(n < late))
        for month in months
        for n in range(20)
    ]
    exported = {"p10": dt.datetime(2019, 12, 20, 18), "p09": dt.datetime(2019, 12, 31, 18)}
    rows.append(_dossier("other", dt.date(2019, 12, 30), 0, unit="p09"))
    store, version = load_district(District(tuple(rows), exported_at=exported))
    seen = page(store, version, Scope(Period.parse("2019-12"), units=("p10",)))
    assert (seen.rare is not None) == rare
    if seen.rare is not None:
        assert len(seen.rare.frame) == 24 * late
        last = seen.rare.frame.iloc[-1]
        assert (last["end"], last["running"]) == (dt.date(2019, 12, 20), True)
        assert last["days"] == truth.working_days_between(dt.date(2019, 12, 10), dt.date(2019, 12, 20))
        assert seen.variation == "common"


def test_a_baseline_is_read_with_its_reason(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The profile's own example with the comment signs taken away."""
    shutil.copytree(profile.FOLDER / "quan6", tmp_path / "decided")
    settings_file = tmp_path / "decided" / "profile.toml"
    text = settings_file.read_text(encoding="utf-8")
    settings_file.write_text(re.sub(r"^# (\[\[baseline|day|reason)", r"\1", text, flags=re.MULTILINE), encoding="utf-8")
    monkeypatch.setattr(profile, "FOLDER", tmp_path)
    (decided,) = load_profile("decided").baselines
    assert (decided.day, decided.reason_en) == (dt.date(2020, 1, 1), "electronic exchange with the tax office")
    assert QUAN6.baselines == ()


def a_trend(lower: float, upper: float, signal: str = "", provisional: bool = False, denominator: int = 50) -> Trend:
    point = {"period": dt.date(2020, 6, 1), "denominator": denominator, "lower": lower, "upper": upper}
    return Trend(pd.DataFrame([point | {"signal": signal}]), provisional, "month")


def test_variation_is_that_of_the_newest_point() -> None:
    assert variation(a_trend(0, 0.1)) == "common"
    assert variation(a_trend(0, 0.1, "higher")) == "higher"
    assert variation(a_trend(0, 0.1, provisional=True)) == "provisional"
    assert variation(a_trend(0, 0.1, denominator=0)) == "provisional"


@pytest.mark.parametrize(
    ("lower", "upper", "at_most", "at_least"),
    [
        (0.00, 0.05, "met", "mixed"),
        (0.00, 0.04, "met", "missed"),
        (0.00, 0.06, "mixed", "mixed"),
        (0.05, 0.09, "mixed", "met"),
        (0.06, 0.09, "missed", "met"),
    ],
)
def test_assurance_is_where_the_limits_lie_beside_a_target_of_5_percent(
    lower: float, upper: float, at_most: str, at_least: str
) -> None:
    target = Target("overdue_rate", 0.05, "at_most", "", "", dt.date(2018, 1, 1))
    assert assurance(a_trend(lower, upper), target) == at_most
    upward = replace(target, direction="at_least")
    assert assurance(a_trend(lower, upper), upward) == at_least
    assert assurance(a_trend(lower, upper), None) == ""
    assert assurance(a_trend(lower, upper, provisional=True), target) == ""


def test_the_target_is_not_meant_for_certification(load_district: Loaded) -> None:
    store, version = load_district(random_district(2))
    assert page(store, version, Scope(Period.parse("2020-06"), units=(), certification=True)).assurance == ""
