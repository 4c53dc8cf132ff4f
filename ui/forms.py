"""The cards of "Biểu mẫu": form II.06a/VPCP/KSTT of the chosen period and unit, and whether it closes."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from measures.official_counts import official_scope
from measures.official_form import COLUMNS, Row, added
from reports import form_words
from reports.form_workbook import workbook
from reports.official_form import Paper
from text import Language, mark
from ui import forms_parts, forms_register, identity, journal, lists, scope_bar
from ui.blocks import plain, ready, responsive
from ui.data_page import table
from ui.file_button import XLSX, file_button
from ui.session import Session

BY = "dong"
BY_VALUES = {"linh-vuc": ("field", mark("By field")), "don-vi": ("unit", mark("By unit"))}
PHONE = ("3", "7", "10", "11", "13")
TITLES = {
    "3": mark("(3) Received"),
    "4": mark("(4) Online"),
    "5": mark("(5) Counter, post"),
    "6": mark("(6) Carried over"),
    "7": mark("(7) Resolved"),
    "8": mark("(8) Early"),
    "9": mark("(9) On time"),
    "10": mark("(10) Overdue"),
    "11": mark("(11) In progress"),
    "12": mark("(12) In time"),
    "13": mark("(13) Overdue"),
}


def of_forms(session: Session) -> Session:
    """The session as the form takes it: every dossier of the chosen unit and period, whatever else is filtered."""
    return replace(session, scope=official_scope(session.scope), default=official_scope(session.default))


def chosen_lines() -> str:
    """Whether the address asks for lines by "field" or by "unit"."""
    return BY_VALUES.get(st.query_params.get(BY, ""), BY_VALUES["linh-vuc"])[0]


def page_title(session: Session, paper: Paper) -> None:
    """Whether the form closes, with its sums."""
    say, number, total = session.language.say, session.language.number, paper.form.total
    if paper.form.closes:
        words = say(
            "The form closes: {received} received = {resolved} resolved + {open} in progress",
            received=number(total["3"]),
            resolved=number(total["7"]),
            open=number(total["11"]),
        )
    else:
        words = session.language.count(
            "The form does not close: {n} dossier has no place on it",
            "The form does not close: {n} dossiers have no place on it",
            len(paper.form.faults),
        )
    st.title(words, anchor=False)


def form_card(session: Session, paper: Paper) -> None:
    """The form as on paper, with its notes, the first check and the ways to take it away or issue it."""
    say = session.language.say
    with st.container(key="card-form"):
        st.header(f"{form_words.NUMBER} · {plain(paper.unit)} · {_period(session)}", anchor=False)
        _choices(session)
        if not paper.form.closes:
            forms_parts.faults(session, paper)
        rows = _rows(session.language, paper)
        responsive(
            "form",
            lambda: table("form", _columns(session, paper, rows, COLUMNS), say("Form II.06a/VPCP/KSTT")),
            lambda: table("form-small", _columns(session, paper, rows, PHONE), say("Form II.06a/VPCP/KSTT")),
        )
        forms_parts.dossiers(session, paper)
        forms_parts.letters(session, paper)
        forms_parts.notes(session, paper)
        forms_parts.differences(session, paper)


def _period(session: Session) -> str:
    return session.scope.period.title(session.language)


def _choices(session: Session) -> None:
    """By field or by unit; from a part of the district to all of it, and back to the wards."""
    say, language = session.language.say, session.language
    with st.container(key="choices-form", horizontal=True, vertical_alignment="center", gap="small"):
        key = f"choose-lines-{language.code}"
        st.session_state[key] = {by: value for value, (by, _) in BY_VALUES.items()}[chosen_lines()]
        st.segmented_control(
            say("Lines of the form"),
            list(BY_VALUES),
            format_func=lambda value: say(BY_VALUES[value][1]),
            key=key,
            label_visibility="collapsed",
            on_change=_write_lines,
            args=(key,),
        )
        if session.viewer.sees_all and (session.scope.units or session.default.units):
            to_all = bool(session.scope.units)
            words = say("The whole district") if to_all else say("The wards")
            other = replace(session.scope, units=() if to_all else session.default.units, unit_role="receiving")
            icon = ":material/account_balance:" if to_all else ":material/holiday_village:"
            st.button(words, type="tertiary", icon=icon, on_click=scope_bar.go, args=(session, other))


def _write_lines(key: str) -> None:
    st.query_params[BY] = st.session_state[key] or "linh-vuc"


def _rows(language: Language, paper: Paper) -> list[Row]:
    """Sections, their lines and the total, as the table shows them: names in bold where they are sums."""
    found, sections = [], paper.form.sections()
    for section, rows in sections.items():
        if len(sections) > 1:
            found.append(Row("section", "", f"**{plain(language.say(section))}**", added([r.figures for r in rows])))
        found += [Row(row.key, row.section, plain(row.name), row.figures) for row in rows]
    return [*found, Row("total", "", f"**{language.say('Total')}**", paper.form.total)]


def _columns(session: Session, paper: Paper, rows: list[Row], columns: tuple[str, ...]) -> dict[str, list[str]]:
    say, number = session.language.say, session.language.number

    def written(row: Row, column: str) -> str:
        words = number(row.figures[column])
        return f"**{words}**" if row.key in ("section", "total") else words

    first = say("Field") if paper.form.by == "field" else say("Unit")
    return {first: [row.name for row in rows]} | {
        say(TITLES[column]): [written(row, column) for row in rows] for column in columns
    }


def actions_card(session: Session, paper: Paper) -> None:
    """The file, and for the office the issue; then the register."""
    say = session.language.say
    with st.container(key="card-register"):
        st.header(say("Register of issued figures"), anchor=False)
        with st.container(key="actions-form", horizontal=True, vertical_alignment="center", gap="small"):
            if paper.form.closes and ready(session):
                file_button(
                    say("Form as XLSX"),
                    lambda: _taken(session, paper),
                    paper.file,
                    XLSX,
                    "form-xlsx",
                    ":material/download:",
                )
            if session.viewer.may_load and paper.form.closes:
                forms_register.issue_button(session, paper)
        forms_register.register_table(session, paper)


def _taken(session: Session, paper: Paper) -> bytes:
    """The workbook, written down before it is given out."""
    identity.confirm(session.person, session.profile.name, session.held.sample)
    content = workbook(paper, lambda code: lists.code_of(session, code))
    journal.exported(session, paper.file, paper.form.total["3"])
    return content
