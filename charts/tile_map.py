"""The tile map: every unit a tile of the same size, at its place on the map.

Equal tiles, because a graded map would colour noise and let the largest ward shout. One figure: frames are shapes,
words are annotations, lines and symbols are traces, all in the px of one drawing sheet; the last trace, "tiles", is
invisible and catches hover and click.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from charts import theme
from charts import tile_notes as notes
from charts import tile_parts as parts
from charts import tile_traces as traces
from charts.tile_grid import Arrangement, Box, Sheet, has_map, in_rows, on_map, place_notes
from charts.tile_parts import Style, Tile
from measures.verdict import Direction, Verdict
from text import Language

# Composed for the narrower end of 715 to 760 px: what fits there fits everywhere.
DESK_WIDTH = 724
PHONE_WIDTH = 326
_DESK_COLUMNS = 5
_TILE_HEIGHT = 128
_PHONE_TILE_HEIGHT = 116
_MONTHS = 12

_CLIPPED_ABOVE = 0.99
_AIR_BELOW = 10


def tile_map(
    frame: pd.DataFrame,
    history: pd.DataFrame,
    units: pd.DataFrame,
    *,
    good: Direction,
    target: float | None,
    level: float,
    language: Language,
    selected: str | None = None,
    reading: Sequence[str] | None = None,
    against_target: bool = False,
) -> go.Figure:
    """The map for a desk: about 715 to 760 px wide.

    Args:
        frame: one row per unit: unit, numerator, denominator, rate, verdict, stale, stale_from.
        history: the last months of each unit: unit, period, numerator, denominator, rate.
        units: unit_id, name, short_name, number, tile_row, tile_column; without places the units stand in rows.
        good: which way is good.
        target: the target as a rate, if there is one.
        level: the common level the verdicts are measured against; NaN if nothing came due anywhere.
        language: the language of the words.
        selected: the unit_id with the ink border.
        reading: what rate and fraction of a tile are, one line each.
        against_target: whether the verdicts compare with the target instead of the level.
    """
    mapped = has_map(units)
    places = on_map(units) if mapped else in_rows(units, _DESK_COLUMNS)
    columns = max(_DESK_COLUMNS, 1 + max(column for _, column in places.values()))
    last_row = max(row for row, _ in places.values())
    # A long legend needs the place below it too; where a unit stands there, the legend goes under the map.
    crowded = mapped and (1, columns - 1) in places.values()
    legend_place = (last_row + 1, 0) if crowded else (0, columns - 1)
    wanted = {"legend": legend_place, "reading": (1, 0)} | ({"north": (last_row, 0)} if mapped else {})
    sheet = Sheet(columns, DESK_WIDTH, _TILE_HEIGHT)
    arrangement = Arrangement(sheet, places, place_notes(places.values(), columns, wanted))
    tiles = _tiles(frame, history, units, arrangement)
    style = replace(_style(tiles, good, target, level, language), against_target=against_target)
    return _figure(tiles, style, arrangement, selected, reading)


def tile_map_phone(
    frame: pd.DataFrame,
    history: pd.DataFrame,
    units: pd.DataFrame,
    *,
    good: Direction,
    target: float | None,
    level: float,
    language: Language,
    selected: str | None = None,
    reading: Sequence[str] | None = None,
    against_target: bool = False,
) -> go.Figure:
    """The same tiles in two columns, in the order of the units' numbers; arguments as for :func:`tile_map`."""
    ordered = units.sort_values("number", kind="stable")
    places = in_rows(ordered, 2)
    rows = 1 + max(row for row, _ in places.values())
    wanted = {"legend": (rows, 0), "reading": (rows, 1)}
    sheet = Sheet(2, PHONE_WIDTH, _PHONE_TILE_HEIGHT)
    arrangement = Arrangement(sheet, places, place_notes(places.values(), 2, wanted))
    tiles = _tiles(frame, history, ordered, arrangement)
    style = replace(_style(tiles, good, target, level, language), against_target=against_target)
    return _figure(tiles, style, arrangement, selected, reading)


def _tiles(frame: pd.DataFrame, history: pd.DataFrame, units: pd.DataFrame, arrangement: Arrangement) -> list[Tile]:
    """One tile per unit of ``units``, at its place."""
    judged = {str(row.unit): row for row in frame.itertuples()}
    lines = _lines(history)
    return [
        _tile(unit, judged[unit.unit_id], lines.get(unit.unit_id, []), arrangement.box(unit.unit_id))
        for unit in units.itertuples()
    ]


def _tile(unit: Any, row: Any, line: Sequence[float], box: Box) -> Tile:
    return Tile(
        unit_id=unit.unit_id,
        name=unit.name,
        short_name=unit.short_name,
        numerator=int(row.numerator),
        denominator=int(row.denominator),
        rate=float(row.rate),
        verdict=Verdict(row.verdict),
        stale=bool(row.stale),
        stale_from=None if pd.isna(row.stale_from) else row.stale_from,
        line=line,
        box=box,
    )


def _lines(history: pd.DataFrame) -> dict[str, list[float]]:
    """Each unit's rates of the last months, all over the same months, so that lines may be compared."""
    table = history.pivot(index="period", columns="unit", values="rate").sort_index().tail(_MONTHS)
    return {str(unit): table[unit].astype(float).tolist() for unit in table.columns}


def _style(tiles: Sequence[Tile], good: Direction, target: float | None, level: float, language: Language) -> Style:
    return Style(
        good=good,
        target=target,
        level=level,
        scale_top=_scale_top(tiles, level if target is None else target),
        fraction_below=not all(parts.fraction_fits_beside(tile, language) for tile in tiles),
        language=language,
    )


def _scale_top(tiles: Iterable[Tile], reference: float) -> float:
    """The common top of all lines: above nearly every month and the reference; a lone peak is clipped."""
    rates = pd.Series([rate for tile in tiles if tile.shows_line for rate in tile.line], dtype=float).dropna()
    usual = float(rates.quantile(_CLIPPED_ABOVE)) if len(rates) else 0.0
    return max(usual, 0.0 if math.isnan(reference) else 1.25 * reference, 1e-6)


def _figure(
    tiles: Sequence[Tile], style: Style, arrangement: Arrangement, selected: str | None, reading: Sequence[str] | None
) -> go.Figure:
    """All parts on one sheet; y grows downwards, as on a page."""
    # The selected frame is drawn last: its border lies over the gaps, not under a neighbour.
    shapes = [
        parts.frame_shape(tile, style, selected=tile.unit_id == selected)
        for tile in sorted(tiles, key=lambda tile: tile.unit_id == selected)
    ]
    texts = [text for tile in tiles for text in parts.words(tile, style)]
    note_texts, note_traces = _notes(tiles, style, arrangement, reading)
    height = max(arrangement.height, max(text["y"] for text in note_texts) + _AIR_BELOW)
    layout = {
        "height": height,
        "hovermode": "closest",
        "hoverdistance": traces.REACH,
        "clickmode": "event+select",
        "xaxis": theme.bare_axis(0, arrangement.sheet.width),
        "yaxis": theme.bare_axis(height, 0),
        "shapes": shapes,
        "annotations": texts + note_texts,
    }
    drawn = [*traces.lines(tiles, style), *traces.marks(tiles, style), *note_traces, traces.tiles(tiles, style)]
    return theme.figure(drawn, layout, style.language)


def _notes(
    tiles: Sequence[Tile], style: Style, arrangement: Arrangement, reading: Sequence[str] | None
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Annotations and traces of the empty places."""
    language = style.language
    reading = reading or (language.say("Rate"), language.say("Numerator/denominator"))
    texts, marks = notes.legend([tile.verdict for tile in tiles], style, arrangement.box("legend"))
    months = max((len(tile.line) for tile in tiles), default=0)
    texts += notes.reading_help(reading, months, style, arrangement.box("reading"))
    if "north" in arrangement.notes:
        texts += notes.north_arrow(language, arrangement.box("north"))
    return texts, [marks]
