"""Every figure of the meeting pack in one flat, ordered table: the one source of slides, paper and workbook."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import pandas as pd

from charts.theme import verdict_word
from measures import findings, registry
from measures.headlines import HEADLINES, Headline, aim, is_met
from measures.known import Holdings
from measures.meeting import Meeting
from measures.verdict import Verdict
from text import Language

FEWEST = 10  # dossiers of a unit, below which counts only (COUNTING 4.3)
STEPS, MOST_STEPS = (0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2), 6  # whole per cents wherever the shares allow
LONG_NAME = 14  # letters: longer ones would fill a column


@dataclass(frozen=True)
class Figure:
    """One figure. Counts are numbers of dossiers, or letters where the measure counts those.

    section: "headline", "certified" (a headline with same-day certification the other way), "part", "beside", "unit",
    "level" (all units compared), "trend" (with limits), "month", "letters", "missing", "soon", "soon_unit", "overdue".
    measure: a key of the registry. group: what of it: a unit, a first day of a month, day, unit and state; "" for all.
    title: what a reader calls it. denominator: None of a count. low, high: of a unit Wilson's 95 % interval, of a
    "trend" the limits of chance. target, change: of headlines, as in the profile and in words. verdict, word: of units
    and headlines.
    """

    section: str
    measure: str
    group: str
    title: str
    numerator: int
    denominator: int | None = None
    low: float | None = None
    high: float | None = None
    target: float | None = None
    verdict: Verdict | None = None
    word: str = ""
    change: str = ""

    @property
    def key(self) -> str:
        return f"{self.section}:{self.measure}:{self.group}"

    @property
    def rate(self) -> float | None:
        """Sums first, division last; None of a count and where nothing was counted."""
        return self.numerator / self.denominator if self.denominator else None

    @property
    def shown_rate(self) -> float | None:
        """The rate, where there are enough dossiers of a unit for one."""
        few = self.section in ("unit", "level") and (self.denominator or 0) < FEWEST
        return None if few else self.rate

    def fraction(self, language: Language) -> str:
        """ "54/2.336", of a count "54"; "–" where nothing was counted."""
        if self.denominator is None:
            return language.number(self.numerator)
        if not self.denominator:
            return "–"
        return language.fraction(self.numerator, self.denominator)

    def percent(self, language: Language) -> str:
        """ "2,3 %"; "–" where no rate may stand. All of them are "100 %" in a headline, as on the screen."""
        if self.shown_rate is None:
            return "–"
        return language.percent(self.shown_rate, 0 if self.section == "headline" and self.shown_rate == 1 else 1)


def figures(seen: Meeting, held: Holdings, language: Language) -> tuple[Figure, ...]:
    """All figures of a meeting, in the order in which the pack shows them."""
    return (
        *_headlines(seen, language),
        *_units(seen, held, language),
        *_months(seen, language),
        *_letters(seen, held, language),
        *_coming(seen, held, language),
    )


def of(found: Iterable[Figure], section: str, measure: str = "") -> list[Figure]:
    """The figures of a section, of one measure or of all."""
    return [one for one in found if one.section == section and measure in ("", one.measure)]


def share_ticks(values: Iterable[float | None]) -> list[float]:
    """Round shares from 0 to above all values, at most 100 %."""
    largest = max([*(value for value in values if value is not None), 0.01])
    step = next(step for step in STEPS if math.ceil(largest / step - 1e-9) <= MOST_STEPS)
    return [round(step * number, 6) for number in range(math.ceil(largest / step - 1e-9) + 1)]


def title_of(measure: str, language: Language) -> str:
    return language.say(registry.get(measure).title)


# ----------------------------------------------------------------------------------------------------- headlines


def _headlines(seen: Meeting, language: Language) -> Iterator[Figure]:
    headlines, certified = seen.overview.headlines, seen.scope.certification
    for key in HEADLINES:
        yield _headline(headlines[key], certified, language)
    for key, headline in headlines.items():
        both = headline.other_certification
        if both and both != headline.now and both[1]:
            said = language.say("without same-day certification")
            said = said if certified else language.say("same-day certification included")
            yield Figure("certified", key, "", f"{title_of(key, language)}, {said}", int(both[0]), int(both[1]))
    for name, words, _ in registry.get(HEADLINES[0]).parts:
        yield Figure("part", HEADLINES[0], name, language.say(words), seen.overview.parts[name])
    for key, count in seen.overview.beside.items():
        yield Figure("beside", key, "", title_of(key, language), count)


def _headline(headline: Headline, certified: bool, language: Language) -> Figure:
    x, n = (int(number) for number in headline.now)
    target = headline.target if aim(headline.key, headline.target, certified) is not None else None
    word = ""
    if target and n:
        word = language.say("met") if is_met(headline.now, target) else language.say("not met")
    said = dict.fromkeys(findings.against(change, language) for change in (headline.change, headline.last_year))
    change = "\n".join(said) if n else ""
    aimed = target.value if target else None
    return Figure(
        "headline", headline.key, "", title_of(headline.key, language), x, n, target=aimed, word=word, change=change
    )


# --------------------------------------------------------------------------------------------------------- units


def _units(seen: Meeting, held: Holdings, language: Language) -> Iterator[Figure]:
    """The units beside each other: lateness and online share judged, of letters the counts."""
    for key in HEADLINES:
        units = seen.online.units if key == HEADLINES[1] else seen.overview.maps[key].units
        for row in units.itertuples():
            judged = key != HEADLINES[2]
            yield Figure(
                "unit",
                key,
                row.unit,
                unit_name(row.unit, held),
                int(row.numerator),
                int(row.denominator),
                low=_number(row.low),
                high=_number(row.high),
                verdict=Verdict(row.verdict) if judged else None,
                word=_word(Verdict(row.verdict), language) if judged else "",
            )
        sums = units[["numerator", "denominator"]].sum()
        all_units = language.say("Together")
        yield Figure("level", key, "", all_units, int(sums["numerator"]), int(sums["denominator"]))


def _word(verdict: Verdict, language: Language) -> str:
    """The verdict as everywhere, but shorter where a column is narrow."""
    return language.say("Too few") if verdict == Verdict.TOO_FEW else verdict_word(verdict, language)


def unit_name(unit: str, held: Holdings) -> str:
    """The name of a unit, in short where it is long."""
    name = held.known.unit_name(unit)
    if len(name) <= LONG_NAME:
        return name
    short = held.units.set_index("unit_id").loc[unit, "short_name"]
    return str(short) if isinstance(short, str) and short else name


def short_name(unit: str, held: Holdings) -> str:
    """ "P.10": for the axis of a chart."""
    short = held.units.set_index("unit_id").loc[unit, "short_name"]
    return str(short) if isinstance(short, str) and short else held.known.unit_name(unit)


# -------------------------------------------------------------------------------------------------------- months


def _months(seen: Meeting, language: Language) -> Iterator[Figure]:
    trend = seen.overview.trend
    for row in trend.frame.itertuples():
        yield Figure(
            "trend",
            HEADLINES[0],
            row.period.isoformat(),
            _month(row.period, trend.grain, language),
            int(row.numerator),
            int(row.denominator),
            low=_number(row.lower),
            high=_number(row.upper),
        )
    for key in HEADLINES:
        for row in seen.overview.headlines[key].history.itertuples():
            title = language.month(row.period)
            yield Figure("month", key, row.period.isoformat(), title, int(row.numerator), int(row.denominator))


def _month(start: dt.date, grain: str, language: Language) -> str:
    if grain == "quarter":
        return f"Q{(start.month + 2) // 3}/{start.year}"
    return language.month(start)


# ---------------------------------------------------------------------------------------- letters, what comes due


def _letters(seen: Meeting, held: Holdings, language: Language) -> Iterator[Figure]:
    letters = seen.letters
    for key, count in letters.counts.items():
        yield Figure("letters", key, "", title_of(key, language), count)
    for key, (x, n) in letters.rates.items():
        yield Figure("letters", key, "", title_of(key, language), int(x), int(n))
    by_state = letters.missing.groupby(["unit", "state"])["count"].sum() if len(letters.missing) else {}
    for unit in letters.missing_by("unit"):
        for state in ("open", "finished", "ended"):
            yield Figure(
                "missing",
                "letters_missing",
                f"{unit}.{state}",
                unit_name(unit, held),
                int(by_state.get((unit, state), 0)),
            )


def _coming(seen: Meeting, held: Holdings, language: Language) -> Iterator[Figure]:
    for day, count in sorted(seen.overview.soon_by_day.items()):
        yield Figure("soon", "due_soon", day.isoformat(), language.date(day), count)
    for row in seen.soon.sort_values(["due_day", "count"], ascending=[True, False], kind="stable").itertuples():
        group = f"{row.due_day.isoformat()}.{row.unit}"
        yield Figure("soon_unit", "due_soon", group, unit_name(row.unit, held), int(row.count))
    for row in seen.overdue.itertuples():
        yield Figure("overdue", "overdue_open", row.unit, unit_name(row.unit, held), int(row.count))


def _number(value: float) -> float | None:
    return None if pd.isna(value) else float(value)


def capital(words: str) -> str:
    """With a capital at the beginning."""
    return words[:1].upper() + words[1:]


def small(words: str) -> str:
    """Without a capital at the beginning."""
    return words[:1].lower() + words[1:]
