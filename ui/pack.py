"""The meeting pack to take away: presentation, paper and workbook, each by one click."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

import streamlit as st

from data_access.journal.confirmation import newest
from measures.asking import Asked
from measures.confirmation_words import beside_words, dossiers_objected
from reports import register
from reports.pack_contents import Pack, agreed_words
from reports.pack_files import FILES, MIME, pack_name
from reports.pack_issue import PAPER, about, figures, issue
from reports.pack_xlsx import workbook
from ui import blocks, identity, journal
from ui.export_note import export_note
from ui.file_button import file_button
from ui.loading_meeting_records import actions_now, rounds_now, the_records
from ui.loading_show import load_meeting
from ui.session import Session

SAID = "pack-issued"
WORDS = {"pptx": "PPTX", "pdf": "PDF", "xlsx": "XLSX"}
ICONS = {"pptx": ":material/slideshow:", "pdf": ":material/picture_as_pdf:", "xlsx": ":material/table_view:"}


def pack_buttons(session: Session) -> None:
    """Three buttons for those who see all units and may list dossiers (office, leader); nothing for others. A file is
    made when its button is pressed; who takes it is written down, else it is not given out."""
    if not (session.viewer.sees_all and session.viewer.may_list) or not blocks.ready(session):
        return
    say = session.language.say
    with st.container(key="card-pack"):
        st.header(say("Meeting pack"), anchor=False)
        st.markdown(say("Slides with charts that can be edited, a paper to read, all figures."))
        with st.container(horizontal=True):
            for kind, words in WORDS.items():
                name = f"ho-so-hop-{session.scope.period.token}.{kind}"
                make = partial(taken, session, kind)
                file_button(words, make, name, MIME[kind], f"pack-{kind}", icon=ICONS[kind])
            if session.viewer.may_load:
                _issue_button(session)
        if said := st.session_state.pop(SAID, ""):
            st.markdown(f":material/check_circle: **{said}**")


def taken(session: Session, kind: str) -> bytes:
    """The file, given out.

    Raises:
        identity.Refused: the rights have gone since the page was drawn.
        JournalError: it was not written down, so it is not given out.
    """
    identity.confirm(session.person, session.profile.name, session.held.sample)
    pack = pack_of_session(session)
    made = export_note(session, "")[1].partition(". ")[0]
    content = workbook(pack, made) if kind == "xlsx" else FILES[kind](pack)
    journal.exported(session, pack_name(pack, kind), len(pack.figures))
    return content


def _issue_button(session: Session) -> None:
    """For the office: the figures of the pack into the register of issued figures; counted when it is opened."""
    say = session.language.say
    box = st.popover(say("Issue"), icon=":material/verified:", key="issue-pack-box", on_change="rerun")
    if not box.open:
        return
    with box:
        pack = pack_of_session(session)
        last = register.last_issued(the_records(), PAPER, about(pack))
        if last and dict(last.figures) == figures(pack) and last.until == pack.meeting.until:
            n = session.language.number(last.version)
            st.markdown(f":material/check_circle: {say('These figures are issued (version {n}).', n=n)}")
            return
        st.markdown(
            say("The figures are written into the register for good, with your name and this version of the data.")
        )
        if st.button(say("Confirm: issue"), key="issue-pack", type="primary"):
            identity.confirm(session.person, session.profile.name, session.held.sample)
            outcome = issue(pack, the_records(), session.person.account, session.person.role)
            st.session_state[SAID] = say("Issued as version {n}", n=session.language.number(outcome.issued.version))
            st.rerun()


def pack_of_session(session: Session) -> Pack:
    """The pack of what this person looks at, with what was agreed and objected to.

    Raises:
        JournalError: the records cannot be read.
    """
    seen, of = load_meeting(session), newest(rounds_now(), session.scope.period.token)
    pack = Pack(session.profile.title, seen, session.held, session.profile, session.language)
    asked = Asked(session.store, session.version, session.viewer)
    agreed = agreed_words(asked, seen, session.held, session.profile, session.language, actions_now())
    return replace(pack, agreed=agreed, objected=beside_words(dossiers_objected(of), session.language))
