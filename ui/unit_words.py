"""What the figures of the page of one unit are told: numbers with their words, ready to draw."""

from __future__ import annotations

import math

from charts.band_strip_parts import BandRow
from charts.stage_squares import Stage
from measures import registry, unit_findings
from measures.headlines import HEADLINES
from measures.known import Holdings
from measures.unit_map import ONLINE
from measures.unit_page import FEWEST, LATE, LETTERS, Standing, UnitPage
from measures.work import SOON
from text import Language, mark
from ui.lists import STAGES

OF = {
    LATE: mark("{fraction} dossiers came due"),
    ONLINE: mark("{fraction} dossiers received"),
    LETTERS: mark("{fraction} overdue dossiers"),
}


def band_rows(seen: UnitPage, held: Holdings, language: Language) -> list[BandRow]:
    """The strips, in the order of the page."""
    return [_row(seen, key, held, language) for key in (*HEADLINES, SOON)]


def _row(seen: UnitPage, key: str, held: Holdings, language: Language) -> BandRow:
    one, said, say = seen.standings[key], unit_findings.said_of(seen, key, language), language.say
    title = say(registry.get(key).title)
    common = {"key": key, "title": title, "tone": said.tone, "words": said.words, "second": said.second}
    band = (one.band.low, one.band.first, one.band.third, one.band.high) if one.band else None
    if key == SOON:
        mean = one.level[0] / one.level[1] if one.level else None
        value, sub = language.number(one.x), say("dossiers, within 3 working days")
        hover = _hover(title, f"{value} {say('dossiers')}", one, language)
        own = {"own": float(one.x), "x": one.x, "band": band, "level": mean}
        return BandRow(**common, sub=sub, value=value, kind="count", hover=hover, **own)  # type: ignore[arg-type]
    fraction = language.fraction(one.x, one.n)
    sub = say(OF[key], fraction=fraction) if one.n else ""
    if one.n < FEWEST:
        kind, value = ("squares", fraction) if one.n else ("none", "–")
        told = {"x": one.x, "n": one.n, "missed": key == LETTERS, "note": _note(one, language)}
        return BandRow(**common, sub=sub, value=value, kind=kind, hover=f"<b>{title}</b><br>{sub}", **told)  # type: ignore[arg-type]
    value = language.percent(one.rate)
    hover = _hover(title, f"{value} · {fraction}", one, language)
    measured = {
        "x": one.x,
        "n": one.n,
        "own": one.rate,
        "low": one.low,
        "high": one.high,
        "band": band,
        "level": one.level[0] / one.level[1] if one.level and one.level[1] else None,
        "target": one.target.value if one.target else None,
        "verdict": one.verdict,
        "good": registry.get(key).good,
    }
    return BandRow(**common, sub=sub, value=value, kind="strip", hover=hover, **measured)  # type: ignore[arg-type]


def _note(one: Standing, language: Language) -> str:
    """All units together, behind the squares."""
    if one.level is None or not one.level[1]:
        return ""
    words = {"fraction": language.fraction(*one.level), "rate": language.percent(one.level[0] / one.level[1])}
    found = language.say("All units: {fraction} ({rate})", **words)
    if one.target is None:
        return found
    return f"{found}; {language.say('target {value}', value=language.percent(one.target.value, 0))}"


def _hover(title: str, value: str, one: Standing, language: Language) -> str:
    """The number, its interval, the others and all units together."""
    say, said = language.say, [f"<b>{title}</b>", value]
    rate = one.n > 0
    show = language.percent if rate else (lambda number: language.number(number, 0 if number == int(number) else 1))
    if not math.isnan(one.low):
        said.append(
            say("95% interval: {low} to {high}", low=language.percent(one.low), high=language.percent(one.high))
        )
    if one.band:
        words = {"low": show(one.band.low), "high": show(one.band.high)}
        said.append(
            language.count(
                "{n} other unit: {low} to {high}", "{n} other units: {low} to {high}", one.band.units, **words
            )
        )
        said.append(say("Middle half: {low} to {high}", low=show(one.band.first), high=show(one.band.third)))
    if one.level and one.level[1]:
        level = show(one.level[0] / one.level[1])
        words = {"rate": level, "fraction": language.fraction(*one.level)}
        said.append(say("All units: {fraction} ({rate})", **words) if rate else say("Mean: {mean}", mean=level))
    return "<br>".join(said)


def legend(seen: UnitPage, held: Holdings, language: Language) -> list[tuple[str, str]]:
    """What the marks of the strips are: only those that occur."""
    say, shown = language.say, seen.standings.values()
    found = [("own", say("{unit}, 95% interval", unit=held.known.unit_name(seen.unit)))]
    bands = [one.band.units for one in shown if one.band and (one.n >= FEWEST or one.key == SOON)]
    if bands:
        found.append(("middle", say("Middle half of the others")))
        found.append(("range", say("Lowest to highest of the others")))
    if any(one.level for one in shown):
        found.append(("level", say("All units together")))
    if any(one.target and one.n >= FEWEST for one in shown):
        found.append(("target", say("Target")))
    return found


def stage_words(language: Language) -> dict[str, str]:
    """The names of the stages, and of none recorded."""
    return {key: language.say(words) for key, words in STAGES.items()} | {"": language.say("stage not recorded")}


def stage_rows(seen: UnitPage, language: Language) -> list[Stage]:
    """The stages with their counts and the median of the days so far."""
    words, found = stage_words(language), []
    for row in seen.stages.itertuples():
        said = ""
        if row.days == row.days and row.open:
            said = language.say("Median so far: {days} working days", days=language.number(row.days))
        title = words[row.stage]
        title = title[:1].upper() + title[1:]
        found.append(Stage(row.stage, title, int(row.open), int(row.overdue), int(row.soon), said))
    return found
