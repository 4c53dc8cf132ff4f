"""The rows of the page of one unit: work lists for the screen and for a file, and the data of its figures."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

import pandas as pd

from charts.theme import verdict_word
from measures import registry, unit_findings
from measures.headlines import HEADLINES
from measures.letters_page import STEPS
from measures.unit_page import UnitPage
from measures.work import SOON, TASKS, next_step
from text import Language
from ui import lists
from ui.blocks import plain
from ui.loading_unit import whole_work_list
from ui.session import Session
from ui.tables import Table
from ui.unit_words import stage_words

LONGEST = 38  # letters of a procedure in a narrow column


def work_markdown(session: Session, seen: UnitPage, key: str, rows: pd.DataFrame) -> str:
    """The first rows of a work list as one Markdown table."""
    say, language = session.language.say, session.language
    titles = [say("Dossier code"), say("Procedure"), say("Due"), say("Stage, holder"), say("Days"), say("Next step")]
    lines = [titles, ["---"] * len(titles)]
    short, names = short_names(session), dict(session.held.known.procedures)
    for row in rows.itertuples():
        name = names.get(row.procedure, row.procedure)
        cells = [
            lists.code_of(session, row.dossier_code),
            name if len(name) <= LONGEST else name[:LONGEST].rstrip() + "…",
            day_words(row.due, seen.soon[0], language),
            place_words(row, short, seen.soon[0], language),
            days_words(key, row, language),
            unit_findings.step_words(next_step(key, row, seen.unit), short, language),
        ]
        lines.append([plain(cell) for cell in cells])
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)


def short_names(session: Session) -> dict[str, str]:
    """Units as they stand in tight columns."""
    units = session.held.units
    return dict(zip(units["unit_id"], units["short_name"], strict=True))


def day_words(day: dt.date | None, now: dt.date, language: Language) -> str:
    """A day without its year where that is clear."""
    if pd.isna(day) or day is None:
        return ""
    return language.day_month(day) if day.year == now.year else language.date(day)


def place_words(row, short: Mapping[str, str], now: dt.date, language: Language) -> str:  # type: ignore[no-untyped-def]
    """State or stage, and who holds it: "Thụ lý, BHXH"."""
    if row.state == "not_accepted":
        return language.say("not accepted yet")
    if row.state not in ("open", "paused"):
        words = language.say(lists.STATES[row.state])
        day = row.finished_on if row.state == "finished" else row.ended_on
        return f"{words} {day_words(day, now, language)}".strip()
    stage = lists.STAGES.get(row.stage)
    words = language.say(lists.STATES["paused"]) if row.state == "paused" else language.say(stage) if stage else ""
    holder = short.get(row.holder, "") if isinstance(row.holder, str) else ""
    return ", ".join(part for part in (words, holder) if part)


def days_words(key: str, row, language: Language) -> str:  # type: ignore[no-untyped-def]  # a row of itertuples
    """The working days of a list; of what is due soon those left, with the chance of ending late."""
    if pd.isna(row.waited):
        return ""
    days = language.number(abs(int(row.waited)))
    chance = getattr(row, "chance", float("nan"))
    return f"{days} ({language.percent(chance, 0)})" if key == SOON and chance == chance else days


def work_list(session: Session, seen: UnitPage) -> Table:
    """All work lists below each other, for a file: what to do, with which dossier, why now."""
    frames = [_work_rows(session, seen, key) for key in TASKS if seen.counts[key]]
    say = session.language.say
    empty = pd.DataFrame(columns=[say("Task"), say("Dossier code")])
    frame = pd.concat(frames, ignore_index=True) if frames else empty
    return Table(frame, (say("Chance of ending late"),))


def _work_rows(session: Session, seen: UnitPage, key: str) -> pd.DataFrame:
    say, language = session.language.say, session.language
    rows = whole_work_list(key, seen.scope, session.version, session.viewer)
    procedures, units = dict(session.held.known.procedures), dict(session.held.known.units)
    states, none = lists.STATES | {"not_accepted": "not accepted yet"}, [None] * len(rows)
    return pd.DataFrame(
        {
            say("Task"): say(registry.get(key).title),
            say("Dossier code"): [lists.code_of(session, code) for code in rows["dossier_code"]],
            say("Procedure"): [procedures.get(one, one) for one in rows["procedure"]],
            say("Due"): rows["due"],
            say("State"): [say(states[state]) for state in rows["state"]],
            say("Stage"): [say(lists.STAGES[s]) if s in lists.STAGES else "" for s in rows["stage"]],
            say("Held by"): [units.get(holder, "") for holder in rows["holder"]],
            say("Counted from"): rows["since"],
            say("Working days"): pd.array(rows["waited"].abs(), dtype="Int64"),
            say("Chance of ending late"): rows["chance"].round(3) if "chance" in rows else pd.array(none, "Float64"),
            say("Next step"): [
                unit_findings.step_words(next_step(key, row, seen.unit), units, language) for row in rows.itertuples()
            ],
        }
    )


def standings(session: Session, seen: UnitPage) -> Table:
    """Each number among those of the others."""
    say, rows = session.language.say, []
    for key in (*HEADLINES, SOON):
        one = seen.standings[key]
        rate, nothing = bool(one.n), float("nan")
        band = one.band if rate else None
        rows.append(
            {
                say("Measure"): say(registry.get(key).title),
                say("Numerator"): one.x,
                say("Denominator"): one.n if rate else None,
                say("Rate"): one.rate,
                say("95% from"): one.low,
                say("95% to"): one.high,
                say("Verdict"): verdict_word(one.verdict, session.language) if one.verdict else "",
                say("All units"): one.level[0] / one.level[1] if rate and one.level and one.level[1] else nothing,
                say("Lowest of the others"): band.low if band else nothing,
                say("Highest of the others"): band.high if band else nothing,
            }
        )
    names = [say("Rate"), say("95% from"), say("95% to"), say("All units")]
    names += [say("Lowest of the others"), say("Highest of the others")]
    return Table(pd.DataFrame(rows), tuple(names))


def steps(session: Session, seen: UnitPage, titles: Mapping[str, str]) -> Table:
    """The follow-up of the period."""
    say = session.language.say
    rows = {say("Step"): [titles[key] for key in STEPS], say("Dossiers"): [seen.counts[key] for key in STEPS]}
    return Table(pd.DataFrame(rows))


def stages(session: Session, seen: UnitPage) -> Table:
    """Open dossiers by stage."""
    say, words = session.language.say, stage_words(session.language)
    return Table(
        pd.DataFrame(
            {
                say("Stage"): [words[stage] for stage in seen.stages["stage"]],
                say("Open"): seen.stages["open"],
                say("Overdue"): seen.stages["overdue"],
                say("Due in 3 days"): seen.stages["soon"],
                say("Working days, median"): seen.stages["days"],
            }
        )
    )


def procedures(session: Session, seen: UnitPage) -> Table:
    """Every procedure of the period."""
    say, names, rows = session.language.say, dict(session.held.known.procedures), seen.procedures
    return Table(
        pd.DataFrame(
            {
                say("Procedure"): [names.get(one, one) for one in rows["procedure"]],
                say("Overdue"): rows["numerator"].astype(int),
                say("Came due"): rows["denominator"].astype(int),
                say("Expected"): rows["expected"],
                say("More than expected"): rows["excess"],
            }
        )
    )


def procedures_markdown(session: Session, seen: UnitPage, most: int) -> str:
    """The procedures with late dossiers, those furthest above the others' rates first."""
    say, language, names = session.language.say, session.language, dict(session.held.known.procedures)
    titles = [say("Procedure"), say("Overdue/due"), say("Expected"), say("More than expected")]
    lines = [titles, ["---"] * len(titles)]
    late = seen.procedures[seen.procedures["numerator"] > 0].head(most)
    for row in late.itertuples():
        known = row.expected == row.expected
        more = f"+{language.number(row.excess, 1)}" if row.excess > 0 else language.number(row.excess, 1)
        cells = [names.get(row.procedure, row.procedure), language.fraction(row.numerator, row.denominator)]
        cells += [language.number(row.expected, 1), more] if known else ["–", "–"]
        lines.append([plain(cell) for cell in cells])
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)
