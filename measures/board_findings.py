"""What the board of order 1400 says in words."""

from __future__ import annotations

from measures.board_lines import BY_KEY, LINES
from measures.order_board import Board, State
from text import Language


def board_sentence(seen: Board, language: Language) -> str:
    """How many lines are not met somewhere, and where most."""
    say = language.say
    missed = seen.of(State.NOT_MET)
    if seen.units.empty or (seen.cells["state"] == State.NO_DATA).all():
        return say("No data yet on the lines of order 1400.")
    if missed.empty:
        return say("No unit misses a line of order 1400, as far as there is data.")
    if len(seen.units) == 1:
        met = say(
            "{unit} meets {met} lines of order 1400", unit=seen.units["name"].iloc[0], met=len(seen.of(State.MET))
        )
        return language.count("{met}; {n} line is not met.", "{met}; {n} lines are not met.", len(missed), met=met)
    counts = missed.groupby("line").size()
    most = max((line for line in LINES if line.key in counts), key=lambda line: counts[line.key])
    said = language.count(
        "{n} of {all} lines of order 1400 is not met by some units",
        "{n} of {all} lines of order 1400 are not met by some units",
        len(counts),
        all=len(LINES),
    )
    units = language.count("{n} unit", "{n} units", int(counts[most.key]))
    return say("{lines}; most of them miss “{line}”: {units}.", lines=said, line=say(most.short), units=units)


def changes_title(seen: Board, language: Language) -> str:
    """How much changed since the period before."""
    if not seen.before:
        return language.say("No period before to compare with")
    worse, better = len(changed(seen, State.NOT_MET)), len(changed(seen, State.MET))
    return language.say(
        "Since {period}: {better} newly met, {worse} no longer met",
        period=inner(seen, language),
        better=better,
        worse=worse,
    )


def inner(seen: Board, language: Language) -> str:
    """The period before, within a sentence."""
    title = seen.scope.period.previous().title(language)
    return title[:1].lower() + title[1:]


def changed(seen: Board, state: State) -> list[tuple[str, str]]:
    """(line, unit) of the cells that became ``state`` since the period before, in the order of lines and units."""
    rows = seen.changes
    rows = rows[rows["state"] == state]
    return list(zip(rows["line"], rows["unit"], strict=True))


def changed_lines(seen: Board, state: State, language: Language) -> list[str]:
    """One sentence a line: "Phối hợp: P.3, P.4"."""
    names = dict(zip(seen.units["unit_id"], seen.units["short_name"], strict=True))
    by_line: dict[str, list[str]] = {}
    for line, unit in changed(seen, state):
        by_line.setdefault(line, []).append(names[unit])
    return [
        language.say("{line}: {units}", line=language.say(BY_KEY[line].short), units=language.listing(units))
        for line, units in by_line.items()
    ]
