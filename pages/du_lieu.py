"""Dữ liệu: how far the data reaches, what is wrong with it, what was loaded, and loading more."""

from __future__ import annotations

import streamlit as st

from text import Language
from ui import data_loads, data_page, data_upload
from ui.frame import page
from ui.loading import load_log
from ui.session import Session


def show(session: Session) -> None:
    """The state in a sentence, cut-offs beside refusals, what is stored, the loads, a new load."""
    log = load_log(session.version, session.viewer)
    data_page.title(session, log)
    left, right = st.columns([802, 558], gap="small")
    with left:
        data_page.cut_off_card(session, log)
    with right:
        data_page.refusals_card(session, log)
    left, right = st.columns(2, gap="small")
    with left:
        data_page.period_card(session)
    with right:
        data_page.stored_card(session)
    data_loads.loads_card(session, log)
    data_upload.upload_card(session.language, session)


def without_data(language: Language) -> None:
    """An empty store: the office can begin here."""
    st.title(language.say("No data yet: load the first export"), anchor=False)
    data_upload.upload_card(language, None)


page(show, without_data, any_period=True, name="du-lieu")
