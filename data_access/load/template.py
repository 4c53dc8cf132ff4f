"""An empty workbook to fill in by hand: the columns a load reads, with lists of the values it allows.

Row 1 is an example in grey. It stands above the header, where no load looks for rows: whoever forgets it loads no
invented dossier. Sheet 2 says what each column means, sheet 3 holds the allowed values.
"""

from __future__ import annotations

import datetime as dt
import io
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import Worksheet

from data_access.load.checking import CHECKS
from data_access.load.lookups import is_flag, is_unit
from data_access.load.mapping import Kind, MappingError, load_mapping, settings_of
from data_access.load.template_words import EXAMPLE_DAY, EXAMPLE_DAYS, EXAMPLE_PLACES, EXAMPLE_TEXTS, GUIDANCE, TITLES
from data_access.profiles import Profile, load_profile
from text import VIETNAMESE, mark

EXAMPLE_ROW, HEADER_ROW, FIRST_ROW, LAST_ROW = 0, 1, 2, 5001
GUIDE, ALLOWED = mark("Guide"), mark("Allowed values")
DATE_FORMAT = "dd/mm/yyyy hh:mm"
EARLIEST = dt.date(1990, 1, 1)
WIDEST, NARROWEST, MOST_TOLD = 36, 14, 12
GREEN, PALE, GREY = "#0F6B4F", "#E4EFEA", "#8A8F98"

NEEDED, KEEP, FREE = mark("Yes"), mark("The column must stay, a cell may be empty"), mark("No")


@dataclass(frozen=True)
class Column:
    """One column of the workbook. ``allowed`` is empty where anything of its form fits."""

    field: str
    header: str
    meaning: str
    required: str
    allowed: tuple[str, ...]

    @property
    def is_date(self) -> bool:
        return self.field.endswith(("_at", "_on"))

    @property
    def form(self) -> str:
        """What a cell may hold, in words."""
        if self.is_date:
            return VIETNAMESE.say("A date: dd/mm/yyyy hh:mm, or dd/mm/yyyy")
        if len(self.allowed) > MOST_TOLD:
            return VIETNAMESE.say("One of the values of the sheet '{sheet}'", sheet=VIETNAMESE.say(ALLOWED))
        return "; ".join(self.allowed) or VIETNAMESE.say("Text")

    @property
    def example(self) -> str | dt.datetime:
        if self.is_date:
            return EXAMPLE_DAYS.get(self.field, EXAMPLE_DAY)
        if self.allowed:
            return self.allowed[EXAMPLE_PLACES.get(self.field, 0)]
        return EXAMPLE_TEXTS.get(self.field, "1")


def columns(kind: Kind, profile: Profile, words: dict[str, dict[str, list[str]]]) -> list[Column]:
    """The columns of a kind: each field under the first header that the mapping knows for it.

    ``words`` are the values as the mapping spells them: field -> meaning -> ways to write it.
    """
    return [
        Column(
            field=field,
            header=headers[0],
            meaning=VIETNAMESE.say(GUIDANCE.get(f"{kind.name}.{field}") or GUIDANCE[field]),
            required=NEEDED if field in CHECKS[kind.name].needed else KEEP if field in kind.required else FREE,
            allowed=_allowed(field, profile, words),
        )
        for field, headers in kind.headers.items()
    ]


def _allowed(field: str, profile: Profile, words: dict[str, dict[str, list[str]]]) -> tuple[str, ...]:
    """What may stand in a column; units and procedures by every name a person would look for."""
    if is_unit(field):
        wards_first = sorted(profile.units, key=lambda unit: unit["kind"] != "ward")
        return tuple(dict.fromkeys(unit["name"] for unit in wards_first))
    if field == "procedure":
        return tuple(dict.fromkeys(row[name] for name in ("name", "procedure_id") for row in profile.procedures))
    return tuple(written[0] for written in words.get("flag" if is_flag(field) else field, {}).values())


def template(kind_name: str, mapping_name: str, profile_name: str) -> bytes:
    """The workbook for one kind of row, as the bytes of an XLSX.

    Raises:
        MappingError: there is no such mapping, or it has no such kind.
        ValueError: there is no such profile.
    """
    mapping = load_mapping(mapping_name)
    if kind_name not in mapping.kinds:
        raise MappingError(f"{mapping_name!r} has no {kind_name!r}: choose one of {', '.join(mapping.kinds)}")
    profile, words = load_profile(profile_name), settings_of(mapping_name)[kind_name].get("values", {})
    shown = columns(mapping.kinds[kind_name], profile, words)
    content = io.BytesIO()
    book = Workbook(content, {"in_memory": True, "strings_to_formulas": False})
    book.set_properties({"title": VIETNAMESE.say(TITLES[kind_name])})
    sheet = book.add_worksheet(VIETNAMESE.say(TITLES[kind_name]))
    guide, allowed = (book.add_worksheet(VIETNAMESE.say(name)) for name in (GUIDE, ALLOWED))
    ranges = _write_allowed(book, allowed, shown)
    _write_rows(book, sheet, shown, ranges)
    _write_guide(book, guide, shown, sheet.get_name())
    book.close()
    return content.getvalue()


def _write_rows(book: Workbook, sheet: Worksheet, shown: list[Column], ranges: dict[tuple[str, ...], str]) -> None:
    """The sheet to fill in: example, header, and below it the form of each column."""
    look = {"text_wrap": True, "valign": "vcenter", "border": 1, "border_color": GREY}
    needed = book.add_format({**look, "bold": True, "font_color": "#FFFFFF", "bg_color": GREEN})
    other = book.add_format({**look, "bold": True, "bg_color": PALE})
    grey = {"italic": True, "font_color": GREY}
    example, example_date = book.add_format(grey), book.add_format({**grey, "num_format": DATE_FORMAT, "align": "left"})
    text, date = book.add_format({"num_format": "@"}), book.add_format({"num_format": DATE_FORMAT, "align": "left"})
    for place, column in enumerate(shown):
        sheet.set_column(place, place, _width(column), date if column.is_date else text)
        sheet.write(EXAMPLE_ROW, place, column.example, example_date if column.is_date else example)
        sheet.write_string(HEADER_ROW, place, column.header, needed if column.required == NEEDED else other)
        sheet.write_comment(HEADER_ROW, place, _note(column), {"x_scale": 2, "author": ""})
        if check := _validation(column, ranges):
            sheet.data_validation(FIRST_ROW, place, LAST_ROW, place, check)
    marked = VIETNAMESE.say("EXAMPLE: {example}", example=shown[0].example)
    sheet.write_string(EXAMPLE_ROW, 0, marked, example)
    sheet.set_column(0, 0, len(marked) + 2, text)
    sheet.set_row(HEADER_ROW, 36)
    sheet.freeze_panes(FIRST_ROW, 1)


def _validation(column: Column, ranges: dict[tuple[str, ...], str]) -> dict[str, Any]:
    """What the spreadsheet itself says to a value that a load would refuse."""
    say = VIETNAMESE.say
    refusal = {"error_title": say("Not allowed"), "error_message": f"{column.header}: {column.form}"[:255]}
    if column.is_date:
        return {"validate": "date", "criteria": ">=", "value": EARLIEST, **refusal}
    if column.allowed:
        return {"validate": "list", "source": ranges[column.allowed], **refusal}
    return {}


def _width(column: Column) -> int:
    """Wide enough for the words of the header and for most cells."""
    cells = [len(DATE_FORMAT)] if column.is_date else [len(text) for text in column.allowed or (str(column.example),)]
    longest_word = max(len(word) for word in column.header.split())
    return min(WIDEST, max(NARROWEST, longest_word + 4, len(column.header) // 2 + 4, *cells) + 2)


def _note(column: Column) -> str:
    """What the header says when the mouse rests on it."""
    required = VIETNAMESE.say("Required: {answer}.", answer=VIETNAMESE.say(column.required).lower())
    return f"{column.meaning}\n{required}\n{column.form}"


def _write_allowed(book: Workbook, sheet: Worksheet, shown: list[Column]) -> dict[tuple[str, ...], str]:
    """One column for each list of allowed values; where each list stands, as a formula."""
    bold, ranges = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"}), {}
    lists = dict.fromkeys(column.allowed for column in shown if column.allowed)
    for place, allowed in enumerate(lists):
        letter = xl_col_to_name(place)
        names = ", ".join(column.header for column in shown if column.allowed == allowed)
        sheet.write_string(0, place, VIETNAMESE.say("Allowed for: {columns}", columns=names), bold)
        for row, text in enumerate(allowed, start=1):
            sheet.write_string(row, place, text)
        sheet.set_column(place, place, min(70, max(24, *(len(text) for text in allowed))) + 2)
        ranges[allowed] = f"='{sheet.get_name()}'!${letter}$2:${letter}${len(allowed) + 1}"
    sheet.freeze_panes(1, 0)
    return ranges


def _write_guide(book: Workbook, sheet: Worksheet, shown: list[Column], rows_sheet: str) -> None:
    """One line a column, below what everybody must know."""
    bold, wrapped = book.add_format({"bold": True, "bottom": 1}), book.add_format({"text_wrap": True, "valign": "top"})
    say = VIETNAMESE.say
    lines = [
        say("Fill in the sheet '{sheet}' from row 3 on; leave its header as it is.", sheet=rows_sheet),
        say("Row 1 is an invented example. It is never loaded."),
        say("Green headers: every row needs a value. Other cells may stay empty."),
        say("No names, telephone numbers, addresses or ID numbers: no such column is ever read."),
    ]
    for row, line in enumerate(lines):
        sheet.write_string(row, 0, line)
    titles = [say(title) for title in (mark("Column"), mark("Meaning"), mark("Required"), mark("Allowed"))]
    sheet.write_row(len(lines) + 1, 0, titles, bold)
    for row, column in enumerate(shown, start=len(lines) + 2):
        cells = [column.header, column.meaning, say(column.required), column.form]
        sheet.write_row(row, 0, cells, wrapped)
    for place, width in enumerate((26, 60, 24, 60)):
        sheet.set_column(place, place, width)


def write_new(path: Path, content: bytes) -> None:
    """Write a file that is not there yet.

    Raises:
        MappingError: a file of this name is there already, perhaps filled in, or the place cannot be written to.
    """
    try:
        with path.open("xb") as file:
            file.write(content)
    except FileExistsError as error:
        told = f"{path} is there already and stays as it is: move it, or choose another name with --out"
        raise MappingError(told) from error
    except OSError as error:
        raise MappingError(f"{path} cannot be written ({error.strerror}): choose another place with --out") from error
