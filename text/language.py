"""One language of the screen: its sentences (gettext), numbers and dates (Babel)."""

from __future__ import annotations

import datetime as dt
import gettext
import io
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.numbers import format_decimal

LOCALE_FOLDER = Path(__file__).parent / "locale"
NBSP = "\u00a0"
MINUS = "\u2212"


def mark(message: str) -> str:
    """Mark a sentence for the catalogue where it is written down before its language is known."""
    return message


@dataclass(frozen=True)
class Language:
    """A language people read: ``code`` is "vi" or "en", ``babel_locale`` the rule set for numbers.

    English keeps day/month/year, because the papers on the reader's desk do.
    """

    code: str
    babel_locale: str

    def say(self, message: str, **values: object) -> str:
        """The sentence in this language, its ``{placeholders}`` filled from ``values`` (already formatted)."""
        translated = _catalogue(self.code).gettext(message)
        return translated.format(**values) if values else translated

    def count(self, singular: str, plural: str, n: int, **values: object) -> str:
        """The sentence in the plural form that ``n`` asks for; ``{n}`` is ``n`` written for this language."""
        translated = _catalogue(self.code).ngettext(singular, plural, n)
        return translated.format(n=self.number(n), **values)

    def number(self, value: float | Decimal, decimals: int = 0) -> str:
        """1234567.5 -> "1.234.567,5" (vi) with exactly ``decimals`` decimals, halves away from zero as in a sheet."""
        pattern = "#,##0" + ("." + "0" * decimals if decimals else "")
        rounded = Decimal(str(value)).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
        written = format_decimal(rounded, format=pattern, locale=self.babel_locale)
        return written.replace("-", MINUS) if written.strip("-0.,") else written.lstrip("-")

    def percent(self, rate: float, decimals: int = 1) -> str:
        """A rate (0.023) as "2,3 %" (vi, unbreakable space) or "2.3%" (en). What is more than nothing never reads 0."""
        gap = NBSP if self.code == "vi" else ""
        least = 10**-decimals
        if 0 < rate * 100 < least / 2:
            return self.say("under {least}", least=f"{self.number(least, decimals)}{gap}%").replace(" ", NBSP)
        return f"{self.number(Decimal(str(rate)) * 100, decimals)}{gap}%"

    def points(self, difference: float, decimals: int = 1) -> str:
        """The size of a difference of two rates in percentage points, without sign: "1,3 điểm %"."""
        return self.say("{points} pts", points=self.number(abs(Decimal(str(difference)) * 100), decimals)).replace(
            " ", NBSP
        )

    def fraction(self, numerator: float, denominator: float) -> str:
        """Two counts as "54/2.336"."""
        return f"{self.number(numerator)}/{self.number(denominator)}"

    def date(self, day: dt.date) -> str:
        """30/06/2020, in both languages."""
        return day.strftime("%d/%m/%Y")

    def day_month(self, day: dt.date) -> str:
        """30/06: for lists, where the year is clear."""
        return day.strftime("%d/%m")

    def month(self, day: dt.date) -> str:
        """06/2020."""
        return day.strftime("%m/%Y")

    def listing(self, items: Iterable[str]) -> str:
        """ "a, b và c"."""
        words = list(items)
        if len(words) < 2:
            return "".join(words)
        return self.say("{first} and {last}", first=", ".join(words[:-1]), last=words[-1])


VIETNAMESE = Language("vi", "vi")
ENGLISH = Language("en", "en_GB")
LANGUAGES = {chosen.code: chosen for chosen in (VIETNAMESE, ENGLISH)}


def language(code: str) -> Language:
    """The language with this code.

    Raises:
        ValueError: the code is neither "vi" nor "en".
    """
    if code not in LANGUAGES:
        raise ValueError(f"unknown language {code!r}: use one of {', '.join(LANGUAGES)}")
    return LANGUAGES[code]


@cache
def _catalogue(code: str) -> gettext.NullTranslations:
    """The compiled catalogue. It is compiled in memory, so that the .po file is the only copy of a sentence."""
    source = LOCALE_FOLDER / f"{code}.po"
    if not source.exists():
        return gettext.NullTranslations()
    with source.open("rb") as file:
        catalogue = read_po(file, locale=code)
    compiled = io.BytesIO()
    write_mo(compiled, catalogue)
    compiled.seek(0)
    return gettext.GNUTranslations(compiled)
