"""Completeness and the national portal's list: SQL on both engines against plain Python, with the rows behind."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import replace
from pathlib import Path
from random import Random

import pytest

from data_access.fetch import fetch
from data_access.viewer import EVERYTHING, NOBODY, Viewer
from measures import registry
from measures.counts import counts
from measures.members import how_many, members
from measures.period import Period, split
from measures.scope import Scope
from tests import plain_truth as truth
from tests import plain_truth_completeness as complete
from tests.conftest import Addresses
from tests.data_access.desk import Desk
from tests.district import STATUSES, District, random_district, unit_names, write_exports
from tests.district_steps import with_steps
from tests.measures.test_against_truth import assert_same, numbers
from tests.plain_truth_completeness import Shown

JUNE = Scope(Period.parse("2020-06"), units=(), certification=True)
YEAR = Scope(Period.parse("2020"), units=(), certification=True)
SCOPES = (
    JUNE,
    Scope(Period.parse("2020-06"), units=(), as_of=dt.date(2020, 6, 11), certification=True),
    Scope(Period.parse("2020"), units=("ward",), lateness="instant", certification=True),
    Scope(Period.parse("2020-W24"), units=("p10",)),
)
KINDS = {"ward": {f"p{number:02}" for number in range(1, 15)}}
WORDS_OF_STATE = {"new": 1, "refused": 3, "open": 4, "ended": 7, "finished": 9}


def numbered(district: District, rng: Random) -> District:
    """The same district with codes that run on by unit and day, most of them; some numbers were never given."""
    codes, last = {}, defaultdict(int)
    for one in district.dossiers:
        day = (one.submitted or one.received or dt.datetime(2020, 6, 9)).date()
        if rng.random() < 0.1:
            day = dt.date(2020, 6, rng.randrange(1, 31))
        prefix = f"775.{one.receiving.upper().replace('-', '')}.H29"
        last[prefix, day] += 1 + (rng.randrange(1, 4) if rng.random() < 0.2 else 0)
        codes[one.code] = f"{prefix}-{day:%y%m%d}-{last[prefix, day]:0{rng.choice((1, 4, 4))}}"
        if rng.random() < 0.15:
            codes[one.code] = rng.choice((one.code, f"775.10.H29-200231-{len(codes):04}", f"A-200601-{len(codes)}-7"))
    of = {name: getattr(district, name) for name in ("dossiers", "moves", "pauses", "letters", "steps", "demands")}
    return replace(
        district, **{name: tuple(replace(one, code=codes[one.code]) for one in many) for name, many in of.items()}
    )


def portal_list(district: District, rng: Random) -> list[Shown]:
    """What the portal shows of some dossiers, on the newest or an older list of their unit, mostly the truth."""
    days = {
        unit: truth.last_complete_day(made) - dt.timedelta(rng.randrange(8))
        for unit, made in district.exported_at.items()
    }
    days["p09"] = truth.last_complete_day(district.exported_at["p09"]) + dt.timedelta(1)  # not comparable yet
    found = []
    for number, one in enumerate(district.dossiers):
        if rng.random() < 0.3:
            continue
        listed = days[one.receiving] - dt.timedelta(rng.choice((0, 0, 0, 0, 7)))
        status = WORDS_OF_STATE[complete.state_on(one, listed)]
        due, ended = complete.due_on(district, one, listed), complete.truth_day(one.ended or one.finished)
        if rng.random() < 0.15:
            status = rng.randrange(1, 11)
        found.append(
            Shown(
                f"775.99.H29-200601-{number:04}" if rng.random() < 0.1 else one.code,
                one.receiving,
                listed,
                status,
                None if rng.random() < 0.1 else _moved(rng, due or dt.date(2020, 6, 9), 0.3),
                _moved(rng, ended, 0.4) if ended and ended <= listed and rng.random() < 0.9 else None,
            )
        )
    return found


def _moved(rng: Random, day: dt.date, chance: float) -> dt.date:
    return day + dt.timedelta(1) if rng.random() < chance else day


class Told:
    """A random district with numbered codes and the portal's list, in a store."""

    def __init__(self, folder: Path, address: str, seed: int) -> None:
        rng = Random(seed)
        self.district = numbered(with_steps(random_district(seed, size=300), seed), rng)
        self.shown = portal_list(self.district, rng)
        desk, names = Desk(folder, address), unit_names()
        rows = [
            {
                "dossier_code": row.code,
                "reporting_unit": names[row.unit],
                "listed_on": f"{row.listed:%d/%m/%Y}",
                "status": STATUSES[row.status],
                "due_at": f"{row.due:%d/%m/%Y}" if row.due else "",
                "finished_at": f"{row.finished:%d/%m/%Y %H:%M}" if row.finished else "",
            }
            for row in self.shown
        ]
        summary = desk.load(*write_exports(self.district, folder / "exports"), desk.write("portal_dossier", *rows))
        assert summary.total("refused") == 0, summary.reasons
        self.store, self.version = desk.store, str(summary.version)

    def windows(self, scope: Scope) -> dict[str, complete.Window]:
        """A and T of each unit of the scope."""
        wanted = {name for one in scope.units for name in KINDS.get(one, {one})}
        return {
            unit: complete.Window(
                scope.period.start,
                truth.counted_to(self.district, unit, scope.period.end, scope.as_of or dt.date.max),
            )
            for unit in self.district.exported_at
            if not scope.units or unit in wanted
        }

    def rows(self, key: str, scope: Scope, *units: str) -> tuple[list, list]:
        windows = {unit: window for unit, window in self.windows(scope).items() if not units or unit in units}
        return complete.rows(key, self.district, self.shown, windows)


@pytest.fixture(scope="module", params=[1, 2])
def told(request: pytest.FixtureRequest, module_address: Addresses, tmp_path_factory: pytest.TempPathFactory) -> Told:
    return Told(tmp_path_factory.mktemp("complete"), module_address(), request.param)


@pytest.mark.parametrize("scope", SCOPES, ids=lambda scope: scope.period.token)
def test_every_number_equals_the_plain_truth(told: Told, scope: Scope) -> None:
    """In all, by unit, and month by month."""
    found = numbers(told.store, told.version, scope, [], complete.KEYS)
    for key in complete.KEYS:
        assert_same(found, (key, scope.period.start), complete.number(key, *told.rows(key, scope)))
    assert not found
    found = numbers(told.store, told.version, scope, ["unit"], complete.KEYS)
    for unit in told.windows(scope):
        for key in complete.KEYS:
            expected = complete.number(key, *told.rows(key, scope, unit))
            assert_same(found, (key, unit, scope.period.start), expected)
    assert not found
    if scope.period.token == "2020":
        found = numbers(told.store, told.version, scope, ["month"], complete.KEYS)
        for piece in split(scope.period, "month"):
            for key in complete.KEYS if piece.start <= scope.until else ():
                narrowed = told.rows(key, scope.with_period(piece))
                assert_same(found, (key, piece.start), complete.number(key, *narrowed))
        assert not found


@pytest.mark.parametrize("key", complete.KEYS)
def test_the_rows_behind_a_number(told: Told, key: str) -> None:
    """In all and of one unit, whose people see no more."""
    measure, p10 = registry.get(key), Viewer(frozenset({"p10"}), may_list=True)
    for viewer, units in ((EVERYTHING, ()), (p10, ("p10",))):
        above, below = told.rows(key, YEAR, *units)
        if not units:
            assert above
        for part, rows in {"numerator": above, "denominator": below}.items():
            if part == "denominator" and measure.denominator is None:
                continue
            listed = fetch(told.store, members(measure, part, YEAR, viewer), told.version)
            total = fetch(told.store, how_many(measure, part, YEAR, viewer), told.version).iloc[0, 0]
            assert total == len(listed)
            if key == complete.GAPS:
                runs = zip(listed["first_missing"], listed["last_missing"], listed["missing"], strict=True)
                assert sorted(runs) == sorted((run[0], run[-1], len(run)) for run in rows)
            elif units and key == complete.WITHOUT_STEP:  # a chair sees what the unit resolves for others, too
                assert set(rows) <= set(listed["dossier_code"])
            else:
                assert sorted(listed["dossier_code"]) == sorted(rows)
    assert counts(told.store, [measure], [], YEAR, NOBODY, told.version).empty


def test_both_sides_of_a_difference_are_shown(told: Told) -> None:
    rows = fetch(told.store, members(registry.get(complete.DIFFERENCES), "numerator", YEAR, EVERYTHING), told.version)
    shown = {row.code: row for row in complete.newest(told.shown)}
    ours = {one.code: one for one in told.district.dossiers}
    assert set(rows["comparison"]) == set(complete.PARTS)
    for row in rows.itertuples():
        theirs = shown[row.dossier_code]
        assert (row.portal_due_on, row.portal_finished_on) == (theirs.due, theirs.finished)
        assert row.portal_state == complete.STATES.get(theirs.status, "open")
        assert row.comparison == complete.compared(told.district, theirs)
        if one := ours.get(row.dossier_code):
            assert row.our_state == complete.state_on(one, row.listed_on)
            assert row.our_due_on == complete.due_on(told.district, one, row.listed_on)
