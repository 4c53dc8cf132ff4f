"""What a load or its preview found: rows of each file, what was left out, refusals, and up to when it reaches."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

import streamlit as st

from text import Language
from ui.blocks import plain
from ui.data_intake import Outcome
from ui.data_loads import COUNTS, FileCounts, download, files_table, left_out, reasons_list
from ui.data_page import table
from ui.loading import load_log
from ui.session import Session

OVERVIEW_PAGE = "pages/tong_quan.py"


@dataclass(frozen=True)
class Known:
    """What the store held before: unit names, cut-offs, and the SHA-256 of every file it was fed."""

    names: dict[str, str] = field(default_factory=dict)
    cut_offs: dict[str, dt.date] = field(default_factory=dict)
    files: frozenset[str] = frozenset()

    @classmethod
    def of(cls, session: Session) -> Known:
        files = load_log(session.version, session.viewer).files
        names = {unit: session.held.known.unit_name(unit) for unit in session.held.units["unit_id"]}
        return cls(names, session.held.cut_offs, frozenset(files["sha256"]))

    def moved(self, cut_offs: dict[str, dt.date]) -> bool:
        """Whether one unit would be complete to a later day."""
        return any(unit not in self.cut_offs or day > self.cut_offs[unit] for unit, day in cut_offs.items())


def publishable(outcome: Outcome, known: Known) -> bool:
    """Whether publishing would change anything, and may be done."""
    return not outcome.fault and (not outcome.summary.nothing_new or known.moved(outcome.summary.cut_offs))


def outcome_view(outcome: Outcome, language: Language, known: Known, published: bool) -> None:
    """The lead sentence, then what there is to say of rows, columns and days."""
    summary, name = outcome.summary, "published" if published else "preview"
    with st.container(key=f"outcome-{name}"):
        _lead(outcome, language, published)
        if not summary.files or (published and not outcome.fault):
            return  # the load stands above, with all its files
        left, right = st.columns([802, 558], gap="medium")
        with left:
            shown = [FileCounts(f.name, f.kind, {count: getattr(f, count) for count in COUNTS}) for f in summary.files]
            files_table(name, shown, language)
            if not published:
                _warnings(outcome, language, known)
        with right:
            _columns(name, outcome, language)
            reasons_list(name, summary.reasons, language)
            if outcome.refused:
                words = language.say("Download the refused rows (XLSX)")
                download(words, lambda: outcome.refused, "dong-bi-tra-lai.xlsx", name)
            if not published and not outcome.fault:
                _cut_offs(outcome, language, known)


def _lead(outcome: Outcome, language: Language, published: bool) -> None:
    """How it stands, in a sentence with its icon."""
    say, summary = language.say, outcome.summary
    if outcome.fault:
        nothing = say("Nothing was changed.")
        st.markdown(f":orange[:material/error:] **{outcome.said(language)}** {nothing}")
        if outcome.detail:
            with st.container(key="note-fault"):
                st.markdown(say("The error's own words: {words}", words=plain(outcome.detail)))
        return
    rows = _rows_in_words(outcome, language)
    if not published:
        st.markdown(f":material/visibility: **{say('Preview: nothing has been changed yet.')}** {rows}")
    elif summary.version is None:
        st.markdown(f":material/info: **{say('Nothing new in these files: the store stays as it is.')}** {rows}")
    else:
        st.markdown(f":blue[:material/check_circle:] **{say('The load is published.')}** {rows}")
        st.page_link(OVERVIEW_PAGE, label=say("See the overview"), icon=":material/arrow_forward:")


def _rows_in_words(outcome: Outcome, language: Language) -> str:
    """ "1.234 dòng: 1.000 mới, 20 thay đổi, 200 không đổi, 14 trả lại (1,1 %)"."""
    counts = {name: outcome.summary.total(name) for name in COUNTS}
    written = {"share": "", **{name: language.number(n) for name, n in counts.items()}}
    if counts["refused"]:
        written["share"] = f" ({language.percent(counts['refused'] / counts['read'])})"
    return language.say(
        "{read} rows: {new} new, {changed} changed, {unchanged} unchanged, {refused} refused{share}.", **written
    )


def _columns(name: str, outcome: Outcome, language: Language) -> None:
    """The columns that were not read."""
    files = outcome.summary.files
    personal = [", ".join(file.personal) for file in files]
    left_out(name, [", ".join(file.left_out) for file in files], personal, language)


def _warnings(outcome: Outcome, language: Language, known: Known) -> None:
    """What somebody should notice before publishing."""
    say = language.say
    for sheet in outcome.summary.sheets_left_out:
        st.markdown(f":gray[:material/info:] {say('A sheet was left out: {reason}', reason=plain(sheet))}")
    again = [plain(file.name) for file in outcome.summary.files if file.sha256 in known.files]
    if again:
        words = say("Loaded before, unchanged since: {files}", files=language.listing(again))
        st.markdown(f":gray[:material/info:] {words}")
    if not outcome.fault and not publishable(outcome, known):
        st.markdown(f":gray[:material/info:] {say('There is nothing new to publish.')}")


def _cut_offs(outcome: Outcome, language: Language, known: Known) -> None:
    """Up to when each unit of the files would be complete after publication."""
    days = outcome.summary.cut_offs
    if not days:
        return
    say = language.say
    before = [known.cut_offs.get(unit) for unit in days]
    after = [max(day, old) if old else day for day, old in zip(days.values(), before, strict=True)]
    table(
        "cut-offs-preview",
        {
            say("Source unit"): [plain(known.names.get(unit, unit)) for unit in days],
            say("Complete to, now"): [language.date(day) if day else say("no data yet") for day in before],
            say("Complete to, after"): [
                f"**{language.date(day)}**" if day != old else say("no change")
                for day, old in zip(after, before, strict=True)
            ],
        },
        say("Up to when the units would be complete"),
    )
