"""Raw text into typed rows. A value that does not fit is refused with its reason; nothing is guessed.

Each ``raw_<kind>`` becomes ``parsed_<kind>``: the typed columns, ``file_no``, ``row_no`` and ``reasons`` (a list of
codes of ``reasons.py``, empty for a good row).
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import duckdb

from data_access.load.lookups import generations, is_flag, is_looked_up, is_unit, look_up
from data_access.load.mapping import NUMBERS, Kind, Mapping
from data_access.profiles import Profile

EARLIEST = "DATE '1990-01-01'"
DUE_FIELDS = ("due_at", "old_due_at")
STANDARDS = ("grade", "experience", "performance", "conduct")  # of desk staff, art. 11 Decree 61/2018
# The dossier may be one that only the other source knows: that is what the list is for.
WITHOUT_OURS = ("portal_dossier",)


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
    "posting": Checks(
        needed=("reporting_unit", "procedure", "announced_on", "is_complete", "is_correct", "is_in_form"),
        key=("reporting_unit", "procedure", "announced_on"),
        faults=(("removed_before_posted", "removed_on < greatest(desk_posted_on, web_posted_on)"),),
    ),
    "paper_demand": Checks(
        needed=("dossier_code", "demand_no", "demanded_on", "paper", "is_beyond_list", "is_certified_copy"),
        key=("dossier_code", "demand_no"),
        faults=(("missing:is_plain_enough", "is_certified_copy AND raw_is_plain_enough IS NULL"),),
    ),
    "staff": Checks(
        needed=("reporting_unit", "staff_no", "started_on", *(f"meets_{standard}" for standard in STANDARDS)),
        key=("reporting_unit", "staff_no", "started_on"),
        faults=(("left_before_start", "left_on < started_on"),),
    ),
    "inspection": Checks(needed=("inspection_no", "inspected_unit", "planned_on"), key=("inspection_no",)),
    "finding": Checks(
        needed=("inspection_no", "finding_no", "inspected_unit", "finding_kind", "found_on"),
        key=("inspection_no", "finding_no"),
        faults=(("remedied_before_found", "least(remedied_on, remedy_due_on) < found_on"),),
    ),
    "assistance": Checks(
        needed=("reporting_unit", "event_no", "held_on", "form", "people"),
        key=("reporting_unit", "event_no"),
        faults=(("bad_number:people", "people < 0"),),
    ),
    "portal_dossier": Checks(needed=("dossier_code", "reporting_unit", "listed_on", "status"), key=("dossier_code",)),
}


def check(
    connection: duckdb.DuckDBPyConnection,
    mapping: Mapping,
    profile: Profile,
    newest_export: str,
    exported_at: dt.datetime | None,
) -> None:
    """Make ``parsed_<kind>`` of every kind of the mapping, and ``repeated`` (file_no, kind): rows that say the same as
    a row of another file of this load.

    ``newest_export`` bounds dates (SQL timestamp text); ``exported_at`` stands for rows that do not tell theirs.
    """
    connection.execute(
        f"CREATE OR REPLACE TEMP MACRO out_of_range(t) AS "
        f"t < {EARLIEST} OR t > TIMESTAMP '{newest_export}' + INTERVAL 2 YEAR"
    )
    given = f"TIMESTAMP '{exported_at:%Y-%m-%d %H:%M:%S}'" if exported_at else "NULL::TIMESTAMP"
    connection.execute(f"CREATE OR REPLACE TEMP MACRO given_export() AS {given}")
    connection.execute("CREATE OR REPLACE TEMP TABLE repeated (file_no INTEGER, kind TEXT)")
    _date_generations(connection, profile, _made_on(connection, mapping, exported_at))
    for kind in mapping.kinds.values():
        look_up(connection, kind, profile)
        connection.execute(_parse_statement(kind))
        _refuse_repeated_keys(connection, kind, "contradicts_case" if of_cases(mapping, kind) else "duplicate")
        if kind.name != "dossier" and "dossier_code" in kind.fields and kind.name not in WITHOUT_OURS:
            connection.execute(_orphans_statement(kind))


def _made_on(connection: duckdb.DuckDBPyConnection, mapping: Mapping, exported_at: dt.datetime | None) -> dt.datetime:
    """When files were made that do not say so: as given, else as the newest export of the load, else at the newest
    event in it. Never in the future."""
    dossier, now = mapping.kinds["dossier"], dt.datetime.now()
    told = [f for f in dossier.headers if f == "exported_at"]
    events = [f for f in dossier.headers if f.endswith("_at") and f not in ("exported_at", *DUE_FIELDS)]
    for fields in [] if exported_at else [told, events]:
        newest = [f"max(to_time({field})) FILTER (WHERE to_time({field}) <= ?)" for field in fields]
        if newest:
            row = connection.execute(f"SELECT greatest({', '.join(newest)}) FROM raw_dossier", [now] * len(fields))
            found = row.fetchone()
            if found and found[0]:
                return found[0]
    return exported_at or now


def _date_generations(connection: duckdb.DuckDBPyConnection, profile: Profile, made_on: dt.datetime) -> None:
    """``generation_of(t)``: which list of units an export made at ``t`` (default: ``made_on``) is read with."""
    exported = f"coalesce(t, TIMESTAMP '{made_on:%Y-%m-%d %H:%M:%S}')"
    complete = f"({exported}::DATE - CASE WHEN {exported}::TIME < TIME '{profile.closing_time}' THEN 1 ELSE 0 END)"
    starts = list(enumerate(generations(profile)))[1:]
    cases = " ".join(f"WHEN {complete} >= DATE '{start}' THEN {number}" for number, start in reversed(starts))
    answer = f"CASE {cases} ELSE 0 END" if cases else "0"
    connection.execute(f"CREATE OR REPLACE TEMP MACRO generation_of(t) AS ({answer})")


def _typed(kind: Kind, field: str) -> str:
    """The SQL that makes a raw cell typed; NULL where it does not fit."""
    if is_looked_up(kind, field):
        meant = f"l_{field}.meant"
        if is_flag(field):
            return f"coalesce({meant} = 'true', false)"
        return f"{meant}::SMALLINT" if field in ("status", "channel") else meant
    if field in DUE_FIELDS:
        # A due date without a clock time means the end of its day.
        return f"to_time(raw.{field}) + CASE WHEN has_clock(raw.{field}) THEN 0 ELSE 86399 END * INTERVAL 1 SECOND"
    if field == "exported_at":
        return "CASE WHEN raw.exported_at IS NULL THEN given_export() ELSE to_time(raw.exported_at) END"
    if field.endswith("_at"):
        return f"to_time(raw.{field})"
    if field.endswith("_on"):
        return f"to_time(raw.{field})::DATE"
    if field in NUMBERS:
        number = f"to_number(raw.{field})"
        return f"CASE WHEN {number} = floor({number}) THEN TRY_CAST({number} AS INTEGER) END"
    return f"nfc_normalize(raw.{field})"


def _cell_faults(kind: Kind, field: str) -> list[tuple[str, str]]:
    faults = [(f"missing:{field}", f"raw_{field} IS NULL")] if field in CHECKS[kind.name].needed else []
    if field.endswith(("_at", "_on")):
        faults.append((f"bad_date:{field}", f"raw_{field} IS NOT NULL AND {field} IS NULL"))
        faults.append((f"date_out_of_range:{field}", f"out_of_range({field})"))
    elif field in NUMBERS:
        faults.append((f"bad_number:{field}", f"raw_{field} IS NOT NULL AND {field} IS NULL"))
    elif is_looked_up(kind, field):
        name = "unknown_unit" if is_unit(field) else "unknown_value"
        code = "unknown_procedure" if field == "procedure" else f"{name}:{field}"
        faults.append((code, f"raw_{field} IS NOT NULL AND meant_{field} IS NULL"))
    return faults


def _parse_statement(kind: Kind) -> str:
    """One SELECT: the typed cells, and the list of faults found by comparing them with the raw ones.

    The list is made for rows with a fault only: making it for every row took as long as all the rest.
    """
    looked_up = [field for field in kind.fields if is_looked_up(kind, field)]
    joins = "\n".join(_lookup_join(kind, field) for field in looked_up)
    cells = [f"raw.{field} AS raw_{field}, {_typed(kind, field)} AS {field}" for field in kind.fields]
    cells += [f"l_{field}.meant AS meant_{field}" for field in looked_up]
    faults = [fault for field in kind.fields for fault in _cell_faults(kind, field)] + list(CHECKS[kind.name].faults)
    cases = ",\n".join(f"CASE WHEN {condition} THEN '{code}' END" for code, condition in faults)
    any_fault = " OR ".join(f"coalesce({condition}, false)" for _, condition in faults)
    exported = "to_time(raw.exported_at)" if "exported_at" in kind.fields else "NULL"
    return f"""CREATE OR REPLACE TEMP TABLE parsed_{kind.name} AS
        SELECT file_no, row_no, {", ".join(kind.fields)},
               CASE WHEN {any_fault} THEN list_filter([{cases}], x -> x IS NOT NULL) ELSE [] END::TEXT[] AS reasons
        FROM (SELECT raw.file_no, raw.row_no, {", ".join(cells)}
              FROM (SELECT raw.*, generation_of(coalesce({exported}, given_export())) AS generation
                    FROM raw_{kind.name} AS raw) AS raw {joins})"""


def _lookup_join(kind: Kind, field: str) -> str:
    same_generation = f" AND l_{field}.generation = raw.generation" if is_unit(field) else ""
    return f"LEFT JOIN lookup_{kind.name}_{field} AS l_{field} ON l_{field}.written = raw.{field}{same_generation}"


def of_cases(mapping: Mapping, kind: Kind) -> bool:
    """Whether the rows are the cases of an event log: there a key twice means that its events disagree."""
    return mapping.layout == "event-log" and kind.name == "dossier"


def _refuse_repeated_keys(connection: duckdb.DuckDBPyConnection, kind: Kind, within_file: str) -> None:
    """One key in several rows: twice in a file, or told differently by two files, is refused, for nobody knows which
    is true. Two files that say the same are one: the row exported last stays, the others are ``repeated``."""
    name, key = kind.name, ", ".join(CHECKS[kind.name].key)
    exported = "exported_at DESC" if "exported_at" in kind.fields else "1"
    said = ", ".join(field for field in kind.fields if field != "exported_at")
    connection.execute(
        f"""CREATE OR REPLACE TEMP TABLE again AS
        WITH several AS (
            SELECT file_no, row_no, {key}, hash(({said})) AS said, {exported.split()[0]} AS exported
            FROM parsed_{name} SEMI JOIN (SELECT {key} FROM parsed_{name} GROUP BY ALL HAVING count(*) > 1)
            USING ({key})),
        judged AS (
            SELECT file_no, row_no, {key}, said, exported,
                   count(*) OVER (PARTITION BY {key}, file_no) > 1 AS within_file,
                   min(said) OVER of_key <> max(said) OVER of_key AS differs
            FROM several WINDOW of_key AS (PARTITION BY {key}))
        SELECT file_no, row_no, CASE WHEN within_file THEN '{within_file}' WHEN differs THEN 'contradicts_file'
                   WHEN row_number() OVER (PARTITION BY {key}, within_file ORDER BY exported DESC, file_no) > 1
                   THEN 'repeated' END AS verdict
        FROM judged"""
    )
    connection.execute(
        f"""UPDATE parsed_{name} AS p SET reasons = list_append(reasons, verdict) FROM again
        WHERE again.file_no = p.file_no AND again.row_no = p.row_no AND verdict <> 'repeated'"""
    )
    connection.execute(f"INSERT INTO repeated SELECT file_no, '{name}' FROM again WHERE verdict = 'repeated'")
    connection.execute(
        f"""DELETE FROM parsed_{name} AS p USING again
        WHERE again.file_no = p.file_no AND again.row_no = p.row_no AND verdict = 'repeated'"""
    )


def _orphans_statement(kind: Kind) -> str:
    """Rows that speak of a dossier which neither this load nor the store knows."""
    return f"""UPDATE parsed_{kind.name} SET reasons = list_append(reasons, 'no_dossier')
        WHERE dossier_code IS NOT NULL
          AND dossier_code NOT IN (SELECT dossier_code FROM dossier)
          AND dossier_code NOT IN (SELECT dossier_code FROM parsed_dossier
                                   WHERE dossier_code IS NOT NULL AND len(reasons) = 0)"""
