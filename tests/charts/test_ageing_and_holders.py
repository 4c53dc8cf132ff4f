"""The columns of ages and the bars of holders, read from their figures."""

from __future__ import annotations

import math
from itertools import combinations

import pandas as pd
import pytest

from charts import ageing as ages_module
from charts import holders as holders_module
from charts import theme
from charts.ageing import ageing, ageing_phone
from charts.holders import holders, holders_phone
from charts.lettering import text_width
from tests.charts import lateness_frames as frames
from text import ENGLISH, VIETNAMESE

LONG = "Phòng Lao động - Thương binh và Xã hội quận Bình Tân thành phố Hồ Chí Minh, bộ phận một cửa liên thông"
AGES = {
    "picture": frames.ages(),
    "nothing": frames.ages((0,) * 6, (0,) * 6),
    "one huge": frames.ages((1000, 1, 0, 0, 0, 2), (500, 1, 0, 0, 0, 2)),
    "all large": frames.ages((1234, 800, 300, 3, 2, 700), (500, 600, 123, 1, 0, 400)),
    "letters unknown": frames.ages(without=(math.nan,) * 6),
}


def held(rows):
    return pd.DataFrame(rows, columns=["holder", "name", "outside", "count", "longest", "total"])


HOLDERS = {
    "picture": frames.holders(),
    "one": held([("D1", "BHXH quận", True, 1, 0, 0)]),
    "long names": held([(f"D{n}", f"{LONG} {n}", n % 2 == 0, 1234 - n, 1055, 1_234_567) for n in range(9)]),
    "huge and none": held([("D1", "Công an quận", True, 98_765, 3, 4), ("P1", "Phường 1", False, 0, 0, 0)]),
}


def box(one):
    """Left, top, right, bottom of the words, as computed; several lines stand round their middle."""
    lines = one.text.split("<br>")
    width = max(text_width(line, one.font.size, one.font.weight) for line in lines)
    left = {"left": one.x, "right": one.x - width, "center": one.x - width / 2}[one.xanchor]
    half = 7 * len(lines)
    return left, one.y - half, left + width, one.y + half


def overlap(first, second):
    return first[0] < second[2] and second[0] < first[2] and first[1] < second[3] and second[1] < first[3]


def check_words(figure, width):
    boxes = [(one.text, box(one)) for one in figure.layout.annotations]
    for text, (left, top, right, bottom) in boxes:
        assert left >= -0.5, text
        assert right <= width + 0.5, text
        assert top >= 0, text
        assert bottom <= figure.layout.height, text
    assert not [(one, two) for (one, first), (two, second) in combinations(boxes, 2) if overlap(first, second)]
    return boxes


def bars(figure):
    """The box of every bar."""
    found = []
    for one in figure.data:
        for index, y in enumerate(one.y):
            if one.orientation == "h":
                found.append((one.base, y - one.width / 2, one.base + one.x[index], y + one.width / 2))
            else:
                middle = one.x[index]
                found.append((middle - one.width / 2, one.base + y, middle + one.width / 2, one.base))
    return [one for one in found if one[2] - one[0] > 0.5 and one[3] - one[1] > 0.5]


def texts(figure):
    return [one.text for one in figure.layout.annotations]


@pytest.mark.parametrize("language", [VIETNAMESE, ENGLISH])
@pytest.mark.parametrize(("builder", "width"), [(ageing, ages_module.DESK_WIDTH), (ageing_phone, 326)])
@pytest.mark.parametrize("case", AGES)
def test_words_of_ages_are_whole_and_touch_neither_words_nor_columns(case, builder, width, language):
    figure = builder(AGES[case], language)
    boxes = check_words(figure, width)
    assert not [text for text, one in boxes for bar in bars(figure) if overlap(one, bar)]


def test_every_column_has_its_total_and_name():
    written = texts(ageing(AGES["picture"], VIETNAMESE))
    assert list(written[1:13:2]) == ["dưới 1", "1–3", "4–7", "8–15", "16–30", "trên 30"]
    assert written[2:13:2] == ["2", "5", "2", "16", "5", "3"]


def test_columns_are_as_high_as_their_counts_and_the_foot_is_its_part():
    count, without = ageing(AGES["picture"], VIETNAMESE).data
    tallest = count.y[3] / 16
    assert list(count.y) == pytest.approx([number * tallest for number in (2, 5, 2, 16, 5, 3)])
    assert list(without.y) == pytest.approx([number * tallest for number in (0, 3, 1, 3, 0, 0)])
    assert (count.marker.color, without.marker.color) == (theme.SOFT, theme.ORANGE)


def test_a_foot_has_its_number_beside_it_and_no_foot_has_none():
    orange = [one for one in ageing(AGES["picture"], VIETNAMESE).layout.annotations if one.font.color != theme.INK]
    assert [one.text for one in orange if one.font.color == theme.ORANGE_TEXT] == ["3", "1", "3"]
    unknown = ageing(AGES["letters unknown"], VIETNAMESE)
    assert theme.ORANGE_TEXT not in [one.font.color for one in unknown.layout.annotations]
    assert set(unknown.data[1].y) == {0}


@pytest.mark.parametrize("language", [VIETNAMESE, ENGLISH])
@pytest.mark.parametrize(("builder", "width"), [(holders, holders_module.DESK_WIDTH), (holders_phone, 326)])
@pytest.mark.parametrize("case", HOLDERS)
def test_words_of_holders_are_whole_and_touch_neither_words_nor_bars(case, builder, width, language):
    figure = builder(HOLDERS[case], language)
    boxes = check_words(figure, width)
    assert not [text for text, one in boxes for bar in bars(figure) if overlap(one, bar)]


@pytest.mark.parametrize("builder", [holders, holders_phone])
def test_bars_keep_the_order_and_the_shares_and_only_the_own_is_pale(builder):
    (bar,) = builder(HOLDERS["picture"], VIETNAMESE).data
    assert list(bar.y) == sorted(bar.y)
    assert [length / bar.x[0] for length in bar.x] == pytest.approx([1, 7 / 9, 6 / 9, 6 / 9, 3 / 9])
    assert list(bar.marker.color) == [theme.DATA] * 4 + [theme.SOFT]


def test_a_line_of_holders_says_name_count_longest_and_total():
    figure = holders(HOLDERS["picture"], VIETNAMESE)
    y = next(one.y for one in figure.layout.annotations if one.text == "Công an quận")
    line = sorted((one for one in figure.layout.annotations if one.y == y), key=lambda one: one.x)
    assert [one.text for one in line] == ["Công an quận", "6", "45 ngày", "107"]
    assert "lâu nhất 45 ngày, tổng 107 ngày làm việc" in texts(holders_phone(HOLDERS["picture"], VIETNAMESE))


def test_hover_says_in_words_what_the_shade_says():
    (bar,) = holders(HOLDERS["picture"], VIETNAMESE).data
    assert "ngoài đơn vị" in bar.hovertext[0]
    assert "tại đơn vị" in bar.hovertext[4]
