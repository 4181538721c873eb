"""Web archives: WARC and WET, plain, gzip or Zstandard, and WACZ packages of them."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from typing import IO, Any

from cleanpress.errors import InputError
from cleanpress.pipelines.inputs.common import Reading, opened, peeked
from cleanpress.pipelines.rows import Kind, PageInput
from cleanpress.pipelines.work import need

_PAGES: dict[str, Kind] = {"text/html": "html", "application/xhtml+xml": "html", "text/plain": "text"}
_HEAD = 1 << 16  # headers of an HTTP response, at most


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
    warc = need("fastwarc.warc", "warc")
    number, seen, anything = 0, False, bool(peeked(file))
    # Records that are no pages are looked at too, for their ends: the iterator takes the end of the file for theirs.
    for record in warc.ArchiveIterator(
        file, record_types=warc.WarcRecordType.any_type, parse_http=True, auto_decode="transfer"
    ):
        seen = True
        if not record.headers.get("Content-Length"):
            raise ValueError("a record without its headers; the archive is damaged or breaks off")
        kind = _kind(record, warc.WarcRecordType)
        if kind is not None:
            yield _page(record, kind, name, number, reading) if number >= skip else None
            number += 1
        elif record.reader.consume() < record.content_length:
            raise ValueError("the archive breaks off in a record that is no page")
    if anything and not seen:
        raise ValueError("no record in it; it is no archive, or breaks off in the first")


def _kind(record: Any, types: Any) -> Kind | None:
    """What the record is, or None if it is no page."""
    if record.record_type not in (types.response, types.resource, types.conversion):
        return None
    if record.is_http:
        status = record.http_headers.status_code if record.http_headers else None
        if status is not None and not 200 <= status < 300:
            return None
        declared = record.http_content_type
    else:
        declared = record.headers.get("Content-Type")
        if (declared or "").startswith("application/http"):
            return None  # what claims to be a response and is none
    if not declared:
        return "auto"
    return _PAGES.get(declared.partition(";")[0].strip().lower())


def _page(record: Any, kind: Kind, name: str, number: int, reading: Reading) -> PageInput:
    page_id = (record.headers.get("WARC-Record-ID") or "").strip("<>") or f"{name}#{number}"
    url = (record.headers.get("WARC-Target-URI") or "").strip("<>") or None
    most = reading.limits.max_bytes
    size = record.content_length
    if size > most + _HEAD:
        return PageInput(page_id, url=url, error=f"{size} bytes are more than the {most} of Limits.max_bytes")
    data = record.reader.read(min(size, most) + 1)  # it takes memory for as much as it is asked for
    headers = record.http_headers if record.is_http else None
    chunked = headers is not None and headers.get("Transfer-Encoding")
    if len(data) < min(size, most) and not chunked:
        error = f"the archive breaks off in this page, after {len(data)} of {size} bytes"
        return PageInput(page_id, url=url, error=error)
    return PageInput(page_id, data, url, headers.get("Content-Type") if headers is not None else None, kind)
