"""What every page needs first: the store, its version, who looks, in which language, at which scope."""

from __future__ import annotations

import datetime as dt
import gc
from dataclasses import dataclass
from functools import cache

import streamlit as st

from data_access.profiles import Profile, load_profile
from data_access.stores import Store, StoreError, open_store
from data_access.viewer import Viewer
from measures.known import Holdings, holdings
from measures.period import month_period
from measures.scope import Scope, ScopeError, from_params
from text import LANGUAGES, Language, language
from ui import identity

LANGUAGE_PARAMETER, CAME_FROM, MAP = "ngon-ngu", "tu", "ban-do"
CHECK_EVERY_SECONDS = 5
OUT_OF_REACH = ""


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

    @property
    def cache_key(self) -> tuple[Scope, str, Viewer, str]:
        """What a finished block depends on."""
        return self.scope, self.version, self.viewer, self.language.code


@cache
def the_store() -> Store:
    """One store object a process. After the imports nothing of them is ever garbage, so the collector, which Streamlit
    runs after every script, need not look at it again."""
    gc.freeze()
    return open_store()


@st.cache_data(max_entries=4, show_spinner=False)
def _holdings(version: str) -> Holdings:
    return holdings(the_store(), version)


def current_language() -> Language:
    """The language the address asks for; Vietnamese if it asks for none, or to refuse one that we do not speak."""
    code = st.query_params.get(LANGUAGE_PARAMETER, "vi")
    return language(code if code in LANGUAGES else "vi")


def open_session() -> Session | None:
    """The session of this run, or None while the store is empty.

    Raises:
        ScopeError: the address names something we do not know.
        identity.NotServed: this data may not be shown here.
    """
    version = the_store().version()
    if version is None:
        return None
    held = _holdings(version)
    profile = load_profile(held.profile)
    viewer = identity.viewer(sample=held.sample)
    default = default_scope(held, profile)
    spoken = st.query_params.get(LANGUAGE_PARAMETER, "vi")
    if spoken not in LANGUAGES:
        raise ScopeError([(LANGUAGE_PARAMETER, spoken)])
    scope = from_params(st.query_params.to_dict(), default, held.known)
    return Session(the_store(), version, held, profile, viewer, current_language(), default, scope)


def default_scope(held: Holdings, profile: Profile) -> Scope:
    """The month of the newest data, all wards (all units where there is none), without certification."""
    units = ("ward",) if (held.units["kind"] == "ward").any() else ()
    return Scope(month_period(held.cut_off), units=units, lateness=profile.lateness, lawful=profile.lawful_days)


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
