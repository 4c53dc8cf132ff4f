"""The same number on screen, slide, paper, presentation and workbook: each file is read back and compared."""

from __future__ import annotations

import datetime as dt
import io
import re
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any

import openpyxl
import pandas as pd
import pytest
from pptx import Presentation
from pptx.slide import Slide
from streamlit.testing.v1 import AppTest

import ui.pack
from charts.slide_headlines import headlines_slide
from charts.slide_ranking import ranking_slide, reading_of
from charts.slide_sheet import LIGHT
from data_access.access import SignedIn
from data_access.journal import Asked, Journal
from data_access.load import Order, load_exports
from data_access.profiles import load_profile
from data_access.stores import open_store
from data_access.viewer import EVERYTHING, Viewer
from measures.headlines import HEADLINES
from measures.known import holdings
from measures.period import Period
from measures.verdict import Direction
from reports import __main__ as commands
from reports.pack_contents import Pack, pack_of
from reports.pack_figures import Figure
from reports.pack_files import FILES
from tests.district import random_district, write_exports
from tests.pages.opening import DASHBOARD, opened, said
from tests.pages.signed_in import ACCESS
from tests.requirements_of_machine import need
from text import ENGLISH, VIETNAMESE, Language
from ui import session as sessions
from ui.identity import Person, Refused
from ui.pack import pack_buttons, taken
from ui.session import default_scope

LATE, ONLINE, LETTERS = HEADLINES
FONTS = Path(__file__).resolve().parents[2] / "reports" / "fonts"
FOOT = 500  # points from the top of a sheet: below is its foot


@dataclass
class Made:
    """A pack of the small sample with its files, as read back."""

    pack: Pack
    folder: Path

    def __post_init__(self) -> None:
        self.content = {kind: make(self.pack) for kind, make in FILES.items()}
        for kind, content in self.content.items():
            (self.folder / f"pack.{kind}").write_bytes(content)

    @cached_property
    def slides(self) -> list[Slide]:
        return list(Presentation(io.BytesIO(self.content["pptx"])).slides)

    @cached_property
    def on_slides(self) -> str:
        return plain(" ".join(words for slide in self.slides for words in words_of(slide)))

    @cached_property
    def on_paper(self) -> str:
        need("pdftotext (Debian: poppler-utils)", shutil.which("pdftotext") is not None)
        return plain(pdf_text(self.folder / "pack.pdf"))

    def charts(self) -> list[Any]:
        return [shape.chart for slide in self.slides for shape in slide.shapes if shape.has_chart]

    def written(self, figure: Figure) -> tuple[str, str]:
        language = self.pack.language
        return plain(figure.fraction(language)), plain(figure.percent(language))


def plain(words: str) -> str:
    """With single common spaces: papers break lines where they like."""
    return " ".join(words.replace("\u00a0", " ").replace("\x0b", " ").split())


def pdf_text(path: Path, *options: str) -> str:
    return subprocess.run(["pdftotext", *options, path, "-"], capture_output=True, text=True, check=True).stdout


def words_of(slide: Slide) -> Iterator[str]:
    for shape in slide.shapes:
        if shape.has_text_frame:
            yield shape.text_frame.text
        if shape.has_table:
            yield from (cell.text_frame.text for row in shape.table.rows for cell in row.cells)
        if shape.has_chart:
            yield from (str(category.label) for category in shape.chart.plots[0].categories)


def pack_of_store(store_folder: Path, language: Language) -> Pack:
    store = open_store(str(store_folder))
    version = str(store.version())
    held = holdings(store, version)
    profile = load_profile(held.profile)
    return pack_of(store, version, default_scope(held, profile), EVERYTHING, held, profile, language)


@pytest.fixture(scope="module")
def district(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store of a random district: two wards with many late dossiers, the others without any."""
    folder = tmp_path_factory.mktemp("district")
    files = write_exports(random_district(3, size=900), folder / "exports")
    load_exports(open_store(str(folder / "store")), Order(paths=tuple(files), sample=True))
    return folder / "store"


@pytest.fixture(scope="module", params=["district", "sample"])
def made(request: pytest.FixtureRequest, district: Path, small_sample: Path, tmp_path_factory: Any) -> Made:
    """The pack of the district in Vietnamese, and of the small sample, where everything is few, in English."""
    if request.param == "district":
        return Made(pack_of_store(district, VIETNAMESE), tmp_path_factory.mktemp("pack"))
    return Made(pack_of_store(small_sample, ENGLISH), tmp_path_factory.mktemp("pack"))


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """LibreOffice with our fonts and a home of its own: converts a file, gives the new one."""
    need("soffice (Debian: libreoffice-impress, libreoffice-calc)", shutil.which("soffice") is not None)
    home = tmp_path_factory.mktemp("office")
    told = "<include ignore_missing='yes'>/etc/fonts/fonts.conf</include>"
    (home / "fonts.conf").write_text(
        f"<?xml version='1.0'?><!DOCTYPE fontconfig SYSTEM 'fonts.dtd'><fontconfig>{told}<dir>{FONTS}</dir>"
        f"<cachedir>{home}/cache</cachedir></fontconfig>",
        encoding="utf-8",
    )

    def convert(path: Path, kind: str) -> Path:
        command = [
            "soffice",
            f"-env:UserInstallation={(home / 'profile').as_uri()}",
            "--headless",
            "--convert-to",
            kind,
        ]
        environment = {"PATH": "/usr/bin:/bin", "HOME": str(home), "FONTCONFIG_FILE": str(home / "fonts.conf")}
        out = home / "out"
        subprocess.run([*command, "--outdir", out, path], check=True, capture_output=True, env=environment, timeout=120)
        return out / f"{path.stem}.{kind}"

    return convert


# ------------------------------------------------------------------------------------------------- the same number


def test_screen_and_slides_of_the_show_say_the_same(district: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(Path(DASHBOARD).parent)
    monkeypatch.setenv("DOSSIER_DB_URL", str(district))
    sessions.the_store.cache_clear()
    app = opened(AppTest.from_file(DASHBOARD, default_timeout=60), "pages/tong_quan.py")
    shown = plain(" ".join([said(app), *(link.proto.label for link in app.get("page_link"))]))
    pack = pack_of_store(district, VIETNAMESE)
    seen, units = pack.meeting, pack.held.units
    first = headlines_slide(seen, units, VIETNAMESE, LIGHT)
    reading = reading_of(seen.overview.maps[LATE], Direction.LOWER, "")
    second = ranking_slide(seen.overview.units, units, reading, VIETNAMESE, LIGHT)
    projected = {name: plain(texts_of(figure)) for name, figure in (("first", first), ("second", second))}
    for key in HEADLINES:
        figure = pack.headline(key)
        assert figure.denominator, key
        assert plain(figure.percent(VIETNAMESE)) in shown, key
        assert plain(pack.counted(figure)) in shown, key
        assert figure.fraction(VIETNAMESE) in projected["first"], key
        assert key == LETTERS or plain(figure.percent(VIETNAMESE)) in projected["first"], (
            key
        )  # of letters: how many lack
    for unit in pack.of("unit", LATE):
        assert not unit.denominator or unit.fraction(VIETNAMESE) in projected["second"], unit.key


def texts_of(figure: Any) -> str:
    """All words of a Plotly figure."""
    traces = [
        text
        for trace in figure.data
        for text in (trace.text if isinstance(trace.text, (list, tuple)) else [trace.text])
    ]
    return re.sub(
        "<[^>]*>", " ", " ".join(str(text) for text in [*traces, *(a.text for a in figure.layout.annotations)])
    )


@pytest.mark.parametrize("made", ["district"], indirect=True)
def test_a_day_that_has_passed_is_not_due_soon(made: Made) -> None:
    """Days up to T are of units whose data end before: no column, no part of the sum, but a count with the day."""
    pack = made.pack
    first, until = pack.meeting.soon.iloc[0], pack.meeting.until
    unit = next(one for one in pack.of("soon_unit") if one.group.endswith(f".{first['unit']}")).title
    more = pd.DataFrame([{"unit": first["unit"], "due_day": until, "count": 7}])
    seen = replace(pack.meeting, soon=pd.concat([pack.meeting.soon, more], ignore_index=True))
    held = replace(pack.held, cut_offs={**pack.held.cut_offs, first["unit"]: until - dt.timedelta(2)})
    late = replace(pack, meeting=seen, held=held)
    assert late.soon.days == pack.soon.days
    assert late.soon.totals == pack.soon.totals
    assert late.soon.passed == pack.soon.passed + 7
    assert late.soon.behind.startswith(f"{unit} chưa cập nhật từ")
    number, count = VIETNAMESE.number, sum(pack.soon.totals)
    assert late.titles()["soon"] == pack.titles()["soon"].replace(
        f"thêm {number(pack.soon.passed)} ", f"thêm {number(pack.soon.passed + 7)} "
    )
    assert f"thêm {number(late.soon.passed)} của đơn vị chưa cập nhật" in late.titles()["soon"]
    assert pack.titles()["soon"].startswith(f"{number(count)} hồ sơ đến hạn")


def test_the_trend_of_a_week_has_its_own_day(small_sample: Path) -> None:
    """The months of a week's pack go on to the end of its month; title and caption give that rate and that day."""
    store = open_store(str(small_sample))
    version = str(store.version())
    held = holdings(store, version)
    profile = load_profile(held.profile)
    scope = default_scope(held, profile).with_period(Period.parse("2020-W26"))
    pack = pack_of(store, version, scope, EVERYTHING, held, profile, VIETNAMESE)
    last = pack.of("trend")[-1]
    assert (pack.meeting.until, pack.meeting.months_until) == (dt.date(2020, 6, 28), dt.date(2020, 6, 30))
    assert "đến 30/06/2020: " in pack.trend_point
    assert last.fraction(VIETNAMESE) in pack.trend_point
    assert "28/06" not in pack.titles()["trend"] + pack.trend_point
    sheets = [" ".join(words_of(slide)) for slide in Presentation(io.BytesIO(FILES["pptx"](pack))).slides]
    (words,) = [words for words in sheets if pack.trend_point in words]
    assert "28/06" not in words


def test_the_paper_prints_every_figure(made: Made) -> None:
    for figure in made.pack.figures:
        if figure.section in ("trend", "month", "letters") or (figure.section, figure.measure) == ("unit", LETTERS):
            continue
        fraction, percent = made.written(figure)
        assert fraction in made.on_paper, figure.key
        if figure.section in ("headline", "certified", "unit", "level") and figure.measure != LETTERS:
            assert percent in made.on_paper, figure.key
    lines = [plain(line) for line in pdf_text(made.folder / "pack.pdf", "-layout").split("\n")]
    for figure in (*made.pack.of("unit", LATE), *made.pack.of("unit", ONLINE)):
        fraction, percent = made.written(figure)
        beginning = f"{figure.title} {fraction} {percent}"
        assert any(line.startswith(beginning) and figure.word in line for line in lines), beginning


def test_tables_and_text_of_the_presentation(made: Made) -> None:
    for key in HEADLINES:
        figure = made.pack.headline(key)
        assert plain(figure.percent(made.pack.language)) in made.on_slides
        assert plain(made.pack.counted(figure)) in made.on_slides
    found = [plain(one.lead) for one in made.pack.findings] + [plain(one.what) for one in made.pack.tasks()]
    assert found
    assert all(words in made.on_slides for words in found)
    tables = [shape.table for slide in made.slides for shape in slide.shapes if shape.has_table]
    rows = {
        plain(row.cells[0].text_frame.text): [plain(cell.text_frame.text) for cell in row.cells]
        for row in tables[0].rows
    }
    letters = {one.group: one for one in made.pack.of("unit", LETTERS)}
    for late, online in zip(made.pack.of("unit", LATE), made.pack.of("unit", ONLINE), strict=True):
        cells = rows[late.title]
        assert (cells[2], cells[1]) == made.written(late)
        assert (cells[5], cells[4]) == made.written(online)
        assert late.word in cells[3]
        assert cells[7] == made.written(letters[late.group])[0]


def test_charts_hold_the_figures_and_can_be_edited(made: Made) -> None:
    pack = made.pack
    ranking, trend, online, missing, soon = made.charts()
    for chart, key in ((ranking, LATE), (online, ONLINE)):
        units = {one.group: one for one in pack.of("unit", key)}
        found = dict(
            zip([str(c.label) for c in chart.plots[0].categories], chart.plots[0].series[0].values, strict=True)
        )
        assert len(found) == len(units)
        for one in units.values():
            fraction, percent = made.written(one)
            (value,) = [
                v
                for name, v in found.items()
                if plain(name).endswith(f"{percent} {fraction}") and named(name, one, pack)
            ]
            assert value == pytest.approx(one.shown_rate) if one.shown_rate is not None else value is None
        level, target = pack.of("level", key)[0], pack.target(key)
        expected = [rate for rate in (level.rate, target and target.value) if rate is not None]
        assert [line.values[0] for line in chart.plots[1].series] == pytest.approx(expected)
    months = pack.of("trend")
    assert list(trend.plots[0].series[0].values) == pytest.approx([one.rate for one in months], nan_ok=True)
    states = [sum(values) for values in zip(*(series.values for series in missing.plots[0].series), strict=True)]
    by_unit: dict[str, int] = {}
    for one in pack.of("missing"):
        by_unit[one.title] = by_unit.get(one.title, 0) + one.numerator
    assert states == list(by_unit.values())
    until = pack.meeting.until.isoformat()
    assert list(soon.plots[0].series[0].values) == [one.numerator for one in pack.of("soon") if one.group > until]
    for chart in made.charts():
        book = openpyxl.load_workbook(io.BytesIO(chart.part.chart_workbook.xlsx_part.blob))
        numbers = [
            cell.value
            for row in book.active.iter_rows(min_row=2)
            for cell in row
            if isinstance(cell.value, (int, float))
        ]
        drawn = [v for plot in chart.plots for series in plot.series for v in series.values if v is not None]
        assert sorted(numbers) == pytest.approx(sorted(drawn))


def named(category: str, one: Figure, pack: Pack) -> bool:
    short = pack.held.units.set_index("unit_id").loc[one.group, "short_name"]
    return plain(category).removeprefix("▲ ").removeprefix("▼ ").startswith(f"{short} ")


@pytest.mark.parametrize("made", ["district"], indirect=True)
def test_the_workbook_as_written_and_as_recalculated(made: Made, office: Any) -> None:
    """LibreOffice is given the formulas without the values that we wrote beside them."""
    written = openpyxl.load_workbook(made.folder / "pack.xlsx")
    assert formulas(written) > sum(one.shown_rate is not None for one in made.pack.of("unit"))
    bare = made.folder / "bare.xlsx"
    written.save(bare)
    assert values(openpyxl.load_workbook(bare, data_only=True), made.pack) != expected_values(made.pack)
    for path in (made.folder / "pack.xlsx", office(bare, "xlsx")):
        found = values(openpyxl.load_workbook(path, data_only=True), made.pack)
        assert found == expected_values(made.pack)


def formulas(book: Any) -> int:
    return sum(cell.data_type == "f" for sheet in book for row in sheet.iter_rows() for cell in row)


def values(book: Any, pack: Pack) -> dict[str, list[Any]]:
    """What stands beside each name, sheet by sheet, numbers rounded."""
    found: dict[str, list[Any]] = {}
    for number, sheet in enumerate(book):
        for row in sheet.iter_rows(values_only=True):
            kept = [round(cell, 9) for cell in row[1:] if isinstance(cell, (int, float))]
            if row[0] and kept:
                found[f"{number}:{row[0]}"] = kept
    return {key: found.get(key, []) for key in expected_values(pack)}


def expected_values(pack: Pack) -> dict[str, list[Any]]:
    """The figures of the first two sheets and of the missing letters."""
    found: dict[str, list[Any]] = {}
    for one in (*pack.of("headline"), *pack.of("certified"), *pack.of("part"), *pack.of("beside")):
        found[f"0:{one.title}"] = numbers(one.numerator, one.denominator, one.rate, one.target)
    overdue = {one.group: one.numerator for one in pack.of("overdue")}
    for late, online, letters in zip(*(pack.of("unit", key) for key in HEADLINES), strict=True):
        cells = [number for one in (late, online, letters) for number in judged(one)]
        found[f"1:{late.title}"] = [*cells, overdue.get(late.group, 0)]
    by_unit: dict[str, list[int]] = {}
    for one in pack.of("missing"):
        by_unit.setdefault(one.title, []).append(one.numerator)
    found |= {f"4:{title}": [*parts, sum(parts)] for title, parts in by_unit.items()}
    return found


def judged(one: Figure) -> list[Any]:
    interval = (one.low, one.high) if one.shown_rate is not None and one.measure != LETTERS else ()
    return numbers(one.numerator, one.denominator, one.shown_rate, *interval)


def numbers(*values: float | None) -> list[Any]:
    return [round(value, 9) for value in values if value is not None]


def test_no_cell_of_the_workbook_is_read_as_a_formula_of_the_data(made: Made) -> None:
    """Only our own divisions and sums are formulas."""
    book = openpyxl.load_workbook(made.folder / "pack.xlsx")
    found = [cell.value for sheet in book for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]
    assert all(re.fullmatch(r"=[A-Z]+\d+/[A-Z]+\d+|=SUM\([A-Z]+\d+:[A-Z]+\d+\)", words) for words in found)


# ---------------------------------------------------------------------------------------------------- how it looks


def test_nothing_leaves_its_sheet(made: Made, office: Any) -> None:
    """Rendered by LibreOffice: as many pages as sheets, each with its title, no word outside, over the foot or over
    another word. The one font is one that offices have."""
    assert {name for slide in made.slides for name in slide._element.xpath(".//a:rPr/a:latin/@typeface")} == {"Arial"}
    need("pdftotext (Debian: poppler-utils)", shutil.which("pdftotext") is not None)
    rendered = office(made.folder / "pack.pptx", "pdf")
    pages = pdf_text(rendered).split("\f")[:-1]
    assert len(pages) == len(made.slides)
    for slide, words in zip(made.slides, pages, strict=True):
        assert plain(slide.shapes.title.text_frame.text) in plain(words)
        assert not slide.has_notes_slide
    drawn = re.split(r"<page ", pdf_text(rendered, "-bbox"))[1:]
    for number, page in enumerate(drawn, start=1):
        for left, top, right, bottom, word in re.findall(
            r'<word xMin="([\d.-]+)" yMin="([\d.-]+)" xMax="([\d.-]+)" yMax="([\d.-]+)">([^<]*)', page
        ):
            place = f"{word} on {number}"
            assert 0 < float(left) < float(right) < 960, place
            assert 0 < float(top) < float(bottom) < 540, place
            assert float(bottom) < FOOT + 6 or float(top) > FOOT, place
        assert not overlapping(page), number


WORD = re.compile(r'<word xMin="([\d.-]+)" yMin="([\d.-]+)" xMax="([\d.-]+)" yMax="([\d.-]+)">([^<]*)')
TOUCH = 5.0  # points that lines of a paragraph may share: their boxes are higher than their letters


def overlapping(page: str) -> list[tuple[str, str]]:
    """Words of a page that lie over each other."""
    words = [(*(float(edge) for edge in found[:4]), found[4]) for found in WORD.findall(page) if len(found[4]) > 1]
    return [
        (one[4], other[4])
        for place, one in enumerate(words)
        for other in words[place + 1 :]
        if min(one[2], other[2]) - max(one[0], other[0]) > 1 and min(one[3], other[3]) - max(one[1], other[1]) > TOUCH
    ]


def test_every_picture_has_a_text_and_no_letter_is_too_small(made: Made) -> None:
    for slide in made.slides:
        for shape in slide.shapes:
            if shape.has_chart or shape.has_table:
                assert shape._element.xpath(".//p:cNvPr")[0].get("descr")
            sizes = shape._element.xpath(".//a:rPr/@sz")
            assert all(int(size) >= 1500 for size in sizes), shape.name
    for chart in made.charts():
        assert chart.font.size.pt >= 15


def test_the_paper_has_its_fonts_and_the_order_of_an_archive(made: Made) -> None:
    content = made.content["pdf"]
    assert b"IBMPlexSans" in content or b"pdfaid:part" in content
    need("pdffonts (Debian: poppler-utils)", shutil.which("pdffonts") is not None)
    listed = subprocess.run(["pdffonts", made.folder / "pack.pdf"], capture_output=True, text=True, check=True).stdout
    rows = listed.strip().split("\n")[2:]
    assert rows
    assert all("IBMPlexSans" in row and " yes yes yes " in row for row in rows)
    assert b"pdfaid" in content


# --------------------------------------------------------------------------------------------------------- command


def test_the_command_writes_three_files_or_none(
    small_sample: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("DOSSIER_JOURNAL_URL", f"sqlite:///{tmp_path / 'journal.sqlite'}")
    pack = pack_of_store(small_sample, VIETNAMESE)
    token = pack.meeting.scope.period.token
    common = ["--store", str(small_sample), "--out", str(tmp_path / "out")]
    assert commands.main(["meeting", "--ky", token, "--issue", *common]) == 0
    names = {f"ho-so-hop-{token}.{kind}" for kind in FILES}
    assert {path.name for path in (tmp_path / "out").iterdir()} == names
    assert commands.main(["meeting", "--ky", token, "--issue", *common]) == 0
    told = capsys.readouterr().out
    assert all(name in told for name in names)
    assert "issued as version 1" in told
    assert "issued before with the same figures: version 1" in told
    for wrong in (["--ky", "2020-13"], ["--ky", "1999-01"], ["--ky", token, "--units", "p99"]):
        assert commands.main(["meeting", *wrong, "--store", str(small_sample), "--out", str(tmp_path / "no")]) == 2
        error = capsys.readouterr().err
        assert error.startswith("error: ")
        assert error.count("\n") == 1
    assert not (tmp_path / "no").exists()


def test_who_takes_the_pack_is_written_down(
    small_sample: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The leader's file has the same figures, says who took it, and stands in the journal; without a journal there is
    no file."""
    monkeypatch.setenv("DOSSIER_DB_URL", str(small_sample))
    sessions.the_store.cache_clear()
    (tmp_path / "access.toml").write_text(ACCESS, encoding="utf-8")
    monkeypatch.setenv("DOSSIER_ACCESS", str(tmp_path / "access.toml"))
    monkeypatch.setenv("DOSSIER_JOURNAL_URL", f"sqlite:///{tmp_path / 'journal.sqlite'}")
    pack = pack_of_store(small_sample, VIETNAMESE)
    viewer = Viewer(units=None, may_list=True)
    leader = Person(viewer, "leader", "oidc", SignedIn(dt.datetime.now(dt.UTC), "leader@example.vn", "leader"))
    store, scope = open_store(str(small_sample)), pack.meeting.scope
    told = (store, pack.meeting.version, pack.held, pack.profile, viewer, VIETNAMESE, scope, scope)
    session = sessions.Session(*told, person=leader)
    offered: list[str] = []
    monkeypatch.setattr(ui.pack, "file_button", lambda words, make, file, *more, **options: offered.append(file))
    for rights in (viewer, Viewer(frozenset({"p12"}), may_list=True, may_act=True, least_cell=5), Viewer(None)):
        pack_buttons(replace(session, viewer=rights))  # leader, chair, screen
    assert offered == [f"ho-so-hop-2020-06.{kind}" for kind in FILES]
    book = openpyxl.load_workbook(io.BytesIO(taken(session, "xlsx")), data_only=True)
    assert values(book, pack) == expected_values(pack)
    assert "leader@example.vn" in str(book.worksheets[0].cell(3, 1).value)
    (line,) = Journal(f"sqlite:///{tmp_path / 'journal.sqlite'}").entries(Asked())
    assert (line.who, line.what, line.details["file"]) == ("leader@example.vn", "exported", "ho-so-hop-2020-06.xlsx")
    (tmp_path / "access.toml").write_text(ACCESS.replace('role = "leader"', 'role = "screen"'), encoding="utf-8")
    with pytest.raises(Refused):
        taken(session, "pdf")
