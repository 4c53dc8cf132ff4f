"""The meeting pack as a presentation: sheets in the look of the projector, with charts whose numbers can be edited."""

from __future__ import annotations

import io
import math
from collections.abc import Iterator, Sequence
from typing import TypeVar

from pptx.enum.text import MSO_ANCHOR

from measures import registry
from measures.attention import Finding, Tone
from measures.headlines import HEADLINES
from measures.verdict import CLEAR
from reports import pack_pptx_slides as slides
from reports.pack_contents import Definition, Pack
from reports.pack_pptx_parts import (
    BLUE_TEXT,
    BODY,
    BOTTOM,
    INK,
    INK2,
    INNER,
    LEAD,
    LINE,
    MARGIN,
    ORANGE_TEXT,
    SMALLEST,
    TOP,
    Box,
    Cell,
    Deck,
    Run,
    lines_of,
    look_of,
    one_line,
    rule,
    table,
    text,
    wide,
)

LATE, ONLINE, LETTERS = HEADLINES
ROWS = 15  # of a table on one sheet, without its head
TONES = {Tone.CONCERN: ("!", ORANGE_TEXT), Tone.INFO: ("i", INK2), Tone.GOOD: ("✓", BLUE_TEXT)}
GAP = 18  # between findings
T = TypeVar("T")


def presentation(pack: Pack) -> bytes:
    """The file."""
    middle = f"{pack.place} · {pack.period}" + (f" · {pack.sample}" if pack.sample else "")
    deck = Deck(pack.language, pack.as_of, middle)
    titles = pack.titles(one_line)
    _cover(deck, pack)
    if pack.agreed:
        _agreed(deck, pack, titles["agreed"])
    _findings(deck, pack)
    _headlines(deck, pack)
    _units(deck, pack, titles["units"])
    slides.ranking(deck, pack, titles["ranking"], LATE)
    slides.trend(deck, pack, titles["trend"])
    slides.ranking(deck, pack, titles["online"], ONLINE)
    slides.missing(deck, pack, titles["missing"])
    slides.soon(deck, pack, titles["soon"])
    _tasks(deck, pack, titles["tasks"])
    _definitions(deck, pack, titles["definitions"])
    file = deck.finish()
    known = file.core_properties
    known.title, known.subject = f"{pack.title}, {pack.period}", f"{pack.scope}. {pack.as_of}. {pack.version}"
    known.author = known.last_modified_by = pack.place
    written = io.BytesIO()
    file.save(written)
    return written.getvalue()


def _cover(deck: Deck, pack: Pack) -> None:
    """Whose meeting, of which period; below it what the figures are of."""
    slide = deck.sheet(pack.title)
    big = [[Run(pack.place, False, INK2, LEAD)], [Run(pack.period, True, INK, 54)]]
    text(slide, Box(MARGIN, 130, INNER, 120), big, pack.language)
    rule(slide, MARGIN, 268, 96, INK, 3)
    told = [pack.scope, pack.as_of, *pack.stale, pack.version, pack.sample]
    lines = [[Run(line, line == pack.as_of, INK if line == pack.as_of else INK2, BODY)] for line in told if line]
    text(slide, Box(MARGIN, 290, INNER, 190), lines, pack.language, after=6)


def _findings(deck: Deck, pack: Pack) -> None:
    """What needs attention, concern first: a sign, the finding in bold, the rest."""
    slide, found = deck.sheet(pack.sentence), pack.findings
    if not found:
        nothing = [[Run(pack.language.say("Nothing needs attention."))]]
        text(slide, Box(MARGIN, TOP + 8, INNER, 60), nothing, pack.language)
    size = next((size for size in (LEAD, 20, BODY) if _height(found, size) <= BOTTOM - TOP - 8), BODY)
    top = float(TOP + 8)
    for finding in found:
        sign, colour = TONES[finding.tone]
        text(slide, Box(MARGIN, top, 30, 36), [[Run(sign, True, colour, size)]], pack.language)
        runs = [Run(f"{finding.lead}: " if finding.rest else finding.lead, True, INK, size)]
        runs.append(Run(finding.rest, False, INK2, size))
        height = _height([finding], size)
        text(slide, Box(MARGIN + 36, top, INNER - 36, height - GAP), [runs], pack.language)
        top += height


def _height(found: Sequence[Finding], size: float) -> float:
    """How high these findings are below each other in this size."""
    widths = [wide(f"{one.lead}: ", size, True) + wide(one.rest, size) for one in found]
    return sum(math.ceil(width / (INNER - 36)) * size * LINE + GAP for width in widths)


def _headlines(deck: Deck, pack: Pack) -> None:
    """The three measures: rate, what it is a rate of, target and whether it is met, change."""
    titles = {key: pack.headline(key).title for key in HEADLINES}
    slide = deck.sheet(pack.language.say("The three measures of {period}", period=pack.period.lower()))
    width = (INNER - 2 * 24) / 3
    for number, key in enumerate(HEADLINES):
        figure, left = pack.headline(key), MARGIN + number * (width + 24)
        rule(slide, left, TOP + 6, width, INK, 2)
        text(slide, Box(left, TOP + 14, width, 30), [[Run(titles[key], True, INK, BODY)]], pack.language)
        rate = figure.percent(pack.language)
        text(
            slide, Box(left, TOP + 44, width, 88), [[Run(rate, True, INK, 64)]], pack.language, anchor=MSO_ANCHOR.MIDDLE
        )
        lines = [[Run(pack.counted(figure), False, INK, BODY)]]
        if target := pack.target_words(key):
            met = figure.word == pack.language.say("met")
            word = Run(f" {'✓' if met else '!'} {figure.word}", True, BLUE_TEXT if met else ORANGE_TEXT, BODY)
            lines.append([Run(target, False, INK, BODY), *([word] if figure.word else [])])
        lines += [[Run(line, False, INK2, 16)] for line in figure.change.split("\n") if line]
        lines += [
            [Run(f"{one.title}: {one.percent(pack.language)} ({one.fraction(pack.language)})", False, INK2, 16)]
            for one in pack.of("certified", key)
        ]
        text(slide, Box(left, TOP + 140, width, 196), lines, pack.language, after=7)
    words = pack.language.say("Counted beside the rate")
    runs = [Run(f"{words}: ", True, INK2, 16), Run(pack.beside, False, INK2, 16)]
    text(slide, Box(MARGIN, 446, INNER, 48), [runs], pack.language)


def _units(deck: Deck, pack: Pack, title: str) -> None:
    """Every unit with its three measures; those with a clear verdict in colour, in words and with their shape."""
    say = pack.language.say
    late, online, letters = (pack.of("unit", key) + pack.of("level", key) for key in HEADLINES)
    head = [
        Cell(say("Unit")),
        Cell(say("Overdue rate"), True),
        Cell(say("Overdue/\ncame due"), True),
        Cell(say("Against the others")),
        Cell(say("Online share"), True),
        Cell(say("Online/\nreceived"), True),
        Cell(say("Against the target") if pack.target(ONLINE) else say("Against the others")),
        Cell(say("With letter/\noverdue"), True),
    ]
    by_unit = {key: {one.group: one for one in rows} for key, rows in ((ONLINE, online), (LETTERS, letters))}
    rows = [_unit_row(pack, one, by_unit[ONLINE].get(one.group), by_unit[LETTERS].get(one.group)) for one in late]
    for part in _parts(rows, ROWS):
        slide = deck.sheet(title)
        box = Box(MARGIN, TOP - 8, INNER, 46 + 22.5 * len(part))
        table(slide, box, (104, 90, 92, 138, 108, 104, 138, 104), [head, *part], pack.language, title)


def _unit_row(pack: Pack, late, online, letters) -> list[Cell]:  # type: ignore[no-untyped-def]  # figures, or None
    whole = late.section == "level"
    cells = [Cell(late.title, bold=whole)]
    for figure, key in ((late, LATE), (online, ONLINE)):
        if figure is None:
            cells += [Cell("")] * 3
            continue
        look = look_of(figure.verdict, registry.get(key).good)
        word = f"{look.shape} {figure.word}".strip()
        cells += [
            Cell(figure.percent(pack.language), True, whole or figure.verdict in CLEAR, look.text, look.tint),
            Cell(figure.fraction(pack.language), True, whole, look.text, look.tint),
            Cell(word, False, figure.verdict in CLEAR, look.text if look.tint else INK2, look.tint),
        ]
    return [*cells, Cell(letters.fraction(pack.language) if letters else "", True, whole)]


def _tasks(deck: Deck, pack: Pack, title: str) -> None:
    """Verb and count, who, until when."""
    say, slide = pack.language.say, deck.sheet(title)
    found = pack.tasks()
    if not found:
        text(slide, Box(MARGIN, TOP, INNER, 40), [[Run(say("Nothing is to be done by rule."))]], pack.language)
        return
    head = [Cell(say("What")), Cell(say("Who")), Cell(say("Until"), True)]
    rows = [[Cell(one.what, bold=True), Cell(one.who), Cell(one.due, True)] for one in found]
    table(slide, Box(MARGIN, TOP, INNER, 40 + 62 * len(rows)), (48, 42, 10), [head, *rows], pack.language, title, BODY)


def _agreed(deck: Deck, pack: Pack, title: str) -> None:
    """The actions of earlier meetings, with their measure then and now."""
    say = pack.language.say
    head = [Cell(say("What")), Cell(say("Until"), True), Cell(say("State")), Cell(say("Then and now"))]
    rows = [
        [Cell(one.what, bold=True), Cell(one.due, True), Cell(one.status), Cell(one.progress)] for one in pack.agreed
    ]
    for part in _parts(rows, 7):
        box = Box(MARGIN, TOP, INNER, 34 + 50 * len(part))
        table(deck.sheet(title), box, (36, 12, 18, 34), [head, *part], pack.language, title, 16)


def _definitions(deck: Deck, pack: Pack, title: str) -> None:
    """What each measure counts, and who set its target; as many sheets as that takes."""
    written = [(one, _definition(one, pack)) for one in pack.definitions()]
    lawful = [[[Run(line, False, INK2, SMALLEST)]] for line in pack.rules()]
    slide, top = deck.sheet(title), float(TOP - 8)
    for paragraphs in [*(found for _, found in written), *lawful]:
        height = sum(
            lines_of("".join(run.text for run in runs), INNER, runs[0].size) * runs[0].size * LINE
            for runs in paragraphs
        )
        if top + height > BOTTOM:
            slide, top = deck.sheet(title), float(TOP - 8)
        text(slide, Box(MARGIN, top, INNER, height), paragraphs, pack.language)
        top += height + 6


def _definition(one: Definition, pack: Pack) -> list[list[Run]]:
    left = pack.language.say("Left out")
    found = [[Run(f"{one.title}: ", True, INK, 16), Run(one.formula, False, INK, 16)]]
    details = [f"{left}: {one.left_out}" if one.left_out else "", one.target]
    words = ". ".join(part.rstrip(".") for part in details if part)
    return [*found, [Run(f"{words}.", False, INK2, SMALLEST)]] if words else found


def _parts(rows: Sequence[T], most: int) -> Iterator[Sequence[T]]:
    """The rows in pieces of about the same length, none longer than ``most``."""
    pieces = max(1, math.ceil(len(rows) / most))
    size = math.ceil(len(rows) / pieces)
    for start in range(0, len(rows), max(size, 1)):
        yield rows[start : start + size]
