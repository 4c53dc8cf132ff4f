"""Forecast and chances, kept under what they depend on (as in ``ui/loading``)."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import streamlit as st

from charts import forecast as forecasts
from charts.finished import all_finished
from charts.theme import Figure
from data_access.viewer import Viewer
from measures import early_warning
from measures.early_warning import Chances, Past
from measures.forecast import Forecast, forecast
from measures.members import Page, Within
from measures.points import Point, points
from measures.scope import Scope
from text import language
from ui.loading import all_members, kept, member_page
from ui.session import Session, _holdings, the_store

SOON = "due_soon"


@kept
def _points(scope: Scope, version: str) -> list[Point]:
    return points(scope, _holdings(version), the_store(), version)


# A copy for each reader would cost more than counting it: kept as it is, and only read.
@st.cache_resource(max_entries=16, show_spinner=False)
def _past(scope: Scope, version: str, viewer: Viewer) -> Past:
    return early_warning.past(the_store(), version, scope, viewer, _points(scope, version))


def _of_all(scope: Scope) -> Scope:
    """The scope that chances are learnt from: whatever was chosen, everything that the viewer may see."""
    chosen = {"units": (), "unit_role": "receiving", "fields": (), "procedures": (), "channels": ()}
    return replace(scope, **chosen, units_on=None)  # type: ignore[arg-type]


@kept
def _forecast(scope: Scope, version: str, viewer: Viewer) -> Forecast:
    known = _past(_of_all(scope), version, viewer)
    return forecast(the_store(), version, scope, viewer, _points(_of_all(scope), version), known)


def load_forecast(session: Session) -> Forecast:
    """The month ahead of this scope, and how such forecasts went."""
    return _forecast(session.scope, session.version, session.viewer)


@kept
@all_finished
def forecast_figures(scope: Scope, version: str, viewer: Viewer, code: str) -> dict[str, Figure]:
    """The back-tests and the month ahead for desk and phone; none where there is no back-test."""
    seen = _forecast(scope, version, viewer)
    if seen.tests.empty:
        return {}
    ahead = forecasts.Ahead(seen.month.start, seen.rate, *seen.interval)
    return {
        "forecast": forecasts.forecast(seen.tests, ahead, language(code)),
        "forecast-phone": forecasts.forecast_phone(seen.tests, ahead, language(code)),
    }


@kept
def _chances(scope: Scope, version: str, viewer: Viewer) -> Chances:
    return early_warning.chances(_past(scope, version, viewer))


def whole_list(key: str, part: str, within: Within | None, scope: Scope, version: str, viewer: Viewer) -> pd.DataFrame:
    """All rows of a list; of what is due soon with ``chance`` (of ending late, a share), the highest first."""
    rows = all_members(key, part, within, scope, version, viewer)
    if key != SOON:
        return rows
    learnt = _chances(_of_all(scope), version, viewer)
    chance = early_warning.due_soon(the_store(), version, scope, viewer, learnt)
    rows = rows.assign(chance=rows["dossier_code"].map(chance))
    return rows.sort_values("chance", ascending=False, kind="stable", ignore_index=True)


@kept
def _soon(within: Within | None, part: str, scope: Scope, version: str, viewer: Viewer) -> pd.DataFrame:
    return whole_list(SOON, part, within, scope, version, viewer)


def list_page(
    key: str, part: str, within: Within | None, scope: Scope, version: str, viewer: Viewer, page: Page
) -> pd.DataFrame:
    """One page of a list, in the order of :func:`whole_list`: what is due soon is sorted before it is cut."""
    if key != SOON:
        return member_page(key, part, within, scope, version, viewer, page)
    start = page.size * (page.number - 1)
    return _soon(within, part, scope, version, viewer).iloc[start : start + page.size]
