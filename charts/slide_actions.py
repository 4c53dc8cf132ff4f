"""The slide of what was agreed at earlier meetings: each action with its measure then and now."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import plotly.graph_objects as go

from charts.lettering import text_width
from charts.slide_sheet import BODY, BOLD, HEIGHT, LARGE, SMALL, WIDTH, Drawing, Palette
from charts.theme import SEMIBOLD
from text import Language

_TOP, _MOST_STEP, _LEAST_STEP = 62, 150, 98
_LEFT = 62


@dataclass(frozen=True)
class Agreed:
    """An action in words: what, how far it is, its measure then and now, its day; ``tone``: "concern" where the
    deadline has passed without an answer, "closed" where the office closed it (no verdict), "" else."""

    what: str
    status: str
    progress: str
    due: str
    tone: str


def actions_slide(actions: Sequence[Agreed], language: Language, palette: Palette) -> go.Figure:
    """The slide; what there is no room for is counted in its last line."""
    drawing = Drawing(language, palette)
    drawing.text(language.say("Agreed at earlier meetings"), 0, 22, BODY + 2, weight=SEMIBOLD)
    drawing.text(language.say("Due by"), WIDTH, 22, SMALL, colour=palette.ink2, anchor="right")
    drawing.line((0, _TOP), (WIDTH, _TOP), palette.rule, 2)
    room = HEIGHT - _TOP
    most = int(room // _LEAST_STEP)
    shown = actions if len(actions) <= most else actions[: int((room - 50) // _LEAST_STEP)]
    step = min(_MOST_STEP, (room - (50 if len(shown) < len(actions) else 0)) / max(len(shown), 1))
    for place, one in enumerate(shown):
        _action(drawing, one, place, _TOP + step * place, step)
    if len(shown) < len(actions):
        words = language.count("{n} more action", "{n} more actions", len(actions) - len(shown))
        drawing.text(words, _LEFT, HEIGHT - 26, SMALL, colour=palette.ink2)
    return drawing.figure()


def _action(drawing: Drawing, one: Agreed, place: int, top: float, step: float) -> None:
    language, palette = drawing.language, drawing.palette
    marks = {"concern": palette.concern.mark, "closed": palette.ink2}
    colour = palette.concern.text if one.tone == "concern" else palette.ink2
    first, second = top + step / 2 - 22, top + step / 2 + 24
    drawing.text(language.number(place + 1), 0, first, LARGE, weight=SEMIBOLD, colour=palette.ink2)
    status, due = text_width(one.status, SMALL, SEMIBOLD), text_width(one.due, BODY + 2, BOLD)
    room = WIDTH - _LEFT - due - 30
    drawing.text(one.what, _LEFT, first, BODY + 2, weight=SEMIBOLD, room=room)
    drawing.text(one.due, WIDTH, first, BODY + 2, weight=BOLD, anchor="right")
    if one.tone:
        drawing.icon("!" if one.tone == "concern" else "", WIDTH - status - 34, second, marks[one.tone])
    drawing.text(one.status, WIDTH, second, SMALL, weight=SEMIBOLD, colour=colour, anchor="right")
    drawing.text(one.progress, _LEFT, second, SMALL + 1, colour=palette.ink2, room=WIDTH - _LEFT - status - 90)
    drawing.line((0, top + step), (WIDTH, top + step), palette.rule, 2)
