"""A table in an SQLite or DuckDB file. The rows and the note are committed in one transaction."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Any, Protocol

import msgspec

from cleanpress.pipelines.outputs.sink import Entry
from cleanpress.pipelines.work import need

_COLUMNS: dict[str, tuple[str, str]] = {
    "id": ("TEXT NOT NULL", "VARCHAR NOT NULL"),
    "url": ("TEXT", "VARCHAR"),
    "text": ("TEXT NOT NULL", "VARCHAR NOT NULL"),
    "headline": ("TEXT", "VARCHAR"),
    "byline": ("TEXT", "VARCHAR"),
    "published": ("TEXT", "VARCHAR"),
    "language": ("TEXT", "VARCHAR"),
    "roles": ("TEXT NOT NULL", 'STRUCT("role" VARCHAR, "text" VARCHAR, "start" BIGINT, "end" BIGINT)[] NOT NULL'),
    "access": ("TEXT", "VARCHAR"),
    "truncated": ("INTEGER NOT NULL", "BOOLEAN NOT NULL"),
    "confidence": ("REAL NOT NULL", "DOUBLE NOT NULL"),
    "error": ("TEXT", "VARCHAR"),
}
_DUPLICATES: dict[str, tuple[str, str]] = {
    "near_duplicate_of": ("TEXT", "VARCHAR"),
    "similarity": ("REAL", "DOUBLE"),
    "repeated": ("TEXT NOT NULL", "BIGINT[] NOT NULL"),
}
_NOTES = "cleanpress_journal"
_WAITING = 8 << 20  # bytes of rows that wait to be inserted together


class _Base(Protocol):
    def execute(self, query: str, values: Any = ..., /) -> Any: ...

    def close(self) -> None: ...


class Table:
    """A table `pages` in a database file; what else the file holds is left alone.

    Args:
        path: The file.
        engine: Whose file it is.
        duplicates: Whether rows have the columns of near-duplicates.
        name: Name of the table.

    Raises:
        InputError: duckdb or pyarrow is not installed.
    """

    every = 2.0

    def __init__(self, path: Path, engine: str, *, duplicates: bool = False, name: str = "pages") -> None:
        self.path = path
        self.place = str(path)
        self.name = name
        self._duck = engine == "duckdb"
        self._columns = {**_COLUMNS, **(_DUPLICATES if duplicates else {})}
        self._base: _Base | None = None
        self._rows: list[bytes] = []
        self._size = 0
        self._duplicates = duplicates
        if self._duck:
            need("duckdb", "duckdb")
            need("pyarrow.json", "duckdb")
            self.every = 10.0  # a commit of its own costs it more

    def _open(self) -> _Base:
        if self._base is None:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            if self._duck:
                duck: _Base = need("duckdb", "duckdb").connect(str(self.path))
                self._base = duck
            else:
                self._base = sqlite3.connect(self.path, isolation_level=None)
                self._base.execute("PRAGMA journal_mode=WAL")
                self._base.execute("PRAGMA synchronous=FULL")
        return self._base

    def _has(self, table: str) -> bool:
        where = "information_schema.tables WHERE table_name" if self._duck else "sqlite_master WHERE name"
        return bool(self._open().execute(f"SELECT count(*) FROM {where} = ?", (table,)).fetchone()[0])  # noqa: S608

    def exists(self) -> bool:
        """Whether the table is there."""
        return self.path.exists() and self._has(self.name)

    def read_note(self) -> bytes | None:
        """The note in the file's table of notes."""
        if not self.path.exists() or not self._has(_NOTES):
            return None
        found = self._open().execute(f"SELECT note FROM {_NOTES} WHERE name = ?", (self.name,)).fetchone()  # noqa: S608
        return bytes(found[0]) if found else None

    def begin(self, state: dict[str, Any] | None) -> None:
        """Make the tables, or go on with them: what was not committed is not there."""
        base = self._open()
        base.execute("BEGIN TRANSACTION")
        if state is None:
            base.execute(f'DROP TABLE IF EXISTS "{self.name}"')
            columns = ", ".join(f'"{name}" {kinds[self._duck]}' for name, kinds in self._columns.items())
            base.execute(f'CREATE TABLE "{self.name}" ({columns})')
            binary = "BLOB"
            base.execute(f"CREATE TABLE IF NOT EXISTS {_NOTES} (name VARCHAR PRIMARY KEY, note {binary})")
            base.execute(f"DELETE FROM {_NOTES} WHERE name = ?", (self.name,))  # noqa: S608

    def write(self, entry: Entry) -> None:
        """Add a row."""
        self._rows.append(entry.row)
        self._size += len(entry.row)
        if self._size >= _WAITING:
            self._insert()

    @property
    def full(self) -> bool:
        """Never before its time."""
        return False

    def _insert(self) -> None:
        rows, self._rows, self._size = self._rows, [], 0
        if not rows:
            return
        if self._duck:
            self._insert_arrow(rows)
            return
        marks = ", ".join("?" * len(self._columns))
        names = ", ".join(f'"{c}"' for c in self._columns)
        query = f'INSERT INTO "{self.name}" ({names}) VALUES ({marks})'  # noqa: S608
        base = self._open()
        for row in rows:
            base.execute(query, self._values(row))

    def _values(self, row: bytes) -> list[Any]:
        fields = msgspec.json.decode(row, type=dict[str, msgspec.Raw])
        nested = ("roles", "repeated")
        return [bytes(fields[c]).decode() if c in nested else msgspec.json.decode(fields[c]) for c in self._columns]

    def _insert_arrow(self, rows: list[bytes]) -> None:
        from cleanpress.pipelines.outputs.parquet import table_of
        from cleanpress.pipelines.schema import row_schema

        base: Any = self._open()
        base.register("cleanpress_rows", table_of(rows, row_schema(duplicates=self._duplicates)))
        names = ", ".join(f'"{c}"' for c in self._columns)
        base.execute(f'INSERT INTO "{self.name}" ({names}) SELECT {names} FROM cleanpress_rows')  # noqa: S608
        base.unregister("cleanpress_rows")

    def state(self) -> dict[str, Any]:
        """Insert what waits; the transaction ends with the note."""
        self._insert()
        return {}

    def note(self, data: bytes) -> None:
        """Keep the note, and commit the rows with it."""
        base = self._open()
        base.execute(f"DELETE FROM {_NOTES} WHERE name = ?", (self.name,))  # noqa: S608
        base.execute(f"INSERT INTO {_NOTES} VALUES (?, ?)", (self.name, data))  # noqa: S608
        base.execute("COMMIT")
        base.execute("BEGIN TRANSACTION")

    def finish(self) -> None:
        """Nothing more to do."""

    def close(self) -> None:
        """Close the file; what was not committed is not there."""
        if self._base is not None:
            self._base.close()
            self._base = None
