"""A SELECT on a source database: the same dossiers, nothing written there, and no password anywhere."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pandas as pd
import pytest
from sqlalchemy import URL, create_engine, make_url

from data_access.__main__ import main
from data_access.load import ReadError
from data_access.load.database import shown_name
from tests.data_access.desk import Desk, dossier
from tests.data_access.formats import Rows, table, write_csv

ROWS: Rows = table("dossier", dossier("H-Đ1", finished_at="09/06/2020 16:45"), dossier("H-2", receiving_unit="P.2"))
NAMES = [f'"{name}"' for name in ROWS[0]]
CREATE = f"CREATE TABLE ho_so ({', '.join(f'{name} text' for name in NAMES)})"
SELECT = f"SELECT {', '.join(NAMES)} FROM ho_so ORDER BY 1"
PASSWORD = "s3cr3t/%wörd"


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def fill(path: Path, kind: str) -> str:
    """A database of this kind with the table "ho_so"; its address."""
    connection = sqlite3.connect(path) if kind == "sqlite" else duckdb.connect(str(path))
    connection.execute(CREATE)
    connection.executemany(f"INSERT INTO ho_so VALUES ({', '.join('?' * len(NAMES))})", ROWS[1:])
    connection.commit()
    connection.close()
    return f"{kind}:///{path}"


@pytest.fixture
def postgresql(request: pytest.FixtureRequest) -> Iterator[URL]:
    with request.getfixturevalue("databases").fresh() as url:
        engine = create_engine(url)
        with engine.begin() as connection:
            connection.exec_driver_sql(CREATE)
            for row in ROWS[1:]:
                values = ", ".join(f"'{cell}'" for cell in row)
                connection.exec_driver_sql(f"INSERT INTO ho_so VALUES ({values})")
        engine.dispose()
        yield url


def check_same_as_csv(tmp_path: Path, address: str) -> None:
    desk, other = Desk(tmp_path / "database"), Desk(tmp_path / "csv")
    summary = desk.load(database=address, select=SELECT)
    other.load(write_csv(tmp_path / "so.csv", ROWS))
    assert (summary.total("new"), summary.files[0].kind) == (2, "dossier")
    pd.testing.assert_frame_equal(desk.rows("dossier"), other.rows("dossier"))
    assert desk.load(database=address, select=SELECT).version is None  # nothing new


@pytest.mark.parametrize("kind", ["sqlite", "duckdb"])
def test_a_query_gives_the_same_dossiers_as_a_csv_file(tmp_path: Path, kind: str) -> None:
    check_same_as_csv(tmp_path, fill(tmp_path / "source.db", kind))


def test_a_query_on_postgresql(tmp_path: Path, postgresql: URL) -> None:
    address = postgresql.render_as_string(hide_password=False)
    check_same_as_csv(tmp_path, address)
    engine = create_engine(postgresql)
    with engine.begin() as connection:
        connection.exec_driver_sql(
            "CREATE FUNCTION erase() RETURNS integer LANGUAGE sql AS 'DELETE FROM ho_so; SELECT 1'"
        )
    engine.dispose()
    with pytest.raises(ReadError, match=r"the SELECT fails: .*read-only transaction"):
        Desk(tmp_path / "x").load(database=address, select="SELECT *, erase() FROM ho_so")
    check_same_as_csv(tmp_path / "again", address)


def test_types_of_a_database_become_text_that_is_understood(desk: Desk) -> None:
    path = desk.folder / "source.db"
    connection = duckdb.connect(str(path))
    connection.execute(
        """CREATE TABLE ho_so AS SELECT 12::BIGINT AS "Mã hồ sơ", 27370 AS "Đơn vị tiếp nhận",
           '1.004873' AS "Mã thủ tục",
           TIMESTAMP '2020-06-01 08:00:00.25' AS "Ngày tiếp nhận", DATE '2020-06-10' AS "Ngày hẹn trả",
           NULL::TIMESTAMP AS "Ngày kết thúc xử lý", 4.0::DECIMAL(3, 0) AS "Trạng thái",
           TIMESTAMP '2020-06-30 18:00:00' AS "Thời điểm xuất" """
    )
    connection.close()
    select = desk.folder / "ho so.sql"
    select.write_text("-- every dossier\nSELECT * FROM ho_so /* 100% */;\n", encoding="utf-8-sig")
    assert desk.load(database=f"duckdb:///{path}", select=str(select)).reasons == {}
    found = desk.dossier("12")
    assert (found["status"], found["receiving_unit_id"]) == (4, "p01")
    assert found["exported_due_at"] == pd.Timestamp(2020, 6, 10, 23, 59, 59)


def test_files_and_a_query_make_one_load(desk: Desk) -> None:
    path = desk.write("dossier", dossier("H-FILE"))
    summary = desk.load(path, database=fill(desk.folder / "source.db", "sqlite"), select=SELECT)
    assert [file.name for file in summary.files] == ["dossier.csv", f"sqlite {desk.folder}/source.db"]
    assert summary.total("new") == 3


REFUSED = {
    # why: (address, select, what is said)
    "no address": ("nonsense", SELECT, "--database is no address of a database"),
    "unknown kind": ("nonsense://u:{password}@h/d", SELECT, "databases of the kind 'nonsense' are not known"),
    "no driver": ("oracle+cx_oracle://u:{password}@h/d", SELECT, "the driver for oracle+cx_oracle is not installed"),
    "a port that is none": ("postgresql://u:{password}@h:x/d", SELECT, "--database is no address"),
    "nobody there": ("postgresql+psycopg://u:{password}@127.0.0.1:1/d", SELECT, "cannot be reached"),
    "no such file": ("sqlite:///gone.db", SELECT, "sqlite gone.db: there is no such file"),
    "no SELECT": ("sqlite:///{file}", "", "--select must be one SELECT"),
    "not a SELECT": ("sqlite:///{file}", "DELETE FROM ho_so", "--select must be one SELECT"),
    "two statements": ("sqlite:///{file}", SELECT + "; DELETE FROM ho_so", "one statement at a time"),
    "a fault in the SQL": ("sqlite:///{file}", "SELECT * FROM nowhere", "the SELECT fails: no such table: nowhere."),
    "no such file of SQL": ("sqlite:///{file}", "gone.sql", "gone.sql: cannot be read as a file of SQL"),
    "other columns": ("sqlite:///{file}", "SELECT 1 AS a, 2 AS b", "the columns fit no kind of file"),
    "no database in the file": ("sqlite:///{text}", SELECT, "file is not a database"),
}


@pytest.mark.parametrize("why", REFUSED)
def test_refused_with_a_sentence_without_the_password(desk: Desk, capsys: pytest.CaptureFixture[str], why: str) -> None:
    file, text = desk.folder / "source.db", desk.folder / "text.db"
    fill(file, "sqlite")
    text.write_text("no database, but text of some length " * 40, encoding="utf-8")
    password = make_url("postgresql://h").set(username="u", password=PASSWORD).render_as_string(hide_password=False)
    address, select, message = REFUSED[why]
    address = address.format(file=file, text=text, password=password.split(":")[-1].split("@")[0])
    store = ["--store", str(desk.store.folder)]
    assert main([*store, "load", "--database", address, "--select", select]) == 2
    told = capsys.readouterr()
    assert message in told.err
    assert told.err.startswith("error: ")
    assert told.err.count("\n") == 1
    for secret in (PASSWORD, "s3cr3t", "Traceback"):
        assert secret not in told.err + told.out
    assert desk.store.version() is None


def test_a_wrong_password_is_not_repeated(desk: Desk, postgresql: URL) -> None:
    wrong = postgresql.set(username="nobody-of-that-name", password=PASSWORD)
    with pytest.raises(ReadError, match="cannot be reached, or refuses user and password") as caught:
        desk.load(database=wrong.render_as_string(hide_password=False), select=SELECT)
    assert "s3cr3t" not in str(caught.value)


def test_the_name_shown_holds_no_credentials(desk: Desk) -> None:
    assert shown_name(make_url("mssql+pyodbc:///?odbc_connect=PWD%3Dsecret")) == "mssql"
    assert shown_name(make_url("postgresql://u:p@host:5433/motcua?password=p")) == "postgresql host/motcua"


def test_a_sqlite_source_cannot_be_written(desk: Desk) -> None:
    """Not even by a function within a SELECT: the session itself is read-only."""
    address = fill(desk.folder / "source.db", "sqlite")
    before = (desk.folder / "source.db").read_bytes()
    with pytest.raises(ReadError, match="the SELECT fails"):
        desk.load(database=address, select="WITH x AS (SELECT 1) INSERT INTO ho_so SELECT * FROM ho_so")
    assert (desk.folder / "source.db").read_bytes() == before
