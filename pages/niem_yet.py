"""Niêm yết: are procedures posted in time, in full and correctly, at the desk and on the web; what is to be mended."""

from __future__ import annotations

import streamlit as st

from ui import postings as cards
from ui.frame import page
from ui.session import Session


def show(session: Session) -> None:
    """The page: its sentence, rates and reasons, unit by unit, unit by field."""
    cards.page_title(session)
    left, right = st.columns([680, 680], gap="small")
    with left:
        cards.rates_card(session)
    with right:
        cards.faults_card(session)
    cards.units_card(session)
    cards.fields_card(session)


page(show, name="niem-yet", filters="units")
