"""What the numbers say, as sentences by rule. A sentence claims no more than the verdicts carry (COUNTING 4.3)."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

import pandas as pd

from measures.judging import Change, Trend
from measures.known import Holdings
from measures.overview import HEADLINE, Overview
from measures.scope import UNIT_KINDS, Scope
from measures.verdict import Verdict
from text import Language

MOST = 5
LONG = ("16-30", ">30")
UNJUDGED = (Verdict.TOO_FEW, Verdict.NO_DATA)


class Tone(StrEnum):
    """What a sentence asks for."""

    CONCERN = "concern"
    INFO = "info"
    GOOD = "good"


@dataclass(frozen=True)
class Link:
    """Where a sentence leads: to a unit, or to the list behind a measure (``units`` empty: as now)."""

    words: str
    measure: str = ""
    part: str = "numerator"
    units: tuple[str, ...] = ()
    within: tuple[str, str] | None = None


@dataclass(frozen=True)
class Finding:
    """One sentence: ``lead`` is printed bold. ``concerned``: how many dossiers it is about."""

    tone: Tone
    lead: str
    rest: str
    concerned: int
    link: Link | None = None


class Judged(Protocol):
    """What a page knows whose units and months were judged."""

    @property
    def scope(self) -> Scope: ...

    @property
    def units(self) -> pd.DataFrame: ...

    @property
    def trend(self) -> Trend: ...


def chosen_units(seen: Judged) -> pd.DataFrame:
    """The judged units that the scope is about: all, or those named."""
    everyone = set(seen.scope.units) <= set(UNIT_KINDS)
    return seen.units if everyone else seen.units[seen.units["unit"].isin(seen.scope.units)]


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
    return "; ".join([rate + target, _differing(seen, held, language), _waiting(seen, language)])


def _against_target(seen: Overview, language: Language) -> str:
    if not seen.target:
        return ""
    met = seen.now[0] / seen.now[1] <= seen.target.value
    return ", " + (language.say("target met") if met else language.say("above the target"))


def _differing(seen: Overview, held: Holdings, language: Language) -> str:
    units = chosen_units(seen)
    higher, lower = _named(units, Verdict.HIGHER, held), _named(units, Verdict.LOWER, held)
    if len(units) == 1:
        return _alone(units.iloc[0]["verdict"], language)
    if higher:
        return language.say("clearly higher: {units}", units=language.listing(higher))
    if lower:
        return language.say("clearly lower: {units}", units=language.listing(lower))
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


def _waiting(seen: Overview, language: Language) -> str:
    if not seen.overdue:
        return language.say("no open dossier is overdue")
    return language.count("{n} open dossier is overdue", "{n} open dossiers are overdue", seen.overdue)


def _named(units: pd.DataFrame, verdict: Verdict, held: Holdings) -> list[str]:
    return [held.known.unit_name(unit) for unit in units.loc[units["verdict"] == verdict, "unit"]]


def map_title(seen: Judged, held: Holdings, language: Language) -> str:
    """What the map shows, as its heading: who clearly differs, or among how many units nobody is seen to."""
    differing = _named(seen.units, Verdict.HIGHER, held) + _named(seen.units, Verdict.LOWER, held)
    judged = int((~seen.units["verdict"].isin(UNJUDGED)).sum())
    if differing:
        return language.say("Clearly unlike the common level: {units}", units=language.listing(differing))
    if not judged:
        return language.say("Too few late for comparing the units")
    return language.count(
        "No difference is seen in the {n} unit that can be judged",
        "No difference is seen among the {n} units that can be judged",
        judged,
    )


def trend_title(seen: Judged, language: Language) -> str:
    """What the points of the chosen period say against their limits; nothing about change."""
    frame = seen.trend.frame
    if seen.trend.provisional or frame.empty:
        return language.say("Provisional: fewer than 12 periods give no limits")
    chosen = frame[(frame["period"] >= seen.scope.period.start) & (frame["period"] <= seen.scope.until)]
    if len(chosen) < 2:
        return _point_title(frame.iloc[-1], seen.trend.grain, language)
    outside = int((chosen["signal"] != "").sum())
    if not outside:
        return language.say("{count} periods, all within the limits of chance", count=language.number(len(chosen)))
    return language.say(
        "{outside} of {count} periods outside the limits of chance",
        outside=language.number(outside),
        count=language.number(len(chosen)),
    )


def _point_title(point: pd.Series, grain: str, language: Language) -> str:
    period = _point_words(point["period"], grain, language)
    if point["signal"] == "higher":
        return language.say("{period}: above the limits of chance", period=period)
    if point["signal"] == "lower":
        return language.say("{period}: below the limits of chance", period=period)
    return language.say("{period}: within the limits of chance", period=period)


def _point_words(start: dt.date, grain: str, language: Language) -> str:
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
        moved = say("unchanged")
    verdict = say("no change seen") if change.word == "none" else say("a significant change")
    return say("Against {period}: {moved}, {verdict}", period=before, moved=moved, verdict=verdict)


def attention(seen: Overview, held: Holdings, language: Language) -> list[Finding]:
    """At most five sentences about the chosen units: what is clear first, then duties, one good example last."""
    duties = [*_overdue(seen, language), *_tomorrow(seen, held, language)]
    concerns = _higher(seen, held, language) + duties
    notes = [*_stale(seen, held, language), *_watched(seen, held, language)]
    good = _lower(seen, held, language)[:1]
    return (concerns + notes)[: MOST - len(good)] + good


def _higher(seen: Overview, held: Holdings, language: Language) -> list[Finding]:
    units = chosen_units(seen)
    rows = units[units["verdict"] == Verdict.HIGHER].sort_values("rate", ascending=False)
    return [
        Finding(
            Tone.CONCERN,
            _with_rate(row, held, language),
            language.say("clearly above the common level of {level}.", level=_level(seen, language)),
            int(row.numerator),
            Link(language.say("See the dossiers"), HEADLINE, "numerator", (row.unit,)),
        )
        for row in rows.itertuples()
    ]


def _lower(seen: Overview, held: Holdings, language: Language) -> list[Finding]:
    units = chosen_units(seen)
    rows = units[units["verdict"] == Verdict.LOWER].sort_values("rate")
    return [
        Finding(
            Tone.GOOD,
            _with_rate(row, held, language),
            language.say(
                "clearly below the common level of {level}. Suggestion: exchange ways of working.",
                level=_level(seen, language),
            ),
            int(row.denominator),
            Link(language.say("See the unit"), units=(row.unit,)),
        )
        for row in rows.itertuples()
    ]


def _with_rate(row, held: Holdings, language: Language) -> str:  # type: ignore[no-untyped-def]  # a row of itertuples
    return language.say(
        "{unit}: {fraction} dossiers overdue ({rate})",
        unit=held.known.unit_name(row.unit),
        fraction=language.fraction(row.numerator, row.denominator),
        rate=language.percent(row.rate),
    )


def _level(seen: Overview, language: Language) -> str:
    return language.percent(seen.level[0] / seen.level[1])


def _overdue(seen: Overview, language: Language) -> list[Finding]:
    if not seen.overdue:
        return []
    outside, long = seen.sides.get("outside", 0), sum(seen.ages.get(age, 0) for age in LONG)
    rest = [language.count("{n} waits outside the unit", "{n} wait outside the unit", outside)] if outside else []
    if long:
        rest.append(language.say("{count} for more than 15 working days", count=language.number(long)))
    rest_text = language.say("of these {details}. Please review.", details="; ".join(rest)) if rest else ""
    lead = language.count("{n} open dossier is overdue", "{n} open dossiers are overdue", seen.overdue)
    link = Link(language.say("See the dossiers"), "overdue_open")
    return [Finding(Tone.CONCERN, lead, rest_text, seen.overdue, link)]


def _tomorrow(seen: Overview, held: Holdings, language: Language) -> list[Finding]:
    """What comes due on the next working day after T, seen from the units that are up to date."""
    coming = {day: count for day, count in seen.soon_by_day.items() if day > min(seen.scope.until, held.cut_off)}
    if not coming:
        return []
    day = min(coming)
    lead = language.count(
        "{n} dossier comes due on {day}", "{n} dossiers come due on {day}", coming[day], day=language.day_month(day)
    )
    rest = language.say("the next working day. Please remind today.")
    link = Link(language.say("See the dossiers"), "due_soon", within=("due_day", day.isoformat()))
    return [Finding(Tone.CONCERN, lead, rest, coming[day], link)]


def _stale(seen: Overview, held: Holdings, language: Language) -> list[Finding]:
    units = chosen_units(seen)
    return [
        Finding(
            Tone.INFO,
            language.say(
                "{unit} not updated since {day}",
                unit=held.known.unit_name(row.unit),
                day=language.date(row.stale_from),
            ),
            language.say("what came due after that day is in no rate yet."),
            0,
        )
        for row in units[units["stale"]].itertuples()
    ]


def _watched(seen: Overview, held: Holdings, language: Language) -> list[Finding]:
    units = chosen_units(seen)
    return [
        Finding(
            Tone.INFO,
            _with_rate(row, held, language),
            language.say("to be watched: beyond the 95% limits once, not clear yet."),
            int(row.numerator),
            Link(language.say("See the unit"), units=(row.unit,)),
        )
        for row in units[units["verdict"] == Verdict.WATCH_HIGHER].itertuples()
    ]
