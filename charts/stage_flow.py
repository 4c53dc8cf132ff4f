"""The stages as a pipeline: what is in each now and for how long, what came in and went out, what is late."""

from __future__ import annotations

from typing import Any

import pandas as pd
import plotly.graph_objects as go

from charts import theme
from charts.lettering import shortened
from charts.tile_parts import note
from text import Language

DESK_WIDTH = 1340
PHONE_WIDTH = 326
AGES = ("0-3", "4-7", "8-15", ">15")
_AGE_COLOURS = (theme.HEAT_RAMP[1], theme.HEAT_RAMP[2], theme.HEAT_RAMP[3], theme.HEAT_RAMP[5])
_PER_LINE = 4
_FEWEST = 10  # of fewer steps no 90 % is told
_GAP = 44  # between boxes, with the arrow in it
_PHONE_GAP = 22
_BOX = 172
_LEGEND = 30
_PHONE_LEGEND = 50
_PAD = 14
_BAR = 16
_OPEN_SIZE = 28


def stage_flow(stages: pd.DataFrame, ages: pd.DataFrame, language: Language) -> go.Figure:
    """The pipeline for a desk, about 1340 px wide, four stages a line.

    Args:
        stages: at least one row, in their order: stage, name, begun and finished (in the period), open (at T), p90 and
            longest (working days in the stage), late (steps late, the dossier not yet). Maybe told, the words for
            what is late instead of a number of steps, and things: "dossiers" where no steps are counted.
        ages: stage, age (of ``AGES``, working days in the stage), count.
        language: the language of the words.
    """
    return _drawn(stages, ages, (DESK_WIDTH, _PER_LINE, _GAP, _LEGEND), language)


def stage_flow_phone(stages: pd.DataFrame, ages: pd.DataFrame, language: Language) -> go.Figure:
    """The same for 326 px, one stage a line; arguments as for :func:`stage_flow`."""
    return _drawn(stages, ages, (PHONE_WIDTH, 1, _PHONE_GAP, _PHONE_LEGEND), language)


def _drawn(stages: pd.DataFrame, ages: pd.DataFrame, sheet: tuple[int, int, int, int], language: Language) -> go.Figure:
    width, per_line, gap, top = sheet
    per_line = min(per_line, len(stages)) if per_line > 1 else 1
    box = (width - gap * (per_line - 1)) / per_line
    row_height = _BOX + (_PHONE_GAP if per_line == 1 else 18)
    most = max(int(stages["open"].max()), 1)
    counts = {(row.stage, row.age): int(row.count) for row in ages.itertuples(index=False)}
    shapes: list[dict[str, Any]] = []
    texts, bars, arrows = _legend(width, language, shapes), [], []
    for place, row in enumerate(stages.itertuples(index=False)):
        x, y = (place % per_line) * (box + gap), top + (place // per_line) * row_height
        shapes.append(_edge(x, y, box))
        texts += _words(row, x, y, box, language)
        bars += _bars(row, counts, (x + _PAD, y + 86), (box - 2 * _PAD) / most, language)
        if place + 1 < len(stages):
            down = per_line == 1 or (place + 1) % per_line == 0
            arrows.append((x + box / 2, y + _BOX + 9, True) if down else (x + box + gap / 2, y + _BOX / 2, False))
    height = top + -(-len(stages) // per_line) * row_height - (row_height - _BOX) + 4
    layout = {
        "height": height,
        "hovermode": "closest",
        "barmode": "overlay",
        "xaxis": theme.bare_axis(0, width),
        "yaxis": theme.bare_axis(height, 0),
        "shapes": shapes,
        "annotations": texts,
    }
    return theme.figure([_bar_trace(bars), _arrow_trace(arrows)], layout, language)


def _edge(x: float, y: float, width: float) -> dict[str, Any]:
    line = {"color": theme.RULE, "width": 1}
    return {"type": "rect", "x0": x, "x1": x + width, "y0": y, "y1": y + _BOX, "line": line, "layer": "below"}


def _words(row: Any, x: float, y: float, box: float, language: Language) -> list[dict[str, Any]]:
    """Name, what is open, how long, what moved, what is late."""
    left, room = x + _PAD, box - 2 * _PAD
    name = shortened(str(row.name), room, theme.LABEL_SIZE, theme.SEMIBOLD)
    plain, grey = theme.font(theme.NOTE_SIZE, theme.INK2), theme.font(theme.NOTE_SIZE, theme.INK3)
    moved = language.say(
        "{begun} came in, {finished} went out in the period",
        begun=language.number(row.begun),
        finished=language.number(row.finished),
    )
    lasting = language.say("none under way")
    if 0 < row.open < _FEWEST:
        lasting = language.count("longest {n} working day", "longest {n} working days", int(row.longest))
    elif row.open:
        lasting = language.say(
            "90% at most {p90} working days, longest {longest}",
            p90=language.number(row.p90),
            longest=language.number(row.longest),
        )
    late = (
        language.count("! {n} step late", "! {n} steps late", int(row.late))
        if row.late
        else language.say("no step late")
    )
    late = getattr(row, "told", late)
    late_font = theme.font(theme.NOTE_SIZE, theme.ORANGE_TEXT, theme.SEMIBOLD) if row.late else grey
    return [
        note(name, left, y + 18, theme.font(theme.LABEL_SIZE, theme.INK, theme.SEMIBOLD)),
        note(language.number(row.open), left, y + 52, theme.font(_OPEN_SIZE, theme.INK, theme.SEMIBOLD)),
        note(lasting, left, y + 113, plain),
        note(moved, left, y + 133, plain),
        note(late, left, y + 154, late_font),
    ]


def _bars(
    row: Any, counts: dict[tuple[str, str], int], start: tuple[float, float], scale: float, language: Language
) -> list[dict[str, Any]]:
    """The open steps by age, one piece after the other."""
    (x, y), found = start, []
    for age, colour in zip(AGES, _AGE_COLOURS, strict=True):
        count = counts.get((row.stage, age), 0)
        if count:
            words = language.count("{n} step under way", "{n} steps under way", count)
            if getattr(row, "things", "steps") == "dossiers":
                words = language.count("{n} dossier", "{n} dossiers", count)
            told = language.say("{days} working days", days=age_words(age, language))
            found.append(
                {
                    "base": x,
                    "x": count * scale,
                    "y": y,
                    "colour": colour,
                    "hover": f"<b>{row.name}</b><br>{words}: {told}",
                }
            )
            x += count * scale
    return found


def age_words(age: str, language: Language) -> str:
    """A bin of working days in words."""
    return language.say("over 15") if age == AGES[-1] else age.replace("-", "–")


def _bar_trace(bars: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "type": "bar",
        "name": "ages",
        "orientation": "h",
        "base": [bar["base"] for bar in bars],
        "x": [bar["x"] for bar in bars],
        "y": [bar["y"] for bar in bars],
        "width": _BAR,
        "marker": {"color": [bar["colour"] for bar in bars], "line": {"width": 0.6, "color": theme.CARD}},
        "hovertext": [bar["hover"] for bar in bars],
        "hovertemplate": "%{hovertext}<extra></extra>",
    }


def _arrow_trace(arrows: list[tuple[float, float, bool]]) -> dict[str, Any]:
    symbols = ["triangle-down" if down else "triangle-right" for _, _, down in arrows]
    return {
        "type": "scatter",
        "name": "arrows",
        "mode": "markers",
        "x": [x for x, _, _ in arrows],
        "y": [y for _, y, _ in arrows],
        "marker": {"symbol": symbols, "size": 11, "color": theme.WHISKER},
        "hoverinfo": "skip",
    }


def _legend(width: int, language: Language, shapes: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """What the shades of the bars mean: on one line, on a phone on two."""
    grey = theme.font(theme.NOTE_SIZE, theme.INK3)
    texts = [note(language.say("Working days in the stage:"), 0, 11, grey)]
    x, y = (200.0, 11.0) if width > PHONE_WIDTH else (0.0, 33.0)
    for age, colour in zip(AGES, _AGE_COLOURS, strict=True):
        line = {"color": theme.RULE, "width": 0.5}
        shapes.append(
            {"type": "rect", "x0": x, "x1": x + 14, "y0": y - 6, "y1": y + 6, "fillcolor": colour, "line": line}
        )
        texts.append(note(age_words(age, language), x + 20, y, grey))
        x += 82
    return texts
