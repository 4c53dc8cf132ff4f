"""Parts of "Trực tuyến": both demands of the order, procedures behind a count, signals in words."""

from __future__ import annotations

from dataclasses import dataclass, replace

import streamlit as st

from measures import findings, online_findings
from measures.online_page import ELIGIBLE, OF_FINISHED, SHARE, Online
from measures.opportunities import FEWEST
from measures.procedures_online import LEVELS
from text import mark
from ui import lists, online_tables
from ui.blocks import caption, definition, files, plain, titled
from ui.drawn import drawn
from ui.loading_online import load_online
from ui.session import Session

MOST_UNUSED = 6
BY_LEVEL = ("offered", "received", "online")
VARIATION = {
    "common": (":gray[:material/radio_button_checked:]", mark("Usual variation")),
    "higher": (":blue[:material/check_circle:]", mark("Above the limits: better")),
    "lower": (":orange[:material/error:]", mark("Below the limits: a concern")),
    "provisional": (":gray[:material/pending:]", mark("Too few periods to tell")),
}
ASSURANCE = {
    "met": (":blue[:material/check_circle:]", mark("Met as a rule")),
    "missed": (":orange[:material/error:]", mark("Missed as a rule")),
    "mixed": (":gray[:material/help:]", mark("Now met, now missed")),
    "": (":gray[:material/remove:]", mark("Not to be told")),
}


def channels_note(session: Session) -> None:
    """Said where the address asks for channels: within one of them every share is 0 or all."""
    words = session.language.say("The filter of channels does not apply here: shares online are of all channels.")
    with st.container(key="note-channels"):
        st.markdown(f":gray[:material/info:] {words}")


def demands_card(session: Session) -> None:
    """Both demands of the order beside each other: procedures offered and used, dossiers submitted online."""
    with st.container(key="card-demands"):
        titled(
            session,
            lambda: session.language.say(
                "Both demands of order 1400: procedures offered online, dossiers submitted online"
            ),
            "demands",
            lambda: online_tables.demands(session, load_online(session)),
            SHARE,
        )
        counts = _counts(session)
        offered, used, share, finished = st.columns(4, gap="medium")
        with offered, st.container(key="demand-offered", gap=None):
            _label(session, "offered")
            procedures(session, counts["demand", "all", 0])
        with used, st.container(key="demand-used", gap=None):
            _label(session, "online")
            procedures(session, counts["demand", "online", 0])
        with share:
            _share(session)
        with finished:
            _other_shares(session)


@dataclass(frozen=True)
class Count:
    """A number of procedures, in words, that opens their table: their step, level (0: all) and place on the page."""

    words: str
    rows: int
    step: str
    level: int = 0
    place: str = ""

    @property
    def name(self) -> str:
        return "-".join(part for part in ("steps", self.place, self.step, str(self.level or "")) if part)


@drawn
def _counts(session: Session) -> dict[tuple[str, str, int], Count]:
    """All of them by place, step and level. Nothing is drawn; it is the words that are kept."""
    language, say, offered = session.language, session.language.say, load_online(session).offered
    said = {
        ("demand", "all", 0): say("of {n} procedures", n=language.number(offered.count("all"))),
        ("demand", "online", 0): say("of {n} offered", n=language.number(offered.count("offered"))),
    }
    for level in (0, *LEVELS):
        number = {step: language.number(offered.count(step, level)) for step in BY_LEVEL}
        said["", "offered", level] = say("{n} offered", n=number["offered"])
        said["", "received", level] = say("{n} with dossiers", n=number["received"])
        said["", "online", level] = say("{n} used online", n=number["online"])
    return {
        (place, step, level): Count(words, len(offered.step(step, level)), step, level, place)
        for (place, step, level), words in said.items()
    }


LABELS = {"offered": mark("Procedures offered online"), "online": mark("Procedures used online")}


@drawn
def _label(session: Session, step: str) -> None:
    number = session.language.number(load_online(session).offered.count(step))
    _figures(session.language.say(LABELS[step]), number, {"online": "used"}.get(step, step))


def _figures(label: str, value: str, name: str) -> None:
    st.markdown(label)
    with st.container(key=f"figure-{name}"):
        st.markdown(value)


@drawn
def _share(session: Session) -> None:
    """The share with its fraction, and the target: arithmetic, not a verdict."""
    with st.container(key="demand-share", gap=None):
        _share_and_target(session, load_online(session))


def _share_and_target(session: Session, seen: Online) -> None:
    language, (x, n) = session.language, seen.now
    value = language.percent(x / n) if n >= FEWEST else language.fraction(x, n) if n else "–"
    _figures(language.say("Dossiers submitted online"), value, "share")
    with st.container(horizontal=True, gap="small", key="groups-share", vertical_alignment="center"):
        if n:
            lists.number(session, language.fraction(x, n), SHARE, place="demand")
        if seen.target and n:
            word = language.say("not met") if seen.missing else language.say("met")
            chip = (
                f":orange-badge[:material/error: {word}]"
                if seen.missing
                else f":blue-badge[:material/check_circle: {word}]"
            )
            target = language.say("target {value}", value=online_findings.target_words(seen, language))
            source = (seen.target.set_by, seen.target.document)
            since = language.say("since {day}", day=language.date(seen.target.valid_from))
            st.markdown(f"{target} {chip}", width="content", help=plain(". ".join(p for p in (*source, since) if p)))


@drawn
def _other_shares(session: Session) -> None:
    """The order's own wording, what was offered, and the share with same-day certification."""
    say, seen = session.language.say, load_online(session)
    with st.container(key="demand-finished", gap=None):
        for key, pair, words in (
            (OF_FINISHED, seen.finished, say("Among finished")),
            (ELIGIBLE, seen.eligible, say("Where offered")),
        ):
            with st.container(key=f"rate-{key}", horizontal=True, gap="small", vertical_alignment="center"):
                st.markdown(words, width="content")
                definition(session, key, f"demand-{key}")
                _rate(session, key, pair)
        with st.container(key="rate-certification", horizontal=True, gap="small", vertical_alignment="center"):
            without = seen.scope.certification
            st.markdown(say("Without certification") if without else say("With certification"), width="content")
            other = replace(seen.scope, certification=not without)
            _rate(session, SHARE, seen.other_certification, scope=other)


def _rate(session: Session, key: str, pair: tuple[float, float], **more) -> None:  # type: ignore[no-untyped-def]
    language, (x, n) = session.language, pair
    if not n:
        st.markdown(language.say("no dossiers"), width="content")
        return
    if n >= FEWEST:
        st.markdown(f"**{language.percent(x / n)}**", width="content")
    lists.number(session, language.fraction(x, n), key, **(more or {"place": "demand"}))


def procedures(session: Session, count: Count) -> None:
    """A count that opens the table of its procedures: exactly as many rows."""
    name = count.name
    if not count.rows:
        with st.container(key=f"count-{name}", width="content"):
            st.markdown(count.words)
        return
    box = st.popover(count.words, type="tertiary", key=f"count-{name}", on_change="rerun")
    if not box.open:
        return
    table = online_tables.procedures(session, load_online(session).offered.step(count.step, count.level))
    with box:
        of_level = session.language.say("Level {level}", level=count.level) if count.level else ""
        st.caption(". ".join(part for part in (of_level, count.words, caption(session)) if part))
        files(session, name, lambda: table)
        shown = table.written(session.language)
        st.dataframe(shown, hide_index=True, width="stretch", height=min(320, 40 + 32 * len(shown)))


def by_level(session: Session) -> None:
    """Offered, with dossiers and used, by level: each number opens its procedures."""
    say, counts = session.language.say, _counts(session)
    with st.container(key="levels", gap=None):
        for level in (0, *LEVELS):
            name = say("Level {level}", level=level) if level else say("All levels")
            with st.container(key=f"level-{level}", horizontal=True, gap="small", vertical_alignment="center"):
                st.markdown(f"**{name}**", width="content")
                for step in BY_LEVEL:
                    procedures(session, counts["", step, level])


def unused(session: Session, seen: Online) -> None:
    """Offered and asked for, but never online: a duty missed, so it has a colour; with the dossiers that came."""
    language, rows = session.language, seen.offered.step("counter")
    if not seen.offered.count("received"):
        return
    with st.container(key="unused", gap=None):
        if rows.empty:
            words = language.say("Every offered procedure that had dossiers was used online.")
            st.markdown(f":blue[:material/check_circle:] {words}")
            return
        st.markdown(f":orange[:material/error:] **{language.say('Offered, asked for, but nothing online yet:')}**")
        for row in rows.head(MOST_UNUSED).itertuples():
            with st.container(key=f"line-unused-{row.Index}", horizontal=True, vertical_alignment="center"):
                st.markdown(plain(row.name))
                words = language.fraction(0, row.denominator)
                within = ("procedure", row.procedure)
                lists.number(session, words, SHARE, "denominator", within=within, place="unused")


def headline(session: Session, seen: Online) -> None:
    """Share and fraction of the chosen units in the period."""
    language, (x, n) = session.language, seen.now
    period = findings.period_words(seen, session.held, language)
    if not n:
        st.markdown(language.say("{period}: no dossier was received", period=period))
        return
    with st.container(horizontal=True, gap="small", key="groups-share-months", vertical_alignment="center"):
        rate = language.percent(x / n) if n >= FEWEST else language.number(x)
        st.markdown(language.say("{period}: {rate} online", period=period, rate=rate), width="content")
        words = language.say("{fraction} dossiers received", fraction=language.fraction(x, n))
        lists.number(session, words, SHARE, "denominator", place="months")


def icons(session: Session, seen: Online) -> None:
    """What the newest point says of chance, and what its limits say of the target: two statements, in words."""
    say = session.language.say
    icon, words = VARIATION[seen.variation]
    st.markdown(f"{icon} {say('Variation')}  \n**{say(words)}**", width="content")
    if seen.target:
        icon, words = ASSURANCE[seen.assurance]
        value = online_findings.target_words(seen, session.language)
        st.markdown(f"{icon} {say('Target: at least {value}', value=value)}  \n**{say(words)}**", width="content")


def rule(session: Session, seen: Online) -> str:
    """The rule behind the marks with its figures."""
    language, say, (x, n) = session.language, session.language.say, seen.level
    level = say("Common level {rate} ({fraction}).", rate=language.percent(x / n), fraction=language.fraction(x, n))
    words = say(
        "Clear: beyond the exact 99.8% limits around the rate of the other units, or beyond 95% in two periods "
        "running; no verdict where fewer than 5 online are expected. Overdispersion factor {factor}.",
        factor=language.number(float(seen.units["factor"].max()), 2),
    )
    if seen.target:
        words = say(
            "Clear: beyond the exact 99.8% limits around the target of {target}, or beyond 95% in two periods running; "
            "no verdict where the target expects fewer than 5 online.",
            target=online_findings.target_words(seen, language),
        )
    return f"{level} {words}"
