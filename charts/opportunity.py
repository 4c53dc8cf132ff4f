"""Where dossiers still come to the counter although the procedure is offered online: dark online, pale the counter."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from charts import theme
from charts.lettering import shortened, text_width, wrapped
from charts.tile_parts import note
from text import Language

# Composed for the narrower end of what the page gives.
DESK_WIDTH = 750
PHONE_WIDTH = 326
FEWEST_FOR_RATE = 10
_HEADER = 34
_ROW, _WIDEST_ROW = 27, 44
_FULL_HEIGHT = 330  # of few rows, which then stand wider apart
_PHONE_ROW = 48
_BAR = 15
_LINE = 15
_WIDEST_NAME = 0.34  # of the sheet
_NAME_LINES = 2
_GAP = 22
_PAD = 6


@dataclass(frozen=True)
class _Row:
    name: str
    online: int
    counter: int

    @property
    def total(self) -> int:
        return self.online + self.counter


@dataclass(frozen=True)
class _Place:
    """Left and right end of the bars, the middles of the rows and the right edges of the columns, in px."""

    left: float
    right: float
    middles: Sequence[float]
    size: tuple[float, float]


def opportunity(frame: pd.DataFrame, language: Language) -> go.Figure:
    """The bars for a desk: about 750 to 770 px wide; the height follows from the procedures.

    Args:
        frame: at least one row: name, numerator (online) and denominator (all); sorted here, the most at the counter
            first.
        language: the language of the words.
    """
    rows = _rows(frame)
    rates, fractions = _rates(rows, language), [language.fraction(row.online, row.total) for row in rows]
    names = max(text_width(row.name, theme.LABEL_SIZE, theme.SEMIBOLD) for row in rows)
    left = min(names, _WIDEST_NAME * DESK_WIDTH) + 16
    fraction_right = DESK_WIDTH - _width([language.say("Rate"), *rates]) - _GAP
    right = fraction_right - _width([language.say("Online/all"), *fractions]) - _GAP
    lines = [_name_lines(row.name, left - 16) for row in rows]
    roomy = min(max(_ROW, _FULL_HEIGHT / len(rows)), _WIDEST_ROW)
    tops = _tops([max(roomy, _LINE * len(one) + 8) for one in lines])
    middles = [(top + bottom) / 2 for top, bottom in pairwise(tops)]
    place = _Place(left, right, middles, (DESK_WIDTH, tops[-1] + 2))
    grey = theme.font(theme.NOTE_SIZE, theme.INK3)
    texts = [
        note(language.say("Online/all"), fraction_right, 12, grey, "right"),
        note(language.say("Rate"), DESK_WIDTH, 12, grey, "right"),
    ]
    for index, y in enumerate(middles):
        bold = theme.font(theme.LABEL_SIZE, theme.INK, theme.SEMIBOLD)
        texts.append(note("<br>".join(lines[index]), 0, y, bold))
        texts.append(note(fractions[index], fraction_right, y, theme.font(theme.LABEL_SIZE), "right"))
        if rates[index]:
            texts.append(note(rates[index], DESK_WIDTH, y, bold, "right"))
    return _figure(rows, place, texts, (left, 12), language)


def opportunity_phone(frame: pd.DataFrame, language: Language) -> go.Figure:
    """The same for 326 px: name above the bar, rate and counts at the right; arguments as for :func:`opportunity`."""
    rows = _rows(frame)
    texts = []
    tops = [_HEADER + _PHONE_ROW * index for index in range(len(rows) + 1)]
    for row, rate, top in zip(rows, _rates(rows, language), tops, strict=False):
        fraction = language.fraction(row.online, row.total)
        counts = f"{rate} · {fraction}" if rate else fraction
        room = PHONE_WIDTH - text_width(counts, theme.NOTE_SIZE) - 10
        name = shortened(row.name, room, theme.LABEL_SIZE, theme.SEMIBOLD)
        texts.append(note(name, 0, top + 11, theme.font(theme.LABEL_SIZE, theme.INK, theme.SEMIBOLD)))
        texts.append(note(counts, PHONE_WIDTH, top + 11, theme.font(theme.NOTE_SIZE), "right"))
    middles = [top + 30 for top in tops[:-1]]
    place = _Place(0, PHONE_WIDTH, middles, (PHONE_WIDTH, tops[-1]))
    return _figure(rows, place, texts, (0, 12), language)


def _rows(frame: pd.DataFrame) -> list[_Row]:
    found = [
        _Row(str(row.name), int(row.numerator), int(row.denominator) - int(row.numerator))
        for row in frame[["name", "numerator", "denominator"]].itertuples(index=False)
    ]
    return sorted(found, key=lambda row: (-row.counter, -row.online, row.name))


def _rates(rows: Sequence[_Row], language: Language) -> list[str]:
    """The shares; below ten dossiers counts only (COUNTING 4.3)."""
    return [language.percent(row.online / row.total, 0) if row.total >= FEWEST_FOR_RATE else "" for row in rows]


def _width(texts: Sequence[str]) -> float:
    return max(text_width(text, theme.LABEL_SIZE, theme.SEMIBOLD) for text in texts)


def _name_lines(name: str, room: float) -> list[str]:
    """The name on at most two lines."""
    lines = wrapped(name, room, theme.LABEL_SIZE, theme.SEMIBOLD)
    if len(lines) > _NAME_LINES:
        lines = [*lines[: _NAME_LINES - 1], " ".join(lines[_NAME_LINES - 1 :])]
    return [shortened(line, room, theme.LABEL_SIZE, theme.SEMIBOLD) for line in lines]


def _tops(heights: Sequence[float]) -> list[float]:
    tops = [float(_HEADER)]
    for height in heights:
        tops.append(tops[-1] + height)
    return tops


def _figure(
    rows: Sequence[_Row], place: _Place, texts: list[dict[str, Any]], legend: tuple[float, float], language: Language
) -> go.Figure:
    per_dossier = (place.right - place.left) / max(*(row.total for row in rows), 1)
    words = {"online": language.say("Online already"), "counter": language.say("At the counter still")}
    shapes, legend_texts = _legend(legend, words)
    (width, height) = place.size
    layout = {
        "height": height,
        "barmode": "overlay",
        "hovermode": "closest",
        "xaxis": theme.bare_axis(0, width),
        "yaxis": theme.bare_axis(height, 0),
        "shapes": shapes,
        "annotations": [*texts, *legend_texts, *_numbers(rows, place, per_dossier, language)],
    }
    hover = [_hover(row, language) for row in rows]
    bars = {"y": list(place.middles), "hovertext": hover}
    ends = [place.left + row.online * per_dossier for row in rows]
    drawn = [
        _bar("online", theme.INK, {"base": place.left, "x": [row.online * per_dossier for row in rows], **bars}),
        _bar("counter", theme.SOFT, {"base": ends, "x": [row.counter * per_dossier for row in rows], **bars}),
    ]
    return theme.figure(drawn, layout, language)


def _bar(name: str, colour: str, more: dict[str, Any]) -> dict[str, Any]:
    marker = {"color": colour, "line": {"width": 0}}
    common = {"type": "bar", "name": name, "orientation": "h", "width": _BAR, "marker": marker}
    return {**common, **more, "hovertemplate": "%{hovertext}<extra></extra>"}


def _numbers(rows: Sequence[_Row], place: _Place, per_dossier: float, language: Language) -> list[dict[str, Any]]:
    """The counts in their parts of the bar; what the pale part has no room for stands behind it."""
    found = []
    for row, y in zip(rows, place.middles, strict=True):
        split, end = place.left + row.online * per_dossier, place.left + row.total * per_dossier
        online, counter = language.number(row.online), language.number(row.counter)
        if _needs(online) <= split - place.left:
            white = theme.font(theme.NOTE_SIZE, theme.CARD, theme.SEMIBOLD)
            found.append(note(online, split - _PAD, y, white, "right"))
        ink = theme.font(theme.NOTE_SIZE, theme.INK, theme.SEMIBOLD)
        if _needs(counter) <= end - split:
            found.append(note(counter, end - _PAD, y, ink, "right"))
        elif row.counter and end + _needs(counter) <= place.right:
            found.append(note(counter, end + _PAD, y, ink))
    return found


def _needs(number: str) -> float:
    return text_width(number, theme.NOTE_SIZE, theme.SEMIBOLD) + 2 * _PAD


def _legend(place: tuple[float, float], words: dict[str, str]) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    (left, y), shapes, texts = place, [], []
    for key, colour in (("online", theme.INK), ("counter", theme.SOFT)):
        box = {"x0": left, "x1": left + 11, "y0": y - 5.5, "y1": y + 5.5}
        shapes.append({"type": "rect", **box, "fillcolor": colour, "line": {"width": 0}})
        texts.append(note(words[key], left + 17, y, theme.font(theme.NOTE_SIZE)))
        left += 17 + text_width(words[key], theme.NOTE_SIZE) + 20
    return shapes, texts


def _hover(row: _Row, language: Language) -> str:
    online = language.say("{fraction} submitted online", fraction=language.fraction(row.online, row.total))
    counter = language.count("{n} at the counter still", "{n} at the counter still", row.counter)
    return f"<b>{row.name}</b><br>{online}<br>{counter}"
