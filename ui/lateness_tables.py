"""The data of the figures of "Trễ hạn" as tables."""

from __future__ import annotations

import pandas as pd

from charts.theme import verdict_word
from measures import registry
from measures.lateness_page import OWN, REST, Lateness
from measures.overview import HEADLINE
from text import Language
from ui import lists
from ui.session import Session
from ui.tables import Table, trend


def ranking(session: Session, seen: Lateness) -> Table:
    """The judged units with interval, verdict, possible ranks and case-mix; all together in the last row."""
    say, frame, (x, n) = session.language.say, seen.units, seen.level
    columns = {
        say("Unit"): [session.held.known.unit_name(unit) for unit in frame["unit"]],
        say("Overdue"): frame["numerator"].astype(int),
        say("Came due"): frame["denominator"].astype(int),
        say("Rate"): frame["rate"],
        say("95% from"): frame["low"],
        say("95% to"): frame["high"],
        say("Verdict"): [verdict_word(verdict, session.language) for verdict in frame["verdict"]],
        say("Rank from"): pd.array(frame["rank_low"], dtype="Int64"),
        say("Rank to"): pd.array(frame["rank_high"], dtype="Int64"),
        say("Expected with the others' rate in each procedure"): frame["case_mix"].round(1),
        say("The same as a rate"): frame["case_mix_rate"],
    }
    total = {say("Unit"): say("All units"), say("Overdue"): int(x), say("Came due"): int(n)}
    total |= {say("Rate"): x / n if n else float("nan"), say("Verdict"): ""}
    rows = pd.concat([pd.DataFrame(columns), pd.DataFrame([total])], ignore_index=True)
    return Table(rows, (say("Rate"), say("95% from"), say("95% to"), say("The same as a rate")))


def funnel(session: Session, seen: Lateness) -> Table:
    """What the verdict of each unit rests on: the rate of the others, the late ones expected, the factor."""
    say, frame = session.language.say, seen.units
    columns = {
        say("Unit"): [session.held.known.unit_name(unit) for unit in frame["unit"]],
        say("Overdue"): frame["numerator"].astype(int),
        say("Came due"): frame["denominator"].astype(int),
        say("Rate"): frame["rate"],
        say("Rate of the others"): frame["reference"],
        say("Expected late"): frame["expected"].round(1),
        say("Overdispersion factor"): frame["factor"].round(2),
        say("Verdict"): [verdict_word(verdict, session.language) for verdict in frame["verdict"]],
    }
    return Table(pd.DataFrame(columns), (say("Rate"), say("Rate of the others")))


def control(session: Session, seen: Lateness) -> Table:
    """The months with their limits, or the intervals between late dossiers."""
    say = session.language.say
    if seen.rare is None:
        return trend(session, seen.trend.frame)
    frame = seen.rare.frame
    signals = {"longer": say("longer than chance"), "closer": say("close together"), "": ""}
    columns = {
        say("Late dossier due"): frame["start"],
        say("Next one due"): [None if row.running else row.end for row in frame.itertuples()],
        say("Working days"): frame["days"],
        say("Dossiers due in between, none late"): frame["dossiers"],
        say("Limit, working days"): frame["limit"],
        say("Signal"): frame["signal"].map(signals),
    }
    return Table(pd.DataFrame(columns))


def ages(session: Session, seen: Lateness) -> Table:
    """Open overdue dossiers by age, and how many of them have no letter."""
    say = session.language.say
    columns = {
        say("Working days late"): [lists.age_words(age, session.language) for age in seen.ages["age"]],
        say("Dossiers"): seen.ages["count"],
        say("Without apology letter"): seen.ages["without_letter"],
    }
    return Table(pd.DataFrame(columns))


def holders(session: Session, seen: Lateness) -> Table:
    """Who holds open overdue dossiers, and for how long."""
    say, frame = session.language.say, seen.holders
    columns = {
        say("Held by"): [holder_words(session.language, row.holder, row.name) for row in frame.itertuples(index=False)],
        say("Outside the unit"): [say("yes") if outside else say("no") for outside in frame["outside"]],
        say("Dossiers"): frame["count"],
        say("Longest, working days"): frame["longest"],
        say("All working days late"): frame["total"],
    }
    return Table(pd.DataFrame(columns))


def holder_words(language: Language, holder: str, name: str) -> str:
    """A holder, where it is no single unit too."""
    say = language.say
    words = {OWN: say("the units themselves"), REST: say("other units"), "": say("not recorded")}
    return name or words[holder]


def officials(session: Session, seen: Lateness) -> Table:
    """The headline and the official rates, and the steps from one to the other."""
    say = session.language.say
    rates = {HEADLINE: seen.now, **seen.officials}
    rows = [
        {
            say("Measure"): say(registry.get(key).title),
            say("Numerator"): int(x),
            say("Denominator"): int(n),
            say("Rate"): x / n if n else float("nan"),
        }
        for key, (x, n) in rates.items()
    ]
    steps = [{say("Measure"): say(registry.get(key).title), say("Numerator"): n} for key, n in seen.reconciliation]
    return Table(pd.DataFrame([*rows, *steps]), (say("Rate"),))
