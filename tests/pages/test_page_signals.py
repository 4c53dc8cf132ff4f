"""The card "Điểm cần hỏi lại": questions by the one rule of verdicts, and who is shown them."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from data_access.stores import open_store
from data_access.viewer import EVERYTHING, Viewer
from measures import registry
from measures.counts import counts
from measures.known import holdings
from measures.period import Period
from measures.scope import Scope
from measures.signals_page import KEYS, Signal, signals, signals_title
from measures.verdict import Verdict
from tests.pages.opening import DASHBOARD, FAILED, app, opened, said
from tests.pages.signed_in import sign_in
from text import ENGLISH, VIETNAMESE, Language
from ui.signals import _question, level_words

__all__ = ["app"]  # the fixture

PAGE = "pages/doi_soat.py"
YEAR = Scope(Period.parse("2019"))


def counted(small_sample: Path, viewer: Viewer = EVERYTHING, scope: Scope = YEAR) -> list[Signal]:
    store = open_store(str(small_sample))
    version = str(store.version())
    return signals(store, version, scope, viewer, holdings(store, version))


def test_the_level_is_the_sum_of_the_units(small_sample: Path) -> None:
    store = open_store(str(small_sample))
    frame = counts(store, registry.get_all(KEYS), ["unit"], YEAR, EVERYTHING, store.version())
    for signal in counted(small_sample):
        rows = frame[frame["measure"] == signal.key]
        assert signal.level == signal.own == (rows["numerator"].sum(), rows["denominator"].sum())
        assert signal.limits
        assert signal.limits[0] <= signal.level[0] / signal.level[1] <= signal.limits[1]
    own = counted(small_sample, scope=Scope(Period.parse("2019"), units=("p10",)))[0]
    assert own.level == counted(small_sample)[0].level != own.own


@pytest.mark.parametrize("language", [VIETNAMESE, ENGLISH])
def test_a_unit_beyond_the_limits_becomes_a_question(language: Language) -> None:
    """Asked in words of its own for each signal; beyond once only it is watched."""
    for key in KEYS:
        units = pd.DataFrame([("p08", "Phường 8", 14, 60, Verdict.HIGHER), ("p09", "Phường 9", 9, 60, "watch_higher")])
        units.columns = ["unit", "name", "numerator", "denominator", "verdict"]
        signal = Signal(key, (40, 800), (40, 800), (0.0, 0.1), False, units)
        first, second = (_question(signal, row, language) for row in units.itertuples(index=False))
        assert "Phường 8" in first
        assert "14/60" in first
        assert first.split(":")[0] != second.split(":")[0]
        assert "10" in level_words(signal, language)
        assert "2" in signals_title([signal], language)


def test_whoever_has_own_units_sees_nothing_of_others(small_sample: Path) -> None:
    for signal in counted(small_sample, Viewer(frozenset({"p12"}), may_list=True), Scope(YEAR.period, units=("p12",))):
        assert (signal.level, signal.limits, len(signal.units)) == (None, None, 0)
        whole = counted(small_sample, scope=Scope(YEAR.period, units=("p12",)))
        assert signal.own == next(other.own for other in whole if other.key == signal.key)


def test_the_card_is_shown_to_whoever_may_see_lists(
    app: AppTest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened(app, PAGE, ky="2019")
    assert FAILED not in said(app)
    assert "Điểm cần hỏi lại" in said(app)
    assert "Mức chung" in said(app)
    screen = AppTest.from_file(DASHBOARD, default_timeout=60)
    sign_in(screen, monkeypatch, tmp_path, "screen")
    opened(screen, PAGE, ky="2019")
    assert "Điểm cần hỏi lại" not in said(screen)
