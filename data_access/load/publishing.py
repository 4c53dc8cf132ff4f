"""What a load writes beside the dossiers: lists of the profile, cut-offs, its own record; and the last check."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import duckdb
import pandas as pd

from data_access.load.mapping import Kind, Mapping
from data_access.load.personal import masking
from data_access.load.reading import SourceFile
from data_access.profiles import Profile
from data_access.profiles.units import standing
from data_access.stores import StoreError
from data_access.tables import DUE_SOON_DAYS

if TYPE_CHECKING:
    from data_access.load.loader import Order, Summary

EVENTS = "p.submitted_at, p.received_at, p.finished_at, p.returned_at"


class BrokenSnapshot(Exception):
    """The facts about to be published contradict themselves: a fault of ours, found before anybody saw it."""


def refuse_mixture(connection: duckdb.DuckDBPyConnection, sample: bool) -> None:
    """Invented and real dossiers never share a store: one would be shown as the other.

    Raises:
        StoreError: they would.
    """
    held = connection.sql("SELECT DISTINCT sample FROM load").fetchall()
    if held and held != [(sample,)]:
        there, coming = ("invented", "real") if held[0][0] else ("real", "invented")
        raise StoreError(
            f"the store holds {there} data and these files are {coming}: name another folder in DOSSIER_DB_URL, or "
            f"delete this one's folder first"
        )


def write_profile(connection: duckdb.DuckDBPyConnection, profile: Profile) -> None:
    """Units, who carries whose work, procedures and calendar as the profile has them now."""
    units = [{k: v or None for k, v in unit.items() if k != "names"} for unit in profile.units]
    procedures = [
        {
            "procedure_id": row["procedure_id"],
            "name": row["name"],
            "field": row["field"],
            "level": row["level"],
            "days": int(row["days"]),
            "working_days": row["working_days"] == "yes",
            "certification": row["certification"] == "yes",
        }
        for row in profile.procedures
    ]
    _replace(connection, "unit", units)
    _replace(connection, "standing", standing(profile.units, profile.first_day, profile.last_day))
    _replace(connection, "procedure", procedures)
    _replace(connection, "procedure_online_level", _online_levels(profile))
    _replace(connection, "calendar", profile.calendar)
    _write_defaults(connection, profile)


def _write_defaults(connection: duckdb.DuckDBPyConnection, profile: Profile) -> None:
    """``procedure_default``: who resolves a procedure where an export does not say, by last complete day.

    After a merger the successor does; after an end without one nobody, so that the receiving unit does.
    """
    defaults = pd.DataFrame(
        [(row["procedure_id"], row["resolving_unit"] or None) for row in profile.procedures],
        columns=["procedure_id", "unit_id"],
        dtype="str",
    )
    connection.register("defaults", defaults)
    connection.execute(
        """CREATE OR REPLACE TEMP TABLE procedure_default AS
           SELECT procedure_id, stands_as AS resolving_unit_id, stands_from AS holds_from,
                  least(stands_until, valid_to) AS holds_until
           FROM defaults JOIN standing USING (unit_id) JOIN unit ON unit.unit_id = standing.stands_as"""
    )
    connection.unregister("defaults")


def _online_levels(profile: Profile) -> list[dict]:
    """Levels of online service over time: a column ``online_2020`` of procedures.csv holds from 01/01/2020 on, until
    the next such column."""
    years = sorted(int(name.removeprefix("online_")) for name in profile.procedures[0] if name.startswith("online_"))
    starts = [dt.date(year, 1, 1) for year in years]
    ends = [start - dt.timedelta(1) for start in starts[1:]] + [None]
    return [
        {"procedure_id": row["procedure_id"], "valid_from": start, "valid_to": end, "level": int(row[f"online_{year}"])}
        for row in profile.procedures
        for year, start, end in zip(years, starts, ends, strict=True)
    ]


def _replace(connection: duckdb.DuckDBPyConnection, table: str, rows: list[dict]) -> None:
    frame = pd.DataFrame(rows)
    connection.register("rows", frame)
    connection.execute(f"DELETE FROM {table}")
    connection.execute(f"INSERT INTO {table} BY NAME SELECT * FROM rows")
    connection.unregister("rows")


def newest_export(connection: duckdb.DuckDBPyConnection, mapping: Mapping, exported_at: dt.datetime | None) -> str:
    """The newest time of export told in the rows, else the one given, else now: bounds what a date may be.

    It is never later than now: a mistyped year of export must not make every date possible.
    """
    told = connection.sql(
        "SELECT max(to_time(exported_at)) FROM (SELECT DISTINCT exported_at FROM raw_dossier)"
    ).fetchone()
    now = dt.datetime.now()
    newest = min((told and told[0]) or exported_at or now, now)
    return newest.isoformat(sep=" ", timespec="seconds")


def fresh_cut_offs(connection: duckdb.DuckDBPyConnection, profile: Profile) -> None:
    """``fresh_cut_off``: the last complete day of each source unit in this load, and where it was read from.

    An export made at or after closing time completes its day, an earlier one the day before. Without a time of export
    the day before the newest event is taken: that day may have been under way. An export older than what is known of
    its unit is refused: it would turn the facts back (decision 33).
    """
    connection.execute(
        f"""CREATE OR REPLACE TEMP TABLE fresh_cut_off AS
        WITH newest AS (SELECT p.receiving_unit AS unit_id,
               CASE WHEN max(p.exported_at) IS NULL THEN max(greatest({EVENTS}))::DATE - 1
                    WHEN max(p.exported_at)::TIME >= ? THEN max(p.exported_at)::DATE
                    ELSE max(p.exported_at)::DATE - 1 END AS last_complete_day,
               CASE WHEN max(p.exported_at) IS NULL THEN 'newest_event' WHEN max(raw.exported_at) IS NULL THEN 'given'
                    ELSE 'export_time' END AS basis
            FROM parsed_dossier AS p JOIN raw_dossier AS raw USING (file_no, row_no)
            WHERE len(reasons) = 0 GROUP BY p.receiving_unit)
        SELECT unit_id, c.day AS last_complete_day, c.working_number AS last_complete_number,
               soon.day AS soon_until, basis
        FROM newest JOIN calendar AS c ON c.day = greatest(last_complete_day, (SELECT min(day) FROM calendar))
        JOIN calendar AS soon ON soon.working AND soon.working_number = c.working_number + {DUE_SOON_DAYS}
        WHERE last_complete_day IS NOT NULL""",
        [profile.closing_time],
    )
    connection.execute(
        """UPDATE parsed_dossier SET reasons = list_append(reasons, 'older_export')
           FROM fresh_cut_off AS fresh JOIN source_cut_off AS stored USING (unit_id)
           WHERE fresh.unit_id = parsed_dossier.receiving_unit AND len(parsed_dossier.reasons) = 0
             AND fresh.last_complete_day < stored.last_complete_day"""
    )
    complete_predecessors(connection)


def complete_predecessors(connection: duckdb.DuckDBPyConnection) -> None:
    """An export of a successor completes the units it took over, too: it brings their dossiers along."""
    connection.execute(
        """CREATE OR REPLACE TEMP TABLE fresh_cut_off AS
           SELECT * FROM (
               SELECT * FROM fresh_cut_off UNION ALL
               SELECT s.unit_id, last_complete_day, last_complete_number, soon_until, 'successor'
               FROM fresh_cut_off AS f JOIN standing AS s ON s.stands_as = f.unit_id AND s.unit_id <> f.unit_id)
           QUALIFY row_number() OVER (PARTITION BY unit_id ORDER BY last_complete_day DESC, basis = 'successor') = 1"""
    )


def cut_off_moved(connection: duckdb.DuckDBPyConnection) -> bool:
    """True where a source unit is complete to a later day than before, though no row differs."""
    moved = connection.sql(
        """SELECT count(*) FROM fresh_cut_off AS fresh LEFT JOIN source_cut_off AS stored USING (unit_id)
           WHERE stored.last_complete_day IS NULL OR fresh.last_complete_day > stored.last_complete_day"""
    ).fetchone()
    return bool(moved and moved[0])


def gather_rejected(connection: duckdb.DuckDBPyConnection, kinds: dict[str, Kind]) -> None:
    """``refused``: every refused row (its mapped cells as JSON, personal data masked) with all its reasons."""
    parts = [
        f"""SELECT p.file_no, p.row_no, array_to_string(p.reasons, ' ') AS reasons,
                   mask_{kind}(to_json(raw)::TEXT) AS row_values
            FROM parsed_{kind} AS p JOIN raw_{kind} AS raw USING (file_no, row_no) WHERE len(p.reasons) > 0"""
        for kind in sorted(kinds)
    ]
    parts.append("SELECT file_no, row_no, reason, '{}' FROM unreadable")
    with masking(connection, kinds.values()):
        connection.execute(f"CREATE OR REPLACE TEMP TABLE refused AS {' UNION ALL '.join(parts)}")


def next_load_id(connection: duckdb.DuckDBPyConnection) -> int:
    newest = connection.sql("SELECT coalesce(max(load_id), 0) FROM load").fetchone()
    return (newest[0] if newest else 0) + 1


def record(
    connection: duckdb.DuckDBPyConnection,
    load_id: int,
    order: Order,
    profile: Profile,
    files: list[SourceFile],
    summary: Summary,
) -> None:
    """The load's own rows: what was loaded, what was refused, how far each source unit is complete."""
    connection.execute(
        """MERGE INTO source_cut_off AS stored USING fresh_cut_off AS fresh ON stored.unit_id = fresh.unit_id
           WHEN MATCHED AND fresh.last_complete_day > stored.last_complete_day THEN UPDATE SET
               last_complete_day = fresh.last_complete_day, last_complete_number = fresh.last_complete_number,
               soon_until = fresh.soon_until,
               basis = fresh.basis, load_id = $1
           WHEN NOT MATCHED THEN INSERT VALUES (fresh.unit_id, fresh.last_complete_day, fresh.last_complete_number,
               fresh.soon_until, fresh.basis, $1)""",
        [load_id],
    )
    forget_mergers_to_come(connection)
    totals = [summary.total(count) for count in ("read", "new", "changed", "unchanged", "refused")]
    started_at = dt.datetime.now().replace(microsecond=0)
    connection.execute(
        "INSERT INTO load SELECT ?, ?, ?, ?, ?, max(last_complete_day), ?, ?, ?, ?, ? FROM source_cut_off",
        [load_id, started_at, order.mapping, profile.name, order.sample, *totals],
    )
    for file, result in zip(files, summary.files, strict=True):
        counts = (result.read, result.new, result.changed, result.unchanged, result.refused)
        headers = ", ".join(result.left_out), ", ".join(result.personal)
        connection.execute(
            "INSERT INTO load_file VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            [load_id, file.number, result.name, result.kind, result.sha256, *counts, *headers],
        )
    connection.execute(
        "INSERT INTO rejected_row SELECT ?, file_no, row_no, reasons, row_values FROM refused", [load_id]
    )


def forget_mergers_to_come(connection: duckdb.DuckDBPyConnection) -> None:
    """A successor that begins after the newest complete day has not begun for these facts: a year under way is shown by
    the units that its figures come from."""
    begun = "stands_from <= (SELECT max(last_complete_day) FROM source_cut_off)"
    connection.execute(f"DELETE FROM standing WHERE NOT {begun} AND stands_from > (SELECT min(day) FROM calendar)")
    connection.execute(
        """UPDATE standing SET stands_until = (SELECT max(day) FROM calendar)
           WHERE (unit_id, stands_from) IN (SELECT unit_id, max(stands_from) FROM standing GROUP BY unit_id)"""
    )


def verify(connection: duckdb.DuckDBPyConnection) -> None:
    """What must hold before anybody may see these facts.

    Raises:
        BrokenSnapshot: it does not.
    """
    laws = {
        "a dossier stands twice": "SELECT count(*) - count(DISTINCT dossier_code) FROM dossier",
        "a touched dossier is missing": "SELECT count(*) FROM touched WHERE dossier_code NOT IN "
        "(SELECT dossier_code FROM dossier)",
        "a promise stands twice": "SELECT count(*) - count(DISTINCT (dossier_code, promise_no)) FROM promise",
        "breached outside the cohort": "SELECT count(*) FROM dossier WHERE (breached AND NOT in_cohort) OR "
        "(breached_instant AND NOT in_cohort_instant)",
        "a dossier of a unit without a last complete day": "SELECT count(*) FROM dossier WHERE applied_on IS NOT NULL "
        "AND receiving_unit_id NOT IN (SELECT unit_id FROM source_cut_off)",
        "in the cohort without a due day": "SELECT count(*) FROM dossier WHERE in_cohort AND due IS NULL",
    }
    for law, statement in laws.items():
        found = connection.sql(statement).fetchone()
        if found and found[0]:
            raise BrokenSnapshot(f"{law} ({found[0]} times): nothing was published. Please report this.")
