"""Định nghĩa: what each number means, on what law it rests, what it leaves out."""

from __future__ import annotations

import streamlit as st

from measures.registry import MEASURES
from ui import definitions, lists
from ui.frame import page
from ui.session import Session


def show(session: Session) -> None:
    """All measures on the left, the one asked for on the right, the rule of the verdicts below it."""
    chosen = definitions.asked()
    if lists.came_from():
        lists.back_link(session)
    title = session.language.count("What {n} number means", "What the {n} numbers mean", len(MEASURES))
    st.title(title, anchor=False)
    left, right = st.columns([440, 920], gap="small")
    with left:
        definitions.index_card(session, chosen)
    with right:
        definitions.measure_card(session, chosen)
        definitions.verdict_card(session)


page(show, any_period=True)
