"""What comes due, by unit and day; days that have passed (of units whose data end before the others') stand apart."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from measures.known import Holdings
from measures.meeting import Meeting
from reports.pack_figures import Figure, of, unit_name
from text import Language


@dataclass(frozen=True)
class Soon:
    """days: those after the last day counted; totals: dossiers by day; units: name -> (dossiers by day, dossiers of
    days that have passed), most first; behind: "Phường 3 chưa cập nhật từ 26/06/2020: 2 hồ sơ", "" without any."""

    days: tuple[dt.date, ...]
    totals: tuple[int, ...]
    units: dict[str, tuple[dict[dt.date, int], int]]
    behind: str

    @property
    def passed(self) -> int:
        return sum(late for _, late in self.units.values())


def soon_of(seen: Meeting, figures: tuple[Figure, ...], held: Holdings, language: Language) -> Soon:
    """The figures "soon" and "soon_unit" beside each other."""
    totals = {dt.date.fromisoformat(one.group): one.numerator for one in of(figures, "soon")}
    coming = {day: n for day, n in totals.items() if day > seen.until}
    units: dict[str, tuple[dict[dt.date, int], int]] = {}
    for one in of(figures, "soon_unit"):
        day, (by_day, late) = dt.date.fromisoformat(one.group[:10]), units.get(one.title, ({}, 0))
        if day > seen.until:
            units[one.title] = ({**by_day, day: one.numerator}, late)
        else:
            units[one.title] = (by_day, late + one.numerator)
    ordered = dict(sorted(units.items(), key=lambda item: -sum(item[1][0].values())))
    since = {unit_name(unit, held): day for unit, day in held.behind(seen.until).items()}
    told = [_behind(name, late, since.get(name), language) for name, (_, late) in ordered.items() if late]
    return Soon(tuple(coming), tuple(coming.values()), ordered, "; ".join(told))


def _behind(name: str, count: int, since: dt.date | None, language: Language) -> str:
    number = language.count("{n} dossier", "{n} dossiers", count)
    if since is None:
        return f"{name}: {number}"
    words = language.say("{unit} not updated since {day}", unit=name, day=language.date(since))
    return f"{words}: {number}"
