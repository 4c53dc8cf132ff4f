"""The overview against the plain truth: the three headlines, their months and comparisons, the maps, the sentences."""

from __future__ import annotations

import datetime as dt
import math
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data_access.profiles import load_profile
from data_access.stores import Store
from data_access.viewer import EVERYTHING
from measures.attention import MOST, Tone, attention
from measures.comparing import as_far, compared_period
from measures.headlines import HEADLINES, Headline
from measures.known import Holdings, holdings
from measures.overview import HEADLINE, LETTERS, ONLINE, Overview, overview
from measures.period import Period, month_period
from measures.scope import Scope
from measures.verdict import Verdict
from tests.conftest import Loaded
from tests.district import District, random_district
from tests.measures.test_against_truth import FEW, true_members
from text import ENGLISH

QUAN6 = load_profile("quan6")


def shown(store: Store, version: str, scope: Scope) -> tuple[Overview, Holdings]:
    held = holdings(store, version)
    return overview(store, version, scope, EVERYTHING, held, QUAN6), held


def true_pair(key: str, district: District, scope: Scope) -> tuple[int, int]:
    above, below = true_members(key, district, scope)
    return len(above), len(below)


any_view = st.builds(
    Scope,
    period=st.sampled_from(["2020-05", "2020-06", "2020-Q2"]).map(Period.parse),
    units=st.sampled_from([("ward",), ("p10",), ()]),
    certification=st.booleans(),
    lateness=st.sampled_from(["day", "instant"]),
)


@settings(FEW, max_examples=6)
@given(seed=st.integers(0, 10_000), scope=any_view)
def test_headlines_their_months_and_comparisons_equal_the_plain_truth(
    load_district: Loaded, seed: int, scope: Scope
) -> None:
    district = random_district(seed, size=60)
    store, version = load_district(district)
    seen, held = shown(store, version, scope)
    other = replace(scope, certification=not scope.certification)
    for key, headline in seen.headlines.items():
        assert headline.now == true_pair(key, district, scope)
        if headline.other_certification:
            assert headline.other_certification == true_pair(key, district, other)
        check_changes(headline, district, scope, held)
        for month in headline.history.itertuples():
            narrowed = scope.with_period(month_period(month.period))
            assert (month.numerator, month.denominator) == true_pair(key, district, narrowed), (key, month.period)


def check_changes(headline: Headline, district: District, scope: Scope, held: Holdings) -> None:
    """Each difference is that of two rates counted one by one."""
    before = {
        "change": compared_period(scope, held),
        "last_year": as_far(scope, held, scope.period.year_before()),
    }
    for name, period in before.items():
        found = getattr(headline, name)
        assert found.before == period
        (x, n), (y, m) = headline.now, true_pair(headline.key, district, scope.with_period(period))
        if n and m:
            assert found.difference == pytest.approx(x / n - y / m)
        else:
            assert math.isnan(found.difference)


@pytest.mark.parametrize("seed", range(3))
def test_maps_and_missing_letters_equal_the_plain_truth(load_district: Loaded, seed: int) -> None:
    district = random_district(seed, size=80)
    store, version = load_district(district)
    scope = Scope(Period.parse("2020-Q2"), certification=True)
    seen, _ = shown(store, version, scope)
    for key, compared in seen.maps.items():
        for row in compared.units.itertuples():
            narrowed = replace(scope, units=(row.unit,))
            assert (row.numerator, row.denominator) == true_pair(key, district, narrowed), (key, row.unit)
        assert compared.level == true_pair(key, district, scope)
        assert compared.level == seen.headlines[key].now  # the district is the sum of its wards
    missing, _ = true_members("loss_no_letter", district, scope)
    assert sum(seen.unwritten.values()) == len(missing) == seen.headlines[LETTERS].without


def test_the_online_map_compares_with_the_target_where_it_is_meant(load_district: Loaded) -> None:
    store, version = load_district(random_district(1, size=80))
    scope = Scope(Period.parse("2020-Q2"))
    target = QUAN6.target(ONLINE, scope.until)
    assert target
    for certification in (False, True):
        seen, _ = shown(store, version, replace(scope, certification=certification))
        for key, compared in seen.maps.items():
            assert compared.against_target is (key == ONLINE and not certification)
            counted = compared.units[compared.units["denominator"] > 0]
            if compared.against_target:
                assert set(counted["reference"]) == {target.value}
            elif key == HEADLINE:
                x, n = compared.level
                assert (counted["reference"] * (n - counted["denominator"])).to_list() == pytest.approx(
                    (x - counted["numerator"]).to_list()
                )


# --------------------------------------------------------------------------------------------------------- sentences


@pytest.fixture(scope="module")
def june(small_sample) -> tuple[Overview, Holdings]:
    from data_access.stores import open_store

    store = open_store(str(small_sample))
    version = store.version()
    assert version
    return shown(store, version, Scope(Period.parse("2020-06")))


pairs = st.tuples(st.integers(0, 3000), st.integers(0, 3000)).map(lambda pair: (float(min(pair)), float(max(pair))))


@given(
    now=st.tuples(pairs, pairs, pairs),
    ages=st.dictionaries(st.sampled_from(["0", "1-3", "16-30", ">30"]), st.integers(1, 400)),
    soon=st.dictionaries(st.dates(dt.date(2020, 6, 29), dt.date(2020, 7, 3)), st.integers(1, 400)),
)
def test_sentences_are_few_true_and_ranked(june: tuple[Overview, Holdings], now: tuple, ages: dict, soon: dict) -> None:
    """Concerns first and by weight, one good example last; every number is that of the page."""
    seen, held = june
    headlines = {
        key: replace(headline, now=pair) for (key, headline), pair in zip(seen.headlines.items(), now, strict=True)
    }
    seen = replace(seen, headlines=headlines, ages=ages, soon_by_day=soon, sides={}, unwritten={})
    said = attention(seen, held, ENGLISH)
    assert len(said) <= MOST
    order = [Tone.CONCERN, Tone.INFO, Tone.GOOD]
    ranks = [(order.index(finding.tone), -finding.weight) for finding in said]
    assert ranks == sorted(ranks)
    assert sum(finding.tone is Tone.GOOD for finding in said) <= 1
    spoken = {finding.lead: finding.concerned for finding in said}
    missing = int(now[2][1] - now[2][0])
    for lead, count in spoken.items():
        if "no apology letter" in lead:
            assert count == missing > 0
        if "earlier periods" in lead:
            assert missing == 0 < count == seen.letters_missing
        if "online dossier" in lead:
            x, n = now[1]
            assert (x + count) / n >= 0.3 > (x + count - 1) / n
        if "is overdue" in lead or "are overdue" in lead:
            assert count == sum(ages.values())
        if "due on" in lead:
            assert count == soon[min(day for day in soon if day > dt.date(2020, 6, 30))]


def test_what_is_watched_weighs_half(june: tuple[Overview, Holdings]) -> None:
    """A unit beyond 95 % once stands below a clear one with the same number of late dossiers."""
    seen, held = june
    units = seen.units.head(2).assign(numerator=20.0, denominator=300.0, rate=20 / 300, stale=False)
    units["verdict"] = [Verdict.WATCH_HIGHER, Verdict.HIGHER]
    maps = {**seen.maps, HEADLINE: replace(seen.maps[HEADLINE], units=units)}
    said = attention(replace(seen, maps=maps, ages={}, soon_by_day={}), held, ENGLISH)
    watched, clear = (next(f for f in said if held.known.unit_name(unit) in f.lead) for unit in units["unit"])
    assert said.index(clear) < said.index(watched)
    assert watched.weight == clear.weight / 2
    assert "clearly" not in watched.rest


def test_many_units_below_the_target_are_a_number(june: tuple[Overview, Holdings]) -> None:
    """Up to four are named; of more nobody is singled out."""
    seen, held = june
    online = seen.maps[HEADLINES[1]]
    headlines = {**seen.headlines, HEADLINES[1]: replace(seen.headlines[HEADLINES[1]], now=(10.0, 100.0))}
    count = len(online.units)
    assert count > 5
    for below in (4, 5, count):
        verdicts = [Verdict.LOWER] * below + [Verdict.NO_EVIDENCE] * (count - below)
        maps = {**seen.maps, HEADLINES[1]: replace(online, units=online.units.assign(verdict=verdicts))}
        said = attention(replace(seen, headlines=headlines, maps=maps, ages={}, soon_by_day={}), held, ENGLISH)
        (rest,) = [finding.rest for finding in said if "clearly below it" in finding.rest]
        named = [unit for unit in online.units["unit"] if f"{held.known.unit_name(unit)}" in rest]
        assert bool(named) == (below == 4)
        assert below == 4 or rest.endswith(f"{'all ' if below == count else ''}{below} wards.")


def test_every_headline_leads_to_a_page(june: tuple[Overview, Holdings]) -> None:
    from ui.attention import PAGES

    assert set(PAGES) == set(HEADLINES)


def test_the_benchmark_asks_by_hand_for_the_same_numbers(small_sample) -> None:
    """A third road, and the yardstick of the page's speed: plain SQL that knows nothing of scopes."""
    from benchmarks.by_hand import ask
    from data_access.stores import open_store

    store = open_store(str(small_sample))
    version = store.version()
    assert version
    seen, _ = shown(store, version, Scope(Period.parse("2020-06")))
    with store.connect() as connection:
        asked = ask(connection)
    for name, key in (("june", HEADLINE), ("online june", ONLINE), ("letters june", LETTERS)):
        assert tuple(sum(column) for column in list(zip(*asked[name], strict=True))[1:]) == seen.headlines[key].now
        counted = {row.unit: (row.numerator, row.denominator) for row in seen.maps[key].units.itertuples()}
        assert {unit: pair for unit, *pair in map(tuple, asked[name])} == {
            unit: list(pair) for unit, pair in counted.items() if pair[1]
        }
    assert sum(row[-1] for row in asked["letters missing"]) == sum(seen.unwritten.values())
    assert [sum(row[-1] for row in asked["soon by day"])] == [seen.soon]
    weeks = [asked[f"{back} weeks before"][0][0] for back in reversed(range(13))]
    assert weeks == seen.soon_history["numerator"].to_list()
