"""The board of order 1400: every cell against plain Python, its states by hand, its rights."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from math import isnan, sqrt
from pathlib import Path

import pytest

from data_access.journal.actions import REMINDER, Action
from data_access.profiles import Target, load_profile
from data_access.viewer import EVERYTHING, NOBODY, Viewer
from measures.asking import Asked
from measures.board_counts import Counted
from measures.board_findings import board_sentence, changed
from measures.board_lines import BY_KEY, DESK, LINES, Line
from measures.known import Holdings, holdings
from measures.order_board import KINDS, Board, State, judged, order_board
from measures.period import Period
from measures.scope import Scope, rules_of
from tests import plain_truth as truth
from tests import plain_truth_completeness as true_completeness
from tests import plain_truth_desks as true_desks
from tests import plain_truth_papers as true_papers
from tests import plain_truth_steps as true_steps
from tests.conftest import Addresses
from tests.data_access.desk import Desk
from tests.desk_forms import Forms, random_forms, write_forms
from tests.district import District, random_district, write_exports
from tests.district_papers import with_demands
from tests.district_steps import with_steps
from text import ENGLISH

PROFILE = load_profile("quan6")
JUNE = Scope(Period.parse("2020-06"), **rules_of(PROFILE))
TODAY = dt.date(2020, 6, 20)
AT_MOST = Target("overdue_rate", 0.02, "at_most", "", "", dt.date(2018, 1, 1))
AT_LEAST = Target("online_share", 0.3, "at_least", "", "", dt.date(2018, 1, 1))


def reminder(unit: str, due: int, *, answered: int = 0, agreed: int = 1, month: int = 6, withdrawn: int = 0) -> Action:
    """A reminder of June 2020 (agreed in ``month``) to send letters."""
    day = dt.date(2020, 6, due)
    return Action(
        subject=f"{unit}/{due}",
        kind=REMINDER,
        task="send_letters",
        count=1,
        unit=unit,
        due=day,
        period="2020-05",
        measure="letters_missing",
        numerator=1,
        denominator=None,
        version="1",
        agreed_on=dt.date(2020, month, agreed),
        answered_on=dt.date(2020, 6, answered) if answered else None,
        withdrawn=bool(withdrawn),
        withdrawn_on=dt.date(2020, 6, withdrawn) if withdrawn else None,
    )


ACTIONS = (
    reminder("p09", 10),
    reminder("p09", 20, month=5),
    reminder("p10", 10, answered=15),
    reminder("p10", 12, withdrawn=13),
    replace(reminder("p10", 11), kind="decision"),
    reminder("ldtbxh", 19, answered=21),
)
# By hand: at 20/06/2020 of p09 one answer is overdue, the other due that very day; what is answered later is overdue.
# At 17/06 only the first of p09 is; the others have time.
REMINDED = {None: {"p09": (1, 2), "p10": (0, 1), "ldtbxh": (1, 1)}}
REMINDED[dt.date(2020, 6, 17)] = {"p09": (1, 2), "p10": (0, 1), "ldtbxh": (0, 1)}


class Told:
    """A random district with steps, demands and forms in a store."""

    def __init__(self, folder: Path, address: str, seed: int) -> None:
        self.district: District = with_demands(with_steps(random_district(seed, size=90), seed), seed)
        self.forms: Forms = random_forms(seed, size=12)
        desk = Desk(folder, address)
        summary = desk.load(*write_exports(self.district, folder / "exports"), *write_forms(desk, self.forms))
        assert summary.total("refused") == 0, summary.reasons
        self.store, self.version = desk.store, str(summary.version)
        self.held: Holdings = holdings(self.store, self.version)

    def board(
        self, scope: Scope = JUNE, viewer: Viewer = EVERYTHING, actions: tuple[Action, ...] | None = ACTIONS
    ) -> Board:
        asked = Asked(self.store, self.version, viewer)
        return order_board(asked, scope, self.held, PROFILE, actions, TODAY)

    def views(self, unit: str, role: truth.Role, scope: Scope) -> list[truth.View]:
        keep = truth.Filter(role=role, units=frozenset({unit}), certification=False)
        end = scope.as_of or dt.date.max
        return truth.views(self.district, scope.period.start, scope.period.end, end, "day", keep)

    def window(self, unit: str, scope: Scope, start: dt.date) -> dict[str, true_desks.Window]:
        exports = unit in self.district.exported_at
        end = scope.as_of or dt.date.max
        to = truth.counted_to(self.district, unit, scope.period.end, end) if exports else scope.until
        return {unit: true_desks.Window(start, to)}


@pytest.fixture(scope="module")
def told(module_address: Addresses, tmp_path_factory: pytest.TempPathFactory) -> Told:
    return Told(tmp_path_factory.mktemp("told"), module_address(), 51)


Figure = tuple[float, float | None] | None


def of_dossiers(told: Told, scope: Scope, unit: str, kind: str, key: str) -> Figure:
    role: truth.Role = "resolving" if kind in ("department", "land_branch") or key == "letters_missing" else "receiving"
    keep = truth.Filter(role=role, units=frozenset({unit}), certification=False)
    period, end = scope.period, scope.as_of or dt.date.max
    above, below = truth.measure(key, told.district, period.start, period.end, end, "day", keep)
    return float(len(above)), float(len(below))


def on_time(told: Told, scope: Scope, unit: str, kind: str) -> Figure:
    found = of_dossiers(told, scope, unit, kind, "overdue_rate")
    return found if found and found[1] else None


def letters(told: Told, scope: Scope, unit: str, kind: str) -> Figure:
    missing = of_dossiers(told, scope, unit, kind, "letters_missing")
    known = on_time(told, scope, unit, kind)
    return (missing[0], None) if missing and (missing[0] or known) else None


def coordination(told: Told, scope: Scope, unit: str, kind: str) -> Figure:
    seen = told.views(unit, "resolving" if kind in ("department", "land_branch") else "receiving", scope)
    late, under_way, begun = (
        len(true_steps.rows(key, told.district, seen)) for key in ("steps_late", "steps_open", "steps_begun")
    )
    return (float(late), float(under_way)) if under_way or begun else None


def online(told: Told, scope: Scope, unit: str, kind: str) -> Figure:
    found = of_dossiers(told, scope, unit, kind, "online_share")
    return found if found and found[1] else None


def of_papers(key: str) -> Callable[..., Figure]:
    def asked(told: Told, scope: Scope, unit: str, kind: str) -> Figure:
        found = true_papers.number(key, told.district, told.views(unit, "receiving", scope))
        return found if found[1] else None

    return asked


def rows(told: Told, scope: Scope, unit: str, key: str, start: dt.date | None = None) -> tuple[list, list]:
    return true_desks.rows(key, told.forms, told.window(unit, scope, start or scope.period.start))


def staff(told: Told, scope: Scope, unit: str, kind: str) -> Figure:
    above, below = rows(told, scope, unit, "staff_qualified_rate")
    return (float(len(above)), float(len(below))) if below else None


def inspections(told: Told, scope: Scope, unit: str, kind: str) -> Figure:
    overdue, _ = rows(told, scope, unit, "findings_open.overdue")
    _, planned = rows(told, scope, unit, "inspections_done_rate", dt.date(2020, 1, 1))
    return (float(len(overdue)), None) if planned or overdue else None


def help_given(told: Told, scope: Scope, unit: str, kind: str) -> Figure:
    keys = ("assisted_online", "outreach_people")
    ever = [row for key in keys for row in rows(told, scope, unit, key, dt.date(2020, 1, 1))[0]]
    now = [row for key in keys for row in rows(told, scope, unit, key)[0]]
    return (float(sum(row.people for row in now)), None) if ever else None


def complete(told: Told, scope: Scope, unit: str, kind: str) -> Figure:
    to = told.window(unit, scope, scope.period.start)[unit].to
    gaps = [
        missing
        for who, day, missing in true_completeness.gaps(told.district)
        if who == unit and scope.period.start <= day <= to
    ]
    received = of_dossiers(told, scope, unit, DESK, "received")
    return (float(sum(map(len, gaps))), None) if gaps or (received and received[0]) else None


def reminders(told: Told, scope: Scope, unit: str, kind: str) -> Figure:
    late, sent = REMINDED[scope.as_of].get(unit, (0, 0))
    return float(late), float(sent)


TRUTHS: dict[str, Callable[..., Figure]] = {
    "on_time": on_time,
    "coordination": coordination,
    "letters": letters,
    "online": online,
    "help": help_given,
    "papers": of_papers("extra_documents_rate"),
    "copies": of_papers("certified_copies_rate"),
    "staff": staff,
    "inspections": inspections,
    "reminders": reminders,
    "complete": complete,
}


@pytest.mark.parametrize("as_of", [None, dt.date(2020, 6, 17)])
def test_every_cell_equals_the_plain_truth(told: Told, as_of: dt.date | None) -> None:
    scope = replace(JUNE, as_of=as_of)
    seen = told.board(scope)
    kinds = dict(zip(seen.units["unit_id"], seen.units["kind"], strict=True))
    behind = {unit for unit, day in told.held.cut_offs.items() if day < min(scope.until, told.held.cut_off)}
    checked, filled = 0, set()
    for cell in seen.cells[seen.cells["line"].isin(TRUTHS)].itertuples():
        expected = TRUTHS[cell.line](told, scope, cell.unit, kinds[cell.unit])
        found = None if isnan(cell.x) else (cell.x, None if isnan(cell.n) else cell.n)
        assert found == expected, cell
        assert (cell.state == State.NO_DATA) == (expected is None), cell
        if cell.line == "reminders":
            assert cell.day == min(as_of or TODAY, TODAY)
        else:
            assert (cell.day < min(scope.until, told.held.cut_off)) == (cell.unit in behind), cell
        checked += 1
        filled |= {cell.line} if expected else set()
    assert filled == set(TRUTHS)
    of_lines = {line.key: line.kinds for line in LINES if line.key in TRUTHS}
    assert checked == sum(kind in wanted for wanted in of_lines.values() for kind in kinds.values())


def wilson(x: int, n: int) -> tuple[float, float]:
    """The interval by its formula, with the 97.5 % point of the normal distribution."""
    z, p = 1.959964, x / n
    middle, half = p + z * z / (2 * n), z * sqrt(p * (1 - p) / n + z * z / (4 * n * n))
    return (middle - half) / (1 + z * z / n), (middle + half) / (1 + z * z / n)


@pytest.mark.parametrize("n", [10, 60, 250, 2000])
def test_a_target_is_missed_only_where_the_interval_lies_beyond_it(n: int) -> None:
    seen = set()
    for x in range(0, n + 1, max(1, n // 250)):
        low, high = wilson(x, n)
        late = State.MET if x / n <= AT_MOST.value else State.NOT_MET if low > AT_MOST.value else State.FEW
        share = State.MET if x / n >= AT_LEAST.value else State.NOT_MET if high < AT_LEAST.value else State.FEW
        assert judged(BY_KEY["on_time"], Counted(x, n), AT_MOST) == late, x
        if n * AT_LEAST.value >= 5:
            assert judged(BY_KEY["online"], Counted(x, n, could=n), AT_LEAST) == share, x
        seen.add(late)
    assert seen == {State.MET, State.FEW, State.NOT_MET}


@pytest.mark.parametrize(
    ("line", "figure", "target", "expected"),
    [
        ("on_time", Counted(0, 9), AT_MOST, State.FEW),
        ("on_time", Counted(9, 9), AT_MOST, State.FEW),
        ("on_time", Counted(0, 0), AT_MOST, State.NONE),
        ("on_time", Counted(1, 50), None, State.UNSET),
        ("on_time", None, AT_MOST, State.NO_DATA),
        ("online", Counted(0, 400, could=16), AT_LEAST, State.FEW),  # 16 could come online: 4.8 expected
        ("online", Counted(0, 400, could=17), AT_LEAST, State.NOT_MET),
        ("letters", Counted(0), None, State.MET),
        ("letters", Counted(1), None, State.NOT_MET),
        ("staff", Counted(3, 4), None, State.NOT_MET),
        ("staff", Counted(4, 4), None, State.MET),
        ("help", Counted(0), None, State.NOT_MET),
        ("help", Counted(1), None, State.MET),
        ("reminders", Counted(0, 0), None, State.NONE),
        ("reminders", Counted(0, 2), None, State.MET),
        ("reminders", None, None, State.NO_DATA),
        ("papers", Counted(1, 500), None, State.NOT_MET),
    ],
)
def test_states_by_hand(line: str, figure: Counted | None, target: Target | None, expected: State) -> None:
    assert judged(BY_KEY[line], figure, target) is expected


def test_changes_are_the_cells_that_turned_since_the_period_before(told: Told) -> None:
    """Asked of the board of the week before itself, and turned about by hand."""
    now, then = (told.board(JUNE.with_period(Period.parse(week))) for week in ("2020-W24", "2020-W23"))
    before = {(row.line, row.unit): row.state for row in then.cells.itertuples() if row.line != "reminders"}
    assert {key: state for key, state in now.before.items() if key[0] != "reminders"} == before
    both = {State.MET, State.NOT_MET}
    states = {(row.line, row.unit): row.state for row in now.cells.itertuples()}
    turned = {key for key, state in states.items() if {state, now.before[key]} == both}
    assert turned
    assert {*changed(now, State.MET), *changed(now, State.NOT_MET)} == turned


def test_rights_and_choices(told: Told) -> None:
    whole = told.board()
    assert set(whole.units["kind"]) <= set(KINDS)
    chair = told.board(viewer=Viewer(frozenset({"p10"}), may_list=True, least_cell=5))
    assert list(chair.units["unit_id"]) == ["p10"]
    own = whole.cells[whole.cells["unit"] == "p10"].reset_index(drop=True)
    assert chair.cells.equals(own)
    assert told.board(replace(JUNE, units=("p10",), channels=(2,))).cells.equals(own)
    assert told.board(viewer=NOBODY).cells.empty
    assert board_sentence(told.board(viewer=NOBODY), ENGLISH) == "No data yet on the lines of order 1400."


def test_without_a_journal_nothing_is_known_of_reminders(told: Told) -> None:
    cells = told.board(actions=None).cells
    assert set(cells.loc[cells["line"] == "reminders", "state"]) == {State.NO_DATA}


@pytest.mark.parametrize("line", LINES, ids=lambda line: line.key)
def test_every_line_leads_to_a_page(line: Line) -> None:
    assert Path("pages", f"{line.page.replace('-', '_')}.py").exists()
