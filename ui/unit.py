"""The cards of the page of one unit: among the others, what to do, months and letters, where it is stuck, and why."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from charts.letter_words import step_words
from charts.theme import Figure
from measures import letters_findings, unit_findings
from measures.letters_page import STEPS, in_force
from measures.unit_page import LATE, LETTERS, UnitPage
from measures.work import TASKS
from ui import lateness_parts, lateness_tables, letters_parts, unit_parts, unit_tables
from ui.blocks import caption, figure, files, plain, responsive, titled
from ui.session import Session
from ui.unit_words import stage_words

MOST_PROCEDURES = 8


def _opening(
    session: Session,
    figures: dict[str, Figure],
    name: str,
    title: str,
    asked: Callable[[list[str]], letters_parts.Asked],
) -> None:
    """A figure for desk and phone whose click opens the dossiers behind a mark."""

    def draw(which: str) -> None:
        letters_parts.opening(session, figures[which], title, which, asked)

    responsive(name, lambda: draw(name), lambda: draw(f"{name}-phone"))


def _shown(figures: dict[str, Figure], name: str, title: str) -> None:
    """A figure for desk and phone that answers no click."""

    def draw(which: str) -> None:
        figure(figures[which], title, f"unit-{which}")

    responsive(f"unit-{name}", lambda: draw(name), lambda: draw(f"{name}-phone"))


def stand_card(session: Session, seen: UnitPage, figures: dict[str, Figure]) -> None:
    """The four numbers among those of the other units, each with its verdict."""
    language = session.language
    with st.container(key="card-stand"):
        title = unit_findings.stand_title(seen, session.held, language)
        titled(session, lambda: title, "stand", lambda: unit_tables.standings(session, seen), LATE)
        _opening(session, figures, "strip", title, lambda data: (data[0], None))
        unit_parts.number_links(session, seen)
        with st.container(key="note-stand"):
            late = unit_findings.late_words(seen.standings[LATE], language)
            band = language.say("Band: other units with at least 10 dossiers; of a count, all of them.")
            st.markdown(" ".join(part for part in (f"{late}." if late else "", band, caption(session)) if part))


def work_cards(session: Session, seen: UnitPage) -> None:
    """What to do, list by list; the empty ones in one line."""
    total = sum(seen.counts[key] for key in TASKS)
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="work-head"):
        st.header(session.language.count("To do: {n} task", "To do: {n} tasks", total), anchor=False)
        if total and session.viewer.may_list:
            files(session, "viec-can-lam", lambda: unit_tables.work_list(session, seen))
    left, right = st.columns(2, gap="small")
    for key, first in unit_parts.two_columns(seen):
        with left if first else right:
            unit_parts.work_card(session, seen, key)
    unit_parts.empty_lists(session, seen)


def months_card(session: Session, seen: UnitPage, figures: dict[str, Figure]) -> None:
    """Lateness over 24 months, or the days between late dossiers, as on "Trễ hạn"."""
    say = session.language.say
    with st.container(key="card-unit-months", height="stretch"):
        if not seen.history["denominator"].sum():
            st.header(say("No dossier came due in these months"), anchor=False)
            return
        title = unit_findings.trend_title(seen, session.language)
        titled(session, lambda: title, "unit-months", lambda: lateness_tables.control(session, seen), LATE)  # type: ignore[arg-type]
        with st.container(key="sub-unit-months"):
            st.markdown(lateness_parts.band_words(session, seen))  # type: ignore[arg-type]  # trend and rare only
        if "months" in figures:  # not where no dossier was late
            _shown(figures, "months", title)


def letters_card(session: Session, seen: UnitPage, figures: dict[str, Figure]) -> None:
    """The follow-up of the period, a square for each dossier."""
    language, say = session.language, session.language.say
    one = seen.standings[LETTERS]
    in_time = letters_findings.rule_words(in_force(seen.scope)[-1], language)
    titles = {key: step_words(key, in_time, language) for key in STEPS}
    with st.container(key="card-unit-letters", height="stretch"):
        if "letters" not in figures:
            st.header(say("No dossier became overdue in this period."), anchor=False)
            return
        fraction = language.fraction(one.x, one.n)
        title = say("{fraction} overdue dossiers have an apology letter", fraction=fraction)
        titled(session, lambda: title, "unit-letters", lambda: unit_tables.steps(session, seen, titles), LETTERS)
        with st.container(key="sub-unit-letters"):
            st.markdown(say("Each square is an overdue dossier of the period; each step holds the next."))
        _opening(session, figures, "letters", title, lambda data: (data[0], None))


def stages_card(session: Session, seen: UnitPage, figures: dict[str, Figure]) -> None:
    """Where open dossiers are, and who else holds them."""
    language, say = session.language, session.language.say
    with st.container(key="card-stages"):
        title = unit_findings.stages_title(seen, stage_words(language), language)
        titled(session, lambda: title, "stages", lambda: unit_tables.stages(session, seen), "backlog")
        if "stages" not in figures:
            if seen.open:
                st.markdown(say("Looking back, stages are not recorded."))
            return
        _opening(session, figures, "stages", title, lambda data: ("backlog", ("stage", data[0]) if data[0] else None))
        unit_parts.stage_links(session, seen)


def procedures_card(session: Session, seen: UnitPage) -> None:
    """Which procedures make its lateness, beside what the others' rates would give."""
    language, say = session.language, session.language.say
    with st.container(key="card-procedures", height="stretch"):
        title = unit_findings.procedures_title(seen, language)
        titled(session, lambda: title, "procedures", lambda: unit_tables.procedures(session, seen), LATE)
        if not seen.standings[LATE].x:
            st.markdown(f"{unit_parts.TICK} {say('No dossier is overdue in this period.')}")
            return
        with st.container(key="sub-procedures"):
            st.markdown(
                say(
                    "Expected: its dossiers at the rate of the other units in the procedure (with 30 dossiers or more)."
                )
            )
        with st.container(key="table-figures-procedures"):
            st.markdown(unit_tables.procedures_markdown(session, seen, MOST_PROCEDURES))


def moves_card(session: Session, seen: UnitPage) -> None:
    """What would move its numbers most, in dossiers."""
    language, say = session.language, session.language.say
    names = dict(session.held.known.procedures)
    with st.container(key="card-moves", height="stretch"):
        st.header(say("What would move it most"), anchor=False)
        if not seen.moves:
            st.markdown(f"{unit_parts.TICK} {say('Nothing stands out in this scope.')}")
            return
        with st.container(key="sub-moves"):
            st.markdown(say("In dossiers of this period, the largest first."))
        lines = [f"1. {plain(unit_findings.move_words(move, names, language))}" for move in seen.moves]
        st.markdown("\n".join(lines))
