"""The data of a figure as a table: raw numbers and dates, with what each column is, so that the screen and a workbook
can both write them properly."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from charts.theme import verdict_word
from measures import registry
from measures.headlines import Headline
from measures.measure import Kind
from measures.unit_map import UnitMap
from text import Language
from ui.session import Session


@dataclass(frozen=True)
class Table:
    """A frame whose ``rates`` are shares (0.023) and whose ``months`` are first days of months."""

    frame: pd.DataFrame
    rates: tuple[str, ...] = ()
    months: tuple[str, ...] = ()

    def written(self, language: Language) -> pd.DataFrame:
        """Every cell as text of the screen."""
        shown = self.frame.copy().astype(object)
        for column in shown.columns:
            shown[column] = [self._cell(cell, column, language) for cell in self.frame[column]]
        return shown

    def _cell(self, cell: object, column: str, language: Language) -> str:
        if pd.isna(cell):  # type: ignore[call-overload]
            return ""
        if column in self.months:
            return language.month(cell)  # type: ignore[arg-type]
        if hasattr(cell, "year"):
            return language.date(cell)  # type: ignore[arg-type]
        if column in self.rates:
            return language.percent(cell)  # type: ignore[arg-type]
        if isinstance(cell, str):
            return cell
        return language.number(cell, 0 if float(cell).is_integer() else 2)  # type: ignore[arg-type]


def _fractions(session: Session, frame: pd.DataFrame, above: str = "", below: str = "") -> dict[str, object]:
    """Numerator, denominator and rate: no rate stands alone."""
    say = session.language.say
    return {
        above or say("Overdue"): frame["numerator"].astype(int),
        below or say("Came due"): frame["denominator"].astype(int),
        say("Rate"): frame["rate"],
    }


def stock(session: Session, frame: pd.DataFrame) -> Table:
    """A series of counts by day."""
    say = session.language.say
    return Table(
        pd.DataFrame({say("At the close of"): frame["period"], say("Dossiers"): frame["numerator"].astype(int)})
    )


def counts(session: Session, found: dict[str, int]) -> Table:
    """Counts of measures by key, and whether they are of the day or of the period."""
    say = session.language.say
    measures = [registry.get(key) for key in found]
    kinds = [say("on the day") if measure.kind is Kind.STOCK else say("in the period") for measure in measures]
    titles = [say(measure.title) for measure in measures]
    return Table(pd.DataFrame({say("Measure"): titles, say("Counted"): kinds, say("Dossiers"): list(found.values())}))


def headline(session: Session, shown: Headline) -> Table:
    """The months of a headline."""
    say, measure = session.language.say, registry.get(shown.key)
    names = (say(measure.numerator_words).capitalize(), say(measure.denominator_words).capitalize())
    columns = {say("Month"): shown.history["period"], **_fractions(session, shown.history, *names)}
    return Table(pd.DataFrame(columns), (say("Rate"),), (say("Month"),))


def units(session: Session, shown: UnitMap) -> Table:
    """The judged units with interval and verdict, and all of them together in the last row."""
    say, frame, measure = session.language.say, shown.units, registry.get(shown.key)
    x, n = shown.level
    above, below = say(measure.numerator_words).capitalize(), say(measure.denominator_words).capitalize()
    rows = pd.DataFrame(
        {
            say("Unit"): [session.held.known.unit_name(unit) for unit in frame["unit"]],
            **_fractions(session, frame, above, below),
            say("95% from"): frame["low"],
            say("95% to"): frame["high"],
            say("Verdict"): [verdict_word(verdict, session.language) for verdict in frame["verdict"]],
        }
    )
    total = {say("Unit"): say("All units"), above: int(x), below: int(n)}
    total |= {say("Rate"): x / n if n else float("nan"), say("Verdict"): ""}
    rows = pd.concat([rows, pd.DataFrame([total])], ignore_index=True)
    return Table(rows, (say("Rate"), say("95% from"), say("95% to")))


def trend(session: Session, frame: pd.DataFrame) -> Table:
    """The trend with its control limits."""
    say = session.language.say
    columns = {"lower": say("Lower limit"), "upper": say("Upper limit"), "centre": say("Mean")}
    shown = {say("From month"): frame["period"], **_fractions(session, frame)}
    shown |= {title: frame[name] for name, title in columns.items()}
    return Table(pd.DataFrame(shown), (say("Rate"), *columns.values()), (say("From month"),))
