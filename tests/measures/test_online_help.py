"""Help to submit online beside the share: unit by unit as the measures say, and silence is no zero."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from sqlalchemy import select

from data_access import tables
from data_access.fetch import fetch
from data_access.stores import open_store
from data_access.viewer import EVERYTHING, Viewer
from measures.asking import Asked
from measures.known import holdings
from measures.online_help import ASSISTED, REACHED, OnlineHelp, online_help, outreach_events
from measures.online_page import SHARE
from measures.period import Period
from measures.scope import Scope

SCOPE = Scope(Period.parse("2020-Q2"))


@pytest.fixture(scope="module")
def asked(small_sample: Path) -> Asked:
    store = open_store(str(small_sample))
    version = store.version()
    assert version
    return Asked(store, version, EVERYTHING)


def counted(asked: Asked, scope: Scope, viewer: Viewer = EVERYTHING) -> OnlineHelp:
    return online_help(asked.store, asked.version, scope, viewer, holdings(asked.store, asked.version))


def test_each_unit_has_its_own_numbers(asked: Asked) -> None:
    seen = counted(asked, SCOPE)
    assert len(seen.units) == 14
    for row in seen.units.itertuples():
        alone = Scope(SCOPE.period, units=(row.unit,))
        people = asked.pairs((ASSISTED, REACHED), alone)
        if row.unit in seen.told["unit"].tolist():
            assert (row.helped, row.reached) == (people[ASSISTED][0], people[REACHED][0])
        else:
            assert people == {ASSISTED: (0, 0), REACHED: (0, 0)}
        assert (row.online, row.received) == asked.pair(SHARE, alone)
        before = alone.with_period(SCOPE.period.previous())
        assert (row.online_before, row.received_before) == asked.pair(SHARE, before)
    assert seen.told["helped"].sum() == seen.helped[0] > 0
    assert seen.told["reached"].sum() == seen.reached[0]
    assert 0 < len(seen.silent) < 14


def test_a_chair_sees_the_own_unit_only(asked: Asked) -> None:
    seen = counted(asked, SCOPE, Viewer(frozenset({"p10"}), may_list=True))
    assert seen.units["unit"].tolist() == ["p10"]
    assert seen.helped[0] == seen.units["helped"].sum()


def test_outreach_events_are_the_rows_of_the_form_largest_first(asked: Asked) -> None:
    """Against the table itself; the sums of a month are those of the measure."""
    held, since = holdings(asked.store, asked.version), dt.date(2019, 1, 1)
    found = outreach_events(asked.store, asked.version, SCOPE, EVERYTHING, held, since)
    table = fetch(asked.store, select(tables.assistance), asked.version)
    wards, short = (
        held.units[held.units["kind"] == "ward"],
        dict(zip(held.units["unit_id"], held.units["short_name"], strict=True)),
    )
    rows = table[(table["form"] == "event") & table["unit_id"].isin(wards["unit_id"])]
    expected = rows[(rows["held_on"] >= since) & (rows["held_on"] <= SCOPE.period.end)]
    expected = expected.groupby(["held_on", "unit_id"])["people"].sum()
    assert sorted(found) == sorted((day, short[unit], int(people)) for (day, unit), people in expected.items())
    assert [people for *_, people in found] == sorted((people for *_, people in found), reverse=True)
    month = Scope(Period.parse("2020-05"))
    in_month = sum(people for day, _, people in found if (day.year, day.month) == (2020, 5))
    assert asked.pair(REACHED, month)[0] == in_month
