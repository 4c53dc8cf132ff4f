"""Units over time: what a written name means on a day, and which unit carries another one's work after a merger.

A merger gives several units one successor, which begins on the day after they end; nothing is ever split. Unit ids are
ours and never used again, names and official codes are: "Phường 1" of 2024 and "Phường 1" of 2025 are two units.
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import combinations

Unit = dict[str, str]
ONE_DAY = dt.timedelta(1)


def folded(cell: str) -> str:
    """Text as it is compared: NFC, lower case, single spaces."""
    return re.sub(r"\s+", " ", unicodedata.normalize("NFC", cell).replace("\ufeff", "")).strip().lower()


@lru_cache(maxsize=20_000)
def unit_key(written: str) -> str:
    """One key for all the ways a ward's name arrives: "UBND Phường 01", "P.1", "P1" and "p 1" are "phường 1"."""
    text = re.sub(r"^(ủy ban nhân dân|uỷ ban nhân dân|ubnd) ", "", folded(written))
    return re.sub(r"^(?:phường|phuong|p)[. ]*0*([1-9]\d*)$", r"phường \1", text)


def keys_of(unit: Unit) -> set[str]:
    """Every key under which exports may name a unit: name, short name, official code, synonyms."""
    names = [unit["name"], unit["short_name"], unit["official_code"], *unit["names"].split("|")]
    return {unit_key(name) for name in names if name}


def first_day(unit: Unit) -> dt.date:
    return dt.date.fromisoformat(unit["valid_from"]) if unit["valid_from"] else dt.date.min


def last_day(unit: Unit) -> dt.date:
    return dt.date.fromisoformat(unit["valid_to"]) if unit["valid_to"] else dt.date.max


def units_on(units: Sequence[Unit], day: dt.date) -> list[Unit]:
    """The units that exist on a day."""
    return [unit for unit in units if first_day(unit) <= day <= last_day(unit)]


def unit_names(units: Sequence[Unit], day: dt.date) -> dict[str, str]:
    """Key -> unit_id of the units that exist on a day. See ``unit_key``."""
    return {key: unit["unit_id"] for unit in units_on(units, day) for key in keys_of(unit)}


def check_units(units: Sequence[Unit]) -> None:
    """Refuse a list of units that contradicts itself.

    Raises:
        ValueError: ids stand twice, a merger does not join day to day, or a name means two units on one day. All faults
            are named.
    """
    faults = [*_id_faults(units), *_merger_faults(units), *_name_faults(units)]
    if faults:
        raise ValueError(f"units.csv: {'; '.join(faults)}. Mend these rows.")


def _id_faults(units: Sequence[Unit]) -> Iterator[str]:
    ids = [unit["unit_id"] for unit in units]
    yield from (f"unit_id {unit!r} stands twice" for unit in sorted({unit for unit in ids if ids.count(unit) > 1}))
    for unit in units:
        for field in ("parent_id", "successor_id"):
            if unit[field] and unit[field] not in ids:
                yield f"{field} {unit[field]!r} of {unit['unit_id']!r} is no unit"


def _merger_faults(units: Sequence[Unit]) -> Iterator[str]:
    """What would break the chain of successors; days that join rule out a circle, too."""
    known = {unit["unit_id"]: unit for unit in units}
    for unit in units:
        if first_day(unit) > last_day(unit):
            yield f"{unit['unit_id']!r} ends ({unit['valid_to']}) before it begins ({unit['valid_from']})"
        successor = known.get(unit["successor_id"])
        if successor and (not unit["valid_to"] or first_day(successor) != last_day(unit) + ONE_DAY):
            ends, begins = unit["valid_to"] or "never", successor["valid_from"] or "always there"
            yield (
                f"{unit['unit_id']!r} ends {ends}, but its successor {successor['unit_id']!r} begins {begins}: it must "
                f"begin the day after"
            )


def _name_faults(units: Sequence[Unit]) -> Iterator[str]:
    for one, other in combinations(units, 2):
        meet = max(first_day(one), first_day(other)) <= min(last_day(one), last_day(other))
        if meet and (shared := keys_of(one) & keys_of(other)):
            yield f"{min(shared)!r} means {one['unit_id']!r} and {other['unit_id']!r} on the same days"


def standing(units: Sequence[Unit], first: dt.date, last: dt.date) -> list[dict[str, object]]:
    """Rows of the table ``standing``: for each unit who carries its work, without gaps from ``first`` to ``last``.

    Before it begins, and after its end where nobody took over, a unit stands as itself.
    """
    known = {unit["unit_id"]: unit for unit in units}
    rows: list[dict[str, object]] = []
    for unit in units:
        begins, carrier = first, unit
        while True:
            until = min(last_day(carrier), last) if carrier["successor_id"] else last
            interval = {"stands_from": begins, "stands_until": until, "stands_as": carrier["unit_id"]}
            rows.append({"unit_id": unit["unit_id"], **interval})
            if until == last:
                break
            begins, carrier = until + ONE_DAY, known[carrier["successor_id"]]
    return rows
