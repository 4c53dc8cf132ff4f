"""The cards of "Tổng quan". Each takes the session and the overview and draws one card."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

import pandas as pd
import streamlit as st

from charts.theme import Figure
from measures import findings, registry
from measures.findings import Finding, Link, Tone
from measures.overview import HEADLINE, Overview
from ui import choosing, lists, tables
from ui.blocks import figure, plain, responsive, titled
from ui.session import Session, address

# Streamlit draws no figure narrower than 150 px.
VALUE_AND_LINE = [48, 52]
ROOM_FOR_UNIT = 7  # letters of number and unit beside each other
LATENESS_PAGE = "pages/tre_han.py"
ICONS = {Tone.CONCERN: ":orange[:material/error:]", Tone.INFO: ":gray[:material/info:]"}
ICONS |= {Tone.GOOD: ":blue[:material/check_circle:]"}


def _value(value: str, unit: str, spark: Figure, name: str, title: str) -> None:
    """Big value and small line of a card. A long value leaves no room for its unit; the line below has it."""
    left, right = st.columns(VALUE_AND_LINE, gap=None, vertical_alignment="center")
    with left, st.container(key=f"value-{name}"):
        st.markdown(f"{value} *{unit}*" if unit and len(value + unit) <= ROOM_FOR_UNIT else value)
    with right:
        figure(spark, title, f"spark-{name}")


def rate_card(session: Session, seen: Overview, figures: dict[str, Figure]) -> None:
    """The headline with fraction, parts, target, change, and the figure with certification beside it."""
    language, (x, n) = session.language, seen.now
    say, title = language.say, language.say(registry.get(HEADLINE).title)
    with st.container(key="card-rate", height="stretch"):
        titled(session, title, "rate", lambda: tables.rates(session, seen.history), HEADLINE)
        if not n:
            st.markdown(say("No dossier came due in this period."))
            return
        _value(language.percent(x / n), "", figures["rate"], "rate", title)
        with st.container(key="sub-rate", gap=None):
            lists.number(session, say("{fraction} dossiers came due", fraction=language.fraction(x, n)), HEADLINE)
            _parts(session, seen)
            _target(session, seen)
            st.markdown(findings.against(seen.change, language))
            _other_certification(session, seen)


def _parts(session: Session, seen: Overview) -> None:
    """The three parts of B, each opening its dossiers."""
    with st.container(horizontal=True, gap="small", key="parts"):
        for name, words, _ in registry.get(HEADLINE).parts:
            text = f"{session.language.number(seen.parts[name])} {session.language.say(words)}"
            lists.number(session, text, HEADLINE, name, count=seen.parts[name])


def _target(session: Session, seen: Overview) -> None:
    """Target and status: arithmetic, not a verdict. Same-day certification would drown it, so with it there is none."""
    language, target = session.language, seen.target
    if not target or seen.scope.certification:
        return
    met = seen.now[0] / seen.now[1] <= target.value
    word = language.say("met") if met else language.say("not met")
    chip = f":blue-badge[:material/check_circle: {word}]" if met else f":orange-badge[:material/error: {word}]"
    text = language.say("Target: at most {value}", value=language.percent(target.value))
    since = language.say("since {day}", day=language.date(target.valid_from))
    source = ". ".join(part for part in (target.set_by, target.document, since) if part)
    st.markdown(f"{text} {chip}", help=plain(source))


def _other_certification(session: Session, seen: Overview) -> None:
    """The same rate with same-day certification, or without where it is in already: it stands beside, never alone."""
    language, both = session.language, seen.other_certification
    if both == seen.now or not both[1]:
        return
    words = {"rate": language.percent(both[0] / both[1]), "fraction": language.fraction(*both)}
    text = language.say("With same-day certification: {rate} ({fraction})", **words)
    if seen.scope.certification:
        text = language.say("Without same-day certification: {rate} ({fraction})", **words)
    lists.number(session, text, HEADLINE, scope=replace(seen.scope, certification=not seen.scope.certification))


def soon_card(session: Session, seen: Overview, figures: dict[str, Figure]) -> None:
    """What comes due in the next three working days, by day."""
    say = session.language.say
    with _stock_card(session, "due_soon", seen.soon, seen.soon_history, figures["soon"]):
        _days(session, seen)
        st.markdown(say("Working days; line: the same weekday of 13 weeks"))
        st.markdown(_week_before(session, seen.soon_history))


def overdue_card(session: Session, seen: Overview, figures: dict[str, Figure]) -> None:
    """Open and overdue, by age, and how many of them wait outside the unit."""
    language, say = session.language, session.language.say
    with _stock_card(session, "overdue_open", seen.overdue, seen.overdue_history, figures["overdue"]):
        if seen.ages:
            st.markdown(say("Working days late:"))
            groups(session, "age", {age: lists.age_words(age, language) for age in seen.ages}, seen.ages)
        if seen.sides:
            names = {"own": say("the unit's part"), "outside": say("outside"), "unknown": say("not recorded")}
            groups(session, "held_by", names, seen.sides)
        st.markdown(_week_before(session, seen.overdue_history))


@contextmanager
def _stock_card(session: Session, key: str, count: int, history: pd.DataFrame, spark: Figure) -> Iterator[None]:
    """A card of a stock: title, number, line and the link to its dossiers; its further lines are drawn inside."""
    language, title = session.language, session.language.say(registry.get(key).title)
    with st.container(key=f"card-{key}", height="stretch"):
        titled(session, title, key, lambda: tables.stock(session, history), key)
        _value(language.number(count), language.say("dossiers"), spark, key, title)
        with st.container(key=f"sub-{key}", gap=None):
            lists.number(session, language.count("See {n} dossier", "See {n} dossiers", count), key, count=count)
            yield


def _days(session: Session, seen: Overview) -> None:
    """The coming days with their counts. Units behind the others tell of days that have passed meanwhile."""
    language, until = session.language, min(seen.scope.until, session.held.cut_off)
    with st.container(horizontal=True, gap="small", key="days"):
        for day, n in sorted(seen.soon_by_day.items()):
            words = f"{language.day_month(day)}: {language.number(n)}"
            if day <= until:
                words = language.say("{day} (unit not updated): {n}", day=language.day_month(day), n=language.number(n))
            lists.number(session, words, "due_soon", within=("due_day", day.isoformat()))


def _week_before(session: Session, history: pd.DataFrame) -> str:
    """Difference to the same weekday a week earlier."""
    say, (before, now) = session.language.say, history["numerator"].iloc[-2:]
    if now == before:
        return say("Against a week ago: the same")
    number = session.language.number(abs(now - before))
    if now > before:
        return say("Against a week ago: {number} more", number=number)
    return say("Against a week ago: {number} fewer", number=number)


def groups(session: Session, name: str, words: dict[str, str], counts: dict[str, int]) -> None:
    """One row of groups of the open overdue dossiers, each opening its list."""
    with st.container(horizontal=True, gap="small", key=f"groups-{name}"):
        for group, label in words.items():
            if group in counts:
                text = f"{label}: {session.language.number(counts[group])}"
                lists.number(session, text, "overdue_open", within=(name, group))


def beside_card(session: Session, beside: dict[str, int]) -> None:
    """The counts that stand beside the rates: the ways in which lateness hides."""
    say = session.language.say
    with st.container(key="card-beside", height="stretch"):
        counted = lambda: tables.counts(session, beside)  # noqa: E731
        titled(session, say("Counted beside the rate"), "beside", counted, "paused_open")
        with st.container(key="sub-beside", gap=None):
            for key, count in beside.items():
                title = say(registry.get(key).title)
                indent = say("of these {title}", title=title[:1].lower() + title[1:]) if key == "undecided" else title
                lists.number(session, f"{indent}: {session.language.number(count)}", key, count=count)
        with st.container(key="note-beside"):
            day = session.language.date(min(session.scope.until, session.held.cut_off))
            st.markdown(say("Paused: on {day}; the others: in the period. Here lateness can hide.", day=day))


def map_card(session: Session, seen: Overview, figures: dict[str, Figure]) -> None:
    """The tile map; a click on a tile makes that unit the scope."""
    say, language = session.language.say, session.language
    with st.container(key="card-map", height="stretch"):
        title = findings.map_title(seen, session.held, language)
        titled(session, title, "units", lambda: tables.units(session, seen), HEADLINE)
        with st.container(key="sub-map"):
            placed = say("tiles placed as on the map") if seen.comparison.units == ("ward",) else say("one tile a unit")
            st.markdown(
                say("Overdue rate, {placed}. Colour only where a verdict is clear. Click a tile.", placed=placed)
            )
        responsive(
            "map",
            lambda: choosing.clickable(session, figures["map"], title, "map"),
            lambda: choosing.clickable(session, figures["map-phone"], title, "map-phone"),
        )
        with st.container(key="note-map"):
            st.markdown(choosing.rule(session, seen.level, seen.units, seen.comparison))


def attention_card(session: Session, seen: Overview) -> None:
    """Three to five sentences, each leading to what it speaks of."""
    with st.container(key="card-attention"):
        st.header(session.language.say("Needs attention"), anchor=False)
        said = findings.attention(seen, session.held, session.language)
        if not said:
            nothing = session.language.say("Nothing stands out in this scope.")
            st.markdown(f"{ICONS[Tone.GOOD]} {nothing}")
        for number, finding in enumerate(said):
            _sentence(session, finding, number)


def _sentence(session: Session, finding: Finding, number: int) -> None:
    with st.container(key=f"finding-{number}", gap=None):
        comma = ", " if finding.rest else ""
        st.markdown(f"{ICONS[finding.tone]} **{plain(finding.lead)}**{comma}{plain(finding.rest)}")
        if finding.link:
            page, params = _target_of(session, finding.link)
            st.page_link(page, label=finding.link.words, query_params=params)


def _target_of(session: Session, link: Link) -> tuple[str, dict[str, str]]:
    """Where a sentence leads: to the list behind a number, or to a unit beside the others."""
    scope = choosing.of_unit(session, link.units[0]) if link.units else session.scope
    if link.measure:
        return lists.LIST_PAGE, lists.list_address(session, link.measure, link.part, scope, link.within)
    return LATENESS_PAGE, address(scope, session.default)


def trend_card(session: Session, seen: Overview, figures: dict[str, Figure]) -> None:
    """Up to 24 months with the limits of chance."""
    language, say = session.language, session.language.say
    with st.container(key="card-trend", height="stretch"):
        title = findings.trend_title(seen, language)
        if "trend" not in figures:
            st.header(say("No dossier came due in these months"), anchor=False)
            return
        titled(session, title, "trend", lambda: tables.trend(session, seen.trend.frame), HEADLINE)
        grain = say("24 months")
        if seen.trend.grain == "quarter":
            grain = say("by quarter, because a month expects fewer than 5 late")
        with st.container(key="sub-trend"):
            st.markdown(say("Overdue rate, {grain}. Band: what chance alone would give (99.8%).", grain=grain))
        responsive(
            "trend",
            lambda: figure(figures["trend"], title, "trend-desk"),
            lambda: figure(figures["trend-phone"], title, "trend-small"),
        )
