"""The weekly note as one A4 page and as the text of an e-mail: the same sentences."""

from __future__ import annotations

from collections.abc import Iterable

from data_access.profiles import Profile
from measures.weekly_note import WeeklyNote
from reports.note_words import NoteText, Said
from reports.pack_typst import typeset
from text import Language


def page(note: WeeklyNote, words: NoteText, profile: Profile, language: Language) -> bytes:
    """The PDF.

    Raises:
        NotSet: typst refused or warned.
    """
    return typeset(
        "note.typ",
        {
            "lang": language.code,
            "place": profile.title,
            "title": words.subject,
            "kicker": profile.title,
            "as_of": language.say("Figures up to {day}", day=language.date(note.stale_from or note.until)),
            "foot": words.foot[-1],
            "lead": words.lead,
            "week_title": words.week_title,
            "week": _values(words.week),
            "period_title": words.period_title,
            "period": _values(words.period),
            "tasks_title": words.tasks_title,
            "tasks": _values(words.tasks),
            "told": list(words.foot[:-1]),
        },
    )


def _values(sentences: Iterable[Said]) -> list[dict[str, str]]:
    return [{"tone": one.tone, "words": one.words, "more": one.more} for one in sentences]


def mail_text(words: NoteText) -> str:
    """The note as plain text, a sentence a line."""
    parts = [
        [words.subject],
        [words.lead],
        _lines(words.tasks_title, words.tasks),
        _lines(words.week_title, words.week),
        _lines(words.period_title, words.period),
        list(words.foot),
    ]
    return "\n\n".join("\n".join(lines) for lines in parts) + "\n"


def _lines(title: str, sentences: Iterable[Said]) -> list[str]:
    return [title, *(" ".join(part for part in ("-", one.words, one.more) if part) for one in sentences)]
