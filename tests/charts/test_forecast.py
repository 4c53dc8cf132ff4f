"""The chart of forecasts beside what came, read from its figure."""

from __future__ import annotations

import datetime as dt
import math
from itertools import combinations

import pandas as pd
import pytest

from charts import forecast as module
from charts import theme
from charts.forecast import Ahead, forecast, forecast_phone
from tests.charts.test_ageing_and_holders import box, overlap
from text import ENGLISH, VIETNAMESE

NAN = float("nan")
MONTHS = [dt.date(2019 + (6 + step) // 12, (6 + step) % 12 + 1, 1) for step in range(12)]
JULY = Ahead(dt.date(2020, 7, 1), 0.030, 0.020, 0.039)


def months_of(rates: list[float], said: float = 0.028) -> pd.DataFrame:
    naive = [0.03, *rates[:-1]]
    counts = {"numerator": [round(rate * 2400) for rate in rates], "denominator": [2400] * len(rates)}
    months = MONTHS[-len(rates) :] if rates else []
    return pd.DataFrame({"period": months, "forecast": said, "naive": naive[: len(rates)], "rate": rates, **counts})


APRIL = [0.027, 0.026, 0.03, 0.025, 0.0295, 0.025, 0.02, 0.022, 0.026, 0.07, 0.032, 0.0275]
CASES = {
    "picture": (months_of(APRIL), JULY),
    "no month ahead": (months_of(APRIL), Ahead(JULY.period, NAN, NAN, NAN)),
    "no interval": (months_of(APRIL[:3]), Ahead(JULY.period, 0.03, NAN, NAN)),
    "one month": (months_of([0.01]), JULY),
    "all zero": (months_of([0.0] * 12, 0.0), Ahead(JULY.period, 0.0, 0.0, 0.0)),
    "very high": (months_of([0.9] * 12, 1.0), Ahead(JULY.period, 0.95, 0.8, 1.0)),
}
SIZES = [(forecast, module.DESK_WIDTH), (forecast_phone, module.PHONE_WIDTH)]


def traces(figure):
    return {one.name: one for one in figure.data}


def rate_at(figure, y):
    """What height ``y`` means by the ticks."""
    ticks = [(one.text, one.y) for one in figure.layout.annotations if one.xanchor == "right"]
    values = [(float(text.replace("\u00a0%", "").replace("%", "").replace(",", ".")) / 100, at) for text, at in ticks]
    (low, y_low), (high, y_high) = values[0], values[-1]
    return low + (high - low) * (y - y_low) / (y_high - y_low)


@pytest.mark.parametrize("case", CASES)
@pytest.mark.parametrize(("build", "width"), SIZES)
@pytest.mark.parametrize("language", [VIETNAMESE, ENGLISH])
def test_words_fit_and_keep_apart(case, build, width, language):
    figure = build(*CASES[case], language)
    boxes = [(one.text, box(one)) for one in figure.layout.annotations]
    for text, (left, top, right, bottom) in boxes:
        assert left >= -0.5, text
        assert right <= width + 0.5, text
        assert top >= 0, text
        assert bottom <= figure.layout.height, text
    assert not [(one, two) for (one, first), (two, second) in combinations(boxes, 2) if overlap(first, second)]
    assert min(one.font.size for one in figure.layout.annotations) >= theme.SMALLEST_SIZE


@pytest.mark.parametrize("case", CASES)
@pytest.mark.parametrize(("build", "width"), SIZES)
def test_every_mark_stands_at_its_rate(case, build, width):
    tests, ahead = CASES[case]
    figure = build(tests, ahead, VIETNAMESE)
    drawn = [one for one in figure.data if one.name == "forecast"]
    for name, column in (("came", "rate"), ("naive", "naive")):
        assert [rate_at(figure, y) for y in traces(figure)[name].y] == pytest.approx(list(tests[column]))
        assert list(traces(figure)[name].x) == list(drawn[0].x)
    assert [rate_at(figure, y) for y in drawn[0].y] == pytest.approx(list(tests["forecast"]))
    assert len(drawn) == (1 if math.isnan(ahead.rate) else 2)
    if len(drawn) == 2:
        assert rate_at(figure, drawn[1].y[0]) == pytest.approx(ahead.rate)
        assert drawn[1].x[0] > max(drawn[0].x)
    assert ("interval" in traces(figure)) == (not math.isnan(ahead.high))
    if "interval" in traces(figure):
        ends = [rate_at(figure, y) for y in traces(figure)["interval"].y]
        assert ends == pytest.approx([ahead.low, ahead.high])
    for one in figure.data:
        inside = [x for x in one.x if x is not None]
        assert all(0 <= x <= width for x in inside), one.name


@pytest.mark.parametrize(("build", "width"), SIZES)
def test_stems_lead_from_forecast_to_what_came(build, width):
    tests, ahead = CASES["picture"]
    stem = traces(build(tests, ahead, VIETNAMESE))["error"]
    figure = build(tests, ahead, VIETNAMESE)
    ends = [(rate_at(figure, stem.y[3 * n]), rate_at(figure, stem.y[3 * n + 1])) for n in range(len(tests))]
    assert ends == [pytest.approx(pair) for pair in zip(tests["forecast"], tests["rate"], strict=True)]
    assert set(stem.x[2::3]) == {None}


def test_the_legend_names_only_what_is_drawn():
    def words(case):
        return {one.name for one in forecast(*CASES[case], VIETNAMESE).layout.annotations if one.name}

    assert words("picture") == {"came", "forecast", "naive", "interval"}
    assert words("no interval") == {"came", "forecast", "naive"}
    names = set(traces(forecast(*CASES["picture"], VIETNAMESE)))
    assert {f"legend-{name}" for name in words("picture")} <= names


def test_hover_repeats_the_fraction():
    texts = traces(forecast(*CASES["picture"], VIETNAMESE))["came"].hovertext
    assert "168/2.400" in texts[9]
    assert "04/2020" in texts[9]


def test_nothing_is_coloured():
    """A forecast is no verdict."""
    found = str(forecast(*CASES["picture"], VIETNAMESE).to_dict())
    assert not [colour for colour in (theme.BLUE, theme.ORANGE, theme.ORANGE_TEXT) if colour in found]


def test_the_month_ahead_is_named_in_bold():
    notes = forecast(*CASES["picture"], VIETNAMESE).layout.annotations
    assert [one.text for one in notes if one.font.weight == theme.SEMIBOLD] == ["07/2020"]
