"""What a file says of itself, that no cell of it is a formula, and that whoever lost the right gets none."""

from __future__ import annotations

import csv
import datetime as dt
import io
from dataclasses import replace
from pathlib import Path

import openpyxl
import pandas as pd
import pytest

from data_access.access import SignedIn
from data_access.journal import Asked, Journal
from data_access.profiles import load_profile
from data_access.stores import open_store
from data_access.viewer import Viewer
from measures.known import holdings
from tests.pages.signed_in import ACCESS
from text import VIETNAMESE
from ui import identity, journal
from ui.blocks import as_csv, as_xlsx
from ui.export_note import export_note
from ui.identity import Person, Refused
from ui.session import Session, default_scope
from ui.tables import Table

AN = SignedIn(dt.datetime.now(dt.UTC), "chair@example.vn", "chair", name="Người chair")
CHAIR = Person(Viewer(frozenset({"p12"}), may_list=True, may_act=True, least_cell=5), "chair", "oidc", AN)
FORMULAS = ("=1+1", "+1", "-1", "@x", "\t=1", "\r=1")


@pytest.fixture
def session(small_sample: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Session:
    """A chair's session, as open_session makes it."""
    (tmp_path / "access.toml").write_text(ACCESS, encoding="utf-8")
    monkeypatch.setenv("DOSSIER_ACCESS", str(tmp_path / "access.toml"))
    monkeypatch.setenv("DOSSIER_JOURNAL_URL", f"sqlite:///{tmp_path / 'journal.sqlite'}")
    store, profile = open_store(str(small_sample)), load_profile("quan6")
    version = str(store.version())
    held = holdings(store, version)
    scope = default_scope(held, profile, CHAIR.viewer)
    return Session(store, version, held, profile, CHAIR.viewer, VIETNAMESE, scope, scope, person=CHAIR)


def test_a_file_says_what_when_who_and_of_which_version(session: Session) -> None:
    what, made = export_note(session, "Tháng 6/2020")
    assert what == "Tháng 6/2020"
    assert f"{dt.date.today():%d/%m/%Y}" in made
    assert "chair@example.vn" in made
    assert session.version in made
    nobody = replace(session, person=Person(identity.EVERYTHING))
    assert "@" not in export_note(nobody, "")[1]


def test_no_cell_is_a_formula() -> None:
    note = [f'{FORMULAS[0]}, "a"\n{FORMULAS[1]}', "b"]
    cells = [*FORMULAS, "a\r=1", "a\n=1"]
    table = Table(pd.DataFrame({"=HYPERLINK(1)": cells, "n": range(len(cells))}))
    text = as_csv(table, note).decode("utf-8-sig")
    first, header, *_ = text.split("\r\n")
    assert first == "# =1+1; 'a' +1 b"
    assert header == "'=HYPERLINK(1),n"
    read = [row[0] for row in csv.reader(io.StringIO(text, newline=""))][2:]
    assert read == [*(f"'{cell}" for cell in FORMULAS), "a\r=1", "a\n=1"]
    sheet = openpyxl.load_workbook(io.BytesIO(as_xlsx(table, [FORMULAS[0], "b"]))).active
    assert sheet is not None
    assert {cell.data_type for row in sheet.iter_rows() for cell in row if cell.value is not None} == {"s", "n"}
    assert sheet.cell(1, 1).value == "=1+1"
    assert sheet.cell(1, 1).data_type == "s"


@pytest.mark.parametrize(
    ("access", "kept"),
    [
        (ACCESS, True),
        (ACCESS.replace("chair@", "other@"), False),
        (ACCESS.replace('role = "chair"\nunits = ["Phường 12"]', 'role = "leader"'), False),
        (ACCESS.replace("Phường 12", "Phường 1"), False),
        (ACCESS.replace('"oidc"', '"oidc"\nmax_age = "1 minute"'), True),
        ("identity =", False),
    ],
)
def test_rights_are_looked_up_again_when_a_file_is_made(
    session: Session, tmp_path: Path, access: str, kept: bool
) -> None:
    (tmp_path / "access.toml").write_text(access, encoding="utf-8")
    if kept:
        identity.confirm(replace(session.person, who=replace(AN, since=dt.datetime.now(dt.UTC))), "quan6", True)
        return
    with pytest.raises(Refused):
        identity.confirm(session.person, "quan6", True)


def test_what_was_taken_is_written_down_without_a_dossier(session: Session, tmp_path: Path) -> None:
    journal.exported(session, "overdue_rate-2020-06-p12.csv", 3)
    journal.exported(replace(session, person=Person(identity.EVERYTHING)), "x.csv", 1)
    (line,) = Journal(f"sqlite:///{tmp_path / 'journal.sqlite'}").entries(Asked())
    assert (line.who, line.role, line.what) == ("chair@example.vn", "chair", "exported")
    assert line.details == {
        "count": 3,
        "file": "overdue_rate-2020-06-p12.csv",
        "scope": "ky=2020-06&don-vi=p12",
        "version": session.version,
    }
