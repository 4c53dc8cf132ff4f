"""The sheets of the presentation that show a chart."""

from __future__ import annotations

from charts.lettering import shortened, wrapped
from measures import registry
from measures.findings import MOST_NAMES
from measures.verdict import CLEAR, Verdict
from reports.pack_contents import Pack
from reports.pack_figures import Figure, short_name
from reports.pack_pptx_charts import Series, columns, lines, share_axis, stacked_bars
from reports.pack_pptx_parts import (
    BODY,
    BOTTOM,
    INK,
    INK2,
    INNER,
    MARGIN,
    ORANGE,
    SLACK,
    SLATE,
    SMALLEST,
    TOP,
    Box,
    Cell,
    Deck,
    Run,
    look_of,
    table,
    text,
    wide,
)

SOFT = "B4BFC9"
MOST_COLUMNS, MOST_BARS = 16, 26
# Clear ones at the ends, all others between them by their rate.
ORDER = {Verdict.HIGHER: 0, Verdict.LOWER: 2, Verdict.NO_DATA: 3}
UNCLEAR = 1


def ranking(deck: Deck, pack: Pack, title: str, key: str) -> None:
    """The units by the groups of their verdict, each with rate, interval and fraction; target and common level as
    lines. Many units take several sheets."""
    good, language = registry.get(key).good, pack.language
    found = sorted(
        pack.of("unit", key), key=lambda one: (ORDER.get(one.verdict or Verdict.NO_DATA, UNCLEAR), -(one.rate or 0))
    )
    level, target = pack.of("level", key)[0], pack.target(key)
    known = [one.high for one in found if one.shown_rate is not None]
    axis = share_axis([*known, target.value if target else None], language)
    for start in range(0, max(len(found), 1), MOST_COLUMNS):
        part = found[start : start + MOST_COLUMNS]
        slide = deck.sheet(title)
        text(slide, Box(MARGIN, TOP - 6, INNER, 22), [_how_to_read(pack, part, key)], language)
        if not part:
            continue
        looks = {number: look_of(one.verdict, good).mark for number, one in enumerate(part) if one.verdict in CLEAR}
        rates = [one.shown_rate for one in part]
        over = [
            Series(language.say("Common level {rate}", rate=level.percent(language)), [level.rate] * len(part), SLATE)
        ]
        if target:
            words = pack.target_words(key)
            over.append(Series(words, [target.value] * len(part), INK, dash=True))
        columns(
            slide,
            Box(MARGIN - 8, TOP + 18, INNER + 16, BOTTOM - TOP - 18),
            [_category(one, pack, INNER / len(part) - 8) for one in part],
            [Series(registry_title(pack, key), rates, "8C9AA6", colours=looks)],
            over if level.rate is not None else over[1:],
            axis,
            title,
            whiskers=_reach(part),
        )


def _how_to_read(pack: Pack, part: list[Figure], key: str) -> list[Run]:
    """What column, line and colour mean; which verdicts there are, in words."""
    say, good = pack.language.say, registry.get(key).good
    runs = [Run(say("Line on a column: 95% interval."), False, INK2, SMALLEST)]
    clear = list(dict.fromkeys(one.verdict for one in part if one.verdict in CLEAR))
    room = (INNER - wide(runs[0].text, SMALLEST)) / max(len(clear), 1)
    for verdict in clear:
        look, word = look_of(verdict, good), next(one.word for one in part if one.verdict == verdict)
        of_it = [one.title for one in part if one.verdict == verdict]
        units = pack.language.count("{n} unit", "{n} units", len(of_it))
        names = pack.language.listing(of_it) if len(of_it) <= MOST_NAMES else units
        said = shortened(f"   {look.shape} {word}: {names}", room / SLACK, SMALLEST, 700)
        runs.append(Run(said, True, look.text, SMALLEST))
    return runs


def registry_title(pack: Pack, key: str) -> str:
    return pack.language.say(registry.get(key).title)


def _category(one: Figure, pack: Pack, width: float) -> str:
    """Name, rate and fraction below each other; the shape of a clear verdict before the name."""
    shape = look_of(one.verdict, registry.get(one.measure).good).shape
    name = f"{shape} {short_name(one.group, pack.held)}".strip()
    written = [shortened(part, width, SMALLEST) for part in wrapped(name, width, SMALLEST)]
    return "\n".join([*written, one.percent(pack.language), one.fraction(pack.language)])


def _reach(part: list[Figure]) -> tuple[list[float | None], list[float | None]]:
    """How far each interval goes below and above its rate."""
    down, up = [], []
    for one in part:
        known = one.shown_rate is not None and one.low is not None and one.high is not None
        down.append(one.rate - one.low if known else None)  # type: ignore[operator]
        up.append(one.high - one.rate if known else None)  # type: ignore[operator]
    return down, up


def trend(deck: Deck, pack: Pack, title: str) -> None:
    """Lateness over 24 months with the limits of chance, and its target."""
    language, found = pack.language, pack.of("trend")
    own_day = language.say("Figures up to {day}", day=language.date(pack.meeting.months_until))
    slide, target = deck.sheet(title, own_day), pack.target("overdue_rate")
    if not found:
        text(slide, Box(MARGIN, TOP, INNER, 40), [[Run(language.say("No dossier came due in these months"))]], language)
        return
    signals = _signals(found)
    rows = [
        Series(registry_title(pack, "overdue_rate"), [one.rate for one in found], SLATE, marks=True, colours=signals),
        Series(language.say("Limits of chance (99.8%)"), [one.high for one in found], SOFT, width=1.5),
        Series(language.say("Lower limit"), [one.low for one in found], SOFT, width=1.5, in_legend=False),
    ]
    if not any(one.high is not None for one in found):
        rows = rows[:1]
    if target:
        rows.append(Series(pack.target_words("overdue_rate"), [target.value] * len(found), INK, dash=True))
    values = [value for one in found for value in (one.rate, one.high)]
    axis = share_axis([*values, target.value if target else None], language)
    words = ". ".join(filter(None, [pack.trend_point, pack.joins]))
    text(slide, Box(MARGIN, TOP - 6, INNER, 22), [[Run(words, True, INK, SMALLEST)]], language)
    box = Box(MARGIN - 8, TOP + 18, INNER + 16, BOTTOM - TOP - 18)
    lines(slide, box, _by_year(found), rows, axis, title)


def _by_year(found: list[Figure]) -> dict[str, list[str]]:
    """ "06/2020" and "Q2/2020" as the months or quarters of their years."""
    years: dict[str, list[str]] = {}
    for one in found:
        part, _, year = one.title.rpartition("/")
        years.setdefault(year, []).append(part.lstrip("0"))
    return years


def _signals(found: list[Figure]) -> dict[int, str]:
    """The points beyond their limits, by place: above is a concern of lateness, below is favourable."""
    colours = {}
    for place, one in enumerate(found):
        if one.rate is None or one.low is None or one.high is None:
            continue
        if one.rate > one.high:
            colours[place] = ORANGE
        elif one.rate < one.low:
            colours[place] = "1460A6"
    return colours


def missing(deck: Deck, pack: Pack, title: str) -> None:
    """The missing letters by whose duty they are; orange where the dossier is still open, so that a letter still
    serves."""
    language, found = pack.language, pack.of("missing")
    slide = deck.sheet(title)
    units = list(dict.fromkeys(one.title for one in found))
    counts = {(one.title, one.group.rpartition(".")[2]): one.numerator for one in found}
    shown = units[:MOST_BARS]
    say = language.say
    words = (say("still open"), say("finished late"), say("ended after the due day"))
    states = list(zip(("open", "finished", "ended"), words, (ORANGE, SOFT, "DDE3E8"), strict=True))
    if not units:
        text(slide, Box(MARGIN, TOP, INNER, 40), [[Run(say("No letter is missing."))]], language)
        return
    totals = [sum(counts[unit, state] for state, _, _ in states) for unit in shown]
    names = [f"{shortened(unit, 190, SMALLEST)}: {language.number(n)}" for unit, n in zip(shown, totals, strict=True)]
    bars = [
        Series(words, [counts[unit, state] for unit in shown], colour, labels=True)
        for state, words, colour in states
        if any(counts[unit, state] for unit in units)
    ]
    how = say("By the unit whose duty the letter is, all periods up to {day}.", day=language.date(pack.meeting.until))
    text(slide, Box(MARGIN, TOP - 6, INNER, 22), [[Run(how, False, INK2, SMALLEST)]], language)
    least = max(1, round(max(totals) / 50))  # a smaller part has no room for its number
    stacked_bars(slide, Box(MARGIN - 8, TOP + 16, INNER + 16, BOTTOM - TOP - 16), names, bars, title, least)


def soon(deck: Deck, pack: Pack, title: str) -> None:
    """What comes due in the next three working days, by day and by unit; apart from it what has passed unseen."""
    language, found = pack.language, pack.soon
    slide, say = deck.sheet(title), language.say
    if not found.units:
        text(slide, Box(MARGIN, TOP, INNER, 40), [[Run(title, False, INK, BODY)]], language)
        return
    names, wide_chart = [language.day_month(day) for day in found.days], 320 if found.passed else 400
    if names:
        series = Series(registry_title(pack, "due_soon"), found.totals, SLATE, labels=True)
        box = Box(MARGIN - 8, TOP, wide_chart, BOTTOM - TOP - 28)
        columns(slide, box, names, [series], [], None, title, legend=False)
    apart = [Cell(say("Not updated"), True)] if found.passed else []
    head = [Cell(say("Unit")), *(Cell(name, True) for name in names), Cell(say("Total"), True), *apart]
    rows = []
    for unit, (by_day, late) in list(found.units.items())[:14]:
        counts = [language.number(by_day[day]) if day in by_day else "–" for day in found.days]
        row = [Cell(shortened(unit, 150, SMALLEST)), *(Cell(count, True) for count in counts)]
        row.append(Cell(language.number(sum(by_day.values())), True, True))
        rows.append([*row, *([Cell(language.number(late) if late else "–", True)] if apart else [])])
    left = wide_chart + 20
    box = Box(MARGIN + left, TOP - 8, INNER - left, 24.5 * (len(rows) + 1))
    widths = (2.6, *(1.2 for _ in names), 1.2, *(2.3 for _ in apart))
    table(slide, box, widths, [head, *rows], language, title)
    if found.behind:
        box = Box(MARGIN, BOTTOM - 20, INNER, 20)
        text(slide, box, [[Run(f"{found.behind}.", False, INK2, SMALLEST)]], language)
