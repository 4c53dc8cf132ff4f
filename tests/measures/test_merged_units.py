"""Two roads to every number across mergers: exports of three generations of units against plain Python."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable
from dataclasses import replace
from functools import cache

import pytest

from data_access.fetch import fetch
from data_access.load import Order, load_exports
from data_access.profiles import load_profile
from data_access.stores import Store, open_store
from data_access.viewer import EVERYTHING, Viewer
from measures import registry
from measures.counts import counts
from measures.measure import Kind
from measures.members import how_many, members
from measures.period import Period, split
from measures.scope import Scope
from tests import plain_truth as truth
from tests.conftest import Addresses
from tests.district import District, check_valid, write_exports
from tests.measures.test_against_truth import KEYS, RULES, adds_up, assert_same, numbers
from tests.merged_district import WRITTEN, Merged, merged_district

PROFILE = "bon-phuong-quan6"
SEEDS = range(2)
UNITS_OF_KIND: dict[str, set[str]] = defaultdict(set)
for _unit in load_profile(PROFILE).units:
    UNITS_OF_KIND[_unit["kind"]].add(_unit["unit_id"])
# Before, between, across and after the mergers; looked at from the end and from days between.
PERIODS = (
    ("2024-12", None),
    ("2025-01", None),
    ("2025-06", dt.date(2025, 6, 24)),
    ("2025", None),
    ("2025", dt.date(2025, 6, 30)),
    ("2025", dt.date(2025, 1, 8)),
    ("2025-07", None),
    ("2025-Q3", dt.date(2025, 7, 1)),
)
CHOSEN = ((), ("ward",), ("binh-tien",), ("p01-2025", "p07"), ("p04",), ("land_branch",))
ACROSS = Period("", dt.date(2024, 12, 1), dt.date(2025, 8, 31))

LoadedMerged = Callable[[int], tuple[Store, str]]
merged_of = cache(merged_district)


@pytest.fixture(scope="module")
def load_merged(module_address: Addresses, tmp_path_factory: pytest.TempPathFactory) -> LoadedMerged:
    """The exports of each generation of a seed's district, loaded into a store of each engine. Tests only read it."""
    return cache(lambda seed: load_generations(merged_of(seed), open_store(module_address()), tmp_path_factory))


@pytest.fixture(scope="module")
def load_here(tmp_path_factory: pytest.TempPathFactory) -> LoadedMerged:
    """The same in a folder of snapshots."""
    folder = tmp_path_factory.mktemp("here")
    return cache(lambda seed: load_generations(merged_of(seed), open_store(str(folder / str(seed))), tmp_path_factory))


def load_generations(merged: Merged, store: Store, folders: pytest.TempPathFactory) -> tuple[Store, str]:
    """Load the exports of each generation, one after the other."""
    folder = folders.mktemp("exports")
    for number, export in enumerate(merged.exports):
        files = write_exports(export, folder / f"exports-{number}", WRITTEN)
        summary = load_exports(store, Order(paths=tuple(files), profile=PROFILE))
        assert summary.total("refused") == 0, summary.reasons
    version = store.version()
    assert version
    return store, version


def newest(district: District) -> dt.date:
    """The last day that any source is complete to: later mergers have not happened for these figures."""
    return max(truth.last_complete_day(made) for made in district.exported_at.values())


def filter_of(scope: Scope, district: District) -> truth.Filter:
    """The same scope in the words of the plain truth: units of the last day looked at, or of the day it names."""
    units = {unit for wanted in scope.units for unit in UNITS_OF_KIND.get(wanted, {wanted})}
    return truth.Filter(
        role=scope.unit_role,
        units=frozenset(units),
        certification=scope.certification,
        on=min(scope.units_on or scope.until, newest(district)),
    )


def true_members(key: str, district: District, scope: Scope) -> tuple[list[str], list[str]]:
    as_of, period = scope.as_of or dt.date.max, scope.period
    return truth.measure(key, district, period.start, period.end, as_of, scope.lateness, filter_of(scope, district))


def true_number(key: str, district: District, scope: Scope) -> tuple[float, float | None]:
    """(numerator, denominator) as the long table has them."""
    above, below = true_members(key, district, scope)
    measure, as_of, period = registry.get(key), scope.as_of or dt.date.max, scope.period
    if measure.kind in (Kind.TOTAL, Kind.QUANTILE):
        keep = filter_of(scope, district)
        number = truth.value(key, district, period.start, period.end, as_of, scope.lateness, keep)
        return float(number or 0), float(len(above))
    return float(len(above)), float(len(below)) if measure.kind is Kind.RATIO else None


def scopes(role: str, lateness: str) -> list[Scope]:
    return [
        Scope(Period.parse(token), as_of, units, role, certification=True, lateness=lateness)
        for token, as_of in PERIODS
        for units in CHOSEN
    ]


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("lateness", RULES)
def test_every_measure_equals_the_plain_truth(load_merged: LoadedMerged, seed: int, lateness: str) -> None:
    """All measures, all roles, over periods before, across and after the mergers."""
    merged = merged_of(seed)
    store, version = load_merged(seed)
    for role in ("receiving", "resolving", "area"):
        for scope in scopes(role, lateness)[seed::6]:
            found = numbers(store, version, scope, [])
            for key in KEYS:
                assert_same(found, (key, scope.period.start), true_number(key, merged.truth, scope))
            assert not found


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("lateness", RULES)
def test_units_are_those_of_the_last_day_looked_at(load_merged: LoadedMerged, seed: int, lateness: str) -> None:
    """By unit: each group is the scope narrowed to it, in all periods."""
    merged = merged_of(seed)
    store, version = load_merged(seed)
    role = ("receiving", "resolving", "area")[seed]
    for token, as_of in PERIODS[seed % 2 :: 2]:
        scope = Scope(Period.parse(token), as_of, (), role, certification=True, lateness=lateness)
        found = numbers(store, version, scope, ["unit"])
        for unit in sorted(set(WRITTEN)):
            for key in KEYS:
                narrowed = replace(scope, units=(unit,))
                assert_same(found, (key, unit, scope.period.start), true_number(key, merged.truth, narrowed))
        assert not {group for group in found if isinstance(group[1], str)}  # without an area they are in no ward


@pytest.mark.parametrize("seed", SEEDS)
def test_months_across_the_mergers_speak_of_the_same_units(load_here: LoadedMerged, seed: int) -> None:
    """By unit and month: predecessors are added up, flows and stocks alike; and months add up to the whole."""
    merged = merged_of(seed)
    store, version = load_here(seed)
    scope = Scope(ACROSS, units=("binh-tien", "binh-tay"), certification=True)
    keys = [key for key in KEYS if "." not in key]
    found = {group: n for group, n in numbers(store, version, scope, ["month"]).items() if group[0] in keys}
    sums: dict[str, float] = defaultdict(float)
    for (key, _), (numerator, _) in found.items():
        sums[key] += numerator
    whole = numbers(store, version, scope, [])
    for piece in split(ACROSS, "month"):
        for key in keys:
            narrowed = scope.with_period(piece)
            assert_same(found, (key, piece.start), true_number(key, merged.truth, narrowed))
    assert not found
    for key in keys:
        if adds_up(registry.get(key)):
            assert sums[key] == whole.get((key, ACROSS.start), (0, None))[0], key


@pytest.mark.parametrize("seed", SEEDS)
def test_mergers_change_no_total(load_here: LoadedMerged, seed: int) -> None:
    """Whichever day's units are asked for: together they count the same, and old wards add up to their successor."""
    merged = merged_of(seed)
    store, version = load_here(seed)
    december = Scope(Period.parse("2024-12"), units=(), certification=True)
    days = (dt.date(2024, 12, 31), dt.date(2025, 3, 31), dt.date(2025, 12, 31))
    keys = [key for key in KEYS if registry.get(key).kind is not Kind.QUANTILE]
    totals, by_successor = [], []
    for day in days:
        groups = numbers(store, version, replace(december, units_on=day), ["unit"])
        together: dict[str, float] = defaultdict(float)
        carried: dict[tuple[str, str], float] = defaultdict(float)
        for (key, unit, _), (numerator, _) in groups.items():
            if key in keys:
                together[key] += numerator
                carried[key, truth.called_on(unit, min(days[-1], newest(merged.truth)))] += numerator
        totals.append(dict(together))
        by_successor.append(dict(carried))
    assert totals[0] == totals[1] == totals[2]
    assert by_successor[0] == by_successor[1] == by_successor[2]


@pytest.mark.parametrize("seed", SEEDS)
def test_lists_are_exactly_the_counted_dossiers(load_here: LoadedMerged, seed: int) -> None:
    merged = merged_of(seed)
    store, version = load_here(seed)
    for scope in scopes("receiving", "day")[seed::12]:
        for key in KEYS:
            measure = registry.get(key)
            parts = {"numerator": 0, "denominator": 1} if measure.kind is Kind.RATIO else {"numerator": 0}
            for part, side in parts.items():
                listed = fetch(store, members(measure, part, scope, EVERYTHING), version)
                assert sorted(listed["dossier_code"]) == true_members(key, merged.truth, scope)[side], (key, part)
                total = fetch(store, how_many(measure, part, scope, EVERYTHING), version).iloc[0, 0]
                assert total == len(listed)


@pytest.mark.parametrize("seed", SEEDS[:1])
@pytest.mark.parametrize("unit", ["p01", "p01-2025", "binh-tien", "cn-vpdk-2025"])
def test_a_viewer_sees_its_units_and_their_predecessors(load_here: LoadedMerged, seed: int, unit: str) -> None:
    merged = merged_of(seed)
    store, version = load_here(seed)
    known = newest(merged.truth)

    def carried(one: str) -> set[str]:
        return {one} | {truth.called_on(one, day) for day in truth.MERGERS if day <= known}

    mine = [d for d in merged.truth.dossiers if unit in carried(d.receiving) | carried(d.resolving)]
    scope = Scope(Period.parse("2025"), units=(), certification=True)
    frame = counts(store, registry.get_all(["backlog", "received"]), [], scope, Viewer(frozenset({unit})), version)
    found = dict(zip(frame["measure"], frame["numerator"], strict=True))
    for key in ("backlog", "received"):
        expected, _ = true_members(key, replace(merged.truth, dossiers=tuple(mine)), scope)
        assert found.get(key, 0) == len(expected), key


def test_the_merged_districts_hold_what_they_should_test() -> None:
    """Valid, told by all generations, with dossiers, pauses and moves that run over each merger."""
    seen: set[str] = set()
    for seed in SEEDS:
        merged = merged_of(seed)
        check_valid(replace(merged.truth, exported_at=_own(merged.truth)))
        first_told = {dossier.receiving for dossier in merged.truth.dossiers}
        seen |= first_told | {"silent"} if newest(merged.truth) != _latest(merged.truth, "binh-tien") else first_told
        for merger in truth.MERGERS:
            before = merger - dt.timedelta(1)
            for view in truth.views(merged.truth, before, before, before, "day", truth.EVERYTHING):
                if truth.is_open(view):
                    seen |= {f"open over {merger}"}
                    seen |= {f"paused over {merger}"} if view.now.paused else set()
            moved = [m for m in merged.truth.moves if m.set_at.date() >= merger and m.old_due]
            received = {d.code: d.received for d in merged.truth.dossiers}
            if any((at := received[move.code]) and at.date() < merger for move in moved):
                seen.add(f"moved over {merger}")
    wanted = {f"{what} over {merger}" for merger in truth.MERGERS for what in ("open", "paused", "moved")}
    assert wanted | {"silent", "p01", "p04", "p01-2025", "p09-2025", "binh-tien", "binh-tay"} <= seen


def _own(district: District) -> dict[str, dt.datetime]:
    """Of each unit the last export that tells of its dossiers."""
    made = district.exported_at
    units = {dossier.receiving for dossier in district.dossiers}
    return {unit: max(made[one] for one in truth.ever_called(unit) if one in made) for unit in units}


def _latest(district: District, unit: str) -> dt.date | None:
    made = district.exported_at.get(unit)
    return truth.last_complete_day(made) if made else None
