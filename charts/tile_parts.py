"""The parts of one tile: frame, words, symbol and 12-month line, in the px of the drawing sheet."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from charts import theme
from charts.lettering import fits, shortened, text_width
from charts.tile_grid import Box
from measures.verdict import Direction, Verdict
from text import Language

# Below this many dossiers a rate would say more about chance than about the unit (COUNTING 4.3).
FEWEST_FOR_RATE = 30

PADDING = 10
_CORNER = 6
_NAME_Y = 19
_SYMBOL_Y = 19
_RATE_Y = 46
_FRACTION_DROP = 3  # puts the small fraction on the baseline of the large rate
_SECOND_LINE_Y = 68
_LINE_TOP = 76
_LINE_BOTTOM = 15
_RATE_SIZE = 24
_COUNT_SIZE = 19
_FRACTION_SIZE = 13


@dataclass(frozen=True)
class Tile:
    """All that one tile shows."""

    unit_id: str
    name: str
    short_name: str
    numerator: int
    denominator: int
    rate: float
    verdict: Verdict
    stale: bool
    stale_from: dt.date | None
    line: Sequence[float]
    box: Box

    @property
    def has_rate(self) -> bool:
        """True if there are dossiers enough for a rate and a line."""
        return self.denominator >= FEWEST_FOR_RATE and not math.isnan(self.rate)

    @property
    def shows_line(self) -> bool:
        """A unit that is behind gets its note instead of a line: the end of that line would not be true."""
        return self.has_rate and not self.stale


@dataclass(frozen=True)
class Style:
    """What all tiles of a map have in common."""

    good: Direction
    target: float | None
    level: float
    scale_top: float
    fraction_below: bool  # fractions stand under the rates in all tiles, because in some they do not fit beside them
    language: Language
    against_target: bool = False

    @property
    def reference(self) -> float | None:
        """The line across a tile: the target, or without one the common level, if there is any."""
        value = self.level if self.target is None else self.target
        return None if math.isnan(value) else value


def frame_shape(tile: Tile, style: Style, *, selected: bool) -> dict[str, Any]:
    """The tile's ground and edge."""
    colours = theme.verdict_colour(tile.verdict, style.good)
    clear = colours is not theme.NEUTRAL
    edge = {"color": colours.edge, "width": 1.5 if clear else 1.2}
    if selected:
        edge = {"color": theme.INK, "width": 2}
    return {"type": "path", "path": _rounded(tile.box), "fillcolor": colours.tint, "line": edge, "layer": "below"}


def _rounded(box: Box) -> str:
    left, top, right, bottom, r = box.left, box.top, box.right, box.bottom, _CORNER
    return (
        f"M{left + r:.1f},{top:.1f} L{right - r:.1f},{top:.1f} Q{right:.1f},{top:.1f} {right:.1f},{top + r:.1f} "
        f"L{right:.1f},{bottom - r:.1f} Q{right:.1f},{bottom:.1f} {right - r:.1f},{bottom:.1f} "
        f"L{left + r:.1f},{bottom:.1f} Q{left:.1f},{bottom:.1f} {left:.1f},{bottom - r:.1f} "
        f"L{left:.1f},{top + r:.1f} Q{left:.1f},{top:.1f} {left + r:.1f},{top:.1f} Z"
    )


def note(text: str, x: float, y: float, font: dict[str, Any], anchor: str = "left") -> dict[str, Any]:
    """A line of text whose middle stands at y. Texts let clicks through to the tile beneath."""
    return {
        "text": text,
        "x": x,
        "y": y,
        "xanchor": anchor,
        "yanchor": "middle",
        "align": anchor,
        "font": font,
    }


def words(tile: Tile, style: Style) -> list[dict[str, Any]]:
    """Name, rate and fraction, or what stands in their place."""
    box, language = tile.box, style.language
    inner = box.width - 2 * PADDING
    name = tile.name
    beside_symbol = inner - 14
    if not fits(name, beside_symbol, theme.LABEL_SIZE, theme.SEMIBOLD):
        name = shortened(tile.short_name, beside_symbol, theme.LABEL_SIZE, theme.SEMIBOLD)
    name_font = theme.font(theme.LABEL_SIZE, theme.INK, theme.SEMIBOLD)
    texts = [note(name, box.left + PADDING, box.top + _NAME_Y, name_font)]
    texts += _figures(tile, style)
    if tile.stale:
        since = "<br>".join(_stale_words(tile, language))
        middle = (_line_top(style) + box.height - _LINE_BOTTOM) / 2
        texts.append(note(since, box.left + PADDING, box.top + middle, theme.font(theme.SMALLEST_SIZE)))
    return texts


def _stale_words(tile: Tile, language: Language) -> list[str]:
    """Two short lines, because one would be wider than the tile."""
    if tile.stale_from is None:
        return [language.say("not updated")]
    return [language.say("not updated"), language.say("since {date}", date=language.day_month(tile.stale_from))]


def _figures(tile: Tile, style: Style) -> list[dict[str, Any]]:
    box, language = tile.box, style.language
    left, y = box.left + PADDING, box.top + _RATE_Y
    if tile.denominator == 0:
        return [note(language.say("no dossiers"), left, y, theme.font(theme.LABEL_SIZE))]
    fraction = language.fraction(tile.numerator, tile.denominator)
    if not tile.has_rate:
        return [note(fraction, left, y, theme.font(_COUNT_SIZE, theme.INK2, theme.SEMIBOLD))]
    colours = theme.verdict_colour(tile.verdict, style.good)
    rate = note(language.percent(tile.rate), left, y, theme.font(_RATE_SIZE, colours.text, theme.SEMIBOLD))
    small = theme.font(_FRACTION_SIZE)
    if style.fraction_below:
        return [rate, note(fraction, left, box.top + _SECOND_LINE_Y, small)]
    return [rate, note(fraction, box.right - PADDING, y + _FRACTION_DROP, small, "right")]


def fraction_fits_beside(tile: Tile, language: Language) -> bool:
    """True if rate and fraction go on one line of the tile."""
    if not tile.has_rate:
        return True
    rate = text_width(language.percent(tile.rate), _RATE_SIZE, theme.SEMIBOLD)
    fraction = text_width(language.fraction(tile.numerator, tile.denominator), _FRACTION_SIZE)
    return rate + 5 + fraction <= tile.box.width - 2 * PADDING


def symbol_place(tile: Tile) -> tuple[float, float]:
    """The middle of the verdict's symbol, top right."""
    return tile.box.right - PADDING - 5, tile.box.top + _SYMBOL_Y


def line_points(tile: Tile, style: Style) -> list[tuple[float, float | None]]:
    """The 12-month line; a month without dossiers is a gap."""
    left, right = _line_ends(tile.box)
    step = (right - left) / max(len(tile.line) - 1, 1)
    return [
        (left + index * step, None if math.isnan(rate) else _line_y(tile.box, rate, style))
        for index, rate in enumerate(tile.line)
    ]


def reference_points(tile: Tile, style: Style) -> list[tuple[float, float | None]]:
    """The target (or common level) across the tile."""
    if style.reference is None:
        return []
    left, right = _line_ends(tile.box)
    y = _line_y(tile.box, style.reference, style)
    return [(left, y), (right, y)]


def _line_ends(box: Box) -> tuple[float, float]:
    # The end mark is wider than the line, hence the larger distance on the right.
    return box.left + PADDING + 1, box.right - PADDING - 4


def _line_top(style: Style) -> float:
    return _LINE_TOP + (8 if style.fraction_below else 0)


def _line_y(box: Box, rate: float, style: Style) -> float:
    """One scale from 0 for all tiles; what lies above its top is clipped there."""
    top = box.top + _line_top(style)
    bottom = box.bottom - _LINE_BOTTOM
    return bottom - (bottom - top) * min(rate / style.scale_top, 1)


def hover_text(tile: Tile, style: Style) -> str:
    """Name, rate with its counts, verdict in words."""
    language = style.language
    lines = [f"<b>{tile.name}</b>"]
    if tile.denominator:
        fraction = language.fraction(tile.numerator, tile.denominator)
        lines.append(f"{language.percent(tile.rate)} · {fraction}" if tile.has_rate else fraction)
    lines.append(theme.verdict_word(tile.verdict, language))
    if tile.stale:
        lines.append(" ".join(_stale_words(tile, language)))
    return "<br>".join(lines)


def verdict_markers(verdicts: Sequence[Verdict], style: Style) -> dict[str, Any]:
    """Markers for verdicts: shape, colour, and a stroke thick enough for the hollow ones."""
    symbols = [theme.verdict_symbol(verdict) for verdict in verdicts]
    colours = [_symbol_colour(verdict, style) for verdict in verdicts]
    strokes = [1.6 if symbol.endswith("-open") else 0 for symbol in symbols]
    return {"symbol": symbols, "color": colours, "size": 11, "line": {"color": colours, "width": strokes}}


def _symbol_colour(verdict: Verdict, style: Style) -> str:
    """A circle says that nothing was found: it steps back behind the triangles."""
    if theme.verdict_symbol(verdict).startswith("circle"):
        return theme.WHISKER
    return theme.verdict_colour(verdict, style.good).mark
