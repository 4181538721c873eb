"""A folder with a file a page, Markdown or text, and `rows.jsonl` with a line a page that says what became of it."""

from __future__ import annotations

import os
import re
from pathlib import Path, PurePath
from typing import Any, Literal

import msgspec

from cleanpress.pipelines.inputs.find import address_stem
from cleanpress.pipelines.outputs.lines import Lines
from cleanpress.pipelines.outputs.sink import Entry, sync, sync_folder

_SUFFIX = {"markdown": ".md", "text": ".txt"}
_IN_FOLDER = 1_000  # files
_NAME = 60  # characters
_AT_ONCE = 500  # files written between two commits, at most


class Folder:
    """A folder of files.

    The name of a page's file follows from the page's place in the input, so that a resumed run writes the same files.

    Args:
        path: The folder.
        style: What the files hold.
    """

    every = 5.0

    def __init__(self, path: Path, style: Literal["markdown", "text"]) -> None:
        self.path = path
        self.place = str(path)
        self._suffix = _SUFFIX[style]
        self._rows = Lines(path / "rows.jsonl")
        self._fresh: list[Path] = []

    def exists(self) -> bool:
        """Whether the folder holds rows."""
        return self._rows.exists()

    def read_note(self) -> bytes | None:
        """The note beside the rows."""
        return self._rows.read_note()

    def begin(self, state: dict[str, Any] | None) -> None:
        """As for the rows; files of pages that were not committed are written again."""
        self._rows.begin(state)

    def write(self, entry: Entry) -> None:
        """Write the page's file, if it has a text, and its row without text and blocks."""
        row = msgspec.json.decode(entry.row, type=dict[str, msgspec.Raw])
        row.pop("text", None)
        row.pop("roles", None)
        name = None
        if entry.body.strip():
            name = str(self._name(entry))
            path = self.path / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(entry.body)
            self._fresh.append(path)
        self._rows.put(msgspec.json.encode({**row, "file": name}) + b"\n")

    def _name(self, entry: Entry) -> PurePath:
        slug = address_stem(entry.url) if entry.url else re.sub(r"[^\w-]+", "-", PurePath(entry.id).stem).strip("-")
        number = entry.number if entry.several else entry.container
        home = PurePath(f"input-{entry.container:04d}") if entry.several else PurePath()
        return home / f"{number // _IN_FOLDER:04d}" / f"{number:07d}-{slug[:_NAME] or 'page'}{self._suffix}"

    @property
    def full(self) -> bool:
        """Whether many files were written since the last commit."""
        return len(self._fresh) >= _AT_ONCE

    def state(self) -> dict[str, Any]:
        """Bring the files to the disk, then the rows that name them."""
        for path in self._fresh:
            handle = os.open(path, os.O_RDONLY)
            try:
                sync(handle)
            finally:
                os.close(handle)
        for folder in {path.parent for path in self._fresh}:
            sync_folder(folder)
        self._fresh.clear()
        return self._rows.state()

    def note(self, data: bytes) -> None:
        """Beside the rows."""
        self._rows.note(data)

    def finish(self) -> None:
        """Nothing more to do."""
        self._rows.finish()

    def close(self) -> None:
        """Close the rows."""
        self._rows.close()
