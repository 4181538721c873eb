"""Tables (CSV, TSV) that name files of pages, and single files."""

from __future__ import annotations

import csv
import io
import sys
from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from typing import IO

from cleanpress.pipelines.inputs.common import Reading, opened
from cleanpress.pipelines.rows import PageInput


def page(name: str, reading: Reading, skip: int) -> Iterator[PageInput | None]:
    """The one page of a file, which the worker reads, or of standard input."""
    if name == "-" and not skip:
        data = sys.stdin.buffer.read(reading.limits.max_bytes + 1)
        yield PageInput("-", data, reading.url, kind=reading.kind)
    else:
        yield PageInput(name, url=reading.url, kind=reading.kind, path=name)


def pages(name: str, reading: Reading, skip: int) -> Iterator[PageInput | None]:
    """The pages that a table names: column "path", or the first one; "id" and "url" if they are there.

    Paths are relative to the table's folder.

    Raises:
        OSError, ValueError: The table is damaged, or no text.
    """
    base = Path() if name == "-" else Path(name).parent
    with opened(name, reading) as file:
        for number, entry in enumerate(_entries(name, file, reading)):
            yield _page(entry, base, reading) if number >= skip else None


def _entries(name: str, file: IO[bytes], reading: Reading) -> Iterator[dict[str, str]]:
    tabs = name.removesuffix(".gz").removesuffix(".zst").endswith(".tsv")
    text = io.TextIOWrapper(file, "utf-8-sig", newline="")
    try:
        lines: Iterator[list[str]] = csv.reader(text, delimiter="\t" if tabs else ",")
        head = next(lines, [])
        wanted = {key: reading.named(key) for key in ("path", "id", "url")}
        columns = {key: head.index(column) for key, column in wanted.items() if column in head}
        if "path" not in columns:
            columns = {"path": 0}
            lines = chain([head], lines)
        for line in filter(None, lines):
            yield {key: line[at] for key, at in columns.items() if at < len(line)}
    finally:
        text.detach()  # the file is closed by whoever opened it


def _page(entry: dict[str, str], base: Path, reading: Reading) -> PageInput:
    path = entry.get("path", "")
    name = entry.get("id") or path
    if not path:
        return PageInput(name or "?", url=entry.get("url") or None, error="the line names no file")
    return PageInput(name, url=entry.get("url") or None, kind=reading.kind, path=str(base / path))
