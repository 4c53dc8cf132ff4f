"""The card "Dự báo và cảnh báo sớm": the month ahead, how good such forecasts were, and the way to what is due soon."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from measures import forecast_findings as findings
from measures.forecast import Forecast
from measures.overview import HEADLINE
from ui import lists
from ui.blocks import caption, figure, responsive, titled
from ui.drawn import drawn
from ui.loading import list_total
from ui.loading_forecast import SOON, forecast_figures, load_forecast
from ui.session import Session
from ui.tables import Table

VERDICTS = {
    "better": ":gray[:material/check:]",
    "not_better": ":gray[:material/info:]",
    "": ":gray[:material/pending:]",
}


def forecast_card(session: Session) -> None:
    """Forecast with its parts and interval, its error beside that of the month before, calibration, back-tests."""
    with st.container(key="card-forecast"):
        title = titled(
            session,
            lambda: findings.title(load_forecast(session), session.language),
            "forecast",
            lambda: _tests(session, load_forecast(session)),
            HEADLINE,
        )
        _ahead(session, title)


@drawn
def _ahead(session: Session, title: str) -> None:
    seen, figures = load_forecast(session), forecast_figures(*session.cache_key)
    words, beside = st.columns([540, 802], gap="medium")
    with words:
        _words(session, seen)
    with beside:
        if figures:
            responsive(
                "forecast",
                lambda: figure(figures["forecast"], title, "forecast-desk"),
                lambda: figure(figures["forecast-phone"], title, "forecast-small"),
            )
    with st.container(key="note-forecast", gap=None):
        _method(session, seen)


def _words(session: Session, seen: Forecast) -> None:
    language = session.language
    with st.container(key="sub-forecast", gap="small"):
        if seen.rate == seen.rate:  # not nan
            st.markdown(findings.made_of(seen, language))
            st.markdown(findings.interval(seen, language))
        rest = findings.without_best_month(seen, language)
        st.markdown(f"{VERDICTS[seen.verdict]} **{findings.test(seen, language)}** {rest}")
        st.markdown(findings.calibration(seen, language), help=findings.band_lines(seen, language) or None)
    if not session.viewer.may_list:
        return
    total = list_total(SOON, "numerator", None, session.scope, session.version, session.viewer)
    words = language.count("Due soon, highest chance first: {n}", "Due soon, highest chance first: {n}", total)
    lists.number(session, words, SOON, count=total, place="forecast")


def _method(session: Session, seen: Forecast) -> None:
    say = session.language.say
    st.markdown(
        say(
            "Chance: the share of like dossiers (procedure, stage, working days left) of the twelve months before "
            "that were not finished by their due day (Kaplan-Meier); few of them lean on their field and on all. "
            "Earlier months are forecast from the same point with what was known then."
        )
        + (f" {say('Learnt only from the dossiers you may see.')}" if session.viewer.units is not None else "")
    )
    st.markdown(caption(session))


def _tests(session: Session, seen: Forecast) -> Table:
    """The back-tests as a table."""
    say, frame = session.language.say, seen.tests
    columns = {
        say("Month"): frame["period"],
        say("Forecast"): frame["forecast"],
        say("As in the month before"): frame["naive"],
        say("Rate"): frame["rate"],
        say("Overdue"): frame["numerator"].astype(int),
        say("Came due"): frame["denominator"].astype(int),
    }
    rates = (say("Forecast"), say("As in the month before"), say("Rate"))
    return Table(pd.DataFrame(columns), rates, (say("Month"),))
