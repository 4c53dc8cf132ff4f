"""Raw text into typed rows. A value that does not fit is refused with its reason; nothing is guessed.

Each ``raw_<kind>`` becomes ``parsed_<kind>``: the typed columns, ``file_no``, ``row_no`` and ``reasons`` (a list of
codes of ``reasons.py``, empty for a good row).
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial

import duckdb
import pandas as pd

from data_access.load.mapping import Kind, Mapping, folded
from data_access.profiles import Profile

EARLIEST = "DATE '1990-01-01'"
DUE_FIELDS = ("due_at", "old_due_at")


@dataclass(frozen=True)
class Checks:
    """What a kind asks of its rows beside the form of each cell: (reason code, condition that is a fault)."""

    needed: tuple[str, ...]
    key: tuple[str, ...]
    faults: tuple[tuple[str, str], ...] = ()


CHECKS = {
    "dossier": Checks(
        needed=("dossier_code", "receiving_unit", "procedure", "status"),
        key=("dossier_code",),
        faults=(
            ("missing:received_at", "raw_received_at IS NULL AND status NOT IN (1, 3)"),
            ("finished_before_received", "status NOT IN (1, 3) AND finished_at < received_at"),
            ("due_before_received", "status NOT IN (1, 3) AND due_at::DATE < received_at::DATE"),
            ("ended_without_date", "status IN (7, 8) AND raw_finished_at IS NULL"),
            *((f"after_export:{f}", f"{f} > exported_at") for f in ("submitted_at", "received_at", "finished_at")),
            ("after_export:returned_at", "returned_at > exported_at"),
        ),
    ),
    "promise": Checks(
        needed=("dossier_code", "set_at", "old_due_at", "due_at"),
        key=("dossier_code", "set_at"),
        faults=(("due_before_set", "due_at::DATE < set_at::DATE"),),
    ),
    "pause": Checks(
        needed=("dossier_code", "started_at", "reason"),
        key=("dossier_code", "started_at"),
        faults=(("resumed_before_paused", "resumed_at < started_at"),),
    ),
    "step": Checks(
        needed=("dossier_code", "step_no", "stage", "holder_unit", "started_at"),
        key=("dossier_code", "step_no"),
        faults=(("step_ends_before_start", "finished_at < started_at"),),
    ),
    "letter": Checks(
        needed=("dossier_code", "letter_no", "letter_state"),
        key=("dossier_code", "letter_no"),
        faults=(("issued_without_date", "letter_state = 'issued' AND raw_issued_on IS NULL"),),
    ),
}


def check(
    connection: duckdb.DuckDBPyConnection,
    mapping: Mapping,
    profile: Profile,
    newest_export: str,
    exported_at: dt.datetime | None,
) -> None:
    """Make ``parsed_<kind>`` of every kind of the mapping.

    ``newest_export`` bounds dates (SQL timestamp text); ``exported_at`` stands for rows that do not tell theirs.
    """
    formats = ", ".join("'" + form.replace("'", "''") + "'" for form in mapping.date_formats)
    connection.execute(f"CREATE OR REPLACE TEMP MACRO to_time(x) AS try_strptime(x, [{formats}])")
    connection.execute(
        f"CREATE OR REPLACE TEMP MACRO out_of_range(t) AS "
        f"t < {EARLIEST} OR t > TIMESTAMP '{newest_export}' + INTERVAL 2 YEAR"
    )
    given = f"TIMESTAMP '{exported_at:%Y-%m-%d %H:%M:%S}'" if exported_at else "NULL::TIMESTAMP"
    connection.execute(f"CREATE OR REPLACE TEMP MACRO given_export() AS {given}")
    for kind in mapping.kinds.values():
        _look_up_values(connection, kind, profile)
        connection.execute(_parse_statement(kind))
        if kind.name != "dossier":
            connection.execute(_orphans_statement(kind))


def _look_up_values(connection: duckdb.DuckDBPyConnection, kind: Kind, profile: Profile) -> None:
    """Temp table ``lookup_<field>`` (written, meant) for each field with a list of allowed values."""
    for field, resolve in _resolvers(kind, profile):
        written = [row[0] for row in connection.sql(f'SELECT DISTINCT "{field}" FROM raw_{kind.name}').fetchall()]
        pairs = [(text, meant) for text in written if text and (meant := resolve(text)) is not None]
        frame = pd.DataFrame(pairs, columns=["written", "meant"], dtype="str")
        connection.register("pairs", frame)
        connection.execute(f"CREATE OR REPLACE TEMP TABLE lookup_{kind.name}_{field} AS SELECT * FROM pairs")
        connection.unregister("pairs")


def _resolvers(kind: Kind, profile: Profile) -> Iterator[tuple[str, Callable[[str], str | None]]]:
    """The fields of a kind that are looked up, each with its way from the written text to the meant value."""
    units, procedures = unit_names(profile), procedure_names(profile)
    for field in kind.fields:
        values = kind.values.get("flag" if _is_flag(field) else field)
        if field.endswith("_unit"):
            yield field, lambda text: units.get(unit_key(text))
        elif field == "procedure":
            yield field, lambda text: procedures.get(folded(text))
        elif values is not None:
            yield field, partial(_allowed, values)


def _allowed(values: dict[str, str], text: str) -> str | None:
    return values.get(folded(text))


def unit_key(written: str) -> str:
    """One key for all the ways a ward's name arrives: "UBND Phường 01", "P.1", "P1" and "p 1" are "phường 1"."""
    text = re.sub(r"^(ủy ban nhân dân|uỷ ban nhân dân|ubnd) ", "", folded(written))
    return re.sub(r"^(?:phường|phuong|p)[. ]*0*([1-9]\d*)$", r"phường \1", text)


def unit_names(profile: Profile) -> dict[str, str]:
    """Key -> unit_id, for every name, short name, code and synonym of the profile."""
    names: dict[str, str] = {}
    for unit in profile.units:
        synonyms = [unit["name"], unit["short_name"], unit["official_code"], *unit["names"].split("|")]
        names.update({unit_key(name): unit["unit_id"] for name in synonyms if name})
    return names


def procedure_names(profile: Profile) -> dict[str, str]:
    """Code or full name -> procedure_id."""
    return {
        folded(name): procedure["procedure_id"]
        for procedure in profile.procedures
        for name in (procedure["procedure_id"], procedure["name"])
    }


def _is_flag(field: str) -> bool:
    return field.startswith("has_") or field == "signed_by_head"


def _is_looked_up(kind: Kind, field: str) -> bool:
    return field.endswith("_unit") or field == "procedure" or field in kind.values or _is_flag(field)


def _typed(kind: Kind, field: str) -> str:
    """The SQL that makes a raw cell typed; NULL where it does not fit."""
    if _is_looked_up(kind, field):
        meant = f"l_{field}.meant"
        if _is_flag(field):
            return f"coalesce({meant} = 'true', false)"
        return f"{meant}::SMALLINT" if field in ("status", "channel") else meant
    if field in DUE_FIELDS:
        # A due date without a clock time means the end of its day.
        return f"to_time(raw.{field}) + CASE WHEN length(raw.{field}) <= 10 THEN 86399 ELSE 0 END * INTERVAL 1 SECOND"
    if field == "exported_at":
        return "CASE WHEN raw.exported_at IS NULL THEN given_export() ELSE to_time(raw.exported_at) END"
    if field.endswith("_at"):
        return f"to_time(raw.{field})"
    if field.endswith("_on"):
        return f"to_time(raw.{field})::DATE"
    if field == "step_no":
        return "TRY_CAST(raw.step_no AS INTEGER)"
    return f"nfc_normalize(raw.{field})"


def _cell_faults(kind: Kind, field: str) -> list[tuple[str, str]]:
    faults = [(f"missing:{field}", f"raw_{field} IS NULL")] if field in CHECKS[kind.name].needed else []
    if field.endswith(("_at", "_on")):
        faults.append((f"bad_date:{field}", f"raw_{field} IS NOT NULL AND {field} IS NULL"))
        faults.append((f"date_out_of_range:{field}", f"out_of_range({field})"))
    elif field == "step_no":
        faults.append((f"bad_number:{field}", f"raw_{field} IS NOT NULL AND {field} IS NULL"))
    elif _is_looked_up(kind, field):
        name = "unknown_unit" if field.endswith("_unit") else "unknown_value"
        code = "unknown_procedure" if field == "procedure" else f"{name}:{field}"
        faults.append((code, f"raw_{field} IS NOT NULL AND meant_{field} IS NULL"))
    return faults


def _parse_statement(kind: Kind) -> str:
    """One SELECT: the typed cells, and the list of faults found by comparing them with the raw ones."""
    checks = CHECKS[kind.name]
    looked_up = [field for field in kind.fields if _is_looked_up(kind, field)]
    joins = "\n".join(
        f"LEFT JOIN lookup_{kind.name}_{field} AS l_{field} ON l_{field}.written = raw.{field}" for field in looked_up
    )
    cells = [f"raw.{field} AS raw_{field}, {_typed(kind, field)} AS {field}" for field in kind.fields]
    cells += [f"l_{field}.meant AS meant_{field}" for field in looked_up]
    faults = [fault for field in kind.fields for fault in _cell_faults(kind, field)] + list(checks.faults)
    faults.append(("duplicate", "repeated IS NOT NULL"))
    key = {field: _typed(kind, field) for field in checks.key}
    cases = ",\n".join(f"CASE WHEN {condition} THEN '{code}' END" for code, condition in faults)
    return f"""CREATE OR REPLACE TEMP TABLE parsed_{kind.name} AS
        SELECT file_no, row_no, {", ".join(kind.fields)}, list_filter([{cases}], x -> x IS NOT NULL) AS reasons
        FROM (SELECT raw.file_no, raw.row_no, {", ".join(cells)}, again.times AS repeated
              FROM raw_{kind.name} AS raw {joins}
              LEFT JOIN (SELECT {", ".join(f"{typed} AS {field}" for field, typed in key.items())}, count(*) AS times
                         FROM raw_{kind.name} AS raw GROUP BY ALL HAVING count(*) > 1) AS again
                     ON {" AND ".join(f"again.{field} = {typed}" for field, typed in key.items())})"""


def _orphans_statement(kind: Kind) -> str:
    """Rows that speak of a dossier which neither this load nor the store knows."""
    return f"""UPDATE parsed_{kind.name} SET reasons = list_append(reasons, 'no_dossier')
        WHERE dossier_code IS NOT NULL
          AND dossier_code NOT IN (SELECT dossier_code FROM dossier)
          AND dossier_code NOT IN (SELECT dossier_code FROM parsed_dossier
                                   WHERE dossier_code IS NOT NULL AND len(reasons) = 0)"""
