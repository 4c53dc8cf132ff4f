"""A finished figure says to the browser exactly what the figure says."""

from __future__ import annotations

import json
import pickle

import numpy as np
import pandas as pd
import plotly.graph_objects as go
import plotly.io
import pytest

from charts.finished import Finished, all_finished, finished
from charts.sparkline import sparkline
from text import VIETNAMESE

MONTHS = pd.date_range("2019-07-01", periods=12, freq="MS").date
HISTORY = pd.DataFrame({"period": MONTHS, "numerator": range(12), "denominator": [20] * 11 + [0]})
HISTORY = HISTORY.assign(rate=(HISTORY["numerator"] / HISTORY["denominator"]).where(HISTORY["denominator"] > 0))
FIGURES = {
    "numbers": go.Figure(go.Scatter(x=np.arange(3), y=[1.0, float("nan"), None], text=["a", "ă", "</script>"])),
    "dates": go.Figure(go.Bar(x=list(MONTHS), y=np.array([1, 2], dtype="int64")), {"title": {"text": "Tỷ lệ"}}),
    "ours": sparkline(HISTORY, target=0.02, language=VIETNAMESE),
}


@pytest.mark.parametrize("drawn", FIGURES.values(), ids=FIGURES)
def test_it_is_written_like_the_figure(drawn: go.Figure) -> None:
    kept = pickle.loads(pickle.dumps(finished(drawn)))  # what a cache does
    assert isinstance(kept, Finished)
    assert json.loads(plotly.io.to_json(kept, validate=False)) == json.loads(drawn.to_json())


def test_all_figures_of_a_maker_are_finished_under_their_names() -> None:
    @all_finished
    def make(count: int) -> dict[str, go.Figure]:
        return dict(list(FIGURES.items())[:count])

    made = make(2)
    assert list(made) == ["numbers", "dates"]
    assert all(isinstance(figure, Finished) for figure in made.values())
