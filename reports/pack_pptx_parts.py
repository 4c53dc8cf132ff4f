"""Parts of a slide: the sheet with its title and foot, text that is known to fit, tables. All lengths are in points.

The look is that of the projector: white, ink, at least 15 pt (30 px of 1920), colour for clear verdicts only.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from pptx import Presentation
from pptx.dml.color import RGBColor
from pptx.enum.shapes import MSO_CONNECTOR
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.oxml.ns import qn
from pptx.slide import Slide
from pptx.util import Pt

from charts.lettering import fits, text_width, wrapped
from measures.verdict import CLEAR, Direction, Verdict, is_concern
from text import Language

WIDTH, HEIGHT, MARGIN = 960, 540, 36
INNER = WIDTH - 2 * MARGIN
SMALLEST, BODY, LEAD, TITLE = 15, 18, 22, 28
TITLE_SIZES = (28, 26, 24, 22)
TOP, BOTTOM = 104, 496  # of what stands between title and foot
FONT = "Arial"  # offices have it, and others a font of the same widths; ours is on our machines only
INK, INK2, RULE, SLATE, PALE = "0B141C", "34414C", "C5CDD4", "56677A", "E6EAEE"
ORANGE, ORANGE_TEXT, ORANGE_TINT = "D65A00", "9A3D00", "FCE3D0"
BLUE, BLUE_TEXT, BLUE_TINT = "1460A6", "0D4F8B", "D9E9F7"
LINE = 1.3  # line height by font size
SLACK = 1.08  # a font that stands in for ours may be wider
TITLE_ONLY = 5
UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


class Box(NamedTuple):
    """A place on the sheet."""

    left: float
    top: float
    width: float
    height: float


class Run(NamedTuple):
    """Text in one style."""

    text: str
    bold: bool = False
    colour: str = INK
    size: float = BODY


class Cell(NamedTuple):
    """A cell of a table. ``tint``: its ground, "" for none."""

    text: str
    right: bool = False
    bold: bool = False
    colour: str = INK
    tint: str = ""


@dataclass
class Deck:
    """A presentation that grows sheet by sheet; the feet are written last, when it is known how many there are."""

    language: Language
    left: str
    middle: str

    def __post_init__(self) -> None:
        self.file = Presentation()
        self.own_days: dict[int, str] = {}
        self.file.slide_width, self.file.slide_height = Pt(WIDTH), Pt(HEIGHT)

    def sheet(self, title: str, as_of: str = "") -> Slide:
        """A new sheet under a title that is one for outline and reader too. ``as_of``: where it is not the deck's."""
        slide = self.file.slides.add_slide(self.file.slide_layouts[TITLE_ONLY])
        self.own_days[slide.slide_id] = as_of or self.left
        holder = slide.shapes.title
        size = title_size(title)
        _place(holder, Box(MARGIN, 22, INNER, 74))
        _fill(holder.text_frame, [[Run(title, True, INK, size)]], self.language, anchor=MSO_ANCHOR.MIDDLE)
        return slide

    def finish(self) -> Any:
        """Every foot: as of, scope, number of the sheet."""
        slides = list(self.file.slides)
        for number, slide in enumerate(slides, start=1):
            rule(slide, MARGIN, 504, INNER)
            page = f"{number}/{len(slides)}"
            for words, box, bold, align in (
                (self.own_days[slide.slide_id], Box(MARGIN, 508, 300, 24), True, PP_ALIGN.LEFT),
                (self.middle, Box(MARGIN + 300, 508, INNER - 370, 24), False, PP_ALIGN.CENTER),
                (page, Box(WIDTH - MARGIN - 70, 508, 70, 24), False, PP_ALIGN.RIGHT),
            ):
                text(slide, box, [[Run(words, bold, INK if bold else INK2, SMALLEST)]], self.language, align)
        return self.file


def title_size(title: str) -> float:
    """The largest size in which a title stands on one line, else the smallest, on two."""
    return next((size for size in TITLE_SIZES if one_line(title, size)), TITLE_SIZES[-1])


def one_line(title: str, size: float = TITLE) -> bool:
    return fits(title, INNER / SLACK, size, 700)


def lines_of(words: str, width: float, size: float, bold: bool = False) -> int:
    """How many lines a text takes."""
    weight = 700 if bold else 400
    return sum(max(1, len(wrapped(part, width / SLACK, size, weight))) for part in words.split("\n"))


def wide(words: str, size: float, bold: bool = False) -> float:
    return text_width(words, size, 700 if bold else 400) * SLACK


def text(
    slide: Slide,
    box: Box,
    paragraphs: Sequence[Sequence[Run]],
    language: Language,
    align: PP_ALIGN = PP_ALIGN.LEFT,
    anchor: MSO_ANCHOR = MSO_ANCHOR.TOP,
    after: float = 0,
) -> None:
    """A text box; ``after``: space below each paragraph."""
    shape = slide.shapes.add_textbox(*_points(box))
    _fill(shape.text_frame, paragraphs, language, align, anchor, after)


def _points(box: Box) -> tuple[Any, ...]:
    return tuple(Pt(length) for length in box)


def _place(shape: Any, box: Box) -> None:
    shape.left, shape.top, shape.width, shape.height = _points(box)


def _fill(
    frame: Any,
    paragraphs: Sequence[Sequence[Run]],
    language: Language,
    align: PP_ALIGN = PP_ALIGN.LEFT,
    anchor: MSO_ANCHOR = MSO_ANCHOR.TOP,
    after: float = 0,
) -> None:
    frame.word_wrap, frame.vertical_anchor = True, anchor
    frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0
    for number, runs in enumerate(paragraphs):
        paragraph = frame.paragraphs[0] if number == 0 else frame.add_paragraph()
        paragraph.alignment, paragraph.space_after, paragraph.space_before = align, Pt(after), Pt(0)
        for run in runs:
            write(paragraph, run, language)


def write(paragraph: Any, run: Run, language: Language) -> None:
    """Add a run; the language keeps the spelling checker quiet."""
    written = paragraph.add_run()
    written.text = UNPRINTABLE.sub(" ", run.text)
    font = written.font
    font.name, font.size, font.bold, font.color.rgb = FONT, Pt(run.size), run.bold, RGBColor.from_string(run.colour)
    written._r.get_or_add_rPr().set("lang", "vi-VN" if language.code == "vi" else "en-GB")


def rule(slide: Slide, left: float, top: float, width: float, colour: str = RULE, thick: float = 1) -> None:
    """A line from left to right."""
    line = slide.shapes.add_connector(MSO_CONNECTOR.STRAIGHT, Pt(left), Pt(top), Pt(left + width), Pt(top))
    line.line.color.rgb, line.line.width = RGBColor.from_string(colour), Pt(thick)
    line._element.remove(line._element.find(qn("p:style")))  # the template's style draws a shadow
    describe(line, "")


def describe(shape: Any, words: str) -> None:
    """What a shape shows, for those who cannot see it; "" marks it as decoration."""
    shape._element.xpath(".//p:cNvPr")[0].set("descr", UNPRINTABLE.sub(" ", words))


def table(
    slide: Slide,
    box: Box,
    widths: Sequence[float],
    rows: Sequence[Sequence[Cell]],
    language: Language,
    alt: str,
    size: float = SMALLEST,
) -> None:
    """A table whose first row is its head, as high as its words need; the other rows share the rest of
    ``box.height``; ``widths`` are parts of the width."""
    shape = slide.shapes.add_table(len(rows), len(widths), *_points(box))
    describe(shape, alt)
    grid: Any = shape.table
    grid._tbl.tblPr.set("bandRow", "0")
    style = grid._tbl.tblPr.find(qn("a:tableStyleId"))
    style.text = "{2D5ABB26-0587-4C30-8999-92F81FD0307C}"  # no style, no grid
    for column, width in zip(grid.columns, widths, strict=True):
        column.width = Pt(box.width * width / sum(widths))
    rooms = [box.width * width / sum(widths) - 10 for width in widths]
    heads = [lines_of(cell.text, room, size, True) for cell, room in zip(rows[0], rooms, strict=True)]
    head = max(heads) * size * LINE + 4
    for number, (row, cells) in enumerate(zip(grid.rows, rows, strict=True)):
        row.height = Pt(head if number == 0 else (box.height - head) / (len(rows) - 1))
        for cell, wanted in zip(row.cells, cells, strict=True):
            _cell(cell, wanted, language, size, head=number == 0)


def _cell(cell: Any, wanted: Cell, language: Language, size: float, head: bool) -> None:
    align = PP_ALIGN.RIGHT if wanted.right else PP_ALIGN.LEFT
    colour = INK2 if head else wanted.colour
    parts = [[Run(part, wanted.bold or head, colour, size)] for part in wanted.text.split("\n")]
    _fill(cell.text_frame, parts, language, align)
    cell.vertical_anchor = MSO_ANCHOR.BOTTOM if head else MSO_ANCHOR.MIDDLE
    cell.margin_left = cell.margin_right = Pt(5)
    cell.margin_top = cell.margin_bottom = Pt(1)
    if wanted.tint:
        cell.fill.solid()
        cell.fill.fore_color.rgb = RGBColor.from_string(wanted.tint)
    else:
        cell.fill.background()
    _underline(cell, INK2 if head else RULE)


def _underline(cell: Any, colour: str) -> None:
    """The line below a cell; python-pptx has no borders."""
    properties = cell._tc.get_or_add_tcPr()
    line = properties.makeelement(qn("a:lnB"), {"w": "9525"})
    fill = line.makeelement(qn("a:solidFill"), {})
    fill.append(fill.makeelement(qn("a:srgbClr"), {"val": colour}))
    line.append(fill)
    properties.insert(0, line)  # borders come before the fill


class Look(NamedTuple):
    """How a verdict is drawn: text, ground and mark colour, and its shape as a letter."""

    text: str
    tint: str
    mark: str
    shape: str


def look_of(verdict: Verdict | None, good: Direction | None) -> Look:
    """Colour for clear verdicts only, always with a shape and a word beside it."""
    if verdict not in CLEAR or good is None:
        return Look(INK, "", SLATE, "")
    shape = "▲" if verdict == Verdict.HIGHER else "▼"
    if is_concern(verdict, good):
        return Look(ORANGE_TEXT, ORANGE_TINT, ORANGE, shape)
    return Look(BLUE_TEXT, BLUE_TINT, BLUE, shape)
