"""The ranking of a slide: units in verdict groups with rate, interval and n/N, on one axis from 0."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd
import plotly.graph_objects as go

from charts import ranking_rows as model
from charts.lettering import text_width
from charts.ranking_rows import Group, Row
from charts.scales import percent_ticks, value_ticks
from charts.slide_sheet import BODY, DASH, HEIGHT, SMALL, WIDTH, Drawing, Palette
from charts.theme import SEMIBOLD
from charts.tile_grid import Box
from measures.unit_map import UnitMap
from measures.verdict import Direction, Verdict
from text import Language, mark

_HEADER, _AXIS = 46, 46
_PITCH = 48
_MOST_LINES = 20
_NAME_LEFT = 10
_LONGEST_NAME = 330
_KEPT_FIRST = (Verdict.HIGHER, Verdict.LOWER, Verdict.WATCH_HIGHER, Verdict.WATCH_LOWER)
_HEADINGS = {
    Verdict.HIGHER: mark("Clearly higher than {reference}"),
    Verdict.WATCH_HIGHER: mark("Watch: beyond the 95% limits once"),
    Verdict.WATCH_LOWER: mark("Watch: beyond the 95% limits once"),
    Verdict.NO_EVIDENCE: mark("No evidence of a difference from {reference}"),
    Verdict.LOWER: mark("Clearly lower than {reference}"),
    Verdict.TOO_FEW: mark("Too few to judge"),
    Verdict.NO_DATA: mark("No dossiers"),
}


@dataclass(frozen=True)
class Axis:
    """The value axis between left and right, the columns behind it, and the words that stand over them."""

    left: float
    right: float
    top: float
    rate: float
    fraction: float

    def x(self, value: float) -> float:
        """Where a rate stands."""
        return self.left + value / self.top * (self.right - self.left)


@dataclass(frozen=True)
class Reading:
    """What is compared: which way is good, the target (None: none) and the common level as rates, n/N in words."""

    good: Direction
    target: float | None
    level: float
    against_target: bool
    counted: str


def reading_of(shown: UnitMap, good: Direction, counted: str) -> Reading:
    """The reading of one measure of the overview."""
    x, n = shown.level
    target = shown.target.value if shown.target else None
    return Reading(good, target, x / n if n else math.nan, shown.against_target, counted)


def ranking_slide(
    frame: pd.DataFrame, units: pd.DataFrame, reading: Reading, language: Language, palette: Palette
) -> go.Figure:
    """The slide.

    Args:
        frame: at least one row; unit, numerator, denominator, rate, low, high, verdict, stale, stale_from.
        units: unit_id, name, short_name, number, kind; of the frame's units.
        reading: what is compared with what.
        language: the language of the words.
        palette: light or dark.
    """
    drawing = Drawing(language, palette)
    ranked = frame.assign(rank_low=math.nan, rank_high=math.nan)
    groups = model.grouped(model.read_rows(ranked, units))
    rows, hidden = _shown(groups)
    pitch = min(_PITCH, (HEIGHT - _HEADER - _AXIS - 4) / sum(1 + len(one) for one in rows))
    axis = _axis([row for one in rows for row in one], reading, language)
    bottom = _HEADER + pitch * sum(1 + len(one) for one in rows)
    _scale(drawing, axis, reading, bottom)
    y, wards = float(_HEADER), "kind" in units and bool((units["kind"] == "ward").all())
    for group, members, more in zip(groups, rows, hidden, strict=True):
        _heading(drawing, group, _count(group, wards, language), more, reading, Box(0, y, WIDTH, pitch))
        y += pitch
        for row in members:
            _row(drawing, row, axis, reading, y + pitch / 2)
            y += pitch
    _header(drawing, axis, reading, bottom)
    return drawing.figure()


def _shown(groups: Sequence[Group]) -> tuple[list[list[Row]], list[int]]:
    """The rows of each group that there is room for, and how many are left out: those without a verdict first."""
    room = _MOST_LINES - len(groups)
    kept: dict[int, int] = {}
    for place in sorted(range(len(groups)), key=lambda one: groups[one].verdict not in _KEPT_FIRST):
        kept[place] = min(len(groups[place].rows), max(room, 0))
        room -= kept[place]
    rows = [list(group.rows[: kept[place]]) for place, group in enumerate(groups)]
    return rows, [len(group.rows) - kept[place] for place, group in enumerate(groups)]


def _axis(rows: Sequence[Row], reading: Reading, language: Language) -> Axis:
    names = max((text_width(row.name, BODY, SEMIBOLD) for row in rows), default=0)
    fractions = [text_width(model.fraction_words(row, language), BODY) for row in rows]
    counted = max([text_width(reading.counted, SMALL), *fractions])
    fraction = WIDTH - 8.0
    rate = fraction - counted - 60
    left = _NAME_LEFT + min(names, _LONGEST_NAME) + 40
    highest = [row.high for row in rows if row.has_rate and not math.isnan(row.high)]
    known = [one for one in (reading.target, reading.level) if one is not None and not math.isnan(one)]
    return Axis(left, rate - 190, value_ticks(max([*highest, *known], default=0.0))[-1], rate, fraction)


def _scale(drawing: Drawing, axis: Axis, reading: Reading, bottom: float) -> None:
    """Gridlines with their words below, and over them the common level (solid) and the target (dashed)."""
    palette, ticks = drawing.palette, value_ticks(axis.top)
    for tick, words in zip(ticks, percent_ticks(ticks, drawing.language), strict=True):
        drawing.line((axis.x(tick), _HEADER), (axis.x(tick), bottom), palette.grid, 2)
        drawing.text(words, axis.x(tick), bottom + 24, SMALL, colour=palette.ink2, anchor="center")
    if not math.isnan(reading.level):
        drawing.line((axis.x(reading.level), _HEADER - 6), (axis.x(reading.level), bottom), palette.neutral.mark, 3)
    if reading.target is not None:
        drawing.line((axis.x(reading.target), _HEADER - 6), (axis.x(reading.target), bottom), palette.ink, 3, DASH)


def _count(group: Group, wards: bool, language: Language) -> str:
    if wards:
        return language.count("{n} ward", "{n} wards", len(group.rows))
    return language.count("{n} unit", "{n} units", len(group.rows))


def _heading(drawing: Drawing, group: Group, count: str, more: int, reading: Reading, box: Box) -> None:
    """The band of a verdict: its mark, its words, how many units have it."""
    language, colours = drawing.language, drawing.palette.verdict(group.verdict, reading.good)
    drawing.box(Box(box.left, box.top + 2, box.width, box.height - 4), colours.tint, radius=6)
    middle = box.top + box.height / 2
    drawing.verdict(group.verdict, reading.good, 26, middle, 20)
    against = language.say("the target") if reading.against_target else language.say("the common level")
    words = language.say(_HEADINGS[group.verdict], reference=against)
    words += f": {count}"
    if more:
        words += language.say(" ({n} not shown)", n=language.number(more))
    drawing.text(words, 54, middle, SMALL + 2, colour=colours.text, weight=SEMIBOLD)


def _row(drawing: Drawing, row: Row, axis: Axis, reading: Reading, y: float) -> None:
    language, palette = drawing.language, drawing.palette
    colours = palette.verdict(row.verdict, reading.good)
    name = row.name if text_width(row.name, BODY, SEMIBOLD) <= _LONGEST_NAME else row.short_name
    drawing.text(name, _NAME_LEFT, y, BODY, weight=SEMIBOLD, room=_LONGEST_NAME)
    drawing.text(model.fraction_words(row, language), axis.fraction, y, BODY, colour=palette.ink2, anchor="right")
    if not row.has_rate:
        return
    drawing.text(language.percent(row.rate), axis.rate, y, BODY, weight=SEMIBOLD, colour=colours.text, anchor="right")
    drawing.line((axis.x(row.low), y), (axis.x(row.high), y), colours.mark, 5)
    drawing.verdict(row.verdict, reading.good, axis.x(row.rate), y, 20)


def _header(drawing: Drawing, axis: Axis, reading: Reading, bottom: float) -> None:
    """The names of the reference lines beside them, and of the columns; what the lines of the rows are, where there is
    room for it: here, or below the columns."""
    language, palette, y = drawing.language, drawing.palette, 20.0
    drawing.text(language.say("Rate"), axis.rate, y, SMALL, colour=palette.ink2, anchor="right")
    drawing.text(reading.counted, axis.fraction, y, SMALL, colour=palette.ink2, anchor="right")
    edge = axis.rate - text_width(language.say("Rate"), SMALL) - 70
    end = _references(drawing, axis, reading, y, edge)
    versions = (language.say("Line: 95% confidence interval"), language.say("Line: 95% interval"))
    last = axis.right + 60  # where the words of the last tick end at most
    for words, right, free, middle in (
        *((one, edge, end + 30, y) for one in versions),
        *((one, axis.fraction, last, bottom + 24) for one in versions),
    ):
        if right - text_width(words, SMALL) >= free:
            drawing.text(words, right, middle, SMALL, colour=palette.ink2, anchor="right")
            return


def _references(drawing: Drawing, axis: Axis, reading: Reading, y: float, edge: float) -> float:
    """The lower line's words end at it, the higher one's begin at theirs, so that no line runs through words; both on
    one side, one after the other with their own dash before them, where they do not fit so. Returns where they end."""
    language, palette = drawing.language, drawing.palette
    found = []
    if not math.isnan(reading.level):
        level = language.say("Common level {rate}", rate=language.percent(reading.level))
        found.append((reading.level, level, palette.ink2))
    if reading.target is not None:
        found.append((reading.target, _target(reading, language), palette.ink))
    found.sort(key=lambda one: one[0])
    end = 0.0
    for place, (value, words, colour) in enumerate(found):
        x, width = axis.x(value), text_width(words, SMALL, SEMIBOLD)
        before = place == 0 and len(found) == 2
        fits_before, fits_after = x - 10 - width >= end, x + 10 + width <= edge
        if (before or not fits_after) and fits_before:
            drawing.text(words, x - 10, y, SMALL, weight=SEMIBOLD, colour=colour, anchor="right")
            end = x
        elif fits_after:
            drawing.text(words, x + 10, y, SMALL, weight=SEMIBOLD, colour=colour)
            end = x + 10 + width
    return end


def _target(reading: Reading, language: Language) -> str:
    whole = round((reading.target or 0) * 100, 6).is_integer() and reading.good is Direction.HIGHER
    return language.say("Target {rate}", rate=language.percent(reading.target or 0, 0 if whole else 1))
