"""The notes in the empty places of a tile map: legend, how to read a tile, north arrow."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from typing import Any

from charts import theme
from charts import tile_parts as parts
from charts.lettering import wrapped
from charts.tile_grid import Box
from charts.tile_parts import Style, note
from measures.verdict import Verdict
from text import Language

_TOP = 13
_LINE = 19
_TIGHT_LINE = 16  # for a legend so long that it would reach into the next row
_SYMBOL_X = 6
_WORD_X = 20


def _heading(text: str, box: Box) -> dict[str, Any]:
    return note(text, box.left, box.top + _TOP, theme.font(theme.NOTE_SIZE, theme.INK, theme.SEMIBOLD))


def legend(verdicts: Sequence[Verdict], style: Style, box: Box) -> tuple[list[dict[str, Any]], dict[str, Any]]:
    """Texts and the marker trace of the legend: how many units stand where against the common level."""
    language = style.language
    counts = Counter(verdicts)
    entries = [
        (verdict, _entry(verdict, counts[verdict], language, box.width)) for verdict in theme.legend_verdicts(verdicts)
    ]
    line_count = 2 + sum(len(lines) for _, lines in entries)
    pitch = _LINE if line_count * _LINE <= box.height else _TIGHT_LINE
    heading, second = _compared(style)
    texts = [_heading(heading, box)]
    if second:
        texts.append(note(second, box.left, box.top + _TOP + pitch, theme.font(theme.NOTE_SIZE)))
    marks: list[tuple[float, Verdict]] = []
    y = box.top + _TOP + 2 * pitch + 3
    word_font = theme.font(theme.NOTE_SIZE, theme.INK, 500)
    for verdict, lines in entries:
        marks.append((y + 1, verdict))  # letters without descenders look lower than their middle
        for line in lines:
            texts.append(note(line, box.left + _WORD_X, y, word_font))
            y += pitch
    return texts, _legend_marks(marks, style, box.left + _SYMBOL_X)


def _compared(style: Style) -> tuple[str, str]:
    """What the verdicts compare with, and its rate."""
    say, percent = style.language.say, style.language.percent
    if style.against_target and style.target is not None:
        rates = {"rate": percent(style.target, 0), "level": percent(style.level)}
        return say("Against the target"), say("{rate}; level {level}", **rates)
    level = "" if math.isnan(style.level) else say("of all units shown, {rate}", rate=percent(style.level))
    return say("Against the level"), level


def _entry(verdict: Verdict, count: int, language: Language, width: float) -> list[str]:
    words = f"{theme.verdict_word(verdict, language)}: {language.number(count)}"
    return wrapped(words, width - _WORD_X, theme.NOTE_SIZE, 500)


def _legend_marks(marks: list[tuple[float, Verdict]], style: Style, x: float) -> dict[str, Any]:
    return theme.always_shown(
        {
            "type": "scatter",
            "mode": "markers",
            "name": "legend",
            "x": [x] * len(marks),
            "y": [y for y, _ in marks],
            "marker": parts.verdict_markers([verdict for _, verdict in marks], style),
            "hoverinfo": "skip",
        }
    )


def reading_help(reading: Sequence[str], months: int, style: Style, box: Box) -> list[dict[str, Any]]:
    """What each part of a tile means."""
    language = style.language
    span = language.count("Line: {n} month", "Line: {n} months", months)
    font = theme.font(theme.NOTE_SIZE)
    texts = [_heading(language.say("How to read a tile"), box)]
    lines = [
        part for line in (*reading, span, *_reference(style)) for part in wrapped(line, box.width, theme.NOTE_SIZE)
    ]
    for index, line in enumerate(lines, start=1):
        texts.append(note(line, box.left, box.top + _TOP + 2 + index * _LINE, font))
    return texts


def _reference(style: Style) -> list[str]:
    """What the line across a tile is: dashes are always a target, a straight line always the common level."""
    if style.reference is None:
        return []
    rate = style.language.percent(style.reference)
    if style.target is None:
        return [style.language.say("Straight line: common level {rate}", rate=rate)]
    return [style.language.say("Dashes: target {rate}", rate=rate)]


def north_arrow(language: Language, box: Box) -> list[dict[str, Any]]:
    """The word and the arrow, in the middle of an empty place."""
    x = box.left + box.width / 2
    word = note(language.say("North"), x, box.top + box.height / 2 - 34, theme.font(theme.NOTE_SIZE), "center")
    head = box.top + box.height / 2 - 22
    arrow = {
        "x": x,
        "y": head,
        "ax": x,
        "ay": head + 50,
        "axref": "x",
        "ayref": "y",
        "text": "",
        "showarrow": True,
        "arrowhead": 2,
        "arrowsize": 1.4,
        "arrowwidth": 1.3,
        "arrowcolor": theme.INK3,
    }
    return [word, arrow]
