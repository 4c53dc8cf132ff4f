"""``mapping FILE``: what is proposed for a file, and that the file loads with it."""

from __future__ import annotations

import tomllib
from pathlib import Path

import openpyxl
import pytest

from data_access.__main__ import main
from data_access.load import ReadError
from data_access.load.date_forms import FORMS, form_of
from data_access.load.mapping import OF_DOSSIERS as KINDS
from data_access.load.mapping import load_mapping
from data_access.load.proposal import propose
from data_access.load.proposing import ALIKE, SAME, likeness
from tests.data_access.desk import Desk, dossier, letter, move, pause, step

HEADER = "Ma HS;Don vi tiep nhan HS;Họ tên;Ma TTHC;Ngay tiep nhan HS;Han tra;Ngay ket thuc XL;Tinh trang;SĐT;Ghi chu"
NAME, PHONE = "Nguyễn Văn Mẫu", "0903123456"


def odd_file(folder: Path, *rows: str, header: str = HEADER) -> Path:
    path = folder / "odd.csv"
    path.write_text("\n".join(["UBND PHƯỜNG 1;;;;", "", header, *rows]) + "\n", encoding="utf-8")
    return path


def row(code: str, state: str = "Dang xu ly", finished: str = "", received: str = "01-06-2020 08:00") -> str:
    return f"{code};P.1;{NAME};1.004873;{received};10-06-2020;{finished};{state};{PHONE};x"


def proposed(path: Path, name: str = "proposed.toml") -> tuple[str, dict]:
    """The proposal as it is written and as TOML reads it."""
    text, _ = propose(path)
    (path.parent / name).write_text(text, encoding="utf-8")
    return text, tomllib.loads(text)


def comment(text: str, begins: str) -> str:
    """The comment that begins so."""
    return next(line for line in text.splitlines() if line.startswith(f"# {begins}"))


def test_a_file_with_odd_headers_loads_with_its_proposal(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    path = odd_file(tmp_path, row("H-1"), row("H-2", "Da tra ket qua", "09-06-2020 15:00"))
    with pytest.raises(ReadError, match="fit no kind"):
        desk.load(path)
    text, settings = proposed(path)
    assert "REQUIRED" not in text
    assert settings["dossier"]["headers"]["due_at"] == ["Han tra"]
    summary = desk.load(path, mapping=str(tmp_path / "proposed.toml"))
    assert (summary.total("new"), summary.reasons) == (2, {})
    assert summary.files[0].personal == ["Họ tên", "SĐT"]
    assert desk.rows("dossier").set_index("dossier_code")["status"].to_dict() == {"H-1": 4, "H-2": 10}
    stored = desk.dossier("H-2")
    assert f"{stored['received_at']:%d/%m/%Y %H:%M}" == "01/06/2020 08:00"
    assert f"{stored['finished_at']:%d/%m/%Y %H:%M}" == "09/06/2020 15:00"
    assert f"{stored['due']:%d/%m/%Y}" == "10/06/2020"


def test_the_comments_say_what_was_not_placed_and_what_is_personal(tmp_path: Path) -> None:
    text, _ = proposed(odd_file(tmp_path, row("H-1"), row("H-2", "Trình ký lãnh đạo"), row("H-3", f"gọi {PHONE}")))
    assert comment(text, "Look like personal data").endswith(": Họ tên, SĐT")
    assert comment(text, "? Not placed").endswith(": Ghi chu")
    assert set(comment(text, "Dates seen").split(": ")[1].split(", ")) == {"dd-mm-yyyy hh:mm (3)", "dd-mm-yyyy (3)"}
    assert '"Trình ký lãnh đạo" (1)' in comment(text, "? Not known")
    assert '"gọi •••" (1)' in comment(text, "? Not known")
    assert NAME not in text
    assert PHONE not in text


def test_at_most_twenty_unknown_values_are_listed_the_most_frequent_first(tmp_path: Path) -> None:
    states = [row(f"K-{n}") for n in range(40)] + [row(f"H-{n}", f"Lạ {n:02}") for n in range(25)]
    text, _ = proposed(odd_file(tmp_path, *states, row("H-X", "Lạ 24")))
    told = comment(text, "? Not known")
    assert told.startswith('# ? Not known; write each behind what it means: "Lạ 24" (2), "Lạ 00" (1)')
    assert told.count("Lạ") == 20
    assert told.endswith("and 5 more")


def test_a_required_field_without_a_column_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    rows = [line.replace(";P.1;", ";;") for line in (row("H-1"), row("H-2"))]
    path = odd_file(tmp_path, *rows, header=HEADER.replace("Don vi tiep nhan HS", "Ma so thue"))
    assert main(["--store", "store", "mapping", str(path), "--out", "new.toml"]) == 0
    assert "no column found for dossier.receiving_unit" in capsys.readouterr().err
    text = (tmp_path / "new.toml").read_text(encoding="utf-8")
    assert "--unit" in comment(text, "? REQUIRED, no column found: receiving_unit")
    assert load_mapping(str(tmp_path / "new.toml")).kinds.keys() == set(KINDS)
    assert main(["--store", "store", "load", str(path), "--mapping", "new.toml", "--unit", "Phường 1"]) == 0


def test_a_file_in_the_words_of_a_built_in_mapping_needs_no_guess(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    for kind, make in (("dossier", dossier), ("promise", move), ("pause", pause), ("step", step), ("letter", letter)):
        path = desk.write(kind, make("H-1"), make("H-2"))
        text, settings = proposed(path, f"{kind}.toml")
        section = text.split(f"[{kind}]")[0] + text.split(f"[{kind}.headers]")[1].split("\n[")[0]
        assert "?" not in section.replace("marked '?'", "").replace("Not placed", "")
        wanted = load_mapping("mot-cua").kinds[kind]
        assert set(wanted.required) <= set(settings[kind]["headers"])
        summary = desk.load(*{tmp_path / "dossier.csv", path}, mapping=str(tmp_path / f"{kind}.toml"), dry_run=True)
        assert kind in [file.kind for file in summary.files]
        assert summary.reasons == {}


def test_sheets_of_a_workbook_become_kinds_of_one_mapping(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet, letters, notes = book.active, book.create_sheet("Thu"), book.create_sheet("Ghi chu")
    for line in (HEADER, row("H-1"), row("H-2")):
        sheet.append(line.split(";"))
    for cells in (
        ["Ma HS", "So thu xin loi", "Trang thai thu", "Ngay ban hanh thu", "Nguoi nhan"],
        ["H-1", "1/TXL", "Da ban hanh", "10/06/2020", NAME],
    ):
        letters.append(cells)
    notes.append(["Chi la ghi chu"])
    book.save(tmp_path / "book.xlsx")
    text, settings = proposed(tmp_path / "book.xlsx")
    assert settings["letter"]["headers"]["issued_on"] == ["Ngay ban hanh thu"]
    assert "Ghi chu" in comment(text, "Not read")
    assert NAME not in text
    desk = Desk(tmp_path)
    summary = desk.load(tmp_path / "book.xlsx", mapping=str(tmp_path / "proposed.toml"))
    assert {file.kind: file.new for file in summary.files} == {"dossier": 2, "letter": 1}
    assert f"{desk.rows('letter').iloc[0]['issued_on']:%d/%m/%Y}" == "10/06/2020"


def test_a_header_of_two_rows(tmp_path: Path) -> None:
    """Two columns called "Ngay": each is named with the cell above it."""
    path = tmp_path / "register.csv"
    lines = [
        "Ma ho so,Don vi tiep nhan,Ma thu tuc,Tiep nhan,,Hen tra,,Ket thuc xu ly,Trang thai",
        ",,,Ngay,Gio,Ngay,Gio,Ngay,",
        *(f"H-{n},Phường 1,1.004873,01/06/2020,8,10/06/2020,17,,Đang xử lý" for n in range(3)),
    ]
    path.write_text("\n".join(lines), encoding="utf-8")
    text, settings = proposed(path)
    headers = settings["dossier"]["headers"]
    assert headers["received_at"] == ["Tiep nhan / Ngay"], text
    assert headers["due_at"] == ["Hen tra / Ngay"]
    assert Desk(tmp_path).load(path, mapping=str(tmp_path / "proposed.toml")).total("new") == 3


def test_the_month_first_is_noticed(tmp_path: Path) -> None:
    rows = [
        row(f"H-{n}", received=f"06/{n}/2020 8:00:00 AM").replace("10-06-2020", f"07/{n}/2020") for n in range(10, 25)
    ]
    text, settings = proposed(odd_file(tmp_path, *rows))
    assert comment(text, "? The month stands first")
    assert set(settings["date_formats"]) == {"%m/%d/%Y %I:%M:%S %p", "%m/%d/%Y"}
    desk = Desk(tmp_path)
    assert desk.load(tmp_path / "odd.csv", mapping=str(tmp_path / "proposed.toml")).total("new") == 15
    assert f"{desk.dossier('H-11')['received_at']:%d/%m}" == "11/06"


@pytest.mark.parametrize("content", ["", "a,b\n1,2\n", "Họ tên,SĐT\nNguyễn Văn Mẫu,0903123456\n", "\0\0"])
def test_a_file_without_a_header_of_ours_is_refused(
    tmp_path: Path, content: str, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "other.csv"
    path.write_text(content, encoding="utf-8")
    assert main(["--store", str(tmp_path / "store"), "mapping", str(path)]) == 2
    told = capsys.readouterr()
    assert told.err.startswith("error: other.csv")
    assert told.out == ""
    assert PHONE not in told.err


def test_a_proposal_is_never_written_over_another_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = odd_file(tmp_path, row("H-1"))
    (tmp_path / "mine.toml").write_text("edited by hand", encoding="utf-8")
    assert main(["--store", str(tmp_path / "store"), "mapping", str(path), "--out", str(tmp_path / "mine.toml")]) == 2
    assert "is there already" in capsys.readouterr().err
    assert (tmp_path / "mine.toml").read_text(encoding="utf-8") == "edited by hand"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Ma HS", "Mã hồ sơ"),
        ("MA_HO_SO", "Mã hồ sơ"),
        ("Han tra KQ", "Ngày hẹn trả kết quả"),
        ("ngayTiepNhan", "Ngày tiếp nhận"),
    ],
)
def test_the_same_header_written_otherwise(one: str, other: str) -> None:
    assert likeness(one, other) == SAME


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Ghi chú", "Ngày tiếp nhận"),
        ("Lĩnh vực", "Trạng thái"),
        ("Mã hồ sơ", "Mã thủ tục"),
        ("STT", "Trạng thái"),
        ("", ""),
    ],
)
def test_headers_that_are_not_alike(one: str, other: str) -> None:
    assert likeness(one, other) < ALIKE


@pytest.mark.parametrize(
    ("cell", "form"),
    [
        ("01/06/2020", "dd/mm/yyyy"),
        ("1/6/2020 8:00", "dd/mm/yyyy hh:mm"),
        ("08:30 12/06/2020", "hh:mm dd/mm/yyyy"),
        ("6/30/2020", "mm/dd/yyyy"),
        ("01.06.20", "dd.mm.yy"),
        ("2020-06-01T08:00:00.000+07:00", "ISO"),
        ("43983.5", "Excel serial number"),
        ("20200601", "yyyymmdd"),
        ("H-1", None),
        ("0903123456", None),
    ],
)
def test_forms_of_dates(cell: str, form: str | None) -> None:
    assert form_of(cell) == form
    assert form is None or form in FORMS
