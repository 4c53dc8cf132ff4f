"""Figures and lines inside the cards of "Giấy tờ"."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from charts.theme import verdict_word
from measures import registry
from measures.papers_findings import KIND_WORDS, paper_words, per_100_words
from measures.papers_page import FEWEST, KINDS, REPEATED, Papers, per_100
from measures.verdict import Verdict
from text import Language
from ui import lists
from ui.blocks import definition, plain
from ui.session import Session

MOST_PROCEDURES, MOST_HABITS = 9, 10
SHAPES = {
    Verdict.HIGHER: ":orange[▲]",
    Verdict.WATCH_HIGHER: ":gray[△]",
    Verdict.NO_EVIDENCE: ":gray[●]",
    Verdict.WATCH_LOWER: ":gray[▽]",
    Verdict.LOWER: ":blue[▼]",
    Verdict.TOO_FEW: ":gray[○]",
}


def per_100_figure(session: Session, seen: Papers, kind: str) -> None:
    """Demands per 100 dossiers, large; below it both numbers, each opens its rows; then the period before."""
    language, key, (x, n) = session.language, per_100(kind), seen.now[kind]
    with st.container(key=f"demand-{kind}", gap=None):
        st.markdown(language.say(registry.get(key).title))
        with st.container(key=f"figure-{kind}"):
            st.markdown(per_100_words((x, n), language))
        with st.container(horizontal=True, gap="small", key=f"groups-{kind}", vertical_alignment="center"):
            definition(session, key, f"figure-{kind}")
            if not n:
                st.markdown(language.say("nothing reported") if seen.silent else language.say("no dossiers"))
                return
            demands = language.count("{n} demand", "{n} demands", int(x))
            lists.number(session, demands, kind, count=int(x), place="figure")
            dossiers = language.count("of {n} dossier", "of {n} dossiers", int(n))
            lists.number(session, dossiers, key, count=int(n), place="figure")
        with st.container(key=f"note-{kind}"):
            st.markdown(_before(session, seen, kind))


def _before(session: Session, seen: Papers, kind: str) -> str:
    """The same of the period before, as arithmetic."""
    language, (x, n) = session.language, seen.before[kind]
    if n < FEWEST:
        return language.say("period before: nothing to compare with")
    value = per_100_words((x, n), language)
    return language.say("period before: {value} ({fraction})", value=value, fraction=language.fraction(x, n))


def repeated_figure(session: Session, seen: Papers) -> None:
    """Dossiers asked for a supplement more than once, of those asked at all."""
    language, (x, n) = session.language, seen.repeated
    with st.container(key="demand-repeated", gap=None):
        st.markdown(language.say(registry.get(REPEATED).title))
        with st.container(key="figure-repeated"):
            st.markdown((language.percent(x / n) if n >= FEWEST else language.fraction(x, n)) if n else "–")
        with st.container(horizontal=True, gap="small", key="groups-repeated", vertical_alignment="center"):
            definition(session, REPEATED, "figure-repeated")
            if n:
                lists.number(session, language.fraction(x, n), REPEATED, count=int(x), place="figure")
            words = language.say("dossiers asked for a supplement") if n else language.say("no dossiers")
            st.markdown(words, width="content")
        with st.container(key="note-repeated"):
            st.markdown(language.say("The rule: once only. Of dossiers finished or ended in the period."))


def unit_lines(session: Session, seen: Papers, kind: str) -> None:
    """A line a unit: verdict, demands of dossiers (opens the demands), per 100; then the units that never reported."""
    language = session.language
    with st.container(key=f"rates-units-{kind}", gap=None):
        for row in seen.units[kind].itertuples(index=False):
            with _line(f"{kind}-{row.unit}"):
                st.markdown(plain(row.name))
                st.markdown(_verdict(row.verdict, language), width="content")
                words = language.fraction(row.demands, row.dossiers)
                lists.number(session, words, kind, within=("unit", row.unit), count=row.demands)
                st.markdown(per_100_words((row.demands, row.dossiers), language))
        for number, name in enumerate(seen.silent):
            with _line(f"{kind}-silent-{number}"):
                st.markdown(plain(name))
                st.markdown(language.say("nothing reported"), width="content")


def _verdict(verdict: Verdict | None, language: Language) -> str:
    """Shape and word; short where there is no verdict, which the note below explains."""
    if verdict is None:
        return ""
    word = language.say("no verdict") if verdict == Verdict.TOO_FEW else verdict_word(verdict, language)
    return f"{SHAPES[verdict]} {word}" if verdict in SHAPES else word


def _line(name: str):  # type: ignore[no-untyped-def]  # a container of Streamlit
    return st.container(key=f"official-{name}", horizontal=True, vertical_alignment="center", gap="small")


def procedure_lines(session: Session, seen: Papers) -> None:
    """A line a procedure: how many papers outside the list, how many needless copies; each opens its demands."""
    language = session.language
    with st.container(key="rates-procedures", gap=None):
        for row in seen.procedures.head(MOST_PROCEDURES).itertuples(index=False):
            with st.container(key=f"gain-{_slug(row.procedure)}", horizontal=True, vertical_alignment="center"):
                st.markdown(plain(row.title))
                for kind in KINDS:
                    n = getattr(row, kind)
                    within = ("procedure", row.procedure)
                    lists.number(session, language.number(n), kind, within=within, count=n)


def _slug(text: str) -> str:
    return "".join(letter if letter.isascii() and letter.isalnum() else "-" for letter in text)


def paper_links(session: Session, seen: Papers, kind: str) -> None:
    """The kinds of papers that were demanded, most first; each opens its demands."""
    language = session.language
    rows = seen.papers[seen.papers[kind] > 0].sort_values([kind, "paper"], ascending=[False, True])
    with st.container(horizontal=True, gap="small", key=f"groups-papers-{kind}", vertical_alignment="center"):
        st.markdown(f"{language.say(KIND_WORDS[kind]).capitalize()}:", width="content")
        for row in rows.itertuples(index=False):
            n = getattr(row, kind)
            words = f"{paper_words(row.paper, language)} {language.number(n)}"
            lists.number(session, words, kind, within=("paper", row.paper), count=n)


def habit_lines(session: Session, seen: Papers) -> None:
    """One line each: whose, in which procedure, what; opens the demands."""
    language = session.language
    with st.container(key="rates-habits", gap=None):
        for number, row in enumerate(seen.habits.head(MOST_HABITS).itertuples(index=False)):
            with _line(f"habit-{number}"):
                what = language.say(KIND_WORDS[row.kind])
                mostly = language.say(
                    "mostly {paper} ({n})", paper=paper_words(row.paper, language), n=language.number(row.of_paper)
                )
                st.markdown(f"**{plain(row.name)}** · {plain(row.title)}")
                st.markdown(plain(f"{what}, {mostly}"), width="content")
                words = language.count("{n} demand", "{n} demands", row.count)
                own = replace(session.scope, units=(row.unit,))
                within = ("procedure", row.procedure)
                lists.number(session, words, row.kind, scope=own, within=within, count=row.count, place=f"{number}")
