"""JSON lines: plain, gzip or Zstandard. A commit ends a member or frame, so the file can be cut there."""

from __future__ import annotations

import sys
import zlib
from pathlib import Path
from typing import IO, Any, Protocol

from cleanpress.pipelines.outputs.sink import Entry, NoteFile, sync, sync_folder
from cleanpress.pipelines.work import need

_BUFFER = 1 << 20
_GZIP_LEVEL = 5
_ZSTD_LEVEL = 6


class _Packer(Protocol):
    def compress(self, data: bytes, /) -> bytes: ...

    def flush(self) -> bytes: ...


class Lines:
    """A file of JSON lines; its suffix says whether and how it is compressed.

    Args:
        path: The file.

    Raises:
        InputError: The module that packs is not installed.
    """

    every = 2.0

    def __init__(self, path: Path) -> None:
        self.path = path
        self.place = str(path)
        self._note = NoteFile(path.with_name(path.name + ".journal"))
        self._suffix = path.suffix.lower()
        if self._suffix == ".zst":
            need("zstandard", "zstd")
        self._file: IO[bytes] | None = None
        self._packer: _Packer | None = None

    def exists(self) -> bool:
        """Whether the file is there."""
        return self.path.exists()

    def read_note(self) -> bytes | None:
        """The note in the file beside it."""
        return self._note.read()

    def begin(self, state: dict[str, Any] | None) -> None:
        """Cut the file after the last commit."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        if state is None:
            self._note.path.unlink(missing_ok=True)
            self._file = self.path.open("wb", buffering=_BUFFER)
            return
        self._file = self.path.open("r+b", buffering=_BUFFER)
        self._file.truncate(state["size"])
        self._file.seek(state["size"])

    def write(self, entry: Entry) -> None:
        """Add a line."""
        self.put(entry.row + b"\n")

    def put(self, data: bytes) -> None:
        """Add bytes, packed where the suffix asks for it."""
        if self._file is None:
            raise ValueError("not begun")
        if self._suffix in {".gz", ".zst"}:
            if self._packer is None:
                self._packer = self._new_packer()
            data = self._packer.compress(data)
        self._file.write(data)

    def _new_packer(self) -> _Packer:
        if self._suffix == ".gz":
            return zlib.compressobj(_GZIP_LEVEL, wbits=31)
        packer: _Packer = need("zstandard", "zstd").ZstdCompressor(level=_ZSTD_LEVEL).compressobj()
        return packer

    @property
    def full(self) -> bool:
        """Never before its time: lines wait nowhere."""
        return False

    def state(self) -> dict[str, Any]:
        """The size of the file."""
        if self._file is None:
            raise ValueError("not begun")
        if self._packer is not None:
            self._file.write(self._packer.flush())
            self._packer = None
        self._file.flush()
        sync(self._file.fileno())
        return {"size": self._file.tell()}

    def note(self, data: bytes) -> None:
        """Into the file beside it."""
        self._note.write(data)

    def finish(self) -> None:
        """Nothing more to do."""
        sync_folder(self.path.parent)

    def close(self) -> None:
        """Close the file."""
        if self._file is not None:
            self._file.close()


class Stream:
    """JSON lines on standard output; keeps no note, so such a run cannot be resumed."""

    every = 0.5
    place = "-"
    full = False

    def exists(self) -> bool:
        """There is nothing to be lost."""
        return False

    def read_note(self) -> None:
        """There is none."""
        return

    def begin(self, state: dict[str, Any] | None) -> None:
        """Nothing to open."""

    def write(self, entry: Entry) -> None:
        """Print a line."""
        sys.stdout.buffer.write(entry.row + b"\n")

    def state(self) -> dict[str, Any]:
        """Nothing to come back to."""
        sys.stdout.buffer.flush()
        return {}

    def note(self, data: bytes) -> None:
        """Not kept."""

    def finish(self) -> None:
        """Nothing more to do."""

    def close(self) -> None:
        """Standard output stays open."""
