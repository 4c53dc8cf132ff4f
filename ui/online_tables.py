"""The data of the figures of "Trực tuyến" as tables."""

from __future__ import annotations

import pandas as pd

from charts.heat_cells import field_title
from charts.theme import verdict_word
from measures import registry
from measures.online_findings import at_counter
from measures.online_page import ELIGIBLE, OF_FINISHED, SHARE, Online
from ui.session import Session
from ui.tables import Table


def demands(session: Session, seen: Online) -> Table:
    """Both demands of the order: procedures, then dossiers."""
    say, of = session.language.say, seen.offered.count
    rows = [
        (say("Procedures offered online"), of("offered"), of("all")),
        (say("Procedures used online"), of("online"), of("offered")),
        (say(registry.get(SHARE).title), *seen.now),
        (say(registry.get(OF_FINISHED).title), *seen.finished),
        (say(registry.get(ELIGIBLE).title), *seen.eligible),
    ]
    frame = pd.DataFrame(rows, columns=[say("Measure"), say("Numerator"), say("Denominator")])
    rates = [x / n if n else float("nan") for _, x, n in rows]
    return Table(frame.assign(**{say("Rate"): rates}), (say("Rate"),))


def shares(session: Session, seen: Online) -> Table:
    """The judged units with interval, verdict and possible ranks; all together in the last row."""
    say, frame, (x, n) = session.language.say, seen.units, seen.level
    columns = {
        say("Unit"): [session.held.known.unit_name(unit) for unit in frame["unit"]],
        **_fractions(session, frame),
        say("95% from"): frame["low"],
        say("95% to"): frame["high"],
        say("Compared with"): frame["reference"],
        say("Verdict"): [verdict_word(verdict, session.language) for verdict in frame["verdict"]],
        say("Rank from"): pd.array(frame["rank_low"], dtype="Int64"),
        say("Rank to"): pd.array(frame["rank_high"], dtype="Int64"),
    }
    total = {say("Unit"): say("All units"), say("Online"): int(x), say("Received"): int(n)}
    total |= {say("Rate"): x / n if n else float("nan"), say("Verdict"): ""}
    rows = pd.concat([pd.DataFrame(columns), pd.DataFrame([total])], ignore_index=True)
    return Table(rows, (say("Rate"), say("95% from"), say("95% to"), say("Compared with")))


def _fractions(session: Session, frame: pd.DataFrame) -> dict[str, object]:
    """Numerator, denominator and rate: no rate stands alone."""
    say = session.language.say
    return {
        say("Online"): frame["numerator"].astype(int),
        say("Received"): frame["denominator"].astype(int),
        say("Rate"): (frame["numerator"] / frame["denominator"]).where(frame["denominator"] > 0),
    }


def cells(session: Session, seen: Online) -> Table:
    """Every unit and field that has dossiers."""
    say = session.language.say
    frame = seen.cells.sort_values(["field", "unit"]).reset_index(drop=True)
    columns = {
        say("Unit"): [session.held.known.unit_name(unit) for unit in frame["unit"]],
        say("Field"): [field_title(field, session.language) for field in frame["field"]],
        say("Offered online"): [_yes(session, field in seen.offered_fields) for field in frame["field"]],
        **_fractions(session, frame),
    }
    return Table(pd.DataFrame(columns), (say("Rate"),))


def _yes(session: Session, true: bool) -> str:
    return session.language.say("yes") if true else session.language.say("no")


def procedures(session: Session, rows: pd.DataFrame) -> Table:
    """Procedures of one bar (``Offered.step``), a row each; small numbers of sensitive fields stay empty."""
    say = session.language.say
    columns = {
        say("Procedure code"): rows["procedure"],
        say("Procedure"): rows["name"],
        say("Field"): rows["field"],
        say("Level"): pd.array([level or None for level in rows["level"]], dtype="Int64"),
        **_fractions(session, rows),
    }
    frame = pd.DataFrame(columns)
    numbers = [say("Online"), say("Received"), say("Rate")]
    frame[numbers] = frame[numbers].astype("Float64").mask(rows["small"])
    whole = frame.astype(dict.fromkeys(numbers[:2], "Int64"))
    return Table(whole.reset_index(drop=True), (say("Rate"),))


def opportunity(session: Session, seen: Online) -> Table:
    """The offered procedures with what still came to the counter."""
    say, rows = session.language.say, at_counter(seen)
    columns = {
        say("Procedure"): rows["name"],
        **_fractions(session, rows),
        say("At the counter"): rows["counter"].astype(int),
    }
    return Table(pd.DataFrame(columns), (say("Rate"),))


def gains(session: Session, seen: Online) -> Table:
    """What reaching the median would bring, procedure by procedure."""
    say, rows = session.language.say, seen.procedures[~seen.procedures["small"]]
    columns = {
        say("Procedure"): rows["name"],
        **_fractions(session, rows),
        say("Median share"): rows["median"],
        say("Units in the median"): rows["units"],
        say("Units below it"): rows["below"],
        say("Dossiers more"): rows["gain"],
        say("Share more"): rows["points"],
    }
    return Table(pd.DataFrame(columns), (say("Rate"), say("Median share"), say("Share more")))


def months(session: Session, seen: Online) -> Table:
    """The trend with its control limits."""
    say, frame = session.language.say, seen.trend.frame
    columns = {"lower": say("Lower limit"), "upper": say("Upper limit"), "centre": say("Mean")}
    shown = {say("From month"): frame["period"], **_fractions(session, frame)}
    shown |= {title: frame[name] for name, title in columns.items()}
    return Table(pd.DataFrame(shown), (say("Rate"), *columns.values()), (say("From month"),))


def offered_months(session: Session, seen: Online) -> Table:
    """How many procedures were offered online at the end of each month."""
    say, frame = session.language.say, seen.offered.history
    columns = {say("Month"): frame["period"], say("Procedures offered online"): frame["offered"]}
    return Table(pd.DataFrame(columns), months=(say("Month"),))


def intake(session: Session, seen: Online) -> Table:
    """Late intake by unit."""
    say, frame = session.language.say, seen.intake_units
    columns = {
        say("Unit"): [session.held.known.unit_name(unit) for unit in frame["unit"]],
        say("Accepted late"): frame["numerator"].astype(int),
        say("Online submissions"): frame["denominator"].astype(int),
        say("Rate"): (frame["numerator"] / frame["denominator"]).where(frame["denominator"] > 0),
    }
    return Table(pd.DataFrame(columns), (say("Rate"),))
