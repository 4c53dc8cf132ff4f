"""What stands below the form of "Biểu mẫu": letters of overdue dossiers, its notes, dossiers without a place, and what
differs from the form issued before."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from measures.official_check import REASONS
from measures.official_form import FAULTS
from measures.official_states import NOTES
from reports.official_form import Paper, changed_dossiers
from text import mark
from ui import lists
from ui.blocks import plain
from ui.data_page import table
from ui.session import Session

MOST_NAMED = 50
SIDES = {"missing": mark("no longer in (6)"), "added": mark("added to (6)")}
COUNTED_BY = {
    "receiving": mark("The form counts by receiving unit and holds every dossier, same-day certification too."),
    "resolving": mark("The form counts by resolving unit and holds every dossier, same-day certification too."),
}


def dossiers(session: Session, paper: Paper) -> None:
    """The dossiers behind columns of the form that a list of the dashboard holds exactly: new ones, open, overdue."""
    language, total = session.language, paper.form.total
    # Other pages leave same-day certification out unless the address says so.
    usual = replace(session, default=replace(session.default, certification=False))

    def link(words: str, key: str, count: int) -> None:
        lists.number(usual, language.say(words, n=language.number(count)), key, count=count)

    with st.container(key="lists-form", horizontal=True, gap="medium"):
        st.markdown(language.say("Open the dossiers:"), width="content")
        link(mark("(4)+(5) received in the period: {n}"), "received", total["4"] + total["5"])
        link(mark("(11) in progress: {n}"), "backlog", total["11"])
        if paper.form.rules.overdue_from == "due_day":
            link(mark("(13) overdue: {n}"), "overdue_open", total["13"])


def letters(session: Session, paper: Paper) -> None:
    """Columns (10) and (13) with and without an apology letter."""
    language, total = session.language, paper.form.total
    parts = [
        language.say(
            "({column}) overdue {whole}: {with_letter} with apology letter, {without} without",
            column=column,
            whole=language.number(total[column]),
            with_letter=language.number(total[f"{column}a"]),
            without=language.number(total[f"{column}b"]),
        )
        for column in ("10", "13")
    ]
    with st.container(key="sub-form"):
        st.markdown(". ".join(plain(part) for part in parts) + ".")


def faults(session: Session, paper: Paper) -> None:
    """The dossiers that keep the form from closing."""
    say, listed = session.language.say, list(paper.form.faults.items())
    st.markdown(f":orange[:material/error: {say('The form is not issued until these dossiers are corrected.')}]")
    shown = listed[:MOST_NAMED]
    codes = [plain(lists.code_of(session, code)) for code, _ in shown]
    reasons = [say(FAULTS[why]) for _, why in shown]
    table("form-faults", {say("Dossier code"): codes, say("Reason"): reasons}, say("Dossiers without a place"))
    if len(listed) > MOST_NAMED:
        st.markdown(session.language.count("and {n} more", "and {n} more", len(listed) - MOST_NAMED))


def notes(session: Session, paper: Paper) -> None:
    """How the form was counted, its notes 1 to 8, who is behind, and the first check."""
    say, language, form = session.language.say, session.language, paper.form
    said = [say(COUNTED_BY[form.scope.unit_role]), say("The other filters do not change it.")]
    said += [
        language.say("Note {n}: {count} {words}.", n=number, count=language.number(count), words=say(NOTES[number]))
        for number, count in form.notes.items()
    ]
    late = [f"{paper.held.known.unit_name(unit)} ({language.date(day)})" for unit, day in form.behind.items()]
    if late:
        said.append(say("Not updated to the last day of the period: {units}.", units=language.listing(late)))
    with st.container(key="note-form", gap=None):
        for words in [*said, _checked(session, paper)]:
            st.markdown(plain(words))


def _checked(session: Session, paper: Paper) -> str:
    """The first check in one sentence."""
    language, before = session.language, paper.before
    if before is None:
        return language.say("First check: no form that ends the day before was issued, so (6) cannot be compared.")
    told = {"version": language.number(before.version), "day": language.date(before.until)}
    if not paper.differences:
        return language.say("First check: (6) equals (11) of the form issued up to {day} (version {version}).", **told)
    return language.count(
        "First check: (6) differs in {n} line from (11) of the form issued up to {day} (version {version}).",
        "First check: (6) differs in {n} lines from (11) of the form issued up to {day} (version {version}).",
        len(paper.differences),
        **told,
    )


def differences(session: Session, paper: Paper) -> None:
    """Column (6) against column (11) of the form issued before: the dossiers that make the difference."""
    lines = changed_dossiers(paper)
    if not lines:
        return
    say, number = session.language.say, session.language.number
    shown, title = lines[:MOST_NAMED], say("Differences from the form issued before")
    columns = {
        say("Line"): [plain(line.name) for line in shown],
        say("(11) issued"): [number(line.issued) for line in shown],
        say("(6) now"): [number(line.now) for line in shown],
        say("Dossier code"): [plain(lists.code_of(session, line.code)) for line in shown],
        say("Change"): [say(SIDES[line.side]) for line in shown],
        say("Reason"): [say(REASONS[line.why]) for line in shown],
    }
    with st.container(key="sub-differences"):
        st.markdown(f"**{title}**")
    table("form-differences", columns, title)
    if len(lines) > MOST_NAMED:
        more = session.language.count("and {n} more", "and {n} more", len(lines) - MOST_NAMED)
        st.markdown(f"{more}; {say('all of them stand in the file')}")
