"""The frozen list of one unit: its dossiers, its file, and what its chair says of it."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import streamlit as st

from data_access.journal.confirmation import REASONS, Objection, Round, confirm, object_to, take_back
from measures import confirmation_words as words
from ui import identity, journal, lists
from ui.blocks import as_xlsx, plain, ready
from ui.export_note import export_note
from ui.file_button import XLSX, file_button
from ui.meeting_parts import frame_view, pen, speaks_for, written
from ui.session import Session
from ui.tables import Table


def list_table(session: Session, of: Round, unit: str) -> pd.DataFrame:
    """The dossiers of a unit's frozen list with what the unit says of them."""
    say, said = session.language.say, {one.code: one for one in of.of_unit(unit)}
    rows = of.lists.get(unit, ())
    return pd.DataFrame(
        {
            say("Dossier code"): [lists.code_of(session, row.code) for row in rows],
            say("In question"): [", ".join(say(words.ABOUT_WORDS[about]) for about in row.about) for row in rows],
            say("Due"): [row.due for row in rows],
            say("State"): [say(lists.STATES[row.state]) for row in rows],
            say("Working days late"): pd.array([row.days for row in rows], dtype="Int64"),
            say("Objection"): [objection_words(session, said.get(row.code)) for row in rows],
        }
    )


def _worded(frame: pd.DataFrame, session: Session) -> pd.DataFrame:
    """The days as words: less than a working day late is late, though the file counts 0."""
    days, say = session.language.say("Working days late"), session.language.say
    said = ["" if pd.isna(n) else session.language.number(int(n)) if n else say("under 1") for n in frame[days]]
    return frame.assign(**{days: said})


def objection_words(session: Session, one: Objection | None) -> str:
    """The reason, its document and the office's answer; "" without objection."""
    if one is None:
        return ""
    say = session.language.say
    parts = [say(words.REASON_WORDS[one.reason]), one.document]
    parts += [say("after the deadline")] if one.late else []
    parts += [say(words.ANSWER_WORDS[one.answer])] if one.answer else []
    return "; ".join(part for part in parts if part)


def list_card(session: Session, of: Round, unit: str) -> None:
    """One unit's frozen list. It is opened only where that can be written down."""
    language, rows = session.language, of.lists.get(unit, ())
    name = session.held.known.unit_name(unit)
    journal.opened_list(session, "", "frozen", f"{of.subject}:{unit}", len(rows))
    with st.container(key="card-frozen-list"):
        title = language.count(
            "{unit}: {n} dossier to confirm", "{unit}: {n} dossiers to confirm", len(rows), unit=name
        )
        with st.container(horizontal=True, vertical_alignment="top", gap="small", key="title-frozen"):
            st.header(title, anchor=False)
            _file(session, of, unit)
        with st.container(key="sub-frozen"):
            st.markdown(f"{words.round_words(of, language)}. {_counted(session, of, unit)}")
        frame_view(_worded(list_table(session, of, unit), session), session)


def _counted(session: Session, of: Round, unit: str) -> str:
    """How many of what."""
    language, rows = session.language, of.lists.get(unit, ())
    late = sum("overdue" in row.about for row in rows)
    letters = sum("letter" in row.about for row in rows)
    overdue = language.count("{n} overdue dossier", "{n} overdue dossiers", late)
    missing = language.count("{n} dossier without letter", "{n} dossiers without letter", letters)
    beside = words.objections_words(of, language, [unit])
    said = [overdue if late else "", missing if letters else "", beside]
    return "; ".join(part for part in said if part) + "."


def _file(session: Session, of: Round, unit: str) -> None:
    """The list as a workbook. Who takes it away is written down then."""
    if not ready(session):
        return
    file = f"xac-nhan-{of.subject.replace('/', '-')}-{unit}.xlsx"

    def make() -> bytes:
        identity.confirm(session.person, session.profile.name, session.held.sample)
        frame = list_table(session, of, unit)
        journal.exported(session, file, len(frame))
        title = f"{session.held.known.unit_name(unit)}. {words.round_words(of, session.language)}"
        return as_xlsx(Table(frame), export_note(replace(session, version=of.version), f"{title}."))

    file_button("XLSX", make, file, XLSX, f"xlsx-frozen-{unit}")


# -------------------------------------------------------------------------------------------------- the chair


def own_answer(session: Session, of: Round, unit: str) -> None:
    """What the chair of a unit can say of its list."""
    say = session.language.say
    with st.container(key="card-own-answer"):
        st.header(say("Your answer"), anchor=False)
        left, right = st.columns(2, gap="medium")
        with left:
            _object(session, of, unit)
        with right:
            _take_back(session, of, unit)
            _confirm(session, of, unit)


def _confirm(session: Session, of: Round, unit: str) -> None:
    language = session.language
    if on := of.confirmed.get(unit):
        words_of_it = language.say("You confirmed this list on {day}.", day=language.date(on))
        st.markdown(f":blue[:material/check_circle:] {words_of_it}")
        return
    st.markdown(language.say("A confirmation says that the list is right but for the objections."))
    if st.button(language.say("Confirm the list"), type="primary", icon=":material/check:", key="confirm-list"):
        written(session, lambda: confirm(pen(session, unit), of, unit), language.say("The list is confirmed."))


def _object(session: Session, of: Round, unit: str) -> None:
    """Objections to one or more dossiers, with the same reason."""
    language = session.language
    say, code = language.say, language.code
    # With each objection the form begins anew.
    said = f"{code}-{len(of.of_unit(unit))}"
    with st.form(f"object-{said}", border=False, enter_to_submit=False):
        codes = st.multiselect(
            say("Dossiers in question"),
            [row.code for row in of.lists[unit]],
            placeholder=say("Choose dossiers"),
            select_all=False,
            key=f"codes-{said}",
        )
        reason = st.selectbox(
            say("Reason"), REASONS, format_func=lambda key: _upper(say(words.REASON_WORDS[key])), key=f"why-{said}"
        )
        document = st.text_input(
            say("Document number, if any"), placeholder="15/BC-UBND", max_chars=40, key=f"paper-{said}"
        )
        pressed = st.form_submit_button(say("Object"), icon=":material/flag:")
    if pressed:
        done = language.count("Objected to {n} dossier.", "Objected to {n} dossiers.", len(codes))
        written(session, lambda: object_to(pen(session, unit), of, unit, codes, reason, document), done)


def _take_back(session: Session, of: Round, unit: str) -> None:
    """The unit's objections, and withdrawing one."""
    say, mine = session.language.say, of.of_unit(unit)
    if not mine:
        st.markdown(say("There is no objection."))
        return
    with st.container(key="sub-own-objections"):
        lines = [f"- {plain(one.code)}: {plain(objection_words(session, one))}" for one in mine]
        st.markdown("\n".join(lines))
    open_ones = [one.code for one in mine if not one.answer]
    if not open_ones:
        return
    with st.form(f"take-back-{session.language.code}", border=False, enter_to_submit=False):
        chosen = st.selectbox(say("Withdraw an objection"), open_ones, key="taken-back")
        pressed = st.form_submit_button(say("Withdraw"), icon=":material/undo:")
    if pressed:
        done = say("The objection is withdrawn.")
        written(session, lambda: take_back(pen(session, unit), of, unit, chosen), done)


def _upper(words: str) -> str:
    return words[:1].upper() + words[1:]


def may_see(session: Session, unit: str) -> bool:
    """Whether this person may see a unit's list: everybody's, or the own one."""
    return session.viewer.may_list and (session.viewer.sees_all or unit in speaks_for(session))
