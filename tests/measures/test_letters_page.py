"""The page "Thư xin lỗi" against the plain truth, dossier by dossier, and against small districts counted by hand."""

from __future__ import annotations

import datetime as dt
import itertools
from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data_access.fetch import fetch
from data_access.profiles import LawfulDay, load_profile
from data_access.stores import Store
from data_access.viewer import EVERYTHING
from measures import registry
from measures.known import holdings
from measures.lawful_day import ON_THE_DUE_DAY
from measures.letters_page import (
    FOLLOW_UP,
    FURTHER,
    LOSSES,
    ON_TIME,
    RATES,
    STEPS,
    Letters,
    in_force,
    letters_page,
)
from measures.members import members
from measures.period import Period
from measures.scope import Scope
from tests import plain_truth as truth
from tests.conftest import Loaded
from tests.district import District, Dossier, Letter, districts, random_district
from tests.measures.test_against_truth import FEW, any_scope, filter_of

QUAN6 = load_profile("quan6")
EVE = LawfulDay("day_before", "Nghị định 61/2018/NĐ-CP", dt.date(2020, 6, 10))
DAY_BEFORE = LawfulDay("day_before", "", dt.date(2018, 1, 1), "calendar")
ON_DUE = LawfulDay("due", "Quyết định 5157/QĐ-UBND", dt.date(2016, 1, 1))
SETTINGS = ((), (ON_DUE,), (DAY_BEFORE,), (ON_DUE, EVE))
TRUE_RULES = {("due", "working"): "due", ("day_before", "working"): "working day before"}
TRUE_RULES[("day_before", "calendar")] = "calendar day before"


def page(store: Store, version: str, scope: Scope) -> Letters:
    return letters_page(store, version, scope, EVERYTHING, holdings(store, version), QUAN6)


def true_views(district: District, scope: Scope) -> list[truth.View]:
    lawful = tuple((one.valid_from, TRUE_RULES[one.rule, one.unit]) for one in scope.lawful)
    keep = replace(filter_of(scope), lawful=lawful)
    as_of = scope.as_of or dt.date.max
    return truth.views(district, scope.period.start, scope.period.end, as_of, scope.lateness, keep)


def state_of(view: truth.View) -> str:
    """What had become of a dossier by the close of T."""
    if view.now.finished_at is not None:
        return "finished"
    return "open" if view.now.ended_at is None else "ended"


def duty_of(view: truth.View, scope: Scope) -> str:
    return truth.called_on(view.dossier.resolving, scope.carried_on)


def bin_of(view: truth.View) -> str:
    assert view.now.due
    days = truth.working_days_between(view.now.due, view.to)
    bins = ((0, "0"), (3, "1-3"), (7, "4-7"), (15, "8-15"), (30, "16-30"))
    return next((name for most, name in bins if days <= most), ">30")


def as_counts(frame, *columns: str) -> dict:
    return {tuple(getattr(row, name) for name in columns): row.count for row in frame.itertuples()}


# ------------------------------------------------------------------------------------ against a plain loop, anywhere


@settings(FEW, max_examples=9)
@given(district=districts(min_size=40), scope=any_scope, lawful=st.sampled_from(SETTINGS))
def test_every_number_equals_a_plain_count(
    load_district: Loaded, district: District, scope: Scope, lawful: tuple[LawfulDay, ...]
) -> None:
    """Steps, losses, further counts and rates; by whose duty; both stocks by group: each counted by a loop."""
    store, version = load_district(district)
    if scope.period.start > holdings(store, version).cut_off:
        return
    scope = replace(scope, lawful=lawful)
    seen, views = page(store, version, scope), true_views(district, scope)
    for key in (*FOLLOW_UP, *FURTHER):
        assert seen.counts[key] == sum(map(truth.COUNTS[key], views)), key
    for key in RATES:
        above, below = truth.RATES[key]
        assert seen.rates[key] == (sum(map(above, views)), sum(map(below, views))), key
    kinds = {"with": truth.with_letter, "without": truth.without_letter}
    assert as_counts(seen.units, "unit", "side", "kind") == Counter(
        (duty_of(view, scope), state_of(view), kind) for view in views for kind, holds in kinds.items() if holds(view)
    )
    assert as_counts(seen.missing, "unit", "state", "age") == Counter(
        (duty_of(view, scope), state_of(view), bin_of(view)) for view in views if truth.letter_missing(view)
    )
    assert as_counts(seen.needed, "unit", "due_day") == Counter(
        (duty_of(view, scope), view.now.due) for view in views if truth.letter_needed(view)
    )


@settings(FEW, max_examples=7)
@given(district=districts(min_size=40), scope=any_scope, lawful=st.sampled_from(SETTINGS))
def test_steps_are_subsets_and_everything_adds_up(
    load_district: Loaded, district: District, scope: Scope, lawful: tuple[LawfulDay, ...]
) -> None:
    """In every scope: each step's dossiers are among those of the one before, what is missing there is the losses, no
    dossier in two of them; with + without letter = B; open + finished + ended = B."""
    store, version = load_district(district)
    if scope.period.start > holdings(store, version).cut_off:
        return
    scope = replace(scope, lawful=lawful)

    def listed(key: str) -> list[str]:
        frame = fetch(store, members(registry.get(key), "numerator", scope, EVERYTHING), version)
        return sorted(frame["dossier_code"])

    seen = page(store, version, scope)
    for before, step in itertools.pairwise(STEPS):
        lost = [code for loss in LOSSES[step] for code in listed(loss)]
        assert sorted(lost + listed(step)) == listed(before), step
    for key in FOLLOW_UP:
        assert len(listed(key)) == seen.counts[key]
    assert seen.counts["step_letter"] + seen.counts["loss_no_letter"] == seen.breached
    assert sum(seen.parts.values()) == seen.breached == seen.units["count"].sum()


def test_the_random_districts_reach_every_step_and_loss() -> None:
    """Otherwise the tests above prove little."""
    found: Counter[str] = Counter()
    for seed, lawful in itertools.product(range(30), ((), (EVE,))):
        scope = Scope(Period.parse("2020-Q2"), units=(), certification=True, lawful=lawful)
        for view in true_views(random_district(seed), scope):
            found.update(key for key in (*FOLLOW_UP, *FURTHER, "letters_needed") if truth.COUNTS[key](view))
    assert {key for key in (*FOLLOW_UP, *FURTHER, "letters_needed") if found[key] < 3} <= {"step_kept", "loss_ended"}
    assert found["step_kept"]


# ------------------------------------------------------------------------------------------- the stock is no period's


@pytest.mark.parametrize("seed", range(2))
def test_the_stock_is_the_same_whatever_the_period(load_district: Loaded, seed: int) -> None:
    """Seen on one day from the month, the quarter and the year: the same dossiers, so nothing vanishes on the 1st."""
    store, version = load_district(random_district(seed))
    for day in (dt.date(2020, 5, 31), dt.date(2020, 6, 1), dt.date(2020, 6, 15)):
        whole = Scope(Period.parse("2020"), as_of=day, units=(), certification=True)
        stock = as_counts(page(store, version, whole).missing, "unit", "state", "age")
        assert sum(stock.values())
        for token in (f"2020-{day.month:02}", "2020-Q2", day.isoformat()):
            seen = page(store, version, replace(whole, period=Period.parse(token)))
            assert as_counts(seen.missing, "unit", "state", "age") == stock


def test_over_a_months_end_only_letters_and_breaches_change_the_stock(load_district: Loaded) -> None:
    """Missing on 31/05: late since 20/05, finished late, withdrawn late. On 01/06 one letter went out, one came due."""
    rows = [
        _dossier("OPEN", dt.date(2020, 5, 20), None),
        _dossier("DONE", dt.date(2020, 5, 20), 2),
        replace(_dossier("GONE", dt.date(2020, 5, 20), None), status=7, ended=dt.datetime(2020, 5, 22, 9)),
        _dossier("NEXT", dt.date(2020, 6, 1), None),
    ]
    letters = (Letter("DONE", "1", dt.date(2020, 6, 1), None, dt.date(2020, 6, 20)),)
    store, version = load_district(_district(rows, letters))
    may, june = (page(store, version, Scope(Period.parse(token), units=())) for token in ("2020-05-31", "2020-06-01"))
    assert (may.missing_by("state"), june.missing_by("state")) == (
        {"open": 1, "finished": 1, "ended": 1},
        {"open": 2, "ended": 1},
    )
    whole_may = page(store, version, Scope(Period.parse("2020-05"), units=()))
    assert whole_may.missing_by("state") == may.missing_by("state")


def test_the_list_of_missing_letters_is_open_ones_first_then_the_oldest(load_district: Loaded) -> None:
    district = random_district(1)
    store, version = load_district(district)
    scope = Scope(Period.parse("2020-06"), units=(), certification=True)
    rows = fetch(store, members(registry.get("letters_missing"), "numerator", scope, EVERYTHING), version)
    views = {view.dossier.code: view for view in true_views(district, scope) if truth.letter_missing(view)}
    assert sorted(rows["dossier_code"]) == sorted(views)
    order = [(state_of(views[code]) != "open", views[code].now.due, code) for code in rows["dossier_code"]]
    assert order == sorted(order)
    for row in rows.itertuples():
        view = views[row.dossier_code]
        assert row.duty == view.dossier.resolving
        assert row.days_since_due == truth.working_days_between(view.now.due, view.to)


# -------------------------------------------------------------------------------------------------- the lawful day


def test_changing_the_lawful_day_changes_every_figure_alike(load_district: Loaded) -> None:
    """A: letter on the due day (Wednesday 10/06). B: on Tuesday. C: none. By the eve only B is in time, everywhere."""
    rows = [_dossier(code, dt.date(2020, 6, 10), 5) for code in "ABC"]
    rows.append(_dossier("SOON", dt.date(2020, 6, 22), None))  # on Thursday 18/06 due in two working days
    letters = tuple(
        Letter(code, code, day, None, dt.date(2020, 6, 30)) for code, day in zip("AB", _days(10, 9), strict=True)
    )
    store, version = load_district(_district(rows, letters))
    scope = Scope(Period.parse("2020-06"), as_of=dt.date(2020, 6, 18), units=())
    due, eve = (page(store, version, replace(scope, lawful=lawful)) for lawful in ((), (replace(EVE),)))
    for seen, in_time in ((due, 2), (eve, 1)):
        assert seen.counts["step_letter"] == 2
        assert seen.counts["step_in_time"] == seen.counts["step_complete"] == in_time
        assert seen.counts["loss_tardy"] == 2 - in_time
        assert seen.rates[ON_TIME] == (in_time, 3)
        june = seen.history.iloc[-1]
        assert (june.numerator, june.denominator) == (in_time, 3)
    assert (due.needed["count"].sum(), eve.needed["count"].sum()) == (0, 1)
    assert due.units.equals(eve.units)
    assert due.missing.equals(eve.missing)


def test_the_settings_that_hold_for_promises_of_the_period() -> None:
    both = (ON_DUE, EVE)
    assert in_force(Scope(Period.parse("2020-05"), lawful=both)) == (ON_DUE,)
    assert in_force(Scope(Period.parse("2020-06"), lawful=both)) == both
    assert in_force(Scope(Period.parse("2020-06"), as_of=dt.date(2020, 6, 9), lawful=both)) == (ON_DUE,)
    assert in_force(Scope(Period.parse("2020-07"), lawful=both)) == (EVE,)
    assert in_force(Scope(Period.parse("2015"), lawful=both)) == (ON_THE_DUE_DAY,)
    assert in_force(Scope(Period.parse("2020-06"))) == (ON_THE_DUE_DAY,)
    assert in_force(Scope(Period.parse("2020-06"), lawful=(EVE,))) == (ON_THE_DUE_DAY, EVE)


# ------------------------------------------------------------------------------------------------- whose duty it is


def test_the_duty_is_that_of_the_unit_that_resolves(load_district: Loaded) -> None:
    """Ward 10 receives four; two are resolved by a department, which lacks both letters; ward 9 owes nothing."""
    late = [_dossier(f"W{n}", dt.date(2020, 6, 10), 1) for n in range(2)]
    late += [replace(_dossier(f"D{n}", dt.date(2020, 6, 10), None), resolving="ldtbxh") for n in range(2)]
    letters = (Letter("W0", "1", dt.date(2020, 6, 10), None, dt.date(2020, 6, 12)),)
    store, version = load_district(_district(late, letters))
    seen = page(store, version, Scope(Period.parse("2020-06"), units=("p09", "p10")))
    assert as_counts(seen.units, "unit", "side", "kind") == {
        ("ldtbxh", "open", "without"): 2,
        ("p10", "finished", "with"): 1,
        ("p10", "finished", "without"): 1,
    }
    assert list(seen.units["unit"]) == ["ldtbxh", "p10", "p10"]  # most missing letters first
    assert seen.quiet == ["Phường 9"]
    assert seen.lacking() == {"P. LĐ-TB&XH": 2, "Phường 10": 1}
    wards = page(store, version, Scope(Period.parse("2020-06"), units=()))
    assert "Phường 9" in wards.quiet
    assert "Phường 10" not in wards.quiet


def test_periods_are_compared_by_the_lawful_day(load_district: Loaded) -> None:
    """June 2019: 1 of 2 in time; May 2020: 0 of 1; June 2020: 2 of 3. A letter of July changes none of them."""
    days = {"a": (2019, 6, 11), "b": (2019, 6, 11), "c": (2020, 5, 12)}
    days |= dict.fromkeys("def", (2020, 6, 10))
    rows = [_dossier(code, dt.date(*day), 3) for code, day in days.items()]
    letters = tuple(Letter(code, code, dt.date(*days[code]), None, None) for code in "ade")
    store, version = load_district(_district(rows, letters))
    seen = page(store, version, Scope(Period.parse("2020-06"), units=()))
    assert seen.rates[ON_TIME] == (2, 3)
    assert seen.change.difference == pytest.approx(2 / 3 - 0 / 1)
    assert seen.against_last_year.difference == pytest.approx(2 / 3 - 1 / 2)
    afterwards = (*letters, Letter("c", "c", dt.date(2020, 6, 25), None, None))
    store, version = load_district(_district(rows, afterwards))
    later = page(store, version, Scope(Period.parse("2020-06"), units=()))
    assert repr((later.change, later.trend.frame.to_dict())) == repr((seen.change, seen.trend.frame.to_dict()))


def _days(*days: int) -> list[dt.date]:
    return [dt.date(2020, 6, day) for day in days]


def _district(rows: list[Dossier], letters: tuple[Letter, ...]) -> District:
    return District(tuple(rows), letters=letters, exported_at={"p10": dt.datetime(2020, 6, 30, 18)})


def _dossier(code: str, due: dt.date, days_late: int | None) -> Dossier:
    """At ward 10, received nine days before it is due, finished so many days after, or (None) still open."""
    finished = None if days_late is None else dt.datetime.combine(due + dt.timedelta(days_late), dt.time(16))
    return Dossier(
        code=code,
        receiving="p10",
        resolving="p10",
        area=None,
        procedure="1.001193",
        channel=1,
        status=4 if finished is None else 9,
        received=dt.datetime.combine(due - dt.timedelta(9), dt.time(9)),
        due=due,
        finished=finished,
    )
