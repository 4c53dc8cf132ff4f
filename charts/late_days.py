"""Where late days lay: a bar for each holder, dark at coordinating agencies, pale at the units themselves."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from charts import theme
from charts.lettering import shortened, text_width, wrapped
from charts.tile_parts import note
from text import Language

DESK_WIDTH = 724
PHONE_WIDTH = 326
_HEADER = 28
_ROW = 33
_LINE = 16
_PHONE_ROW = 62
_BAR = 19
_WIDEST_NAME = 0.36  # of the sheet
_SIZE = 15
AGENCY, OWN = "agency", "own"


@dataclass(frozen=True)
class _Sheet:
    """Where the rows stand and the bars begin and end."""

    middles: list[float]
    left: float
    right: float
    width: float
    height: float


def late_days(frame: pd.DataFrame, language: Language) -> go.Figure:
    """The bars for a desk: about 715 to 770 px wide; the height follows from the holders.

    Args:
        frame: at least one row, in the order they are shown: name, cause ("agency" dark, "own" pale, all others
            outlined), days (working days late), stays.
        language: the language of the words.
    """
    names = [str(name) for name in frame["name"]]
    widest = max(text_width(name, theme.LABEL_SIZE, theme.SEMIBOLD) for name in names)
    left = min(widest, _WIDEST_NAME * DESK_WIDTH) + 18
    lines = [_lines(name, left - 16) for name in names]
    tops = list(accumulate((max(_ROW, _LINE * len(one) + 8) for one in lines), initial=float(_HEADER)))
    middles = [(top + bottom) / 2 for top, bottom in pairwise(tops)]
    share = DESK_WIDTH - 4
    edge = share - text_width(language.say("Share"), theme.NOTE_SIZE) - 34
    sheet = _Sheet(middles, left, edge - _number_width(frame, language), DESK_WIDTH, tops[-1] + 4)
    grey, bold = theme.font(theme.NOTE_SIZE, theme.INK3), theme.font(theme.LABEL_SIZE, theme.INK, theme.SEMIBOLD)
    texts = [
        note(language.say("Working days late"), left, 11, grey),
        note(language.say("Share"), share, 11, grey, "right"),
    ]
    for words, part, y in zip(lines, _shares(frame, language), middles, strict=True):
        texts.append(note("<br>".join(words), 0, y, bold))
        texts.append(note(part, share, y, theme.font(theme.LABEL_SIZE), "right"))
    return _figure(frame, sheet, texts, [_rule(top, DESK_WIDTH) for top in tops[1:-1]], language)


def late_days_phone(frame: pd.DataFrame, language: Language) -> go.Figure:
    """The same for 326 px: name, bar and share of a holder under each other; arguments as for :func:`late_days`."""
    tops = [float(_PHONE_ROW * index) for index in range(len(frame) + 1)]
    sheet = _Sheet(
        [top + 32 for top in tops[:-1]], 0, PHONE_WIDTH - 12 - _number_width(frame, language), PHONE_WIDTH, tops[-1] + 4
    )
    texts = []
    for name, part, top in zip(frame["name"], _shares(frame, language), tops, strict=False):
        words = shortened(str(name), PHONE_WIDTH, theme.LABEL_SIZE, theme.SEMIBOLD)
        texts.append(note(words, 0, top + 12, theme.font(theme.LABEL_SIZE, theme.INK, theme.SEMIBOLD)))
        told = language.say("{share} of all late days", share=part)
        texts.append(note(told, 0, top + 51, theme.font(theme.NOTE_SIZE, theme.INK3)))
    return _figure(frame, sheet, texts, [_rule(top, PHONE_WIDTH) for top in tops[1:-1]], language)


def _lines(name: str, room: float) -> list[str]:
    """The name on at most two lines."""
    lines = wrapped(name, room, theme.LABEL_SIZE, theme.SEMIBOLD)
    lines = [lines[0], " ".join(lines[1:])] if len(lines) > 1 else lines
    return [shortened(line, room, theme.LABEL_SIZE, theme.SEMIBOLD) for line in lines]


def _number_width(frame: pd.DataFrame, language: Language) -> float:
    return max(text_width(language.number(days), _SIZE, theme.SEMIBOLD) for days in frame["days"]) + 10


def _shares(frame: pd.DataFrame, language: Language) -> list[str]:
    total = frame["days"].sum()
    return [language.percent(days / total, 0) if total else "" for days in frame["days"]]


def _rule(y: float, width: float) -> dict[str, Any]:
    line = {"color": theme.GRID, "width": 1}
    return {"type": "line", "x0": 0, "x1": width, "y0": y, "y1": y, "line": line, "layer": "below"}


def _figure(
    frame: pd.DataFrame,
    sheet: _Sheet,
    texts: list[dict[str, Any]],
    rules: Sequence[dict[str, Any]],
    language: Language,
) -> go.Figure:
    """Words and rules with the bars and the days at their ends."""
    most = max(int(frame["days"].max()), 1)
    lengths = [(sheet.right - sheet.left) * int(days) / most for days in frame["days"]]
    font = theme.font(_SIZE, theme.INK, theme.SEMIBOLD)
    for days, length, y in zip(frame["days"], lengths, sheet.middles, strict=True):
        texts.append(note(language.number(int(days)), sheet.left + length + 7, y, font))
    fills = {AGENCY: theme.DATA, OWN: theme.SOFT}
    drawn = {
        "type": "bar",
        "name": "late-days",
        "orientation": "h",
        "base": sheet.left,
        "x": lengths,
        "y": sheet.middles,
        "width": _BAR,
        "marker": {
            "color": [fills.get(cause, theme.CARD) for cause in frame["cause"]],
            "line": {"width": [0 if cause in fills else 1.2 for cause in frame["cause"]], "color": theme.WHISKER},
        },
        "hovertext": [_hover(row, language) for row in frame.itertuples(index=False)],
        "hovertemplate": "%{hovertext}<extra></extra>",
    }
    layout = {
        "height": sheet.height,
        "hovermode": "closest",
        "xaxis": theme.bare_axis(0, sheet.width),
        "yaxis": theme.bare_axis(sheet.height, 0),
        "shapes": list(rules),
        "annotations": texts,
    }
    return theme.figure([drawn], layout, language)


def _hover(row: Any, language: Language) -> str:
    days = language.count("{n} working day late", "{n} working days late", int(row.days))
    stays = language.count("held {n} time", "held {n} times", int(row.stays))
    return f"<b>{row.name}</b><br>{days}, {stays}"
