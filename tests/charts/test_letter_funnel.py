"""The steps from broken promise to kept one, read from their figure."""

from __future__ import annotations

import pytest

from charts import theme
from charts.letter_funnel import DESK_WIDTH, PHONE_WIDTH, letter_funnel, letter_funnel_phone
from measures.letters_page import LOSSES, STEPS
from tests.charts.test_ageing_and_holders import check_words, overlap
from text import ENGLISH, VIETNAMESE

BUILDERS = [(letter_funnel, DESK_WIDTH), (letter_funnel_phone, PHONE_WIDTH)]
IN_TIME = {"vi": "không sau ngày hẹn trả", "en": "not later than one working day before the due day"}
PICTURE = {
    "step_breached": 54,
    "step_letter": 43,
    "loss_no_letter": 11,
    "step_in_time": 35,
    "loss_tardy": 8,
    "step_complete": 31,
    "loss_incomplete": 4,
    "step_kept": 20,
    "loss_not_yet_due": 6,
    "loss_ended": 2,
    "loss_second_breach": 3,
}
PARTS = {"finished": 31, "open": 22, "ended": 1}


def counts(steps, losses=()):
    """All steps, and losses by name."""
    return dict(zip(STEPS, steps, strict=True)) | dict(losses)


CASES = {
    "picture": (PICTURE, PARTS),
    "nothing": (counts((0,) * 5), {}),
    "one, all kept": (counts((1,) * 5), {"finished": 1}),
    "no letter at all": (counts((7, 0, 0, 0, 0), {"loss_no_letter": 7}), {"open": 7}),
    "huge": (
        counts(
            (1_234_567, 1_200_000, 700_000, 3, 0),
            {"loss_no_letter": 34_567, "loss_tardy": 500_000, "loss_incomplete": 699_997, "loss_second_breach": 3},
        ),
        {"finished": 1_000_000, "open": 234_566, "ended": 1},
    ),
    "slivers": (
        counts((900, 899, 898, 897, 894), {name: 1 for names in LOSSES.values() for name in names}),
        {"finished": 898, "open": 1, "ended": 1},
    ),
}


def draw(case="picture", builder=letter_funnel, language=VIETNAMESE):
    found, parts = CASES[case]
    return builder(found, parts, IN_TIME[language.code], language)


def trace(figure, name):
    return next(one for one in figure.data if one.name == name)


def boxes(figure):
    """Every bar and ghost: its key, left end, right end, line."""
    return {
        one.customdata[place][0]: (one.base[place], one.base[place] + one.x[place], one.y[place])
        for one in figure.data
        for place in range(len(one.x))
    }


def test_the_picture_adds_up():
    for step, before in zip(STEPS[1:], STEPS, strict=False):
        assert PICTURE[before] == PICTURE[step] + sum(PICTURE[loss] for loss in LOSSES[step])


@pytest.mark.parametrize("language", [VIETNAMESE, ENGLISH])
@pytest.mark.parametrize(("builder", "width"), BUILDERS)
@pytest.mark.parametrize("case", CASES)
def test_words_are_whole_and_touch_no_words(case, builder, width, language):
    figure = draw(case, builder, language)
    numbers = {one.text for one in figure.layout.annotations if one.font.size == 15}  # in bars, as wanted
    for text, box in check_words(figure, width):
        if text not in numbers:
            assert not [bar for bar in ends(figure) if overlap(box, bar)], text


def ends(figure):
    """The box of every bar and ghost."""
    found = []
    for one in figure.data:
        for place, y in enumerate(one.y):
            found.append((one.base[place], y - one.width / 2, one.base[place] + one.x[place], y + one.width / 2))
    return [box for box in found if box[2] - box[0] > 0.5]


@pytest.mark.parametrize(("builder", "width"), BUILDERS)
@pytest.mark.parametrize("case", CASES)
def test_a_number_stands_in_its_bar_or_beside_all_of_them(case, builder, width):
    figure = draw(case, builder)
    numbers = [one for one in figure.layout.annotations if one.font.size == 15]
    assert [one.text for one in numbers] == [VIETNAMESE.number(CASES[case][0][step]) for step in STEPS]
    whole = dict(check_words(figure, width))
    for one, step in zip(numbers, STEPS, strict=True):
        left, right, _ = boxes(figure)[step]
        reach = max([right, *(boxes(figure)[loss][1] for loss in LOSSES.get(step, ()) if loss in boxes(figure))])
        inside = left < one.x and whole[one.text][2] < right + 0.5
        assert inside or one.x > reach
        assert (one.font.color == theme.CARD) == (inside and step != "step_breached")


@pytest.mark.parametrize(("builder", "width"), BUILDERS)
def test_bars_begin_at_the_left_and_ghosts_where_their_bar_ends(builder, width):
    found = boxes(draw(builder=builder))
    per_dossier = found["step_breached"][1] / PICTURE["step_breached"]
    for key, (left, right, _) in found.items():
        assert right - left == pytest.approx(PICTURE[key] * per_dossier)
    for step, losses in LOSSES.items():
        assert found[step][0] == 0
        end = found[step][1]
        for loss in losses:
            assert found[loss][0] == pytest.approx(end)
            assert found[loss][2] == found[step][2]
            end = found[loss][1]
        assert end == pytest.approx(found[STEPS[STEPS.index(step) - 1]][1])
    assert max(right for _, right, _ in found.values()) < width


def test_only_a_missed_duty_is_orange():
    ghosts = trace(draw(), "losses")
    edges = {key[0]: colour for key, colour in zip(ghosts.customdata, ghosts.marker.line.color, strict=True)}
    orange = {key for key, colour in edges.items() if colour == theme.ORANGE}
    assert orange == {"loss_no_letter", "loss_tardy", "loss_incomplete", "loss_second_breach"}
    assert {"loss_not_yet_due", "loss_ended"} == set(edges) - orange
    words = {one.text: one.font.color for one in draw().layout.annotations}
    assert words["11 hồ sơ chưa có thư"] == theme.ORANGE_TEXT
    assert words["6 chưa đến ngày hẹn mới"] == theme.INK2


@pytest.mark.parametrize(("builder", "width"), BUILDERS)
def test_percentages_are_always_of_all_breached_dossiers(builder, width):
    shares = [one.text for one in draw(builder=builder).layout.annotations if one.text.endswith("%")]
    assert shares == [VIETNAMESE.percent(PICTURE[step] / 54) for step in STEPS[1:]]


@pytest.mark.parametrize(("builder", "width"), BUILDERS)
def test_of_no_dossiers_there_is_no_share(builder, width):
    figure = draw("nothing", builder)
    assert not [one.text for one in figure.layout.annotations if "%" in one.text]
    assert not trace(figure, "losses").x


def test_what_is_not_lost_is_not_named():
    texts = [one.text for one in draw("one, all kept").layout.annotations]
    assert not [text for text in texts if "thất hẹn" in text or "chưa có thư" in text]


def test_a_phone_drops_the_lawful_day_where_it_would_run_into_the_share():
    figure = draw(builder=letter_funnel_phone, language=ENGLISH)
    assert "Sent in time" in [one.text for one in figure.layout.annotations]
    whole = [one.text for one in draw(language=ENGLISH).layout.annotations]
    assert "Sent in time (not later than one working day before the due day)" in whole


def test_hover_says_words_share_and_fraction():
    steps = trace(draw(), "steps")
    assert "79,6" in steps.hovertext[1]
    assert "43/54" in steps.hovertext[1]
    assert "11/54" in trace(draw(), "losses").hovertext[0]
