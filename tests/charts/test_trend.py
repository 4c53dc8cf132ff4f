"""The trend and the sparkline, read from their figures."""

from __future__ import annotations

import datetime as dt
import math
from itertools import pairwise

import hypothesis.strategies as st
import pytest
from hypothesis import given, settings

from charts import theme
from charts.control_limits import baselines
from charts.sparkline import sparkline
from charts.trend import trend, trend_phone
from charts.trend_labels import Event, place_events
from measures.verdict import Direction
from tests.charts.frames import MONTHS, series
from text import ENGLISH, NBSP, VIETNAMESE

ARGUMENTS = {"good": Direction.LOWER, "target": 0.02, "language": VIETNAMESE, "events": [], "provisional": False}


def draw(frame=None, builder=trend, **changes):
    return builder(series() if frame is None else frame, **{**ARGUMENTS, **changes})


def trace(figure, name):
    return next(one for one in figure.data if one.name == name)


@pytest.mark.parametrize(("good", "high", "low"), [("lower", "ORANGE", "BLUE"), ("higher", "BLUE", "ORANGE")])
def test_signals_are_triangles_in_the_colour_of_their_direction(good, high, low):
    marks = trace(draw(series(signals={3: "higher", 20: "lower"}), good=Direction(good)), "marks").marker
    assert (marks.symbol[3], marks.color[3]) == ("triangle-up", getattr(theme, high))
    assert (marks.symbol[20], marks.color[20]) == ("triangle-down", getattr(theme, low))
    assert set(marks.color) - {theme.ORANGE, theme.BLUE} == {theme.DATA}
    assert list(marks.symbol).count("circle") == 22


def test_provisional_draws_no_limits_and_no_colour():
    figure = draw(series(8, {3: "higher"}), provisional=True)
    assert not [y for name in ("limits", "centre") for y in trace(figure, name).y or () if y is not None]
    assert set(trace(figure, "marks").marker.color) == {theme.DATA}
    assert any("12" in note.text for note in figure.layout.annotations)


def test_ticks_start_at_zero_and_are_written_here():
    axis = draw().layout.yaxis
    assert axis.tickvals[0] == 0
    assert 4 <= len(axis.tickvals) <= 6
    assert axis.ticktext[0] == f"0{NBSP}%"
    assert draw(language=ENGLISH).layout.yaxis.ticktext[0] == "0%"


def test_periods_are_named_sparingly_and_end_with_the_last():
    assert draw().layout.xaxis.ticktext == ("12/2018", "06/2019", "12/2019", "06/2020")
    assert len(draw(builder=trend_phone).layout.xaxis.ticktext) <= 3
    quarters = draw(series().iloc[::3]).layout.xaxis.ticktext
    assert quarters[-1] == "Q2/2020"


def test_a_new_baseline_breaks_the_centre_line():
    assert [len(run) for run in baselines(series())] == [12, 12]
    assert list(trace(draw(), "centre").y) == [0.035, 0.035, None, 0.021, 0.021, None]


def test_the_target_is_dashed_ink_and_the_centre_solid():
    figure = draw()
    assert (trace(figure, "target").line.dash, trace(figure, "target").line.color) == (theme.TARGET_DASH, theme.INK)
    assert trace(figure, "centre").line.dash is None
    assert "target" not in [one.name for one in draw(target=None).data]


def test_hover_repeats_the_counts():
    assert f"2,0{NBSP}% · 40/2.000" in trace(draw(), "marks").hovertext[0]


def test_a_period_without_dossiers_is_a_gap():
    frame = series()
    frame.loc[[5, 23], "rate"] = math.nan
    figure = draw(frame)
    assert trace(figure, "line").y[5] is None
    assert not [note.text for note in figure.layout.annotations if note.font.weight == theme.SEMIBOLD]


@settings(max_examples=80, deadline=None)
@given(
    last=st.floats(0, 1), centre=st.floats(0, 1), target=st.floats(0, 1), builder=st.sampled_from([trend, trend_phone])
)
def test_end_labels_never_overlap(last, centre, target, builder):
    frame = series().assign(centre=centre, rate=last)
    figure = draw(frame, builder, target=target)
    low, high = figure.layout.yaxis.range
    margin = figure.layout.margin
    per_px = (high - low) / (figure.layout.height - margin.t - margin.b)
    heights = sorted(note.y / per_px for note in figure.layout.annotations if note.xanchor == "left" and note.x == 1)
    assert len(heights) == 3
    assert all(upper - lower >= 15 for lower, upper in pairwise(heights))


def test_events_stand_above_the_plot_and_at_most_two():
    events = [(month, "một việc") for month in MONTHS[5:9]]
    notes = [note for note in draw(events=events).layout.annotations if "một việc" in note.text]
    assert [note.text for note in notes] == ["12/2018: một việc", "01/2019: một việc"]
    assert all(note.yref == "paper" and note.y == 1 and note.yshift > 0 for note in notes)


def test_an_event_outside_the_frame_is_left_out():
    outside = [(dt.date(2015, 1, 1), "trước"), (dt.date(2025, 1, 1), "sau")]
    assert not draw(events=outside).layout.shapes


def join_lines(figure):
    return [one for one in figure.layout.shapes if (one.yref, one.y0, one.y1) == ("paper", 0, 1)]


@pytest.mark.parametrize("builder", [trend, trend_phone])
def test_a_join_is_a_line_before_the_first_period_of_the_merged_units(builder):
    join = MONTHS[13]
    figure = draw(builder=builder, joins=[join])
    (line,) = join_lines(figure)
    assert dt.datetime.combine(MONTHS[12], dt.time()) < line.x0 == line.x1 < dt.datetime.combine(join, dt.time())
    assert [note.text for note in figure.layout.annotations if "sáp nhập" in note.text] == ["08/2019: sáp nhập phường"]
    (leader,) = [one for one in figure.layout.shapes if one.y1 > 1]
    assert (leader.x0, leader.y0) == (line.x0, 1)  # from the words down to the line


def test_joins_are_named_before_other_causes_and_every_join_has_its_line():
    joins, events = [MONTHS[6], MONTHS[18]], [(MONTHS[12], "một việc")]
    figure = draw(joins=joins, events=events)
    assert len(join_lines(figure)) == 2
    named = [note.text for note in figure.layout.annotations if note.yref == "paper" and note.y == 1]
    assert [text[:7] for text in named] == ["01/2019", "01/2020"]


@pytest.mark.parametrize("join", [dt.date(2018, 7, 1), dt.date(2018, 1, 1), dt.date(2021, 1, 1)])
def test_a_join_outside_the_frame_or_at_its_begin_is_not_marked(join):
    figure = draw(joins=[join])
    assert not figure.layout.shapes
    assert not [note.text for note in figure.layout.annotations if "sáp nhập" in note.text]


def test_a_join_within_a_quarter_lies_before_the_next_one():
    quarters = series().iloc[::3]
    (line,) = join_lines(draw(quarters, joins=[dt.date(2019, 1, 1)]))
    starts = list(quarters["period"])
    after = next(start for start in starts if start >= dt.date(2019, 1, 1))
    before = starts[starts.index(after) - 1]
    assert dt.datetime.combine(before, dt.time()) < line.x0 < dt.datetime.combine(after, dt.time())


@settings(max_examples=100, deadline=None)
@given(
    first=st.floats(0, 300),
    second=st.floats(0, 300),
    titles=st.lists(st.text("abcdeô m", min_size=1, max_size=60), min_size=2, max_size=2),
)
def test_words_of_events_stay_on_the_sheet_and_apart(first, second, titles):
    day = dt.date(2020, 4, 1)
    events = [Event(day, 0.02, x, title) for x, title in zip((first, second), titles, strict=True)]
    placed = place_events(events, -35, 400)
    assert len(placed) == 2
    for one in placed:
        assert one.extent[0] >= -35
        assert one.extent[1] <= 400
    if placed[0].row == placed[1].row:
        left, right = sorted(one.extent for one in placed)
        assert left[1] < right[0]


def test_the_sparkline_names_its_ends_and_dots_the_last():
    figure = sparkline(series(), target=0.02, language=VIETNAMESE)
    assert [note.text for note in figure.layout.annotations] == ["07/2018", "06/2020"]
    assert trace(figure, "last").y == (series()["rate"].iloc[-1],)
    assert figure.layout.shapes[0].line.dash


def test_the_sparkline_keeps_gaps_and_draws_counts():
    frame = series()
    frame.loc[4, "rate"] = math.nan
    assert trace(sparkline(frame, target=None, language=VIETNAMESE), "line").y[4] is None
    counts = sparkline(series(), target=None, language=VIETNAMESE, kind="count")
    assert trace(counts, "line").y[0] == 40
    assert not counts.layout.shapes


def test_a_ripple_does_not_fill_the_sparkline():
    flat = series().assign(rate=[0.80, 0.81] * 12)
    low, high = sparkline(flat, target=None, language=VIETNAMESE).layout.yaxis.range
    assert high - low > 0.25
