"""The months of a slide: one rate with its limits of chance, grey unless a signal was found."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import pandas as pd
import plotly.graph_objects as go

from charts.lettering import spread, text_width
from charts.scales import label_places, percent_ticks, period_labels, value_ticks
from charts.slide_sheet import BODY, BOLD, DASH, HEIGHT, SMALL, WIDTH, Drawing, Palette
from charts.theme import SEMIBOLD
from charts.tile_grid import Box
from measures.judging import Trend
from measures.verdict import Direction, Verdict
from text import Language

_AXIS, _STRIP, _BETWEEN = 50, 46, 42
_MOST_EVENTS, _MOST_SIGNALS = 2, 3
_SIGNALS = {"higher": Verdict.HIGHER, "lower": Verdict.LOWER, "": Verdict.NO_EVIDENCE}


@dataclass(frozen=True)
class Marked:
    """What is drawn beside the rate: direction, target as a rate, causes (day, title), days on which units merged."""

    good: Direction
    target: float | None
    events: Sequence[tuple[dt.date, str]] = ()
    joins: Sequence[dt.date] = ()


@dataclass(frozen=True)
class Plot:
    """The frame of the months inside its box: one place a period, values from 0 to ``top``."""

    box: Box
    count: int
    top: float

    def x(self, place: float) -> float:
        """The middle of a period."""
        return self.box.left + (place + 0.5) / self.count * self.box.width

    def y(self, value: float) -> float:
        """The height of a rate; what lies above the frame is kept at its edge."""
        return self.box.bottom - min(value, self.top) / self.top * self.box.height


def trend_slide(trend: Trend, marked: Marked, language: Language, palette: Palette) -> go.Figure:
    """The slide of the months, with a line that says how to read it."""
    drawing = Drawing(language, palette)
    drawing.text(reading_words(trend, language), 0, 22, SMALL, colour=palette.ink2)
    draw_trend(drawing, trend, marked, Box(0, 60, WIDTH, HEIGHT - 60))
    return drawing.figure()


def reading_words(trend: Trend, language: Language) -> str:
    """What the points are, and the band."""
    if trend.provisional and trend.grain == "quarter":
        return language.say("Overdue rate by quarter; fewer than 12 periods, no limits yet")
    if trend.provisional:
        return language.say("Overdue rate by month; fewer than 12 periods, no limits yet")
    if trend.grain == "quarter":
        return language.say("Overdue rate by quarter. Band: what chance alone would give (99.8%)")
    return language.say("Overdue rate by month. Band: what chance alone would give (99.8%)")


def draw_trend(drawing: Drawing, trend: Trend, marked: Marked, area: Box) -> None:
    """The months in a part of a slide; a sentence where nothing came due in any of them."""
    language, palette = drawing.language, drawing.palette
    frame = trend.frame.sort_values("period").reset_index(drop=True)
    if frame.empty or not frame["denominator"].sum():
        drawing.text(language.say("No dossier came due in these months"), area.left, area.top + 30, BODY)
        return
    if trend.provisional:
        frame = frame.assign(lower=math.nan, upper=math.nan, centre=math.nan, signal="")
    ticks = value_ticks(_largest(frame, marked.target))
    words = percent_ticks(ticks, language)
    ends = _ends(frame, marked.target, language)
    left = area.left + max(text_width(one, SMALL) for one in words) + 16
    right = area.right - max((text_width(one, size, weight) for _, one, size, weight in ends), default=0) - 30
    strip = _STRIP if marked.events or marked.joins else 22
    box = Box(left, area.top + strip, right - left, area.height - strip - _AXIS)
    plot = Plot(box, len(frame), ticks[-1])
    for tick, one in zip(ticks, words, strict=True):
        drawing.line((box.left, plot.y(tick)), (box.right, plot.y(tick)), palette.grid, 2)
        drawing.text(one, box.left - 14, plot.y(tick), SMALL, colour=palette.ink2, anchor="right")
    _periods(drawing, frame, plot)
    _limits(drawing, frame, plot)
    _causes(drawing, frame, plot, marked, area)
    if marked.target is not None:
        drawing.line((box.left, plot.y(marked.target)), (box.right, plot.y(marked.target)), palette.ink, 4, DASH)
    _points(drawing, frame, plot, marked.good)
    _label_ends(drawing, ends, plot)


def _largest(frame: pd.DataFrame, target: float | None) -> float:
    """The top of the axis: of a period with very few dossiers only as far as the usual ones."""
    known = frame[["rate", "centre"]].astype(float).max(axis=None)
    return max(x for x in (known, float(frame["upper"].astype(float).max()), target or 0.0, 0.001) if not math.isnan(x))


def _periods(drawing: Drawing, frame: pd.DataFrame, plot: Plot) -> None:
    names = period_labels(list(frame["period"]), drawing.language)
    widest = max(text_width(name, SMALL) for name in names) + 40
    for place in label_places(len(names), max(int(plot.box.width / widest), 1)):
        x = plot.x(place)
        drawing.line((x, plot.box.bottom), (x, plot.box.bottom + 8), drawing.palette.rule, 2)
        drawing.text(names[place], x, plot.box.bottom + 30, SMALL, colour=drawing.palette.ink2, anchor="center")


def _limits(drawing: Drawing, frame: pd.DataFrame, plot: Plot) -> None:
    """Band and average of each stretch of periods with one average; the band in steps, for it varies with n."""
    known = frame.assign(place=range(len(frame))).dropna(subset=["centre"])
    for _, rows in known.groupby((known["centre"] != known["centre"].shift()).cumsum()):
        above, below = [], []
        for row in rows.itertuples():
            ends = (plot.x(row.place - 0.5), plot.x(row.place + 0.5))
            above += [(x, plot.y(row.upper)) for x in ends]
            below += [(x, plot.y(row.lower)) for x in ends]
        drawing.area([*above, *below[::-1]], drawing.palette.band)
        y = plot.y(rows["centre"].iloc[0])
        drawing.line((above[0][0], y), (above[-1][0], y), drawing.palette.neutral.mark, 3)


def _causes(drawing: Drawing, frame: pd.DataFrame, plot: Plot, marked: Marked, area: Box) -> None:
    """Known causes and mergers above the plot, each over its period; the first two that fit beside each other."""
    language, palette, placed = drawing.language, drawing.palette, [area.left - 1]
    periods = list(frame["period"])
    known = [(day, language.say("wards merged")) for day in marked.joins] + list(marked.events)
    last = periods[-1] + (dt.timedelta(31) if len(periods) < 2 else periods[-1] - periods[-2])
    for day, title in sorted(known)[:_MOST_EVENTS]:
        places = [place for place, period in enumerate(periods) if period <= day]
        if not places or day >= last:
            continue
        x, words = plot.x(places[-1]), f"{language.month(day)}: {title}"
        width = text_width(words, SMALL)
        left = min(max(x - width / 2, placed[-1] + 24), area.right - width)
        if left <= placed[-1]:
            continue
        drawing.text(words, left, area.top + 18, SMALL, colour=palette.ink2)
        end = plot.box.bottom if day in marked.joins else _above_mark(frame, places[-1], plot)
        if end > area.top + 60:
            drawing.line((x, area.top + 40), (x, end), palette.neutral.mark, 3, "3px,6px")
        placed.append(left + width)


def _above_mark(frame: pd.DataFrame, place: int, plot: Plot) -> float:
    """Where a line down to the mark of a period ends, so that it runs through no label of the mark."""
    rate = float(frame["rate"].iloc[place])
    return plot.box.bottom if math.isnan(rate) else plot.y(rate) - 70


def _points(drawing: Drawing, frame: pd.DataFrame, plot: Plot, good: Direction) -> None:
    """The line, a mark a period, the newest larger; the newest signals with their month and rate."""
    palette = drawing.palette
    rates = [None if math.isnan(rate) else float(rate) for rate in frame["rate"]]
    heights = [None if rate is None else plot.y(rate) for rate in rates]
    drawing.path([plot.x(place) for place in range(len(rates))], heights, palette.neutral.mark, 4)
    for place, (height, signal) in enumerate(zip(heights, frame["signal"], strict=True)):
        if height is not None:
            newest = place == len(heights) - 1
            drawing.verdict(_SIGNALS[signal], good, plot.x(place), height, 28 if newest else 20)
    _name_signals(drawing, frame, heights, plot, good)


def _name_signals(
    drawing: Drawing, frame: pd.DataFrame, heights: list[float | None], plot: Plot, good: Direction
) -> None:
    """The newest signals with their period and rate, above or below their mark, where nothing else stands; the last
    point has its label at the end of the line."""
    language, names = drawing.language, period_labels(list(frame["period"]), drawing.language)
    kept: list[Box] = []
    line = _along([(plot.x(place), height) for place, height in enumerate(heights) if height is not None])
    earlier = [place for place, signal in enumerate(frame["signal"][:-1]) if signal and heights[place] is not None]
    for place in earlier[::-1][:_MOST_SIGNALS]:
        words = f"{names[place]}: {language.percent(float(frame['rate'].iloc[place]))}"
        colour = drawing.palette.verdict(_SIGNALS[frame["signal"].iloc[place]], good).text
        height, width, x = heights[place] or 0.0, text_width(words, SMALL, SEMIBOLD), plot.x(place)
        beside = min(max(x - width / 2, plot.box.left), plot.box.right - width)
        for left, middle in ((beside, height - 42), (beside, height + 42), (x + 28, height), (x - 28 - width, height)):
            box = Box(left, middle - 20, width, 40)
            inside = plot.box.left <= left and box.right <= plot.box.right and middle + 24 < plot.box.bottom
            free = not any(_overlap(box, other) for other in kept) and not any(_inside(box, point) for point in line)
            if inside and free and middle - 20 > plot.box.top:
                drawing.text(words, left, middle, SMALL, weight=SEMIBOLD, colour=colour)
                kept.append(box)
                break


def _along(points: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
    """Points close to each other on the line through ``points``."""
    steps = [step / 12 for step in range(13)]
    return [(x0 + (x1 - x0) * step, y0 + (y1 - y0) * step) for (x0, y0), (x1, y1) in pairwise(points) for step in steps]


def _inside(box: Box, point: tuple[float, float]) -> bool:
    return box.left - 12 < point[0] < box.right + 12 and box.top < point[1] < box.bottom


def _overlap(one: Box, other: Box) -> bool:
    return one.left < other.right and other.left < one.right and one.top < other.bottom and other.top < one.bottom


End = tuple[float, str, float, int]


def _ends(frame: pd.DataFrame, target: float | None, language: Language) -> list[End]:
    """Value, words, size and weight of the labels at the right: the newest rate, the average, the target."""
    found: list[End] = []
    last, centre = float(frame["rate"].iloc[-1]), float(frame["centre"].iloc[-1])
    if not math.isnan(last):
        found.append((last, language.percent(last), BODY + 10, BOLD))
    if not math.isnan(centre):
        found.append((centre, language.say("Average {rate}", rate=language.percent(centre)), SMALL, 400))
    if target is not None:
        found.append((target, language.say("Target {rate}", rate=language.percent(target)), SMALL, SEMIBOLD))
    return found


def _label_ends(drawing: Drawing, ends: Sequence[End], plot: Plot) -> None:
    """The labels beside the end of their lines, moved apart."""
    if not ends:
        return
    wanted = [plot.y(value) for value, *_ in ends]
    places = spread(wanted, _BETWEEN + 8, plot.box.top - 20, plot.box.bottom + 10)
    for (_, words, size, weight), y in zip(ends, places, strict=True):
        colour = drawing.palette.ink if weight > 400 else drawing.palette.ink2
        drawing.text(words, plot.box.right + 26, y, size, weight=weight, colour=colour)
