"""The nested bars of procedures offered and used, read from their figures."""

from __future__ import annotations

from itertools import combinations, pairwise

import pytest

from charts import theme
from charts.lettering import text_width
from charts.offered import DESK_WIDTH, PHONE_WIDTH, Step, offered, offered_phone
from text import ENGLISH, VIETNAMESE

BUILDERS = [(offered, DESK_WIDTH), (offered_phone, PHONE_WIDTH)]
PICTURE = [
    Step(38, "thủ tục cấp phường", "không tính chứng thực"),
    Step(21, "có dịch vụ công mức 3, 4", "17 thủ tục chưa cung cấp"),
    Step(13, "có phát sinh hồ sơ trong kỳ", "8 thủ tục không có hồ sơ ở mọi kênh"),
    Step(10, "có hồ sơ nộp trực tuyến", "3 thủ tục chỉ có hồ sơ trực tiếp", missed=True),
]
LONG = "thủ tục có hồ sơ tiếp nhận tại các phòng ban chuyên môn và Chi nhánh Văn phòng đăng ký đất đai"
CASES = {
    "picture": PICTURE,
    "nothing": [Step(0, "thủ tục"), Step(0, "có dịch vụ công mức 3, 4"), Step(0, "có hồ sơ nộp trực tuyến")],
    "huge": [Step(12_345, "thủ tục", "không tính chứng thực"), Step(2, LONG, LONG), Step(1, "một", LONG, missed=True)],
    "one": [Step(1, "thủ tục")],
}


def box(one):
    width = text_width(one.text, one.font.size, one.font.weight)
    left = {"left": one.x, "right": one.x - width}[one.xanchor]
    half = one.font.size / 2 + 0.5
    return left, one.y - half, left + width, one.y + half


def overlap(first, second):
    return first[0] < second[2] and second[0] < first[2] and first[1] < second[3] and second[1] < first[3]


@pytest.mark.parametrize("language", [VIETNAMESE, ENGLISH])
@pytest.mark.parametrize(("builder", "width"), BUILDERS)
@pytest.mark.parametrize("case", CASES)
def test_words_are_whole_and_touch_neither_words_nor_bars(case, builder, width, language):
    figure = builder(CASES[case], language)
    boxes = [(one.text, box(one)) for one in figure.layout.annotations]
    for text, (left, top, right, bottom) in boxes:
        assert left >= -0.5, text
        assert right <= width + 0.5, text
        assert top >= 0, text
        assert bottom <= figure.layout.height, text
    assert not [(one, two) for (one, first), (two, second) in combinations(boxes, 2) if overlap(first, second)]
    (bars,) = figure.data
    drawn = [
        (bars.base, y - bars.width / 2, bars.base + x, y + bars.width / 2) for x, y in zip(bars.x, bars.y, strict=True)
    ]
    assert not [text for text, one in boxes for bar in drawn if bar[2] > bar[0] and overlap(one, bar)]


@pytest.mark.parametrize(("builder", "width"), BUILDERS)
def test_bars_begin_together_and_keep_the_shares(builder, width):
    (bars,) = builder(PICTURE, VIETNAMESE).data
    assert bars.base + bars.x[0] == pytest.approx(width)
    assert [one / bars.x[0] for one in bars.x] == pytest.approx([1, 21 / 38, 13 / 38, 10 / 38])
    assert all(low > high for high, low in pairwise(bars.y))
    assert list(bars.marker.color) == [theme.SOFT] * 3 + [theme.INK]


@pytest.mark.parametrize("builder", [offered, offered_phone])
def test_only_what_is_offered_and_left_unused_is_orange(builder):
    texts = builder(PICTURE, VIETNAMESE).layout.annotations
    assert [one.text for one in texts if one.font.color == theme.ORANGE_TEXT] == ["3 thủ tục chỉ có hồ sơ trực tiếp"]
    losses = {one.text: one.font.color for one in texts if one.text in {step.loss for step in PICTURE[:3]}}
    assert losses == {step.loss: theme.INK2 for step in PICTURE[:3]}


def test_the_number_stands_before_its_bar():
    figure = offered(PICTURE, VIETNAMESE)
    numbers = [one for one in figure.layout.annotations if one.xanchor == "right" and one.font.size > 20]
    assert [one.text for one in numbers] == ["38", "21", "13", "10"]
    assert all(one.x < figure.data[0].base for one in numbers)
    assert figure.data[0].hovertext[1] == "<b>21</b> có dịch vụ công mức 3, 4"
