"""The round of a period: which unit has said what, freezing lists, answering objections."""

from __future__ import annotations

import datetime as dt

import streamlit as st

from data_access.journal.confirmation import Objection, Round, answer, freeze
from measures import confirmation_words as words
from measures.action_progress import the_day
from measures.frozen_lists import list_scopes, next_round
from ui import lists
from ui.blocks import message, plain
from ui.journal import scope_words
from ui.loading_meeting_records import lists_to_freeze
from ui.meeting_lists import objection_words
from ui.meeting_parts import DATE, is_office, not_done, pen, table, written
from ui.session import Session

DAYS_TO_ANSWER = 3
MOST_LINES = 12


def round_choice(session: Session, every: list[Round]) -> Round | None:
    """The round looked at: the newest, or an earlier one of the period where there are several."""
    if len(every) < 2:
        return every[0] if every else None
    language, known = session.language, {one.number: one for one in every}
    key = f"round-{every[0].period}-{len(every)}"
    with st.container(key="card-which-round"):
        chosen = st.segmented_control(
            language.say("Round of confirmation"),
            list(known),
            default=every[-1].number,
            format_func=lambda number: language.say("Round {n}", n=language.number(number)),
            required=True,
            key=key,
        )
        of = known.get(chosen or 0, every[-1])
        if of is not every[-1]:
            n = language.number(every[-1].number)
            st.markdown(language.say("Replaced by round {n}: to be looked at, no longer answered.", n=n))
    return of


def round_card(session: Session, of: Round | None, newest: bool = True) -> None:
    """The units of a round with what each has said. ``newest``: whether it is still to be answered."""
    language = session.language
    if of is None:
        message("checklist", language.say("No list was frozen for this period yet."))
        return
    with st.container(key="card-round"):
        st.header(_title(session, of), anchor=False)
        with st.container(key="sub-round"):
            first = language.say("Round {n}", n=language.number(of.number))
            silent = words.silent_words(of, session.held, language)
            st.markdown(plain(f"{first}. {words.round_words(of, language)}. {silent}."))
        say = language.say
        titles = [
            say("Unit"),
            say("Overdue in the period"),
            say("Without letter, all periods"),
            say("Objections"),
            say("Answer"),
        ]
        table([_row(session, of, unit, newest) for unit in in_order(session, of)], titles, "round", (1, 2, 3))
        with st.container(key="note-round"):
            version = plain(say("Data version {version}", version=of.version))
            st.markdown(f"{say('Objections stand beside a number; they never change it.')} {version}.")


def _title(session: Session, of: Round) -> str:
    language, silent = session.language, len(of.silent())
    all_of, said = language.number(len(of.lists)), len(of.lists) - silent
    return language.count("{n} of {all} units has answered", "{n} of {all} units have answered", said, all=all_of)


def in_order(session: Session, of: Round) -> list[str]:
    """The units of a round: wards by number, then the others."""
    kinds = dict(zip(session.held.units["unit_id"], session.held.units["kind"], strict=True))
    places = {unit: place for place, unit in enumerate(kinds)}
    return sorted(of.lists, key=lambda unit: (kinds.get(unit) != "ward", places.get(unit, len(places))))


def _row(session: Session, of: Round, unit: str, newest: bool) -> list[str]:
    language, rows = session.language, of.lists[unit]
    late = sum("overdue" in row.about for row in rows)
    letters = sum("letter" in row.about for row in rows)
    said = len(of.of_unit(unit))
    cells = [language.number(n) for n in (late, letters)] + [language.number(said) if said else ""]
    return [plain(session.held.known.unit_name(unit)), *cells, _state(session, of, unit, newest)]


def _state(session: Session, of: Round, unit: str, newest: bool) -> str:
    """What the unit has said, with a mark: a missed deadline is a missed duty, but of a round that was replaced."""
    language, state = session.language, of.state(unit)
    say = language.say
    if state == "confirmed":
        day = language.day_month(of.confirmed[unit])
        return f":blue[:material/check_circle:] {say('confirmed')} {day}"
    if state == "objected":
        rest = say("has objections, the rest confirmed") if unit in of.confirmed else say("has objections")
        return f":material/flag: {rest}"
    if newest and unit in of.missed(the_day(session.held)):
        return f":orange[:material/error:] {say('deadline missed')}"
    return say("not answered yet")


def freeze_card(session: Session, of: Round | None) -> None:
    """Freeze the lists of the chosen period, once more where they were."""
    language, today = session.language, the_day(session.held)
    if not is_office(session):
        return
    with st.container(key="card-freeze"):
        st.header(language.say("Freeze a new round") if of else language.say("Freeze the lists"), anchor=False)
        until = language.date(min(session.scope.period.end, session.held.cut_off))
        said = language.say(
            "Each unit gets its overdue dossiers of the period and its missing letters, by the data up to {day}.",
            day=until,
        )
        st.markdown(f"{said} {_again(session, of) if of else ''}".strip())
        number = of.number + 1 if of else 1
        answered = of is not None and bool(of.objections or of.confirmed)
        with st.form(f"freeze-{session.scope.period.token}-{number}", border=False, enter_to_submit=False):
            until = st.date_input(
                language.say("Answers due by"),
                today + dt.timedelta(DAYS_TO_ANSWER),
                today,
                format=DATE,
                key="freeze-until",
            )
            n = language.number(number)
            sure = not answered or st.checkbox(language.say("Yes, freeze round {n}", n=n), key=f"freeze-sure-{number}")
            pressed = st.form_submit_button(language.say("Freeze the lists"), icon=":material/lock_clock:")
        if pressed and not sure:
            not_done(language.say("Nothing was frozen: tick that a new round shall begin."))
        elif pressed:
            scope = list_scopes(session.scope)[0][2]  # the filters of the page are none of the lists
            new = next_round(lists_to_freeze(session), scope, session.held, until, number, scope_words(scope))
            written(session, lambda: freeze(pen(session), new), language.say("The lists are frozen."))


def _again(session: Session, of: Round) -> str:
    """What a new round leaves behind: the answers to the one before."""
    language = session.language
    if not of.objections and not of.confirmed:
        return language.say("A new round begins with no answers; the one before stays in the journal.")
    said = [language.count("{n} objection", "{n} objections", len(of.objections))] if of.objections else []
    said += [language.count("{n} confirmation", "{n} confirmations", len(of.confirmed))] if of.confirmed else []
    return language.say(
        "Round {n} has {answers}; a new round begins with no answers.",
        n=language.number(of.number),
        answers=", ".join(said),
    )


def answer_card(session: Session, of: Round | None, newest: bool = True) -> None:
    """The objections, and the office's answer to each, in the newest round."""
    language = session.language
    if of is None or not of.objections:
        return
    with st.container(key="card-objections"):
        st.header(words.objections_words(of, language), anchor=False)
        with st.container(key="sub-objections"):
            st.markdown("\n".join(f"- {_line(session, one)}" for one in of.objections[:MOST_LINES]))
            if (more := len(of.objections) - MOST_LINES) > 0:
                told = language.count("{n} more in the lists of the units", "{n} more in the lists of the units", more)
                st.markdown(told)
        if newest and is_office(session) and of.unanswered():
            _answer(session, of)


def _line(session: Session, one: Objection) -> str:
    unit = session.held.known.unit_name(one.unit)
    said = objection_words(session, one)
    return plain(f"{unit}, {lists.code_of(session, one.code)}: {said}")


def _answer(session: Session, of: Round) -> None:
    language = session.language
    say, code = language.say, language.code
    known = {f"{one.unit} {one.code}": one for one in of.unanswered()}
    with st.form(f"answer-{code}", border=False, enter_to_submit=False):
        chosen = st.selectbox(
            say("Objection"),
            list(known),
            format_func=lambda key: f"{session.held.known.unit_name(known[key].unit)}: {known[key].code}",
            key=f"answered-{code}",
        )
        verdicts = {
            "accepted": say("Accepted, to be corrected at the source"),
            "not_accepted": say("Objection not accepted"),
        }
        verdict = st.radio(say("Answer"), list(verdicts), format_func=verdicts.__getitem__, key=f"verdict-{code}")
        pressed = st.form_submit_button(say("Answer the objection"), icon=":material/reply:")
    if pressed:
        one = known[chosen]
        done = say("The objection is answered.")
        written(session, lambda: answer(pen(session), of, one.unit, one.code, verdict == "accepted"), done)
