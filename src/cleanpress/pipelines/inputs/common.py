"""What all inputs share: what a reader is told, how a file is opened, and names for pages that have none."""

from __future__ import annotations

import gzip
import io
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import IO, Any, Literal, Protocol, cast

import msgspec

from cleanpress.errors import InputError
from cleanpress.model import Limits
from cleanpress.pipelines.rows import Kind, PageInput

Form = Literal["page", "lines", "parquet", "warc", "wacz", "paths"]

GZIP = b"\x1f\x8b"
_ZSTD = b"\x28\xb5\x2f\xfd"
_BZIP = b"BZh"
_BUFFER = 1 << 18
_PATIENCE = 60.0  # seconds without a byte from a server
FIELDS = ("html", "text", "url", "id", "charset")


class Meter:
    """Tells how far the file that is being read was read."""

    def __init__(self) -> None:
        self._handle: int | None = None

    @contextmanager
    def follow(self, file: IO[bytes]) -> Iterator[None]:
        """Watch a file while it is read."""
        self._handle = file.fileno()
        try:
            yield
        finally:
            self._handle = None

    def position(self) -> int:
        """Bytes read of the file that is open, 0 if none is."""
        handle = self._handle
        try:
            return os.lseek(handle, 0, os.SEEK_CUR) if handle is not None else 0
        except OSError:  # a pipe, or closed just now
            return 0


class Reading(msgspec.Struct, frozen=True):
    """How inputs are read.

    Attributes:
        kind: What pages are that do not say it themselves.
        fields: For records with named fields: which of theirs is "html", "text", "url", "id", "charset".
        limits: Pages larger than these are not even read.
        url: Address of the page, where there is one page.
        meter: Is shown the files that are read, to tell how far they are.
        wrapped: Whether pages of packed archives may come as `PageInput.record`, for a pool to unpack.
    """

    kind: Kind = "auto"
    fields: dict[str, str] = {}
    limits: Limits = Limits()
    url: str | None = None
    meter: Meter | None = None
    wrapped: bool = False

    def named(self, name: str) -> str:
        """The field of a record that holds what we call `name`."""
        return self.fields.get(name, name)


class Pages(Protocol):
    """Reads the pages of one input; what it raises is told in place of the page that would have come next."""

    def __call__(self, name: str, reading: Reading, skip: int) -> Iterator[PageInput | None]:
        """The pages of an input.

        Args:
            name: Path of the input, or "-".
            reading: How to read it.
            skip: Number of pages at its start that are not wanted; None may stand for them.
        """
        ...


@contextmanager
def opened(name: str, reading: Reading, *, unpack: bool = True) -> Iterator[IO[bytes]]:
    """A file, an address (https, s3, gs, hdfs), or standard input for "-"; unpacked if gzip, Zstandard or bzip2.

    Raises:
        OSError: It cannot be opened.
        InputError: The module that unpacks it is not installed.
    """
    if name == "-":
        yield _unpacked(sys.stdin.buffer) if unpack else sys.stdin.buffer
        return
    if "://" in name:
        with _remote(name) as far:
            yield _unpacked(far) if unpack else far
        return
    with Path(name).open("rb") as file, reading.meter.follow(file) if reading.meter else nullcontext():
        yield _unpacked(file) if unpack else file


def _remote(address: str) -> IO[bytes]:
    """A file of a web server or an object store, read as it comes."""
    if address.startswith(("http://", "https://")):
        from urllib.request import urlopen

        return onward(urlopen(address, timeout=_PATIENCE))  # noqa: S310
    from pyarrow import fs

    system, path = fs.FileSystem.from_uri(address)
    return cast("IO[bytes]", io.BufferedReader(system.open_input_stream(path, compression=None), _BUFFER))


def peeked(file: IO[bytes]) -> bytes:
    """The first bytes of a buffered file, which stay in it."""
    return file.peek(16) if isinstance(file, io.BufferedReader) else b""


class _Onward(io.RawIOBase):
    def __init__(self, first: bytes, file: IO[bytes]) -> None:
        self._first = io.BytesIO(first)
        self._file = file
        self._at = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        data = self._first.read(len(buffer)) or self._file.read(len(buffer))
        buffer[: len(data)] = data
        self._at += len(data)
        return len(data)

    def tell(self) -> int:
        return self._at


def onward(file: IO[bytes], first: bytes = b"") -> IO[bytes]:
    """Some bytes and behind them a file; knows where it is, which readers ask of pipes and servers too."""
    return cast("IO[bytes]", io.BufferedReader(_Onward(first, file), _BUFFER))


def _unpacked(file: IO[bytes]) -> IO[bytes]:
    head = peeked(file)
    if head.startswith(GZIP):
        return cast("IO[bytes]", gzip.GzipFile(fileobj=file))
    if head.startswith(_ZSTD):
        try:
            import zstandard
        except ImportError as error:
            raise InputError("Zstandard data; run: pip install 'cleanpress[zstd]'") from error
        reader = zstandard.ZstdDecompressor(max_window_size=1 << 31).stream_reader(file, read_across_frames=True)
        return io.BufferedReader(reader, _BUFFER)
    if head.startswith(_BZIP):
        import bz2

        return bz2.BZ2File(file)
    return file


def broken(name: str, number: int, error: Exception) -> PageInput:
    """What stands for the pages that an input would have gone on with, after so many."""
    if isinstance(error, InputError):
        what = error.message
    elif isinstance(error, OSError) and error.strerror:
        what = error.strerror
    else:
        what = str(error) if isinstance(error, (OSError, ValueError)) else f"{type(error).__name__}: {error}"
    return PageInput(f"{name}#{number}", error=f"breaks off here: {what}") if number else PageInput(name, error=what)


def record_page(name: str, number: int, record: dict[str, Any], reading: Reading) -> PageInput:
    """A page of a record with named fields, such as a line of JSON or a row of a table."""
    url = _string(record.get(reading.named("url")))
    charset = _string(record.get(reading.named("charset")))
    given = record.get(reading.named("id"))
    page_id = str(given) if given is not None else f"{name}#{number}"
    kinds: tuple[Kind, ...] = ("html", "text")
    for kind in kinds:
        data = record.get(reading.named(kind))
        if isinstance(data, (bytes, str)):
            return PageInput(page_id, data, url, charset, kind)
    wanted = " nor ".join(repr(reading.named(kind)) for kind in ("html", "text"))
    has = ", ".join(map(repr, list(record)[:12])) or "none"
    return PageInput(page_id, url=url, error=f"no text in a field {wanted}; the record's fields: {has} (see --field)")


def _string(value: Any) -> str | None:
    return value if isinstance(value, str) and value else None
