"""The sentences of "Trễ hạn" claim no more than the verdicts and counts carry."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from dataclasses import replace

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from data_access.profiles import load_profile
from data_access.stores import Store, open_store
from data_access.viewer import EVERYTHING
from measures import lateness_findings as findings
from measures import registry
from measures.judging import Trend, judge
from measures.known import Holdings, holdings
from measures.lateness_page import Lateness, lateness_page
from measures.overview import HEADLINE
from measures.period import Period
from measures.scope import Scope
from measures.verdict import Verdict
from text import ENGLISH

JUNE = Scope(Period.parse("2020-06"))
MONTHS = (dt.date(2020, 5, 1), dt.date(2020, 6, 1))


@pytest.fixture(scope="module")
def sample(small_sample) -> tuple[Store, Holdings]:
    store = open_store(str(small_sample))
    version = store.version()
    assert version
    return store, holdings(store, version)


def look(sample: tuple[Store, Holdings], scope: Scope) -> Lateness:
    store, held = sample
    return lateness_page(store, held.version, scope, EVERYTHING, held, load_profile(held.profile))


@pytest.fixture(scope="module")
def seen(sample: tuple[Store, Holdings]) -> Lateness:
    return look(sample, JUNE)


cells = st.tuples(st.integers(0, 400), st.integers(0, 400)).map(lambda pair: (min(pair), max(pair)))
rows = st.lists(cells, min_size=14, max_size=14)


def judged(seen: Lateness, before: list, now: list) -> Lateness:
    """The page with other numbers in every ward, judged anew."""
    wards = list(seen.units["unit"])
    counted = [
        (ward, month, x, n)
        for month, column in zip(MONTHS, (before, now), strict=True)
        for ward, (x, n) in zip(wards, column, strict=True)
    ]
    frame = pd.DataFrame(counted, columns=["unit", "period", "numerator", "denominator"])
    frame = judge(frame, registry.get(HEADLINE))
    frame = frame[frame["period"] == MONTHS[1]].assign(stale=False, stale_from=None, case_mix=1.0, case_mix_rate=0.1)
    total = (float(frame["numerator"].sum()), float(frame["denominator"].sum()))
    return replace(seen, units=frame, level=total, now=total)


def numbers(sentence: str, words: str) -> int:
    """The number that stands before some words; 0 where they are not said."""
    found = re.search(rf"(\d+)[^,;]*{words}", sentence)
    return int(found.group(1)) if found else 0


@given(now=rows, before=rows)
def test_the_page_sentence_counts_the_verdicts(
    sample: tuple[Store, Holdings], seen: Lateness, now: list, before: list
) -> None:
    """Random wards: each number in the sentence is the number of wards with that verdict, and none is left out."""
    shown = judged(seen, before, now)
    said = findings.page_sentence(shown, sample[1], ENGLISH)
    verdicts = Counter(shown.units["verdict"])
    if not shown.now[1]:
        assert "no dossier came due" in said
        return
    if not set(verdicts) - {Verdict.TOO_FEW, Verdict.NO_DATA}:
        assert said == "Too few late for comparing the units"
        return
    assert numbers(said, "clearly above") == verdicts[Verdict.HIGHER]
    assert numbers(said, "clearly below") == verdicts[Verdict.LOWER]
    assert numbers(said, "to be watched") == verdicts[Verdict.WATCH_HIGHER] + verdicts[Verdict.WATCH_LOWER]
    assert numbers(said, "may be chance") == verdicts[Verdict.NO_EVIDENCE]
    assert numbers(said, "too few late") == verdicts[Verdict.TOO_FEW]
    assert ("No unit clearly differs" in said) == (not verdicts[Verdict.HIGHER] + verdicts[Verdict.LOWER])


@given(now=rows, before=rows)
def test_titles_name_only_whom_the_verdict_names(
    sample: tuple[Store, Holdings], seen: Lateness, now: list, before: list
) -> None:
    shown, held = judged(seen, before, now), sample[1]
    title = findings.ranking_title(shown, held, ENGLISH)
    by_verdict = {
        verdict: {held.known.unit_name(unit) for unit in shown.units.loc[shown.units["verdict"] == verdict, "unit"]}
        for verdict in (Verdict.HIGHER, Verdict.LOWER)
    }
    for part in title.split("; "):
        names = set(re.findall(r"Phường \d+", part))
        allowed = by_verdict[Verdict.HIGHER] if "higher" in part.lower() else by_verdict[Verdict.LOWER]
        assert names <= allowed, title
    assert ("clearly" in title.lower()) == bool(by_verdict[Verdict.HIGHER] | by_verdict[Verdict.LOWER])
    outside = int((shown.units["side"] != 0).sum())
    funnel = findings.funnel_title(shown, ENGLISH)
    assert numbers(funnel, r"of \d+ units beyond") == outside
    assert funnel.startswith(("All", "The", "Everywhere")) == (outside == 0)
    assert len(findings.case_mix_lines(shown, held, ENGLISH)) == outside


@given(now=rows, before=rows, place=st.integers(0, 13))
def test_a_page_about_one_unit_gives_its_verdict(
    sample: tuple[Store, Holdings], seen: Lateness, now: list, before: list, place: int
) -> None:
    shown = judged(seen, before, now)
    row = shown.units.iloc[place]
    pair = (float(row["numerator"]), float(row["denominator"]))
    shown = replace(shown, scope=replace(JUNE, units=(row["unit"],)), now=pair)
    said = findings.page_sentence(shown, sample[1], ENGLISH)
    assert ("clearly above" in said) == (row["verdict"] == Verdict.HIGHER)
    assert ("clearly below" in said) == (row["verdict"] == Verdict.LOWER)
    assert ("to be watched" in said) == (row["verdict"] in (Verdict.WATCH_HIGHER, Verdict.WATCH_LOWER))
    assert ("no evidence" in said) == (row["verdict"] == Verdict.NO_EVIDENCE)
    if pair[1]:
        assert f"{int(pair[0])}/{int(pair[1])}" in said
        assert said.startswith(sample[1].known.unit_name(row["unit"]))


def trend_of(signals: list[str], limited: int) -> Trend:
    """24 months; limits for the last ``limited`` of them."""
    months = [dt.date(2018 + (6 + n) // 12, (6 + n) % 12 + 1, 1) for n in range(24)]
    upper = [float("nan")] * (24 - limited) + [0.05] * limited
    frame = pd.DataFrame({"period": months, "numerator": 1.0, "denominator": 50.0, "rate": 0.02, "upper": upper})
    return Trend(frame.assign(lower=0.0, centre=0.02, signal=signals), limited == 0, "month")


@given(
    signals=st.lists(st.sampled_from(["", "higher", "lower"]), min_size=24, max_size=24), limited=st.integers(12, 24)
)
def test_the_control_title_counts_signals_within_limits_only(seen: Lateness, signals: list[str], limited: int) -> None:
    signals = [""] * (24 - limited) + signals[24 - limited :]
    said = findings.control_title(replace(seen, trend=trend_of(signals, limited)), ENGLISH)
    newest, before = signals[-1], Counter(signals[:-1])
    words = {"": "within the limits", "higher": "above the limits", "lower": "below the limits"}
    assert said.startswith(f"Month 6/2020: {words[newest]}")
    told = re.search(r"of the (\d+) periods before: (\d+) above, (\d+) below", said)
    assert bool(told) == bool(before["higher"] + before["lower"])
    if told:
        assert [int(n) for n in told.groups()] == [limited - 1, before["higher"], before["lower"]]


def test_without_limits_nothing_is_said_of_signals(seen: Lateness) -> None:
    said = findings.control_title(replace(seen, trend=trend_of([""] * 24, 0)), ENGLISH)
    assert said.startswith("Provisional")
    assert "before" not in said


def test_who_holds_what_is_said_where_it_is_known(sample: tuple[Store, Holdings]) -> None:
    """On a past day nobody knows who held a dossier, and the title says so instead of "0 outside"."""
    past = look(sample, Scope(Period.parse("2018-11"), as_of=dt.date(2018, 11, 26)))
    assert past.overdue == 2
    assert findings.ageing_title(past, ENGLISH) == "2 open dossiers are overdue"
    assert findings.holders_title(past, ENGLISH) == "Who held them on that day is not recorded"
    held_by = pd.DataFrame({"holder": ["x", "p1", ""], "outside": [True, False, False], "count": [1, 0, 1]})
    assert findings.holders_title(replace(past, holders=held_by), ENGLISH).startswith("1/2 ")
    nothing = replace(past, ages=past.ages.assign(count=0))
    titles = {findings.holders_title(nothing, ENGLISH), findings.ageing_title(nothing, ENGLISH)}
    assert titles == {"No open dossier is overdue"}
