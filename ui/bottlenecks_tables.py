"""The data of the figures of "Điểm nghẽn" as tables."""

from __future__ import annotations

import pandas as pd

from measures import registry
from measures.bottlenecks_findings import stage_words
from measures.bottlenecks_page import FEWEST, GROUPS, OWN_CLOCK, Bottlenecks
from measures.lateness_page import OWN as SEVERAL
from measures.lateness_page import REST
from measures.overview import HEADLINE
from measures.stays import AGENCY, ALONE, CITIZEN, LINKED, OWN, SYSTEM, UNKNOWN, UNRECORDED
from text import Language, mark
from ui.session import Session
from ui.tables import Table

CAUSE_WORDS = {
    AGENCY: mark("coordinating agencies"),
    OWN: mark("receiving and resolving units"),
    CITIZEN: mark("waiting for the citizen"),
    SYSTEM: mark("last step done, closed later"),
    UNKNOWN: mark("not recorded"),
}
GROUP_WORDS = {
    LINKED: mark("Inter-agency"),
    ALONE: mark("Within one agency"),
    UNRECORDED: mark("No steps recorded"),
}


def place_words(language: Language, cause: str, holder: str, name: str) -> str:
    """A holder, or what stands for one: several units together, a wait, a gap."""
    if holder == REST:
        return language.say("Other coordinating agencies")
    words = name if holder and holder != SEVERAL and name else language.say(CAUSE_WORDS[cause])
    return words[:1].upper() + words[1:]


def clock(session: Session, seen: Bottlenecks) -> Table:
    """The headline, the same by the own clock, and the headline apart for inter-agency dossiers."""
    say = session.language.say
    pairs = {say(registry.get(HEADLINE).title): seen.now, say(registry.get(OWN_CLOCK).title): seen.own_clock}
    pairs |= {say(GROUP_WORDS[group]): seen.groups[group] for group in GROUPS}
    columns = {
        say("Measure"): list(pairs),
        say("Numerator"): [int(x) for x, _ in pairs.values()],
        say("Denominator"): [int(n) for _, n in pairs.values()],
        say("Rate"): [x / n if n else float("nan") for x, n in pairs.values()],
    }
    return Table(pd.DataFrame(columns), (say("Rate"),))


def late(session: Session, seen: Bottlenecks) -> Table:
    """Late days by cause and holder."""
    say, frame = session.language.say, seen.late
    rows = frame.itertuples(index=False)
    columns = {
        say("Cause"): [say(CAUSE_WORDS[cause]) for cause in frame["cause"]],
        say("Held by"): [place_words(session.language, row.cause, row.holder, row.name) for row in rows],
        say("Working days late"): frame["days"],
        say("Times held"): frame["stays"],
    }
    return Table(pd.DataFrame(columns))


def flow(session: Session, seen: Bottlenecks) -> Table:
    """The stages: what came in, what went out, what is in them and for how long."""
    say, frame = session.language.say, seen.flow
    columns = {
        say("Stage"): [stage_words(stage, session.language) for stage in frame["stage"]],
        say("Came in"): frame["begun"],
        say("Went out"): frame["finished"],
        say("Under way"): frame["open"],
        say("90% at most, working days"): frame["p90"],
        say("Longest, working days"): frame["longest"],
        say("Steps late"): frame["late"],
    }
    return Table(pd.DataFrame(columns))


def dwell(session: Session, seen: Bottlenecks) -> Table:
    """Steps of finished dossiers by holder and stage, most days first; what lay outside any step in the last rows."""
    say, frame = session.language.say, seen.dwell.sort_values(["days", "p90"], ascending=False, kind="stable")
    rows = frame.itertuples(index=False)
    outside = {cause: days for cause, days in seen.elsewhere.items() if days}
    none, told = [None] * len(outside), frame["p90"].where(frame["stays"] >= FEWEST)
    columns = {
        say("Held by"): [
            *(place_words(session.language, row.cause, row.holder, row.name) for row in rows),
            *(place_words(session.language, cause, "", "") for cause in outside),
        ],
        say("Stage"): [*(stage_words(stage, session.language) for stage in frame["stage"]), *("" for _ in outside)],
        say("90% at most, working days"): pd.array([*told, *none], dtype="Int64"),
        say("Total days"): [*frame["days"], *outside.values()],
        say("Number of steps"): pd.array([*frame["stays"], *none], dtype="Int64"),
    }
    return Table(pd.DataFrame(columns))


def stuck(session: Session, seen: Bottlenecks) -> Table:
    """Steps late whose dossier is not, by stage and holder."""
    say, frame = session.language.say, seen.stuck
    columns = {
        say("Stage"): [stage_words(stage, session.language) for stage in frame["stage"]],
        say("Held by"): frame["name"],
        say("Steps late"): frame["count"],
        say("Longest, working days"): frame["longest"],
    }
    return Table(pd.DataFrame(columns))
