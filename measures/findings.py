"""What the numbers say, as sentences by rule. A sentence claims no more than the verdicts carry (COUNTING 4.3)."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

import pandas as pd

from measures.known import Holdings
from measures.overview import HEADLINE, Overview
from measures.scope import UNIT_KINDS
from measures.verdict import Verdict
from text import Language

MOST = 5


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


@dataclass(frozen=True)
class Finding:
    """One sentence: ``lead`` is printed bold. ``concerned`` ranks it: how many dossiers it is about."""

    tone: Tone
    lead: str
    rest: str
    concerned: int
    link: Link | None = None


def page_sentence(seen: Overview, held: Holdings, language: Language) -> str:
    """The conclusion of the page in one line."""
    say = language.say
    x, n = seen.now
    if not n:
        return say("{period}: no dossier came due", period=seen.scope.period.title(language))
    rate = say("{period}: {rate} overdue", period=seen.scope.period.title(language), rate=language.percent(x / n))
    return "; ".join(
        [rate + _against_target(seen, language), _differing(seen, held, language), _waiting(seen, language)]
    )


def _against_target(seen: Overview, language: Language) -> str:
    if not seen.target:
        return ""
    met = seen.now[0] / seen.now[1] <= seen.target.value
    return ", " + (language.say("target met") if met else language.say("above the target"))


def _differing(seen: Overview, held: Holdings, language: Language) -> str:
    everyone = set(seen.scope.units) <= set(UNIT_KINDS)
    units = seen.units if everyone else seen.units[seen.units["unit"].isin(seen.scope.units)]
    higher, lower = _named(units, Verdict.HIGHER, held), _named(units, Verdict.LOWER, held)
    if higher:
        return language.say("{units} clearly higher", units=language.listing(higher))
    if lower:
        return language.say("{units} clearly lower", units=language.listing(lower))
    if len(units) == 1 and units.iloc[0]["verdict"] == Verdict.TOO_FEW:
        return language.say("too few dossiers for a verdict")
    return language.say("no unit clearly differs") if len(units) > 1 else language.say("no evidence of a difference")


def _waiting(seen: Overview, language: Language) -> str:
    if not seen.overdue:
        return language.say("no open dossier is overdue")
    return language.count("{n} open dossier is overdue", "{n} open dossiers are overdue", seen.overdue)


def _named(units: pd.DataFrame, verdict: Verdict, held: Holdings) -> list[str]:
    return [held.known.unit_name(unit) for unit in units.loc[units["verdict"] == verdict, "unit"]]


def map_title(seen: Overview, held: Holdings, language: Language) -> str:
    """What the map shows, as its heading."""
    differing = _named(seen.units, Verdict.HIGHER, held) + _named(seen.units, Verdict.LOWER, held)
    if not differing:
        return language.say("No unit is seen to differ from the common level")
    return language.say("Only {units} clearly differ from the common level", units=language.listing(differing))


def trend_title(seen: Overview, language: Language) -> str:
    """What the last point of the trend says against its limits; nothing about change."""
    frame = seen.trend.frame
    if seen.trend.provisional or frame.empty:
        return language.say("Too few periods for limits")
    last = frame.iloc[-1]
    period = _point_title(last["period"], seen.trend.grain, language)
    if last["signal"] == "higher":
        return language.say("{period}: above the limits of chance", period=period)
    if last["signal"] == "lower":
        return language.say("{period}: below the limits of chance", period=period)
    return language.say("{period}: within the limits of chance", period=period)


def _point_title(start: dt.date, grain: str, language: Language) -> str:
    if grain == "quarter":
        return language.say("Quarter {quarter}/{year}", quarter=(start.month + 2) // 3, year=start.year)
    return language.say("Month {month}/{year}", month=start.month, year=start.year)


def attention(seen: Overview, held: Holdings, language: Language) -> list[Finding]:
    """At most five sentences: what is statistically clear, then duties by how many dossiers, one good example last."""
    duties = [*_overdue(seen, held, language), *_tomorrow(seen, held, language)]
    concerns = _higher(seen, held, language) + sorted(duties, key=lambda finding: -finding.concerned)
    notes = [*_stale(seen, held, language), *_watched(seen, held, language)]
    good = _lower(seen, held, language)[:1]
    return (concerns + notes)[: MOST - len(good)] + good


def _higher(seen: Overview, held: Holdings, language: Language) -> list[Finding]:
    rows = seen.units[seen.units["verdict"] == Verdict.HIGHER].sort_values("rate", ascending=False)
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
    rows = seen.units[seen.units["verdict"] == Verdict.LOWER].sort_values("rate")
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


def _overdue(seen: Overview, held: Holdings, language: Language) -> list[Finding]:
    if not seen.overdue:
        return []
    outside, long = outside_part(seen, held), sum(n for age, n in seen.ages.items() if age in ("16-30", ">30"))
    rest = [language.count("{n} waits outside the unit", "{n} wait outside the unit", outside)] if outside else []
    if long:
        rest.append(language.say("{count} for more than 15 working days", count=language.number(long)))
    rest_text = language.say("of these {details}. Please review.", details="; ".join(rest)) if rest else ""
    lead = language.count("{n} open dossier is overdue", "{n} open dossiers are overdue", seen.overdue)
    return [
        Finding(Tone.CONCERN, lead, rest_text, seen.overdue, Link(language.say("See the dossiers"), "overdue_open"))
    ]


def outside_part(seen: Overview, held: Holdings) -> int:
    """Of the open overdue dossiers, how many wait with somebody who is no ward: "phần bên ngoài"."""
    kinds = held.units.set_index("unit_id")["kind"]
    own = set(seen.comparison.units)
    return sum(count for holder, count in seen.holders.items() if kinds.get(holder) not in own)


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
    return [Finding(Tone.CONCERN, lead, rest, coming[day], Link(language.say("See the dossiers"), "due_soon"))]


def _stale(seen: Overview, held: Holdings, language: Language) -> list[Finding]:
    rows = seen.units[seen.units["stale"]]
    return [
        Finding(
            Tone.INFO,
            language.say(
                "{unit} not updated since {day}", unit=held.known.unit_name(row.unit), day=language.date(row.stale_from)
            ),
            language.say("later due dates of this unit are in no figure yet."),
            0,
        )
        for row in rows.itertuples()
    ]


def _watched(seen: Overview, held: Holdings, language: Language) -> list[Finding]:
    rows = seen.units[seen.units["verdict"] == Verdict.WATCH_HIGHER]
    return [
        Finding(
            Tone.INFO,
            _with_rate(row, held, language),
            language.say("to be watched: beyond the 95 % limits once, not clear yet."),
            int(row.numerator),
            Link(language.say("See the unit"), units=(row.unit,)),
        )
        for row in rows.itertuples()
    ]
