"""Event logs: cases become dossiers, events steps, whatever offset their times are written in."""

from __future__ import annotations

import csv
import datetime as dt
from pathlib import Path

import pytest
from sqlalchemy import select

from data_access.fetch import fetch
from data_access.load import MappingError, Order, Summary, load_exports
from data_access.load.mapping import load_mapping
from data_access.stores import Store, open_store
from data_access.tables import dossier, metadata
from data_access.viewer import EVERYTHING
from measures import registry
from measures.counts import counts
from measures.period import Period
from measures.scope import Scope

HEADERS = [
    *("case:channel", "case:concept:name", "case:department", "case:enddate", "case:enddate_planned"),
    *("case:responsible", "case:startdate", "concept:name", "org:group", "time:timestamp"),
]
RECEIPT, CHECK = "Confirmation of receipt", "T02 Check confirmation of receipt"
EXPORTED = dt.datetime(2012, 3, 1, 18)


def event(case: str, name: str, at: str, **facts: str) -> dict[str, str]:
    """An event of an invented case: started 10/10/2011, due 01/12/2011 at 12:00, finished that day at 15:00."""
    return {
        "case:concept:name": case,
        "case:channel": "Internet",
        "case:department": "General",
        "case:startdate": "2011-10-10 09:00:00.020000+02:00",
        "case:enddate_planned": "2011-12-01 12:00:00+01:00",
        "case:enddate": "2011-12-01 15:00:00.388000+01:00",
        "case:responsible": "Resource99",
        "concept:name": name,
        "org:group": "Group 1",
        "time:timestamp": at,
    } | facts


CASES = [
    # Out of order in the file; the times decide.
    event("late-by-hours", CHECK, "2011-10-12 10:00:00.5+02:00"),
    event("late-by-hours", RECEIPT, "2011-10-11 09:00:00+02:00"),
    # Due in summer time, finished at the same instant written in winter time: 23:30+02:00 is 22:30+01:00.
    event(
        "next-day", RECEIPT, "2011-10-10 08:00:00+02:00", **{
            "case:channel": "Post", "case:enddate_planned": "2011-10-29 23:30:00+02:00",
            "case:enddate": "2011-10-30 00:10:00+02:00",
        },
    ),
    event("open", RECEIPT, "2011-10-10 10:00:00+02:00", **{"case:channel": "e-mail", "case:enddate": ""}),
]  # fmt: skip


def write(path: Path, rows: list[dict[str, str]]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, HEADERS)
        writer.writeheader()
        writer.writerows(rows)
    return path


def load(folder: Path, rows: list[dict[str, str]], mapping: str = "permit-log") -> tuple[Store, Summary]:
    store = open_store(str(folder / "store"))
    order = Order(paths=(write(folder / "log.csv", rows),), mapping=mapping, exported_at=EXPORTED)
    return store, load_exports(store, order)


def rate(store: Store, lateness: str) -> tuple[float, float]:
    scope = Scope(Period("2011", dt.date(2011, 1, 1), dt.date(2011, 12, 31)), units=(), lateness=lateness)
    frame = counts(store, [registry.get("late_of_finished")], [], scope, EVERYTHING, str(store.version()))
    return tuple(frame.loc[0, ["numerator", "denominator"]])


def test_cases_become_dossiers_and_events_steps(tmp_path: Path) -> None:
    store, summary = load(tmp_path, CASES)
    assert [(file.kind, file.read, file.new) for file in summary.files] == [("dossier", 3, 3), ("step", 4, 4)]
    assert "case:responsible" in summary.files[0].left_out
    found = fetch(store, select(dossier).order_by(dossier.c.dossier_code)).set_index("dossier_code")
    assert found["channel"].to_dict() == {"late-by-hours": 2, "next-day": 3, "open": 1}
    assert found["status"].to_dict() == {"late-by-hours": 9, "next-day": 9, "open": 4}
    assert found.loc["late-by-hours", "finished_at"] == dt.datetime(2011, 12, 1, 15, 0, 0, 388000)


def test_steps_are_numbered_in_time_and_begin_where_the_one_before_ended(tmp_path: Path) -> None:
    store, _ = load(tmp_path, CASES)
    steps = fetch(store, select(metadata.tables["step"])).set_index(["dossier_code", "step_no"])
    first, second = steps.loc[("late-by-hours", 1)], steps.loc[("late-by-hours", 2)]
    assert (first["stage"], first["started_at"]) == ("receipt", dt.datetime(2011, 10, 10, 9, 0, 0, 20000))
    assert (second["stage"], second["started_at"]) == ("T02", first["finished_at"])
    # Told before the case was received: it took no time.
    early = steps.loc[("next-day", 1)]
    assert early["started_at"] == early["finished_at"] == dt.datetime(2011, 10, 10, 8)


def test_lateness_by_clock_time_and_by_day_in_the_log_s_own_offsets(tmp_path: Path) -> None:
    store, _ = load(tmp_path, CASES)
    assert rate(store, "instant") == (2, 2)  # by hours, and by 40 minutes past midnight
    assert rate(store, "day") == (1, 2)  # only the one past midnight


@pytest.mark.parametrize(("zone", "late"), [("Europe/Amsterdam", 1), ("UTC", 0)])
def test_a_zone_in_the_mapping_moves_the_midnight(tmp_path: Path, zone: str, late: int) -> None:
    """In UTC 00:10+02:00 is still the evening before: the wrong zone hides lateness."""
    text = (Path(load_mapping.__wrapped__.__code__.co_filename).parent / "mappings/permit-log.toml").read_text()
    other = tmp_path / "other.toml"
    other.write_text(text.replace('"as written"', f'"{zone}"'), encoding="utf-8")
    store, _ = load(tmp_path, CASES, str(other))
    assert rate(store, "day") == (late, 2)


def test_a_case_whose_events_contradict_each_other_is_refused(tmp_path: Path) -> None:
    rows = [event(f"case-{n}", RECEIPT, "2011-10-11 09:00:00+02:00") for n in range(200)]
    rows += [event("two-ends", RECEIPT, "2011-10-11 09:00:00+02:00")]
    rows += [event("two-ends", CHECK, "2011-10-12 09:00:00+02:00", **{"case:enddate": "2011-12-02 09:00:00+01:00"})]
    store, summary = load(tmp_path, rows)
    assert summary.reasons == {"contradicts_case": 2, "no_dossier": 2}
    assert "two-ends" not in set(fetch(store, select(dossier.c.dossier_code))["dossier_code"])


def test_a_mapping_with_a_mistyped_field_or_without_its_values_is_named(tmp_path: Path) -> None:
    wrong = tmp_path / "wrong.toml"
    head = 'name = "x"\ntime_zone = "UTC"\ndate_formats = []\n[step]\nrequired = []\n[step.headers]\n'
    wrong.write_text(head + 'stages = ["a"]\n', encoding="utf-8")
    with pytest.raises(MappingError, match=r"\[step\] has no field stages"):
        load_mapping(str(wrong))
    other = tmp_path / "other.toml"
    other.write_text(head + 'stage = ["a"]\n', encoding="utf-8")
    with pytest.raises(MappingError, match=r"needs a list of values for stage"):
        load_mapping(str(other))
