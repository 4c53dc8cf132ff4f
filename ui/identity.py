"""Who looks: a trusted component says it, never we. Without one the dashboard shows invented data, on this PC only.

``access.toml`` names the component and gives the rights (``docs/access.md``). Both are looked up on every run, so that
a right that was taken away is gone at the next one.
"""

from __future__ import annotations

import datetime as dt
import hmac
import ipaddress
import logging
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache

import streamlit as st

from data_access.access import EMAIL, Access, AccessError, Grant, NoGrant, Oidc, SignedIn
from data_access.access_file import access_file, read_access
from data_access.profiles import load_profile
from data_access.viewer import EVERYTHING, Viewer

log = logging.getLogger(__name__)
# What the proxy sends. ui.serve has Streamlit keep the first two as st.user, which also binds a session to its user.
PROXY_HEADER, USER_HEADER, GROUPS_HEADER = "X-Dossier-Proxy", "X-Dossier-User", "X-Dossier-Groups"
USER_KEY, GROUPS_KEY = "dossier_user", "dossier_groups"
SINCE = "signed-in-since"
_signed_out: set[str] = set()


class NotServed(PermissionError):
    """The data may not be shown under these settings. ``reason`` is "address" or "real_data"."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class Refused(PermissionError):
    """Somebody may not come in; ``who`` they are, if a trusted component said so.

    ``reason``: "not_signed_in", "expired", "unverified" (e-mail), "unknown" or "ambiguous" (entries of access.toml),
    "not_through_proxy", "broken" (settings; the log says which).
    """

    def __init__(self, reason: str, how: str = "", who: SignedIn | None = None) -> None:
        super().__init__(reason)
        self.reason, self.how, self.who = reason, how, who


@dataclass(frozen=True)
class Person:
    """Who looks, with which rights. ``how``: "oidc", "proxy", or "none" where this PC is trusted with invented data."""

    viewer: Viewer
    role: str = "office"
    how: str = "none"
    who: SignedIn | None = None

    @property
    def account(self) -> str:
        return self.who.account if self.who else ""

    @property
    def name(self) -> str:
        return (self.who.name or self.who.account) if self.who else ""


STRANGER = Person(Viewer(), "")


def person() -> Person:
    """Who looks in this run; a chair's units are still as written in access.toml (``in_units`` knows them).

    Raises:
        Refused: nobody we know, or nobody at all.
        NotServed: the server listens to other machines and must not.
    """
    access = settings()
    if (access is None or access.identity == "proxy") and not on_this_pc(st.get_option("server.address")):
        raise NotServed("address")
    if access is None:
        return Person(EVERYTHING)
    who = _of_proxy(access) if access.identity == "proxy" else _of_oidc(access.oidc)
    return _granted(access, who)


def settings() -> Access | None:
    """What access.toml says now; None without one.

    Raises:
        Refused: it cannot be used.
    """
    path = access_file()
    try:
        return read_access(path) if path else None
    except AccessError as error:
        raise broken(error) from error


def broken(error: AccessError) -> Refused:
    """Nobody comes in; only the log says why."""
    log.error("nobody can sign in: %s", error)
    return Refused("broken")


def in_units(somebody: Person, profile: str, sample: bool) -> Person:
    """The same with the rights over the units of a profile.

    Raises:
        NotServed: the data is real and nothing says who somebody is.
        Refused: access.toml names a unit that this profile does not have.
    """
    if somebody.who is None:
        if not sample:
            raise NotServed("real_data")
        return somebody
    access = settings()
    if access is None:
        raise Refused("broken")
    try:
        access = _with_units(access, profile)
    except AccessError as error:
        raise broken(error) from error
    return _granted(access, somebody.who)


@lru_cache(maxsize=4)
def _with_units(access: Access, profile: str) -> Access:
    return access.with_units(load_profile(profile).units)


def confirm(somebody: Person, profile: str, sample: bool) -> None:
    """Once more, where a file is made: the rights may have gone since the page was drawn.

    Raises:
        Refused: they have.
    """
    if somebody.who and in_units(somebody, profile, sample) != somebody:
        raise Refused("unknown", somebody.how, somebody.who)


def forget(somebody: Person) -> None:
    """This sign-in no longer holds, in whichever tab or copy of its cookie. Known to this process, until it ends."""
    if somebody.who and somebody.who.token:
        _signed_out.add(somebody.who.token)


def _granted(access: Access, who: SignedIn) -> Person:
    how = access.identity
    if who.token in _signed_out:
        raise Refused("not_signed_in", how)
    if access.too_old(who.since, dt.datetime.now(dt.UTC)):
        raise Refused("expired", how, who)
    try:
        grant: Grant = access.grant(who)
    except NoGrant as error:
        raise Refused(error.reason, how, who) from error
    return Person(grant.viewer(access.least_cell), grant.role, how, who)


# -------------------------------------------------------------------------------------------------------- OIDC


def _of_oidc(names: Oidc) -> SignedIn:
    return from_claims(st.user.to_dict(), names)


def from_claims(claims: Mapping[str, object], names: Oidc) -> SignedIn:
    """Who the ID token speaks of. An e-mail that is not verified counts as none.

    Raises:
        Refused: nobody is signed in, the time of it is not told, or the provider says that the e-mail is not theirs.
    """
    if claims.get("is_logged_in") is not True:
        raise Refused("not_signed_in", "oidc")
    user, email, verified = _text(claims, names.user), _text(claims, "email"), claims.get("email_verified")
    name, groups = _text(claims, names.name), claims.get(names.groups)
    issued = claims.get("iat")
    if not isinstance(issued, int) or isinstance(issued, bool) or not user:
        raise Refused("not_signed_in", "oidc")
    who = SignedIn(
        since=dt.datetime.fromtimestamp(issued, dt.UTC),
        user=user,
        groups=frozenset([groups] if isinstance(groups, str) else _texts(groups)),
        name=name or email or user,
        token=f"{claims.get('iss')} {claims.get('sub')} {issued}",
    )
    if verified not in (True, None) and email:
        raise Refused("unverified", "oidc", who)
    return replace(who, email=email if verified or (verified is None and names.trust_email) else "")


def _text(claims: Mapping[str, object], name: str) -> str:
    value = claims.get(name)
    return value.strip() if isinstance(value, str) else ""


def _texts(values: object) -> list[str]:
    return [value for value in values if isinstance(value, str)] if isinstance(values, list) else []


# ------------------------------------------------------------------------------------------------------- proxy


def _of_proxy(access: Access) -> SignedIn:
    """Whom the proxy names. Any program on this PC can reach our port, so the proxy proves itself with its secret.

    Raises:
        Refused: this did not come through the proxy, or the proxy named nobody.
    """
    try:
        secret = access.proxy.secret()
    except AccessError as error:
        raise broken(error) from error
    given = st.context.headers.get(PROXY_HEADER) or ""
    if not hmac.compare_digest(given.encode("utf-8"), secret.encode("utf-8")):
        raise Refused("not_through_proxy", "proxy")
    told = st.user.to_dict()
    user = _sent(told.get(USER_KEY))
    if not user:
        raise Refused("not_signed_in", "proxy")
    since = st.session_state.setdefault(SINCE, dt.datetime.now(dt.UTC))
    groups = frozenset(name.strip() for name in _sent(told.get(GROUPS_KEY)).split(",") if name.strip())
    return SignedIn(since, user if EMAIL.fullmatch(user) else "", user, groups, user)


def _sent(header: object) -> str:
    """A header as its sender meant it: UTF-8 that was read as Latin-1."""
    text = header.strip() if isinstance(header, str) else ""
    try:
        return text.encode("latin-1").decode("utf-8")
    except UnicodeError:
        return text


def on_this_pc(address: str | None) -> bool:
    """Whether a server at this address is reached from this computer only."""
    try:
        return address == "localhost" or ipaddress.ip_address(address or "").is_loopback
    except ValueError:
        return False
