"""What a cell may look like: dates and numbers as SQL macros over text. What fits no form is NULL, never a guess.

``to_time(x)``  local time of a date, with or without a clock time: the mapping's own formats, ISO 8601 with or without
                fractions and offset, and the serial numbers of spreadsheets (days since 30/12/1899).
``has_clock(x)``  whether the cell gives a clock time beside the day.
``to_number(x)``  Vietnamese numbers: "1.234" is one thousand, "1,5" one and a half.
"""

from __future__ import annotations

import datetime as dt

import duckdb

from data_access.load.mapping import AS_WRITTEN, Mapping

ISO_DAY = r"\d{4}-\d{2}-\d{2}"
ISO_CLOCK = r"[T ]\d{2}:\d{2}(:\d{2}([.,]\d{1,9})?)?"
OFFSET = r" ?(Z|[+-]\d{2}(:?\d{2})?)"
DIGIT = "ascii(x) BETWEEN 48 AND 57"  # the database also knows "epoch" and "infinity"
SERIAL = r"\d{5}"
NUMBERS = r"[+-]?(\d+|\d{1,3}(\.\d{3})+)(,\d+)?"


def make_macros(connection: duckdb.DuckDBPyConnection, mapping: Mapping) -> None:
    """Define the macros as this mapping reads cells."""
    for name, expression in (
        ("iso_time", _iso(mapping.time_zone)),
        ("serial_time", _serial()),
        (
            "to_time",
            f"CASE WHEN {DIGIT} THEN coalesce({_written(mapping.date_formats)} iso_time(x), serial_time(x)) END",
        ),
        ("has_clock", rf"contains(x, ':') OR regexp_full_match(x, '{SERIAL}[.,]\d+')"),
        (
            "to_number",
            f"CASE WHEN regexp_full_match(x, '{NUMBERS}') "
            f"THEN TRY_CAST(replace(replace(x, '.', ''), ',', '.') AS DOUBLE) END",
        ),
    ):
        connection.execute(f"CREATE OR REPLACE TEMP MACRO {name}(x) AS ({expression})")


def _written(formats: tuple[str, ...]) -> str:
    """The mapping's formats in its order, each followed by a comma; first the one of just this length, which spares
    most tries."""
    if not formats:
        return ""
    quoted = {form: "'" + form.replace("'", "''") + "'" for form in formats}
    by_length = {len(dt.date.max.strftime(form)): text for form, text in reversed(quoted.items())}
    likely = " ".join(f"WHEN {length} THEN try_strptime(x, {text})" for length, text in by_length.items())
    return f"CASE length(x) {likely} END, try_strptime(x, [{', '.join(quoted.values())}]),"


def _iso(time_zone: str) -> str:
    """ISO 8601. A written offset leads to the clock of the mapping's zone, or stays out of it where the zone is
    "as written"; without an offset the time is local already."""
    clock = "TRY_CAST(replace(regexp_extract(x, '^({day}{clock})', 1), ',', '.') AS TIMESTAMP)"
    clock = clock.format(day=ISO_DAY, clock=ISO_CLOCK)
    moved = clock
    if time_zone != AS_WRITTEN:
        # The cast wants seconds and a colon in the offset: "08:00+0700" becomes "08:00:00+07:00".
        offset = f"regexp_extract(x, '{OFFSET}$', 1)"
        told = f"{clock}::TEXT || regexp_replace({offset}, '^([+-][0-9][0-9])([0-9][0-9])$', '\\1:\\2')"
        moved = f"timezone('{time_zone}', TRY_CAST({told} AS TIMESTAMPTZ))"
    return f"""CASE WHEN regexp_full_match(x, '{ISO_DAY}{ISO_CLOCK}{OFFSET}') THEN {moved}
                    WHEN regexp_full_match(x, '{ISO_DAY}{ISO_CLOCK}') THEN {clock}
                    WHEN regexp_full_match(x, '{ISO_DAY}') THEN TRY_CAST(x AS TIMESTAMP) END"""


def _serial() -> str:
    """Whole seconds: a spreadsheet's fraction of a day is never exact."""
    days = "TRY_CAST(replace(x, ',', '.') AS DOUBLE)"
    return rf"""CASE WHEN regexp_full_match(x, '{SERIAL}([.,]\d+)?')
                     THEN TIMESTAMP '1899-12-30' + to_seconds(round({days} * 86400)::BIGINT) END"""
