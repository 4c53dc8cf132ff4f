"""The card "Điểm cần hỏi lại": signals that figures may be made, as questions to units, never as verdicts."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from measures import registry
from measures.signals_page import KEYS, QUESTIONS, Signal, signals_title
from measures.verdict import Verdict
from text import Language
from ui import lists
from ui.blocks import caption, definition, plain, titled
from ui.drawn import drawn
from ui.loading_signals import load_signals
from ui.session import Session
from ui.tables import Table


def signals_card(session: Session) -> None:
    """Each signal with its usual level and limits, and whom to ask; for those who may see lists."""
    if not session.viewer.may_list:
        return
    with st.container(key="card-signals"):
        titled(
            session,
            lambda: signals_title(load_signals(session), session.language),
            "signals",
            lambda: signals_table(session),
            KEYS[0],
        )
        _signals(session)


@drawn
def _signals(session: Session) -> None:
    for signal in load_signals(session):
        with st.container(key=f"asked-{signal.key}", gap=None):
            _signal(session, signal)
    with st.container(key="note-signals", gap=None):
        st.markdown(
            session.language.say(
                "Questions, no judgement: there may be a good reason, please review together. Asked is where a unit "
                "lies beyond the limits of chance around the other units; thresholds are our choice, set by no "
                "document."
            )
        )
        st.markdown(caption(session))


def _signal(session: Session, signal: Signal) -> None:
    language, say = session.language, session.language.say
    with st.container(key=f"official-{signal.key}", horizontal=True, vertical_alignment="center", gap="small"):
        st.markdown(f"**{plain(say(registry.get(signal.key).title))}**")
        definition(session, signal.key, f"signal-{signal.key}")
        x, n = signal.own
        if not n:
            st.markdown(say("no dossiers"))
            return
        lists.number(session, language.fraction(x, n), signal.key, count=x)
    with st.container(key=f"note-signal-{signal.key}"):
        st.markdown(plain(level_words(signal, language)))
    for row in signal.units.itertuples(index=False):
        with st.container(key=f"groups-{signal.key}-{row.unit}", horizontal=True, gap="small"):
            st.markdown(plain(_question(signal, row, language)), width="content")
            words = language.fraction(int(row.numerator), int(row.denominator))
            lists.number(session, words, signal.key, within=("unit", row.unit), count=int(row.numerator))


def level_words(signal: Signal, language: Language) -> str:
    """The usual level and its limits; nothing of others for whoever sees own units only."""
    if signal.level is None or signal.limits is None:
        return language.say("Own figure only; the level of the other units is not shown here.")
    (x, n), (low, high) = signal.level, signal.limits
    said = language.say(
        "Usual level {rate} ({fraction}); a unit of median size lies by chance between {low} and {high}.",
        rate=language.percent(x / n),
        fraction=language.fraction(x, n),
        low=language.percent(low),
        high=language.percent(high),
    )
    if len(signal.units):
        return said
    none = language.say("Too few cases to tell.") if signal.few else language.say("No unit to ask.")
    return f"{said} {none}"


def _question(signal: Signal, row: object, language: Language) -> str:
    """ "Đề nghị rà soát: vì sao ..."; "theo dõi" where it lies beyond once only."""
    fraction = language.fraction(int(row.numerator), int(row.denominator))  # type: ignore[attr-defined]
    asked = language.say(QUESTIONS[signal.key], unit=row.name, fraction=fraction)  # type: ignore[attr-defined]
    if row.verdict == Verdict.HIGHER:  # type: ignore[attr-defined]
        return language.say("Please review: {question}?", question=asked)
    return language.say("To be watched: {question}?", question=asked)


def signals_table(session: Session) -> Table:
    """Signals and the units to ask, to take away."""
    say, rows = session.language.say, []
    for signal in load_signals(session):
        title = say(registry.get(signal.key).title)
        rows.append((title, say("All units shown"), *signal.own))
        rows += [(title, row.name, int(row.numerator), int(row.denominator)) for row in signal.units.itertuples()]
    return Table(pd.DataFrame(rows, columns=[say("Measure"), say("Unit"), say("Numerator"), say("Denominator")]))
