"""The overview's numbers as one would ask for them by hand: plain SQL over the stored columns, for DuckDB.

The yardstick of "a page's data": June 2020, all wards, without same-day certification. It gives the same numbers as
``measures.overview`` (a test compares them), but knows nothing of scopes, rights or other periods.
"""

from __future__ import annotations

import datetime as dt

from sqlalchemy import Connection

LAST_DAY = dt.date(2020, 6, 30)
WARDS = """FROM dossier AS d JOIN source_cut_off AS c ON c.unit_id = d.receiving_unit_id
           JOIN unit AS u ON u.unit_id = d.receiving_unit_id AND u.kind = 'ward' WHERE """
DAILY = " AND NOT d.certification"
CAME_DUE = "d.due >= DATE '{start}' AND d.due <= DATE '{end}' AND d.due <= c.last_complete_day"
OPEN = """d.accepted AND NOT d.finish_unknown AND d.received_on <= {t} AND (d.left_on IS NULL OR d.left_on > {t})"""
IN_FORCE = """(SELECT max(p.due) FROM promise AS p WHERE p.dossier_code = d.dossier_code AND p.set_on <= {t}
               AND (p.replaced_on IS NULL OR p.replaced_on > {t}))"""
UNDER_PAUSE = """EXISTS (SELECT 1 FROM pause AS p WHERE p.dossier_code = d.dossier_code AND p.started_on <= {t}
                 AND (p.closed_on IS NULL OR p.closed_on > {t}))"""
T = "least(DATE '{day}', c.last_complete_day)"
JUNE = {"start": "2020-06-01", "end": "2020-06-30"}
MAY = {"start": "2020-05-01", "end": "2020-05-31"}
TWO_YEARS = {"start": "2018-07-01", "end": "2020-06-30"}
JUNE_BEFORE = {"start": "2019-06-01", "end": "2019-06-30"}
RATE = "count(*) FILTER (d.breached), count(*) FILTER (d.in_cohort)"
RECEIVED = """d.accepted AND d.received_on >= DATE '{start}' AND d.received_on <= DATE '{end}'
              AND d.received_on <= c.last_complete_day"""
ONLINE = "count(*) FILTER (d.channel = 2), count(*)"
LETTERS = "count(*) FILTER (d.first_letter_on <= least(last_day(d.due), c.last_complete_day)), count(*)"


def statements() -> dict[str, str]:
    """One statement for each block of the page."""
    t = T.format(day="2020-06-30")
    overdue = f"d.breached AND d.due <= {t}"
    asked = {
        "months": f"SELECT u.unit_id, d.due_month, {RATE} {WARDS} {CAME_DUE.format(**TWO_YEARS)} {DAILY} GROUP BY ALL",
        "june": f"SELECT u.unit_id, {RATE} {WARDS} {CAME_DUE.format(**JUNE)} {DAILY} GROUP BY ALL",
        "may": f"SELECT u.unit_id, {RATE} {WARDS} {CAME_DUE.format(**MAY)} {DAILY} GROUP BY ALL",
        "june before": f"SELECT {RATE} {WARDS} {CAME_DUE.format(**JUNE_BEFORE)} {DAILY}",
        "with certification": f"SELECT {RATE} {WARDS} {CAME_DUE.format(**JUNE)}",
        **_online(),
        **_letters(t),
        "parts": f"""SELECT count(*) FILTER (d.finished_on <= {t}), count(*) FILTER (d.ended_on <= {t}), count(*)
                     {WARDS} {CAME_DUE.format(**JUNE)} {DAILY} AND d.breached""",
        "ages": f"""SELECT c.last_complete_number - d.due_number AS days, d.holder_unit_id = d.receiving_unit_id,
                    count(*)
                    {WARDS} {OPEN.format(t=t)} {DAILY} AND {overdue} GROUP BY ALL""",
        "soon by day": f"""SELECT {IN_FORCE.format(t=t)} AS day, count(*)
                           {WARDS} {_soon("2020-06-30")} {DAILY} GROUP BY 1""",
        "paused": f"""SELECT count(*), count(*) FILTER (NOT ({overdue}) AND {IN_FORCE.format(t=t)} <= {t})
                      {WARDS} {OPEN.format(t=t)} {DAILY} AND {UNDER_PAUSE.format(t=t)}""",
        "left": f"""SELECT count(*) FILTER (d.status = 7), count(*) FILTER (d.status = 8) {WARDS} d.accepted
                    AND d.ended_on BETWEEN DATE '2020-06-01' AND {t} {DAILY}""",
        "no due date": f"""SELECT count(*) {WARDS} d.accepted AND d.due IS NULL
                           AND d.received_on BETWEEN DATE '2020-06-01' AND {t} {DAILY}""",
        "finish unknown": f"SELECT count(*) {WARDS} d.finish_unknown AND {CAME_DUE.format(**JUNE)} {DAILY}",
    }
    for weeks in range(13):
        day = (LAST_DAY - dt.timedelta(weeks=weeks)).isoformat()
        at = T.format(day=day)
        asked[f"{weeks} weeks before"] = f"""SELECT count(*) FILTER ({_is_soon(day)})
            {WARDS} {OPEN.format(t=at)} {DAILY}"""
    return asked


def _online() -> dict[str, str]:
    """The online share: two years of the wards, the month, those it is compared with, with certification."""
    months = f"SELECT u.unit_id, d.received_month, {ONLINE} {WARDS} {RECEIVED.format(**TWO_YEARS)} {DAILY} GROUP BY ALL"
    of_month = {
        f"online {name}": f"SELECT u.unit_id, {ONLINE} {WARDS} {RECEIVED.format(**month)} {DAILY} GROUP BY ALL"
        for name, month in (("june", JUNE), ("may", MAY), ("june before", JUNE_BEFORE))
    }
    together = f"SELECT {ONLINE} {WARDS} {RECEIVED.format(**JUNE)}"
    return {"online months": months, "online with certification": together, **of_month}


def _letters(t: str) -> dict[str, str]:
    """The letters of breached dossiers as known at the end of the month of their due day, and those missing now."""
    late = f"{DAILY} AND d.breached"
    months = f"SELECT u.unit_id, d.due_month, {LETTERS} {WARDS} {CAME_DUE.format(**TWO_YEARS)} {late} GROUP BY ALL"
    of_month = {
        f"letters {name}": f"SELECT u.unit_id, {LETTERS} {WARDS} {CAME_DUE.format(**month)} {late} GROUP BY ALL"
        for name, month in (("june", JUNE), ("may", MAY), ("june before", JUNE_BEFORE))
    }
    missing = f"""SELECT d.finished_on <= {t}, d.ended_on <= {t}, count(*) {WARDS} {CAME_DUE.format(**JUNE)} {late}
                  AND (d.first_letter_on IS NULL OR d.first_letter_on > {t}) GROUP BY ALL"""
    return {"letters months": months, "letters missing": missing, **of_month}


def _soon(day: str) -> str:
    return f"{OPEN.format(t=T.format(day=day))} AND {_is_soon(day)}"


def _is_soon(day: str) -> str:
    """Not breached, not paused, the promise in force due within the next three working days."""
    t = T.format(day=day)
    in_force = IN_FORCE.format(t=t)
    number = f"least((SELECT working_number FROM calendar WHERE day = DATE '{day}'), c.last_complete_number)"
    last = f"(SELECT min(day) FROM calendar WHERE working AND working_number = {number} + 3)"
    return f"""NOT (d.breached AND d.due <= {t}) AND NOT {UNDER_PAUSE.format(t=t)}
               AND {in_force} > {t} AND {in_force} <= {last}"""


def ask(connection: Connection) -> dict[str, list]:
    """Run them all."""
    return {name: list(connection.exec_driver_sql(statement)) for name, statement in statements().items()}
