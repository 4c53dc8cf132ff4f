"""The numbers and figures of "Đất đai", kept under what they depend on (see ``ui.loading``)."""

from __future__ import annotations

from charts import ranking as rankings
from charts import stage_flow as flows
from charts.finished import all_finished
from charts.theme import Figure
from data_access.viewer import Viewer
from measures import registry
from measures.land_findings import land_stage_words, late_words
from measures.land_page import Land, land_page
from measures.overview import HEADLINE
from measures.scope import Scope
from measures.stays import RETURN
from text import language
from ui.loading import kept
from ui.session import Session, _holdings, the_store


@kept
def _land(scope: Scope, version: str, viewer: Viewer) -> Land:
    return land_page(the_store(), version, scope, viewer, _holdings(version))


def load_land(session: Session) -> Land:
    """The counted page "Đất đai" of this scope of land dossiers."""
    return _land(session.scope, session.version, session.viewer)


@kept
@all_finished
def land_figures(scope: Scope, version: str, viewer: Viewer, code: str) -> dict[str, Figure]:
    """The figures of "Đất đai" for desk and phone; one that has nothing to show is not there."""
    seen, held, spoken = _land(scope, version, viewer), _holdings(version), language(code)
    rows = list(seen.told.itertuples(index=False))
    stages = seen.told.assign(
        name=[land_stage_words(row.stage, spoken) for row in rows],
        told=[late_words(row, spoken) for row in rows],
        late=seen.told["late"] + seen.told["overdue"],
        things=["dossiers" if row.stage == RETURN else "steps" for row in rows],
    )
    drawn: dict[str, Figure] = {
        "land-flow": flows.stage_flow(stages, seen.ages, spoken),
        "land-flow-phone": flows.stage_flow_phone(stages, seen.ages, spoken),
    }
    x, n = seen.level
    if not n:
        return drawn
    frame = held.units[held.units["unit_id"].isin(seen.wards["unit"])]
    options = {
        "good": registry.get(HEADLINE).good,
        "target": None,
        "level": x / n,
        "language": spoken,
        "selected": next((unit for unit in seen.scope.units if unit in set(frame["unit_id"])), None),
    }
    drawn["land-wards"] = rankings.ranking(seen.wards, frame, **options)
    drawn["land-wards-phone"] = rankings.ranking_phone(seen.wards, frame, **options)
    return drawn
