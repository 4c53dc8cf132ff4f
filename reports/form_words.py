"""The words of form II.06a/VPCP/KSTT as the circular prints them, and the sentences under its table."""

from __future__ import annotations

import pandas as pd

from measures.official_check import REASONS
from measures.official_states import NOTES
from reports.official_form import CodeOf, Paper, changed_dossiers
from text import VIETNAMESE

NUMBER = "II.06a/VPCP/KSTT"
TITLE = "TÌNH HÌNH, KẾT QUẢ GIẢI QUYẾT TTHC\nTẠI CƠ QUAN, ĐƠN VỊ TRỰC TIẾP GIẢI QUYẾT TTHC"
NATION, MOTTO = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc"
SAMPLE = "SỐ LIỆU MẪU (dữ liệu giả lập)"
MEASURED_IN = "Đơn vị tính: Số hồ sơ TTHC"
BY_TITLE = {"field": "Lĩnh vực giải quyết", "unit": "Đơn vị"}
RECEIVED, SOLVED, SOLVING = (f"Số lượng hồ sơ {what}" for what in ("tiếp nhận", "đã giải quyết", "đang giải quyết"))
TOTAL, GRAND_TOTAL, IN_PERIOD = "Tổng số", "TỔNG CỘNG", "Trong kỳ"
HEADERS = {
    "4": "Trực tuyến",
    "5": "Trực tiếp, dịch vụ bưu chính",
    "6": "Từ kỳ trước",
    "8": "Trước hạn",
    "9": "Đúng hạn",
    "10": "Quá hạn",
    "12": "Trong hạn",
    "13": "Quá hạn",
}
NUMBERED = {"3": "(3)=\n(4)+(5)+(6)", "7": "(7)=\n(8)+(9)+(10)", "11": "(11)=\n(12)+(13)"}
WITH, WITHOUT = "Có thư xin lỗi", "Chưa có thư xin lỗi"
MAKER, HEAD = "NGƯỜI LẬP BIỂU", "THỦ TRƯỞNG ĐƠN VỊ"
SIGN, SIGN_AND_SEAL = "(Ký, ghi rõ họ tên)", "(Ký tên, đóng dấu)"
DATED = "………………, ngày …… tháng …… năm ………"
STATES = {
    "finished": "Đã giải quyết",
    "ended": "Rút, trả lại hoặc dừng",
    "open": "Đang giải quyết",
    "paused": "Đang tạm dừng",
}
LIST_TITLE = "DANH SÁCH HỒ SƠ QUÁ HẠN"
SPLIT_TITLE = "HỒ SƠ QUÁ HẠN CÓ VÀ CHƯA CÓ THƯ XIN LỖI"
CHECK_TITLE = "ĐỐI CHIẾU CỘT (6) VỚI CỘT (11) CỦA BIỂU ĐÃ BAN HÀNH KỲ TRƯỚC"
SIDES = {"missing": "không còn trong cột (6)", "added": "thêm vào cột (6)"}
COUNTED_BY = {
    "receiving": "Biểu tính theo đơn vị tiếp nhận hồ sơ, gồm mọi hồ sơ, kể cả chứng thực trong ngày; "
    "hồ sơ mới đăng ký và hồ sơ bị từ chối tiếp nhận không tính.",
    "resolving": "Biểu tính theo đơn vị xử lý hồ sơ (đơn vị không trực tiếp tiếp nhận), gồm mọi hồ sơ, kể cả chứng "
    "thực trong ngày; hồ sơ mới đăng ký và hồ sơ bị từ chối tiếp nhận không tính.",
}


def period_words(paper: Paper) -> tuple[str, str]:
    """ "Kỳ báo cáo: Tháng 6/2020" and "(Từ ngày 01/06/2020 đến ngày 30/06/2020)"."""
    period, date = paper.form.scope.period, VIETNAMESE.date
    until = date(min(period.end, paper.form.until))
    return f"Kỳ báo cáo: {period.title(VIETNAMESE)}", f"(Từ ngày {date(period.start)} đến ngày {until})"


def notes(paper: Paper) -> list[str]:
    """What stands under the table: how it was counted, its notes 1 to 8, who is behind, and the first check."""
    form, number = paper.form, VIETNAMESE.number
    found = [COUNTED_BY[form.scope.unit_role]]
    found += [
        f"Chú thích {note}: {number(count)} hồ sơ {VIETNAMESE.say(NOTES[note])}." for note, count in form.notes.items()
    ]
    if form.behind:
        late = [f"{paper.held.known.unit_name(unit)} đến {VIETNAMESE.date(day)}" for unit, day in form.behind.items()]
        found.append(f"Đơn vị chưa cập nhật đến ngày cuối kỳ: {', '.join(late)}.")
    total = form.total
    sums = " + ".join(number(total[column]) for column in ("7", "11"))
    found.append(f"Kiểm tra: (3) = (7) + (11): {number(total['3'])} = {sums}. {check_words(paper)}")
    return found


def check_words(paper: Paper) -> str:
    """The first check in one sentence."""
    if paper.before is None:
        return "Chưa có biểu kỳ trước trong sổ số liệu đã ban hành để đối chiếu cột (6), không kèm trang Đối chiếu."
    told = f"biểu kỳ trước (lần {paper.before.version}, đến {VIETNAMESE.date(paper.before.until)})"
    if not paper.differences:
        return f"Cột (6) khớp từng dòng với cột (11) của {told}, không kèm trang Đối chiếu."
    lines = VIETNAMESE.number(len(paper.differences))
    return f"Cột (6) khác cột (11) của {told} ở {lines} dòng: xem trang Đối chiếu."


def difference_rows(paper: Paper, code_of: CodeOf) -> list[tuple]:
    """Line, (11) issued, (6) now, difference, dossier code, whether it is missing or added, reason: a row a dossier."""
    return [
        (
            line.name,
            line.issued,
            line.now,
            line.now - line.issued,
            code_of(line.code),
            SIDES[line.side],
            _said(line.why),
        )
        for line in changed_dossiers(paper)
    ]


def _said(why: str) -> str:
    return VIETNAMESE.say(REASONS[why])


def overdue_rows(paper: Paper, code_of: CodeOf) -> list[tuple]:
    """The overdue list as it is printed: code, procedure, unit, dates, days late, letter, state, holder."""
    units, procedures = dict(paper.held.known.units), dict(paper.held.known.procedures)
    return [
        (
            code_of(row.dossier_code),
            procedures.get(row.procedure, row.procedure),
            units.get(row.unit, ""),
            _day(row.received_on),
            _day(row.due),
            _day(row.finished_on) or _day(row.ended_on),
            int(row.days_late),
            "Có" if row.letter else "Chưa",
            STATES[row.state],
            units.get(row.holder, "") if isinstance(row.holder, str) else "",
        )
        for row in paper.overdue.itertuples()
    ]


def _day(day: object) -> object:
    return None if pd.isna(day) else day
