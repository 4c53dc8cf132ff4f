"""The sentences of "Thư xin lỗi" say what the counts carry, whatever they are."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import replace

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from data_access.profiles import LawfulDay, load_profile
from data_access.stores import Store, open_store
from data_access.viewer import EVERYTHING
from measures import letters_findings as findings
from measures.known import Holdings, holdings
from measures.letters_page import KEPT, LOSSES, MISSED, STEPS, UNIT_COLUMNS, Letters, letters_page
from measures.period import Period
from measures.scope import Scope
from text import ENGLISH, VIETNAMESE

STAGES = [loss for losses in LOSSES.values() for loss in losses]
ON_DUE = LawfulDay("due", "Decision 5157", dt.date(2016, 1, 1))
EVE = LawfulDay("day_before", "Decree 61", dt.date(2020, 6, 10))


@pytest.fixture(scope="module")
def sample(small_sample) -> tuple[Store, Holdings]:
    store = open_store(str(small_sample))
    version = store.version()
    assert version
    return store, holdings(store, version)


@pytest.fixture(scope="module")
def seen(sample: tuple[Store, Holdings]) -> Letters:
    store, held = sample
    scope = Scope(Period.parse("2020-06"))
    return letters_page(store, held.version, scope, EVERYTHING, held, load_profile(held.profile))


counts = st.lists(st.integers(0, 60), min_size=len(STAGES), max_size=len(STAGES))
lacking = st.lists(st.integers(0, 30), min_size=1, max_size=16)


def counted(seen: Letters, kept: int, losses: list[int]) -> Letters:
    """The page with other counts, which add up from the last step to the first."""
    lost = dict(zip(STAGES, losses, strict=True))
    found, total = dict(seen.counts) | lost, kept
    for step in reversed(STEPS):
        found[step] = total
        total += sum(lost[loss] for loss in LOSSES.get(step, ()))
    return replace(seen, counts=found)


def at_units(seen: Letters, held: Holdings, missing: list[int]) -> Letters:
    """The page with other letters missing in each unit; five dossiers of each unit have one."""
    kinds = held.units["kind"].isin(("ward", "department", "land_branch"))
    rows = [
        (unit.unit_id, unit.name, unit.short_name, "open", kind, n)
        for unit, without in zip(held.units[kinds].itertuples(), missing, strict=False)
        for kind, n in (("with", 5), ("without", without))
        if n
    ]
    frame = pd.DataFrame(rows, columns=list(UNIT_COLUMNS))
    with_letter = 5 * len(missing)
    found = dict(seen.counts) | {"step_letter": with_letter, "loss_no_letter": sum(missing)}
    return replace(seen, units=frame, counts=found | {"step_breached": with_letter + sum(missing)})


@given(kept=st.integers(0, 40), losses=counts)
def test_the_largest_losses_are_named_with_their_numbers(seen: Letters, kept: int, losses: list[int]) -> None:
    """Every loss by a missed duty that is named is at least as large as each that is not; nothing else is named."""
    shown = counted(seen, kept, losses)
    title = findings.losses_title(shown, ENGLISH)
    lost = {key: shown.counts[key] for key in MISSED if shown.counts[key]}
    if not shown.breached:
        assert title == "No dossier became overdue in this period"
        return
    if not lost:
        assert title == "Nothing was missed at any step"
        return
    words = {"loss_no_letter": "without", "loss_tardy": "late", "loss_incomplete": "unsigned"}
    words["loss_second_breach"] = "again"
    named = {key for key in MISSED if re.search(rf"\b{words[key]}\b", title)}
    assert named <= set(lost)
    assert min(lost[key] for key in named) >= max([0, *(n for key, n in lost.items() if key not in named)])
    assert len(named) >= min(2, len(lost))
    assert sorted(map(int, re.findall(r"\d+", title))) == sorted(lost[key] for key in named)


@given(missing=lacking)
def test_the_page_sentence_counts_and_names_where_most_is_missing(
    sample: tuple[Store, Holdings], seen: Letters, missing: list[int]
) -> None:
    """The named units lack half or more of the letters; without the last of them less than half."""
    shown = at_units(seen, sample[1], missing)
    said = findings.page_sentence(shown, sample[1], ENGLISH)
    total, each = sum(missing), shown.lacking()
    with_letter = shown.counts["step_letter"]
    assert said.startswith(f"{with_letter}/{with_letter + total} overdue dossiers")
    if not total:
        assert said.endswith("none is missing")
        return
    assert re.search(rf"; {total} ha(s|ve) none,", said)
    tail = said.partition(" none, ")[2]
    if tail.startswith("all at "):
        assert list(each) == [tail.removeprefix("all at ")]
    elif tail.startswith("at "):
        assert tail == f"at {len(each)} units"
        assert 2 * sum(sorted(each.values())[-3:]) < total
    else:
        number, names = re.fullmatch(r"(\d+) of them at (.*)", tail).groups()  # type: ignore[union-attr]
        named = re.split(r", | and ", names)
        assert sum(each[name] for name in named) == int(number)
        assert 2 * int(number) >= total
        assert 2 * (int(number) - each[named[-1]]) < total


@given(missing=lacking)
def test_the_units_named_lack_most(sample: tuple[Store, Holdings], seen: Letters, missing: list[int]) -> None:
    shown = at_units(seen, sample[1], missing)
    title, each = findings.units_title(shown, ENGLISH), shown.lacking()
    if not each:
        assert title == "Every unit has sent its letters"
        return
    if " lack" in title:
        count, most = map(int, re.findall(r"\d+", title))
        assert (count, most) == (len(each), max(each.values()))
        return
    named = dict(re.findall(r"([^,]+?): (\d+)", title))
    named = {name.strip(): int(n) for name, n in named.items()}
    assert all(each[name] == n for name, n in named.items())
    assert min(named.values()) >= max([0, *(n for name, n in each.items() if name not in named)])


@given(kept=st.integers(0, 9), came=st.integers(0, 9))
def test_new_dates_are_counted_only_where_some_came(seen: Letters, kept: int, came: int) -> None:
    shown = replace(seen, rates=seen.rates | {KEPT: (min(kept, came), came)})
    title = findings.further_title(shown, ENGLISH)
    assert title == (f"{min(kept, came)}/{came} new dates were kept" if came else "No new date came in this period")


def test_an_empty_period_speaks_of_the_stock(sample: tuple[Store, Holdings], seen: Letters) -> None:
    empty = counted(seen, 0, [0] * len(STAGES))
    stock = pd.DataFrame({"unit": ["p10", "p11"], "state": "open", "age": "0", "count": [2, 3]})
    said = findings.page_sentence(replace(empty, missing=stock), sample[1], ENGLISH)
    assert said == "Month 6/2020: no dossier became overdue; 5 letters of earlier periods are missing"
    said = findings.page_sentence(replace(empty, missing=stock.iloc[:0]), sample[1], ENGLISH)
    assert said.endswith("no letter is missing")
    assert findings.missing_title(replace(seen, missing=stock), ENGLISH).startswith("5 dossiers without apology letter")
    assert findings.missing_title(replace(seen, missing=stock.iloc[:0]), ENGLISH).startswith("No dossier")


def test_the_lawful_day_stands_with_document_and_date(seen: Letters) -> None:
    one = replace(seen, lawful=(ON_DUE,))
    assert findings.in_time_words(one, ENGLISH) == "not after the due day"
    assert findings.lawful_lines(one, ENGLISH) == [
        "Lawful day of a letter: not after the due day (Decision 5157; for promises due from 01/01/2016)."
    ]
    two = replace(seen, lawful=(ON_DUE, EVE))
    assert findings.in_time_words(two, VIETNAMESE) == "trong hạn gửi thư"
    assert "at least 1 working day before the due day (Decree 61; " in findings.lawful_lines(two, ENGLISH)[1]
    assert findings.in_time_words(replace(seen, lawful=(replace(EVE, unit="calendar"),)), ENGLISH).startswith(
        "at least 1 day"
    )
    bare = replace(seen, lawful=(LawfulDay("due", "", dt.date.min),))
    assert findings.lawful_lines(bare, ENGLISH) == ["Lawful day of a letter: not after the due day."]
