"""The paper of a slide: its colours, sizes, and a drawing in the px of a 1920 x 1080 picture.

A projector cannot emit black, so the light palette is the usual one; the dark one is for a dark room. Nothing is
smaller than 30 px: 10 minutes of arc at 8 m on a picture 2,2 m wide (LOOK 5).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import plotly.graph_objects as go

from charts import theme
from charts.lettering import shortened
from charts.theme import Colours
from charts.tile_grid import Box
from charts.tile_parts import note
from measures.verdict import CLEAR, Direction, Verdict, is_concern
from text import Language

# The body of the picture, between its title and its foot.
WIDTH, HEIGHT = 1776, 830
SMALL, BODY, LARGE, BIG = 30, 34, 44, 132
BOLD = 700
DASH = "14px,9px"
MARK = 24


@dataclass(frozen=True)
class Palette:
    """The colours of a slide. ``favourable`` and ``concern`` only for clear verdicts, targets and missed duties."""

    ground: str
    ink: str
    ink2: str
    rule: str
    grid: str
    band: str
    soft: str
    neutral: Colours
    favourable: Colours
    concern: Colours

    def verdict(self, verdict: Verdict, good: Direction) -> Colours:
        """Blue or orange where the verdict is clear, else grey."""
        if verdict not in CLEAR:
            return self.neutral
        return self.concern if is_concern(verdict, good) else self.favourable


LIGHT = Palette(
    ground="#FFFFFF",
    ink="#0B141C",
    ink2="#34414C",
    rule="#C3CBD3",
    grid="#DDE3E8",
    band="#E3E8ED",
    soft="#B4BFC9",
    neutral=Colours("#56677A", "#0B141C", "#EFF2F5", "#C3CBD3"),
    favourable=Colours("#1460A6", "#0D4F8B", "#D9E9F7", "#1460A6"),
    concern=Colours("#D65A00", "#9A3D00", "#FCE3D0", "#D65A00"),
)
DARK = Palette(
    ground="#0E151C",
    ink="#F4F7F9",
    ink2="#C2CCD5",
    rule="#4A5864",
    grid="#2B3742",
    band="#24303A",
    soft="#5B6B79",
    neutral=Colours("#9FB0BF", "#F4F7F9", "#1B252E", "#4A5864"),
    favourable=Colours("#5FAEF2", "#A9D3FA", "#12395C", "#5FAEF2"),
    concern=Colours("#FF9447", "#FFC08F", "#4C2407", "#FF9447"),
)


class Drawing:
    """Words, boxes, lines and marks on one sheet; y grows downwards. Words stand with their middle at y."""

    def __init__(self, language: Language, palette: Palette) -> None:
        self.language, self.palette = language, palette
        self._texts: list[dict[str, Any]] = []
        self._shapes: list[dict[str, Any]] = []
        self._paths: list[dict[str, Any]] = []
        self._ticks: list[dict[str, Any]] = []
        self._marks: list[tuple[float, float, str, float, str, str, float]] = []

    def text(
        self,
        words: str,
        x: float,
        y: float,
        size: float = BODY,
        *,
        colour: str | None = None,
        weight: int = 400,
        anchor: str = "left",
        room: float | None = None,
    ) -> None:
        """One line of words, cut with an ellipsis where it is wider than ``room``."""
        shown = words if room is None else shortened(words, room, size, weight)
        self._texts.append(note(shown, x, y, theme.font(size, colour or self.palette.ink, weight), anchor))

    def box(self, box: Box, fill: str, edge: str | None = None, width: float = 2, radius: float = 0) -> None:
        """A filled rectangle, with round corners where ``radius`` says so."""
        line = {"color": edge or fill, "width": width if edge else 0}
        shape: dict[str, Any] = {"type": "rect", "x0": box.left, "y0": box.top, "x1": box.right, "y1": box.bottom}
        if radius:
            shape = {"type": "path", "path": _round(box, radius)}
        self._shapes.append({**shape, "fillcolor": fill, "line": line, "layer": "below"})

    def area(self, corners: list[tuple[float, float]], fill: str) -> None:
        """A filled polygon."""
        path = "M" + " L".join(f"{x:.2f},{y:.2f}" for x, y in corners) + " Z"
        self._shapes.append({"type": "path", "path": path, "fillcolor": fill, "line": {"width": 0}, "layer": "below"})

    def line(
        self, start: tuple[float, float], end: tuple[float, float], colour: str, width: float, dash: str | None = None
    ) -> None:
        """A straight line."""
        line = {"color": colour, "width": width, **({"dash": dash} if dash else {})}
        (x0, y0), (x1, y1) = start, end
        self._shapes.append({"type": "line", "x0": x0, "y0": y0, "x1": x1, "y1": y1, "line": line, "layer": "below"})

    def path(self, xs: list[float], ys: list[float | None], colour: str, width: float) -> None:
        """A broken line, with a gap where there is no y."""
        self._paths.append(_line_trace("path", xs, ys, colour, width))

    def symbol(
        self,
        symbol: str,
        x: float,
        y: float,
        colour: str,
        size: float = MARK,
        fill: str | None = None,
        edge: float = 3,
    ) -> None:
        """A mark; ``fill``: of a hollow one; ``edge``: the width of its line."""
        self._marks.append((x, y, symbol, size, fill or colour, colour, edge))

    def verdict(self, verdict: Verdict, good: Direction, x: float, y: float, size: float = MARK) -> None:
        """The mark of a verdict: shape is direction, hollow "not sure yet"; colour only where it is clear."""
        symbol, colour = theme.verdict_symbol(verdict), self.palette.verdict(verdict, good).mark
        hollow = symbol.endswith("-open")
        larger = size + 8 if symbol.startswith("triangle") else size
        self.symbol(symbol.removesuffix("-open"), x, y, colour, larger, self.palette.ground if hollow else None)

    def icon(self, sign: str, x: float, y: float, colour: str) -> None:
        """A round icon, its middle at x and y: "!", "i", or a tick where ``sign`` is empty (the font has none)."""
        self.symbol("circle", x, y, colour, 40)
        if sign:
            self.text(sign, x, y, SMALL, colour=self.palette.ground, weight=BOLD, anchor="center")
        else:
            self._ticks.append(
                _line_trace("tick", [x - 9, x - 2, x + 10], [y + 1, y + 8, y - 8], self.palette.ground, 5)
            )

    def figure(self) -> go.Figure:
        """All that was drawn: lines below, marks over them, words on top."""
        layout = {
            "width": WIDTH,
            "height": HEIGHT,
            "autosize": False,
            "paper_bgcolor": self.palette.ground,
            "plot_bgcolor": self.palette.ground,
            "hovermode": False,
            "xaxis": theme.bare_axis(0, WIDTH),
            "yaxis": theme.bare_axis(HEIGHT, 0),
            "shapes": self._shapes,
            "annotations": self._texts,
        }
        return theme.figure([*self._paths, self._points(), *self._ticks], layout, self.language)

    def _points(self) -> dict[str, Any]:
        x, y, symbol, size, fill, line, width = map(list, zip(*self._marks, strict=True)) if self._marks else ([],) * 7
        marker = {"symbol": symbol, "size": size, "color": fill, "opacity": 1, "line": {"color": line, "width": width}}
        common = {"type": "scatter", "mode": "markers", "hoverinfo": "skip", "cliponaxis": False}
        return {**common, "name": "marks", "x": x, "y": y, "marker": marker}


def _line_trace(name: str, xs: list[float], ys: list[float | None], colour: str, width: float) -> dict[str, Any]:
    line = {"color": colour, "width": width}
    common = {"type": "scatter", "mode": "lines", "hoverinfo": "skip", "cliponaxis": False}
    return {**common, "name": name, "x": xs, "y": ys, "line": line, "connectgaps": False}


def _round(box: Box, radius: float) -> str:
    """The outline of a rectangle with round corners."""
    left, top, right, bottom, r = box.left, box.top, box.right, box.bottom, radius
    return (
        f"M{left + r},{top} L{right - r},{top} Q{right},{top} {right},{top + r} L{right},{bottom - r} "
        f"Q{right},{bottom} {right - r},{bottom} L{left + r},{bottom} Q{left},{bottom} {left},{bottom - r} "
        f"L{left},{top + r} Q{left},{top} {left + r},{top} Z"
    )
