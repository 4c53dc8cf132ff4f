"""From broken promise to kept one: a bar for each step, aligned left, what a step loses as an outlined ghost.

Percentages are always of all breached dossiers. A ghost is orange where a duty was missed and grey where nothing is due
yet. Every bar and ghost carries the key of its measure, so that a click can open its dossiers.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import plotly.graph_objects as go

from charts import theme
from charts.letter_words import loss_words, part_words, step_words
from charts.lettering import fits, text_width, wrapped
from charts.tile_parts import note
from measures.letters_page import LOSSES, MISSED, STATES, STEPS
from text import Language

DESK_WIDTH = 724
PHONE_WIDTH = 326
_ROW, _BAR, _LINE = 63, 24, 18
_TITLE_Y, _BAR_Y = 14, 37
_PHONE_TITLE_Y, _PHONE_BAR_Y, _PHONE_FOOT = 15, 39, 60
_TALLEST = 1.5  # times the height the rows need
_WIDEST_WORDS = 0.36  # of the sheet
_GAP = 14
_INSET = 9
_COUNT_SIZE = 15


_Line = tuple[str, dict[str, Any]]  # words and their font


@dataclass(frozen=True)
class _Step:
    """One step: its measure, title, count, and what it lost against the step before."""

    key: str
    title: str
    count: int
    losses: Sequence[tuple[str, int]]

    @property
    def reach(self) -> int:
        """The step before, as far as bar and ghosts go."""
        return self.count + sum(count for _, count in self.losses)


@dataclass(frozen=True)
class _Place:
    """The sheet: its width, where bars end, the right edge of percentages, the left edge of words."""

    width: float
    bars: float
    percent: float
    words: float


def letter_funnel(
    counts: Mapping[str, int], parts: Mapping[str, int], in_time: str, language: Language, height: float = 0
) -> go.Figure:
    """The funnel for a desk: about 715 to 770 px wide.

    Args:
        counts: dossiers by the key of their measure: all of ``STEPS``, and the losses (absent = none).
        parts: the breached ones by what became of them: "finished", "open", "ended".
        in_time: what "in time" means, in words: "not after the due day".
        language: the language of the words.
        height: of the figure beside it in px: the rows grow to it as far as they stay one figure.
    """
    steps = _steps(counts, in_time, language)
    lines = [_words_of(step, parts, language) for step in steps]
    place = _desk_place(steps, lines, language)
    broken = [_broken(found, place.width - place.words) for found in lines]
    heights = [max(_ROW, _LINE * len(said) + 8) for said in broken]
    air = max(min(height, _TALLEST * sum(heights)) - sum(heights), 0) / len(heights)
    tops = [0.0]
    texts = []
    for step, said, own in zip(steps, broken, heights, strict=True):
        top = tops[-1] + air / 2
        tops.append(tops[-1] + own + air)
        texts.append(note(step.title, 0, top + _TITLE_Y, theme.font(theme.LABEL_SIZE, theme.INK, theme.SEMIBOLD)))
        texts += _percent(step, steps, place.percent, top + _BAR_Y, language)
        texts += _listed(said, place.words, top + (own / 2 if len(said) > 1 else _BAR_Y))
    rules = [_rule(top, place.width) for top in tops[1:-1]]
    middles = [top + air / 2 + _BAR_Y for top in tops[:-1]]
    return _figure(steps, middles, place, tops[-1], (texts, rules), language)


def letter_funnel_phone(
    counts: Mapping[str, int], parts: Mapping[str, int], in_time: str, language: Language
) -> go.Figure:
    """The same for 326 px, the words of a loss under its bar; arguments as for :func:`letter_funnel`."""
    steps = _steps(counts, in_time, language)
    lines = [_broken(_words_of(step, parts, language), PHONE_WIDTH) for step in steps]
    tops = [0.0]
    for said in lines:
        tops.append(tops[-1] + _PHONE_FOOT + _LINE * len(said) + (6 if said else 0))
    place = _Place(PHONE_WIDTH, PHONE_WIDTH - _number_room(steps, language), PHONE_WIDTH, 0)
    texts = []
    for step, said, top in zip(steps, lines, tops, strict=False):
        texts.append(_phone_title(step, steps, top + _PHONE_TITLE_Y, language))
        texts += _percent(step, steps, PHONE_WIDTH, top + _PHONE_TITLE_Y, language)
        texts += _listed(said, 0, top + _PHONE_FOOT + _LINE * len(said) / 2)
    rules = [_rule(top, PHONE_WIDTH) for top in tops[1:-1]]
    return _figure(steps, [top + _PHONE_BAR_Y for top in tops[:-1]], place, tops[-1], (texts, rules), language)


def _steps(counts: Mapping[str, int], in_time: str, language: Language) -> list[_Step]:
    losses = {key: [(loss, counts.get(loss, 0)) for loss in LOSSES.get(key, ())] for key in STEPS}
    return [_Step(key, step_words(key, in_time, language), counts[key], losses[key]) for key in STEPS]


def _words_of(step: _Step, parts: Mapping[str, int], language: Language) -> list[_Line]:
    """What stands beside a bar: the parts of all breached ones, or the losses by name."""
    missed = theme.font(theme.LABEL_SIZE, theme.ORANGE_TEXT, theme.SEMIBOLD)
    plain = theme.font(theme.LABEL_SIZE)
    if step.key == STEPS[0]:
        return [(part_words(name, parts.get(name, 0), language), plain) for name in STATES if parts.get(name)]
    return [(loss_words(key, n, language), missed if key in MISSED else plain) for key, n in step.losses if n]


def _desk_place(steps: Sequence[_Step], lines: Sequence[Sequence[_Line]], language: Language) -> _Place:
    """Words as wide as they need up to a third of the sheet, then percentages, then the bars."""
    widths = [text_width(text, font["size"], font["weight"]) for said in lines for text, font in said]
    words = DESK_WIDTH - min(max(widths, default=0), _WIDEST_WORDS * DESK_WIDTH)
    percent = words - _GAP
    room = max(text_width(text, theme.LABEL_SIZE, theme.SEMIBOLD) for text in ("100,0 %", language.percent(1)))
    return _Place(DESK_WIDTH, percent - room - _GAP - _number_room(steps, language), percent, words)


def _number_room(steps: Sequence[_Step], language: Language) -> float:
    """Room at the end of the bars for a number that does not go into its own."""
    return max(text_width(language.number(step.count), _COUNT_SIZE, theme.SEMIBOLD) for step in steps) + _INSET


def _broken(said: Sequence[_Line], room: float) -> list[_Line]:
    """The lines, those that are too wide on several."""
    return [
        (piece, font)
        for text, font in said
        for piece in (
            [text]
            if fits(text, room, font["size"], font["weight"])
            else wrapped(text, room, font["size"], font["weight"])
        )
    ]


def _listed(said: Sequence[_Line], x: float, middle: float) -> list[dict[str, Any]]:
    """Lines under each other around a middle."""
    first = middle - _LINE * (len(said) - 1) / 2
    return [note(text, x, first + _LINE * index, font) for index, (text, font) in enumerate(said)]


def _phone_title(step: _Step, steps: Sequence[_Step], y: float, language: Language) -> dict[str, Any]:
    """The title without what stands in brackets where it would run into the percentage."""
    room = PHONE_WIDTH - _GAP - text_width(_share(step, steps, language), theme.LABEL_SIZE, theme.SEMIBOLD)
    title = step.title
    if not fits(title, room, theme.LABEL_SIZE, theme.SEMIBOLD):
        title = title.partition(" (")[0]
    return note(title, 0, y, theme.font(theme.LABEL_SIZE, theme.INK, theme.SEMIBOLD))


def _share(step: _Step, steps: Sequence[_Step], language: Language) -> str:
    """The share of all breached dossiers; the first bar is the whole, and of none there is no share."""
    whole = steps[0].count
    return "" if step is steps[0] or not whole else language.percent(step.count / whole)


def _percent(step: _Step, steps: Sequence[_Step], right: float, y: float, language: Language) -> list[dict[str, Any]]:
    share = _share(step, steps, language)
    font = theme.font(theme.LABEL_SIZE, theme.INK, theme.SEMIBOLD)
    return [note(share, right, y, font, "right")] if share else []


def _rule(y: float, width: float) -> dict[str, Any]:
    line = {"color": theme.GRID, "width": 1}
    return {"type": "line", "x0": 0, "x1": width, "y0": y, "y1": y, "line": line, "layer": "below"}


def _figure(
    steps: Sequence[_Step],
    middles: Sequence[float],
    place: _Place,
    height: float,
    parts: tuple[list[dict[str, Any]], list[dict[str, Any]]],
    language: Language,
) -> go.Figure:
    texts, rules = parts
    per_dossier = place.bars / max(*(step.reach for step in steps), 1)
    layout = {
        "height": height,
        "barmode": "overlay",
        "hovermode": "closest",
        "clickmode": "event+select",
        "xaxis": theme.bare_axis(0, place.width),
        "yaxis": theme.bare_axis(height, 0),
        "shapes": rules,
        "annotations": [*texts, *_numbers(steps, middles, per_dossier, language)],
    }
    drawn = [_bars(steps, middles, per_dossier, language), _ghosts(steps, middles, per_dossier, language)]
    return theme.figure(drawn, layout, language)


def _numbers(
    steps: Sequence[_Step], middles: Sequence[float], per_dossier: float, language: Language
) -> list[dict[str, Any]]:
    """The count in its bar, or behind the ghosts where the bar is too short for it."""
    found = []
    for step, y in zip(steps, middles, strict=True):
        number, end = language.number(step.count), step.count * per_dossier
        inside = fits(number, end - _INSET - 3, _COUNT_SIZE, theme.SEMIBOLD)
        x = _INSET if inside else step.reach * per_dossier + _INSET
        colour = theme.CARD if inside and step is not steps[0] else theme.INK
        found.append(note(number, x, y, theme.font(_COUNT_SIZE, colour, theme.SEMIBOLD)))
    return found


def _bars(steps: Sequence[_Step], middles: Sequence[float], per_dossier: float, language: Language) -> dict[str, Any]:
    """The steps themselves, the first paler than what was done about it, the last in ink: it is what counts."""
    colours = [theme.SOFT, *(theme.DATA for _ in STEPS[2:]), theme.INK]
    whole = steps[0].count
    return {
        **_pieces("steps", [step.count * per_dossier for step in steps], [0.0] * len(steps), middles),
        "marker": {"color": colours, "line": {"width": 0}, "opacity": 1},
        "customdata": [[step.key] for step in steps],
        "hovertext": [_hover(step.title, step.count, whole, language) for step in steps],
    }


def _ghosts(steps: Sequence[_Step], middles: Sequence[float], per_dossier: float, language: Language) -> dict[str, Any]:
    """What each step lost, behind its bar."""
    keys, lengths, bases, rows, hover = [], [], [], [], []
    for step, y in zip(steps, middles, strict=True):
        ends = [step.count]
        for loss, count in step.losses:
            ends.append(ends[-1] + count)
            if count:
                keys.append(loss)
                lengths.append(count * per_dossier)
                bases.append(ends[-2] * per_dossier)
                rows.append(y)
                hover.append(_hover(loss_words(loss, count, language), count, steps[0].count, language))
    missed = [key in MISSED for key in keys]
    edges = [theme.ORANGE if one else theme.SOFT for one in missed]
    fills = [theme.ORANGE_TINT if one else theme.PAGE for one in missed]
    return {
        **_pieces("losses", lengths, bases, rows),
        "marker": {"color": fills, "line": {"color": edges, "width": 1.2}, "opacity": 1},
        "customdata": [[key] for key in keys],
        "hovertext": hover,
    }


def _pieces(name: str, lengths: Sequence[float], bases: Sequence[float], rows: Sequence[float]) -> dict[str, Any]:
    bar = {"type": "bar", "name": name, "orientation": "h", "x": list(lengths), "base": list(bases), "y": list(rows)}
    kept = {"marker": {"opacity": 1}}  # what was not clicked must not pale
    return {
        **bar,
        "width": _BAR,
        "selected": kept,
        "unselected": kept,
        "hovertemplate": "%{hovertext}<extra></extra>",
    }


def _hover(words: str, count: int, whole: int, language: Language) -> str:
    share = f"{language.percent(count / whole)} · {language.fraction(count, whole)}" if whole else "0"
    return f"<b>{words}</b><br>{language.say('{share} overdue dossiers', share=share)}"
