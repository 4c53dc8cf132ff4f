"""The numbers and figures of "Thư xin lỗi", kept under what they depend on (see ``ui.loading``)."""

from __future__ import annotations

from charts import control_chart as controls
from charts import letter_funnel as funnels
from charts import unit_squares as squares
from charts.finished import all_finished
from charts.theme import Figure
from data_access.profiles import load_profile
from data_access.viewer import Viewer
from measures import letters_findings, registry
from measures.known import Holdings
from measures.letters_page import ON_TIME, Letters, letters_page
from measures.scope import Scope
from text import Language, language
from ui.loading import kept
from ui.session import Session, _holdings, the_store

LINKS = 44  # the links below the steps need so much more room than those below the units


@kept
def _letters(scope: Scope, version: str, viewer: Viewer) -> Letters:
    held = _holdings(version)
    return letters_page(the_store(), version, scope, viewer, held, load_profile(held.profile))


def load_letters(session: Session) -> Letters:
    """The counted and judged page "Thư xin lỗi" of this scope."""
    return _letters(session.scope, session.version, session.viewer)


@kept
@all_finished
def letters_figures(scope: Scope, version: str, viewer: Viewer, code: str) -> dict[str, Figure]:
    """The figures of "Thư xin lỗi" for desk and phone; one that has nothing to show is not there."""
    seen, held, spoken = _letters(scope, version, viewer), _holdings(version), language(code)
    return {**_follow_up(seen, spoken), **_months(seen, held, spoken)}


def _follow_up(seen: Letters, spoken: Language) -> dict[str, Figure]:
    """The steps, and the same dossiers by whose duty the letter is."""
    if not seen.breached:
        return {}
    steps = (seen.counts, seen.parts, letters_findings.in_time_words(seen, spoken), spoken)
    units = squares.unit_squares(seen.units, seen.quiet, spoken)
    return {
        "follow-up": funnels.letter_funnel(*steps, height=units.layout.height - LINKS),
        "follow-up-phone": funnels.letter_funnel_phone(*steps),
        "units": units,
        "units-phone": squares.unit_squares_phone(seen.units, seen.quiet, spoken),
    }


def _months(seen: Letters, held: Holdings, spoken: Language) -> dict[str, Figure]:
    """The months of letters by the lawful day. The target is set for having a letter at all, so it is not drawn."""
    frame, events = seen.trend.frame, load_profile(held.profile).events
    if not frame["denominator"].sum():
        return {}
    options = {
        "good": registry.get(ON_TIME).good,
        "target": None,
        "language": spoken,
        "events": [(event.day, event.title if spoken.code == "vi" else event.title_en) for event in events],
        "joins": seen.joins,
        "provisional": seen.trend.provisional,
    }
    return {
        "months": controls.control_chart(frame, **options),
        "months-phone": controls.control_chart_phone(frame, **options),
    }
