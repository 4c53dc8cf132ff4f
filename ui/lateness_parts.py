"""Parts of the cards of "Trễ hạn": the headline, icons with words, official rates and how they add up."""

from __future__ import annotations

import streamlit as st

from measures import findings, registry, statistics
from measures.judging import EXPECTED_AT_LEAST
from measures.lateness_page import OFFICIAL, Lateness
from measures.overview import HEADLINE
from measures.rare_events import DaysBetween
from text import Language, mark
from ui import choosing, lateness_tables, lists
from ui.blocks import caption, definition, titled
from ui.drawn import drawn
from ui.loading import load_lateness
from ui.session import Session

VARIATION = {
    "common": (":gray[:material/radio_button_checked:]", mark("Usual variation")),
    "higher": (":orange[:material/error:]", mark("Above the limits: a concern")),
    "lower": (":blue[:material/check_circle:]", mark("Below the limits: better")),
    "provisional": (":gray[:material/pending:]", mark("Too few periods to tell")),
    "longer": (":blue[:material/check_circle:]", mark("Unusually long without a late one: better")),
    "closer": (":orange[:material/error:]", mark("Late ones unusually close together: a concern")),
    "few": (":gray[:material/pending:]", mark("Too few late dossiers to tell")),
}
ASSURANCE = {
    "met": (":blue[:material/check_circle:]", mark("Met as a rule")),
    "missed": (":orange[:material/error:]", mark("Missed as a rule")),
    "mixed": (":gray[:material/help:]", mark("Now met, now missed")),
    "": (":gray[:material/remove:]", mark("Not to be told")),
}
SIGNS = {1: "+", -1: "\u2212"}


def headline(session: Session, seen: Lateness) -> None:
    """Rate and fraction of the chosen units in the period, and the parts of the numerator."""
    language, (x, n) = session.language, seen.now
    period = findings.period_words(seen, session.held, language)
    if not n:
        st.markdown(language.say("{period}: no dossier came due", period=period))
        return
    with st.container(horizontal=True, gap="small", key="groups-headline", vertical_alignment="center"):
        st.markdown(
            language.say("{period}: {rate} overdue", period=period, rate=language.percent(x / n)), width="content"
        )
        words = language.say("{fraction} dossiers came due", fraction=language.fraction(x, n))
        lists.number(session, words, HEADLINE, place="control")
        for name, part, _ in registry.get(HEADLINE).parts:
            words = f"{language.number(seen.parts[name])} {language.say(part)}"
            lists.number(session, words, HEADLINE, name, count=seen.parts[name], place="control")


def icons(session: Session, seen: Lateness) -> None:
    """What the newest point says of chance, and what its limits say of the target: two statements, in words."""
    say = session.language.say
    icon, words = VARIATION[seen.variation]
    st.markdown(f"{icon} {say('Variation')}  \n**{say(words)}**", width="content")
    if seen.target and not seen.scope.certification:
        icon, words = ASSURANCE[seen.assurance]
        value = session.language.percent(seen.target.value)
        st.markdown(f"{icon} {say('Target: at most {value}', value=value)}  \n**{say(words)}**", width="content")


def band_words(session: Session, seen: Lateness) -> str:
    """How the band of the control chart is to be read, or the days between late dossiers."""
    say = session.language.say
    if seen.rare is not None:
        return _rare_words(session.language, seen.rare)
    grain = say("24 months")
    if seen.trend.grain == "quarter":
        grain = say("by quarter, because a month expects fewer than 5 late")
    return say("Overdue rate, {grain}. Band: what chance alone would give (99.8%).", grain=grain)


def _rare_words(language: Language, rare: DaysBetween) -> str:
    """What a point is, why there are no months, and where the limit lies."""
    words = language.say(
        "Each point: working days from one late dossier to the next, because a month expects fewer than 5 late; "
        "higher is better."
    )
    if rare.provisional:
        return words
    limit = language.say(
        "Limit: {n} dossiers due in a row without a late one; chance alone gives that less than once in 1000.",
        n=language.number(rare.in_a_row),
    )
    return f"{words} {limit}"


def baselines(session: Session, seen: Lateness) -> list[str]:
    """The recorded decisions to judge by new limits that fall into the months shown."""
    language, frame = session.language, seen.trend.frame if seen.rare is None else seen.history
    return [
        language.say(
            "New limits since {month}: {reason}",
            month=language.month(one.day),
            reason=one.reason if language.code == "vi" else one.reason_en,
        )
        for one in session.profile.baselines
        if frame["period"].min() < one.day <= frame["period"].max()
    ]


def rule_help(session: Session) -> str:
    """How the verdict is reached and how often it errs."""
    rule = session.language.say(
        "Groups: beyond {action} of the exact limits around the rate of the other units, or beyond {warning} twice "
        "running, is clear; beyond {warning} once is watched. The limits are widened where the units differ by more "
        "than chance (mean squared difference, the most extreme tenth at each end pulled in, at least 1). Too few to "
        "judge: fewer than {few} are expected at the common level. "
        "Possible rank: each unit by itself, not all at once.",
        action=session.language.percent(1 - 2 * statistics.ACTION),
        warning=session.language.percent(1 - 2 * statistics.WARNING, 0),
        few=session.language.number(EXPECTED_AT_LEAST),
    )
    return f"{rule} {choosing.errors_of_rule(session.language)}"


def origins(session: Session, seen: Lateness) -> None:
    """How many of the open overdue came due in this period, and how many before."""
    language, before = session.language, dict(seen.reconciliation)["overdue_of_open.due_before"]
    with st.container(horizontal=True, gap="small", key="groups-origins", vertical_alignment="center"):
        now = seen.parts["open"]
        words = language.count("{n} came due in the period", "{n} came due in the period", now)
        lists.number(session, words, HEADLINE, "open", count=now)
        words = language.count("{n} before it", "{n} before it", before)
        lists.number(session, words, "overdue_of_open", "due_before", count=before)


def letters(session: Session, seen: Lateness) -> None:
    """How many of them have no apology letter: an open duty, so it has a colour."""
    missing = int(seen.ages["without_letter"].sum())
    if not missing:
        st.markdown(f":blue[:material/check_circle:] {session.language.say('All of them have an apology letter')}")
        return
    with st.container(horizontal=True, gap=None, key="groups-letters", vertical_alignment="center"):
        st.markdown(":orange[:material/error:]", width="content")
        words = session.language.say("Without apology letter: {n}", n=session.language.number(missing))
        lists.number(session, words, "overdue_open", within=("letter", "without"))
        st.markdown(session.language.say("(foot of the columns)"), width="content")


def officials_card(session: Session) -> None:
    """The headline, the official rates below it, and the line that leads from one to the others."""
    with st.container(key="card-officials", height="stretch"):
        titled(
            session,
            lambda: session.language.say("The official rates count other dossiers"),
            "officials",
            lambda: lateness_tables.officials(session, load_lateness(session)),
            HEADLINE,
        )
        _officials(session)


@drawn
def _officials(session: Session) -> None:
    seen = load_lateness(session)
    with st.container(key="sub-officials"):
        say = session.language.say
        st.markdown(say("The headline first; the official form counts what was finished, and what is open."))
    with st.container(key="rates-officials", gap=None):
        for key in (HEADLINE, *OFFICIAL):
            _rate_line(session, seen, key)
    with st.container(key="sub-steps", gap=None):
        _steps(session, seen)
    with st.container(key="note-officials"):
        st.markdown(caption(session))


def _rate_line(session: Session, seen: Lateness, key: str) -> None:
    """Name, definition, fraction (opens the dossiers) and rate; before a measure was law, the sentence that says so."""
    language, measure = session.language, registry.get(key)
    with st.container(key=f"official-{key}", horizontal=True, vertical_alignment="center", gap="small"):
        title = language.say(measure.title)
        st.markdown(f"**{title}**" if key == HEADLINE else title)
        definition(session, key, f"official-{key}")
        found = seen.now if key == HEADLINE else seen.officials.get(key)
        if found is None and measure.valid_from:
            st.markdown(language.say("does not apply before {day}", day=language.date(measure.valid_from)))
            return
        x, n = found or (0, 0)
        if not n:
            st.markdown(language.say("no dossiers"))
            return
        lists.number(session, language.fraction(x, n), key)
        st.markdown(language.percent(x / n))


def _steps(session: Session, seen: Lateness) -> None:
    """From the overdue of the period to the late of the form, step by step; both sides add up."""
    language = session.language
    with st.container(horizontal=True, gap="small", key="groups-steps", vertical_alignment="center"):
        st.markdown(language.say("Reconciled:"), width="content")
        for place, (key, count) in enumerate(seen.reconciliation):
            measure, _, part = key.partition(".")
            sign = SIGNS[-1 if count < 0 or key.endswith("ended_after") else 1] + " " if place else ""
            words = f"{sign}{language.number(abs(count))} {language.say(STEPS[key])}"
            lists.number(session, words, measure, part or "numerator", count=abs(count), place="steps")
        late, overdue = (int(seen.officials[key][0]) for key in OFFICIAL[:2])
        st.markdown(f"= {language.number(sum(n for _, n in seen.reconciliation))} =", width="content")
        words = language.count("{n} finished late", "{n} finished late", late)
        lists.number(session, words, "late_of_finished", count=late, place="steps")
        words = language.count("+ {n} open and overdue", "+ {n} open and overdue", overdue)
        lists.number(session, words, "overdue_of_open", count=overdue, place="steps")


STEPS = {
    HEADLINE: mark("overdue in the period"),
    "overdue_rate.ended_after": mark("ended after the due day"),
    "late_of_finished.due_before": mark("finished late, due before the period"),
    "overdue_of_open.due_before": mark("still open, due before the period"),
}
