"""Web archives: WARC and WET, plain, gzip or Zstandard, and WACZ packages of them."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from typing import IO, Any

from cleanpress.errors import InputError
from cleanpress.pipelines.inputs.common import GZIP, Reading, opened, peeked
from cleanpress.pipelines.inputs.members import Members
from cleanpress.pipelines.records import kind_of, page_of, records
from cleanpress.pipelines.rows import PageInput


def pages(name: str, reading: Reading, skip: int) -> Iterator[PageInput | None]:
    """The pages of a WARC or WET file: conversions, and responses (status 2xx) and resources that are HTML or text.

    Raises:
        OSError, ValueError: It is damaged, or no archive.
        InputError: The module fastwarc is not installed.
    """
    with opened(name, reading, unpack=False) as file:
        yield from _archived(file, name, reading, skip)


def packaged(name: str, reading: Reading, skip: int) -> Iterator[PageInput | None]:
    """The pages of all archives in a WACZ package, in the order of their names.

    Raises:
        OSError, ValueError: It is damaged, or no package.
        InputError: It is standard input, or the module fastwarc is not installed.
    """
    if name == "-":
        raise InputError("WACZ cannot be read from standard input; name a file")
    try:
        with zipfile.ZipFile(name) as package:
            names = sorted(m for m in package.namelist() if m.startswith("archive/") and not m.endswith("/"))
            for member in names:
                with package.open(member) as file:
                    for page in _archived(file, f"{name}/{member}", reading, skip):
                        skip -= 1
                        yield page
    except zipfile.BadZipFile as error:
        raise ValueError(str(error)) from error


def _archived(file: IO[bytes], name: str, reading: Reading, skip: int) -> Iterator[PageInput | None]:
    number = 0
    for record, packed in _records(file, wrapped=reading.wrapped):
        kind = kind_of(record)
        if kind is not None:
            wanted = number >= skip
            yield page_of(record, kind, f"{name}#{number}", reading.limits.max_bytes, packed) if wanted else None
            number += 1
        elif packed is None and record.reader.consume() < record.content_length:
            raise ValueError("the archive breaks off in a record that is no page")


def _records(file: IO[bytes], *, wrapped: bool) -> Iterator[tuple[Any, bytes | None]]:
    """The records; with those that need not be unpacked here come their bytes in the file."""
    if wrapped and peeked(file).startswith(GZIP):
        members = Members(file)
        for packed, head in members:
            yield next(iter(records(io.BytesIO(head)))), packed
        file = members.rest
        if not peeked(file):
            return
    seen, anything = False, bool(peeked(file))
    for record in records(file):
        seen = True
        if not record.headers.get("Content-Length"):
            raise ValueError("a record without its headers; the archive is damaged or breaks off")
        yield record, None
    if anything and not seen:
        raise ValueError("no record in it; it is no archive, or breaks off in the first")
