"""The chart of days between late dossiers, read from its figures."""

from __future__ import annotations

import datetime as dt
import math
import re
from itertools import pairwise

import pandas as pd
import pytest

from charts import theme
from charts.days_between import days_between, days_between_phone
from charts.lettering import text_width
from text import ENGLISH, NBSP, VIETNAMESE

MONTHS = (dt.date(2018, 7, 1), dt.date(2020, 6, 30))
BUILDERS = pytest.mark.parametrize("builder", [days_between, days_between_phone])
WIDTHS = {days_between: 1290, days_between_phone: 326}


def intervals(count: int = 30, signals: dict[int, str] | None = None, limit: float = 60.0) -> pd.DataFrame:
    """Late dossiers every three weeks, now and then two on one day; the last interval is still running."""
    days = [dt.date(2018, 7, 9) + dt.timedelta(21 * n) for n in range(count)]
    starts, ends = [*days[:-1], days[3], days[-1]], [*days[1:], days[3], MONTHS[1]]
    frame = pd.DataFrame({"start": starts, "end": ends}).sort_values(["end", "start"], ignore_index=True)
    frame["days"] = [(row.end - row.start).days * 5 // 7 for row in frame.itertuples()]
    frame["dossiers"] = frame["days"] * 4
    frame["running"] = frame["end"] == MONTHS[1]
    frame["limit"], frame["centre"] = limit, 14.5
    frame["signal"] = [(signals or {}).get(place, "") for place in frame.index]
    crowded = frame["signal"] == "closer"
    return frame.assign(run_late=[9.0 if one else math.nan for one in crowded], run_days=6.0)


def draw(frame=None, builder=days_between, months=MONTHS, **changes):
    return builder(intervals() if frame is None else frame, months, **{"language": VIETNAMESE} | changes)


def trace(figure, name):
    return next(one for one in figure.data if one.name == name)


def texts(figure) -> list[str]:
    return [one.text for one in figure.layout.annotations]


def without_limits() -> pd.DataFrame:
    return intervals(8).assign(limit=math.nan, centre=math.nan)


@BUILDERS
def test_every_interval_has_a_mark_at_its_end_and_height(builder):
    frame, figure = intervals(), draw(builder=builder)
    marks = trace(figure, "marks")
    assert list(marks.x) == list(frame["end"])
    assert list(marks.y) == list(frame["days"])


def test_a_tooth_rises_from_nothing_to_the_days_and_falls_unless_it_still_runs():
    frame, line = intervals(), trace(draw(), "line")
    points = list(zip(line.x, line.y, strict=True))
    for row in frame.itertuples():
        assert (row.start, 0) in points
        assert (row.end, row.days) in points
        assert ((row.end, 0) in points) == (not row.running)


@BUILDERS
def test_signals_are_triangles_coloured_by_good_and_bad(builder):
    """Longer without a late one is good and points up; many together is a concern and points down."""
    marker = trace(draw(intervals(signals={3: "longer", 9: "closer"}), builder), "marks").marker
    assert (marker.symbol[3], marker.color[3]) == ("triangle-up", theme.BLUE)
    assert (marker.symbol[9], marker.color[9]) == ("triangle-down", theme.ORANGE)
    others = [colour for place, colour in enumerate(marker.color) if place not in (3, 9)]
    assert set(others) == {theme.DATA, theme.CARD}


@BUILDERS
def test_only_the_running_interval_is_hollow_and_not_when_it_is_a_signal(builder):
    plain = trace(draw(builder=builder), "marks").marker
    assert [place for place, colour in enumerate(plain.color) if colour == theme.CARD] == [len(intervals()) - 1]
    last = len(intervals()) - 1
    signal = trace(draw(intervals(signals={last: "longer"}), builder), "marks").marker
    assert (signal.color[last], signal.symbol[last]) == (theme.BLUE, "triangle-up")


def test_the_band_goes_up_to_the_limit_of_each_interval():
    frame = intervals()
    frame.loc[frame.index[10:], "limit"] = 70.0
    band = trace(draw(frame), "limits")
    points = set(zip(band.x, band.y, strict=True))
    for row in frame[frame["start"] < frame["end"]].itertuples():
        assert {(row.start, row.limit), (row.end, row.limit)} <= points


def test_nothing_is_drawn_across_a_new_baseline():
    frame = intervals().drop(index=10)  # the interval that crosses it is none
    for name in ("line", "limits", "centre"):
        one = trace(draw(frame), name)
        x = [day for day in one.x if day is not None]
        assert list(one.y).count(None) == 2
        spans = list(pairwise(zip(one.x, one.y, strict=True)))
        gap = (frame["end"].iloc[9], frame["start"].iloc[10])
        assert not any(start[0] == gap[0] and end[0] == gap[1] for start, end in spans)
        assert min(x) >= MONTHS[0]


@BUILDERS
def test_without_limits_there_is_no_band_and_the_figure_says_so(builder):
    figure = draw(without_limits(), builder, provisional=True)
    assert not [y for name in ("limits", "centre") for y in trace(figure, name).y or () if y is not None]
    assert any("chưa đủ 12" in text for text in texts(figure))
    assert not any("Giới hạn" in text for text in texts(figure))


@BUILDERS
@pytest.mark.parametrize("language", [VIETNAMESE, ENGLISH])
def test_the_labels_at_the_end_are_on_the_sheet_and_apart(builder, language):
    close = intervals(limit=16.0)
    figure = draw(close, builder, language=language)
    ends = [one for one in figure.layout.annotations if one.xref == "paper" and one.x == 1]
    assert len(ends) == 3
    margin = figure.layout.margin
    for one in ends:
        assert one.xshift + text_width(one.text, one.font.size, one.font.weight) <= margin.r
    plot = figure.layout.height - margin.t - margin.b
    top = figure.layout.yaxis.tickvals[-1]
    heights = sorted(one.y / top * plot for one in ends)
    assert all(upper - lower >= 16 for lower, upper in pairwise(heights))


@BUILDERS
@pytest.mark.parametrize("largest", [0, 1, 3, 7, 12, 26, 61, 130, 400, 1400])
def test_ticks_are_whole_days_and_reach_the_largest(builder, largest):
    frame = intervals().assign(days=lambda rows: rows["days"].clip(upper=largest), limit=float(largest))
    axis = draw(frame, builder).layout.yaxis
    assert all(float(tick).is_integer() for tick in axis.tickvals)
    assert axis.tickvals[0] == 0
    assert axis.tickvals[-1] >= largest
    assert 2 <= len(axis.tickvals) <= 6
    assert [text.replace(".", "") for text in axis.ticktext] == [f"{tick:.0f}" for tick in axis.tickvals]


@BUILDERS
def test_names_of_months_are_apart_and_inside(builder):
    figure = draw(builder=builder)
    axis, margin = figure.layout.xaxis, figure.layout.margin
    width = WIDTHS[builder] - margin.l - margin.r
    span = (axis.range[1] - axis.range[0]).days
    places = [(day - axis.range[0]).days / span * width for day in axis.tickvals]
    half = text_width(axis.ticktext[0], theme.NOTE_SIZE) / 2
    assert all(later - earlier > 2 * half + 8 for earlier, later in pairwise(places))
    assert places[0] - half >= -margin.l
    assert places[-1] + half <= width + margin.r
    assert axis.ticktext[-1] == "06/2020"


@BUILDERS
def test_at_most_two_causes_and_joins_are_named_joins_first(builder):
    events = [(dt.date(2019, 8, 1), "liên thông"), (dt.date(2020, 4, 1), "giãn cách"), (dt.date(2017, 1, 1), "trước")]
    figure = draw(builder=builder, events=events, joins=[dt.date(2019, 1, 1)])
    named = [one for one in figure.layout.annotations if one.yref == "paper" and one.y == 1]
    assert [one.text for one in named] == ["01/2019: sáp nhập phường", "08/2019: liên thông"]
    lines = [one for one in figure.layout.shapes if (one.y0, one.y1) == (0, 1) and one.yref == "paper"]
    assert [(line.x0, line.line.dash is not None) for line in lines] == [
        (dt.date(2019, 1, 1), True),
        (dt.date(2019, 8, 1), False),
    ]
    for one in named:
        along = (one.x - MONTHS[0]).days / ((MONTHS[1] - MONTHS[0]).days + 1)
        margin = figure.layout.margin
        x = margin.l + along * (WIDTHS[builder] - margin.l - margin.r) + one.xshift
        extent = text_width(one.text, one.font.size)
        assert (x if one.xanchor == "left" else x - extent) >= 0
        assert (x + extent if one.xanchor == "left" else x) <= WIDTHS[builder]


@pytest.mark.parametrize("language", [VIETNAMESE, ENGLISH])
def test_the_legend_fits_on_one_line_below_the_axis(language):
    figure = draw(intervals(signals={3: "longer", 9: "closer"}), language=language)
    words = [one for one in figure.layout.annotations if one.x == 0 and one.y == 0 and one.yshift < 0]
    assert len(words) == 6
    for one, following in pairwise(words):
        assert one.xshift + text_width(one.text, one.font.size) + 20 < following.xshift
    last, margin = words[-1], figure.layout.margin
    assert last.xshift + text_width(last.text, last.font.size) < 1290 - margin.l - margin.r
    assert all(26 < -one.yshift < margin.b - 6 for one in words)


def test_what_the_chart_does_not_show_is_not_explained():
    figure = draw(without_limits(), provisional=True)
    words = [one.text for one in figure.layout.annotations if one.x == 0 and one.y == 0 and one.yshift < 0]
    assert words == ["Dao động thường", "Chưa kết thúc"]


def test_the_hover_text_tells_the_interval_its_dossiers_and_its_signal():
    told = trace(draw(intervals(signals={5: "longer", 9: "closer"})), "marks").hovertext
    assert told[0] == "<b>09/07/2018 – 30/07/2018</b><br>15 ngày làm việc<br>60 hồ sơ đến hạn, không trễ<br>Giới hạn 60"
    assert told[5].endswith("tốt hơn")
    assert "9 hồ sơ trễ trong 6 ngày làm việc" in told[9]
    assert "đến nay" in told[-1]
    assert sum("đến nay" in one for one in told) == 1
    same_day = next(place for place, row in intervals().iterrows() if row["start"] == row["end"])
    assert re.search(r"0 ngày làm việc$", told[same_day])


@BUILDERS
@pytest.mark.parametrize("language", [VIETNAMESE, ENGLISH])
def test_all_text_is_large_enough_to_read(builder, language):
    figure = draw(intervals(signals={3: "longer"}), builder, language=language, provisional=True)
    assert min(one.font.size for one in figure.layout.annotations) >= theme.SMALLEST_SIZE
    assert NBSP not in "".join(texts(figure)) or language is VIETNAMESE


@BUILDERS
def test_a_single_late_dossier_is_drawn(builder):
    """Nothing but the interval still running."""
    figure = draw(without_limits().iloc[-1:], builder, provisional=True)
    assert len(trace(figure, "marks").x) == 1


@BUILDERS
def test_many_points_are_smaller(builder):
    few, many = intervals(), pd.concat([intervals().iloc[:-1]] * 3 + [intervals().iloc[-1:]], ignore_index=True)
    assert min(trace(draw(many, builder), "marks").marker.size) < min(trace(draw(few, builder), "marks").marker.size)
