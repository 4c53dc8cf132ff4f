"""The second road to what is counted on demands for papers: plain loops, nothing of the product.

Read it beside COUNTING (section 3, "Wider order") and ``measures/demands.py``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from tests import plain_truth as truth
from tests.district import Demand, District
from tests.plain_truth import View

KINDS: dict[str, Callable[[Demand], bool]] = {
    "extra_documents": lambda one: one.beyond_list,
    "certified_copies": lambda one: one.certified and one.plain_enough,
}
PER_100, RATES = tuple(f"{kind}_per_100" for kind in KINDS), tuple(f"{kind}_rate" for kind in KINDS)
KEYS = (*PER_100, *RATES, *KINDS)


def received(views: Iterable[View]) -> list[View]:
    """Accepted and received within the period, up to T."""
    return [view for view in views if truth.COUNTS["received"](view)]


def reports(district: District, view: View) -> bool:
    """Whether the unit that received the dossier reported any demand, however harmless, made by T."""
    own = {one.code for one in district.dossiers if one.receiving == view.dossier.receiving}
    return any(one.code in own and one.on <= view.to for one in district.demands)


def of_kind(key: str) -> Callable[[Demand], bool]:
    return KINDS[key.removesuffix("_per_100").removesuffix("_rate")]


def demands_of(key: str, district: District, view: View) -> list[Demand]:
    """The demands that a key is about, made of the dossier by T."""
    wanted = of_kind(key)
    return [one for one in district.demands if one.code == view.dossier.code and one.on <= view.to and wanted(one)]


def rows(key: str, district: District, views: Iterable[View]) -> list[tuple[str, str]]:
    """(code, paper) of what a list shows: demands; dossiers of a rate's numerator; all dossiers of a "per 100"."""
    seen = received(views)
    if key in KINDS:
        return [(one.code, one.paper) for view in seen for one in demands_of(key, district, view)]
    told = [view for view in seen if reports(district, view)]
    if key in RATES:
        told = [view for view in told if demands_of(key, district, view)]
    return [(view.dossier.code, "") for view in told]


def number(key: str, district: District, views: list[View]) -> tuple[float, float | None]:
    """(numerator, denominator) of the long table."""
    if key in KINDS:
        return float(len(rows(key, district, views))), None
    told = [view for view in received(views) if reports(district, view)]
    counted = [len(demands_of(key, district, view)) for view in told]
    return float(sum(counted) if key in PER_100 else sum(map(bool, counted))), float(len(told))
