"""The cards of "Tổng quan": the three headlines, what comes due, what stands beside the rates, the months."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import streamlit as st

from charts.theme import Figure
from measures import findings, registry
from measures.headlines import Headline, aim, is_met
from measures.overview import HEADLINE, LETTERS, Overview
from text import mark
from ui import lists, tables
from ui.blocks import figure, plain, responsive, titled
from ui.drawn import drawn
from ui.loading import load_overview, overview_figures
from ui.session import Session, address

# Streamlit draws no figure narrower than 150 px.
VALUE_AND_LINE = [48, 52]
ROOM_FOR_UNIT = 7  # letters of number and unit beside each other
SOON = "due_soon"


@drawn
def page_title(session: Session) -> None:
    """The sentence of the page, and the way to the slides of the same scope."""
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="title-page"):
        st.title(findings.page_sentence(load_overview(session), session.held, session.language), anchor=False)
        with st.container(key="to-show", width="content"):
            params = address(session.scope, session.default)
            words, icon = session.language.say("Projection"), ":material/slideshow:"
            st.page_link("pages/trinh_chieu.py", label=words, icon=icon, query_params=params)


def _value(value: str, unit: str, spark: Figure, name: str, title: str) -> None:
    """Big value and small line of a card. A long value leaves no room for its unit; the line below has it."""
    left, right = st.columns(VALUE_AND_LINE, gap=None, vertical_alignment="center")
    with left, st.container(key=f"value-{name}"):
        st.markdown(f"{value} *{unit}*" if unit and len(value + unit) <= ROOM_FOR_UNIT else value)
    with right:
        figure(spark, title, f"spark-{name}")


def headline_card(session: Session, key: str) -> None:
    """A headline with fraction, target, change, and the figure with certification beside it."""
    with st.container(key=f"card-{key}", height="stretch"):
        title = titled(
            session,
            lambda: session.language.say(registry.get(key).title),
            key,
            lambda: tables.headline(session, load_overview(session).headlines[key]),
            key,
        )
        _headline(session, key, title)


@drawn
def _headline(session: Session, key: str, title: str) -> None:
    language, seen = session.language, load_overview(session)
    headline = seen.headlines[key]
    x, n = headline.now
    if not n:
        st.markdown(language.say(NOTHING[key]))
        return
    rate, spark = language.percent(x / n), overview_figures(*session.cache_key)[key]
    _value(rate if x < n else language.percent(1, 0), "", spark, key, title)  # "100,0 %" is too long
    with st.container(key=f"sub-{key}", gap=None):
        words = language.say(COUNTED[key], fraction=language.fraction(x, n))
        lists.number(session, words, key)
        if key == HEADLINE:
            _parts(session, seen)
        if key == LETTERS:
            _missing(session, seen)
        _target(session, headline)
        said = (findings.against(change, language) for change in (headline.change, headline.last_year))
        for line in dict.fromkeys(said):  # what stands before six months is the same half of the year before
            st.markdown(line)
        _other_certification(session, headline)


COUNTED = {
    "overdue_rate": mark("{fraction} dossiers came due"),
    "online_share": mark("{fraction} dossiers received"),
    "letter_rate": mark("{fraction} overdue dossiers"),
}
NOTHING = {
    "overdue_rate": mark("No dossier came due in this period."),
    "online_share": mark("No dossier was received in this period."),
    "letter_rate": mark("No dossier became overdue in this period."),
}


def _parts(session: Session, seen: Overview) -> None:
    """The three parts of B, each opening its dossiers."""
    with st.container(horizontal=True, gap="small", key="parts"):
        for name, words, _ in registry.get(HEADLINE).parts:
            text = f"{session.language.number(seen.parts[name])} {session.language.say(words)}"
            lists.number(session, text, HEADLINE, name, count=seen.parts[name])


def _missing(session: Session, seen: Overview) -> None:
    """The letters that are missing, by what became of the dossier, each opening its list."""
    language = session.language
    with st.container(horizontal=True, gap="small", key="parts-letters"):
        for state, words in lists.LEFT.items():
            if count := seen.unwritten.get(state, 0):
                text = language.say("{n} missing, {words}", n=language.number(count), words=language.say(words))
                lists.number(session, text, "loss_no_letter", within=("state", state))


def _target(session: Session, headline: Headline) -> None:
    """Target and status: arithmetic, not a verdict. Same-day certification would drown it, so with it there is none."""
    language, target = session.language, headline.target
    if not target or aim(headline.key, target, session.scope.certification) is None:
        return
    met = is_met(headline.now, target)
    word = language.say("met") if met else language.say("not met")
    chip = f":blue-badge[:material/check_circle: {word}]" if met else f":orange-badge[:material/error: {word}]"
    value = language.percent(target.value, 0 if target.direction == "at_least" else 1)
    words = mark("Target: at most {value}")
    if target.direction == "at_least":
        words = mark("Target: {value}") if target.value == 1 else mark("Target: at least {value}")
    text = language.say(words, value=value)
    since = language.say("since {day}", day=language.date(target.valid_from))
    source = ". ".join(part for part in (target.set_by, target.document, since) if part)
    st.markdown(f"{text} {chip}", help=plain(source))


def _other_certification(session: Session, headline: Headline) -> None:
    """The same rate with same-day certification, or without where it is in already: it stands beside, never alone."""
    language, both = session.language, headline.other_certification
    if both is None or both == headline.now or not both[1]:
        return
    words = {"rate": language.percent(both[0] / both[1]), "fraction": language.fraction(*both)}
    text = language.say("With same-day certification: {rate} ({fraction})", **words)
    if session.scope.certification:
        text = language.say("Without same-day certification: {rate} ({fraction})", **words)
    other = replace(session.scope, certification=not session.scope.certification)
    lists.number(session, text, headline.key, scope=other)


def soon_card(session: Session) -> None:
    """What comes due in the next three working days, by day."""
    with st.container(key=f"card-{SOON}", height="stretch"):
        title = titled(
            session,
            lambda: session.language.say(registry.get(SOON).title),
            SOON,
            lambda: tables.stock(session, load_overview(session).soon_history),
            SOON,
        )
        _soon(session, title)


@drawn
def _soon(session: Session, title: str) -> None:
    language, seen = session.language, load_overview(session)
    spark = overview_figures(*session.cache_key)["soon"]
    _value(language.number(seen.soon), language.say("dossiers"), spark, SOON, title)
    with st.container(key=f"sub-{SOON}", gap=None):
        words = language.count("See {n} dossier", "See {n} dossiers", seen.soon)
        lists.number(session, words, SOON, count=seen.soon)
        _days(session, seen)
        st.markdown(language.say("Working days; line: the same weekday of 13 weeks"))
        st.markdown(_week_before(session, seen.soon_history))


def _days(session: Session, seen: Overview) -> None:
    """The coming days with their counts. Units behind the others tell of days that have passed meanwhile."""
    language, until = session.language, min(seen.scope.until, session.held.cut_off)
    with st.container(horizontal=True, gap="small", key="days"):
        for day, n in sorted(seen.soon_by_day.items()):
            words = f"{language.day_month(day)}: {language.number(n)}"
            if day <= until:
                words = language.say("{day} (unit not updated): {n}", day=language.day_month(day), n=language.number(n))
            lists.number(session, words, SOON, within=("due_day", day.isoformat()))


def _week_before(session: Session, history: pd.DataFrame) -> str:
    """Difference to the same weekday a week earlier."""
    say, (before, now) = session.language.say, history["numerator"].iloc[-2:]
    if now == before:
        return say("Against a week ago: the same")
    number = session.language.number(abs(now - before))
    if now > before:
        return say("Against a week ago: {number} more", number=number)
    return say("Against a week ago: {number} fewer", number=number)


@drawn
def beside_strip(session: Session) -> None:
    """The counts that stand beside the rates, in one line: the ways in which lateness hides."""
    language = session.language
    with st.container(key="card-strip", horizontal=True, gap="medium", vertical_alignment="center"):
        st.markdown(f"**{language.say('Counted beside the rate')}**", width="content")
        for key, count in load_overview(session).beside.items():
            words = f"{language.say(registry.get(key).title)}: {language.number(count)}"
            lists.number(session, words, key, count=count, place="strip")


def trend_card(session: Session) -> None:
    """Up to 24 months with the limits of chance."""
    with st.container(key="card-trend", height="stretch"):
        if _nothing_came_due(session):
            return
        title = titled(
            session,
            lambda: findings.late_months_title(load_overview(session), session.language),
            "trend",
            lambda: tables.trend(session, load_overview(session).trend.frame),
            HEADLINE,
        )
        _trend(session, title)


@drawn
def _nothing_came_due(session: Session) -> bool:
    nothing = "trend" not in overview_figures(*session.cache_key)
    if nothing:
        st.header(session.language.say("No dossier came due in these months"), anchor=False)
    return nothing


@drawn
def _trend(session: Session, title: str) -> None:
    say, seen, figures = session.language.say, load_overview(session), overview_figures(*session.cache_key)
    grain = say("24 months")
    if seen.trend.grain == "quarter":
        grain = say("by quarter, because a month expects fewer than 5 late")
    with st.container(key="sub-trend"):
        words = mark("Overdue rate, {grain}. Band: what chance alone would give (99.8%); triangle: beyond it.")
        if seen.trend.provisional:
            words = mark("Overdue rate, {grain}. No limits yet.")
        st.markdown(say(words, grain=grain))
    responsive(
        "trend",
        lambda: figure(figures["trend"], title, "trend-desk"),
        lambda: figure(figures["trend-phone"], title, "trend-small"),
    )
