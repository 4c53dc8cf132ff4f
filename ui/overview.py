"""The cards of "Tổng quan". Each takes the session and the overview and draws one card."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import streamlit as st

from charts.theme import Figure, verdict_word
from measures import findings, registry
from measures.findings import Finding, Link, Tone
from measures.overview import HEADLINE, Overview, comparison_scope
from measures.scope import Scope
from ui import lists
from ui.blocks import caption, downloads, figure, plain, responsive
from ui.scope_bar import go
from ui.session import Session

# Streamlit draws no figure narrower than 150 px.
VALUE_AND_LINE = [44, 56]
ROOM_FOR_UNIT = 8  # letters of number and unit beside each other
ICONS = {Tone.CONCERN: ":orange[:material/error:]", Tone.INFO: ":gray[:material/info:]"}
ICONS |= {Tone.GOOD: ":blue[:material/check_circle:]"}


def _head(title: str, value: str, unit: str, spark: Figure, name: str) -> None:
    """Label, big value and small line of a card. A long value leaves no room for its unit; the line below has it."""
    st.subheader(title, anchor=False)
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
        _head(title, value, "", figures["rate"], "rate")
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
        _head(title, language.number(seen.soon), say("dossiers"), figures["soon"], "soon")
        with st.container(key="sub-soon", gap=None):
            lists.number(session, say("See the {count} dossiers", count=language.number(seen.soon)), "due_soon")
            days = sorted(seen.soon_by_day.items())
            st.markdown(" · ".join(f"{language.day_month(day)}: **{language.number(n)}**" for day, n in days))
            st.markdown(say("Working days; line: the same weekday of 13 weeks"))
            st.markdown(_week_before(session, seen.soon_history))


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
        _head(title, language.number(seen.overdue), say("dossiers"), figures["overdue"], "overdue")
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
        st.subheader(say("In no rate"), anchor=False)
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
        _titled(
            session,
            title,
            "ward-rates",
            _unit_table(session, seen),
            say(
                "Overdue rate by unit, tiles placed as on the map. Colour only where a verdict is clear. "
                "Click a tile to see its unit."
            ),
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


def _titled(session: Session, title: str, name: str, data: pd.DataFrame, subtitle: str) -> None:
    with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="top", gap="small"):
        st.subheader(title, anchor=False)
        downloads(data, name, session)
    with st.container(key=f"sub-{name}"):
        st.markdown(subtitle)


def _clickable(session: Session, drawn: Figure, alt: str, name: str) -> None:
    """A key of its own per scope: a selection must not come back with Back (it would set the scope again)."""
    key = f"{name}-{hash((session.scope, session.version)) & 0xFFFFFF:x}"
    event = figure(drawn, alt, key, on_select="rerun", selection_mode="points")
    points = event["selection"]["points"] if event else []  # type: ignore[index]
    if points and points[0].get("customdata"):
        _choose(session, points[0]["customdata"])


def _choose(session: Session, customdata: object) -> None:
    """The tile's unit becomes the scope; a second click on it goes back to all units."""
    unit = customdata[0] if isinstance(customdata, list | tuple) else customdata
    if session.scope.units == (unit,):
        go(session, comparison_scope(session.scope, session.held))
    else:
        go(session, _of_unit(session, unit))
    st.rerun()


def _of_unit(session: Session, unit: str) -> Scope:
    """The scope of one unit. Wards count by what they receive, departments and the branch by what they resolve."""
    kind = session.held.units.set_index("unit_id")["kind"][unit]
    return replace(session.scope, units=(unit,), unit_role="receiving" if kind == "ward" else "resolving")


def _unit_table(session: Session, seen: Overview) -> pd.DataFrame:
    say, language = session.language.say, session.language
    frame = seen.units
    return pd.DataFrame(
        {
            say("Unit"): [session.held.known.unit_name(unit) for unit in frame["unit"]],
            say("overdue"): frame["numerator"].astype(int),
            say("came due"): frame["denominator"].astype(int),
            say("Rate"): [language.percent(rate) if rate == rate else "" for rate in frame["rate"]],
            say("95 % interval"): [
                f"{language.percent(low)} – {language.percent(high)}" if low == low else ""
                for low, high in zip(frame["low"], frame["high"], strict=True)
            ],
            say("Verdict"): [verdict_word(verdict, language) for verdict in frame["verdict"]],
            say("Overdispersion factor"): [language.number(factor, 2) for factor in frame["factor"]],
        }
    )


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
        _titled(session, title, "trend", _trend_table(session, seen), subtitle)
        if "trend" not in figures:
            st.markdown(say("No dossier came due in this period"))
            return
        responsive(
            "trend",
            lambda: figure(figures["trend"], title, "trend-desk"),
            lambda: figure(figures["trend-phone"], title, "trend-small"),
        )


def _trend_table(session: Session, seen: Overview) -> pd.DataFrame:
    say, percent = session.language.say, session.language.percent
    frame = seen.trend.frame
    shown = {name: [percent(v) if v == v else "" for v in frame[name]] for name in ("rate", "lower", "upper", "centre")}
    return pd.DataFrame(
        {
            say("Period"): frame["period"],
            say("overdue"): frame["numerator"].astype(int),
            say("came due"): frame["denominator"].astype(int),
            say("Rate"): shown["rate"],
            say("Lower limit"): shown["lower"],
            say("Upper limit"): shown["upper"],
            say("Mean"): shown["centre"],
        }
    )
