"""The pipeline of stages and the bars of late days, read from their figures."""

from __future__ import annotations

import pandas as pd
import pytest

from charts import late_days as late_module
from charts import stage_flow as flow_module
from charts import theme
from charts.late_days import late_days, late_days_phone
from charts.stage_flow import AGES, stage_flow, stage_flow_phone
from tests.charts.test_ageing_and_holders import LONG, box, check_words, overlap, texts
from text import ENGLISH, VIETNAMESE

FLOW = ["stage", "name", "begun", "finished", "open", "p90", "longest", "late"]
LATE = ["cause", "name", "days", "stays"]


def stages(count: int, *, name: str = "Thụ lý", most: int = 120) -> pd.DataFrame:
    rows = [(f"s{n}", f"{name} {n}", 2_500 - n, 2_400, most - n, 18, 156, n % 2 * 12) for n in range(count)]
    return pd.DataFrame(rows, columns=FLOW)


def ages_of(frame: pd.DataFrame) -> pd.DataFrame:
    rows = [(row.stage, age, row.open // 4) for row in frame.itertuples() for age in AGES]
    return pd.DataFrame(rows, columns=["stage", "age", "count"])


FLOWS = {
    "four": stages(4),
    "one": stages(1),
    "many with long names": stages(11, name=LONG, most=123_456),
    "empty stages": stages(3).assign(open=0, p90=0, longest=0, late=0),
}
BARS = {
    "usual": pd.DataFrame(
        [("agency", "Bảo hiểm xã hội Quận 6", 74, 9), ("own", "Phường 10", 159, 57), ("unknown", "Chưa rõ", 4, 1)],
        columns=LATE,
    ),
    "long names": pd.DataFrame([("agency", f"{LONG} {n}", 9_876_543 - n, 12) for n in range(9)], columns=LATE),
    "one": pd.DataFrame([("own", "Phường 1", 1, 1)], columns=LATE),
}


@pytest.mark.parametrize("language", [VIETNAMESE, ENGLISH])
@pytest.mark.parametrize("case", FLOWS)
@pytest.mark.parametrize(
    ("builder", "width"),
    [(stage_flow, flow_module.DESK_WIDTH), (stage_flow_phone, flow_module.PHONE_WIDTH)],
)
def test_words_of_the_flow_are_whole_and_off_the_bars(case, builder, width, language):
    frame = FLOWS[case]
    figure = builder(frame, ages_of(frame), language)
    boxes = check_words(figure, width)
    assert min(one.font.size for one in figure.layout.annotations) >= 12
    bar = next(one for one in figure.data if one.name == "ages")
    bars = [
        (left, y - bar.width / 2, left + length, y + bar.width / 2)
        for left, length, y in zip(bar.base, bar.x, bar.y, strict=True)
        if length > 0.5
    ]
    assert not [text for text, one in boxes for drawn in bars if overlap(one, drawn)]
    assert all(drawn[2] <= width + 0.5 for drawn in bars)
    edges = [one for one in figure.layout.shapes if one.y1 - one.y0 > 100]
    assert len(edges) == len(frame)
    assert len(next(one for one in figure.data if one.name == "arrows").x) == len(frame) - 1


def test_the_flow_says_its_numbers_and_colours_only_what_is_late():
    frame = FLOWS["four"]
    figure = stage_flow(frame, ages_of(frame), VIETNAMESE)
    assert "trong kỳ: vào 2.500, ra 2.400" in texts(figure)
    assert texts(figure).count("! 12 bước chậm tiến độ") == 2
    orange = [one.text for one in figure.layout.annotations if one.font.color == theme.ORANGE_TEXT]
    assert set(orange) == {"! 12 bước chậm tiến độ"}
    bar = next(one for one in figure.data if one.name == "ages")
    assert sum(bar.x[:4]) / sum(bar.x[4:8]) == pytest.approx((120 // 4) / (119 // 4))


@pytest.mark.parametrize("language", [VIETNAMESE, ENGLISH])
@pytest.mark.parametrize("case", BARS)
@pytest.mark.parametrize(
    ("builder", "width"),
    [(late_days, late_module.DESK_WIDTH), (late_days_phone, late_module.PHONE_WIDTH)],
)
def test_words_of_late_days_are_whole_and_off_the_bars(case, builder, width, language):
    figure = builder(BARS[case], language)
    boxes = check_words(figure, width)
    assert min(one.font.size for one in figure.layout.annotations) >= 12
    bar = figure.data[0]
    bars = [(bar.base, y - 9.5, bar.base + x, y + 9.5) for x, y in zip(bar.x, bar.y, strict=True) if x > 0.5]
    assert not [text for text, one in boxes for drawn in bars if overlap(one, drawn)]
    assert box(figure.layout.annotations[0])


def test_bars_are_as_long_as_their_days_and_dark_outside():
    figure = late_days(BARS["usual"], VIETNAMESE)
    bar = figure.data[0]
    assert bar.x[0] / bar.x[1] == pytest.approx(74 / 159)
    assert list(bar.marker.color) == [theme.DATA, theme.SOFT, theme.CARD]
    assert "31\u00a0%" in texts(figure)
