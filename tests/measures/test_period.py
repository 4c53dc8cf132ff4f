"""Periods: what each token stands for, its neighbours, and the pieces it is made of."""

from __future__ import annotations

import datetime as dt
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from measures.period import Period, month_period, months_until, split
from text import ENGLISH, VIETNAMESE

DAY = dt.timedelta(1)
GRAINS = ("day", "week", "month", "quarter", "year")
YEARS, MONTHS = st.integers(1990, 2035), st.integers(1, 12)

# token, first day, last day, token of the period before, token of the year before, English title
PERIODS = [
    ("2020-06", "2020-06-01", "2020-06-30", "2020-05", "2019-06", "Month 6/2020"),
    ("2020-01", "2020-01-01", "2020-01-31", "2019-12", "2019-01", "Month 1/2020"),
    ("2020-02", "2020-02-01", "2020-02-29", "2020-01", "2019-02", "Month 2/2020"),
    ("2020-Q2", "2020-04-01", "2020-06-30", "2020-Q1", "2019-Q2", "Quarter 2/2020"),
    ("2020-Q1", "2020-01-01", "2020-03-31", "2019-Q4", "2019-Q1", "Quarter 1/2020"),
    ("2020-6T", "2020-01-01", "2020-06-30", "2019-6T", "2019-6T", "First 6 months of 2020"),
    ("2020-9T", "2020-01-01", "2020-09-30", "2019-9T", "2019-9T", "First 9 months of 2020"),
    ("2020", "2020-01-01", "2020-12-31", "2019", "2019", "Year 2020"),
    ("2020-05-LK", "2020-01-01", "2020-05-31", "2019-05-LK", "2019-05-LK", "2020 up to month 5"),
    ("2020-06-BC", "2020-05-15", "2020-06-14", "2020-05-BC", "2019-06-BC", "Report month 6/2020"),
    ("2020-01-BC", "2019-12-15", "2020-01-14", "2019-12-BC", "2019-01-BC", "Report month 1/2020"),
    ("2020-W26", "2020-06-22", "2020-06-28", "2020-W25", "2019-W26", "Week 26/2020"),
    ("2020-W01", "2019-12-30", "2020-01-05", "2019-W52", "2019-W01", "Week 1/2020"),
    ("2020-W53", "2020-12-28", "2021-01-03", "2020-W52", "2019-W52", "Week 53/2020"),  # 2019 had 52 weeks
    ("2020-06-30", "2020-06-30", "2020-06-30", "2020-06-29", "2019-06-30", "Day 30/06/2020"),
    ("2020-03-01", "2020-03-01", "2020-03-01", "2020-02-29", "2019-03-01", "Day 01/03/2020"),
    ("2020-02-29", "2020-02-29", "2020-02-29", "2020-02-28", "2019-02-28", "Day 29/02/2020"),
]
REFUSED = [
    "",
    "june",
    " 2020",
    "2020-6",
    "2020-06\n",
    "２０２０",  # wide digits: an address is written in ASCII
    "2020-00",
    "2020-13",
    "2020-00-LK",
    "2020-13-LK",
    "2020-13-BC",
    "2020-Q5",
    "2020-7T",
    "2020-06-31",
    "2020-W00",
    "2019-W53",  # 2019 had 52 weeks
    "0001-01",  # nothing lies before
    "9999-12",  # nothing lies after
]


@st.composite
def periods(draw: st.DrawFn) -> Period:
    """Of every form, of any year."""
    year, month = draw(YEARS), draw(MONTHS)
    day = draw(st.dates(dt.date(1990, 1, 1), dt.date(2035, 12, 31)))
    forms = (f"{month:02}", f"Q{(month + 2) // 3}", "6T", "9T", f"{month:02}-LK", f"{month:02}-BC", f"W{month * 4:02}")
    return Period.parse(draw(st.sampled_from([f"{year}", day.isoformat(), *(f"{year}-{form}" for form in forms)])))


@pytest.mark.parametrize(("token", "start", "end"), [row[:3] for row in PERIODS])
def test_every_form_of_token_is_understood(token: str, start: str, end: str) -> None:
    period = Period.parse(token)
    assert (period.token, period.start.isoformat(), period.end.isoformat()) == (token, start, end)


@pytest.mark.parametrize(("token", "before"), [(row[0], row[3]) for row in PERIODS])
def test_the_period_before(token: str, before: str) -> None:
    assert Period.parse(token).previous() == Period.parse(before)


@pytest.mark.parametrize(("token", "year_before"), [(row[0], row[4]) for row in PERIODS])
def test_the_same_period_a_year_before(token: str, year_before: str) -> None:
    assert Period.parse(token).year_before() == Period.parse(year_before)


@given(periods())
def test_the_period_before_ends_the_day_before_unless_it_counts_from_the_new_year(period: Period) -> None:
    before = period.previous()
    assert before == Period.parse(before.token)
    if period.token.endswith(("LK", "6T", "9T")):
        assert before == period.year_before()
    else:
        assert before.end + DAY == period.start


@pytest.mark.parametrize("token", REFUSED)
def test_refused_tokens_are_named_with_what_may_be_written(token: str) -> None:
    with pytest.raises(ValueError, match="is no period") as refused:
        Period.parse(token)
    assert repr(token) in str(refused.value)
    assert "2020-06 (month)" in str(refused.value)


@pytest.mark.parametrize(("token", "title"), [(row[0], row[5]) for row in PERIODS])
def test_english_titles(token: str, title: str) -> None:
    assert Period.parse(token).title(ENGLISH) == title


@given(periods())
def test_titles_hold_the_year_and_no_open_braces(period: Period) -> None:
    for language in (VIETNAMESE, ENGLISH):
        title = period.title(language)
        assert period.token[:4] in title
        assert "{" not in title


@given(periods(), st.sampled_from(GRAINS))
def test_the_pieces_of_a_period_add_up_to_it_without_overlap(period: Period, grain: str) -> None:
    pieces = split(period, grain)
    assert (pieces[0].start, pieces[-1].end) == (period.start, period.end)
    assert all(one.end + DAY == following.start for one, following in pairwise(pieces))
    assert all(piece.start <= piece.end for piece in pieces)


@pytest.mark.parametrize(
    ("token", "newest", "start"),
    [
        ("2020-05", "2020-06", "2020-06-01"),
        ("2020-Q1", "2020-Q2", "2020-04-01"),
        ("2019", "2020", "2020-01-01"),
        ("2019-6T", "2020-6T", "2020-01-01"),
        ("2019-04-LK", "2020-06-LK", "2020-01-01"),
        ("2020-03-BC", "2020-07-BC", "2020-06-15"),
        ("2020-W02", "2020-W25", "2020-06-15"),
        ("2020-01-31", "2020-06-17", "2020-06-17"),
    ],
)
def test_the_newest_of_the_same_kind_is_cut_at_the_day(token: str, newest: str, start: str) -> None:
    found = Period.parse(token).newest_like(dt.date(2020, 6, 17))
    assert (found.token, found.start.isoformat(), found.end) == (newest, start, dt.date(2020, 6, 17))


def test_pieces_are_cut_at_both_ends() -> None:
    """The report month of June 2020 is the second half of May and the first of June."""
    may, june = split(Period.parse("2020-06-BC"), "month")
    assert (may.token, may.start, may.end) == ("2020-05", dt.date(2020, 5, 15), dt.date(2020, 5, 31))
    assert (june.token, june.start, june.end) == ("2020-06", dt.date(2020, 6, 1), dt.date(2020, 6, 14))


@pytest.mark.parametrize(
    ("token", "grain", "count"),
    [
        ("2020", "quarter", 4),
        ("2020", "month", 12),
        ("2020", "day", 366),
        ("2020-Q2", "month", 3),
        ("2020-06", "week", 5),
    ],
)
def test_how_many_pieces(token: str, grain: str, count: int) -> None:
    assert len(split(Period.parse(token), grain)) == count


def test_weeks_begin_on_monday() -> None:
    pieces = split(Period.parse("2020-Q2"), "week")
    assert {piece.start.weekday() for piece in pieces[1:]} == {0}


def test_an_unknown_grain_is_refused() -> None:
    with pytest.raises(ValueError, match="unknown grain 'hour': use day, week, month, quarter or year"):
        split(Period.parse("2020"), "hour")


def test_the_month_of_a_day_and_the_months_up_to_it() -> None:
    assert month_period(dt.date(2020, 2, 29)) == Period.parse("2020-02")
    assert [period.token for period in months_until(dt.date(2020, 2, 29), 3)] == ["2019-12", "2020-01", "2020-02"]
