"""The lines of form II.06a as they are printed on each of its sheets: sections, their lines, the total."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from xlsxwriter.utility import xl_range, xl_rowcol_to_cell

from measures.official_form import Figures, Form, added
from reports import form_words
from text import VIETNAMESE

ROMAN = ("I", "II", "III", "IV", "V")


@dataclass(frozen=True)
class Line:
    """``style`` is "section", "cell" or "total"; ``summed``: the rows of the sheet that it adds up."""

    number: str
    name: str
    figures: Figures
    style: str
    summed: Sequence[int] = ()


def lines_of(form: Form, first: int) -> list[Line]:
    """The lines from row ``first`` of a sheet on, the total last. One section alone needs no heading."""
    sections = form.sections()
    several = len(sections) > 1
    found: list[Line] = []
    for number, (section, rows) in enumerate(sections.items()):
        if several:
            below = first + len(found) + 1
            figures = added([row.figures for row in rows])
            summed = range(below, below + len(rows))
            found.append(Line(ROMAN[number], VIETNAMESE.say(section), figures, "section", summed))
        found += [Line(str(place), row.name, row.figures, "cell") for place, row in enumerate(rows, start=1)]
    parts = "section" if several else "cell"
    summed_up = [row for row, line in enumerate(found, start=first) if line.style == parts]
    return [*found, Line("", form_words.GRAND_TOTAL, form.total, "total", summed_up)]


def down(rows: Sequence[int], place: int) -> str:
    """The sum of a column over rows: one range where they follow each other."""
    if not rows:
        return "=0"
    if len(rows) > 1 and rows[-1] - rows[0] == len(rows) - 1:
        return f"=SUM({xl_range(rows[0], place, rows[-1], place)})"
    return f"=SUM({','.join(xl_rowcol_to_cell(row, place) for row in rows)})"
