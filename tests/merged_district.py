"""Random districts that live through both mergers of the wards on Quận 6's ground.

The truth is one district, each dossier under the unit that first told of it. ``exports`` is what the sources told of it
three times: as 14 wards, as 10, as 4, each time by the names and codes of that time and only what had happened by then.
A source may be silent at a time; then its successor tells later, or nobody. Nothing here counts anything.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from random import Random

from tests.district import (
    EXPORT_CLOCKS,
    District,
    Dossier,
    Letter,
    Move,
    Pause,
    Place,
    build_at,
)

# Origin -> what it is called in the exports as 14, 10 and 4 wards.
GENERATIONS = {
    "p01": ("p01", "p01-2025", "binh-tien"),
    "p04": ("p04", "p01-2025", "binh-tien"),
    "p07": ("p07", "p07", "binh-tien"),
    "p09": ("p09", "p09-2025", "binh-tay"),
    "p10": ("p10", "p10", "binh-phu"),
    "cn-vpdk": ("cn-vpdk", "cn-vpdk", "cn-vpdk-2025"),
}
# The name "Phường 1" is p01, then p01-2025; the code 27373 is p04, then binh-tien.
WRITTEN = {
    "p01": "Phường 1",
    "p04": "27373",
    "p07": "P.7",
    "p09": "UBND Phường 09",
    "p10": "P10",
    "p01-2025": "Phường 01",
    "p09-2025": "Phường 9",
    "binh-tien": "27373",
    "binh-tay": "Phường Bình Tây",
    "binh-phu": "UBND phường Bình Phú",
    "cn-vpdk": "CN VPĐKĐĐ Quận 6",
    "cn-vpdk-2025": "CN VPĐKĐĐ Quận 6",
}
GROUND = Place(
    ("p01", "p04", "p07", "p09", "p10"), (3, 3, 2, 3, 2), ("cn-vpdk", "p09", "p04"), ("p01", "p04", "p09", "p10", None)
)
# Around the end of a year (New Year and Tết follow) and around the end of the district.
ANCHORS = (date(2024, 12, 18), date(2025, 1, 6), date(2025, 6, 18), date(2025, 7, 3))
# The days on whose evening, or the noon after, the exports of a time may be made.
EXPORT_DAYS = (
    [date(2024, 12, 20) + timedelta(days) for days in range(12)],
    [date(2025, 1, 2) + timedelta(days) for days in (0, 3, 30, 160, 178)],
    [date(2025, 7, 2) + timedelta(days) for days in (0, 2, 9, 20, 60)],
)


@dataclass(frozen=True)
class Merged:
    """A district over time: the truth, and the exports in the order they are loaded."""

    truth: District
    exports: tuple[District, ...]


def merged_district(seed: int, size: int = 60) -> Merged:
    """One number, one district."""
    rng = Random(seed)
    days = sorted({anchor + timedelta(days=offset) for anchor in ANCHORS for offset in rng.sample(range(16), 5)})
    made = [_made(rng, generation) for generation in range(3)]
    last = {unit: _last_word(unit, made) for unit in GENERATIONS}
    wards = {unit: moment for unit, moment in last.items() if unit in GROUND.receiving}
    drawn = build_at(GROUND, days, wards, [rng.randrange(2**32) for _ in range(size)])
    exports = [_as_told(drawn, moments, generation) for generation, moments in enumerate(made)]
    # Whoever told of a dossier first; a dossier that nobody told of yet is told by the last export of its ground.
    first: dict[str, Dossier] = {}
    for export in exports:
        for dossier in export.dossiers:
            first.setdefault(dossier.code, dossier)
    told = [_as_first_told(dossier, first[dossier.code]) for dossier in drawn.dossiers if dossier.code in first]
    known = {dossier.code for dossier in told}
    truth = District(
        dossiers=tuple(told),
        moves=tuple(move for move in drawn.moves if move.code in known),
        pauses=tuple(pause for pause in drawn.pauses if pause.code in known),
        letters=tuple(letter for letter in drawn.letters if letter.code in known),
        exported_at={unit: moment for export in exports for unit, moment in export.exported_at.items()},
    )
    return Merged(truth, tuple(export for export in exports if export.dossiers))


def _made(rng: Random, generation: int) -> dict[str, datetime]:
    """When each unit of a time made its export; one in five made none."""
    units = sorted({GENERATIONS[unit][generation] for unit in GROUND.receiving})
    moments = {}
    for unit in units:
        day, clock = rng.choice(EXPORT_DAYS[generation]), rng.choice(EXPORT_CLOCKS)
        if generation < 2 and rng.random() < 0.15:  # the noon after the last day completes just that day
            day, clock = (date(2025, 1, 1), date(2025, 7, 1))[generation], time(10, 0)
        if generation == 2 or rng.random() < 0.8:
            moments[unit] = datetime.combine(day, clock)
    silent = rng.choice(units)
    if generation == 2 and rng.random() < 0.4:
        moments.pop(silent)
    return moments


def _last_word(unit: str, made: list[dict[str, datetime]]) -> datetime:
    """The last export that tells of a unit's dossiers."""
    names = GENERATIONS[unit]
    told = [moments[name] for name, moments in zip(names, made, strict=True) if name in moments]
    return max(told, default=datetime.combine(EXPORT_DAYS[0][0], time(18, 0)))


def _as_told(drawn: District, made: dict[str, datetime], generation: int) -> District:
    """The exports of one time."""
    dossiers: dict[str, Dossier] = {}
    cuts: dict[str, datetime] = {}
    for dossier in drawn.dossiers:
        unit = GENERATIONS[dossier.receiving][generation]
        begun = dossier.received or dossier.submitted
        last = drawn.exported_at[dossier.receiving] == made.get(unit)
        if unit in made and (last or (begun is not None and begun <= made[unit])):
            cuts[dossier.code] = made[unit]
            moves = [move for move in drawn.moves if move.code == dossier.code]
            pauses = [pause for pause in drawn.pauses if pause.code == dossier.code]
            dossiers[dossier.code] = _renamed(_until(dossier, moves, pauses, made[unit]), generation)
    moves = [move for move in drawn.moves if move.code in cuts and move.set_at <= cuts[move.code]]
    letters = [one for one in drawn.letters if one.code in cuts and _drafted(one) <= cuts[one.code].date()]
    return District(
        dossiers=tuple(dossiers.values()),
        moves=tuple(moves),
        pauses=tuple(_known_pauses([pause for pause in drawn.pauses if pause.code in cuts], cuts)),
        letters=tuple(letters),
        exported_at={unit: made[unit] for unit in {dossier.receiving for dossier in dossiers.values()}},
    )


def _drafted(letter: Letter) -> date:
    assert letter.drafted_on
    return letter.drafted_on


def _known_pauses(pauses: list[Pause], cuts: dict[str, datetime]) -> list[Pause]:
    begun = [pause for pause in pauses if pause.started <= cuts[pause.code]]
    return [replace(pause, resumed=_by(pause.resumed, cuts[pause.code])) for pause in begun]


def _by(moment: datetime | None, cut: datetime) -> datetime | None:
    return moment if moment is not None and moment <= cut else None


def _until(dossier: Dossier, moves: list[Move], pauses: list[Pause], cut: datetime) -> Dossier:
    """The row an export made at ``cut`` shows."""
    finished, ended, returned = (_by(at, cut) for at in (dossier.finished, dossier.ended, dossier.returned))
    known = [move for move in moves if move.set_at <= cut]
    due = known[-1].due if known else moves[0].old_due if moves else dossier.due
    told = replace(dossier, finished=finished, ended=ended, returned=returned, due=due)
    if dossier.status in (1, 3):
        return told
    ahead = (dossier.finished, dossier.ended, dossier.returned) != (finished, ended, returned)
    if not (finished or ended) and (ahead or dossier.status in (2, 4, 5, 6)):
        waiting = _known_pauses([p for p in pauses if p.resumed is None or p.resumed > cut], {dossier.code: cut})
        open_status = dossier.status if dossier.status in (2, 4) else 4
        return replace(told, status={"supplement": 5, "payment": 6}[waiting[-1].reason] if waiting else open_status)
    return replace(told, status=9) if ahead and dossier.status == 10 else told


def _renamed(dossier: Dossier, generation: int) -> Dossier:
    """The same dossier by the units of a time."""
    resolving, area = GENERATIONS[dossier.resolving][generation], dossier.area and GENERATIONS[dossier.area][generation]
    return replace(dossier, receiving=GENERATIONS[dossier.receiving][generation], resolving=resolving, area=area)


def _as_first_told(dossier: Dossier, first: Dossier) -> Dossier:
    """All that is known in the end, under the units of the first export."""
    return replace(dossier, receiving=first.receiving, resolving=first.resolving, area=first.area)
