"""Who held a dossier when: the SQL over spans of working days against plain Python that goes day by day."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data_access.fetch import fetch
from data_access.viewer import EVERYTHING, Viewer
from measures import registry, stays
from measures.aggregate import aggregate
from measures.counts import counts
from measures.dimensions import DimensionError
from measures.members import how_many, members
from measures.period import Period, split
from measures.scope import Scope
from tests import plain_truth as truth
from tests import plain_truth_steps as true_steps
from tests.conftest import Loaded
from tests.district import District, districts, random_district
from tests.district_steps import with_steps
from tests.measures.test_against_truth import FEW, any_scope, assert_same, filter_of, numbers

KEYS = true_steps.KEYS
DAYS = [key for key in KEYS if key in true_steps.STAYS]
OF_LAND = {"intake": "receive", "coordination": "circulate", "processing": "resolve", "approval": "resolve"}
GROUPS = {
    "cause": lambda row: row[1],
    "at_stage": lambda row: row[2],
    "at_holder": lambda row: row[3],
    "agency": lambda row: row[3] if row[1] == "agency" else "",
    "land_stage": lambda row: OF_LAND.get(row[2], row[2]),
}
LISTED = ("late_days", "steps_open")  # one of each kind of rows
WHOLE = Scope(Period.parse("2020"), as_of=dt.date(2020, 6, 24), units=(), certification=True)


def views(district: District, scope: Scope) -> list[truth.View]:
    as_of = scope.as_of or dt.date.max
    return truth.views(district, scope.period.start, scope.period.end, as_of, scope.lateness, filter_of(scope))


def true_rows(key: str, district: District, scope: Scope) -> list[tuple[str, str, str, str, int]]:
    return true_steps.rows(key, district, views(district, scope))


@settings(FEW, max_examples=3)
@given(district=districts(max_size=40), seed=st.integers(0, 2**16), scope=any_scope)
def test_every_number_equals_the_plain_truth(
    load_district: Loaded, district: District, seed: int, scope: Scope
) -> None:
    district = with_steps(district, seed)
    store, version = load_district(district)
    found = numbers(store, version, scope, [], KEYS)
    for key in KEYS:
        expected = true_steps.number(key, true_rows(key, district, scope), views(district, scope))
        assert_same(found, (key, scope.period.start), expected)
    assert not found


@pytest.mark.parametrize("seed", [1])
def test_groups_members_and_pieces_of_time_agree(load_district: Loaded, seed: int) -> None:
    """By cause, stage and holder; the lists behind them, row by row; and quarter by quarter."""
    district = with_steps(random_district(seed, size=40), seed)
    store, version = load_district(district)
    for name, group_of in GROUPS.items():
        keys = [key for key in KEYS if key not in true_steps.CLOCKS]
        found = numbers(store, version, WHOLE, [name], keys)
        for key in keys:
            of_group = defaultdict(list)
            for row in true_rows(key, district, WHOLE):
                of_group[group_of(row)].append(row)
            for group, rows in of_group.items():
                expected = true_steps.number(key, rows, ())
                assert_same(found, (key, group, WHOLE.period.start), expected)
                if key in LISTED:
                    asked = (registry.get(key), "numerator", WHOLE, EVERYTHING)
                    assert fetch(store, how_many(*asked, (name, group)), version).iloc[0, 0] == len(rows)
        assert not found
    for key in KEYS:
        listed = fetch(store, members(registry.get(key), "numerator", WHOLE, EVERYTHING), version)
        rows = true_rows(key, district, WHOLE)
        assert sorted(listed["dossier_code"]) == sorted(row[0] for row in rows), key
        if key not in true_steps.CLOCKS:
            told = zip(listed["dossier_code"], listed["stage"], listed["holder"], strict=True)
            assert sorted(told) == sorted((code, stage, holder) for code, _, stage, holder, _ in rows)
    found = numbers(store, version, WHOLE, ["quarter"], KEYS)
    for piece in split(WHOLE.period, "quarter")[:2]:
        narrowed = WHOLE.with_period(piece)
        for key in KEYS:
            expected = true_steps.number(key, true_rows(key, district, narrowed), views(district, narrowed))
            assert_same(found, (key, piece.start), expected)
    assert not found


@pytest.mark.parametrize("seed", [2])
def test_the_parts_of_a_dossier_are_its_whole_time(load_district: Loaded, seed: int) -> None:
    """All holders, stages and causes together: the working days from reception to finish, dossier by dossier and in
    sum; and the late days are those of the lateness measures."""
    district = with_steps(random_district(seed, size=80), seed)
    store, version = load_district(district)
    seen = [view for view in views(district, WHOLE) if truth.COUNTS["finished"](view)]
    for view in seen:
        parts = true_steps.held(view, true_steps.steps_of(district, view.dossier.code))
        assert sum(part.days for part in parts) == truth.processing_days(view)
    for name in ("cause", "at_stage", "at_holder"):
        frame = counts(store, [registry.get("dwell_days")], [name], WHOLE, EVERYTHING, version)
        assert frame["numerator"].sum() == sum(truth.processing_days(view) for view in seen)
        frame = counts(store, [registry.get("late_days")], [name], WHOLE, EVERYTHING, version)
        late = [view for view in views(district, WHOLE) if true_steps.breached(view)]
        ends = [(view.now.due, view.now.left_at.date() if view.now.left_at else view.to) for view in late]
        assert frame["numerator"].sum() == sum(truth.working_days_between(due, end) for due, end in ends if due)


@pytest.mark.parametrize("seed", [4])
def test_coordination_splits_the_headline(load_district: Loaded, seed: int) -> None:
    district = with_steps(random_district(seed, size=60), seed)
    store, version = load_district(district)
    found = numbers(store, version, WHOLE, ["coordination"], ["overdue_rate"])
    expected: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    for view in views(district, WHOLE):
        if true_steps.came_due(view):
            group = true_steps.coordination(view, true_steps.steps_of(district, view.dossier.code))
            expected[group][0] += true_steps.breached(view)
            expected[group][1] += 1
    told = {group[1]: [int(part or 0) for part in parts] for group, parts in found.items()}
    assert told == dict(expected)
    assert set(told) <= {"linked", "alone", "unrecorded"}
    assert len(told) > 1


def test_steps_of_other_units_are_not_told(load_district: Loaded) -> None:
    district = with_steps(random_district(6, size=60), 6)
    store, version = load_district(district)
    p10 = Viewer(frozenset({"p10"}), may_list=True)
    for key in KEYS:
        listed = fetch(store, members(registry.get(key), "numerator", WHOLE, p10), version)
        own = {one.code for one in district.dossiers if "p10" in (one.receiving, one.resolving)}
        expected = sorted(row[0] for row in true_rows(key, district, WHOLE) if row[0] in own)
        assert sorted(listed["dossier_code"]) == expected, key


def test_dimensions_of_steps_are_for_steps() -> None:
    with pytest.raises(DimensionError):
        aggregate([registry.get("overdue_rate")], ["cause"], WHOLE, EVERYTHING)
    with pytest.raises(DimensionError):
        aggregate([registry.get("late_days")], ["days_in_step"], WHOLE, EVERYTHING)
    assert set(stays.CAUSES) == {"own", "agency", "citizen", "system", "unknown"}
