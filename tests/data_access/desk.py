"""A desk for the tests of the loading path: writes export files cell by cell and loads them into a store of its own.

Rows are written with the field names of the mapping; ``Desk.write`` puts the mapping's first header over them. A key
that is no field stands as a header of its own: a column that the mapping does not name.
"""

from __future__ import annotations

import csv
from pathlib import Path

import pandas as pd
from sqlalchemy import select

from data_access import tables
from data_access.fetch import fetch
from data_access.load import Order, Summary, load_exports
from data_access.load.mapping import load_mapping
from data_access.stores import open_store
from data_access.viewer import EVERYTHING
from measures import registry
from measures.counts import counts
from measures.period import Period
from measures.scope import Scope

Row = dict[str, str]
KINDS = load_mapping("mot-cua").kinds
CONTENTS = ("applicant", "type", "receipt_number", "state", "reason", "next_date", "apology")
ALL_CONTENTS = {f"has_{content}": "Có" for content in CONTENTS}


def dossier(code: str, **cells: str) -> Row:
    """An open dossier of ward 1, received Mon 01/06/2020, due Wed 10/06, exported on Tue 30/06 after closing time."""
    return {
        "dossier_code": code,
        "receiving_unit": "UBND Phường 1",
        "resolving_unit": "",
        "procedure": "1.004873",
        "channel": "",
        "submitted_at": "",
        "received_at": "01/06/2020 08:00",
        "due_at": "10/06/2020",
        "finished_at": "",
        "returned_at": "",
        "status": "Đang xử lý",
        "exported_at": "30/06/2020 18:00",
    } | cells


def move(code: str, **cells: str) -> Row:
    """On 08/06 the due date 10/06 became 19/06 (a Friday)."""
    return {
        "dossier_code": code,
        "set_at": "08/06/2020 09:00",
        "old_due_at": "10/06/2020",
        "due_at": "19/06/2020",
        "reason": "Khác",
    } | cells


def pause(code: str, **cells: str) -> Row:
    """Waiting for a supplement from 03/06, not resumed."""
    return {
        "dossier_code": code,
        "started_at": "03/06/2020 09:00",
        "resumed_at": "",
        "reason": "Yêu cầu bổ sung giấy tờ",
    } | cells


def step(code: str, **cells: str) -> Row:
    """The first step, not finished."""
    return {
        "dossier_code": code,
        "step_no": "1",
        "stage": "Thụ lý",
        "holder_unit": "Phòng Kinh tế",
        "started_at": "02/06/2020 09:00",
        "due_at": "",
        "finished_at": "",
    } | cells


def letter(code: str, **cells: str) -> Row:
    """A complete letter issued on 10/06."""
    return {
        "dossier_code": code,
        "letter_no": "1/TXL",
        "letter_state": "Đã ban hành",
        "drafted_on": "",
        "issued_on": "10/06/2020",
        "new_due_on": "",
        **ALL_CONTENTS,
        "signed_by_head": "Có",
    } | cells


YES = "Có"
FORMS: dict[str, Row] = {
    "posting": {
        "reporting_unit": "UBND Phường 1",
        "procedure": "1.004873",
        "announced_on": "01/06/2020",
        "desk_posted_on": "03/06/2020",
        "web_posted_on": "04/06/2020",
        "removed_on": "",
        "is_complete": YES,
        "is_correct": YES,
        "is_in_form": YES,
    },
    "paper_demand": {
        "dossier_code": "H-1",
        "demand_no": "1",
        "demanded_on": "02/06/2020",
        "paper": "Giấy tờ cư trú",
        "is_beyond_list": YES,
        "is_certified_copy": YES,
        "is_plain_enough": YES,
    },
    "staff": {
        "reporting_unit": "UBND Phường 1",
        "staff_no": "1",
        "started_on": "01/06/2019",
        "left_on": "",
        "counter_no": "2",
        "meets_grade": YES,
        "meets_experience": YES,
        "meets_performance": YES,
        "meets_conduct": YES,
    },
    "inspection": {
        "inspection_no": "1/KH",
        "inspected_unit": "UBND Phường 1",
        "planned_on": "01/06/2020",
        "done_on": "02/06/2020",
    },
    "finding": {
        "inspection_no": "1/KH",
        "finding_no": "1",
        "inspected_unit": "UBND Phường 1",
        "finding_kind": "Niêm yết",
        "found_on": "02/06/2020",
        "remedy_due_on": "16/06/2020",
        "remedied_on": "",
    },
    "assistance": {
        "reporting_unit": "UBND Phường 1",
        "event_no": "1",
        "held_on": "05/06/2020",
        "form": "Buổi tuyên truyền",
        "people": "40",
    },
    "portal_dossier": {
        "dossier_code": "H-1",
        "reporting_unit": "UBND Phường 1",
        "listed_on": "30/06/2020",
        "status": "Đang xử lý",
        "due_at": "10/06/2020",
        "finished_at": "",
    },
}


def form(kind: str, **cells: str) -> Row:
    """A good row of one of the forms that units fill in beside their exports."""
    return FORMS[kind] | cells


class Desk:
    """Export files in a folder, and an empty store: at ``address``, else beside them."""

    def __init__(self, folder: Path, address: str | None = None) -> None:
        self.folder = folder
        self.address = address or str(folder / "store")
        self.store = open_store(self.address)

    def write(
        self, kind: str, *rows: Row, name: str = "", without: tuple[str, ...] = (), encoding: str = "utf-8"
    ) -> Path:
        """A CSV file of one kind of row, without the columns of the fields in ``without``."""
        fields = [field for field in dict.fromkeys(key for row in rows for key in row) if field not in without]
        headers = KINDS[kind].headers
        path = self.folder / (name or f"{kind}.csv")
        with path.open("w", encoding=encoding, newline="") as file:
            writer = csv.writer(file)
            writer.writerow(headers[field][0] if field in headers else field for field in fields)
            writer.writerows([row.get(field, "") for field in fields] for row in rows)
        return path

    def load(self, *paths: Path, **order: object) -> Summary:
        return load_exports(self.store, Order(paths=paths, **order))

    def load_dossiers(self, *rows: Row, **order: object) -> Summary:
        """Load one file of dossiers."""
        return self.load(self.write("dossier", *rows), **order)

    def rows(self, table: str) -> pd.DataFrame:
        """A whole table of the published version."""
        return fetch(self.store, select(tables.metadata.tables[table]))

    def dossier(self, code: str) -> pd.Series:
        """One dossier with its stored answers."""
        return self.rows("dossier").set_index("dossier_code").loc[code]

    def count(self, key: str, period: str, **scope: object) -> tuple[float, float | None]:
        """(numerator, denominator) of a measure over all units; (0, None) where nothing was counted."""
        wanted = Scope(**{"period": Period.parse(period), "units": (), "certification": True, **scope})
        version = self.store.version()
        frame = counts(self.store, [registry.get(key)], [], wanted, EVERYTHING, version)
        if frame.empty:
            return 0, None
        numerator, denominator = frame.loc[0, ["numerator", "denominator"]]
        return numerator, None if pd.isna(denominator) else denominator
