"""Thư xin lỗi: does every broken promise get its letter, whose duty is it, what is needed next, what is missing."""

from __future__ import annotations

import streamlit as st

from measures import letters_findings as findings
from ui import letters as cards
from ui.frame import page
from ui.loading_letters import letters_figures, load_letters
from ui.session import Session


def show(session: Session) -> None:
    """The page: its sentence, the follow-up, units, what comes next, months, and the stock of missing letters."""
    seen = load_letters(session)
    figures = letters_figures(*session.cache_key)
    st.title(findings.page_sentence(seen, session.held, session.language), anchor=False)
    left, right = st.columns([802, 558], gap="small")
    with left:
        cards.follow_up_card(session, seen, figures)
    with right:
        cards.units_card(session, seen, figures)
    left, right = st.columns([558, 802], gap="small")
    with left:
        cards.needed_card(session, seen)
    with right:
        cards.further_card(session, seen)
    cards.months_card(session, seen, figures)
    cards.missing_card(session, seen)


page(show, name="thu-xin-loi")
