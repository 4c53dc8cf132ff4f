"""What every page needs first: the store, its version, who looks, in which language, at which scope."""

from __future__ import annotations

import datetime as dt
import gc
import hashlib
from dataclasses import dataclass, field, replace
from functools import cache, cached_property

import streamlit as st

from data_access.profiles import Profile, load_profile
from data_access.stores import Store, StoreError, open_store
from data_access.viewer import Viewer
from measures.known import Holdings, holdings
from measures.period import month_period
from measures.published import own_units
from measures.scope import PARAMETERS, Scope, ScopeError, from_params, rules_of
from text import LANGUAGES, Language, language
from ui import identity

LANGUAGE_PARAMETER, CAME_FROM, MAP = "ngon-ngu", "tu", "ban-do"
CHECK_EVERY_SECONDS = 5
OUT_OF_REACH = ""


class NotYourUnit(PermissionError):
    """The address asks for a unit that is not this person's own. ``own``: the scope that is."""

    def __init__(self, own: Scope) -> None:
        super().__init__()
        self.own = own


@dataclass(frozen=True)
class Session:
    """One reader's view during one run of a page. ``page`` names it as the address does, where one may return to it."""

    store: Store
    version: str
    held: Holdings
    profile: Profile
    viewer: Viewer
    language: Language
    default: Scope
    scope: Scope
    page: str = ""
    person: identity.Person = field(default=identity.STRANGER)

    @property
    def cache_key(self) -> tuple[Scope, str, Viewer, str]:
        """What a finished block depends on."""
        return self.scope, self.version, self.viewer, self.language.code

    @cached_property
    def drawing_key(self) -> str:
        """What drawn elements depend on (``ui.drawn``), in short: the data, the rights, and all that the address asks
        for; not who looks."""
        rights = vars(self.viewer) | {"units": sorted(self.viewer.units) if self.viewer.units is not None else None}
        asked = sorted(st.query_params.to_dict().items())
        told = (self.version, sorted(rights.items()), self.language.code, self.page, self.scope, self.default, asked)
        return hashlib.blake2b(repr(told).encode(), digest_size=16).hexdigest()


@cache
def the_store() -> Store:
    """One store object a process. After the imports nothing of them is ever garbage, so the collector, which Streamlit
    runs after every script, need not look at it again."""
    gc.freeze()
    return open_store()


# As it is and not as a copy: it is read in every run and changed in none.
@st.cache_resource(max_entries=4, show_spinner=False)
def _holdings(version: str) -> Holdings:
    return holdings(the_store(), version)


def current_language() -> Language:
    """The language the address asks for; Vietnamese if it asks for none, or to refuse one that we do not speak."""
    code = st.query_params.get(LANGUAGE_PARAMETER, "vi")
    return language(code if code in LANGUAGES else "vi")


def open_session(version: str | None = None) -> Session | None:
    """The session of this run, or None while the store is empty. ``version``: another one than the published.

    Raises:
        VersionReplaced: ``version`` can no longer be read.
        ScopeError: the address names something we do not know.
        NotYourUnit: it names a unit that this person may not choose.
        identity.NotServed, identity.Refused: this data may not be shown here, or to this person.
    """
    person = identity.person()
    version = version or the_store().version()
    if version is None:
        return None
    held = _holdings(version)
    profile = load_profile(held.profile)
    person = identity.in_units(person, held.profile, held.sample)
    default = default_scope(held, profile, person.viewer)
    spoken = st.query_params.get(LANGUAGE_PARAMETER, "vi")
    if spoken not in LANGUAGES:
        raise ScopeError([(LANGUAGE_PARAMETER, spoken)])
    scope = _within(person.viewer, from_params(st.query_params.to_dict(), default, held.known), default, held)
    language = current_language()
    return Session(the_store(), version, held, profile, person.viewer, language, default, scope, person=person)


def _within(viewer: Viewer, scope: Scope, default: Scope, held: Holdings) -> Scope:
    """The scope, for a chair with own units only; where the address names none, as they were called on its day."""
    if viewer.units is None:
        return scope
    own = own_units(viewer, held)
    if PARAMETERS["units"] not in st.query_params:
        named = held.same_on(default.units, scope.carried_on)
        scope = replace(scope, units=tuple(unit for unit in named if unit in own) or default.units)
    if not scope.units or not own.issuperset(scope.units):
        raise NotYourUnit(default)
    return scope


def default_scope(held: Holdings, profile: Profile, viewer: Viewer = identity.EVERYTHING) -> Scope:
    """The month of the newest data, all wards (all units where there is none; a chair's own, wards first), without
    certification."""
    kinds, role = dict(zip(held.units["unit_id"], held.units["kind"], strict=True)), "receiving"
    if viewer.units is None:
        units = ("ward",) if "ward" in kinds.values() else ()
    else:
        own = own_units(viewer, held)
        now = [unit for unit in held.units_on(held.cut_off)["unit_id"] if unit in own] or sorted(own)
        wards = [unit for unit in now if kinds.get(unit) == "ward"]
        units, role = tuple(wards or now), "receiving" if wards else "resolving"
    return Scope(month_period(held.cut_off), units=units, unit_role=role, **rules_of(profile))


def published_now() -> str | None:
    """The published version, None while the store is empty, or ``OUT_OF_REACH``."""
    try:
        return the_store().version()
    except StoreError:
        return OUT_OF_REACH


@st.fragment(run_every=dt.timedelta(seconds=CHECK_EVERY_SECONDS))
def follow_new_data(version: str | None) -> None:
    """Run the page again as soon as a load was published. The next run opens the new snapshot; nothing is cleared.

    A page that was drawn stays while the store is out of reach; one that could not be drawn is tried when it is back.
    """
    if published_now() not in (version, OUT_OF_REACH):
        st.rerun()


def address(scope: Scope, default: Scope, **more: str) -> dict[str, str]:
    """The query parameters of a scope, keeping the language and what the map shows."""
    params = scope.to_params(default) | {name: value for name, value in more.items() if value}
    return params | {name: st.query_params[name] for name in (LANGUAGE_PARAMETER, MAP) if name in st.query_params}
