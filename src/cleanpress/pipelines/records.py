"""Pages in the records of web archives; read where the archive is read, or from a packed record by a worker."""

from __future__ import annotations

import io
from typing import Any

from cleanpress.errors import InputError
from cleanpress.pipelines.rows import Kind, PageInput
from cleanpress.pipelines.work import need

_PAGES: dict[str, Kind] = {"text/html": "html", "application/xhtml+xml": "html", "text/plain": "text"}
_HEAD = 1 << 16  # headers of an HTTP response, at most


def records(file: Any) -> Any:
    """The records of an open archive, their HTTP headers read.

    Raises:
        InputError: The module fastwarc is not installed.
    """
    warc = need("fastwarc.warc", "warc")
    # Records that are no pages are looked at too, for their ends: the iterator takes the end of the file for theirs.
    every = warc.WarcRecordType.any_type
    return warc.ArchiveIterator(file, record_types=every, parse_http=True, auto_decode="transfer")


def kind_of(record: Any) -> Kind | None:
    """What a record is, or None if it is no page: conversions, and responses (status 2xx) and resources are pages."""
    types = need("fastwarc.warc", "warc").WarcRecordType
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


def page_of(record: Any, kind: Kind, place: str, most: int, packed: bytes | None = None) -> PageInput:
    """The page in a record.

    Args:
        record: It, not read beyond its headers.
        kind: What it is.
        place: Names the page where the record has no name.
        most: Bytes that a page may have; a larger one becomes an error.
        packed: The record as it stands in the archive; given, the page is not read but gets this.
    """
    page_id = (record.headers.get("WARC-Record-ID") or "").strip("<>") or place
    url = (record.headers.get("WARC-Target-URI") or "").strip("<>") or None
    size = record.content_length
    if size > most + _HEAD:
        return PageInput(page_id, url=url, error=f"{size} bytes are more than the {most} of Limits.max_bytes")
    headers = record.http_headers if record.is_http else None
    charset = headers.get("Content-Type") if headers is not None else None
    if packed is not None:
        return PageInput(page_id, url=url, charset=charset, kind=kind, record=packed)
    data = record.reader.read(min(size, most) + 1)  # it takes memory for as much as it is asked for
    chunked = headers is not None and headers.get("Transfer-Encoding")
    if len(data) < min(size, most) and not chunked:
        error = f"the archive breaks off in this page, after {len(data)} of {size} bytes"
        return PageInput(page_id, url=url, error=error)
    return PageInput(page_id, data, url, charset, kind)


def unwrapped(page: PageInput) -> PageInput:
    """A page that still is a packed record, taken out of it; any other as it is. What is damaged becomes an error."""
    if page.record is None:
        return page
    try:
        for record in records(io.BytesIO(page.record)):
            return page_of(record, page.kind, page.id, record.content_length)
    except InputError:
        raise
    except Exception as error:  # noqa: BLE001  # libraries raise all sorts at damaged data; other pages go on
        return PageInput(page.id, url=page.url, error=f"the record is damaged: {error}")
    return PageInput(page.id, url=page.url, error="the record is damaged")
