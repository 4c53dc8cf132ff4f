"""The lists that end "Trực tuyến": what more could come online, and what came but was accepted late."""

from __future__ import annotations

from typing import Any

import pandas as pd
import streamlit as st

from measures import online_findings
from measures.online_page import ELIGIBLE, INTAKE
from measures.opportunities import FEWEST
from ui import lists, online_tables
from ui.blocks import caption, plain, titled
from ui.drawn import drawn
from ui.loading_online import load_online
from ui.session import Session

MOST_GAINS = 12
MOST_INTAKE = 6
SMALLEST_POINT = 0.0005  # the least that one decimal can tell from nothing


def gains_card(session: Session) -> None:
    """If every unit below it reached the median share in each procedure: so many dossiers more."""
    with st.container(key="card-gains", height="stretch"):
        titled(
            session,
            lambda: online_findings.gain_title(load_online(session), session.language),
            "gains",
            lambda: online_tables.gains(session, load_online(session)),
            ELIGIBLE,
        )
        _gains(session)


@drawn
def _gains(session: Session) -> None:
    say, seen = session.language.say, load_online(session)
    with st.container(key="sub-gains"):
        st.markdown(
            say(
                "Median: of the units with at least 10 dossiers of the procedure. Gain: units below it (with at "
                "least 10) reach it; points on the share of all received."
            )
        )
    rows = seen.procedures[seen.procedures["gain"] > 0].head(MOST_GAINS)
    with st.container(key="gains", gap=None):
        if not rows.empty:
            heads = [say("Procedure"), say("Online/all"), say("Rate"), say("Median")]
            _gain_row("head", [*heads, say("More dossiers"), say("More share")])
        decimals = 1 if (rows["points"] >= SMALLEST_POINT).all() else 2
        for row in rows.itertuples():
            _gain(session, row, decimals)
    with st.container(key="note-gains"):
        st.markdown(caption(session, seen.scope))


def _gain_row(name: str, cells: list[str]) -> None:
    with st.container(key=f"gain-{name}", horizontal=True, gap="small", vertical_alignment="center"):
        for cell in cells:
            st.markdown(cell)


def _gain(session: Session, row: Any, decimals: int) -> None:
    language = session.language
    with st.container(key=f"gain-{row.Index}", horizontal=True, gap="small", vertical_alignment="center"):
        st.markdown(plain(row.name))
        words = language.fraction(row.numerator, row.denominator)
        lists.number(session, words, ELIGIBLE, "denominator", within=("procedure", row.procedure), place="gain")
        st.markdown(language.percent(row.numerator / row.denominator, 0))
        st.markdown(language.percent(row.median, 0))
        st.markdown(f"**+{language.number(row.gain)}**")
        st.markdown(f"+{language.points(row.points, decimals)}")


def intake_card(session: Session) -> None:
    """Online submissions that were not accepted within 8 working hours, and at which units most of them."""
    with st.container(key="card-intake", height="stretch"):
        titled(
            session,
            lambda: online_findings.intake_title(load_online(session), session.language),
            "intake",
            lambda: online_tables.intake(session, load_online(session)),
            INTAKE,
        )
        _intake(session)


@drawn
def _intake(session: Session) -> None:
    language, say, seen = session.language, session.language.say, load_online(session)
    late, submitted = seen.intake
    with st.container(key="sub-intake"):
        st.markdown(say("Not accepted within 8 working hours; those not yet accepted included."))
    if submitted:
        with st.container(key="groups-intake", horizontal=True, gap="small", vertical_alignment="center"):
            if submitted >= FEWEST:
                st.markdown(f"**{language.percent(late / submitted)}**", width="content")
            words = say("{fraction} online submissions", fraction=language.fraction(late, submitted))
            lists.number(session, words, INTAKE, count=int(late), place="intake")
    with st.container(key="late-units", gap=None):
        for row in _most_late(seen.intake_units).itertuples():
            with st.container(key=f"line-late-{row.unit}", horizontal=True, vertical_alignment="center"):
                st.markdown(session.held.known.unit_name(row.unit))
                words = language.fraction(row.numerator, row.denominator)
                lists.number(session, words, INTAKE, within=("unit", row.unit), place="intake")
                st.markdown(language.percent(row.numerator / row.denominator) if row.denominator >= FEWEST else "–")
    with st.container(key="note-intake"):
        st.markdown(caption(session, seen.scope))


def _most_late(units: pd.DataFrame) -> pd.DataFrame:
    """The units with the most late ones, where there is more than one unit."""
    late = units[units["numerator"] > 0]
    return late.sort_values(["numerator", "denominator"], ascending=[False, True]).head(
        MOST_INTAKE if len(units) > 1 else 0
    )
