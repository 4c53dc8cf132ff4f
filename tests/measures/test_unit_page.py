"""The page of one unit against the plain truth, against the other pages, and for a reader who may see one unit only."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data_access import tables
from data_access.fetch import fetch
from data_access.profiles import load_profile
from data_access.stores import Store, open_store
from data_access.viewer import EVERYTHING, Viewer
from measures.case_mix import case_mix
from measures.headlines import HEADLINES
from measures.known import Holdings, holdings
from measures.lateness_page import lateness_page
from measures.letters_page import letters_page
from measures.members import NotAllowed, Page
from measures.online_page import online_page
from measures.opportunities import opportunities
from measures.overview import overview
from measures.period import Period
from measures.scope import Scope
from measures.unit_page import FEWEST, LATE, LETTERS, Move, UnitPage, band, moves, one_unit, procedures_of, unit_page
from measures.work import SOON, TASKS, next_step, stage_days, work_rows
from tests import plain_truth as truth
from tests.conftest import Loaded
from tests.district import District, districts, random_district
from tests.measures.test_against_truth import FEW, SUPPLEMENT_WAITS, filter_of, true_members

QUAN6 = load_profile("quan6")
CHAIR = Viewer(frozenset({"p10"}), may_list=True, may_act=True)

any_unit = st.builds(
    Scope,
    period=st.sampled_from(["2020-05", "2020-06", "2020-Q2"]).map(Period.parse),
    units=st.sampled_from([("p10",), ("p09",), ("ldtbxh",)]),
    certification=st.booleans(),
    lateness=st.sampled_from(["day", "instant"]),
    supplement_waits=st.sampled_from(SUPPLEMENT_WAITS),
).map(lambda scope: replace(scope, unit_role="resolving" if scope.units == ("ldtbxh",) else "receiving"))


def page(store: Store, version: str, scope: Scope, viewer: Viewer = EVERYTHING) -> tuple[UnitPage, Holdings]:
    held = holdings(store, version)
    return unit_page(store, version, scope, viewer, held, QUAN6), held


def views_of(district: District, scope: Scope) -> dict[str, truth.View]:
    as_of = scope.as_of or dt.date.max
    seen = truth.views(district, scope.period.start, scope.period.end, as_of, scope.lateness, filter_of(scope))
    return {view.dossier.code: view for view in seen}


# --------------------------------------------------------------------------------------------------- against the truth


@settings(FEW, max_examples=4)
@given(district=districts(min_size=40), scope=any_unit)
def test_numbers_and_work_lists_equal_a_plain_count(load_district: Loaded, district: District, scope: Scope) -> None:
    """Every number of the unit; each list holds exactly its dossiers with the days a loop counts, longest first; who
    may see one unit only is told the same of it."""
    store, version = load_district(district)
    if scope.period.start > holdings(store, version).cut_off:
        return
    seen, _ = page(store, version, scope)
    views = views_of(district, scope)
    for key in (*HEADLINES, SOON):
        above, below = true_members(key, district, scope)
        assert (seen.standings[key].x, seen.standings[key].n) == (len(above), len(below)), key
    for key, count in seen.counts.items():
        assert count == len(true_members(key, district, scope)[0]), key
    for key in TASKS:
        listed = fetch(store, work_rows(key, scope, EVERYTHING), version)
        assert sorted(listed["dossier_code"]) == true_members(key, district, scope)[0], key
        waited = {row.dossier_code: row.waited for row in listed.itertuples()}
        assert waited == {code: days_waited(key, views[code]) for code in waited}, key
        left = [views[code].now.left_at is not None for code in listed["dossier_code"]]
        assert [(a, b) for a, b in zip(left, listed["since"], strict=True)] == sorted(
            zip(left, listed["since"], strict=True)
        )
        top = fetch(store, work_rows(key, scope, EVERYTHING, Page(1, 3)), version)
        assert top["dossier_code"].to_list() == listed["dossier_code"].to_list()[:3]
    chair = Viewer(frozenset(scope.units), may_list=True, may_act=True)
    own, _ = page(store, version, scope, chair)
    assert own.counts == seen.counts
    assert {key: (one.x, one.n) for key, one in own.standings.items()} == {
        key: (one.x, one.n) for key, one in seen.standings.items()
    }
    assert own.soon == seen.soon


def days_waited(key: str, view: truth.View) -> int:
    """Working days from what started the wait to T; of what is due soon the other way round."""
    days = {
        "letters_missing": lambda: view.now.due,
        "new_date_passed": lambda: truth.promised_anew(view),
        SOON: lambda: view.now.due,
        "supplement_long": lambda: max(
            pause.started for pause in view.pauses if truth.known(pause.started, view.to)
        ).date(),
        "intake_waiting": lambda: truth.applied_on(view.dossier),
        "uncollected": lambda: view.now.finished_at.date() if view.now.finished_at else None,
    }
    since = days[key]()
    assert since
    return truth.working_days_between(since, view.to)


@settings(FEW, max_examples=4)
@given(seed=st.integers(0, 10_000), scope=any_unit)
def test_the_band_procedures_and_next_day_equal_a_plain_count(load_district: Loaded, seed: int, scope: Scope) -> None:
    """The band is that of the rates of the other units with ten dossiers or more, counted one by one."""
    district = random_district(seed, size=120)
    store, version = load_district(district)
    if scope.period.start > holdings(store, version).cut_off:
        return
    seen, held = page(store, version, scope)
    others = [unit for unit in held.units["unit_id"] if unit != seen.unit and kind(held, unit) == kind(held, seen.unit)]
    for key in HEADLINES:
        pairs = [tuple(map(len, true_members(key, district, replace(scope, units=(unit,))))) for unit in others]
        rates = [x / n for x, n in pairs if n >= FEWEST]
        found = seen.standings[key].band
        assert (found is None) == (not rates)
        if found:
            quartiles = [*np.percentile(rates, [25, 75])]
            assert [found.low, found.first, found.third, found.high] == pytest.approx(
                [min(rates), *quartiles, max(rates)]
            )
            assert found.units == len(rates)
    day, due_then = seen.soon
    assert due_then == sum(truth.due_soon(view) and view.now.due == day for view in views_of(district, scope).values())
    breached, came = (
        Counter(code_procedure(district, code) for code in one) for one in true_members(LATE, district, scope)
    )
    assert {row.procedure: (row.numerator, row.denominator) for row in seen.procedures.itertuples()} == {
        procedure: (breached[procedure], n) for procedure, n in came.items()
    }


def kind(held: Holdings, unit: str) -> str:
    found = held.units.set_index("unit_id")["kind"][unit]
    return "department" if found == "land_branch" else found


def code_procedure(district: District, code: str) -> str:
    return next(one.procedure for one in district.dossiers if one.code == code)


# -------------------------------------------------------------------------------------------- against the other pages


@pytest.fixture(scope="module")
def sample(small_sample) -> tuple[Store, str, Holdings]:  # type: ignore[no-untyped-def]  # a path
    store = open_store(str(small_sample))
    version = store.version()
    assert version
    return store, version, holdings(store, version)


@pytest.mark.parametrize("token", ["2018-11", "2018"])
@pytest.mark.parametrize(("unit", "role"), [("p11", "receiving"), ("cn-vpdk", "resolving")])
def test_verdicts_and_months_are_those_of_the_other_pages(sample, token: str, unit: str, role: str) -> None:  # type: ignore[no-untyped-def]
    store, version, held = sample
    scope = Scope(Period.parse(token), units=(unit,), unit_role=role, lawful=QUAN6.lawful_days)
    asked = (store, version, scope, EVERYTHING, held, QUAN6)
    seen, whole, late, online, letters = (
        make(*asked) for make in (unit_page, overview, lateness_page, online_page, letters_page)
    )
    for key in HEADLINES:
        one, row = seen.standings[key], whole.maps[key].units.set_index("unit").loc[unit]
        assert (one.x, one.n, one.verdict) == (row["numerator"], row["denominator"], row["verdict"]), key
        assert one.level == whole.maps[key].level
        assert one.against_target == whole.maps[key].against_target
        same = ("rate", "low", "high")
        assert [getattr(one, name) for name in same] == pytest.approx([row[name] for name in same], nan_ok=True)
    assert (seen.standings[LATE].x, seen.standings[LATE].n) == late.now
    assert seen.standings[LATE].verdict == late.units.set_index("unit").loc[unit, "verdict"]
    assert seen.standings["online_share"].verdict == online.units.set_index("unit").loc[unit, "verdict"]
    assert seen.missing == online.missing
    assert seen.variation == late.variation
    pd.testing.assert_frame_equal(seen.trend.frame, late.trend.frame)
    assert seen.counts["letters_missing"] == int(letters.missing["count"].sum())
    assert [seen.counts[key] for key in letters.counts if key in seen.counts] == [
        letters.counts[key] for key in letters.counts if key in seen.counts
    ]
    mix = late.units.set_index("unit").loc[unit, "case_mix"]
    assert seen.procedures["expected"].sum(min_count=1) == pytest.approx(mix, nan_ok=True)


def test_stages_equal_a_plain_loop_over_the_tables(sample) -> None:  # type: ignore[no-untyped-def]
    store, version, held = sample
    scope = Scope(Period.parse(f"{held.cut_off:%Y-%m}"), units=("ward",))
    listed = fetch(store, work_rows(SOON, scope, EVERYTHING), version)
    totals: Counter[str] = Counter()
    for unit in held.units.loc[held.units["kind"] == "ward", "unit_id"]:
        seen = unit_page(store, version, replace(scope, units=(unit,)), EVERYTHING, held, QUAN6)
        totals.update({"open": seen.open, "soon": seen.counts[SOON]})
        if seen.open:
            assert seen.stages["open"].sum() == seen.open
            assert seen.stages["overdue"].sum() <= seen.open
        totals["in stages soon"] += int(seen.stages["soon"].sum())
    assert totals["soon"] == totals["in stages soon"] == len(listed)
    assert totals["open"]
    check_days(store, version, scope)


def check_days(store: Store, version: str, scope: Scope) -> None:
    """The median of the working days in the open step, by a loop over steps and dossiers."""
    from sqlalchemy import select

    dossiers = fetch(store, select(tables.dossier), version).set_index("dossier_code")
    steps = fetch(store, select(tables.step), version)
    waiting: dict[str, list[int]] = {}
    cut = scope.period.end
    for row in steps[steps["finished_at"].isna()].itertuples():
        one = dossiers.loc[row.dossier_code]
        ward = one["receiving_unit_id"].startswith("p")
        if ward and not one["certification"] and one["stage"] == row.stage and pd.isna(one["left_on"]):
            days = truth.working_days_between(pd.Timestamp(row.started_at).date(), cut)
            waiting.setdefault(row.stage, []).append(days)
    found = fetch(store, stage_days(scope, EVERYTHING), version)
    cut_off = {stage: truth.nearest_rank(days, 50) for stage, days in waiting.items()}
    assert set(found["stage"]) == set(cut_off)
    assert {row.stage: row.days for row in found.itertuples()} == cut_off


# ----------------------------------------------------------------------------------------------------- without others


def test_without_figures_of_others_there_is_no_verdict(load_district: Loaded) -> None:
    """A chair's profile publishes nothing of them, or not of this period."""
    store, version = load_district(random_district(3, size=80))
    scope = Scope(Period.parse("2020-Q2"), units=("p10",))
    seen, _ = page(store, version, scope)
    alone, _ = page(store, version, scope, CHAIR)
    assert alone.others == 0
    assert all(one.band is None and one.level is None for one in alone.standings.values())
    assert alone.standings[LATE].verdict is None
    assert alone.standings[LETTERS].verdict is None
    assert alone.standings[LATE].x == seen.standings[LATE].x
    assert alone.procedures["expected"].isna().all()
    assert not [move for move in alone.moves if move.kind == "late"]


def test_lists_are_for_those_who_may_see_them() -> None:
    scope = Scope(Period.parse("2020-06"), units=("p10",))
    for key in TASKS:
        with pytest.raises(NotAllowed):
            work_rows(key, scope, Viewer(None))


@pytest.mark.parametrize("units", [(), ("ward",), ("p10", "p09")])
def test_a_page_is_about_one_unit(units: tuple[str, ...]) -> None:
    scope = Scope(Period.parse("2020-06"), units=units)
    assert one_unit(scope) is None
    with pytest.raises(ValueError, match="one unit"):
        unit_page(None, "", scope, EVERYTHING, None, QUAN6)  # type: ignore[arg-type]


# ----------------------------------------------------------------------------------------------- bands, mix and moves

counted = st.lists(
    st.tuples(
        st.sampled_from(["a", "b", "c", "d"]), st.sampled_from(["x", "y", "z"]), st.integers(0, 90), st.integers(0, 90)
    ),
    min_size=1,
    max_size=12,
    unique_by=lambda row: row[:2],
).map(
    lambda rows: pd.DataFrame(
        [(unit, procedure, float(min(x, n)), float(n)) for unit, procedure, x, n in rows],
        columns=["unit", "procedure", "numerator", "denominator"],
    )
)


@settings(max_examples=40)
@given(counted)
def test_expected_of_procedures_adds_up_to_the_case_mix(frame: pd.DataFrame) -> None:
    mix = case_mix(frame)
    for unit in mix.index:
        rows = procedures_of(frame, unit)
        assert rows["expected"].sum(min_count=1) == pytest.approx(mix.loc[unit, "case_mix"], nan_ok=True)
        assert (rows["excess"].dropna() == (rows["numerator"] - rows["expected"]).dropna()).all()
        assert rows["excess"].dropna().is_monotonic_decreasing


@settings(max_examples=40)
@given(counted, st.integers(0, 40))
def test_moves_are_the_three_largest_of_all(frame: pd.DataFrame, letters: int) -> None:
    rows = procedures_of(frame, "a")
    found = moves(rows, frame, 500.0, "a", letters)
    own = frame[frame["unit"] == "a"]
    gains, _ = opportunities(own, frame, 500.0)
    every = [letters, *gains["gain"], *(int(np.floor(one + 0.5)) for one in rows["excess"].dropna())]
    assert [move.dossiers for move in found] == sorted((n for n in every if n > 0), reverse=True)[:3]
    assert all(move.kind in ("letters", "late", "online") for move in found)
    if letters > max(every[1:], default=0):
        assert found[0] == Move("letters", letters)


@given(st.lists(st.floats(0, 1), min_size=1, max_size=20))
def test_a_band_is_ordered_and_holds_half_of_the_others(rates: list[float]) -> None:
    found = band(pd.Series(rates))
    assert found
    assert found.low <= found.first <= found.third <= found.high
    for share, edge in ((0.25, found.first), (0.75, found.third)):
        assert sum(rate < edge for rate in rates) <= share * len(rates) + 1
        assert sum(rate > edge for rate in rates) <= (1 - share) * len(rates) + 1
    assert band(pd.Series([], dtype=float)) is None


def row(**more):  # type: ignore[no-untyped-def]
    base = {"unit": "p10", "duty": "p10", "holder": "p10", "state": "open", "stage": "processing", "over": False}
    return pd.Series(base | more)


@pytest.mark.parametrize(
    ("key", "more", "step"),
    [
        ("letters_missing", {}, ("send_letter", "")),
        ("letters_missing", {"state": "finished"}, ("review_letter", "")),
        ("letters_missing", {"duty": "ldtbxh"}, ("ask_letter", "ldtbxh")),
        ("new_date_passed", {"holder": "bhxh"}, ("urge_again", "bhxh")),
        ("new_date_passed", {}, ("finish_again", "")),
        (SOON, {"holder": "bhxh", "stage": "approval"}, ("urge", "bhxh")),
        (SOON, {"stage": "approval"}, ("sign", "")),
        (SOON, {"holder": None}, ("finish", "")),
        ("supplement_long", {"holder": "bhxh"}, ("supplement", "")),
        ("intake_waiting", {"over": True}, ("accept_now", "")),
        ("intake_waiting", {}, ("accept", "")),
        ("uncollected", {"state": "finished"}, ("collect", "")),
    ],
)
def test_the_next_step_follows_from_who_holds_it(key: str, more: dict, step: tuple[str, str]) -> None:
    found = next_step(key, row(**more), "p10")
    assert (found.key, found.unit) == step
