"""The control chart, read from its figure: what it adds to the trend."""

from __future__ import annotations

import datetime as dt
import math
from itertools import pairwise

import pytest

from charts import theme
from charts.control_chart import control_chart, control_chart_phone
from charts.lettering import text_width
from measures.verdict import Direction
from tests.charts.frames import MONTHS, series
from text import ENGLISH, VIETNAMESE

ARGUMENTS = {"good": Direction.LOWER, "target": 0.02, "language": VIETNAMESE}
EVENTS = [(dt.date(2019, 8, 1), "liên thông điện tử"), (dt.date(2020, 4, 1), "giãn cách xã hội")]


def draw(frame=None, builder=control_chart, **changes):
    return builder(series() if frame is None else frame, **ARGUMENTS | changes)


def trace(figure, name):
    return next(one for one in figure.data if one.name == name)


def legend(figure):
    return [one for one in figure.layout.annotations if one.x == 0 and one.y == 0 and one.yshift < 0]


def marks(figure):
    return [one for one in figure.layout.shapes if one.xsizemode == "pixel"]


def new_baseline():
    """Twenty months with limits, then four of a new baseline, which has too few for any."""
    frame = series(signals={5: "higher"})
    frame.loc[20:, ["centre", "lower", "upper"]] = math.nan
    return frame


def test_the_legend_explains_every_mark_and_line():
    figure = draw()
    assert [one.text for one in legend(figure)] == [
        "Dao động thường",
        "Cần quan tâm: vượt giới hạn trên",
        "Cải thiện: dưới giới hạn dưới",
        "Trung bình",
        "Giới hạn kiểm soát 99,8\u00a0%",
        "Chỉ tiêu",
    ]
    assert [one.fillcolor for one in marks(figure)[:3]] == [theme.DATA, theme.ORANGE, theme.BLUE]
    assert marks(figure)[-1].line.dash == theme.TARGET_DASH


def test_where_high_is_good_the_colours_of_the_legend_change_sides():
    figure = draw(good=Direction.HIGHER)
    assert [one.fillcolor for one in marks(figure)[1:3]] == [theme.BLUE, theme.ORANGE]
    assert [one.text for one in legend(figure)[1:3]] == [
        "Cải thiện: vượt giới hạn trên",
        "Cần quan tâm: dưới giới hạn dưới",
    ]


def test_what_the_chart_does_not_show_is_not_explained():
    bare = draw(series(8).assign(lower=math.nan, upper=math.nan, centre=math.nan), target=None, provisional=True)
    assert [one.text for one in legend(bare)] == ["Dao động thường"]
    assert len(marks(bare)) == 1


@pytest.mark.parametrize("language", [VIETNAMESE, ENGLISH])
def test_the_legend_is_on_the_sheet_below_the_axis_and_keeps_apart(language):
    figure = draw(language=language)
    words = legend(figure)
    for one, following in pairwise(words):
        assert one.xshift + text_width(one.text, one.font.size) + 20 < following.xshift
    last, margin = words[-1], figure.layout.margin
    assert last.xshift + text_width(last.text, last.font.size) < 1290 - margin.l - margin.r
    assert all(26 < -one.yshift < margin.b - 6 for one in words)  # 26 px belong to the names of the months


def test_the_plot_is_as_high_as_without_a_legend():
    figure = draw()
    assert figure.layout.height - figure.layout.margin.b == 250 - 26


def test_earlier_baselines_keep_limits_and_signals_while_the_newest_is_provisional():
    for builder in (control_chart, control_chart_phone):
        figure = draw(new_baseline(), builder, provisional=True)
        assert trace(figure, "centre").y[0] == 0.035
        assert trace(figure, "marks").marker.symbol[5] == "triangle-up"
        assert any("chưa đủ 12 kỳ" in one.text for one in figure.layout.annotations)
    ends = [moment for moment in trace(draw(new_baseline(), provisional=True), "limits").x if moment is not None]
    assert max(ends) < dt.datetime.combine(MONTHS[20], dt.time())


def test_a_recorded_baseline_is_a_visible_break():
    figure = draw()
    assert list(trace(figure, "centre").y) == [0.035, 0.035, None, 0.021, 0.021, None]
    assert trace(figure, "limits").y.count(None) == 2


@pytest.mark.parametrize("builder", [control_chart, control_chart_phone])
def test_at_most_two_causes_and_joins_are_named(builder):
    causes = [*EVENTS, (dt.date(2019, 12, 1), "việc thứ ba")]
    figure = draw(builder=builder, events=causes, joins=[MONTHS[6]])
    named = [one.text for one in figure.layout.annotations if one.yref == "paper" and one.y == 1]
    assert len(named) == 2
    assert "01/2019: sáp nhập phường" in named
