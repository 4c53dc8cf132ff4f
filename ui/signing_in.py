"""The door: who may come in, the page for whoever may not, and the name at the top right with the way out."""

from __future__ import annotations

import logging
from typing import Literal

import streamlit as st
from streamlit.errors import Error as StreamlitError

from data_access.profiles import load_profile
from text import Language
from ui import identity, journal
from ui.blocks import message, plain
from ui.identity import NotServed, Person, Refused

log = logging.getLogger(__name__)


def at_the_door() -> Person | Refused | NotServed:
    """Whoever looks, or why nobody may; sign-ins and refusals are written down."""
    try:
        somebody = identity.person()
    except Refused as refused:
        journal.turned_away(refused)
        return refused
    except NotServed as error:
        return error
    journal.came_in(somebody)
    return somebody


def refusal_page(language: Language, refused: Refused) -> None:
    """Why nobody comes in and what to do: no number, no unit and no day of the store stands on it."""
    message("lock", *_words(language, refused))
    if refused.how == "oidc" and refused.reason in ("not_signed_in", "expired"):
        if st.button(language.say("Sign in"), icon=":material/login:", type="primary", key="sign-in"):
            _sign_in(language)
    elif refused.who:
        sign_out_button(language, Person(identity.STRANGER.viewer, "", refused.how, refused.who), "secondary")


def _sign_in(language: Language) -> None:
    """To the provider; settings that do not work are a sentence, and the log has the reason."""
    try:
        st.login()
    except StreamlitError:
        log.exception("sign-in is not set up: [auth] in secrets.toml")
        message("error", language.say("Signing in does not work just now."), language.say("The reason is in the log."))


def _words(language: Language, refused: Refused) -> tuple[str, str]:
    say, name = language.say, plain(refused.who.name or refused.who.account) if refused.who else ""
    again = say("Then ask whoever runs this dashboard to enter you.")
    words = {
        "not_signed_in": (say("Sign in to see the figures."), ""),
        "expired": (say("You signed in too long ago."), say("Sign in again, or open the page anew.")),
        "unverified": (say("The e-mail address of the account {name} is not verified.", name=name), ""),
        "unknown": (say("The account {name} has not been given any rights.", name=name), again),
        "ambiguous": (say("The groups of the account {name} have different rights.", name=name), again),
        "not_through_proxy": (say("This page opens through the office's web server only."), ""),
        "broken": (say("Signing in does not work just now."), say("The reason is in the log.")),
    }
    return words[refused.reason]


def badge(language: Language, somebody: Person, profile: str = "") -> None:
    """Who is signed in, as what, and the way out; nothing where nobody has to sign in."""
    if not somebody.who:
        return
    with st.container(key="who", horizontal=True, vertical_alignment="center", gap="small"):
        st.markdown(plain(role_words(language, somebody, profile)), width="content")
        sign_out_button(language, somebody)


def role_words(language: Language, somebody: Person, profile: str) -> str:
    """What somebody is here: "Chủ tịch UBND Phường 12", "Lãnh đạo", "Văn phòng"."""
    say = language.say
    if somebody.role != "chair":
        return {"leader": say("Leader"), "office": say("Office"), "screen": say("Shared screen")}.get(somebody.role, "")
    known = {unit["unit_id"]: unit for unit in (load_profile(profile).units if profile else ())}
    units = [known[unit] for unit in sorted(somebody.viewer.units or ()) if unit in known]
    names = language.listing([unit["name"] for unit in units]) or say("own units")
    if units and all(unit["kind"] == "ward" for unit in units):
        return say("Chair of the People's Committee of {unit}", unit=names)
    return say("Head of {unit}", unit=names)


def sign_out_button(language: Language, somebody: Person, kind: Literal["secondary", "tertiary"] = "tertiary") -> None:
    """The way out: at the provider too, or where the proxy says."""
    words = language.say("Sign out")
    if somebody.how == "proxy":
        access = identity.settings()
        if access and access.proxy.sign_out:
            st.link_button(words, access.proxy.sign_out, type=kind, key="sign-out")
        return
    if st.button(words, type=kind, key="sign-out"):
        journal.went(somebody)
        identity.forget(somebody)
        st.logout()
