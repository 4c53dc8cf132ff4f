"""Dates and numbers as they are written, against Python's own reading of them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace
from zoneinfo import ZoneInfo

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st

from data_access.load.cells import make_macros
from data_access.load.mapping import AS_WRITTEN, MappingError, load_mapping

SAIGON, AMSTERDAM = "Asia/Ho_Chi_Minh", "Europe/Amsterdam"
MAPPING = load_mapping("mot-cua")
MOMENTS = st.datetimes(dt.datetime(1990, 1, 1), dt.datetime(2035, 12, 31))


@pytest.fixture(scope="module")
def connections() -> Iterator[dict[str, duckdb.DuckDBPyConnection]]:
    """One connection for each time zone, with the macros of a mapping in that zone."""
    opened = {zone: duckdb.connect() for zone in (SAIGON, AMSTERDAM, AS_WRITTEN, "UTC")}
    for zone, connection in opened.items():
        make_macros(connection, replace(MAPPING, time_zone=zone))
    yield opened
    for connection in opened.values():
        connection.close()


def read(connection: duckdb.DuckDBPyConnection, macro: str, text: str) -> object:
    return connection.execute(f"SELECT {macro}(?)", [text]).fetchone()[0]


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("12/06/2020", dt.datetime(2020, 6, 12)),
        ("1/6/2020 8:05", dt.datetime(2020, 6, 1, 8, 5)),
        ("12/06/2020 17:40", dt.datetime(2020, 6, 12, 17, 40)),
        ("12/06/2020 17:40:09", dt.datetime(2020, 6, 12, 17, 40, 9)),
        ("2020-06-12", dt.datetime(2020, 6, 12)),
        ("2020-06-12T17:40", dt.datetime(2020, 6, 12, 17, 40)),
        ("2020-06-12 17:40:09.250", dt.datetime(2020, 6, 12, 17, 40, 9, 250_000)),
        ("2020-06-12T17:40:09,5", dt.datetime(2020, 6, 12, 17, 40, 9, 500_000)),
        ("2020-06-12T10:40:09Z", dt.datetime(2020, 6, 12, 17, 40, 9)),
        ("2020-06-12T17:40:09+0700", dt.datetime(2020, 6, 12, 17, 40, 9)),
        ("2020-06-12 12:40 +02", dt.datetime(2020, 6, 12, 17, 40)),
        ("43994", dt.datetime(2020, 6, 12)),
        ("43994.7361111111", dt.datetime(2020, 6, 12, 17, 40)),
        ("43994,75", dt.datetime(2020, 6, 12, 18, 0)),
        # Not guessed at:
        ("31/02/2020", None),
        ("2020-02-30", None),
        ("06/31/2020", None),
        ("12.06.2020", None),
        ("2020-06-12T25:00", None),
        ("hôm qua", None),
        ("infinity", None),
        ("epoch", None),
        ("439941", None),
        ("", None),
    ],
)
def test_a_date_means_one_moment_or_nothing(
    connections: dict[str, duckdb.DuckDBPyConnection], text: str, meant: dt.datetime | None
) -> None:
    assert read(connections[SAIGON], "to_time", text) == meant


@given(
    moment=MOMENTS, offset=st.integers(-12, 14), digits=st.sampled_from([None, 3, 6]), separator=st.sampled_from("T ")
)
def test_a_written_offset_leads_to_the_clock_of_the_mapping(
    connections: dict[str, duckdb.DuckDBPyConnection],
    moment: dt.datetime,
    offset: int,
    digits: int | None,
    separator: str,
) -> None:
    """Summer time included: the same offset is another hour of the day in June and in December."""
    grain = {None: "seconds", 3: "milliseconds", 6: "microseconds"}[digits]
    aware = moment.replace(tzinfo=dt.timezone(dt.timedelta(hours=offset)))
    text = aware.isoformat(separator, grain)
    told = dt.datetime.fromisoformat(text)
    for zone in (SAIGON, AMSTERDAM, "UTC"):
        assert read(connections[zone], "to_time", text) == told.astimezone(ZoneInfo(zone)).replace(tzinfo=None)
    assert read(connections[AS_WRITTEN], "to_time", text) == told.replace(tzinfo=None)


@given(moment=MOMENTS.map(lambda moment: moment.replace(microsecond=0)))
def test_a_serial_number_is_the_moment_to_the_second(
    connections: dict[str, duckdb.DuckDBPyConnection], moment: dt.datetime
) -> None:
    serial = (moment - dt.datetime(1899, 12, 30)) / dt.timedelta(days=1)
    assert read(connections[SAIGON], "to_time", f"{serial:.9f}") == moment


@pytest.mark.parametrize(
    ("text", "clock"),
    [("12/06/2020", False), ("2020-06-12", False), ("43994", False), ("43994.5", True), ("12/06/2020 00:00", True)],
)
def test_a_day_alone_is_told_from_a_moment(
    connections: dict[str, duckdb.DuckDBPyConnection], text: str, clock: bool
) -> None:
    assert read(connections[SAIGON], "has_clock", text) is clock


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("7", 7),
        ("007", 7),
        ("1.234", 1234),
        ("1.234.567,25", 1_234_567.25),
        ("1,5", 1.5),
        ("-3", -3),
        ("1.5", None),
        ("1.2345", None),
        ("1,234.5", None),
        ("một", None),
        ("1e3", None),
    ],
)
def test_numbers_are_read_the_vietnamese_way(
    connections: dict[str, duckdb.DuckDBPyConnection], text: str, meant: float | None
) -> None:
    assert read(connections[SAIGON], "to_number", text) == meant


def test_an_unknown_time_zone_is_named(tmp_path) -> None:
    wrong = tmp_path / "wrong.toml"
    wrong.write_text('name = "x"\ntime_zone = "Asia/Saigoon"\ndate_formats = []\n', encoding="utf-8")
    with pytest.raises(MappingError, match="time_zone = 'Asia/Saigoon' is not known"):
        load_mapping(str(wrong))
