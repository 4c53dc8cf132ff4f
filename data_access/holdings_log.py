"""What the store tells about itself: its loads, how far each source unit is complete, what a reader must know of it.

Loads and refused rows mix the rows of all units, so they are for viewers who see every unit; the cells of a refused row
are for those who load, because they send them back.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

import pandas as pd
from sqlalchemy import ColumnElement, Select, Table, and_, false, func, select, true

from data_access import tables
from data_access.fetch import fetch
from data_access.load.rejected import rejected_workbook
from data_access.stores import Store
from data_access.viewer import Viewer


@dataclass(frozen=True)
class LoadLog:
    """Loads and their files (newest first), refusals as load_id, reasons, rows; cut-offs with the load they are of."""

    loads: pd.DataFrame
    files: pd.DataFrame
    refusals: pd.DataFrame
    cut_offs: pd.DataFrame

    def reasons(self, load_id: int | None = None) -> dict[str, int]:
        """How many rows were refused for each reason code, in one load or in all; a row may have several."""
        chosen = self.refusals if load_id is None else self.refusals[self.refusals["load_id"] == load_id]
        found: Counter[str] = Counter()
        for codes, rows in zip(chosen["reasons"], chosen["rows"], strict=True):
            found.update(dict.fromkeys(codes.split(), int(rows)))
        return dict(found)


def load_log(store: Store, version: str, viewer: Viewer) -> LoadLog:
    """The record of all loads, as far as this viewer may see it."""
    statements = (loads(viewer), load_files(viewer), refusals(viewer), cut_offs(viewer))
    return LoadLog(*(fetch(store, statement, version) for statement in statements))


def loads(viewer: Viewer) -> Select:
    """Every load, the newest first."""
    return select(tables.load).where(_sees_all(viewer)).order_by(tables.load.c.load_id.desc())


def load_files(viewer: Viewer) -> Select:
    """The files of every load, in the order they were read."""
    file = tables.load_file
    return select(file).where(_sees_all(viewer)).order_by(file.c.load_id.desc(), file.c.file_no)


def refusals(viewer: Viewer) -> Select:
    """How many rows each load refused for the same reasons."""
    row = tables.rejected_row
    counted = select(row.c.load_id, row.c.reasons, func.count().label("rows")).where(_sees_all(viewer))
    return counted.group_by(row.c.load_id, row.c.reasons).order_by(row.c.load_id, row.c.reasons)


def cut_offs(viewer: Viewer) -> Select:
    """Up to which day each source unit is complete; departments and wards in the order they are shown."""
    cut, unit = tables.source_cut_off, tables.unit
    columns = (cut.c.unit_id, cut.c.last_complete_day, cut.c.last_complete_number, cut.c.basis, cut.c.load_id)
    carried = select(tables.standing.c.unit_id).where(tables.standing.c.stands_as.in_(sorted(viewer.units or ())))
    seen = true() if viewer.units is None else cut.c.unit_id.in_(carried)
    return select(*columns).join(unit, unit.c.unit_id == cut.c.unit_id).where(seen).order_by(unit.c.number, unit.c.name)


def refused_rows(viewer: Viewer, load_id: int) -> Select:
    """The refused rows of a load with their cells, in the order of the files."""
    row, columns = tables.rejected_row, ("file_no", "row_no", "reasons", "row_values")
    allowed = _sees_all(viewer) if viewer.may_load else false()
    chosen = select(*(row.c[name] for name in columns)).where(allowed, row.c.load_id == load_id)
    return chosen.order_by(row.c.file_no, row.c.row_no)


def refused_workbook(store: Store, version: str, viewer: Viewer, load_id: int) -> bytes:
    """The refused rows of a load as XLSX, to send back to the unit; no row where the viewer may not load."""
    rows = fetch(store, refused_rows(viewer, load_id), version)
    files = fetch(store, load_files(viewer), version)
    files = files[files["load_id"] == load_id]
    names = dict(zip(files["file_no"], files["name"], strict=True))
    return rejected_workbook(rows, names)


def _sees_all(viewer: Viewer) -> ColumnElement[bool]:
    return true() if viewer.units is None else false()


def stored_counts(store: Store, version: str, viewer: Viewer) -> dict[str, int]:
    """How many of everything are stored, whatever the period.

    Keys: dossiers, not_accepted, no_due_date, finish_unknown, due_computed, no_area; moves_source, moves_observed,
    pauses_source, pauses_observed, letters_issued, letters_draft.
    """
    move, pause, letter = tables.due_move, tables.pause, tables.letter
    statements = (
        _dossiers(viewer),
        _children(viewer, move, moves_source=move.c.origin == "source", moves_observed=move.c.origin != "source"),
        _children(viewer, pause, pauses_source=pause.c.origin == "source", pauses_observed=pause.c.origin != "source"),
        _children(
            viewer, letter, letters_issued=letter.c.issued_on.is_not(None), letters_draft=letter.c.issued_on.is_(None)
        ),
    )
    rows = (fetch(store, statement, version).iloc[0] for statement in statements)
    return {str(name): int(n) for row in rows for name, n in row.items()}


def _dossiers(viewer: Viewer) -> Select:
    d = tables.dossier
    kinds = {
        "not_accepted": ~d.c.accepted,
        "no_due_date": and_(d.c.accepted, d.c.due.is_(None)),
        "finish_unknown": d.c.finish_unknown,
        "due_computed": d.c.due_computed,
        "no_area": d.c.area_unit_id.is_(None),
    }
    counted = (func.count().filter(kind).label(name) for name, kind in kinds.items())
    return select(func.count().label("dossiers"), *counted).where(viewer.rows(d))


def _children(viewer: Viewer, table: Table, **kinds: ColumnElement[bool]) -> Select:
    """Rows of a table of dossiers' facts, counted by kind."""
    d = tables.dossier
    counted = (func.count().filter(kind).label(name) for name, kind in kinds.items())
    return select(*counted).select_from(table).join(d, d.c.dossier_code == table.c.dossier_code).where(viewer.rows(d))
