"""The meeting pack as a paper to read: the contents as plain values, set by ``pack.typ``."""

from __future__ import annotations

from typing import Any

from charts.scales import percent_ticks
from measures import registry
from measures.headlines import HEADLINES
from measures.verdict import CLEAR, Direction, Verdict, is_concern
from reports.pack_contents import Definition, Pack
from reports.pack_figures import Figure, capital, share_ticks, small
from reports.pack_typst import typeset

LATE, ONLINE, LETTERS = HEADLINES
SHAPES = {
    Verdict.HIGHER: "up",
    Verdict.WATCH_HIGHER: "up-open",
    Verdict.NO_EVIDENCE: "dot",
    Verdict.WATCH_LOWER: "down-open",
    Verdict.LOWER: "down",
}
Values = dict[str, Any]


def paper(pack: Pack) -> bytes:
    """The file.

    Raises:
        NotSet: typst refused or warned.
    """
    return typeset("pack.typ", contents(pack))


def contents(pack: Pack) -> Values:
    """What the template prints, all words and numbers as they are to be read."""
    say, titles = pack.language.say, pack.titles()
    return {
        "lang": pack.language.code,
        "place": pack.place,
        "title": pack.title,
        "period": f"{pack.place}, {pack.period}",
        "sentence": pack.sentence,
        "as_of": pack.as_of,
        "foot": " · ".join(part for part in (pack.place, pack.period, pack.version, pack.sample) if part),
        "told": ". ".join(part for part in (pack.scope, pack.as_of, *pack.stale, pack.sample) if part) + ".",
        "findings_title": say("Needs attention"),
        "findings": [{"tone": one.tone.value, "lead": one.lead, "rest": one.rest} for one in pack.findings],
        "headlines_title": say("The three measures of {period}", period=pack.period.lower()),
        "headlines": [_headline(pack, key) for key in HEADLINES],
        "beside": f"{say('Counted beside the rate')}: {pack.beside}.",
        "late": _units(pack, LATE, titles["ranking"]),
        "trend": _trend(pack, titles["trend"]),
        "online": _units(pack, ONLINE, titles["online"]),
        "missing": _missing(pack, titles["missing"]),
        "soon": _soon(pack, titles["soon"]),
        "agreed": {
            "title": titles["agreed"],
            "how": "",
            "head": [say("What"), say("Until"), say("State"), say("Then and now")],
            "rows": [[one.what, one.due, one.status, one.progress] for one in pack.agreed],
        },
        "tasks": {
            "title": titles["tasks"],
            "how": "",
            "head": [say("What"), say("Who"), say("Until")],
            "rows": [[one.what, one.who, one.due] for one in pack.tasks()],
            "none": say("Nothing is to be done by rule."),
        },
        "definitions_title": titles["definitions"],
        "definitions": [_definition(one, pack) for one in pack.definitions()],
        "rules": pack.rules(),
    }


def _headline(pack: Pack, key: str) -> Values:
    figure, language = pack.headline(key), pack.language
    certified = [
        f"{one.title}: {one.percent(language)} ({one.fraction(language)})" for one in pack.of("certified", key)
    ]
    parts = [f"{one.title}: {one.fraction(language)}" for one in pack.of("part", key)]
    return {
        "title": figure.title,
        "percent": figure.percent(language),
        "counted": pack.counted(figure),
        "target": pack.target_words(key),
        "word": figure.word,
        "tone": "good" if figure.word == language.say("met") else "concern",
        "further": [*figure.change.split("\n"), *certified, *([capital("; ".join(parts))] if parts else [])],
    }


def _axis(values: list[float | None], pack: Pack, target: float | None, level: float | None) -> Values:
    """From 0 to a round share above everything drawn."""
    ticks = share_ticks([*values, target, level])
    words = percent_ticks(ticks, pack.language)
    return {
        "high": ticks[-1],
        "ticks": [{"at": at, "words": said} for at, said in zip(ticks, words, strict=True)],
        "target": target,
        "level": level,
    }


def _units(pack: Pack, key: str, title: str) -> Values:
    """The units with their interval on a common axis; beside it what is open and overdue, or the letters."""
    say, language = pack.language.say, pack.language
    found, level, target = pack.of("unit", key), pack.of("level", key)[0], pack.target(key)
    beside = {one.group: one for one in pack.of("overdue") if key == LATE}
    shown = [one.high for one in found if one.shown_rate is not None]
    how = [say("Dot: rate; line: 95% interval")]
    if target:
        how.append(say("dashed: {target}", target=small(pack.target_words(key))))
    if level.rate is not None:
        how.append(say("solid: {level}", level=small(say("Common level {rate}", rate=level.percent(language)))))
    against = say("Against the target") if target and key == ONLINE else say("Against the others")
    above, below = registry.get(key).numerator_words, registry.get(key).denominator_words
    fraction = capital(f"{say(above)}/{say(below)}")
    rows = [_unit(pack, one, beside.get(one.group)) for one in (*found, level)]
    if key == LATE:
        total = sum(one.numerator for one in beside.values())
        rows = [row | {"beside": row["beside"] or "0"} for row in rows[:-1]] + [
            rows[-1] | {"beside": language.number(total)}
        ]
    return {
        "title": title,
        "how": "; ".join(how) + ".",
        "head": [say("Unit"), fraction, say("Rate"), "", against, say("Open overdue") if key == LATE else ""],
        "axis": _axis(shown, pack, target.value if target else None, level.rate),
        "rows": rows,
    }


def _unit(pack: Pack, one: Figure, beside: Figure | None) -> Values:
    known = one.section == "unit" and one.shown_rate is not None
    return {
        "name": one.title,
        "whole": one.section == "level",
        "fraction": one.fraction(pack.language),
        "percent": one.percent(pack.language),
        "rate": one.rate if known else None,
        "low": one.low if known else None,
        "high": one.high if known else None,
        "word": one.word,
        "shape": SHAPES.get(one.verdict or Verdict.NO_DATA, "dot-open"),
        "tone": tone_of(one.verdict, registry.get(one.measure).good),
        "beside": beside.fraction(pack.language) if beside else "",
    }


def tone_of(verdict: Verdict | None, good: Direction | None) -> str:
    """ "concern" or "good" for clear verdicts, else "plain"."""
    if verdict not in CLEAR or good is None:
        return "plain"
    return "concern" if is_concern(verdict, good) else "good"


def _trend(pack: Pack, title: str) -> Values:
    found, target, say = pack.of("trend"), pack.target(LATE), pack.language.say
    values = [value for one in found for value in (one.rate, one.high)]
    limited = any(one.high is not None for one in found)
    how = [pack.trend_point] if found else []
    how += [say("pale lines: limits of chance (99.8%); a triangle lies beyond them")] if limited else []
    how += [say("dashed: {target}", target=small(pack.target_words(LATE)))] if target else []
    how += [small(pack.joins)] if pack.joins else []
    return {
        "title": title,
        "how": "; ".join(how) + "." if how else say("No dossier came due in these months"),
        "axis": _axis(values, pack, target.value if target else None, None),
        "points": [_point(one, place, len(found)) for place, one in enumerate(found)],
    }


def _point(one: Figure, place: int, points: int) -> Values:
    above = one.rate is not None and one.high is not None and one.rate > one.high
    below = one.rate is not None and one.low is not None and one.rate < one.low
    every = 3 if points > 12 else 1
    return {
        "rate": one.rate,
        "low": one.low,
        "high": one.high,
        "shape": "up" if above else "down" if below else "dot",
        "tone": "concern" if above else "good" if below else "plain",
        "label": one.title if (points - 1 - place) % every == 0 else "",
    }


def _missing(pack: Pack, title: str) -> Values:
    say, found = pack.language.say, pack.of("missing")
    units: dict[str, list[int]] = {}
    for one in found:
        units.setdefault(one.title, []).append(one.numerator)
    day = pack.language.date(pack.meeting.until)
    how = say("By the unit whose duty the letter is, all periods up to {day}.", day=day)
    colours = say("Orange: still open; pale: finished late or ended.")
    number = pack.language.number
    rows = [
        {"name": name, "parts": parts, "words": [number(n) for n in parts], "total": number(sum(parts))}
        for name, parts in units.items()
    ]
    states = (say("still open"), say("finished late"), say("ended after the due day"))
    return {
        "title": title,
        "how": f"{how} {colours}" if rows else how,
        "head": [say("Unit"), "", *(words[:1].upper() + words[1:] for words in states), say("Total")],
        "most": max((sum(parts) for parts in units.values()), default=1),
        "rows": rows,
    }


def _soon(pack: Pack, title: str) -> Values:
    """By unit and day, most first; the sums last; days that have passed in a column of their own."""
    say, number, found = pack.language.say, pack.language.number, pack.soon
    passed = [say("Not updated")] if found.passed else []
    rows = []
    for unit, (by_day, late) in found.units.items():
        counts = [number(by_day[day]) if day in by_day else "–" for day in found.days]
        rows.append([unit, *counts, number(sum(by_day.values())), *([number(late) if late else "–"] if passed else [])])
    total = [say("Total"), *(number(n) for n in found.totals), number(sum(found.totals))]
    heads = [pack.language.day_month(day) for day in found.days]
    return {
        "title": title,
        "how": f"{found.behind}." if found.behind else "",
        "head": [say("Unit"), *heads, say("Total"), *passed],
        "rows": [*rows, [*total, *([number(found.passed)] if passed else [])]] if rows else [],
    }


def _definition(one: Definition, pack: Pack) -> Values:
    left = f"{pack.language.say('Left out')}: {one.left_out}" if one.left_out else ""
    details = ". ".join(part.rstrip(".") for part in (left, one.target, one.legal_basis) if part)
    return {"title": one.title, "formula": f"{one.formula}.", "details": f"{details}." if details else ""}
