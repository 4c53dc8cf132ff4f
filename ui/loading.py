"""Numbers and figures, kept under what they depend on. The only place with st.cache_*.

Keys are values: scope, data version, rights, language. The store is fetched inside, never a key. A new load has a new
version, so nothing is ever cleared; errors are raised, not kept.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any, ParamSpec, TypeVar

import pandas as pd
import streamlit as st

from charts import ageing as ageings
from charts import control_chart as controls
from charts import days_between as days_charts
from charts import funnel as funnels
from charts import holders as holder_bars
from charts import ranking as rankings
from charts import sparkline as sparklines
from charts import tile_map as maps
from charts import trend as trends
from charts.finished import all_finished
from charts.theme import Figure
from data_access import holdings_log
from data_access.fetch import fetch
from data_access.holdings_log import LoadLog
from data_access.profiles import Target, load_profile
from data_access.viewer import Viewer
from measures import registry
from measures.headlines import aim
from measures.judging import Trend
from measures.known import Holdings
from measures.lateness_page import Lateness, lateness_page
from measures.members import Page, Within, how_many, members
from measures.overview import HEADLINE, Overview, overview
from measures.quality import quality
from measures.scope import Scope
from text import Language, language
from ui.lateness_tables import holder_words
from ui.session import Session, _holdings, the_store

ENTRIES = 256
Key, Value = ParamSpec("Key"), TypeVar("Value")


def kept(make: Callable[Key, Value]) -> Callable[Key, Value]:
    """Keeps what was made for the last ``ENTRIES`` keys. A scope is told by its written form: all that it holds."""
    keep = st.cache_data(max_entries=ENTRIES, show_spinner=False, hash_funcs={Scope: repr})
    return keep(make)  # type: ignore[no-any-return]


@kept
def _overview(scope: Scope, version: str, viewer: Viewer) -> Overview:
    held = _holdings(version)
    return overview(the_store(), version, scope, viewer, held, load_profile(held.profile))


def load_overview(session: Session) -> Overview:
    """The counted and judged overview of this scope."""
    return _overview(session.scope, session.version, session.viewer)


@kept
@all_finished
def overview_figures(scope: Scope, version: str, viewer: Viewer, code: str) -> dict[str, Figure]:
    """The figures of the overview but the map: a line for every card, and the trend for desk and phone."""
    seen, held, spoken = _overview(scope, version, viewer), _holdings(version), language(code)
    lines = {
        key: sparklines.sparkline(
            headline.history, target=aim(key, headline.target, scope.certification), language=spoken
        )
        for key, headline in seen.headlines.items()
    }
    soon = sparklines.sparkline(seen.soon_history, target=None, language=spoken, kind="count")
    return {**lines, "soon": soon, **_trends(seen, held, spoken)}


@kept
@all_finished
def map_figures(scope: Scope, version: str, viewer: Viewer, code: str, key: str) -> dict[str, Figure]:
    """The tile map of one headline for desk and phone."""
    seen, held, spoken = _overview(scope, version, viewer), _holdings(version), language(code)
    shown, measure = seen.maps[key], registry.get(key)
    frame = held.units[held.units["unit_id"].isin(shown.units["unit"])]
    level_x, level_n = shown.level
    fraction = f"{spoken.say(measure.numerator_words)} / {spoken.say(measure.denominator_words)}"
    options: dict[str, Any] = {
        "good": measure.good,
        "target": shown.target.value if shown.target else None,
        "level": level_x / level_n if level_n else float("nan"),
        "language": spoken,
        "selected": next((unit for unit in seen.scope.units if unit in set(frame["unit_id"])), None),
        "reading": (spoken.say(measure.title), fraction),
        "against_target": shown.against_target,
    }
    return {
        "map": maps.tile_map(shown.units, shown.tiles, frame, **options),
        "map-phone": maps.tile_map_phone(shown.units, shown.tiles, frame, **options),
    }


def _trends(seen: Overview, held: Holdings, spoken: Language) -> dict[str, Figure]:
    frame = seen.trend.frame
    if not frame["denominator"].sum():
        return {}
    joins = held.joins(seen.scope.units, frame["period"].min(), seen.scope.carried_on)
    target = None if seen.scope.certification else seen.target
    options = over_time(target, seen.trend, joins, held, spoken)
    return {
        "trend": trends.trend(frame, **options),
        "trend-phone": trends.trend_phone(frame, **options),
    }


def over_time(
    target: Target | None, trend: Trend, joins: list[dt.date], held: Holdings, spoken: Language
) -> dict[str, Any]:
    """What both charts of the months are told beside their frame."""
    events = load_profile(held.profile).events
    return {
        "good": registry.get(HEADLINE).good,
        "target": target.value if target else None,
        "language": spoken,
        "events": [(event.day, event.title if spoken.code == "vi" else event.title_en) for event in events],
        "joins": joins,
        "provisional": trend.provisional,
    }


@kept
def _lateness(scope: Scope, version: str, viewer: Viewer) -> Lateness:
    held = _holdings(version)
    return lateness_page(the_store(), version, scope, viewer, held, load_profile(held.profile))


def load_lateness(session: Session) -> Lateness:
    """The counted and judged page "Trễ hạn" of this scope."""
    return _lateness(session.scope, session.version, session.viewer)


@kept
@all_finished
def lateness_figures(scope: Scope, version: str, viewer: Viewer, code: str) -> dict[str, Figure]:
    """The figures of "Trễ hạn" for desk and phone; one that has nothing to show is not there."""
    seen, held, spoken = _lateness(scope, version, viewer), _holdings(version), language(code)
    return {**_compared(seen, held, spoken), **_control(seen, held, spoken), **_waiting(seen, spoken)}


def _compared(seen: Lateness, held: Holdings, spoken: Language) -> dict[str, Figure]:
    """The units beside each other."""
    (x, n), frame = seen.level, held.units[held.units["unit_id"].isin(seen.units["unit"])]
    if not n:
        return {}
    options = {
        "good": registry.get(HEADLINE).good,
        "target": seen.target.value if seen.target and not seen.scope.certification else None,
        "level": x / n,
        "language": spoken,
    }
    selected = next((unit for unit in seen.scope.units if unit in set(frame["unit_id"])), None)
    ranking = rankings.ranking(seen.units, frame, **options, selected=selected)
    drawn = {
        "ranking": ranking,
        "ranking-phone": rankings.ranking_phone(seen.units, frame, **options, selected=selected),
        "funnel": funnels.funnel(seen.units, seen.funnel, frame, **options, height=ranking.layout.height),
        "funnel-phone": funnels.funnel_phone(seen.units, seen.funnel, frame, **options),
    }
    return {name: figure for name, figure in drawn.items() if figure is not None}


def _control(seen: Lateness, held: Holdings, spoken: Language) -> dict[str, Figure]:
    """The months of the chosen units, or the days between their late dossiers."""
    if seen.rare is not None:
        return _days_between(seen, held, spoken)
    frame = seen.trend.frame
    if not frame["denominator"].sum():
        return {}
    target = None if seen.scope.certification else seen.target
    options = over_time(target, seen.trend, seen.joins, held, spoken)
    return {
        "control": controls.control_chart(frame, **options),
        "control-phone": controls.control_chart_phone(frame, **options),
    }


def _days_between(seen: Lateness, held: Holdings, spoken: Language) -> dict[str, Figure]:
    """The days between late dossiers; none where no dossier was late."""
    if seen.rare is None or seen.rare.frame.empty:
        return {}
    told = over_time(None, seen.trend, seen.joins, held, spoken)
    options = {name: told[name] for name in ("language", "events", "joins")} | {"provisional": seen.rare.provisional}
    frame = seen.rare.frame
    months = (seen.history["period"].min(), frame["end"].iloc[-1])
    return {
        "control": days_charts.days_between(frame, months, **options),
        "control-phone": days_charts.days_between_phone(frame, months, **options),
    }


def _waiting(seen: Lateness, spoken: Language) -> dict[str, Figure]:
    """Open overdue dossiers by age and by holder."""
    drawn: dict[str, Figure] = {}
    if seen.overdue:
        drawn |= {"ageing": ageings.ageing(seen.ages, spoken), "ageing-phone": ageings.ageing_phone(seen.ages, spoken)}
    if not seen.holders.empty:
        rows = seen.holders.itertuples(index=False)
        named = seen.holders.assign(name=[holder_words(spoken, row.holder, row.name) for row in rows])
        drawn["holders"] = holder_bars.holders(named, spoken)
        drawn["holders-phone"] = holder_bars.holders_phone(named, spoken)
    return drawn


@kept
def member_page(
    key: str, part: str, within: Within | None, scope: Scope, version: str, viewer: Viewer, page: Page
) -> pd.DataFrame:
    """One page of the dossiers behind a number or one group of it."""
    return fetch(the_store(), members(registry.get(key), part, scope, viewer, page, within), version)


def all_members(key: str, part: str, within: Within | None, scope: Scope, version: str, viewer: Viewer) -> pd.DataFrame:
    """The whole list, for a file. Not kept: it may hold every dossier of a year."""
    return fetch(the_store(), members(registry.get(key), part, scope, viewer, None, within), version)


@kept
def list_total(key: str, part: str, within: Within | None, scope: Scope, version: str, viewer: Viewer) -> int:
    """How many dossiers the list holds, counted in the store."""
    return int(fetch(the_store(), how_many(registry.get(key), part, scope, viewer, within), version).iloc[0, 0])


@kept
def load_log(version: str, viewer: Viewer) -> LoadLog:
    """All loads, their files and refusals, and the cut-offs."""
    return holdings_log.load_log(the_store(), version, viewer)


@kept
def stored_counts(version: str, viewer: Viewer) -> dict[str, int]:
    """How many of everything are stored."""
    return holdings_log.stored_counts(the_store(), version, viewer)


@kept
def period_quality(scope: Scope, version: str, viewer: Viewer) -> dict[str, int]:
    """What is missing, computed or not decided in the chosen scope."""
    return quality(the_store(), version, scope, viewer)


def refused_rows(version: str, viewer: Viewer, load_id: int) -> bytes:
    """The refused rows of a load as a workbook. Not kept: it is made when somebody asks for it."""
    return holdings_log.refused_workbook(the_store(), version, viewer, load_id)
