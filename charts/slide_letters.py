"""The slide of what must be done: the letters that are missing in the period by unit, and the tasks with their days."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd
import plotly.graph_objects as go

from charts.lettering import text_width, wrapped
from charts.slide_sheet import BODY, BOLD, HEIGHT, LARGE, SMALL, WIDTH, Drawing, Palette
from charts.theme import SEMIBOLD
from charts.tile_grid import Box
from measures.letters_page import KEPT, ON_TIME, Letters
from measures.meeting_findings import TaskWords
from text import Language

LEFT, RIGHT = 680, 790
_BIG = 170
_UNITS_TOP, _UNIT = 262, 58
_MOST_UNITS = 7
_PITCHES = (54, 46, 40)
_TASKS_TOP, _MOST_TASKS, _NOTES = 62, 5, 128


@dataclass(frozen=True)
class Line:
    """A unit with the letters it lacks: for open dossiers, and for those that are closed."""

    name: str
    open: int
    closed: int


def letters_slide(
    seen: Letters, tasks: Sequence[TaskWords], language: Language, palette: Palette, beside: str = ""
) -> go.Figure:
    """The slide.

    Args:
        seen: the letters of the period.
        tasks: what is to be done, the most urgent first.
        language: the language of the words.
        palette: light or dark.
        beside: words beside the number (objections).
    """
    drawing = Drawing(language, palette)
    _number(drawing, seen, beside)
    bottom = _squares(drawing, _lines(seen.units), seen.counts["loss_no_letter"])
    stock = int(seen.missing["count"].sum())
    if stock > seen.counts["loss_no_letter"]:
        words = language.count(
            "All periods together: {n} dossier without letter, {open} of them open",
            "All periods together: {n} dossiers without letter, {open} of them open",
            stock,
            open=language.number(seen.missing_by("state").get("open", 0)),
        )
        for place, line in enumerate(wrapped(words, LEFT + 80, SMALL)):
            drawing.text(line, 0, bottom + 40 + 38 * place, SMALL, colour=palette.ink2)
    end = draw_tasks(drawing, tasks, Box(RIGHT, 0, WIDTH - RIGHT, HEIGHT - _NOTES))
    _note(drawing, seen, end)
    return drawing.figure()


def _number(drawing: Drawing, seen: Letters, beside: str) -> None:
    """How many letters are missing, and of how many."""
    language, palette, missing = drawing.language, drawing.palette, seen.counts["loss_no_letter"]
    drawing.text(language.say("Dossiers without apology letter"), 0, 22, BODY + 2, weight=SEMIBOLD)
    shown = language.number(missing)
    drawing.text(shown, 0, 142, _BIG, weight=BOLD)
    aside = text_width(shown, _BIG, BOLD) + 26
    of = language.count("of {n} overdue dossier", "of {n} overdue dossiers", seen.breached)
    if not seen.breached:
        of = language.say("No dossier became overdue")
    lines = wrapped(of, LEFT - aside, BODY) + (wrapped(beside, LEFT - aside, SMALL) if beside else [])
    for place, line in enumerate(lines):
        drawing.text(line, aside, 190 - 44 * (len(lines) - 1 - place), BODY, colour=palette.ink2)


def _lines(units: pd.DataFrame) -> list[Line]:
    """The units that lack letters, most first."""
    rows = units[units["kind"] == "without"]
    found = []
    for _, one in rows.groupby("unit", sort=False):
        name = str(one["name"].iloc[0])
        name = name if text_width(name, BODY, SEMIBOLD) <= 200 else str(one["short_name"].iloc[0])
        still = int(one.loc[one["side"] == "open", "count"].sum())
        found.append(Line(name, still, int(one["count"].sum()) - still))
    return sorted(found, key=lambda line: -(line.open + line.closed))


def _squares(drawing: Drawing, lines: Sequence[Line], total: int) -> float:
    """One square a letter that is missing, crossed; bars where a unit lacks too many. Returns the lower edge."""
    language, palette = drawing.language, drawing.palette
    if not lines:
        drawing.icon("", 22, _UNITS_TOP + 20, palette.favourable.mark)
        drawing.text(language.say("No letter is missing"), 54, _UNITS_TOP + 20, BODY, colour=palette.favourable.text)
        return _UNITS_TOP + 50
    shown = lines if len(lines) <= _MOST_UNITS else lines[: _MOST_UNITS - 1]
    names = max(text_width(line.name, BODY, SEMIBOLD) for line in shown) + 28
    room = LEFT - names - 70
    most = max(line.open + line.closed for line in shown)
    pitch = next((one for one in _PITCHES if most * one <= room), 0)
    for place, line in enumerate(shown):
        y = _UNITS_TOP + _UNIT * place + 24
        drawing.text(line.name, 0, y, BODY, weight=SEMIBOLD)
        end = _row(drawing, line, names, y, pitch, room / most)
        count = language.number(line.open + line.closed)
        drawing.text(count, end + 18, y, BODY, weight=SEMIBOLD, colour=palette.concern.text)
    y = _UNITS_TOP + _UNIT * len(shown)
    if len(shown) < len(lines):
        rest = lines[len(shown) :]
        number = language.number(sum(line.open + line.closed for line in rest))
        words = language.count("{n} other unit: {number}", "{n} other units: {number}", len(rest), number=number)
        drawing.text(words, 0, y + 20, BODY, colour=palette.ink2)
        y += 48
    _legend(drawing, sum(line.open for line in lines), total, y + 34)
    return y + 60


def _row(drawing: Drawing, line: Line, left: float, y: float, pitch: int, scale: float) -> float:
    """The squares of one unit, or its bar; returns where they end."""
    palette = drawing.palette
    edge = palette.concern.mark
    if not pitch:
        middle, end = left + line.open * scale, left + (line.open + line.closed) * scale
        drawing.box(Box(left, y - 18, end - left, 36), palette.ground, edge, 3)
        drawing.box(Box(left, y - 18, middle - left, 36), edge)
        return end
    for place in range(line.open + line.closed):
        x, filled = left + pitch * place + pitch / 2, place < line.open
        drawing.symbol("square", x, y, edge, pitch - 12, None if filled else palette.ground)
        drawing.symbol("x-thin", x, y, palette.ground if filled else edge, (pitch - 12) * 0.5, edge=5)
    return left + pitch * (line.open + line.closed)


def _legend(drawing: Drawing, still: int, total: int, y: float) -> None:
    language, palette = drawing.language, drawing.palette
    x = 0.0
    for words, count, fill in (
        (language.say("Open: {n}", n=language.number(still)), still, None),
        (language.say("Closed late: {n}", n=language.number(total - still)), total - still, palette.ground),
    ):
        if count:
            drawing.symbol("square", x + 16, y, palette.concern.mark, 26, fill)
            drawing.text(words, x + 40, y, SMALL)
            x += 40 + text_width(words, SMALL) + 44


def draw_tasks(drawing: Drawing, tasks: Sequence[TaskWords], area: Box) -> float:
    """What is to be done, one below the other, with units and day; returns the lower edge."""
    language, palette = drawing.language, drawing.palette
    drawing.text(language.say("To be done"), area.left, 22, BODY + 2, weight=SEMIBOLD)
    if not tasks:
        drawing.icon("", area.left + 20, _TASKS_TOP + 40, palette.favourable.mark)
        drawing.text(language.say("Nothing is waiting"), area.left + 54, _TASKS_TOP + 40, BODY)
        return _TASKS_TOP + 80
    drawing.text(language.say("Due by"), area.right, 22, SMALL, colour=palette.ink2, anchor="right")
    step = min((area.bottom - _TASKS_TOP) / max(len(tasks), 4), 150)
    _rule(drawing, area, _TASKS_TOP)
    for place, task in enumerate(tasks):
        top = _TASKS_TOP + step * place
        first, second = top + step * 0.34, top + step * 0.34 + 46
        room = area.width - 66 - text_width(task.due, BODY + 2, BOLD) - 30
        drawing.text(language.number(place + 1), area.left, first, LARGE, weight=SEMIBOLD, colour=palette.ink2)
        drawing.text(task.what, area.left + 62, first, BODY + 2, weight=SEMIBOLD, room=room)
        drawing.text(task.who, area.left + 62, second, SMALL + 1, colour=palette.ink2, room=area.width - 62)
        drawing.text(task.due, area.right, first, BODY + 2, weight=BOLD, anchor="right")
        _rule(drawing, area, top + step)
    return _TASKS_TOP + step * len(tasks)


def _rule(drawing: Drawing, area: Box, y: float) -> None:
    drawing.line((area.left, y), (area.right, y), drawing.palette.rule, 2)


def _note(drawing: Drawing, seen: Letters, top: float) -> None:
    """What became of the letters that were sent: in time, and new dates kept."""
    language = drawing.language
    in_time, breached = seen.rates[ON_TIME]
    kept, came = seen.rates[KEPT]
    if not breached:
        return
    said = [
        language.say("{fraction} overdue dossiers had a letter in time", fraction=language.fraction(in_time, breached))
    ]
    if came:
        said.append(language.say("{fraction} new dates were kept", fraction=language.fraction(kept, came)))
    again = seen.counts["second_breach"]
    if again:
        said.append(language.count("{n} broken again", "{n} broken again", again))
    drawing.icon("i", RIGHT + 22, top + 44, drawing.palette.neutral.mark)
    for place, line in enumerate(wrapped("; ".join(said) + ".", WIDTH - RIGHT - 62, SMALL)[:2]):
        drawing.text(line, RIGHT + 62, top + 44 + 40 * place, SMALL, colour=drawing.palette.ink2)
