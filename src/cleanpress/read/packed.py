"""Open compressed input, with a bound on what comes out."""

from __future__ import annotations

import gzip
import io
import zlib
from importlib import import_module
from types import ModuleType

from cleanpress.errors import InputError, LimitError

_GZIP = b"\x1f\x8b"
_ZSTD = b"\x28\xb5\x2f\xfd"
_STEP = 1 << 16
_ZSTD_WINDOW = 1 << 27


def unpack(data: bytes, *, most: int, source: str | None = None) -> bytes | None:
    """What gzip, zlib or zstd data holds, or None if the data is none of these.

    Data cut off in the middle gives what stands before the cut.

    Args:
        data: The bytes as they came.
        most: Largest size of the result, in bytes.
        source: Where the data came from, for messages.

    Raises:
        InputError: The data is damaged, or the module that opens it is not installed.
        LimitError: The result is larger than `most`.
    """
    if data.startswith(_GZIP):
        return _gunzip(data, most, source)
    if data.startswith(_ZSTD):
        return _unzstd(data, most, source)
    if data[:1] == b"\x78" and len(data) > 2 and int.from_bytes(data[:2], "big") % 31 == 0:
        return _inflate(data, most, source)
    return None


def unbrotli(data: bytes, *, most: int, source: str | None = None) -> bytes | None:
    """What Brotli data holds, or None if it is not Brotli, holds nothing, or the module `brotli` is not installed.

    Raises:
        LimitError: The result is larger than `most` bytes.
    """
    brotli = _module("brotli")
    if brotli is None:
        return None
    try:
        opened: bytes = brotli.Decompressor().process(data, output_buffer_limit=most + 1)
    except (brotli.error, TypeError):  # TypeError: before 1.2 nothing bounds the output
        return None
    return _bounded(opened, most, source) or None


def _gunzip(data: bytes, most: int, source: str | None) -> bytes:
    parts: list[bytes] = []
    size = 0
    try:
        with gzip.GzipFile(fileobj=io.BytesIO(data)) as file:
            while size <= most and (part := file.read1(_STEP)):
                parts.append(part)
                size += len(part)
    except (EOFError, OSError, zlib.error) as error:
        if not parts:
            raise InputError(f"damaged gzip data ({error}); fetch the page again", source=source) from error
    return _bounded(b"".join(parts), most, source)


def _inflate(data: bytes, most: int, source: str | None) -> bytes | None:
    try:
        opened = zlib.decompressobj().decompress(data, most + 1)
    except zlib.error:  # two bytes are a weak sign: it was not zlib after all
        return None
    return _bounded(opened, most, source)


def _unzstd(data: bytes, most: int, source: str | None) -> bytes:
    standard, extra = _module("compression.zstd"), _module("zstandard")
    module = standard or extra
    if module is None:
        raise InputError("Zstandard data; unpack it first or run: pip install zstandard", source=source)
    wrong: type[Exception] = module.ZstdError
    parts: list[bytes] = []
    size = 0
    try:
        if standard:
            file = standard.ZstdFile(io.BytesIO(data))
        else:
            opener = module.ZstdDecompressor(max_window_size=_ZSTD_WINDOW)
            file = opener.stream_reader(io.BytesIO(data), read_across_frames=True)
        while size <= most and (part := file.read(_STEP)):
            parts.append(part)
            size += len(part)
    except (wrong, EOFError) as error:
        if not parts:
            raise InputError(f"damaged Zstandard data ({error}); fetch the page again", source=source) from error
    return _bounded(b"".join(parts), most, source)


def _bounded(opened: bytes, most: int, source: str | None) -> bytes:
    if len(opened) > most:
        raise LimitError(f"unpacks to more than {most} bytes (Limits.max_bytes)", source=source)
    return opened


def _module(name: str) -> ModuleType | None:
    """An optional module, or None if it is not installed."""
    try:
        return import_module(name)
    except ImportError:
        return None
