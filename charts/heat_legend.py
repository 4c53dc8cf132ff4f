"""The legend of a heat map: the ramp from 0 to its top, the hatching and the dash, each in words."""

from __future__ import annotations

from typing import Any

from charts import theme
from charts.heat_cells import RAMP_TOP, Word
from charts.lettering import text_width
from text import Language

HEIGHT = 35
PHONE_HEIGHT = 62
_SWATCH, _PHONE_SWATCH = 34, 22


def legend(bottom: float, language: Language, *, phone: bool = False) -> tuple[list[dict[str, Any]], list[Word]]:
    """Shapes and words below the rows, which end at ``bottom`` px; on a phone on two lines."""
    say, y, size, grey = language.say, bottom + 20, theme.SMALLEST_SIZE, theme.INK2
    ramp_words = say("Share online")
    left = text_width(ramp_words, size) + 10
    swatch = _PHONE_SWATCH if phone else _SWATCH
    boxes = [
        {**_box(left + place * swatch, y - 6, left + (place + 1) * swatch, y + 6), "fillcolor": colour}
        for place, colour in enumerate(theme.HEAT_RAMP)
    ]
    top = left + len(theme.HEAT_RAMP) * swatch
    ends = f"0–{language.percent(RAMP_TOP, 0)}+"
    words: list[Word] = [
        (ramp_words, 0, y, "middle right", size, grey, 400),
        (ends, top + 8, y, "middle right", size, grey, 400),
    ]
    x, row = (0.0, y + 26) if phone else (top + 8 + text_width(ends, size) + 26, y)
    few = say("Under 10: counts only")
    boxes += _hatched(x, row)
    words.append((few, x + 30, row, "middle right", size, grey, 400))
    x += 30 + text_width(few, size) + (16 if phone else 26)
    words.append((f"–  {say('Not offered online')}", x, row, "middle right", size, grey, 400))
    return boxes, words


def _hatched(left: float, y: float) -> list[dict[str, Any]]:
    """A small box with the lines of the hatching."""
    line = {"color": theme.SOFT, "width": 1}
    frame = {**_box(left, y - 6, left + 22, y + 6), "line": line}
    strokes = [
        {"type": "line", "x0": left + x, "y0": y + 6, "x1": left + x + 8, "y1": y - 6, "line": line} for x in (2, 7, 12)
    ]
    return [frame, *strokes]


def _box(left: float, top: float, right: float, bottom: float) -> dict[str, Any]:
    return {"type": "rect", "x0": left, "y0": top, "x1": right, "y1": bottom, "line": {"width": 0}}
