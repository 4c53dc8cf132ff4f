"""Issuing a form from the page, and the register of what was issued."""

from __future__ import annotations

import streamlit as st

from data_access.profiles import load_profile
from measures.period import Period
from measures.published import own_units
from measures.scope import UNIT_KINDS
from reports import official_form, register
from reports.official_form import ALL, PAPER, Paper
from reports.register import Change, Issued
from ui import identity
from ui.blocks import plain, responsive
from ui.data_page import table
from ui.loading_meeting_records import the_records
from ui.session import Session

MOST_ROWS = 40
SHOWN_CHANGES = 30
SAID = "form-issued"


def issue_button(session: Session, paper: Paper) -> None:
    """What issuing would write, and the button that does; nothing where the figures were issued already or the period
    is none that is issued."""
    say, figures = session.language.say, official_form.figures(paper.form)
    if reason := official_form.why_not_issued(paper.form.scope.period, paper.form.until, session.language):
        st.markdown(f":material/info: {plain(reason)}")
        return
    last = register.last_issued(the_records(), PAPER, paper.about)
    if last and dict(last.figures) == figures and last.until == paper.form.until:
        words = say("These figures are issued (version {n}).", n=session.language.number(last.version))
        st.markdown(f":material/check_circle: {words}")
        return
    label = say("Issue a correction") if last else say("Issue")
    with st.popover(label, icon=":material/verified:"):
        words = say("The figures are written into the register for good, with your name and this version of the data.")
        if not session.person.account:
            words = say("The figures are written into the register for good, with this version of the data.")
            words = f"{words} {say('Nobody signs in here: the register holds no name.')}"
        st.markdown(words)
        if last:
            _changes(session, paper, register.differences(last.figures, figures), last)
        if st.button(say("Confirm: issue"), key="issue-form", type="primary"):
            _issue(session, paper)


def _issue(session: Session, paper: Paper) -> None:
    """Write it and show the page anew.

    Raises:
        JournalError: it was not written, so nothing was issued.
    """
    identity.confirm(session.person, session.profile.name, session.held.sample)
    outcome = official_form.issue(paper, the_records(), session.person.account, session.person.role)
    words = session.language.say("Issued as version {n}", n=session.language.number(outcome.issued.version))
    st.session_state[SAID] = words
    st.rerun()


def _changes(session: Session, paper: Paper, changes: tuple[Change, ...], last: Issued) -> None:
    """Old, new and difference of each figure that would change."""
    say, language = session.language.say, session.language
    words = language.count(
        "{n} figure differs from version {last}",
        "{n} figures differ from version {last}",
        len(changes),
        last=last.version,
    )
    st.markdown(f"**{words}**")
    names = dict(last.names) | {row.key: row.name for row in paper.form.rows}
    shown = changes[:SHOWN_CHANGES]
    columns = {
        say("Line, column"): [plain(figure_words(session, change.key, names)) for change in shown],
        say("Issued"): [_number(session, change.old) for change in shown],
        say("Now"): [_number(session, change.new) for change in shown],
        say("Difference"): [_signed(session, change) for change in shown],
    }
    table("form-changes", columns, say("Figures that differ"))
    if len(changes) > SHOWN_CHANGES:
        st.markdown(language.count("and {n} more", "and {n} more", len(changes) - SHOWN_CHANGES))


def figure_words(session: Session, key: str, names: dict[str, str]) -> str:
    """ "ward:Hộ tịch|10" -> "Hộ tịch, (10)"."""
    line, _, column = key.rpartition("|")
    if not line:
        return session.language.say("Note {n}", n=key.removeprefix("note "))
    return f"{names.get(line, session.language.say('Total') if line == 'total' else line)}, ({column})"


def _number(session: Session, value: float | None) -> str:
    return "–" if value is None else session.language.number(value)


def _signed(session: Session, change: Change) -> str:
    sign = "+" if change.difference > 0 else ""
    return f"{sign}{session.language.number(change.difference)}"


def register_table(session: Session, paper: Paper) -> None:
    """What was issued, newest first: of this person's units, with each correction and how much it changed."""
    say, language = session.language.say, session.language
    if said := st.session_state.pop(SAID, ""):
        st.markdown(f":material/check_circle: **{said}**")
    issued = [one for one in register.versions(the_records()) if _may_see(session, one)]
    if not issued:
        st.markdown(say("Nothing has been issued yet."))
        return
    changed = register.corrections(the_records())
    shown = list(reversed(issued))[:MOST_ROWS]
    columns = {
        say("Paper"): [plain(_paper_words(session, one)) for one in shown],
        say("Unit"): [plain(_unit_words(session, one)) for one in shown],
        say("Period"): [_period_words(session, one) for one in shown],
        say("Version"): [_version_words(session, one, changed.get(one.record)) for one in shown],
        say("Figures up to"): [language.date(one.until) for one in shown],
        say("Issued"): [f"{one.at.astimezone():%H:%M %d/%m/%Y}" for one in shown],
        say("By"): [plain(one.who) or say("no sign-in") for one in shown],
        say("Data version"): [plain(one.data_version) for one in shown],
    }
    words, phone = say("Register of issued figures"), dict(list(columns.items())[1:4])
    responsive("register", lambda: table("register", columns, words), lambda: table("register-small", phone, words))
    _last_correction(session, paper, changed)


def _may_see(session: Session, one: Issued) -> bool:
    """All of it for those who see every unit, else what is of one's own units."""
    if session.viewer.sees_all:
        return True
    units = set(one.about.get("unit", "").split(","))
    return one.paper == PAPER and units <= own_units(session.viewer, session.held)


def _paper_words(session: Session, one: Issued) -> str:
    if one.paper != PAPER:
        return one.paper
    lines = session.language.say("by unit") if one.about.get("by") == "unit" else session.language.say("by field")
    return f"{PAPER}, {lines}"


def _unit_words(session: Session, one: Issued) -> str:
    names, unit = dict(session.held.known.units), one.about.get("unit", "")
    if unit in (ALL, ""):
        return load_profile(session.held.profile).title
    kinds = {kind: session.language.say(words) for kind, words in UNIT_KINDS.items()}
    return session.language.listing([(names | kinds).get(each, each) for each in unit.split(",")])


def _period_words(session: Session, one: Issued) -> str:
    token = one.about.get("period", "")
    return Period.parse(token).title(session.language) if token else ""


def _version_words(session: Session, one: Issued, changes: tuple[Change, ...] | None) -> str:
    language = session.language
    if changes is None:
        return language.number(one.version)
    words = language.count("{n} figure changed", "{n} figures changed", len(changes))
    return f"{language.number(one.version)} · {language.say('correction')}: {words}"


def _last_correction(session: Session, paper: Paper, changed: dict[int, tuple[Change, ...]]) -> None:
    """What the version in force of this form changed of the one before."""
    last = register.last_issued(the_records(), PAPER, paper.about)
    changes = changed.get(last.record) if last else None
    if not last or not changes:
        return
    say, language = session.language.say, session.language
    with st.expander(say("What version {n} of this form changed", n=language.number(last.version))):
        names = dict(last.names)
        columns = {
            say("Line, column"): [plain(figure_words(session, change.key, names)) for change in changes],
            say("Before"): [_number(session, change.old) for change in changes],
            say("After"): [_number(session, change.new) for change in changes],
            say("Difference"): [_signed(session, change) for change in changes],
        }
        table("form-corrected", columns, say("Figures that differ"))
