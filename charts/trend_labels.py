"""The words of a trend: labels at the line's end and known causes above the plot, none over another.

Causes stand in a strip above the plot, each on a thin leader down to its point: there, no line or mark can meet a word.
"""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from charts import theme
from charts.lettering import shortened, spread, text_width

STRIP_ROW = 19
_LABEL_GAP = 17
_OFFSET = 4  # between a leader and its words
_WORD_GAP = 8
_LEADER_GAP = 8  # between a leader and its point
_SHORTER_AND_SHORTER = (1000, 260, 200, 150, 100, 60)


@dataclass(frozen=True)
class EndLabel:
    """One label at the right end: its value, words and font."""

    value: float
    text: str
    font: dict[str, Any]


def end_labels(labels: Sequence[EndLabel], top: float, plot_height: float) -> list[dict[str, Any]]:
    """The labels beside the end of their lines, spread where they would overlap. ``top`` is the axis maximum."""
    per_value = plot_height / top
    wanted = [label.value * per_value for label in labels]
    placed = spread(wanted, _LABEL_GAP, 0, max(plot_height, (len(labels) - 1) * _LABEL_GAP))
    return [
        {
            "xref": "paper",
            "x": 1,
            "xanchor": "left",
            "xshift": _WORD_GAP,
            "y": height / per_value,
            "yanchor": "middle",
            "text": label.text,
            "font": label.font,
        }
        for label, height in zip(labels, placed, strict=True)
    ]


def end_width(labels: Sequence[EndLabel]) -> float:
    """The margin that the labels need."""
    widths = (text_width(label.text, label.font["size"], label.font["weight"]) for label in labels)
    return _WORD_GAP + max(widths, default=0) + 4


@dataclass(frozen=True)
class Event:
    """A known cause at a point of the line; ``x`` in px from the left of the plot."""

    day: dt.date
    value: float
    x: float
    text: str


@dataclass(frozen=True)
class PlacedEvent:
    """An event with its words, the side of the leader they stand on, and the row of the strip (0 is the lowest).

    An attached leader runs up to the words; one that would cross other words stops at the plot's top, and the date in
    the words tells which point is meant.
    """

    event: Event
    text: str
    side: str
    row: int
    attached: bool

    @property
    def extent(self) -> tuple[float, float]:
        """Where the words begin and end, in px."""
        width = text_width(self.text, theme.NOTE_SIZE) + _OFFSET
        return (self.event.x, self.event.x + width) if self.side == "right" else (self.event.x - width, self.event.x)


def place_events(events: Sequence[Event], left: float, right: float) -> list[PlacedEvent]:
    """Words for the events between ``left`` and ``right`` px: whole if possible, attached, on one row."""
    sides = list(itertools.product(("left", "right"), repeat=len(events)))
    for longest, attached in itertools.product(_SHORTER_AND_SHORTER, (True, False)):
        texts = [shortened(event.text, longest, theme.NOTE_SIZE) for event in events]
        for rows, choice in itertools.product(_row_choices(len(events)), sides):
            parts = zip(events, texts, choice, rows, strict=True)
            placed = [PlacedEvent(*one, attached or one[-1] == 0) for one in parts]
            if _is_clean(placed, left, right):
                return placed
    return []


def _row_choices(count: int) -> list[tuple[int, ...]]:
    """All on one row first."""
    choices = itertools.product(range(count), repeat=count)
    return sorted((rows for rows in choices if 0 in rows), key=lambda rows: len(set(rows)))


def _is_clean(choice: Sequence[PlacedEvent], left: float, right: float) -> bool:
    """True if all words are on the sheet, apart from each other, and crossed by no leader."""
    if any(one.extent[0] < left or one.extent[1] > right for one in choice):
        return False
    return not any(_collide(first, second) for first, second in itertools.permutations(choice, 2))


def _collide(first: PlacedEvent, second: PlacedEvent) -> bool:
    """True if words meet on one row, or if the leader of the upper runs through the words of the lower."""
    start, end = second.extent
    if first.row == second.row:
        return first.extent[0] < end + _WORD_GAP / 2 and start < first.extent[1] + _WORD_GAP / 2
    return first.attached and first.row > second.row and start - 2 < first.event.x < end + 2


def event_annotations(placed: Sequence[PlacedEvent]) -> list[dict[str, Any]]:
    """The words in the strip above the plot."""
    return [
        {
            "x": one.event.day,
            "yref": "paper",
            "y": 1,
            "yshift": 4 + one.row * STRIP_ROW,
            "xanchor": "left" if one.side == "right" else "right",
            "xshift": _OFFSET if one.side == "right" else -_OFFSET,
            "yanchor": "bottom",
            "text": one.text,
            "font": theme.font(theme.NOTE_SIZE),
        }
        for one in placed
    ]


def event_leaders(placed: Sequence[PlacedEvent], top: float, plot_height: float) -> list[dict[str, Any]]:
    """The thin lines from the words down to just above their points."""
    return [
        {
            "type": "line",
            "yref": "paper",
            "x0": one.event.day,
            "x1": one.event.day,
            "y0": min(one.event.value / top + _LEADER_GAP / plot_height, 1),
            "y1": 1 + (STRIP_ROW * (one.row + 1) if one.attached else 0) / plot_height,
            "line": {"color": theme.SOFT, "width": 1},
        }
        for one in placed
    ]
