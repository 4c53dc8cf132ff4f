"""The data of the figures of "Đất đai" as tables."""

from __future__ import annotations

import pandas as pd

from charts.theme import verdict_word
from measures.land_findings import land_stage_words
from measures.land_page import STAGES, Land
from measures.stays import RETURN
from text import Language
from ui.session import Session
from ui.tables import Table


def flow(session: Session, seen: Land) -> Table:
    """The four stages: what came in and went out, what is in them, for how long, what is late."""
    say, frame = session.language.say, seen.told
    columns = {
        say("Stage"): [land_stage_words(stage, session.language) for stage in frame["stage"]],
        say("Came in"): frame["begun"],
        say("Went out"): frame["finished"],
        say("Now there"): frame["open"],
        say("90% at most, working days"): frame["p90"],
        say("Longest, working days"): frame["longest"],
        say("Steps late"): frame["late"],
        say("Of overdue dossiers"): frame["overdue"],
    }
    return Table(pd.DataFrame(columns))


def wards(session: Session, seen: Land) -> Table:
    """The judged wards of the parcels with interval and verdict; all land dossiers in the last row."""
    say, frame, (x, n) = session.language.say, seen.wards, seen.now
    columns = {
        say("Ward of the parcel"): [session.held.known.unit_name(unit) for unit in frame["unit"]],
        say("Overdue"): frame["numerator"].astype(int),
        say("Came due"): frame["denominator"].astype(int),
        say("Rate"): frame["rate"],
        say("95% from"): frame["low"],
        say("95% to"): frame["high"],
        say("Verdict"): [verdict_word(verdict, session.language) for verdict in frame["verdict"]],
    }
    total = {say("Ward of the parcel"): say("All land dossiers shown"), say("Overdue"): int(x), say("Came due"): int(n)}
    total |= {say("Rate"): x / n if n else float("nan"), say("Verdict"): ""}
    rows = pd.concat([pd.DataFrame(columns), pd.DataFrame([total])], ignore_index=True)
    return Table(rows, (say("Rate"), say("95% from"), say("95% to")))


def by_ward(session: Session, seen: Land) -> Table:
    """What is in which stage, what is overdue and what waits for a payment, by ward of the parcel."""
    say, language, frame = session.language.say, session.language, seen.by_ward
    columns = {say("Ward of the parcel"): [session.held.known.unit_name(unit) for unit in frame["unit"]]}
    stages = (*STAGES, RETURN) if seen.recorded else (RETURN,)
    columns |= {land_stage_words(stage, language): frame[stage] for stage in stages}
    columns |= {
        say("Open, overdue"): frame["overdue"],
        say("Waiting for payment"): frame["waiting"],
        say("Payment wait, days"): frame["days"],
        say("Dossiers that waited"): frame["waited"],
    }
    return Table(pd.DataFrame(columns))


def ask(session: Session, seen: Land) -> Table:
    """Open overdue dossiers by procedure, then steps late by holder."""
    say = session.language.say
    overdue = seen.overdue.assign(what=say("Open, overdue"))
    stuck = seen.stuck.assign(what=say("Steps late"))
    rows = pd.concat([overdue, stuck], ignore_index=True)
    columns = {
        say("What"): rows["what"],
        say("Procedure or holder"): rows["name"],
        say("Number"): rows["count"],
        say("Longest, working days"): rows["longest"],
    }
    return Table(pd.DataFrame(columns))


def days_words(days: int, language: Language) -> str:
    """How long the longest one waits; due today: not a working day over yet."""
    if not days:
        return language.say("due on the day looked at")
    return language.say("longest {n}", n=language.count("{n} day", "{n} days", days))
