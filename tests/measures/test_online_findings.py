"""The sentences of "Trực tuyến" claim no more than the verdicts and counts carry."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from dataclasses import replace

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from data_access.profiles import Target, load_profile
from data_access.stores import Store, open_store
from data_access.viewer import EVERYTHING
from measures import online_findings as findings
from measures import registry
from measures.judging import judge
from measures.known import Holdings, holdings
from measures.online_page import SHARE, Online, missing_to, online_page
from measures.period import Period
from measures.procedures_online import Offered
from measures.scope import Scope
from measures.verdict import Verdict
from text import ENGLISH

JUNE = Scope(Period.parse("2020-06"))
MONTHS = (dt.date(2020, 5, 1), dt.date(2020, 6, 1))
TARGET = Target(SHARE, 0.3, "at_least", "", "", dt.date(2018, 1, 1))
WATCHED = (Verdict.WATCH_HIGHER, Verdict.WATCH_LOWER)
UNJUDGED = {Verdict.TOO_FEW, Verdict.NO_DATA}


@pytest.fixture(scope="module")
def sample(small_sample) -> tuple[Store, Holdings]:
    store = open_store(str(small_sample))
    version = store.version()
    assert version
    return store, holdings(store, version)


@pytest.fixture(scope="module")
def seen(sample: tuple[Store, Holdings]) -> Online:
    store, held = sample
    return online_page(store, held.version, JUNE, EVERYTHING, held, load_profile(held.profile))


cells = st.tuples(st.integers(0, 400), st.integers(0, 400)).map(lambda pair: (min(pair), max(pair)))
rows = st.lists(cells, min_size=14, max_size=14)
targets = st.sampled_from([None, TARGET, replace(TARGET, value=0.125)])


def judged(seen: Online, before: list, now: list, target: Target | None) -> Online:
    """The page with other numbers in every ward, judged anew."""
    wards = list(seen.units["unit"])
    counted = [
        (ward, month, x, n)
        for month, column in zip(MONTHS, (before, now), strict=True)
        for ward, (x, n) in zip(wards, column, strict=True)
    ]
    frame = pd.DataFrame(counted, columns=["unit", "period", "numerator", "denominator"])
    frame = judge(frame, registry.get(SHARE), target.value if target else None)
    frame = frame[frame["period"] == MONTHS[1]].assign(stale=False, stale_from=None)
    total = (float(frame["numerator"].sum()), float(frame["denominator"].sum()))
    return replace(
        seen, units=frame, level=total, now=total, target=target, missing=missing_to(target, total), scope=JUNE
    )


def numbers(sentence: str, words: str) -> int:
    """The number that stands before some words; 0 where they are not said."""
    found = re.search(rf"(\d+)[^,;]*{words}", sentence)
    return int(found.group(1)) if found else 0


@given(now=rows, before=rows, target=targets)
def test_the_ranking_title_counts_the_verdicts(
    sample: tuple[Store, Holdings], seen: Online, now: list, before: list, target: Target | None
) -> None:
    shown = judged(seen, before, now, target)
    said, verdicts = findings.ranking_title(shown, ENGLISH), Counter(shown.units["verdict"])
    if not set(verdicts) - UNJUDGED:
        assert said == "Too few dossiers for comparing the units"
        return
    assert numbers(said, "clearly below") == verdicts[Verdict.LOWER]
    assert numbers(said, "clearly above") == verdicts[Verdict.HIGHER]
    clear = verdicts[Verdict.HIGHER] + verdicts[Verdict.LOWER]
    assert ("No unit clearly differs" in said) == (not clear)
    assert clear or numbers(said, "to be watched") == sum(verdicts[one] for one in WATCHED)
    assert ("target" in said) == (target is not None)


@given(now=rows, before=rows, target=targets)
def test_the_page_sentence_is_arithmetic(
    sample: tuple[Store, Holdings], seen: Online, now: list, before: list, target: Target | None
) -> None:
    """Share, counts and what is missing; of many units no verdict is said."""
    shown = judged(seen, before, now, target)
    said, (x, n) = findings.page_sentence(shown, sample[1], ENGLISH), shown.now
    if not n:
        assert "no dossier was received" in said
        return
    assert ENGLISH.fraction(x, n) in said
    assert ("%" in said.split(";")[0]) == (n >= 10)  # below ten dossiers counts only
    assert "clearly" not in said
    short = re.search(r"([\d,]+) dossiers? short of the target", said)
    assert ("is met" in said) == (target is not None and x / n >= target.value)
    assert bool(short) == (target is not None and x / n < target.value)
    assert not short or int(short.group(1).replace(",", "")) == shown.missing
    if target:
        assert findings.target_words(shown, ENGLISH) == ("30%" if target.value == 0.3 else "12.5%")


@given(now=rows, before=rows, place=st.integers(0, 13), target=targets)
def test_a_page_about_one_unit_gives_its_verdict(
    sample: tuple[Store, Holdings], seen: Online, now: list, before: list, place: int, target: Target | None
) -> None:
    shown = judged(seen, before, now, target)
    row = shown.units.iloc[place]
    pair = (float(row["numerator"]), float(row["denominator"]))
    shown = replace(shown, scope=replace(JUNE, units=(row["unit"],)), now=pair, missing=missing_to(target, pair))
    said = findings.page_sentence(shown, sample[1], ENGLISH)
    assert said.startswith(sample[1].known.unit_name(row["unit"]))
    assert ("clearly above" in said) == (row["verdict"] == Verdict.HIGHER)
    assert ("clearly below" in said) == (row["verdict"] == Verdict.LOWER)
    assert ("to be watched" in said) == (row["verdict"] in WATCHED)
    assert ("no evidence" in said) == (row["verdict"] == Verdict.NO_EVIDENCE)
    assert ("too few dossiers" in said) == (row["verdict"] == Verdict.TOO_FEW)


fields = st.lists(cells, min_size=1, max_size=5)


@given(counts=fields, offered=st.sets(st.integers(0, 4)))
def test_the_heat_title_names_the_least_used_of_the_offered_fields(seen: Online, counts: list, offered: set) -> None:
    counts = [(x, max(n, 1)) for x, n in counts]
    names = [f"Field {number}" for number in range(len(counts))]
    frame = pd.DataFrame(
        [("p01", name, x, n) for name, (x, n) in zip(names, counts, strict=True)],
        columns=["unit", "field", "numerator", "denominator"],
    )
    on = [number for number in sorted(offered) if number < len(counts)]
    procedures = pd.DataFrame(
        [(f"Q{number}", "", names[number], 3, 0, 0) for number in on],
        columns=["procedure", "name", "field", "level", "numerator", "denominator"],
    )
    shown = replace(seen, cells=frame, merged=(), offered=Offered(MONTHS[1], procedures, pd.DataFrame(), 0))
    said = findings.heat_title(shown, ENGLISH)
    large = [number for number in on if counts[number][1] >= 30]
    named = set(re.findall(r"Field \d", said))
    if not large:
        assert not named
    else:
        least = min(counts[number][0] / counts[number][1] for number in large)
        (name,) = named
        x, n = counts[names.index(name)]
        assert x / n == least
        assert f"({x}/{n})" in said
        assert ("nothing online" in said) == (x == 0)
    if "of" in said:
        assert numbers(said, f"of {len(counts)} fields") == len(on)


procedure_counts = st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60)), max_size=6)


@given(counts=procedure_counts, missing=st.none() | st.integers(0, 200))
def test_the_dossiers_to_move_are_enough_and_at_the_counter(seen: Online, counts: list, missing: int | None) -> None:
    """Said of as few procedures as hold enough: without the last of them there would be too few."""
    frame = pd.DataFrame(
        [
            (f"Q{place}", f"Procedure {place}", online, online + counter)
            for place, (online, counter) in enumerate(counts)
        ],
        columns=["procedure", "name", "numerator", "denominator"],
    ).assign(small=False)
    eligible = (float(frame["numerator"].sum()), float(frame["denominator"].sum()))
    shown = replace(seen, procedures=frame, eligible=eligible, missing=missing)
    said = findings.opportunity_title(shown, ENGLISH)
    left = sorted((counter for _, counter in counts), reverse=True)
    if not eligible[1]:
        assert said == "No dossiers of procedures offered online"
    elif not sum(left):
        assert said == "No dossier of an offered procedure came to the counter"
    elif not missing or missing > sum(left):
        assert said.startswith(f"{sum(left)} dossier")
        assert ("too few" in said) == bool(missing)
    else:
        move, at_counter = re.match(r"Moving (\d+) of the (\d+)", said).groups()
        named = int(found.group(1)) if (found := re.search(r"in (\d+) procedures", said)) else 1
        assert int(move) == missing
        assert int(at_counter) == sum(left[:named]) >= missing
        assert sum(left[: named - 1]) < missing


@pytest.mark.parametrize(
    ("gain", "median", "words"),
    [
        ((0, 0.0), float("nan"), "Too few units"),
        ((0, 0.0), 0.4, "No share to be gained"),
        ((1, 0.01), 0.4, "1 dossier more online, 1.0\u00a0pts more"),
        ((68, 0.026), 0.4, "68 dossiers more online, 2.6\u00a0pts more"),
    ],
)
def test_the_gain_title_says_dossiers_and_points(seen: Online, gain: tuple, median: float, words: str) -> None:
    procedures = pd.DataFrame({"procedure": ["Q"], "name": ["Q"], "median": [median]})
    assert words in findings.gain_title(replace(seen, gain=gain, procedures=procedures), ENGLISH)


@pytest.mark.parametrize(
    ("intake", "words"),
    [((0, 0), "No online submission had"), ((0, 9), "Every online submission"), ((3, 70), "3 of 70 online")],
)
def test_the_intake_title_counts(seen: Online, intake: tuple, words: str) -> None:
    assert findings.intake_title(replace(seen, intake=intake), ENGLISH).startswith(words)
