"""The page "Đầy đủ và đối soát" in words."""

from __future__ import annotations

import pandas as pd
import pytest

from measures.completeness_page import Completeness, page_sentence, units_title
from measures.period import Period
from measures.scope import Scope
from text import VIETNAMESE, language

NAN = float("nan")


def seen(missing: int, land: int | None, known: bool = True) -> Completeness:
    units = pd.DataFrame({"unit": ["p01"], "missing": [float(missing) if known else NAN]})
    branch = None if land is None else (land, land)
    pairs = {"missing": (missing, missing), "without_step": (0, 0), "listed": (3, 5)}
    scope = Scope(Period.parse("2020-06"), units=("ward",))
    return Completeness(
        scope=scope,
        odd=0,
        units=units,
        land=branch,
        differences={},
        portal=units,
        readings={},
        steps_told=False,
        **pairs,
    )


@pytest.mark.parametrize(
    ("missing", "land", "said", "in_english"),
    [
        (0, None, "Không có số biên nhận nào bị khuyết", "No receipt number is missing"),
        (0, 0, "Không có số biên nhận nào bị khuyết", "No receipt number is missing"),
        (
            0,
            2,
            "Chỉ chi nhánh đất đai khuyết 2 số biên nhận",
            "2 receipt numbers are missing, at the land registry branch only",
        ),
        (3, 2, "3 số biên nhận bị khuyết", "3 receipt numbers are missing"),
    ],
)
def test_no_number_missing_is_said_only_where_the_land_branch_lacks_none(
    missing: int, land: int | None, said: str, in_english: str
) -> None:
    assert units_title(seen(missing, land), VIETNAMESE) == said
    assert units_title(seen(missing, land), language("en")) == in_english
    assert page_sentence(seen(missing, land), VIETNAMESE).startswith(f"{said}; 2 trong 5")


def test_where_no_number_can_be_read_nothing_is_said_to_be_complete() -> None:
    assert units_title(seen(0, 2, known=False), VIETNAMESE).startswith("Chưa có dữ liệu")
