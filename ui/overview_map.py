"""The tile map of the overview, for one of the three headlines at a time."""

from __future__ import annotations

import streamlit as st

from measures import findings, registry
from measures.headlines import HEADLINES
from measures.overview import LETTERS, Overview
from measures.scope import ScopeError
from measures.unit_map import UnitMap
from text import mark
from ui import choosing, tables
from ui.blocks import responsive, titled
from ui.drawn import drawn
from ui.loading import load_overview, map_figures
from ui.session import MAP, Session

SHORT = {"overdue_rate": mark("Lateness"), "online_share": mark("Online"), "letter_rate": mark("Apology letters")}


def map_card(session: Session) -> None:
    """The tile map; a click on a tile makes that unit the scope."""
    key = chosen()
    with st.container(key="card-map", height="stretch"):
        title = titled(
            session,
            lambda: _title(session, load_overview(session).maps[key]),
            "units",
            lambda: tables.units(session, load_overview(session).maps[key]),
            key,
        )
        _switch(session, key)
        _how_to_read(session, key)
        figures = map_figures(*session.cache_key, key)
        responsive(
            "map",
            lambda: choosing.clickable(session, figures["map"], title, f"map-{key}"),
            lambda: choosing.clickable(session, figures["map-phone"], title, f"map-{key}-phone"),
        )
        _note(session, key)


def _title(session: Session, shown: UnitMap) -> str:
    return findings.map_title(shown, session.held, session.language, shown.against_target)


@drawn
def _how_to_read(session: Session, key: str) -> None:
    say, measure = session.language.say, registry.get(key)
    wards = load_overview(session).comparison.units == ("ward",)
    placed = say("tiles placed as on the map") if wards else say("one tile a unit")
    words = mark("{measure}, {placed}. Colour only where a verdict is clear. Click a tile.")
    note = say("By who received; the duty to write may lie elsewhere.") if key == LETTERS else ""
    with st.container(key="sub-map"):
        st.markdown(f"{say(words, measure=say(measure.title), placed=placed)} {note}")


@drawn
def _note(session: Session, key: str) -> None:
    seen = load_overview(session)
    with st.container(key="note-map"):
        st.markdown(_rule(session, seen, seen.maps[key]))


def _rule(session: Session, seen: Overview, shown: UnitMap) -> str:
    if shown.against_target and shown.target:
        return choosing.rule_of_target(session, shown.level, shown.target.value, seen.comparison)
    return choosing.rule(session, shown.level, shown.units, seen.comparison)


def chosen() -> str:
    """The headline that the address asks the map for; lateness if it asks for none.

    Raises:
        ScopeError: it asks for something else.
    """
    key = st.query_params.get(MAP, HEADLINES[0])
    if key not in HEADLINES:
        raise ScopeError([(MAP, key)])
    return key


def _switch(session: Session, key: str) -> None:
    """Three choices in one row; the choice is written into the address, so Back returns."""
    place = f"choose-map-{session.language.code}"
    st.session_state[place] = key
    st.segmented_control(
        session.language.say("Measure on the map"),
        HEADLINES,
        format_func=lambda name: session.language.say(SHORT[name]),
        key=place,
        required=True,
        label_visibility="collapsed",
        on_change=lambda: st.query_params.update({MAP: st.session_state[place]}),
    )
