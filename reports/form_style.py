"""One sheet of an official paper: Times New Roman, black on white, landscape A4, fitted to the width of the page."""

from __future__ import annotations

import datetime as dt

import xlsxwriter
from xlsxwriter.format import Format

A4 = 9
FILLED = 0.95  # letters a unit of width, words broken whole
# In LibreOffice the locale (Vietnamese) makes it 1.234 on any machine; Excel takes that of its system.
NUMBER, DATE = "[$-42A]#,##0", "dd/mm/yyyy"
FONT: dict[str, object] = {"font_name": "Times New Roman", "font_size": 12, "valign": "vcenter"}
CELL: dict[str, object] = {"border": 1}
BOLD: dict[str, object] = {"bold": True}
WRAP: dict[str, object] = {"text_wrap": True}
CENTRE: dict[str, object] = {"align": "center"}
STYLES: dict[str, dict[str, object]] = {
    "centre": CENTRE,
    "centre_bold": BOLD | CENTRE,
    "centre_bold_line": BOLD | CENTRE | {"underline": 1},
    "centre_italic": CENTRE | {"italic": True},
    "title": BOLD | CENTRE | WRAP | {"font_size": 13},
    "left_bold": BOLD,
    "left_italic": {"italic": True, "valign": "top"},
    "left_wrap": WRAP | {"valign": "top"},
    "right_italic": {"align": "right", "italic": True},
    "sample": BOLD | CENTRE | {"border": 2},
    "head": BOLD | CENTRE | WRAP | CELL | {"font_size": 11},
    "numbered": CENTRE | WRAP | CELL | {"italic": True, "font_size": 9},
    "note": WRAP | {"font_size": 10.5, "valign": "top"},
    "note_bold": BOLD | {"font_size": 10.5},
    "text": CELL | WRAP | {"font_size": 11},
    "text_centre": CELL | CENTRE | {"font_size": 11},
    "date": CELL | CENTRE | {"font_size": 11, "num_format": DATE},
    "count": CELL | {"font_size": 11, "num_format": NUMBER, "align": "right", "indent": 1},
}
_LINES: dict[str, dict[str, object]] = {"cell": {}, "section": BOLD, "total": BOLD}
for _name, _more in _LINES.items():
    STYLES[_name] = CELL | _more | {"num_format": NUMBER, "align": "right", "indent": 1}
    STYLES[f"{_name}_name"] = CELL | WRAP | _more | (CENTRE if _name == "total" else {"align": "left", "indent": 1})
    STYLES[f"{_name}_number"] = CELL | CENTRE | _more


class Styles:
    """The formats of a workbook by name, made when first used."""

    def __init__(self, book: xlsxwriter.Workbook) -> None:
        self.book = book
        self._made: dict[str, Format] = {}

    def __getitem__(self, name: str) -> Format:
        if name not in self._made:
            self._made[name] = self.book.add_format(FONT | STYLES[name])
        return self._made[name]


class Sheet:
    """One sheet in the page layout of an official paper."""

    def __init__(
        self, styles: Styles, title: str, widths: dict[int, float], repeat: tuple[int, int], footer: str = ""
    ) -> None:
        self._styles = styles
        self._sheet = styles.book.add_worksheet(title)
        self._widths, self._last = widths, max(widths)
        sheet = self._sheet
        sheet.set_landscape()
        sheet.set_paper(A4)
        sheet.set_margins(left=0.5, right=0.4, top=0.5, bottom=0.6)
        sheet.fit_to_pages(1, 0)
        sheet.center_horizontally()
        sheet.repeat_rows(*repeat)
        sheet.hide_gridlines(2)
        sheet.set_footer(f'&L&"Times New Roman"&8Phiên bản số liệu: {footer}&R&"Times New Roman"&8Trang &P/&N')
        for place, width in widths.items():
            sheet.set_column(place, place, width)

    def write(self, row: int, column: int, value: object, style: str) -> None:
        """A text, a day or nothing."""
        form = self._styles[style]
        if isinstance(value, dt.date):
            self._sheet.write_datetime(row, column, value, form)
        elif value is None or value == "":
            self._sheet.write_blank(row, column, None, form)
        else:
            self._sheet.write_string(row, column, str(value), form)

    def number(self, row: int, column: int, value: int, style: str) -> None:
        self._sheet.write_number(row, column, value, self._styles[style])

    def formula(self, row: int, column: int, formula: str, value: int, style: str) -> None:
        """A live sum with the value that it has."""
        self._sheet.write_formula(row, column, formula, self._styles[style], value)

    def merge(self, row: int, column: int, last_row: int, last_column: int, text: str, style: str) -> None:
        """A text over several cells, never read as a formula."""
        if (row, column) == (last_row, last_column):
            self.write(row, column, text, style)
            return
        self._sheet.merge_range(row, column, last_row, last_column, "", self._styles[style])
        self._sheet.write_string(row, column, text, self._styles[style])

    def height(self, row: int, points: float) -> None:
        self._sheet.set_row(row, points)

    def fit(self, row: int, texts: dict[int, str], line: float = 15.5) -> None:
        """The row as high as its longest text needs in its column; nothing works that out for a printed page."""
        lines = [-(-len(text) // max(1, int(self._widths[place] * FILLED))) for place, text in texts.items()]
        self.height(row, 4 + line * max([1, *lines]))

    def freeze(self, row: int) -> None:
        self._sheet.freeze_panes(row, 0)

    def keep_to(self, row: int) -> None:
        """The last row that is printed."""
        self._sheet.print_area(0, 0, row, self._last)
