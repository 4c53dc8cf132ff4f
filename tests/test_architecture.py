"""Where what may stand: imports run one way, and each library has its place (docs: the house)."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Boolean

from data_access.tables import metadata

ROOT = Path(__file__).resolve().parents[1]
# A layer imports itself and those to its right.
LAYERS = ("dashboard", "pages", "ui", "reports", "charts", "measures", "data_access", "text")
BESIDE = {"tests", "benchmarks", "deploy"}  # may import everything; no layer imports them
LIBRARIES = {
    "streamlit": {"dashboard", "pages", "ui"},
    "plotly": {"charts"},
    "sqlalchemy": {"measures", "data_access"},
    "duckdb": {"data_access"},
    "pptx": {"reports"},
    "typst": {"reports"},
    "smtplib": {"reports"},
}
CONNECTING = {"connect", "create_engine"}
CACHING = {"cache_data", "cache_resource"}
MOST_LINES_OF_A_PAGE = 70


# ----------------------------------------------------------------------------------------------------------- checker


def top_modules(root: Path) -> set[str]:
    """Top-level modules and packages: what ``import`` would find."""
    folders = {path.name for path in root.iterdir() if path.is_dir() and any(path.rglob("*.py"))}
    return {name for name in folders if not name.startswith(".")} | {path.stem for path in root.glob("*.py")}


def code_files(root: Path = ROOT) -> list[Path]:
    return sorted(path for layer in LAYERS for path in [*root.glob(f"{layer}.py"), *(root / layer).rglob("*.py")])


def layer_of(place: str) -> str:
    return Path(place).parts[0].removesuffix(".py")


def faults(place: str, source: str) -> list[str]:
    """What a module at ``place`` ("charts/trend.py") must not do, one line a fault."""
    layer, tree = layer_of(place), ast.parse(source)
    found = [*_import_faults(layer, tree), *_call_faults(layer, tree)]
    if layer == "pages" and len(source.splitlines()) > MOST_LINES_OF_A_PAGE:
        found.append(f"a page of more than {MOST_LINES_OF_A_PAGE} lines")
    return found


def _import_faults(layer: str, tree: ast.Module) -> Iterator[str]:
    for name in sorted(set(imported(layer, tree))):
        to_the_left = name in LAYERS and LAYERS.index(name) < LAYERS.index(layer)
        if to_the_left or name in BESIDE:
            yield f"{layer} imports {name}"
        if layer not in LIBRARIES.get(name, {layer}):
            yield f"{layer} imports {name}"


def imported(layer: str, tree: ast.Module) -> Iterator[str]:
    """The top-level module of every import, wherever it stands; a relative one is of the layer itself."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name.split(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield layer if node.level else str(node.module).split(".")[0]
        elif isinstance(node, ast.Call) and name_of(node.func) in ("import_module", "__import__"):
            yield from (str(arg.value).split(".")[0] for arg in node.args[:1] if isinstance(arg, ast.Constant))


def _call_faults(layer: str, tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and name_of(node.func) in CONNECTING and layer != "data_access":
            yield f"line {node.lineno}: {layer} opens a connection"
        if isinstance(node, ast.keyword) and node.arg == "unsafe_allow_html":
            yield f"line {node.value.lineno}: unsafe_allow_html"
        if isinstance(node, ast.Attribute | ast.Name) and name_of(node) in CACHING and layer != "ui":
            yield f"line {node.lineno}: {layer} caches with Streamlit"


def name_of(node: ast.AST) -> str:
    """The last name of ``a.b.c`` or ``c``."""
    return getattr(node, "attr", "") or getattr(node, "id", "")


# --------------------------------------------------------------------------------------------------------- the house


def test_every_module_belongs_to_one_layer() -> None:
    assert top_modules(ROOT) - set(LAYERS) - BESIDE == set()


@pytest.mark.parametrize("path", code_files(), ids=lambda path: str(path.relative_to(ROOT)))
def test_modules_keep_their_place(path: Path) -> None:
    assert faults(path.relative_to(ROOT).as_posix(), path.read_text(encoding="utf-8")) == []


def test_the_checker_reads_the_house() -> None:
    """Or the test above would pass on nothing."""
    read = {path.relative_to(ROOT).as_posix() for path in code_files()}
    assert {"text/language.py", "data_access/stores/duckdb_store.py", "measures/judging.py", "charts/trend.py"} <= read


# --------------------------------------------------------------------------------------------- the checker, on bad text


@pytest.mark.parametrize(
    ("place", "source", "fault"),
    [
        ("text/language.py", "import measures", "text imports measures"),
        ("text/language.py", "def f():\n    from data_access.tables import unit", "text imports data_access"),
        ("data_access/fetch.py", "from measures.scope import Scope", "data_access imports measures"),
        ("measures/scope.py", "if TYPE_CHECKING:\n    import charts.trend", "measures imports charts"),
        ("charts/trend.py", "from reports import forms", "charts imports reports"),
        ("charts/trend.py", "import importlib\nimportlib.import_module('ui.blocks')", "charts imports ui"),
        ("reports/forms.py", "import ui", "reports imports ui"),
        ("ui/blocks.py", "from pages import overview", "ui imports pages"),
        ("pages/overview.py", "import dashboard", "pages imports dashboard"),
        ("measures/scope.py", "from tests.district import District", "measures imports tests"),
        ("charts/trend.py", "import streamlit as st", "charts imports streamlit"),
        ("ui/blocks.py", "import plotly.graph_objects as go", "ui imports plotly"),
        ("ui/loading.py", "from sqlalchemy import select", "ui imports sqlalchemy"),
        ("measures/counts.py", "import duckdb", "measures imports duckdb"),
        ("measures/counts.py", "x = 1\nengine.connect()", "line 2: measures opens a connection"),
        ("measures/counts.py", "with create_engine(url) as e: pass", "line 1: measures opens a connection"),
        ("ui/blocks.py", "st.markdown(x, unsafe_allow_html=True)", "line 1: unsafe_allow_html"),
        ("pages/a.py", "@st.cache_data\ndef load(): pass", "line 1: pages caches with Streamlit"),
        ("pages/a.py", "@st.cache_resource(ttl=1)\ndef load(): pass", "line 1: pages caches with Streamlit"),
        ("dashboard.py", "cache_data(f)", "line 1: dashboard caches with Streamlit"),
        ("pages/a.py", "x = 1\n" * 71, "a page of more than 70 lines"),
    ],
)
def test_what_must_not_be_is_found(place: str, source: str, fault: str) -> None:
    assert faults(place, source) == [fault]


@pytest.mark.parametrize(
    ("place", "source"),
    [
        ("dashboard.py", "import streamlit as st\nfrom ui import scope_bar\nfrom text import VIETNAMESE"),
        ("pages/a.py", "x = 1\n" * 70),
        ("ui/loading.py", "import streamlit as st\n@st.cache_data(max_entries=9)\ndef load(): pass"),
        ("reports/pack.py", "from charts.trend import trend\nfrom measures import registry"),
        ("charts/trend.py", "import plotly.graph_objects as go\nfrom . import theme"),
        ("data_access/stores/duckdb_store.py", "import duckdb\nduckdb.connect()"),
        ("text/language.py", "import babel, gettext"),
    ],
)
def test_what_may_be_is_let_through(place: str, source: str) -> None:
    assert faults(place, source) == []


def test_an_unknown_top_level_module_is_found(tmp_path: Path) -> None:
    for name in ("charts/trend.py", "helpers/deep/x.py", "utils.py", ".venv/a.py", "docs/a.md"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("")
    assert top_modules(tmp_path) - set(LAYERS) - BESIDE == {"helpers", "utils"}


# -------------------------------------------------------------------------------------------- data and requirements

PERSONAL = re.compile(
    r"name|phone|mobile|address|birth|cccd|cmnd|citizen|applicant|gender|sex|email|owner|passport|person"
    r"|^ho_?ten|sdt|dia_?chi|ngay_?sinh|note|remark|content"
)
# Names of things, not of people.
NO_PERSON = {"unit.name", "unit.short_name", "procedure.name", "load_file.name", "load_file.columns_personal"}


def personal(column: str) -> bool:
    """Whether "table.column" sounds like a person's data."""
    return column not in NO_PERSON and bool(PERSONAL.search(column.partition(".")[2]))


def test_no_table_has_a_column_for_personal_data() -> None:
    """A yes or no ("the letter names the applicant") tells nothing of a person."""
    columns = [c for table in metadata.tables.values() for c in table.columns if not isinstance(c.type, Boolean)]
    assert [str(column) for column in columns if personal(str(column))] == []
    assert {str(column) for column in columns} >= NO_PERSON


@pytest.mark.parametrize(
    "column", ["dossier.name", "dossier.applicant_name", "letter.phone", "x.so_cccd", "x.birth_date"]
)
def test_personal_columns_would_be_found(column: str) -> None:
    assert personal(column)


PINNED = re.compile(r"[a-z0-9-]+(\[[a-z,]+\])?==\d[\w.]*")


def requirements(path: Path) -> list[str]:
    lines = [line.partition("#")[0].strip() for line in path.read_text(encoding="utf-8").splitlines()]
    return [line for line in lines if line and not line.startswith("-r ")]


@pytest.mark.parametrize("path", sorted(ROOT.glob("requirements*.txt")), ids=lambda path: path.name)
def test_every_requirement_is_pinned(path: Path) -> None:
    lines = requirements(path)
    assert lines
    assert [line for line in lines if not PINNED.fullmatch(line)] == []
    names = [line.partition("=")[0] for line in lines]
    assert len(set(names)) == len(names)


@pytest.mark.parametrize("line", ["pandas", "pandas>=3", "pandas==3.*", "pandas~=3.1", "git+https://x/y"])
def test_loose_requirements_would_be_found(line: str) -> None:
    assert not PINNED.fullmatch(line)
