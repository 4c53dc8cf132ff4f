"""Turn drawn lives into the text tables of an export: Vietnamese headers, codes, unit names, dates as written."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from .clock import DAY, FIRST_DAY, LAST_DAY, NEVER, Ints
from .facts import Facts
from .letters import CONTENTS

MARK = "DỮ LIỆU MẪU"
CHANNELS = [None, "Trực tiếp", "Nộp trực tuyến", "Qua bưu chính công ích (BCCI)"]
STATUSES = [
    None,
    "Mới đăng ký",
    "Được tiếp nhận",
    "Không được tiếp nhận",
    "Đang xử lý",
    "Yêu cầu bổ sung giấy tờ",
    "Yêu cầu thực hiện nghĩa vụ tài chính",
    "Công dân yêu cầu rút hồ sơ",
    "Dừng xử lý",
    "Đã xử lý xong",
    "Đã trả kết quả",
]
STAGES = ["Tiếp nhận", "Thụ lý", "Xác minh, phối hợp", "Ký duyệt"]
MOVE_REASONS = {"supplement": "Bổ sung giấy tờ", "payment": "Nghĩa vụ tài chính", "other": "Khác"}
PAUSE_REASONS = {"supplement": STATUSES[5], "payment": STATUSES[6]}
CONTENT_HEADERS = (
    "Có tên người nộp",
    "Có loại hồ sơ",
    "Có số biên nhận",
    "Có tình trạng",
    "Có lý do",
    "Có ngày hẹn mới",
    "Có lời xin lỗi",
    "Người đứng đầu ký",
)
PAPER_WORDS = [  # in the order of ``papers.PAPERS``
    "Giấy tờ tùy thân",
    "Giấy tờ cư trú",
    "Giấy tờ hộ tịch",
    "Giấy tờ nhà đất",
    "Giấy tờ kinh doanh",
    "Giấy xác nhận",
    "Khác",
]
_DATES = pa.array(pd.to_datetime(np.arange(FIRST_DAY, LAST_DAY + 1), unit="D").strftime("%d/%m/%Y"), pa.string())
_MINUTES = pa.array([f"{m // 60:02d}:{m % 60:02d}" for m in range(1440)], pa.string())
_PAIRS = pa.array([f"{n:02d}" for n in range(60)], pa.string())


def dates(day: Ints) -> pa.Array:
    """Days as dd/mm/yyyy; ``NEVER`` is empty."""
    day = np.asarray(day)
    return _DATES.take(pa.array(np.where(day == NEVER, 0, day - FIRST_DAY), mask=day == NEVER))


def moments(moment: Ints, seconds: bool = False) -> pa.Array:
    """Moments as dd/mm/yyyy hh:mm or hh:mm:ss; ``NEVER`` is empty."""
    moment = np.asarray(moment)
    day, second = np.divmod(moment, DAY)
    text = pc.binary_join_element_wise(
        dates(np.where(moment == NEVER, NEVER, day)), _MINUTES.take(pa.array(second // 60)), " "
    )
    return pc.binary_join_element_wise(text, _PAIRS.take(pa.array(second % 60)), ":") if seconds else text


def choose(options: Sequence[str | None], position: Ints) -> pa.Array:
    """The text at each position."""
    return pa.array(options, pa.string()).take(pa.array(np.asarray(position, dtype=np.int64)))


def dossier_codes(facts: Facts, frame: pd.DataFrame) -> pa.Array:
    """``775.10.H29-200610-0301``: unit, day, and the running number of that unit and day, without gaps."""
    seen = np.where(frame["seen_received"] < NEVER, frame["seen_received"], frame["submitted"])
    table = pd.DataFrame({"unit": frame["unit"], "day": seen // DAY, "at": seen})
    order = table.sort_values(["unit", "day", "at"], kind="stable").index.to_numpy()
    number = np.empty(len(table), dtype=np.int64)
    number[order] = table.loc[order].groupby(["unit", "day"], sort=False).cumcount().to_numpy() + 1
    prefix = choose([f"775.{part}.H29" for part in facts.units["code_part"]], table["unit"].to_numpy())
    written = pd.to_datetime(np.arange(FIRST_DAY, LAST_DAY + 1), unit="D").strftime("%y%m%d").tolist()
    day = choose(written, table["day"].to_numpy() - FIRST_DAY)
    running = choose([f"{n:04d}" for n in range(int(number.max()) + 1)], number)
    return pc.binary_join_element_wise(prefix, day, running, "-")


def dossier_table(facts: Facts, lives: pd.DataFrame, codes: pa.Array, position: int) -> pa.Table:
    """The export of one receiving unit, in its own habits of writing names and times. Who resolves stays empty where
    that unit has no name any more."""
    unit = facts.units.iloc[position]
    wards = facts.ward_names[unit["spelling"]].tolist()
    name = wards[position] if unit["kind"] == "ward" else unit["name"]
    resolving = [name if pd.isna(key) else facts.holder_names.get(key) for key in facts.procedures["resolving_unit"]]
    seconds = bool(unit["writes_seconds"])
    due = lives["seen_due"].to_numpy()
    due_days = np.where(due == NEVER, NEVER, due // DAY)
    size = len(lives)
    return pa.table(
        {
            "Mã hồ sơ": codes,
            "Đơn vị tiếp nhận": pa.repeat(name, size),
            "Đơn vị xử lý": choose(resolving, lives["procedure"]),
            "Địa bàn phát sinh hồ sơ": choose(wards, lives["area"]),
            "Mã thủ tục": choose(facts.procedures["procedure_id"].tolist(), lives["procedure"]),
            "Hình thức tiếp nhận": choose(CHANNELS, lives["channel"]),
            "Ngày nộp hồ sơ": moments(lives["seen_submitted"], seconds),
            "Ngày tiếp nhận": moments(lives["seen_received"], seconds),
            "Ngày hẹn trả": dates(due_days) if unit["due_without_time"] else moments(due, seconds),
            "Ngày kết thúc xử lý": moments(lives["seen_finished"], seconds),
            "Ngày trả kết quả": moments(lives["seen_returned"], seconds),
            "Trạng thái": choose(STATUSES, lives["status"]),
            "Thời điểm xuất": moments(lives["exported"], seconds=True),
            "Ghi chú hệ thống": pa.repeat(MARK, size),
        }
    )


def move_table(codes: pa.Array, moves: pd.DataFrame) -> pa.Table:
    """Moved due dates; some were set long after the fact."""
    return pa.table(
        {
            "Mã hồ sơ": codes.take(pa.array(moves["row"].to_numpy())),
            "Ngày ghi nhận": moments(moves["set_at"]),
            "Ngày hẹn trả trước": moments(moves["old_due_at"]),
            "Ngày hẹn trả mới": moments(moves["due_at"]),
            "Lý do đổi hẹn": pa.array(moves["reason"].map(MOVE_REASONS).tolist(), pa.string()),
        }
    )


def pause_table(codes: pa.Array, pauses: pd.DataFrame) -> pa.Table:
    """Pauses; without a resumption they last."""
    return pa.table(
        {
            "Mã hồ sơ": codes.take(pa.array(pauses["row"].to_numpy())),
            "Ngày tạm dừng": moments(pauses["started_at"]),
            "Ngày tiếp tục": moments(pauses["resumed_at"]),
            "Lý do tạm dừng": pa.array(pauses["reason"].map(PAUSE_REASONS).tolist(), pa.string()),
        }
    )


def step_table(facts: Facts, codes: pa.Array, steps: pd.DataFrame) -> pa.Table:
    """Steps with their holders, by the names the district uses."""
    holder, names = pd.factorize(steps["holder"])
    return pa.table(
        {
            "Mã hồ sơ": codes.take(pa.array(steps["row"].to_numpy())),
            "Thứ tự bước": choose([str(n) for n in range(6)], steps["number"]),
            "Bước xử lý": choose(STAGES, steps["stage"]),
            "Đơn vị giữ hồ sơ": choose([facts.holder_names[name] for name in names], holder),
            "Ngày bắt đầu bước": moments(steps["started"]),
            "Hạn của bước": moments(steps["due"]),
            "Ngày hoàn thành bước": moments(steps["finished"]),
        }
    )


def letter_table(facts: Facts, codes: pa.Array, letters: pd.DataFrame) -> pa.Table:
    """Letters, numbered within unit and year."""
    part = facts.units["code_part"].to_numpy()[letters["unit"]]
    number = [f"{n:03d}/TXL-{year}-{of}" for n, year, of in zip(letters["number"], letters["year"], part, strict=True)]
    columns = {
        "Mã hồ sơ": codes.take(pa.array(letters["row"].to_numpy())),
        "Số thư xin lỗi": pa.array(number, pa.string()),
        "Trạng thái thư": choose(["Dự thảo", "Đã ban hành"], letters["issued"] < NEVER),
        "Ngày dự thảo": dates(letters["drafted"]),
        "Ngày ban hành": dates(letters["issued"]),
        "Ngày hẹn trả mới": dates(letters["new_due"]),
    }
    for header, content in zip(CONTENT_HEADERS, (*CONTENTS, "signed_by_head"), strict=True):
        columns[header] = choose(["Không", "Có"], letters[content])
    return pa.table(columns)


def demand_table(codes: pa.Array, demands: pd.DataFrame) -> pa.Table:
    """Papers demanded of citizens, as reported by the units."""
    told = [choose(["Không", "Có"], demands[answer].to_numpy()) for answer in ("beyond", "certified", "plain")]
    return pa.table(
        {
            "Mã hồ sơ": codes.take(pa.array(demands["row"].to_numpy())),
            "Thứ tự yêu cầu": pa.array(demands["number"].astype(str).tolist(), pa.string()),
            "Ngày yêu cầu": dates(demands["day"].to_numpy()),
            "Loại giấy tờ": choose(PAPER_WORDS, demands["paper"].to_numpy()),
            "Ngoài thành phần hồ sơ": told[0],
            "Đòi bản sao chứng thực": told[1],
            "Chỉ cần bản chụp đối chiếu": told[2],
        }
    )
