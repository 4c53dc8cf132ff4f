"""Signals: SQL on both engines against plain Python, with the dossiers behind each number."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import replace
from pathlib import Path
from random import Random

import pytest

from data_access.fetch import fetch
from data_access.load import Order, load_exports
from data_access.stores import open_store
from data_access.viewer import EVERYTHING
from measures import registry
from measures.members import members
from measures.period import Period
from measures.scope import Scope
from tests import plain_truth as truth
from tests import plain_truth_signals as true_signals
from tests.conftest import Addresses
from tests.district import District, Dossier, random_district, write_exports
from tests.measures.test_against_truth import assert_same, filter_of, numbers
from tests.plain_truth_signals import KEYS

SCOPES = (
    Scope(Period.parse("2020-06"), units=(), certification=True),
    Scope(Period.parse("2020-Q2"), units=(), as_of=dt.date(2020, 6, 12)),
    Scope(Period.parse("2020"), units=("ward",), lateness="instant"),
)


def crowded(district: District, rng: Random) -> District:
    """Some finish in one minute of one unit, others hours before they were due, some at midnight: no time known."""
    rows = []
    for one in district.dossiers:
        finished = one.finished
        if finished and rng.random() < 0.4:
            finished = finished.replace(hour=16, minute=rng.choice((0, 0, 0, 59)), second=rng.randrange(60))
        elif finished and rng.random() < 0.2:
            finished = finished.replace(hour=0, minute=0, second=0)
        if finished and rng.random() < 0.3 and one.due:
            day = one.due.date() if isinstance(one.due, dt.datetime) else one.due
            finished = dt.datetime.combine(day, dt.time(rng.choice((14, 15, 16)), rng.choice((0, 0, 30))))
        rows.append(replace(one, finished=finished) if _may_finish(one, finished, district) else one)
    return replace(district, dossiers=tuple(rows))


def _may_finish(one: Dossier, moment: dt.datetime | None, district: District) -> bool:
    """Whether an export would take it so."""
    if not moment or not one.received or not one.finished:
        return False
    last = min(one.returned or dt.datetime.max, district.exported_at.get(one.receiving, dt.datetime.min))
    return max(one.received, one.submitted or one.received) < moment < last


class Told:
    """A random district in a store."""

    def __init__(self, folder: Path, address: str, seed: int) -> None:
        self.district = crowded(random_district(seed, size=260), Random(seed))
        self.store = open_store(address)
        summary = load_exports(self.store, Order(paths=tuple(write_exports(self.district, folder / "exports"))))
        assert summary.total("refused") == 0, summary.reasons
        self.version = str(summary.version)

    def views(self, scope: Scope) -> list[truth.View]:
        as_of = scope.as_of or dt.date.max
        period = scope.period
        return truth.views(self.district, period.start, period.end, as_of, scope.lateness, filter_of(scope))


@pytest.fixture(scope="module")
def told(module_address: Addresses, tmp_path_factory: pytest.TempPathFactory) -> Told:
    return Told(tmp_path_factory.mktemp("told"), module_address(), 51)


@pytest.mark.parametrize("scope", SCOPES, ids=lambda scope: scope.period.token)
def test_every_number_and_its_dossiers_equal_the_plain_truth(told: Told, scope: Scope) -> None:
    """In all and by unit; each signal is given by some dossiers and not by others."""
    every = told.views(scope)
    found, by_unit = (numbers(told.store, told.version, scope, by, KEYS) for by in ([], ["unit"]))
    for key in KEYS:
        above, below = true_signals.members(key, told.district, every)
        if scope is SCOPES[0]:
            assert 0 < len(above) < len(below), key
        assert_same(found, (key, scope.period.start), (float(len(above)), float(len(below))))
        for part, codes in (("numerator", above), ("denominator", below)):
            rows = fetch(told.store, members(registry.get(key), part, scope, EVERYTHING), told.version)
            assert sorted(rows["dossier_code"]) == codes, (key, part)
        units = defaultdict(list)
        for view in every:
            units[view.dossier.receiving].append(view)
        for unit, those in units.items():
            above, below = true_signals.members(key, told.district, those)
            assert_same(by_unit, (key, unit, scope.period.start), (float(len(above)), float(len(below))))
    assert not found
    assert not by_unit
