"""Numbers, dates and sentences as people here write them."""

from __future__ import annotations

import datetime as dt

import pytest

from text import ENGLISH, LANGUAGES, NBSP, VIETNAMESE, Language, language, mark

BOTH = [VIETNAMESE, ENGLISH]
MINUS = "\u2212"


@pytest.mark.parametrize(
    ("value", "decimals", "vietnamese", "english"),
    [
        (0, 0, "0", "0"),
        (999, 0, "999", "999"),
        (1234567, 0, "1.234.567", "1,234,567"),  # COUNTING 4.6
        (1234567.5, 1, "1.234.567,5", "1,234,567.5"),
        (2, 1, "2,0", "2.0"),  # exactly so many decimals
        (-1234, 0, f"{MINUS}1.234", f"{MINUS}1,234"),
        (-0.3, 0, "0", "0"),  # no minus before nothing
        (-0.04, 1, "0,0", "0.0"),
    ],
)
def test_numbers(value: float, decimals: int, vietnamese: str, english: str) -> None:
    assert VIETNAMESE.number(value, decimals) == vietnamese
    assert ENGLISH.number(value, decimals) == english


def test_percent_has_an_unbreakable_space_in_vietnamese() -> None:
    assert VIETNAMESE.percent(54 / 2336) == "2,3\u00a0%"  # 0.02312
    assert ENGLISH.percent(54 / 2336) == "2.3%"
    assert VIETNAMESE.percent(0.5, decimals=0) == "50\u00a0%"
    assert VIETNAMESE.percent(0) == "0,0\u00a0%"


@pytest.mark.parametrize("difference", [0.013, -0.013])
def test_differences_of_rates_are_points_without_sign(difference: float) -> None:
    assert VIETNAMESE.points(difference) == f"1,3{NBSP}điểm{NBSP}%"
    assert ENGLISH.points(difference) == f"1.3{NBSP}pts"


def test_fractions() -> None:
    assert VIETNAMESE.fraction(54, 2336) == "54/2.336"
    assert ENGLISH.fraction(54.0, 2336.0) == "54/2,336"


@pytest.mark.parametrize("chosen", BOTH)
def test_dates_have_the_day_first_in_both_languages(chosen: Language) -> None:
    day = dt.date(2020, 6, 5)
    assert (chosen.date(day), chosen.day_month(day), chosen.month(day)) == ("05/06/2020", "05/06", "06/2020")


@pytest.mark.parametrize(
    ("items", "vietnamese", "english"),
    [
        ([], "", ""),
        (["a"], "a", "a"),
        (["a", "b"], "a và b", "a and b"),
        (["a", "b", "c"], "a, b và c", "a, b and c"),
    ],
)
def test_listing(items: list[str], vietnamese: str, english: str) -> None:
    assert VIETNAMESE.listing(iter(items)) == vietnamese
    assert ENGLISH.listing(iter(items)) == english


def test_sentences_are_filled_in() -> None:
    assert ENGLISH.say("{a} of {b}", a=1, b=2) == "1 of 2"
    assert ENGLISH.say("100 % {as it is}") == "100 % {as it is}"  # nothing to fill in


@pytest.mark.parametrize(("n", "expected"), [(0, "0 days"), (1, "1 day"), (2, "2 days"), (1234, "1,234 days")])
def test_english_has_two_plural_forms(n: int, expected: str) -> None:
    assert ENGLISH.count("{n} day", "{n} days", n) == expected


def test_plural_sentences_take_other_values_too() -> None:
    assert ENGLISH.count("{n} day in {unit}", "{n} days in {unit}", 3, unit="P.10") == "3 days in P.10"


def test_vietnamese_has_one_plural_form() -> None:
    """Every plural sentence of the catalogue reads the same for 1 and for many, but for the number."""
    from text.__main__ import read_catalogue

    plurals = [entry for entry in read_catalogue() if isinstance(entry.id, tuple)]
    assert plurals
    for entry in plurals:
        assert len(entry.string) == 1, entry.id


def test_the_catalogue_is_used() -> None:
    """Vietnamese differs from the English of the code."""
    assert VIETNAMESE.say("Overdue rate") == "Tỷ lệ trễ hạn"
    assert ENGLISH.say("Overdue rate") == mark("Overdue rate") == "Overdue rate"


def test_languages_are_found_by_code() -> None:
    assert [language(code) for code in LANGUAGES] == BOTH


@pytest.mark.parametrize("code", ["", "VI", "vi_VN", "fr"])
def test_unknown_languages_are_refused(code: str) -> None:
    with pytest.raises(ValueError, match=rf"unknown language {code!r}: use one of vi, en"):
        language(code)
