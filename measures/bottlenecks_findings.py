"""The sentences of the page "Điểm nghẽn". Every one carries its numbers; none says who is to blame."""

from __future__ import annotations

import pandas as pd

from measures.bottlenecks_page import FEWEST, Bottlenecks
from measures.stays import AGENCY, UNRECORDED
from text import Language, mark

STAGE_WORDS = {
    "intake": mark("Intake"),
    "processing": mark("Processing"),
    "coordination": mark("Verification, coordination"),
    "approval": mark("Approval"),
}


def stage_words(stage: str, language: Language) -> str:
    """A stage of the source; one that we do not know keeps its own name."""
    return language.say(STAGE_WORDS[stage]) if stage in STAGE_WORDS else stage


def page_sentence(seen: Bottlenecks, language: Language) -> str:
    """Where the late days of the period lay, and what the headline is without the coordinating agencies' days."""
    if not seen.recorded or (seen.late_days and not seen.told):
        return language.say("No steps recorded: where the time goes cannot be told")
    if not seen.now[1]:
        return language.say("No dossier came due in this period.").rstrip(".") + _longest(seen, language)
    if seen.late_days:
        share = language.fraction(seen.causes[AGENCY], seen.late_days)
        return language.say("Coordinating agencies held {fraction} late days", fraction=share) + _instead(
            seen, language
        )
    return language.say("No late days in the period") + _longest(seen, language)


def _instead(seen: Bottlenecks, language: Language) -> str:
    (own, _), (x, n) = seen.own_clock, seen.now
    if n < FEWEST or own == x:
        return ""
    words = language.say(
        "without the time there {own} overdue instead of {rate}",
        own=language.percent(own / n),
        rate=language.percent(x / n),
    )
    return f"; {words}"


def _longest(seen: Bottlenecks, language: Language) -> str:
    row = longest_stage(seen)
    if row is None:
        return ""
    days = language.count("{n} working day", "{n} working days", int(row["p90"]))
    stage = stage_words(row["stage"], language)
    words = language.say("the longest stage: {stage}, 90% within {days}", stage=stage, days=days)
    return f"; {words}"


def longest_stage(seen: Bottlenecks) -> pd.Series | None:
    """The stage of finished dossiers in which nine of ten steps took longest, of those with enough steps to tell."""
    enough = seen.stages[seen.stages["stays"] >= FEWEST]
    return None if enough.empty else enough.sort_values("p90", ascending=False, kind="stable").iloc[0]


def clock_title(seen: Bottlenecks, language: Language) -> str:
    """The headline beside what it is by the units' own clock."""
    (own, n), (x, _) = seen.own_clock, seen.now
    if not n:
        return language.say("No dossier came due in this period.").rstrip(".")
    if not x:
        return language.say("No dossier that came due is overdue")
    if not seen.told:
        return language.say("No steps recorded: whose days they were cannot be told")
    away = int(x - own)
    return language.count(
        "{n} of {all} overdue dossiers would be on time without the days at coordinating agencies",
        "{n} of {all} overdue dossiers would be on time without the days at coordinating agencies",
        away,
        all=language.number(x),
    )


def late_title(seen: Bottlenecks, language: Language) -> str:
    """How many late days, and how many of them at coordinating agencies."""
    if not seen.now[1]:
        return language.say("No dossier came due in this period.").rstrip(".")
    if not seen.late_days:
        return language.say("No late days in the period")
    if not seen.told:
        return language.say("No steps recorded: whose days they were cannot be told")
    return language.say(
        "{fraction} late days lay with coordinating agencies",
        fraction=language.fraction(seen.causes[AGENCY], seen.late_days),
    )


def flow_title(seen: Bottlenecks, language: Language) -> str:
    """How many steps are under way, and where most of them are."""
    if seen.flow.empty:
        return language.say("No steps recorded")
    total = int(seen.flow["open"].sum())
    if not total:
        return language.say("No step is under way")
    most = seen.flow.sort_values("open", ascending=False).iloc[0]
    return language.count(
        "{n} step under way, most in: {stage} ({most})",
        "{n} steps under way, most in: {stage} ({most})",
        total,
        stage=stage_words(most["stage"], language),
        most=language.number(most["open"]),
    )


def dwell_title(seen: Bottlenecks, language: Language) -> str:
    """The stage that takes longest, of finished dossiers."""
    if seen.stages.empty:
        return language.say("No finished dossier has recorded steps")
    row = longest_stage(seen)
    if row is None:
        return language.say("Too few finished steps for saying which stage takes longest")
    days = language.count("{n} working day", "{n} working days", int(row["p90"]))
    return language.say("Longest: {stage}, 90% within {days}", stage=stage_words(row["stage"], language), days=days)


def stuck_title(seen: Bottlenecks, language: Language) -> str:
    """How many steps are late whose dossier can still be kept."""
    total = int(seen.stuck["count"].sum())
    if seen.flow.empty:
        return language.say("No steps recorded")
    if not total:
        return language.say("No step is late before its dossier")
    return language.count(
        "{n} step late, its dossier not yet: ask now", "{n} steps late, their dossiers not yet: ask now", total
    )


def unrecorded_words(seen: Bottlenecks, language: Language) -> list[str]:
    """What no step is known of: dossiers, and units as a whole."""
    said = []
    _, n = seen.groups[UNRECORDED]
    if n:
        said.append(
            language.count("{n} dossier without any step recorded", "{n} dossiers without any step recorded", int(n))
        )
    if seen.silent:
        said.append(language.say("no data yet: {units}", units=language.listing(seen.silent)))
    return said
