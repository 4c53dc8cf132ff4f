"""The list behind a number: which measure, which part, which page, all in the address."""

from __future__ import annotations

import datetime as dt
import math
import re
from dataclasses import dataclass

import pandas as pd
import streamlit as st

from measures import registry
from measures.aggregate import AT_AS_OF
from measures.measure import Kind, Measure
from measures.members import PAGE_SIZE
from measures.scope import CHANNELS, Scope
from text import Language, mark
from ui.session import Session, address

LIST_PAGE = "pages/danh_sach.py"
MEASURE, PART, WITHIN, PAGE = "chi-tieu", "phan", "nhom", "trang"
STATES = {
    "open": mark("in progress"),
    "paused": mark("paused"),
    "finished": mark("finished"),
    "withdrawn": mark("withdrawn"),
    "stopped": mark("stopped"),
    "finish_unknown": mark("finish day unknown"),
    "not_accepted": mark("not accepted"),
}
STAGES = {
    "intake": mark("Intake"),
    "processing": mark("Processing"),
    "coordination": mark("Verification, coordination"),
    "approval": mark("Approval"),
}


HELD_BY = {
    "own": mark("held by the unit itself"),
    "outside": mark("held outside the unit"),
    "unknown": mark("holder not recorded"),
}
LETTERS = {"with": mark("apology letter issued"), "without": mark("no apology letter yet")}


class ListError(ValueError):
    """The address asks for a list that does not exist."""


def number(
    session: Session,
    words: str,
    key: str,
    part: str = "numerator",
    scope: Scope | None = None,
    within: tuple[str, str] | None = None,
    count: int | None = None,
    place: str = "",
) -> None:
    """A number that leads to the list of its dossiers: a link, so that the keyboard reaches it and Back returns.

    ``place`` tells two links of one page to the same list apart.
    """
    other = "other-" if scope else f"{place}-" if place else ""
    with st.container(key=f"open-{other}{_slug(key, part, within)}", width="content"):
        if count == 0:  # nothing to open
            st.markdown(words)
            return
        st.page_link(LIST_PAGE, label=words, query_params=list_address(session, key, part, scope, within))


def _slug(key: str, part: str, within: tuple[str, str] | None) -> str:
    """A name that may stand in a class: letters, digits and hyphens."""
    return re.sub(r"[^A-Za-z0-9_]+", "-", "-".join([key, part, *(within or ())]).replace(">", "over"))


def list_address(
    session: Session, key: str, part: str, scope: Scope | None = None, within: tuple[str, str] | None = None
) -> dict[str, str]:
    """The query parameters of a list."""
    group = ":".join(within) if within else ""
    return address(scope or session.scope, session.default, **{MEASURE: key, PART: part, WITHIN: group})


@dataclass(frozen=True)
class Asked:
    """What the address of a list asks for."""

    measure: Measure
    part: str
    within: tuple[str, object] | None
    group: tuple[str, str] | None
    page: int


def asked(session: Session) -> Asked:
    """Measure, part, group and page number from the address.

    Raises:
        ListError: one of them does not exist.
    """
    params = st.query_params
    key, part, page = params.get(MEASURE, ""), params.get(PART, "numerator"), params.get(PAGE, "1")
    try:
        measure = registry.get(key)
        group, within = _group(params.get(WITHIN, ""), measure)
    except ValueError as error:
        raise ListError(params.get(WITHIN, "") or key) from error
    if part not in dict(parts_of(measure, session.language)):
        raise ListError(part)
    if not page.isdigit() or int(page) < 1:
        raise ListError(page)
    return Asked(measure, part, within, group, int(page))


def _group(text: str, measure: Measure) -> tuple[tuple[str, str] | None, tuple[str, object] | None]:
    """ "due_day:2020-07-01" as written and as asked of the store."""
    if not text:
        return None, None
    name, _, value = text.partition(":")
    if name not in AT_AS_OF or not measure.at_as_of:
        raise ValueError(text)
    return (name, value), (name, dt.date.fromisoformat(value) if name == "due_day" else value)


def check_page(wanted: Asked, total: int) -> None:
    """Refuse a page that the list does not have.

    Raises:
        ListError: there are fewer pages.
    """
    if wanted.page > max(1, math.ceil(total / PAGE_SIZE)):
        raise ListError(str(wanted.page))


def age_words(name: str, language: Language) -> str:
    """A bin of ages: "0" is less than one working day (due Friday, looked at on Saturday)."""
    say = language.say
    return {"0": say("under 1"), ">30": say("over 30")}.get(name, name.replace("-", "–"))


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
    columns = {
        say("Dossier code"): [masked(code) for code in rows["dossier_code"]],
        say("Due"): rows["due"],
        say("Working days late"): pd.array(rows["days_late"], dtype="Int64"),
        say("State"): [_state(row, session.language) for row in rows.itertuples()],
        say("Unit"): [units.get(unit, "") for unit in rows["unit"]],
        say("Procedure"): [procedures.get(procedure, "") for procedure in rows["procedure"]],
        say("Held by"): [units.get(holder, "") for holder in rows["holder"]],
        say("Stage"): [say(STAGES[stage]) if stage in STAGES else stage or "" for stage in rows["stage"]],
        say("Received"): rows["received_on"],
        say("Channel"): [say(CHANNELS[channel]) for channel in rows["channel"]],
    }
    return pd.DataFrame(columns)


def _state(row, language: Language) -> str:  # type: ignore[no-untyped-def]  # a row of itertuples
    day = row.finished_on if row.state == "finished" else row.ended_on
    words = language.say(STATES[row.state])
    return words if pd.isna(day) else f"{words} {language.date(day)}"


def go_to(session: Session, wanted: Asked, part: str, page: int) -> None:
    """Show another part or page of the list; Back returns."""
    params = list_address(session, wanted.measure.key, part, None, wanted.group)
    st.query_params.from_dict(params | ({PAGE: str(page)} if page > 1 else {}))
