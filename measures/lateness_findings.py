"""The sentences of the page "Trễ hạn": what may be said, given what the verdicts carry (COUNTING 4.3, 4.4)."""

from __future__ import annotations

import pandas as pd

from measures import findings
from measures.findings import UNJUDGED, chosen_units
from measures.known import Holdings
from measures.lateness_page import Lateness
from measures.rare_events import DaysBetween
from measures.verdict import Verdict
from text import Language, mark

WATCHED = (Verdict.WATCH_HIGHER, Verdict.WATCH_LOWER)
MOST_NAMES = 3


def page_sentence(seen: Lateness, held: Holdings, language: Language) -> str:
    """The conclusion of the page in one line: how many units differ clearly, and what cannot be told."""
    units = chosen_units(seen)
    if not seen.now[1]:
        period = findings.period_words(seen, held, language)
        return language.say("{period}: no dossier came due", period=period)
    if len(units) == 1:
        return _of_one(units.iloc[0], held, language)
    said = _clear(units, language)
    if units["verdict"].isin(UNJUDGED).all():
        return language.say("Too few late for comparing the units")
    return "; ".join([said, *_unclear(units, language)])


def _of_one(unit: pd.Series, held: Holdings, language: Language) -> str:
    """The verdict on the one unit that the page is about, with its numbers."""
    words = {
        Verdict.HIGHER: language.say("clearly above the common level"),
        Verdict.LOWER: language.say("clearly below the common level"),
        Verdict.WATCH_HIGHER: language.say("above the 95% limits once: to be watched"),
        Verdict.WATCH_LOWER: language.say("below the 95% limits once: to be watched"),
        Verdict.NO_EVIDENCE: language.say("no evidence of a difference from the common level"),
    }
    counted = language.say(
        "{unit}: {fraction} dossiers overdue",
        unit=held.known.unit_name(unit["unit"]),
        fraction=language.fraction(unit["numerator"], unit["denominator"]),
    )
    verdict = words.get(unit["verdict"], language.say("too few late for a verdict"))
    return f"{counted}; {verdict}"


def _clear(units: pd.DataFrame, language: Language) -> str:
    """The units that differ, counted; that none does is news too."""
    higher, lower = (int((units["verdict"] == verdict).sum()) for verdict in (Verdict.HIGHER, Verdict.LOWER))
    said = []
    if higher:
        said.append(language.count("{n} unit clearly above the others", "{n} units clearly above the others", higher))
    if lower:
        said.append(language.count("{n} unit clearly below the others", "{n} units clearly below the others", lower))
    return ", ".join(said) or language.say("No unit clearly differs from the others")


def _unclear(units: pd.DataFrame, language: Language) -> list[str]:
    """The others: to be watched, perhaps chance, not to be judged."""
    verdicts = units["verdict"]
    watched, chance = int(verdicts.isin(WATCHED).sum()), int((verdicts == Verdict.NO_EVIDENCE).sum())
    few = int((verdicts == Verdict.TOO_FEW).sum())
    said = []
    if watched:
        said.append(language.count("{n} to be watched", "{n} to be watched", watched))
    if chance:
        said.append(language.count("{n} may be chance alone", "{n} may be chance alone", chance))
    if few:
        said.append(language.count("{n} too few late to judge", "{n} too few late to judge", few))
    return said


def ranking_title(seen: Lateness, held: Holdings, language: Language) -> str:
    """Who differs clearly, by name where they are few; else what the map would say."""
    parts = []
    for verdict, many, named in (
        (Verdict.HIGHER, _count_higher, mark("clearly higher: {units}")),
        (Verdict.LOWER, _count_lower, mark("clearly lower: {units}")),
    ):
        units = [held.known.unit_name(unit) for unit in seen.units.loc[seen.units["verdict"] == verdict, "unit"]]
        if len(units) > MOST_NAMES:
            parts.append(many(len(units), language))
        elif units:
            parts.append(language.say(named, units=language.listing(units)))
    said = "; ".join(parts)
    return said[:1].upper() + said[1:] if said else findings.map_title(seen, held, language)


def _count_higher(n: int, language: Language) -> str:
    return language.count("{n} unit clearly higher", "{n} units clearly higher", n)


def _count_lower(n: int, language: Language) -> str:
    return language.count("{n} unit clearly lower", "{n} units clearly lower", n)


def funnel_title(seen: Lateness, language: Language) -> str:
    """How many of the judged units lie beyond the 95 % limits, clear or not."""
    judged = seen.units[~seen.units["verdict"].isin(UNJUDGED)]
    outside = int((judged["verdict"] != Verdict.NO_EVIDENCE).sum())
    if judged.empty:
        return language.say("Everywhere fewer than 5 late are expected: no verdicts")
    if not outside:
        return language.count(
            "The {n} unit that can be judged lies within the limits of chance",
            "All {n} units that can be judged lie within the limits of chance",
            len(judged),
        )
    return language.count(
        "{n} of {all} units beyond the 95% limits of chance",
        "{n} of {all} units beyond the 95% limits of chance",
        outside,
        all=language.number(len(judged)),
    )


def control_title(seen: Lateness, language: Language) -> str:
    """What the newest point says against its limits, and how many of the points before it were signals."""
    if seen.rare is not None:
        return _rare_title(seen, seen.rare, language)
    said, frame = findings.trend_title(seen, language), seen.trend.frame
    before = frame[frame["period"] < seen.scope.period.start]
    limited = before[before["upper"].notna()]
    if seen.trend.provisional or limited.empty:
        return said
    higher, lower = (int((limited["signal"] == word).sum()) for word in ("higher", "lower"))
    if not higher + lower:
        return said
    count = language.number(len(limited))
    words = language.say(
        "of the {count} periods before: {higher} above, {lower} below the limits",
        count=count,
        higher=language.number(higher),
        lower=language.number(lower),
    )
    return f"{said}; {words}"


def _rare_title(seen: Lateness, rare: DaysBetween, language: Language) -> str:
    """What the newest interval between late dossiers says, and how many before it were signals."""
    newest = rare.newest(seen.scope.period.start)
    if newest is None:
        due = language.number(seen.history["denominator"].sum())
        return language.say("None of the {n} dossiers that came due in these months was late", n=due)
    said = _interval_words(newest, rare.frame.iloc[-1], rare.provisional, language)
    before = rare.frame.drop(index=newest.name)
    before = before[before["limit"].notna() & ~before["running"]]
    longer, closer = (int((before["signal"] == word).sum()) for word in ("longer", "closer"))
    if rare.provisional or not longer + closer:
        return said
    words = language.say(
        "of {count} other intervals: {longer} unusually long, {closer} close together",
        count=language.number(len(before)),
        longer=language.number(longer),
        closer=language.number(closer),
    )
    return f"{said}; {words}"


def _interval_words(newest: pd.Series, running: pd.Series, provisional: bool, language: Language) -> str:
    """A signal in words; else how long it has been since the last late dossier."""
    say, ended = language.say, language.date(newest["end"])
    if newest["signal"] == "closer":
        days = language.count("{n} working day", "{n} working days", int(newest["run_days"]))
        late = language.number(newest["run_late"])
        return say(
            "{late} late within {days} up to {day}: more than chance alone gives", late=late, days=days, day=ended
        )
    days = language.count("{n} working day", "{n} working days", int(newest["days"]))
    if newest["signal"] == "longer" and not newest["running"]:
        return say("{days} without a late dossier up to {day}: longer than chance alone gives", days=days, day=ended)
    since = say("{days} since the last late dossier ({day})", days=days, day=language.date(running["start"]))
    if provisional:
        return f"{since}: {say('too few late ones for limits')}"
    if newest["signal"] == "longer":
        return f"{since}: {say('longer than chance alone gives')}"
    return f"{since}: {say('within the limits of chance')}"


def ageing_title(seen: Lateness, language: Language) -> str:
    """How many open dossiers are overdue."""
    if not seen.overdue:
        return language.say("No open dossier is overdue")
    return language.count("{n} open dossier is overdue", "{n} open dossiers are overdue", seen.overdue)


def holders_title(seen: Lateness, language: Language) -> str:
    """How many of them wait outside the chosen units."""
    if not seen.overdue:
        return language.say("No open dossier is overdue")
    if seen.holders.empty:
        return language.say("Who held them on that day is not recorded")
    outside = int(seen.holders.loc[seen.holders["outside"], "count"].sum())
    return language.say(
        "{fraction} overdue dossiers wait outside the unit", fraction=language.fraction(outside, seen.overdue)
    )


def case_mix_lines(seen: Lateness, held: Holdings, language: Language) -> list[str]:
    """For every unit that differs or is watched: the late ones it would have with the others' rates in each procedure.
    Two numbers, no judgement."""
    rows = seen.units[~seen.units["verdict"].isin((*UNJUDGED, Verdict.NO_EVIDENCE)) & seen.units["case_mix"].notna()]
    return [
        language.say(
            "{unit}: {late} overdue; with the others' rate in each procedure {expected} would be expected.",
            unit=held.known.unit_name(row.unit),
            late=language.number(row.numerator),
            expected=language.number(row.case_mix, 1),
        )
        for row in rows.itertuples()
    ]
