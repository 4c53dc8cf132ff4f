"""Phường của tôi: one unit's numbers among the others', what to do today, its months, where its dossiers are stuck."""

from __future__ import annotations

import streamlit as st

from measures import unit_findings as findings
from ui import unit as cards
from ui.frame import page
from ui.loading_unit import load_unit, unit_figures
from ui.session import Session
from ui.unit_parts import chooser, of_this_unit


def show(session: Session) -> None:
    """The page of one unit; without one, the choice. The chair acts first: work lists come second."""
    own = of_this_unit(session)
    if own is None:
        chooser(session)
        return
    seen, figures = load_unit(own), unit_figures(*own.cache_key)
    st.title(findings.page_sentence(seen, own.held, own.language), anchor=False)
    cards.stand_card(own, seen, figures)
    cards.work_cards(own, seen)
    left, right = st.columns([802, 558], gap="small")
    with left:
        cards.months_card(own, seen, figures)
    with right:
        cards.letters_card(own, seen, figures)
    cards.stages_card(own, seen, figures)
    left, right = st.columns([802, 558], gap="small")
    with left:
        cards.procedures_card(own, seen)
    with right:
        cards.moves_card(own, seen)


page(show, name="phuong-cua-toi")
