"""The twelve dossiers of docs/lawful-day.md: loaded as they stand there, counted under each setting, compared with the
figures that the page works out by hand."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from data_access.fetch import fetch
from data_access.profiles import LawfulDay
from data_access.viewer import EVERYTHING
from measures import registry
from measures.members import members
from measures.period import Period
from measures.scope import Scope
from tests.conftest import Addresses
from tests.data_access.desk import Desk, Row, dossier, letter

PAGE = Path(__file__).resolve().parents[2] / "docs" / "lawful-day.md"
START = dt.date(2016, 1, 1)
SETTINGS = {
    "due day": ("d", LawfulDay("due", "", START)),
    "working day before": ("w", LawfulDay("day_before", "", START, "working")),
    "calendar day before": ("c", LawfulDay("day_before", "", START, "calendar")),
}
STATES = {"finished": "Đã xử lý xong", "withdrawn": "Công dân yêu cầu rút hồ sơ"}


def table(first: str) -> list[dict[str, str]]:
    """The rows of the page's table whose first column is called so."""
    lines = PAGE.read_text(encoding="utf-8").splitlines()
    start = next(number for number, line in enumerate(lines) if line.startswith(f"| {first} |"))
    names, rows = cells(lines[start]), []
    for line in lines[start + 2 :]:
        if not line.startswith("|"):
            break
        rows.append(dict(zip(names, cells(line), strict=True)))
    return rows


def cells(line: str) -> list[str]:
    return [cell.strip(" `") for cell in line.strip("|").split("|")]


def day(text: str) -> str:
    """ "10/06" of 2020 as an export writes it; "" stays."""
    return f"{text}/2020" if text else ""


def dossier_of(row: dict[str, str]) -> Row:
    state, _, left = row["left"].partition(" ")
    at = f"{day(left)} 09:00" if left else ""
    return dossier(row["dossier"], due_at=day(row["due"]), finished_at=at, status=STATES.get(state, "Đang xử lý"))


def letter_of(row: dict[str, str], number: int) -> Row:
    """What is not complete lacks a content (H-08) or the signature (H-09)."""
    written = {"letter_no": f"{number}/TXL", "new_due_on": day(row["new date"]), "issued_on": day(row["letter"])}
    if row["letter"] == "draft":
        written |= {"letter_state": "Dự thảo", "issued_on": "", "drafted_on": "11/06/2020"}
    if row["complete"] == "no":
        written |= {"has_reason": "Không"} if row["dossier"] == "H-08" else {"signed_by_head": "Không"}
    return letter(row["dossier"], **written)


@pytest.fixture
def desk(tmp_path: Path, store_address: Addresses) -> Desk:
    """The twelve, loaded."""
    loaded, rows = Desk(tmp_path, store_address()), table("dossier")
    letters = [letter_of(row, number) for number, row in enumerate(rows) if row["letter"]]
    loaded.load(loaded.write("dossier", *map(dossier_of, rows)), loaded.write("letter", *letters))
    return loaded


def listed(desk: Desk, key: str, setting: LawfulDay) -> set[str]:
    """The dossiers of a measure in June."""
    scope = Scope(Period.parse("2020-06"), units=(), certification=True, lawful=(setting,))
    return set(fetch(desk.store, members(registry.get(key), "numerator", scope, EVERYTHING))["dossier_code"])


def test_every_figure_is_that_of_the_page(desk: Desk) -> None:
    figures = table("figure")
    assert len(figures) == 14
    for name, (_, setting) in SETTINGS.items():
        found = {row["figure"]: len(listed(desk, row["figure"], setting)) for row in figures}
        assert found == {row["figure"]: int(row[name]) for row in figures}, name


def test_every_dossier_is_where_the_page_has_it(desk: Desk) -> None:
    rows = table("dossier")
    became = {"step_kept": "kept", "loss_second_breach": "broken", "loss_not_yet_due": "to come", "loss_ended": "ended"}
    for letter_of_setting, setting in SETTINGS.values():
        in_time = {row["dossier"] for row in rows if letter_of_setting in row["in time"].split()}
        assert listed(desk, "step_in_time", setting) == in_time
        for key, word in became.items():
            assert listed(desk, key, setting) == {row["dossier"] for row in rows if row["became"] == word} & in_time


def test_a_new_rule_holds_from_its_day_on(desk: Desk) -> None:
    """The due day until 14/06, one working day before from then on: H-02 (due 10/06) stays in time, H-04 does not."""
    settings = (SETTINGS["due day"][1], LawfulDay("day_before", "", dt.date(2020, 6, 15)))
    scope = Scope(Period.parse("2020-06"), units=(), certification=True, lawful=settings)
    rows = fetch(desk.store, members(registry.get("step_in_time"), "numerator", scope, EVERYTHING))
    assert set(rows["dossier_code"]) == {"H-01", "H-02", "H-03", "H-08", "H-10"}
