"""Who comes in, what each role's menu holds, whom the door keeps out, and under which settings nothing is served."""

from __future__ import annotations

import logging
import time
from pathlib import Path
from types import SimpleNamespace

import pytest
from streamlit.testing.v1 import AppTest

from data_access.access import AccessError, Oidc
from data_access.journal import Asked, Journal
from data_access.load import Order, load_exports
from data_access.stores import open_store
from tests.district import random_district, write_exports
from tests.pages.signed_in import ACCESS, claims, sign_in
from ui import identity
from ui import session as sessions
from ui.identity import Refused, from_claims
from ui.serve import NotStarted, prepare

DASHBOARD = str(Path(__file__).resolve().parents[2] / "dashboard.py")
HOUR = 3600


@pytest.fixture
def app(monkeypatch: pytest.MonkeyPatch, small_sample: Path) -> AppTest:
    monkeypatch.chdir(Path(DASHBOARD).parent)
    monkeypatch.setenv("DOSSIER_DB_URL", str(small_sample))
    monkeypatch.setattr(identity, "_signed_out", set())
    sessions.the_store.cache_clear()
    return AppTest.from_file(DASHBOARD, default_timeout=60)


def said(app: AppTest) -> str:
    elements = [*app.title, *app.header, *app.markdown, *app.caption, *app.error]
    return " ".join(element.value for element in elements).replace("\\", "")


def shows_nothing(app: AppTest) -> bool:
    """No title, no filter, no figure, no table, and neither a unit nor a day of the store."""
    named = [word for word in ("Phường", "/20", "Dữ liệu mẫu", "Tháng") if word in said(app)]
    return not (app.exception or app.title or app.selectbox or app.dataframe or app.get("plotly_chart") or named)


def journal(folder: Path) -> list[tuple[str, str]]:
    return [(e.who, e.what) for e in Journal(f"sqlite:///{folder / 'journal.sqlite'}").entries(Asked(), None)]


# ------------------------------------------------------------------------------------------------------ the roles


@pytest.mark.parametrize(
    ("role", "words", "closed"),
    [
        ("leader", "Lãnh đạo", {"nhat_ky"}),
        ("chair", "Chủ tịch UBND Phường 12", {"nhat_ky"}),
        ("office", "Văn phòng", set()),
        ("screen", "Màn hình chung", {"nhat_ky", "danh_sach"}),
    ],
)
def test_what_a_role_finds(
    app: AppTest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, role: str, words: str, closed: set[str]
) -> None:
    sign_in(app, monkeypatch, tmp_path, role).run()
    assert app.title[0].value.startswith("Tháng 6/2020" if role != "chair" else "Phường 12")
    assert words in said(app)
    app.query_params["chi-tieu"] = "overdue_rate"
    for page in ("danh_sach", "nhat_ky"):
        if page in closed:
            with pytest.raises(ValueError, match=page):  # it is no page of this person
                app.switch_page(f"pages/{page}.py")
        else:
            app.switch_page(f"pages/{page}.py").run()
            assert app.title, page
    written = journal(tmp_path)
    assert written[-1] == (f"{role}@example.vn", "signed_in")
    assert written.count((f"{role}@example.vn", "signed_in")) == 1
    assert (f"{role}@example.vn", "list_opened") in written or role == "screen"


@pytest.mark.parametrize("units", ["p01", "ward", "", "p12,p01", "kinh-te"])
def test_a_chair_sees_own_units_only(app: AppTest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, units: str) -> None:
    app.query_params["don-vi"] = units
    sign_in(app, monkeypatch, tmp_path, "chair").run()
    assert not app.exception
    assert not app.title
    assert not app.selectbox
    assert "đơn vị mình" in said(app)
    app.query_params["don-vi"] = "p12"
    app.run()
    assert app.title
    offered = next(box for box in app.selectbox if box.label == "Đơn vị").options
    assert offered == ["Phường 12"]


# ------------------------------------------------------------------------------------------------------- the door


@pytest.mark.parametrize(
    ("other", "sentence", "written"),
    [
        ({"is_logged_in": False}, "Hãy đăng nhập để xem số liệu.", None),
        ({"iat": None}, "Hãy đăng nhập để xem số liệu.", None),
        ({"iat": int(time.time()) - 13 * HOUR}, "Phiên đăng nhập đã quá hạn.", "refused"),
        ({"iat": int(time.time()) + HOUR}, "Phiên đăng nhập đã quá hạn.", "refused"),
        ({"email_verified": False}, "chưa được xác minh", "refused"),
        ({"email_verified": "false"}, "chưa được xác minh", "refused"),
        ({"email_verified": None}, "chưa được cấp quyền", "refused"),
        ({"email": "leader@example.vn.evil.example"}, "Tài khoản Người leader chưa được cấp quyền.", "refused"),
        ({"name": "[x](http://evil.example) **b**"}, "chưa được cấp quyền", "refused"),
    ],
)
def test_whom_the_door_keeps_out(
    app: AppTest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, other: dict, sentence: str, written: str | None
) -> None:
    if "name" in other:
        other = {**other, "email": "x@example.vn"}
    sign_in(app, monkeypatch, tmp_path, "leader", **other).run()
    assert shows_nothing(app)
    assert sentence in said(app)
    app.run()
    assert [what for _, what in journal(tmp_path)] == ([written] if written else [])
    for page in ("tre_han", "danh_sach", "du_lieu", "nhat_ky"):
        with pytest.raises(ValueError, match=page):
            app.switch_page(f"pages/{page}.py")


@pytest.mark.parametrize(
    "access", ["", "identity = 'oidc", ACCESS.replace("leader", "boss"), ACCESS.replace("Phường 12", "Phường 99")]
)
def test_a_broken_file_keeps_everybody_out(
    app: AppTest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, access: str, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.ERROR):
        sign_in(app, monkeypatch, tmp_path, "leader", access).run()
    assert shows_nothing(app)
    assert "Không đăng nhập được lúc này." in said(app)
    assert "nobody can sign in" in caplog.text
    assert str(tmp_path) not in said(app)


def test_a_right_that_was_taken_away_is_gone_at_the_next_run(
    app: AppTest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sign_in(app, monkeypatch, tmp_path, "leader").run()
    assert app.title
    (tmp_path / "access.toml").write_text(ACCESS.replace("leader@", "other@"), encoding="utf-8")
    app.run()
    assert shows_nothing(app)
    (tmp_path / "access.toml").unlink()
    app.run()
    assert shows_nothing(app)
    assert "Không đăng nhập được lúc này." in said(app)


def test_a_sign_out_holds_for_every_copy_of_the_cookie(
    app: AppTest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sign_in(app, monkeypatch, tmp_path, "leader", iat=int(time.time()) - 60).run()
    monkeypatch.setattr("ui.signing_in.st.logout", lambda: None)
    app.button(key="sign-out").click().run()
    other_tab = AppTest.from_file(DASHBOARD, default_timeout=60)
    sign_in(other_tab, monkeypatch, tmp_path, "leader", iat=app.user["iat"]).run()
    assert shows_nothing(other_tab)
    sign_in(other_tab, monkeypatch, tmp_path, "leader").run()
    assert other_tab.title, "who signs in anew comes in"
    assert ("leader@example.vn", "signed_out") in journal(tmp_path)


def test_without_a_journal_numbers_stay_and_lists_are_closed(
    app: AppTest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sign_in(app, monkeypatch, tmp_path, "leader")
    (tmp_path / "journal.sqlite").write_bytes(b"no database" * 99)
    app.run()
    assert app.title
    app.query_params["chi-tieu"] = "overdue_rate"
    app.switch_page("pages/danh_sach.py").run()
    assert not app.exception
    assert not app.dataframe
    assert "Tạm khóa danh sách" in said(app)


def test_the_journal_page_finds_lines(app: AppTest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    book = Journal(f"sqlite:///{tmp_path / 'journal.sqlite'}")
    for n in range(104):
        book.record("an@example.vn", "chair", "exported", file=f"=tep-{n}*x*.csv", count=n)
    sign_in(app, monkeypatch, tmp_path, "office").run()
    app.switch_page("pages/nhat_ky.py").run()
    assert app.title[0].value == "Nhật ký: 105 mục"
    assert len(app.table[0].value) == 100
    app.query_params["ai"] = "an@example.vn"
    app.query_params["trang"] = "2"
    app.run()
    assert app.title[0].value == "Nhật ký: 104 mục"
    assert [row["Chi tiết"].replace("\\", "") for _, row in app.table[0].value.iterrows()][
        -1
    ] == "=tep-0*x*.csv; 0 dòng"
    for name, value in (("viec", "looked"), ("ngay", "2020-13-01"), ("trang", "9")):
        app.query_params[name] = value
        app.run()
        assert not app.exception
        assert "Địa chỉ yêu cầu giá trị không có" in said(app)
        del app.query_params[name]


# ------------------------------------------------------------------------------------------------------ the proxy


PROXY = """
identity = "proxy"
[proxy]
secret_file = "{secret}"
[[people]]
user = "an"
role = "leader"
"""


@pytest.mark.parametrize(
    ("sent", "user", "sentence"),
    [
        ("s" * 40, "an", ""),
        ("s" * 40, "binh", "Tài khoản binh chưa được cấp quyền."),
        ("s" * 40, None, "Hãy đăng nhập để xem số liệu."),
        ("s" * 39, "an", "máy chủ web của cơ quan"),
        ("", "an", "máy chủ web của cơ quan"),
        (None, "an", "máy chủ web của cơ quan"),
    ],
)
def test_only_the_proxy_says_who_somebody_is(
    app: AppTest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, sent: str | None, user: str | None, sentence: str
) -> None:
    (tmp_path / "secret").write_text("s" * 40)
    sign_in(app, monkeypatch, tmp_path, "leader", PROXY.format(secret=tmp_path / "secret"))
    app.user |= {"dossier_user": user}
    headers = {identity.PROXY_HEADER: sent} if sent is not None else {}
    monkeypatch.setattr("ui.identity.st.context", SimpleNamespace(headers=headers))
    app.run()
    if not sentence:
        assert app.title
        return
    assert shows_nothing(app)
    assert sentence in said(app)


# ---------------------------------------------------------------------------------------------------- the start


def test_it_starts_only_where_nobody_unknown_gets_in(
    tmp_path: Path, small_sample: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(Path(DASHBOARD).parent)
    monkeypatch.setenv("STREAMLIT_SERVER_TRUSTED_USER_HEADERS", "{}")
    files = write_exports(random_district(1, size=30), tmp_path / "exports")
    load_exports(open_store(str(tmp_path / "real")), Order(paths=tuple(files)))
    monkeypatch.delenv("DOSSIER_ACCESS", raising=False)
    for store, options, told in [
        (small_sample, [], ""),
        (tmp_path / "empty", ["--server.port", "1"], ""),
        (tmp_path / "real", [], "access.toml"),
        (small_sample, ["--server.address", "0.0.0.0"], "0.0.0.0"),
        (small_sample, ["--server.address=192.0.2.7"], "192.0.2.7"),
        (small_sample, ["--server.address", "127.0.0.1"], ""),
        (small_sample, ["--server.address", ""], "every address"),
    ]:
        monkeypatch.setenv("DOSSIER_DB_URL", str(store))
        _starts(options, told)
    (tmp_path / "secret").write_text("s" * 40)
    for access, options, told in [
        (ACCESS, ["--server.address", "0.0.0.0"], ""),
        (PROXY.format(secret=tmp_path / "secret"), ["--server.address", "0.0.0.0"], "past the proxy"),
        (PROXY.format(secret=tmp_path / "secret"), [], ""),
        (PROXY.format(secret=tmp_path / "none"), [], "secret_file"),
        ("identity = 1", [], "text in quotes"),
        (ACCESS.replace("Phường 12", "Phường 99"), [], "Phường 99"),
    ]:
        (tmp_path / "access.toml").write_text(access, encoding="utf-8")
        monkeypatch.setenv("DOSSIER_ACCESS", str(tmp_path / "access.toml"))
        monkeypatch.setenv("DOSSIER_DB_URL", str(tmp_path / "real"))
        _starts(options, told)


def _starts(options: list[str], told: str) -> None:
    if not told:
        prepare(options)
        return
    with pytest.raises((NotStarted, AccessError), match=told):
        prepare(options)


@pytest.mark.parametrize(
    ("other", "names", "account", "groups"),
    [
        ({}, Oidc(), "leader@example.vn", set()),
        ({"email_verified": None}, Oidc(), "leader", set()),
        ({"email_verified": None}, Oidc(trust_email=True), "leader@example.vn", set()),
        ({"groups": ["a", 1, "b"]}, Oidc(), "leader@example.vn", {"a", "b"}),
        ({"groups": "a b"}, Oidc(), "leader@example.vn", {"a b"}),
        ({"nhom": ["a"], "groups": ["b"]}, Oidc(groups="nhom"), "leader@example.vn", {"a"}),
        ({"groups": {"a": 1}}, Oidc(), "leader@example.vn", set()),
    ],
)
def test_claims_are_taken_as_they_are_meant(other: dict, names: Oidc, account: str, groups: set[str]) -> None:
    who = from_claims(claims("leader", **other), names)
    assert (who.account, who.groups) == (account, groups)


@pytest.mark.parametrize("other", [{"sub": ""}, {"sub": None}, {"iat": True}, {"iat": "1"}, {"is_logged_in": 1}])
def test_claims_that_say_nobody_are_refused(other: dict) -> None:
    with pytest.raises(Refused, match="not_signed_in"):
        from_claims(claims("leader", **other), Oidc())
