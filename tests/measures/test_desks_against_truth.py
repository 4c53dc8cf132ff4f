"""Desks, inspections and help: SQL on both engines against plain Python, with the rows behind each number."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from pathlib import Path
from random import Random

import pytest

from data_access.fetch import fetch
from data_access.profiles import DeskTerm
from data_access.viewer import EVERYTHING, NOBODY, Viewer
from measures import order_rows, registry
from measures.aggregate import aggregate
from measures.counts import counts
from measures.dimensions import DimensionError
from measures.members import NotAllowed, how_many, members
from measures.period import Period, split
from measures.scope import Scope
from tests import plain_truth as truth
from tests import plain_truth_desks as true_desks
from tests.conftest import Addresses
from tests.data_access.desk import Desk
from tests.desk_forms import SILENT, UNITS, Finding, Forms, Person, random_forms, write_forms
from tests.district import District, random_district, write_exports
from tests.measures.test_against_truth import assert_same, numbers

JUNE = Scope(Period.parse("2020-06"), units=())
# Three settings in force one after the other, drawn at random; the last one only after the periods looked at.
DESK_TERMS = tuple(
    DeskTerm(Random(number).randrange(2, 5), Random(number).randrange(17, 20), "", dt.date(2020, month, 5))
    for number, month in enumerate((3, 6, 7))
)
SCOPES = (
    JUNE,
    Scope(Period.parse("2020-06"), units=(), as_of=dt.date(2020, 6, 11)),
    Scope(Period.parse("2020-Q2"), units=("ward",)),
    Scope(Period.parse("2020-06-BC"), units=("ldtbxh",)),
    Scope(Period.parse("2020-W24"), units=("p10",)),
    Scope(Period.parse("2020-06"), units=(), desk_terms=DESK_TERMS),
)
KINDS = {"ward": {"p09", "p10"}}
LIST_KEYS = {
    order_rows.STAFF: lambda row: (row.unit, row.number),
    order_rows.INSPECTION: lambda row: (row.unit, row.number),
    order_rows.FINDING: lambda row: (row.unit, row.inspection),
    order_rows.ASSISTANCE: lambda row: (row.unit, row.number),
}
LIST_COLUMNS = {
    order_rows.STAFF: "staff_no",
    order_rows.INSPECTION: "inspection_no",
    order_rows.FINDING: "inspection_no",
    order_rows.ASSISTANCE: "event_no",
}


class Told:
    """A random district and its forms in a store."""

    def __init__(self, folder: Path, address: str, seed: int) -> None:
        self.district: District = random_district(seed, size=30)
        self.forms: Forms = random_forms(seed)
        desk = Desk(folder, address)
        summary = desk.load(*write_exports(self.district, folder / "exports"), *write_forms(desk, self.forms))
        assert summary.total("refused") == 0, summary.reasons
        self.store, self.version = desk.store, str(summary.version)

    def windows(self, scope: Scope) -> dict[str, true_desks.Window]:
        """A and T of each unit of the scope; a unit that exports nothing is complete to the last day looked at."""
        as_of, found = scope.as_of or dt.date.max, {}
        terms = [(one.least_months, one.most_months) for one in scope.desk_terms if one.valid_from <= scope.until]
        for unit in UNITS:
            wanted = {name for one in scope.units for name in KINDS.get(one, {one})}
            if scope.units and unit not in wanted:
                continue
            exports = unit in self.district.exported_at
            to = truth.counted_to(self.district, unit, scope.period.end, as_of) if exports else scope.until
            found[unit] = true_desks.Window(scope.period.start, to, *terms[-1:])
        return found

    def number(self, key: str, scope: Scope) -> tuple[float, float | None]:
        return true_desks.number(key, *true_desks.rows(key, self.forms, self.windows(scope)))


@pytest.fixture(scope="module", params=[1, 2])
def told(request: pytest.FixtureRequest, module_address: Addresses, tmp_path_factory: pytest.TempPathFactory) -> Told:
    return Told(tmp_path_factory.mktemp("told"), module_address(), request.param)


@pytest.mark.parametrize("scope", SCOPES, ids=lambda scope: scope.period.token)
def test_every_number_equals_the_plain_truth(told: Told, scope: Scope) -> None:
    """In all, by unit, and by each piece of time."""
    found = numbers(told.store, told.version, scope, [], true_desks.KEYS)
    for key in true_desks.KEYS:
        assert_same(found, (key, scope.period.start), told.number(key, scope))
    assert not found
    found = numbers(told.store, told.version, scope, ["unit"], true_desks.KEYS)
    for unit, window in told.windows(scope).items():
        for key in true_desks.KEYS:
            expected = true_desks.number(key, *true_desks.rows(key, told.forms, {unit: window}))
            assert_same(found, (key, unit, scope.period.start), expected)
    assert not found


def test_months_add_up_and_stocks_are_taken_at_the_end_of_each(told: Told) -> None:
    scope = SCOPES[2]
    found = numbers(told.store, told.version, scope, ["month"], true_desks.KEYS)
    for piece in split(scope.period, "month"):
        for key in true_desks.KEYS:
            assert_same(found, (key, piece.start), told.number(key, scope.with_period(piece)))
    assert not found


@pytest.mark.parametrize("key", true_desks.KEYS)
def test_the_rows_behind_a_number(told: Told, key: str) -> None:
    measure = registry.get(key)
    above, below = true_desks.rows(key, told.forms, told.windows(JUNE))
    parts = {"numerator": above} | ({"denominator": below} if key in true_desks.RATES else {})
    for part, rows in parts.items():
        listed = fetch(told.store, members(measure, part, JUNE, EVERYTHING), told.version)
        assert list(listed.columns) == list(order_rows.ROWS[measure.counts].listed)
        shown = zip(listed["unit"], listed[LIST_COLUMNS[measure.counts]], strict=True)
        assert sorted(shown) == sorted(LIST_KEYS[measure.counts](row) for row in rows)
        total = fetch(told.store, how_many(measure, part, JUNE, EVERYTHING), told.version).iloc[0, 0]
        assert total == len(rows)


def test_groups_of_their_own(told: Told) -> None:
    """People by whole months at the desk, findings by kind; and the list of one group."""
    windows = told.windows(JUNE)
    at_desk, _ = true_desks.rows("staff_at_desk", told.forms, windows)
    expected: dict[int, int] = defaultdict(int)
    for one in at_desk:
        assert isinstance(one, Person)
        expected[true_desks.months(one, windows[one.unit].to)] += 1
    asked = (registry.get("staff_at_desk"), JUNE, EVERYTHING)
    frame = counts(told.store, [asked[0]], ["months_at_desk"], *asked[1:], told.version)
    assert dict(zip(frame["months_at_desk"], frame["numerator"], strict=True)) == expected
    for group, count in expected.items():
        within = ("months_at_desk", group)
        assert len(fetch(told.store, members(asked[0], "numerator", *asked[1:], within=within), told.version)) == count
    found, _ = true_desks.rows("findings", told.forms, windows)
    frame = counts(told.store, [registry.get("findings")], ["finding_kind"], JUNE, EVERYTHING, told.version)
    by_kind = Counter(one.kind for one in found if isinstance(one, Finding))
    assert dict(zip(frame["finding_kind"], frame["numerator"], strict=True)) == by_kind


def test_rights_hold_for_forms_too(told: Told) -> None:
    p10 = Viewer(frozenset({"p10"}), may_list=True)
    for key in true_desks.KEYS:
        measure = registry.get(key)
        assert counts(told.store, [measure], [], JUNE, NOBODY, told.version).empty
        above, _ = true_desks.rows(key, told.forms, {"p10": told.windows(JUNE)["p10"]})
        listed = fetch(told.store, members(measure, "numerator", JUNE, p10), told.version)
        assert set(listed["unit"]) <= {"p10"}
        assert len(listed) == len(above)
        with pytest.raises(NotAllowed):
            members(measure, "numerator", JUNE, Viewer(None))


def test_a_unit_that_told_nothing_has_no_row(told: Told) -> None:
    frame = counts(told.store, registry.get_all(true_desks.KEYS), ["unit"], JUNE, EVERYTHING, told.version)
    assert SILENT not in set(frame["unit"])
    assert SILENT in told.district.exported_at


def test_dimensions_of_dossiers_are_not_for_forms() -> None:
    for key, name in (("staff_at_desk", "procedure"), ("findings", "months_at_desk"), ("overdue_rate", "finding_kind")):
        with pytest.raises(DimensionError):
            aggregate([registry.get(key)], [name], JUNE, EVERYTHING)
