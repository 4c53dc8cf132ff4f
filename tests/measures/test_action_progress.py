"""Actions and frozen lists against plain Python: the measure now, whether it changed, and who is asked about what."""

from __future__ import annotations

import datetime as dt
import math
from dataclasses import replace

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data_access.journal.actions import TASKS, Action
from data_access.profiles import load_profile
from data_access.viewer import EVERYTHING, Viewer
from measures import registry
from measures.action_progress import SHORT_TITLES, TASK_WORDS, Progress, action_words, progress, progress_words
from measures.asking import Asked
from measures.frozen_lists import lists_of
from measures.judging import change
from measures.known import holdings
from measures.measure import Kind
from measures.members import NotAllowed
from measures.period import Period
from measures.scope import Scope
from tests.conftest import Loaded
from tests.district import District, districts, random_district
from tests.measures.test_against_truth import FEW, true_members
from text import ENGLISH, VIETNAMESE

QUAN6 = load_profile("quan6")
MAY, JUNE = Period.parse("2020-05"), Period.parse("2020-06")
UNITS = {"p10": "receiving", "p09": "receiving", "ldtbxh": "resolving"}
RULES = {"lawful": QUAN6.lawful_days, "supplement_waits": QUAN6.supplement_waits}


def action(task: str, unit: str, then: tuple[int, int | None] = (3, 40), period: str = "2020-05") -> Action:
    below = then[1] if registry.get(TASKS[task]).kind is Kind.RATIO else None
    due = dt.date(2020, 6, 17)
    subject = f"{period}/{unit}/{task}"
    return Action(
        subject, "decision", task, 5, unit, due, period, TASKS[task], then[0], below, "v", dt.date(2020, 6, 3)
    )


def scope_of(unit: str, measure: str, period: Period) -> Scope:
    """The question for one unit alone, as its page would ask it; letters by whose duty they are."""
    role = "resolving" if measure == "letters_missing" else UNITS[unit]
    return Scope(period, units=(unit,), unit_role=role, **RULES)


@settings(FEW, max_examples=5)
@given(district=districts(min_size=40), period=st.sampled_from([MAY, JUNE, Period.parse("2020-Q2")]))
def test_measures_and_lists_equal_a_plain_count(load_district: Loaded, district: District, period: Period) -> None:
    store, version = load_district(district)
    held = holdings(store, version)
    if period.start > held.cut_off:
        return
    asked, chosen = Asked(store, version, EVERYTHING), Scope(period, fields=("no such field",), **RULES)
    actions = [action(task, unit) for task in TASKS for unit in UNITS]
    for one in progress(asked, actions, held, QUAN6, chosen):
        until = min(period.end, held.cut_off)
        month = Period.parse(f"{until:%Y-%m}")
        looked_at = period if one.action.denominator is None or month == period else replace(month, end=until)
        assert one.now_period == looked_at, "a rate of a month is looked at in a month, a count when it is shown"
        wanted = scope_of(one.action.unit, one.action.measure, looked_at)
        above, below = true_members(one.action.measure, district, wanted)
        assert one.now == (len(above), None if one.action.denominator is None else len(below)), one.action
        assert (one.then, one.unit) == ((3, one.action.denominator), one.action.unit)
        if one.then[1] is None or looked_at.start <= MAY.end:
            assert one.change is None, "a count, or periods that share days"
        else:
            assert one.change == change(one.now, one.then, MAY) or not below  # type: ignore[arg-type]
    lists = lists_of(asked, chosen, held)
    for unit in UNITS:
        rows = lists.get(unit, ())
        for about, key in (("overdue", "overdue_rate"), ("letter", "letters_missing")):
            codes = sorted(row.code for row in rows if about in row.about)
            assert codes == sorted(true_members(key, district, scope_of(unit, key, period))[0]), (unit, about)
        assert len({row.code for row in rows}) == len(rows)
    chair = Asked(store, version, Viewer(frozenset({"p10"}), may_list=True, may_act=True))
    assert lists_of(chair, chosen, held).get("p10", ()) == lists.get("p10", ())
    with pytest.raises(NotAllowed):
        lists_of(Asked(store, version, Viewer(None)), chosen, held)


def fisher(now: tuple[int, int], then: tuple[int, int]) -> float:
    """Two-sided, summed over every table with these margins, in whole numbers."""
    (a, n), (b, m) = now, then
    total = a + b
    ways = {x: math.comb(n, x) * math.comb(m, total - x) for x in range(max(0, total - m), min(n, total) + 1)}
    return sum(way for way in ways.values() if way <= ways[a]) / sum(ways.values())


@given(
    now=st.tuples(st.integers(0, 60), st.integers(1, 60)).filter(lambda pair: pair[0] <= pair[1]),
    then=st.tuples(st.integers(0, 60), st.integers(1, 60)).filter(lambda pair: pair[0] <= pair[1]),
)
def test_a_change_is_said_where_fisher_says_it(now: tuple[int, int], then: tuple[int, int]) -> None:
    p = fisher(now, then)
    if abs(p - 0.05) < 1e-9:
        return
    one = Progress(action("review_lateness", "p10", then), "open", "p10", then, now, MAY, JUNE, change(now, then, MAY))
    words = progress_words(one, HELD, VIETNAMESE)
    expected = "chưa thấy thay đổi" if p >= 0.05 else "thay đổi có ý nghĩa"
    assert words.endswith(f": {expected}")
    assert VIETNAMESE.fraction(*now) in words
    assert VIETNAMESE.fraction(*then) in words


class HeldUnits:
    """The names of units, as the store has them."""

    units = pd.DataFrame({"unit_id": ["p10", "cn"], "short_name": ["P.10", "CN VPĐKĐĐ"]})

    class known:  # stands for an attribute
        @staticmethod
        def unit_name(unit: str) -> str:
            return {"p10": "Phường 10", "cn": "Chi nhánh Văn phòng Đăng ký đất đai Quận 6"}[unit]


HELD: HeldUnits = HeldUnits()


@pytest.mark.parametrize(
    ("then", "now", "words"),
    [((11, None), (4, None), "từ 11 còn 4"), ((4, None), (7, None), "từ 4 lên 7"), ((4, None), (4, None), "vẫn 4")],
)
def test_a_count_has_no_verdict(then: tuple, now: tuple, words: str) -> None:
    one = Progress(action("send_letters", "p10", then), "open", "p10", then, now, MAY, JUNE, None)
    assert progress_words(one, HELD, VIETNAMESE) == f"Chưa có thư: {words}"
    said = progress_words(one, HELD, VIETNAMESE, long=True)
    assert said == f"Còn thiếu thư xin lỗi, tháng 5/2020: {then[0]}; tháng 6/2020: {now[0]}"


def test_sentences_fit_a_line_of_a_slide() -> None:
    big = (1234, 9876)
    for task in TASKS:
        one = action(task, "cn", big)
        then = (one.numerator, one.denominator)
        now = (123, None if then[1] is None else 9345)
        found = change(now, then, MAY) if then[1] else None  # type: ignore[arg-type]
        shown = Progress(one, "open", "cn", then, now, MAY, JUNE, found)
        for language in (VIETNAMESE, ENGLISH):
            assert len(progress_words(shown, HELD, language)) <= 78
            assert action_words(one, HELD, language).startswith("CN VPĐKĐĐ: ")
        assert len(action_words(replace(one, count=1234), HELD, VIETNAMESE)) <= 70
    assert TASK_WORDS.keys() == TASKS.keys()
    assert SHORT_TITLES.keys() == set(TASKS.values())


def test_a_merged_unit_or_an_empty_one_has_no_verdict(load_district: Loaded) -> None:
    store, version = load_district(random_district(5, size=120))
    held, asked = holdings(store, version), Asked(store, version, EVERYTHING)
    merged = held.standing.copy()
    merged.loc[merged["unit_id"] == "p09", "stands_as"] = "p10"
    after = replace(held, standing=merged)
    (one,) = progress(asked, [action("review_lateness", "p09")], after, QUAN6, Scope(JUNE))
    assert (one.unit, one.change) == ("p10", None)
    assert "nay do Phường 10 tiếp nối" in progress_words(one, after, VIETNAMESE, long=True)
    (week,) = progress(asked, [action("review_lateness", "p10")], held, QUAN6, Scope(Period.parse("2020-W25")))
    assert "tháng 6/2020 (đến 21/06)" in progress_words(week, held, VIETNAMESE, long=True)
    (overlapping,) = progress(asked, [action("review_lateness", "p10", period="2020-Q2")], held, QUAN6, Scope(JUNE))
    assert overlapping.change is None, "the same dossiers are in both periods"
    (none,) = progress(asked, [action("review_lateness", "thanh-tra", (0, 0))], held, QUAN6, Scope(JUNE))
    assert progress_words(none, held, VIETNAMESE) == "Trễ hạn không có hồ sơ, nay không có hồ sơ"
    assert progress(asked, [replace(action("send_letters", "p09"), withdrawn=True)], held, QUAN6, Scope(JUNE)) == []
