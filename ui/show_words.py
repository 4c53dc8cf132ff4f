"""The words around a slide: its foot, and the title of what was agreed before."""

from __future__ import annotations

from collections.abc import Sequence

from charts.lettering import shortened
from charts.slide_actions import Agreed
from measures.known import short_version
from measures.scope import CHANNELS, UNIT_KINDS
from text import Language
from ui.blocks import plain
from ui.session import Session
from ui.show_address import Show

FOOT_SIZE, SCOPE_WIDTH = 30, 1080


def agreed_title(agreed: Sequence[Agreed], language: Language) -> str:
    """How many actions there are, and how many wait for an answer past their day."""
    lead = language.count("{n} action agreed before", "{n} actions agreed before", len(agreed))
    closed = sum(one.tone == "closed" for one in agreed)
    late = sum(one.tone == "concern" for one in agreed)
    said = [lead, language.count("{n} closed", "{n} closed", closed)]
    if late:
        said.append(language.count("{n} past its day", "{n} past their day", late))
    return "; ".join(said)


def foot(session: Session, asked: Show, count: int, newer: bool) -> dict[str, list[str]]:
    """What always stands below a slide, in Markdown: the day, the scope, the version of the data, the slide's number;
    that it is sample data; that the show pauses, or that newer figures are there."""
    language, say = session.language, session.language.say
    day = language.date(min(session.scope.until, session.held.cut_off))
    number = f"{language.number(asked.slide)}/{language.number(count)}"
    if asked.unit:
        number = plain(str(session.held.units.set_index("unit_id").loc[asked.unit, "short_name"]))
    notes = [say("Sample data")] if session.held.sample else []
    notes += [say("New figures: key N")] if newer else [say("Paused")] if asked.paused else []
    version = say("Data version {version}", version=short_version(session.version))
    return {
        "day": [f"**{say('Figures up to {day}', day=day)}**", " · ".join(notes)],
        "scope": [plain(shortened(scope_words(session), SCOPE_WIDTH, FOOT_SIZE)), plain(version)],
        "slide": [number],
    }


def scope_words(session: Session) -> str:
    """ "Quận 6 · Tháng 6/2020 · không tính chứng thực", and every filter."""
    scope, say, known = session.scope, session.language.say, session.held.known
    parts = [_who(session), scope.period.title(session.language), *scope.fields]
    parts += [dict(known.procedures)[one] for one in scope.procedures]
    parts += [say(CHANNELS[one]) for one in scope.channels]
    parts.append(say("with certification") if scope.certification else say("without certification"))
    parts += [say("late by clock time")] if scope.lateness == "instant" else []
    parts += [say("as at {day}", day=session.language.date(scope.as_of))] if scope.as_of else []
    return " · ".join(parts)


def _who(session: Session) -> str:
    """The district where all its wards are meant; else the units or kinds of units."""
    units, held = session.scope.units, session.held
    if units == ("ward",):
        districts = held.units.loc[held.units["kind"] == "district", "name"]
        if len(districts) == 1:
            return str(districts.iloc[0])
    names = [
        session.language.say(UNIT_KINDS[unit]) if unit in UNIT_KINDS else held.known.unit_name(unit) for unit in units
    ]
    words = ", ".join(names) or session.language.say("all units")
    return words[:1].upper() + words[1:]
