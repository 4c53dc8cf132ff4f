"""Procedures offered online against procedures used online: nested bars, each loss named at its right end."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import plotly.graph_objects as go

from charts import theme
from charts.lettering import shortened, text_width, wrapped
from charts.tile_parts import note
from text import Language

DESK_WIDTH = 508
PHONE_WIDTH = 326
_BAR = 10
_NUMBER_SIZE = 25
_ROW = 50
_LINE = 17


@dataclass(frozen=True)
class Step:
    """One bar: how many procedures, what they are, and in words what went missing since the bar above.

    ``missed``: the loss is a duty not used (offered, dossiers came, none online): the only thing in orange here.
    """

    count: int
    words: str
    loss: str = ""
    missed: bool = False


def offered(steps: Sequence[Step], language: Language) -> go.Figure:
    """The bars for a desk: about 508 to 525 px wide.

    Args:
        steps: at least one, each holding at most as many procedures as the one before.
        language: the language of the words.
    """
    return _draw(steps, language, DESK_WIDTH)


def offered_phone(steps: Sequence[Step], language: Language) -> go.Figure:
    """The same for 326 px, the loss on a line of its own; arguments as for :func:`offered`."""
    return _draw(steps, language, PHONE_WIDTH)


def _draw(steps: Sequence[Step], language: Language, width: float) -> go.Figure:
    numbers = [language.number(step.count) for step in steps]
    left = max(text_width(number, _NUMBER_SIZE, theme.SEMIBOLD) for number in numbers) + 16
    room, most = width - left, max(*(step.count for step in steps), 1)
    texts, tops, top = [], [], 0.0
    for step, number in zip(steps, numbers, strict=True):
        tops.append(top)
        texts.append(note(number, left - 16, top + 20, _font(_NUMBER_SIZE), "right"))
        lines = _lines(step, left, top + 30, width)
        texts += lines
        top = max(top + _ROW, lines[-1]["y"] + 21)
    height = top - 6
    bars = {
        "type": "bar",
        "name": "steps",
        "orientation": "h",
        "base": left,
        "x": [room * step.count / most for step in steps],
        "y": [one + 5 + _BAR / 2 for one in tops],
        "width": _BAR,
        "marker": {"color": _colours(steps), "line": {"width": 0}},
        "hovertext": [f"<b>{number}</b> {step.words}" for number, step in zip(numbers, steps, strict=True)],
        "hovertemplate": "%{hovertext}<extra></extra>",
    }
    layout = {
        "height": height,
        "hovermode": "closest",
        "xaxis": theme.bare_axis(0, width),
        "yaxis": theme.bare_axis(height, 0),
        "annotations": texts,
    }
    return theme.figure([bars], layout, language)


def _colours(steps: Sequence[Step]) -> list[str]:
    """Pale what was there to be used, ink what was."""
    return [theme.SOFT] * (len(steps) - 1) + [theme.INK]


def _lines(step: Step, left: float, y: float, width: float) -> list[dict[str, Any]]:
    """What the bar is, and the loss at the right: beside it where both fit, else below."""
    room = width - left
    words = text_width(step.words, theme.LABEL_SIZE, theme.SEMIBOLD)
    found = []
    lines = wrapped(step.words, room, theme.LABEL_SIZE, theme.SEMIBOLD)
    for line in lines:
        found.append(note(shortened(line, room, theme.LABEL_SIZE, theme.SEMIBOLD), left, y, _font(theme.LABEL_SIZE)))
        y += _LINE
    if not step.loss:
        return found
    colour, weight = (theme.ORANGE_TEXT, theme.SEMIBOLD) if step.missed else (theme.INK2, 400)
    font = theme.font(theme.NOTE_SIZE, colour, weight)
    if len(lines) == 1 and words + 14 + text_width(step.loss, theme.NOTE_SIZE, weight) <= room:
        return [*found, note(step.loss, width, y - _LINE, font, "right")]
    for line in wrapped(step.loss, room, theme.NOTE_SIZE, weight):
        found.append(note(shortened(line, room, theme.NOTE_SIZE, weight), left, y, font))
        y += _LINE
    return found


def _font(size: float) -> dict[str, Any]:
    return theme.font(size, theme.INK, theme.SEMIBOLD)
