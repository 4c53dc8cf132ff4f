"""The numbers, lists and figures of the page of one unit, kept under what they depend on (see ``ui.loading``)."""

from __future__ import annotations

from typing import Any

import pandas as pd

from charts import band_strip as strips
from charts import days_between as days_charts
from charts import letter_steps as steps_charts
from charts import stage_squares as stages
from charts import trend as trends
from charts.finished import all_finished
from charts.letter_words import step_words
from charts.theme import Figure
from charts.trend import Paper
from data_access.fetch import fetch
from data_access.profiles import load_profile
from data_access.viewer import Viewer
from measures import early_warning, letters_findings, registry
from measures.known import Holdings
from measures.letters_page import STEPS, in_force
from measures.members import Page
from measures.scope import Scope
from measures.unit_page import LATE, UnitPage, unit_page
from measures.work import SOON, work_rows
from text import Language, language
from ui.loading import kept, over_time
from ui.loading_forecast import _chances, _of_all
from ui.session import Session, _holdings, the_store
from ui.unit_words import band_rows, legend, stage_rows

ROWS = 8  # of a work list on the page
_HALF = Paper(720, 240, 7, keeps_limits=True)


@kept
def _unit(scope: Scope, version: str, viewer: Viewer) -> UnitPage:
    held = _holdings(version)
    return unit_page(the_store(), version, scope, viewer, held, load_profile(held.profile))


def load_unit(session: Session) -> UnitPage:
    """The counted and judged page of the unit of this scope."""
    return _unit(session.scope, session.version, session.viewer)


def whole_work_list(key: str, scope: Scope, version: str, viewer: Viewer) -> pd.DataFrame:
    """All rows of a work list (see ``measures.work``); of what is due soon with ``chance``, the highest first."""
    rows = fetch(the_store(), work_rows(key, scope, viewer), version)
    if key != SOON:
        return rows
    learnt = _chances(_of_all(scope), version, viewer)
    chance = early_warning.due_soon(the_store(), version, scope, viewer, learnt)
    rows = rows.assign(chance=rows["dossier_code"].map(chance))
    return rows.sort_values("chance", ascending=False, kind="stable", ignore_index=True)


@kept
def top_of_list(key: str, scope: Scope, version: str, viewer: Viewer) -> pd.DataFrame:
    """The first rows of a work list, as the page shows them."""
    if key == SOON:
        return whole_work_list(key, scope, version, viewer).head(ROWS)
    return fetch(the_store(), work_rows(key, scope, viewer, Page(1, ROWS)), version)


@kept
@all_finished
def unit_figures(scope: Scope, version: str, viewer: Viewer, code: str) -> dict[str, Figure]:
    """The figures of the page for desk and phone; one that has nothing to show is not there."""
    seen, held, spoken = _unit(scope, version, viewer), _holdings(version), language(code)
    rows, items = band_rows(seen, held, spoken), legend(seen, held, spoken)
    drawn = {
        "strip": strips.band_strip(rows, items, spoken),
        "strip-phone": strips.band_strip_phone(rows, items, spoken),
    }
    return {**drawn, **_months(seen, held, spoken), **_letters(seen, spoken), **_stages(seen, spoken)}


def _months(seen: UnitPage, held: Holdings, spoken: Language) -> dict[str, Figure]:
    """The months of the unit, or the days between its late dossiers, as on "Trễ hạn"."""
    target = None if seen.scope.certification else seen.standings[LATE].target
    told = over_time(target, seen.trend, seen.joins, held, spoken)
    if seen.rare is None:
        frame = seen.trend.frame
        if not frame["denominator"].sum():
            return {}
        marked = (told["events"], told["joins"])
        good = registry.get(LATE).good
        assert good is not None
        return {
            "months": trends.draw(frame, good, told["target"], spoken, marked, told["provisional"], _HALF),
            "months-phone": trends.trend_phone(frame, **told),
        }
    if seen.rare.frame.empty:
        return {}
    options: dict[str, Any] = {name: told[name] for name in ("language", "events", "joins")}
    options["provisional"] = seen.rare.provisional
    months = (seen.history["period"].min(), seen.rare.frame["end"].iloc[-1])
    return {
        "months": days_charts.days_between_half(seen.rare.frame, months, **options),
        "months-phone": days_charts.days_between_phone(seen.rare.frame, months, **options),
    }


def _letters(seen: UnitPage, spoken: Language) -> dict[str, Figure]:
    if not seen.counts[STEPS[0]]:
        return {}
    setting = in_force(seen.scope)[-1]
    in_time = letters_findings.rule_words(setting, spoken)
    steps = [steps_charts.LetterStep(key, step_words(key, in_time, spoken), seen.counts[key]) for key in STEPS]
    return {
        "letters": steps_charts.letter_steps(steps, spoken),
        "letters-phone": steps_charts.letter_steps_phone(steps, spoken),
    }


def _stages(seen: UnitPage, spoken: Language) -> dict[str, Figure]:
    if seen.stages.empty:
        return {}
    rows = stage_rows(seen, spoken)
    return {
        "stages": stages.stage_squares(rows, spoken),
        "stages-phone": stages.stage_squares_phone(rows, spoken),
    }
