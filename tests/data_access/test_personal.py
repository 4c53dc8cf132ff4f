"""Personal data: recognised in headers, masked in the rows that are kept because they were refused."""

from __future__ import annotations

import io
import json
import tomllib
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import String, cast, select

from data_access import tables
from data_access.fetch import fetch
from data_access.load.mapping import FOLDER, load_mapping
from data_access.load.personal import MASK, looks_personal, mask_cells, masked
from data_access.load.rejected import rejected_workbook
from data_access.profiles import load_profile
from tests.data_access.desk import KINDS, Desk, dossier

PERSONAL = """Họ tên|Họ và tên|HỌ TÊN NGƯỜI NỘP|Ho ten|HoTen|HOTEN|Tên người nộp|Tên chủ hồ sơ|Chủ hồ sơ|TenChuHoSo
Tên cá nhân|Tên tổ chức|Tên cá nhân/tổ chức|Tổ chức, cá nhân nộp|Người nhận|Người nhận kết quả|NguoiNhan|Người uỷ quyền
CMND|Số CMND|SoCMND|CMND/CCCD|Số CCCD|so_cccd|Căn cước công dân|Số định danh|Số định danh cá nhân|Hộ chiếu|passportNo
Điện thoại|Số điện thoại|SoDienThoai|SODIENTHOAI|SĐT|SDT người nộp|Di động|phone|phoneNumber|applicant.phone|Mobile
Email|E-mail|Thư điện tử|Địa chỉ|DiaChi|Địa chỉ thường trú|dia chi|Nơi ở hiện nay|Hộ khẩu|address|applicant.data.address
Ngày sinh|NgaySinh|Năm sinh|birthday|dateOfBirth|Giới tính|gender|Dân tộc|Quốc tịch|Chữ ký|Ký nhận|Ngày cấp CMND
applicant.fullName|idCard|C_CITIZEN_NAME|citizenName|Tên đăng nhập|userName|Mã số thuế|Số tài khoản|Cán bộ thụ lý
Họ|Tên|chuHoSo"""
NOT_PERSONAL = """Tên thủ tục|Tên đơn vị|Tên cơ quan tiếp nhận|Mã định danh|Mã định danh đơn vị|Mã hồ sơ|Số biên nhận
Trạng thái|Lĩnh vực|Ngày nhận kết quả|Ngày người nộp bổ sung|Ngày công dân nhận|Số lượng công dân|Chu kỳ báo cáo|Chu kỳ
Lý do người nộp rút|Hình thức nhận|Ghi chú|Phường|Mức độ|agency.name|dossierStatus.name|receivedDate|STT|Thời hạn"""


def listed(text: str) -> list[str]:
    return text.replace("\n", "|").split("|")


@pytest.mark.parametrize("header", listed(PERSONAL))
def test_headers_of_personal_data(header: str) -> None:
    assert looks_personal(header)


@pytest.mark.parametrize("header", listed(NOT_PERSONAL))
def test_headers_of_anything_else(header: str) -> None:
    assert not looks_personal(header)


def built_in() -> Iterator[dict]:
    for path in FOLDER.glob("*.toml"):
        yield tomllib.loads(path.read_text(encoding="utf-8"))


def test_no_column_that_a_mapping_reads_looks_personal() -> None:
    headers = {
        header
        for path in FOLDER.glob("*.toml")
        for kind in load_mapping(path.stem).kinds.values()
        for names in kind.headers.values()
        for header in names
    }
    assert len(headers) > 100
    assert [header for header in headers if looks_personal(header)] == []


NAMES = """Nguyễn Văn A|NGUYỄN THỊ BÉ B|Trần B|Lê Thị Kim C|Đặng Kỳ Nam|Lý Hải Đ|Hà Nam Anh|Huỳnh Ngọc Bảo Trân E
Chung Thị Lan|DANH THỊ GIẢ|nguyễn văn a|trần thị b|NGUYEN VAN A|Pham Thi B|Le C|Hồ Thị D|Phạm A
Trương Giả Định|Quan Vân Giả"""
NUMBERS = """0903123456|0903.123.456|090 312 3456|+84 903 123 456|+84903123456|84903123456|(028) 3855 1234|02838551234
024567890|024 567 890|079085001234|079 085 001 234|903123456|a.b-c@thu.example|B1234567"""
COMPANY = ("{}", "{} - 10/06/2020", "ông {}", "gặp {}, Phường 10", "SĐT:{}", "({})", "Phường 1 {}")


@pytest.mark.parametrize("personal", listed(NAMES))
def test_names_are_masked(personal: str) -> None:
    assert masked(personal) == MASK
    assert masked(f"hẹn {personal}, Phường 10") == f"hẹn {MASK}, Phường 10"


@pytest.mark.parametrize("personal", listed(NUMBERS))
def test_numbers_are_masked(personal: str) -> None:
    assert masked(personal) == MASK
    for company in COMPANY:
        assert masked(company.format(personal)) == company.format(MASK)


@pytest.mark.parametrize(
    ("cell", "kept"),
    [
        ("Bà Tư", f"Bà {MASK}"),
        ("Nguyễn Văn A 0903123456", f"{MASK} {MASK}"),
        ("SĐT0903123456", f"SĐT{MASK}"),
        ("12/4A Hậu Giang, Phường 10", f"{MASK}, Phường 10"),
        ("12 Nguyễn Văn Giả", MASK),
        ("CMND024567890", f"CMND{MASK}"),
    ],
)
def test_what_stands_together(cell: str, kept: str) -> None:
    assert masked(cell) == kept


def known_words() -> list[str]:
    """What stands in good cells: units, procedures, and every value a built-in mapping knows."""
    profile = load_profile("quan6")
    words = [name for unit in profile.units for name in (unit["name"], unit["short_name"], *unit["names"].split("|"))]
    words += [row[column] for row in profile.procedures for column in ("procedure_id", "name", "field")]
    for settings in built_in():
        for kind in load_mapping("mot-cua").kinds:
            for values in settings.get(kind, {}).get("values", {}).values():
                words += [word for written in values.values() for word in written]
    return [word for word in words if word]


def test_the_words_of_the_desks_come_through() -> None:
    words = known_words()
    assert len(words) > 150
    for word in [*words, *(word.upper() for word in words)]:
        assert masked(word) == word


@pytest.mark.parametrize(
    "cell",
    [
        *(
            "Phường Nguyễn Thái Bình",
            "UBND phường Phạm Ngũ Lão",
            "Quận Hồ Văn",
            "Xử lý xong",
            "ĐÃ XỬ LÝ XONG",
            "Hồ Sơ Mới",
        ),
        *(
            "HỒ SƠ MỚI",
            "Lý do khác",
            "Quản lý đô thị",
            "QUẢN LÝ ĐÔ THỊ",
            "Công văn đến",
            "12/TXL",
            "4 Đang xử lý",
            "43992.33",
        ),
        *("Hà Nội", "vi phạm văn bản", "1.004873", "H-1", "2 bản", "DANG XU LY", "Ho so moi", "", "   ", "•••"),
    ],
)
def test_odd_words_come_through(cell: str) -> None:
    assert masked(cell) == cell


TIMES = st.datetimes().filter(lambda time: 1990 <= time.year <= 2099)
FORMS = (
    *("%d/%m/%Y", "%d/%m/%Y %H:%M", "%d/%m/%Y %H:%M:%S", "%d-%m-%Y %H:%M", "%d.%m.%Y", "%Y-%m-%d", "%Y-%m-%d %H:%M:%S"),
    *("%Y-%m-%dT%H:%M:%S.%f", "%Y-%m-%dT%H:%M:%S+07:00", "%Y-%m-%dT%H:%M:%S.000Z", "%Y%m%d", "%Y%m%d%H%M%S"),
)
CODES = st.builds(
    "{}.{:02}{}-{:%y%m%d}-{:0>4}".format,
    st.sampled_from(["775", "000", "079", "H29"]),
    st.integers(0, 99),
    st.sampled_from([".H29", ".00.H29", ".26.H29", ".G18"]),
    TIMES,
    st.integers(0, 99_999),
)


@given(TIMES, st.sampled_from(FORMS))
def test_dates_come_through(time, form: str) -> None:
    text = time.strftime(form)
    assert masked(text) == text
    assert mask_cells(KINDS["dossier"], {"received_at": text}) == {"received_at": text}


@given(CODES)
def test_codes_of_dossiers_come_through(code: str) -> None:
    assert masked(code) == code
    assert masked(f"{code} {MASK}") == f"{code} {MASK}"
    assert mask_cells(KINDS["letter"], {"dossier_code": code}) == {"dossier_code": code}


@given(st.text(max_size=60))
def test_masking_twice_changes_nothing_and_nothing_breaks_it(text: str) -> None:
    assert masked(masked(text)) == masked(text)
    looks_personal(text)


@given(st.sampled_from(listed(NAMES)), st.sampled_from(listed(NUMBERS)), st.sampled_from(sorted(KINDS)), st.data())
def test_no_field_keeps_a_name_or_a_number(name: str, number: str, kind: str, data: st.DataObject) -> None:
    field = data.draw(st.sampled_from(KINDS[kind].fields))
    for personal in (name, number):
        assert mask_cells(KINDS[kind], {field: personal}) == {field: MASK}


def test_a_code_of_digits_stays_a_code() -> None:
    cells = {
        "dossier_code": "202006100301",
        "received_at": "1591777200",
        "step_no": "3",
        "procedure": None,
        "row_no": 7,
    }
    assert mask_cells(KINDS["dossier"], cells) == cells


NAME, PHONE, CARD = "Nguyễn Văn Mẫu Thử", "0903123456", "079085001234"


def stored_texts(desk: Desk) -> str:
    """Every cell of every table of the published version."""
    return "\n".join(
        fetch(desk.store, select(*(cast(column, String) for column in table.columns))).to_csv()
        for table in tables.metadata.tables.values()
    )


def test_a_row_shifted_by_one_column_leaves_no_person_behind(tmp_path: Path) -> None:
    """The name stands in the procedure column, the telephone in the status, the card number where the unit should."""
    desk = Desk(tmp_path)
    good = [dossier(f"H-{number}") for number in range(100)]
    shifted = dossier("775.10.H29-200610-0301", procedure=NAME, status=PHONE, resolving_unit=CARD, channel="Fax")
    moved = dossier(NAME, receiving_unit="12/4 Hậu Giang", received_at="0903.123.456", due_at="an@thu.example")
    summary = desk.load_dossiers(*good, shifted, moved, rejected_folder=tmp_path)
    assert summary.total("refused") == 2
    sheet = openpyxl.load_workbook(summary.rejected_file).active
    written = "\n".join(str(cell) for row in sheet.iter_rows(values_only=True) for cell in row)
    for text in (stored_texts(desk), written):
        assert "775.10.H29-200610-0301" in text  # so the row can be found and mended
        assert "Fax" in text
        for personal in (NAME, "Mẫu Thử", PHONE, "0903.123", "3.456", CARD, "Hậu Giang", "thu.example"):
            assert personal not in text
    cells = [json.loads(values) for values in desk.rows("rejected_row")["row_values"]]
    assert [row["procedure"] for row in cells] == [MASK, "1.004873"]


def test_columns_that_look_personal_are_named_apart(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    summary = desk.load_dossiers(dossier("H-1", **{"Họ tên": NAME, "Ghi chú": "x", "phone": PHONE}))
    assert summary.files[0].left_out == ["Họ tên", "Ghi chú", "phone"]
    assert summary.files[0].personal == ["Họ tên", "phone"]
    assert desk.rows("load_file").iloc[0]["columns_personal"] == "Họ tên, phone"
    assert NAME not in stored_texts(desk)


def test_the_refused_rows_as_bytes_for_a_download(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    summary = desk.load_dossiers(
        *(dossier(f"H-{n}") for n in range(60)), dossier("X", status="?"), rejected_folder=tmp_path
    )
    content = rejected_workbook(desk.rows("rejected_row"), {1: "dossier.csv"})
    downloaded, written = (openpyxl.load_workbook(file).active for file in (io.BytesIO(content), summary.rejected_file))
    assert [*downloaded.values] == [*written.values]
    assert downloaded.max_row == 2
