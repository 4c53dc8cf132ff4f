"""What the help text says of the verdict rule is what the simulation found."""

from __future__ import annotations

import numpy as np
import pytest

from benchmarks import false_signals
from benchmarks.false_signals import FALSE_WORDS, GRAINS, LEVEL, OUT, Share, verdicts, volumes, without_difference
from measures import reliability
from measures.verdict import Verdict

ROWS = {
    FALSE_WORDS["clear"]: reliability.FALSE_CLEAR_A_YEAR,
    FALSE_WORDS["watched"]: reliability.FALSE_WATCH_A_YEAR,
    FALSE_WORDS["judged"]: reliability.JUDGED,
    "mean of the wards": reliability.FOUND_AT_THREE_TIMES,
}


def documented() -> dict[str, dict[str, Share]]:
    """The rows of the tables in docs/statistics.md: words -> grain -> mean and standard error."""
    rows = {}
    for line in OUT.read_text(encoding="utf-8").splitlines():
        words, *cells = [cell.strip() for cell in line.strip("|").split("|")]
        if all("±" in cell for cell in cells) and cells:
            shares = [Share(*(float(part) for part in cell.split("±"))) for cell in cells]
            rows[words] = dict(zip(GRAINS, shares, strict=True))
    return rows


@pytest.mark.parametrize("words", ROWS)
def test_the_help_text_says_what_the_simulation_found(words: str) -> None:
    assert {grain: share.mean for grain, share in documented()[words].items()} == ROWS[words]


def test_a_few_years_more_or_less_agree_with_the_documented_figures() -> None:
    """Thirty years drawn now: each figure within four standard errors of what is written."""
    written = documented()
    for grain, found in without_difference(30).items():
        for key, words in FALSE_WORDS.items():
            assert abs(found[key].mean - written[words][grain].mean) <= 4 * max(found[key].error, 0.03), (grain, words)


def test_the_simulation_is_of_the_wards_of_the_district() -> None:
    wards = volumes()
    assert list(wards) == [f"p{number:02}" for number in range(1, 15)]
    assert 2000 < sum(wards.values()) < 3000


def test_a_ward_that_differs_hugely_is_found_and_no_other() -> None:
    rates = np.full(len(volumes()), LEVEL)
    rates[9] = 20 * LEVEL
    seen = verdicts(np.random.default_rng(1), 3, rates)
    assert {grain: (found[:, 9] == Verdict.HIGHER).all() for grain, found in seen.items()} == dict.fromkeys(
        GRAINS, True
    )
    assert {grain: found.shape for grain, found in seen.items()} == {"month": (3, 14), "quarter": (1, 14)}


def test_the_report_has_a_row_for_every_ward() -> None:
    share = {grain: Share(0.5, 0.1) for grain in GRAINS}
    text = false_signals.report(
        {grain: {key: Share(0.1, 0.01) for key in FALSE_WORDS} for grain in GRAINS}, dict.fromkeys(volumes(), share)
    )
    assert text.count("| 0.500 ± 0.100 | 0.500 ± 0.100 |") == len(volumes())
    assert "| mean of the wards | 0.500 ± 0.027 | 0.500 ± 0.027 |" in text
