"""``python -m data_access mapping FILE``: a mapping proposed from the headers and values that stand in a file.

A header is placed where a built-in mapping knows it, else where it is most like a known one, compared without
diacritics and with the usual abbreviations written out; a column of dates is never taken for a field without dates, nor
the reverse. What cannot be placed is said in comments (``proposal.py``), never guessed. Values of columns that look
personal are not looked at.
"""

from __future__ import annotations

import csv
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from functools import cache, lru_cache
from itertools import islice
from pathlib import Path

from data_access.load.date_forms import form_of
from data_access.load.delimited import likely_delimiters, read_head
from data_access.load.header import candidates
from data_access.load.inputs import ReadError, Table, tables_of
from data_access.load.lookups import is_flag
from data_access.load.mapping import FOLDER, OF_DOSSIERS, Names, folded, settings_of
from data_access.load.personal import looks_personal, masked, plain_words

BASE, KINDS = "mot-cua", OF_DOSSIERS  # the others are filled in on templates of ours
ALIKE, BACKED, SAME, KNOWN = 0.72, 0.4, 1.0, 2.0
FEWEST_PLACED = 3
LONGEST_HEADER = 80
SAMPLED, LOOKED_AT = 500, 100_000
ABBREVIATIONS = {
    "hs": "ho so",
    "kq": "ket qua",
    "tthc": "thu tuc hanh chinh",
    "bn": "bien nhan",
    "tn": "tiep nhan",
    "dv": "don vi",
    "xl": "xu ly",
    "gq": "giai quyet",
    "han": "ngay hen",
}
# Headers too vague for a mapping of the house, good enough for a proposal.
VAGUE = {"status": ("Tình trạng",), "procedure": ("Thủ tục", "TTHC"), "due_at": ("Ngày hẹn",)}


@dataclass(frozen=True)
class Match:
    """A column placed: ``header`` as the mapping will call it, ``like`` the known header it was taken for."""

    place: int
    header: str
    like: str
    score: float


@dataclass
class Sheet:
    """One table of the file with what was found in it."""

    name: str
    kind: str
    placed: dict[str, Match]
    left: list[str]
    personal: list[str]
    headers: set[str]
    values: dict[str, Counter[str]] = field(default_factory=dict)
    dates: Counter[str] = field(default_factory=Counter)


@dataclass(frozen=True)
class Found:
    """All that a proposal is written from. ``unread`` are the tables in which no header was recognised."""

    file: str
    sheets: list[Sheet]
    unread: list[str]

    def missing(self) -> list[str]:
        """Required fields for which no column was found, as "kind.field"."""
        kinds = {sheet.kind for sheet in self.sheets}
        return [
            f"{kind}.{field}"
            for kind in KINDS
            if kind in kinds
            for field in settings_of(BASE)[kind]["required"]
            if not any(field in sheet.placed for sheet in self.sheets if sheet.kind == kind)
        ]


def look_at(path: Path) -> Found:
    """Look at a file: which kinds of rows it holds, and which column tells what.

    Raises:
        ReadError: it cannot be read, or no row of it looks like a header of dossiers, promises, pauses, steps, letters.
    """
    with tempfile.TemporaryDirectory(prefix="dossier-mapping-") as scratch:
        tables = tables_of(path, Path(scratch))
        looked_at = [(table, _sheet(table)) for table in tables]
    sheets = [sheet for _, sheet in looked_at if sheet]
    if not sheets:
        raise ReadError(
            f"{path.name}: no row looks like the header of a list of dossiers, moved due dates, pauses, steps or "
            f"letters. Is the header there, and is it the right file?"
        )
    return Found(path.name, sheets, [table.name for table, sheet in looked_at if not sheet])


def _sheet(table: Table) -> Sheet | None:
    """What a table holds; None where it has no header we could place."""
    delimiters = [","] if table.numbered else likely_delimiters(table.text)
    best: tuple[tuple[float, int], int, Names, str, str] | None = None
    for delimiter in delimiters:
        for first, height, names in candidates(read_head(table.text, delimiter, table.numbered).rows):
            kind, placed = _most_likely(names, {})
            worth = _worth(kind, placed)
            if best is None or worth > best[0]:
                best = worth, first + height, names, delimiter, kind
    if best is None or best[0][1] < FEWEST_PLACED:
        return None
    _, below, names, delimiter, _ = best
    sample = list(islice(_rows(table, delimiter, below), SAMPLED))
    cells = {place: [row[place] for row in sample if place < len(row) and row[place]] for place in range(len(names))}
    kind, placed = _most_likely(names, cells)
    if len(placed) < FEWEST_PLACED:
        return None
    sheet = _described(table.name, kind, placed, names)
    _count_values(sheet, _rows(table, delimiter, below))
    return sheet


def _rows(table: Table, delimiter: str, below: int) -> Iterator[list[str]]:
    """The rows under the header, cells without surrounding spaces."""
    with table.text.open(encoding="utf-8-sig", newline="") as file:
        try:
            for row in islice(csv.reader(file, delimiter=delimiter), below, below + LOOKED_AT):
                yield [cell.strip() for cell in (row[1:] if table.numbered else row)]
        except csv.Error as error:
            raise ReadError(f"{table.name}: cannot be read as a table ({error}). Export it again.") from error


def _most_likely(names: Names, cells: dict[int, list[str]]) -> tuple[str, dict[str, Match]]:
    """The kind of row that these columns tell most of."""
    placed = {kind: _placed(kind, names, cells) for kind in KINDS}
    kind = max(KINDS, key=lambda kind: _worth(kind, placed[kind]))
    return kind, placed[kind]


def _worth(kind: str, placed: dict[str, Match]) -> tuple[float, int]:
    required = settings_of_base()[kind]["required"]
    return sum(field in placed for field in required) / len(required), len(placed)


def _placed(kind: str, names: Names, cells: dict[int, list[str]]) -> dict[str, Match]:
    """Each field with its column: the surest pairs first, no column and no field twice."""
    pairs = [
        (match, name)
        for place, column in enumerate(names)
        for name, synonyms in vocabulary()[kind].items()
        if (match := _best_match(place, column, synonyms, names, _needed(kind, name, cells.get(place, []))))
        and _fits(name, cells.get(place, []))
    ]
    placed: dict[str, Match] = {}
    for match, name in sorted(pairs, key=lambda pair: (-pair[0].score, pair[0].place)):
        if name not in placed and all(match.place != other.place for other in placed.values()):
            placed[name] = match
    return placed


def _best_match(
    place: int, column: Sequence[str], synonyms: tuple[str, ...], names: Names, needed: float
) -> Match | None:
    """How a column would be called if it were the field of these synonyms; None where it is less like them than
    ``needed``."""
    scored = [
        (KNOWN if folded(name) == folded(synonym) else likeness(name, synonym), name, synonym)
        for name in column
        if name.strip() and len(name) <= LONGEST_HEADER
        for synonym in synonyms
    ]
    score, name, synonym = max(scored, default=(0, "", ""), key=lambda triple: triple[0])
    if score < needed or (score < KNOWN and looks_personal(name)):
        return None
    alone = sum(folded(name) in map(folded, other) for other in names) == 1
    return Match(place, " ".join((name if alone else column[-1]).split()), synonym, score)


def _needed(kind: str, name: str, cells: list[str]) -> float:
    """How alike a header must be; less where half of the cells hold values of the field, in words."""
    words = [] if is_flag(name) else [cell for cell in cells if not cell.isdigit()]
    known = _plain_values(kind, name) if words else frozenset()
    return BACKED if 2 * sum(plain_words(word) in known for word in words) > len(cells) else ALIKE


@cache
def _plain_values(kind: str, name: str) -> frozenset[str]:
    return frozenset(plain_words(word) for word in known_values(kind, name))


def _fits(name: str, cells: list[str]) -> bool:
    """Whether the cells seen are of the field's form: dates in a field of dates, and only there."""
    dates = sum(form_of(cell) is not None for cell in cells)
    return not cells or (dates * 2 >= len(cells)) == name.endswith(("_at", "_on"))


@lru_cache(maxsize=200_000)
def likeness(one: str, other: str) -> float:
    """How alike two headers are, 0 to 1; 1 where they differ in case, diacritics and abbreviations only."""
    left, right = _written_out(one), _written_out(other)
    common = set(left.split()) & set(right.split())
    if not common:
        return SAME if left == right and left else 0
    shared = 2 * len(common) / (len(set(left.split())) + len(set(right.split())))
    return (shared + SequenceMatcher(None, left, right).ratio()) / 2


@lru_cache(maxsize=20_000)
def _written_out(header: str) -> str:
    return " ".join(ABBREVIATIONS.get(word, word) for word in plain_words(header).split())


@cache
def settings_of_base() -> dict:
    return settings_of(BASE)


@cache
def vocabulary() -> dict[str, dict[str, tuple[str, ...]]]:
    """Kind -> field -> every header that a built-in mapping with one row a record knows for it."""
    known: dict[str, dict[str, tuple[str, ...]]] = {kind: {} for kind in KINDS}
    for settings in _built_in():
        for kind in KINDS:
            for name, headers in settings.get(kind, {}).get("headers", {}).items():
                known[kind][name] = tuple(dict.fromkeys((*known[kind].get(name, ()), *headers)))
    for name, headers in VAGUE.items():
        known["dossier"][name] += headers
    return known


def _built_in() -> list[dict]:
    """The built-in mappings for exports of rows; the base first."""
    names = sorted((path.stem for path in FOLDER.glob("*.toml")), key=lambda name: (name != BASE, name))
    return [settings for name in names if (settings := settings_of(name)).get("layout") == "rows"]


@cache
def known_values(kind: str, name: str) -> dict[str, str]:
    """Every written value that a built-in mapping knows for a field -> what it means; none where values are free."""
    name = "flag" if is_flag(name) else name
    return {
        word: meaning
        for settings in reversed(_built_in())
        for meaning, words in settings.get(kind, {}).get("values", {}).get(name, {}).items()
        for word in words
    }


def _described(table: str, kind: str, placed: dict[str, Match], names: Names) -> Sheet:
    taken = {match.place for match in placed.values()}
    rest = [column[-1].strip() for place, column in enumerate(names) if place not in taken and any(column)]
    rest = [" ".join(name.split()) for name in rest if name]
    personal = [name for name in rest if looks_personal(name)]
    headers = {folded(name) for column in names for name in column}
    return Sheet(table, kind, placed, [name for name in rest if name not in personal], personal, headers)


def _count_values(sheet: Sheet, rows: Iterator[list[str]]) -> None:
    """Count the values of the fields that have a list of them, and the forms of dates."""
    listed = {name: match.place for name, match in sheet.placed.items() if known_values(sheet.kind, name)}
    dates = [match.place for name, match in sheet.placed.items() if name.endswith(("_at", "_on"))]
    sheet.values = {name: Counter() for name in listed}
    for row in rows:
        for name, place in listed.items():
            if place < len(row) and row[place]:
                sheet.values[name][masked(row[place])] += 1
        sheet.dates.update(form_of(row[place]) or "" for place in dates if place < len(row) and row[place])
