"""One large number of a slide: its name, n/N, target and what stands beside it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from charts.lettering import text_width, wrapped
from charts.slide_sheet import BIG, BODY, BOLD, SMALL, Drawing
from charts.theme import SEMIBOLD
from data_access.profiles import Target
from measures.headlines import Headline, aim, is_met
from text import Language, mark

FEWEST_FOR_RATE = 10
LETTERS, LATE, ONLINE = "letter_rate", "overdue_rate", "online_share"
COUNTED = {
    LATE: mark("{fraction} dossiers came due"),
    ONLINE: mark("{fraction} dossiers received"),
    LETTERS: mark("{fraction} overdue dossiers have a letter"),
}
NOTHING = {
    LATE: mark("No dossier came due"),
    ONLINE: mark("No dossier was received"),
    LETTERS: mark("No overdue dossier"),
}
NAMES = {
    LATE: mark("Overdue rate"),
    ONLINE: mark("Online share of dossiers"),
    LETTERS: mark("Dossiers without apology letter"),
}


@dataclass(frozen=True)
class Kpi:
    """A number in words. ``met``: whether the target is, None where there is none; ``beside``: lines to its right."""

    name: str
    value: str
    counted: str
    target: str
    met: bool | None
    beside: Sequence[str] = ()


def kpi(
    key: str, now: tuple[float, float], target: Target | None, missing: int | None, language: Language, beside: str = ""
) -> Kpi:
    """One of the three headlines. ``missing``: dossiers to the target of the online share; ``beside``: of objections.

    Below ten dossiers there are counts only. The letters show what is missing, not what is there.
    """
    x, n = now
    value = language.number(n - x) if key == LETTERS else _rate(x, n, language)
    counted = language.say(COUNTED[key], fraction=language.fraction(x, n)) if n else language.say(NOTHING[key])
    if not n or target is None:
        return Kpi(language.say(NAMES[key]), value, counted, "", None, _lines(beside))
    met = is_met(now, target)
    words = f"{target_words(target, language)}: {_word(met, missing, language)}"
    return Kpi(language.say(NAMES[key]), value, counted, words, met, _lines(beside))


def of_headline(
    headline: Headline, certification: bool, missing: int | None, language: Language, beside: str = ""
) -> Kpi:
    """The same of the overview's headline; with same-day certification its target is not meant."""
    target = headline.target if aim(headline.key, headline.target, certification) is not None else None
    return kpi(headline.key, headline.now, target, missing, language, beside)


def _rate(x: float, n: float, language: Language) -> str:
    if not n:
        return "–"
    return language.percent(x / n, 0 if x == n else 1) if n >= FEWEST_FOR_RATE else language.fraction(x, n)


def _lines(beside: str) -> list[str]:
    return wrapped(beside, 215, SMALL) if beside else []


def target_words(target: Target, language: Language) -> str:
    """ "Chỉ tiêu tối đa 2,0 %"."""
    value = language.percent(target.value, 0 if target.direction == "at_least" else 1)
    if target.direction == "at_most":
        return language.say("Target at most {value}", value=value)
    if target.value == 1:
        return language.say("Target {rate}", rate=value)
    return language.say("Target from {value}", value=value)


def _word(met: bool, missing: int | None, language: Language) -> str:
    if met:
        return language.say("reached")
    if missing:
        return language.count("{n} dossier short", "{n} dossiers short", missing)
    return language.say("not reached")


def draw_kpi(
    drawing: Drawing, shown: Kpi, left: float, top: float, size: float = BIG, target_size: float = BODY
) -> float:
    """Name, number, n/N and target below each other; returns the lower edge."""
    palette = drawing.palette
    drawing.text(shown.name, left, top + 22, BODY + 2, weight=SEMIBOLD)
    middle = top + 34 + size * 0.52
    drawing.text(shown.value, left, middle, size, weight=BOLD)
    aside = left + text_width(shown.value, size, BOLD) + 28
    for place, line in enumerate(shown.beside):
        drawing.text(line, aside, middle + 8 + 38 * place, SMALL, colour=palette.ink2)
    y = top + 38 + size * 1.02
    drawing.text(shown.counted, left, y + 21, BODY, colour=palette.ink2)
    if shown.met is not None:
        tone = palette.favourable if shown.met else palette.concern
        drawing.icon("" if shown.met else "!", left + 22, y + 68, tone.mark)
        drawing.text(shown.target, left + 56, y + 68, target_size, colour=tone.text, weight=SEMIBOLD)
    return y + 92
