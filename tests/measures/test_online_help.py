"""Help to submit online beside the share: unit by unit as the measures say, and silence is no zero."""

from __future__ import annotations

from pathlib import Path

import pytest

from data_access.stores import open_store
from data_access.viewer import EVERYTHING, Viewer
from measures.asking import Asked
from measures.known import holdings
from measures.online_help import ASSISTED, REACHED, OnlineHelp, online_help
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
