"""One key in several rows: what is refused, and what is one and the same."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from tests.data_access.desk import Desk, dossier, letter, move, pause, step

PADDING = [dossier(f"H-{number:03d}") for number in range(200)]  # so that few refusals do not stop the load
CHILDREN = {"promise": move, "pause": pause, "step": step, "letter": letter}


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def test_two_files_that_say_the_same_are_one(desk: Desk) -> None:
    first = desk.write("dossier", *PADDING, dossier("X"), name="thang-5.csv")
    second = desk.write("dossier", dossier("X"), dossier("Y"), name="thang-6.csv")
    summary = desk.load(first, second)
    assert summary.total("refused") == 0
    assert [(file.read, file.new, file.unchanged) for file in summary.files] == [(201, 201, 0), (2, 1, 1)]
    assert {"X", "Y"} <= set(desk.rows("dossier")["dossier_code"])


def test_two_files_that_contradict_each_other_are_both_refused(desk: Desk) -> None:
    first = desk.write("dossier", *PADDING, dossier("X"), name="thang-5.csv")
    second = desk.write("dossier", dossier("X", due_at="11/06/2020"), name="thang-6.csv")
    summary = desk.load(first, second)
    assert summary.reasons == {"contradicts_file": 2}
    assert [file.refused for file in summary.files] == [1, 1]
    assert "X" not in set(desk.rows("dossier")["dossier_code"])


def test_of_two_exports_that_differ_in_their_time_only_the_newer_counts(desk: Desk) -> None:
    older = desk.write("dossier", dossier("X", exported_at="29/06/2020 18:00"), name="a.csv")
    newer = desk.write("dossier", dossier("X", exported_at="30/06/2020 18:00"), name="b.csv")
    summary = desk.load(older, newer)
    assert [(file.new, file.unchanged) for file in summary.files] == [(0, 1), (1, 0)]
    assert summary.cut_offs == {"p01": dt.date(2020, 6, 30)}


def test_twice_in_a_file_is_refused_and_another_file_may_still_tell_it(desk: Desk) -> None:
    twice = desk.write("dossier", *PADDING, dossier("X"), dossier("X"), name="a.csv")
    once = desk.write("dossier", dossier("X"), name="b.csv")
    summary = desk.load(twice, once)
    assert summary.reasons == {"duplicate": 2}
    assert "X" in set(desk.rows("dossier")["dossier_code"])


@pytest.mark.parametrize("kind", CHILDREN)
def test_histories_in_overlapping_files_are_taken_once(desk: Desk, kind: str) -> None:
    dossiers = desk.write("dossier", *PADDING)
    row = CHILDREN[kind]
    first = desk.write(kind, row("H-001"), name="a.csv")
    second = desk.write(kind, row("H-001"), row("H-002"), name="b.csv")
    summary = desk.load(dossiers, first, second)
    assert summary.total("refused") == 0
    assert [(file.new, file.unchanged) for file in summary.files[1:]] == [(1, 0), (1, 1)]


def test_the_same_files_once_more_change_nothing(desk: Desk) -> None:
    files = (desk.write("dossier", *PADDING, name="a.csv"), desk.write("dossier", *PADDING[:9], name="b.csv"))
    desk.load(*files)
    again = desk.load(*files)
    assert again.version is None
    assert again.total("unchanged") == again.total("read") == 209


@pytest.mark.parametrize(("before", "after"), [("10/06/2020", "10/06/2020 17:00"), ("10/06/2020 17:00", "10/06/2020")])
def test_a_clock_time_that_only_one_export_gives_is_no_move(desk: Desk, before: str, after: str) -> None:
    desk.load_dossiers(dossier("X", due_at=before))
    desk.load_dossiers(dossier("X", due_at=after, exported_at="01/07/2020 18:00"))
    assert desk.rows("due_move").empty


def test_another_clock_time_of_the_same_day_is_a_move(desk: Desk) -> None:
    desk.load_dossiers(dossier("X", due_at="10/06/2020 10:00"))
    desk.load_dossiers(dossier("X", due_at="10/06/2020 17:00", exported_at="01/07/2020 18:00"))
    assert desk.rows("due_move")["origin"].tolist() == ["observed"]
