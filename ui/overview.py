"""The cards of "Tổng quan". Each takes the session and the overview and draws one card."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import streamlit as st

from charts.theme import Figure
from measures import findings, registry
from measures.findings import Finding, Link, Tone
from measures.overview import HEADLINE, Overview, comparison_scope
from measures.scope import Scope
from ui import lists, tables
from ui.blocks import caption, figure, plain, responsive, titled
from ui.scope_bar import go
from ui.session import Session

# Streamlit draws no figure narrower than 150 px.
VALUE_AND_LINE = [44, 56]
ROOM_FOR_UNIT = 8  # letters of number and unit beside each other
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
        value = language.percent(x / n) if n else say("No dossier came due in this period")
        titled(session, title, "rate", lambda: tables.rates(session, seen.history))
        _value(value, "", figures["rate"], "rate", title)
        with st.container(key="sub-rate", gap=None):
            with st.container(horizontal=True, gap="small"):
                lists.number(session, say("{fraction} dossiers came due", fraction=language.fraction(x, n)), HEADLINE)
            _parts(session, seen)
            _target(session, seen)
            st.markdown(_change(session, seen))
            both = seen.with_certification
            st.markdown(
                say(
                    "With certification: {rate} ({fraction})",
                    rate=language.percent(both[0] / both[1]) if both[1] else "–",
                    fraction=language.fraction(*both),
                )
            )


def _parts(session: Session, seen: Overview) -> None:
    """The three parts of B, each opening its dossiers."""
    with st.container(horizontal=True, gap="small", key="parts"):
        for name, words, _ in registry.get(HEADLINE).parts:
            count = session.language.number(seen.parts[name])
            lists.number(session, f"{count} {session.language.say(words)}", HEADLINE, name)


def _target(session: Session, seen: Overview) -> None:
    language, target = session.language, seen.target
    if not target or not seen.now[1]:
        return
    met = seen.now[0] / seen.now[1] <= target.value
    word = language.say("met") if met else language.say("not met")
    chip = f":blue-badge[:material/check_circle: {word}]" if met else f":orange-badge[:material/error: {word}]"
    text = language.say("Target: at most {value}", value=language.percent(target.value))
    st.markdown(f"{text} {chip}", help=plain(f"{target.set_by}. {target.document}".strip()))


def _change(session: Session, seen: Overview) -> str:
    """The difference in points, and whether it may be chance. The two are separate statements."""
    language, change = session.language, seen.change
    say, before = language.say, change.before.title(language)
    if change.word == "":
        return say("Nothing to compare with in: {period}", period=before)
    direction = say("up {points}") if change.difference > 0 else say("down {points}")
    moved = direction.format(points=language.points(change.difference))
    verdict = say("no change seen") if change.word == "none" else say("a significant change")
    return say(
        "Against {period}: {moved}, {verdict}", period=before[:1].lower() + before[1:], moved=moved, verdict=verdict
    )


def soon_card(session: Session, seen: Overview, figures: dict[str, Figure]) -> None:
    """What comes due in the next three working days, by day."""
    language, say = session.language, session.language.say
    title = say(registry.get("due_soon").title)
    with st.container(key="card-soon", height="stretch"):
        titled(session, title, "soon", lambda: tables.stock(session, seen.soon_history))
        _value(language.number(seen.soon), say("dossiers"), figures["soon"], "soon", title)
        with st.container(key="sub-soon", gap=None):
            lists.number(session, say("See the {count} dossiers", count=language.number(seen.soon)), "due_soon")
            st.markdown(_days(session, seen))
            st.markdown(say("Working days; line: the same weekday of 13 weeks"))
            st.markdown(_week_before(session, seen.soon_history))


def _days(session: Session, seen: Overview) -> str:
    """The coming days with their counts. Units behind the others tell of days that have passed meanwhile: one sum."""
    language, until = session.language, min(seen.scope.until, session.held.cut_off)
    coming = sorted((day, n) for day, n in seen.soon_by_day.items() if day > until)
    parts = [f"{language.day_month(day)}: **{language.number(n)}**" for day, n in coming]
    if passed := seen.soon - sum(n for _, n in coming):
        words = language.say("up to {day}, in units not updated", day=language.day_month(until))
        parts.append(f"{words}: **{language.number(passed)}**")
    return " · ".join(parts)


def _week_before(session: Session, history: pd.DataFrame) -> str:
    """Difference to the same weekday a week earlier."""
    say, (before, now) = session.language.say, history["numerator"].iloc[-2:]
    if now == before:
        return say("Against a week ago: the same")
    moved = say("{count} more") if now > before else say("{count} fewer")
    return say("Against a week ago: {moved}", moved=moved.format(count=session.language.number(abs(now - before))))


def overdue_card(session: Session, seen: Overview, figures: dict[str, Figure]) -> None:
    """Open and overdue, by age, and how many of them wait outside the ward."""
    language, say = session.language, session.language.say
    title = say(registry.get("overdue_open").title)
    with st.container(key="card-overdue", height="stretch"):
        titled(session, title, "overdue", lambda: tables.stock(session, seen.overdue_history))
        _value(language.number(seen.overdue), say("dossiers"), figures["overdue"], "overdue", title)
        with st.container(key="sub-overdue", gap=None):
            lists.number(session, say("See the {count} dossiers", count=language.number(seen.overdue)), "overdue_open")
            if seen.ages:
                ages = " · ".join(f"{_age(age, session)}: **{language.number(n)}**" for age, n in seen.ages.items())
                st.markdown(say("Working days late: {ages}", ages=ages))
                outside = findings.outside_part(seen, session.held)
                st.markdown(
                    say(
                        "The units' own part: **{own}** · waiting outside: **{outside}**",
                        own=language.number(seen.overdue - outside),
                        outside=language.number(outside),
                    )
                )
            st.markdown(_week_before(session, seen.overdue_history))


def _age(name: str, session: Session) -> str:
    """A bin of ages in words: "0" is less than one working day (due Friday, looked at on Saturday)."""
    say = session.language.say
    return {"0": say("under 1"), ">30": say("over 30")}.get(name, name.replace("-", "–"))


def beside_card(session: Session, seen: Overview) -> None:
    """The counts that no rate holds: the ways in which lateness hides."""
    say = session.language.say
    with st.container(key="card-beside", height="stretch"):
        titled(session, say("In no rate"), "beside", lambda: tables.counts(session, seen.beside))
        with st.container(key="aside-list", gap=None):
            for key, count in seen.beside.items():
                with st.container(horizontal=True, horizontal_alignment="distribute", gap="small"):
                    st.markdown(say(registry.get(key).title), width="content", help=say(registry.get(key).formula))
                    lists.number(session, session.language.number(count), key)
        with st.container(key="note-beside"):
            st.markdown(say("Here lateness can hide: each number opens its dossiers."))


def map_card(session: Session, seen: Overview, figures: dict[str, Figure]) -> None:
    """The tile map; a click on a tile makes that unit the scope."""
    say, language = session.language.say, session.language
    with st.container(key="card-map", height="stretch"):
        title = findings.map_title(seen, session.held, language)
        titled(session, title, "ward-rates", lambda: tables.units(session, seen.units))
        with st.container(key="sub-map"):
            st.markdown(
                say(
                    "Overdue rate by unit, tiles placed as on the map. Colour only where a verdict is clear. "
                    "Click a tile to see its unit."
                )
            )
        responsive(
            "map",
            lambda: _clickable(session, figures["map"], title, "map"),
            lambda: _clickable(session, figures["map-phone"], title, "map-phone"),
        )
        with st.container(key="note-map"):
            st.markdown(_rule(session, seen))


def _rule(session: Session, seen: Overview) -> str:
    """The rule behind the verdicts with its figures: level, limits, factor, and where nothing could be called lower."""
    language, say, (x, n) = session.language, session.language.say, seen.level
    if not n:
        return say("No dossier came due in this period")
    rule = say(
        "Common level {rate} ({fraction}). Clear: beyond the exact 99.8 % limits around the rate of the other units, "
        "or beyond 95 % in two periods running; overdispersion factor {factor}. No verdict below 5 expected.",
        rate=language.percent(x / n),
        fraction=language.fraction(x, n),
        factor=language.number(seen.units["factor"].max(), 2),
    )
    blind = int((~seen.units["can_be_lower"] & (seen.units["denominator"] > 0)).sum())
    lower = language.count(
        "In {n} unit even 0 late could not be called lower.",
        "In {n} units even 0 late could not be called lower.",
        blind,
    )
    return " ".join([rule, lower if blind else "", caption(session, seen.comparison)])


def _clickable(session: Session, drawn: Figure, alt: str, name: str) -> None:
    """A figure whose click chooses a unit. Each click gets the figure a new key: a kept selection would come back with
    the browser's Back and set the scope again."""
    key = f"{name}-{st.session_state.get('clicks', 0)}"
    figure(drawn, alt, key, on_select=lambda: _choose(session, key), selection_mode="points")


def _choose(session: Session, key: str) -> None:
    """The tile's unit becomes the scope; a second click on it goes back to all units."""
    points = st.session_state[key]["selection"]["points"]
    if not points:
        return
    st.session_state["clicks"] = st.session_state.get("clicks", 0) + 1
    unit = points[0]["customdata"][0]
    if session.scope.units == (unit,):
        go(session, comparison_scope(session.scope, session.held))
    else:
        go(session, _of_unit(session, unit))


def _of_unit(session: Session, unit: str) -> Scope:
    """The scope of one unit. Wards count by what they receive, departments and the branch by what they resolve."""
    kind = session.held.units.set_index("unit_id")["kind"][unit]
    return replace(session.scope, units=(unit,), unit_role="receiving" if kind == "ward" else "resolving")


def attention_card(session: Session, seen: Overview) -> None:
    """Three to five sentences, each leading to what it speaks of."""
    with st.container(key="card-attention"):
        st.subheader(session.language.say("Needs attention"), anchor=False)
        said = findings.attention(seen, session.held, session.language)
        if not said:
            st.markdown(f"{ICONS[Tone.GOOD]} {session.language.say('Nothing stands out in this scope.')}")
        for number, finding in enumerate(said):
            _sentence(session, finding, number)


def _sentence(session: Session, finding: Finding, number: int) -> None:
    with st.container(key=f"finding-{number}", gap=None):
        comma = ", " if finding.rest else ""
        st.markdown(f"{ICONS[finding.tone]} **{plain(finding.lead)}**{comma}{plain(finding.rest)}")
        if finding.link and st.button(finding.link.words, type="tertiary", key=f"follow-{number}"):
            _follow(session, finding.link)


def _follow(session: Session, link: Link) -> None:
    """Go where a sentence leads: to the list behind a number, or to a unit."""
    scope = _of_unit(session, link.units[0]) if link.units else session.scope
    if link.measure:
        lists.open_list(session, link.measure, link.part, scope)
    go(session, scope)
    st.rerun()


def trend_card(session: Session, seen: Overview, figures: dict[str, Figure]) -> None:
    """24 months with the limits of chance."""
    language, say = session.language, session.language.say
    with st.container(key="card-trend"):
        title = findings.trend_title(seen, language)
        grain = (
            say("quarters, because a month expects fewer than 5") if seen.trend.grain == "quarter" else say("24 months")
        )
        subtitle = say("Overdue rate, {grain}. Band: what chance alone would give (99.8 %).", grain=grain)
        titled(session, title, "trend", lambda: tables.trend(session, seen.trend.frame))
        with st.container(key="sub-trend"):
            st.markdown(subtitle)
        if "trend" not in figures:
            st.markdown(say("No dossier came due in this period"))
            return
        responsive(
            "trend",
            lambda: figure(figures["trend"], title, "trend-desk"),
            lambda: figure(figures["trend-phone"], title, "trend-small"),
        )
