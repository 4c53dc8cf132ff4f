"""The refused rows as a workbook to send back: one sheet, the reasons in both languages beside the cells as read."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import pandas as pd
import xlsxwriter

from data_access.load.reasons import FIELDS, sentence
from text import ENGLISH, VIETNAMESE, Language

HEADERS = ("Tệp", "Dòng", "Lý do", "Reason")


def write_rejected(folder: Path, rows: pd.DataFrame, file_names: dict[int, str]) -> Path:
    """Write ``rows`` (file_no, row_no, reasons, row_values) and return the workbook's path.

    A cell that begins like a formula stays text.
    """
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"rejected-{dt.datetime.now():%Y%m%d-%H%M%S}.xlsx"
    cells = [json.loads(values) for values in rows["row_values"]]
    fields = [field for field in FIELDS if any(row.get(field) for row in cells)]
    book = xlsxwriter.Workbook(path, {"strings_to_formulas": False, "strings_to_urls": False})
    sheet, bold = book.add_worksheet("Dòng bị trả lại"), book.add_format({"bold": True, "text_wrap": True})
    for column, title in enumerate([*HEADERS, *(VIETNAMESE.say(FIELDS[field]) for field in fields)]):
        sheet.write_string(0, column, title, bold)
    for number, (row, values) in enumerate(zip(rows.itertuples(), cells, strict=True), start=1):
        texts = [file_names[row.file_no], row.row_no, _all(row.reasons, VIETNAMESE), _all(row.reasons, ENGLISH)]
        for column, text in enumerate([*texts, *(values.get(field) or "" for field in fields)]):
            sheet.write(number, column, text) if isinstance(text, int) else sheet.write_string(
                number, column, str(text)
            )
    sheet.set_column(0, 1, 14)
    sheet.set_column(2, 3, 48)
    sheet.set_column(4, 3 + max(1, len(fields)), 20)
    sheet.freeze_panes(1, 2)
    book.close()
    return path


def _all(codes: str, language: Language) -> str:
    return "; ".join(sentence(code, language) for code in codes.split())
