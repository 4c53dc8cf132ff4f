"""Posting of procedures in the made-up district: who shows which procedure since when, with lifelike gaps.

Every procedure was announced in 2018; some were announced anew later, the last ones weeks before the data end.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from itertools import zip_longest
from random import Random

import pyarrow as pa

from .facts import Facts

LAST_DAY = dt.date(2020, 6, 30)
TELLS_NOTHING = ("p05", "p11")
ANNOUNCED = (dt.date(2018, 3, 5), dt.date(2019, 7, 15), dt.date(2020, 4, 13), dt.date(2020, 6, 8), dt.date(2020, 6, 24))
ANEW = (1.0, 0.3, 0.2, 0.15, 0.08)  # how many of the procedures each announcement concerns
CARELESS = {"p09": 3.0, "p06": 2.0}  # gaps against the others
LATE, NOT_THERE, LEFT_UP, UNSOUND = 0.08, 0.03, 0.05, 0.04
FLAGS = ("Niêm yết đầy đủ", "Niêm yết đúng nội dung", "Niêm yết đúng hình thức")


def posting_table(seed: int, facts: Facts, names: dict[str, str]) -> pa.Table:
    """One row a unit, procedure and version. ``names``: how wards and the district's desk call themselves."""
    chance = Random(seed)
    by_level = facts.procedures.groupby("level")["procedure_id"].agg(list)
    versions = {procedure: _versions(chance) for ids in by_level for procedure in sorted(ids)}
    rows = []
    for unit, name in names.items():
        if unit in TELLS_NOTHING:
            continue
        level, care = "ward" if unit.startswith("p") else "district", CARELESS.get(unit, 1.0)
        for procedure in sorted(by_level[level]):
            rows += _of_procedure(chance, name, procedure, versions[procedure], care)
    return pa.Table.from_pylist(rows)


def _versions(chance: Random) -> list[dt.date]:
    return [day for day, share in zip(ANNOUNCED, ANEW, strict=True) if chance.random() < share]


def _of_procedure(
    chance: Random, name: str, procedure: str, announced: Sequence[dt.date], care: float
) -> list[dict[str, str]]:
    rows = []
    for day, following in zip_longest(announced, announced[1:]):
        desk, web = _posted(chance, day, care), _posted(chance, day, care)
        removed = None
        if following and chance.random() >= LEFT_UP * care:
            removed = following + dt.timedelta(chance.randrange(1, 6))
            removed = removed if removed >= max(desk or day, web or day) else None
        places = {"Ngày niêm yết tại bộ phận": desk, "Ngày đăng trên cổng": web, "Ngày gỡ": removed}
        rows.append(
            {"Đơn vị niêm yết": name, "Mã thủ tục": procedure, "Ngày công bố": _day(day)}
            | {title: _day(place) for title, place in places.items()}
            | {flag: "Không" if chance.random() < UNSOUND * care else "Có" for flag in FLAGS}
        )
    return rows


def _posted(chance: Random, announced: dt.date, care: float) -> dt.date | None:
    if chance.random() < NOT_THERE * care:
        return None
    late = chance.random() < LATE * care
    day = announced + dt.timedelta(chance.randrange(9, 30) if late else chance.randrange(1, 6))
    return day if day <= LAST_DAY else None


def _day(day: dt.date | None) -> str:
    return f"{day:%d/%m/%Y}" if day else ""
