"""Members of a gzip file, each found by its first bytes and none of them unpacked.

In a web archive every record is a member of its own. What reads the archive for many workers then need not unpack
pages, which is most of its work, and has a fifth of the bytes to pass on.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from typing import IO, NamedTuple

from cleanpress.pipelines.inputs.common import onward

_MAGIC = b"\x1f\x8b\x08"
_START = b"WARC/"
_FOREMOST = 1 << 9  # bytes of a member that give at least its first few unpacked
_SHORTEST = 18  # bytes of an empty member
_PIECE = 1 << 20
_HEAD = 1 << 13  # unpacked: the headers of a record and of the response in it
_TRAILER = 1 << 32  # a member ends with its size unpacked, modulo this
_BLANK = b"\r\n\r\n"
_LENGTH = re.compile(rb"\r\nContent-Length:[ \t]*([0-9]+)[ \t]*\r\n", re.IGNORECASE)
_RESPONSE = re.compile(rb"\r\nContent-Type:[ \t]*application/http", re.IGNORECASE)
_GZIP = 31  # window bits, as zlib wants to be told of gzip


class Member(NamedTuple):
    """One member: a record of an archive.

    Attributes:
        packed: The member as it stands in the file.
        head: Its first bytes, unpacked: at least the headers of the record and, if any, of the response in it.
    """

    packed: bytes
    head: bytes


class Members:
    """The members of an archive that hold one whole record each.

    Args:
        file: The archive, at its start.
    """

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self._data = b""
        self._at = 0

    def __iter__(self) -> Iterator[Member]:
        """Each member, up to the first that is not one whole record; that and all behind it stay in `rest`."""
        while (head := self._head()) is not None and (size := _size_of(head)) is not None:
            end = self._end(size)
            if end is None or int.from_bytes(self._data[end - 4 : end], "little") != size % _TRAILER:
                return
            packed = self._data[self._at : end]
            self._at = end
            yield Member(packed, head)

    @property
    def rest(self) -> IO[bytes]:
        """What is left of the file."""
        return onward(self._file, self._data[self._at :])

    def _head(self) -> bytes | None:
        while len(self._data) - self._at < _HEAD and self._more():
            pass
        return _unpacked(self._data[self._at : self._at + _HEAD], _HEAD)

    def _end(self, size: int) -> int | None:
        """Where the member of so many bytes that begins here ends; None where nothing begins that is not too far."""
        offset = _SHORTEST
        farthest = size + size // 64 + _FOREMOST  # nothing gets larger by packing, but for a little
        while offset < farthest:
            found = self._data.find(_MAGIC, self._at + offset)
            if found < 0 or found + _FOREMOST > len(self._data):
                offset = (found if found >= 0 else max(len(self._data) - len(_MAGIC), self._at + offset)) - self._at
                if self._more():
                    continue
                if found < 0:
                    return len(self._data)
            if _unpacked(self._data[found : found + _FOREMOST], len(_START)) == _START:
                return found  # the three bytes alone also stand in packed data by chance
            offset = found - self._at + 1
        return None

    def _more(self) -> bool:
        """Read on; False at the end of the file. What is done with is forgotten."""
        piece = self._file.read(_PIECE)
        self._data = self._data[self._at :] + piece
        self._at = 0
        return bool(piece)


def _unpacked(packed: bytes, most: int) -> bytes | None:
    """The first bytes of a member, None if it is none."""
    try:
        return zlib.decompressobj(_GZIP).decompress(packed, most)
    except zlib.error:
        return None


def _size_of(head: bytes) -> int | None:
    """The bytes of a record, as its headers declare; None if they, or those of the response in it, go on beyond."""
    end = head.find(_BLANK) + len(_BLANK)
    declared = _LENGTH.search(head, 0, end)
    if not head.startswith(_START) or end < len(_BLANK) or declared is None:
        return None
    size = end + int(declared[1]) + len(_BLANK)
    whole = size <= len(head) or _BLANK in head[end:] or not _RESPONSE.search(head, 0, end)
    return size if whole else None
