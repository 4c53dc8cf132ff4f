"""Lettering, scales and the two codes of a verdict."""

from __future__ import annotations

import datetime as dt
from itertools import pairwise

import hypothesis.strategies as st
import pytest
from hypothesis import given

from charts import theme
from charts.lettering import shortened, spread, text_width, wrapped
from charts.scales import label_places, percent_ticks, period_labels, value_ticks
from measures.verdict import Direction, Verdict
from text import ENGLISH, NBSP, VIETNAMESE


@given(st.lists(st.floats(-50, 250), min_size=1, max_size=8))
def test_spread_labels_keep_their_distance_order_and_bounds(wanted):
    placed = spread(wanted, 17, 0, 200)
    assert all(-1e-6 <= one <= 200 + 1e-6 for one in placed)
    in_order = [placed[index] for index in sorted(range(len(wanted)), key=lambda index: wanted[index])]
    assert all(upper - lower >= 17 - 1e-6 for lower, upper in pairwise(in_order))


def test_labels_that_do_not_clash_stay():
    assert spread([10, 60, 150], 17, 0, 200) == [10, 60, 150]


def test_too_many_labels_are_refused():
    with pytest.raises(ValueError, match="5 labels"):
        spread([1, 2, 3, 4, 5], 17, 0, 50)


@given(st.floats(1e-5, 1))
def test_ticks_are_four_to_six_and_reach_the_largest(largest):
    ticks = value_ticks(largest)
    assert 4 <= len(ticks) <= 6
    assert ticks[0] == 0
    assert ticks[-1] >= largest * (1 - 1e-6)
    assert ticks[-1] <= 1.0


def test_tick_labels_have_the_decimals_of_their_step():
    assert percent_ticks([0, 0.02, 0.04], VIETNAMESE) == [f"0{NBSP}%", f"2{NBSP}%", f"4{NBSP}%"]
    assert percent_ticks([0, 0.005, 0.01], ENGLISH) == ["0.0%", "0.5%", "1.0%"]


def test_periods_are_named_after_their_spacing():
    def every(step: int) -> list[dt.date]:
        return [dt.date(2018 + (step * n) // 12, (step * n) % 12 + 1, 1) for n in range(5)]

    weeks = [dt.date(2020, 6, 1) + dt.timedelta(weeks=n) for n in range(3)]
    assert period_labels(weeks, VIETNAMESE)[-1] == "15/06"
    assert period_labels(every(1), VIETNAMESE)[-1] == "05/2018"
    assert period_labels(every(3), VIETNAMESE)[-1] == "Q1/2019"
    assert period_labels(every(12), VIETNAMESE)[-1] == "2022"
    assert period_labels(every(1)[:1], VIETNAMESE) == ["01/2018"]


@given(st.integers(1, 200), st.integers(2, 6))
def test_the_last_period_is_always_named(count, most):
    places = label_places(count, most)
    assert places[-1] == count - 1
    assert len(places) <= most


def test_text_is_measured_wrapped_and_cut():
    assert text_width("Phường", 13) == pytest.approx(text_width("Phuong", 13), rel=0.05)
    assert wrapped("Chưa đủ hồ sơ để kết luận: 2", 110, 12.5) == ["Chưa đủ hồ sơ để", "kết luận: 2"]
    assert shortened("Chi nhánh Văn phòng Đăng ký đất đai", 80, 13).endswith("…")
    assert shortened("P.10", 80, 13) == "P.10"


@pytest.mark.parametrize("good", Direction)
@pytest.mark.parametrize("verdict", Verdict)
def test_shape_is_direction_and_colour_is_judgement(verdict, good):
    symbol = theme.verdict_symbol(verdict)
    assert ("up" in symbol) == (verdict in (Verdict.HIGHER, Verdict.WATCH_HIGHER))
    assert ("down" in symbol) == (verdict in (Verdict.LOWER, Verdict.WATCH_LOWER))
    colours = theme.verdict_colour(verdict, good)
    if verdict.value == good.value:
        assert colours is theme.FAVOURABLE
    elif verdict in (Verdict.HIGHER, Verdict.LOWER):
        assert colours is theme.CONCERN
    else:
        assert colours is theme.NEUTRAL
    assert theme.verdict_word(verdict, VIETNAMESE)


def test_the_template_is_the_house_style():
    layout = theme.figure_template(VIETNAMESE).layout
    assert layout.font.family == "IBM Plex Sans"
    assert layout.separators == ",."
    assert theme.figure_template(ENGLISH).layout.separators == ".,"
    assert (layout.xaxis.showgrid, layout.yaxis.showgrid) == (False, True)
    assert layout.xaxis.fixedrange
    assert layout.yaxis.fixedrange
    assert layout.dragmode is False
    assert theme.CONFIG["displayModeBar"] is False
