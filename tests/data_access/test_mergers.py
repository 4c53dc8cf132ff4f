"""Wards that merge: whose dossier it is stays known, who carries it depends on the day one looks at.

The ground of Quận 6: Phường 1, 3 and 4 became Phường 1 on 01/01/2025; with 7 and 8 it became Bình Tiên on 01/07/2025.
Rows are dossiers of the procedure 1.004873, which a ward resolves itself.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import pytest

from data_access.fetch import fetch
from data_access.load import LoadRefused, Summary
from data_access.profiles import load_profile
from data_access.profiles.units import Unit, check_units, standing, unit_names
from data_access.viewer import EVERYTHING, Viewer
from measures import registry
from measures.counts import counts
from measures.known import Holdings, holdings
from measures.members import how_many, members
from measures.period import Period
from measures.scope import Scope
from tests.data_access.desk import Desk, Row, dossier, letter, pause, step

PROFILE = "bon-phuong-quan6"
LAST_OF_14, LAST_OF_10, AUTUMN = "31/12/2024 18:00", "30/06/2025 18:00", "30/09/2025 18:00"
WARDS_OF_14 = [f"p{number:02d}" for number in range(1, 15)]
DONE, PAUSED = "Đã xử lý xong", "Yêu cầu bổ sung giấy tờ"


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def of(code: str, unit: str, exported_at: str, **cells: str) -> Row:
    """An open dossier received on Mon 02/12/2024 and due on Wed 11/12/2024."""
    usual = {"received_at": "02/12/2024 08:00", "due_at": "11/12/2024"}
    return dossier(code, receiving_unit=unit, exported_at=exported_at, **usual | cells)


def load(desk: Desk, *rows: Row, **order: object) -> Summary:
    return desk.load_dossiers(*rows, **{"profile": PROFILE, **order})


def held(desk: Desk) -> Holdings:
    version = desk.store.version()
    assert version
    return holdings(desk.store, version)


def by_unit(desk: Desk, key: str, period: str, **scope: object) -> dict[str, float]:
    """Numerators by the unit that carries the dossiers on the last day looked at."""
    wanted = Scope(**{"period": Period.parse(period), "units": (), **scope})
    frame = counts(desk.store, [registry.get(key)], ["unit"], wanted, EVERYTHING, desk.store.version())
    return {unit: number for unit, number in zip(frame["unit"], frame["numerator"], strict=True) if number}


def origins(desk: Desk) -> dict[str, tuple[str, str]]:
    """Code -> (receiving, resolving) as stored."""
    table = desk.rows("dossier").set_index("dossier_code")
    return {code: (row["receiving_unit_id"], row["resolving_unit_id"]) for code, row in table.iterrows()}


@pytest.fixture(scope="module")
def merged(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """Four open dossiers of the old wards, seen again in the exports of their successors; each export has a new one.

    Due: OLD-1, OLD-3, OLD-4, OLD-7 on 11/12/2024, SPRING on 12/03/2025, AUTUMN on 10/09/2025.
    """
    desk = Desk(tmp_path_factory.mktemp("merged"))
    old = {"OLD-1": "Phường 1", "OLD-3": "Phường 3", "OLD-4": "Phường 4", "OLD-7": "Phường 7"}
    load(desk, *(of(code, unit, LAST_OF_14) for code, unit in old.items()))
    spring = {"received_at": "03/03/2025 08:00", "due_at": "12/03/2025"}
    carried = [of(code, "UBND Phường 1" if code != "OLD-7" else "P.7", LAST_OF_10) for code in old]
    load(desk, *carried, of("SPRING", "Phường 01", LAST_OF_10, **spring))
    autumn = {"received_at": "01/09/2025 08:00", "due_at": "10/09/2025"}
    carried = [of(code, "UBND Phường Bình Tiên", AUTUMN) for code in old]
    carried.append(of("SPRING", "Phường Bình Tiên", AUTUMN, **spring))
    summary = load(desk, *carried, of("AUTUMN", "27373", AUTUMN, **autumn))
    assert (summary.total("new"), summary.total("unchanged")) == (1, 5)  # a new name of the unit changes no dossier
    return desk


# ------------------------------------------------------------------------------------------------- names and codes


@pytest.mark.parametrize(
    ("day", "meant"),
    [
        ("2024-12-31", ("p04", "p01", None)),
        ("2025-01-01", ("p01-2025", "p01-2025", None)),
        ("2025-06-30", ("p01-2025", "p01-2025", None)),
        ("2025-07-01", ("binh-tien", None, "binh-tien")),
    ],
)
def test_a_name_or_code_means_the_unit_of_its_day(day: str, meant: tuple[str | None, ...]) -> None:
    names = unit_names(load_profile(PROFILE).units, dt.date.fromisoformat(day))
    assert tuple(names.get(key) for key in ("27373", "phường 1", "phường bình tiên")) == meant


def test_a_reused_code_never_mixes_two_units(desk: Desk) -> None:
    """27373 was Phường 4, then Phường 1, then Bình Tiên; the name "Phường 1" was two wards."""
    load(desk, of("A", "27373", LAST_OF_14), of("B", "Phường 1", LAST_OF_14))
    load(desk, of("C", "27373", LAST_OF_10), of("D", "Phường 1", LAST_OF_10))
    load(desk, of("E", "27373", AUTUMN))
    assert {code: receiving for code, (receiving, _) in origins(desk).items()} == {
        "A": "p04",
        "B": "p01",
        "C": "p01-2025",
        "D": "p01-2025",
        "E": "binh-tien",
    }
    assert by_unit(desk, "came_due", "2024-12", as_of=dt.date(2024, 12, 31)) == {"p04": 1, "p01": 1, "p01-2025": 2} | {
        "binh-tien": 1
    }


def test_the_last_complete_day_decides_not_the_hour_of_the_export(desk: Desk) -> None:
    """At noon of 01/01/2025 the last complete day is 31/12/2024: the 14 wards. At 18:00 it is the new ward's day."""
    load(desk, of("NOON", "Phường 1", "01/01/2025 12:00"))
    load(desk, of("EVENING", "Phường 1", "01/01/2025 18:00"))
    assert {code: unit for code, (unit, _) in origins(desk).items()} == {"NOON": "p01", "EVENING": "p01-2025"}


@pytest.mark.parametrize(
    ("unit", "exported_at"),
    [("Phường 1", AUTUMN), ("Phường Bình Tiên", LAST_OF_10), ("Phường 3", LAST_OF_10), ("27370", LAST_OF_10)],
)
def test_a_unit_that_does_not_exist_on_the_day_is_refused(desk: Desk, unit: str, exported_at: str) -> None:
    with pytest.raises(LoadRefused) as refused:
        load(desk, of("H-1", unit, exported_at))
    assert refused.value.summary.reasons == {"unknown_unit:receiving_unit": 1}


# ----------------------------------------------------------------------------------------------- origin and carrier


def test_the_first_observed_unit_stays_the_origin(merged: Desk) -> None:
    assert origins(merged) == {
        "OLD-1": ("p01", "p01"),
        "OLD-3": ("p03", "p03"),
        "OLD-4": ("p04", "p04"),
        "OLD-7": ("p07", "p07"),
        "SPRING": ("p01-2025", "p01-2025"),
        "AUTUMN": ("binh-tien", "binh-tien"),
    }


def test_what_was_open_is_carried_by_the_successor(merged: Desk) -> None:
    assert by_unit(merged, "overdue_open", "2024-12") == {"p01": 1, "p03": 1, "p04": 1, "p07": 1}
    assert by_unit(merged, "overdue_open", "2025-03") == {"p01-2025": 4, "p07": 1}
    assert by_unit(merged, "overdue_open", "2025-09") == {"binh-tien": 6}
    # On the last day before a merger and on the first after it the same dossiers are open.
    days = {day: by_unit(merged, "backlog", day) for day in ("2024-12-31", "2025-01-01", "2025-06-30", "2025-07-01")}
    assert [sum(found.values()) for found in days.values()] == [4, 4, 5, 5]
    assert (set(days["2025-06-30"]), set(days["2025-07-01"])) == ({"p01-2025", "p07"}, {"binh-tien"})


def test_a_trend_adds_the_old_units_up(merged: Desk) -> None:
    scope = Scope(Period("", dt.date(2024, 12, 1), dt.date(2025, 9, 30)), units=("binh-tien",))
    frame = counts(merged.store, [registry.get("came_due")], ["month"], scope, EVERYTHING, merged.store.version())
    by_month = {f"{period:%m/%Y}": number for period, number in zip(frame["period"], frame["numerator"], strict=True)}
    assert by_month == {"12/2024": 4, "03/2025": 1, "09/2025": 1}
    # A year that ends after the mergers is told by the units that stand at its end.
    assert by_unit(merged, "came_due", "2025") == {"binh-tien": 2}
    assert by_unit(merged, "came_due", "2024") == {"p01": 1, "p03": 1, "p04": 1, "p07": 1}


def test_a_stock_by_month_speaks_of_the_same_units_in_every_month(merged: Desk) -> None:
    scope = Scope(Period("", dt.date(2024, 12, 1), dt.date(2025, 9, 30)), units=("binh-tien",))
    frame = counts(merged.store, [registry.get("backlog")], ["month"], scope, EVERYTHING, merged.store.version())
    assert list(frame.sort_values("period")["numerator"]) == [4, 4, 4, 5, 5, 5, 5, 5, 5, 6]


def test_looking_back_shows_the_units_of_that_day(merged: Desk) -> None:
    assert by_unit(merged, "overdue_open", "2025", as_of=dt.date(2025, 3, 31)) == {"p01-2025": 4, "p07": 1}


def test_lists_name_the_carrier_and_hold_as_many_rows(merged: Desk) -> None:
    scope = Scope(Period.parse("2025-03"), units=("p01-2025",))
    measure = registry.get("overdue_open")
    listed = fetch(merged.store, members(measure, "numerator", scope, EVERYTHING))
    assert sorted(listed["dossier_code"]) == ["OLD-1", "OLD-3", "OLD-4", "SPRING"]
    assert set(listed["unit"]) == {"p01-2025"}
    assert fetch(merged.store, how_many(measure, "numerator", scope, EVERYTHING)).iloc[0, 0] == 4


def test_a_dossier_held_by_a_predecessor_is_held_by_the_unit_itself(desk: Desk) -> None:
    rows = of("OWN", "Phường 3", LAST_OF_14), of("OUT", "Phường 3", LAST_OF_14)
    steps = [step(row["dossier_code"], started_at="03/12/2024 09:00") for row in rows]
    steps[0]["holder_unit"], steps[1]["holder_unit"] = "Phường 3", "Phường 7"
    desk.load(desk.write("dossier", *rows), desk.write("step", *steps), profile=PROFILE)
    load(desk, *(row | {"receiving_unit": "Phường 1", "exported_at": LAST_OF_10} for row in rows))

    def sides(period: str) -> dict[str, float]:
        scope = Scope(Period.parse(period), units=())
        version = desk.store.version()
        frame = counts(desk.store, [registry.get("overdue_open")], ["held_by"], scope, EVERYTHING, version)
        return dict(zip(frame["held_by"], frame["numerator"], strict=True))

    assert sides("2025-03") == {"own": 1, "outside": 1}  # Phường 1 of 2025 carries Phường 3; Phường 7 is another
    load(desk, *(row | {"receiving_unit": "Bình Tiên", "exported_at": AUTUMN} for row in rows))
    assert sides("2025-09") == {"own": 2}  # both are Bình Tiên now


def test_a_change_that_is_no_merger_is_a_correction(desk: Desk) -> None:
    load(desk, of("H-1", "Phường 1", LAST_OF_14), of("H-2", "Phường 3", LAST_OF_14, resolving_unit="Phường 3"))
    load(
        desk,
        of("H-1", "Phường 9", LAST_OF_10),
        of("H-2", "Phường 1", LAST_OF_10, resolving_unit="Phường 2"),
    )
    assert origins(desk) == {"H-1": ("p09-2025", "p09-2025"), "H-2": ("p03", "p02-2025")}


def test_area_and_resolving_unit_keep_their_origin_too(desk: Desk) -> None:
    load(desk, of("H-1", "Phường 7", LAST_OF_14, resolving_unit="Phường 5", area_unit="Phường 6"))
    load(desk, of("H-1", "Phường 7", LAST_OF_10, resolving_unit="Phường 9", area_unit="Phường 2"))
    row = desk.dossier("H-1")
    assert (row["resolving_unit_id"], row["area_unit_id"]) == ("p05", "p06")
    assert by_unit(desk, "backlog", "2025-06", unit_role="resolving") == {"p09-2025": 1}
    assert by_unit(desk, "backlog", "2025-06", unit_role="area") == {"p02-2025": 1}
    assert by_unit(desk, "backlog", "2024-12", unit_role="area") == {"p06": 1}


def test_a_dossier_without_area_is_counted_where_no_area_is_asked_for(desk: Desk) -> None:
    load(desk, of("H-1", "Phường 7", LAST_OF_14))
    assert desk.count("backlog", "2024-12", unit_role="area")[0] == 1
    assert desk.count("backlog", "2024-12", unit_role="area", units=("ward",))[0] == 0


def test_letters_and_pauses_follow_a_dossier_over_the_merger(desk: Desk) -> None:
    """Paused on 05/12/2024, seen paused by the successor, resumed there; letter issued by the old ward."""
    old = of("H-1", "Phường 3", LAST_OF_14, status=PAUSED)
    waiting = pause("H-1", started_at="05/12/2024 09:00")
    issued = letter("H-1", issued_on="04/12/2024")
    desk.load(desk.write("dossier", old), desk.write("pause", waiting), desk.write("letter", issued), profile=PROFILE)
    newer = of("H-1", "Phường 1", LAST_OF_10, finished_at="20/01/2025 09:00", status=DONE)
    resumed = waiting | {"resumed_at": "06/01/2025 09:00"}
    desk.load(desk.write("dossier", newer), desk.write("pause", resumed), profile=PROFILE)
    row = desk.dossier("H-1")
    # Due 11/12/2024; paused 05/12-06/01: 5 to 31 December 19 working days, 2, 3 January: 21; from Wed 11/12: Fri 10/01.
    assert (row["due"], row["breached"], row["due_computed"]) == (dt.date(2025, 1, 10), True, True)
    assert by_unit(desk, "overdue_rate", "2025-01") == {"p01-2025": 1}
    assert set(desk.rows("letter")["resolving_unit_id"]) == {"p03"}
    assert row["receiving_unit_id"] == "p03"


def test_a_due_date_moved_between_the_exports_of_two_generations_is_seen(desk: Desk) -> None:
    load(desk, of("H-1", "Phường 3", LAST_OF_14, due_at="15/01/2025"))
    load(desk, of("H-1", "Phường 1", "10/01/2025 18:00", due_at="24/01/2025"))
    assert list(desk.rows("due_move")["origin"]) == ["observed"]
    assert desk.dossier("H-1")["due"] == dt.date(2025, 1, 24)


def test_a_pause_that_was_only_seen_ends_with_the_export_of_the_successor(desk: Desk) -> None:
    load(desk, of("H-1", "Phường 3", LAST_OF_14, status=PAUSED, due_at="15/01/2025"))
    load(desk, of("H-1", "Phường 1", "10/01/2025 18:00", due_at="15/01/2025"))
    row = desk.rows("pause").iloc[0]
    assert (row["started_on"], row["closed_on"]) == (dt.date(2024, 12, 31), dt.date(2025, 1, 10))


# ---------------------------------------------------------------------------------- units that end without successor


def test_who_resolves_by_default_follows_the_units_of_the_day(desk: Desk) -> None:
    """The list of procedures names the district's economic department; it ended with the district."""
    kinh_te = {"procedure": "1.001612"}
    load(desk, of("BEFORE", "Phường 7", LAST_OF_10, **kinh_te))
    load(desk, of("BEFORE", "Bình Tiên", AUTUMN, **kinh_te), of("AFTER", "Bình Tiên", AUTUMN, **kinh_te))
    assert origins(desk) == {"BEFORE": ("p07", "kinh-te"), "AFTER": ("binh-tien", "binh-tien")}
    # Nobody took it over: what it left open is still counted, and the total is what it was.
    assert by_unit(desk, "backlog", "2025-09", unit_role="resolving") == {"kinh-te": 1, "binh-tien": 1}
    assert "kinh-te" not in set(held(desk).units_on(dt.date(2025, 9, 30))["unit_id"])


# --------------------------------------------------------------------------------------------------------- cut-offs


def test_an_export_of_the_successor_completes_its_predecessors(merged: Desk) -> None:
    cuts = merged.rows("source_cut_off").set_index("unit_id")
    day = dt.date(2025, 9, 30)
    assert {
        unit: cuts.loc[unit, "last_complete_day"] for unit in ("p01", "p08", "p01-2025", "binh-tien")
    } == dict.fromkeys(("p01", "p08", "p01-2025", "binh-tien"), day)
    assert cuts.loc["p01", "basis"] == "successor"
    assert cuts.loc["binh-tien", "basis"] == "export_time"
    assert "p09" not in cuts.index


def test_a_late_export_of_an_ended_unit_is_refused(merged: Desk) -> None:
    with pytest.raises(LoadRefused) as refused:
        load(merged, of("OLD-1", "Phường 1", LAST_OF_14, finished_at="20/12/2024 09:00", status=DONE))
    assert refused.value.summary.reasons == {"older_export": 1}


def test_an_ended_unit_is_never_behind(merged: Desk) -> None:
    assert held(merged).behind(dt.date(2025, 9, 30)) == {}
    assert held(merged).behind(dt.date(2024, 12, 31)) == {}


def test_a_successor_that_exported_nothing_is_behind_since_its_predecessors(desk: Desk) -> None:
    """Bình Tây exports in autumn, Bình Tiên does not: the last word on its ground is of 30/06 and of 26/06."""
    load(
        desk, of("A", "Phường 1", LAST_OF_10), of("B", "Phường 7", "26/06/2025 18:00"), of("C", "Phường 2", LAST_OF_10)
    )
    load(desk, of("C", "Bình Tây", AUTUMN))
    found = held(desk)
    assert found.behind(dt.date(2025, 9, 30)) == {"binh-tien": dt.date(2025, 6, 26)}
    assert found.behind(dt.date(2025, 6, 30)) == {"p07": dt.date(2025, 6, 26)}


def test_a_merger_that_the_figures_do_not_reach_has_not_happened(desk: Desk) -> None:
    """Data until 31/03/2025, the year 2025 chosen: its last day lies after the second merger."""
    load(desk, of("H-1", "Phường 1", "31/03/2025 18:00"))
    assert by_unit(desk, "backlog", "2025") == {"p01-2025": 1}
    units = held(desk).units_on(dt.date(2025, 12, 31))
    assert {"p01-2025", "p07"} <= set(units["unit_id"])
    assert "binh-tien" not in set(units["unit_id"])
    load(desk, of("H-1", "Bình Tiên", AUTUMN))
    assert by_unit(desk, "backlog", "2025") == {"binh-tien": 1}


# ------------------------------------------------------------------------------------------------- what screens list


@pytest.mark.parametrize(
    ("day", "wards"),
    [("2024-12-31", 14), ("2025-01-01", 10), ("2025-06-30", 10), ("2025-07-01", 4)],
)
def test_only_the_units_of_the_day_are_listed(merged: Desk, day: str, wards: int) -> None:
    units = held(merged).units_on(dt.date.fromisoformat(day))
    tiles = units.loc[units["kind"] == "ward", ["tile_row", "tile_column"]]
    assert len(tiles) == wards
    assert not tiles.duplicated().any()


def test_population_is_the_sum_of_what_merged(merged: Desk) -> None:
    found = held(merged)
    wards = {day: found.units_on(day).query("kind == 'ward'")["population"].sum() for day in DAYS}
    assert set(wards.values()) == {233561}  # the sum of the 14 wards


DAYS = (dt.date(2024, 12, 31), dt.date(2025, 6, 30), dt.date(2025, 9, 30))


def test_names_used_again_are_told_apart(merged: Desk) -> None:
    known = held(merged).known
    assert known.unit_name("p01") == "Phường 1 (… – 31/12/2024)"
    assert known.unit_name("p01-2025") == "Phường 1 (01/01/2025 – 30/06/2025)"
    assert known.unit_name("p07") == "Phường 7"
    names = [name for _, name in known.units]
    assert len(set(names)) == len(names)


@pytest.mark.parametrize(
    ("units", "day", "called"),
    [
        (("p03",), "2025-03-31", ("p01-2025",)),
        (("p03", "p07"), "2025-09-30", ("binh-tien",)),
        (("binh-tien",), "2024-12-31", ("p01", "p03", "p04", "p07", "p08")),
        (("binh-tien",), "2025-03-31", ("p01-2025", "p07", "p08")),
        (("ward",), "2025-03-31", ("ward",)),
        ((), "2025-03-31", ()),
    ],
)
def test_chosen_units_go_along_to_another_day(merged: Desk, units: tuple, day: str, called: tuple) -> None:
    assert sorted(held(merged).same_on(units, dt.date.fromisoformat(day))) == sorted(called)


@pytest.mark.parametrize(
    ("units", "joins"),
    [
        (("binh-tien",), [dt.date(2025, 1, 1), dt.date(2025, 7, 1)]),
        (("binh-phu",), [dt.date(2025, 7, 1)]),  # Phường 10 and 11 merged once only
        (("cn-vpdk-2025",), []),  # a new name is no merger
        (("ward",), [dt.date(2025, 1, 1), dt.date(2025, 7, 1)]),
    ],
)
def test_joins_are_marked_where_the_shown_units_merged(merged: Desk, units: tuple, joins: list) -> None:
    found = held(merged)
    assert found.joins(units, dt.date(2024, 10, 1), dt.date(2025, 9, 30)) == joins
    assert found.joins(units, dt.date(2025, 8, 1), dt.date(2025, 9, 30)) == []
    assert found.joins(["p01"], dt.date(2024, 10, 1), dt.date(2024, 12, 31)) == []


# ------------------------------------------------------------------------------------------------------ who sees what


@pytest.mark.parametrize(
    ("unit", "codes"),
    [
        ("binh-tien", {"OLD-1", "OLD-3", "OLD-4", "OLD-7", "SPRING", "AUTUMN"}),
        ("p01-2025", {"OLD-1", "OLD-3", "OLD-4", "SPRING"}),
        ("p01", {"OLD-1"}),  # its dossier, not its successor's
        ("p07", {"OLD-7"}),
        ("binh-tay", set()),
    ],
)
def test_a_unit_sees_what_it_took_over_and_an_ended_one_its_own(merged: Desk, unit: str, codes: set[str]) -> None:
    viewer = Viewer(frozenset({unit}), may_list=True)
    year = Scope(Period.parse("2025"), units=())
    listed = fetch(merged.store, members(registry.get("backlog"), "numerator", year, viewer))
    assert set(listed["dossier_code"]) == codes
    frame = counts(merged.store, [registry.get("backlog")], [], year, viewer, merged.store.version())
    assert frame["numerator"].sum() == len(codes)


# ------------------------------------------------------------------------------------------------- the list of units


def unit(unit_id: str, name: str = "", **cells: str) -> Unit:
    fields = ("official_code", "parent_id", "valid_from", "valid_to", "successor_id", "names")
    return {"unit_id": unit_id, "name": name or unit_id, "short_name": "", **dict.fromkeys(fields, ""), **cells}


@pytest.mark.parametrize(
    ("units", "fault"),
    [
        ([unit("a", "Phường 1"), unit("b", "P.1")], "'phường 1' means 'a' and 'b' on the same days"),
        (
            [
                unit("a", official_code="1", valid_to="2025-01-01"),
                unit("b", official_code="1", valid_from="2025-01-01"),
            ],
            "'1' means",
        ),
        ([unit("a"), unit("a", "other")], "'a' stands twice"),
        ([unit("a", valid_to="2024-12-31", successor_id="b")], "successor_id 'b' of 'a' is no unit"),
        ([unit("a", parent_id="b")], "parent_id 'b' of 'a' is no unit"),
        ([unit("a", successor_id="b"), unit("b", valid_from="2025-01-01")], "'a' ends never"),
        (
            [unit("a", valid_to="2024-12-31", successor_id="b"), unit("b", valid_from="2025-01-02")],
            "its successor 'b' begins 2025-01-02",
        ),
        (
            [unit("a", valid_to="2024-12-31", successor_id="b"), unit("b", valid_to="2024-12-31", successor_id="a")],
            "its successor 'b' begins always there",
        ),
        ([unit("a", valid_from="2025-01-02", valid_to="2025-01-01")], "before it begins"),
    ],
)
def test_a_list_of_units_that_contradicts_itself_is_refused(units: list[Unit], fault: str) -> None:
    with pytest.raises(ValueError, match=r"units\.csv") as refused:
        check_units(units)
    assert fault in str(refused.value)


def test_a_name_may_be_used_again_after_its_unit_ended() -> None:
    first = unit("a", "Phường 1", valid_to="2024-12-31", successor_id="b")
    check_units([first, unit("b", "Phường 1", valid_from="2025-01-01")])


@pytest.mark.parametrize("profile", ["quan6", PROFILE])
def test_standing_covers_every_day_once(profile: str) -> None:
    settings = load_profile(profile)
    rows = standing(settings.units, settings.first_day, settings.last_day)
    one_day = dt.timedelta(1)
    for each in settings.units:
        own = [row for row in rows if row["unit_id"] == each["unit_id"]]
        assert (own[0]["stands_from"], own[-1]["stands_until"]) == (settings.first_day, settings.last_day)
        assert own[0]["stands_as"] == each["unit_id"]
        assert all(later["stands_from"] == row["stands_until"] + one_day for row, later in pairwise(own))


def test_the_wards_of_quan6_are_the_same_units_in_both_profiles() -> None:
    """So a store that began with one profile goes on with the other."""

    def facts(profile: str, fields: Callable[[Unit], tuple]) -> dict[str, tuple]:
        return {each["unit_id"]: fields(each) for each in load_profile(profile).units}

    both = [
        facts(name, lambda each: (each["name"], each["official_code"], each["population"]))
        for name in ("quan6", PROFILE)
    ]
    assert {ward: both[0][ward] for ward in WARDS_OF_14} == {ward: both[1][ward] for ward in WARDS_OF_14}
