"""The parts of the page benchmark work: its reference page, its servers, its report. Nothing is timed here."""

from __future__ import annotations

import json
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from benchmarks import page_server, pages
from benchmarks.page_report import Kind, PageLine, write_report
from tests.requirements_of_machine import need
from ui import session as sessions

ROOT = Path(__file__).resolve().parents[1]


def test_the_reference_page_is_what_it_says(monkeypatch: pytest.MonkeyPatch) -> None:
    """Four metrics, three figures of 24, 14 and 14 points, one frame of 14 rows."""
    monkeypatch.chdir(ROOT)
    app = AppTest.from_string(page_server.SCRIPT, default_timeout=60).run()
    assert not app.exception
    assert len(app.metric) == 4
    traces = [json.loads(chart.proto.spec)["data"] for chart in app.get("plotly_chart")]
    assert sorted(len(trace["x"]) for (trace,) in traces) == [14, 14, 24]
    assert all(len(trace["x"]) == len(trace["y"]) for (trace,) in traces)
    assert len(traces) == pages.REFERENCE_CHARTS
    assert [len(frame.value) for frame in app.dataframe] == [14]


@pytest.mark.parametrize("page", pages.PAGES | pages.ORDER)
def test_no_page_has_more_figures_than_the_browser_waits_for(
    page: str, small_sample: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The small district has too few dossiers for some of them."""
    monkeypatch.chdir(ROOT)
    monkeypatch.setenv("DOSSIER_DB_URL", str(small_sample))
    sessions.the_store.cache_clear()
    app = AppTest.from_file(str(ROOT / "dashboard.py"), default_timeout=60).run()
    app.switch_page(f"pages/{page.replace('-', '_')}.py").run()
    assert not app.exception
    most = (pages.PAGES | pages.ORDER)[page]
    assert (most > 0) * (page in pages.PAGES) <= len(app.get("plotly_chart")) <= most


COUNTED_ONCE = """
import streamlit as st
@st.cache_data(show_spinner=False)
def counted():
    print("counted")
counted()
counted()
"""


@pytest.mark.parametrize(("before", "times"), [("", 1), ("page_server._cache_nothing()", 2)])
def test_with_nothing_cached_every_run_counts_anew_and_only_once(before: str, times: int) -> None:
    """Two runs of a page that asks twice."""
    code = f"from benchmarks import page_server\n{before}\nfrom streamlit.testing.v1 import AppTest\n"
    code += f"AppTest.from_string({COUNTED_ONCE!r}).run().run()"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["counted"] * times


def test_a_server_answers_and_its_processor_time_grows(tmp_path: Path) -> None:
    need("/proc, where processor time is read (Linux)", sys.platform == "linux")
    with page_server.running(page_server.REFERENCE, tmp_path) as server:
        with urllib.request.urlopen(f"{server.url}/app/static/logo-quan6.svg") as answer:
            assert answer.read() == (ROOT / "static" / "logo-quan6.svg").read_bytes()
        before = server.cpu()
        for _ in range(100):
            urllib.request.urlopen(f"{server.url}/_stcore/health").close()
        assert server.cpu() > before > 0


def test_medians_and_quartiles_of_the_rounds() -> None:
    measured = pages.Measured()
    for seconds in (0.010, 0.030, 0.020, 0.050, 0.040):
        measured.add(Kind.CACHED, "tong-quan", seconds)
        measured.add(Kind.CACHED, pages.REFERENCE_PAGE, seconds / 2)
    line = measured.line(Kind.CACHED, "tong-quan", Kind.CACHED, pages.REFERENCE_PAGE)
    assert (line.seconds, line.beside_seconds) == (0.030, 0.015)
    assert line.half == pytest.approx((0.015, 0.045))


@pytest.mark.parametrize(("seconds", "ratio", "kept"), [(0.026, "1.30", "yes"), (0.0262, "1.31", "**no**")])
def test_the_report_says_which_bound_is_kept(tmp_path: Path, seconds: float, ratio: str, kept: str) -> None:
    line = PageLine("tre-han", Kind.CACHED, Kind.CACHED, seconds, (0.024, 0.031), 0.020)
    write_report(tmp_path / "report.md", [line])
    row = f"| tre-han | processor, the same page again | 26 | 24 to 31 | reference page | 20 | {ratio} | 1.3 | {kept} |"
    assert (tmp_path / "report.md").read_text(encoding="utf-8").splitlines()[-1] == row
