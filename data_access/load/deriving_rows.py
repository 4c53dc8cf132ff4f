"""Stored answers beside those of a dossier's own row: the days of its steps, who was asked for papers, and gaps in the
numbers of receipt.

A code like ``775.10.H29-200518-0012`` is the unit's prefix, the day as yymmdd and a running number. Numbers run through
whatever the dossier is about, certification too. A gap is a run of numbers between 1 and the highest of a prefix and
day that no dossier has. A row that was refused when it was loaded is missing, too, until it is mended.
"""

from __future__ import annotations

import duckdb

READABLE = "regexp_full_match({code}, '[^-]+-[0-9]{{6}}-[0-9]{{1,6}}')"


def numbered_on(code: str) -> str:
    """The day that a code tells (an expression of a date); NULL where it is of another shape or tells no day."""
    told = f"try_strptime('20' || split_part({code}, '-', 2), '%Y%m%d')::DATE"
    return f"CASE WHEN {READABLE.format(code=code)} THEN {told} END"


def derive_steps(connection: duckdb.DuckDBPyConnection) -> None:
    """Steps of the touched dossiers: their days with the working-day numbers, and who resolves the dossier."""
    connection.execute(
        """UPDATE step SET resolving_unit_id = s.resolving_unit_id,
               started_on = s.started_on, started_number = s.started_number,
               due_on = s.due_on, due_number = s.due_number,
               finished_on = s.finished_on, finished_number = s.finished_number
        FROM (SELECT told.dossier_code, told.step_no, todo.resolving_unit_id,
                     started_at::DATE AS started_on, begun.working_number AS started_number,
                     due.due_day AS due_on,
                     due.working_number + CASE WHEN due.working THEN 0 ELSE 1 END AS due_number,
                     told.finished_at::DATE AS finished_on, ended.working_number AS finished_number
              FROM step AS told JOIN todo USING (dossier_code)
              LEFT JOIN calendar AS begun ON begun.day = started_at::DATE
              LEFT JOIN calendar AS due ON due.day = told.due_at::DATE
              LEFT JOIN calendar AS ended ON ended.day = told.finished_at::DATE) AS s
        WHERE s.dossier_code = step.dossier_code AND s.step_no = step.step_no"""
    )


def derive_demands(connection: duckdb.DuckDBPyConnection) -> None:
    """At whose desk papers were demanded. A load of demands touches no dossier, so all are looked at."""
    connection.execute(
        """UPDATE paper_demand SET receiving_unit_id = dossier.receiving_unit_id FROM dossier
        WHERE dossier.dossier_code = paper_demand.dossier_code
          AND paper_demand.receiving_unit_id IS DISTINCT FROM dossier.receiving_unit_id"""
    )


def find_renumbered(connection: duckdb.DuckDBPyConnection) -> None:
    """``series``: the prefixes and days whose gaps may be others than before, while ``dossier`` holds the rows of
    before. They are those of new codes, of codes not read so far, and of dossiers received by another unit."""
    connection.execute(
        """CREATE OR REPLACE TEMP TABLE series AS
        SELECT DISTINCT split_part(todo.dossier_code, '-', 1) AS prefix, todo.numbered_on AS day
        FROM todo LEFT JOIN dossier AS before USING (dossier_code)
        WHERE before.numbered_on IS NULL OR before.receiving_unit_id <> todo.receiving_unit_id"""
    )


def derive_gaps(connection: duckdb.DuckDBPyConnection) -> None:
    """The table ``receipt_gap``, anew for the ``series``; ``dossier`` holds the rows of now."""
    connection.execute("DELETE FROM receipt_gap WHERE (prefix, numbered_on) IN (SELECT (prefix, day) FROM series)")
    connection.execute(
        """INSERT INTO receipt_gap BY NAME
        WITH receipt AS (
            SELECT receiving_unit_id AS unit_id, numbered_on, split_part(dossier_code, '-', 1) AS prefix,
                   split_part(dossier_code, '-', 3)::INTEGER AS number
            FROM dossier SEMI JOIN (SELECT DISTINCT day FROM series) AS days ON days.day = dossier.numbered_on),
        run AS (
            SELECT *, number - 1 AS last_missing,
                   coalesce(lag(number) OVER (PARTITION BY prefix, numbered_on ORDER BY number), 0) + 1 AS first_missing
            FROM receipt SEMI JOIN series ON series.prefix = receipt.prefix AND series.day = receipt.numbered_on)
        SELECT unit_id, numbered_on, prefix, first_missing, last_missing, last_missing - first_missing + 1 AS missing
        FROM run WHERE last_missing >= first_missing"""
    )
