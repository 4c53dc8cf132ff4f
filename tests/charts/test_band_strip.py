"""The figures of the page of one unit, read from what they draw: strips, steps of letters, stages."""

from __future__ import annotations

import math
from itertools import pairwise

import pytest

from charts import band_strip as strips
from charts import letter_steps as steps
from charts import stage_squares as stages
from charts import theme
from charts.band_strip import band_strip, band_strip_phone
from charts.band_strip_parts import MIDDLE, RANGE, BandRow
from charts.letter_steps import LetterStep, letter_steps, letter_steps_phone
from charts.stage_squares import Stage, stage_squares, stage_squares_phone
from measures.verdict import Direction, Verdict
from tests.charts.test_ageing_and_holders import check_words, overlap
from text import ENGLISH, VIETNAMESE

LONG = "Tỷ lệ hồ sơ trực tuyến của mọi thủ tục được cung cấp ở mức độ ba và mức độ bốn trong kỳ báo cáo"
LEGEND = [("own", "Phường 12, khoảng tin cậy 95 %"), ("middle", "Nửa giữa các đơn vị khác")]
LEGEND += [("range", "Thấp nhất đến cao nhất"), ("level", "Mức chung"), ("target", "Chỉ tiêu")]
STRIPS = [(band_strip, strips.DESK_WIDTH), (band_strip_phone, strips.PHONE_WIDTH)]


def strip(key="overdue_rate", **more):
    told = {"title": "Tỷ lệ trễ hạn", "sub": "8/228 hồ sơ đến hạn", "value": "3,5 %", "kind": "strip", "tone": "info"}
    told |= {"words": "Chưa đủ cơ sở kết luận khác mức chung", "second": "Khoảng tin cậy 95 %: 1,8 % đến 6,8 %"}
    told |= {"hover": "…", "own": 0.035, "low": 0.018, "high": 0.068, "band": (0.0, 0.013, 0.028, 0.063)}
    told |= {"level": 0.023, "target": 0.02, "verdict": Verdict.NO_EVIDENCE, "good": Direction.LOWER}
    return BandRow(key=key, **(told | more))


LOW_ONLINE = strip(
    "online_share", own=0.228, low=0.18, high=0.287, band=(0.13, 0.23, 0.31, 0.37), level=0.27, target=0.3
)
LOW_ONLINE = strip(
    "online_share",
    **{name: getattr(LOW_ONLINE, name) for name in ("own", "low", "high", "band", "level", "target")},
    verdict=Verdict.LOWER,
    good=Direction.HIGHER,
    tone="concern",
)
LETTERS = strip(
    "letter_rate", kind="squares", x=5, n=8, missed=True, value="5/8", tone="concern", note="Toàn quận: 41/52"
)
SOON = strip(
    "due_soon", kind="count", own=7.0, low=math.nan, high=math.nan, band=(2, 4, 6.5, 9), level=4.7, target=None
)
NOTHING = strip("none", kind="none", value="–", second="", sub="", words="Không có hồ sơ trong kỳ này.")
CASES = {
    "picture": [strip(), LOW_ONLINE, LETTERS, SOON],
    "nothing": [NOTHING],
    "all equal": [strip(own=0.0, low=0.0, high=0.03, band=(0.0, 0.0, 0.0, 0.0), level=0.0, tone="good")],
    "everything": [strip(own=1.0, low=0.9, high=1.0, band=(0.99, 1.0, 1.0, 1.0), level=1.0, value="100,0 %")],
    "alone": [strip(band=None, level=None, target=None, verdict=None), SOON],
    "long": [
        strip(title=LONG, sub=LONG, words=LONG, second=LONG),
        strip("letter_rate", kind="squares", x=0, n=9, note=LONG, value="0/9", title=LONG, sub=LONG),
        strip("due_soon", kind="count", own=12345.0, low=math.nan, high=math.nan, value="12.345", level=0.0),
    ],
}


def trace(figure, name):
    return next(one for one in figure.data if one.name == name)


def rects(figure, colour):
    return [one for one in figure.layout.shapes if one.type == "rect" and one.fillcolor == colour]


def inside(figure, width):
    for one in figure.data:
        assert all(0 <= x <= width for x in one.x if x is not None), one.name
        assert all(0 <= y <= figure.layout.height for y in one.y if y is not None), one.name
    for one in figure.layout.shapes:
        if one.type != "path":
            assert -0.5 <= min(one.x0, one.x1) <= max(one.x0, one.x1) <= width + 0.5
            assert 0 <= min(one.y0, one.y1) <= max(one.y0, one.y1) <= figure.layout.height


# --------------------------------------------------------------------------------------------------------------- strips


@pytest.mark.parametrize("language", [VIETNAMESE, ENGLISH])
@pytest.mark.parametrize(("builder", "width"), STRIPS)
@pytest.mark.parametrize("case", CASES)
def test_words_are_whole_and_nothing_leaves_the_sheet(case, builder, width, language):
    figure = builder(CASES[case], LEGEND, language)
    inside(figure, width)
    boxes = check_words(figure, width)
    marks = [
        (x - 9, y - 9, x + 9, y + 9)
        for one in figure.data
        if one.mode == "markers" and one.name != "rows" and not one.name.startswith("legend")
        for x, y in zip(one.x, one.y, strict=True)
    ]
    assert not [text for text, box in boxes for mark in marks if overlap(box, mark)]
    assert all(one.font.size >= theme.SMALLEST_SIZE for one in figure.layout.annotations)
    assert figure.data[-1].name == "rows"
    assert {key for (key,) in figure.data[-1].customdata} == {row.key for row in CASES[case]}


@pytest.mark.parametrize(("builder", "width"), STRIPS)
def test_a_strip_stands_on_one_ruler(builder, width):
    """Range, middle half, level, target, interval and own mark are at their values between the ends of the ruler."""
    figure = builder([strip()], LEGEND, VIETNAMESE)
    (own,) = trace(figure, "own-overdue_rate").x
    interval = trace(figure, "interval-overdue_rate").x
    wide = max((one for one in rects(figure, RANGE)), key=lambda one: one.x1 - one.x0)
    half = next(one for one in rects(figure, MIDDLE) if one.y0 == wide.y0)
    lines = [one for one in figure.layout.shapes if one.type == "line" and one.x0 == one.x1 and one.y0 > half.y0 - 9]
    level = next(one for one in lines if one.line.color == theme.DATA and one.y0 < half.y0)
    target = next(one for one in lines if one.line.dash and one.line.color == theme.INK and one.y0 < half.y0)
    values = [0.0, 0.013, 0.018, 0.02, 0.023, 0.028, 0.035, 0.063, 0.068]
    places = [wide.x0, half.x0, interval[0], target.x0, level.x0, half.x1, own, wide.x1, interval[-1]]
    scale = (places[-1] - places[0]) / values[-1]
    assert places == pytest.approx([places[0] + value * scale for value in values])
    assert scale > 0


def test_only_a_clear_verdict_has_colour_and_its_shape_is_its_direction():
    figure = band_strip(CASES["picture"], LEGEND, VIETNAMESE)
    late, online = trace(figure, "own-overdue_rate").marker, trace(figure, "own-online_share").marker
    assert (late.color, late.symbol) == (theme.INK, "circle")
    assert (online.color, online.symbol) == (theme.ORANGE, "triangle-down")
    watched = band_strip([strip(verdict=Verdict.WATCH_HIGHER)], LEGEND, VIETNAMESE)
    marker = trace(watched, "own-overdue_rate").marker
    assert (marker.symbol, marker.color, marker.line.color) == ("triangle-up", theme.CARD, theme.INK)
    oranges = [one.text for one in figure.layout.annotations if one.font.color == theme.ORANGE_TEXT]
    assert oranges == [LOW_ONLINE.words, LETTERS.words]


@pytest.mark.parametrize(("builder", "width"), STRIPS)
def test_below_ten_there_is_a_square_a_dossier_and_no_ruler(builder, width):
    figure = builder([LETTERS], LEGEND, VIETNAMESE)
    filled, others, crosses = (trace(figure, f"{name}-letter_rate") for name in ("filled", "others", "crosses"))
    assert (len(filled.x), len(others.x)) == (5, 3)
    assert list(crosses.x) == list(others.x)
    assert all(right - left >= 18 for left, right in pairwise([*filled.x, *others.x]))
    assert not [one for one in figure.layout.annotations if one.text.endswith("\u00a0%")]
    duty = builder([strip("late", kind="squares", x=1, n=3)], LEGEND, VIETNAMESE)
    assert not [one for one in duty.data if one.name == "crosses-late"]
    assert trace(duty, "others-late").marker.color == theme.CARD


# --------------------------------------------------------------------------------------------------- steps and stages

TITLES = (
    "Hồ sơ trễ hạn",
    "Đã có thư xin lỗi",
    "Gửi đúng hạn (không sau ngày hẹn trả)",
    "Đủ nội dung, người đứng đầu ký",
)
FOLLOW_UP = {
    "picture": (8, 5, 4, 4, 3),
    "one": (1, 0, 0, 0, 0),
    "twelve": (12, 12, 11, 1, 1),
    "many": (13, 12, 4, 2, 0),
    "huge": (12345, 12000, 3, 2, 1),
}


def follow_up(case):
    titles = (*TITLES, "Giữ được ngày hẹn mới")
    return [
        LetterStep(f"s{n}", title, count) for n, (title, count) in enumerate(zip(titles, FOLLOW_UP[case], strict=True))
    ]


@pytest.mark.parametrize(
    ("builder", "width"), [(letter_steps, steps.DESK_WIDTH), (letter_steps_phone, steps.PHONE_WIDTH)]
)
@pytest.mark.parametrize("case", FOLLOW_UP)
def test_steps_are_nested_squares_or_bars_on_one_scale(case, builder, width):
    figure, counts = builder(follow_up(case), VIETNAMESE), FOLLOW_UP[case]
    inside(figure, width)
    boxes = check_words(figure, width)
    squares = [one for one in figure.data if one.name != "rows"]
    if squares:
        for one, count in zip(squares, counts, strict=True):
            assert len(one.x) == counts[0]
            assert sum(fill != theme.CARD for fill in one.marker.color) == count
        marks = [(x - 8, y - 8, x + 8, y + 8) for one in squares for x, y in zip(one.x, one.y, strict=True)]
    else:
        assert counts[0] > steps.MOST_SQUARES or width == steps.PHONE_WIDTH
        done = [one for one in figure.layout.shapes if one.name]
        whole = done[0].x1 - done[0].x0
        assert [(one.x1 - one.x0) / whole for one in done] == pytest.approx([count / counts[0] for count in counts])
        marks = [(one.x0, one.y0, one.x1, one.y1) for one in done]
    assert not [text for text, box in boxes for mark in marks if overlap(box, mark)]
    assert {key for (key,) in figure.data[-1].customdata} == {f"s{n}" for n in range(5)}


STAGES = {
    "picture": [(5, 0, 0), (21, 1, 2), (26, 3, 3), (8, 0, 2)],
    "just squares": [(39, 39, 0), (0, 0, 0), (1, 0, 1), (39, 0, 39)],
    "bars": [(40, 1, 2), (3, 3, 0), (1000, 10, 300), (0, 0, 0), (12, 0, 0)],
}


def in_stages(case):
    names = ("Tiếp nhận", "Thụ lý", "Xác minh, phối hợp", "Ký duyệt", "Chưa ghi nhận bước")
    return [
        Stage(f"t{n}", names[n], *counts, "Trung vị 6,4 ngày làm việc ở bước này")
        for n, counts in enumerate(STAGES[case])
    ]


@pytest.mark.parametrize(
    ("builder", "width"), [(stage_squares, stages.DESK_WIDTH), (stage_squares_phone, stages.PHONE_WIDTH)]
)
@pytest.mark.parametrize("case", STAGES)
def test_stages_show_every_dossier_once_by_kind(case, builder, width):
    figure, counts = builder(in_stages(case), VIETNAMESE), STAGES[case]
    inside(figure, width)
    boxes = [(text, box) for text, box in check_words(figure, width) if text != "!"]
    wanted = {"overdue": sum(late for _, late, _ in counts), "soon": sum(soon for *_, soon in counts)}
    wanted["rest"] = sum(total for total, *_ in counts) - sum(wanted.values())
    if case == "bars":
        bars = [one for one in figure.layout.shapes if one.name]
        lengths = {kind: sum(one.x1 - one.x0 for one in bars if one.name == kind) for kind in wanted}
        per_dossier = sum(lengths.values()) / sum(wanted.values())
        assert lengths == pytest.approx({kind: n * per_dossier for kind, n in wanted.items()})
        marks = [(one.x0, one.y0, one.x1, one.y1) for one in bars]
    else:
        assert {kind: len(trace(figure, kind).x) for kind in wanted} == wanted
        places = [place for kind in wanted for place in zip(trace(figure, kind).x, trace(figure, kind).y, strict=True)]
        assert len(set(places)) == len(places)
        late = trace(figure, "overdue")
        signs = {(one.x, one.y) for one in figure.layout.annotations if one.text == "!"}
        assert signs == set(zip(late.x, late.y, strict=True))
        marks = [(x - 7, y - 7, x + 7, y + 7) for x, y in places]
    assert not [text for text, box in boxes for mark in marks if overlap(box, mark)]
    assert {key for (key,) in figure.data[-1].customdata} == {f"t{n}" for n in range(len(counts))}
