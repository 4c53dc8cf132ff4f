"""Parts of the page of one unit: which unit it is, its work lists, links to numbers."""

from __future__ import annotations

import logging
from dataclasses import replace

import streamlit as st

from data_access.journal import JournalError
from measures import unit_findings
from measures.headlines import HEADLINES
from measures.scope import PARAMETERS, Scope
from measures.unit_map import ONLINE
from measures.unit_page import LATE, LETTERS, UnitPage, one_unit
from measures.work import SOON, TASKS
from ui import choosing, journal, lists, scope_bar, unit_tables
from ui.blocks import closed_words, definition, plain
from ui.loading_unit import ROWS, top_of_list
from ui.session import Session, address
from ui.unit_words import stage_words

log = logging.getLogger(__name__)
PAGE = "pages/phuong_cua_toi.py"
HEAD_OF_LIST = 4  # rows that the rest of its card is as high as
TICK = ":blue[:material/check_circle:]"


def of_this_unit(session: Session) -> Session | None:
    """The session with the scope of one unit: that of the address, else the only one of this person; None: to be
    chosen. An address that names a unit but not its role gets the role by which its kind is counted."""
    unit = one_unit(session.scope)
    if unit is None:
        own = session.viewer.units
        if own is None or len(own) != 1:
            return None
        return replace(session, scope=choosing.of_unit(session, next(iter(own))))
    meant = choosing.of_unit(session, unit)
    if meant != session.scope and PARAMETERS["unit_role"] not in st.query_params:
        scope_bar.go(session, meant)
        st.rerun()
    return session


def chooser(session: Session) -> None:
    """Every unit of this person as a link."""
    say, own = session.language.say, session.viewer.units
    st.title(say("Choose a unit"), anchor=False)
    choices = [(chosen, role) for chosen, role in scope_bar.units(session) if len(chosen) == 1]
    kinds = {"receiving": say("Wards"), "resolving": say("Departments, land branch")}
    with st.container(key="card-choose"):
        for role, title in kinds.items():
            units = [chosen[0] for chosen, one in choices if one == role and chosen != ("ward",)]
            units = [unit for unit in units if own is None or unit in own]
            if not units:
                continue
            st.header(title, anchor=False)
            with st.container(horizontal=True, gap="small", key=f"groups-choose-{role}"):
                for unit in units:
                    _choice(session, unit, replace(session.scope, units=(unit,), unit_role=role))


def _choice(session: Session, unit: str, scope: Scope) -> None:
    with st.container(key=f"open-unit-{unit}", width="content"):
        name = session.held.known.unit_name(unit)
        st.page_link(PAGE, label=name, query_params=address(scope, session.default))


def number_links(session: Session, seen: UnitPage) -> None:
    """The numbers of the strips, each opening its dossiers."""
    language = session.language
    say = language.say
    words = {LATE: say("Overdue"), ONLINE: say("Online"), LETTERS: say("With letter"), SOON: say("Due soon")}
    with st.container(horizontal=True, gap="small", key="groups-stand", vertical_alignment="center"):
        st.markdown(language.say("Open the dossiers:"), width="content")
        for key in (*HEADLINES, SOON):
            one = seen.standings[key]
            value = language.fraction(one.x, one.n) if key != SOON else language.number(one.x)
            number(session, f"{words[key]}: {value}", key, one.x, "stand")


def number(
    session: Session,
    words: str,
    key: str,
    count: int,
    place: str,
    part: str = "numerator",
    within: tuple[str, str] | None = None,
) -> None:
    """A number as a link to its dossiers."""
    lists.number(session, words, key, part, within=within, count=count, place=place)


def two_columns(seen: UnitPage) -> list[tuple[str, bool]]:
    """The lists that hold something, each with whether it goes to the left: to the column that is shorter so far."""
    found: list[tuple[str, bool]] = []
    heights = [0, 0]
    for key in TASKS:
        if seen.counts[key]:
            first = heights[0] < heights[1] or not found
            heights[not first] += HEAD_OF_LIST + min(seen.counts[key], ROWS)
            found.append((key, first))
    return found


def work_card(session: Session, seen: UnitPage, key: str) -> None:
    """One work list: what it is, its first rows, and the way to all of them."""
    language, n = session.language, seen.counts[key]
    with st.container(key=f"card-work-{key}"):
        with st.container(horizontal=True, vertical_alignment="top", gap="small", key=f"title-work-{key}"):
            st.header(unit_findings.list_title(key, n, language), anchor=False)
            definition(session, key, f"work-{key}")
        with st.container(key=f"sub-work-{key}"):
            st.markdown(unit_findings.rule_of(seen, key, language))
        if _may_open(session, key, n):
            rows = top_of_list(key, seen.scope, session.version, session.viewer)
            with st.container(key=f"table-work-{key}"):
                st.markdown(unit_tables.work_markdown(session, seen, key, rows))
        _list_links(session, seen, key)


def _may_open(session: Session, key: str, n: int) -> bool:
    """Whether rows may be shown: only to those who may see lists, and only where it could be written down."""
    if not session.viewer.may_list:
        return False
    try:
        journal.opened_list(session, key, "numerator", "", n)
    except JournalError as error:
        log.error("%s", error)
        st.markdown(" ".join([":material/lock:", *closed_words(session.language)]))
        return False
    return True


def _list_links(session: Session, seen: UnitPage, key: str) -> None:
    """The way to the whole list, and to the part of it that comes first."""
    language, n = session.language, seen.counts[key]
    with st.container(horizontal=True, gap="small", key=f"groups-work-{key}"):
        number(session, language.count("See all {n}", "See all {n}", n), key, n, "work")
        if key == "letters_missing":
            still = seen.counts["letters_missing.open"]
            number(session, language.count("{n} still open", "{n} still open", still), key, still, "work", "open")
        if key == "intake_waiting":
            over = seen.counts["intake_waiting.over"]
            words = language.count("{n} past 8 working hours", "{n} past 8 working hours", over)
            number(session, words, key, over, "work", "over")


def empty_lists(session: Session, seen: UnitPage) -> None:
    """The lists on which nothing is left, in one strip: good news is short."""
    empty = [key for key in TASKS if not seen.counts[key]]
    if not empty:
        return
    with st.container(key="card-strip-done"):
        lines = (f"{TICK} {plain(unit_findings.nothing_left(key, session.language))}" for key in empty)
        st.markdown(" &emsp; ".join(lines))


def stage_links(session: Session, seen: UnitPage) -> None:
    """Stages and outside holders with their counts, each opening its dossiers."""
    language, words = session.language, stage_words(session.language)
    short = unit_tables.short_names(session)
    with st.container(horizontal=True, gap="small", key="groups-stage", vertical_alignment="center"):
        st.markdown(language.say("Open the dossiers:"), width="content")
        for row in seen.stages[seen.stages["open"] > 0].itertuples():
            text = f"{words[row.stage]}: {language.number(row.open)}"
            if row.stage:
                number(session, text, "backlog", int(row.open), "stage", within=("stage", row.stage))
            else:
                st.markdown(text, width="content")
    if seen.outside.empty:
        return
    with st.container(horizontal=True, gap="small", key="groups-outside", vertical_alignment="center"):
        st.markdown(language.say("Held outside the unit:"), width="content")
        for row in seen.outside.itertuples():
            text = f"{short.get(row.holder, row.holder)}: {language.number(row.open)}"
            if row.overdue:
                overdue = language.count("{n} overdue", "{n} overdue", int(row.overdue))
                text = f"{text} ({overdue})"
            number(session, text, "backlog", int(row.open), "outside", within=("holder", row.holder))
