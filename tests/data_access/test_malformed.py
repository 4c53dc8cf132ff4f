"""Files that are no export: each is refused with a sentence, exit code 2, nothing published, and never a traceback."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path

import pytest

from data_access.__main__ import main
from data_access.load import STAGES, Order, ReadError, load_exports
from tests.data_access.desk import Desk, dossier
from tests.data_access.malformed import MALFORMED, TEXT, xlsx

ROOT = Path(__file__).resolve().parents[2]
OF_A_PROGRAM = re.compile(r"Traceback|\b\w+(Error|Exception)\b|0x[0-9a-f]{6}|panicked|\.py\b")
NOBODY = 65534


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    monkeypatch.chdir(tmp_path)
    return Desk(tmp_path)


def check_refused(desk: Desk, code: int, out: str, err: str, name: str, said: str) -> None:
    assert code == 2
    assert err.startswith("error: ")
    assert err.count("\n") == 1, "more than one sentence"
    assert len(err) < 1000
    assert name in out + err
    assert re.search(said, err), err
    assert not OF_A_PROGRAM.search(out + err), out + err
    assert desk.store.version() is None


@pytest.mark.parametrize("why", MALFORMED)
def test_a_malformed_file_is_refused_with_a_sentence(desk: Desk, capfd: pytest.CaptureFixture[str], why: str) -> None:
    case = MALFORMED[why]
    path = desk.folder / case.name
    path.write_bytes(case.content())
    code = main(["--store", str(desk.store.folder), "load", str(path)])
    check_refused(desk, code, *capfd.readouterr(), case.name, case.said)


SOME = ("ten-megabyte-cells", "html-as-xls", "xlsx-cut-off", "xls-cut-off", "zip-bomb", "cell-in-the-last-corner")


@pytest.mark.parametrize("why", SOME)
def test_the_command_itself_ends_with_2(desk: Desk, why: str) -> None:
    case = MALFORMED[why]
    path = desk.folder / case.name
    path.write_bytes(case.content())
    command = [sys.executable, "-m", "data_access", "--store", str(desk.store.folder), "load", str(path)]
    environment = os.environ | {"PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"}
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", env=environment, cwd=desk.folder)
    check_refused(desk, done.returncode, done.stdout, done.stderr, case.name, case.said)


def test_a_bad_file_among_good_ones_leaves_the_store_as_it_was(desk: Desk) -> None:
    desk.load_dossiers(dossier("H-1"))
    before = desk.store.version()
    good = desk.write("dossier", dossier("H-2"), name="a.csv")
    bad = desk.folder / "b.xlsx"
    bad.write_bytes(xlsx()[:3000])
    assert main(["--store", str(desk.store.folder), "load", str(good), str(bad)]) == 2
    assert desk.store.version() == before
    assert list(desk.rows("dossier")["dossier_code"]) == ["H-1"]


def test_formulas_in_cells_stay_text(desk: Desk) -> None:
    path = desk.folder / "so.csv"
    path.write_text(TEXT.replace("H-7,", "=1+1,").replace("H-8,", "\"=cmd|' /C calc'!A0\","), encoding="utf-8")
    assert desk.load(path).total("new") == 40
    assert {"=1+1", "=cmd|' /C calc'!A0"} <= set(desk.rows("dossier")["dossier_code"])


@pytest.mark.parametrize("mark", [b"\xef\xbb\xbf\xef\xbb\xbf", b"\xef\xbb\xbf\n\n", b"\n\xef\xbb\xbf"])
def test_odd_byte_order_marks_do_no_harm(desk: Desk, mark: bytes) -> None:
    path = desk.folder / "so.csv"
    path.write_bytes(mark + TEXT.encode())
    assert desk.load(path).total("new") == 40


# ----------------------------------------------------------------------------------------------- what is no file at all


@contextmanager
def somebody_else() -> Iterator[None]:
    """Root may read everything: for a moment it is nobody."""
    root = os.geteuid() == 0
    if root:
        os.seteuid(NOBODY)
    try:
        yield
    finally:
        if root:
            os.seteuid(0)


@pytest.mark.skipif(sys.platform == "win32", reason="rights and links as on Unix")
@pytest.mark.parametrize("what", ["forbidden", "folder-forbidden", "link-to-itself", "pipe", "no-folder", "long-name"])
def test_what_cannot_be_opened(desk: Desk, capfd: pytest.CaptureFixture[str], what: str) -> None:
    path = desk.folder / f"{what}.csv"
    if what == "forbidden":
        path.write_text(TEXT, encoding="utf-8")
        path.chmod(0)
    elif what == "folder-forbidden":
        path.mkdir(mode=0)
    elif what == "link-to-itself":
        path.symlink_to(path)
    elif what == "pipe":
        os.mkfifo(path)
    elif what == "no-folder":
        path = desk.folder / "gone" / "so.csv"
    else:
        path = desk.folder / f"{'x' * 300}.csv"
    with somebody_else() if "forbidden" in what else nullcontext():
        code = main(["--store", str(desk.store.folder), "load", str(path)])
    check_refused(desk, code, *capfd.readouterr(), path.name, "Check the path and the rights|no ordinary file")


def test_a_folder_without_a_file_that_can_be_read(desk: Desk, capfd: pytest.CaptureFixture[str]) -> None:
    folder = desk.folder / "so.csv"
    folder.mkdir()
    (folder / "readme.md").write_text("x", encoding="utf-8")
    code = main(["--store", str(desk.store.folder), "load", str(folder)])
    check_refused(desk, code, *capfd.readouterr(), "so.csv", r"no file in this folder that ends in \.csv")


def test_nothing_is_given(desk: Desk, capfd: pytest.CaptureFixture[str]) -> None:
    code = main(["--store", str(desk.store.folder), "load"])
    check_refused(desk, code, *capfd.readouterr(), "", "no file was given")


def test_a_file_that_vanishes_while_it_is_read(desk: Desk) -> None:
    """Looked at, then gone before its rows are read."""
    path = desk.folder / "so.csv"
    path.write_text(TEXT, encoding="utf-8")

    def vanish(stage: str) -> None:
        if stage == STAGES[0]:
            path.unlink()

    with pytest.raises(ReadError, match=r"so\.csv: .*has gone"):
        load_exports(desk.store, Order(paths=(path,)), vanish)
    assert desk.store.version() is None
