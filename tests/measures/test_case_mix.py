"""Case-mix against sums by hand and a plain loop over single dossiers."""

from __future__ import annotations

import math

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from measures.case_mix import ENOUGH, case_mix

COLUMNS = ["unit", "procedure", "numerator", "denominator"]


def counted(*rows: tuple[str, str, int, int]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=COLUMNS).astype({"numerator": float, "denominator": float})


def test_two_procedures_by_hand() -> None:
    """A does the slow one (others: 10 of 100 and 30 of 100 late), B and C mostly the quick one."""
    found = case_mix(
        counted(
            ("A", "slow", 9, 80),
            ("A", "quick", 1, 20),
            ("B", "slow", 10, 100),
            ("B", "quick", 2, 200),
            ("C", "slow", 30, 100),
            ("C", "quick", 2, 200),
        )
    )
    assert found.loc["A", "case_mix"] == pytest.approx(80 * 40 / 200 + 20 * 4 / 400)
    assert found.loc["B", "case_mix"] == pytest.approx(100 * 39 / 180 + 200 * 3 / 220)
    assert found.loc["C", "case_mix"] == pytest.approx(100 * 19 / 180 + 200 * 3 / 220)
    assert found.loc["A", "case_mix_rate"] == pytest.approx((80 * 40 / 200 + 20 * 4 / 400) / 100)
    assert found.loc["A", ["numerator", "denominator"]].to_list() == [10, 100]


@pytest.mark.parametrize(("others", "rate"), [(29, (1 + 5) / (29 + 100)), (30, 1 / 30)])
def test_few_dossiers_of_the_others_leave_it_to_their_overall_rate(others: int, rate: float) -> None:
    found = case_mix(counted(("A", "rare", 3, 40), ("B", "rare", 1, others), ("B", "common", 5, 100)))
    assert found.loc["A", "case_mix"] == pytest.approx(40 * rate)
    assert ENOUGH == 30


def test_a_unit_alone_has_nobody_to_be_compared_with() -> None:
    assert math.isnan(case_mix(counted(("A", "x", 3, 40))).loc["A", "case_mix"])
    assert case_mix(counted()).empty


def test_a_unit_like_the_others_is_expected_to_be_as_late_as_it_is() -> None:
    rows = [(unit, procedure, late, 100) for unit in "ABC" for procedure, late in (("x", 2), ("y", 30))]
    found = case_mix(counted(*rows))
    assert found["case_mix"].to_list() == pytest.approx([32, 32, 32])


pairs = st.tuples(st.integers(0, 60), st.integers(0, 60)).map(lambda pair: (min(pair), max(pair)))


@given(st.dictionaries(st.tuples(st.sampled_from("ABCD"), st.sampled_from("xyz")), pairs))
def test_case_mix_equals_a_plain_loop(cells: dict[tuple[str, str], tuple[int, int]]) -> None:
    """For each dossier of a unit the rate of the others in its procedure, looked up and added one by one."""
    dossiers = [
        (unit, procedure, number < late)
        for (unit, procedure), (late, count) in cells.items()
        for number in range(count)
    ]
    rows = [(unit, procedure, late, count) for (unit, procedure), (late, count) in cells.items() if count]
    found = case_mix(counted(*rows))
    assert set(found.index) == {unit for unit, _, _ in dossiers}
    for unit in found.index:
        others = [(procedure, late) for other, procedure, late in dossiers if other != unit]
        expected = 0.0
        for procedure in [procedure for own, procedure, _ in dossiers if own == unit]:
            same = [late for other, late in others if other == procedure]
            used = same if len(same) >= 30 else [late for _, late in others]
            expected += sum(used) / len(used) if used else math.nan
        assert found.loc[unit, "case_mix"] == pytest.approx(expected, nan_ok=True)
