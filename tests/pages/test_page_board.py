"""The page "Bảng theo dõi": what it says, its ways on, its table and its figure."""

from __future__ import annotations

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from charts.order_board import DESK_WIDTH, NAMES, WORDS, cell_words, order_board
from data_access.profiles import load_profile
from data_access.stores import open_store
from data_access.viewer import EVERYTHING
from measures.asking import Asked
from measures.board_lines import LINES
from measures.known import holdings
from measures.order_board import Board, State
from measures.order_board import order_board as count_board
from measures.period import Period
from measures.scope import Scope, rules_of
from tests.charts.test_ageing_and_holders import overlap
from tests.pages.opening import FAILED, app, opened, said
from text import ENGLISH, VIETNAMESE, Language
from ui.board_words import board_table

__all__ = ["app"]  # the fixture

PAGE = "pages/theo_doi.py"


@pytest.fixture(scope="module")
def seen(small_sample: Path) -> Board:
    store = open_store(str(small_sample))
    version = str(store.version())
    held, profile = holdings(store, version), load_profile("quan6")
    scope = Scope(Period.parse("2020-06"), **rules_of(profile))
    return count_board(Asked(store, version, EVERYTHING), scope, held, profile, [], held.cut_off)


@pytest.mark.parametrize(
    ("address", "sentence"),
    [
        ({}, "Từng đơn vị, từng nội dung của Công văn 1400"),
        ({"ky": "2020-Q1"}, "So với quý 4/2019"),
        ({"ky": "2018-01"}, "Chưa có kỳ trước để so sánh"),
        ({"don_vi": "p10"}, "Phường 10 đạt"),
        ({"don_vi": "kinh-te", "vai_tro": "resolving"}, "Không đơn vị nào chưa đạt"),
        ({"ngon_ngu": "en"}, "Line by line"),
    ],
)
def test_every_scope_is_answered(app: AppTest, address: dict[str, str], sentence: str) -> None:
    opened(app, PAGE, **address)
    assert FAILED not in said(app)
    assert sentence in said(app)


def test_every_missed_cell_leads_to_its_page(app: AppTest, seen: Board) -> None:
    """In the list below the board: as many ways as cells, each naming unit and number; and one for each line."""
    opened(app, PAGE)
    shown = [element.proto.label.replace("\\", "") for element in app.get("page_link")]
    names = dict(zip(seen.units["unit_id"], seen.units["short_name"], strict=True))
    missed = seen.of(State.NOT_MET)
    wanted = [f"{names[row.unit]}: {cell_words(row.state, row.x, row.n, VIETNAMESE)}" for row in missed.itertuples()]
    assert len(wanted) > 20
    for words in set(wanted):
        assert shown.count(words) == wanted.count(words), words
    for line in LINES:
        assert VIETNAMESE.say(line.title) in shown


def test_a_filter_of_dossiers_holds_neither_here_nor_where_a_cell_leads(app: AppTest, seen: Board) -> None:
    opened(app, PAGE)
    sentences, ways = said(app), [element.proto.query_string for element in app.get("page_link")]
    opened(app, PAGE, linh_vuc="Hộ tịch", kenh="2")
    assert said(app) == sentences
    assert [element.proto.query_string for element in app.get("page_link")] == ways
    assert any("don-vi=p10" in way for way in ways)


@pytest.mark.parametrize("language", [VIETNAMESE, ENGLISH])
def test_the_table_has_every_cell_with_its_state_number_and_day(seen: Board, language: Language) -> None:
    table = board_table(seen, language).frame
    assert len(table) == len(seen.cells)
    states = table[language.say("State")].value_counts()
    for state in State:
        assert states.get(language.say(WORDS[state]), 0) == len(seen.of(state))
    silent = table[table[language.say("State")] == language.say(WORDS[State.NO_DATA])]
    assert silent[[language.say("Numerator"), language.say("Denominator")]].isna().all(axis=None)
    assert table[language.say("As of")].notna().all()


@pytest.mark.parametrize("language", [VIETNAMESE, ENGLISH])
def test_the_words_of_the_figure_are_whole_and_in_their_cells(seen: Board, language: Language) -> None:
    heads = {line.key: (language.say(line.short), language.say(line.title)) for line in LINES}
    cells = seen.cells.assign(hover="")
    figure = order_board(cells, seen.units, heads, {"p03": "đến 26/06"}, language)
    words = next(trace for trace in figure.data if trace.name == "words")
    assert not [text for text in words.text if "…" in text]
    boxes = [
        (x if side == "middle right" else x - 60, y - 6, x + 20 if side == "middle right" else x, y + 6)
        for x, y, side in zip(words.x, words.y, words.textposition, strict=True)
    ]
    assert not [(one, other) for i, one in enumerate(boxes) for other in boxes[i + 1 :] if overlap(one, other)]
    catching = next(trace for trace in figure.data if trace.name == "cells")
    assert len(catching.customdata) == len(cells)
    assert {tuple(pair) for pair in catching.customdata} == set(zip(cells["unit"], cells["line"], strict=True))
    assert min(catching.base) >= NAMES
    assert max(left + width for left, width in zip(catching.base, catching.x, strict=True)) <= DESK_WIDTH


def test_a_cell_without_data_has_no_number() -> None:
    nothing = float("nan")
    assert cell_words(State.NO_DATA, nothing, nothing, VIETNAMESE) == "chưa có dữ liệu"
    assert cell_words(State.NONE, 0.0, 0.0, VIETNAMESE) == "không có"
    assert cell_words(State.MET, 0.0, nothing, VIETNAMESE) == "0"
    assert cell_words(State.FEW, 4.0, 1_111.0, VIETNAMESE) == "4/1.111"
