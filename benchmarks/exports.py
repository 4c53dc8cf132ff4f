"""Export files of any size, made of copies of the sample district: each copy has dossier codes of its own."""

from __future__ import annotations

import math
from dataclasses import dataclass
from pathlib import Path

import duckdb

from data_access.sample.generator import write_exports

CODE = "Mã hồ sơ"
UPDATED = 5_000
CHILDREN = ("hen-tra", "tam-dung", "buoc-xu-ly", "thu-xin-loi")
# A day after the sample's last export: some dossiers were finished, others collected.
NEXT_EXPORT, NEXT_DAY = "01/07/2020 18:00:00", "01/07/2020 10:00"


@dataclass(frozen=True)
class Exports:
    """``dossiers`` holds ``count`` rows; ``children`` the moves, pauses, steps and letters; ``update`` a newer export
    of ``UPDATED`` of the dossiers."""

    count: int
    dossiers: Path
    children: tuple[Path, ...]
    update: Path


def make_exports(folder: Path, count: int) -> Exports:
    """Write export files with ``count`` dossiers into ``folder``; what is there already is taken as it is."""
    made = Exports(
        count,
        folder / f"ho-so-{count}.csv",
        tuple(folder / f"{name}-{count}.csv" for name in CHILDREN),
        folder / f"cap-nhat-{count}.csv",
    )
    if not made.update.exists():
        base = folder / "base"
        if not base.exists():
            write_exports(base)
        _write(duckdb.connect(), base, made)
    return made


def _write(connection: duckdb.DuckDBPyConnection, base: Path, made: Exports) -> None:
    connection.execute(
        f"""CREATE TABLE base AS SELECT * FROM {_csv(base / "ho-so_*.csv")} WHERE "{CODE}" IS NOT NULL
        QUALIFY count(*) OVER (PARTITION BY "{CODE}") = 1"""
    )
    row = connection.sql("SELECT count(*) FROM base").fetchone()
    copies = math.ceil(made.count / row[0]) if row else 0
    connection.execute(
        f"""CREATE TABLE picked AS SELECT "{CODE}" AS code, copy FROM base, range({copies}) AS copies (copy)
        ORDER BY hash(code, copy) LIMIT {made.count}"""
    )
    pick = f'JOIN picked ON code = "{CODE}"'
    own = f'SELECT * REPLACE (copy || \'.\' || "{CODE}" AS "{CODE}")'
    dossiers = f"""SELECT * EXCLUDE (code, copy) FROM ({own} FROM base {pick}) ORDER BY "{CODE}\""""
    _copy(connection, dossiers, made.dossiers)
    for name, path in zip(CHILDREN, made.children, strict=True):
        rows = f"SELECT * EXCLUDE (code, copy) FROM ({own} FROM {_csv(base / (name + '.csv'))} {pick})"
        _copy(connection, f'{rows} ORDER BY "{CODE}"', path)
    _copy(connection, _update(made.dossiers), made.update)


def _update(dossiers: Path) -> str:
    """A newer export of some dossiers: the open ones are finished, the others collected."""
    return f"""SELECT * REPLACE (
            '{NEXT_EXPORT}' AS "Thời điểm xuất",
            coalesce("Ngày kết thúc xử lý", '{NEXT_DAY}') AS "Ngày kết thúc xử lý",
            coalesce("Ngày trả kết quả", '{NEXT_DAY}') AS "Ngày trả kết quả", 'Đã trả kết quả' AS "Trạng thái")
        FROM {_csv(dossiers)} WHERE "Trạng thái" IN ('Đang xử lý', 'Đã xử lý xong', 'Đã trả kết quả')
        ORDER BY hash("{CODE}") LIMIT {UPDATED}"""


def _csv(path: Path) -> str:
    return f"read_csv('{path}', all_varchar = true, header = true, delim = ',', quote = '\"')"


def _copy(connection: duckdb.DuckDBPyConnection, rows: str, path: Path) -> None:
    connection.execute(f"COPY ({rows}) TO '{path}' (HEADER, DELIMITER ',')")
