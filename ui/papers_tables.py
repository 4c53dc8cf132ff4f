"""The data of the figures of "Giấy tờ" as tables."""

from __future__ import annotations

import pandas as pd

from charts.theme import verdict_word
from measures import registry
from measures.papers_findings import KIND_WORDS, paper_words
from measures.papers_page import KINDS, REPEATED, Papers, per_100
from ui.session import Session
from ui.tables import Table


def figures(session: Session, seen: Papers) -> Table:
    """Both measures per 100 dossiers, now and in the period before, and the repeated supplements."""
    say = session.language.say
    rows = []
    for kind in KINDS:
        for when, pair in ((say("in the period"), seen.now[kind]), (say("period before"), seen.before[kind])):
            rows.append((say(registry.get(per_100(kind)).title), when, *pair, _per_100(pair)))
    rows.append((say(registry.get(REPEATED).title), say("in the period"), *seen.repeated, _per_100(seen.repeated)))
    columns = [say("Measure"), say("Counted"), say("Numerator"), say("Denominator"), say("Per 100")]
    return Table(pd.DataFrame(rows, columns=columns))


def _per_100(pair: tuple[float, float]) -> float:
    return round(100 * pair[0] / pair[1], 2) if pair[1] else float("nan")


def units(session: Session, seen: Papers) -> Table:
    """Units by kind of demand; those that never reported have no numbers."""
    say, parts = session.language.say, []
    for kind in KINDS:
        frame = seen.units[kind]
        columns = {
            say("Unit"): [*frame["name"], *seen.silent],
            say("Demands"): pd.array([*frame["demands"], *(None for _ in seen.silent)], dtype="Int64"),
            say("Received"): pd.array([*frame["dossiers"], *(None for _ in seen.silent)], dtype="Int64"),
            say("Dossiers with a demand"): pd.array([*frame["with_demand"], *(None for _ in seen.silent)], "Int64"),
            say("Verdict"): [
                *("" if word is None else verdict_word(word, session.language) for word in frame["verdict"]),
                *(say("nothing reported") for _ in seen.silent),
            ],
        }
        parts.append(pd.DataFrame(columns).assign(**{say("Demanded"): say(KIND_WORDS[kind])}))
    return Table(pd.concat(parts, ignore_index=True))


def what(session: Session, seen: Papers) -> Table:
    """What is demanded in which procedure."""
    say, frame = session.language.say, seen.pairs
    columns = {
        say("Procedure"): frame["title"],
        say("Paper demanded"): [paper_words(paper, session.language) for paper in frame["paper"]],
        **{say(registry.get(kind).title): frame[kind] for kind in KINDS},
    }
    return Table(pd.DataFrame(columns))


def habits(session: Session, seen: Papers) -> Table:
    """What is demanded again and again, by unit and procedure."""
    say, frame = session.language.say, seen.habits
    columns = {
        say("Unit"): frame["name"],
        say("Procedure"): frame["title"],
        say("Demanded"): [say(KIND_WORDS[kind]) for kind in frame["kind"]],
        say("Demands"): frame["count"],
        say("Most of them"): [paper_words(paper, session.language) for paper in frame["paper"]],
        say("Of these"): frame["of_paper"],
    }
    return Table(pd.DataFrame(columns))
