"""Who may see what: the settings of ``access.toml`` as records that check themselves.

A trusted component (OIDC sign-in or a reverse proxy) says who somebody is; one ``[[people]]`` entry for each person or
group says what they may see: by e-mail, user name or group, with a role and, for a chair, the units. Whoever is in no
entry sees nothing. ``docs/access.md`` explains every setting.
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from data_access.profiles.units import Unit, keys_of, unit_key
from data_access.viewer import EVERYTHING, Viewer

IDENTITIES = ("oidc", "proxy")
ROLES = ("leader", "chair", "office", "screen")
LEAST_SECRET = 32
EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")


class AccessError(ValueError):
    """``access.toml`` cannot be used; the message says where and what to do. Nobody may come in."""


class NoGrant(PermissionError):
    """No entry, or several that differ, for somebody. ``reason`` is "unknown" or "ambiguous"."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True)
class SignedIn:
    """What the trusted component says of somebody: e-mail (verified), user name, groups, and since when (UTC).

    ``token`` tells one sign-in from another of the same person, "" where there is nothing to tell it by.
    """

    since: dt.datetime
    email: str = ""
    user: str = ""
    groups: frozenset[str] = frozenset()
    name: str = ""
    token: str = ""

    @property
    def account(self) -> str:
        """The one name by which the journal knows somebody."""
        return self.email or self.user


@dataclass(frozen=True)
class Grant:
    """One ``[[people]]`` entry: exactly one of ``email``, ``user`` and ``group``; ``units`` as written, then as ids."""

    role: str
    email: str = ""
    user: str = ""
    group: str = ""
    units: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        who = [name for name in (self.email, self.user, self.group) if name]
        if len(who) != 1:
            raise AccessError("write exactly one of email, user and group")
        if self.email and not EMAIL.fullmatch(self.email):
            raise AccessError(f"{self.email!r} is no e-mail address: write name@host, or use 'user'")
        if self.role not in ROLES:
            raise AccessError(f"role {self.role!r}: write one of {', '.join(ROLES)}")
        if self.role == "chair" and not self.units:
            raise AccessError("a chair needs units: units = ['Phường 12']")
        if self.role != "chair" and self.units:
            raise AccessError(f"only a chair has units, a {self.role} sees all: remove them")

    @property
    def key(self) -> tuple[str, str]:
        """Whom it is for, as it is compared: e-mails whatever their case."""
        if self.email:
            return "email", folded(self.email)
        return ("user", plain(self.user)) if self.user else ("group", plain(self.group))

    def viewer(self, least_cell: int) -> Viewer:
        """The rights of the role (docs/access.md has the table)."""
        return {
            "leader": Viewer(None, may_list=True),
            "chair": Viewer(frozenset(self.units), may_list=True, may_act=True, least_cell=least_cell),
            "office": EVERYTHING,
            "screen": Viewer(None),
        }[self.role]


@dataclass(frozen=True)
class Oidc:
    """Which claims of the ID token say what. ``trust_email``: the provider knows its own addresses only and sends no
    ``email_verified`` (one that says false is refused all the same)."""

    user: str = "sub"
    groups: str = "groups"
    name: str = "name"
    trust_email: bool = False


@dataclass(frozen=True)
class Proxy:
    """``secret_file`` holds what only the proxy knows; ``sign_out``: where the proxy ends a sign-in, "" if nowhere."""

    secret_file: str = ""
    sign_out: str = ""

    def secret(self) -> str:
        """What the proxy must send with every request.

        Raises:
            AccessError: it cannot be read, or is too short to be one.
        """
        try:
            found = Path(self.secret_file).read_text(encoding="ascii").strip()
        except (OSError, UnicodeDecodeError) as error:
            raise AccessError(f"[proxy] secret_file {self.secret_file!r} cannot be read: {error}") from error
        if len(found) < LEAST_SECRET:
            raise AccessError(
                f"[proxy] secret_file {self.secret_file!r} holds fewer than {LEAST_SECRET} characters: write "
                f"'openssl rand -hex 32' into it"
            )
        return found


@dataclass(frozen=True)
class Access:
    """The whole file. ``max_age``: how old a sign-in may be. ``least_cell``: see ``Viewer``."""

    identity: str
    people: tuple[Grant, ...]
    max_age: dt.timedelta = dt.timedelta(hours=12)
    least_cell: int = 5
    oidc: Oidc = field(default_factory=Oidc)
    proxy: Proxy = field(default_factory=Proxy)

    def __post_init__(self) -> None:
        if self.identity not in IDENTITIES:
            raise AccessError(f"identity {self.identity!r}: write 'oidc' or 'proxy'")
        if self.identity == "proxy" and not self.proxy.secret_file:
            raise AccessError("identity = 'proxy' needs [proxy] with secret_file = '/path/of/the/secret'")
        if not self.people:
            raise AccessError("there is no [[people]] entry: nobody could come in; add one with role = 'office'")
        if not 1 <= self.least_cell <= 1000:
            raise AccessError(f"least_cell {self.least_cell}: write a number from 1 to 1000")
        keys = [person.key for person in self.people]
        twice = sorted({name for kind, name in keys if keys.count((kind, name)) > 1})
        if twice:
            raise AccessError(f"{', '.join(twice)}: more than one [[people]] entry; keep one of them")

    def grant(self, who: SignedIn) -> Grant:
        """The entry for somebody. One for the person goes before those of groups; two that differ give no right.

        Raises:
            NoGrant: there is none, or there are several that say different things.
        """
        wanted = {("email", folded(who.email))} if who.email else set()
        wanted |= {("user", plain(who.user))} if who.user else set()
        own = [person for person in self.people if person.key in wanted]
        groups = {("group", plain(group)) for group in who.groups}
        found = own or [person for person in self.people if person.key in groups]
        if not found:
            raise NoGrant("unknown")
        if len({(person.role, frozenset(person.units)) for person in found}) > 1:
            raise NoGrant("ambiguous")
        return found[0]

    def too_old(self, since: dt.datetime, now: dt.datetime) -> bool:
        """Whether a sign-in no longer holds; one from the future (clocks differ by minutes at most) never held."""
        return not -dt.timedelta(minutes=5) <= now - since <= self.max_age

    def with_units(self, units: Sequence[Unit]) -> Access:
        """The same with every chair's units as ids of ``units``.

        Raises:
            AccessError: a unit is not known, or its name meant several in the course of time.
        """
        return replace(self, people=tuple(replace(p, units=_ids(p.units, units)) for p in self.people))


def _ids(written: Iterable[str], units: Sequence[Unit]) -> tuple[str, ...]:
    known, found = {unit["unit_id"] for unit in units}, []
    for name in written:
        ids = [name] if name in known else [unit["unit_id"] for unit in units if unit_key(name) in keys_of(unit)]
        if len(ids) != 1:
            meant = f"means {' and '.join(ids)}: write the id" if ids else "is no unit: see units.csv of the profile"
            raise AccessError(f"unit {name!r} {meant}")
        found += ids
    return tuple(dict.fromkeys(found))


def plain(name: str) -> str:
    """A name as it is compared: one way to write each letter, no blanks around."""
    return unicodedata.normalize("NFC", name).strip()


def folded(name: str) -> str:
    """The same whatever the case."""
    return plain(name).casefold()
