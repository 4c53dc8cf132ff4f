"""The loads: a table of them, and one in detail with its files, the columns left out and the refused rows."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

import pandas as pd
import streamlit as st

from data_access.holdings_log import LoadLog
from text import Language, mark
from ui import identity, journal
from ui.blocks import plain, ready, responsive
from ui.data_page import reasons_table, table
from ui.file_button import XLSX, file_button
from ui.loading import refused_rows
from ui.session import Session

SHOWN = 10
# How an export is written; a mapping of the office's own goes by its name.
MAPPINGS = {
    "mot-cua": mark("export of the one-stop system"),
    "permit-log": mark("event log of a permit system"),
    "so-theo-doi": mark("register of the desk (Sổ theo dõi)"),
}
KINDS = {
    "dossier": mark("dossiers"),
    "promise": mark("moved due dates"),
    "pause": mark("pauses"),
    "step": mark("steps"),
    "letter": mark("letters of apology"),
    "posting": mark("postings"),
    "paper_demand": mark("demands for papers"),
    "staff": mark("desk staff"),
    "inspection": mark("inspections"),
    "finding": mark("findings"),
    "assistance": mark("help to submit online"),
    "portal_dossier": mark("list of the national portal"),
}
COUNTS = {
    "read": mark("Rows read"),
    "new": mark("New"),
    "changed": mark("Changed"),
    "unchanged": mark("Unchanged"),
    "refused": mark("Refused"),
}


@dataclass(frozen=True)
class FileCounts:
    """One file of a load as it is shown, whether it was loaded or only looked at."""

    name: str
    kind: str
    counts: dict[str, int]


def mapping_words(name: str, language: Language) -> str:
    return language.say(MAPPINGS[name]) if name in MAPPINGS else name


def loads_card(session: Session, log: LoadLog) -> None:
    """All loads, the newest first, and the chosen one in detail."""
    language, say, number = session.language, session.language.say, len(log.loads)
    with st.container(key="card-loads"):
        newest = f"{log.loads['started_at'].iloc[0]:%d/%m/%Y %H:%M}"
        st.header(
            language.count("{n} load, on {when}", "{n} loads, the last on {when}", number, when=newest), anchor=False
        )
        with st.container(key="sub-loads"):
            st.markdown(say("Rows read = new + changed + unchanged + refused. Loading a file twice changes nothing."))
        every = number > SHOWN and st.toggle(say("Show all loads"), key="all-loads")
        rows = log.loads if every else log.loads.head(SHOWN)
        files = log.files.groupby("load_id").size()
        words = say("Loads, the newest first")
        responsive(
            "loads",
            lambda: table("figures-loads", _loads_table(rows, files, language), words),
            lambda: table("figures-loads-small", _loads_phone(rows, language), words),
        )
        _detail(session, log, rows)


def _loads_table(rows: pd.DataFrame, files: pd.Series, language: Language) -> dict[str, list[str]]:
    say, number = language.say, language.number
    return {
        say("Load"): [f"{number(row.load_id)} ({row.started_at:%d/%m/%Y %H:%M})" for row in rows.itertuples()],
        say("Written as"): [plain(mapping_words(name, language)) for name in rows["mapping"]],
        say("Files"): [number(int(files.get(load, 0))) for load in rows["load_id"]],
        **{say(words): [number(n) for n in rows[f"rows_{name}"]] for name, words in COUNTS.items()},
    }


def _loads_phone(rows: pd.DataFrame, language: Language) -> dict[str, list[str]]:
    say, number = language.say, language.number
    return {
        say("Load"): [f"{number(row.load_id)} ({row.started_at:%d/%m %H:%M})" for row in rows.itertuples()],
        **{say(COUNTS[name]): [number(n) for n in rows[f"rows_{name}"]] for name in ("read", "refused")},
    }


def _detail(session: Session, log: LoadLog, rows: pd.DataFrame) -> None:
    """One load: its files, what was not read, why rows were refused, and these rows to take away."""
    language, say = session.language, session.language.say
    times = dict(zip(rows["load_id"], rows["started_at"], strict=True))
    with st.container(key="choice-load"):
        chosen = st.selectbox(
            say("One load in detail"),
            list(times),
            format_func=lambda load: say(
                "Load {n}, {when}", n=language.number(load), when=f"{times[load]:%d/%m/%Y %H:%M}"
            ),
            key=f"choose-load-{language.code}",
            width=320,
        )
    files = log.files[log.files["load_id"] == chosen]
    shown = [
        FileCounts(row.name, row.kind, {name: getattr(row, f"rows_{name}") for name in COUNTS})
        for row in files.itertuples()
    ]
    left, right = st.columns([802, 558], gap="medium")
    with left:
        files_table("load", shown, language)
    with right:
        left_out("load", files["columns_left_out"], files["columns_personal"], language)
        reasons_list("load", log.reasons(int(chosen)), language)
        if int(files["rows_refused"].sum()) and session.viewer.may_load:
            _download(session, int(chosen), int(files["rows_refused"].sum()))


def _download(session: Session, load: int, rows: int) -> None:
    version, viewer, language = session.version, session.viewer, session.language
    words = language.count("Download the {n} refused row (XLSX)", "Download the {n} refused rows (XLSX)", rows)
    file = f"dong-bi-tra-lai-lan-nap-{load}.xlsx"
    if not ready(session):
        return

    def make() -> bytes:
        identity.confirm(session.person, session.profile.name, session.held.sample)
        journal.exported(session, file, rows)
        return refused_rows(version, viewer, load)

    download(words, make, file, f"load-{load}")


def download(words: str, make: Callable[[], bytes], file: str, name: str) -> None:
    """A button for a workbook of refused rows, made when it is asked for."""
    file_button(words, make, file, XLSX, f"refused-{name}", ":material/download:")


def files_table(name: str, files: list[FileCounts], language: Language) -> None:
    """Files with what became of their rows; the columns of each row add up."""
    say, number = language.say, language.number
    names = [plain(file.name) for file in files]
    desk = {
        say("File"): names,
        say("Rows of"): [say(KINDS[file.kind]) if file.kind in KINDS else file.kind for file in files],
        **{say(words): [number(file.counts[count]) for file in files] for count, words in COUNTS.items()},
    }
    phone = {
        say("File"): names,
        **{say(COUNTS[count]): [number(file.counts[count]) for file in files] for count in ("read", "refused")},
    }
    words = say("Files and what became of their rows")
    responsive(
        f"files-{name}",
        lambda: table(f"figures-files-{name}", desk, words),
        lambda: table(f"figures-files-{name}-small", phone, words),
    )


def left_out(name: str, columns: Iterable[str], personal: Iterable[str], language: Language) -> None:
    """Columns that were never read; those that look like personal data are named apart."""
    say, private = language.say, _headers(personal)
    others = [header for header in _headers(columns) if header not in private]
    with st.container(key=f"sub-left-out-{name}", gap=None):
        if private:
            words = say("Looks like personal data, never read: {columns}", columns=plain(", ".join(private)))
            st.markdown(f":material/shield_person: {words}")
        if others:
            st.markdown(say("Other columns not read: {columns}", columns=plain(", ".join(others))))
        if not private and not others:
            st.markdown(say("Every column was read."))


def _headers(lists: Iterable[str]) -> list[str]:
    """The headers of several files, each once."""
    return list(dict.fromkeys(header for text in lists for header in str(text or "").split(", ") if header))


def reasons_list(name: str, reasons: dict[str, int], language: Language) -> None:
    """Why rows were refused, the most frequent reason first; nothing where none was."""
    if not reasons:
        return
    codes = sorted(reasons, key=lambda code: (-reasons[code], code))
    words = language.say("Refused rows by reason")
    table(f"reasons-{name}", reasons_table(codes, {language.say("Rows"): reasons}, language), words)
