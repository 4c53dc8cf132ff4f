"""Lines, links and the table inside the cards of "Đất đai"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager

import streamlit as st

from measures import registry, statistics
from measures.bottlenecks_page import FEWEST, MOST_HOLDERS, STEP_LATE, UNDER_WAY
from measures.dimensions import AGES, OLDEST
from measures.land_findings import land_stage_words
from measures.land_page import (
    FINISHED_DOSSIERS,
    OPEN,
    OVERDUE,
    PAYMENT_DAYS,
    PAYMENT_WAITING,
    STEP_OVERDUE,
    UNCOLLECTED,
    UNCOLLECTED_LATE,
    Land,
)
from measures.overview import HEADLINE
from measures.stays import RETURN, UNRECORDED
from ui import land_tables as tables
from ui import lists
from ui.beside import groups
from ui.blocks import definition, plain, text_table
from ui.session import Session


@contextmanager
def _line(name: str) -> Iterator[None]:
    with st.container(
        key=f"official-land-{name}", horizontal=True, vertical_alignment="center", gap="small"
    ) as container:
        yield container


def _key(name: str) -> str:
    """A name of the data as part of a class."""
    return re.sub(r"[^A-Za-z0-9_]+", "-", name)


def stage_links(session: Session, seen: Land) -> None:
    """Under each box what is there, what is late, what belongs to overdue dossiers; each opens its list."""
    say, number = session.language.say, session.language.number
    boxes = list(seen.told.itertuples(index=False))
    for column, row in zip(st.columns(max(len(boxes), 2), gap="small"), boxes, strict=False):
        links = {"horizontal": True, "gap": "small", "vertical_alignment": "center"}
        with (
            column,
            st.container(key=f"sub-land-links-{_key(row.stage)}"),
            st.container(key=f"groups-land-{_key(row.stage)}", **links),
        ):
            name, within = land_stage_words(row.stage, session.language), ("land_stage", row.stage)
            if row.stage == RETURN:
                lists.number(session, f"{name}: {number(row.open)}", UNCOLLECTED, count=row.open)
                words = say("Finished late: {n}", n=number(row.overdue))
                lists.number(session, words, UNCOLLECTED_LATE, count=row.overdue)
                continue
            lists.number(session, f"{name}: {number(row.open)}", UNDER_WAY, within=within, count=row.open)
            words = say("Steps late: {n}", n=number(row.late))
            lists.number(session, words, STEP_LATE, within=within, count=row.late)
            words = say("Of overdue dossiers: {n}", n=number(row.overdue))
            lists.number(session, words, STEP_OVERDUE, within=within, count=row.overdue)


def unrecorded_line(session: Session, seen: Land) -> None:
    """Open dossiers that are in no stage because nothing is recorded."""
    if seen.unrecorded:
        words = session.language.count(
            "{n} open dossier without any step recorded", "{n} open dossiers without any step recorded", seen.unrecorded
        )
        lists.number(session, words, OPEN, within=("coordination", UNRECORDED), count=seen.unrecorded)


def headline(session: Session, seen: Land) -> None:
    """Fraction, rate and interval of all land dossiers shown."""
    language, (x, n) = session.language, seen.now
    if not n:
        st.markdown(language.say("no dossiers").capitalize())
        return
    with st.container(horizontal=True, gap="small", key="groups-land-headline", vertical_alignment="center"):
        words = language.say("{fraction} dossiers came due", fraction=language.fraction(x, n))
        lists.number(session, words, HEADLINE, count=int(x), place="land")
        if n >= FEWEST:
            low, high = (float(end) for end in statistics.wilson(x, n))
            words = language.say(
                "{rate} overdue, 95% interval {low} to {high}",
                rate=language.percent(x / n),
                low=language.percent(low),
                high=language.percent(high),
            )
            st.markdown(words, width="content")


def elsewhere_line(session: Session, seen: Land) -> None:
    """Dossiers that came due and tell no ward of a parcel: in the sum, in no row."""
    if seen.scope.units:
        return
    n = int(seen.now[1] - seen.level[1])
    if n > 0:
        st.markdown(
            session.language.count(
                "{n} dossier that came due names no ward: in the sum, in no row.",
                "{n} dossiers that came due name no ward: in the sum, in no row.",
                n,
            )
        )


def overdue_lines(session: Session, seen: Land) -> None:
    """One line a procedure, most first: how many are open and overdue, the longest; opens them."""
    language = session.language
    with st.container(key="rates-land-overdue", gap=None):
        for row in seen.overdue.head(MOST_HOLDERS).itertuples(index=False):
            with _line(f"ask-{_key(row.procedure)}"):
                st.markdown(plain(row.name or row.procedure))
                st.markdown(tables.days_words(row.longest, language), width="content")
                words = language.count("{n} dossier", "{n} dossiers", row.count)
                lists.number(session, words, OVERDUE, within=("procedure", row.procedure), count=row.count)


def age_links(session: Session, seen: Land) -> None:
    """The same by working days past the due day, oldest last."""
    names = [name for _, name in AGES] + [OLDEST]
    words = {
        name: session.language.say("{days} working days", days=lists.age_words(name, session.language))
        for name in names
    }
    groups(session, "age", words, seen.overdue_ages)
    with st.container(key="sub-land-all"):
        total = int(seen.overdue["count"].sum())
        words = session.language.count("All {n} dossier, longest first", "All {n} dossiers, longest first", total)
        lists.number(session, words, OVERDUE, count=total)


def stuck_lines(session: Session, seen: Land) -> None:
    """One line a holder, most first: how many steps are late, the longest; opens them."""
    language = session.language
    with st.container(key="rates-land-stuck", gap=None):
        for row in seen.stuck.head(MOST_HOLDERS).itertuples(index=False):
            with _line(f"stuck-{row.holder}"):
                st.markdown(plain(row.name or language.say(lists.HELD_BY["unknown"])))
                st.markdown(tables.days_words(row.longest, language), width="content")
                words = language.count("{n} step", "{n} steps", row.count)
                lists.number(session, words, STEP_LATE, within=("at_holder", row.holder), count=row.count)
    with st.container(key="sub-land-stuck-all"):
        total = int(seen.stuck["count"].sum())
        lists.number(session, language.count("All {n} step", "All {n} steps", total), STEP_LATE, count=total)


def tax_lines(session: Session, seen: Land) -> None:
    """Days and dossiers of the period, and how many wait now."""
    language, (days, waited) = session.language, seen.tax
    with st.container(key="rates-land-tax", gap=None):
        with _line(PAYMENT_DAYS):
            st.markdown(language.say(registry.get(PAYMENT_DAYS).title))
            definition(session, PAYMENT_DAYS, "land-days")
            words = language.count(
                "{n} dossier, {days} working days",
                "{n} dossiers, {days} working days",
                waited,
                days=language.number(days),
            )
            lists.number(session, words, PAYMENT_DAYS, count=waited)
        with _line(FINISHED_DOSSIERS):
            st.markdown(language.say("Finished in the period, all their time"))
            definition(session, FINISHED_DOSSIERS, "land-finished")
            words = language.count(
                "{n} dossier, {days} working days",
                "{n} dossiers, {days} working days",
                seen.finished,
                days=language.number(seen.whole),
            )
            lists.number(session, words, FINISHED_DOSSIERS, count=seen.finished)
        with _line(PAYMENT_WAITING):
            st.markdown(language.say(registry.get(PAYMENT_WAITING).title))
            definition(session, PAYMENT_WAITING, "land-waiting")
            words = language.count("{n} dossier", "{n} dossiers", seen.waiting)
            lists.number(session, words, PAYMENT_WAITING, count=seen.waiting)


def ward_table(session: Session, seen: Land) -> None:
    """Everything by ward of the parcel."""
    frame = tables.by_ward(session, seen).frame
    numbers = dict.fromkeys(frame.columns[1:], session.language.number)
    st.dataframe(
        frame.style.set_uuid("land").format(numbers),  # by itself it takes another id at every run
        hide_index=True,
        width="stretch",
        height="content",
    )


def ward_small(session: Session, seen: Land) -> None:
    """The waits of the wards that have any, for a phone."""
    say, number = session.language.say, session.language.number
    rows = [
        [plain(session.held.known.unit_name(row.unit)), number(row.overdue), number(row.days)]
        for row in seen.by_ward.itertuples(index=False)
    ]
    text_table("land-small", [say("Ward of the parcel"), say("Open, overdue"), say("Payment wait, days")], rows)
