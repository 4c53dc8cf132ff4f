"""Lines, links and the table inside the cards of "Điểm nghẽn"."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from measures import registry
from measures.bottlenecks_findings import stage_words
from measures.bottlenecks_page import (
    DWELL,
    DWELL_P90,
    FEWEST,
    LATE_DAYS,
    MOST_HOLDERS,
    STEP_LATE,
    UNDER_WAY,
    Bottlenecks,
)
from measures.lateness_page import REST
from measures.overview import HEADLINE
from measures.stays import AGENCY, CAUSES, UNRECORDED
from text import Language
from ui import bottlenecks_tables as tables
from ui import lists
from ui.blocks import definition, plain, text_table
from ui.bottlenecks_tables import CAUSE_WORDS, GROUP_WORDS
from ui.session import Session

MOST_ROWS = 11  # of the table: as high as the card beside it; all of them are in its data


def nothing(session: Session, words: str) -> None:
    """Good news in a sentence."""
    st.markdown(f":blue[:material/check_circle:] {words}")


def rate_line(session: Session, key: str, pair: tuple[float, float], strong: bool = False, told: bool = True) -> None:
    """Name, definition, fraction (opens the dossiers) and rate of a measure; ``told``: its data is there."""
    language, (x, n) = session.language, pair
    with st.container(key=f"official-{key}", horizontal=True, vertical_alignment="center", gap="small"):
        title = language.say(registry.get(key).title)
        st.markdown(f"**{title}**" if strong else title)
        definition(session, key, f"clock-{key}")
        if not n:
            st.markdown(language.say("no dossiers"))
            return
        if not told:
            st.markdown(language.say("no data yet"))
            return
        lists.number(session, language.fraction(x, n), key, count=int(x), place="clock")
        st.markdown(_rate(x, n, language))


def _rate(x: float, n: float, language: Language) -> str:
    """The rate, where there are enough dossiers for one."""
    return language.percent(x / n) if n >= FEWEST else "–"


def group_lines(session: Session, seen: Bottlenecks) -> None:
    """The headline of inter-agency dossiers, of the others, and of those without steps; each opens its overdue ones."""
    language = session.language
    for group, (x, n) in seen.groups.items():
        if group == UNRECORDED and not n:
            continue
        with st.container(key=f"official-{group}", horizontal=True, vertical_alignment="center", gap="small"):
            st.markdown(language.say(GROUP_WORDS[group]))
            definition(session, HEADLINE, f"clock-{group}")
            if not n:
                st.markdown(language.say("no dossiers"))
                continue
            within = ("coordination", group)
            lists.number(session, language.fraction(x, n), HEADLINE, within=within, count=int(x), place="clock")
            st.markdown(_rate(x, n, language))


def cause_links(session: Session, seen: Bottlenecks) -> None:
    """Late days by cause, each with its share; opens every time a dossier was held late."""
    language, stays = session.language, seen.late.groupby("cause")["stays"].sum()
    with st.container(horizontal=True, gap="small", key="groups-cause", vertical_alignment="center"):
        for cause in CAUSES:
            days, times = seen.causes[cause], int(stays.get(cause, 0))
            if not times and not days:
                continue
            words = language.count(
                "{cause}: {n} day, {times}",
                "{cause}: {n} days, {times}",
                days,
                cause=tables.place_words(language, cause, "", ""),
                times=language.count("held {n} time", "held {n} times", times),
            )
            lists.number(session, words, LATE_DAYS, within=("cause", cause), count=times)


def agency_links(session: Session, seen: Bottlenecks) -> None:
    """Late days of each coordinating agency that has a bar of its own; opens every time it held a dossier late."""
    language = session.language
    rows = seen.late[(seen.late["cause"] == AGENCY) & (seen.late["holder"] != REST)]
    if rows.empty:
        return
    with st.container(horizontal=True, gap="small", key="groups-agency", vertical_alignment="center"):
        st.markdown(language.say("Of these:"), width="content")
        for row in rows.itertuples(index=False):
            words = language.count("{unit}: {n} day", "{unit}: {n} days", row.days, unit=row.name)
            lists.number(session, words, LATE_DAYS, within=("agency", row.holder), count=row.stays)


def stage_links(session: Session, seen: Bottlenecks) -> None:
    """What is in each stage, and what is late there."""
    language = session.language
    with st.container(horizontal=True, gap="small", key="groups-stages", vertical_alignment="center"):
        for row in seen.flow.itertuples(index=False):
            words = f"{stage_words(row.stage, language)}: {language.number(row.open)}"
            lists.number(session, words, UNDER_WAY, within=("at_stage", row.stage), count=row.open)


def dwell_small(session: Session, seen: Bottlenecks) -> None:
    """The longest of them for a phone, as text."""
    say, number = session.language.say, session.language.number
    frame = tables.dwell(session, seen).frame.dropna().head(MOST_HOLDERS)
    named = [say(name) for name in ("Held by", "Stage", "90% at most, working days", "Total days")]
    rows = [
        [f"{plain(holder)}: {plain(stage)}", number(p90), number(days)]
        for holder, stage, p90, days in frame[named].itertuples(index=False)
    ]
    text_table("dwell-small", [named[0], say("90%"), named[3]], rows)


def dwell_table(session: Session, seen: Bottlenecks) -> None:
    """The stages with their holders as a table."""
    say = session.language.say
    frame = tables.dwell(session, seen).frame
    frame = frame.dropna(subset=say("Number of steps")).head(MOST_ROWS)  # what lay outside any step stands below
    days, p90 = say("Total days"), say("90% at most, working days")
    most = max(1, int(frame[p90].fillna(0).max()))
    numbers = {
        column: lambda n: "" if pd.isna(n) else session.language.number(n) for column in (days, say("Number of steps"))
    }
    st.dataframe(
        frame.style.set_uuid("dwell").format(numbers),  # by itself it takes another id at every run
        hide_index=True,
        width="stretch",
        height="content",
        column_config={
            p90: st.column_config.ProgressColumn(format="%d", min_value=0, max_value=most, color="#B4BFC9"),
        },
    )


def dwell_links(session: Session, seen: Bottlenecks) -> None:
    """Each stage: how long nine of ten took; opens its steps."""
    language = session.language
    with st.container(horizontal=True, gap="small", key="groups-dwell", vertical_alignment="center"):
        for row in seen.stages.itertuples(index=False):
            stage = stage_words(row.stage, language)
            words = language.count("{stage}: {n} step", "{stage}: {n} steps", row.stays, stage=stage)
            if row.stays >= FEWEST:
                days = language.count("{n} day", "{n} days", row.p90)
                words = language.say("{steps}, 90% within {days}", steps=words, days=days)
            lists.number(session, words, DWELL_P90, within=("at_stage", row.stage), count=row.stays)


def whole_words(session: Session, seen: Bottlenecks) -> str:
    """That all parts add up to the whole time, and what lay outside any step."""
    language = session.language
    said = [
        language.say(
            "{title}: {n} in all", title=language.say(registry.get(DWELL).title), n=language.number(seen.whole)
        )
    ]
    said += [
        f"{language.say(CAUSE_WORDS[cause])}: {language.number(days)}" for cause, days in seen.elsewhere.items() if days
    ]
    return "; ".join(said) + "."


def stuck_lines(session: Session, seen: Bottlenecks) -> None:
    """One line a holder, most first: how many steps, the longest; opens them."""
    language = session.language
    by_holder = seen.stuck.groupby(["holder", "name"], as_index=False, sort=False).agg(
        count=("count", "sum"), longest=("longest", "max")
    )
    by_holder = by_holder.sort_values(["count", "longest", "holder"], ascending=[False, False, True])
    with st.container(key="rates-stuck", gap=None):
        for row in by_holder.head(MOST_HOLDERS).itertuples(index=False):
            with st.container(
                key=f"official-stuck-{row.holder}", horizontal=True, vertical_alignment="center", gap="small"
            ):
                st.markdown(row.name or language.say(CAUSE_WORDS["unknown"]))
                st.markdown(_longest(row.longest, language), width="content")
                words = language.count("{n} step", "{n} steps", row.count)
                lists.number(session, words, STEP_LATE, within=("at_holder", row.holder), count=row.count)
    with st.container(key="sub-stuck-all"):
        total = int(seen.stuck["count"].sum())
        lists.number(session, language.count("All {n} step", "All {n} steps", total), STEP_LATE, count=total)


def _longest(days: int, language: Language) -> str:
    """Due today: not a working day over yet."""
    if not days:
        return language.say("due on the day looked at")
    return language.say("longest {n}", n=language.count("{n} day", "{n} days", days))
