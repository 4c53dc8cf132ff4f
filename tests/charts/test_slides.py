"""The slides, read from their figures: 1776 x 830 px of words that fit, large enough, in colour for clear verdicts."""

from __future__ import annotations

import datetime as dt
from itertools import combinations

import pandas as pd
import pytest

from charts.lettering import text_width
from charts.slide_actions import Agreed, actions_slide
from charts.slide_kpi import kpi
from charts.slide_letters import draw_tasks
from charts.slide_map import arrange, boxes_of, draw_map, legend
from charts.slide_ranking import Reading, ranking_slide
from charts.slide_sheet import DARK, HEIGHT, LIGHT, SMALL, WIDTH, Drawing
from charts.slide_soon import soon_slide
from charts.slide_trend import Marked, trend_slide
from charts.slide_unit import Judged, unit_slide
from charts.tile_grid import Box
from data_access.profiles import Target
from measures.judging import Trend
from measures.meeting_findings import TaskWords
from measures.unit_map import UnitMap
from measures.verdict import Direction, Verdict
from tests.charts.frames import judged, series, unit, units
from tests.charts.lateness_frames import LEVEL, ranked
from text import ENGLISH, NBSP, VIETNAMESE

AREA = Box(735, 12, WIDTH - 738, HEIGHT - 26)
LATE = Reading(Direction.LOWER, 0.02, LEVEL, False, "Trễ/đến hạn")
ONLINE = Reading(Direction.HIGHER, 0.3, 0.288, True, "Trực tuyến/tiếp nhận")
STALE = {3: dt.date(2020, 6, 26)}
MANY = {number: (3, 130 + number) for number in range(1, 31)}
SMALL_N = {1: (1, 9), 2: (3, 29), 3: (0, 0), 4: (9, 60)}
LONG = "Phòng Lao động - Thương binh và Xã hội quận Bình Tân thành phố Hồ Chí Minh"
UNTIL = dt.date(2020, 6, 30)


def wards(count=14, kind="ward"):
    frame = units() if count == 14 else pd.DataFrame(
        {"unit_id": unit(n), "name": f"Phường {n}", "short_name": f"P.{n}", "number": n, "tile_row": None,
         "tile_column": None} for n in range(1, count + 1)
    )  # fmt: skip
    return frame.assign(kind=kind)


def named(frame, name):
    return frame.assign(name=name)


def map_slide(frame, names, language, palette=LIGHT):
    drawing = Drawing(language, palette)
    shown = UnitMap("overdue_rate", frame, pd.DataFrame(), (54.0, 2336.0), None, 0)
    draw_map(drawing, shown, names, Direction.LOWER, AREA, language.say("late/due"))
    return drawing.figure()


def trend(count=24, signals=None, provisional=False):
    return Trend(series(count, signals), provisional, "month")


def soon(count=14):
    rows = [(unit(n), UNTIL + dt.timedelta(days), n + days) for n in range(1, count + 1) for days in (1, 2, 3)]
    return pd.DataFrame([*rows, (unit(3), UNTIL, 2)], columns=["unit", "due_day", "count"])


def target(value, direction):
    return Target("", value, direction, "", "", dt.date(2018, 1, 1))


def one_unit(language, palette=LIGHT, n=267):
    late = kpi("overdue_rate", (17, n), target(0.02, "at_most"), None, language, "12 hồ sơ đang có ý kiến")
    online = kpi("online_share", (71, 271), target(0.3, "at_least"), 111, language)
    letters = kpi("letter_rate", (12, 17), target(1.0, "at_least"), None, language)
    words = language.say("No evidence of a difference from the target")
    numbers = [
        Judged(late, words, Verdict.HIGHER, Direction.LOWER),
        Judged(online, words, Verdict.NO_EVIDENCE, Direction.HIGHER),
        Judged(letters, "", None, Direction.HIGHER),
    ]
    marked = Marked(Direction.LOWER, 0.02, [(dt.date(2020, 4, 1), "giãn cách xã hội")])
    return unit_slide(numbers, trend(signals={21: "higher", 19: "lower", 0: "higher"}), marked, language, palette)


def agreed(count):
    tones = ("concern", "closed", "")
    return [
        Agreed("Phường 10: ban hành thư xin lỗi cho 11 hồ sơ", "quá hạn trả lời", "Chưa có thư: từ 11 còn 4", "12/06",
               tones[number % 3])
        for number in range(count)
    ]  # fmt: skip


EVENTS = [(dt.date(2020, 4, 1), "giãn cách xã hội"), (dt.date(2019, 1, 1), "một việc khác")]
SLIDES = {
    "map": lambda language: map_slide(judged(stale=STALE), wards(), language),
    "map of few": lambda language: map_slide(judged(SMALL_N, {}), wards(4), language),
    "map without places": lambda language: map_slide(judged(), units(mapped=False).assign(kind="department"), language),
    "ranking": lambda language: ranking_slide(ranked(stale=STALE), wards(), LATE, language, LIGHT),
    "ranking against target": lambda language: ranking_slide(ranked(), wards(), ONLINE, language, LIGHT),
    "ranking of many": lambda language: ranking_slide(ranked(MANY, {}), wards(30), LATE, language, LIGHT),
    "ranking of few": lambda language: ranking_slide(ranked(SMALL_N, {}), wards(4), LATE, language, LIGHT),
    "ranking, long names": lambda language: ranking_slide(ranked(), named(wards(), LONG), LATE, language, LIGHT),
    "months": lambda language: trend_slide(
        trend(signals={3: "higher", 21: "lower", 23: "higher"}), Marked(Direction.LOWER, 0.02, EVENTS), language, LIGHT
    ),
    "months, provisional": lambda language: trend_slide(
        trend(7, provisional=True), Marked(Direction.LOWER, None, joins=[dt.date(2020, 3, 1)]), language, LIGHT
    ),
    "one month": lambda language: trend_slide(trend(1, None, True), Marked(Direction.LOWER, 0.02), language, LIGHT),
    "soon": lambda language: soon_slide(soon(), UNTIL, wards(), language, LIGHT),
    "soon of many": lambda language: soon_slide(soon(30), UNTIL, wards(30), language, LIGHT),
    "nothing soon": lambda language: soon_slide(soon().iloc[:0], UNTIL, wards(), language, LIGHT),
    "one unit": one_unit,
    "one unit, counts only": lambda language: one_unit(language, n=9),
    "agreed": lambda language: actions_slide(agreed(4), language, LIGHT),
    "much agreed": lambda language: actions_slide(agreed(20), language, LIGHT),
}


def box(one):
    """Left, top, right, bottom of the ink: numbers fill less of their line than words with their marks."""
    width = text_width(one.text, one.font.size, one.font.weight)
    left = {"left": one.x, "right": one.x - width, "center": one.x - width / 2}[one.xanchor]
    plain = all(not letter.isalpha() for letter in one.text)
    above, below = (0.37, 0.47) if plain else (0.52, 0.5)  # of the size, from the middle of the line
    return left, one.y - above * one.font.size, left + width, one.y + below * one.font.size


def overlap(first, second):
    return first[0] < second[2] and second[0] < first[2] and first[1] < second[3] and second[1] < first[3]


@pytest.mark.parametrize("language", [VIETNAMESE, ENGLISH])
@pytest.mark.parametrize("name", SLIDES)
def test_words_are_large_inside_and_apart(name, language):
    figure = SLIDES[name](language)
    assert (figure.layout.width, figure.layout.height) == (WIDTH, HEIGHT)
    assert figure.layout.title.text is None
    boxes = [(one.text, box(one)) for one in figure.layout.annotations]
    assert boxes
    assert min(one.font.size for one in figure.layout.annotations) >= SMALL
    for text, (left, top, right, bottom) in boxes:
        assert left >= -0.5, text
        assert right <= WIDTH + 0.5, text
        assert top >= 0, text
        assert bottom <= HEIGHT, text
    assert not [(one, two) for (one, first), (two, second) in combinations(boxes, 2) if overlap(first, second)]


@pytest.mark.parametrize("name", SLIDES)
def test_marks_and_lines_are_seen_from_afar(name):
    figure = SLIDES[name](VIETNAMESE)
    (marks,) = [one for one in figure.data if one.name == "marks"]
    assert all(
        size >= 20 for size, symbol in zip(marks.marker.size, marks.marker.symbol, strict=True) if symbol != "x-thin"
    )
    assert all(2 <= one.line.width <= 6 for one in figure.layout.shapes if one.type == "line")
    assert not figure.layout.hovermode
    assert all(0 < x < WIDTH and 0 < y < HEIGHT for x, y in zip(marks.x, marks.y, strict=True))


def colours(figure):
    text = {one.font.color for one in figure.layout.annotations}
    return (
        text
        | {one.fillcolor for one in figure.layout.shapes}
        | set(next(t for t in figure.data if t.name == "marks").marker.color)
    )


JUDGED = {*LIGHT.concern, *LIGHT.favourable}


def test_colour_is_for_clear_verdicts_only():
    watched = {10: Verdict.WATCH_HIGHER, 13: Verdict.WATCH_LOWER}
    plain = Drawing(VIETNAMESE, LIGHT)
    shown = UnitMap("overdue_rate", judged(verdicts=watched), pd.DataFrame(), (54.0, 2336.0), None, 0)
    draw_map(plain, shown, wards(), Direction.LOWER, AREA, "trễ/đến hạn")
    tiles = [one for one in plain.figure().layout.shapes if one.type == "path"]
    assert {one.fillcolor for one in tiles} == {LIGHT.neutral.tint}
    assert not colours(ranking_slide(ranked(verdicts=watched), wards(), LATE, VIETNAMESE, LIGHT)) & JUDGED
    assert not colours(trend_slide(trend(), Marked(Direction.LOWER, 0.02), VIETNAMESE, LIGHT)) & JUDGED
    late = colours(ranking_slide(ranked(), wards(), LATE, VIETNAMESE, LIGHT))
    assert {LIGHT.concern.text, LIGHT.favourable.text} <= late


def test_what_is_good_decides_the_colour_and_the_direction_the_shape():
    higher = {10: Verdict.HIGHER}
    for good, tone in ((Direction.LOWER, LIGHT.concern), (Direction.HIGHER, LIGHT.favourable)):
        reading = Reading(good, 0.3, 0.2, good is Direction.HIGHER, "")
        figure = ranking_slide(ranked(verdicts=higher), wards(), reading, VIETNAMESE, LIGHT)
        marks = next(one for one in figure.data if one.name == "marks").marker
        assert ("triangle-up", tone.mark) in set(zip(marks.symbol, marks.color, strict=True))


def texts(figure):
    return [one.text for one in figure.layout.annotations]


def test_a_tile_has_no_rate_below_thirty_and_says_where_nothing_is():
    said = texts(SLIDES["map of few"](VIETNAMESE))
    assert {"1/9", "3/29", "9/60", f"15,0{NBSP}%"} <= set(said)
    assert not [one for one in said if one.startswith(("10,3", "11,1"))]
    assert "không có" in " ".join(said)
    assert "đến 26/06" in texts(SLIDES["map"](VIETNAMESE))


def test_tiles_stand_on_the_map_where_the_legend_has_room():
    grid, mapped = arrange(wards(), AREA)
    assert mapped
    assert grid.places[unit(13)] == (0, 0)
    boxes = boxes_of(UnitMap("", judged(), pd.DataFrame(), (0.0, 0.0), None, 0), wards(), AREA)
    assert not [pair for pair in combinations(boxes.values(), 2) if pair[0].left < pair[1].right and pair[1].left
                < pair[0].right and pair[0].top < pair[1].bottom and pair[1].top < pair[0].bottom]  # fmt: skip
    crowded = wards().assign(tile_row=[n // 5 for n in range(14)], tile_column=[n % 5 for n in range(14)])
    grid, mapped = arrange(crowded, AREA)
    assert not mapped
    assert max(column for _, column in grid.places.values()) == 2  # the fourth column is the legend's
    assert sum(count for *_, count in legend(judged()["verdict"], VIETNAMESE)) == 14


def test_rows_without_a_verdict_give_way_and_are_counted():
    verdicts = {30: Verdict.HIGHER, 29: Verdict.LOWER}
    said = texts(ranking_slide(ranked(MANY, verdicts), wards(30), LATE, VIETNAMESE, LIGHT))
    rows = [one for one in said if one.startswith("Phường")]
    assert {"Phường 30", "Phường 29"} <= set(rows)
    hidden = 30 - len(rows)
    assert hidden > 0
    assert [one for one in said if f"28 phường (ẩn {hidden})" in one]


def test_the_letters_show_what_is_missing_and_few_dossiers_only_counts():
    shown = kpi("letter_rate", (48, 70), target(1.0, "at_least"), None, VIETNAMESE)
    assert (shown.value, shown.met) == ("22", False)
    assert "48/70" in shown.counted
    assert kpi("overdue_rate", (1, 9), None, None, VIETNAMESE).value == "1/9"
    assert kpi("overdue_rate", (0, 0), target(0.02, "at_most"), None, VIETNAMESE).met is None
    online = kpi("online_share", (739, 2569), target(0.3, "at_least"), 32, VIETNAMESE)
    assert online.target == f"Chỉ tiêu từ 30{NBSP}%: còn thiếu 32 hồ sơ"


def test_tasks_stand_in_order_with_units_and_day():
    drawing = Drawing(VIETNAMESE, LIGHT)
    tasks = [TaskWords(f"Việc {number}", "Phường 7, 10", f"0{number}/07") for number in range(1, 5)]
    draw_tasks(drawing, tasks, Box(790, 0, WIDTH - 790, 700))
    said = [one for one in drawing.figure().layout.annotations if one.text.startswith("Việc ")]
    assert [one.text for one in said[1:]] == [task.what for task in tasks]
    assert sorted(one.y for one in said[1:]) == [one.y for one in said[1:]]
    assert {task.due for task in tasks} <= set(texts(drawing.figure()))


def test_soon_sums_by_day_and_names_what_is_behind():
    said = texts(SLIDES["soon"](VIETNAMESE))
    for days in (1, 2, 3):
        assert str(sum(n + days for n in range(1, 15))) in said
    assert "chưa cập nhật" in said
    rest = next(one for one in texts(SLIDES["soon of many"](VIETNAMESE)) if "đơn vị khác" in one)
    assert rest == f"15 đơn vị khác: {sum(3 * n + 6 for n in range(1, 16)) + 2}"


def luminance(colour):
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [one / 12.92 if one <= 0.04045 else ((one + 0.055) / 1.055) ** 2.4 for one in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one, other):
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("palette", [LIGHT, DARK])
def test_words_keep_their_contrast(palette):
    for ground, inks in (
        (palette.ground, (palette.ink, palette.ink2, palette.concern.text, palette.favourable.text)),
        (palette.concern.tint, (palette.concern.text,)),
        (palette.favourable.tint, (palette.favourable.text,)),
        (palette.neutral.tint, (palette.ink, palette.ink2)),
    ):
        assert min(contrast(ground, ink) for ink in inks) >= 5.5
    marks = (palette.concern.mark, palette.favourable.mark, palette.neutral.mark)
    assert min(contrast(palette.ground, colour) for colour in marks) >= 3
