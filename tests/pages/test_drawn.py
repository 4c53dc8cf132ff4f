"""Replayed parts of pages: the same elements, never those of another question, and nothing that answers to a reader."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from data_access.viewer import Viewer
from ui import drawn, identity
from ui import session as sessions

DASHBOARD = str(Path(__file__).resolve().parents[2] / "dashboard.py")
PAGES = ["pages/tong_quan.py", "pages/tre_han.py", "pages/truc_tuyen.py", "pages/thu_xin_loi.py"]
OVERVIEW = PAGES[0]
Shown = list[tuple[str, bytes]]


@pytest.fixture
def app(monkeypatch: pytest.MonkeyPatch, small_sample: Path) -> AppTest:
    """The dashboard over the small sample district, with nothing drawn before."""
    monkeypatch.chdir(Path(DASHBOARD).parent)
    monkeypatch.setenv("DOSSIER_DB_URL", str(small_sample))
    sessions.the_store.cache_clear()
    forget()
    return AppTest.from_file(DASHBOARD, default_timeout=60)


def forget() -> None:
    drawn._kept.clear()


def shown(app: AppTest, page: str, **address: str) -> Shown:
    """Every element and container of the page as the browser is sent it, in order."""
    app.query_params.clear()
    app.query_params.update({name.replace("_", "-"): value for name, value in address.items()})
    app.switch_page(page).run()
    assert not app.exception
    assert app.title, [element.value for element in app.markdown]
    return list(_protos(app._tree))


def _protos(node) -> Iterator[tuple[str, bytes]]:  # type: ignore[no-untyped-def]  # a node of the tree of a page
    if proto := getattr(node, "proto", None):
        yield node.type, proto.SerializeToString(deterministic=True)
    for child in getattr(node, "children", {}).values():
        yield from _protos(child)


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("page", PAGES)
def test_what_is_replayed_is_what_was_drawn(
    app: AppTest, monkeypatch: pytest.MonkeyPatch, page: str, language: str
) -> None:
    app.run()
    before = shown(app, page, ngon_ngu=language)

    def called(*_: object, **__: object) -> None:
        raise AssertionError("drawn anew")

    for part in ("ui.lists.number", "ui.blocks.definition", "text.Language.percent"):
        monkeypatch.setattr(part, called)
    assert {"page_link", "header", "markdown", "plotly_chart"} <= {kind for kind, _ in before}
    assert shown(app, page, ngon_ngu=language) == before


@pytest.mark.parametrize(
    ("page", "one", "other"),
    [
        (OVERVIEW, {}, {"ngon_ngu": "en"}),
        (OVERVIEW, {}, {"ky": "2020-05"}),
        (OVERVIEW, {}, {"don_vi": "p10"}),
        (OVERVIEW, {}, {"chung_thuc": "1"}),
        (OVERVIEW, {}, {"ban_do": "letter_rate"}),
        ("pages/truc_tuyen.py", {"ky": "2020-05"}, {"kenh": "1"}),  # this page sets the channels aside
        ("pages/tre_han.py", {"don_vi": "p10"}, {"don_vi": "p11"}),
    ],
)
def test_another_question_gets_its_own_answer(
    app: AppTest, page: str, one: dict[str, str], other: dict[str, str]
) -> None:
    app.run()
    first = shown(app, page, **one)
    after = shown(app, page, **other)
    forget()
    assert after == shown(app, page, **other)
    assert after != first
    assert shown(app, page, **one) == first


def test_a_page_is_not_replayed_with_the_links_of_another(app: AppTest) -> None:
    """The card of what comes due leads back to the page it stands on; so does every number."""
    app.run()
    for page, name in zip(PAGES, ("tong-quan", "tre-han", "truc-tuyen", "thu-xin-loi"), strict=True):
        shown(app, page)
        came_from = {link.proto.query_string.partition("tu=")[2].partition("&")[0] for link in app.get("page_link")}
        assert came_from - {""} == {name}


def test_other_rights_get_their_own_numbers(app: AppTest, monkeypatch: pytest.MonkeyPatch) -> None:
    app.run()
    leader = shown(app, OVERVIEW)
    aggregates = identity.Person(Viewer(units=None))
    monkeypatch.setattr(identity, "person", lambda: aggregates)
    monkeypatch.setattr(identity, "in_units", lambda person, *_: person)
    screen = shown(app, OVERVIEW)
    assert not [link for link in app.get("page_link") if "chi-tieu=" in link.proto.query_string]
    forget()
    assert screen == shown(app, OVERVIEW) != leader


KEYS = """
from dataclasses import replace

import streamlit as st
from data_access.viewer import Viewer
from measures.period import Period
from ui.session import open_session

session = open_session()
others = {
    "version": replace(session, version="another"),
    "page": replace(session, page="tre-han"),
    "scope": replace(session, scope=replace(session.scope, channels=(2,))),
    "period": replace(session, scope=session.scope.with_period(Period.parse("2020-05"))),
    "units": replace(session, viewer=Viewer(units=frozenset({"p1", "p2"}))),
    "same units": replace(session, viewer=Viewer(units=frozenset({"p2", "p1"}))),
    "cell": replace(session, viewer=Viewer(units=frozenset({"p1", "p2"}), least_cell=5)),
    "list": replace(session, viewer=replace(session.viewer, may_list=False)),
    "another person": replace(session, person=replace(session.person, role="leader")),
    "act": replace(session, viewer=replace(session.viewer, may_act=False)),
}
st.session_state["keys"] = {name: other.drawing_key for name, other in others.items()} | {"": session.drawing_key}
"""


def test_the_key_tells_data_page_scope_and_rights_apart(app: AppTest) -> None:
    asking = AppTest.from_string(KEYS, default_timeout=60).run()
    assert not asking.exception
    keys = dict(asking.session_state["keys"])
    assert keys.pop("same units") == keys["units"]
    assert keys.pop("another person") == keys[""]
    assert len(set(keys.values())) == len(keys)


REFUSED = """
import streamlit as st
from ui.drawn import drawn
from ui.session import open_session

@drawn
def block(session, name):
    st.markdown(name)
    if name == "button":
        st.button("Press")
    if name == "popover":
        st.popover("Open", key="open", on_change="rerun")
    if name == "choice":
        st.selectbox("Choose", ["a", "b"])
    if name == "broken":
        raise ValueError("no answer")

try:
    block(open_session(), st.query_params["what"])
except Exception as error:
    st.session_state["refused"] = f"{type(error).__name__}: {error}"
"""


@pytest.mark.parametrize(
    ("what", "refused"),
    [
        ("button", "CachedWidgetWarning"),
        ("popover", "CachedWidgetWarning"),
        ("choice", "CachedWidgetWarning"),
        ("broken", "ValueError: no answer"),
    ],
)
def test_what_answers_to_its_reader_is_refused_and_no_error_is_kept(app: AppTest, what: str, refused: str) -> None:
    asking = AppTest.from_string(REFUSED, default_timeout=60)
    asking.query_params["what"] = what
    for _ in range(2):  # the second time, too: it is drawn anew
        asking.run()
        assert asking.session_state["refused"].startswith(refused)
        del asking.session_state["refused"]
    asking.query_params["what"] = "fine"
    for _ in range(2):
        asking.run()
        assert "refused" not in asking.session_state
        assert [element.value for element in asking.markdown] == ["fine"]
