"""Random exports: a load succeeds with every row accounted for, or is refused with a sentence; nothing else happens.

The suite runs a few examples, always the same; FUZZ=2000 runs so many of each, at random.
"""

from __future__ import annotations

import csv
import gzip
import io
import os
import re
from collections.abc import Callable
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from data_access.load import LoadRefused, MappingError, ReadError, Summary
from data_access.load.reasons import REASONS
from tests.data_access.desk import Desk, dossier, letter, move
from tests.data_access.formats import Rows, as_csv, table
from tests.data_access.malformed import archive, parts_of, xls, xlsx
from tests.data_access.test_reading import in_1258
from tests.data_access.test_workbooks import ENTRIES, REGISTER

FUZZ = int(os.environ.get("FUZZ", "0"))
OF_A_PROGRAM = re.compile(r"Traceback|\b\w+(Error|Exception)\b|0x[0-9a-f]{6}|panicked")


def some(examples: int) -> Callable[[Callable], Callable]:
    slow = [HealthCheck.too_slow, HealthCheck.data_too_large]
    return settings(
        max_examples=FUZZ or examples, derandomize=not FUZZ, deadline=None, database=None, suppress_health_check=slow
    )


@contextmanager
def new_desk():
    with TemporaryDirectory() as folder:
        yield Desk(Path(folder))


def load(desk: Desk, paths: list[Path], **order: object) -> Summary | None:
    """The summary of a published load, or None where it was refused with a sentence; nothing else may happen."""
    before = desk.store.version()
    try:
        summary = desk.load(*paths, **order)
    except (ReadError, MappingError, LoadRefused) as refused:
        message = str(refused)
        assert len(message) < 2000
        assert "\n" not in message
        assert not OF_A_PROGRAM.search(message), message
        assert desk.store.version() == before
        if not isinstance(refused, LoadRefused):
            assert any(path.name in message for path in paths), message
            return None
        add_up(refused.summary)
        return None
    add_up(summary)
    return summary


def add_up(summary: Summary) -> None:
    for file in summary.files:
        assert min(file.read, file.new, file.changed, file.unchanged, file.refused) >= 0
        assert file.read == file.new + file.changed + file.unchanged + file.refused
    assert {code.partition(":")[0] for code in summary.reasons} <= set(REASONS)
    assert bool(summary.reasons) == bool(summary.total("refused"))


def check_stored(desk: Desk, summary: Summary) -> None:
    """Into an empty store: what was said to be new is there, what was refused is listed."""
    if summary.version is None:
        assert summary.nothing_new
        return
    new = {kind: sum(file.new for file in summary.files if file.kind == kind) for kind in ("dossier", "letter")}
    assert len(desk.rows("dossier")) == new["dossier"]
    assert len(desk.rows("letter")) == new["letter"]
    assert len(desk.rows("rejected_row")) == summary.total("refused")


# -------------------------------------------------------------------------------------------------------------- rows

ODD = [
    "", " ", "\u00a0", "\t", "=1+1", "'", '"', '""', ",", ";", "\n", "\r\n", "\ufeff", "\0", "#REF!", "NULL", "None",
    "0", "-1", "1e9", "99999", "43983", "43983.5", "1.234", "1,5", "31/02/2020", "01/13/2020", "00/00/0000",
    "01/01/0001", "31/12/9999", "01/06/2020 24:00", "01/06/2020 08:00:60", "2020-06-01T08:00:00+07:00", 
    "2020-06-01T08:00:00.123Z",
    "2020-06-01 08:00-99:99", "10/06/20", "Phường 1", "P.99", "27370", "Đã xử lý xong", "10", "H-1", "e\u0301" * 9,
    "x" * 5_000, "🙂", "\u202e", "DROP TABLE dossier; --", "'; SELECT 1", "{0}", "%s", "$1", "Mã hồ sơ",
]  # fmt: skip
CELLS = st.one_of(st.sampled_from(ODD), st.text(max_size=12), st.dates().map(str), st.integers().map(str))
WORDS = st.text(max_size=8)
KIND_ROWS = {"dossier": dossier, "letter": letter, "promise": move}


@st.composite
def rows_of(draw: st.DrawFn, kind: str) -> Rows:
    """Valid rows, of which some have odd cells, missing cells, doubles, or are not there at all."""
    count = draw(st.sampled_from([0, 1, 3, 60]))
    rows = table(kind, *(KIND_ROWS[kind](f"H-{number}") for number in range(max(1, count))))[: count + 1]
    for _ in range(draw(st.sampled_from([0, 1, 1, 2, 5]))):
        place = draw(st.integers(0, len(rows) - 1))
        do = draw(st.sampled_from(["cell", "cell", "cell", "double", "short", "long", "all", "drop"]))
        if do == "cell" and rows[place]:
            rows[place][draw(st.integers(0, len(rows[place]) - 1))] = draw(CELLS)
        elif do == "all":
            rows[place] = [draw(CELLS) for _ in rows[place]]
        elif do == "double":
            rows.insert(draw(st.integers(0, len(rows))), list(rows[place]))
        elif do == "short":
            rows[place] = rows[place][: draw(st.integers(0, 3))]
        elif do == "long":
            rows[place] = [*rows[place], draw(CELLS)]
        elif len(rows) > 1:
            rows.pop(place)
    return rows


def text_of(rows: Rows, delimiter: str, line_end: str, quoting: int) -> str:
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter, lineterminator=line_end, quoting=quoting).writerows(rows)
    return text.getvalue()


@some(30)
@given(
    st.lists(st.sampled_from(list(KIND_ROWS)), min_size=1, max_size=3).flatmap(
        lambda kinds: st.tuples(*(rows_of(kind) for kind in kinds))
    ),
    st.sampled_from([",", ";", "\t"]),
    st.sampled_from(["\n", "\r\n", "\r"]),
    st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]),
    st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]),
)
def test_random_rows(tables: tuple[Rows, ...], delimiter: str, line_end: str, quoting: int, encoding: str) -> None:
    with new_desk() as desk:
        paths = []
        for number, rows in enumerate(tables):
            path = desk.folder / f"{number}.csv"
            path.write_bytes(text_of(rows, delimiter, line_end, quoting).encode(encoding, "surrogatepass"))
            paths.append(path)
        if summary := load(desk, paths):
            check_stored(desk, summary)
            again = load(desk, paths)
            assert again is not None
            assert again.nothing_new, "the same files twice change something"


@some(12)
@given(rows_of("dossier"), st.lists(st.lists(CELLS, max_size=5), max_size=4), st.sampled_from([".xlsx", ".xls"]))
def test_random_sheets(rows: Rows, titles: Rows, suffix: str) -> None:
    shown = [["".join(c for c in str(cell) if c.isprintable()) for cell in row] for row in [*titles, *rows]]
    with new_desk() as desk:
        path = desk.folder / f"so{suffix}"
        path.write_bytes(
            {".xlsx": xlsx, ".xls": xls}[suffix]([[f" {c}" if c[:1] in "=#" else c for c in r] for r in shown])
        )
        if summary := load(desk, [path]):
            check_stored(desk, summary)


# -------------------------------------------------------------------------------------------------------------- bytes

PLAIN = table("dossier", *(dossier(f"H-{number}", channel="Trực tiếp") for number in range(60)))
REGISTERED: Rows = [*REGISTER, *ENTRIES * 3]
SEEDS = {
    "csv": as_csv(PLAIN).encode(),
    "csv with titles": as_csv([["UBND PHƯỜNG 1"], [], *PLAIN]).encode(),
    "semicolons": as_csv(PLAIN, ";", "\r\n").encode("utf-8-sig"),
    "utf-16": as_csv(PLAIN, "\t").encode("utf-16"),
    "windows-1258": in_1258(as_csv(PLAIN)),
    "gz": gzip.compress(as_csv(PLAIN).encode(), mtime=0),
    "xlsx": xlsx(PLAIN),
    "xls": xls(PLAIN),
    "register": xls(REGISTERED),
}
PARTS = parts_of(xlsx(PLAIN))
INTERESTING = st.one_of(
    st.binary(max_size=6),
    st.sampled_from(
        [b"\0", b'"', b"\xff" * 4, b"\r", b"\n\n", b"\x80", b"\xff\xfe", b"]]>", b"<!--", b"&#0;", b"99999999"]
    ),
)


@st.composite
def mutated(draw: st.DrawFn, content: bytes, most: int = 4) -> bytes:
    """Bytes changed, taken out, put in, doubled, cut off, or another file's in their place."""
    for _ in range(draw(st.integers(1, most))):
        place = draw(st.integers(0, max(0, len(content) - 1)))
        length = draw(st.sampled_from([1, 2, 4, 8, 64, 512, 5_000]))
        do = draw(st.sampled_from(["put"] * 6 + ["insert", "insert", "remove", "double", "cut", "splice"]))
        before, after = content[:place], content[place + length :]
        if do == "put":
            new = draw(INTERESTING)
            content = before + new + content[place + len(new) :]
        elif do == "insert":
            content = before + draw(INTERESTING) + content[place:]
        elif do == "remove":
            content = before + after
        elif do == "double":
            content = before + content[place : place + length] * 2 + after
        elif do == "cut":
            content = before if draw(st.booleans()) else content[place:]
        else:
            other = SEEDS[draw(st.sampled_from(list(SEEDS)))]
            start = draw(st.integers(0, len(other)))
            content = before + other[start : start + length] + after
    return content


def load_bytes(content: bytes, name: str, **order: object) -> None:
    with new_desk() as desk:
        path = desk.folder / name
        path.write_bytes(content)
        if summary := load(desk, [path], **order):
            check_stored(desk, summary)


@pytest.mark.parametrize("seed", ["csv", "csv with titles", "semicolons", "utf-16", "windows-1258", "gz"])
@some(6)
@given(st.data())
def test_random_bytes_in_texts(seed: str, data: st.DataObject) -> None:
    load_bytes(data.draw(mutated(SEEDS[seed])), "so.csv")


@pytest.mark.parametrize("seed", ["xlsx", "xls", "register"])
@some(12)
@given(st.data())
def test_random_bytes_in_workbooks(seed: str, data: st.DataObject) -> None:
    order = {"mapping": "so-theo-doi"} if seed == "register" else {}
    load_bytes(data.draw(mutated(SEEDS[seed])), "so.xlsx", **order)


@some(15)
@given(st.data())
def test_random_bytes_in_the_parts_of_a_workbook(data: st.DataObject) -> None:
    """Packed again after the change, so that the archive itself is whole."""
    part = data.draw(st.sampled_from(sorted(PARTS)))
    load_bytes(archive(PARTS | {part: data.draw(mutated(PARTS[part]))}), "so.xlsx")


@some(15)
@given(st.binary(max_size=300) | st.text(max_size=300).map(lambda text: text.encode("utf-8", "surrogatepass")))
def test_random_files(content: bytes) -> None:
    load_bytes(content, "so.csv")
