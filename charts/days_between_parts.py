"""The traces of the chart of days between late dossiers: band, average, teeth and marks."""

from __future__ import annotations

import math
from typing import Any

import pandas as pd

from charts import theme
from measures.verdict import Direction, Verdict
from text import Language

VERDICTS = {"longer": Verdict.HIGHER, "closer": Verdict.LOWER}


def _runs(frame: pd.DataFrame) -> list[pd.DataFrame]:
    """Intervals that follow each other without a gap; between them lies a new baseline."""
    new = frame["start"] != frame["end"].shift()
    return [rows for _, rows in frame.groupby(new.cumsum())]


def limits(frame: pd.DataFrame) -> dict[str, Any]:
    """From 0 to the limit of each interval, as a faint stepped band; closed for each baseline."""
    x: list[Any] = []
    y: list[float | None] = []
    for rows in _runs(frame[frame["limit"].notna()]):
        long = rows[rows["start"] < rows["end"]]
        for start, end, limit in zip(long["start"], long["end"], long["limit"], strict=True):
            x, y = [*x, start, end], [*y, float(limit), float(limit)]
        if len(long):
            begin, stop, height = long["start"].iloc[0], long["end"].iloc[-1], float(long["limit"].iloc[0])
            x, y = [*x, stop, begin, begin, None], [*y, 0.0, 0.0, height, None]
    look = {"fill": "toself", "fillcolor": theme.PAGE, "line": {"color": theme.FAINT, "width": 1}}
    return {**_line("limits", x, y), **look, "hoveron": "points"}


def centre(frame: pd.DataFrame) -> dict[str, Any]:
    """The average wait, from the first to the last day of each baseline."""
    x: list[Any] = []
    y: list[float | None] = []
    for rows in _runs(frame[frame["centre"].notna()]):
        level = float(rows["centre"].iloc[0])
        x, y = [*x, rows["start"].iloc[0], rows["end"].iloc[-1], None], [*y, level, level, None]
    return {**_line("centre", x, y), "line": {"color": theme.SOFT, "width": theme.LINE_WIDTH}}


def teeth(frame: pd.DataFrame) -> dict[str, Any]:
    """From 0 on the day of a late dossier up to the days until the next, and down again."""
    x: list[Any] = []
    y: list[float | None] = []
    for rows in _runs(frame):
        for start, end, days, running in zip(rows["start"], rows["end"], rows["days"], rows["running"], strict=True):
            x, y = [*x, start, end], [*y, 0.0, float(days)]
            if not running:
                x, y = [*x, end], [*y, 0.0]
        x, y = [*x, None], [*y, None]
    return {**_line("line", x, y), "line": {"color": theme.WHISKER, "width": theme.LINE_WIDTH}}


def _line(name: str, x: list[Any], y: list[float | None]) -> dict[str, Any]:
    shared = {"type": "scatter", "mode": "lines", "hoverinfo": "skip", "connectgaps": False}
    return {**shared, "name": name, "x": x, "y": y}


def marks(frame: pd.DataFrame, size: float, language: Language) -> dict[str, Any]:
    """One mark an interval: a circle, hollow while it runs, or the coloured triangle of a signal."""
    verdicts = [VERDICTS.get(signal, Verdict.NO_EVIDENCE) for signal in frame["signal"]]
    signalled = [verdict is not Verdict.NO_EVIDENCE for verdict in verdicts]
    hollow = [running and not signal for running, signal in zip(frame["running"], signalled, strict=True)]
    colours = [theme.verdict_colour(verdict, Direction.HIGHER).mark for verdict in verdicts]
    return {
        "type": "scatter",
        "mode": "markers",
        "name": "marks",
        "x": list(frame["end"]),
        "y": [float(days) for days in frame["days"]],
        "marker": {
            "symbol": [theme.verdict_symbol(verdict) for verdict in verdicts],
            "color": [theme.CARD if empty else colour for empty, colour in zip(hollow, colours, strict=True)],
            "size": [size + 4 if signal else size + 2 * empty for signal, empty in zip(signalled, hollow, strict=True)],
            "opacity": 1,
            "line": {
                "color": [theme.DATA if empty else theme.CARD for empty in hollow],
                "width": [1.8 if empty else 1 for empty in hollow],
            },
        },
        "hovertext": [_hover_text(row, language) for row in frame.itertuples(index=False)],
        "hovertemplate": "%{hovertext}<extra></extra>",
        "cliponaxis": False,
    }


def _hover_text(row: Any, language: Language) -> str:
    """From when to when, how long, how many dossiers were kept meanwhile, limit and signal."""
    say = language.say
    days = language.count("{n} working day", "{n} working days", row.days)
    lines = [f"<b>{language.date(row.start)} – {language.date(row.end)}</b>", days]
    if row.running:
        lines[1] = say("{days} so far", days=days)
    if row.dossiers:
        lines.append(language.count("{n} dossier due, none late", "{n} dossiers due, none late", row.dossiers))
    if not math.isnan(row.limit) and row.days:
        lines.append(say("Limit {days}", days=language.number(row.limit)))
    if row.signal == "longer":
        lines.append(say("Unusually long: better"))
    if row.signal == "closer":
        lines.append(_crowd(row, language))
    return "<br>".join(lines)


def _crowd(row: Any, language: Language) -> str:
    days = language.count("{n} working day", "{n} working days", int(row.run_days))
    return language.say("{late} late ones within {days}: unusual", late=language.number(row.run_late), days=days)
