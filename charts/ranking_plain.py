"""The ranking without group headings, best first: its rows stand on the lines of the heat map beside it.

Shape and colour of the marks say the verdict, and a legend below says what they mean.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from charts import ranking_parts as parts
from charts import ranking_rows as model
from charts import theme
from charts.heat_map import BELOW_ROWS, HEADER, LONGEST_NAME, NOTE_HEIGHT, ROW, names_of
from charts.lettering import text_width
from charts.ranking_parts import Frame, PlacedLabel, Stand
from charts.ranking_rows import Group, Row, Style
from charts.scales import value_ticks
from charts.tile_parts import note
from measures.verdict import Direction, Verdict
from text import Language

# Composed for the narrower end of about 508 to 525 px.
DESK_WIDTH = 508
_NAME_LEFT = 6
_COLUMN_GAP = 14
_BEFORE_COLUMNS = 18
_AXIS = 30
_LEGEND_ROW = 22
_SYMBOL = 18
_LINE = 18


def ranking_plain(
    frame: pd.DataFrame,
    units: pd.DataFrame,
    *,
    good: Direction,
    target: float | None,
    level: float,
    language: Language,
    selected: str | None = None,
    counted: str | None = None,
) -> go.Figure:
    """The ranking for a desk, about 508 to 525 px wide; arguments as for :func:`charts.ranking.ranking`."""
    style = Style(good, target, level, language, False, counted or language.say("Late/due"))
    rows = _best_first(model.read_rows(frame, units), good)
    names = names_of(units, frame["unit"]).values()
    return _draw(rows, max(text_width(name, theme.LABEL_SIZE, theme.SEMIBOLD) for name in names), style, selected)


def _draw(rows: Sequence[Row], widest: float, style: Style, selected: str | None) -> go.Figure:
    """The rows; ``widest`` is the width of their names, in px."""
    columns = model.columns(rows, style)[:2]
    rights = {"fraction": DESK_WIDTH - 6.0}
    rights["rate"] = rights["fraction"] - model.column_width(columns[1]) - _COLUMN_GAP
    plot_right = rights["rate"] - model.column_width(columns[0]) - _BEFORE_COLUMNS
    shown = [row.high for row in rows if row.has_rate] + [one for _, one in style.references]
    stand, bottom = _stand(rows)
    plot = (_NAME_LEFT + min(widest, LONGEST_NAME) + 12, plot_right)
    place = Frame(DESK_WIDTH, _NAME_LEFT, plot, value_ticks(max(shown, default=0)), HEADER, bottom, ROW)
    marks, words, height = _legend([row.verdict for row in rows], style, bottom + _AXIS)
    labels = _labels(place, style, rights["rate"] - text_width(columns[0][1], theme.NOTE_SIZE))
    layout = {
        "height": height,
        "hovermode": "closest",
        "hoverdistance": parts.REACH,
        "clickmode": "event+select",
        "xaxis": theme.bare_axis(0, DESK_WIDTH),
        "yaxis": theme.bare_axis(height, 0),
        "shapes": [*parts.lines(labels, place), *parts.framed([stand], place, selected)],
        "annotations": [
            *parts.header(columns, rights, labels, place, style),
            *parts.cells([stand], columns, rights, place, style),
            *parts.axis(place, style),
            *words,
        ],
    }
    drawn = [
        *parts.intervals([stand], place, style),
        parts.points([stand], place, style),
        marks,
        parts.clickable([stand], place, style),
    ]
    return theme.figure(drawn, layout, style.language)


def order_of(frame: pd.DataFrame, units: pd.DataFrame, good: Direction) -> list[str]:
    """The unit_ids from top to bottom, for what stands beside the ranking."""
    return [row.unit_id for row in _best_first(model.read_rows(frame, units), good)]


def _best_first(rows: Sequence[Row], good: Direction) -> list[Row]:
    """The best rate first; counts alone last, equal ones by number."""
    sign = -1 if good is Direction.HIGHER else 1
    return sorted(
        rows, key=lambda row: (not row.has_rate, sign * row.rate if row.has_rate else 0, row.number, row.name)
    )


def _stand(rows: Sequence[Row]) -> tuple[Stand, float]:
    """All rows below each other, and where they end."""
    placed, top = [], float(HEADER)
    for row in rows:
        height = ROW + (NOTE_HEIGHT if row.stale else 0)
        placed.append((row, top, float(height)))
        top += height
    return Stand(Group(rows), HEADER, placed), top


def _labels(place: Frame, style: Style, edge: float) -> list[PlacedLabel]:
    """Level and target above the axis: the lower one's words end at its line, the higher one's begin at its own; where
    that does not fit before ``edge``, they stand on two rows."""
    found = [(key, place.x(value)) for key, value in style.references]
    widths = {key: text_width(style.reference_words(key), theme.NOTE_SIZE, theme.SEMIBOLD) + 8 for key, _ in found}

    def side(key: str, x: float, wished: str) -> str:
        if wished == "right":
            return "right" if x - widths[key] >= 0 else "left"
        return "left" if x + widths[key] <= edge else "right"

    if len(found) < 2:
        return [PlacedLabel(key, x, side(key, x, "left"), 1) for key, x in found]
    (low, low_x), (high, high_x) = found
    sides = side(low, low_x, "right"), side(high, high_x, "left")
    if sides == ("right", "left"):
        return [PlacedLabel(low, low_x, "right", 1), PlacedLabel(high, high_x, "left", 1)]
    if sides == ("left", "left"):
        return [PlacedLabel(low, low_x, "left", 0), PlacedLabel(high, high_x, "left", 1)]
    return [PlacedLabel(low, low_x, sides[0], 1), PlacedLabel(high, high_x, "right", 0)]


def _legend(
    verdicts: Sequence[Verdict], style: Style, top: float
) -> tuple[dict[str, Any], list[dict[str, Any]], float]:
    """The marks that occur, each with its words, on as many lines as they need; and the height of the sheet."""
    x, y, xs, ys, words = 0.0, top + _LEGEND_ROW / 2, [], [], []
    shown = theme.legend_verdicts(verdicts)
    font = theme.font(theme.SMALLEST_SIZE)
    for verdict in shown:
        said = theme.verdict_word(verdict, style.language)
        needs = _SYMBOL + text_width(said, theme.SMALLEST_SIZE)
        if x and x + needs > DESK_WIDTH:
            x, y = 0.0, y + _LINE
        xs.append(x + 6)
        ys.append(y)
        words.append(note(said, x + _SYMBOL, y, font))
        x += needs + 20
    marker = theme.verdict_markers(shown, style.good, 9)
    trace = {"type": "scatter", "mode": "markers", "name": "legend", "x": xs, "y": ys, "marker": marker}
    drawn = theme.always_shown({**trace, "hoverinfo": "skip", "cliponaxis": False})
    return drawn, words, max(y + _LEGEND_ROW / 2, top - _AXIS + BELOW_ROWS)
