"""The parts of the squares by unit: names, squares or bars, numbers, legend, and what answers to a click."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from charts import theme
from charts.letter_words import part_words
from charts.lettering import fits, shortened, text_width
from charts.tile_parts import note
from text import Language

REACH = 42
_COVER_STEP = 50
_SIZE, _CROSS = 11, 4.5
_PITCH = 16
_BAR = 14
_NAME_Y = 13
_LEGEND_GAP = 22


@dataclass(frozen=True)
class Kind:
    """One kind of square: how it is drawn, and whether a duty was missed."""

    key: str
    fill: str
    edge: str
    text: str
    cross: bool = False
    missed: bool = False

    def words(self, language: Language) -> str:
        """Its name, as the legend has it."""
        say = language.say
        return {"with": say("Letter issued"), "without": say("No letter yet")}[self.key]


# In the order in which they stand in a cell.
KINDS = (
    Kind("with", theme.DATA, theme.DATA, theme.INK2),
    Kind("without", theme.ORANGE_TINT, theme.ORANGE, theme.ORANGE_TEXT, cross=True, missed=True),
)


@dataclass(frozen=True)
class Cell:
    """How many dossiers of each kind."""

    counts: Mapping[str, int]

    @property
    def total(self) -> int:
        return sum(self.counts.values())

    @property
    def missed(self) -> int:
        return sum(self.counts.get(kind.key, 0) for kind in KINDS if kind.missed)

    def kinds(self) -> Iterator[Kind]:
        """The kind of each dossier, in the order of the squares."""
        for kind in KINDS:
            for _ in range(self.counts.get(kind.key, 0)):
                yield kind


@dataclass(frozen=True)
class Line:
    """One unit, and where it stands."""

    unit: str
    name: str
    short_name: str
    cells: Mapping[str, Cell]
    top: float = 0
    height: float = 0

    def cell(self, side: str) -> Cell:
        return self.cells.get(side, Cell({}))

    @property
    def total(self) -> int:
        return sum(cell.total for cell in self.cells.values())

    @property
    def missed(self) -> int:
        return sum(cell.missed for cell in self.cells.values())


@dataclass(frozen=True)
class Column:
    """What became of the dossiers of a column, its left edge, and how many squares stand on one of its lines."""

    side: str
    left: float
    per_line: int


@dataclass(frozen=True)
class Frame:
    """The sheet: its width, room for names, columns; px of a dossier in bars (0: squares); names above the cells."""

    width: float
    names: float
    columns: Sequence[Column]
    per_dossier: float
    stacked: bool

    @property
    def bars(self) -> bool:
        return self.per_dossier > 0

    def first(self, line: Line) -> float:
        """The middle of the first row of marks of a line."""
        return line.top + (20 if self.stacked else 0) + 13


def name_width(line: Line, widest: float) -> float:
    """The room a name wants; one that is too long is replaced by its short form."""
    width = text_width(line.name, theme.LABEL_SIZE, theme.SEMIBOLD)
    return width if width <= widest else min(text_width(line.short_name, theme.LABEL_SIZE, theme.SEMIBOLD), widest)


def names(lines: Sequence[Line], place: Frame) -> list[dict[str, Any]]:
    """The name of each unit, whole where it fits."""
    font = theme.font(theme.LABEL_SIZE, theme.INK, theme.SEMIBOLD)
    room = place.width - 100 if place.stacked else place.names
    found = []
    for line in lines:
        name = line.name
        if not fits(name, room, theme.LABEL_SIZE, theme.SEMIBOLD):
            name = shortened(line.short_name, room, theme.LABEL_SIZE, theme.SEMIBOLD)
        found.append(note(name, 0, line.top + _NAME_Y, font))
    return found


def missing(lines: Sequence[Line], place: Frame, language: Language) -> list[dict[str, Any]]:
    """How many letters a unit lacks, at the right end; in words where the column has no title."""
    found = []
    for line in lines:
        number = language.number(line.missed)
        if line.missed:
            words = language.say("missing: {n}", n=number) if place.stacked else number
            font = theme.font(theme.LABEL_SIZE, theme.ORANGE_TEXT, theme.SEMIBOLD)
        else:
            words, font = "–", theme.font(theme.LABEL_SIZE, theme.INK3)
        found.append(note(words, place.width, line.top + _NAME_Y, font, "right"))
    return found


def squares(lines: Sequence[Line], place: Frame) -> list[dict[str, Any]]:
    """A trace for each kind of square, and one for the crosses in them."""
    found: dict[str, list[tuple[float, float]]] = {kind.key: [] for kind in KINDS}
    for line in lines:
        for column in place.columns:
            for number, kind in enumerate(line.cell(column.side).kinds()):
                row, step = divmod(number, column.per_line)
                found[kind.key].append((column.left + _PITCH * step + 6, place.first(line) + _PITCH * row))
    return [trace for kind in KINDS for trace in _marks(kind, found[kind.key], kind.key)]


def _marks(kind: Kind, points: Sequence[tuple[float, float]], name: str) -> list[dict[str, Any]]:
    """Squares of one kind with their crosses."""
    x, y = [point[0] for point in points], [point[1] for point in points]
    marker = {"symbol": "square", "size": _SIZE, "color": kind.fill, "line": {"color": kind.edge, "width": 1.3}}
    drawn = [_scatter(name, x, y, {**marker, "opacity": 1})]
    if kind.cross:
        line = {"color": kind.edge, "width": 1.5}
        cross = {"symbol": "x-thin", "size": _CROSS, "color": kind.edge, "line": line, "opacity": 1}
        drawn.append(_scatter(f"{name}-crosses", x, y, cross))
    return drawn


def _scatter(name: str, x: Sequence[float], y: Sequence[float], marker: dict[str, Any], **more: Any) -> dict[str, Any]:
    trace = {"type": "scatter", "mode": "markers", "name": name, "x": list(x), "y": list(y), "marker": marker}
    return theme.always_shown({**trace, "hoverinfo": "skip", "cliponaxis": False, **more})


def bars(lines: Sequence[Line], place: Frame) -> list[dict[str, Any]]:
    """A bar for each kind, one behind the other, on one scale in all columns."""
    found = []
    for kind in KINDS:
        ends = [
            (column.left + before * place.per_dossier, count * place.per_dossier, place.first(line))
            for line in lines
            for column in place.columns
            for before, count in [_before(line.cell(column.side), kind)]
            if count
        ]
        line = {"color": kind.edge, "width": 1.2 if kind.cross else 0}
        bar = {"type": "bar", "name": kind.key, "orientation": "h", "width": _BAR, "hoverinfo": "skip"}
        x, base, y = [end[1] for end in ends], [end[0] for end in ends], [end[2] for end in ends]
        marker = {"color": kind.fill, "line": line, "opacity": 1}
        found.append(theme.always_shown({**bar, "x": x, "base": base, "y": y, "marker": marker}))
    return found


def _before(cell: Cell, kind: Kind) -> tuple[int, int]:
    """How many of other kinds stand before one kind, and how many there are of it."""
    place = KINDS.index(kind)
    return sum(cell.counts.get(other.key, 0) for other in KINDS[:place]), cell.counts.get(kind.key, 0)


def numbers_width(cell: Cell, language: Language) -> float:
    """The room the numbers behind a bar need."""
    shown = [language.number(n) for n in cell.counts.values() if n]
    return sum(text_width(text, theme.LABEL_SIZE, theme.SEMIBOLD) + 7 for text in shown)


def bar_numbers(lines: Sequence[Line], place: Frame, language: Language) -> list[dict[str, Any]]:
    """The number of each kind, behind its bar."""
    found = []
    for line in lines:
        for column in place.columns:
            cell = line.cell(column.side)
            x = column.left + cell.total * place.per_dossier + 7
            for kind in KINDS:
                if cell.counts.get(kind.key):
                    number = language.number(cell.counts[kind.key])
                    font = theme.font(theme.LABEL_SIZE, kind.text, theme.SEMIBOLD)
                    found.append(note(number, x, place.first(line), font))
                    x += text_width(number, theme.LABEL_SIZE, theme.SEMIBOLD) + 7
    return found


@dataclass(frozen=True)
class Legend:
    """The legend: marks, words, and where it ends."""

    marks: list[dict[str, Any]]
    texts: list[dict[str, Any]]
    bottom: float


def legend(lines: Sequence[Line], y: float, width: float, language: Language) -> Legend:
    """Every kind with its mark and how many dossiers it has, on as many lines as they need."""
    marks: list[dict[str, Any]] = []
    texts: list[dict[str, Any]] = []
    x = 0.0
    for kind in KINDS:
        total = sum(cell.counts.get(kind.key, 0) for line in lines for cell in line.cells.values())
        words = f"{kind.words(language)}: {language.number(total)}"
        needed = 19 + text_width(words, theme.NOTE_SIZE, theme.SEMIBOLD)
        if x and x + needed > width:
            x, y = 0.0, y + 20
        weight = theme.SEMIBOLD if kind.missed and total else 400
        marks += _marks(kind, [(x + 6, y)], f"legend-{kind.key}")
        texts.append(note(words, x + 19, y, theme.font(theme.NOTE_SIZE, kind.text, weight)))
        x += needed + _LEGEND_GAP
    return Legend(marks, texts, y + 14)


def clickable(lines: Sequence[Line], place: Frame, language: Language) -> dict[str, Any]:
    """Invisible points over every line; those at its right end ask for the missing letters only."""
    count = int(place.width // _COVER_STEP)
    steps = [(index + 0.5) * place.width / count for index in range(count)]
    covered = [(line, x, "without" if x == steps[-1] and line.missed else "all") for line in lines for x in steps]
    hover = {line.unit: _hover(line, place, language) for line in lines}
    return _scatter(
        "rows",
        [x for _, x, _ in covered],
        [line.top + line.height / 2 for line, _, _ in covered],
        {"symbol": "square", "size": 2, "color": theme.TRANSPARENT, "opacity": 1},
        customdata=[[line.unit, which] for line, _, which in covered],
        hovertext=[hover[line.unit] for line, _, _ in covered],
        hovertemplate="%{hovertext}<extra></extra>",
        hoverinfo=None,
    )


def _hover(line: Line, place: Frame, language: Language) -> str:
    """The unit, how many of its dossiers have a letter, and what became of them."""
    said = [f"<b>{line.name}</b>"]
    with_letter = language.fraction(line.total - line.missed, line.total)
    said.append(language.say("{fraction} with letter", fraction=with_letter))
    for column in place.columns:
        cell = line.cell(column.side)
        if cell.total:
            words = part_words(column.side, cell.total, language)
            lacking = language.say("without letter: {count}", count=language.number(cell.missed))
            said.append(f"{words}, {lacking}" if cell.missed else words)
    return "<br>".join(said)
