"""``python -m benchmarks.false_signals``: how far the verdict rule can be trusted; writes ``docs/statistics.md``.

Districts of 14 wards are drawn with the volumes of Quận 6 (without same-day certification) and judged with the same
``judge`` as on the pages, by months and by quarters. Without any difference between wards every clear verdict is a
false signal. With one ward at three times the rate, being called clearly higher within three months is finding it.
"""

from __future__ import annotations

import argparse
import datetime as dt
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from data_access.sample.arrivals import volumes_by_unit
from data_access.sample.facts import read_facts
from measures import registry
from measures.judging import EXPECTED_AT_LEAST, judge
from measures.overview import HEADLINE
from measures.verdict import Verdict

SEED = 20200630
LEVEL = 0.025  # late among what came due, as in Quận 6's invented district of 2020
TIMES = 3
YEARS = 500
DISTRICTS = 60  # for each ward at three times the rate
YEAR, QUARTER = 12, 3  # months
GRAINS = {"month": 1, "quarter": QUARTER}
OUT = Path(__file__).resolve().parents[1] / "docs" / "statistics.md"

Verdicts = NDArray[np.object_]
Counts = NDArray[np.int64]


@dataclass(frozen=True)
class Share:
    """A mean over independent simulations, with its standard error."""

    mean: float
    error: float

    @classmethod
    def of(cls, values: NDArray[Any]) -> Share:
        return cls(float(values.mean()), float(values.std(ddof=1) / np.sqrt(len(values))))


@cache
def volumes() -> dict[str, float]:
    """Dossiers a month by ward, certification left out."""
    facts = read_facts()
    unit, procedure, per_year = volumes_by_unit(np.random.default_rng(0), facts)  # chance touches certification only
    rows = facts.units["kind"].eq("ward").to_numpy()[unit]
    rows &= ~facts.procedures["certification"].to_numpy(bool)[procedure]
    monthly = np.bincount(unit[rows], per_year[rows], minlength=len(facts.units)) / YEAR
    return {name: float(volume) for name, volume in zip(facts.units["unit_id"], monthly, strict=True) if volume}


def verdicts(rng: np.random.Generator, months: int, rates: NDArray[np.float64]) -> dict[str, Verdicts]:
    """By grain, [period, ward]: what the rule says of one simulated district.

    A quarter without any difference goes before, so that "two periods running" holds from the beginning; its verdicts
    are left out.
    """
    dossiers = rng.poisson(list(volumes().values()), (QUARTER + months, len(rates)))
    late = rng.binomial(dossiers, np.where(np.arange(len(dossiers))[:, None] < QUARTER, LEVEL, rates))
    return {grain: _judged(late, dossiers, length)[QUARTER // length :] for grain, length in GRAINS.items()}


def _judged(late: Counts, dossiers: Counts, length: int) -> Verdicts:
    """The verdicts on periods of so many months."""
    x, n = (counts.reshape(-1, length, counts.shape[1]).sum(axis=1) for counts in (late, dossiers))
    days = [dt.date(2000 + period, 1, 1) for period in range(len(x))]  # only their order counts
    index = pd.MultiIndex.from_product([days, volumes()], names=["period", "unit"])
    frame = pd.DataFrame({"numerator": x.ravel().astype(float), "denominator": n.ravel().astype(float)}, index=index)
    return judge(frame.reset_index(), registry.get(HEADLINE))["verdict"].to_numpy().reshape(x.shape)


def without_difference(years: int) -> dict[str, dict[str, Share]]:
    """By grain: false signals of a district a year."""
    rng, rates = np.random.default_rng(SEED), np.full(len(volumes()), LEVEL)
    drawn = [verdicts(rng, YEAR, rates) for _ in range(years)]
    return {grain: _false_signals(np.array([seen[grain] for seen in drawn])) for grain in GRAINS}


def _false_signals(seen: Verdicts) -> dict[str, Share]:
    higher, lower = (seen == word for word in (Verdict.HIGHER, Verdict.LOWER))
    watched = (seen == Verdict.WATCH_HIGHER) | (seen == Verdict.WATCH_LOWER)
    return {
        "clear": Share.of((higher | lower).sum(axis=(1, 2))),
        "years": Share.of((higher | lower).any(axis=(1, 2))),
        "higher": Share.of(higher.sum(axis=(1, 2))),
        "watched": Share.of(watched.sum(axis=(1, 2))),
        "judged": Share.of((seen != Verdict.TOO_FEW).mean(axis=(1, 2))),
    }


def one_ward_differs(districts: int) -> dict[str, dict[str, Share]]:
    """By ward at three times the rate, and grain: how often it is called clearly higher within three months."""
    rng, wards = np.random.default_rng(SEED), list(volumes())
    found = {}
    for place, ward in enumerate(wards):
        rates = np.where(np.arange(len(wards)) == place, TIMES * LEVEL, LEVEL)
        drawn = [verdicts(rng, QUARTER, rates) for _ in range(districts)]
        higher = {g: np.array([(seen[g][:, place] == Verdict.HIGHER).any() for seen in drawn]) for g in GRAINS}
        found[ward] = {grain: Share.of(values) for grain, values in higher.items()}
    return found


def together(shares: list[Share]) -> Share:
    """The mean over the wards."""
    error = float(np.linalg.norm([share.error for share in shares])) / len(shares)
    return Share(float(np.mean([share.mean for share in shares])), error)


FALSE_WORDS = {
    "clear": "wards called clearly higher or lower, times a year",
    "years": "share of years with any ward called so",
    "higher": "wards called clearly higher, times a year",
    "watched": 'wards called "watch", times a year',
    "judged": "share of wards and periods with a verdict at all",
}


def report(false: dict[str, dict[str, Share]], found: dict[str, dict[str, Share]]) -> str:
    """The page in docs/, in English."""
    wards = volumes()
    means = {grain: together([share[grain] for share in found.values()]) for grain in GRAINS}
    lines = [
        "# How far the verdicts can be trusted",
        "",
        "Written by `python -m benchmarks.false_signals` (fixed seed); do not edit. Simulated districts of 14 wards"
        f" with the volumes of Quận 6 without same-day certification ({sum(wards.values()):.0f} dossiers a month) and"
        f" a common rate of {LEVEL:.1%}, judged by the rule of the pages: exact limits around the rate of the others,"
        " widened by the overdispersion found; clear beyond 99.8 %, or beyond 95 % in two periods running; no verdict"
        f" where fewer than {EXPECTED_AT_LEAST} late ones are expected. Means with their standard errors.",
        "",
        f"## No ward differs ({YEARS} simulated years)",
        "",
        "| all 14 wards together | judged by months | judged by quarters |",
        "|---|---|---|",
        *(_row(words, {grain: false[grain][key] for grain in GRAINS}) for key, words in FALSE_WORDS.items()),
        "",
        f"## One ward at {TIMES} times the rate ({DISTRICTS} simulated districts a ward)",
        "",
        f"Called clearly higher in one of the first {QUARTER} months, or in the first quarter. A ward with too few"
        " dossiers a month for a verdict can only be found by longer periods.",
        "",
        "| ward, dossiers a month | found by months | found by the quarter |",
        "|---|---|---|",
        *(_row(f"{ward}, {wards[ward]:.0f}", shares) for ward, shares in found.items()),
        _row("mean of the wards", means),
    ]
    return "\n".join(lines) + "\n"


def _row(words: str, shares: dict[str, Share]) -> str:
    return f"| {words} | {' | '.join(_told(shares[grain]) for grain in GRAINS)} |"


def _told(share: Share) -> str:
    return f"{share.mean:.3f} ± {share.error:.3f}"


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.false_signals", description=__doc__)
    parser.add_argument("--out", type=Path, default=OUT)
    options = parser.parse_args()
    options.out.write_text(report(without_difference(YEARS), one_ward_differs(DISTRICTS)), encoding="utf-8")


if __name__ == "__main__":
    main()
