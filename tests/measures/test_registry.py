"""The registry of measures, and the command that prints their numbers."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import true

from data_access import tables
from data_access.stores import open_store
from data_access.viewer import EVERYTHING
from measures import registry
from measures.__main__ import main
from measures.counts import counts
from measures.measure import Kind, Measure
from measures.period import Period
from measures.scope import Scope
from tests import (
    plain_truth,
    plain_truth_completeness,
    plain_truth_desks,
    plain_truth_papers,
    plain_truth_postings,
    plain_truth_signals,
    plain_truth_steps,
)

MEASURES = list(registry.MEASURES.values())
REFUSED = 2
PARTS = ("overdue_rate.finished_late", "overdue_rate.open", "overdue_rate.ended_after")

# ------------------------------------------------------------------------------------------------------- definitions


def test_keys_are_unique() -> None:
    assert len({measure.key for measure in registry.DEFINED}) == len(registry.DEFINED) == len(MEASURES)


def test_every_measure_has_its_truth_and_every_truth_its_measure() -> None:
    dossiers = (plain_truth, plain_truth_completeness, plain_truth_papers, plain_truth_signals, plain_truth_steps)
    truths = (*dossiers, plain_truth_desks, plain_truth_postings)
    assert set(registry.known_keys()) == {key for one in truths for key in one.KEYS}


@pytest.mark.parametrize("measure", MEASURES, ids=lambda measure: measure.key)
def test_reviews_are_not_overdue(measure: Measure) -> None:
    """Somebody reads each definition once a year and moves its dates."""
    assert measure.reviewed_on <= dt.date.today() <= measure.next_review


@pytest.mark.parametrize("measure", MEASURES, ids=lambda measure: measure.key)
def test_measures_say_all_that_a_screen_shows(measure: Measure) -> None:
    said = [measure.title, measure.formula, measure.numerator_words, measure.why, measure.legal_basis, measure.left_out]
    assert all(said)
    assert bool(measure.denominator_words) == (measure.kind is Kind.RATIO)


def a_ratio(**changes: Any) -> Measure:
    return replace(registry.get("overdue_rate"), **changes)


def test_a_measure_with_several_faults_names_them_all() -> None:
    with pytest.raises(ValueError, match="measure 'overdue_rate'") as refused:
        a_ratio(denominator=None, value=tables.dossier.c.days_late, level=0.5, next_review=dt.date(2020, 1, 1))
    for fault in ("a ratio needs a denominator", "need a value", "needs its level", "next_review must come after"):
        assert fault in str(refused.value)


@pytest.mark.parametrize(
    ("key", "changes", "fault"),
    [
        ("overdue_rate", {"denominator": None}, "a ratio needs a denominator, and nothing else has one"),
        ("received", {"denominator": true()}, "a ratio needs a denominator, and nothing else has one"),
        ("received", {"counted_on": None}, "a count of a period needs counted_on"),
        ("backlog", {"counted_on": tables.dossier.c.due}, "a stock is taken at T, so it has no counted_on"),
        ("days_late_total", {"value": None}, "totals and quantiles need a value, and nothing else has one"),
        ("days_late_total", {"level": 0.5}, "a quantile needs its level, and nothing else has one"),
        ("days_late_median", {"level": None}, "a quantile needs its level, and nothing else has one"),
        ("backlog", {"next_review": dt.date(2020, 1, 1)}, "next_review must come after reviewed_on"),
    ],
)
def test_a_contradiction_is_refused(key: str, changes: dict[str, Any], fault: str) -> None:
    with pytest.raises(ValueError, match=f"measure '{key}': {fault}$"):
        replace(registry.get(key), **changes)


def test_parts_are_counts_of_their_own() -> None:
    names = {part.key: part.kind for part in registry.parts(registry.get("overdue_rate"))}
    assert names == dict.fromkeys(PARTS, Kind.COUNT)
    assert registry.get("overdue_rate.open").numerator_words == "still open"


@pytest.mark.parametrize("key", ["nope", "overdue_rate.nope", "overdue_rate.open.more", "", "Overdue_rate"])
def test_unknown_keys_are_refused_with_those_that_exist(key: str) -> None:
    with pytest.raises(ValueError, match=f"unknown measure '{key}': there are overdue_rate, ") as refused:
        registry.get(key)
    assert "overdue_rate.open" in str(refused.value)


# ----------------------------------------------------------------------------------------------- python -m measures


class Command:
    """``python -m measures`` on the small sample."""

    def __init__(self, store: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.store, self.capsys = store, capsys

    def output(self, line: str) -> str:
        code = main([*line.split(), "--store", str(self.store)])
        out, err = self.capsys.readouterr()
        assert (code, err) == (0, "")
        return out

    def rows(self, line: str) -> list[dict[str, str]]:
        return list(csv.DictReader(io.StringIO(self.output(f"{line} --format csv"))))

    def number(self, line: str) -> tuple[float, float]:
        """Numerator and denominator of the one row."""
        (row,) = self.rows(line)
        return float(row["numerator"]), float(row["denominator"] or "nan")

    def refusal(self, line: str) -> str:
        """What stands on standard error, one line."""
        code = main([*line.split(), "--store", str(self.store)])
        out, err = self.capsys.readouterr()
        assert (code, out) == (REFUSED, "")
        assert err.startswith("error: ")
        assert err.count("\n") == 1
        return err


@pytest.fixture
def command(small_sample: Path, capsys: pytest.CaptureFixture[str]) -> Command:
    return Command(small_sample, capsys)


def counted(store_folder: Path, key: str, scope: Scope) -> tuple[float, float]:
    """The same number without the command."""
    store = open_store(str(store_folder))
    version = store.version()
    assert version
    (row,) = counts(store, [registry.get(key)], [], scope, EVERYTHING, version).itertuples()
    return row.numerator, row.denominator


def test_table_csv_and_json_hold_the_same_numbers(command: Command) -> None:
    line = "overdue_rate backlog --ky 2020 --by unit"
    as_csv = [(row["unit"], float(row["numerator"])) for row in command.rows(line)]
    as_json = [(row["unit"], row["numerator"]) for row in json.loads(command.output(f"{line} --format json"))]
    header, *lines = command.output(line).splitlines()
    place = header.split().index("numerator")
    as_table = [(words[1], float(words[place])) for words in map(str.split, lines)]
    assert len(as_csv) > 14
    assert sorted(as_csv) == sorted(as_json) == sorted(as_table)


def test_rates_stand_with_numerator_denominator_interval_and_verdict(command: Command) -> None:
    rows = command.rows("overdue_rate --ky 2019 --by unit")
    assert len(rows) == 14
    for row in rows:
        rate = float(row["numerator"]) / float(row["denominator"])
        assert float(row["low"]) <= rate == float(row["rate"]) <= float(row["high"])
        assert row["verdict"]
        assert row["period"] == "2019-01-01"


def test_the_district_is_the_sum_of_its_units_and_months(command: Command) -> None:
    pieces = command.rows("overdue_rate --ky 2020-Q2 --by unit,month")
    assert {row["period"] for row in pieces} == {"2020-04-01", "2020-05-01", "2020-06-01"}
    assert {row["unit"] for row in pieces} > {"p10", "p13"}
    sums = tuple(sum(float(row[column]) for row in pieces) for column in ("numerator", "denominator"))
    assert sums == command.number("overdue_rate --ky 2020-Q2")


def test_parts_add_up_to_the_numerator_on_any_day(command: Command) -> None:
    """Fortnightly, so that dossiers pass from open to finished; each part is met."""
    met: set[str] = set()
    for days in range(30, 360, 15):
        scope = f"--ky 2019 --certification --tai-ngay {dt.date(2019, 1, 1) + dt.timedelta(days)}"
        parts = {row["measure"]: float(row["numerator"]) for row in command.rows(f"{' '.join(PARTS)} {scope}")}
        assert sum(parts.values()) == command.number(f"overdue_rate {scope}")[0]
        met |= set(parts)
    assert met == set(PARTS)


@pytest.mark.parametrize("key", ["overdue_rate", "late_of_finished", "backlog", "came_due", "withdrawn"])
def test_members_are_as_many_as_the_numerator(command: Command, key: str) -> None:
    rows = command.rows(f"{key} --ky 2019 --members")
    assert len({row["dossier_code"] for row in rows}) == len(rows) == command.number(f"{key} --ky 2019")[0] > 0


def test_members_of_a_part_and_of_the_denominator(command: Command) -> None:
    numerator, denominator = command.number("overdue_rate --ky 2019")
    assert len(command.rows("overdue_rate --ky 2019 --members --part denominator")) == denominator
    parts = [command.rows(f"overdue_rate --ky 2019 --members --part {part.partition('.')[2]}") for part in PARTS]
    assert sum(map(len, parts)) == numerator > len(parts[0]) > 0


def test_the_period_is_honoured(command: Command, small_sample: Path) -> None:
    found = {ky: command.number(f"came_due --ky {ky}")[0] for ky in ("2019", "2020", "2019-Q4", "2019-06-BC")}
    expected = {ky: counted(small_sample, "came_due", Scope(Period.parse(ky)))[0] for ky in found}
    assert found == expected
    assert len(set(found.values())) == 4  # or the option might be ignored


def test_without_a_period_the_month_of_the_newest_data_is_meant(command: Command) -> None:
    assert command.number("overdue_rate") == command.number("overdue_rate --ky 2020-06")


def test_the_day_looked_from_is_honoured(command: Command, small_sample: Path) -> None:
    day = dt.date(2020, 5, 31)
    found = command.number("overdue_rate --ky 2020 --tai-ngay 2020-05-31")
    assert found == counted(small_sample, "overdue_rate", Scope(Period.parse("2020"), as_of=day))
    assert found != command.number("overdue_rate --ky 2020")


def test_the_lateness_rule_is_honoured(command: Command, small_sample: Path) -> None:
    """By the clock a dossier finished on its due day after the hour is late; by dates it is not (COUNTING 1)."""
    found = {rule: command.number(f"overdue_rate --ky 2020 --lateness {rule}") for rule in ("day", "instant")}
    for rule, number in found.items():
        assert number == counted(small_sample, "overdue_rate", Scope(Period.parse("2020"), lateness=rule))
    assert found["instant"][0] > found["day"][0]
    assert command.number("overdue_rate --ky 2020") == found["day"]  # the profile's rule


@pytest.mark.parametrize(
    ("options", "restriction"),
    [
        ("--units p10", {"units": ("p10",)}),
        ("--units=", {"units": ()}),
        ("--units ward,department --unit-role resolving", {"units": ("ward", "department"), "unit_role": "resolving"}),
        ("--channel 2", {"channels": (2,)}),
        ("--certification", {"certification": True}),
        ("--procedure 1.001193", {"procedures": ("1.001193",)}),
    ],
)
def test_filters_are_honoured(command: Command, small_sample: Path, options: str, restriction: dict[str, Any]) -> None:
    found = command.number(f"came_due --ky 2019 {options}")[0]
    assert found == counted(small_sample, "came_due", Scope(Period.parse("2019"), **restriction))[0]
    assert found != command.number("came_due --ky 2019")[0]


def test_nothing_in_the_scope_is_said_in_words(command: Command) -> None:
    assert command.output("overdue_rate --ky 1990") == "no dossiers in this scope\n"
    assert json.loads(command.output("overdue_rate --ky 1990 --format json")) == []
    assert command.output("overdue_rate --ky 1990 --by unit") == "no dossiers in this scope\n"


@pytest.mark.parametrize(
    ("line", "named"),
    [
        ("nope", "unknown measure 'nope': there are overdue_rate"),
        ("", "name at least one measure: overdue_rate"),
        ("overdue_rate --ky=", "not known: ky: ''"),
        ("overdue_rate --ky june", "not known: ky: 'june'"),
        ("overdue_rate --units p10,p99", "not known: don-vi: 'p10,p99'"),
        ("overdue_rate --ky june --units p99 --channel 7", "ky: 'june'; don-vi: 'p99'; kenh: '7'"),
        ("overdue_rate --ky 2020-06 --tai-ngay 2020-05-31", "tai-ngay: '2020-05-31'"),
        ("overdue_rate --by ward", "cannot group by ward: use unit, field"),
        ("overdue_rate --by month,day", "cannot group by month, day"),
        ("overdue_rate --members --part nope", "overdue_rate has no part 'nope': there are finished_late"),
    ],
)
def test_what_cannot_be_answered_is_refused_in_one_line(command: Command, line: str, named: str) -> None:
    assert named in command.refusal(line)


def test_an_empty_store_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert Command(tmp_path, capsys).refusal("overdue_rate").startswith("error: the store is empty")


def test_an_unknown_choice_is_refused_before_the_store_is_opened(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["overdue_rate", "--lateness", "hour"])
    assert ended.value.code == REFUSED
    assert "invalid choice: 'hour'" in capsys.readouterr().err
