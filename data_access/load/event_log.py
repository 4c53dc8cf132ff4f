"""Event logs: one row an event, the facts of its case repeated on each. A case becomes a dossier, an event a step.

Such a file is read twice, once as dossiers and once as steps; here the dossiers' copies are put together, and the steps
get what the log leaves to its order: number and start.
"""

from __future__ import annotations

import duckdb

from data_access.load.mapping import Mapping
from data_access.load.opening import SourceFile
from data_access.load.reading import count_rows


def put_together(connection: duckdb.DuckDBPyConnection, mapping: Mapping, files: list[SourceFile]) -> None:
    """``raw_dossier`` with one row a case and file, ``raw_step`` with numbers and starts. Counts the rows anew.

    A case whose events tell different facts keeps all its tellings, which the checks then refuse. Needs the macros of
    ``cells``.
    """
    _one_row_a_case(connection, mapping.kinds["dossier"].fields)
    if "step" in mapping.kinds:
        _order_steps(connection)
    count_rows(connection, files)


def _one_row_a_case(connection: duckdb.DuckDBPyConnection, fields: tuple[str, ...]) -> None:
    told = ", ".join(fields)
    connection.execute(
        f"""CREATE OR REPLACE TEMP TABLE raw_dossier AS
        SELECT file_no, min(row_no) AS row_no, {told} FROM raw_dossier GROUP BY file_no, {told}"""
    )


def _order_steps(connection: duckdb.DuckDBPyConnection) -> None:
    """A step begins where the one before it ended, the first one where the case was received; an event told before
    that has taken no time. A start or number that the log itself gives stays."""
    connection.execute(
        """CREATE OR REPLACE TEMP TABLE raw_step AS
        WITH cases AS (SELECT dossier_code, min(to_time(received_at)) AS received FROM raw_dossier GROUP BY ALL),
        ordered AS (
            SELECT step.file_no, step.row_no, to_time(step.finished_at) AS ended, received,
                   row_number() OVER by_case AS place, lag(to_time(step.finished_at)) OVER by_case AS before
            FROM raw_step AS step LEFT JOIN cases USING (dossier_code)
            WINDOW by_case AS (PARTITION BY step.file_no, step.dossier_code
                               ORDER BY to_time(step.finished_at) NULLS LAST, step.row_no))
        SELECT raw_step.* REPLACE (coalesce(step_no, place::TEXT) AS step_no,
                                   coalesce(started_at, least(coalesce(before, received), ended)::TEXT) AS started_at)
        FROM raw_step JOIN ordered USING (file_no, row_no)"""
    )
