"""The page "Cuộc họp": lists confirmed before a meeting, and what was agreed at it; to each role what is theirs."""

from __future__ import annotations

import streamlit as st

from data_access.journal.actions import OVERDUE, Action
from data_access.journal.confirmation import Round, of_period
from measures import confirmation_words as words
from measures.action_progress import the_day
from ui import meeting_actions as actions
from ui import meeting_lists, meeting_rounds
from ui.loading_meeting_records import rounds_now
from ui.meeting_parts import is_office, say_what_was_done, speaks_for
from ui.pack import pack_buttons
from ui.session import Session


def show(session: Session) -> None:
    """The sentence of the page, the round, a unit's list, the actions."""
    every = of_period(rounds_now(), session.scope.period.token)
    of = every[-1] if every else None
    shown = actions.actions_shown(session)
    own = speaks_for(session)
    st.title(page_sentence(session, of, shown), anchor=False)
    say_what_was_done()
    looked_at = meeting_rounds.round_choice(session, every)
    if own:
        _chair(session, looked_at, own, looked_at is of)
    else:
        _all_units(session, looked_at, of)
    actions.actions_card(session, shown)
    left, right = st.columns(2, gap="small")
    with left:
        actions.new_card(session) if is_office(session) else actions.reply_card(session, shown)
    with right:
        if is_office(session):
            actions.reply_card(session, shown)


def page_sentence(session: Session, of: Round | None, shown: list[Action]) -> str:
    """How far the round is, what is under objection, which actions wait."""
    language = session.language
    title, own = session.scope.period.title(language), speaks_for(session)
    parts = [_round_part(session, of, own)]
    objections = words.objections_words(of, language, own or None)
    parts += [objections] if objections else []
    waiting = sum(one.status(the_day(session.held)) == OVERDUE for one in shown)
    if waiting:
        parts.append(language.count("{n} action with answer overdue", "{n} actions with answer overdue", waiting))
    title = title[:1].lower() + title[1:]
    return language.say("Meeting, {period}: {words}", period=title, words="; ".join(parts))


def _round_part(session: Session, of: Round | None, own: frozenset[str]) -> str:
    language = session.language
    if of is None:
        return language.say("no list frozen yet")
    if own:
        n = sum(len(of.lists[unit]) for unit in own & of.lists.keys())
        if n and own & of.lists.keys() <= of.confirmed.keys():
            return language.count("list of {n} dossier confirmed", "list of {n} dossiers confirmed", n)
        until = language.date(of.deadline)
        return language.count(
            "{n} dossier of yours to confirm by {until}", "{n} dossiers of yours to confirm by {until}", n, until=until
        )
    said, n = len(of.lists) - len(of.silent()), language.number(len(of.lists))
    return language.count("{n} of {all} units has answered", "{n} of {all} units have answered", said, all=n)


def _all_units(session: Session, of: Round | None, newest: Round | None) -> None:
    """For the office and the leaders. Only the newest round can be answered."""
    left, right = st.columns([802, 558], gap="small")
    with left:
        meeting_rounds.round_card(session, of, of is newest)
    with right:
        meeting_rounds.answer_card(session, of, of is newest)
        meeting_rounds.freeze_card(session, newest)
    if of is None:
        pack_buttons(session)
        return
    left, right = st.columns([558, 802], gap="small")
    with left:
        chosen = _unit_choice(session, of)
    with right:
        pack_buttons(session)
    if chosen and meeting_lists.may_see(session, chosen):
        meeting_lists.list_card(session, of, chosen)


def _unit_choice(session: Session, of: Round) -> str | None:
    """Whose frozen list is to be shown."""
    say, code, known = session.language.say, session.language.code, session.held.known
    with st.container(key="card-list-of"):
        st.header(say("Lists of the units"), anchor=False)
        chosen = st.selectbox(
            say("Show the list of"),
            meeting_rounds.in_order(session, of),
            index=None,
            format_func=known.unit_name,
            placeholder=say("Choose a unit"),
            key=f"list-of-{code}-{of.number}",
        )
    return str(chosen) if chosen else None


def _chair(session: Session, of: Round | None, own: frozenset[str], newest: bool) -> None:
    """The own list, and what is said of it, of the newest round only."""
    if of is None:
        meeting_rounds.round_card(session, None)
        return
    mine = [unit for unit in of.lists if unit in own]
    if not mine:
        st.markdown(session.language.say("There is nothing of yours to confirm in this round."))
        return
    say, known = session.language.say, session.held.known
    unit = mine[0]
    if len(mine) > 1:
        chosen = st.segmented_control(
            say("Unit"), mine, default=unit, format_func=known.unit_name, required=True, key="own-list-of"
        )
        unit = str(chosen)
    meeting_lists.list_card(session, of, unit)
    if newest:
        meeting_lists.own_answer(session, of, unit)
