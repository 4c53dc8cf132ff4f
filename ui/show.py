"""The show of a meeting: one slide at a time, 1920 x 1080, of the version of the data with which it began."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from urllib.parse import urlencode

import streamlit as st

from charts.finished import Finished
from charts.theme import CONFIG
from data_access.stores import VersionReplaced
from measures.scope import ScopeError
from text import Language
from ui import loading_show as slides
from ui import show_records, show_words
from ui.blocks import message, plain
from ui.choosing import may_choose, of_unit
from ui.session import (
    OUT_OF_REACH,
    NotYourUnit,
    Session,
    address,
    follow_new_data,
    open_session,
    published_now,
)
from ui.show_address import VERSION, Show, frozen_version, read_show

STAGE, KEYS = "show-stage", "show-keys"
STYLE, SCRIPT = Path(__file__).parent / "show.css", Path(__file__).parent / "show.js"
MARGIN, BODY_TOP = 72, 128  # of the slide's body in the picture
keys = st.components.v2.component("dossier_show", js=SCRIPT.read_text(encoding="utf-8"))


def frozen_session() -> Session | None:
    """The session at the version that the address names; at the first opening it is written there. None where nothing
    was loaded, or where that version is gone (see ``without_data``)."""
    asked = frozen_version(st.query_params.to_dict())
    try:
        session = open_session(asked)
    except VersionReplaced:
        return None
    if session and asked is None:
        st.query_params[VERSION] = session.version
    return session


def without_data(language: Language) -> None:
    """Instead of a show: nothing was loaded, or the version of its beginning can no longer be read."""
    if VERSION in st.query_params:
        _gone(language)
    else:
        follow_new_data(None)
        message("database", language.say("No data has been loaded yet."))


def _gone(language: Language) -> None:
    say = language.say
    message(
        "history",
        say("The figures with which this meeting began can no longer be read."),
        say("Newer ones have replaced them. Nothing is changed without being asked for."),
    )
    if st.button(say("Go on with the newest figures"), icon=":material/sync:"):
        st.query_params.pop(VERSION, None)
        st.rerun()


def show(session: Session) -> None:
    """The slide that the address asks for, its foot, and what listens to keys, clicks and the clock."""
    st.html(STYLE)
    agreed = show_records.agreed(session)
    deck = [slides.ACTIONS, *slides.SLIDES] if agreed else list(slides.SLIDES)
    units = choosable(session)
    asked = read_show(st.query_params.to_dict(), len(deck), session.held.units["unit_id"].tolist())
    if asked.unit and asked.unit not in units:
        raise NotYourUnit(session.default)
    name = slides.UNIT if asked.unit else deck[asked.slide - 1]
    try:
        if name == slides.ACTIONS:
            title, drawn = (
                show_words.agreed_title(agreed, session.language),
                slides.agreed_slide(session, agreed, asked.dark),
            )
        elif asked.unit:
            title, drawn = _of_unit(session, asked)
        else:
            title = slides.title(session, name)
            drawn = slides.slide(session, name, asked.dark, show_records.objections(session))
        tiles = _tiles(session, units) if name == "headlines" else []
    except VersionReplaced:
        _gone(session.language)
        return
    _stage(session, asked, title, drawn, len(deck))
    _listen(session, asked, len(deck), units, tiles)


def choosable(session: Session) -> list[str]:
    """The units that have a slide of their own: those of the map that this person may open, in their order."""
    shown = set(slides.load_meeting(session).overview.units["unit"])
    return [unit for unit in session.held.units["unit_id"] if unit in shown and may_choose(session, unit)]


def _of_unit(session: Session, asked: Show) -> tuple[str, Finished]:
    scope = of_unit(session, asked.unit)
    beside = tuple(sorted(show_records.objections(session, asked.unit).items()))
    key = (asked.dark, beside, scope, session.version, session.viewer, session.language.code)
    return slides.unit_words(session, scope), slides.one_unit_slide(*key)


def _tiles(session: Session, units: list[str]) -> list[dict[str, object]]:
    """The tiles of the first slide in the px of the whole picture."""
    return [
        {
            "unit": unit,
            "left": MARGIN + box.left,
            "right": MARGIN + box.right,
            "top": BODY_TOP + box.top,
            "bottom": BODY_TOP + box.bottom,
        }
        for unit, box in slides.boxes(session).items()
        if unit in units
    ]


def _stage(session: Session, asked: Show, title: str, drawn: Finished, count: int) -> None:
    """The picture: title, body, foot."""
    with st.container(key=STAGE), st.container(key=f"show-{'dark' if asked.dark else 'light'}"):
        st.title(plain(title), anchor=False)
        with st.container(key="show-body"):
            st.plotly_chart(
                drawn,
                theme=None,
                alt=title,
                key="show-figure",
                width="content",
                height="content",
                config=CONFIG | {"staticPlot": True},
            )
        with st.container(key="show-foot"):
            for name, lines in show_words.foot(session, asked, count, _newer(session, asked)).items():
                with st.container(key=f"show-foot-{name}", gap=None):
                    for line in lines:
                        st.markdown(line)


def _newer(session: Session, asked: Show) -> bool:
    """Whether to say that there are newer figures: between two rounds only."""
    return asked.slide == 1 and not asked.unit and published_now() not in (session.version, OUT_OF_REACH, None)


def _listen(session: Session, asked: Show, count: int, units: list[str], tiles: list[dict[str, object]]) -> None:
    """The one script of the page; what it asks for goes into the address."""
    at = {
        "slide": asked.slide,
        "seconds": asked.seconds,
        "paused": asked.paused,
        "dark": asked.dark,
        "unit": asked.unit,
    }
    back = address(session.scope, session.default)
    data = {"at": at, "slides": count, "units": units, "tiles": tiles, "leave": f"./?{urlencode(back)}"}
    keys(key=KEYS, data=data, on_asked_change=lambda: go(session, st.session_state[KEYS]["asked"], count))


def go(session: Session, wanted: Mapping[str, object] | None, count: int) -> None:
    """Write into the address what the script asks for; what makes no sense is not written."""
    if not wanted:
        return
    now = st.query_params.to_dict()
    try:
        shown = Show(
            slide=int(str(wanted["slide"])),
            seconds=int(str(wanted["seconds"])),
            paused=bool(wanted["paused"]),
            dark=bool(wanted["dark"]),
            unit=str(wanted["unit"]),
        )
        read_show(shown.to_params(), count, session.held.units["unit_id"].tolist())
    except (KeyError, ValueError, ScopeError):
        return
    others = {name: value for name, value in now.items() if name not in Show.names()}
    version = now.get(VERSION, session.version)
    if wanted.get("newest") and (newest := published_now()):
        version = newest
    st.query_params.from_dict(others | shown.to_params() | {VERSION: version})
