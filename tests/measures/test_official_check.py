"""Column (6) of form II.06a against the (11) issued before, where a later load tells another story."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path

from data_access.load import Order, load_exports
from data_access.profiles import OfficialForm
from data_access.stores import Store, open_store
from data_access.viewer import EVERYTHING
from measures.known import holdings
from measures.official_check import check, codes_by_row
from measures.official_counts import Question, official_scope
from measures.official_form import official_form
from measures.official_lists import newest_load, open_codes
from measures.period import Period
from measures.scope import Scope
from tests.conftest import Addresses
from tests.district import District, Dossier, write_exports

MAY, JUNE = Scope(Period.parse("2020-05"), units=()), Scope(Period.parse("2020-06"), units=())
BIRTH = "1.001193"  # Hộ tịch
EXPORTED = {"01/06/2020 18:00": dt.datetime(2020, 6, 1, 18), "30/06/2020 18:00": dt.datetime(2020, 6, 30, 18)}


def a_dossier(code: str, **other: object) -> Dossier:
    """Received in May at ward 10, due at the end of June, open."""
    known = {"receiving": "p10", "resolving": "p10", "area": "p10", "procedure": BIRTH, "channel": 1, "status": 4}
    known |= {"received": dt.datetime(2020, 5, 12, 9), "due": dt.datetime(2020, 6, 29, 17)}
    return Dossier(code, **(known | other))  # type: ignore[arg-type]


def may_dossiers() -> list[Dossier]:
    """Six open ones, and one finished."""
    done = a_dossier("H-0", status=9, finished=dt.datetime(2020, 5, 20, 9))
    return [done, *(a_dossier(f"H-{number}") for number in range(1, 7))]


def june_dossiers() -> list[Dossier]:
    """The same as a later export tells them: H-1 and H-6 as they were."""
    may = dict(enumerate(may_dossiers()))
    return [
        may[0],
        may[1],
        replace(may[2], status=9, finished=dt.datetime(2020, 5, 29, 9)),
        replace(may[3], status=10, returned=dt.datetime(2020, 6, 3, 9)),
        replace(may[4], status=3),
        replace(may[5], procedure="2.000815"),
        may[6],
        a_dossier("H-7"),
    ]


def loaded(store: Store, folder: Path, dossiers: list[Dossier], exported: str) -> Question:
    """June's question after a load."""
    files = write_exports(District(tuple(dossiers), exported_at={"p10": EXPORTED[exported]}), folder)
    summary = load_exports(store, Order(paths=tuple(files)))
    assert summary.version
    assert summary.total("refused") == 0
    return Question(store, summary.version, EVERYTHING, official_scope(JUNE), OfficialForm(dt.date.min))


def test_differences_from_the_form_issued_before_have_their_reasons(store_address: Addresses, tmp_path: Path) -> None:
    """A later load changes what the form issued for May left open; June's form says which dossiers and why."""
    store = open_store(store_address())
    asking = loaded(store, tmp_path / "may", may_dossiers(), "01/06/2020 18:00")
    issued = codes_by_row(
        open_codes(replace(asking, scope=official_scope(MAY))), "field", holdings(store, asking.version)
    )
    assert sum(map(len, issued.values())) == 6
    first_load = newest_load(asking)
    asking = loaded(store, tmp_path / "june", june_dossiers(), "30/06/2020 18:00")
    held = holdings(store, asking.version)
    found = check(asking, held, official_form(asking, held, "field"), issued, first_load)
    missing = {code: why for line in found for code, why in line.missing.items()}
    added = {code: why for line in found for code, why in line.added.items()}
    assert missing == {"H-2": "left", "H-3": "unknown_finish", "H-4": "not_accepted", "H-5": "moved"}
    assert added == {"H-5": "moved", "H-7": "came_later"}
    assert {line.row: (line.issued, line.now) for line in found} == {"ward:Chứng thực": (0, 1), "ward:Hộ tịch": (6, 3)}
