"""Parquet: a folder of parts, each written whole; for a single file the parts are joined at the end."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

from cleanpress.pipelines.outputs.sink import Entry, NoteFile, sync, sync_folder
from cleanpress.pipelines.schema import row_schema
from cleanpress.pipelines.work import need

_GROUP_BYTES = 16 << 20  # JSON of a row group, about
_PART_BYTES = 1 << 30  # JSON of a part, about
_NAME = "part-{:05d}.parquet"


class Parquet:
    """A Parquet table.

    Args:
        path: The file, or the folder of parts.
        folder: Whether `path` is a folder.
        duplicates: Whether rows have the columns of near-duplicates.

    Raises:
        InputError: pyarrow is not installed.
    """

    every = 30.0

    def __init__(self, path: Path, *, folder: bool, duplicates: bool = False) -> None:
        self._parquet = need("pyarrow.parquet", "parquet")
        self.place = str(path)
        self._schema = row_schema(duplicates=duplicates)
        self._single = None if folder else path
        self._parts = path if folder else path.with_name(path.name + ".parts")
        self._note = NoteFile(path / ".journal" if folder else path.with_name(path.name + ".journal"))
        self._count = 0
        self._lines: list[bytes] = []
        self._size = self._part_size = 0
        self._writer: Any = None

    def exists(self) -> bool:
        """Whether the file or a part is there."""
        if self._single is not None:
            return self._single.exists() or self._parts.exists()
        return any(self._parts.glob("part-*.parquet"))

    def read_note(self) -> bytes | None:
        """The note in the file beside it."""
        return self._note.read()

    def begin(self, state: dict[str, Any] | None) -> None:
        """Forget the parts that were not committed."""
        if state is None:
            self._note.path.unlink(missing_ok=True)
        self._count = state["parts"] if state else 0
        if state and self._single is not None and self._single.exists() and not self._parts.exists():
            return  # it was interrupted after the parts were joined
        self._parts.mkdir(parents=True, exist_ok=True)
        for path in [*self._parts.glob("part-*.parquet"), *self._parts.glob(".part-*")]:
            if path.name.startswith(".") or int(path.stem.removeprefix("part-")) >= self._count:
                path.unlink()

    def write(self, entry: Entry) -> None:
        """Add a row."""
        self._lines.append(entry.row)
        self._size += len(entry.row)
        if self._size >= _GROUP_BYTES:
            self._write_group()

    def _write_group(self) -> None:
        if self._writer is None:
            self._writer = self._parquet.ParquetWriter(self._draft, self._schema, compression="zstd")
        self._writer.write_table(table_of(self._lines, self._schema))
        self._part_size += self._size
        self._lines, self._size = [], 0

    @property
    def _draft(self) -> Path:
        return self._parts / ("." + _NAME.format(self._count))

    @property
    def full(self) -> bool:
        """Whether the part is large enough."""
        return self._part_size >= _PART_BYTES

    def state(self) -> dict[str, Any]:
        """Close the part, and give it its name."""
        if self._lines:
            self._write_group()
        if self._writer is not None:
            self._writer.close()
            self._writer = None
            _settle(self._draft, self._parts / _NAME.format(self._count))
            self._count += 1
            self._part_size = 0
        return {"parts": self._count}

    def note(self, data: bytes) -> None:
        """Into the file beside it."""
        self._note.write(data)

    def finish(self) -> None:
        """Join the parts to one file, where one is wanted; a table without rows has its columns at least."""
        if self._single is None:
            if self._count == 0:
                self._parquet.write_table(self._schema.empty_table(), self._draft)
                _settle(self._draft, self._parts / _NAME.format(0))
            return
        doomed = self._parts.with_name(self._parts.name + ".old")
        if self._parts.exists():
            self._join(self._single)
            self._parts.rename(doomed)  # at once: some of the parts would be a loss of rows
        shutil.rmtree(doomed, ignore_errors=True)

    def _join(self, path: Path) -> None:
        draft = path.with_name(path.name + ".new")
        with self._parquet.ParquetWriter(draft, self._schema, compression="zstd") as writer:
            for number in range(self._count):
                with self._parquet.ParquetFile(self._parts / _NAME.format(number), pre_buffer=False) as part:
                    for group in range(part.num_row_groups):
                        writer.write_table(part.read_row_group(group))
        _settle(draft, path)

    def close(self) -> None:
        """Close the draft, which the next run forgets."""
        if self._writer is not None:
            self._writer.close()


def table_of(rows: list[bytes], schema: Any) -> Any:
    """Rows in JSON as an Arrow table."""
    import pyarrow as pa

    json = need("pyarrow.json", "parquet")
    data = b"\n".join(rows)
    table = json.read_json(
        pa.BufferReader(data),
        read_options=json.ReadOptions(use_threads=False, block_size=len(data) + 1),
        parse_options=json.ParseOptions(explicit_schema=_loose(schema), unexpected_field_behavior="error"),
    )
    return table.cast(schema)


def _settle(draft: Path, path: Path) -> None:
    """Give a file that is written its name, for good."""
    with draft.open("rb") as file:
        sync(file.fileno())
    draft.replace(path)
    sync_folder(path.parent)


def _loose(schema: Any) -> Any:
    """A schema without promises, as the JSON reader wants it."""
    import pyarrow as pa

    def loose(kind: Any) -> Any:
        if pa.types.is_list(kind):
            return pa.list_(loose(kind.value_type))
        if pa.types.is_struct(kind):
            return pa.struct([pa.field(f.name, loose(f.type)) for f in kind])
        return kind

    return pa.schema([pa.field(f.name, loose(f.type)) for f in schema])
