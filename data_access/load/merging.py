"""Good rows into the store: new, changed or unchanged, per file. Which dossiers were touched is left in ``touched``.

Rows are compared by key with what the store holds, so that the same file twice changes nothing and a newer export
updates. What moved between two loads without the source saying so is recorded here (decisions 13 and 15).
"""

from __future__ import annotations

from dataclasses import dataclass, field

import duckdb

from data_access.load.mapping import FIELDS, OF_DOSSIERS, Kind


@dataclass(frozen=True)
class Target:
    """Where a kind of row goes: table, key and the other columns, each with its expression over ``parsed_<kind>``.

    ``written`` is the field of a key column that is called otherwise.
    """

    table: str
    key: tuple[str, ...]
    columns: dict[str, str]
    written: dict[str, str] = field(default_factory=dict)

    @property
    def keys(self) -> list[str]:
        """The expressions of the key."""
        return [f"parsed.{self.written.get(name, name)} AS {name}" for name in self.key]


WRITTEN_AS = {"unit_id": ("reporting_unit", "inspected_unit"), "procedure_id": ("procedure",)}


def _as_told(kind: str, key: tuple[str, ...]) -> Target:
    """A kind whose table has its fields, units and procedures by their id."""
    written = {name: field for name, fields in WRITTEN_AS.items() for field in fields if field in FIELDS[kind]}
    others = {field: field for field in FIELDS[kind] if field not in written.values()} | written
    return Target(kind, key, {name: f"parsed.{others[name]}" for name in others if name not in key}, written)


TARGETS = {
    "dossier": Target(
        "dossier",
        ("dossier_code",),
        {
            "receiving_unit_id": "parsed.receiving_unit",
            # Who resolves by default; where that unit ended without successor, it keeps what it had.
            "resolving_unit_id": "coalesce(parsed.resolving_unit, known.resolving_unit_id, kept.resolving_unit_id, "
            "parsed.receiving_unit)",
            "area_unit_id": "parsed.area_unit",
            "procedure_id": "parsed.procedure",
            "channel": "coalesce(parsed.channel, 1)",
            "status": "parsed.status",
            "submitted_at": "parsed.submitted_at",
            "received_at": "parsed.received_at",
            # An export that shows no due date any more takes no promise back.
            "exported_due_at": "coalesce(parsed.due_at, before.exported_due_at)",
            "finished_at": "CASE WHEN parsed.status NOT IN (7, 8) THEN parsed.finished_at END",
            "ended_at": "CASE WHEN parsed.status IN (7, 8) THEN parsed.finished_at END",
            "returned_at": "parsed.returned_at",
        },
    ),
    "promise": Target(
        "due_move",
        ("dossier_code", "set_at"),
        {
            "old_due_at": "parsed.old_due_at",
            "due_at": "parsed.due_at",
            "reason": "coalesce(parsed.reason, 'other')",
            "origin": "'source'",
        },
    ),
    "pause": Target(
        "pause",
        ("dossier_code", "started_at"),
        {"resumed_at": "parsed.resumed_at", "reason": "parsed.reason", "origin": "'source'"},
    ),
    "step": Target(
        "step",
        ("dossier_code", "step_no"),
        {
            "receiving_unit_id": "of_dossier.receiving_unit_id",
            "stage": "parsed.stage",
            "holder_unit_id": "parsed.holder_unit",
            "started_at": "parsed.started_at",
            "due_at": "parsed.due_at",
            "finished_at": "parsed.finished_at",
        },
    ),
    "letter": Target(
        "letter",
        ("dossier_code", "letter_no"),
        {
            "receiving_unit_id": "of_dossier.receiving_unit_id",
            "resolving_unit_id": "of_dossier.resolving_unit_id",
            "drafted_on": "parsed.drafted_on",
            "issued_on": "CASE WHEN parsed.letter_state = 'issued' THEN parsed.issued_on END",
            "new_due_on": "parsed.new_due_on",
            **{
                f"has_{content}": f"parsed.has_{content}"
                for content in ("applicant", "type", "receipt_number", "state", "reason", "next_date", "apology")
            },
            "signed_by_head": "parsed.signed_by_head",
        },
    ),
    "posting": _as_told("posting", ("unit_id", "procedure_id", "announced_on")),
    "paper_demand": _as_told("paper_demand", ("dossier_code", "demand_no")),
    "staff": _as_told("staff", ("unit_id", "staff_no", "started_on")),
    "inspection": _as_told("inspection", ("inspection_no",)),
    "finding": _as_told("finding", ("inspection_no", "finding_no")),
    "assistance": _as_told("assistance", ("unit_id", "event_no")),
    "portal_dossier": _as_told("portal_dossier", ("dossier_code",)),
}
UNITS = ("receiving_unit_id", "resolving_unit_id")
# The unit first observed stays the origin: an export made after a merger names its successor.
ORIGINS = {"dossier": (*UNITS, "area_unit_id"), "step": ("holder_unit_id",)} | dict.fromkeys(
    ("inspection", "finding", "portal_dossier"), ("unit_id",)
)
SEEN_PAUSED = "status IN (5, 6)"


def merge(connection: duckdb.DuckDBPyConnection, kinds: dict[str, Kind]) -> dict[tuple[int, str], int]:
    """Bring every kind into the store. Returns rows per (file number, "new" | "changed" | "unchanged").

    Dossiers themselves are left in ``incoming_dossier`` for ``deriving``, which writes them with their answers.
    """
    connection.execute("CREATE OR REPLACE TEMP TABLE touched (dossier_code TEXT)")
    counts: dict[tuple[int, str], int] = {}
    for kind in kinds.values():
        connection.execute(_compare_statement(kind.name))
        rows = connection.sql(f"SELECT file_no, state, count(*) FROM incoming_{kind.name} GROUP BY ALL").fetchall()
        counts.update({(file_no, state): count for file_no, state, count in rows})
        if kind.name in OF_DOSSIERS:
            connection.execute(
                f"INSERT INTO touched SELECT DISTINCT dossier_code FROM incoming_{kind.name} WHERE state <> 'unchanged'"
            )
        if kind.name != "dossier":
            _upsert(connection, kind.name)
    _follow_units(connection)
    _record_seen_moves(connection)
    _record_seen_pauses(connection)
    connection.execute("CREATE OR REPLACE TEMP TABLE touched AS SELECT DISTINCT dossier_code FROM touched")
    return counts


def _compare_statement(kind: str) -> str:
    target = TARGETS[kind]
    key = ", ".join(target.keys)
    columns = ", ".join(f"{expression} AS {name}" for name, expression in target.columns.items())
    fresh = {name: f"fresh.{name}" for name in target.columns}
    fresh |= {name: f"coalesce({name}_first.unit_id, fresh.{name})" for name in ORIGINS.get(kind, ())}
    differs = " OR ".join(f"stored.{name} IS DISTINCT FROM {value}" for name, value in fresh.items())
    origins = "\n".join(
        f"LEFT JOIN standing AS {name}_first ON {name}_first.unit_id = stored.{name} "
        f"AND {name}_first.stands_as = fresh.{name}"
        for name in ORIGINS.get(kind, ())
    )
    return f"""CREATE OR REPLACE TEMP TABLE incoming_{kind} AS
        SELECT fresh.file_no, {", ".join(f"fresh.{field}" for field in target.key)},
               {", ".join(f"{value} AS {name}" for name, value in fresh.items())},
               CASE WHEN stored.{target.key[0]} IS NULL THEN 'new'
                    WHEN {differs} THEN 'changed' ELSE 'unchanged' END AS state
        FROM (SELECT parsed.file_no, {key}, {columns} FROM parsed_{kind} AS parsed {_context(kind)}
              WHERE len(parsed.reasons) = 0) AS fresh
        LEFT JOIN {target.table} AS stored
               ON {" AND ".join(f"stored.{field} = fresh.{field}" for field in target.key)}
        {origins}"""


def _context(kind: str) -> str:
    """What the expressions of ``TARGETS`` look at beside the row itself: the dossier stored or belonged to."""
    if kind not in OF_DOSSIERS:
        return ""
    if kind != "dossier":
        return """JOIN (SELECT dossier_code, receiving_unit_id, resolving_unit_id FROM incoming_dossier
                        UNION ALL SELECT dossier_code, receiving_unit_id, resolving_unit_id FROM dossier
                        WHERE dossier_code NOT IN (SELECT dossier_code FROM incoming_dossier)
                       ) AS of_dossier ON of_dossier.dossier_code = parsed.dossier_code"""
    return """LEFT JOIN fresh_cut_off AS cut ON cut.unit_id = parsed.receiving_unit
              LEFT JOIN procedure_default AS known ON known.procedure_id = parsed.procedure
                    AND cut.last_complete_day BETWEEN known.holds_from AND known.holds_until
              LEFT JOIN dossier AS before ON before.dossier_code = parsed.dossier_code
              LEFT JOIN procedure_default AS kept ON kept.procedure_id = parsed.procedure
                    AND kept.resolving_unit_id = before.resolving_unit_id"""


def _upsert(connection: duckdb.DuckDBPyConnection, kind: str) -> None:
    target = TARGETS[kind]
    same_key = " AND ".join(f"stored.{field} = fresh.{field}" for field in target.key)
    connection.execute(
        f"DELETE FROM {target.table} AS stored USING incoming_{kind} AS fresh "
        f"WHERE {same_key} AND fresh.state = 'changed'"
    )
    columns = ", ".join((*target.key, *target.columns))
    connection.execute(
        f"INSERT INTO {target.table} ({columns}) SELECT {columns} FROM incoming_{kind} WHERE state <> 'unchanged'"
    )


def _record_seen_moves(connection: duckdb.DuckDBPyConnection) -> None:
    """A due date that differs from the one of the load before was moved, at the latest when it was exported.

    Where no time of export is known, that is the end of the day after the last complete one. What the source's own
    history tells replaces what was merely seen. A clock time that one export gives and the other leaves out (which
    means the end of the day) is no move.
    """
    connection.execute(
        """INSERT INTO due_move
           SELECT fresh.dossier_code, coalesce(parsed.exported_at, cut.last_complete_day + INTERVAL '47:59:59'),
                  stored.exported_due_at, fresh.exported_due_at, 'other', 'observed'
           FROM incoming_dossier AS fresh
           JOIN dossier AS stored USING (dossier_code)
           JOIN parsed_dossier AS parsed ON parsed.dossier_code = fresh.dossier_code AND len(parsed.reasons) = 0
           JOIN fresh_cut_off AS cut ON cut.unit_id = fresh.receiving_unit_id
           WHERE stored.exported_due_at <> fresh.exported_due_at
             AND NOT (stored.exported_due_at::DATE = fresh.exported_due_at::DATE
                      AND TIME '23:59:59' IN (stored.exported_due_at::TIME, fresh.exported_due_at::TIME))"""
    )
    connection.execute(
        """DELETE FROM due_move AS seen USING due_move AS told
           WHERE seen.origin = 'observed' AND told.origin = 'source'
             AND told.dossier_code = seen.dossier_code AND told.due_at = seen.due_at AND told.set_at <= seen.set_at
             AND NOT EXISTS (SELECT 1 FROM due_move AS between_them
                             WHERE between_them.dossier_code = seen.dossier_code
                               AND between_them.set_at > told.set_at AND between_them.set_at < seen.set_at)"""
    )


def _follow_units(connection: duckdb.DuckDBPyConnection) -> None:
    """Steps and letters carry copies of their dossier's units; they follow when the dossier changes hands."""
    for table, columns in {"step": UNITS[:1], "letter": UNITS}.items():
        same = " AND ".join(f"child.{column} = fresh.{column}" for column in columns)
        values = ", ".join(f"{column} = fresh.{column}" for column in columns)
        connection.execute(
            f"UPDATE {table} AS child SET {values} FROM incoming_dossier AS fresh "
            f"WHERE fresh.state = 'changed' AND fresh.dossier_code = child.dossier_code AND NOT ({same})"
        )


def _record_seen_pauses(connection: duckdb.DuckDBPyConnection) -> None:
    """A status that says "paused" without a recorded pause: paused from the source's last complete day on.

    What the source's own list tells replaces what was merely seen. The row itself need not have changed.
    """
    connection.execute(
        """DELETE FROM pause AS seen USING pause AS told
           WHERE seen.origin = 'observed' AND told.origin = 'source' AND told.dossier_code = seen.dossier_code
             AND told.started_at::DATE <= seen.started_at::DATE
             AND (told.resumed_at IS NULL OR told.resumed_at::DATE >= seen.started_at::DATE)"""
    )
    connection.execute(
        f"""INSERT INTO pause (dossier_code, started_at, reason, origin)
            SELECT fresh.dossier_code, cut.last_complete_day::TIMESTAMP,
                   CASE fresh.status WHEN 5 THEN 'supplement' ELSE 'payment' END, 'observed'
            FROM incoming_dossier AS fresh JOIN fresh_cut_off AS cut ON cut.unit_id = fresh.receiving_unit_id
            WHERE {SEEN_PAUSED} AND finished_at IS NULL AND received_at::DATE <= cut.last_complete_day
              AND dossier_code NOT IN (SELECT dossier_code FROM pause WHERE resumed_at IS NULL)"""
    )
    connection.execute(
        f"""UPDATE pause SET resumed_at = cut.last_complete_day::TIMESTAMP
            FROM incoming_dossier AS fresh JOIN fresh_cut_off AS cut ON cut.unit_id = fresh.receiving_unit_id
            WHERE pause.origin = 'observed' AND pause.resumed_at IS NULL
              AND fresh.dossier_code = pause.dossier_code AND NOT ({SEEN_PAUSED})
              AND cut.last_complete_day > pause.started_at::DATE"""
    )
    connection.execute(
        """INSERT INTO touched SELECT dossier_code FROM pause
           WHERE origin = 'observed' AND (started_on IS NULL OR (resumed_at IS NOT NULL AND closed_at IS NULL))"""
    )
