"""The follow-up of one unit's broken promises, step by step: a square for each dossier, outlined where it was lost.

Nested steps, aligned left; where there are more than twelve, bars on one scale. The last trace, "rows", catches click.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import plotly.graph_objects as go

from charts import theme
from charts.lettering import text_width, wrapped
from charts.tile_parts import note
from text import Language

DESK_WIDTH = 500
PHONE_WIDTH = 326
MOST_SQUARES = 12
_SQUARE, _PITCH = 15, 21
_ROW, _PHONE_ROW, _LINE = 44, 58, 17
_SIZE = 15
_GAP = 14


@dataclass(frozen=True)
class LetterStep:
    """One step: the key of its measure, its title, how many dossiers."""

    key: str
    title: str
    count: int


def letter_steps(steps: Sequence[LetterStep], language: Language) -> go.Figure:
    """The steps for a desk: about 500 to 525 px wide.

    Args:
        steps: the first holds all others, each the one after it; the first counts at least one.
        language: the language of the numbers.
    """
    left, right = _names(steps), DESK_WIDTH - _last(steps, language) - _GAP
    texts = []
    for place, step in enumerate(steps):
        y = _ROW * place + _ROW / 2
        lines = wrapped(step.title, left - _GAP, theme.LABEL_SIZE)
        font = theme.font(theme.LABEL_SIZE, theme.INK)
        first = y - _LINE * (len(lines) - 1) / 2
        texts += [note(line, 0, first + _LINE * number, font) for number, line in enumerate(lines)]
        texts.append(_fraction(step, steps, DESK_WIDTH, y, language))
    middles = [_ROW * place + _ROW / 2 for place in range(len(steps))]
    return _figure(steps, (left, right), middles, texts, (DESK_WIDTH, _ROW * len(steps)), language)


def letter_steps_phone(steps: Sequence[LetterStep], language: Language) -> go.Figure:
    """The same for 326 px, each title above its squares; arguments as for :func:`letter_steps`."""
    texts = []
    for place, step in enumerate(steps):
        top = _PHONE_ROW * place
        texts.append(note(step.title.partition(" (")[0], 0, top + 14, theme.font(theme.LABEL_SIZE, theme.INK)))
        texts.append(_fraction(step, steps, PHONE_WIDTH, top + 38, language))
    middles = [_PHONE_ROW * place + 38.0 for place in range(len(steps))]
    right = PHONE_WIDTH - _last(steps, language) - _GAP
    return _figure(steps, (0, right), middles, texts, (PHONE_WIDTH, _PHONE_ROW * len(steps)), language)


def _names(steps: Sequence[LetterStep]) -> float:
    """Titles as wide as they need, up to what squares and numbers leave."""
    widest = max(text_width(step.title, theme.LABEL_SIZE) for step in steps)
    return min(widest, 150) + _GAP


def _last(steps: Sequence[LetterStep], language: Language) -> float:
    whole = steps[0].count
    return text_width(language.fraction(whole, whole), _SIZE, theme.SEMIBOLD)


def _fraction(
    step: LetterStep, steps: Sequence[LetterStep], right: float, y: float, language: Language
) -> dict[str, Any]:
    font = theme.font(_SIZE, theme.INK, theme.SEMIBOLD)
    return note(language.fraction(step.count, steps[0].count), right, y, font, "right")


def _figure(
    steps: Sequence[LetterStep],
    room: tuple[float, float],
    middles: Sequence[float],
    texts: list[dict[str, Any]],
    size: tuple[float, float],
    language: Language,
) -> go.Figure:
    (left, right), (width, height), whole = room, size, steps[0].count
    few = whole <= MOST_SQUARES and whole * _PITCH <= right - left
    marks = _squares(steps, left, middles) if few else []
    shapes = [] if few else _bars(steps, (left, right), middles)
    shapes += [_rule(height * place / len(steps), width) for place in range(1, len(steps))]
    layout = {
        "height": height,
        "hovermode": "closest",
        "clickmode": "event+select",
        "xaxis": theme.bare_axis(0, width),
        "yaxis": theme.bare_axis(height, 0),
        "shapes": shapes,
        "annotations": texts,
    }
    return theme.figure([*marks, _rows(steps, middles, width, language)], layout, language)


def _colour(step: LetterStep, steps: Sequence[LetterStep]) -> str:
    """The last step in ink: it is what counts."""
    return theme.INK if step is steps[-1] else theme.DATA


def _squares(steps: Sequence[LetterStep], left: float, middles: Sequence[float]) -> list[dict[str, Any]]:
    found = []
    for step, y in zip(steps, middles, strict=True):
        xs = [left + _SQUARE / 2 + _PITCH * number for number in range(steps[0].count)]
        fills = [_colour(step, steps) if number < step.count else theme.CARD for number in range(len(xs))]
        edges = [_colour(step, steps) if number < step.count else theme.SOFT for number in range(len(xs))]
        line = {"color": edges, "width": 1.3}
        marker = {"symbol": "square", "size": _SQUARE, "color": fills, "line": line, "opacity": 1}
        found.append(_scatter(step.key, xs, [y] * len(xs), marker=marker, hoverinfo="skip"))
    return found


def _bars(steps: Sequence[LetterStep], room: tuple[float, float], middles: Sequence[float]) -> list[dict[str, Any]]:
    """Each step on the outline of the first."""
    left, right = room
    per_dossier, found = (right - left) / steps[0].count, []
    for step, y in zip(steps, middles, strict=True):
        high = {"y0": y - 8, "y1": y + 8}
        whole = {"type": "rect", "x0": left, "x1": right, **high, "fillcolor": theme.CARD}
        found.append({**whole, "line": {"color": theme.SOFT, "width": 1.2}})
        end, colour = left + step.count * per_dossier, _colour(step, steps)
        done = {"type": "rect", "name": step.key, "x0": left, "x1": end, **high, "fillcolor": colour}
        found.append({**done, "line": {"width": 0}})
    return found


def _rule(y: float, width: float) -> dict[str, Any]:
    line = {"color": theme.GRID, "width": 1}
    return {"type": "line", "x0": 0, "x1": width, "y0": y, "y1": y, "line": line, "layer": "below"}


def _scatter(name: str, xs: Sequence[float], ys: Sequence[float], **more: Any) -> dict[str, Any]:
    trace = {"type": "scatter", "mode": "markers", "name": name, "x": list(xs), "y": list(ys), "cliponaxis": False}
    return theme.always_shown({**trace, **more})


def _rows(steps: Sequence[LetterStep], middles: Sequence[float], width: float, language: Language) -> dict[str, Any]:
    """Invisible points over every step."""
    xs = [30 + 50 * number for number in range(int(width // 50))]
    covered = [(step, x, y) for step, y in zip(steps, middles, strict=True) for x in xs]
    whole = steps[0].count
    return _scatter(
        "rows",
        [x for _, x, _ in covered],
        [y for *_, y in covered],
        marker={"symbol": "square", "size": 2, "color": theme.TRANSPARENT, "opacity": 1},
        customdata=[[step.key] for step, *_ in covered],
        hovertext=[f"<b>{step.title}</b><br>{language.fraction(step.count, whole)}" for step, *_ in covered],
        hovertemplate="%{hovertext}<extra></extra>",
    )
