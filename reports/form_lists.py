"""The further sheets of form II.06a: overdue with and without apology letter, their list, and the first check."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from xlsxwriter.utility import xl_range

from measures.official_form import LETTERS
from reports import form_words
from reports.form_lines import down, lines_of
from reports.form_style import Sheet, Styles
from reports.official_form import CodeOf, Paper

SPLIT = {0: 5.5, 1: 44, **dict.fromkeys(range(2, 8), 15)}
OVERDUE = {0: 5.5, 1: 25, 2: 42, 3: 22, 4: 12, 5: 12, 6: 12, 7: 11, 8: 9, 9: 17, 10: 22}
CHECK = {0: 5.5, 1: 34, 2: 13, 3: 13, 4: 11, 5: 26, 6: 24, 7: 46}
OVERDUE_HEADERS = (
    "STT",
    "Mã hồ sơ",
    "Thủ tục",
    "Đơn vị",
    "Ngày tiếp nhận",
    "Ngày hẹn trả",
    "Ngày kết thúc",
    "Số ngày làm việc quá hạn",
    "Thư xin lỗi",
    "Tình trạng",
    "Nơi đang giữ hồ sơ",
)
CHECK_HEADERS = ("STT", "Dòng", "Cột (11) đã ban hành", "Cột (6) kỳ này", "Chênh lệch", "Mã hồ sơ", "Thay đổi", "Lý do")


def split_sheet(paper: Paper, styles: Styles) -> None:
    """Columns (10) and (13) of each line, with and without a letter issued by the last day."""
    sheet = Sheet(styles, "Thư xin lỗi", SPLIT, repeat=(4, 5), footer=paper.form.version)
    _title(sheet, paper, form_words.SPLIT_TITLE, 7)
    for place, title in ((0, "STT"), (1, form_words.BY_TITLE[paper.form.by])):
        sheet.merge(4, place, 5, place, title, "head")
    for place, title in ((2, "Đã giải quyết quá hạn (10)"), (5, "Đang giải quyết quá hạn (13)")):
        sheet.merge(4, place, 4, place + 2, title, "head")
        for beside, words in enumerate((form_words.TOTAL, form_words.WITH, form_words.WITHOUT)):
            sheet.write(5, place + beside, words, "head")
    for row, line in enumerate(lines_of(paper.form, first=6), start=6):
        sheet.write(row, 0, line.number, f"{line.style}_number")
        sheet.write(row, 1, line.name, f"{line.style}_name")
        _split(sheet, row, line.figures, line.style, line.summed)
        sheet.fit(row, {1: line.name})
    # Above the table: below it the note could stand on a page of its own.
    note = "Thư xin lỗi: đã ban hành đến hết ngày cuối kỳ cho lần hẹn bị trễ; dự thảo không tính."
    sheet.merge(3, 0, 3, 7, note, "note")
    sheet.height(5, 34)
    sheet.freeze(6)


def _split(sheet: Sheet, row: int, figures: Mapping[str, int], style: str, summed: Sequence[int]) -> None:
    """Whole, with letter, without, twice; wholes are sums, and of a section and the total everything is."""
    for place, (column, parts) in zip((2, 5), LETTERS.items(), strict=True):
        sheet.formula(row, place, f"=SUM({xl_range(row, place + 1, row, place + 2)})", figures[column], style)
        for beside, part in enumerate(parts, start=place + 1):
            if style != "cell":
                sheet.formula(row, beside, down(summed, beside), figures[part], style)
            else:
                sheet.number(row, beside, figures[part], style)


def overdue_sheet(paper: Paper, styles: Styles, code_of: CodeOf) -> None:
    """The dossiers of columns (10) and (13), the longest late first."""
    sheet = Sheet(styles, "Hồ sơ quá hạn", OVERDUE, repeat=(4, 4), footer=paper.form.version)
    _title(sheet, paper, form_words.LIST_TITLE, 10)
    _headers(sheet, OVERDUE_HEADERS)
    kinds = ("text", "text", "text", "date", "date", "date", "count", "text_centre", "text", "text")
    rows = form_words.overdue_rows(paper, code_of)
    _rows(sheet, rows, kinds)
    if not rows:
        sheet.merge(5, 0, 5, 10, "Không có hồ sơ quá hạn.", "note")
    sheet.height(4, 48)


def check_sheet(paper: Paper, styles: Styles, code_of: CodeOf) -> None:
    """Column (6) against column (11) issued before, with the dossiers that make the difference."""
    sheet = Sheet(styles, "Đối chiếu", CHECK, repeat=(4, 4), footer=paper.form.version)
    _title(sheet, paper, form_words.CHECK_TITLE, 7)
    _headers(sheet, CHECK_HEADERS)
    _rows(
        sheet, form_words.difference_rows(paper, code_of), ("text", "count", "count", "count", "text", "text", "text")
    )
    sheet.height(4, 34)


def _title(sheet: Sheet, paper: Paper, title: str, last: int) -> None:
    """What the sheet holds, of whom and when."""
    period, days = form_words.period_words(paper)
    sheet.merge(0, 0, 0, last, title, "title")
    sheet.merge(1, 0, 1, last, f"{paper.unit}. {period.removeprefix('Kỳ báo cáo: ')} {days}", "centre_italic")
    if paper.held.sample:
        sheet.merge(2, 0, 2, last, form_words.SAMPLE, "centre_bold")
    sheet.height(0, 22)


def _headers(sheet: Sheet, titles: Sequence[str]) -> None:
    for place, title in enumerate(titles):
        sheet.write(4, place, title, "head")
    sheet.freeze(5)


def _rows(sheet: Sheet, rows: list[tuple], kinds: Sequence[str]) -> None:
    for row, cells in enumerate(rows, start=5):
        sheet.write(row, 0, str(row - 4), "text_centre")
        for place, (cell, kind) in enumerate(zip(cells, kinds, strict=True), start=1):
            if kind == "count":
                sheet.number(row, place, cell, kind)
            else:
                sheet.write(row, place, cell, kind)
        sheet.fit(row, {place: cell for place, cell in enumerate(cells, start=1) if isinstance(cell, str)}, line=14)
