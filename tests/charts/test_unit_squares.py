"""Letters by unit, read from their figure."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise

import pandas as pd
import pytest

from charts import theme
from charts.unit_squares import DESK_WIDTH, MOST_SQUARES, PHONE_WIDTH, unit_squares, unit_squares_phone
from charts.unit_squares_parts import KINDS
from tests.charts.test_ageing_and_holders import check_words, overlap
from text import ENGLISH, VIETNAMESE

BUILDERS = [(unit_squares, DESK_WIDTH), (unit_squares_phone, PHONE_WIDTH)]
LONG = "Chi nhánh Văn phòng Đăng ký đất đai thành phố Hồ Chí Minh tại Quận 6"
COLUMNS = ["unit", "name", "short_name", "side", "kind", "count"]


def rows(unit, name, short, cells):
    """``cells``: side -> (with, without)."""
    return [
        (unit, name, short, side, kind, count)
        for side, pair in cells.items()
        for kind, count in zip(("with", "without"), pair, strict=True)
    ]


def frame(units):
    found = []
    for unit, (name, short, cells) in units.items():
        found += rows(unit, name, short, cells)
    return pd.DataFrame(found, columns=COLUMNS)


def wards(cells):
    return {f"p{n}": (f"Phường {n}", f"P.{n}", one) for n, one in cells.items()}


PICTURE = wards(
    {
        10: {"finished": (7, 1), "open": (4, 3)},
        12: {"finished": (4, 1), "open": (1, 2)},
        7: {"finished": (2, 1), "open": (1, 1)},
        2: {"finished": (1, 0)},
    }
)
BRANCH = {"cn": (LONG, "CN VPĐKĐĐ", {"finished": (17, 2), "open": (10, 5), "ended": (0, 1)})}
CASES = {
    "picture": PICTURE,
    "with the branch": BRANCH | PICTURE,
    "many": wards({n: {"finished": (n * 9, n), "open": (3, 1), "ended": (1, 0)} for n in range(1, 15)}),
    "huge": BRANCH | wards({10: {"finished": (123_456, 7), "open": (1, 98_765)}, 1: {"ended": (0, 1)}}),
    "only missing": wards({1: {"open": (0, 1)}}),
    "just squares": wards({1: {"finished": (20, 0), "open": (0, 20)}}),
    "long names": {f"d{n}": (f"{LONG} {n}", f"{LONG[:40]} {n}", {"open": (n, 1)}) for n in range(1, 6)},
}
QUIET = [f"Phường {n}" for n in range(3, 15)]


def draw(case="picture", builder=unit_squares, language=VIETNAMESE, quiet=()):
    return builder(frame(CASES[case]), quiet, language)


def trace(figure, name):
    return next(one for one in figure.data if one.name == name)


def marks(figure):
    """The box of every square, legend too."""
    found = []
    for one in figure.data:
        if one.type == "scatter" and one.name != "rows":
            found += [(x - 5.5, y - 5.5, x + 5.5, y + 5.5) for x, y in zip(one.x, one.y, strict=True)]
        if one.type == "bar":
            for base, length, y in zip(one.base, one.x, one.y, strict=True):
                found.append((base, y - one.width / 2, base + length, y + one.width / 2))
    return found


@pytest.mark.parametrize("quiet", [(), QUIET], ids=["all", "with quiet units"])
@pytest.mark.parametrize("language", [VIETNAMESE, ENGLISH])
@pytest.mark.parametrize(("builder", "width"), BUILDERS)
@pytest.mark.parametrize("case", CASES)
def test_words_are_whole_and_touch_neither_words_nor_marks(case, builder, width, language, quiet):
    figure = draw(case, builder, language, quiet)
    drawn = marks(figure)
    assert all(left >= 0 and right <= width and bottom <= figure.layout.height for left, _, right, bottom in drawn)
    assert not [text for text, one in check_words(figure, width) for box in drawn if overlap(one, box)]


@pytest.mark.parametrize(("builder", "width"), BUILDERS)
@pytest.mark.parametrize("case", ["picture", "with the branch", "only missing", "just squares"])
def test_there_is_a_square_for_every_dossier_and_no_two_touch(case, builder, width):
    figure, wanted = draw(case, builder), frame(CASES[case]).groupby("kind")["count"].sum()
    squares = []
    for kind in KINDS:
        one = trace(figure, kind.key)
        assert len(one.x) == wanted.get(kind.key, 0)
        squares += list(zip(one.x, one.y, strict=True))
    assert len(set(squares)) == len(squares)
    by_line = Counter(y for _, y in squares)
    for y in by_line:
        across = sorted(x for x, other in squares if other == y)
        assert all(right - left >= 15.99 for left, right in pairwise(across))
    crosses = trace(figure, "without-crosses")
    assert list(zip(crosses.x, crosses.y, strict=True)) == list(
        zip(trace(figure, "without").x, trace(figure, "without").y, strict=True)
    )


def test_a_phone_wraps_at_eight():
    figure = draw("just squares", unit_squares_phone)
    for kind in KINDS:
        assert max(Counter(trace(figure, kind.key).y).values()) == 8


@pytest.mark.parametrize(("builder", "width"), BUILDERS)
def test_above_about_twenty_all_units_get_bars_on_one_scale(builder, width):
    figure = draw("many", builder)
    bars = trace(figure, "with")
    wanted = sorted([n * 9 for n in range(1, 15)] + [3] * 14 + [1] * 14)
    assert [length / min(bars.x) for length in sorted(bars.x)] == pytest.approx(wanted)
    assert not [one for one in figure.data if one.name == "without-crosses"]
    assert any(one.type == "bar" for one in draw("huge", builder).data)
    assert not any(one.type == "bar" for one in draw("just squares", builder).data)
    assert MOST_SQUARES == 20


def test_units_keep_their_order_and_have_their_missing_letters_at_the_right():
    figure = draw()
    names = [one for one in figure.layout.annotations if one.text.startswith("Phường")]
    assert [one.text for one in names] == ["Phường 10", "Phường 12", "Phường 7", "Phường 2"]
    assert [one.y for one in names] == sorted(one.y for one in names)
    right = {one.y: one for one in figure.layout.annotations if one.xanchor == "right"}
    assert [right[one.y].text for one in names] == ["4", "3", "2", "–"]
    assert [right[one.y].font.color for one in names] == [theme.ORANGE_TEXT] * 3 + [theme.INK3]


def test_the_column_of_ended_ones_stands_only_where_there_are_any():
    assert "Rút, dừng" not in [one.text for one in draw().layout.annotations]
    assert "Rút, dừng" in [one.text for one in draw("with the branch").layout.annotations]


def test_the_legend_counts_and_the_note_names_quiet_units():
    texts = " ".join(one.text for one in draw(quiet=["Phường 13", "Phường 6"]).layout.annotations)
    assert "Đã có thư: 20" in texts
    assert "Chưa có thư: 9" in texts
    assert "Không có hồ sơ trễ hạn: Phường 13 và Phường 6" in texts


@pytest.mark.parametrize(("builder", "width"), BUILDERS)
def test_every_line_answers_a_click_and_its_right_end_asks_for_the_missing(builder, width):
    figure = draw(builder=builder)
    rows = trace(figure, "rows")
    asked = {(unit, which) for unit, which in rows.customdata}
    assert asked == {(unit, "all") for unit in PICTURE} | {(unit, "without") for unit in ("p10", "p12", "p7")}
    for (_, which), x in zip(rows.customdata, rows.x, strict=True):
        assert which == "all" or x == max(rows.x)
    assert figure.data[-1].name == "rows"


def test_hover_says_all_in_words():
    rows = trace(draw(), "rows")
    assert "Phường 10" in rows.hovertext[0]
    assert "11/15 có thư" in rows.hovertext[0]
    assert "chưa có thư xin lỗi: 3" in rows.hovertext[0]
