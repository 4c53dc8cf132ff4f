"""The list behind a number: which measure, which part, which page, all in the address."""

from __future__ import annotations

import datetime as dt
import math
import re
from collections.abc import Callable
from dataclasses import dataclass

import pandas as pd
import streamlit as st

from measures import registry
from measures.demands import DEMAND
from measures.dimensions import AT_AS_OF, OF_DEMAND, OF_DOSSIER, OF_STEP
from measures.early_warning import band
from measures.forecast_findings import BAND_WORDS
from measures.measure import Kind, Measure
from measures.members import PAGE_SIZE
from measures.papers_findings import paper_words
from measures.scope import CHANNELS, Scope
from measures.stays import STAY, STEP
from text import Language, mark
from ui import order_lists
from ui.blocks import caption, plain
from ui.codes import code_of, masked
from ui.session import CAME_FROM, Session, address
from ui.tables import Table

__all__ = ["code_of", "masked"]  # for those who make lists of their own
LIST_PAGE = "pages/danh_sach.py"
CHANCE = mark("Chance of ending late")
MEASURE, PART, WITHIN, PAGE = "chi-tieu", "phan", "nhom", "trang"
# Where a list or a definition was opened, by the path in the address: the page and what it is called.
PAGES = {
    "tong-quan": ("pages/tong_quan.py", mark("Overview")),
    "tre-han": ("pages/tre_han.py", mark("Lateness")),
    "truc-tuyen": ("pages/truc_tuyen.py", mark("Online")),
    "thu-xin-loi": ("pages/thu_xin_loi.py", mark("Apology letters")),
    "phuong-cua-toi": ("pages/phuong_cua_toi.py", mark("My unit")),
    "diem-nghen": ("pages/diem_nghen.py", mark("Bottlenecks")),
    "dat-dai": ("pages/dat_dai.py", mark("Land")),
    "niem-yet": ("pages/niem_yet.py", mark("Posting")),
    "giay-to": ("pages/giay_to.py", mark("Papers")),
    "nhan-su": ("pages/nhan_su.py", mark("Desk staff")),
    "kiem-tra": ("pages/kiem_tra.py", mark("Inspections")),
    "don-doc": ("pages/don_doc.py", mark("Reminders")),
    "doi-soat": ("pages/doi_soat.py", mark("Completeness")),
    "theo-doi": ("pages/theo_doi.py", mark("Order 1400")),
    "bieu-mau": ("pages/bieu_mau.py", mark("Forms")),
    "du-lieu": ("pages/du_lieu.py", mark("Data and loads")),
}
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
LEFT = {"open": mark("still open"), "finished": mark("finished late"), "ended": mark("ended after the due day")}
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
    other = ("other-" if scope else "") + (f"{place}-" if place else "")
    with st.container(key=f"open-{other}{_slug(key, part, within)}", width="content"):
        if count == 0 or not session.viewer.may_list:  # nothing to open, or not for this person
            st.markdown(plain(words))
            return
        st.page_link(LIST_PAGE, label=words, query_params=list_address(session, key, part, scope, within))


def _slug(key: str, part: str, within: tuple[str, str] | None) -> str:
    """A name that may stand in a class: letters, digits and hyphens."""
    return re.sub(r"[^A-Za-z0-9_]+", "-", "-".join([key, part, *(within or ())]).replace(">", "over"))


def list_address(
    session: Session, key: str, part: str, scope: Scope | None = None, within: tuple[str, str] | None = None
) -> dict[str, str]:
    """The query parameters of a list, and the page it is opened from."""
    group = ":".join(within) if within else ""
    asked = {MEASURE: key, PART: part, WITHIN: group, CAME_FROM: session.page or came_from()}
    return address(scope or session.scope, session.default, **asked)


def came_from() -> str:
    """The page that this list or definition was opened from, "" if from none that we know."""
    name = st.query_params.get(CAME_FROM, "")
    return name if name in PAGES else ""


def back_link(session: Session) -> None:
    """The way back, with the scope looked at: to the page one came from, else to the overview."""
    page, title = PAGES[came_from() or "tong-quan"]
    say = session.language.say
    params = address(session.scope, session.default)
    st.page_link(page, label=say("Back to {page}", page=say(title)), icon=":material/arrow_back:", query_params=params)


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
    if order_lists.is_beside(measure.counts):
        return (name, value), (name, order_lists.read_group(name, value))
    of_step = name in OF_STEP and measure.counts in (STEP, STAY)
    of_step = of_step or (name in OF_DEMAND and measure.counts == DEMAND)
    if name not in OF_DOSSIER and not of_step and not (name in AT_AS_OF and measure.at_as_of):
        raise ValueError(text)
    read: dict[str, Callable[[str], object]] = {"due_day": dt.date.fromisoformat, "channel": int}
    return (name, value), (name, read.get(name, str)(value))


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


def caption_of(session: Session, wanted: Asked) -> str:
    """Scope and day of the list."""
    return order_lists.caption(session) if order_lists.is_beside(wanted.measure.counts) else caption(session)


def parts_of(measure: Measure, language: Language) -> list[tuple[str, str]]:
    """What can be listed of a measure: (part, its words)."""
    found = [("numerator", language.say(measure.numerator_words))]
    if measure.kind is Kind.RATIO:
        found.append(("denominator", language.say(measure.denominator_words)))
    whole = language.say(measure.numerator_words)
    return found + [(name, f"{whole}, {language.say(words)}") for name, words, _ in measure.parts]


def table(rows: pd.DataFrame, session: Session) -> pd.DataFrame:
    """Rows of ``members`` as people read them; dates stay dates, days stay numbers."""
    say, held = session.language.say, session.held
    units, procedures = dict(held.known.units), dict(held.known.procedures)
    columns = {
        say("Dossier code"): [code_of(session, code) for code in rows["dossier_code"]],
        say("Due"): rows["due"],
        **_chance(rows, session.language),
        **_demand(rows, session.language),
        say("Working days late"): pd.array(rows["days_late"], dtype="Int64"),
        say("State"): [_state(row, session.language) for row in rows.itertuples()],
        say("Unit"): [units.get(unit, "") for unit in rows["unit"]],
        say("Procedure"): [procedures.get(procedure, "") for procedure in rows["procedure"]],
        say("Held by"): [units.get(holder, "") for holder in rows["holder"]],
        say("Stage"): [say(STAGES[s]) if s in STAGES else "" if pd.isna(s) else s for s in rows["stage"]],
        say("Received"): rows["received_on"],
        say("Channel"): [say(CHANNELS[channel]) for channel in rows["channel"]],
    }
    return pd.DataFrame(columns)


def as_table(rows: pd.DataFrame, session: Session) -> Table:
    """The same for a file: chances are rates."""
    if "dossier_code" not in rows:
        return Table(order_lists.table(rows, session))
    return Table(table(rows, session), (session.language.say(CHANCE),))


def _demand(rows: pd.DataFrame, language: Language) -> dict[str, object]:
    """What was demanded and when, where each row is a demand."""
    if "paper" not in rows:
        return {}
    papers = [paper_words(paper, language) for paper in rows["paper"]]
    return {language.say("Paper demanded"): papers, language.say("Demanded on"): rows["demanded_on"]}


def _chance(rows: pd.DataFrame, language: Language) -> dict[str, object]:
    """The chance of ending late as a share, never 0, and its band in words; nothing where the list has none."""
    if "chance" not in rows or rows["chance"].isna().all():
        return {}
    bands = [language.say(BAND_WORDS[band(chance)]) if chance == chance else "" for chance in rows["chance"]]
    return {language.say(CHANCE): rows["chance"].round(3).clip(lower=0.001), language.say("Chance band"): bands}


def _state(row, language: Language) -> str:  # type: ignore[no-untyped-def]  # a row of itertuples
    day = row.finished_on if row.state == "finished" else row.ended_on
    words = language.say(STATES[row.state])
    return words if pd.isna(day) else f"{words} {language.date(day)}"


def go_to(session: Session, wanted: Asked, part: str, page: int) -> None:
    """Show another part or page of the list; Back returns."""
    params = list_address(session, wanted.measure.key, part, None, wanted.group)
    st.query_params.from_dict(params | ({PAGE: str(page)} if page > 1 else {}))
