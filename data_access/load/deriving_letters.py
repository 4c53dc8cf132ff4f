"""What a dossier's row says of its apology letters: the first one for the deciding promise, and a second one.

A letter is one that was issued (a draft is none); it counts for the deciding promise if it was issued on or after the
day that promise was set (decision 16). Of several on one day the lower number comes first.
"""

from __future__ import annotations

import duckdb

CONTENTS = ("applicant", "type", "receipt_number", "state", "reason", "next_date", "apology")
COMPLETE = " AND ".join([*(f"has_{content}" for content in CONTENTS), "signed_by_head"])


def derive_letters(connection: duckdb.DuckDBPyConnection) -> None:
    """``letters`` and ``letters_instant`` (by rule) and ``second_letters``: one row a dossier that has any."""
    for suffix in ("", "_instant"):
        connection.execute(f"CREATE OR REPLACE TEMP TABLE letters{suffix} AS {_first_letters(suffix)}")
    connection.execute(
        """CREATE OR REPLACE TEMP TABLE second_letters AS
        SELECT dossier_code, issued_on AS second_on FROM letter SEMI JOIN todo USING (dossier_code)
        WHERE issued_on IS NOT NULL
        QUALIFY row_number() OVER (PARTITION BY dossier_code ORDER BY issued_on, letter_no) = 2"""
    )


def _first_letters(suffix: str) -> str:
    """The date a letter names is a new one only if it lies after the broken promise and not before the letter."""
    return f"""WITH of_promise AS (
            SELECT l.*, d.due, {COMPLETE} AS complete,
                   CASE WHEN new_due_on > d.due AND new_due_on >= issued_on THEN new_due_on END AS new_date
            FROM letter AS l JOIN decided{suffix} AS d USING (dossier_code)
            WHERE coalesce(issued_on, drafted_on) >= d.promised_on)
        SELECT dossier_code, any_value(eve.day) AS eve, min(drafted_on) AS drafted_on,
               min(issued_on) AS first_on,
               arg_min(complete, (issued_on, letter_no)) FILTER (WHERE issued_on IS NOT NULL) AS complete,
               arg_min_null(new_day.due_day, (issued_on, letter_no)) FILTER (WHERE issued_on IS NOT NULL) AS new_due
        FROM of_promise JOIN calendar AS due_day ON due_day.day = of_promise.due
        JOIN calendar AS eve ON eve.working AND eve.working_number = due_day.working_number - due_day.working::INTEGER
        LEFT JOIN calendar AS new_day ON new_day.day = of_promise.new_date
        GROUP BY dossier_code"""


def letter_columns(suffix: str) -> str:
    """The columns of ``dossier`` that say it, of one rule."""
    of = f"letters{suffix}"
    return f"""{of}.first_on AS first_letter_on{suffix}, {of}.complete AS letter_complete{suffix},
               {of}.eve AS letter_eve{suffix}, {of}.new_due AS letter_new_due{suffix},
               {of}.drafted_on AS letter_drafted_on{suffix}"""
