"""The facts on a PostgreSQL server: the declared tables in the schema ``facts``, and which version they are.

Text compares by code point (collation "C"), so that lists stand in the same order as on DuckDB. Keys and indexes come
after the first rows: building them at once is faster than row by row.
"""

from __future__ import annotations

from sqlalchemy import Column, DateTime, MetaData, Table, Text, func
from sqlalchemy.dialects import postgresql
from sqlalchemy.schema import CreateColumn, CreateTable

from data_access.tables import metadata

SCHEMA = "facts"
# Columns that a period is looked up by (Measure.counted_on), and those that tell what was open on a day.
INDEXES = {
    "dossier": (
        "due",
        "due_instant",
        "first_due",
        "received_on",
        "applied_on",
        "intake_due_on",
        "finished_on",
        "ended_on",
        "left_on",
    )
}

# Beside the facts: the published version (one row) and the ones that were, which this database can go back to.
_own = MetaData(schema=SCHEMA)
published = Table("published", _own, Column("version", Text, nullable=False))
publication = Table(
    "publication",
    _own,
    Column("version", Text(collation="C"), primary_key=True),
    Column("published_at", DateTime, nullable=False, server_default=func.now()),
)


def _on_server(table: Table) -> Table:
    """The declared table as the server has it, without its key."""
    columns = []
    for column in table.columns:
        kind = Text(collation="C") if isinstance(column.type, Text) else column.type
        columns.append(Column(column.name, kind, nullable=column.nullable, server_default=column.server_default))
    return Table(table.name, MetaData(schema=SCHEMA), *columns)


def key_of(table: Table) -> list[str]:
    return [column.name for column in table.primary_key.columns]


def creation(table: Table) -> str:
    """The statement that makes a declared table."""
    return _sql(CreateTable(_on_server(table)))


def own_creations() -> list[str]:
    return [_sql(CreateTable(table)) for table in (published, publication)]


def completion(table: Table) -> list[str]:
    """The statements that give a filled table its key and its indexes."""
    return [
        f"ALTER TABLE {place(table)} ADD PRIMARY KEY ({listed(key_of(table))})",
        *(f'CREATE INDEX ON {place(table)} ("{column}")' for column in INDEXES.get(table.name, ())),
    ]


def additions(table: Table, held: set[str]) -> list[str]:
    """The statements that give a table of an older layout the columns it lacks."""
    missing = [column for column in _on_server(table).columns if column.name not in held]
    return [f"ALTER TABLE {place(table)} ADD COLUMN {_sql(CreateColumn(column))}" for column in missing]


def place(table: Table) -> str:
    return f'{SCHEMA}."{table.name}"'


def listed(columns: list[str]) -> str:
    return ", ".join(f'"{column}"' for column in columns)


def declared() -> list[Table]:
    return list(metadata.tables.values())


def _sql(element: CreateTable | CreateColumn) -> str:
    return str(element.compile(dialect=postgresql.dialect()))
