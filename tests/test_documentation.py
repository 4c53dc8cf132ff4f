"""What the documentation says is what the code does."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from measures.documentation import measures_page
from measures.registry import MEASURES

DOCS = Path(__file__).resolve().parents[1] / "docs"
PAGE = (DOCS / "measures.md").read_text(encoding="utf-8")


def test_the_page_of_measures_is_up_to_date() -> None:
    assert measures_page() == PAGE, "make it anew: python -m measures --page > docs/measures.md"


@pytest.mark.parametrize("key", MEASURES)
def test_every_measure_has_its_section(key: str) -> None:
    """With all that a reader needs to judge the number."""
    (section,) = [text for text in PAGE.split("\n## ") if text.startswith(f"`{key}`: ")]
    for line in ("Formula", "Kind", "Better", "Left out", "Why", "Legal basis", "Reviewed"):
        assert f"\n- {line}" in section, line
    assert "\n\n- " in section  # or Markdown draws no list


def test_decisions_are_numbered_without_gaps() -> None:
    """Numbered, never rewritten: others point to them by number."""
    text = (DOCS / "decisions.md").read_text(encoding="utf-8")
    numbers = [int(number) for number in re.findall(r"^(\d+)\. ", text, re.MULTILINE)]
    assert len(numbers) >= 16
    assert numbers == list(range(1, len(numbers) + 1))
