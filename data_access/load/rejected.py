"""The refused rows as a workbook to send back: one sheet, the reasons in both languages beside the cells as read."""

from __future__ import annotations

import datetime as dt
import io
import json
from pathlib import Path

import pandas as pd
import xlsxwriter

from data_access.load.reasons import FIELDS, sentence
from text import ENGLISH, VIETNAMESE, Language, mark

HEADERS = ("Tệp", "Dòng", "Lý do", "Reason")
MOST_ROWS = 100_000
MORE = mark("... and {n} more refused rows")


def write_rejected(folder: Path, rows: pd.DataFrame, file_names: dict[int, str]) -> Path:
    """Write the workbook of ``rejected_workbook`` into ``folder`` and return its path."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"rejected-{dt.datetime.now():%Y%m%d-%H%M%S}.xlsx"
    path.write_bytes(rejected_workbook(rows, file_names))
    return path


def rejected_workbook(rows: pd.DataFrame, file_names: dict[int, str]) -> bytes:
    """``rows`` (file_no, row_no, reasons, row_values) as an XLSX. A cell that begins like a formula stays text.

    A sheet has room for ``MOST_ROWS``; where there are more, the first of them are written and the last line says so.
    """
    shown = rows.head(MOST_ROWS)
    cells = [json.loads(values) for values in shown["row_values"]]
    fields = [field for field in FIELDS if any(row.get(field) for row in cells)]
    content = io.BytesIO()
    book = xlsxwriter.Workbook(
        content, {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    sheet, bold = book.add_worksheet("Dòng bị trả lại"), book.add_format({"bold": True, "text_wrap": True})
    for column, title in enumerate([*HEADERS, *(VIETNAMESE.say(FIELDS[field]) for field in fields)]):
        sheet.write_string(0, column, title, bold)
    for number, (row, values) in enumerate(zip(shown.itertuples(), cells, strict=True), start=1):
        sheet.write_string(number, 0, file_names[row.file_no])
        sheet.write_number(number, 1, row.row_no)
        texts = [_all(row.reasons, VIETNAMESE), _all(row.reasons, ENGLISH), *(values.get(f) or "" for f in fields)]
        for column, text in enumerate(texts, start=2):
            sheet.write_string(number, column, str(text))
    if len(rows) > len(shown):
        sheet.write_string(len(shown) + 1, 0, VIETNAMESE.say(MORE, n=VIETNAMESE.number(len(rows) - len(shown))))
    sheet.set_column(0, 1, 14)
    sheet.set_column(2, 3, 48)
    sheet.set_column(4, 3 + max(1, len(fields)), 20)
    sheet.freeze_panes(1, 2)
    book.close()
    return content.getvalue()


def _all(codes: str, language: Language) -> str:
    return "; ".join(sentence(code, language) for code in codes.split())
