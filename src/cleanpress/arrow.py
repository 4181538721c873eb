"""Pages in Arrow tables: a row of HTML or text in, a row as `cleanpress run` writes it out; needs the extra "arrow".

The engines (Spark, Ray), pandas, Polars and DuckDB rest on this.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, Self

import msgspec

from cleanpress.errors import InputError
from cleanpress.pipeline import Extractor
from cleanpress.pipelines.flow import flow
from cleanpress.pipelines.inputs.common import FIELDS, Reading, record_page
from cleanpress.pipelines.inputs.find import Input, form_of
from cleanpress.pipelines.pool import Inline, Workers, start
from cleanpress.pipelines.rows import Blocks, PageInput, Row
from cleanpress.pipelines.schema import row_schema
from cleanpress.pipelines.work import checked, cleaning_of, need

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["Cleaner", "extract_batch", "row_schema"]

_ROWS = 64  # of a batch that is made here; pages are large
_MEGABYTE = 1 << 20


class Cleaner:
    """Reads pages that stand in Arrow batches. Configured once; goes to other processes by pickle.

    A page that cannot be read is a row with an `error`; the others go on.

    Args:
        columns: Which columns hold what: {"html": "content", "id": "key"}. Columns of the names "html" (binary or
            string) or "text", "url", "id" and "charset" (of the HTTP header, or the whole Content-Type) need no
            mention. Without a column for ids the URL is the id, and without that the row's number in its batch.
        extractor: What to read pages with; None for the default settings.
        blocks: Which blocks stand in the column "roles": all, the article's, or none.
        isolated: Whether a process of its own reads the pages, so that one that crashes it, takes longer than
            `page_seconds` or more than `page_memory` is a row with an error. Takes about 100 MB more.
        page_seconds: Time for a page; None for no limit. Without `isolated` it is looked at between steps only.
        page_memory: Megabytes for the process that reads the pages; None for no limit. Kept on Linux, where `isolated`.

    Raises:
        InputError: A name in `columns` is unknown, or pyarrow is not installed.
    """

    def __init__(
        self,
        *,
        columns: Mapping[str, str] | None = None,
        extractor: Extractor | None = None,
        blocks: Blocks = "all",
        isolated: bool = False,
        page_seconds: float | None = 30.0,
        page_memory: int | None = 2048,
    ) -> None:
        if unknown := set(columns or ()) - set(FIELDS):
            raise InputError(f"columns: {sorted(unknown)} are none of {', '.join(FIELDS)}")
        cleaning = msgspec.structs.replace(cleaning_of(extractor), blocks=blocks)
        seconds = min((s for s in (cleaning.limits.seconds, page_seconds) if s is not None), default=None)
        limits = msgspec.structs.replace(cleaning.limits, seconds=seconds)
        self._task = checked(msgspec.structs.replace(cleaning, limits=limits)).task()
        self._reading = Reading(fields=dict(columns or {}), limits=limits, wrapped=True)
        self._isolated = isolated
        self._seconds = page_seconds
        self._memory = None if page_memory is None else page_memory * _MEGABYTE
        self._schema = row_schema()
        self._pool: Inline | Workers | None = None

    def __getstate__(self) -> dict[str, Any]:
        return {**self.__dict__, "_pool": None}

    @property
    def schema(self) -> pa.Schema:
        """The schema of the batches that come back."""
        return self._schema

    def batch(self, batch: pa.RecordBatch | pa.Table) -> pa.RecordBatch:
        """A row for each row, in order.

        Raises:
            InputError: There is no column of pages.
        """
        return self._made(self.rows(self._pages(batch)))

    def batches(self, batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        """A row for each row of the batches, in order, in batches that are small whatever those were.

        Raises:
            InputError: There is no column of pages.
        """
        return self._cut(self.rows(page for batch in batches for page in self._pages(batch)))

    def files(self, names: Iterable[str]) -> Iterator[pa.RecordBatch]:
        """A row for each page of files that `cleanpress run` takes: WARC, WET, WACZ, JSON lines, Parquet, HTML.

        Args:
            names: Paths, or addresses that begin with https://, s3://, gs:// or hdfs://.
        """
        return self._cut(self.rows(p for n in names for p in Input(n, form_of(n), n).pages(self._reading)))

    def rows(self, pages: Iterable[PageInput]) -> Iterator[Row]:
        """A row for each page, in order."""
        if self._pool is None:
            self._pool = start(self._task, 1 if self._isolated else 0, seconds=self._seconds, memory=self._memory)
        done = False
        try:
            for _, _, _, outcome in flow(self._pool, enumerate(pages), ordered=True):
                yield msgspec.json.decode(outcome.row, type=Row)
            done = True
        finally:
            if not done:  # pages that are in hand belong to nobody any more
                self.close()

    def close(self) -> None:
        """End the process that reads pages, if there is one; the next page starts another."""
        pool, self._pool = self._pool, None
        if pool is not None:
            pool.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _pages(self, batch: pa.RecordBatch | pa.Table) -> Iterator[PageInput]:
        named = self._reading.named
        there = set(batch.schema.names)
        if missing := set(self._reading.fields.values()) - there:
            raise InputError(f"no column {sorted(missing)}; the columns: {', '.join(batch.schema.names)}")
        if not {named("html"), named("text")} & there:
            raise InputError(
                f"no column {named('html')!r} or {named('text')!r}; the columns: {', '.join(batch.schema.names)}; "
                'name yours with columns={"html": ...}'
            )
        chosen = batch.select([named(f) for f in FIELDS if named(f) in there])
        by_url = named("url") if named("id") not in there else None
        for begin in range(0, batch.num_rows, _ROWS):
            for number, record in enumerate(chosen.slice(begin, _ROWS).to_pylist(), begin):
                if by_url and record.get(by_url):
                    record[named("id")] = record[by_url]
                elif record.get(named("id")) is None:
                    record[named("id")] = str(number)
                yield record_page("", number, record, self._reading)

    def _cut(self, rows: Iterator[Row]) -> Iterator[pa.RecordBatch]:
        """Rows in batches."""
        held = []
        for row in rows:
            held.append(row)
            if len(held) == _ROWS:
                yield self._made(held)
                held = []
        if held:
            yield self._made(held)

    def _made(self, rows: Iterable[Row]) -> pa.RecordBatch:
        arrow = need("pyarrow", "arrow")
        batch: pa.RecordBatch = arrow.RecordBatch.from_pylist([msgspec.to_builtins(r) for r in rows], self._schema)
        return batch


def extract_batch(
    batch: pa.RecordBatch | pa.Table,
    *,
    columns: Mapping[str, str] | None = None,
    extractor: Extractor | None = None,
    blocks: Blocks = "all",
) -> pa.RecordBatch:
    """Read the pages of a batch: one row in, one row out, in order. For many batches, make one `Cleaner`.

    Args:
        batch: Has a column "html" (binary or string) or "text", and may have "url", "id" and "charset".
        columns: Which columns hold these, where they have other names: {"html": "content"}.
        extractor: What to read pages with; None for the default settings.
        blocks: Which blocks stand in the column "roles": all, the article's, or none.

    Raises:
        InputError: There is no column of pages, or pyarrow is not installed.
    """
    return Cleaner(columns=columns, extractor=extractor, blocks=blocks).batch(batch)
