"""The sentences of the page of one unit, over any numbers: none claims more than its verdict."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data_access.profiles import load_profile
from measures import unit_findings as findings
from measures.headlines import HEADLINES
from measures.judging import Trend, judge
from measures.period import Period
from measures.registry import MEASURES
from measures.scope import Scope
from measures.unit_page import COUNTED, FEWEST, LATE, LETTERS, Move, Standing, UnitPage, soon_standing, standing
from measures.verdict import CLEAR, Verdict, is_concern
from measures.work import SOON, TASKS, Step
from text import ENGLISH, VIETNAMESE, Language

QUAN6 = load_profile("quan6")
LANGUAGES = st.sampled_from([VIETNAMESE, ENGLISH])
CLEAR_WORDS = ("rõ", "learly")


class Held:
    """The names of the units, all that sentences ask for."""

    @property
    def known(self) -> Held:
        return self

    def unit_name(self, unit: str) -> str:
        return f"Phường {unit[1:]}"


def units(counts: list[tuple[int, int]], key: str) -> pd.DataFrame:
    """Judged rows of p1, p2, ... with these counts in one period."""
    day, target = dt.date(2020, 6, 1), QUAN6.target(key, dt.date(2020, 6, 30))
    frame = pd.DataFrame(
        [(f"p{place}", day, float(min(x, n)), float(n)) for place, (x, n) in enumerate(counts, 1)],
        columns=["unit", "period", "numerator", "denominator"],
    )
    return judge(frame, MEASURES[key], target.value if target else None).set_index("unit")


def seen(standings: dict[str, Standing], missing: int = 0, online: int | None = None) -> UnitPage:
    empty = pd.DataFrame(columns=["stage", "open", "overdue", "soon", "days", "expected"])
    scope = Scope(Period.parse("2020-06"), units=("p1",))
    return UnitPage(
        scope=scope,
        unit="p1",
        comparison=replace(scope, units=("ward",)),
        standings=standings,
        others=3,
        counts=dict.fromkeys(COUNTED, 0) | {"loss_no_letter": missing},
        missing=online,
        soon=(dt.date(2020, 7, 1), 0),
        history=empty,
        trend=Trend(empty, True, "month"),
        rare=None,
        joins=[],
        variation="provisional",
        stages=empty,
        outside=empty,
        procedures=empty,
        moves=(),
    )


pair = st.tuples(st.integers(0, 400), st.integers(0, 400))


@st.composite
def pages(draw: st.DrawFn) -> UnitPage:
    found = {}
    for key in HEADLINES:
        counts = draw(st.lists(pair, min_size=1, max_size=6))
        found[key] = standing(key, units(counts, key), "p1", QUAN6.target(key, dt.date(2020, 6, 30)), len(counts) > 1)
    shown = ["p1", "p2"][: draw(st.integers(1, 2))]
    counted = pd.DataFrame({"unit": ["p2"], "numerator": [draw(st.integers(0, 9))]})
    found[SOON] = soon_standing(draw(st.integers(0, 20)), counted, "p1", shown)
    letters = found[LETTERS]
    return seen(found, letters.n - letters.x, draw(st.none() | st.integers(0, 50)))


def claims(words: str) -> bool:
    """Whether a sentence says that something clearly differs."""
    return any(word in words for word in CLEAR_WORDS)


@settings(max_examples=30)
@given(pages(), LANGUAGES)
def test_only_a_clear_verdict_of_enough_dossiers_is_claimed(page: UnitPage, language: Language) -> None:
    for key in HEADLINES:
        one, said = page.standings[key], findings.said_of(page, key, language)
        clear = one.verdict in CLEAR and one.n >= FEWEST
        said_so = claims(said.words) or (key == LETTERS and claims(said.second))
        assert said_so == clear, (said, one)
        if key != LETTERS:
            good = MEASURES[key].good
            assert good
            concern = clear and is_concern(one.verdict, good)  # type: ignore[arg-type]
            assert (said.tone == findings.CONCERN) == concern
            assert (said.tone == findings.GOOD) == (clear and not concern)
        elif one.n:
            assert (said.tone == findings.CONCERN) == (one.x < one.n)
    late = page.standings[LATE]
    sentence = findings.page_sentence(page, Held(), language)  # type: ignore[arg-type]
    assert claims(sentence) == (late.verdict in CLEAR and late.n >= FEWEST)
    assert language.fraction(late.x, late.n) in sentence or not late.n


@settings(max_examples=30)
@given(pages(), LANGUAGES)
def test_sentences_hold_their_numbers_and_no_braces(page: UnitPage, language: Language) -> None:
    held = Held()
    said = [
        findings.page_sentence(page, held, language),  # type: ignore[arg-type]
        findings.stand_title(page, held, language),  # type: ignore[arg-type]
        findings.procedures_title(page, language),
        findings.stages_title(page, {}, language),
        findings.late_words(page.standings[LATE], language),
        *(findings.list_title(key, 7, language) for key in TASKS),
        *(findings.nothing_left(key, language) for key in TASKS),
        *(findings.rule_of(page, key, language) for key in TASKS),
    ]
    for key in (*HEADLINES, SOON):
        one = findings.said_of(page, key, language)
        said += [one.words, one.second]
    assert not [words for words in said if "{" in words or "nan" in words.split()]
    assert all("7" in findings.list_title(key, 7, language) for key in TASKS)
    missing = page.counts["loss_no_letter"]
    if missing:
        assert language.number(missing) in said[0].partition(";")[2]


@settings(max_examples=30)
@given(pages())
def test_below_ten_dossiers_nothing_is_compared(page: UnitPage) -> None:
    for key in HEADLINES:
        one = page.standings[key]
        if 0 < one.n < FEWEST:
            assert "Dưới 10 hồ sơ" in findings.said_of(page, key, VIETNAMESE).second
        if not one.n:
            assert findings.said_of(page, key, ENGLISH).words == "No dossiers in this period."


def test_a_unit_alone_says_that_nothing_is_published() -> None:
    one = standing(LATE, units([(9, 100)], LATE), "p1", None, given=False)
    page = seen({key: replace(one, key=key) for key in (*HEADLINES, SOON)})
    assert one.verdict is None
    assert findings.said_of(page, LATE, VIETNAMESE).words.startswith("Chưa có số liệu công bố")
    assert findings.page_sentence(page, Held(), VIETNAMESE).startswith("Phường 1: 9/100 hồ sơ trễ hạn;")  # type: ignore[arg-type]
    assert "chưa có số liệu công bố" in findings.stand_title(replace(page, others=0), Held(), VIETNAMESE)  # type: ignore[arg-type]


def test_the_sentence_of_the_picture() -> None:
    late = standing(LATE, units([(8, 228), (40, 1800)], LATE), "p1", None, given=True)
    letters = standing(LETTERS, units([(5, 8), (36, 44)], LETTERS), "p1", None, given=True)
    assert late.verdict is Verdict.NO_EVIDENCE
    page = seen({LATE: late, LETTERS: letters}, missing=3)
    sentence = "Phường 1: 8/228 hồ sơ trễ hạn, chưa đủ cơ sở kết luận khác mức chung; 3 hồ sơ chưa có thư xin lỗi"
    assert findings.page_sentence(page, Held(), VIETNAMESE) == sentence  # type: ignore[arg-type]
    assert findings.said_of(page, LETTERS, VIETNAMESE).words == "Còn thiếu 3 thư"


@pytest.mark.parametrize("language", [VIETNAMESE, ENGLISH])
def test_every_step_and_move_has_words(language: Language) -> None:
    said = {findings.step_words(Step(key, "bhxh"), {"bhxh": "BHXH"}, language) for key in findings._STEPS}
    assert len(said) == len(findings._STEPS)
    assert not [words for words in said if "{" in words]
    for kind in ("letters", "late", "online"):
        words = findings.move_words(Move(kind, 3, "x"), {"x": "Đăng ký"}, language)
        assert "3" in words
        assert "Đăng ký" in words or kind == "letters"
