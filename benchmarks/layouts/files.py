"""Reading what corpora are made of; whatever is wrong with a file becomes a CorpusError that names it."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from benchmarks.model import CorpusError

PAGE_ENDS = (".html", ".htm", ".xhtml", ".html.gz", ".htm.gz")


def read_text(file: Path) -> str:
    """A text file as str, packed or not; UTF-8, or Windows-1252 where it is not that."""
    try:
        raw = file.read_bytes()
        raw = gzip.decompress(raw) if raw[:2] == b"\x1f\x8b" else raw
    except (OSError, EOFError) as error:
        raise CorpusError(f"{file}: cannot be read ({error})") from error
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        return raw.decode("cp1252", "replace")


def read_json(file: Path) -> Any:
    """A JSON file, packed or not."""
    try:
        return json.loads(read_text(file))
    except json.JSONDecodeError as error:
        raise CorpusError(f"{file}: not JSON (line {error.lineno}: {error.msg})") from error


def read_object(file: Path) -> dict[str, Any]:
    """A JSON file that holds an object."""
    value = read_json(file)
    if not isinstance(value, dict):
        raise CorpusError(f"{file}: holds a {type(value).__name__}, not an object")
    return value


def stem(file: Path) -> str:
    """A file's name without .html, .html.gz and the like."""
    name = file.name
    for end in sorted(PAGE_ENDS, key=len, reverse=True):
        if name.lower().endswith(end):
            return name[: -len(end)]
    return file.stem


def pages(folder: Path) -> Iterator[Path]:
    """The HTML files in a folder and the folders in it, in the order of names."""
    return (f for f in sorted(folder.rglob("*")) if f.name.lower().endswith(PAGE_ENDS) and f.is_file())


def page(folder: Path, name: str) -> Path | None:
    """The file of a page in a folder, whatever its ending; None if there is none."""
    return next((f for f in (folder / (name + end) for end in ("", *PAGE_ENDS)) if f.is_file()), None)


def strings(value: Any, what: str) -> tuple[str, ...]:
    """A list of strings, empty ones left out; None stands for an empty list."""
    if value is None:
        return ()
    if not isinstance(value, list) or not all(isinstance(v, str) for v in value):
        raise CorpusError(f"{what}: not a list of strings")
    return tuple(v for v in value if v.strip())
