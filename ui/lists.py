"""The list behind a number: which measure, which part, which page, all in the address."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import streamlit as st

from measures import registry
from measures.measure import Kind, Measure
from measures.scope import CHANNELS, Scope
from text import Language, mark
from ui.session import Session, address

LIST_PAGE = "pages/danh_sach.py"
MEASURE, PART, PAGE = "chi-tieu", "phan", "trang"
STATES = {
    "open": mark("in progress"),
    "finished": mark("finished"),
    "ended": mark("withdrawn or stopped"),
    "finish_unknown": mark("finish day unknown"),
    "not_accepted": mark("not accepted"),
}
STAGES = {
    "intake": mark("Intake"),
    "processing": mark("Processing"),
    "coordination": mark("Verification, coordination"),
    "approval": mark("Approval"),
}


class ListError(ValueError):
    """The address asks for a list that does not exist."""


def number(session: Session, words: str, key: str, part: str = "numerator", scope: Scope | None = None) -> None:
    """A number that opens the list of its dossiers."""
    name = f"{key}-{part}-{'-'.join((scope or session.scope).units)}"
    with st.container(key=f"open-{name.replace('.', '-')}", width="content"):
        if st.button(words, type="tertiary", key=f"list-{name}"):
            open_list(session, key, part, scope)


def open_list(session: Session, key: str, part: str = "numerator", scope: Scope | None = None) -> None:
    params = address(scope or session.scope, session.default, **{MEASURE: key, PART: part})
    st.switch_page(LIST_PAGE, query_params=params)


def asked(session: Session) -> tuple[Measure, str, int]:
    """Measure, part and page number from the address.

    Raises:
        ListError: one of them does not exist.
    """
    key, part = st.query_params.get(MEASURE, ""), st.query_params.get(PART, "numerator")
    page = st.query_params.get(PAGE, "1")
    try:
        measure = registry.get(key)
    except ValueError as error:
        raise ListError(key) from error
    if part not in dict(parts_of(measure, session.language)):
        raise ListError(part)
    if not page.isdigit() or int(page) < 1:
        raise ListError(page)
    return measure, part, int(page)


def parts_of(measure: Measure, language: Language) -> list[tuple[str, str]]:
    """What can be listed of a measure: (part, its words)."""
    found = [("numerator", language.say(measure.numerator_words))]
    if measure.kind is Kind.RATIO:
        found.append(("denominator", language.say(measure.denominator_words)))
    whole = language.say(measure.numerator_words)
    return found + [(name, f"{whole}, {language.say(words)}") for name, words, _ in measure.parts]


def masked(code: str) -> str:
    """ "775.10.H29-200518-0012" -> "…-200518-00••": enough to recognise, not to look anybody up."""
    head, _, number_of_day = code.rpartition("-")
    day = head.rpartition("-")[2] or head
    return f"…-{day[-6:]}-{number_of_day[:2]}••"


def table(rows: pd.DataFrame, session: Session) -> pd.DataFrame:
    """Rows of ``members`` as people read them; dates stay dates, days stay numbers."""
    say, held = session.language.say, session.held
    units, procedures = dict(held.known.units), dict(held.known.procedures)
    return pd.DataFrame(
        {
            say("Dossier code"): [masked(code) for code in rows["dossier_code"]],
            say("Unit"): [units.get(unit, "") for unit in rows["unit"]],
            say("Procedure"): [procedures.get(procedure, "") for procedure in rows["procedure"]],
            say("Channel"): [say(CHANNELS[channel]) for channel in rows["channel"]],
            say("Received"): rows["received_on"],
            say("Due"): rows["due"],
            say("State"): [_state(row, session.language) for row in rows.itertuples()],
            say("Stage"): [say(STAGES[stage]) if stage in STAGES else "" for stage in rows["stage"]],
            say("Held by"): [units.get(holder, "") for holder in rows["holder"]],
            say("Working days late"): pd.array(rows["days_late"], dtype="Int64"),
        }
    )


def _state(row, language: Language) -> str:  # type: ignore[no-untyped-def]  # a row of itertuples
    day = {"finished": row.finished_on, "ended": row.ended_on}.get(row.state)
    words = language.say(STATES[row.state])
    return f"{words} {language.date(day)}" if day is not None and day == day else words


def go_to(session: Session, measure: Measure, part: str, page: int) -> None:
    """Show another part or page of the list; Back returns."""
    more = {MEASURE: measure.key, PART: part, PAGE: "" if page == 1 else str(page)}
    st.query_params.from_dict(address(session.scope, session.default, **more))


def back_to_overview(session: Session) -> dict[str, str]:
    return address(replace(session.scope), session.default)
