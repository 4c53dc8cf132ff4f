"""Who sees what: in every number and every list."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import Column, MetaData, String, Table

from data_access.fetch import fetch
from data_access.viewer import EVERYTHING, NOBODY, Viewer
from measures import registry
from measures.counts import counts
from measures.members import NotAllowed, members
from measures.period import Period
from measures.scope import Scope
from tests.data_access.desk import Desk, dossier

# receiving unit -> resolving unit of each dossier
DOSSIERS = {
    "WARD": ("P1", "P1"),
    "SENT-ON": ("P1", "Phòng Kinh tế"),
    "OTHER-WARD": ("P2", "P2"),
    "SENT-ON-TOO": ("P2", "Phòng Kinh tế"),
}
SEEN = {
    # who: (viewer, dossiers)
    "nobody": (NOBODY, set()),
    "the default": (Viewer(), set()),
    "who may list, but nothing": (Viewer(may_list=True), set()),
    "ward 1": (Viewer(frozenset({"p01"}), may_list=True), {"WARD", "SENT-ON"}),
    "a department, as resolving unit": (Viewer(frozenset({"kinh-te"}), may_list=True), {"SENT-ON", "SENT-ON-TOO"}),
    "two units": (Viewer(frozenset({"p01", "kinh-te"}), may_list=True), {"WARD", "SENT-ON", "SENT-ON-TOO"}),
    "a unit without dossiers": (Viewer(frozenset({"p14"}), may_list=True), set()),
    "everything": (EVERYTHING, set(DOSSIERS)),
}
JUNE = Scope(Period.parse("2020-06"), units=(), certification=True)


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """Four dossiers, all overdue and open: each is in the headline and in the stocks."""
    desk = Desk(tmp_path_factory.mktemp("desk"))
    desk.load_dossiers(
        *(dossier(code, receiving_unit=ours, resolving_unit=theirs) for code, (ours, theirs) in DOSSIERS.items())
    )
    return desk


@pytest.mark.parametrize("who", SEEN)
@pytest.mark.parametrize("key", ["overdue_rate", "received", "backlog"])  # over a period: ratio and count; and a stock
def test_numbers_count_only_what_may_be_seen(desk: Desk, who: str, key: str) -> None:
    viewer, codes = SEEN[who]
    frame = counts(desk.store, [registry.get(key)], [], JUNE, viewer, desk.store.version())
    assert frame["numerator"].sum() == len(codes)
    if key == "overdue_rate":
        assert frame["denominator"].sum() == len(codes)


@pytest.mark.parametrize("who", [who for who in SEEN if SEEN[who][0].may_list])
def test_lists_hold_only_what_may_be_seen(desk: Desk, who: str) -> None:
    viewer, codes = SEEN[who]
    for key in ("overdue_rate", "backlog"):
        listed = fetch(desk.store, members(registry.get(key), "numerator", JUNE, viewer))
        assert sorted(listed["dossier_code"]) == sorted(codes)


def test_a_scope_cannot_widen_what_a_viewer_sees(desk: Desk) -> None:
    ward_2 = Scope(JUNE.period, units=("p02",), certification=True)
    for viewer, seen in ((Viewer(frozenset({"p01"})), 0), (Viewer(frozenset({"kinh-te"})), 1), (EVERYTHING, 2)):
        frame = counts(desk.store, [registry.get("overdue_rate")], ["unit"], ward_2, viewer, desk.store.version())
        assert frame["numerator"].sum() == seen


@pytest.mark.parametrize("viewer", [NOBODY, Viewer(frozenset({"p01"})), Viewer(units=None)])
def test_who_may_not_list_gets_no_list(viewer: Viewer) -> None:
    with pytest.raises(NotAllowed):
        members(registry.get("overdue_rate"), "numerator", JUNE, viewer)


def test_unit_ids_are_bound_never_pasted(tmp_path: Path) -> None:
    table = Table("dossier", MetaData(), Column("receiving_unit_id", String), Column("resolving_unit_id", String))
    condition = Viewer(frozenset({"p01' OR '1'='1"})).rows(table)
    assert "OR '1'" not in str(condition)
