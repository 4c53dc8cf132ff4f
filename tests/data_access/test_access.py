"""access.toml: what it may say, whom it lets in with which rights; any fault in it is named and lets nobody in."""

from __future__ import annotations

import datetime as dt
import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data_access.access import ROLES, Access, AccessError, Grant, NoGrant, SignedIn
from data_access.access_file import SETTING, access_file, parse_access, read_access
from data_access.profiles import load_profile
from data_access.viewer import EVERYTHING, Viewer

NOW = dt.datetime(2026, 11, 2, 8, tzinfo=dt.UTC)
WHOLE = """
identity = "oidc"
max_age = "8 hours"
least_cell = 7
[oidc]
groups = "nhom"
[[people]]
email = "Leader@Example.vn"
role = "leader"
[[people]]
group = "chu-tich-p12"
role = "chair"
units = ["Phường 12", "kinh-te"]
[[people]]
user = "van-phong"
role = "office"
[[people]]
group = "man-hinh"
role = "screen"
"""


def entry(**settings: object) -> str:
    lines = [
        f"{name} = {str(value).lower() if isinstance(value, bool) else repr(value)}" for name, value in settings.items()
    ]
    return "\n".join(["[[people]]", *lines])


OFFICE = entry(user="van-phong", role="office")


def test_a_whole_file_is_read() -> None:
    access = parse_access(WHOLE).with_units(load_profile("quan6").units)
    assert (access.identity, access.max_age, access.least_cell) == ("oidc", dt.timedelta(hours=8), 7)
    assert access.oidc.groups == "nhom"
    assert [(grant.role, grant.units) for grant in access.people] == [
        ("leader", ()),
        ("chair", ("p12", "kinh-te")),
        ("office", ()),
        ("screen", ()),
    ]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", ["identity is missing"]),
        ("identity = ldap\n", ["no TOML", "line 1"]),
        (f"identity = 'ldap'\n{OFFICE}", ["'ldap'", "'oidc' or 'proxy'"]),
        (f"identity = 1\n{OFFICE}", ["identity is 1", "text in quotes"]),
        ("identity = 'oidc'", ["nobody could come in"]),
        (f"identity = 'oidc'\nmax_agee = '1 day'\n{OFFICE}", ["'max_agee' is no setting", "max_age"]),
        (f"identity = 'oidc'\nmax_age = '12h'\n{OFFICE}", ["'12h'", "12 hours"]),
        (f"identity = 'oidc'\nmax_age = '0 hours'\n{OFFICE}", ["'0 hours'"]),
        (f"identity = 'oidc'\nleast_cell = 0\n{OFFICE}", ["least_cell 0"]),
        (f"identity = 'oidc'\nleast_cell = true\n{OFFICE}", ["least_cell is True", "whole number"]),
        (f"identity = 'oidc'\n[oidc]\nclaim = 'x'\n{OFFICE}", ["[oidc] 'claim' is no setting"]),
        (f"identity = 'oidc'\n[oidc]\ntrust_email = 'yes'\n{OFFICE}", ["trust_email", "true or false"]),
        (f"identity = 'proxy'\n{OFFICE}", ["secret_file"]),
        ("identity = 'oidc'\npeople = 1", ["people is 1", "a list"]),
        ("identity = 'oidc'\npeople = [1]", ["entry 1", "[[people]]"]),
        ("identity = 'oidc'\n" + entry(email="a@b.vn"), ["entry 1 has no role"]),
        (
            "identity = 'oidc'\n" + entry(email="a@b.vn", role="boss"),
            ["entry 1", "'boss'", "leader, chair, office, screen"],
        ),
        ("identity = 'oidc'\n" + entry(role="leader"), ["entry 1", "exactly one of"]),
        ("identity = 'oidc'\n" + entry(email="a@b.vn", user="a", role="leader"), ["entry 1", "exactly one of"]),
        ("identity = 'oidc'\n" + entry(email="a.b.vn", role="leader"), ["entry 1", "no e-mail address"]),
        ("identity = 'oidc'\n" + entry(email="  ", role="leader"), ["entry 1", "exactly one of"]),
        ("identity = 'oidc'\n" + entry(user="a", role="chair"), ["entry 1", "needs units"]),
        ("identity = 'oidc'\n" + entry(user="a", role="chair", units=[1]), ["entry 1", "texts"]),
        ("identity = 'oidc'\n" + entry(user="a", role="chair", units="p12"), ["entry 1", "units", "a list"]),
        ("identity = 'oidc'\n" + entry(user="a", role="leader", units=["p12"]), ["entry 1", "only a chair has units"]),
        ("identity = 'oidc'\n" + entry(user="a", role="leader", unit="p12"), ["entry 1", "'unit' is no setting"]),
        (f"identity = 'oidc'\n{OFFICE}\n{OFFICE}", ["van-phong", "more than one"]),
        (
            "identity = 'oidc'\n" + entry(email="A@b.vn", role="leader") + "\n" + entry(email="a@B.vn", role="office"),
            ["a@b.vn", "more than one"],
        ),
    ],
)
def test_a_fault_is_named_and_nobody_comes_in(tmp_path: Path, text: str, told: list[str]) -> None:
    path = tmp_path / "access.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(AccessError) as refused:
        read_access(path)
    assert str(refused.value).startswith(f"{path}: ")
    assert [words for words in told if words not in str(refused.value)] == []


@pytest.mark.parametrize(
    ("units", "told"),
    [
        (["Phường 99"], "'Phường 99' is no unit"),
        (["p12", "nowhere"], "'nowhere' is no unit"),
        (["Phường 12", "UBND P.12"], None),  # two ways to write one
    ],
)
def test_units_are_those_of_the_profile(units: list[str], told: str | None) -> None:
    access = parse_access("identity = 'oidc'\n" + entry(user="a", role="chair", units=units))
    if told is None:
        assert access.with_units(load_profile("quan6").units).people[0].units == ("p12",)
        return
    with pytest.raises(AccessError, match=told):
        access.with_units(load_profile("quan6").units)


def test_a_name_that_was_used_twice_is_asked_for_as_id() -> None:
    units = load_profile("bon-phuong-quan6").units
    twice = next(unit["name"] for unit in units if [u["name"] for u in units].count(unit["name"]) > 1)
    access = parse_access("identity = 'oidc'\n" + entry(user="a", role="chair", units=[twice]))
    with pytest.raises(AccessError, match="write the id"):
        access.with_units(units)


@pytest.mark.parametrize(
    ("role", "viewer"),
    [
        ("leader", Viewer(None, may_list=True)),
        ("chair", Viewer(frozenset({"p12"}), may_list=True, may_act=True, least_cell=9)),
        ("office", EVERYTHING),
        ("screen", Viewer(None)),
    ],
)
def test_rights_of_the_roles(role: str, viewer: Viewer) -> None:
    assert Grant(role, user="a", units=("p12",) if role == "chair" else ()).viewer(9) == viewer


def someone(email: str = "", user: str = "", *groups: str) -> SignedIn:
    return SignedIn(NOW, email, user, frozenset(groups))


@pytest.mark.parametrize(
    ("who", "role"),
    [
        (someone("leader@example.vn"), "leader"),
        (someone("LEADER@EXAMPLE.VN", "x"), "leader"),
        (someone("", "van-phong"), "office"),
        (someone("", "x", "chu-tich-p12"), "chair"),
        (someone("leader@example.vn", "", "man-hinh"), "leader"),  # a person goes before a group
        (someone("leader@example.vn.evil.vn"), "unknown"),
        (someone("", "Van-Phong"), "unknown"),  # two names may differ by case
        (someone("van-phong"), "unknown"),  # an e-mail is no user name
        (someone("", "chu-tich-p12"), "unknown"),  # nor a user name a group
        (someone("", "", ""), "unknown"),
        (someone(), "unknown"),
        (someone("", "x", "chu-tich-p12", "man-hinh"), "ambiguous"),
        (someone("leader@example.vn", "van-phong"), "ambiguous"),
    ],
)
def test_whom_the_file_lets_in(who: SignedIn, role: str) -> None:
    assert outcome(parse_access(WHOLE), who) == role


names = st.sampled_from(["a@b.vn", "A@B.VN", "c@d.vn", "an", "An", "binh", "to-1", "to-2", ""])
grants = st.builds(
    lambda kind, name, role: Grant(role, **{kind: name}, units=("p12",) if role == "chair" else ()),
    st.just("user"),
    names.filter(bool),
    st.sampled_from(ROLES),
) | st.builds(lambda name, role: Grant(role, group=name), names.filter(bool), st.sampled_from(["leader", "screen"]))


@given(st.lists(grants, min_size=1, max_size=6, unique_by=lambda grant: grant.key), names, st.frozensets(names))
def test_nobody_gets_what_no_entry_says(people: list[Grant], user: str, groups: frozenset[str]) -> None:
    access = Access("oidc", tuple(people))
    own = {p.role for p in people if p.user and p.user == user}
    through_groups = {p.role for p in people if p.group in groups - {""}}
    said = own or through_groups
    assert outcome(access, SignedIn(NOW, "", user, groups)) == (
        said.pop() if len(said) == 1 else "ambiguous" if said else "unknown"
    )


def outcome(access: Access, who: SignedIn) -> str:
    """The role, or why there is none."""
    try:
        return access.grant(who).role
    except NoGrant as error:
        return error.reason


@given(st.text(max_size=80))
def test_any_other_text_lets_nobody_in(text: str) -> None:
    with pytest.raises(AccessError):
        parse_access(text)


@pytest.mark.parametrize(
    ("minutes", "old"), [(-6, True), (-5, False), (0, False), (719, False), (720, False), (721, True), (999_999, True)]
)
def test_how_old_a_sign_in_may_be(minutes: int, old: bool) -> None:
    access = Access("oidc", (Grant("office", user="a"),))
    assert access.too_old(NOW - dt.timedelta(minutes=minutes), NOW) is old


def test_what_the_file_says_holds_at_once(tmp_path: Path) -> None:
    path = tmp_path / "access.toml"
    path.write_text(WHOLE, encoding="utf-8")
    time = path.stat()
    assert len(read_access(path).people) == 4
    path.write_text(WHOLE.replace("office", "screen"), encoding="utf-8")  # as long as before, and as old
    os.utime(path, ns=(time.st_atime_ns, time.st_mtime_ns))
    assert [grant.role for grant in read_access(path).people] == ["leader", "chair", "screen", "screen"]
    path.unlink()
    with pytest.raises(AccessError, match="cannot be read"):
        read_access(path)
    path.write_bytes(b"identity = '\xff'")
    with pytest.raises(AccessError, match="UTF-8"):
        read_access(path)


def test_a_secret_is_long_and_there(tmp_path: Path) -> None:
    path = tmp_path / "secret"
    text = f"identity = 'proxy'\n[proxy]\nsecret_file = '{path}'\n{OFFICE}"
    with pytest.raises(AccessError, match="cannot be read"):
        parse_access(text).proxy.secret()
    path.write_text("short\n")
    with pytest.raises(AccessError, match="openssl rand"):
        parse_access(text).proxy.secret()
    path.write_text("x" * 32 + "\n")
    assert parse_access(text).proxy.secret() == "x" * 32


def test_where_the_file_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(SETTING, raising=False)
    monkeypatch.setattr("data_access.access_file.DEFAULT_FILE", tmp_path / "access.toml")
    assert access_file() is None
    (tmp_path / "access.toml").touch()
    assert access_file() == tmp_path / "access.toml"
    monkeypatch.setenv(SETTING, str(tmp_path / "not-there"))
    assert access_file() == tmp_path / "not-there", "and nobody comes in"
