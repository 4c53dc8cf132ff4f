"""Posting of procedures: SQL on both engines against plain Python, with the rows behind each number."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from pathlib import Path

import pytest

from data_access.fetch import fetch
from data_access.profiles import PostingWait
from data_access.viewer import EVERYTHING, Viewer
from measures import registry
from measures.counts import counts
from measures.members import how_many, members
from measures.period import Period, split
from measures.scope import Scope
from tests import plain_truth as truth
from tests import plain_truth_postings as true_postings
from tests.conftest import Addresses
from tests.data_access.desk import Desk
from tests.district import District, random_district, write_exports
from tests.measures.test_against_truth import assert_same, numbers
from tests.plain_truth_postings import KEYS, RATES, UNITS, Posted, Window, random_postings

JUNE = Scope(Period.parse("2020-06"), units=())
WAITS = tuple(PostingWait(days, "", dt.date(2020, month, 3)) for days, month in ((2, 5), (3, 6), (9, 7)))
SCOPES = (
    JUNE,
    Scope(Period.parse("2020-06"), units=(), as_of=dt.date(2020, 6, 14), posting_waits=WAITS),
    Scope(Period.parse("2020-Q2"), units=("ward",)),
    Scope(Period.parse("2020-W24"), units=("mot-cua-q6",), posting_waits=WAITS),
)
WARDS = {"p09", "p10"}


class Told:
    """A random district and its postings in a store."""

    def __init__(self, folder: Path, address: str, seed: int) -> None:
        self.district: District = random_district(seed, size=12)
        self.postings: tuple[Posted, ...] = random_postings(seed, size=220)
        desk = Desk(folder, address)
        forms = true_postings.write_postings(desk, self.postings)
        summary = desk.load(*write_exports(self.district, folder / "exports"), *forms)
        assert summary.total("refused") == 0, summary.reasons
        self.store, self.version = desk.store, str(summary.version)

    def windows(self, scope: Scope) -> dict[str, Window]:
        days = [wait.working_days for wait in scope.posting_waits if wait.valid_from <= scope.until]
        found = {}
        for unit in UNITS:
            if scope.units and unit not in (WARDS if scope.units == ("ward",) else scope.units):
                continue
            exports, as_of = unit in self.district.exported_at, scope.as_of or dt.date.max
            to = truth.counted_to(self.district, unit, scope.period.end, as_of) if exports else scope.until
            found[unit] = Window(scope.period.start, to, [5, *days][-1])
        return found

    def number(self, key: str, scope: Scope) -> tuple[float, float | None]:
        return true_postings.number(key, *true_postings.rows(key, self.postings, self.windows(scope)))


@pytest.fixture(scope="module")
def told(module_address: Addresses, tmp_path_factory: pytest.TempPathFactory) -> Told:
    return Told(tmp_path_factory.mktemp("told"), module_address(), 51)


@pytest.mark.parametrize("scope", SCOPES, ids=lambda scope: scope.period.token)
def test_every_number_equals_the_plain_truth(told: Told, scope: Scope) -> None:
    """In all, and by unit; every kind of fault occurs."""
    found = numbers(told.store, told.version, scope, [], KEYS)
    if scope is JUNE:
        assert {key for key, *_ in found} == set(KEYS)
    for key in KEYS:
        assert_same(found, (key, scope.period.start), told.number(key, scope))
    assert not found
    found = numbers(told.store, told.version, scope, ["unit"], KEYS)
    for unit, window in told.windows(scope).items():
        for key in KEYS:
            expected = true_postings.number(key, *true_postings.rows(key, told.postings, {unit: window}))
            assert_same(found, (key, unit, scope.period.start), expected)
    assert not found


def test_months_add_up_and_stocks_are_taken_at_the_end_of_each(told: Told) -> None:
    scope = SCOPES[2]
    found = numbers(told.store, told.version, scope, ["month"], KEYS)
    for piece in split(scope.period, "month"):
        for key in KEYS:
            assert_same(found, (key, piece.start), told.number(key, scope.with_period(piece)))
    assert not found


@pytest.mark.parametrize("key", KEYS)
def test_the_rows_behind_a_number(told: Told, key: str) -> None:
    above, below = true_postings.rows(key, told.postings, told.windows(JUNE))
    for part, rows in {"numerator": above, **({"denominator": below} if key in RATES else {})}.items():
        listed = fetch(told.store, members(registry.get(key), part, JUNE, EVERYTHING), told.version)
        shown = list(zip(listed["unit"], listed["procedure"], listed["announced_on"], strict=True))
        told_days = {(row.unit, row.procedure, row.announced): row for row in told.postings}
        for row in listed.itertuples():
            one = told_days[row.unit, row.procedure, row.announced_on]
            last = max(one.desk, one.web) if one.desk and one.web else None
            days = truth.working_days_between(one.announced, last) if last else None
            assert (None if row.days_to_post != row.days_to_post else row.days_to_post) == days
            windows = told.windows(JUNE)
            assert row.fault == true_postings.fault(one, list(told.postings), windows[row.unit])
        assert shown == sorted((row.unit, row.procedure, row.announced) for row in rows)
        total = fetch(told.store, how_many(registry.get(key), part, JUNE, EVERYTHING), told.version).iloc[0, 0]
        assert total == len(rows)


def test_faults_add_up_and_fields_do(told: Told) -> None:
    whole = true_postings.rows("postings_to_mend", told.postings, told.windows(JUNE))[0]
    parts = [
        repr(row) for key in KEYS if "." in key for row in true_postings.rows(key, told.postings, told.windows(JUNE))[0]
    ]
    assert sorted(parts) == sorted(map(repr, whole))
    expected: dict[str, int] = defaultdict(int)
    for row in whole:
        expected[true_postings.PROCEDURES[row.procedure]] += 1
    measure = registry.get("postings_to_mend")
    frame = counts(told.store, [measure], ["field"], JUNE, EVERYTHING, told.version)
    assert dict(zip(frame["field"], frame["numerator"], strict=True)) == expected
    for field, count in expected.items():
        rows = fetch(told.store, members(measure, "numerator", JUNE, EVERYTHING, within=("field", field)))
        assert len(rows) == count


def test_rights(told: Told) -> None:
    own = Viewer(frozenset({"p10"}), may_list=True)
    measure = registry.get("postings_to_mend")
    rows = fetch(told.store, members(measure, "numerator", JUNE, own), told.version)
    expected = true_postings.rows(measure.key, told.postings, {"p10": told.windows(JUNE)["p10"]})[0]
    assert len(rows) == len(expected) > 0
    assert set(rows["unit"]) == {"p10"}
