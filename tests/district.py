"""Small invented districts: what a one-stop system knows of its dossiers, and the exports it would write.

``districts()`` draws valid districts at random, crowded on a few days so that the edges of the counting rules meet:
due on a day off, finished or moved on the due day, paused over it, moved while paused or after the breach.
``write_exports`` writes a district in the layout ``mot-cua``. Nothing here counts anything (see ``plain_truth``).
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import cache
from itertools import pairwise
from pathlib import Path
from random import Random

from hypothesis import strategies as st

PROFILE = Path(__file__).resolve().parents[1] / "data_access" / "profiles" / "quan6"
CONTENTS = ("applicant", "type", "receipt_number", "state", "reason", "next_date", "apology")
Cell = str | date | None

# ------------------------------------------------------------------------------------------------ what is recorded


@dataclass(frozen=True)
class Dossier:
    """One dossier as the source shows it last. Times are local; a date without clock time is a plain ``date``."""

    code: str
    receiving: str
    resolving: str
    area: str | None
    procedure: str
    channel: int | None  # 1 counter, 2 online, 3 post; None = empty, which means counter
    status: int  # 1..10, COUNTING section 1
    submitted: datetime | None = None
    received: datetime | None = None
    due: date | None = None  # the last due date: a datetime, or a plain date where the source gives no clock time
    finished: datetime | None = None
    ended: datetime | None = None  # status 7 and 8 only: withdrawn, stopped
    returned: datetime | None = None

    @property
    def due_has_time(self) -> bool:
        """Whether the due date names a clock time; without one it means the end of its day."""
        return isinstance(self.due, datetime)


@dataclass(frozen=True)
class Move:
    """One moved due date of the source's own history."""

    code: str
    set_at: datetime
    old_due: date  # datetime or plain date, as in Dossier.due
    due: date
    reason: str  # supplement, payment or other


@dataclass(frozen=True)
class Pause:
    """One wait for the citizen: status 5 (supplement) or 6 (payment)."""

    code: str
    started: datetime
    resumed: datetime | None
    reason: str  # supplement or payment


@dataclass(frozen=True)
class Letter:
    """One apology letter; without a day of issue it is a draft."""

    code: str
    number: str
    issued_on: date | None
    drafted_on: date | None
    new_due_on: date | None
    contents: tuple[str, ...] = CONTENTS
    signed: bool = True


@dataclass(frozen=True)
class Step:
    """One step of the handling: who held it in which stage, from when to when; without a finish it lasts."""

    code: str
    number: int
    stage: str
    holder: str
    started: datetime
    due: date | None
    finished: datetime | None


@dataclass(frozen=True)
class Demand:
    """One paper demanded of a citizen, as a unit reports it."""

    code: str
    number: int
    on: date
    paper: str
    beyond_list: bool
    certified: bool
    plain_enough: bool


@dataclass(frozen=True)
class District:
    """All that the source units of one district told, each up to the moment of its export."""

    dossiers: tuple[Dossier, ...]
    moves: tuple[Move, ...] = ()
    pauses: tuple[Pause, ...] = ()
    letters: tuple[Letter, ...] = ()
    exported_at: dict[str, datetime] = field(default_factory=dict)  # by receiving unit
    steps: tuple[Step, ...] = ()  # see tests/district_steps.py
    demands: tuple[Demand, ...] = ()  # see tests/district_papers.py


@dataclass(frozen=True)
class Procedure:
    """What the profile says of a procedure."""

    procedure_id: str
    field: str
    certification: bool
    online_from: tuple[tuple[date, int], ...]  # from when on which level of online service


@cache
def procedures() -> dict[str, Procedure]:
    """The procedures of the profile, by their id."""
    with (PROFILE / "procedures.csv").open(encoding="utf-8", newline="") as file:
        return {
            row["procedure_id"]: Procedure(
                row["procedure_id"],
                row["field"],
                row["certification"] == "yes",
                tuple((date(year, 1, 1), int(row[f"online_{year}"])) for year in (2018, 2020)),
            )
            for row in csv.DictReader(file)
        }


@cache
def unit_names() -> dict[str, str]:
    """How an export names each unit: "UBND Phường 10" for a ward, the full name for the others."""
    with (PROFILE / "units.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return {row["unit_id"]: row["names"].split("|")[0] if row["kind"] == "ward" else row["name"] for row in rows}


# ------------------------------------------------------------------------------------------------- writing exports

CHANNELS = {1: "Trực tiếp", 2: "Nộp trực tuyến", 3: "Qua bưu chính công ích (BCCI)", None: ""}
STATUSES = {
    1: "Mới đăng ký",
    2: "Được tiếp nhận",
    3: "Không được tiếp nhận",
    4: "Đang xử lý",
    5: "Yêu cầu bổ sung giấy tờ",
    6: "Yêu cầu thực hiện nghĩa vụ tài chính",
    7: "Công dân yêu cầu rút hồ sơ",
    8: "Dừng xử lý",
    9: "Đã xử lý xong",
    10: "Đã trả kết quả",
}
MOVE_REASONS = {"supplement": "Bổ sung giấy tờ", "payment": "Nghĩa vụ tài chính", "other": "Khác"}
PAUSE_REASONS = {"supplement": STATUSES[5], "payment": STATUSES[6]}
STAGES = {
    "intake": "Tiếp nhận",
    "processing": "Thụ lý",
    "coordination": "Xác minh, phối hợp",
    "approval": "Ký duyệt",
}
PAPERS = {
    "identity": "Giấy tờ tùy thân",
    "residence": "Giấy tờ cư trú",
    "civil_status": "Giấy tờ hộ tịch",
    "other": "Khác",
}
CONTENT_HEADERS = {
    "applicant": "Có tên người nộp",
    "type": "Có loại hồ sơ",
    "receipt_number": "Có số biên nhận",
    "state": "Có tình trạng",
    "reason": "Có lý do",
    "next_date": "Có ngày hẹn mới",
    "apology": "Có lời xin lỗi",
}


def write_exports(district: District, folder: Path, names: dict[str, str] | None = None) -> list[Path]:
    """Write one dossier file a receiving unit, and the histories and letters that are not empty.

    ``names`` says how the export names each unit, where it is not as ``unit_names`` does.
    """
    folder.mkdir(parents=True, exist_ok=True)
    written, names = [], names or unit_names()
    for unit in sorted({dossier.receiving for dossier in district.dossiers}):
        rows = [_dossier_row(dossier, district, names) for dossier in district.dossiers if dossier.receiving == unit]
        written.append(_write(folder / f"ho-so-{unit}.csv", rows))
    histories = {
        "hen-tra.csv": [_move_row(move) for move in district.moves],
        "tam-dung.csv": [_pause_row(pause) for pause in district.pauses],
        "thu-xin-loi.csv": [_letter_row(letter) for letter in district.letters],
        "buoc-xu-ly.csv": [_step_row(step, names) for step in district.steps],
        "giay-to.csv": [_demand_row(demand) for demand in district.demands],
    }
    written.extend(_write(folder / name, rows) for name, rows in histories.items() if rows)
    return written


def _dossier_row(dossier: Dossier, district: District, names: dict[str, str]) -> dict[str, Cell]:
    """Status 7 and 8 show the day they ended under "Ngày kết thúc xử lý"."""
    return {
        "Mã hồ sơ": dossier.code,
        "Đơn vị tiếp nhận": names[dossier.receiving],
        "Đơn vị xử lý": names[dossier.resolving],
        "Địa bàn phát sinh hồ sơ": names[dossier.area] if dossier.area else "",
        "Mã thủ tục": dossier.procedure,
        "Hình thức tiếp nhận": CHANNELS[dossier.channel],
        "Ngày nộp hồ sơ": dossier.submitted,
        "Ngày tiếp nhận": dossier.received,
        "Ngày hẹn trả": dossier.due,
        "Ngày kết thúc xử lý": dossier.ended if dossier.status in (7, 8) else dossier.finished,
        "Ngày trả kết quả": dossier.returned,
        "Trạng thái": STATUSES[dossier.status],
        "Thời điểm xuất": district.exported_at[dossier.receiving],
    }


def _move_row(move: Move) -> dict[str, Cell]:
    return {
        "Mã hồ sơ": move.code,
        "Ngày ghi nhận": move.set_at,
        "Ngày hẹn trả trước": move.old_due,
        "Ngày hẹn trả mới": move.due,
        "Lý do đổi hẹn": MOVE_REASONS[move.reason],
    }


def _pause_row(pause: Pause) -> dict[str, Cell]:
    return {
        "Mã hồ sơ": pause.code,
        "Ngày tạm dừng": pause.started,
        "Ngày tiếp tục": pause.resumed,
        "Lý do tạm dừng": PAUSE_REASONS[pause.reason],
    }


def _step_row(step: Step, names: dict[str, str]) -> dict[str, Cell]:
    return {
        "Mã hồ sơ": step.code,
        "Thứ tự bước": str(step.number),
        "Bước xử lý": STAGES[step.stage],
        "Đơn vị giữ hồ sơ": names[step.holder],
        "Ngày bắt đầu bước": step.started,
        "Hạn của bước": step.due,
        "Ngày hoàn thành bước": step.finished,
    }


def _demand_row(demand: Demand) -> dict[str, Cell]:
    told = {True: "Có", False: "Không"}
    return {
        "Mã hồ sơ": demand.code,
        "Thứ tự yêu cầu": str(demand.number),
        "Ngày yêu cầu": demand.on,
        "Loại giấy tờ": PAPERS[demand.paper],
        "Ngoài thành phần hồ sơ": told[demand.beyond_list],
        "Đòi bản sao chứng thực": told[demand.certified],
        "Chỉ cần bản chụp đối chiếu": told[demand.plain_enough],
    }


def _letter_row(letter: Letter) -> dict[str, Cell]:
    row: dict[str, Cell] = {
        "Mã hồ sơ": letter.code,
        "Số thư xin lỗi": letter.number,
        "Trạng thái thư": "Dự thảo" if letter.issued_on is None else "Đã ban hành",
        "Ngày dự thảo": letter.drafted_on,
        "Ngày ban hành": letter.issued_on,
        "Ngày hẹn trả mới": letter.new_due_on,
    }
    for content, header in CONTENT_HEADERS.items():
        row[header] = "Có" if content in letter.contents else "Không"
    row["Người đứng đầu ký"] = "Có" if letter.signed else "Không"
    return row


def _write(path: Path, rows: Sequence[dict[str, Cell]]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(rows[0])
        writer.writerows([_text(cell) for cell in row.values()] for row in rows)
    return path


def _text(cell: Cell) -> str:
    """A time as dd/mm/YYYY HH:MM:SS, a plain date as dd/mm/YYYY, nothing as nothing."""
    if isinstance(cell, datetime):
        return cell.strftime("%d/%m/%Y %H:%M:%S")
    if isinstance(cell, date):
        return cell.strftime("%d/%m/%Y")
    return cell or ""


# ------------------------------------------------------------------------------------------------ random districts


@dataclass(frozen=True)
class Place:
    """The units of a random district."""

    receiving: tuple[str, ...]
    weights: tuple[int, ...]
    outside: tuple[str, ...]  # may resolve what a ward received
    areas: tuple[str | None, ...]


RECEIVING = ("p09", "p10", "kinh-te")
QUAN6 = Place(RECEIVING, (4, 4, 2), ("ldtbxh", "cn-vpdk"), ("p09", "p10", None))
# The first is same-day certification.
PROCEDURES = ("2.000815", "1.001193", "1.004873", "1.001776", "1.001612", "DD-01")
# Around Hùng Kings' day (Thu 02/04), 30/04 + 01/05 (Thu, Fri) and plain weeks.
ANCHORS = (date(2020, 3, 5), date(2020, 3, 27), date(2020, 4, 24), date(2020, 5, 11), date(2020, 5, 28))
LAST_DAY = date(2020, 6, 30)

DESK_CLOCKS = (time(7, 30), time(8, 0), time(9, 15), time(11, 30), time(14, 0), time(16, 0), time(17, 0))
FINISH_CLOCKS = (*DESK_CLOCKS, time(17, 40))
SUBMIT_CLOCKS = (time(6, 0), time(7, 30), time(10, 20), time(14, 0), time(17, 0), time(20, 45))
DUE_CLOCKS = (None, None, time(11, 30), time(16, 0), time(17, 0))
# Work resumes before any due time of the same day, and no pause starts before another could have ended.
RESUME_CLOCKS = (time(7, 30), time(8, 0), time(9, 0))
PAUSE_CLOCKS = (time(9, 15), time(11, 30), time(14, 0), time(17, 0))
EXPORT_CLOCKS = (time(10, 0), time(14, 0), time(16, 59), time(17, 0), time(18, 30))

OPEN, FINISHED, ENDED, UNKNOWN, NEW, REFUSED = "open", "finished", "ended", "unknown", "new", "refused"
FATES = (OPEN, FINISHED, ENDED, UNKNOWN, NEW, REFUSED)
FATE_WEIGHTS = (30, 45, 10, 6, 4, 5)


def districts(min_size: int = 5, max_size: int = 60) -> st.SearchStrategy[District]:
    """Random valid districts; each dossier hangs on one number, so that shrinking leaves dossiers out one by one."""
    seeds = st.lists(st.integers(0, 2**32 - 1), min_size=min_size, max_size=max_size, unique=True)
    return st.builds(build_district, st.integers(0, 2**16 - 1), seeds)


def random_district(seed: int, size: int = 60) -> District:
    """The same without hypothesis: one number, one district."""
    rng = Random(seed)
    return build_district(seed, [rng.randrange(2**32) for _ in range(size)])


def build_district(seed: int, dossier_seeds: Iterable[int]) -> District:
    """One district: a few crowded days, an export moment a unit, and a dossier for each number."""
    rng = Random(seed)
    days = _crowded_days(rng)
    exports = {unit: datetime.combine(rng.choice(days[4:]), rng.choice(EXPORT_CLOCKS)) for unit in RECEIVING}
    built = [_Builder(Random(each), days, exports, number).build() for number, each in enumerate(dossier_seeds, 1)]
    return _gathered(built, {unit: exports[unit] for unit in sorted({one.dossier.receiving for one in built})})


def build_at(place: Place, days: list[date], exports: dict[str, datetime], dossier_seeds: Iterable[int]) -> District:
    """A district at another place: its crowded days and the export moment of each receiving unit are given."""
    numbered = enumerate(dossier_seeds, 1)
    built = [_Builder(Random(each), days, exports, number, place).build() for number, each in numbered]
    return _gathered(built, exports)


def _gathered(built: Sequence[_Built], exports: dict[str, datetime]) -> District:
    return District(
        dossiers=tuple(one.dossier for one in built),
        moves=tuple(move for one in built for move in one.moves),
        pauses=tuple(pause for one in built for pause in one.pauses),
        letters=tuple(letter for one in built for letter in one.letters),
        exported_at=exports,
    )


def _crowded_days(rng: Random) -> list[date]:
    """About ten days, days off among them, around one or two anchors."""
    days: set[date] = set()
    for anchor in rng.sample(ANCHORS, rng.choice((1, 1, 2))):
        days.update(anchor + timedelta(days=offset) for offset in rng.sample(range(16), 8))
    later = [day + timedelta(days=20) for day in rng.sample(sorted(days), 2)]
    return sorted(day for day in days.union(later) if day <= LAST_DAY)


@dataclass
class _Built:
    """A dossier with all that belongs to it."""

    dossier: Dossier
    moves: list[Move]
    pauses: list[Pause]
    letters: list[Letter]


class _Builder:
    """Builds one dossier in the order of its life, so that nothing contradicts what came before."""

    def __init__(
        self, rng: Random, days: list[date], exports: dict[str, datetime], number: int, place: Place = QUAN6
    ) -> None:
        self.rng = rng
        self.place = place
        self.days = days
        self.number = number
        self.receiving = rng.choices(place.receiving, weights=place.weights)[0]
        self.code = f"{self.receiving.upper()}-{number:04d}"
        self.exported = exports[self.receiving]

    def build(self) -> _Built:
        """Draw a fate, then the dates that lead to it."""
        fate = self.rng.choices(FATES, weights=FATE_WEIGHTS)[0]
        received = self._moment(None, self.exported, DESK_CLOCKS)
        if received is None:  # the unit exported before the desk opened on the first day
            return self._refused_or_new(None, NEW)
        if fate in (NEW, REFUSED):
            return self._refused_or_new(received, fate)
        return self._accepted(received, fate)

    def _refused_or_new(self, received: datetime | None, fate: str) -> _Built:
        """Status 1 and 3 may carry any dates: they are counted in the intake measures only."""
        due = self._due(received) if received and self.rng.random() < 0.6 else None
        finished = self._moment(received, self.exported, FINISH_CLOCKS) if due and self.rng.random() < 0.4 else None
        if received and not due and self.rng.random() < 0.5:
            received = None
        dossier = self._dossier(1 if fate == NEW else 3, received, due=due, finished=finished)
        return _Built(dossier, [], [], [])

    def _accepted(self, received: datetime, fate: str) -> _Built:
        """A dossier that was taken in: promises, pauses, the end of it, letters."""
        first_due = None if self.rng.random() < 0.06 else self._due(received)
        left = None if fate in (OPEN, UNKNOWN) else self._left(received, first_due)
        if left is None and fate in (FINISHED, ENDED):
            fate = OPEN
        returned = self._returned(received, left, fate)
        until = left or returned or self.exported
        moves = self._moves(received, until, first_due) if first_due else []
        pauses = self._pauses(received, until, fate) if first_due else []
        due = moves[-1].due if moves else first_due
        status = self._status(fate, returned, pauses)
        finished, ended = (None, left) if fate == ENDED else (left, None)
        dossier = self._dossier(status, received, due=due, finished=finished, ended=ended, returned=returned)
        return _Built(dossier, moves, pauses, self._letters(received, first_due, moves))

    def _dossier(
        self,
        status: int,
        received: datetime | None,
        due: date | None = None,
        finished: datetime | None = None,
        ended: datetime | None = None,
        returned: datetime | None = None,
    ) -> Dossier:
        channel = self.rng.choices((1, 2, 3, None), weights=(3, 5, 1, 1))[0]
        return Dossier(
            code=self.code,
            receiving=self.receiving,
            resolving=self.receiving if self.rng.random() < 0.7 else self.rng.choice(self.place.outside),
            area=self.rng.choice(self.place.areas),
            procedure=self.rng.choices(PROCEDURES, weights=(3, 3, 2, 2, 1, 1))[0],
            channel=channel,
            status=status,
            submitted=self._submitted(received) if channel == 2 else None,
            received=received,
            due=due,
            finished=finished,
            ended=ended,
            returned=returned,
        )

    def _submitted(self, received: datetime | None) -> datetime | None:
        """An online submission, at any hour, not after the reception."""
        if self.rng.random() < 0.1:
            return received
        if received and self.rng.random() < 0.3:  # the working day before, at the same clock: the edge of 8 hours
            edge = received - timedelta(days=3 if received.weekday() == 0 else 1)
            return edge if edge.time() != time(11, 30) else edge.replace(hour=10)
        return self._moment(None, received or self.exported, SUBMIT_CLOCKS) or received

    def _moment(
        self, after: datetime | None, until: datetime, clocks: Sequence[time], day: date | None = None
    ) -> datetime | None:
        """A crowded day and a clock time, not before ``after`` and not after ``until``; None if there is none."""
        days = [day] if day else self.days
        moments = [datetime.combine(each, clock) for each in days for clock in clocks]
        possible = [moment for moment in moments if (after is None or moment >= after) and moment <= until]
        return self.rng.choice(possible) if possible else None

    def _due(self, set_at: datetime, other_than: date | None = None) -> date:
        """A due date on or after the day it was set, by the clock too; often a day off."""
        days = [day for day in self.days if day >= set_at.date()] or [set_at.date()]
        days = days[:6] if self.rng.random() < 0.7 else days
        day = self.rng.choice(days)
        if other_than and day == _day(other_than):
            day += timedelta(days=self.rng.choice((1, 3, 7)))
        clock = self.rng.choice(DUE_CLOCKS)
        if clock is None:
            return day
        due = datetime.combine(day, clock)
        return due if due >= set_at else datetime.combine(day, time(17, 0))

    def _left(self, received: datetime, due: date | None) -> datetime | None:
        """The moment the dossier was finished or ended: often on the first due day."""
        if due and self.rng.random() < 0.3:
            on_due = self._moment(received, self.exported, FINISH_CLOCKS, day=_day(due))
            if on_due:
                return on_due
        return self._moment(received, self.exported, FINISH_CLOCKS)

    def _moves(self, received: datetime, until: datetime, first_due: date) -> list[Move]:
        """Moves on distinct days, each starting from the due date the one before set; some on the due day itself."""
        wanted = self.rng.choices((0, 1, 2, 4), weights=(50, 28, 14, 8))[0]
        span = [day for day in self.days if received.date() <= day <= until.date()]
        chosen = set(self.rng.sample(span, min(wanted, len(span))))
        if chosen and self.rng.random() < 0.3 and _day(first_due) in span:
            chosen.add(_day(first_due))
        moves: list[Move] = []
        old = first_due
        for day in sorted(chosen):
            set_at = self._moment(received + timedelta(minutes=1), until, DESK_CLOCKS, day=day)
            if set_at is None:
                continue
            new = self._due(set_at, other_than=old)
            moves.append(Move(self.code, set_at, old, new, self.rng.choice(("supplement", "payment", "other"))))
            old = new
        return moves

    def _pauses(self, received: datetime, until: datetime, fate: str) -> list[Pause]:
        """Pauses one after the other; the last may still last, or (rarely) be ended by the dossier leaving."""
        wanted = self.rng.choices((0, 1, 2, 3), weights=(50, 30, 13, 7))[0]
        span = [day for day in self.days if received.date() <= day <= until.date()]
        if wanted == 0 or not span:
            return []
        days = sorted(self.rng.choices(span, k=2 * wanted))
        pauses: list[Pause] = []
        for start_day, resume_day in zip(days[::2], days[1::2], strict=True):
            started = self._moment(received, until - timedelta(minutes=1), PAUSE_CLOCKS, day=start_day)
            resumed = self._moment(None, until, RESUME_CLOCKS, day=resume_day)
            if started and resumed and start_day < resume_day:
                pauses.append(self._pause(started, resumed))
        self._leave_last_open(pauses, until, fate)
        return pauses

    def _pause(self, started: datetime, resumed: datetime | None) -> Pause:
        return Pause(self.code, started, resumed, self.rng.choices(("supplement", "payment"), weights=(3, 1))[0])

    def _leave_last_open(self, pauses: list[Pause], until: datetime, fate: str) -> None:
        """An open dossier may still be paused; one that left may have left while paused, resumed in the books later."""
        if not pauses or self.rng.random() < 0.5:
            return
        last = pauses[-1]
        if fate == OPEN:
            pauses[-1] = Pause(last.code, last.started, None, last.reason)
        elif fate != UNKNOWN:
            later = self._moment(until, self.exported, RESUME_CLOCKS)
            if later and later.date() > last.started.date():
                pauses[-1] = Pause(last.code, last.started, later, last.reason)

    def _returned(self, received: datetime, left: datetime | None, fate: str) -> datetime | None:
        """When the citizen collected it, if so; of unknown finish too."""
        if fate in (OPEN, ENDED) or self.rng.random() < 0.4:
            return None
        return self._moment(left or received, self.exported, FINISH_CLOCKS)

    def _status(self, fate: str, returned: datetime | None, pauses: list[Pause]) -> int:
        """A status that fits the dates; the finish date decides, so a status may lag behind it."""
        if fate == ENDED:
            return self.rng.choice((7, 8))
        if fate == OPEN:
            waiting = [pause for pause in pauses if pause.resumed is None]
            if waiting:
                return 5 if waiting[0].reason == "supplement" else 6
            return self.rng.choice((2, 4))
        if returned:
            return self.rng.choice((10, 10, 10, 9, 4))
        if fate == UNKNOWN:
            return self.rng.choice((9, 10))
        return self.rng.choice((9, 9, 9, 10, 4))  # 10: collected, and nobody knows when

    def _letters(self, received: datetime, first_due: date | None, moves: list[Move]) -> list[Letter]:
        """None to three letters, some of them drafts, before and after the moves."""
        last = self.exported.date()
        span = [day for day in self.days if received.date() <= day <= last]
        if not span or first_due is None or self.rng.random() < 0.55:
            return []
        likely = [move.set_at.date() for move in moves] + ([_day(first_due)] if _day(first_due) <= last else [])
        letters = []
        for place in range(1, self.rng.choice((1, 1, 2, 3)) + 1):
            day = self.rng.choice(span + likely)
            contents = CONTENTS if self.rng.random() < 0.7 else tuple(self.rng.sample(CONTENTS, 5))
            letters.append(
                Letter(
                    code=self.code,
                    number=f"{self.number:04d}-{place}/TXL",
                    issued_on=day if self.rng.random() < 0.8 else None,
                    drafted_on=day,
                    new_due_on=day + timedelta(days=self.rng.choice((2, 5, 10))),
                    contents=contents,
                    signed=self.rng.random() < 0.85,
                )
            )
        return letters


def _day(due: date) -> date:
    """The calendar day of a due date with or without clock time."""
    return due.date() if isinstance(due, datetime) else due


def check_valid(district: District) -> None:
    """Raise unless the district keeps what the loader may rely on; the tests call it on random districts."""
    dossiers = {dossier.code: dossier for dossier in district.dossiers}
    require(len(dossiers) == len(district.dossiers), "two dossiers with one code")
    for dossier in district.dossiers:
        _check_dossier(dossier, district.exported_at[dossier.receiving])
        _check_moves(dossier, [move for move in district.moves if move.code == dossier.code])
        _check_pauses(dossier, [pause for pause in district.pauses if pause.code == dossier.code])
    histories: list[Move | Pause | Letter] = [*district.moves, *district.pauses, *district.letters]
    for history in histories:
        require(history.code in dossiers, "history of an unknown dossier")


def require(holds: bool, what: str) -> None:
    """Fail with a sentence."""
    if not holds:
        raise AssertionError(what)


def _check_dossier(dossier: Dossier, exported: datetime) -> None:
    left = dossier.finished or dossier.ended
    for moment in (dossier.submitted, dossier.received, left, dossier.returned):
        require(moment is None or moment <= exported, "something happened after the export")
    if dossier.status not in (1, 3):
        require(dossier.received is not None, "accepted, never received")
    if dossier.received:
        for later in (left, dossier.returned):
            require(later is None or later >= dossier.received, "left before it was received")
        require(dossier.due is None or _day(dossier.due) >= dossier.received.date(), "due before received")
    require((dossier.ended is not None) == (dossier.status in (7, 8)), "ended is for status 7 and 8")


def _check_moves(dossier: Dossier, moves: list[Move]) -> None:
    left = dossier.finished or dossier.ended
    require(len({move.set_at.date() for move in moves}) == len(moves), "two moves on one day")
    for earlier, later in pairwise(moves):
        require(earlier.due == later.old_due and earlier.set_at < later.set_at, "moves do not follow each other")
    for move in moves:
        require(_day(move.due) >= move.set_at.date(), "due before it was set")
        require(left is None or move.set_at <= left, "moved after it left")
        require(dossier.received is not None and move.set_at > dossier.received, "moved before it was received")
    require(not moves or moves[-1].due == dossier.due, "the last move is not the due date shown")


def _check_pauses(dossier: Dossier, pauses: list[Pause]) -> None:
    left = dossier.finished or dossier.ended
    open_pauses = [pause for pause in pauses if pause.resumed is None]
    require(bool(open_pauses) == (dossier.status in (5, 6)), "status 5 and 6 go with an open pause")
    for earlier, later in pairwise(pauses):
        require(earlier.resumed is not None and earlier.resumed < later.started, "pauses overlap")
    for pause in pauses:
        require(dossier.received is not None and pause.started >= dossier.received, "paused before received")
        require(left is None or pause.started < left, "paused after it left")
        require(pause.resumed is None or pause.resumed.date() > pause.started.date(), "resumed on the day of the start")
