"""A few rows a loader must refuse and explain, as real exports have them."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

NO_SUCH_DOSSIER = "775.99.H29-190101-9999"
Tables = dict[str, pa.Table]
Soiler = Callable[[pa.Table, int], pa.Table]


def overwrite(header: str, text: str | None) -> Soiler:
    """A fault that replaces one cell."""

    def soil(table: pa.Table, row: int) -> pa.Table:
        mask = np.zeros(table.num_rows, bool)
        mask[row] = True
        column = table[header].combine_chunks()
        column = pc.replace_with_mask(column, pa.array(mask), pa.array([text], pa.string()))
        return table.set_column(table.schema.get_field_index(header), header, column)

    return soil


def repeat_row(table: pa.Table, row: int) -> pa.Table:
    """A fault that writes one row a second time at the end of its file."""
    return pa.concat_tables([table, table.slice(row, 1)])


def lost_code(table: pa.Table, row: int) -> pa.Table:
    """A fault that adds a row for a dossier no file knows."""
    stray = overwrite("Mã hồ sơ", NO_SUCH_DOSSIER)(table.slice(row, 1), 0)
    return pa.concat_tables([table, stray])


# Faults of dossier rows; the first ones are enough for a small sample.
DOSSIER_FAULTS: tuple[Soiler, ...] = (
    overwrite("Ngày hẹn trả", "31/02/2019"),
    overwrite("Trạng thái", "Chờ bổ sung chữ ký"),
    repeat_row,
    overwrite("Ngày kết thúc xử lý", "02/01/2017 09:00"),
    overwrite("Mã hồ sơ", None),
    overwrite("Đơn vị tiếp nhận", "UBND Phường 99"),
    overwrite("Mã thủ tục", "9.999999"),
    overwrite("Ngày tiếp nhận", "05/03/19 09:15"),
)
SMALL_FAULTS = 5
STRAYS = ("thu-xin-loi.csv", "hen-tra.csv", "tam-dung.csv", "buoc-xu-ly.csv")


def soil_tables(rng: np.random.Generator, dossiers: Tables, others: Tables, thorough: bool) -> None:
    """Put the faults in, one row each, in place: about 40 of them if ``thorough``, else 6."""
    names = sorted(dossiers)
    used: set[tuple[str, int]] = set()
    for fault in DOSSIER_FAULTS * 4 if thorough else DOSSIER_FAULTS[:SMALL_FAULTS]:
        name = names[rng.integers(len(names))]
        row = clean_row(rng, dossiers[name], {r for n, r in used if n == name})
        used.add((name, row))
        dossiers[name] = fault(dossiers[name], row)
    for name in STRAYS * 2 if thorough else STRAYS[:1]:
        if others[name].num_rows:
            others[name] = lost_code(others[name], int(rng.integers(others[name].num_rows)))


def clean_row(rng: np.random.Generator, table: pa.Table, used: set[int]) -> int:
    """A collected certification dossier: it has no steps or letters that would be refused along with it."""
    simple = pc.and_(pc.equal(table["Mã thủ tục"], "2.000815"), pc.equal(table["Trạng thái"], "Đã trả kết quả"))
    candidates = np.flatnonzero(np.asarray(simple.combine_chunks()))
    if not candidates.size:
        candidates = np.arange(table.num_rows)
    left = np.setdiff1d(candidates, list(used))
    return int(rng.choice(left))
