"""The first slide: the three headlines and the map of the units by lateness."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd
import plotly.graph_objects as go

from charts.slide_kpi import LATE, LETTERS, ONLINE, draw_kpi, of_headline
from charts.slide_map import boxes_of, draw_map
from charts.slide_sheet import HEIGHT, WIDTH, Drawing, Palette
from charts.tile_grid import Box
from measures import registry
from measures.meeting import Meeting
from text import Language

MAP = Box(735, 12, WIDTH - 735 - 3, HEIGHT - 26)
_TOP, _STEP = 0, 278


def headlines_slide(
    seen: Meeting, units: pd.DataFrame, language: Language, palette: Palette, beside: Mapping[str, str] | None = None
) -> go.Figure:
    """The slide.

    Args:
        seen: all numbers.
        units: unit_id, name, short_name, number, tile_row, tile_column.
        language: the language of the words.
        palette: light or dark.
        beside: words that stand beside a headline, by its key (objections).
    """
    drawing, found = Drawing(language, palette), seen.overview
    for place, key in enumerate((LATE, ONLINE, LETTERS)):
        missing = seen.online.missing if key == ONLINE else None
        words = (beside or {}).get(key, "")
        shown = of_headline(found.headlines[key], seen.scope.certification, missing, language, words)
        draw_kpi(drawing, shown, 0, _TOP + _STEP * place)
    shown_map, good = found.maps[LATE], registry.get(LATE).good
    assert good is not None
    draw_map(drawing, shown_map, units, good, MAP, language.say("late/due"))
    return drawing.figure()


def tile_boxes(seen: Meeting, units: pd.DataFrame) -> dict[str, Box]:
    """Where each unit's tile is on the slide, for those who click."""
    return boxes_of(seen.overview.maps[LATE], units, MAP)
