"""The data of a figure as a table: the columns people read, formatted as on the screen."""

from __future__ import annotations

import pandas as pd

from charts.theme import verdict_word
from measures import registry
from ui.session import Session


def _percents(session: Session, rates: pd.Series) -> list[str]:
    return [session.language.percent(rate) if rate == rate else "" for rate in rates]


def _fractions(session: Session, frame: pd.DataFrame) -> dict[str, object]:
    """Numerator, denominator and rate: no rate stands alone."""
    say = session.language.say
    return {
        say("overdue"): frame["numerator"].astype(int),
        say("came due"): frame["denominator"].astype(int),
        say("Rate"): _percents(session, frame["rate"]),
    }


def rates(session: Session, frame: pd.DataFrame) -> pd.DataFrame:
    """A series of rates by month."""
    return pd.DataFrame({session.language.say("Period"): frame["period"], **_fractions(session, frame)})


def stock(session: Session, frame: pd.DataFrame) -> pd.DataFrame:
    """A series of counts by day."""
    say = session.language.say
    return pd.DataFrame({say("At the close of"): frame["period"], say("dossiers"): frame["numerator"].astype(int)})


def counts(session: Session, found: dict[str, int]) -> pd.DataFrame:
    """Counts of measures by key."""
    say = session.language.say
    titles = [say(registry.get(key).title) for key in found]
    return pd.DataFrame({say("Measure"): titles, say("dossiers"): list(found.values())})


def units(session: Session, frame: pd.DataFrame) -> pd.DataFrame:
    """The judged units, with interval, verdict and the factor behind it."""
    say, language = session.language.say, session.language
    low, high = _percents(session, frame["low"]), _percents(session, frame["high"])
    return pd.DataFrame(
        {
            say("Unit"): [session.held.known.unit_name(unit) for unit in frame["unit"]],
            **_fractions(session, frame),
            say("95 % interval"): [f"{a} – {b}" if a else "" for a, b in zip(low, high, strict=True)],
            say("Verdict"): [verdict_word(verdict, language) for verdict in frame["verdict"]],
            say("Overdispersion factor"): [language.number(factor, 2) for factor in frame["factor"]],
        }
    )


def trend(session: Session, frame: pd.DataFrame) -> pd.DataFrame:
    """The trend with its control limits."""
    say = session.language.say
    return pd.DataFrame(
        {
            say("Period"): frame["period"],
            **_fractions(session, frame),
            say("Lower limit"): _percents(session, frame["lower"]),
            say("Upper limit"): _percents(session, frame["upper"]),
            say("Mean"): _percents(session, frame["centre"]),
        }
    )
