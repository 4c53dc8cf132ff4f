"""The bars of dossiers that still come to the counter, read from their figures."""

from __future__ import annotations

from itertools import combinations

import pandas as pd
import pytest

from charts import theme
from charts.lettering import text_width
from charts.opportunity import DESK_WIDTH, PHONE_WIDTH, opportunity, opportunity_phone
from text import ENGLISH, NBSP, VIETNAMESE

BUILDERS = [(opportunity, DESK_WIDTH), (opportunity_phone, PHONE_WIDTH)]
LONG = "Đăng ký biến động quyền sử dụng đất, nhà ở do chuyển nhượng, tặng cho, thừa kế, góp vốn, chia tách thửa đất"


def procedures(rows):
    return pd.DataFrame(rows, columns=["name", "numerator", "denominator"])


PICTURE = procedures(
    [
        ("Đăng ký khai sinh", 112, 268),
        ("Cấp bản sao trích lục hộ tịch", 236, 742),
        ("Xác nhận tình trạng hôn nhân", 128, 312),
        ("Hỗ trợ mai táng phí", 0, 42),
        ("Cho phép nhóm trẻ độc lập", 1, 9),
    ]
)
CASES = {
    "picture": PICTURE,
    "one": procedures([("Đăng ký khai sinh", 0, 1)]),
    "all online": procedures([("Đăng ký khai sinh", 50, 50), ("Đăng ký khai tử", 3, 3)]),
    "long names": procedures([(f"{LONG} {n}", n, 40 * n + 1) for n in range(1, 13)]),
    "huge": procedures([("Đăng ký khai sinh", 612_345, 1_234_567), ("Đăng ký khai tử", 1, 1_200_000)]),
}


def draw(case="picture", builder=opportunity, language=VIETNAMESE):
    return builder(CASES[case], language)


def box(one):
    lines = one.text.split("<br>")
    width = max(text_width(line, one.font.size, one.font.weight) for line in lines)
    left = {"left": one.x, "right": one.x - width}[one.xanchor]
    half = 7 * len(lines)
    return left, one.y - half, left + width, one.y + half


def overlap(first, second):
    return first[0] < second[2] and second[0] < first[2] and first[1] < second[3] and second[1] < first[3]


@pytest.mark.parametrize("language", [VIETNAMESE, ENGLISH])
@pytest.mark.parametrize(("builder", "width"), BUILDERS)
@pytest.mark.parametrize("case", CASES)
def test_words_are_whole_and_over_no_others(case, builder, width, language):
    figure = draw(case, builder, language)
    boxes = [(one.text, box(one)) for one in figure.layout.annotations]
    for text, (left, top, right, bottom) in boxes:
        assert left >= -0.5, text
        assert right <= width + 0.5, text
        assert top >= 0, text
        assert bottom <= figure.layout.height, text
    assert not [(one, two) for (one, first), (two, second) in combinations(boxes, 2) if overlap(first, second)]


@pytest.mark.parametrize(("builder", "width"), BUILDERS)
@pytest.mark.parametrize("case", CASES)
def test_a_number_lies_in_its_part_of_the_bar_or_behind_it(case, builder, width):
    figure = draw(case, builder)
    online, counter = figure.data
    for place, y in enumerate(online.y):
        split, end = counter.base[place], counter.base[place] + counter.x[place]
        assert online.base + online.x[place] == pytest.approx(split)
        assert end <= width + 0.5
        for one in (a for a in figure.layout.annotations if a.y == y and a.font.size == theme.NOTE_SIZE):
            left, _, right, _ = box(one)
            if one.font.color == theme.CARD:
                assert online.base <= left
                assert right <= split
            else:
                assert split <= left
                assert right <= end or left >= end


@pytest.mark.parametrize("builder", [opportunity, opportunity_phone])
def test_most_at_the_counter_stands_first_and_bars_keep_the_shares(builder):
    online, counter = draw(builder=builder).data
    per_dossier = (online.x[0] + counter.x[0]) / 742
    assert list(online.x) == pytest.approx([n * per_dossier for n in (236, 128, 112, 0, 1)])
    assert list(counter.x) == pytest.approx([n * per_dossier for n in (506, 184, 156, 42, 8)])
    assert list(online.y) == sorted(online.y)
    assert (online.marker.color, counter.marker.color) == (theme.INK, theme.SOFT)


def test_a_line_says_name_counts_and_rate_and_below_ten_no_rate():
    figure = draw()
    lines = {}
    for one in sorted(figure.layout.annotations, key=lambda one: one.x):
        lines.setdefault(one.y, []).append(one.text)
    by_name = {line[0]: line[1:] for line in lines.values()}
    assert by_name["Cấp bản sao trích lục hộ tịch"] == ["236", "506", "236/742", f"32{NBSP}%"]
    assert by_name["Hỗ trợ mai táng phí"][-2:] == ["0/42", f"0{NBSP}%"]
    assert by_name["Cho phép nhóm trẻ độc lập"][-1] == "1/9"


def test_nothing_at_the_counter_has_no_number():
    assert "0" not in [one.text for one in draw("all online").layout.annotations]


def test_hover_says_in_words_what_the_shades_say():
    for bars in draw().data:
        assert bars.hovertext[1].startswith("<b>Xác nhận tình trạng hôn nhân</b><br>128/312 hồ sơ nộp trực tuyến")
        assert bars.hovertext[1].endswith("còn 184 hồ sơ nộp trực tiếp")
