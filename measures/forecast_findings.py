"""The forecast and its test in words: what is expected, how far such forecasts erred, whether that is any better than
"as in the month before"."""

from __future__ import annotations

import math

from measures.forecast import Forecast
from text import Language, mark

BAND_WORDS = (mark("under 5%"), mark("5–20%"), mark("20–50%"), mark("50% and more"))


def title(seen: Forecast, language: Language) -> str:
    """The finding: the month and its expected rate, or that nothing can be said."""
    month = seen.month.title(language)
    if math.isnan(seen.rate):
        return language.say("{month}: too few dossiers or months for a forecast", month=month)
    return language.say("{month}: forecast about {rate} overdue", month=month, rate=language.percent(seen.rate))


def made_of(seen: Forecast, language: Language) -> str:
    """Numerator and denominator of the forecast, by how they are known."""
    late = seen.late_known + round(seen.late_open) + round(seen.late_new)
    due = seen.due_known + round(seen.due_open) + round(seen.due_new)
    return language.say(
        "{late} late of {due} that come due: settled {known}; open {open}; promised later, as usual {new}.",
        late=language.number(late),
        due=language.number(due),
        known=language.fraction(seen.late_known, seen.due_known),
        open=language.fraction(round(seen.late_open), round(seen.due_open)),
        new=language.fraction(round(seen.late_new), round(seen.due_new)),
    )


def interval(seen: Forecast, language: Language) -> str:
    """The interval and where it comes from; "" where there is none."""
    low, high = seen.interval
    if math.isnan(low) or math.isnan(seen.rate):
        return ""
    return language.say(
        "80% interval {low} to {high}, from the errors of {n} earlier months.",
        low=language.percent(low),
        high=language.percent(high),
        n=language.number(len(seen.tests)),
    )


def test(seen: Forecast, language: Language) -> str:
    """The mean error beside that of "as in the month before", and which is smaller."""
    months = len(seen.tests)
    if not seen.verdict:
        return language.count(
            "Not tested yet: {n} earlier month can be compared, six are needed.",
            "Not tested yet: {n} earlier months can be compared, six are needed.",
            months,
        )
    verdict = {
        "better": mark("The forecast beats “everything stays as in the month before”"),
        "not_better": mark("The forecast does not beat “everything stays as in the month before”"),
    }[seen.verdict]
    errors = language.say(
        "mean error {error} against {naive} over {n} earlier months, closer in {closer} of them",
        closer=language.number(seen.closer),
        error=language.points(seen.error, 2),
        naive=language.points(seen.naive_error, 2),
        n=language.number(months),
    )
    return f"{language.say(verdict)}: {errors}."


def without_best_month(seen: Forecast, language: Language) -> str:
    """How much of a better error hangs on one month; "" where it is not better."""
    if seen.verdict != "better":
        return ""
    error, naive = seen.without_best_month
    return language.say(
        "Without the month that speaks most for it: {error} against {naive}.",
        error=language.points(error, 2),
        naive=language.points(naive, 2),
    )


def calibration(seen: Forecast, language: Language) -> str:
    """Whether the chances of single dossiers came true in those months."""
    found = seen.calibration
    decided = int(found.bands["decided"].sum())
    if not decided:
        return ""
    fits = mark("The chances of single dossiers came true") if found.fits else mark("The chances are not exact")
    counts = language.say(
        "{expected} late expected of {decided} open then, {late} came",
        expected=language.number(found.bands["expected"].sum()),
        decided=language.number(decided),
        late=language.number(found.bands["late"].sum()),
    )
    scores = language.say(
        "Brier score {score} against {base} with one rate for all",
        score=language.number(found.brier, 3),
        base=language.number(found.brier_base, 3),
    )
    return f"{language.say(fits)}: {counts}; {scores}."


def band_lines(seen: Forecast, language: Language) -> str:
    """Band by band: expected, and what came."""
    parts = [
        language.say(
            "{band}: {expected} expected, {came} came",
            band=language.say(BAND_WORDS[row.band]),
            expected=language.number(row.expected, 1),
            came=language.fraction(row.late, row.decided),
        )
        for row in seen.calibration.bands.itertuples()
        if row.decided
    ]
    return "; ".join(parts)
