"""Loading through the browser: choose files, look at what they would do, then publish exactly that."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import dataclass
from pathlib import Path

import streamlit as st
from streamlit.runtime.uploaded_file_manager import UploadedFile

from data_access.load.loader import DEFAULT_PROFILE
from data_access.load.mapping import FOLDER as MAPPINGS_FOLDER
from data_access.load.mapping import load_mapping
from data_access.profiles import load_profile
from data_access.profiles.profile import FOLDER as PROFILES_FOLDER
from text import Language
from ui import data_intake, identity, journal
from ui.data_intake import STAGES, Outcome, Settings
from ui.data_loads import mapping_words
from ui.data_page import UPLOAD_ANCHOR
from ui.data_summary import Known, outcome_view, publishable
from ui.session import Session, the_store

SCRIPT = Path(__file__).parent / "uploader.js"
USUAL = "mot-cua"
SOURCES = ("ward", "desk", "department", "land_branch")
ENDINGS = "CSV, XLSX, XLS, TXT, TSV, GZ"
FORM = "%d/%m/%Y %H:%M"
FIRST_STATED = dt.datetime(1990, 1, 1)
ROUND, PREVIEW, DONE, RUNNING = "upload-round", "upload-preview", "upload-done", "upload-running"


@dataclass(frozen=True)
class Request:
    """Exactly what a preview stands for: these files, these settings, this state of the store."""

    files: tuple[tuple[str, str, int], ...]
    settings: Settings
    version: str | None


def upload_card(language: Language, session: Session | None) -> None:
    """The way to load from the browser, or the sentence why there is none. ``session`` is None in an empty store.

    Raises:
        identity.NotServed, identity.Refused: this server is open to other machines, or nobody may be here.
    """
    if not identity.person().viewer.may_load:
        return
    obstacle = _obstacle(language, session)
    with st.container(key="card-upload"):
        st.header(language.say("Load data"), anchor=UPLOAD_ANCHOR)
        if obstacle:
            st.markdown(f":gray[:material/info:] **{obstacle[0]}** {obstacle[1]}")
            return
        form, notes = st.columns([802, 558], gap="medium")
        with notes, st.container(key="sub-upload-notes"):
            st.markdown(_steps(language))
            _without_identity(language)
        with form:
            uploads, request = _chosen(language, session)
            _buttons(language, session, uploads, request)
        _result(language, session, request)
        _name_parts(language)


def _obstacle(language: Language, session: Session | None) -> tuple[str, str] | None:
    """Why nothing can be loaded here and what to do about it, said before anybody chooses a file."""
    say = language.say
    if session and session.held.sample:
        return (
            say("This store holds the sample data, and real data never joins it."),
            say(
                "For real data stop the dashboard, name another folder in {folder}, write {file} and start again.",
                folder="`DOSSIER_DB_URL`",
                file="`access.toml`",
            ),
        )
    if session and identity.person().how == "none":
        return (
            say("The data is real, and nothing says who may see it."),
            say("Write {file} as {guide} says.", file="`access.toml`", guide="`docs/access.md`"),
        )
    return None


def _without_identity(language: Language) -> None:
    """Said before the first load: real data shows only to whom access.toml lets in."""
    if identity.person().how == "none":
        words = language.say(
            "After the load the figures open only to those whom {file} lets in ({guide}).",
            file="`access.toml`",
            guide="`docs/access.md`",
        )
        st.markdown(f":gray[:material/info:] {words}")


def _steps(language: Language) -> str:
    """What will happen, in order."""
    say = language.say
    steps = (
        say("Choose the files as the system exported them: dossiers, moved dates, pauses, steps, letters."),
        say("Preview: every row is checked and nothing is changed."),
        say("Load for good: the new figures appear everywhere at once. The state before can be brought back."),
        say("Names, phone numbers, addresses and other personal columns are never read. The files are not kept."),
    )
    return "\n".join(f"{number}. {step}" for number, step in enumerate(steps, start=1))


def _chosen(language: Language, session: Session | None) -> tuple[list[UploadedFile], Request | None]:
    """Files and settings; no request while one of them is missing or wrong."""
    say, size = language.say, int(st.get_option("server.maxUploadSize"))
    with st.container(key="uploader"):
        uploads = st.file_uploader(
            say("Export files ({endings}; at most {size} MB each)", endings=ENDINGS, size=language.number(size)),
            accept_multiple_files=True,
            key=f"upload-files-{st.session_state.get(ROUND, 0)}",
        )
    settings = _settings(language, session)
    if not uploads or settings is None:
        return uploads, None
    files = tuple((upload.file_id, upload.name, upload.size) for upload in uploads)
    return uploads, Request(files, settings, session.version if session else None)


def _settings(language: Language, session: Session | None) -> Settings | None:
    """How to read the files; None while the typed time is none."""
    say, rows = language.say, st.columns(3 if session else 2, gap="small")
    with rows[0]:
        mapping = _mapping(language)
        profile = session.held.profile if session else _profile(language, mapping)
    with rows[1]:
        unit = _unit(language, profile)
    with rows[-1]:
        typed = st.text_input(
            say("Exported at, if the files do not say"), key="upload-exported-at", placeholder="dd/mm/yyyy hh:mm"
        )
        fault, exported_at = exported_time(typed, language, dt.datetime.now())
        if fault:
            st.markdown(f":orange[:material/error: {fault}]")
            return None
    return Settings(mapping, profile, exported_at, unit)


def _mapping(language: Language) -> str:
    """How the files are written: one of the mappings that come with the program."""
    names = sorted((path.stem for path in MAPPINGS_FOLDER.glob("*.toml")), key=lambda name: (name != USUAL, name))
    return st.selectbox(
        language.say("How the files are written"),
        names,
        format_func=lambda name: mapping_words(name, language),
        key=f"upload-mapping-{language.code}",
    )


def _profile(language: Language, mapping: str) -> str:
    """Whose units and procedures an empty store begins with; a mapping of a foreign source brings its own."""
    own = load_mapping(mapping).profile
    names = [own] if own else sorted(path.parent.name for path in PROFILES_FOLDER.glob("*/profile.toml"))
    return st.selectbox(
        language.say("Units and procedures of"),
        names,
        index=names.index(DEFAULT_PROFILE) if DEFAULT_PROFILE in names else 0,
        format_func=lambda name: load_profile(name).title,
        key=f"upload-profile-{mapping}-{language.code}",
    )


def _unit(language: Language, profile: str) -> str | None:
    """Whose export it is, for files that have no column for it."""
    names = dict.fromkeys(unit["name"] for unit in load_profile(profile).units if unit["kind"] in SOURCES)
    chosen = st.selectbox(
        language.say("Receiving unit, if the files do not say"),
        ["", *names],
        format_func=lambda name: name or language.say("as in the files"),
        key=f"upload-unit-{profile}-{language.code}",
    )
    return chosen or None


def exported_time(typed: str, language: Language, now: dt.datetime) -> tuple[str, dt.datetime | None]:
    """(what is wrong with it or "", the time): nothing typed is no time and no fault."""
    text = " ".join(typed.split())
    if not text:
        return "", None
    try:
        time = dt.datetime.strptime(text, FORM)  # noqa: DTZ007 - local time, as in the exports
    except ValueError:
        return language.say("This is no time of the form dd/mm/yyyy hh:mm, e.g. 30/06/2020 18:00."), None
    if time > now:
        return language.say("This time lies in the future."), None
    if time < FIRST_STATED:
        return language.say("This time lies before 1990."), None
    return "", time


def _buttons(language: Language, session: Session | None, uploads: list[UploadedFile], request: Request | None) -> None:
    """Preview first; publishing only what was just looked at."""
    say, state = language.say, st.session_state
    seen: tuple[Request, Outcome] | None = state.get(PREVIEW)
    ready = bool(seen and seen[0] == request and publishable(seen[1], _known(session, request)))
    with st.container(horizontal=True, key="upload-buttons"):
        look = st.button(
            say("Preview"),
            icon=":material/visibility:",
            type="secondary" if ready else "primary",
            disabled=request is None,
            key="upload-look",
        )
        publish = st.button(
            say("Load for good"),
            icon=":material/publish:",
            type="primary" if ready else "secondary",
            disabled=not ready,
            key="upload-publish",
        )
    if request and (look or (publish and ready)):
        _carry_out(language, uploads, request, dry_run=look)


def _carry_out(language: Language, uploads: list[UploadedFile], request: Request, dry_run: bool) -> None:
    """Run it with its stages on screen and keep how it ended for the next run of the page."""
    loader = identity.person()  # once more, for rights are looked up when it matters
    if not loader.viewer.may_load:
        raise identity.Refused("unknown", loader.how, loader.who)
    say, state = language.say, st.session_state
    stages = list(STAGES)[:3] if dry_run else list(STAGES)
    lead = say("Preview") if dry_run else say("Loading; stay on this page")
    box = st.status(lead)

    def show(stage: str) -> None:
        words, number = say(STAGES.get(stage, stage)), 1 + stages.index(stage) if stage in stages else len(stages)
        box.update(label=f"{lead}: {words} ({number}/{len(stages)})")

    state[RUNNING] = True
    outcome = data_intake.run(the_store(), uploads, request.settings, dry_run, show)
    state[RUNNING] = False
    if dry_run:
        state[PREVIEW] = (request, outcome)
        state.pop(DONE, None)
    else:
        state[DONE] = (request, outcome)
    if not dry_run and not outcome.fault:
        journal.loaded(loader, outcome.summary.version if outcome.summary else "", len(uploads))
        state.pop(PREVIEW, None)
        state[ROUND] = state.get(ROUND, 0) + 1  # a fresh uploader: the files leave the memory
    st.rerun()


def _result(language: Language, session: Session | None, request: Request | None) -> None:
    """How the load ended, or what the preview found, or that it no longer holds."""
    state, known = st.session_state, _known(session, request)
    if state.get(RUNNING):
        state[RUNNING] = False
        words = language.say("The load was stopped because the page was used meanwhile. Nothing was changed.")
        st.markdown(f":orange[:material/error:] {words}")
    if DONE in state and (request is None or state[DONE][1].fault):
        outcome_view(state[DONE][1], language, known, published=True)
        return
    state.pop(DONE, None)
    seen = state.get(PREVIEW)
    if seen is None or request is None:
        return
    if seen[0] == request:
        outcome_view(seen[1], language, known, published=False)
    else:
        words = language.say("Files, settings or the store have changed since the preview: preview again.")
        st.markdown(f":gray[:material/info:] {words}")


def _name_parts(language: Language) -> None:
    """The uploader's own words, which it has in English only: for the eye (style.css shows them) and for the ear."""
    say, size = language.say, language.number(st.get_option("server.maxUploadSize"))
    words = {
        "choose": say("Choose files"),
        "add": say("Add files"),
        "remove": say("Remove"),
        "drop": say("or drop them here"),
        "dropping": say("Drop the files here"),
        "large": say("larger than {size} MB", size=size),
    }
    script = SCRIPT.read_text(encoding="utf-8").replace("WORDS", json.dumps(words))
    st.html(f"<script>{script}</script>", unsafe_allow_javascript=True)


def _known(session: Session | None, request: Request | None) -> Known:
    """What the store knows already of units and files; an empty one only the names of the profile."""
    if session:
        return Known.of(session)
    units = load_profile(request.settings.profile).units if request else ()
    return Known({unit["unit_id"]: unit["name"] for unit in units})
