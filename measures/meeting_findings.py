"""The titles of the slides and the sentences of the tasks, by rule: a finding with a number, in one line.

Each title has versions, the fullest first; ``fits`` says which of them its place has room for (by default any has).
Nobody is named but where a clear verdict or a task is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

import pandas as pd

from data_access.profiles import Target
from measures.findings import MOST_NAMES, UNJUDGED, chosen_units, named, told, trend_title
from measures.headlines import aim, is_met
from measures.known import Holdings
from measures.meeting import Meeting, Task
from measures.overview import HEADLINE
from measures.unit_findings import said_of
from measures.unit_page import FEWEST, LATE, UnitPage
from measures.verdict import Verdict
from text import Language

MOST_UNITS = 7
Fits = Callable[[str], bool]


@dataclass(frozen=True)
class TaskWords:
    """A task in words: what is to be done (verb, count), which units, until when (01/07)."""

    what: str
    who: str
    due: str


def anything(_: str) -> bool:
    """There is room for every title."""
    return True


def fitting(versions: Iterable[str], fits: Fits) -> str:
    """The first version that fits, else the last."""
    found = list(versions)
    return next((one for one in found if fits(one)), found[-1])


def headline_title(seen: Meeting, held: Holdings, language: Language, fits: Fits = anything) -> str:
    """The rate, its target, and who clearly differs."""
    x, n = seen.overview.now
    if not n:
        return language.say("No dossier came due in this period")
    rate = language.say("{rate} overdue", rate=language.percent(x / n))
    target = seen.overview.target if aim(HEADLINE, seen.overview.target, seen.scope.certification) is not None else None
    lead = rate[:1].upper() + rate[1:] + _met(seen.overview.now, target, language)
    return fitting([*(f"{lead}; {one}" for one in _differing(seen, held, language)), lead], fits)


def _met(now: tuple[float, float], target: Target | None, language: Language) -> str:
    if target is None:
        return ""
    words = language.say("target met") if is_met(now, target) else language.say("above the target")
    return f", {words}"


def _differing(seen: Meeting, held: Holdings, language: Language) -> list[str]:
    """Who clearly differs from the common level: by name, as a number, or that nobody does."""
    units = chosen_units(seen.overview)
    higher, lower = named(units, Verdict.HIGHER, held), named(units, Verdict.LOWER, held)
    if units["verdict"].isin(UNJUDGED).all():
        return [language.say("too few late for comparing the units")]
    if not higher and not lower:
        return [language.say("no unit clearly differs")]
    found = []
    if higher:
        if len(higher) <= MOST_NAMES:
            found.append(language.say("{units} clearly higher", units=short_list(higher, language)))
        found.append(language.count("{n} unit clearly higher", "{n} units clearly higher", len(higher)))
    else:
        if len(lower) <= MOST_NAMES:
            found.append(language.say("{units} clearly lower", units=short_list(lower, language)))
        found.append(language.count("{n} unit clearly lower", "{n} units clearly lower", len(lower)))
    return found[: 2 if len(higher or lower) > 1 else 1]


def ranking_title(seen: Meeting, held: Holdings, language: Language, fits: Fits = anything) -> str:
    """Who is clearly late more (or less) often than the others, and of how many that cannot be told."""
    units = seen.overview.units
    higher, lower = named(units, Verdict.HIGHER, held), named(units, Verdict.LOWER, held)
    if units["verdict"].isin(UNJUDGED).all():
        return language.say("Too few late for comparing the units")
    if not higher and not lower:
        return language.say("No unit is seen to be late more or less often than the others")
    if len(higher) == 1:
        lead = language.say("Only {unit} is late clearly more often", unit=higher[0])
    elif higher:
        lead = language.say("{units} are late clearly more often", units=_told(units, Verdict.HIGHER, held, language))
    else:
        lead = language.say("{units}: late clearly less often", units=_told(units, Verdict.LOWER, held, language))
    short = lead
    if 1 < len(higher or lower) <= MOST_NAMES:
        short = language.count(
            "{n} unit clearly unlike the common level", "{n} units clearly unlike the common level", len(higher + lower)
        )
    rest = units_count(units[~units["unit"].map(_of(units, Verdict.HIGHER, Verdict.LOWER))]["unit"], held, language)
    alike = language.say("{units} cannot be told apart", units=rest)
    lead = lead[:1].upper() + lead[1:]
    return fitting([f"{lead}; {alike}", lead, short], fits)


def _told(units: pd.DataFrame, verdict: Verdict, held: Holdings, language: Language) -> str:
    """A few by name; many as a number, for then nobody is singled out."""
    names = named(units, verdict, held)
    return short_list(names, language) if len(names) <= MOST_NAMES else told(units, verdict, held, language)


def _of(units: pd.DataFrame, *verdicts: Verdict) -> Callable[[str], bool]:
    chosen = set(units.loc[units["verdict"].isin(verdicts), "unit"])
    return lambda unit: unit in chosen


def months_title(seen: Meeting, language: Language, fits: Fits = anything) -> str:
    """The rate of the period against the limits of chance."""
    said = trend_title(seen.overview, language)
    x, n = seen.overview.now
    if not n or seen.overview.trend.provisional:
        return said
    if not seen.scope.period.months:  # the point is of the month around a week or a day: its own rate and end
        x, n = seen.overview.trend.frame.iloc[-1][["numerator", "denominator"]]
        if not n:
            return said
        rate = language.say("{rate} overdue", rate=language.percent(x / n))
        day = language.say("up to {day}", day=language.day_month(seen.months_until))
        return fitting([f"{said} ({day}, {rate})", f"{said} ({day})"], fits)
    rate = language.say("{rate} overdue", rate=language.percent(x / n))
    return fitting([f"{rate[:1].upper()}{rate[1:]}; {said[:1].lower()}{said[1:]}", said], fits)


def online_title(seen: Meeting, language: Language, fits: Fits = anything) -> str:
    """The share and what is missing to its target, in dossiers; how many units are clearly below it."""
    online = seen.online
    x, n = online.now
    if not n:
        return language.say("No dossier was received in this period")
    lead = language.say("{rate} of the dossiers online", rate=language.percent(x / n))
    if not online.missing:
        return f"{lead}, {language.say('target met')}" if online.target else lead
    missing = language.count("{n} dossier missing to the target", "{n} dossiers missing to the target", online.missing)
    below = int((online.units["verdict"] == Verdict.LOWER).sum())
    versions = [f"{lead}; {missing}"]
    if below:
        units = language.count("{n} unit clearly below", "{n} units clearly below", below)
        versions.insert(0, f"{lead}; {missing}; {units}")
    return fitting(versions, fits)


def letters_title(seen: Meeting, language: Language, fits: Fits = anything) -> str:
    """The letters that are missing in the period, and how many things are to be done."""
    missing, tasks = seen.letters.counts["loss_no_letter"], len(seen.tasks)
    todo = language.count("{n} thing to do", "{n} things to do", tasks) if tasks else ""
    if missing:
        lead = language.count(
            "{n} overdue dossier still without apology letter",
            "{n} overdue dossiers still without apology letter",
            missing,
        )
    elif seen.letters.breached:
        lead = language.say("Every overdue dossier of the period has its letter")
    else:
        lead = language.say("No dossier became overdue in this period")
    return fitting([f"{lead}; {todo}", lead] if todo else [lead], fits)


def soon_title(seen: Meeting, language: Language, fits: Fits = anything) -> str:
    """How many come due in the next three working days, and how many on the first; a day that has passed is none of
    them (of a unit whose data end before the others')."""
    days = seen.soon[seen.soon["due_day"] > seen.until].groupby("due_day")["count"].sum()
    if days.empty:
        return language.say("No dossier comes due in the next three working days")
    lead = language.count(
        "{n} dossier comes due in three working days", "{n} dossiers come due in three working days", int(days.sum())
    )
    first = language.say(
        "{count} of them on {day}", count=language.number(days.iloc[0]), day=language.day_month(days.index[0])
    )
    passed = int(seen.soon["count"].sum() - days.sum())
    if passed:  # said, so that both make the number that the screen shows
        first = language.say("{count} more of units not up to date", count=language.number(passed))
    return fitting([f"{lead}; {first}", lead], fits)


def unit_title(seen: UnitPage, held: Holdings, language: Language, fits: Fits = anything) -> str:
    """The lateness of one unit and its verdict."""
    late, name = seen.standings[LATE], held.known.unit_name(seen.unit)
    short = str(held.units.set_index("unit_id").loc[seen.unit, "short_name"])
    if not late.n:
        return fitting([language.say("{unit}: no dossier came due", unit=one) for one in (name, short)], fits)
    if late.n < FEWEST:
        said = language.say("{fraction} dossiers overdue", fraction=language.fraction(late.x, late.n))
        return fitting([f"{one}: {said}" for one in (name, short)], fits)
    rate = language.say("{rate} overdue", rate=language.percent(late.rate))
    verdict = said_of(seen, LATE, language).words
    verdict = verdict[:1].lower() + verdict[1:]
    return fitting([f"{name}: {rate}; {verdict}", f"{short}: {rate}; {verdict}", f"{short}: {rate}"], fits)


def task_words(task: Task, held: Holdings, language: Language) -> TaskWords:
    """A task as LOOK 5 wants it: verb and count, units, day."""
    return TaskWords(_what(task, language), units_words(task.units, held, language), language.day_month(task.due))


def _what(task: Task, language: Language) -> str:
    count, n = language.count, task.count
    return {
        "write": count("Send the apology letter for {n} open dossier", "Send apology letters for {n} open dossiers", n),
        "remind": count(
            "Urge {n} dossier due on {day}",
            "Urge {n} dossiers due on {day}",
            n,
            day=language.day_month(task.due),
        ),
        "review": count("Review {n} open overdue dossier", "Review {n} open overdue dossiers", n),
        "review_letters": count("Review {n} late dossier without letter", "Review {n} late dossiers without letter", n),
    }[task.kind]


def units_words(units: Iterable[str], held: Holdings, language: Language) -> str:
    """A few units by name, in their order ("Phường 7, 10, 12; P. LĐ-TB&XH"); many as a number."""
    chosen = set(units)
    if len(chosen) > MOST_UNITS:
        return units_count(chosen, held, language)
    rows = held.units[held.units["unit_id"].isin(chosen)]
    wards = rows["kind"] == "ward"
    others = list(rows.loc[~wards, "short_name"])
    return "; ".join(part for part in (short_list(rows.loc[wards, "name"], language, ", "), ", ".join(others)) if part)


def units_count(units: Iterable[str], held: Holdings, language: Language) -> str:
    """ "14 phường" or "13 phường; 1 đơn vị khác"."""
    kinds = held.units.set_index("unit_id")["kind"]
    chosen = list(units)
    wards = sum(kinds[unit] == "ward" for unit in chosen)
    others = len(chosen) - wards
    if not wards:
        return language.count("{n} unit", "{n} units", others)
    said = language.count("{n} ward", "{n} wards", wards)
    return said + ("; " + language.count("{n} other unit", "{n} other units", others) if others else "")


def short_list(names: Iterable[str], language: Language, between: str = "") -> str:
    """Names that begin alike and end in a number share their beginning: "Phường 7, 10 và 12". ``between``: what stands
    between all of them, instead of "a, b và c"."""
    found = list(names)
    if len(found) > 1:
        first = found[0].rpartition(" ")[0]
        if first and all(one.rpartition(" ")[0] == first and one.rpartition(" ")[2].isdigit() for one in found):
            found = [found[0], *(one.rpartition(" ")[2] for one in found[1:])]
    return between.join(found) if between else language.listing(found)
