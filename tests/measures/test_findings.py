"""The sentences of a page claim no more than its numbers and verdicts carry."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from data_access.fetch import fetch
from data_access.profiles import load_profile
from data_access.stores import Store
from data_access.viewer import EVERYTHING
from measures import findings, registry
from measures.attention import MOST, Tone, attention
from measures.comparing import compared_period
from measures.counts import counts
from measures.judging import judge
from measures.known import Holdings, holdings
from measures.members import how_many, members
from measures.overview import HEADLINE, Overview, overview
from measures.period import Period
from measures.scope import Scope
from measures.verdict import Verdict
from tests.conftest import Loaded
from tests.district import random_district
from text import ENGLISH

JUNE = Scope(Period.parse("2020-06"))


@pytest.fixture(scope="module")
def sample(small_sample) -> tuple[Store, Holdings]:
    from data_access.stores import open_store

    store = open_store(str(small_sample))
    version = store.version()
    assert version
    return store, holdings(store, version)


@pytest.fixture(scope="module")
def seen(sample: tuple[Store, Holdings]) -> Overview:
    store, held = sample
    return overview(store, held.version, JUNE, EVERYTHING, held, load_profile(held.profile))


cells = st.tuples(st.integers(0, 400), st.integers(0, 400)).map(lambda pair: (min(pair), max(pair)))


@given(now=st.lists(cells, min_size=14, max_size=14), before=st.lists(cells, min_size=14, max_size=14))
def test_only_clear_verdicts_are_named_as_clear(
    sample: tuple[Store, Holdings], seen: Overview, now: list, before: list
) -> None:
    """Random wards: whoever a title, the page's sentence or the attention list calls clear has a clear verdict."""
    _, held = sample
    wards = list(seen.units["unit"])
    months = (dt.date(2020, 5, 1), dt.date(2020, 6, 1))
    rows = [
        (u, m, x, n)
        for m, column in zip(months, (before, now), strict=True)
        for u, (x, n) in zip(wards, column, strict=True)
    ]
    frame = judge(pd.DataFrame(rows, columns=["unit", "period", "numerator", "denominator"]), registry.get(HEADLINE))
    frame = frame[frame["period"] == months[1]].assign(stale=False, stale_from=None)
    total = (float(frame["numerator"].sum()), float(frame["denominator"].sum()))
    lateness = replace(seen.maps[HEADLINE], units=frame, level=total)
    headline = replace(seen.headlines[HEADLINE], now=total)
    shown = replace(seen, maps={**seen.maps, HEADLINE: lateness}, headlines={**seen.headlines, HEADLINE: headline})
    clear = frame[frame["verdict"].isin([Verdict.HIGHER, Verdict.LOWER])]
    named = {held.known.unit_name(unit) + end for unit in clear["unit"] for end in ("", ",", " ", ":")}
    spoken = [findings.map_title(shown, held, ENGLISH), findings.page_sentence(shown, held, ENGLISH)]
    for sentence in spoken:
        for ward in wards:
            name = held.known.unit_name(ward)
            words = sentence.replace(",", " ").replace(";", " ").split(" Phường ")
            mentioned = any(f"Phường {word.split()[0]}" == name for word in words[1:])
            assert not mentioned or name in named, sentence
    said = attention(shown, held, ENGLISH)
    assert len(said) <= MOST
    assert sum("clearly" in finding.rest for finding in said) <= len(clear)
    assert [f.tone for f in said if f.tone is Tone.GOOD] == [Tone.GOOD] * min(
        1, int((clear["verdict"] == Verdict.LOWER).sum())
    )


def test_a_page_about_one_unit_speaks_of_it_alone(sample: tuple[Store, Holdings]) -> None:
    store, held = sample
    scope = replace(JUNE, units=("p10",))
    shown = overview(store, held.version, scope, EVERYTHING, held, load_profile(held.profile))
    said = " ".join(f.lead for f in attention(shown, held, ENGLISH))
    assert findings.page_sentence(shown, held, ENGLISH).startswith("Phường 10, month 6/2020")
    assert not [name for unit, name in held.known.units if name in said and unit != "p10"]


def test_with_certification_no_target_is_spoken_of(sample: tuple[Store, Holdings]) -> None:
    store, held = sample
    shown = overview(
        store, held.version, replace(JUNE, certification=True), EVERYTHING, held, load_profile(held.profile)
    )
    assert "target" not in findings.page_sentence(shown, held, ENGLISH)


def test_a_period_under_way_is_compared_with_as_many_days(sample: tuple[Store, Holdings]) -> None:
    """2020 ends on 30/06 so far: it stands against 2019 up to 30/06, although 2020 has a day more; a month against as
    many days."""
    _, held = sample
    assert compared_period(Scope(Period.parse("2020")), held).end == dt.date(2019, 6, 30)
    assert compared_period(JUNE, held) == Period.parse("2020-05")
    back = replace(JUNE, as_of=dt.date(2020, 6, 10))
    assert compared_period(back, held).end == dt.date(2020, 5, 10)


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize(
    ("key", "name"),
    [
        ("overdue_open", "age"),
        ("overdue_open", "held_by"),
        ("overdue_open", "holder"),
        ("overdue_open", "letter"),
        ("due_soon", "due_day"),
    ],
)
def test_each_group_of_a_stock_lists_its_dossiers(load_district: Loaded, seed: int, key: str, name: str) -> None:
    store, version = load_district(random_district(seed, size=60))
    measure = registry.get(key)
    for day in (dt.date(2020, 5, 20), dt.date(2020, 6, 10), dt.date(2020, 6, 24)):
        scope = Scope(Period.parse("2020"), as_of=day, units=(), certification=True)
        groups = counts(store, [measure], [name], scope, EVERYTHING, version)
        whole = fetch(store, members(measure, "numerator", scope, EVERYTHING), version)
        assert groups["numerator"].sum() == len(whole)
        for group, number in zip(groups[name], groups["numerator"], strict=True):
            rows = fetch(store, members(measure, "numerator", scope, EVERYTHING, None, (name, group)), version)
            total = fetch(store, how_many(measure, "numerator", scope, EVERYTHING, (name, group)), version).iloc[0, 0]
            assert len(rows) == number == total
            assert set(rows["dossier_code"]) <= set(whole["dossier_code"])
