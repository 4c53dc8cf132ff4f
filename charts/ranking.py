"""The ranking: units in verdict groups, each with its rate and interval on one axis from 0.

The groups come from the verdict, not from the intervals, and a colour is spent on clear verdicts only. All words and
lines stand in the px of one drawing sheet; the last trace, "rows", is invisible and catches hover and click.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd
import plotly.graph_objects as go

from charts import ranking_parts as parts
from charts import ranking_rows as model
from charts import theme
from charts.lettering import text_width
from charts.ranking_parts import Frame, PlacedLabel, Stand
from charts.ranking_rows import Group, Row, Style
from charts.scales import value_ticks
from measures.verdict import Direction
from text import Language

# Composed for the narrower end of what the page gives: what fits there fits everywhere.
DESK_WIDTH = 724
PHONE_WIDTH = 326
_LONGEST_NAME = 190
_HEADER_TOP = 10
_BEFORE_COLUMNS = 22  # half a tick label fits in


@dataclass(frozen=True)
class _Paper:
    """The measures of a version, in px."""

    width: float
    name_left: float
    column_gap: float
    row: float


_DESK = _Paper(DESK_WIDTH, 26, 20, 27)
_PHONE = _Paper(PHONE_WIDTH, 20, 10, 40)


def ranking(
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
    """The ranking for a desk: about 715 to 770 px wide; its height follows from the units.

    Args:
        frame: at least one row; unit, numerator, denominator, rate, low, high, verdict, rank_low, rank_high, stale,
            stale_from, and maybe case_mix_rate, which gets a column of its own.
        units: unit_id, name, short_name, number.
        good: which way is good.
        target: the target as a rate, if there is one.
        level: the common level the verdicts are measured against; NaN if nothing came due anywhere.
        language: the language of the words.
        selected: the unit_id with the ink border.
        counted: what numerator and denominator are; default: late and came due.
    """
    style = Style(good, target, level, language, False, counted or language.say("Late/due"))
    return _draw(frame, units, style, selected, _DESK)


def ranking_phone(
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
    """The same for 326 px, ranks in a second line; arguments as for :func:`ranking`."""
    style = Style(good, target, level, language, True, counted or language.say("Late/due"))
    return _draw(frame, units, style, selected, _PHONE)


def _draw(frame: pd.DataFrame, units: pd.DataFrame, style: Style, selected: str | None, paper: _Paper) -> go.Figure:
    groups = model.grouped(model.read_rows(frame, units))
    rows = [row for group in groups for row in group.rows]
    columns = model.columns(rows, style)
    rights = _rights(columns, paper)
    plot_right = rights["rate"] - model.column_width(columns[0]) - _BEFORE_COLUMNS
    plot_left = paper.name_left + _name_width(rows, style) + 14
    ticks = value_ticks(_largest(rows, style))
    labels, header_rows = _reference_labels(style, (plot_left, plot_right), ticks[-1])
    header = _HEADER_TOP + header_rows * model.HEADER_ROW
    stands, bottom = _stand(groups, paper, header)
    place = Frame(paper.width, paper.name_left, (plot_left, plot_right), ticks, header, bottom, paper.row)
    height = bottom + model.AXIS_HEIGHT
    layout = {
        "height": height,
        "hovermode": "closest",
        "hoverdistance": parts.REACH,
        "clickmode": "event+select",
        "xaxis": theme.bare_axis(0, paper.width),
        "yaxis": theme.bare_axis(height, 0),
        "shapes": parts.shapes(stands, labels, place, style, selected),
        "annotations": [
            *parts.header(columns, rights, labels, place, style),
            *parts.headings(stands, place, style),
            *parts.cells(stands, columns, rights, place, style),
            *parts.axis(place, style),
        ],
    }
    drawn = [
        *parts.intervals(stands, place, style),
        parts.points(stands, place, style),
        parts.heading_marks(stands, style),
        parts.clickable(stands, place, style),
    ]
    return theme.figure(drawn, layout, style.language)


def _rights(columns: Sequence[model.Column], paper: _Paper) -> dict[str, float]:
    """The right edge of each column."""
    rights, edge = {}, paper.width - 6
    for column in reversed(columns):
        rights[column[0]] = edge
        edge -= model.column_width(column) + paper.column_gap
    return rights


def _name_width(rows: Sequence[Row], style: Style) -> float:
    """As wide as the names need, but never so wide that no axis is left."""
    names = [row.short_name if style.phone else row.name for row in rows]
    widths = [text_width(name, theme.LABEL_SIZE, theme.SEMIBOLD) for name in names]
    if not style.phone:
        widths += [text_width(row.stale_words(style.language), theme.SMALLEST_SIZE) for row in rows if row.stale]
    return min(max(widths), 64 if style.phone else _LONGEST_NAME)


def _largest(rows: Sequence[Row], style: Style) -> float:
    shown = [row.high for row in rows if row.has_rate]
    return max([*shown, *(value for _, value in style.references)], default=0.0)


def _reference_labels(style: Style, plot: tuple[float, float], top: float) -> tuple[list[PlacedLabel], int]:
    """Labels of level and target above the axis, and how many header rows there are.

    On one row the lower one's words end at its line and the higher one's begin at theirs. Where that does not fit, both
    stand on the same side, each on its own row, so that neither line runs through the other's words.
    """
    left, right = plot
    found = [(key, left + value / top * (right - left)) for key, value in style.references]
    widths = {key: text_width(style.reference_words(key), theme.NOTE_SIZE, theme.SEMIBOLD) + 8 for key, _ in found}
    rows = 2 if style.phone else 1  # on a phone the titles of the columns have a row of their own

    edge = PHONE_WIDTH if style.phone else right + _BEFORE_COLUMNS - 8

    def fits(key: str, x: float, side: str) -> bool:
        return x - widths[key] >= 0 if side == "right" else x + widths[key] <= edge

    sides = ["right", "left"][-len(found) :] if found else []
    if all(fits(key, x, side) for (key, x), side in zip(found, sides, strict=True)):
        return [PlacedLabel(key, x, side, 0) for (key, x), side in zip(found, sides, strict=True)], rows
    if len(found) < 2:
        return [PlacedLabel(key, x, "right", 0) for key, x in found], rows
    (low, low_x), (high, high_x) = found
    if fits(low, low_x, "left") and fits(high, high_x, "left"):
        return [PlacedLabel(low, low_x, "left", 0), PlacedLabel(high, high_x, "left", 1)], rows + 1
    return [PlacedLabel(low, low_x, "right", 1), PlacedLabel(high, high_x, "right", 0)], rows + 1


def _stand(groups: Sequence[Group], paper: _Paper, header: float) -> tuple[list[Stand], float]:
    """Where each group and its rows stand, and where the last one ends."""
    stands, y = [], header
    for group in groups:
        y += model.HEADING_GAP
        top = y
        y += model.HEADING_HEIGHT
        rows = []
        for row in group.rows:
            height = paper.row + (model.NOTE_HEIGHT if row.stale else 0)
            rows.append((row, y, height))
            y += height
        stands.append(Stand(group, top, rows))
    return stands, y
