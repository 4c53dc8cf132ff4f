"""Open dossiers by stage: one square each, overdue ones orange with "!", those due soon dark, the others pale.

Squares where they are few: with forty or more in a stage the whole figure shows bars on one scale. The last trace,
"rows", is invisible and catches hover and click with the stage.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import plotly.graph_objects as go

from charts import theme
from charts.lettering import shortened, text_width, wrapped
from charts.tile_parts import note
from text import Language

DESK_WIDTH = 1290
PHONE_WIDTH = 326
FEWEST_FOR_BARS = 40
REACH = 42
_SQUARE, _PITCH, _BAR = 14, 18, 16
_GAP = 26
_HEAD, _LINE = 56, 17
_LEGEND = 24
_COUNT_SIZE = 22
_KINDS = (("overdue", theme.ORANGE), ("soon", theme.DATA), ("rest", theme.SOFT))


@dataclass(frozen=True)
class Stage:
    """One stage: its key and title, how many are open, overdue and due soon (both among the open), and a note."""

    key: str
    title: str
    open: int
    overdue: int
    soon: int
    note: str = ""

    def counts(self) -> dict[str, int]:
        """Dossiers by kind; what is neither overdue nor due soon is the rest."""
        return {"overdue": self.overdue, "soon": self.soon, "rest": self.open - self.overdue - self.soon}


@dataclass(frozen=True)
class _Stand:
    stage: Stage
    left: float
    top: float
    width: float
    deep: float  # of its marks

    @property
    def marks(self) -> float:
        """Where its marks begin."""
        return self.top + _HEAD


def stage_squares(stages: Sequence[Stage], language: Language) -> go.Figure:
    """The stages beside each other: about 1290 to 1340 px wide.

    Args:
        stages: at least one, in their order.
        language: the language of the words.
    """
    width = (DESK_WIDTH - _GAP * (len(stages) - 1)) / len(stages)
    deep = max(_deep(stage, width, _bars(stages)) for stage in stages)
    stands = [_Stand(stage, place * (width + _GAP), 0, width, deep) for place, stage in enumerate(stages)]
    lines = max(len(_notes(one)) for one in stands)
    return _figure(stands, (DESK_WIDTH, _HEAD + deep + 12 + _LINE * lines), language)


def stage_squares_phone(stages: Sequence[Stage], language: Language) -> go.Figure:
    """The stages below each other, for 326 px; arguments as for :func:`stage_squares`."""
    stands, y = [], 0.0
    for stage in stages:
        one = _Stand(stage, 0, y, PHONE_WIDTH, _deep(stage, PHONE_WIDTH, _bars(stages)))
        stands.append(one)
        y += _HEAD + one.deep + 12 + _LINE * len(_notes(one)) + 10
    return _figure(stands, (PHONE_WIDTH, y), language)


def _bars(stages: Sequence[Stage]) -> bool:
    return max(stage.open for stage in stages) >= FEWEST_FOR_BARS


def _per_line(width: float) -> int:
    return max(int(width // _PITCH), 1)


def _deep(stage: Stage, width: float, bars: bool) -> float:
    return _BAR if bars else _PITCH * math.ceil(max(stage.open, 1) / _per_line(width))


def _notes(one: _Stand) -> list[str]:
    return wrapped(one.stage.note, one.width, theme.NOTE_SIZE) if one.stage.note else []


def _figure(stands: Sequence[_Stand], size: tuple[float, float], language: Language) -> go.Figure:
    width, height = size
    bars = _bars([one.stage for one in stands])
    texts, shapes, bottom = _legend([one.stage for one in stands], height + _LEGEND / 2, width, language)
    for place, one in enumerate(stands):
        texts += _words(one, language)
        if place and one.left:
            shapes.append(_rule(one.left - _GAP / 2, one.left - _GAP / 2, 0, height - 4))
        elif place:
            shapes.append(_rule(0, width, one.top - 5, one.top - 5))
    per_dossier = min(one.width for one in stands) / max(max(one.stage.open for one in stands), 1)
    drawn = _bar_shapes(stands, per_dossier) if bars else []
    marks = [] if bars else [_squares(stands, kind, colour) for kind, colour in _KINDS]
    texts += [] if bars else _signs(stands)
    layout = {
        "height": bottom,
        "hovermode": "closest",
        "hoverdistance": REACH,
        "clickmode": "event+select",
        "xaxis": theme.bare_axis(0, width),
        "yaxis": theme.bare_axis(bottom, 0),
        "shapes": [*shapes, *drawn],
        "annotations": texts,
    }
    return theme.figure([*marks, _rows(stands, language)], layout, language)


def _words(one: _Stand, language: Language) -> list[dict[str, Any]]:
    """Title, count, overdue ones, and the note under the marks."""
    stage, right = one.stage, one.left + one.width
    bold = theme.font(theme.LABEL_SIZE, theme.INK, theme.SEMIBOLD)
    count = language.number(stage.open)
    beside = one.left + text_width(count, _COUNT_SIZE, theme.SEMIBOLD) + 8
    found = [
        note(shortened(stage.title, one.width, theme.LABEL_SIZE, theme.SEMIBOLD), one.left, one.top + 11, bold),
        note(count, one.left, one.top + 36, theme.font(_COUNT_SIZE, theme.INK, theme.SEMIBOLD)),
        note(language.say("dossiers"), beside, one.top + 38, theme.font(theme.NOTE_SIZE)),
    ]
    if stage.overdue:
        words = language.count("{n} overdue", "{n} overdue", stage.overdue)
        orange = theme.font(theme.NOTE_SIZE, theme.ORANGE_TEXT, theme.SEMIBOLD)
        found.append(note(words, right, one.top + 38, orange, "right"))
    grey = theme.font(theme.NOTE_SIZE)
    first = one.marks + one.deep + 12
    return found + [note(line, one.left, first + _LINE * n, grey) for n, line in enumerate(_notes(one))]


def _kinds(stage: Stage) -> list[str]:
    """The kind of each square, in their order."""
    return [kind for kind, n in stage.counts().items() for _ in range(n)]


def _places(one: _Stand, kind: str) -> list[tuple[float, float]]:
    per_line = _per_line(one.width)
    return [
        (one.left + _SQUARE / 2 + _PITCH * (number % per_line), one.marks + 8 + _PITCH * (number // per_line))
        for number, found in enumerate(_kinds(one.stage))
        if found == kind
    ]


def _squares(stands: Sequence[_Stand], kind: str, colour: str) -> dict[str, Any]:
    places = [place for one in stands for place in _places(one, kind)]
    marker = {"symbol": "square", "size": _SQUARE, "color": colour, "line": {"width": 0}, "opacity": 1}
    return _scatter(kind, places, marker=marker, hoverinfo="skip")


def _signs(stands: Sequence[_Stand]) -> list[dict[str, Any]]:
    """The "!" in overdue squares, so that colour does not stand alone."""
    font = theme.font(12, theme.CARD, 700)
    places = [place for one in stands for place in _places(one, "overdue")]
    return [{**note("!", x, y, font), "xanchor": "center"} for x, y in places]


def _scatter(name: str, places: Sequence[tuple[float, float]], **more: Any) -> dict[str, Any]:
    xs, ys = [x for x, _ in places], [y for _, y in places]
    trace = {"type": "scatter", "mode": "markers", "name": name, "x": xs, "y": ys, "cliponaxis": False}
    return theme.always_shown({**trace, **more})


def _bar_shapes(stands: Sequence[_Stand], per_dossier: float) -> list[dict[str, Any]]:
    """One bar a stage, all on one scale, in the order of the squares."""
    found = []
    for one in stands:
        left = one.left
        for kind, colour in _KINDS:
            right = left + one.stage.counts()[kind] * per_dossier
            box = {"x0": left, "x1": right, "y0": one.marks, "y1": one.marks + _BAR}
            found.append({"type": "rect", "name": kind, **box, "fillcolor": colour, "line": {"width": 0}})
            left = right
    return found


def _legend(
    stages: Sequence[Stage], y: float, width: float, language: Language
) -> tuple[list[dict[str, Any]], list[dict[str, Any]], float]:
    """What each colour means, and how many there are of it: words, boxes, and where they end."""
    sums = {kind: sum(stage.counts()[kind] for stage in stages) for kind, _ in _KINDS}
    say, x = language.say, 0.0
    words = {"overdue": say("Past due"), "soon": say("Due in 3 days"), "rest": say("Others")}
    texts, shapes = [], []
    for kind, colour in _KINDS:
        text = f"{words[kind]}: {language.number(sums[kind])}"
        needed = 18 + text_width(text, theme.NOTE_SIZE)
        if x and x + needed > width:
            x, y = 0.0, y + _LEGEND
        box = {"x0": x, "x1": x + 12, "y0": y - 6, "y1": y + 6}
        shapes.append({"type": "rect", **box, "fillcolor": colour, "line": {"width": 0}})
        missed = kind == "overdue" and sums[kind]
        font = theme.font(theme.NOTE_SIZE, theme.ORANGE_TEXT if missed else theme.INK2)
        texts.append(note(text, x + 18, y, font))
        x += needed + 20
    return texts, shapes, y + _LEGEND / 2


def _rule(x0: float, x1: float, y0: float, y1: float) -> dict[str, Any]:
    line = {"color": theme.GRID, "width": 1}
    return {"type": "line", "x0": x0, "x1": x1, "y0": y0, "y1": y1, "line": line, "layer": "below"}


def _rows(stands: Sequence[_Stand], language: Language) -> dict[str, Any]:
    """Invisible points over every stage."""
    covered = [
        (one, (one.left + 30 + 60 * step, one.top + 36 + 50 * row))
        for one in stands
        for step in range(max(int(one.width // 60), 1))
        for row in range(max(int((_HEAD + one.deep) // 50), 1))
    ]
    marker = {"symbol": "square", "size": 2, "color": theme.TRANSPARENT, "opacity": 1}
    return _scatter(
        "rows",
        [place for _, place in covered],
        marker=marker,
        customdata=[[one.stage.key] for one, _ in covered],
        hovertext=[_hover(one.stage, language) for one, _ in covered],
        hovertemplate="%{hovertext}<extra></extra>",
    )


def _hover(stage: Stage, language: Language) -> str:
    said = [f"<b>{stage.title}</b>", language.count("{n} open dossier", "{n} open dossiers", stage.open)]
    if stage.overdue:
        said.append(language.count("{n} overdue", "{n} overdue", stage.overdue))
    return "<br>".join([*said, *([stage.note] if stage.note else [])])
