"""Form II.06a/VPCP/KSTT as a workbook: the printed layout of the circular, sums as live formulas with their values.

Texts are written as texts whatever they begin with; numbers, dates and sums stay what they are. Viewers that do not
recalculate show the values written beside the formulas.
"""

from __future__ import annotations

import io

import xlsxwriter
from xlsxwriter.utility import xl_range

from measures.official_form import COLUMNS, SUMS
from reports import form_lists, form_words
from reports.form_lines import Line, down, lines_of
from reports.form_style import Sheet, Styles
from reports.official_form import CodeOf, FormRefused, Paper, full

PLACES = {column: place for place, column in enumerate(COLUMNS, start=2)}  # column of the form -> column of the sheet
LAST = 12
WIDTHS = {0: 5.5, 1: 32, **dict.fromkeys(range(2, 13), 10.5)}
HEADER, FIRST = 9, 13
NOTE_LETTERS = 165  # of this size fit into the width of the table


def workbook(paper: Paper, code_of: CodeOf = full) -> bytes:
    """The workbook of a form: the form, overdue dossiers with and without letter, their list, and what the first check
    found to differ, if anything.

    ``code_of`` writes a dossier code for whoever takes the file.

    Raises:
        FormRefused: the form does not close.
    """
    if not paper.form.closes:
        raise FormRefused(paper.unit, paper.form.faults)
    buffer = io.BytesIO()
    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = xlsxwriter.Workbook(buffer, options | {"default_format_properties": {"font_name": "Times New Roman"}})
    book.set_properties(
        {"title": f"{form_words.NUMBER} {paper.unit} {paper.form.scope.period.token}", "author": paper.unit}
    )
    styles = Styles(book)
    _form_sheet(paper, styles)
    form_lists.split_sheet(paper, styles)
    form_lists.overdue_sheet(paper, styles, code_of)
    if paper.differences:  # else the notes of the first sheet say what was found
        form_lists.check_sheet(paper, styles, code_of)
    book.close()
    return buffer.getvalue()


def _form_sheet(paper: Paper, styles: Styles) -> None:
    sheet = Sheet(styles, "II.06a", WIDTHS, repeat=(HEADER, FIRST - 1), footer=paper.form.version)
    _head(sheet, paper)
    _table_head(sheet, paper)
    row = table(sheet, paper, FIRST)
    _notes(sheet, paper, row + 1)


def _head(sheet: Sheet, paper: Paper) -> None:
    """Who reports, the motto, the number of the form, its title and period, and to whom it goes."""
    heading, (period, days) = sheet.merge, form_words.period_words(paper)
    upper = paper.recipient if paper.recipient != paper.unit else ""
    heading(0, 0, 0, 4, upper.upper(), "centre")
    heading(1, 0, 1, 4, paper.unit.upper(), "centre_bold_line")
    heading(0, 7, 0, LAST, form_words.NATION, "centre_bold")
    heading(1, 7, 1, LAST, form_words.MOTTO, "centre_bold_line")
    heading(3, 0, 3, 1, f"Biểu số {form_words.NUMBER}", "left_bold")
    heading(4, 0, 5, 1, f"({paper.form.rules.document})" if paper.form.rules.document else "", "left_italic")
    heading(3, 2, 4, 9, form_words.TITLE, "title")
    heading(5, 2, 5, 9, period, "centre_italic")
    heading(6, 2, 6, 9, days, "centre_italic")
    heading(3, 10, 4, LAST, f"- Đơn vị báo cáo:\n{paper.unit}", "left_wrap")
    heading(5, 10, 6, LAST, f"- Đơn vị nhận báo cáo:\n{paper.recipient}", "left_wrap")
    if paper.held.sample:
        heading(7, 4, 7, 7, form_words.SAMPLE, "sample")
    heading(8, 9, 8, LAST, form_words.MEASURED_IN, "right_italic")
    for row in (3, 4, 5, 6, 7):
        sheet.height(row, 19)


def _table_head(sheet: Sheet, paper: Paper) -> None:
    top, middle, bottom = HEADER, HEADER + 1, HEADER + 2
    sheet.merge(top, 0, bottom, 0, "STT", "head")
    sheet.merge(top, 1, bottom, 1, form_words.BY_TITLE[paper.form.by], "head")
    for (first, last), title in {
        (2, 5): form_words.RECEIVED,
        (6, 9): form_words.SOLVED,
        (10, 12): form_words.SOLVING,
    }.items():
        sheet.merge(top, first, top, last, title, "head")
        sheet.merge(middle, first, bottom, first, form_words.TOTAL, "head")
    sheet.merge(middle, PLACES["4"], middle, PLACES["5"], form_words.IN_PERIOD, "head")
    for column, title in form_words.HEADERS.items():
        if column in ("4", "5"):
            sheet.write(bottom, PLACES[column], title, "head")
        else:
            sheet.merge(middle, PLACES[column], bottom, PLACES[column], title, "head")
    for place, number in enumerate(["(1)", "(2)", *(form_words.NUMBERED.get(n, f"({n})") for n in COLUMNS)]):
        sheet.write(FIRST - 1, place, number, "numbered")
    for row, height in ((top, 20), (middle, 20), (bottom, 48), (FIRST - 1, 28)):
        sheet.height(row, height)


def table(sheet: Sheet, paper: Paper, first: int) -> int:
    """The lines with their sums; gives the row below."""
    lines = lines_of(paper.form, first)
    for row, line in enumerate(lines, start=first):
        _line(sheet, row, line)
    return first + len(lines)


def _line(sheet: Sheet, row: int, line: Line) -> None:
    """One line: (3), (7) and (11) are sums of its own columns; of a section and the total the others are sums, too."""
    sheet.write(row, 0, line.number, f"{line.style}_number")
    sheet.write(row, 1, line.name, f"{line.style}_name")
    for column, place in PLACES.items():
        if column in SUMS:
            parts = [PLACES[part] for part in SUMS[column]]
            own = f"=SUM({xl_range(row, parts[0], row, parts[-1])})"
            sheet.formula(row, place, own, line.figures[column], line.style)
        elif line.style != "cell":
            sheet.formula(row, place, down(line.summed, place), line.figures[column], line.style)
        else:
            sheet.number(row, place, line.figures[column], line.style)
    sheet.fit(row, {1: line.name})


def _notes(sheet: Sheet, paper: Paper, row: int) -> None:
    """What was counted how, then the places for the signatures."""
    sheet.merge(row, 0, row, LAST, "Ghi chú:", "note_bold")
    for note in form_words.notes(paper):
        row += 1
        sheet.merge(row, 0, row, LAST, f"- {note}", "note")
        sheet.height(row, 15 * (1 + len(note) // NOTE_LETTERS))
    row += 2
    sheet.merge(row, 8, row, LAST, form_words.DATED, "centre_italic")
    for first, last, title, how in (
        (0, 3, form_words.MAKER, form_words.SIGN),
        (8, LAST, form_words.HEAD, form_words.SIGN_AND_SEAL),
    ):
        sheet.merge(row + 1, first, row + 1, last, title, "centre_bold")
        sheet.merge(row + 2, first, row + 2, last, how, "centre_italic")
    sheet.keep_to(row + 7)
