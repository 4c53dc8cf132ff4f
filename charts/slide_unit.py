"""The slide of one unit: its three measures with their verdicts, and its own months."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import plotly.graph_objects as go

from charts.lettering import wrapped
from charts.slide_kpi import Kpi, draw_kpi
from charts.slide_sheet import HEIGHT, SMALL, WIDTH, Drawing, Palette
from charts.slide_trend import Marked, draw_trend, reading_words
from charts.theme import SEMIBOLD
from charts.tile_grid import Box
from measures.judging import Trend
from measures.verdict import Direction, Verdict
from text import Language

_SIZE, _COLUMN, _LINES = 118, 592, 2
_MONTHS_TOP = 410


@dataclass(frozen=True)
class Judged:
    """A number of the unit and its verdict in words; ``verdict`` is None where the words stand alone."""

    shown: Kpi
    words: str
    verdict: Verdict | None
    good: Direction


def unit_slide(
    numbers: Sequence[Judged], trend: Trend, marked: Marked, language: Language, palette: Palette
) -> go.Figure:
    """The slide of one unit: three numbers beside each other, its months below."""
    drawing = Drawing(language, palette)
    for place, one in enumerate(numbers):
        left = _COLUMN * place
        y = draw_kpi(drawing, one.shown, left, 0, _SIZE, SMALL)
        _verdict(drawing, one, left, y + 26)
    drawing.line((0, _MONTHS_TOP - 22), (WIDTH, _MONTHS_TOP - 22), palette.rule, 2)
    drawing.text(reading_words(trend, language), 0, _MONTHS_TOP + 14, SMALL, colour=palette.ink2)
    draw_trend(drawing, trend, marked, Box(0, _MONTHS_TOP + 40, WIDTH, HEIGHT - _MONTHS_TOP - 40))
    return drawing.figure()


def _verdict(drawing: Drawing, one: Judged, left: float, y: float) -> None:
    """Shape, colour and words of a verdict; plain words where nothing was judged."""
    if not one.words:
        return
    colour, aside = drawing.palette.ink2, left
    if one.verdict is not None and one.verdict is not Verdict.NO_DATA:
        drawing.verdict(one.verdict, one.good, left + 22, y, 22)
        colour, aside = drawing.palette.verdict(one.verdict, one.good).text, left + 56
    for place, line in enumerate(wrapped(one.words, _COLUMN - (aside - left) - 6, SMALL, SEMIBOLD)[:_LINES]):
        drawing.text(line, aside, y + 38 * place, SMALL, weight=SEMIBOLD, colour=colour)
