"""Objections beside a number, in words and counts. They never change the number they stand beside."""

from __future__ import annotations

from collections.abc import Iterable

from data_access.journal.confirmation import ABOUT, Objection, Round
from measures.known import Holdings
from text import Language, mark

REASON_WORDS = {
    "promise_moved": mark("promise was moved, not in the data"),
    "letter_sent": mark("letter was sent, not in the data"),
    "finished_in_time": mark("finished in time, entered late"),
    "pause_missing": mark("waiting for the citizen, pause not entered"),
    "other_unit": mark("belongs to another unit"),
    "other": mark("other, see document"),
}
ANSWER_WORDS = {
    "": mark("not answered yet"),
    "accepted": mark("accepted, to be corrected at the source"),
    "not_accepted": mark("objection not accepted"),
}
ABOUT_WORDS = {"overdue": mark("overdue"), "letter": mark("letter missing")}
STATE_WORDS = {"objected": mark("has objections"), "confirmed": mark("confirmed"), "": mark("not answered yet")}


def standing(of: Round, about: str = "") -> tuple[Objection, ...]:
    """The objections that stand beside a number: not those that the office did not accept. ``about``: "overdue" or
    "letter" for dossiers counted in that number only, "" for all."""
    if about and about not in ABOUT:
        raise ValueError(f"nothing is in question about {about!r}: use one of {', '.join(ABOUT)}")
    return tuple(one for one in of.objections if one.stands and (not about or about in _about(of, one)))


def objections_beside(of: Round | None, about: str = "") -> dict[str, int]:
    """How many dossiers of a unit have an objection that stands; units without one are left out."""
    found: dict[str, int] = {}
    for one in standing(of, about) if of else ():
        found[one.unit] = found.get(one.unit, 0) + 1
    return found


def dossiers_objected(of: Round | None, about: str = "", units: Iterable[str] | None = None) -> int:
    """How many dossiers have an objection that stands, each once though two units may object to it; of ``units``."""
    wanted = None if units is None else set(units)
    return len({one.code for one in (standing(of, about) if of else ()) if wanted is None or one.unit in wanted})


def beside_words(n: int, language: Language) -> str:
    """ "2 hồ sơ đang có ý kiến", "" where there is none."""
    return language.count("{n} dossier under objection", "{n} dossiers under objection", n) if n else ""


def objections_words(of: Round | None, language: Language, units: Iterable[str] | None = None) -> str:
    """ "2 ý kiến, 1 đã trả lời", "" where there is none: every objection of a round (of ``units``), however it was
    answered. Beside a number stand those of :func:`beside_words`."""
    wanted = None if units is None else set(units)
    said = [one for one in (of.objections if of else ()) if wanted is None or one.unit in wanted]
    if not said:
        return ""
    words, answered = (
        language.count("{n} objection", "{n} objections", len(said)),
        sum(bool(one.answer) for one in said),
    )
    return f"{words}, {language.count('{n} answered', '{n} answered', answered)}" if answered else words


def round_words(of: Round, language: Language) -> str:
    """ "Danh sách chốt ngày 01/07/2020, hạn trả lời 03/07/2020"."""
    day, until = language.date(of.frozen_on), language.date(of.deadline)
    return language.say("Lists frozen on {day}, answers due by {until}", day=day, until=until)


def silent_words(of: Round, held: Holdings, language: Language) -> str:
    """Who has said nothing: all by name up to five, else how many."""
    silent = of.silent()
    if not silent:
        return language.say("Every unit has answered")
    if len(silent) > 5:
        n = language.number(len(of.lists))
        return language.count("{n} of {all} units has not answered", "{n} of {all} units have not answered",
                              len(silent), all=n)  # fmt: skip
    names = language.listing(held.known.unit_name(unit) for unit in silent)
    return language.say("Not answered yet: {units}", units=names)


def _about(of: Round, one: Objection) -> tuple[str, ...]:
    return next((row.about for row in of.lists.get(one.unit, ()) if row.code == one.code), ())
