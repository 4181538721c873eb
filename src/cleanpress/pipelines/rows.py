"""One page in, one row out: what is asked of a page, what comes back, and the way between that never raises."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import Any, Literal

import msgspec

from cleanpress.document import Document
from cleanpress.errors import CleanpressError, InputError, LimitError
from cleanpress.model import Access, Limits, Role
from cleanpress.pipeline import Extractor
from cleanpress.read.source import read_text

Kind = Literal["html", "text", "auto"]
Blocks = Literal["all", "article", "none"]

HTML_SUFFIXES = frozenset({".html", ".htm", ".xhtml"})
TEXT_SUFFIXES = frozenset({".txt"})

_MARKUP = re.compile(rb"<[a-zA-Z!?/][^<>]*>")
_PACKED = re.compile(rb"[\x01-\x08\x0e-\x1a]")  # in no text, but in compressed pages, which the reader opens
_SNIFFED_BYTES = 8192


class PageInput(msgspec.Struct):
    """A page to be read. Either `data`, or `path`, or `record`, or `error` is given.

    Attributes:
        id: Names the page in the output; whatever the caller wants, best unique in a run.
        data: The page itself: bytes in any encoding, or str.
        url: Address of the page, if known.
        charset: Charset of the HTTP header, or the whole Content-Type header, if known.
        kind: Whether it is HTML or text; "auto" goes by the suffix of `path`, then by the first bytes; a str is HTML.
        path: A file to read the page from, by whoever cleans it.
        error: Why there is no page; it becomes the error of the row.
        record: The page as a packed record of a web archive, which a pool's workers unpack.
    """

    id: str
    data: bytes | str | None = None
    url: str | None = None
    charset: str | None = None
    kind: Kind = "html"
    path: str | None = None
    error: str | None = None
    record: bytes | None = None


class RoleSpan(msgspec.Struct):
    """A block of the page with its role.

    Attributes:
        role: What the block is, e.g. "paragraph".
        text: Its text.
        start: First character of the block in the row's `text`; None if it is not part of it.
        end: Character behind the last, likewise.
    """

    role: str
    text: str
    start: int | None = None
    end: int | None = None


class Row(msgspec.Struct):
    """What became of a page.

    Attributes:
        id: As given with the page.
        url: Address of the page, if known.
        text: The article's running text; "" where there is none, or `error` is set.
        headline: The article's title.
        byline: Who wrote it.
        published: Date of publication as the page declares it, unchanged.
        language: Language tag as the page declares it.
        roles: The page's blocks in order.
        access: "free", "metered" or "locked"; None if nothing tells.
        truncated: Whether the article's text is cut off.
        confidence: 0..1, how surely the page is one article that was found.
        error: Why the page could not be read; None if it was.
    """

    id: str
    url: str | None = None
    text: str = ""
    headline: str | None = None
    byline: str | None = None
    published: str | None = None
    language: str | None = None
    roles: list[RoleSpan] = []
    access: Access | None = None
    truncated: bool = False
    confidence: float = 0.0
    error: str | None = None


def row_of(page: PageInput, extractor: Extractor, *, blocks: Blocks = "all") -> Row:
    """Read a page into a row. Whatever is wrong with the page stands in the row's `error`; nothing is raised.

    Args:
        page: The page.
        extractor: What to read it with.
        blocks: Which blocks stand in `roles`: all, the article's (disposition "keep" or "side"), or none.
    """
    try:
        return describe(page.id, document_of(page, extractor), blocks)
    except Exception as error:  # noqa: BLE001  # also a mistake of ours must not cost the pages that follow
        return Row(page.id, page.url, error=cause(error))


def to_json(row: Row) -> bytes:
    """The row as one JSON object, without a line end; what is no Unicode text in it becomes U+FFFD."""
    try:
        return msgspec.json.encode(row)
    except UnicodeEncodeError:
        return msgspec.json.encode(msgspec.convert(_mended(msgspec.to_builtins(row)), Row))


def mended(text: str) -> str:
    """Text without lone surrogates, which no output can hold: names of files and odd pages have them."""
    return text if text.isascii() else text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def _mended(value: Any) -> Any:
    if isinstance(value, str):
        return mended(value)
    if isinstance(value, list):
        return [_mended(v) for v in value]
    return {k: _mended(v) for k, v in value.items()} if isinstance(value, dict) else value


def document_of(page: PageInput, extractor: Extractor) -> Document:
    """Read a page and cut it into blocks.

    Raises:
        OSError: The file cannot be read.
        InputError: There is no page, or it is none that can be read, or over the limits.
    """
    if page.error is not None:
        raise InputError(page.error)
    data = page.data if page.data is not None else _read(page, extractor.limits)
    if page.kind == "text" or (page.kind == "auto" and _is_text(page.path, data)):
        text = read_text(data, charset=page.charset, limits=extractor.limits)
        return extractor.clean_text(text, url=page.url)
    return extractor.extract(data, url=page.url, charset=page.charset)


def describe(page_id: str, doc: Document, blocks: Blocks = "all") -> Row:
    """The row of a document."""
    labelled = doc.labelled
    shown = (
        ()
        if blocks == "none"
        else labelled
        if blocks == "all"
        else [b for b in labelled if b[2] is not None or b[0].disposition == "side"]
    )
    return Row(
        page_id,
        doc.url,
        doc.text,
        headline=_first(labelled, Role.HEADLINE),
        byline=_first(labelled, Role.BYLINE),
        published=doc.published,
        language=doc.language,
        roles=[
            RoleSpan(str(role), text) if span is None else RoleSpan(str(role), text, *span)
            for role, text, span in shown
        ],
        access=doc.access,
        truncated=doc.truncated,
        confidence=float(doc.confidence),
    )


def cause(error: Exception) -> str:
    """What an error says of a page whose name stands beside it."""
    if isinstance(error, CleanpressError):
        return error.message if isinstance(error, InputError) else str(error)
    if isinstance(error, OSError):
        return error.strerror or str(error)
    if isinstance(error, MemoryError):
        return "ran out of memory"
    return f"{type(error).__name__}: {error} (a mistake of cleanpress; please report it with the page)"


def _first(labelled: tuple[tuple[Role, str, tuple[int, int] | None], ...], wanted: Role) -> str | None:
    return next((text for role, text, _ in labelled if role is wanted), None)


def _read(page: PageInput, limits: Limits) -> bytes:
    """The file of a page, unless it is larger than any page may be."""
    if page.path is None:
        raise InputError("neither data nor a path was given")
    path = Path(page.path)
    with path.open("rb") as file:
        size = os.fstat(file.fileno()).st_size
        data = file.read(limits.max_bytes + 1) if size <= limits.max_bytes else b""
    if (size := max(size, len(data))) > limits.max_bytes:
        raise LimitError(f"{size} bytes are more than the {limits.max_bytes} of Limits.max_bytes")
    return data


def _is_text(path: str | None, data: bytes | str) -> bool:
    suffix = Path(path).suffix.lower() if path else ""
    if suffix in HTML_SUFFIXES or isinstance(data, str):
        return False
    head = data[:_SNIFFED_BYTES].replace(b"\0", b"")  # UTF-16 has a NUL beside every ASCII letter
    return suffix in TEXT_SUFFIXES or not (_MARKUP.search(head) or _PACKED.search(head))
