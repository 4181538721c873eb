"""Where output goes: one file an input, names that never clash, files written whole or not at all."""

from __future__ import annotations

import os
import unicodedata
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path, PurePath
from typing import IO, TYPE_CHECKING, Literal, get_args

if TYPE_CHECKING:
    from cleanpress.pipelines.inputs.find import Input

Format = Literal["text", "markdown", "html", "json", "jsonl"]
FORMATS: tuple[Format, ...] = get_args(Format)

_SUFFIX: dict[Format, str] = {
    "text": ".txt",
    "markdown": ".md",
    "html": ".html",
    "json": ".json",
    "jsonl": ".jsonl",
}


def targets(sources: Sequence[Input], folder: Path, style: Format) -> list[Path]:
    """A file below the folder for each input; where two want one name, the later gets -2, -3, ...

    Raises:
        FileExistsError: The output would be written over an input.
    """
    inputs = {_key(Path(s.name).resolve()) for s in sources if s.kind == "file"}
    taken: set[str] = set()
    return [_free(folder, PurePath(source.stem), _SUFFIX[style], taken, inputs) for source in sources]


def _free(folder: Path, stem: PurePath, suffix: str, taken: set[str], inputs: set[str]) -> Path:
    number = 1
    while True:
        name = stem.name + ("" if number == 1 else f"-{number}") + suffix
        path = folder / stem.parent / name
        key = _key(path.resolve())
        if key in inputs:
            raise FileExistsError(f"{os.fsdecode(path)!r} is an input; name another folder")
        if key not in taken:
            taken.add(key)
            return path
        number += 1


def _key(path: Path) -> str:
    """What a file system that ignores case and Unicode form takes for the same name."""
    return unicodedata.normalize("NFC", str(path)).casefold()


@contextmanager
def whole(path: Path) -> Iterator[IO[bytes]]:
    """A file to write to that takes the path's place when all went well, and otherwise leaves no trace.

    Raises:
        OSError: The folder or file cannot be written.
    """
    path = path.resolve()
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.exists() and not path.is_file():  # a pipe or device cannot be replaced
        with path.open("wb") as device:
            yield device
        return
    draft = path.with_name(f".cleanpress-{os.getpid()}.tmp")
    try:
        with draft.open("wb") as file:
            yield file
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)
