"""The meeting pack as a workbook: every figure as a number, rates as formulas on the counts beside them."""

from __future__ import annotations

import datetime as dt
import io
import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import xlsxwriter
from xlsxwriter.utility import xl_rowcol_to_cell
from xlsxwriter.worksheet import Worksheet

from charts.theme import DATA, INK, WHISKER
from measures.headlines import HEADLINES
from reports.pack_contents import Pack
from reports.pack_figures import Figure, capital, small
from text import mark

LATE, ONLINE, LETTERS = HEADLINES
SAFE = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False, "in_memory": True}
WIDEST, ROW = 40, 15  # letters, points
RATE = (mark("Numerator"), mark("Denominator"), mark("Rate"))
JUDGED = (mark("95% interval from"), mark("95% interval to"), mark("Verdict"))


@dataclass(frozen=True)
class Rate:
    """A cell that divides two cells of its own row: by their columns; ``value``: what it comes to, None: no rate."""

    above: int
    below: int
    value: float | None


Cell = str | int | float | dt.date | Rate | None


@dataclass
class Book:
    """A workbook whose sheets begin with the same note."""

    note: Sequence[str]
    buffer: io.BytesIO = field(default_factory=io.BytesIO)

    def __post_init__(self) -> None:
        self.file = xlsxwriter.Workbook(self.buffer, SAFE)
        base = {"font_name": "Arial", "font_color": INK, "valign": "top"}
        styles: dict[str, dict[str, Any]] = {
            "title": {"bold": True, "font_size": 14},
            "note": {"font_color": "#44515D", "font_size": 9},
            "head": {"bold": True, "bottom": 1, "text_wrap": True, "valign": "bottom"},
            "head_of_text": {"bold": True, "bottom": 1, "text_wrap": True, "valign": "bottom", "indent": 1},
            "head_of_numbers": {"bold": True, "bottom": 1, "text_wrap": True, "valign": "bottom", "align": "right"},
            "text": {"text_wrap": True, "align": "left", "indent": 1},
            "name": {"text_wrap": True},
            "number": {"num_format": "#,##0"},
            "rate": {"num_format": "0.0%"},
            "date": {"num_format": "dd/mm/yyyy", "align": "left", "indent": 1},
        }
        self.styles = {name: self.file.add_format({**base, **more}) for name, more in styles.items()}

    def sheet(
        self, name: str, title: str, head: Sequence[str], rows: Sequence[Sequence[Cell]]
    ) -> tuple[Worksheet, int]:
        """A sheet: title, note, head, rows. Returns it with the number of its first row (from 0)."""
        sheet = self.file.add_worksheet(name[:31])
        sheet.set_row(0, 22)
        sheet.write_string(0, 0, title, self.styles["title"])
        for number, line in enumerate(self.note, start=1):
            sheet.write_string(number, 0, line, self.styles["note"])
        first = len(self.note) + 3
        widths = [_width(words, [row[place] for row in rows if place < len(row)]) for place, words in enumerate(head)]
        sheet.set_row(first - 1, _height(head, widths))
        for place, words in enumerate(head):
            texts = [row[place] for row in rows if place < len(row) and isinstance(row[place], (str, dt.date))]
            told = "head" if not place else "head_of_text" if texts else "head_of_numbers"
            sheet.write_string(first - 1, place, words, self.styles[told])
            sheet.set_column(place, place, widths[place])
        for number, row in enumerate(rows, start=first):
            sheet.set_row(number, _height(row, widths))
            for place, cell in enumerate(row):
                self._write(sheet, number, place, cell)
        sheet.freeze_panes(first, 1)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(first - 1)
        return sheet, first

    def _write(self, sheet: Worksheet, row: int, place: int, cell: Cell) -> None:
        if cell is None:
            return
        if isinstance(cell, Rate):
            if cell.value is not None:
                above, below = (xl_rowcol_to_cell(row, column) for column in (cell.above, cell.below))
                sheet.write_formula(row, place, f"={above}/{below}", self.styles["rate"], cell.value)
        elif isinstance(cell, str):
            sheet.write_string(row, place, cell, self.styles["text" if place else "name"])
        elif isinstance(cell, dt.date):
            sheet.write_datetime(row, place, dt.datetime.combine(cell, dt.time()), self.styles["date"])
        elif isinstance(cell, float):
            sheet.write_number(row, place, cell, self.styles["rate"])
        else:
            sheet.write_number(row, place, cell, self.styles["number"])

    def content(self) -> bytes:
        self.file.close()
        return self.buffer.getvalue()


def _width(words: str, cells: Sequence[Cell]) -> float:
    """The width of a column in letters: its texts, and its head on two or three lines."""
    return min(
        WIDEST,
        max(
            [
                13 if any(isinstance(cell, dt.date) for cell in cells) else 10,
                min(len(words), 11),
                *(len(cell) + 3 for cell in cells if isinstance(cell, str)),
            ]
        ),
    )


def _height(cells: Sequence[Cell], widths: Sequence[float]) -> float:
    """The height of a row in points: not every program finds it by itself where text is broken."""
    texts = [(len(cell), width) for cell, width in zip(cells, widths, strict=False) if isinstance(cell, str)]
    return ROW * max([1, *(math.ceil(length / (width - 2)) for length, width in texts)])


def workbook(pack: Pack, made: str = "") -> bytes:
    """The file. ``made``: who took it away and when."""
    told = ". ".join(part for part in (pack.period, pack.scope, pack.as_of, *pack.stale, pack.sample) if part)
    version = pack.language.say("Data version {version}", version=pack.meeting.version)  # in full: it can be opened
    book = Book([f"{told}.", f"{made}. {version}." if made else f"{version}."])
    book.file.set_properties({"title": f"{pack.title}, {pack.period}", "subject": told, "author": pack.place})
    _summary(book, pack)
    _units(book, pack)
    _months(book, pack)
    _letters(book, pack)
    _soon(book, pack)
    _tasks(book, pack)
    _definitions(book, pack)
    return book.content()


def _counts(one: Figure, first: int) -> list[Cell]:
    """Numerator, denominator, rate from column ``first`` on."""
    return [one.numerator, one.denominator, Rate(first, first + 1, one.shown_rate)]


def _summary(book: Book, pack: Pack) -> None:
    """The findings, the three measures, what stands beside them."""
    say, sections = pack.language.say, ("headline", "certified", "part", "beside")
    figures = [one for section in sections for one in pack.of(section)]
    head = [say("Measure"), *(say(words) for words in RATE), say("Target"), say("Status"), say("Change")]
    rows: list[list[Cell]] = [
        [one.title, *_counts(one, 1), one.target, one.word, one.change.replace("\n", "; ")] for one in figures
    ]
    sheet, first = book.sheet(say("Summary"), pack.sentence, head, rows)
    place = first + len(rows) + 1
    sheet.write_string(place, 0, say("Needs attention"), book.styles["head"])
    for number, one in enumerate(pack.findings, start=place + 1):
        words = f"{one.lead}: {one.rest}" if one.rest else one.lead
        sheet.write_string(number, 0, words, book.styles["note"])


def _units(book: Book, pack: Pack) -> None:
    """Every unit with the three measures, their interval and verdict."""
    say = pack.language.say
    head = [say("Unit")]
    for key in HEADLINES:
        columns = RATE if key == LETTERS else (*RATE, *JUDGED)  # of letters, a duty, there is no verdict
        head += [f"{pack.headline(key).title}: {small(say(words))}" for words in columns]
    head.append(say("Open overdue"))
    beside = {one.group: one.numerator for one in pack.of("overdue")}
    by = {(one.measure, one.group): one for one in [*pack.of("unit"), *pack.of("level")]}
    rows: list[list[Cell]] = []
    for late in [*pack.of("unit", LATE), *pack.of("level", LATE)]:
        row: list[Cell] = [late.title]
        for number, key in enumerate(HEADLINES):
            one = by.get((key, late.group))
            row += _counts(one, 1 + 6 * number) if one else [None] * 3
            if key != LETTERS:
                row += [one.low, one.high, one.word] if one and one.shown_rate is not None else [None] * 3
        rows.append([*row, beside.get(late.group, 0) if late.group else sum(beside.values())])
    book.sheet(say("Units"), pack.titles()["ranking"], head, rows)


def _months(book: Book, pack: Pack) -> None:
    """The months of the three measures, and lateness with its limits as a chart."""
    say, target = pack.language.say, pack.target(LATE)
    months = {key: {one.group: one for one in pack.of("month", key)} for key in HEADLINES}
    head = [say("Month")]
    for key in HEADLINES:
        head += [f"{pack.headline(key).title}: {small(say(words))}" for words in RATE]
    rows = [
        [
            one.title,
            *(cell for number, key in enumerate(HEADLINES) for cell in _counts(months[key][group], 1 + 3 * number)),
        ]
        for group, one in months[LATE].items()
    ]
    sheet, first = book.sheet(say("Months"), pack.titles()["trend"], head, rows)
    trend, place = pack.of("trend"), 11
    for number, words in enumerate(
        (say("Period"), pack.headline(LATE).title, say("Lower limit"), say("Upper limit"), say("Target"))
    ):
        sheet.write_string(first - 1, place + number, words, book.styles["head"])
    for number, one in enumerate(trend, start=first):
        cells: tuple[Cell, ...] = (one.title, one.rate, one.low, one.high, target.value if target else None)
        for column, cell in enumerate(cells):
            book._write(sheet, number, place + column, cell)
    if trend:
        _chart(book, sheet, first, place, len(trend), pack.headline(LATE).title)


def _chart(book: Book, sheet: Worksheet, first: int, place: int, points: int, title: str) -> None:
    """Lateness with limits and target, from the cells beside it."""
    chart = book.file.add_chart({"type": "line"})
    last, name = first + points - 1, sheet.get_name()
    lines: tuple[dict[str, Any], ...] = (
        {"color": DATA, "width": 2.25},
        {"color": WHISKER, "width": 1},
        {"color": WHISKER, "width": 1},
        {"color": INK, "width": 1.5, "dash_type": "dash"},
    )
    for column, line in enumerate(lines, start=place + 1):
        chart.add_series(
            {
                "name": [name, first - 1, column],
                "categories": [name, first, place, last, place],
                "values": [name, first, column, last, column],
                "line": line,
            }
        )
    chart.set_title({"name": title, "overlay": False, "name_font": {"size": 12, "color": INK}})
    chart.set_y_axis({"min": 0, "num_format": "0%", "major_gridlines": {"visible": True, "line": {"color": "#E9EDF0"}}})
    chart.set_x_axis({"interval_unit": 3})
    chart.set_legend({"position": "top"})
    chart.set_size({"width": 880, "height": 340})
    sheet.insert_chart(first + points + 2, 0, chart, {"description": title})


def _letters(book: Book, pack: Pack) -> None:
    """The follow-up of the period, then what is missing by unit."""
    say = pack.language.say
    head = [say("Letters of the period"), say("Numerator"), say("Denominator"), say("Rate")]
    rows: list[list[Cell]] = [[one.title, *_counts(one, 1)] for one in pack.of("letters")]
    book.sheet(say("Letters"), pack.headline(LETTERS).title, head, rows)
    units: dict[str, list[int]] = {}
    for one in pack.of("missing"):
        units.setdefault(one.title, []).append(one.numerator)
    states = (say("still open"), say("finished late"), say("ended after the due day"))
    head = [say("Unit"), *states, say("Total")]
    sheet, first = book.sheet(
        say("Letters missing"), pack.titles()["missing"], head, [[name, *n] for name, n in units.items()]
    )
    for number, counts in enumerate(units.values(), start=first):
        sums = f"=SUM({xl_rowcol_to_cell(number, 1)}:{xl_rowcol_to_cell(number, 3)})"
        sheet.write_formula(number, 4, sums, book.styles["number"], sum(counts))


def _soon(book: Book, pack: Pack) -> None:
    """What comes due, by day and unit."""
    say = pack.language.say
    rows: list[list[Cell]] = []
    for one in pack.of("soon_unit"):
        day = dt.date.fromisoformat(one.group[:10])
        rows.append([day, one.title, one.numerator, "" if day > pack.meeting.until else say("Not updated")])
    head = [say("Due"), say("Unit"), capital(say("dossiers")), say("State")]
    title = ". ".join(part for part in (pack.titles()["soon"], pack.soon.behind) if part)
    book.sheet(say("Due soon"), title, head, rows)


def _tasks(book: Book, pack: Pack) -> None:
    """What is to be done, and what was agreed before."""
    say, titles = pack.language.say, pack.titles()
    tasks: list[list[Cell]] = [
        [words.what, task.count, words.who, task.due]
        for words, task in zip(pack.tasks(), pack.meeting.tasks, strict=True)
    ]
    book.sheet(say("Tasks"), titles["tasks"], [say("What"), capital(say("dossiers")), say("Who"), say("Until")], tasks)
    agreed: list[list[Cell]] = [[one.what, one.due, one.status, one.progress] for one in pack.agreed]
    if agreed:
        book.sheet(
            say("Agreed"), titles["agreed"], [say("What"), say("Until"), say("State"), say("Then and now")], agreed
        )


def _definitions(book: Book, pack: Pack) -> None:
    say, title = pack.language.say, pack.titles()["definitions"]
    head = [say("Measure"), say("Formula"), say("Left out"), say("Target"), say("Legal basis")]
    rows: list[list[Cell]] = [
        [one.title, one.formula, one.left_out, one.target, one.legal_basis] for one in pack.definitions()
    ]
    book.sheet(say("Definitions"), title, head, [*rows, *([rule] for rule in pack.rules())])
