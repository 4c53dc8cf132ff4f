"""The traces of a tile map: reference and 12-month lines, verdict marks, and the invisible points that are clicked."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from typing import Any

from charts import theme
from charts import tile_parts as parts
from charts.tile_grid import Box
from charts.tile_parts import Style, Tile
from measures.verdict import CLEAR, Verdict

# plotly.js measures the pointer's distance to the middle of a point, so a tile is covered by 3 x 3 of them, and the
# pointer may be as far away as the corner of their ninth of the tile. The nearest wins: never a neighbour.
_POINTS = 3
REACH = 33

Point = tuple[float | None, float | None]


def lines(tiles: Sequence[Tile], style: Style) -> list[dict[str, Any]]:
    """One trace for all reference lines and one per colour for the 12-month lines, tiles parted by gaps."""
    shown = [tile for tile in tiles if tile.shows_line]
    dash = {"color": theme.INK, "width": 0.9, "dash": "3px,3px"}
    level = {"color": theme.DATA, "width": 0.9}
    reference = _polyline("reference", (parts.reference_points(tile, style) for tile in shown))
    traces = [{**reference, "line": level if style.target is None else dash}]
    by_colour: dict[str, list[Tile]] = {}
    for tile in shown:
        colours = theme.verdict_colour(tile.verdict, style.good)
        colour = theme.WHISKER if colours is theme.NEUTRAL else colours.mark
        by_colour.setdefault(colour, []).append(tile)
    for colour, members in by_colour.items():
        line = _polyline("lines", (parts.line_points(tile, style) for tile in members))
        traces.append({**line, "line": {"color": colour, "width": theme.LINE_WIDTH}})
    return traces


def _polyline(name: str, pieces: Iterable[Sequence[Point]]) -> dict[str, Any]:
    """A line trace of several pieces."""
    points = [point for piece in pieces for point in [*piece, (None, None)]]
    return {
        "type": "scatter",
        "mode": "lines",
        "name": name,
        "x": [x for x, _ in points],
        "y": [y for _, y in points],
        "hoverinfo": "skip",
        "connectgaps": False,
    }


def marks(tiles: Sequence[Tile], style: Style) -> list[dict[str, Any]]:
    """The verdict's symbol top right, and a mark on the last month."""
    symbols = [tile for tile in tiles if tile.verdict is not Verdict.NO_DATA]
    places = [parts.symbol_place(tile) for tile in symbols]
    ended = [tile for tile in tiles if tile.shows_line and tile.line and not math.isnan(tile.line[-1])]
    ends = [parts.line_points(tile, style)[-1] for tile in ended]
    end_marker = {
        "symbol": [theme.verdict_symbol(one.verdict) if one.verdict in CLEAR else "circle" for one in ended],
        "color": [theme.verdict_colour(tile.verdict, style.good).mark for tile in ended],
        "size": 7.5,
    }
    return [
        _marks("symbols", places, parts.verdict_markers([tile.verdict for tile in symbols], style)),
        _marks("ends", ends, end_marker),
    ]


def tiles(shown: Sequence[Tile], style: Style) -> dict[str, Any]:
    """The invisible points that make the whole tile answer to hover and click."""
    hover = {tile.unit_id: parts.hover_text(tile, style) for tile in shown}
    covered = [(tile, point) for tile in shown for point in _cover(tile.box)]
    return _marks(
        "tiles",
        [point for _, point in covered],
        {"symbol": "square", "size": 2, "color": theme.TRANSPARENT},
        customdata=[[tile.unit_id] for tile, _ in covered],
        hovertext=[hover[tile.unit_id] for tile, _ in covered],
        hovertemplate="%{hovertext}<extra></extra>",
        hoverinfo=None,
    )


def _cover(box: Box) -> list[Point]:
    """The middles of the nine parts of a tile."""
    steps = [(index + 0.5) / _POINTS for index in range(_POINTS)]
    return [(box.left + box.width * across, box.top + box.height * down) for down in steps for across in steps]


def _marks(name: str, places: Sequence[Point], marker: dict[str, Any], **more: Any) -> dict[str, Any]:
    """A marker trace that a click on another one does not pale."""
    return theme.always_shown(
        {
            "type": "scatter",
            "mode": "markers",
            "name": name,
            "x": [x for x, _ in places],
            "y": [y for _, y in places],
            "marker": {"opacity": 1, **marker},
            "hoverinfo": "skip",
            "cliponaxis": False,
            **more,
        }
    )
