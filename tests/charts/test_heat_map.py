"""The heat map and the ranking beside it, read from their figures."""

from __future__ import annotations

import datetime as dt
from itertools import combinations, pairwise

import pandas as pd
import pytest

from charts import heat_map as module
from charts import theme
from charts.heat_map import HEADER, ROW, fields_of, heat_map, heat_map_phone
from charts.lettering import text_width
from charts.ranking_plain import DESK_WIDTH as RANKING_WIDTH
from charts.ranking_plain import order_of, ranking_plain
from measures.verdict import Direction, Verdict
from tests.charts.frames import unit, units
from tests.charts.lateness_frames import COUNTS, named, ranked
from text import ENGLISH, NBSP, VIETNAMESE

CIVIL, LINKED, SOCIAL, MERIT = "Hộ tịch", "Hộ tịch (liên thông)", "Bảo trợ xã hội", "Người có công"
OFFERED = {CIVIL, LINKED}
LONG = "Phòng Lao động - Thương binh và Xã hội quận Bình Tân thành phố Hồ Chí Minh"
MANY = [f"Lĩnh vực số {number} có tên dài của nó" for number in range(15)]


def grid(rows):
    return pd.DataFrame(rows, columns=["unit", "field", "numerator", "denominator"])


def counted():
    """Every ward in three fields; ward 1 has nothing in LINKED, ward 2 few."""
    rows = [(unit(n), CIVIL, 10 + n, 100 + n) for n in range(1, 15)]
    rows += [(unit(n), LINKED, 3, 7 if n == 2 else 13) for n in range(2, 15)]
    return grid(rows + [(unit(n), SOCIAL, 0, 11) for n in range(1, 15)])


CASES = {
    "three fields": (counted(), units(), OFFERED),
    "one field": (grid([(unit(n), CIVIL, 3, 11) for n in range(1, 15)]), units(), OFFERED),
    "many fields": (grid([(unit(n), f, n, 4321 - i) for n in range(1, 15) for i, f in enumerate(MANY)]), units(), MANY),
    "huge counts": (grid([(unit(n), f, 612_345, 1_234_567) for n in range(1, 15) for f in MANY[:4]]), units(), MANY),
    "long names": (counted(), named({n: f"{LONG} {n}" for n in range(1, 15)}), OFFERED),
}
ORDER = [unit(n) for n in range(14, 0, -1)]


def draw(case="three fields", phone=None, **changes):
    frame, names, offered = CASES[case]
    options = {"order": ORDER, "offered": offered, "language": VIETNAMESE} | changes
    return heat_map_phone(frame, names, field=phone, **options) if phone else heat_map(frame, names, **options)


def trace(figure, name):
    return next(one for one in figure.data if one.name == name)


def words(figure):
    """Text with its box: left, top, right, bottom."""
    one = trace(figure, "words")
    found = []
    for place, text in enumerate(one.text):
        width = text_width(text, one.textfont.size[place], one.textfont.weight[place])
        side = one.textposition[place].split()[1]  # which side of its point the text stands on
        left = {"right": one.x[place], "left": one.x[place] - width, "center": one.x[place] - width / 2}[side]
        found.append((text, (left, one.y[place] - 7, left + width, one.y[place] + 7)))
    return found


def cell_of(figure, unit_id, place):
    """What the ``place``-th cell of a unit looks like: its words, ground, hatching, hover."""
    bars = trace(figure, "cells")
    index = [i for i, one in enumerate(bars.customdata) if one[0] == unit_id][place]
    box = (bars.base[index], bars.y[index] - 13, bars.base[index] + bars.x[index], bars.y[index] + 13)
    inside = [
        text
        for text, (left, top, right, bottom) in words(figure)
        if box[0] <= left and right <= box[2] + 1 and box[1] <= top and bottom <= box[3]
    ]
    return inside, bars.marker.color[index], bars.marker.pattern.shape[index], bars.hovertext[index]


def test_columns_stand_by_volume_and_rows_as_in_the_ranking():
    figure = draw()
    heads = sorted((box[0], text) for text, box in words(figure) if box[3] <= HEADER)
    assert [text for _, text in heads] == [CIVIL, LINKED, SOCIAL]
    assert fields_of(CASES["three fields"][0]) == [CIVIL, LINKED, SOCIAL]
    names = [text for text, _ in words(figure) if text.startswith("Phường")]
    assert names == [f"Phường {n}" for n in range(14, 0, -1)]


def test_a_cell_has_rate_and_counts_below_ten_only_counts_and_else_says_why_not():
    figure = draw()
    assert cell_of(figure, unit(5), 0) == (
        [f"14{NBSP}%", "15/105"],
        theme.HEAT_RAMP[1],
        "",
        f"<b>Phường 5</b><br>{CIVIL}<br>14,3{NBSP}% · 15/105 hồ sơ nộp trực tuyến",
    )
    few, ground, hatched, hover = cell_of(figure, unit(2), 1)
    assert (few, ground, hatched) == (["3/7"], theme.CARD, "/")
    assert "dưới 10 hồ sơ: không tính tỷ lệ" in hover
    assert cell_of(figure, unit(1), 1)[0] == ["0 hồ sơ"]
    nothing, _, hatched, hover = cell_of(figure, unit(1), 2)
    assert (nothing, hatched) == (["–"], "")
    assert "chưa cung cấp trực tuyến" in hover


def test_what_came_online_without_being_offered_is_not_hidden():
    frame = grid([(unit(1), SOCIAL, 2, 11), (unit(2), SOCIAL, 0, 11)])
    figure = heat_map(frame, units(), order=[unit(1), unit(2)], offered=(), language=VIETNAMESE)
    assert cell_of(figure, unit(1), 0)[0] == [f"18{NBSP}%", "2/11"]
    assert cell_of(figure, unit(2), 0)[0] == ["–"]


def test_the_row_of_all_units_is_the_sum_and_stands_apart():
    figure = draw()
    sums = [sum(10 + n for n in range(1, 15)), sum(100 + n for n in range(1, 15))]
    assert cell_of(figure, "", 0)[0][1] == VIETNAMESE.fraction(*sums)
    assert cell_of(figure, "", 1)[0][1] == VIETNAMESE.fraction(39, 12 * 13 + 7)
    rows = sorted(set(trace(figure, "cells").y))
    gaps = [low - high for high, low in pairwise(rows)]
    assert set(gaps[:-1]) == {ROW}
    assert gaps[-1] > ROW


@pytest.mark.parametrize(
    ("online", "step"), [(0, 0), (9, 0), (10, 1), (19, 1), (20, 2), (35, 3), (49, 4), (50, 5), (60, 5), (100, 5)]
)
def test_the_ground_has_six_steps_of_ten_points(online, step):
    figure = heat_map(
        grid([(unit(1), CIVIL, online, 100)]), units(), order=[unit(1)], offered=OFFERED, language=VIETNAMESE
    )
    assert cell_of(figure, unit(1), 0)[1] == theme.HEAT_RAMP[step]


def luminance(colour):
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("online", [5, 15, 25, 35, 45, 55])
def test_words_are_readable_on_every_step(online):
    """Contrast of at least 4.5, computed as WCAG does."""
    frame = grid([(unit(1), CIVIL, online, 100)])
    figure = heat_map(frame, units(), order=[unit(1)], offered=OFFERED, language=VIETNAMESE)
    ground = luminance(cell_of(figure, unit(1), 0)[1])
    one = trace(figure, "words")
    for text, colour in zip(one.text, one.textfont.color, strict=True):
        if text in (f"{online}{NBSP}%", f"{online}/100"):
            high, low = sorted((ground, luminance(colour)), reverse=True)
            assert (high + 0.05) / (low + 0.05) >= 4.5, text


def test_the_smallest_fields_are_added_up_where_they_do_not_fit():
    figure = draw("many fields")
    shown = len([1 for one in trace(figure, "cells").customdata if one[0] == unit(5)])
    assert 3 < shown < len(MANY)
    heads = [text for text, box in words(figure) if box[3] <= HEADER]
    assert " ".join(heads).endswith("Lĩnh vực khác")
    rest = sum(4321 - i for i in range(shown - 1, len(MANY)))
    assert cell_of(figure, unit(5), shown - 1)[0][1] == VIETNAMESE.fraction(5 * (len(MANY) - shown + 1), rest)


def test_a_click_on_any_cell_or_name_gives_the_unit_and_nothing_pales():
    figure = draw()
    for name in ("cells", "names"):
        one = trace(figure, name)
        assert {entry[0] for entry in one.customdata} == {*ORDER, ""}
        assert (one.selected.marker.opacity, one.unselected.marker.opacity) == (1, 1)


def test_the_chosen_unit_has_the_ink_border():
    figure = draw(selected=unit(7))
    (frame,) = [one for one in figure.layout.shapes if one.line.color == theme.INK]
    middle = next(box[1] + 7 for text, box in words(figure) if text == "Phường 7")
    assert frame.y0 < middle < frame.y1


def overlap(first, second):
    return first[0] < second[2] and second[0] < first[2] and first[1] < second[3] and second[1] < first[3]


@pytest.mark.parametrize("language", [VIETNAMESE, ENGLISH])
@pytest.mark.parametrize("case", CASES)
def test_no_words_are_cut_or_over_others(case, language):
    check(draw(case, language=language), module.DESK_WIDTH)


@pytest.mark.parametrize("language", [VIETNAMESE, ENGLISH])
@pytest.mark.parametrize("case", ["three fields", "one field", "long names"])
def test_a_phone_shows_one_field_whole(case, language):
    figure = draw(case, phone=CIVIL, language=language)
    check(figure, module.PHONE_WIDTH)
    assert len(trace(figure, "cells").x) == 15


def check(figure, width):
    boxes = words(figure)
    for text, (left, top, right, bottom) in boxes:
        assert left >= -0.5, text
        assert right <= width + 0.5, text
        assert top >= -0.5, text
        assert bottom <= figure.layout.height, text
    assert not [(one, two) for (one, first), (two, second) in combinations(boxes, 2) if overlap(first, second)]


# ------------------------------------------------------------------------------------------------ the ranking beside it

ONLINE = {"good": Direction.HIGHER, "target": 0.3, "level": 0.27, "language": VIETNAMESE, "counted": "TT/tiếp nhận"}
SHARES = {number: (number * 4, 100 + number) for number in range(1, 15)}
VERDICTS = {14: Verdict.HIGHER, 13: Verdict.WATCH_HIGHER, 2: Verdict.WATCH_LOWER, 1: Verdict.LOWER}


def beside(frame, names=None, **changes):
    return ranking_plain(frame, units() if names is None else names, **ONLINE | changes)


def line_of(figure, text):
    return next(one.y for one in figure.layout.annotations if one.text == text)


@pytest.mark.parametrize("stale", [{}, {3: dt.date(2020, 6, 26), 9: None}])
def test_both_keep_their_rows_on_one_line(stale):
    frame = ranked(SHARES, VERDICTS, stale, mix=False)
    order = order_of(frame, units(), Direction.HIGHER)
    ranking = beside(frame)
    heat = draw(order=order, taller=[unit(number) for number in stale])
    for number in SHARES:
        middle = next(box[1] + 7 for text, box in words(heat) if text == f"Phường {number}")
        assert line_of(ranking, f"Phường {number}") == middle


def test_the_best_stands_first_whichever_way_is_good():
    frame = ranked({**SHARES, 5: (0, 3), 6: (0, 0)}, VERDICTS, mix=False)
    by_share = [unit(n) for n in (14, 13, 12, 11, 10, 9, 8, 7, 4, 3, 2, 1)]
    assert order_of(frame, units(), Direction.HIGHER) == [*by_share, unit(5), unit(6)]
    assert order_of(frame, units(), Direction.LOWER) == [*reversed(by_share), unit(5), unit(6)]


def test_orange_is_the_low_share_and_the_target_is_a_floor():
    figure = beside(ranked(SHARES, VERDICTS, mix=False))
    marks = trace(figure, "points").marker
    assert (marks.symbol[0], marks.color[0]) == ("triangle-up", theme.BLUE)
    assert (marks.symbol[-1], marks.color[-1]) == ("triangle-down", theme.ORANGE)
    assert set(marks.line.color[1:-1]) == {theme.DATA}
    assert f"Chỉ tiêu: từ 30{NBSP}%" in [one.text for one in figure.layout.annotations]


def test_the_legend_explains_every_mark_that_occurs():
    figure = beside(ranked(SHARES, VERDICTS, mix=False))
    shown = set(zip(trace(figure, "points").marker.symbol, trace(figure, "points").marker.color, strict=True))
    legend = trace(figure, "legend").marker
    assert shown <= set(zip(legend.symbol, legend.color, strict=True))


RANKED = {
    "plain": (ranked(SHARES, VERDICTS, mix=False), None, {}),
    "stale": (ranked(SHARES, VERDICTS, {3: dt.date(2020, 6, 26), 5: None}, mix=False), None, {}),
    "small": (ranked({1: (1, 9), 2: (3, 29), 3: (0, 0), 4: (9, 60)}, {1: Verdict.TOO_FEW}, mix=False), None, {}),
    "huge": (ranked({n: (600_000 + n, 1_234_567) for n in range(1, 15)}, {}, mix=False), None, {}),
    "all at the target": (ranked(dict.fromkeys(range(1, 15), (30, 100)), {}, mix=False), None, {"level": 0.3}),
    "nothing online": (ranked({n: (0, 10 + n) for n in range(1, 15)}, {}, mix=False), None, {"level": 0.0}),
    "no target": (ranked(SHARES, VERDICTS, mix=False), None, {"target": None}),
    "low": (ranked(COUNTS, {}, mix=False), None, {"level": 0.02, "target": 0.05}),
    "long names": (ranked(SHARES, {}, mix=False), named({n: f"{LONG} {n}" for n in range(1, 15)}), {}),
    "high": (ranked(dict.fromkeys(range(1, 15), (90, 100)), {}, mix=False), None, {"level": 0.9, "target": 0.95}),
}


@pytest.mark.parametrize("language", [VIETNAMESE, ENGLISH])
@pytest.mark.parametrize("case", RANKED)
def test_no_words_of_the_ranking_are_cut_or_over_others(case, language):
    frame, names, changes = RANKED[case]
    figure = beside(frame, names, language=language, **changes)
    boxes = []
    for one in figure.layout.annotations:
        width = text_width(one.text, one.font.size, one.font.weight)
        left = {"left": one.x, "right": one.x - width, "center": one.x - width / 2}[one.xanchor]
        boxes.append((one.text, (left, one.y - 7, left + width, one.y + 7)))
    for text, (left, top, right, bottom) in boxes:
        assert left >= -0.5, text
        assert right <= RANKING_WIDTH + 0.5, text
        assert top >= 0, text
        assert bottom <= figure.layout.height, text
    assert not [(one, two) for (one, first), (two, second) in combinations(boxes, 2) if overlap(first, second)]
