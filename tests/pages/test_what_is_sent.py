"""What reaches the browser of each role, read in the messages of the server, not on the screen.

The strongest of them compares two districts that differ in the dossiers of other wards only: where nothing of those is
published, a chair must be sent the same of both, to the last byte.
"""

from __future__ import annotations

import re
import shutil
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

import duckdb
import pytest
import streamlit as st
from sqlalchemy import select
from streamlit.testing.v1 import AppTest

from data_access import tables
from data_access.fetch import fetch
from data_access.stores import open_store
from tests.pages.signed_in import sign_in
from ui import session as sessions

DASHBOARD = str(Path(__file__).resolve().parents[2] / "dashboard.py")
OWN = "p12"
CODE, MASKED = re.compile(rb"775\.\d\d\.H29-\d{6}-\d{4}"), re.compile("…-\\d{6}-\\d\\d••".encode())
PAGES = ("tong_quan", "tre_han", "truc_tuyen", "thu_xin_loi", "phuong_cua_toi", "dinh_nghia", "danh_sach", "du_lieu")
PAGES += ("theo_doi", "niem_yet")
PAGES += ("giay_to", "kiem_tra", "doi_soat", "diem_nghen", "dat_dai", "cuoc_hop", "bieu_mau", "trinh_chieu")
PAGES += ("nhan_su", "don_doc")
LIST, UNIT = "danh_sach", "phuong_cua_toi"
# Addresses that people could type, whole months among them, which is what is published.
QUESTIONS = (
    {},
    {"ky": "2020-06-BC", "chung-thuc": "1", "tai-ngay": "2020-06-12"},
    {"ky": "2019", "linh-vuc": "Hộ tịch", "ban-do": "letter_rate", "kenh": "2", "ngon-ngu": "en"},
    {"ky": "2019", "vai-tro": "area", "ban-do": "online_share"},
)
YEAR = ({"ky": "2019"},)
LISTED = (
    {"chi-tieu": "overdue_rate", "phan": "denominator", "ky": "2019"},
    {"chi-tieu": "letters_missing"},
    {"chi-tieu": "received", "ky": "2019", "nhom": "unit:p10"},
    {"chi-tieu": "due_soon"},
)


Sent = tuple[str, dict[str, str], bytes]  # page, question, all that was sent


@pytest.fixture(scope="module")
def other_wards_changed(small_sample: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same district without every third dossier that ward 12 has nothing to do with, and others finished late."""
    store = tmp_path_factory.mktemp("changed") / "store"
    shutil.copytree(small_sample, store)
    (file,) = store.glob("*.duckdb")
    foreign = f"receiving_unit_id <> '{OWN}' and resolving_unit_id <> '{OWN}'"
    with duckdb.connect(str(file)) as connection:
        connection.execute(f"update dossier set channel = 2 where {foreign} and hash(dossier_code) % 3 = 1")
        connection.execute(f"update dossier set breached = not breached where {foreign} and hash(dossier_code) % 3 = 2")
        connection.execute(f"delete from dossier where {foreign} and hash(dossier_code) % 3 = 0")
    return store


def visits(
    store: Path,
    role: str,
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
    pages: Iterable[str] = PAGES,
    questions: Iterable[dict[str, str]] = QUESTIONS,
    listed: Iterable[dict[str, str]] = LISTED,
) -> Iterator[Sent]:
    """What was sent for every page of the role at every address."""
    monkeypatch.chdir(Path(DASHBOARD).parent)
    monkeypatch.setenv("DOSSIER_DB_URL", str(store))
    sessions.the_store.cache_clear()
    app = sign_in(AppTest.from_file(DASHBOARD, default_timeout=120), monkeypatch, folder, role)
    app.run()
    for page in pages:
        try:
            app.switch_page(f"pages/{page}.py")
        except ValueError:
            continue  # no page of this role
        for question in (*questions, *(listed if page == LIST else ())):
            app.query_params.clear()
            app.query_params.update({"don-vi": OWN} | question if role == "chair" or page == UNIT else question)
            app.run()
            assert not app.exception, (page, question, app.exception)
            yield page, question, sent(app)


def sent(app: AppTest) -> bytes:
    """Every message of the last run, one after the other, without the marks that keep text from being Markdown."""
    messages = (node.proto.SerializeToString() for node in walk(app._tree) if getattr(node, "proto", None))
    return b"\n".join(messages).replace(b"\\", b"")


def walk(node) -> Iterator:  # type: ignore[no-untyped-def]  # the tree of a page: elements, and blocks of them
    yield node
    for child in getattr(node, "children", {}).values():
        yield from walk(child)


def forget() -> None:
    """Two stores whose versions have the same name must not answer for each other."""
    st.cache_data.clear()
    st.cache_resource.clear()
    sessions.the_store.cache_clear()


def codes_of(store: Path) -> tuple[set[bytes], set[bytes]]:
    """All codes, and those that ward 12 received or resolves."""
    rows = fetch(open_store(str(store)), select(tables.dossier))
    own = (rows["receiving_unit_id"] == OWN) | (rows["resolving_unit_id"] == OWN)
    return {code.encode() for code in rows["dossier_code"]}, {code.encode() for code in rows.loc[own, "dossier_code"]}


@pytest.fixture(scope="module")
def alone(small_sample: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[Sent]]:
    """What each role is sent of the year 2019 by a server that nobody else asked."""
    found = {}
    for role in ("chair", "leader", "screen", "office"):
        forget()
        with pytest.MonkeyPatch.context() as patch:
            folder = tmp_path_factory.mktemp(role)
            found[role] = list(visits(small_sample, role, folder, patch, questions=YEAR))
    return found


def test_codes_are_sent_in_full_to_those_who_act_only(small_sample: Path, alone: dict[str, list[Sent]]) -> None:
    """The chair is sent codes of the own ward, the office any, both in lists of work only; the leader masked ones."""
    every, own = codes_of(small_sample)
    found: dict[tuple[str, str], set[bytes]] = {}
    for role in ("chair", "office", "leader", "screen"):
        for page, question, told in alone[role]:
            codes = set(CODE.findall(told))
            found.setdefault((role, page), set()).update(codes)
            allowed = {"chair": own, "office": every}.get(role, set()) if page in (LIST, UNIT) else set()
            assert codes <= allowed, (role, page, question)
            assert role != "screen" or not MASKED.search(told), (page, question)
            if role == "leader":
                found.setdefault(("masked", page), set()).update(MASKED.findall(told))
    for role in ("chair", "office"):
        assert found[role, LIST], "nothing was looked at"
        assert found[role, UNIT]
    assert found["office", LIST] - own
    assert found["masked", LIST]
    assert ("screen", LIST) not in found


def test_a_chair_is_sent_nothing_that_hangs_on_other_wards(
    small_sample: Path, other_wards_changed: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In the small sample every other ward has a month of fewer than 5 dossiers, so nothing of them is published."""
    answers = []
    for store in (small_sample, other_wards_changed):
        forget()
        answers.append(list(visits(store, "chair", tmp_path, monkeypatch)))
    assert {page for page, *_ in answers[0]} == set(PAGES) - {"du_lieu"}
    pairs = zip(*answers, strict=True)
    assert [(page, question) for (page, question, one), (*_, other) in pairs if same(one) != same(other)] == []


def same(told: bytes) -> bytes:
    """Without what is drawn by lot in every run: the ids of elements."""
    return re.sub(rb"[0-9a-f]{32}", b"", told)


def test_the_district_that_was_changed_looks_different_to_the_office(
    alone: dict[str, list[Sent]], other_wards_changed: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The test above would see a difference."""
    pages = ("tong_quan", "tre_han", "truc_tuyen", "thu_xin_loi", LIST)
    forget()
    changed = visits(other_wards_changed, "office", tmp_path, monkeypatch, pages, YEAR)
    answers: list[dict[str, bytes]] = []
    for seen in (alone["office"], changed):
        sent_of: dict[str, bytes] = defaultdict(bytes)
        for page, _, told in seen:
            sent_of[page] += told
        answers.append(sent_of)
    for page in pages:
        assert same(answers[0][page]) != same(answers[1][page]), page


def test_what_is_kept_for_one_role_does_not_reach_another(
    small_sample: Path, alone: dict[str, list[Sent]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each role alone, and all of them in one process one after the other: the same is sent."""
    forget()
    for role in ("office", "screen", "chair", "leader"):
        together = list(visits(small_sample, role, tmp_path, monkeypatch, questions=YEAR))
        for (page, question, one), (*_, other) in zip(alone[role], together, strict=True):
            assert same(one) == same(other), (role, page, question)


@pytest.mark.parametrize("question", [{"don-vi": "p10"}, {"don-vi": "ward"}, {"don-vi": ""}, {"don-vi": "p12,p10"}])
def test_an_address_does_not_open_another_ward(
    small_sample: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, question: dict[str, str]
) -> None:
    """A chair who types another unit is sent neither a number nor a code; the filters do not name it either."""
    typed = [{**question, "ky": "2019", "chi-tieu": "received"}]
    for page, _, told in visits(small_sample, "chair", tmp_path, monkeypatch, questions=typed, listed=()):
        assert not CODE.search(told), page
        assert not MASKED.search(told), page
        assert b"plotly" not in told.lower(), page
        assert not re.search(rb"\d+/\d{3}", told), page
