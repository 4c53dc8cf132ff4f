"""The look every figure shares: tokens, the two codes of a verdict, template and configuration.

Shape says the direction, colour says good or bad. Colour is spent on clear verdicts only; everything else is slate.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

import plotly.graph_objects as go

from measures.verdict import CLEAR, Direction, Verdict, is_concern
from text import Language, mark

INK = "#15212C"
INK2 = "#44515D"
INK3 = "#64707B"
DATA = "#56677A"
WHISKER = "#7B8895"
SOFT = "#B4BFC9"
FAINT = "#DDE3E8"
RULE = "#D3DAE0"
GRID = "#E9EDF0"
PAGE = "#F3F5F7"
CARD = "#FFFFFF"
BLUE = "#1460A6"
BLUE_TINT = "#E3EEF8"
ORANGE = "#D65A00"
ORANGE_TEXT = "#A54200"
ORANGE_TINT = "#FDEEE2"
HEAT_RAMP = ("#F1F4F7", "#DDE5EC", "#C3D0DB", "#A3B5C5", "#7F97AC", "#5C7890")

FONT = "IBM Plex Sans"
NOTE_SIZE = 12.5
LABEL_SIZE = 13.5
SMALLEST_SIZE = 12
SEMIBOLD = 600

LINE_WIDTH = 1.5
TARGET_DASH = "5px,4px"
TRANSPARENT = "rgba(0,0,0,0)"

# No bar, no zoom: a figure in a dashboard is read or clicked, never edited. plotly.js ships no Vietnamese; numbers are
# written in Python, so the little it could still format itself is handed in here.
Figure = go.Figure  # for those who handle figures without drawing

CONFIG: dict[str, Any] = {
    "displayModeBar": False,
    "scrollZoom": False,
    "doubleClick": False,
    "showTips": False,
    "locale": "vi",
    "locales": {"vi": {"dictionary": {}, "format": {"decimal": ",", "thousands": ".", "date": "%d/%m/%Y"}}},
}


class Colours(NamedTuple):
    """How a verdict is coloured: marks and lines, text, the ground and the edge of a tile."""

    mark: str
    text: str
    tint: str
    edge: str


NEUTRAL = Colours(DATA, INK, PAGE, FAINT)
FAVOURABLE = Colours(BLUE, BLUE, BLUE_TINT, BLUE)
CONCERN = Colours(ORANGE, ORANGE_TEXT, ORANGE_TINT, ORANGE)

_SYMBOLS = {
    Verdict.HIGHER: "triangle-up",
    Verdict.WATCH_HIGHER: "triangle-up-open",
    Verdict.NO_EVIDENCE: "circle",
    Verdict.WATCH_LOWER: "triangle-down-open",
    Verdict.LOWER: "triangle-down",
    Verdict.TOO_FEW: "circle-open",
    Verdict.NO_DATA: "circle-open",
}

_WORDS = {
    Verdict.HIGHER: mark("Clearly higher"),
    Verdict.WATCH_HIGHER: mark("Watch"),
    Verdict.NO_EVIDENCE: mark("No evidence"),
    Verdict.WATCH_LOWER: mark("Watch"),
    Verdict.LOWER: mark("Clearly lower"),
    Verdict.TOO_FEW: mark("Too few to judge"),
    Verdict.NO_DATA: mark("No dossiers"),
}


def verdict_colour(verdict: Verdict, good: Direction) -> Colours:
    """Blue or orange where the verdict is clear, else slate: "watch" never earns a colour."""
    if verdict not in CLEAR:
        return NEUTRAL
    return CONCERN if is_concern(verdict, good) else FAVOURABLE


def verdict_symbol(verdict: Verdict) -> str:
    """The Plotly symbol: shape is direction, hollow is "not sure yet"."""
    return _SYMBOLS[verdict]


def verdict_markers(verdicts: Sequence[Verdict], good: Direction, size: float) -> dict[str, Any]:
    """Markers that lie over lines: the hollow ones are filled with white, so that no line shows through."""
    symbols = [verdict_symbol(verdict) for verdict in verdicts]
    colours = [verdict_colour(verdict, good).mark for verdict in verdicts]
    hollow = [symbol.endswith("-open") for symbol in symbols]
    return {
        "symbol": [symbol.removesuffix("-open") for symbol in symbols],
        "color": [CARD if empty else colour for empty, colour in zip(hollow, colours, strict=True)],
        "size": [size + 2 if verdict in CLEAR else size for verdict in verdicts],
        "opacity": 1,
        "line": {"color": colours, "width": [1.8 if empty else 0 for empty in hollow]},
    }


def verdict_word(verdict: Verdict, language: Language) -> str:
    """The verdict in words, because neither shape nor colour may stand alone."""
    return language.say(_WORDS[verdict])


def legend_verdicts(verdicts: Iterable[Verdict]) -> list[Verdict]:
    """The verdicts a legend explains, highest first.

    The three answers of the rule always stand there (a zero is news too); the others only where they occur.
    """
    always = CLEAR | {Verdict.NO_EVIDENCE}
    seen = set(verdicts)
    order = (Verdict.HIGHER, Verdict.WATCH_HIGHER, Verdict.NO_EVIDENCE, Verdict.WATCH_LOWER, Verdict.LOWER)
    return [one for one in (*order, Verdict.TOO_FEW) if one in always or one in seen]


def font(size: float, colour: str = INK2, weight: int = 400) -> dict[str, Any]:
    """A Plotly font without its family, which the template gives to every text."""
    return {"size": size, "color": colour, "weight": weight}


def figure_template(language: Language) -> go.layout.Template:
    """White paper, no frame, gridlines across the value axis only, nothing to drag."""
    axis = {
        "tickfont": font(NOTE_SIZE, INK3),
        "fixedrange": True,
        "zeroline": False,
        "showline": False,
        "ticks": "",
        "automargin": False,
    }
    return go.layout.Template(
        layout={
            "font": {"family": FONT, **font(NOTE_SIZE)},
            "paper_bgcolor": CARD,
            "plot_bgcolor": CARD,
            "separators": ",." if language.code == "vi" else ".,",
            "colorway": [DATA],
            "showlegend": False,
            "dragmode": False,
            "hovermode": "closest",
            "hoverlabel": {
                "bgcolor": CARD,
                "bordercolor": RULE,
                "font": {"family": FONT, **font(NOTE_SIZE, INK)},
                "align": "left",
            },
            "annotationdefaults": {"showarrow": False, "borderpad": 0, "captureevents": False},
            "margin": {"l": 0, "r": 0, "t": 0, "b": 0},
            "xaxis": {**axis, "showgrid": False},
            "yaxis": {**axis, "showgrid": True, "gridcolor": GRID, "gridwidth": 1},
        }
    )


def figure(traces: list[dict[str, Any]], layout: dict[str, Any], language: Language) -> go.Figure:
    """A figure of the house: these traces and this layout on our template."""
    return go.Figure(data=traces, layout={"template": figure_template(language), "autosize": True, **layout})


def bare_axis(low: float, high: float) -> dict[str, Any]:
    """An axis that is only a ruler for drawing: no ticks, no grid, no zoom."""
    return {"range": [low, high], "visible": False, "showgrid": False, "fixedrange": True}


def always_shown(trace: dict[str, Any]) -> dict[str, Any]:
    """The trace, kept at full strength while a click has selected a point of another one.

    Without this plotly.js pales every mark that was not clicked, and a pale mark would read as a weaker verdict.
    """
    opacity = {"marker": {"opacity": 1}}
    return {**trace, "selected": opacity, "unselected": opacity}
