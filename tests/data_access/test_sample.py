"""The invented district: reproducible, shaped like the desk it imitates, and silent about what it cannot know."""

from __future__ import annotations

import tomllib
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from data_access.sample.clock import CLOSING, DAY, HOUR, Clock, day_number
from data_access.sample.generator import write_exports

ROOT = Path(__file__).parents[2] / "data_access"
MAPPING = tomllib.loads((ROOT / "load" / "mappings" / "mot-cua.toml").read_text(encoding="utf-8"))
PROCEDURES = pd.read_csv(ROOT / "profiles" / "quan6" / "procedures.csv").set_index("procedure_id")
KIND_OF = {"hen-tra": "promise", "tam-dung": "pause", "buoc-xu-ly": "step", "thu-xin-loi": "letter"}
KIND_OF |= {"giay-to": "paper_demand"}
KIND_OF |= {"nhan-su-mot-cua": "staff", "kiem-tra-cong-vu": "inspection", "ton-tai": "finding"}
KIND_OF |= {"ho-tro-truc-tuyen": "assistance", "niem-yet": "posting"}
KIND_OF |= {"danh-sach-cong-quoc-gia": "portal_dossier"}
OF_DOSSIERS = ("hen-tra", "tam-dung", "buoc-xu-ly", "thu-xin-loi", "giay-to")
FINISHED = ["Đã xử lý xong", "Đã trả kết quả"]
CODE = "Mã hồ sơ"


def moments(text: pd.Series) -> pd.Series:
    """Dates as the exports write them; what cannot be read becomes empty."""
    found = pd.Series(pd.NaT, index=text.index, dtype="datetime64[us]")
    for form in MAPPING["date_formats"]:
        found = found.fillna(pd.to_datetime(text, format=form, errors="coerce"))
    return found


def read(path: Path) -> pd.DataFrame:
    """One export file as text."""
    return pd.read_csv(path, dtype=str, encoding="utf-8-sig")


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Paths of a small sample by name."""
    return {path.stem: path for path in write_exports(tmp_path_factory.mktemp("sample"), "small")}


@pytest.fixture(scope="module")
def dossiers(files: dict[str, Path]) -> pd.DataFrame:
    """All dossier rows that can be read, with the unit of their file and dates beside the text."""
    parts = [read(path).assign(unit=name[6:]) for name, path in files.items() if name.startswith("ho-so_")]
    table = pd.concat(parts, ignore_index=True).dropna(subset=[CODE]).drop_duplicates(CODE)
    table = table[table["Mã thủ tục"].isin(PROCEDURES.index)]
    headers = {"received": "Ngày tiếp nhận", "due": "Ngày hẹn trả", "finished": "Ngày kết thúc xử lý"}
    table = table.assign(**{name: moments(table[header]) for name, header in headers.items()})
    return table.assign(
        certification=PROCEDURES["certification"].reindex(table["Mã thủ tục"]).eq("yes").to_numpy(),
        ward=table["unit"].str.match(r"p\d\d"),
        online=table["Hình thức tiếp nhận"].eq("Nộp trực tuyến"),
    )


def test_the_same_seed_writes_the_same_bytes(files: dict[str, Path], tmp_path: Path) -> None:
    again = {path.stem: path for path in write_exports(tmp_path / "again", "small")}
    other = {path.stem: path for path in write_exports(tmp_path / "other", "small", seed=7)}
    assert {name: path.read_bytes() for name, path in again.items()} == {
        name: path.read_bytes() for name, path in files.items()
    }
    assert all(other[name].read_bytes() != path.read_bytes() for name, path in files.items())


def test_headers_are_the_first_names_of_the_mapping(files: dict[str, Path]) -> None:
    for name, path in files.items():
        kind = KIND_OF.get(name, "dossier")
        expected = [synonyms[0] for synonyms in MAPPING[kind]["headers"].values()]
        expected += ["Ghi chú hệ thống"] if kind == "dossier" else []
        assert list(read(path).columns) == expected, name


def test_values_are_the_first_names_of_the_mapping(files: dict[str, Path], dossiers: pd.DataFrame) -> None:
    def known(kind: str, values: str) -> set[str]:
        return {names[0] for names in MAPPING[kind]["values"][values].values()}

    assert set(dossiers["Hình thức tiếp nhận"].dropna()) == known("dossier", "channel")
    # One status is a deliberate fault, and in a small sample the rarest need not occur.
    assert len(set(dossiers["Trạng thái"]) - known("dossier", "status")) == 1
    assert set(read(files["buoc-xu-ly"])["Bước xử lý"]) == known("step", "stage")
    assert set(read(files["tam-dung"])["Lý do tạm dừng"]) == known("pause", "reason")
    assert set(read(files["hen-tra"])["Lý do đổi hẹn"]) <= known("promise", "reason")
    assert set(read(files["thu-xin-loi"])["Người đứng đầu ký"]) == known("letter", "flag")
    assert set(read(files["ton-tai"])["Loại tồn tại"]) == known("finding", "finding_kind")
    assert set(read(files["ho-tro-truc-tuyen"])["Hình thức hỗ trợ"]) == known("assistance", "form")
    assert set(read(files["nhan-su-mot-cua"])["Đạt ngạch"]) == known("staff", "flag")
    assert set(read(files["giay-to"])["Loại giấy tờ"]) <= known("paper_demand", "paper")
    assert set(read(files["giay-to"])["Ngoài thành phần hồ sơ"]) == known("paper_demand", "flag")


def test_some_files_carry_a_byte_order_mark(files: dict[str, Path]) -> None:
    marked = [path.read_bytes().startswith(b"\xef\xbb\xbf") for path in files.values()]
    assert 0 < sum(marked) < len(marked) == 27


def test_codes_are_unique_but_for_the_faults_and_run_without_gaps(files: dict[str, Path]) -> None:
    rows = pd.concat([read(path) for name, path in files.items() if name.startswith("ho-so_")])
    codes = rows[CODE].dropna()
    assert rows[CODE].isna().sum() == 1
    assert codes.duplicated().sum() == 1
    assert codes.str.fullmatch(r"775\.(\d\d|LD)\.H29-\d{6}-\d{4}").all()
    parts = codes.drop_duplicates().str.rsplit("-", n=1, expand=True)
    last = parts[1].astype(int).groupby(parts[0]).agg(["max", "size"])
    # The only missing number is the one whose code was left out; it may have been the last of its day.
    assert (last["max"] - last["size"]).sum() in (0, 1)
    assert (rows["Ghi chú hệ thống"] == "DỮ LIỆU MẪU").all()


def test_volumes_and_shares_are_plausible(dossiers: pd.DataFrame) -> None:
    ward = dossiers[dossiers["ward"]]
    usual = ward[~ward["certification"]]
    assert 5_500 < len(dossiers) < 6_500
    assert 0.84 < ward["certification"].mean() < 0.89
    assert ward.loc[ward["certification"], "online"].sum() == 0
    online = usual.groupby(usual["received"].dt.year)["online"].mean()
    assert online[2018] < 0.15 < online[2020] < 0.36
    month = dossiers.groupby(dossiers["received"].dt.strftime("%Y-%m")).size()
    assert 0.2 < month["2020-04"] / month["2019-04"] < 0.5
    assert dossiers["received"].dt.day_of_week.max() == 5


def test_limits_and_the_fifteen_o_clock_rule(dossiers: pd.DataFrame) -> None:
    days = dossiers["received"].dt.normalize()
    same_day = PROCEDURES["days"].reindex(dossiers["Mã thủ tục"]).eq(0).to_numpy()
    simple = dossiers[same_day & dossiers["due"].notna() & days.notna()]
    late_in_day = simple["received"].dt.hour >= 15
    kept = simple["due"].dt.normalize() == days[simple.index]
    moved = was_moved(simple)
    assert (kept | moved)[~late_in_day].all()
    assert not kept[late_in_day].any()
    assert 0.08 < late_in_day.mean() < 0.25


def was_moved(table: pd.DataFrame) -> pd.Series:
    """Same-day dossiers whose last due date lies days after reception: somebody moved it."""
    return (table["due"] - table["received"]).dt.days >= 3


def test_nothing_is_dated_after_the_export_of_its_unit(files: dict[str, Path], dossiers: pd.DataFrame) -> None:
    exported = moments(dossiers["Thời điểm xuất"])
    silent = dossiers["unit"] == "p03"
    assert (exported == np.where(silent, pd.Timestamp("2020-06-26 18:00"), pd.Timestamp("2020-06-30 18:00"))).all()
    for header in ("Ngày nộp hồ sơ", "Ngày tiếp nhận", "Ngày kết thúc xử lý", "Ngày trả kết quả"):
        assert not (moments(dossiers[header]) > exported).any(), header
    cut = exported.set_axis(dossiers[CODE])
    headers = {
        "hen-tra": ["Ngày ghi nhận"],
        "tam-dung": ["Ngày tạm dừng", "Ngày tiếp tục"],
        "buoc-xu-ly": ["Ngày bắt đầu bước", "Ngày hoàn thành bước"],
        "thu-xin-loi": ["Ngày dự thảo", "Ngày ban hành"],
        "giay-to": ["Ngày yêu cầu"],
    }
    for name, columns in headers.items():
        table = read(files[name])
        limit = cut.reindex(table[CODE]).to_numpy()
        for column in columns:
            assert not (moments(table[column]) > limit).any(), column


def test_state_agrees_with_the_dates(dossiers: pd.DataFrame) -> None:
    status, finished = dossiers["Trạng thái"], dossiers["finished"]
    assert finished[status.isin(["Mới đăng ký", "Được tiếp nhận", "Đang xử lý"])].isna().all()
    assert finished[status.isin(["Công dân yêu cầu rút hồ sơ", "Dừng xử lý"])].notna().all()
    assert dossiers.loc[status == "Đã xử lý xong", "Ngày trả kết quả"].isna().all()
    assert dossiers.loc[status == "Không được tiếp nhận", "due"].isna().all()
    # One finish lies before its reception on purpose.
    assert (finished < dossiers["received"]).sum() == 1
    assert 0 < finished[status.isin(FINISHED)].isna().sum() < 30


def test_two_wards_differ(files: dict[str, Path], dossiers: pd.DataFrame) -> None:
    moved = read(files["hen-tra"]).query("`Lý do đổi hẹn` == 'Khác'")[CODE]
    late = dossiers["finished"].dt.normalize() > dossiers["due"].dt.normalize()
    usual = dossiers.assign(late=late | dossiers[CODE].isin(moved))[dossiers["ward"] & ~dossiers["certification"]]
    rate = usual.groupby("unit")["late"].mean().sort_values()
    # Some 30 dossiers come due in a small ward: P.10 need not lead, but it stands above, and P.13 below, the others.
    assert rate["p10"] > 1.3 * usual["late"].mean()
    assert rate["p13"] < 0.8 * usual["late"].mean()
    assert 0.01 < usual["late"].mean() < 0.06


def test_steps_follow_one_another(files: dict[str, Path], dossiers: pd.DataFrame) -> None:
    steps = read(files["buoc-xu-ly"])
    begin, end = moments(steps["Ngày bắt đầu bước"]), moments(steps["Ngày hoàn thành bước"])
    same = steps[CODE] == steps[CODE].shift()
    assert (begin[same] == end.shift()[same]).all()
    assert not (end < begin).any()
    certification = dossiers.loc[dossiers["certification"], CODE]
    assert not steps[CODE].isin(certification).any()
    unfinished = dossiers.set_index(CODE)["finished"].reindex(steps.loc[end.isna(), CODE])
    assert len(unfinished) > 0
    assert unfinished.isna().all()


def test_every_event_but_the_stray_ones_belongs_to_a_dossier(files: dict[str, Path]) -> None:
    rows = pd.concat([read(path) for name, path in files.items() if name.startswith("ho-so_")])
    strays = {name: int((~read(files[name])[CODE].isin(rows[CODE])).sum()) for name in OF_DOSSIERS}
    assert strays == {"hen-tra": 0, "tam-dung": 0, "buoc-xu-ly": 0, "thu-xin-loi": 1, "giay-to": 0}


def test_work_time_knows_only_office_hours() -> None:
    clock = Clock()
    friday = np.array([day_number("2020-06-26") * DAY + CLOSING - HOUR])
    monday = day_number("2020-06-29") * DAY
    assert clock.from_work(clock.to_work(friday)) == friday
    assert clock.from_work(clock.to_work(friday) + 2 * HOUR) == monday + int(8.5 * HOUR)
    # 30/04 and 01/05/2020 are holidays, then comes a week-end.
    assert clock.add_working(np.array([day_number("2020-04-29")]), 1) == day_number("2020-05-04")
    assert clock.roll(np.array([day_number("2020-04-30")])) == day_number("2020-05-04")
