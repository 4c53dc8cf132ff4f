"""What units tell beside their exports in the made-up district: people at desks, inspections, help to submit online.

A few hundred rows, drawn one by one. Some units tell nothing of a form: their silence must be shown as such.
"""

from __future__ import annotations

import datetime as dt
from random import Random

import pyarrow as pa

from .facts import Facts
from .postings import posting_table

LAST_DAY = dt.date(2020, 6, 30)
NO_STAFF_LIST, NO_HELP_TOLD = ("p04", "p07"), ("p03", "p05", "p11")
SHORT_OF_STANDARDS = {"p08": 0.45}  # else one in ten
LEFT_EARLY = ("p02", "p09", "mot-cua-q6")  # at the first counter somebody stayed for four months, up to June 2020
CAME, WENT = dt.date(2020, 2, 17), dt.date(2020, 6, 12)
HELPS_MORE = {"p10": 2.5, "p06": 1.8}
STANDARDS = ("Đạt ngạch", "Đạt thâm niên", "Hoàn thành tốt nhiệm vụ", "Đạt phẩm chất và tác phong")
FINDING_KINDS = (
    *("Niêm yết", "Niêm yết", "Tiếp nhận, trả kết quả", "Giấy tờ ngoài quy định"),
    *("Trễ hạn, thư xin lỗi", "Trễ hạn, thư xin lỗi", "Tác phong, giao tiếp", "Kỷ luật, giờ giấc", "Khác"),
)
REMEDIED_IN_TIME, REMEDIED_LATER = 0.72, 0.14
NOT_DONE = 0.12  # inspections of the plan
Rows = list[dict[str, str]]


def write_desks(seed: int, facts: Facts) -> dict[str, pa.Table]:
    """The five forms by file name."""
    chance = Random(seed)
    units = facts.units[facts.units["kind"].isin(["ward", "desk"])]
    names = {
        unit_id: f"UBND {name}" if kind == "ward" else name
        for unit_id, name, kind in zip(units["unit_id"], units["name"], units["kind"], strict=True)
    }
    inspections, findings = _inspections(chance, {u: n for u, n in names.items() if u.startswith("p")})
    told = {
        "nhan-su-mot-cua.csv": _staff(chance, names),
        "kiem-tra-cong-vu.csv": inspections,
        "ton-tai.csv": findings,
        "ho-tro-truc-tuyen.csv": _help(chance, names),
    }
    tables = {name: pa.Table.from_pylist(rows) for name, rows in told.items()}
    return tables | {"niem-yet.csv": posting_table(seed + 1, facts, names)}


def _staff(chance: Random, names: dict[str, str]) -> Rows:
    """Three to five people a desk, in terms of half a year to two and a half; the last ones go on."""
    rows = []
    for unit, name in names.items():
        if unit in NO_STAFF_LIST:
            continue
        lacking = SHORT_OF_STANDARDS.get(unit, 0.1)
        number = 0
        for counter in range(1, chance.choice((4, 5, 6))):
            start = dt.date(2017, 6, 1) + dt.timedelta(chance.randrange(400))
            while start <= LAST_DAY:
                number += 1
                end = start + dt.timedelta(chance.randrange(200, 880))
                answers = ["Không" if chance.random() < lacking / 2 else "Có" for _ in STANDARDS]
                met = dict(zip(STANDARDS, answers, strict=True))
                if unit in LEFT_EARLY and counter == 1 and start < CAME and end > LAST_DAY:
                    rows.append(_term(name, number, start, CAME - dt.timedelta(1), counter) | met)
                    rows.append(_term(name, number + 1, CAME, WENT, counter) | met)
                    start, number = WENT + dt.timedelta(1), number + 2
                rows.append(_term(name, number, start, end, counter) | met)
                start = end + dt.timedelta(1)
    return rows


def _term(name: str, number: int, start: dt.date, end: dt.date, counter: int) -> dict[str, str]:
    return {
        "Đơn vị của bộ phận": name,
        "Số thứ tự nhân sự": str(number),
        "Ngày bắt đầu làm việc": _day(start),
        "Ngày thôi làm việc": _day(end) if end <= LAST_DAY else "",
        "Quầy số": str(counter),
    }


def _inspections(chance: Random, names: dict[str, str]) -> tuple[Rows, Rows]:
    """Each ward twice a year by plan, the last ones still to come; one to three findings at most inspections."""
    plans, findings = [], []
    for number, (year, half, name) in enumerate(
        ((year, half, name) for year in (2018, 2019, 2020) for half in (0, 6) for name in names.values()), start=1
    ):
        planned = dt.date(year, half + 1, 10) + dt.timedelta(chance.randrange(165))
        done = planned + dt.timedelta(chance.randrange(12))
        carried_out = done <= LAST_DAY and chance.random() >= NOT_DONE
        code = f"{number:03}/KH-KTCV"
        plans.append(
            {
                "Số kế hoạch kiểm tra": code,
                "Đơn vị được kiểm tra": name,
                "Ngày kiểm tra theo kế hoạch": _day(planned),
                "Ngày kiểm tra": _day(done) if carried_out else "",
            }
        )
        for place in range(1, chance.choice((1, 2, 2, 3, 4)) if carried_out else 1):
            due = done + dt.timedelta(chance.choice((15, 30, 30, 45)))
            fate = chance.random()
            remedied = (
                done + dt.timedelta(chance.randrange((due - done).days + 1))
                if fate < REMEDIED_IN_TIME
                else due + dt.timedelta(chance.randrange(1, 60))
                if fate < REMEDIED_IN_TIME + REMEDIED_LATER
                else None
            )
            findings.append(
                {
                    "Số kế hoạch kiểm tra": code,
                    "Thứ tự tồn tại": str(place),
                    "Đơn vị được kiểm tra": name,
                    "Loại tồn tại": chance.choice(FINDING_KINDS),
                    "Ngày phát hiện": _day(done),
                    "Hạn khắc phục": _day(due),
                    "Ngày khắc phục": _day(remedied) if remedied and remedied <= LAST_DAY else "",
                }
            )
    return plans, findings


def _help(chance: Random, names: dict[str, str]) -> Rows:
    """From 2019 on: people helped at the desk, told at the end of each month, and an outreach event now and then."""
    rows = []
    for unit, name in names.items():
        if unit in NO_HELP_TOLD:
            continue
        number = 0
        for month in range(18):
            last = dt.date(2019 + (month + 1) // 12, (month + 1) % 12 + 1, 1) - dt.timedelta(1)
            told = [("Hướng dẫn nộp trực tuyến tại bộ phận", last, chance.randrange(2, 8) * (1 + month / 9))]
            if chance.random() < 0.2:
                told.append(
                    ("Buổi tuyên truyền", last - dt.timedelta(chance.randrange(3, 25)), chance.randrange(15, 80))
                )
            for form, day, people in told:
                number += 1
                rows.append(
                    {
                        "Đơn vị thực hiện": name,
                        "Số lượt ghi": str(number),
                        "Ngày thực hiện": _day(day),
                        "Hình thức hỗ trợ": form,
                        "Số người": str(round(people * HELPS_MORE.get(unit, 1.0))),
                    }
                )
    return rows


def _day(day: dt.date) -> str:
    return f"{day:%d/%m/%Y}"
