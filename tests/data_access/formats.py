"""Export files in the formats an office has, written cell by cell for the tests."""

from __future__ import annotations

import csv
import datetime as dt
import gzip
import io
from pathlib import Path

import openpyxl
import xlwt

from tests.data_access.desk import KINDS, Row

Rows = list[list[object]]
DAY, MOMENT = "dd/mm/yyyy", "dd/mm/yyyy hh:mm"


def table(kind: str, *rows: Row) -> Rows:
    """Header and rows as they would stand in a sheet."""
    fields = list(dict.fromkeys(key for row in rows for key in row))
    headers = KINDS[kind].headers
    titles: list[object] = [headers[field][0] if field in headers else field for field in fields]
    return [titles, *([row.get(field, "") for field in fields] for row in rows)]


def with_dates(rows: Rows) -> Rows:
    """The same with real dates instead of text."""
    return [rows[0], *([_date(cell) for cell in row] for row in rows[1:])]


def _date(cell: object) -> object:
    for form in ("%d/%m/%Y %H:%M", "%d/%m/%Y"):
        try:
            return dt.datetime.strptime(str(cell), form)  # noqa: DTZ007
        except ValueError:
            continue
    return cell


def write_xlsx(path: Path, sheets: dict[str, Rows], hidden: tuple[str, ...] = ()) -> Path:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        sheet.sheet_state = "hidden" if name in hidden else "visible"
        for row in rows:
            sheet.append([None if cell == "" else cell for cell in row])
    book.save(path)
    return path


def write_xls(path: Path, sheets: dict[str, Rows], hidden: tuple[str, ...] = ()) -> Path:
    book = xlwt.Workbook()
    day, moment = xlwt.easyxf(num_format_str=DAY), xlwt.easyxf(num_format_str=MOMENT)
    for name, rows in sheets.items():
        sheet = book.add_sheet(name)
        sheet.visibility = int(name in hidden)
        for place, row in enumerate(rows):
            for column, cell in enumerate(row):
                if isinstance(cell, dt.datetime):
                    sheet.write(place, column, cell, moment if cell.time() != dt.time() else day)
                elif str(cell).startswith("#"):
                    sheet.row(place).set_cell_error(column, {"#N/A": 0x2A}.get(str(cell), cell))
                elif cell != "":
                    sheet.write(place, column, cell)
    book.save(str(path))
    return path


WORKBOOKS = {".xlsx": write_xlsx, ".xls": write_xls}


def as_csv(rows: Rows, delimiter: str = ",", line_end: str = "\n") -> str:
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter, lineterminator=line_end).writerows(rows)
    return text.getvalue()


def write_csv(path: Path, rows: Rows) -> Path:
    path.write_text(as_csv(rows), encoding="utf-8")
    return path


def write_gz(path: Path, content: bytes) -> Path:
    path.write_bytes(gzip.compress(content))
    return path
