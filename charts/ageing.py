"""Open overdue dossiers by age: a column each, its total on top, at its foot those without a letter of apology."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from charts import theme
from charts.lettering import text_width
from charts.tile_parts import note
from text import Language

DESK_WIDTH = 500
PHONE_WIDTH = 326
_HEIGHT = 200
_TOP = 24
_FOOT = 50  # names of the columns and the title of the axis
_BASE = _HEIGHT - _FOOT
_COLUMN, _NARROWEST = 0.6, 0.22  # of the place a column has
_AIR = 5
_TOTAL_SIZE = 15


@dataclass(frozen=True)
class _Place:
    """The sheet's width, that of a column, and the middles of the columns, in px."""

    width: float
    column: float
    middles: Sequence[float]


def ageing(frame: pd.DataFrame, language: Language) -> go.Figure:
    """The columns for a desk: about 500 to 525 px wide.

    Args:
        frame: age ("0", "1-3" ... ">30", in working days), count, without_letter (NaN where letters are not known).
        language: the language of the words.
    """
    return _draw(frame, language, DESK_WIDTH)


def ageing_phone(frame: pd.DataFrame, language: Language) -> go.Figure:
    """The same for 326 px; arguments as for :func:`ageing`."""
    return _draw(frame, language, PHONE_WIDTH)


def _draw(frame: pd.DataFrame, language: Language, width: float) -> go.Figure:
    counts = [int(count) for count in frame["count"]]
    missing = [0 if math.isnan(count) else int(count) for count in frame["without_letter"].astype(float)]
    names = [age_words(str(age), language) for age in frame["age"]]
    place = _place(missing, width, language)
    per_dossier = (_BASE - _TOP) / max(*counts, 1)
    rule = {"color": theme.RULE, "width": 1}
    layout = {
        "height": _HEIGHT,
        "barmode": "overlay",
        "hovermode": "closest",
        "xaxis": theme.bare_axis(0, width),
        "yaxis": theme.bare_axis(_HEIGHT, 0),
        "shapes": [{"type": "line", "x0": 0, "x1": width, "y0": _BASE, "y1": _BASE, "line": rule}],
        "annotations": [
            *_totals(counts, names, per_dossier, place, language),
            *_foot_numbers(missing, per_dossier, place, language),
        ],
    }
    hover = [_hover(*one, language) for one in zip(names, counts, missing, strict=True)]
    columns = {"x": place.middles, "base": _BASE, "width": place.column, "hovertext": hover}
    drawn = [
        _bars("count", [-count * per_dossier for count in counts], theme.SOFT, columns),
        _bars("without", [-count * per_dossier for count in missing], theme.ORANGE, columns),
    ]
    return theme.figure(drawn, layout, language)


def _place(missing: Sequence[int], width: float, language: Language) -> _Place:
    """Columns so narrow that a foot's number goes between two of them, and so far right that the first has room."""
    step = width / len(missing)
    widths = [text_width(language.number(n), theme.LABEL_SIZE, theme.SEMIBOLD) for n in missing if n]
    number = max(widths, default=0)
    column = max(min(_COLUMN * step, step - number - 2 * _AIR), _NARROWEST * step)
    shift = (number + _AIR) / 2 if number else 0
    return _Place(width, column, [step * (index + 0.5) + shift for index in range(len(missing))])


def _totals(
    counts: Sequence[int], names: Sequence[str], per_dossier: float, place: _Place, language: Language
) -> list[dict[str, Any]]:
    """The total on its column (a zero on the base line), the name below, the title of the axis."""
    bold = theme.font(theme.LABEL_SIZE, theme.INK, theme.SEMIBOLD)
    size = theme.SMALLEST_SIZE if place.width < DESK_WIDTH else theme.LABEL_SIZE
    title = language.say("Working days overdue")
    texts = [note(title, place.width / 2, _HEIGHT - 12, theme.font(theme.NOTE_SIZE, theme.INK3), "center")]
    for middle, name, count in zip(place.middles, names, counts, strict=True):
        y = _BASE - count * per_dossier - 11
        total = language.number(count)
        texts.append(note(name, _inside(middle, name, size, place), _BASE + 14, {**bold, "size": size}, "center"))
        x = _inside(middle, total, _TOTAL_SIZE, place)
        texts.append(note(total, x, y, {**bold, "size": _TOTAL_SIZE}, "center"))
    return texts


def _inside(middle: float, text: str, size: float, place: _Place) -> float:
    """The middle of words that must not leave the sheet."""
    return min(middle, place.width - text_width(text, size, theme.SEMIBOLD) / 2)


def _foot_numbers(
    missing: Sequence[int], per_dossier: float, place: _Place, language: Language
) -> list[dict[str, Any]]:
    """Beside the foot, not in it: white on the orange of marks is too pale to read, and a low foot has no room."""
    orange = theme.font(theme.LABEL_SIZE, theme.ORANGE_TEXT, theme.SEMIBOLD)
    found = []
    for middle, count in zip(place.middles, missing, strict=True):
        if count:
            y = min(_BASE - count * per_dossier / 2, _BASE - 8)
            found.append(note(language.number(count), middle - place.column / 2 - _AIR, y, orange, "right"))
    return found


def age_words(age: str, language: Language) -> str:
    """The name of an age: "1–3"; less than one working day is due on Friday and looked at on Saturday."""
    return {"0": language.say("under 1"), ">30": language.say("over 30")}.get(age, age.replace("-", "–"))


def _bars(name: str, heights: list[float], colour: str, columns: dict[str, Any]) -> dict[str, Any]:
    """Columns that grow upwards on a sheet whose y grows downwards."""
    bar = {"type": "bar", "name": name, "y": heights, "marker": {"color": colour, "line": {"width": 0}}}
    return {**bar, **columns, "hovertemplate": "%{hovertext}<extra></extra>"}


def _hover(name: str, count: int, missing: int, language: Language) -> str:
    lines = [f"<b>{language.say('{days} working days late', days=name)}</b>"]
    lines.append(language.count("{n} dossier", "{n} dossiers", count))
    if missing:
        lines.append(language.say("without letter: {count}", count=language.number(missing)))
    return "<br>".join(lines)
