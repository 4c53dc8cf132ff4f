"""Demands for papers: the SQL against plain loops, the lists row by row."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data_access.fetch import fetch
from data_access.viewer import EVERYTHING, Viewer
from measures import registry
from measures.aggregate import aggregate
from measures.counts import counts
from measures.dimensions import DimensionError
from measures.judging import judge
from measures.members import how_many, members
from measures.period import Period, split
from measures.scope import Scope
from tests import plain_truth as truth
from tests import plain_truth_papers as true_papers
from tests.conftest import Loaded
from tests.district import District, districts, random_district
from tests.district_papers import with_demands
from tests.measures.test_against_truth import FEW, any_scope, assert_same, filter_of, numbers

KEYS = true_papers.KEYS
WHOLE = Scope(Period.parse("2020"), as_of=dt.date(2020, 6, 24), units=(), certification=True)


def views(district: District, scope: Scope) -> list[truth.View]:
    as_of = scope.as_of or dt.date.max
    return truth.views(district, scope.period.start, scope.period.end, as_of, scope.lateness, filter_of(scope))


@settings(FEW, max_examples=4)
@given(district=districts(max_size=40), seed=st.integers(0, 2**16), scope=any_scope)
def test_every_number_equals_the_plain_truth(
    load_district: Loaded, district: District, seed: int, scope: Scope
) -> None:
    district = with_demands(district, seed)
    store, version = load_district(district)
    found = numbers(store, version, scope, [], KEYS)
    for key in KEYS:
        assert_same(found, (key, scope.period.start), true_papers.number(key, district, views(district, scope)))
    assert not found


@pytest.mark.parametrize("seed", [7])
def test_groups_members_and_pieces_of_time_agree(load_district: Loaded, seed: int) -> None:
    """By unit, procedure and paper; the lists behind the numbers, row by row; and quarter by quarter."""
    district = with_demands(random_district(seed, size=60), seed)
    store, version = load_district(district)
    every = views(district, WHOLE)
    told = defaultdict(list)
    for view in every:
        told[view.dossier.receiving].append(view)
    found = numbers(store, version, WHOLE, ["unit"], KEYS)
    for unit, of_unit in told.items():
        for key in KEYS:
            expected = true_papers.number(key, district, of_unit)
            assert_same(found, (key, unit, WHOLE.period.start), expected)
    assert not found
    # A unit of which nothing was reported has no row at all, although it received dossiers: no zero.
    assert any(not true_papers.reports(district, view) for view in true_papers.received(every))
    for key in true_papers.KINDS:
        papers = Counter(paper for _, paper in true_papers.rows(key, district, every))
        assert len(papers) > 1
        found = numbers(store, version, WHOLE, ["paper"], [key])
        for paper, n in papers.items():
            assert_same(found, (key, paper, WHOLE.period.start), (float(n), None))
            asked = (registry.get(key), "numerator", WHOLE, EVERYTHING)
            assert fetch(store, how_many(*asked, within=("paper", paper)), version).iloc[0, 0] == n
            listed = fetch(store, members(*asked, within=("paper", paper)), version)
            assert (listed["paper"] == paper).sum() == len(listed) == n
        assert not found
    for key in KEYS:
        listed = fetch(store, members(registry.get(key), "numerator", WHOLE, EVERYTHING), version)
        papers_of = listed["paper"] if key in true_papers.KINDS else [""] * len(listed)
        told_rows = sorted(zip(listed["dossier_code"], papers_of, strict=True))
        assert told_rows == sorted(true_papers.rows(key, district, every)), key
        if key in true_papers.RATES:
            listed = fetch(store, members(registry.get(key), "denominator", WHOLE, EVERYTHING), version)
            assert len(listed) == true_papers.number(key, district, every)[1]
    found = numbers(store, version, WHOLE, ["quarter"], KEYS)
    for piece in split(WHOLE.period, "quarter")[:2]:
        narrowed = WHOLE.with_period(piece)
        for key in KEYS:
            expected = true_papers.number(key, district, views(district, narrowed))
            assert_same(found, (key, piece.start), expected)
    assert not found


def test_several_demands_of_one_dossier_are_judged_as_one(load_district: Loaded) -> None:
    """Per 100 may exceed 100 and gets no rate, interval or verdict; the proportion of dossiers gets them."""
    district = with_demands(random_district(3, size=60), 3)
    store, version = load_district(district)
    of_unit = {
        key: judge(counts(store, [registry.get(key)], ["unit"], WHOLE, EVERYTHING, version), registry.get(key))
        for key in ("extra_documents_per_100", "extra_documents_rate")
    }
    per_100, rate = of_unit.values()
    assert "rate" not in per_100
    assert "verdict" not in per_100
    assert (rate["numerator"] <= rate["denominator"]).all()
    assert "verdict" in rate
    same = per_100.set_index("unit")["denominator"]
    assert same.to_dict() == rate.set_index("unit")["denominator"].to_dict()
    assert per_100["numerator"].sum() > rate["numerator"].sum() > 0


def test_a_chair_is_told_own_dossiers_only(load_district: Loaded) -> None:
    district = with_demands(random_district(6, size=60), 6)
    store, version = load_district(district)
    p10 = Viewer(frozenset({"p10"}), may_list=True)
    own = {one.code for one in district.dossiers if "p10" in (one.receiving, one.resolving)}
    for key in KEYS:
        listed = fetch(store, members(registry.get(key), "numerator", WHOLE, p10), version)
        expected = [row[0] for row in true_papers.rows(key, district, views(district, WHOLE)) if row[0] in own]
        assert sorted(listed["dossier_code"]) == sorted(expected), key


def test_papers_are_a_group_of_demands_alone() -> None:
    for key in ("overdue_rate", "extra_documents_rate", "late_days"):
        with pytest.raises(DimensionError):
            aggregate([registry.get(key)], ["paper"], WHOLE, EVERYTHING)
