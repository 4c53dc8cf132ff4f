"""The ranking, read from its figure."""

from __future__ import annotations

import datetime as dt
import math
from itertools import combinations, pairwise

import pytest

from charts import theme
from charts.lettering import text_width
from charts.ranking import DESK_WIDTH, PHONE_WIDTH, ranking, ranking_phone
from measures import statistics
from measures.verdict import Direction, Verdict
from tests.charts.frames import unit, units
from tests.charts.lateness_frames import COUNTS, LEVEL, named, ranked
from text import ENGLISH, NBSP, VIETNAMESE

BUILDERS = [(ranking, DESK_WIDTH), (ranking_phone, PHONE_WIDTH)]
ARGUMENTS = {"good": Direction.LOWER, "target": 0.02, "level": LEVEL, "language": VIETNAMESE}
LONG = "Phòng Lao động - Thương binh và Xã hội quận Bình Tân thành phố Hồ Chí Minh"
EQUAL = dict.fromkeys(range(1, 15), (3, 130))
HUGE = {number: (2, 100 + number) for number in range(1, 15)} | {10: (60_000, 1_234_567)}
NOTHING = {number: (0, 100 + number) for number in range(1, 15)}
SMALL = {1: (1, 9), 2: (3, 29), 3: (0, 0), 4: (9, 60)}
SMALL_VERDICTS = {1: Verdict.TOO_FEW, 2: Verdict.TOO_FEW, 4: Verdict.NO_EVIDENCE}


def draw(frame=None, builder=ranking, names=None, **changes):
    return builder(ranked() if frame is None else frame, units() if names is None else names, **ARGUMENTS | changes)


def trace(figure, name):
    return next(one for one in figure.data if one.name == name)


def texts(figure):
    return [one.text for one in figure.layout.annotations]


def note(figure, text):
    return next(one for one in figure.layout.annotations if one.text == text)


def row_of(figure, name):
    """The words on the line of this name, from left to right."""
    y = note(figure, name).y
    line = [one for one in figure.layout.annotations if one.y == y]
    return [one.text for one in sorted(line, key=lambda one: one.x)]


def axis_x(figure, rate):
    """Where a rate stands, found from the tick labels."""
    ticks = {}
    for one in figure.layout.annotations:
        if one.xanchor == "center":
            ticks[float(one.text.rstrip("%").rstrip(NBSP).replace(",", ".")) / 100] = one.x
    last = max(ticks)
    return ticks[0] + (ticks[last] - ticks[0]) * rate / last


def box(one):
    """Left, top, right, bottom of a line of words, as computed."""
    width = text_width(one.text, one.font.size, one.font.weight)
    left = {"left": one.x, "right": one.x - width, "center": one.x - width / 2}[one.xanchor]
    return left, one.y - 7, left + width, one.y + 7


def overlap(first, second):
    return first[0] < second[2] and second[0] < first[2] and first[1] < second[3] and second[1] < first[3]


def test_groups_stand_in_order_with_their_counts():
    figure = draw()
    headings = [one for one in sorted(figure.layout.annotations, key=lambda one: one.y) if " đơn vị" in one.text]
    assert [one.text for one in headings] == [
        "Cao hơn rõ so với mức chung: 1 đơn vị",
        "Theo dõi: vượt giới hạn 95 % một kỳ: 1 đơn vị",
        "Chưa đủ cơ sở kết luận khác mức chung: 11 đơn vị",
        "Thấp hơn rõ so với mức chung: 1 đơn vị",
    ]
    assert [one.font.color for one in headings] == [theme.ORANGE_TEXT, theme.INK2, theme.INK2, theme.BLUE]


def test_inside_a_group_the_highest_rate_stands_first_and_equal_ones_by_number():
    figure = draw(ranked(COUNTS | {5: (2, 108)}, {}))
    names = sorted((one for one in figure.layout.annotations if "Phường" in one.text), key=lambda one: one.y)
    counts = COUNTS | {5: (2, 108)}
    wanted = sorted(counts, key=lambda number: (-counts[number][0] / counts[number][1], number))
    assert [one.text for one in names] == [f"Phường {number}" for number in wanted]


@pytest.mark.parametrize(("good", "high", "low"), [("lower", "ORANGE", "BLUE"), ("higher", "BLUE", "ORANGE")])
@pytest.mark.parametrize("builder", [ranking, ranking_phone])
def test_colour_only_for_a_clear_verdict_and_shape_is_direction(builder, good, high, low):
    marks = trace(draw(builder=builder, good=Direction(good)), "points").marker
    found = list(zip(marks.symbol, marks.color, marks.line.color, strict=True))
    assert found[0] == ("triangle-up", getattr(theme, high), getattr(theme, high))
    assert found[1] == ("triangle-up", theme.CARD, theme.DATA)  # hollow: not sure yet
    assert found[2:-1] == [("circle", theme.DATA, theme.DATA)] * 11
    assert found[-1] == ("triangle-down", getattr(theme, low), getattr(theme, low))


def test_a_row_has_rate_counts_case_mix_and_rank():
    assert row_of(draw(), "Phường 10") == ["Phường 10", f"6,3{NBSP}%", "15/239", f"3,0{NBSP}%", "1–3"]
    assert row_of(draw(ranked(mix=False)), "Phường 10") == ["Phường 10", f"6,3{NBSP}%", "15/239", "1–3"]
    assert "Theo cơ cấu" in texts(draw())
    assert "Theo cơ cấu" not in texts(draw(ranked(mix=False)))


def test_below_ten_counts_only_and_below_thirty_no_rank():
    figure = draw(ranked(SMALL, SMALL_VERDICTS))
    assert row_of(figure, "Phường 1") == ["Phường 1", "1/9", "–", "–"]
    assert row_of(figure, "Phường 2") == ["Phường 2", f"10,3{NBSP}%", "3/29", f"2,2{NBSP}%", "–"]
    assert row_of(figure, "Phường 3") == ["Phường 3", "không có hồ sơ", "–", "–"]
    assert len(trace(figure, "points").x) == 2
    assert not any("hạng" in text for text in texts(draw(ranked(SMALL | {4: (9, 29)}, SMALL_VERDICTS), ranking_phone)))


def test_the_interval_is_wilsons_on_an_axis_from_zero():
    figure = draw()
    lines = next(one for one in figure.data if one.name == "intervals" and one.line.color == theme.ORANGE)
    low, high = (float(end[0]) for end in statistics.wilson([15], [239]))
    assert lines.x[3:5] == pytest.approx([axis_x(figure, low), axis_x(figure, high)], abs=0.01)
    assert trace(figure, "points").x[0] == pytest.approx(axis_x(figure, 15 / 239), abs=0.01)


def test_zero_late_still_shows_its_upper_bound():
    figure = draw()
    lines = next(one for one in figure.data if one.name == "intervals" and one.line.color == theme.BLUE)
    _, high = statistics.wilson([0], [241])
    assert (lines.x[3], lines.x[4]) == pytest.approx((axis_x(figure, 0), axis_x(figure, float(high[0]))), abs=0.01)
    hover = next(text for text in trace(figure, "rows").hovertext if "Phường 13" in text)
    assert f"0,0{NBSP}% đến 1,6{NBSP}%" in hover


def test_level_is_solid_slate_target_dashed_ink_and_headings_cover_both():
    shapes = list(draw().layout.shapes)
    target = next(one for one in shapes if one.type == "line" and one.line.dash)
    level = next(one for one in shapes if one.type == "line" and one.line.color == theme.DATA)
    assert (target.line.color, target.line.dash, level.line.dash) == (theme.INK, theme.TARGET_DASH, None)
    bands = [index for index, one in enumerate(shapes) if one.type == "rect"]
    assert len(bands) == 4
    assert min(bands) > shapes.index(target)
    assert min(bands) > shapes.index(level)


def test_without_target_or_level_there_is_no_line_for_it():
    figure = draw(target=None, level=math.nan)
    assert not [one for one in figure.layout.shapes if one.line.color in (theme.INK, theme.DATA)]
    assert not [text for text in texts(figure) if "Mức chung" in text or "Chỉ tiêu" in text]


def test_a_unit_that_is_behind_is_marked():
    stale = {3: dt.date(2020, 6, 26), 5: None}
    figure = draw(ranked(stale=stale))
    assert note(figure, "chưa cập nhật từ 26/06").y > note(figure, "Phường 3").y
    assert "chưa cập nhật" in texts(figure)
    assert figure.layout.height > draw().layout.height


def test_the_selected_unit_has_the_ink_border():
    figure = draw(selected=unit(7))
    (frame,) = [one for one in figure.layout.shapes if one.type == "rect" and one.line.color == theme.INK]
    assert frame.y0 < note(figure, "Phường 7").y < frame.y1
    assert not [one for one in draw().layout.shapes if one.type == "rect" and one.line.color == theme.INK]


def test_every_place_of_a_row_answers_with_its_unit():
    figure = draw()
    rows = trace(figure, "rows")
    assert {one[0] for one in rows.customdata} == {unit(number) for number in COUNTS}
    reach = figure.layout.hoverdistance
    steps = sorted(set(rows.x))
    assert math.hypot(max(right - left for left, right in pairwise(steps)) / 2, 27 / 2) < reach


CASES = {
    "picture": (ranked(), None, {}),
    "stale": (ranked(stale={3: dt.date(2020, 6, 26), 5: None}), None, {}),
    "equal": (ranked(EQUAL, {}), None, {}),
    "huge": (ranked(HUGE, {}), None, {}),
    "nothing late": (ranked(NOTHING, {}), None, {}),
    "small": (ranked(SMALL, SMALL_VERDICTS), None, {}),
    "long names": (ranked(SMALL, SMALL_VERDICTS), named({number: f"{LONG} {number}" for number in SMALL}), {}),
    "high level": (ranked({n: (90 + n, 100) for n in range(1, 6)}, {}), None, {"level": 0.93, "target": 0.95}),
    "level on target": (ranked(), None, {"level": 0.02}),
}


@pytest.mark.parametrize("language", [VIETNAMESE, ENGLISH])
@pytest.mark.parametrize(("builder", "width"), BUILDERS)
@pytest.mark.parametrize("case", CASES)
def test_no_words_are_cut_or_over_others(case, builder, width, language):
    frame, names, changes = CASES[case]
    figure = draw(frame, builder, names, language=language, **changes)
    boxes = [(one.text, box(one)) for one in figure.layout.annotations]
    for text, (left, top, right, bottom) in boxes:
        assert left >= -0.5, text
        assert right <= width + 0.5, text
        assert top >= 0, text
        assert bottom <= figure.layout.height, text
    clashes = [(one, two) for (one, first), (two, second) in combinations(boxes, 2) if overlap(first, second)]
    assert not clashes


@pytest.mark.parametrize(("builder", "width"), BUILDERS)
@pytest.mark.parametrize("case", CASES)
def test_no_reference_line_runs_through_words(case, builder, width):
    frame, names, changes = CASES[case]
    figure = draw(frame, builder, names, **changes)
    lines = [one for one in figure.layout.shapes if one.line.color in (theme.INK, theme.DATA) and one.type == "line"]
    assert len(lines) == 2
    bands = [(one.y0, one.y1) for one in figure.layout.shapes if one.type == "rect" and one.fillcolor]
    for one in figure.layout.annotations:
        left, top, right, bottom = box(one)
        covered = one.bgcolor == theme.CARD or any(begin <= top and bottom <= end for begin, end in bands)
        for line in lines:
            assert covered or not (left < line.x0 < right and line.y0 < bottom and top < line.y1), one.text


def test_names_too_long_for_their_column_give_way_to_the_short_ones():
    frame, names, _ = CASES["long names"]
    assert {"P.1", "P.2", "P.3", "P.4"} <= set(texts(draw(frame, names=names)))
