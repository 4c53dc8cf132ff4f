"""Numbers and figures of "Trực tuyến", kept under what they depend on, as in :mod:`ui.loading`."""

from __future__ import annotations

import datetime as dt

import pandas as pd

from charts import control_chart as controls
from charts import heat_map as heat_maps
from charts import offered as nested_bars
from charts import opportunity as opportunities
from charts import ranking as rankings
from charts.finished import all_finished
from charts.offered import Step
from charts.ranking_plain import order_of, ranking_plain
from charts.theme import Figure
from data_access.profiles import load_profile
from data_access.viewer import Viewer
from measures import registry
from measures.known import Holdings
from measures.online_findings import at_counter
from measures.online_help import OnlineHelp, online_help, outreach_events
from measures.online_page import SHARE, Online, online_page
from measures.scope import Scope
from measures.verdict import Direction
from text import Language, language
from ui.loading import kept, over_time
from ui.session import Session, _holdings, the_store

MOST_PROCEDURES, MOST_EVENTS = 13, 2
GOOD = registry.get(SHARE).good or Direction.HIGHER


@kept
def _online(scope: Scope, version: str, viewer: Viewer) -> Online:
    held = _holdings(version)
    return online_page(the_store(), version, scope, viewer, held, load_profile(held.profile))


def load_online(session: Session) -> Online:
    """The counted and judged page "Trực tuyến" of this scope."""
    return _online(session.scope, session.version, session.viewer)


@kept
def _online_help(scope: Scope, version: str, viewer: Viewer) -> OnlineHelp:
    return online_help(the_store(), version, scope, viewer, _holdings(version))


def load_online_help(session: Session) -> OnlineHelp:
    """Help to submit online beside the share, of this scope."""
    return _online_help(session.scope, session.version, session.viewer)


@kept
@all_finished
def online_figures(scope: Scope, version: str, viewer: Viewer, code: str) -> dict[str, Figure]:
    """The figures of "Trực tuyến" for desk and phone; one that has nothing to show is not there. The heat map has one
    for each field on a phone: "heat-0", "heat-1", ... in the order of :func:`heat_fields`."""
    seen, held, spoken = _online(scope, version, viewer), _holdings(version), language(code)
    months = seen.trend.frame["period"]
    events = outreach_events(the_store(), version, scope, viewer, held, months.min()) if len(months) else []
    return {**_compared(seen, held, spoken), **_procedures(seen, spoken), **_control(seen, held, events, spoken)}


def heat_fields(seen: Online) -> list[str]:
    """The fields a phone can choose from: those offered online first, each group by volume."""
    fields = heat_maps.fields_of(seen.cells)
    return sorted(fields, key=lambda field: (field not in seen.offered_fields, fields.index(field)))


def _compared(seen: Online, held: Holdings, spoken: Language) -> dict[str, Figure]:
    """The units beside each other, whole and by field, their rows on the same lines."""
    (x, n), frame = seen.level, held.units[held.units["unit_id"].isin(seen.units["unit"])]
    if not n:
        return {}
    chosen = {"selected": next((unit for unit in seen.scope.units if unit in set(frame["unit_id"])), None)}
    options = {
        "good": GOOD,
        "target": seen.target.value if seen.target else None,
        "level": x / n,
        "language": spoken,
        "counted": spoken.say("Online/all"),
        **chosen,
    }
    drawn = {
        "shares": ranking_plain(seen.units, frame, **options),
        "shares-phone": rankings.ranking_phone(seen.units, frame, **options),
    }
    return drawn | _heat(seen, frame, spoken, chosen)


def _heat(seen: Online, frame: pd.DataFrame, spoken: Language, chosen: dict) -> dict[str, Figure]:
    inside = seen.units[seen.units["unit"].isin(seen.inside)]
    frame = frame[frame["unit_id"].isin(seen.inside)]
    rows = {
        "order": order_of(inside, frame, GOOD),
        "offered": seen.offered_fields,
        "language": spoken,
        **chosen,
    }
    behind = list(inside.loc[inside["stale"], "unit"])
    phone = {
        f"heat-{number}": heat_maps.heat_map_phone(seen.cells, frame, field=field, **rows)
        for number, field in enumerate(heat_fields(seen))
    }
    return {"heat": heat_maps.heat_map(seen.cells, frame, **rows, taller=behind), **phone}


def _procedures(seen: Online, spoken: Language) -> dict[str, Figure]:
    """Procedures offered and used, and where dossiers still come to the counter."""
    steps = offered_steps(seen, spoken)
    drawn = {"offered": nested_bars.offered(steps, spoken), "offered-phone": nested_bars.offered_phone(steps, spoken)}
    rows = at_counter(seen).head(MOST_PROCEDURES)
    if rows.empty:
        return drawn
    drawn["opportunity"] = opportunities.opportunity(rows, spoken)
    drawn["opportunity-phone"] = opportunities.opportunity_phone(rows, spoken)
    return drawn


def offered_steps(seen: Online, spoken: Language) -> list[Step]:
    """The nested bars in words. Only what is offered, asked for, and never used online is a concern."""
    say, count, number = spoken.say, spoken.count, seen.offered.count
    left_out = "" if seen.scope.certification else say("without same-day certification")
    idle, counter = number("idle"), number("counter")
    return [
        Step(number("all"), say("procedures"), left_out),
        Step(
            number("offered"),
            say("offered online (level 3, 4)"),
            count("{n} not offered", "{n} not offered", number("not_offered")) if number("not_offered") else "",
        ),
        Step(
            number("received"),
            say("with dossiers in the period"),
            count("{n} without dossiers on any channel", "{n} without dossiers on any channel", idle) if idle else "",
        ),
        Step(
            number("online"),
            say("with dossiers online"),
            count("{n} only at the counter", "{n} only at the counter", counter) if counter else "",
            missed=bool(counter),
        ),
    ]


def _control(
    seen: Online, held: Holdings, outreach: list[tuple[dt.date, str, int]], spoken: Language
) -> dict[str, Figure]:
    """The months of the chosen units; beside the known causes the largest outreach events, two marks in all."""
    frame = seen.trend.frame
    if not frame["denominator"].sum():
        return {}
    options = over_time(seen.target, seen.trend, seen.joins, held, spoken) | {"good": GOOD}
    first, last = frame["period"].min(), seen.scope.until
    causes = [cause for cause in options["events"] if first <= cause[0] <= last]
    told = [(day, outreach_words(unit, people, spoken)) for day, unit, people in outreach]
    options["events"] = [*causes, *told[: max(MOST_EVENTS - len(causes), 0)]]
    return {
        "share-months": controls.control_chart(frame, **options),
        "share-months-phone": controls.control_chart_phone(frame, **options),
    }


def outreach_words(unit: str, people: int, spoken: Language) -> str:
    """An outreach event beside its mark: "tuyên truyền 78 người, P.10"."""
    return spoken.count("outreach to {n} person, {unit}", "outreach to {n} people, {unit}", people, unit=unit)
