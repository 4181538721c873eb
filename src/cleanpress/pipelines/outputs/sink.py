"""What all outputs promise, and files that survive a crash."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any, NamedTuple, Protocol


class Entry(NamedTuple):
    """A row on its way to an output.

    Attributes:
        container: Number of the input that the page came from, from 0.
        number: Number of the page in it, from 0.
        several: Whether that input holds more than one page.
        id: The page's id.
        url: Its address, if known.
        row: The row as JSON.
        body: The page rendered, for outputs that want it.
    """

    container: int
    number: int
    several: bool
    id: str
    url: str | None
    row: bytes
    body: bytes


class Sink(Protocol):
    """An output.

    The order of calls: `exists`, `read_note`, `begin`, then any number of `write`, and from time to time `state` and
    `note`; at the end `finish` and again `note`. What was written before a `note` that returned is there for good,
    once; what was written after the last one is gone when the next run begins.

    Attributes:
        every: Seconds after which the rows written should be committed.
        place: How messages name it.
    """

    every: float
    place: str

    def exists(self) -> bool:
        """Whether something is there already."""
        ...

    def read_note(self) -> bytes | None:
        """The last note, or None."""
        ...

    def begin(self, state: dict[str, Any] | None) -> None:
        """Open it: as it was when `state` was given out, or empty if that is None."""
        ...

    def write(self, entry: Entry) -> None:
        """Add a row."""
        ...

    @property
    def full(self) -> bool:
        """Whether the rows written should be committed now."""
        ...

    def state(self) -> dict[str, Any]:
        """Bring the rows written to the disk; gives what `begin` needs to come back to here."""
        ...

    def note(self, data: bytes) -> None:
        """Keep a note; from its return on the rows written before the last `state` are committed."""
        ...

    def finish(self) -> None:
        """All rows are committed; bring the output into its final form. Done again if it was interrupted."""
        ...

    def close(self) -> None:
        """Let go of files, whether finished or not; never an error."""
        ...


class NoteFile:
    """A note in a file of its own, replaced as a whole.

    Args:
        path: The file.
    """

    def __init__(self, path: Path) -> None:
        self.path = path

    def read(self) -> bytes | None:
        """What it says; None if there is none."""
        try:
            return self.path.read_bytes()
        except FileNotFoundError:
            return None

    def write(self, data: bytes) -> None:
        """Replace it; the old note stands until the new one is on the disk."""
        draft = self.path.with_name(self.path.name + ".new")
        with draft.open("wb") as file:
            file.write(data)
            sync(file.fileno())
        draft.replace(self.path)
        sync_folder(self.path.parent)


def sync(handle: int) -> None:
    """Wait until a file is on the disk."""
    os.fsync(handle)


def sync_folder(folder: Path) -> None:
    """Wait until the names in a folder are on the disk, where the system can."""
    try:
        handle = os.open(folder, os.O_RDONLY)
    except OSError:  # Windows opens no folders
        return
    try:
        os.fsync(handle)
    except OSError:
        pass
    finally:
        os.close(handle)
