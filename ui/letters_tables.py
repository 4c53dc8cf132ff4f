"""The data of the figures of "Thư xin lỗi" as tables."""

from __future__ import annotations

import pandas as pd

from charts.letter_words import loss_words, side_words, step_words
from charts.unit_squares_parts import KINDS
from measures import registry
from measures.letters_findings import in_time_words
from measures.letters_page import FURTHER, LOSSES, RATES, STATES, STEPS, Letters
from ui import lists
from ui.session import Session
from ui.tables import Table


def follow_up(session: Session, seen: Letters) -> Table:
    """Steps and losses in their order, each with its share of all overdue dossiers."""
    language, say = session.language, session.language.say
    rows = []
    for step in STEPS:
        words = [(step, step_words(step, in_time_words(seen, language), language))]
        words += [(key, loss_words(key, seen.counts[key], language)) for key in LOSSES.get(step, ())]
        for key, title in words:
            lost = key not in STEPS
            rows.append(
                {
                    say("Step"): "" if lost else title,
                    say("Lost there"): title if lost else "",
                    say("Dossiers"): seen.counts[key],
                    say("Share of all overdue"): seen.counts[key] / seen.breached if seen.breached else float("nan"),
                }
            )
    return Table(pd.DataFrame(rows), (say("Share of all overdue"),))


def units(session: Session, seen: Letters) -> Table:
    """One row a unit: with and without letter by what became of the dossiers."""
    language, say = session.language, session.language.say
    rows: dict[str, dict[str, object]] = {}
    columns = {
        (state, kind.key): f"{side_words(state, language)}, {_lower(kind.words(language))}"
        for state in STATES
        for kind in KINDS
    }
    for one in seen.units.itertuples(index=False):
        row = rows.setdefault(one.name, {say("Unit"): one.name, **dict.fromkeys(columns.values(), 0)})
        row[columns[one.side, one.kind]] = one.count
    found = pd.DataFrame(list(rows.values()), columns=[say("Unit"), *columns.values()])
    return Table(found.assign(**{say("Overdue"): found[list(columns.values())].sum(axis=1)}))


def _lower(words: str) -> str:
    return words[:1].lower() + words[1:]


def needed(session: Session, seen: Letters) -> Table:
    """What needs a letter by the next working day, by unit and due day."""
    return _stock(session, seen.needed.sort_values(["due_day", "unit"]), {"due_day": session.language.say("Due")})


def missing(session: Session, seen: Letters) -> Table:
    """The stock of missing letters by unit, state and age."""
    language, say = session.language, session.language.say
    frame = seen.missing.assign(
        state=[say(lists.LEFT[state]) for state in seen.missing["state"]],
        age=[lists.age_words(age, language) for age in seen.missing["age"]],
    )
    return _stock(session, frame.sort_values("unit"), {"state": say("State"), "age": say("Working days since due")})


def _stock(session: Session, frame: pd.DataFrame, titles: dict[str, str]) -> Table:
    say, names = session.language.say, dict(session.held.known.units)
    columns = {say("Unit"): [names[unit] for unit in frame["unit"]]}
    columns |= {title: list(frame[name]) for name, title in titles.items()}
    return Table(pd.DataFrame(columns | {say("Dossiers"): list(frame["count"])}))


def further(session: Session, seen: Letters) -> Table:
    """Rates with their fractions, then counts."""
    say = session.language.say
    rows = [
        {
            say("Measure"): say(registry.get(key).title),
            say("Numerator"): int(seen.rates[key][0]),
            say("Denominator"): int(seen.rates[key][1]),
            say("Rate"): seen.rates[key][0] / seen.rates[key][1] if seen.rates[key][1] else float("nan"),
        }
        for key in RATES
    ]
    rows += [{say("Measure"): say(registry.get(key).title), say("Numerator"): seen.counts[key]} for key in FURTHER]
    return Table(pd.DataFrame(rows), (say("Rate"),))


def months(session: Session, seen: Letters) -> Table:
    """The months with their control limits."""
    say, frame = session.language.say, seen.trend.frame
    columns = {"rate": say("Rate"), "lower": say("Lower limit"), "upper": say("Upper limit"), "centre": say("Mean")}
    shown = {
        say("From month"): frame["period"],
        say("Letter by the lawful day"): frame["numerator"].astype(int),
        say("Overdue"): frame["denominator"].astype(int),
        **{title: frame[name] for name, title in columns.items()},
    }
    return Table(pd.DataFrame(shown), tuple(columns.values()), (say("From month"),))
