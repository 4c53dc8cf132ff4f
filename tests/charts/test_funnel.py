"""The funnel, read from its figure: which units, which lines, and names that touch nothing."""

from __future__ import annotations

import math
from itertools import combinations

import hypothesis.strategies as st
import numpy as np
import pytest
from hypothesis import given, settings

from charts import theme
from charts.funnel import funnel, funnel_phone
from charts.lettering import text_width
from measures.verdict import Direction, Verdict
from tests.charts.frames import unit, units
from tests.charts.lateness_frames import COUNTS, LEVEL, VERDICTS, funnel_limits, ranked
from text import ENGLISH, VIETNAMESE

ARGUMENTS = {"good": Direction.LOWER, "target": 0.02, "level": LEVEL, "language": VIETNAMESE}
CLEAR = {unit(10), unit(13)}
WIDTHS = {funnel: 500, funnel_phone: 326}
LIMITS = funnel_limits()


def draw(frame=None, builder=funnel, limits=LIMITS, **changes):
    return builder(ranked() if frame is None else frame, limits, units(), **ARGUMENTS | changes)


def trace(figure, name):
    return next(one for one in figure.data if one.name == name)


class Paper:
    """The figure in px from the top left of its plot."""

    def __init__(self, figure, width):
        margin = figure.layout.margin
        self.figure = figure
        self.size = (width - margin.l - margin.r, figure.layout.height - margin.t - margin.b)

    def px(self, x, y):
        (left, right), (low, high) = self.figure.layout.xaxis.range, self.figure.layout.yaxis.range
        return (x - left) / (right - left) * self.size[0], (high - y) / (high - low) * self.size[1]

    def names(self):
        """The box of every unit's words."""
        found = {}
        for one in self.figure.layout.annotations:
            if one.name:
                x, y = self.px(one.x, one.y)
                left, middle = x + one.xshift, y - one.yshift
                width = text_width(one.text, one.font.size, one.font.weight)
                found[one.name] = (left, middle - 7.5, left + width, middle + 7.5)
        return found


def overlap(first, second):
    return first[0] < second[2] and second[0] < first[2] and first[1] < second[3] and second[1] < first[3]


def check_names(figure, width):
    """Names are on the plot, off each other, off points and off reference lines."""
    paper = Paper(figure, width)
    boxes = paper.names()
    for left, top, right, bottom in boxes.values():
        assert left >= -0.01
        assert top >= -0.01
        assert right <= paper.size[0] + 0.01
        assert bottom <= paper.size[1] + 0.01
    assert not [pair for pair in combinations(boxes.values(), 2) if overlap(*pair)]
    points = trace(figure, "points")
    for x, y in (paper.px(*one) for one in zip(points.x, points.y, strict=True)):
        assert not [key for key, box in boxes.items() if overlap(box, (x - 4, y - 4, x + 4, y + 4))]
    for name in ("level", "target"):
        _, y = paper.px(0, trace(figure, name).y[0])
        assert not [key for key, box in boxes.items() if box[1] < y < box[3]], name
    return boxes


CASES = {
    "picture": COUNTS,
    "equal": dict.fromkeys(range(1, 15), (3, 130)),
    "equal rates": {number: (number, 50 * number) for number in range(1, 15)},
    "nothing late": {number: (0, 100 + 5 * number) for number in range(1, 15)},
    "one huge": {number: (2 + number % 3, 100 + 7 * number) for number in range(1, 15)} | {10: (900, 30_000)},
}


@pytest.mark.parametrize("language", [VIETNAMESE, ENGLISH])
@pytest.mark.parametrize("builder", WIDTHS)
@pytest.mark.parametrize("case", CASES)
def test_every_unit_is_named_and_no_name_touches_anything(case, builder, language):
    frame = ranked(CASES[case])
    figure = draw(frame, builder, funnel_limits(most=1000), language=language)
    assert set(check_names(figure, WIDTHS[builder])) == set(frame["unit"])


@settings(max_examples=30, deadline=None)
@given(
    counts=st.lists(st.tuples(st.integers(0, 30), st.integers(30, 400)), min_size=5, max_size=14),
    level=st.floats(0.005, 0.2),
    builder=st.sampled_from(list(WIDTHS)),
)
def test_names_touch_nothing_whatever_the_counts(counts, level, builder):
    frame = ranked(dict(enumerate(counts, 1)))
    figure = draw(frame, builder, funnel_limits(level), level=level)
    assert set(check_names(figure, WIDTHS[builder])) == set(frame["unit"])


def test_the_same_frame_gives_the_same_places():
    assert draw().to_json() == draw().to_json()


def test_points_are_dossiers_and_rates_coloured_by_verdict_only():
    figure = draw()
    points = trace(figure, "points")
    found = {
        key[0]: (x, y, symbol, colour)
        for key, x, y, symbol, colour in zip(
            points.customdata, points.x, points.y, points.marker.symbol, points.marker.color, strict=True
        )
    }
    assert found[unit(10)] == (239, 15 / 239, "triangle-up", theme.ORANGE)
    assert found[unit(13)] == (241, 0, "triangle-down", theme.BLUE)
    assert found[unit(12)] == (228, 8 / 228, "triangle-up", theme.CARD)  # hollow: not sure yet
    quiet = [colour for key, colour in zip(found, points.marker.line.color, strict=True) if key not in CLEAR]
    assert set(quiet) == {theme.DATA}


def test_signals_have_name_and_counts_the_others_are_short():
    words = {one.name: one for one in draw().layout.annotations if one.name}
    assert words[unit(10)].text == "Phường 10: 15/239"
    assert words[unit(10)].font.color == theme.ORANGE_TEXT
    assert words[unit(12)].text == "P.12"


def test_the_band_is_filled_and_the_outer_limits_dotted():
    figure = draw()
    band, outer = trace(figure, "limits95"), trace(figure, "limits998")
    assert (band.fill, band.fillcolor) == ("toself", theme.PAGE)
    assert outer.line.dash
    at_200 = LIMITS[LIMITS["denominator"] == 200].iloc[0]
    assert band.y[band.x.index(200)] == pytest.approx(at_200["high95"])
    assert outer.y[outer.x.index(200)] == pytest.approx(at_200["high998"])
    assert (trace(figure, "level").line.dash, trace(figure, "target").line.dash) == (None, theme.TARGET_DASH)


def test_fewer_than_five_units_give_no_funnel():
    four = {number: COUNTS[number] for number in (1, 2, 3, 4)}
    assert draw(ranked(four)) is None
    assert draw(ranked(four | {5: (2, 9)})) is None  # below ten dossiers there is no rate to draw
    assert draw(ranked(four | {5: (2, 10)})) is not None
    assert draw(level=math.nan) is None


def test_rates_begin_at_zero_and_all_points_are_on_the_plot():
    for counts in CASES.values():
        figure = draw(ranked(counts), limits=funnel_limits(most=1000))
        points = trace(figure, "points")
        low, high = figure.layout.yaxis.range
        left, right = figure.layout.xaxis.range
        assert low == 0
        assert all(y <= high for y in points.y)
        assert all(left < x < right for x in points.x)


def test_one_huge_unit_does_not_press_the_others_together():
    figure = draw(ranked(CASES["one huge"]))
    assert trace(figure, "points").x[9] == pytest.approx(math.log10(30_000))
    assert 3 <= len(figure.layout.xaxis.tickvals) <= 6
    spread = np.ptp([Paper(figure, 500).px(x, 0)[0] for x in trace(figure, "points").x[:9]])
    assert spread > 20


def test_names_at_the_right_end_keep_apart():
    for builder in WIDTHS:
        figure = draw(builder=builder)
        paper = Paper(figure, WIDTHS[builder])
        heights = sorted(paper.px(0, one.y)[1] for one in figure.layout.annotations if one.xshift == 8)
        assert len(heights) == 4
        assert min(np.diff(heights)) >= 15


def test_verdicts_of_the_frame_are_not_judged_again():
    quiet = draw(ranked(verdicts=dict.fromkeys(VERDICTS, Verdict.NO_EVIDENCE)))
    assert set(trace(quiet, "points").marker.color) == {theme.DATA}
