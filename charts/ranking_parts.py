"""The parts of a ranking: bands, reference lines, words, intervals and marks, in the px of the drawing sheet."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from charts import theme
from charts.lettering import fits, shortened, text_width
from charts.ranking_rows import HEADER_ROW, HEADING_HEIGHT, Column, Group, Row, Style, fraction_words
from charts.scales import percent_ticks
from charts.tile_parts import note

# A row is covered by points so near each other that the pointer is always within reach of one of its own.
REACH = 42
_COVER_STEP = 60
_CAP = 4
_SYMBOL_X = 10
_NOTE_MIDDLE = 11


@dataclass(frozen=True)
class Frame:
    """The measures of one drawing: names, the axis between its ends, header and bottom."""

    width: float
    name_left: float
    plot: tuple[float, float]
    ticks: Sequence[float]
    header: float
    bottom: float
    row: float

    def x(self, rate: float) -> float:
        """Where a rate stands on the axis."""
        left, right = self.plot
        return left + rate / self.ticks[-1] * (right - left)


@dataclass(frozen=True)
class PlacedLabel:
    """The label of a reference line: its line's x, the side that touches the line, its header row (0 is the upper)."""

    key: str
    x: float
    side: str
    row: int

    @property
    def y(self) -> float:
        """The middle of the words."""
        return 11 + self.row * HEADER_ROW


@dataclass(frozen=True)
class Stand:
    """A group on the sheet: the top of its heading, and its rows with their tops and heights."""

    group: Group
    top: float
    rows: Sequence[tuple[Row, float, float]]


def _middle(top: float, place: Frame, style: Style) -> float:
    """The line of a row on which name, mark and numbers stand."""
    return top + (14 if style.phone else place.row / 2)


def shapes(
    stands: Sequence[Stand], labels: Sequence[PlacedLabel], place: Frame, style: Style, selected: str | None
) -> list[dict[str, Any]]:
    """Gridlines and reference lines first: the bands of the headings cover them, so that headings stay clean."""
    bands = []
    for stand in stands:
        tint = theme.verdict_colour(stand.group.verdict, style.good).tint
        bands.append(_box((0, stand.top, place.width, stand.top + HEADING_HEIGHT), fillcolor=tint, line={"width": 0}))
    return [*lines(labels, place), *bands, *framed(stands, place, selected)]


def lines(labels: Sequence[PlacedLabel], place: Frame) -> list[dict[str, Any]]:
    """The gridlines, and over them level and target."""
    found = [_vertical(place.x(tick), place.header, place.bottom, theme.GRID, 1) for tick in place.ticks]
    for label in labels:
        level = label.key == "level"
        line = _vertical(label.x, label.y - 8, place.bottom, theme.DATA if level else theme.INK, 1.4)
        found.append(line if level else {**line, "line": {**line["line"], "dash": theme.TARGET_DASH}})
    return found


def framed(stands: Sequence[Stand], place: Frame, selected: str | None) -> list[dict[str, Any]]:
    """The ink border of the chosen unit."""
    return [
        _box((1, top + 1, place.width - 1, top + height - 1), line={"color": theme.INK, "width": 1.5})
        for stand in stands
        for row, top, height in stand.rows
        if row.unit_id == selected
    ]


def _vertical(x: float, top: float, bottom: float, colour: str, width: float) -> dict[str, Any]:
    line = {"color": colour, "width": width}
    return {"type": "line", "x0": x, "x1": x, "y0": top, "y1": bottom, "line": line, "layer": "below"}


def _box(corners: tuple[float, float, float, float], **more: Any) -> dict[str, Any]:
    left, top, right, bottom = corners
    return {"type": "rect", "x0": left, "y0": top, "x1": right, "y1": bottom, "layer": "below", **more}


def header(
    columns: Sequence[Column],
    rights: dict[str, float],
    labels: Sequence[PlacedLabel],
    place: Frame,
    style: Style,
) -> list[dict[str, Any]]:
    """The labels of the reference lines and the titles of the columns."""
    found = []
    for label in labels:
        level = label.key == "level"
        font = theme.font(theme.NOTE_SIZE, theme.INK2 if level else theme.INK, theme.SEMIBOLD if level else 400)
        x = label.x + (6 if label.side == "left" else -6)
        found.append(note(style.reference_words(label.key), x, label.y, font, label.side))
    y = place.header - HEADER_ROW + 1  # on the last row of the header
    grey = theme.font(theme.NOTE_SIZE, theme.INK3)
    return found + [note(title, rights[key], y, grey, "right") for key, title, *_ in columns]


def headings(stands: Sequence[Stand], place: Frame, style: Style) -> list[dict[str, Any]]:
    """The words of the bands: the verdict and how many units it has."""
    found = []
    for stand in stands:
        colours = theme.verdict_colour(stand.group.verdict, style.good)
        words = stand.group.heading(style.language, short=style.phone)
        colour = theme.INK2 if colours is theme.NEUTRAL else colours.text
        font = theme.font(theme.LABEL_SIZE, colour, theme.SEMIBOLD)
        found.append(note(words, place.name_left, stand.top + HEADING_HEIGHT / 2, font))
    return found


def cells(
    stands: Sequence[Stand], columns: Sequence[Column], rights: dict[str, float], place: Frame, style: Style
) -> list[dict[str, Any]]:
    """Name, numbers and notes of every row."""
    rows = [one for stand in stands for one in stand.rows]
    found = []
    for index, (row, top, height) in enumerate(rows):
        y = _middle(top, place, style)
        colour = theme.verdict_colour(row.verdict, style.good).text
        found.append(_name(row, y, place, style))
        for key, _, texts, size in columns:
            rate = key == "rate"
            font = theme.font(size, colour if rate else theme.INK2, theme.SEMIBOLD if rate else 400)
            if texts[index]:
                found.append(note(texts[index], rights[key], y, font, "right"))
        found += _second_line(row, (top, height), place, style)
    return found


def _name(row: Row, y: float, place: Frame, style: Style) -> dict[str, Any]:
    room = place.plot[0] - place.name_left - 8
    name = row.short_name if style.phone else row.name
    if not fits(name, room, theme.LABEL_SIZE, theme.SEMIBOLD):
        name = shortened(row.short_name, room, theme.LABEL_SIZE, theme.SEMIBOLD)
    return note(name, place.name_left, y, theme.font(theme.LABEL_SIZE, theme.INK, theme.SEMIBOLD))


def _second_line(row: Row, extent: tuple[float, float], place: Frame, style: Style) -> list[dict[str, Any]]:
    """Below a row: since when it is not updated, and on a phone the ranks."""
    top, height = extent
    found = []
    if row.stale:
        words, font = row.stale_words(style.language), theme.font(theme.SMALLEST_SIZE, theme.INK2)
        words_note = note(words, place.name_left, top + height - _NOTE_MIDDLE, font)
        found.append({**words_note, "bgcolor": theme.CARD})  # the reference lines must not run through the words
    if style.phone and row.ranks:
        words = style.language.say("possible rank {ranks}", ranks=row.rank_words())
        font = theme.font(theme.SMALLEST_SIZE, theme.INK3)
        found.append(note(words, place.width - 6, top + 31, font, "right"))
    return found


def axis(place: Frame, style: Style) -> list[dict[str, Any]]:
    """The ticks, written below the axis as far as they have room: each, every second, ..."""
    texts = percent_ticks(list(place.ticks), style.language)
    font = theme.font(theme.NOTE_SIZE, theme.INK3)
    room = place.x(place.ticks[1]) - place.x(place.ticks[0])
    widest = max(text_width(text, theme.NOTE_SIZE) for text in texts) + 6
    every = max(2 if style.phone and len(texts) > 3 else 1, math.ceil(widest / room))
    shown = list(zip(place.ticks, texts, strict=True))[::every]
    return [note(text, place.x(tick), place.bottom + 14, font, "center") for tick, text in shown]


def intervals(stands: Sequence[Stand], place: Frame, style: Style) -> list[dict[str, Any]]:
    """The 95 % intervals with their end caps, one trace per colour."""
    by_colour: dict[str, list[tuple[float, float, float]]] = {}
    for row, y in _marked(stands, place, style):
        colours = theme.verdict_colour(row.verdict, style.good)
        colour = theme.WHISKER if colours is theme.NEUTRAL else colours.mark
        by_colour.setdefault(colour, []).append((place.x(row.low), place.x(row.high), y))
    return [_interval_trace(colour, pieces) for colour, pieces in by_colour.items()]


def _interval_trace(colour: str, pieces: Sequence[tuple[float, float, float]]) -> dict[str, Any]:
    x: list[float | None] = []
    y: list[float | None] = []
    for low, high, middle in pieces:
        x += [low, low, None, low, high, None, high, high, None]
        y += [middle - _CAP, middle + _CAP, None, middle, middle, None, middle - _CAP, middle + _CAP, None]
    return {
        "type": "scatter",
        "mode": "lines",
        "name": "intervals",
        "x": x,
        "y": y,
        "line": {"color": colour, "width": 2.2},
        "hoverinfo": "skip",
        "connectgaps": False,
        "cliponaxis": False,
    }


def _marked(stands: Sequence[Stand], place: Frame, style: Style) -> list[tuple[Row, float]]:
    """The rows with a mark, and the line they stand on."""
    rows = [one for stand in stands for one in stand.rows]
    return [(row, _middle(top, place, style)) for row, top, _ in rows if row.has_rate]


def points(stands: Sequence[Stand], place: Frame, style: Style) -> dict[str, Any]:
    """The rates: shape is direction, colour only for a clear verdict."""
    marked = _marked(stands, place, style)
    marker = theme.verdict_markers([row.verdict for row, _ in marked], style.good, 10)
    return _markers("points", [place.x(row.rate) for row, _ in marked], [y for _, y in marked], marker)


def heading_marks(stands: Sequence[Stand], style: Style) -> dict[str, Any]:
    """The symbol of each heading."""
    verdicts = [stand.group.verdict for stand in stands]
    colours = [theme.verdict_colour(verdict, style.good).mark for verdict in verdicts]
    symbols = [theme.verdict_symbol(verdict) for verdict in verdicts]
    strokes = [1.6 if symbol.endswith("-open") else 0 for symbol in symbols]
    marker = {"symbol": symbols, "color": colours, "size": 11, "line": {"color": colours, "width": strokes}}
    middles = [stand.top + HEADING_HEIGHT / 2 for stand in stands]
    return _markers("headings", [_SYMBOL_X] * len(stands), middles, {"opacity": 1, **marker})


def clickable(stands: Sequence[Stand], place: Frame, style: Style) -> dict[str, Any]:
    """Invisible points over every row, which answer to hover and click."""
    rows = [one for stand in stands for one in stand.rows]
    count = int(place.width // _COVER_STEP)
    steps = [(index + 0.5) * place.width / count for index in range(count)]
    covered = [(row, x, top + height / 2) for row, top, height in rows for x in steps]
    hover = {row.unit_id: hover_text(row, style) for row, _, _ in rows}
    return _markers(
        "rows",
        [x for _, x, _ in covered],
        [y for _, _, y in covered],
        {"symbol": "square", "size": 2, "color": theme.TRANSPARENT, "opacity": 1},
        customdata=[[row.unit_id] for row, _, _ in covered],
        hovertext=[hover[row.unit_id] for row, _, _ in covered],
        hovertemplate="%{hovertext}<extra></extra>",
        hoverinfo=None,
    )


def hover_text(row: Row, style: Style) -> str:
    """Name, rate with its counts, interval, verdict, rank, and what else must be known."""
    language = style.language
    lines = [f"<b>{row.name}</b>"]
    fraction = fraction_words(row, language)
    lines.append(f"{language.percent(row.rate)} · {fraction}" if row.has_rate else fraction)
    if row.has_rate:
        ends = {"low": language.percent(row.low), "high": language.percent(row.high)}
        lines.append(language.say("95% interval {low} to {high}", **ends))
    lines.append(theme.verdict_word(row.verdict, language))
    if row.ranks:
        lines.append(language.say("possible rank {ranks}", ranks=row.rank_words()))
    if row.mix is not None:
        lines.append(language.say("expected from its case mix {rate}", rate=language.percent(row.mix)))
    if row.stale:
        lines.append(row.stale_words(language))
    return "<br>".join(lines)


def _markers(name: str, x: Sequence[float], y: Sequence[float], marker: dict[str, Any], **more: Any) -> dict[str, Any]:
    trace = {"type": "scatter", "mode": "markers", "name": name, "x": list(x), "y": list(y), "marker": marker}
    return theme.always_shown({**trace, "hoverinfo": "skip", "cliponaxis": False, **more})
