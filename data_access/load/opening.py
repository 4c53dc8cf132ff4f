"""Looking at what is to be loaded: which tables are there, where does each begin, which kind of rows does it hold."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from data_access.load.delimited import (
    BrokenText,
    Head,
    cut,
    likely_delimiters,
    look_through,
    read_head,
    rewritten,
)
from data_access.load.encoding import new_copy
from data_access.load.header import Header, find_header
from data_access.load.inputs import ReadError, Table, cannot_open, expand, tables_of
from data_access.load.mapping import Kind, Mapping, MappingError, NothingFits, folded
from data_access.profiles import Profile
from data_access.profiles.units import unit_key

UNIT = "receiving_unit"


@dataclass
class SourceFile:
    """One table of a load (a file, a sheet of a workbook, the result of a query) and what became of its rows."""

    number: int
    path: Path
    name: str
    text: Path  # the same as UTF-8
    kind: Kind
    places: dict[str, int]
    width: int
    delimiter: str
    sha256: str
    left_out: list[str]
    scratch: Path
    header_row: int = 1  # as a spreadsheet program numbers it; of two or three rows the last
    headers: list[list[str]] = field(default_factory=list)
    numbered: bool = False
    constants: dict[str, str] = field(default_factory=dict)
    status_from_dates: bool = False
    odd_blanks: bool = False  # tabs, no-break spaces and the like may stand around cells
    unfit: list[tuple[int, str]] = field(default_factory=list)
    rows_read: int = 0

    def rewrite(self) -> None:
        """Replace the text by a numbered copy that any reader understands.

        Raises:
            BrokenText: its quotation marks do not pair.
        """
        copy = new_copy(self.scratch)
        self.text, self.unfit = rewritten(self.text, copy, self.delimiter, self.header_row, self.width)
        self.delimiter, self.numbered = ",", True


@dataclass
class Inputs:
    """The tables of a load, and what in its workbooks and folders was passed over (each with its reason)."""

    files: list[SourceFile]
    sheets_left_out: list[str]
    ignored: list[str]


def open_all(
    paths: tuple[Path, ...], queried: list[Table], mapping: Mapping, profile: Profile, unit: str | None, scratch: Path
) -> Inputs:
    """Look at everything that is to be loaded: what is it, where does its table begin, which rows does it hold.

    ``unit`` stands for the receiving unit in tables without that column.

    Raises:
        ReadError: something cannot be read, or fits no kind of the mapping.
    """
    if unit and unit_key(unit) not in _unit_keys(profile):
        known = ", ".join(row["name"] for row in profile.units)
        raise ReadError(f"there is no unit {unit!r} in the profile '{profile.name}'. There are: {known}.")
    found, ignored = expand(paths) if paths or not queried else ([], [])
    inputs = Inputs([], [], ignored)
    for tables in [*(tables_of(path, scratch) for path in found), *([table] for table in queried)]:
        _open_some(tables, inputs, mapping, profile, unit, scratch)
    return inputs


def _open_some(
    tables: list[Table], inputs: Inputs, mapping: Mapping, profile: Profile, unit: str | None, scratch: Path
) -> None:
    """The tables of one file: those that fit are read, the others named. One must fit."""
    opened: list[SourceFile] = []
    unfit: list[tuple[Table, NothingFits]] = []
    for table in tables:
        try:
            first = len(inputs.files) + len(opened) + 1
            readings = enumerate(mapping.readings(), start=first)
            parts = [open_table(table, number, reading, profile, unit, scratch) for number, reading in readings]
            for part in parts:
                part.left_out = [name for name in part.left_out if all(name in other.left_out for other in parts)]
            opened += parts
        except NothingFits as error:
            unfit.append((table, error))
        except (MappingError, BrokenText) as error:
            raise ReadError(f"{table.name}: {error}") from error
        except OSError as error:
            raise cannot_open(table.path, error) from error
    if not opened:
        table, closest = max(unfit, key=lambda pair: pair[1].closeness)
        read_as = "" if table.encoding == "utf-8" else f" It is not UTF-8 and was read as {table.encoding}."
        raise ReadError(f"{table.name}: {closest}{read_as}") from closest
    inputs.files += opened
    inputs.sheets_left_out += [f"{table.name}: {error}" for table, error in unfit]


def open_table(
    table: Table, number: int, mapping: Mapping, profile: Profile, unit: str | None, scratch: Path
) -> SourceFile:
    """Find the header of a table and which kind of rows it holds.

    Raises:
        NothingFits: no row of it is a header of the mapping.
        MappingError: two columns claim the same field, or nothing tells the receiving unit.
    """
    head, header = _recognised(table, mapping)
    file = SourceFile(
        number, table.path, table.name, table.text, header.kind, header.places, len(header.names), head.delimiter,
        table.sha256, header.left_out, scratch, head.numbers[header.last], head.rows[header.first : header.last + 1],
        table.numbered, dict(header.kind.constants),
    )  # fmt: skip
    file.status_from_dates = mapping.status_from_dates and "status" not in header.places
    titles = [cell for row in head.rows[: header.first] for cell in row]
    if UNIT in header.kind.fields and UNIT not in {*header.places, *file.constants}:
        file.constants[UNIT] = unit or _unit_in(titles, profile, header.kind)
    blank_lines, file.odd_blanks = look_through(table.text, head.delimiter)
    if not table.numbered:
        _prepare(file, head.starts[header.last], blank_lines)
    return file


def _prepare(file: SourceFile, start: int, blank_lines: bool) -> None:
    """Make a text ready for the fast reader, which wants the header first and no blank lines."""
    if blank_lines:
        file.rewrite()
    elif file.header_row > 1:
        file.text = cut(file.text, start, new_copy(file.scratch))


def _recognised(table: Table, mapping: Mapping) -> tuple[Head, Header]:
    """The first rows and the header in them. A table without a column for the unit is looked at last."""
    closest: NothingFits | None = None
    delimiters = [","] if table.numbered else likely_delimiters(table.text)
    heads = [read_head(table.text, delimiter, table.numbered) for delimiter in delimiters]
    for given in (frozenset[str](), frozenset({UNIT})):
        for head in heads:
            try:
                return head, find_header(head.rows, mapping, given)
            except NothingFits as error:
                if closest is None or (not given and error.closeness > closest.closeness):
                    closest = error
    raise closest or NothingFits("there is no row in it", 0)


def _unit_keys(profile: Profile) -> dict[str, dict[str, str]]:
    """Key of a name -> the unit, for all units at any time; bare numbers are no names here."""
    return {
        unit_key(name): unit
        for unit in profile.units
        for name in (unit["name"], unit["short_name"], *unit["names"].split("|"))
        if name and not name.isdigit()
    }


def _unit_in(titles: list[str], profile: Profile, kind: Kind) -> str:
    """The name of the unit that the titles above a table name; of a ward and its district the ward.

    Raises:
        MappingError: they name none, or several.
    """
    units = {name: unit for name, unit in _unit_keys(profile).items() if any(_names(title, name) for title in titles)}
    above = {unit["parent_id"] for unit in units.values()}
    found = {unit["unit_id"]: name for name, unit in units.items() if unit["unit_id"] not in above}
    if len(found) == 1:
        return next(iter(found.values()))
    told = "no title above it names one" if not found else f"the titles above it name {', '.join(found.values())}"
    column = f"'{kind.headers[UNIT][0]}'" if kind.headers.get(UNIT) else "none is known to the mapping"
    raise MappingError(
        f"the table has no column for the receiving unit ({column}), and {told}. Say whose export it is, e.g. "
        f"--unit 'Phường 1'."
    )


def _names(title: str, key: str) -> bool:
    """Whether a title contains a unit's name: "UBND PHƯỜNG 10, QUẬN 6" names "phường 10", not "phường 1"."""
    words = folded(title).replace(",", " ").replace(":", " ").replace(";", " ").split()
    length = len(key.split())
    return any(unit_key(" ".join(words[place : place + length])) == key for place in range(len(words)))
