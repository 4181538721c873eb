"""Parquet tables, one record a row."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import repeat
from typing import Any

from cleanpress.errors import InputError
from cleanpress.pipelines.inputs.common import FIELDS, Reading, record_page
from cleanpress.pipelines.rows import PageInput
from cleanpress.pipelines.work import need

_ROWS = 16  # read at a time; pages are large
_BUFFER = 1 << 20


def pages(name: str, reading: Reading, skip: int) -> Iterator[PageInput | None]:
    """The pages of a table.

    Raises:
        InputError: It is standard input, it has no column of pages, or pyarrow is not installed.
        OSError, ValueError: It is damaged.
    """
    parquet = need("pyarrow.parquet", "parquet")
    if name == "-":
        raise InputError("Parquet cannot be read from standard input; name a file")
    with parquet.ParquetFile(name, pre_buffer=False, buffer_size=_BUFFER) as file:
        for number, record in enumerate(_records(file, reading, skip)):
            yield record_page(name, number, record, reading) if record is not None else None


def _records(file: Any, reading: Reading, skip: int) -> Iterator[dict[str, Any] | None]:
    """The table's rows; None for those of row groups that are skipped as a whole."""
    there = file.schema_arrow.names
    columns = [reading.named(f) for f in FIELDS if reading.named(f) in there]
    if not {reading.named("html"), reading.named("text")} & set(columns):
        raise InputError(f"no column {reading.named('html')!r}; the columns: {', '.join(there)} (see --field)")
    for group in range(file.num_row_groups):
        size = file.metadata.row_group(group).num_rows
        if size <= skip:
            skip -= size
            yield from repeat(None, size)
            continue
        skip = 0
        for batch in file.iter_batches(_ROWS, row_groups=[group], columns=columns, use_threads=False):
            yield from batch.to_pylist()
