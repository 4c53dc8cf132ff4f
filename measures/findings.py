"""What the numbers say, as sentences by rule. A sentence claims no more than the verdicts carry (COUNTING 4.3)."""

from __future__ import annotations

import datetime as dt
from typing import Protocol

import pandas as pd

from measures.judging import Change, Trend
from measures.known import Holdings
from measures.overview import LETTERS, Overview
from measures.scope import UNIT_KINDS, Scope
from measures.verdict import Verdict
from text import Language, mark

MOST_NAMES = 4  # of units in one sentence; more are a number
UNJUDGED = (Verdict.TOO_FEW, Verdict.NO_DATA)


class Judged(Protocol):
    """What a page knows whose units and months were judged."""

    @property
    def scope(self) -> Scope: ...

    @property
    def units(self) -> pd.DataFrame: ...

    @property
    def trend(self) -> Trend: ...


class Compared(Protocol):
    """Judged units, whoever they are compared with."""

    @property
    def units(self) -> pd.DataFrame: ...


def chosen_units(seen: Judged, units: pd.DataFrame | None = None) -> pd.DataFrame:
    """The judged units that the scope is about: all, or those named. ``units``: others than those of the page."""
    units = seen.units if units is None else units
    everyone = set(seen.scope.units) <= set(UNIT_KINDS)
    return units if everyone else units[units["unit"].isin(seen.scope.units)]


def period_words(seen: Judged, held: Holdings, language: Language) -> str:
    """The period, and up to which day where it is under way."""
    title, until = seen.scope.period.title(language), min(seen.scope.until, held.cut_off)
    if until >= seen.scope.period.end:
        return title
    return language.say("{period} (up to {day})", period=title, day=language.day_month(until))


def page_sentence(seen: Overview, held: Holdings, language: Language) -> str:
    """The conclusion of the page in one line."""
    say, (x, n) = language.say, seen.now
    period = period_words(seen, held, language)
    named = [held.known.unit_name(unit) for unit in seen.scope.units if unit not in UNIT_KINDS]
    if named:
        period = f"{', '.join(named)}, {period[:1].lower()}{period[1:]}"
    if not n:
        return say("{period}: no dossier came due", period=period)
    rate = say("{period}: {rate} overdue", period=period, rate=language.percent(x / n))
    target = "" if seen.scope.certification else _against_target(seen, language)
    said = [rate + target, _differing(seen, held, language), _letters(seen, language)]
    return "; ".join(part for part in said if part)


def _against_target(seen: Overview, language: Language) -> str:
    if not seen.target:
        return ""
    met = seen.now[0] / seen.now[1] <= seen.target.value
    return ", " + (language.say("target met") if met else language.say("above the target"))


def _differing(seen: Overview, held: Holdings, language: Language) -> str:
    units = chosen_units(seen)
    higher, lower = named(units, Verdict.HIGHER, held), named(units, Verdict.LOWER, held)
    if len(units) == 1:
        return _alone(units.iloc[0]["verdict"], language)
    if higher:
        return language.say("clearly higher: {units}", units=told(units, Verdict.HIGHER, held, language))
    if lower:
        return language.say("clearly lower: {units}", units=told(units, Verdict.LOWER, held, language))
    if units["verdict"].isin(UNJUDGED).all():
        return language.say("too few late for comparing the units")
    return language.say("no unit clearly differs")


def _alone(verdict: str, language: Language) -> str:
    """The verdict on the one unit that the page is about."""
    if verdict in UNJUDGED:
        return language.say("too few late for a verdict")
    if verdict == Verdict.HIGHER:
        return language.say("clearly above the common level")
    if verdict == Verdict.LOWER:
        return language.say("clearly below the common level")
    return language.say("no evidence of a difference")


def _letters(seen: Overview, language: Language) -> str:
    """The missed duty of the period."""
    missing = seen.headlines[LETTERS].without
    if missing:
        return language.count(
            "{n} overdue dossier without apology letter", "{n} overdue dossiers without apology letter", missing
        )
    return language.say("every overdue dossier has an apology letter") if seen.now[0] else ""


def named(units: pd.DataFrame, verdict: Verdict, held: Holdings) -> list[str]:
    return [held.known.unit_name(unit) for unit in units.loc[units["verdict"] == verdict, "unit"]]


def told(units: pd.DataFrame, verdict: Verdict, held: Holdings, language: Language) -> str:
    """Judged units with this verdict: a few by name; many as "9 phường" or "cả 14 phường", for then nobody is singled
    out."""
    names = named(units, verdict, held)
    if len(names) <= MOST_NAMES:
        return language.listing(names)
    kinds = held.units.set_index("unit_id")["kind"]
    wards = (kinds[units.loc[units["verdict"] == verdict, "unit"]] == "ward").all()
    n, count = len(names), language.count
    if n == len(units):
        return count("all {n} ward", "all {n} wards", n) if wards else count("all {n} unit", "all {n} units", n)
    return count("{n} ward", "{n} wards", n) if wards else count("{n} unit", "{n} units", n)


def map_title(seen: Compared, held: Holdings, language: Language, of_target: bool = False) -> str:
    """What the map shows, as its heading: who clearly differs (from the common level, or from a target), or among how
    many units nobody is seen to."""
    differing = named(seen.units, Verdict.HIGHER, held) + named(seen.units, Verdict.LOWER, held)
    judged = int((~seen.units["verdict"].isin(UNJUDGED)).sum())
    if differing:
        words = (
            mark("Clearly unlike the target: {units}")
            if of_target
            else mark("Clearly unlike the common level: {units}")
        )
        return language.say(words, units=language.listing(differing))
    if not judged:
        return language.say("Too few dossiers for comparing the units")
    return language.count(
        "No difference is seen in the {n} unit that can be judged",
        "No difference is seen among the {n} units that can be judged",
        judged,
    )


def late_months_title(seen: Judged, language: Language) -> str:
    """The same of lateness where one chart of the days between late dossiers says more (COUNTING 4.4)."""
    if seen.trend.provisional and seen.trend.grain == "quarter":
        return language.say("Fewer than 5 late a month: see the days between late dossiers on the page Lateness")
    return trend_title(seen, language)


def trend_title(seen: Judged, language: Language) -> str:
    """What the points of the chosen period say against their limits; nothing about change."""
    frame = seen.trend.frame
    if seen.trend.provisional or frame.empty:
        return language.say("Provisional: fewer than 12 periods give no limits")
    chosen = frame[(frame["period"] >= seen.scope.period.start) & (frame["period"] <= seen.scope.until)]
    if len(chosen) < 2:
        return _point_title(frame.iloc[-1], seen.trend.grain, language)
    count = language.number(len(chosen))
    higher, lower = (int((chosen["signal"] == word).sum()) for word in ("higher", "lower"))
    if not higher + lower:
        return language.say("{count} points, all within the limits of chance", count=count)
    return language.say(
        "{count} points: {higher} above, {lower} below the limits of chance",
        count=count,
        higher=language.number(higher),
        lower=language.number(lower),
    )


def _point_title(point: pd.Series, grain: str, language: Language) -> str:
    period = point_words(point["period"], grain, language)
    if point["signal"] == "higher":
        return language.say("{period}: above the limits of chance", period=period)
    if point["signal"] == "lower":
        return language.say("{period}: below the limits of chance", period=period)
    return language.say("{period}: within the limits of chance", period=period)


def point_words(start: dt.date, grain: str, language: Language) -> str:
    if grain == "quarter":
        return language.say("Quarter {quarter}/{year}", quarter=(start.month + 2) // 3, year=start.year)
    return language.say("Month {month}/{year}", month=start.month, year=start.year)


def against(change: Change, language: Language) -> str:
    """The difference in points, and whether it may be chance. The two are separate statements."""
    say, before = language.say, change.before.title(language)
    before = before[:1].lower() + before[1:]
    if change.before.end < change.before.parse(change.before.token).end:
        before = say("{period} (up to {day})", period=before, day=language.day_month(change.before.end))
    if change.word == "":
        return say("No figures to compare with in {period}", period=before)
    moved = say("up {points}") if change.difference > 0 else say("down {points}")
    moved = moved.format(points=language.points(change.difference))
    if language.points(change.difference) == language.points(0):
        return say("Against {period}: unchanged", period=before)
    verdict = say("no change seen") if change.word == "none" else say("a significant change")
    return say("Against {period}: {moved}, {verdict}", period=before, moved=moved, verdict=verdict)
