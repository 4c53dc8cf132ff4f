"""The numbers and figures of "Điểm nghẽn", kept under what they depend on (see ``ui.loading``)."""

from __future__ import annotations

from charts import late_days as bars
from charts import stage_flow as flows
from charts.finished import all_finished
from charts.theme import Figure
from data_access.viewer import Viewer
from measures.bottlenecks_findings import stage_words
from measures.bottlenecks_page import Bottlenecks, bottlenecks_page
from measures.scope import Scope
from text import language
from ui.bottlenecks_tables import place_words
from ui.loading import kept
from ui.session import Session, _holdings, the_store


@kept
def _bottlenecks(scope: Scope, version: str, viewer: Viewer) -> Bottlenecks:
    return bottlenecks_page(the_store(), version, scope, viewer, _holdings(version))


def load_bottlenecks(session: Session) -> Bottlenecks:
    """The counted page "Điểm nghẽn" of this scope."""
    return _bottlenecks(session.scope, session.version, session.viewer)


@kept
@all_finished
def bottlenecks_figures(scope: Scope, version: str, viewer: Viewer, code: str) -> dict[str, Figure]:
    """The figures of "Điểm nghẽn" for desk and phone; one that has nothing to show is not there."""
    seen, spoken = _bottlenecks(scope, version, viewer), language(code)
    drawn: dict[str, Figure] = {}
    if seen.late_days:
        rows = seen.late.itertuples(index=False)
        named = seen.late.assign(name=[place_words(spoken, row.cause, row.holder, row.name) for row in rows])
        drawn |= {"late-days": bars.late_days(named, spoken), "late-days-phone": bars.late_days_phone(named, spoken)}
    if len(seen.flow):
        stages = seen.flow.assign(name=[stage_words(stage, spoken) for stage in seen.flow["stage"]])
        drawn["flow"] = flows.stage_flow(stages, seen.ages, spoken)
        drawn["flow-phone"] = flows.stage_flow_phone(stages, seen.ages, spoken)
    return drawn
