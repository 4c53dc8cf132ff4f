"""Tổng quan: who needs help, is it getting better, what must be done."""

from __future__ import annotations

import streamlit as st

from measures import findings
from ui import overview as cards
from ui.frame import page
from ui.loading import load_overview, overview_figures
from ui.session import Session


def show(session: Session) -> None:
    """The page: its sentence, four cards, the map beside what needs attention and the trend."""
    seen = load_overview(session)
    figures = overview_figures(*session.cache_key)
    st.title(findings.page_sentence(seen, session.held, session.language), anchor=False)
    rate, soon, overdue, beside = st.columns(4, gap="small")
    with rate:
        cards.rate_card(session, seen, figures)
    with soon:
        cards.soon_card(session, seen, figures)
    with overdue:
        cards.overdue_card(session, seen, figures)
    with beside:
        cards.beside_card(session, seen.beside)
    left, right = st.columns([802, 558], gap="small")
    with left:
        cards.map_card(session, seen, figures)
    with right:
        cards.attention_card(session, seen)
        cards.trend_card(session, seen, figures)


page(show)
