"""The stored answers: which promise decides, was it breached, when did the dossier leave.

They are worked out once per touched dossier, because they do not depend on who asks or for which period (COUNTING 1
and 2; decisions 1-6, 10, 13, 16). Everything happens in DuckDB, whatever engine the store has.
"""

from __future__ import annotations

from dataclasses import dataclass

import duckdb

from data_access.load.deriving_letters import derive_letters, letter_columns
from data_access.load.deriving_rows import derive_demands, derive_gaps, derive_steps, find_renumbered, numbered_on
from data_access.load.mapping import Mapping
from data_access.profiles import Profile


@dataclass(frozen=True)
class Rule:
    """One reading of lateness: the suffix of its columns, and what it compares."""

    suffix: str
    due: str
    left: str
    ended: str
    finished: str
    replaced: str
    set: str
    paused_from: str
    paused_until: str


RULES = (
    Rule("", "due", "left_on", "ended_on", "finished_on", "replaced_on", "set_on", "started_on", "closed_on"),
    Rule(
        "_instant", "due_at", "left_at", "ended_at", "finished_at", "replaced_at", "set_at", "started_at", "closed_at"
    ),
)

EIGHT_HOURS = 8 * 3600
ONLINE = 3  # the lowest level of an online service that takes the whole dossier
TOLD = """dossier_code, receiving_unit_id, resolving_unit_id, area_unit_id, procedure_id, channel, status, submitted_at,
          received_at, exported_due_at, finished_at AS told_finished_at, ended_at AS told_ended_at, returned_at"""


def derive(connection: duckdb.DuckDBPyConnection, mapping: Mapping, profile: Profile, load_id: int) -> None:
    """Write the dossiers in ``touched`` with their answers, their promises, pauses and steps, and gaps between them."""
    _gather(connection, mapping)
    _close_pauses(connection)
    _set_promises(connection, mapping)
    _compute_promises_after_pauses(connection)
    _number_promises(connection)
    for rule in RULES:
        connection.execute(_deciding_statement(rule))
    _intake(connection, profile)
    _summarise_children(connection)
    derive_letters(connection)
    derive_steps(connection)
    find_renumbered(connection)
    _write(connection, load_id)
    derive_demands(connection)
    derive_gaps(connection)


def _gather(connection: duckdb.DuckDBPyConnection, mapping: Mapping) -> None:
    """``todo``: the touched dossiers as the source tells them, with the dates that the rules compare."""
    finish = "told_finished_at"
    if mapping.finish_unknown == "collection_date":
        finish = "coalesce(told_finished_at, returned_at)"
    connection.execute(
        f"""CREATE OR REPLACE TEMP TABLE todo AS
        WITH told AS (
            SELECT {TOLD} FROM incoming_dossier WHERE state <> 'unchanged'
            UNION ALL
            SELECT {TOLD} FROM dossier
            WHERE dossier_code IN (SELECT dossier_code FROM touched)
              AND dossier_code NOT IN (SELECT dossier_code FROM incoming_dossier WHERE state <> 'unchanged'))
        SELECT told.*, p.field, p.certification, {numbered_on("dossier_code")} AS numbered_on,
               status NOT IN (1, 3) AS accepted,
               CASE WHEN accepted AND told_ended_at IS NULL THEN {finish} END AS finished_at,
               CASE WHEN accepted THEN told_ended_at END AS ended_at,
               coalesce(ended_at, finished_at) AS left_at,
               CASE WHEN accepted THEN received_at::DATE END AS received_on, finished_at::DATE AS finished_on,
               ended_at::DATE AS ended_on, left_at::DATE AS left_on,
               accepted AND left_at IS NULL AND (status IN (9, 10) OR returned_at IS NOT NULL) AS finish_unknown
        FROM told JOIN procedure AS p USING (procedure_id)"""
    )


def _close_pauses(connection: duckdb.DuckDBPyConnection) -> None:
    """A pause ends when the source resumes, when the next one begins or when the dossier leaves."""
    connection.execute(
        """UPDATE pause SET started_on = p.started_at::DATE, closed_at = p.until, closed_on = p.until::DATE
        FROM (SELECT dossier_code, started_at,
                     least(resumed_at, left_at, lead(started_at) OVER (PARTITION BY dossier_code ORDER BY started_at)
                          ) AS until
              FROM pause JOIN todo USING (dossier_code)) AS p
        WHERE p.dossier_code = pause.dossier_code AND p.started_at = pause.started_at"""
    )


def _set_promises(connection: duckdb.DuckDBPyConnection, mapping: Mapping) -> None:
    """``base``: the promises people set, the first one and the moves, rolled to working days."""
    rolled = "c.due_day" if mapping.roll_days_off else "c.day"
    connection.execute(
        f"""CREATE OR REPLACE TEMP TABLE base AS
        WITH said AS (
            SELECT dossier_code, received_at AS set_at, coalesce(m.old_due_at, exported_due_at) AS raw_due_at,
                   'first' AS reason, 'source' AS origin
            FROM todo LEFT JOIN (SELECT dossier_code, arg_min(old_due_at, set_at) AS old_due_at FROM due_move
                                 GROUP BY dossier_code) AS m USING (dossier_code)
            WHERE accepted AND raw_due_at IS NOT NULL
            UNION ALL
            SELECT m.dossier_code, m.set_at, m.due_at, m.reason, m.origin
            FROM due_move AS m JOIN todo USING (dossier_code) WHERE accepted)
        SELECT said.*, set_at::DATE AS set_on, {rolled} AS due,
               c.working_number + CASE WHEN c.working OR {rolled} = c.day THEN 0 ELSE 1 END AS due_number,
               {rolled} + (raw_due_at - date_trunc('day', raw_due_at)) AS due_at
        FROM said JOIN calendar AS c ON c.day = greatest(raw_due_at::DATE, set_at::DATE)"""
    )


def _compute_promises_after_pauses(connection: duckdb.DuckDBPyConnection) -> None:
    """``promises``: what people set, and what follows from a pause after which nobody set a date (decision 3).

    A pause leans on the last promise set by its end. Several pauses on the same promise add up. One that begins after
    the promise, moved by the pauses before it, was due, moves nothing (decision 4).
    """
    connection.execute(
        """CREATE OR REPLACE TEMP TABLE promises AS
        WITH leaned AS (
            SELECT p.dossier_code, p.started_on, p.closed_at, p.closed_on, b.reason, b.set_on, b.due, b.due_at,
                   b.due_number, b.raw_due_at, b.set_at AS base_set_at
            FROM pause AS p JOIN base AS b USING (dossier_code)
            WHERE p.closed_on > p.started_on AND b.set_on <= p.closed_on
            QUALIFY row_number() OVER (PARTITION BY p.dossier_code, p.started_at ORDER BY b.set_at DESC) = 1),
        lasting AS (
            SELECT leaned.*, until.working_number - since.working_number AS own_days, before.working_number AS started,
                   sum(own_days) OVER (PARTITION BY dossier_code, base_set_at
                                       ORDER BY leaned.started_on, leaned.closed_at) AS days
            FROM leaned JOIN calendar AS until ON until.day = leaned.closed_on - 1
            JOIN calendar AS since ON since.day = greatest(leaned.started_on, leaned.set_on) - 1
            JOIN calendar AS before ON before.day = leaned.started_on - 1
            WHERE NOT (reason <> 'first' AND set_on >= started_on AND leaned.due >= closed_on)
            QUALIFY due_number + days - own_days > started)
        SELECT dossier_code, set_at, set_on, raw_due_at, due, due_at, due_number, reason, origin FROM base
        UNION ALL
        SELECT dossier_code, closed_at, closed_on, l.raw_due_at, c.day,
               c.day + (l.due_at - date_trunc('day', l.due_at)), c.working_number, 'pause', 'computed'
        FROM lasting AS l JOIN calendar AS c ON c.working AND c.working_number = l.due_number + l.days"""
    )


def _number_promises(connection: duckdb.DuckDBPyConnection) -> None:
    """The table ``promise``: in the order they were set, each in force until the next one.

    Most dossiers have one promise only; sorting those too would take as long as all the rest of deriving.
    """
    connection.execute("DELETE FROM promise WHERE dossier_code IN (SELECT dossier_code FROM touched)")
    connection.execute(
        """CREATE OR REPLACE TEMP TABLE several AS
        SELECT dossier_code FROM promises WHERE reason <> 'first' GROUP BY dossier_code"""
    )
    connection.execute(
        """INSERT INTO promise (dossier_code, promise_no, due, due_at, raw_due_at, due_number, set_at, set_on,
                                replaced_on, replaced_at, reason, origin)
        SELECT dossier_code, 1, due, due_at, raw_due_at, due_number, set_at, set_on, NULL, NULL, reason, origin
        FROM promises ANTI JOIN several USING (dossier_code)
        UNION ALL
        SELECT dossier_code, row_number() OVER in_order, due, due_at, raw_due_at, due_number, set_at, set_on,
               lead(set_on) OVER in_order, lead(set_at) OVER in_order, reason, origin
        FROM promises SEMI JOIN several USING (dossier_code)
        WINDOW in_order AS (PARTITION BY dossier_code ORDER BY set_on, set_at)"""
    )


def _deciding_statement(rule: Rule) -> str:
    """``decided<suffix>``: the deciding promise of each dossier and what became of it.

    It is the first that came due in force, not paused, the dossier unfinished; else the last in force when it left.
    """
    return f"""CREATE OR REPLACE TEMP TABLE decided{rule.suffix} AS
        WITH covered AS (
            SELECT promise.dossier_code, promise_no, bool_or(p.closed_at IS NULL) AS undecided
            FROM pause AS p JOIN todo USING (dossier_code) JOIN promise USING (dossier_code)
            WHERE p.{rule.paused_from} <= promise.{rule.due}
              AND (p.{rule.paused_until} IS NULL OR p.{rule.paused_until} > promise.{rule.due})
            GROUP BY ALL),
        judged AS (
            SELECT promise.*, todo.{rule.left} AS gone, covered.undecided IS NOT NULL AS paused,
                   coalesce(covered.undecided, false) AS undecided
            FROM promise JOIN todo USING (dossier_code) LEFT JOIN covered USING (dossier_code, promise_no)),
        ranked AS (
            SELECT *, (replaced_on IS NULL OR {rule.replaced} > {rule.due}) AND NOT paused
                      AND (gone IS NULL OR gone > {rule.due}) AS came_due
            FROM judged SEMI JOIN several USING (dossier_code)
            WHERE gone IS NULL OR {rule.set} <= gone OR promise_no = 1
            QUALIFY row_number() OVER (PARTITION BY dossier_code ORDER BY came_due DESC,
                                       CASE WHEN came_due THEN promise_no ELSE -promise_no END) = 1),
        chosen AS (
            SELECT * EXCLUDE came_due FROM ranked
            UNION ALL
            SELECT * FROM judged ANTI JOIN several USING (dossier_code))
        SELECT chosen.dossier_code, chosen.due, chosen.due_at, chosen.set_on AS promised_on,
               chosen.origin = 'computed' AS computed,
               NOT finish_unknown AND NOT undecided
                   AND (todo.{rule.ended} IS NULL OR todo.{rule.ended} > chosen.{rule.due}) AS in_cohort,
               in_cohort AND (todo.{rule.finished} IS NULL OR todo.{rule.finished} > chosen.{rule.due}) AS breached,
               coalesce(todo.{rule.finished} < chosen.{rule.due}, false) AS before_due
        FROM chosen JOIN todo USING (dossier_code)"""


def _intake(connection: duckdb.DuckDBPyConnection, profile: Profile) -> None:
    """``intake``: when the 8 working hours of an online submission are over (decision 10).

    The office time before the submission on its day is the same on the next working day; a submission outside hours
    has all 8 hours of the next day, so its time is over at closing.
    """
    connection.execute("CREATE OR REPLACE TEMP TABLE office (starts TIME, ends TIME, before INTEGER, length INTEGER)")
    before = 0
    for starts, ends in profile.office_hours:
        length = ((ends.hour - starts.hour) * 60 + ends.minute - starts.minute) * 60
        connection.execute("INSERT INTO office VALUES (?, ?, ?, ?)", [starts, ends, before, length])
        before += length
    connection.execute(
        f"""CREATE OR REPLACE TEMP TABLE intake AS
        WITH online AS (
            SELECT dossier_code, c.working_number,
                   CASE WHEN c.working THEN (
                       SELECT sum(greatest(0, least(date_diff('second', starts, submitted_at::TIME), length)))
                       FROM office) ELSE {EIGHT_HOURS} END AS worked
            FROM todo JOIN calendar AS c ON c.day = submitted_at::DATE WHERE channel = 2),
        due AS (
            SELECT dossier_code, CASE worked WHEN 0 THEN {EIGHT_HOURS} ELSE worked END AS seconds,
                   working_number + CASE worked WHEN 0 THEN 0 ELSE 1 END AS due_number FROM online)
        SELECT dossier_code, upcoming.day AS due_on,
               upcoming.day + o.ends - to_seconds(o.before + o.length - seconds) AS due_at
        FROM due JOIN calendar AS upcoming ON upcoming.working AND upcoming.working_number = due.due_number
        JOIN office AS o ON seconds > o.before AND seconds <= o.before + o.length"""
    )


def _summarise_children(connection: duckdb.DuckDBPyConnection) -> None:
    """``first_pause``, ``pauses``, ``at_work``: what a dossier's row says of its pauses and its step under way."""
    statements = {
        "first_pause": """SELECT p.dossier_code,
                   bool_or(p.started_on <= f.due AND (closed_on IS NULL OR closed_on > f.due)) AS covered,
                   bool_or(p.started_at <= f.due_at AND (closed_at IS NULL OR closed_at > f.due_at)) AS covered_instant
            FROM pause AS p JOIN promise AS f ON f.dossier_code = p.dossier_code AND f.promise_no = 1""",
        "pauses": """SELECT dossier_code, count(*) FILTER (WHERE reason = 'supplement') AS supplements,
                   max(started_on) AS last_started_on
            FROM pause""",
        "at_work": """SELECT dossier_code, arg_max(stage, step_no) AS stage, arg_max(holder_unit_id, step_no) AS holder
            FROM step WHERE finished_at IS NULL""",
    }
    for name, statement in statements.items():
        connection.execute(f"CREATE OR REPLACE TEMP TABLE {name} AS {statement} GROUP BY ALL")


def _write(connection: duckdb.DuckDBPyConnection, load_id: int) -> None:
    """Replace the touched dossiers by their rows with answers."""
    connection.execute("DELETE FROM dossier WHERE dossier_code IN (SELECT dossier_code FROM touched)")
    answers = ",\n".join(_rule_columns(rule.suffix) for rule in RULES)
    firsts = ",\n".join(_first_promise_columns(rule) for rule in RULES)
    connection.execute(
        f"""INSERT INTO dossier BY NAME
        SELECT t.dossier_code, receiving_unit_id, resolving_unit_id, area_unit_id, t.procedure_id, field, certification,
               channel, status, submitted_at, received_at, exported_due_at,
               told_finished_at AS finished_at, told_ended_at AS ended_at, returned_at, {load_id} AS load_id,
               accepted, coalesce(submitted_at, received_at)::DATE AS applied_on,
               t.numbered_on,
               received_on, date_trunc('month', received_on) AS received_month,
               received_day.working_number AS received_number,
               finished_on, date_trunc('month', finished_on) AS finished_month,
               finished_day.working_number AS finished_number,
               ended_on, left_on, date_trunc('month', left_on) AS left_month, returned_at::DATE AS returned_on,
               finish_unknown, i.due_at AS intake_due_at, i.due_on AS intake_due_on,
               coalesce(offered.level >= {ONLINE}, false) AS offered_online, again.second_on AS second_letter_on,
               coalesce(pauses.supplements, 0) AS supplements,
               coalesce(d.breached AND pauses.last_started_on > d.due, false) AS paused_after_breach,
               coalesce(d.computed, false) AS due_computed,
               f.due AS first_due, date_trunc('month', f.due) AS first_due_month,
               {firsts},
               {answers},
               CASE WHEN left_on IS NULL AND NOT finish_unknown THEN at_work.stage END AS stage,
               CASE WHEN left_on IS NULL AND NOT finish_unknown THEN at_work.holder END AS holder_unit_id
        FROM todo AS t
        LEFT JOIN decided AS d ON d.dossier_code = t.dossier_code
        LEFT JOIN decided_instant AS d_instant ON d_instant.dossier_code = t.dossier_code
        LEFT JOIN promise AS f ON f.dossier_code = t.dossier_code AND f.promise_no = 1
        LEFT JOIN first_pause ON first_pause.dossier_code = t.dossier_code
        LEFT JOIN pauses ON pauses.dossier_code = t.dossier_code
        LEFT JOIN intake AS i ON i.dossier_code = t.dossier_code
        LEFT JOIN at_work ON at_work.dossier_code = t.dossier_code
        LEFT JOIN letters ON letters.dossier_code = t.dossier_code
        LEFT JOIN letters_instant ON letters_instant.dossier_code = t.dossier_code
        LEFT JOIN second_letters AS again ON again.dossier_code = t.dossier_code
        LEFT JOIN procedure_online_level AS offered ON offered.procedure_id = t.procedure_id
             AND t.received_on >= offered.valid_from AND t.received_on <= coalesce(offered.valid_to, DATE '9999-12-31')
        LEFT JOIN calendar AS received_day ON received_day.day = t.received_on
        LEFT JOIN calendar AS finished_day ON finished_day.day = t.finished_on
        LEFT JOIN calendar AS due_day ON due_day.day = d.due
        LEFT JOIN calendar AS due_day_instant ON due_day_instant.day = d_instant.due"""
    )


def _rule_columns(suffix: str) -> str:
    d, due_day = f"d{suffix}", f"due_day{suffix}"
    return f"""{d}.due AS due{suffix}, {d}.due_at AS due_at{suffix}, date_trunc('month', {d}.due) AS due_month{suffix},
               {due_day}.working_number AS due_number{suffix}, {d}.promised_on AS promised_on{suffix},
               coalesce({d}.in_cohort, false) AS in_cohort{suffix}, coalesce({d}.breached, false) AS breached{suffix},
               coalesce({d}.before_due, false) AS before_due{suffix},
               CASE WHEN {d}.breached AND t.finished_on IS NOT NULL
                    THEN finished_day.working_number - {due_day}.working_number END AS days_late{suffix},
               {letter_columns(suffix)}"""


def _first_promise_columns(rule: Rule) -> str:
    cohort = f"""f.due IS NOT NULL AND NOT finish_unknown AND NOT coalesce(first_pause.covered{rule.suffix}, false)
                 AND (t.{rule.ended} IS NULL OR t.{rule.ended} > f.{rule.due})"""
    return f"""{cohort} AS in_first_cohort{rule.suffix},
               {cohort} AND (t.{rule.finished} IS NULL OR t.{rule.finished} > f.{rule.due})
                   AS breached_first{rule.suffix}"""
