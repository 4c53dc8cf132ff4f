"""The words of the cells of the board of order 1400."""

from __future__ import annotations

from typing import Any

import pandas as pd

from charts.order_board import WORDS, cell_words
from measures import registry
from measures.board_lines import BY_KEY, Line
from measures.measure import Kind
from measures.order_board import Board, State
from text import Language
from ui.tables import Table


def hover_words(seen: Board, row: Any, language: Language) -> str:
    """State, number and day of one cell, and what the line asks for."""
    line, lines = BY_KEY[row.line], [language.say(WORDS[State(row.state)]).capitalize()]
    if row.x == row.x and row.state != State.NONE:
        lines[0] += f": {cell_words(row.state, row.x, row.n, language)} {counted_words(line, language)}"
    lines.append(language.say("asked for: {rule}", rule=asked_words(seen, line, language)))
    return "<br>".join([*lines, language.say("to {day}", day=language.date(row.day))])


def counted_words(line: Line, language: Language) -> str:
    """What the number of a cell counts."""
    if not line.measure:
        return language.say("answers overdue")
    if line.key == "help":
        return language.say("people helped or reached")
    if registry.get(line.measure).kind is Kind.TOTAL:
        return language.say(registry.get(line.measure).title).lower()
    return language.say(registry.get(line.measure).numerator_words)


def asked_words(seen: Board, line: Line, language: Language) -> str:
    """What the line asks for; of a target with its value and who set it."""
    target = seen.targets.get(line.measure)
    if target is None:
        return language.say(line.asks)
    percent = language.percent(target.value, 0 if round(target.value * 100, 6).is_integer() else 1)
    words = {
        "at_most": language.say("at most {rate}", rate=percent),
        "at_least": language.say("at least {rate}", rate=percent),
    }
    return f"{language.say(line.asks)} ({words[target.direction]}; {target.document or target.set_by})"


def board_table(seen: Board, language: Language) -> Table:
    """Every cell as a row, to take away."""
    say = language.say
    names = dict(zip(seen.units["unit_id"], seen.units["name"], strict=True))
    cells = seen.cells
    was = [seen.before.get((line, unit)) for line, unit in zip(cells["line"], cells["unit"], strict=True)]
    return Table(
        pd.DataFrame(
            {
                say("Unit"): [names[unit] for unit in cells["unit"]],
                say("Line of the order"): [say(BY_KEY[line].title) for line in cells["line"]],
                say("Asked for"): [asked_words(seen, BY_KEY[line], language) for line in cells["line"]],
                say("State"): [say(WORDS[State(state)]) for state in cells["state"]],
                say("Numerator"): cells["x"].astype("Int64"),
                say("Denominator"): cells["n"].astype("Int64"),
                say("What is counted"): [counted_words(BY_KEY[line], language) for line in cells["line"]],
                say("As of"): cells["day"],
                say("In the period before"): [say(WORDS[state]) if state else "" for state in was],
            }
        )
    )
