"""What one unit sees of the others, and what nobody can work out from it; small cells of sensitive fields."""

from __future__ import annotations

import datetime as dt
import itertools
import random
from dataclasses import dataclass, replace

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from data_access import tables
from data_access.fetch import fetch
from data_access.load import Order, load_exports
from data_access.profiles import load_profile
from data_access.stores import Store, open_store
from data_access.viewer import EVERYTHING, Viewer
from measures.asking import Asked
from measures.headlines import HEADLINES
from measures.known import Holdings, holdings
from measures.lateness_page import lateness_page
from measures.online_page import online_page
from measures.overview import overview
from measures.period import Period, months_until
from measures.published import comparison_of, is_published
from measures.scope import Scope
from measures.sensitive import LEAST, MERGED, is_small, merged_fields
from tests.conftest import Addresses
from tests.district import District, Dossier, write_exports

QUAN6 = load_profile("quan6")
OWN, CELL = "p10", 5
WARDS = (OWN, "p01", "p02", "p03", "p04", "p05", "p06", "p07")
BIRTH, COPY = "1.001193", "2.000815"  # the second is same-day certification
EXPORTED = dt.datetime(2020, 6, 30, 17, 30)
CHAIR = Viewer(frozenset({OWN}), may_list=True, may_act=True, least_cell=CELL)
Cell = tuple[str, dt.date, dt.date, bool]  # unit, first and last day, with same-day certification


@dataclass(frozen=True)
class Desk:
    """A district with small and large months, its dossiers as plain rows, and what one chair gets of other wards."""

    store: Store
    held: Holdings
    dossiers: pd.DataFrame
    seen: dict[str, dict[Cell, int]]

    def all_numbers(self, viewer: Viewer, scope: Scope) -> dict[tuple[str, str], int]:
        beside = comparison_of(Asked(self.store, self.held.version, viewer), HEADLINES, scope, self.held)
        frame = beside.table(HEADLINES, ["unit"], scope)
        return {(row.measure, row.unit): int(row.denominator) for row in frame.itertuples()}

    def hidden(self, key: str, scope: Scope) -> frozenset[str]:
        asked = Asked(self.store, self.held.version, CHAIR)
        return comparison_of(asked, [key], scope, self.held).hidden[key]

    def numbers(self, key: str, viewer: Viewer, scope: Scope) -> dict[str, int]:
        return {unit: n for (measure, unit), n in self.all_numbers(viewer, scope).items() if measure == key}

    def true_number(self, key: str, cell: Cell) -> int:
        """Counted in a loop over the rows: received, or come due, or broken, in these days."""
        unit, start, end, certification = cell
        day, condition = {
            "online_share": ("received_on", "accepted"),
            "overdue_rate": ("due", "in_cohort"),
            "letter_rate": ("due", "breached"),
        }[key]
        return sum(
            row["receiving_unit_id"] == unit
            and row[day] is not None
            and start <= row[day] <= end
            and bool(row[condition])
            and (certification or not row["certification"])
            for row in self.dossiers.to_dict("records")
        )


def every_scope(held: Holdings) -> list[Scope]:
    """All periods that the address can ask for in the last year, with and without certification."""
    year = held.cut_off.year
    suffixes = [
        *(f"-{month:02}{kind}" for month in range(1, 8) for kind in ("", "-LK", "-BC")),
        *("-Q1", "-Q2", "-Q3", "-6T", "-9T", "", "-W20"),
    ]
    return [Scope(Period.parse(f"{year}{suffix}"), certification=both) for suffix in suffixes for both in (False, True)]


def random_wards(seed: int) -> District:
    """Eighteen months of eight wards, some with small months of one kind of dossier or the other, some without."""
    rng, dossiers = random.Random(seed), []
    for ward, month in itertools.product(WARDS, months_until(EXPORTED.date(), 18)):
        for procedure in (BIRTH, COPY):
            few = rng.random() < 0.03
            for _ in range(rng.randint(1, CELL - 1) if few else rng.choice((0, 5, 6, 8))):
                received = dt.datetime.combine(month.start, dt.time(9)) + dt.timedelta(rng.randrange(20))
                late = dt.timedelta(9 if rng.random() < 0.3 else 0)
                dossiers.append(
                    Dossier(
                        code=f"775.{len(dossiers):05}",
                        receiving=ward,
                        resolving=ward,
                        area=None,
                        procedure=procedure,
                        channel=rng.choice((1, 1, 2)),
                        status=9,
                        submitted=received - dt.timedelta(hours=1),
                        received=received,
                        due=received.date() + dt.timedelta(2),
                        finished=received + late,
                    )
                )
    return District(tuple(dossiers), exported_at=dict.fromkeys(WARDS, EXPORTED))


@pytest.fixture(scope="module")
def desk(module_address: Addresses, tmp_path_factory: pytest.TempPathFactory) -> Desk:
    store = open_store(module_address())
    files = write_exports(random_wards(1), tmp_path_factory.mktemp("district") / "exports")
    version = load_exports(store, Order(paths=tuple(files))).version
    assert version
    held = holdings(store, version)
    found = Desk(store, held, fetch(store, select(tables.dossier), version), {key: {} for key in HEADLINES})
    for scope in every_scope(held):
        for (key, unit), n in found.all_numbers(CHAIR, scope).items():
            if unit != OWN:
                found.seen[key][unit, scope.period.start, scope.period.end, scope.certification] = n
    return found


@pytest.mark.parametrize("key", HEADLINES)
def test_no_difference_of_two_numbers_is_a_small_cell(desk: Desk, key: str) -> None:
    """Of one unit: a period less a part of it, with certification less without. 0 tells of nobody."""
    seen = desk.seen[key]
    told = []
    for (cell, n), (other, m) in itertools.permutations(seen.items(), 2):
        unit, start, end, certification = cell
        inside = start <= other[1] and other[2] <= end and certification == other[3]
        certified = (start, end) == other[1:3] and certification and not other[3]
        if unit == other[0] and (inside or certified) and 0 < n - m < CELL:
            told.append((cell, other, n, m))
    assert told == []
    assert not [cell for cell, n in seen.items() if 0 < n < CELL]


def test_some_numbers_are_seen_and_some_are_hidden(desk: Desk) -> None:
    """The test above looks at something."""
    month = Scope(Period.parse("2020-05"))
    everybody, seen = (desk.numbers("online_share", viewer, month) for viewer in (EVERYTHING, CHAIR))
    assert {OWN} < set(seen) < set(everybody)
    assert set(desk.numbers("letter_rate", CHAIR, month)) < set(seen)


@pytest.mark.parametrize("key", ["online_share", "overdue_rate", "letter_rate"])
def test_what_is_seen_is_true(desk: Desk, key: str) -> None:
    for cell in list(desk.seen[key])[:: max(1, len(desk.seen[key]) // 25)]:
        assert desk.seen[key][cell] == desk.true_number(key, cell), cell


def test_only_whole_finished_months_without_filters_are_published(desk: Desk) -> None:
    held, month = desk.held, Period.parse("2020-05")
    assert is_published(Scope(month), held)
    scopes = [
        Scope(Period.parse("2020-05-BC")),
        Scope(Period.parse("2020-W20")),
        Scope(Period.parse("2020-05-29")),
        Scope(Period.parse(f"{held.cut_off.year + 1}")),
        Scope(month, as_of=dt.date(2020, 5, 28)),
        Scope(month, fields=("Hộ tịch",)),
        Scope(month, procedures=(held.known.procedures[0][0],)),
        Scope(month, channels=(1,)),
        Scope(month, unit_role="area"),
    ]
    for scope in scopes:
        assert not is_published(scope, held)
        assert set(desk.numbers("online_share", CHAIR, scope)) <= {OWN}


def test_without_a_least_cell_nothing_of_the_others_is_seen(desk: Desk) -> None:
    alone = replace(CHAIR, least_cell=None)
    assert set(desk.numbers("online_share", alone, Scope(Period.parse("2020-05")))) <= {OWN}


@pytest.mark.parametrize("filters", [{}, {"channels": (1,)}])
def test_pages_of_a_chair_hold_no_other_unit_but_the_published(desk: Desk, filters: dict) -> None:
    """Own numbers are those that everybody sees; levels are sums of what is shown; cells are the own ones."""
    scope = Scope(Period.parse("2020-05"), units=(OWN,), **filters)
    store, held, version = desk.store, desk.held, desk.held.version
    wards = set(held.units.loc[held.units["kind"] == "ward", "unit_id"])
    for key, make in (("overdue_rate", lateness_page), ("online_share", online_page)):
        page, whole = (make(store, version, scope, viewer, held, QUAN6) for viewer in (CHAIR, EVERYTHING))
        hidden = desk.hidden(key, page.comparison)
        assert hidden & wards
        assert set(page.units["unit"]) == wards - hidden
        assert page.level == (page.units["numerator"].sum(), page.units["denominator"].sum())
        assert page.now == whole.now
        assert page.history.equals(whole.history)
    assert set(page.cells["unit"]) == {OWN} == page.inside
    assert page.offered.procedures.equals(whole.offered.procedures)
    seen, all_of_it = (overview(store, version, scope, viewer, held, QUAN6) for viewer in (CHAIR, EVERYTHING))
    for key, shown in seen.maps.items():
        assert set(shown.tiles["unit"]) == set(shown.units["unit"])
        assert {OWN} <= set(shown.units["unit"]) <= wards - desk.hidden(key, seen.comparison)  # 12 months, not one
        assert shown.hidden == len(all_of_it.maps[key].units) - len(shown.units)
        assert seen.headlines[key].now == all_of_it.headlines[key].now


# ------------------------------------------------------------------------------------------------- sensitive fields

rows = st.tuples(st.sampled_from("ABC"), st.sampled_from("vwxyz"), st.integers(0, 9), st.integers(0, 9))


@given(drawn=st.lists(rows, unique_by=lambda row: row[:2]), sensitive=st.sets(st.sampled_from("vwxyz")))
def test_merged_fields_hide_small_cells_and_nothing_else(drawn: list, sensitive: set) -> None:
    cells = pd.DataFrame(drawn, columns=["unit", "field", "numerator", "denominator"])
    shown, merged = merged_fields(cells, sensitive)
    for _, row in shown.iterrows():
        if row["field"] in sensitive:
            assert not 0 < row["denominator"] < LEAST
        if row["field"] == MERGED and set(cells["field"]) - set(merged):
            assert not 0 < row["denominator"] < LEAST
    assert bool(merged) == any(f in sensitive and 0 < n < LEAST for _, f, _, n in drawn)
    assert len(merged) != 1 or cells["field"].nunique() == 1
    for unit in "ABC":
        for column, place in (("numerator", 2), ("denominator", 3)):
            assert shown.loc[shown["unit"] == unit, column].sum() == sum(row[place] for row in drawn if row[0] == unit)
    kept = {(u, f): (x, n) for u, f, x, n in drawn if f not in merged}
    told = shown[shown["field"] != MERGED].itertuples(index=False)
    assert {(u, f): (x, n) for u, f, x, n in told} == kept


@given(drawn=st.lists(rows, max_size=8), sensitive=st.sets(st.sampled_from("vwxyz")))
def test_small_procedures_of_sensitive_fields_are_told(drawn: list, sensitive: set) -> None:
    frame = pd.DataFrame(drawn, columns=["procedure", "field", "numerator", "denominator"])
    assert list(is_small(frame, sensitive)) == [f in sensitive and 0 < n < LEAST for _, f, _, n in drawn]
