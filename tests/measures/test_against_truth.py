"""Two roads to every number: the stored answers and SQL against plain Python that replays the events."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from sqlalchemy.sql.visitors import iterate

from data_access.fetch import fetch
from data_access.profiles import LawfulDay, SupplementWait, load_profile
from data_access.stores import Store
from data_access.viewer import EVERYTHING
from measures import registry
from measures.counts import counts
from measures.measure import Kind, Measure
from measures.members import members
from measures.period import Period, split
from measures.scope import Scope
from measures.sets import AS_OF, PERIOD_START
from tests import plain_truth as truth
from tests.conftest import Loaded
from tests.district import District, districts, procedures, random_district

RULES = ("day", "instant")
KEYS = [key for key in registry.known_keys() if registry.get(key).counts == "dossier" and key in truth.KEYS]
PERIODS = ("2020-03", "2020-05", "2020-06", "2020-Q2", "2020", "2020-06-BC", "2020-W24", "2020-06-10")
UNITS_OF_KIND: dict[str, set[str]] = defaultdict(set)
for _unit in load_profile("quan6").units:
    UNITS_OF_KIND[_unit["kind"]].add(_unit["unit_id"])
# No more than a few: each example writes files and loads them. No shrinking: a seed names the district anyway.
FEW = settings(
    max_examples=17,
    deadline=None,
    derandomize=True,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.data_too_large],
)


LAWFUL = (
    (),
    (LawfulDay("day_before", "", dt.date(2020, 1, 1)),),
    (LawfulDay("due", "", dt.date(2016, 1, 1)), LawfulDay("day_before", "", dt.date(2020, 6, 8), "calendar")),
)
SUPPLEMENT_WAITS = ((), (SupplementWait(2, "", dt.date(2020, 1, 1)), SupplementWait(1, "", dt.date(2020, 6, 8))))


def scopes(draw: st.DrawFn) -> Scope:
    period = Period.parse(draw(st.sampled_from(PERIODS)))
    as_of = draw(st.none() | st.dates(period.start, dt.date(2020, 7, 15)))
    return Scope(
        period,
        as_of=as_of,
        units=draw(st.sampled_from([(), ("ward",), ("p10",), ("p09", "kinh-te"), ("department",)])),
        unit_role=draw(st.sampled_from(["receiving", "resolving", "area"])),
        channels=draw(st.sampled_from([(), (2,), (1, 3)])),
        certification=draw(st.booleans()),
        lateness=draw(st.sampled_from(RULES)),
        lawful=draw(st.sampled_from(LAWFUL)),
        supplement_waits=draw(st.sampled_from(SUPPLEMENT_WAITS)),
    )


any_scope = st.composite(scopes)()


def filter_of(scope: Scope) -> truth.Filter:
    """The same scope in the words of the plain truth."""
    units = {unit for wanted in scope.units for unit in UNITS_OF_KIND.get(wanted, {wanted})}
    return truth.Filter(
        role=scope.unit_role,
        units=frozenset(units),
        channels=frozenset(scope.channels),
        procedures=frozenset(scope.procedures),
        fields=frozenset(scope.fields),
        certification=scope.certification,
        lawful=tuple((day.valid_from, LAWFUL_WORDS[day.rule, day.unit]) for day in scope.lawful),
        supplement_days=days_to_wait(scope),
    )


def days_to_wait(scope: Scope) -> int:
    """The setting in force on the last day looked at; 10 before the first."""
    found = 10
    for wait in scope.supplement_waits:
        if wait.valid_from <= scope.until:
            found = wait.working_days
    return found


LAWFUL_WORDS = {
    ("due", "working"): "due",
    ("day_before", "working"): "working day before",
    ("day_before", "calendar"): "calendar day before",
}


def true_members(key: str, district: District, scope: Scope) -> tuple[list[str], list[str]]:
    as_of = scope.as_of or dt.date.max
    return truth.measure(key, district, scope.period.start, scope.period.end, as_of, scope.lateness, filter_of(scope))


def true_number(key: str, district: District, scope: Scope) -> tuple[float, float | None]:
    """(numerator, denominator) as the long table has them; (0, ...) where it has no row."""
    above, below = true_members(key, district, scope)
    measure = registry.get(key)
    if measure.kind in (Kind.TOTAL, Kind.QUANTILE):
        as_of = scope.as_of or dt.date.max
        period = scope.period
        number = truth.value(key, district, period.start, period.end, as_of, scope.lateness, filter_of(scope))
        return float(number or 0), float(len(above))
    return float(len(above)), float(len(below)) if measure.kind is Kind.RATIO else None


def numbers(
    store: Store, version: str, scope: Scope, by: list[str], keys: Sequence[str] = KEYS
) -> dict[tuple, tuple[float, float | None]]:
    frame = counts(store, registry.get_all(list(keys)), by, scope, EVERYTHING, version)
    found: dict[tuple, tuple[float, float | None]] = {}
    for row in frame.itertuples():
        group = (
            row.measure,
            *(getattr(row, name) for name in by if name not in ("month", "day", "quarter")),
            row.period,
        )
        assert group not in found, f"two rows for {group}"
        found[group] = row.numerator, None if row.denominator != row.denominator else row.denominator
    return found


def without(expected: tuple[float, float | None]) -> bool:
    """Whether the long table leaves the row out: nothing was counted."""
    numerator, denominator = expected
    return not (numerator if denominator is None else denominator)


def assert_same(found: dict, group: tuple, expected: tuple[float, float | None]) -> None:
    if without(expected):
        assert group not in found
    else:
        assert found.pop(group) == expected


@FEW
@given(district=districts(), scope=any_scope)
def test_every_measure_equals_the_plain_truth(load_district: Loaded, district: District, scope: Scope) -> None:
    store, version = load_district(district)
    found = numbers(store, version, scope, [])
    for key in KEYS:
        assert_same(found, (key, scope.period.start), true_number(key, district, scope))
    assert not found


@pytest.mark.parametrize("seed", range(2))
@pytest.mark.parametrize("lateness", RULES)
def test_members_are_exactly_the_counted_dossiers(load_district: Loaded, seed: int, lateness: str) -> None:
    district = random_district(seed, size=60)
    store, version = load_district(district)
    for token, as_of in (("2020-06", None), ("2020-Q2", dt.date(2020, 5, 20)), ("2020", dt.date(2020, 6, 24))):
        scope = Scope(Period.parse(token), as_of=as_of, units=(), certification=True, lateness=lateness)
        for key in KEYS:
            measure = registry.get(key)
            above, below = true_members(key, district, scope)
            listed = fetch(store, members(measure, "numerator", scope, EVERYTHING), version)
            assert sorted(listed["dossier_code"]) == above, key
            if measure.kind is Kind.RATIO:
                listed = fetch(store, members(measure, "denominator", scope, EVERYTHING), version)
                assert sorted(listed["dossier_code"]) == below, key
            for name, _, _ in measure.parts:
                part, _ = true_members(f"{key}.{name}", district, scope)
                listed = fetch(store, members(measure, name, scope, EVERYTHING), version)
                assert sorted(listed["dossier_code"]) == part, f"{key}.{name}"


@pytest.mark.parametrize("seed", range(3, 5))
def test_groups_equal_the_truth_of_each_group(load_district: Loaded, seed: int) -> None:
    """By unit, month, procedure and channel: each group is the scope narrowed to it."""
    district = random_district(seed, size=60)
    store, version = load_district(district)
    year = Scope(Period.parse("2020"), as_of=dt.date(2020, 6, 24), units=(), certification=True)
    every = {
        "unit": ({d.receiving for d in district.dossiers}, "units"),
        "procedure": ({d.procedure for d in district.dossiers}, "procedures"),
        "channel": ({1, 2, 3}, "channels"),
    }
    for name, (values, field) in every.items():
        found = numbers(store, version, year, [name])
        for value in values:
            narrowed = Scope(**{**year.__dict__, field: (value,)})
            for key in KEYS:
                assert_same(found, (key, value, year.period.start), true_number(key, district, narrowed))
        assert not found, name


# The days of a report month: those of a quarter are the same question, three times as long.
@pytest.mark.parametrize(
    ("token", "grain"),
    [("2020-Q2", "month"), ("2020-Q2", "quarter"), ("2020-06-BC", "day"), ("2020-06-BC", "month")],
)
def test_pieces_of_time_equal_the_truth_of_each_piece(load_district: Loaded, token: str, grain: str) -> None:
    district = random_district(7, size=40)
    store, version = load_district(district)
    whole = Scope(Period.parse(token), units=(), certification=True, as_of=dt.date(2020, 6, 24))
    found = numbers(store, version, whole, [grain])
    for piece in split(whole.period, grain):
        if piece.start > whole.until:
            continue
        narrowed = whole.with_period(piece)
        for key in KEYS:
            assert_same(found, (key, piece.start), true_number(key, district, narrowed))
    assert not found


def adds_up(measure: Measure) -> bool:
    """Whether days add up to months: not what looks at A or T, for every piece has its own."""
    counted = [part for part in (measure.numerator, measure.denominator) if part is not None]
    ends = {AS_OF.key, PERIOD_START.key}
    looks_at_ends = any(getattr(element, "key", "") in ends for part in counted for element in iterate(part))
    return measure.counted_on is not None and measure.kind is not Kind.QUANTILE and not looks_at_ends


@pytest.mark.parametrize("seed", range(8, 10))
def test_days_sum_to_months_and_months_to_quarters(load_district: Loaded, seed: int) -> None:
    """Everything but stocks, quantiles and what looks at T adds up, and so do the three parts of B."""
    district = random_district(seed, size=60)
    store, version = load_district(district)
    scope = Scope(Period.parse("2020-Q2"), units=(), certification=True)
    sums: dict[str, dict[str, tuple[float, float]]] = {}
    additive = [key for key in KEYS if adds_up(registry.get(key))]
    for grain in ("day", "month", "quarter"):
        total: dict[str, list[float]] = defaultdict(lambda: [0.0, 0.0])
        for group, (numerator, denominator) in numbers(store, version, scope, [grain], additive).items():
            total[group[0]][0] += numerator
            total[group[0]][1] += denominator or 0
        sums[grain] = {key: tuple(total[key]) for key in additive}
    assert sums["day"] == sums["month"] == sums["quarter"]
    whole = numbers(store, version, scope, [])
    start = scope.period.start
    parts = [whole.get((key, start), (0, None))[0] for key in KEYS if key.startswith("overdue_rate.")]
    assert sum(parts) == whole[("overdue_rate", start)][0] == sums["quarter"]["overdue_rate"][0]


def test_the_random_districts_hold_what_they_should_test() -> None:
    """The generator reaches the awkward cases; otherwise the tests above prove little."""
    seen: set[str] = set()
    for seed in range(12):
        district = random_district(seed, size=60)
        for view in truth.views(
            district, dt.date(2020, 3, 1), dt.date(2020, 6, 30), dt.date.max, "day", truth.EVERYTHING
        ):
            seen |= {
                name for name in ("undecided", "breached", "computed", "finish_unknown") if getattr(view.now, name)
            }
            seen |= {"moved"} if len(view.now.promises) > 1 else set()
    assert seen == {"undecided", "breached", "computed", "finish_unknown", "moved"}
    assert procedures()
