"""What to read: files, folders, standard input, addresses."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, Literal, NamedTuple
from urllib.parse import unquote, urlsplit

import click

from cleanpress.errors import InputError

if TYPE_CHECKING:
    from cleanpress import Document, Extractor
    from cleanpress.cli.options import InputKind

HTML_SUFFIXES = frozenset({".html", ".htm", ".xhtml"})
TEXT_SUFFIXES = frozenset({".txt"})

_ADDRESS = re.compile(r"https?://", re.IGNORECASE)
_MARKUP = re.compile(rb"<[a-zA-Z!?/][^<>]*>")
_PACKED = re.compile(rb"[\x01-\x08\x0e-\x1a]")  # in no text, but in compressed pages, which the reader opens
_SNIFFED_BYTES = 8192

Fail = Callable[[str, str], None]


class Source(NamedTuple):
    """One input.

    Attributes:
        kind: Where it comes from.
        name: How messages name it: the path or address as given, or "-".
        stem: Name of an output file for it, without suffix; below the folder that was searched.
    """

    kind: Literal["file", "stdin", "url"]
    name: str
    stem: PurePath

    @property
    def label(self) -> str:
        """The name, fit to be printed whatever bytes it holds."""
        return click.format_filename(self.name)

    def read(self) -> bytes | str:
        """The whole input.

        Raises:
            OSError: The file cannot be read.
            InputError: The address cannot be fetched.
        """
        if self.kind == "stdin":
            return sys.stdin.buffer.read()
        return _fetch(self.name) if self.kind == "url" else Path(self.name).read_bytes()


def find(arguments: Sequence[str], kind: InputKind, *, skip: Path | None, fail: Fail) -> Iterator[Source]:
    """The inputs that the arguments name, each file once, folders searched in the order of names.

    Args:
        arguments: Paths, addresses, "-".
        kind: Folders are searched for text files if "text", otherwise for HTML files.
        skip: Folder that is not searched: the one that output goes to.
        fail: Told of folders that hold nothing or cannot be read.
    """
    seen: set[str] = set()
    for source in _named(arguments, kind, skip, fail):
        key = os.path.abspath(source.name) if source.kind == "file" else source.name  # noqa: PTH100  # keeps symlinks
        if key not in seen:
            seen.add(key)
            yield source


def _named(arguments: Sequence[str], kind: InputKind, skip: Path | None, fail: Fail) -> Iterator[Source]:
    suffixes = TEXT_SUFFIXES if kind == "text" else HTML_SUFFIXES
    for argument in arguments:
        if argument == "-":
            yield Source("stdin", argument, PurePath("stdin"))
        elif _ADDRESS.match(argument):
            yield Source("url", argument, _address_stem(argument))
        elif os.path.isdir(argument):  # noqa: PTH112  # Path("") would be the current folder
            yield from _folder(Path(argument), suffixes, skip, fail)
        else:
            yield Source("file", argument, PurePath(Path(argument).stem))


def _folder(folder: Path, suffixes: frozenset[str], skip: Path | None, fail: Fail) -> Iterator[Source]:
    def unreadable(error: OSError) -> None:
        fail(click.format_filename(error.filename), error.strerror or str(error))

    found = False
    for base, folders, files in os.walk(folder, onerror=unreadable):
        folders[:] = sorted(f for f in folders if skip is None or Path(base, f).resolve() != skip)
        for path in (Path(base, f) for f in sorted(files)):
            if path.suffix.lower() in suffixes:
                found = True
                yield Source("file", str(path), path.relative_to(folder).with_suffix(""))
    if not found:
        fail(click.format_filename(folder), f"no files named *{', *'.join(sorted(suffixes))} in this folder")


def _address_stem(address: str) -> PurePath:
    parts = urlsplit(address)
    last = PurePath(unquote(parts.path)).stem or parts.netloc
    return PurePath(re.sub(r"[^\w.-]+", "-", last).strip(".-")[:100] or "page")


def _fetch(address: str) -> str:
    from trafilatura.downloads import fetch_url

    page = fetch_url(address)
    if page is None:
        raise InputError("could not be fetched; save the page and name the file", source=address)
    return page


def document(source: Source, kind: InputKind, url: str | None, extractor: Extractor) -> Document:
    """Read an input and cut it into blocks.

    Raises:
        OSError: The file cannot be read.
        InputError: It cannot be fetched, or is no page or text.
    """
    data = source.read()
    url = url or (source.name if source.kind == "url" else None)
    if kind == "text" or (kind == "auto" and _is_text(source, data)):
        from cleanpress.model import Limits
        from cleanpress.read.source import read_text

        return extractor.clean_text(read_text(data, limits=Limits()), url=url)
    return extractor.extract(data, url=url)


def _is_text(source: Source, data: bytes | str) -> bool:
    suffix = Path(source.name).suffix.lower() if source.kind == "file" else ""
    if suffix in HTML_SUFFIXES or isinstance(data, str):
        return False
    head = data[:_SNIFFED_BYTES].replace(b"\0", b"")  # UTF-16 has a NUL beside every ASCII letter
    return suffix in TEXT_SUFFIXES or not (_MARKUP.search(head) or _PACKED.search(head))
