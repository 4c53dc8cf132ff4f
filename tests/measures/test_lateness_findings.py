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
from measures.rare_events import COLUMNS, DaysBetween
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
    said = findings.control_title(replace(seen, trend=trend_of(signals, limited), rare=None), ENGLISH)
    newest, before = signals[-1], Counter(signals[:-1])
    words = {"": "within the limits", "higher": "above the limits", "lower": "below the limits"}
    assert said.startswith(f"Month 6/2020: {words[newest]}")
    told = re.search(r"of the (\d+) periods before: (\d+) above, (\d+) below", said)
    assert bool(told) == bool(before["higher"] + before["lower"])
    if told:
        assert [int(n) for n in told.groups()] == [limited - 1, before["higher"], before["lower"]]


def test_without_limits_nothing_is_said_of_signals(seen: Lateness) -> None:
    said = findings.control_title(replace(seen, trend=trend_of([""] * 24, 0), rare=None), ENGLISH)
    assert said.startswith("Provisional")
    assert "before" not in said


def waits(signals: list[str], provisional: bool) -> DaysBetween:
    """Intervals of 20 days that end with the last one, still running on 30 June 2020; limits unless provisional."""
    last = dt.date(2020, 6, 30)
    ends = [last - dt.timedelta(20 * back) for back in reversed(range(len(signals)))]
    frame = pd.DataFrame({"start": [end - dt.timedelta(20) for end in ends], "end": ends, "days": 14, "dossiers": 50})
    frame["running"] = frame["end"] == last
    limit = float("nan") if provisional else 60.0
    frame = frame.assign(limit=limit, centre=limit, signal=signals, run_late=9.0, run_days=3.0)
    return DaysBetween(frame[list(COLUMNS)], provisional, 0 if provisional else 200)


@given(
    signals=st.lists(st.sampled_from(["", "", "longer", "closer"]), min_size=13, max_size=40),
    running=st.sampled_from(["", "longer"]),
)
def test_the_title_of_rare_late_dossiers_says_the_newest_signal_of_the_period(
    seen: Lateness, signals: list[str], running: str
) -> None:
    """June 2020: the interval that ended on 10 June and the one still running. Signals before them are counted."""
    rare = waits([*signals, running], provisional=False)
    said = findings.control_title(replace(seen, rare=rare), ENGLISH)
    newest = running or signals[-1]
    started = {
        (
            "longer",
            "longer",
        ): "14 working days since the last late dossier (10/06/2020): longer than chance alone gives",
        ("longer", ""): "14 working days without a late dossier up to 10/06/2020: longer than chance alone gives",
        ("closer", ""): "9 late within 3 working days up to 10/06/2020: more than chance alone gives",
        ("", ""): "14 working days since the last late dossier (10/06/2020): within the limits of chance",
    }
    assert said.startswith(started[newest, running])
    others = Counter([*signals] if running or not newest else signals[:-1])
    told = re.search(r"of (\d+) other intervals: (\d+) unusually long, (\d+) close together", said)
    assert bool(told) == bool(others["longer"] + others["closer"])
    if told:
        assert [int(n) for n in told.groups()] == [others.total(), others["longer"], others["closer"]]


def test_few_or_no_late_dossiers_give_no_verdict(seen: Lateness) -> None:
    said = findings.control_title(replace(seen, rare=waits([""] * 5, provisional=True)), ENGLISH)
    assert said == "14 working days since the last late dossier (10/06/2020): too few late ones for limits"
    nothing = DaysBetween(waits([""], provisional=True).frame.iloc[:0], True, 0)
    history = seen.history.assign(denominator=50.0)
    said = findings.control_title(replace(seen, rare=nothing, history=history), ENGLISH)
    assert said == f"None of the {50 * len(history):,} dossiers that came due in these months was late"


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
