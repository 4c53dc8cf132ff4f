"""What stands around every page: the filters, and a plain sentence where a page cannot be shown."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import replace

import streamlit as st

from data_access.journal import JournalError
from data_access.stores import OlderLayout, StoreError, VersionReplaced
from measures.scope import ScopeError
from text import Language
from ui import identity, scope_bar, signing_in
from ui.blocks import closed_words, message, plain
from ui.lists import ListError
from ui.scope_bar import Filters
from ui.session import NotYourUnit, Session, current_language, follow_new_data, open_session, published_now

log = logging.getLogger(__name__)
REPLACED = "replaced-while-drawing"
MOST_ATTEMPTS = 3


def page(
    show: Callable[[Session], None],
    without_data: Callable[[Language], None] | None = None,
    any_period: bool = False,
    name: str = "",
    filters: Filters = "dossiers",
    opening: Callable[[], Session | None] | None = None,
) -> None:
    """Open the session, draw the filters and the page; failures become sentences, with the trace in the log only.

    ``without_data`` draws the page while nothing was loaded; ``any_period``: it has more to say than figures of a
    period; ``name``: its path, for links back to it (``lists.PAGES``); ``filters``: which of them say what it shows
    (``scope_bar.Filters``); ``opening``: another way to open the session, whose page does not follow new data.
    """
    language = current_language()
    try:
        _draw(show, without_data or _empty, any_period, name, filters, opening, language)
    except VersionReplaced:
        _again(language)
    except StoreError as error:
        _no_store(language, error)
    except ScopeError as error:
        _refused(language, [f"{name}={value}" for name, value in error.faults])
    except ListError as error:
        _no_list(language, str(error))
    except identity.NotServed as error:
        _not_served(language, error.reason)
    except identity.Refused as error:
        signing_in.refusal_page(language, error)
    except NotYourUnit:
        _not_your_unit(language)
    except JournalError as error:
        log.error("%s", error)
        message("lock", *closed_words(language))
    except Exception as error:
        if type(error).__module__.startswith("streamlit"):
            raise  # Streamlit's own way to stop or rerun a script
        log.exception("page failed")
        message("error", language.say("This page cannot be shown just now."), language.say("The reason is in the log."))


def _draw(
    show: Callable[[Session], None],
    without_data: Callable[[Language], None],
    any_period: bool,
    name: str,
    filters: Filters,
    opening: Callable[[], Session | None] | None,
    language: Language,
) -> None:
    """The page where nothing fails."""
    session, follows = (opening or open_session)(), opening is None
    if session is None:
        if follows:
            follow_new_data(None)
        signing_in.badge(language, identity.person())
        without_data(language)
        return
    if follows:
        follow_new_data(session.version)
    signing_in.badge(language, session.person, session.profile.name)
    if filters:
        scope_bar.show(session, filters)
    if not any_period and not _has_figures(session):
        _no_figures(session)
        return
    show(replace(session, page=name))
    st.session_state.pop(REPLACED, None)


def _empty(language: Language) -> None:
    say = language.say
    lead, command = say("No data has been loaded yet."), "`python -m data_access load FILE...`"
    message("database", lead, say("Load an export: {command}", command=command))
    st.page_link("pages/du_lieu.py", label=say("Load it in the browser"), icon=":material/upload:")


def _again(language: Language) -> None:
    """New data was published while the page was drawn: draw it anew, but not for ever."""
    attempts = st.session_state.pop(REPLACED, 0) + 1
    if attempts < MOST_ATTEMPTS:
        st.session_state[REPLACED] = attempts
        st.rerun()
    say = language.say
    message("sync", say("The data is being replaced just now."), say("Open the page again in a moment."))


def _no_store(language: Language, error: StoreError) -> None:
    """What kept us from the data, without the names of servers and folders; those are in the log."""
    log.warning("%s", error)
    say = language.say
    if isinstance(error, OlderLayout):
        lead = say("The data was written by an older version of this program.")
        message("database", lead, say("Convert it: {command}", command="`python -m data_access upgrade`"))
        return
    lead = say("The data cannot be read just now.")
    message("cloud_off", lead, say("This page tries again by itself. The reason is in the log."))
    follow_new_data(published_now())


def _has_figures(session: Session) -> bool:
    """Whether the period touches the days that the data covers."""
    period, held = session.scope.period, session.held
    return period.start <= held.cut_off and period.end >= held.first_day


def _no_figures(session: Session) -> None:
    say, period = session.language.say, session.scope.period.title(session.language)
    message("event_busy", say("There are no figures for this period: {period}", period=period))
    if st.button(say("Clear all filters")):
        scope_bar.go(session, session.default)
        st.rerun()


def _no_list(language: Language, value: str) -> None:
    """An address that names no list: where lists are to be found."""
    say = language.say
    if value:
        message("link_off", say("The address asks for something unknown: {values}", values=plain(value)))
    else:
        message("list", say("A list belongs to a number: choose one on the overview."))
    st.page_link("pages/tong_quan.py", label=say("Back to the overview"), icon=":material/arrow_back:")


def _refused(language: Language, values: list[str]) -> None:
    """An address that names what we do not know: said, never replaced by a guess."""
    wrong = ", ".join(plain(value) for value in values)
    message("link_off", language.say("The address asks for something unknown: {values}", values=wrong))
    if st.button(language.say("Clear all filters")):
        st.query_params.clear()
        st.rerun()


def turned_away(language: Language, why: identity.Refused | identity.NotServed) -> None:
    """The only page there is for somebody who may not come in."""
    if isinstance(why, identity.Refused):
        signing_in.refusal_page(language, why)
    else:
        _not_served(language, why.reason)


def not_for_you(language: Language, somebody: identity.Person) -> None:
    """The page at an address that this role does not have."""
    signing_in.badge(language, somebody)
    say, rest = language.say, language.say("It shows single dossiers, or what people did here.")
    message("lock", say("Your role does not have this page."), rest)
    st.page_link("pages/tong_quan.py", label=say("Back to the overview"), icon=":material/arrow_back:")


def _not_served(language: Language, reason: str) -> None:
    """Settings under which nothing may be shown, and what to do."""
    say = language.say
    if reason == "address":
        message(
            "lock",
            say("Without sign-in, or behind a proxy, this server may listen to this computer only."),
            say("Start it with {setting}.", setting="`--server.address 127.0.0.1`"),
        )
        return
    lead = say("The data is real, and nothing says who may see it.")
    message("lock", lead, say("Write {file} as {guide} says.", file="`access.toml`", guide="`docs/access.md`"))


def _not_your_unit(language: Language) -> None:
    """A chair asked for another unit: no number of it is shown here, and the way to the own one."""
    say, rest = language.say, language.say("Other units stand beside it where it is compared.")
    message("lock", say("You may look at your own unit only."), rest)
    st.page_link("pages/tong_quan.py", label=say("To my own unit"), icon=":material/arrow_back:", query_params={})
