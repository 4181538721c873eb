"""Which inputs the arguments name: files, folders, globs, standard input, addresses."""

from __future__ import annotations

import glob
import os
import re
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Literal, NamedTuple

from cleanpress.pipelines.inputs import archives, lines, parquet, paths
from cleanpress.pipelines.inputs.common import Form, Pages, Reading, broken, peeked
from cleanpress.pipelines.rows import HTML_SUFFIXES, TEXT_SUFFIXES, Kind, PageInput

Fail = Callable[[str, str], None]

_READERS: dict[Form, Pages] = {
    "page": paths.page,
    "lines": lines.pages,
    "parquet": parquet.pages,
    "warc": archives.pages,
    "wacz": archives.packaged,
    "paths": paths.pages,
}
_FORMS: dict[str, Form] = {
    ".jsonl": "lines", ".ndjson": "lines", ".parquet": "parquet", ".warc": "warc", ".wet": "warc", ".wacz": "wacz",
    ".csv": "paths", ".tsv": "paths",
}  # fmt: skip
_PACKED = (".gz", ".zst", ".bz2")
_ADDRESS = re.compile(r"https?://", re.IGNORECASE)
_IN_FOLDERS = frozenset({"lines", "parquet", "warc", "wacz"})


class Input(NamedTuple):
    """A file or the like that holds one page or many.

    Attributes:
        name: Path as given, or "-", or an address.
        form: How it is read.
        stem: Path for what is made of it, without suffix; below the folder that was searched.
    """

    name: str
    form: Form
    stem: str

    @property
    def kind(self) -> Literal["file", "stdin", "url"]:
        """Where it comes from."""
        return "stdin" if self.name == "-" else "url" if _ADDRESS.match(self.name) else "file"

    def size(self) -> int:
        """Bytes of the file; 0 if it is none."""
        try:
            return os.stat(self.name).st_size if self.kind == "file" else 0  # noqa: PTH116  # for each of many files
        except OSError:
            return 0

    def pages(self, reading: Reading, skip: int = 0) -> Iterator[PageInput]:
        """Its pages, from number `skip` on. Where it cannot be read (any further) stands a page with an error."""
        read = _fetched if self.kind == "url" and self.form == "page" else _READERS[self.form]
        number = 0
        try:
            for page in read(self.name, reading, skip):
                if number >= skip and page is not None:
                    yield page
                number += 1
        except Exception as error:  # noqa: BLE001  # libraries raise all sorts at damaged files; the other inputs go on
            if number >= skip:
                yield broken(self.name, number, error)


def form_of(name: str) -> Form:
    """How a file of this name is read."""
    base = name.lower()
    for suffix in _PACKED:
        base = base.removesuffix(suffix)
    return _FORMS.get(Path(base).suffix, "page")


def find(
    arguments: Sequence[str],
    *,
    kind: Kind = "auto",
    form: Form | None = None,
    pages_only: bool = False,
    skip: Path | None = None,
    fail: Fail,
) -> Iterator[Input]:
    """The inputs that the arguments name, in order, each file once; folders are searched in the order of names.

    Args:
        arguments: Paths, globs, addresses, "-".
        kind: Folders are searched for text files instead of HTML files if it is "text".
        form: How files are read whatever their name.
        pages_only: Whether every file is one page, and folders are searched for nothing else.
        skip: File or folder that is passed over: the one that output goes to.
        fail: Told of folders and globs that hold nothing or cannot be read.
    """
    searched: list[Path] = []
    named: set[str] = set()
    search = _Search(kind, form, pages_only, skip, fail)
    for argument in arguments:
        if argument == "-":
            found = iter([Input("-", "page" if pages_only else form or _stdin_form(), "stdin")])
        elif _ADDRESS.match(argument):
            found = iter([Input(argument, "page", address_stem(argument))])
        elif os.path.isdir(argument):  # noqa: PTH112  # Path("") would be the current folder
            found = search.folder(Path(argument))
        elif glob.has_magic(argument) and not os.path.lexists(argument):
            found = search.matching(argument)
        else:
            found = iter([Input(argument, search.form(argument), Path(argument).stem)])
        several = os.path.isdir(argument)  # noqa: PTH112
        for entry in found:
            path = os.path.abspath(entry.name) if entry.kind == "file" else entry.name  # noqa: PTH100  # keeps symlinks
            if path in named or any(path.startswith(f"{base}{os.sep}") for base in searched):
                continue  # two arguments name it
            if not several:  # files of a folder come once; to remember them all could take much memory
                named.add(path)
            yield entry
        if several:
            searched.append(Path(os.path.abspath(argument)))  # noqa: PTH100


class _Search(NamedTuple):
    """What is looked for in folders, as told to `find`."""

    kind: Kind
    told: Form | None
    pages_only: bool
    skip: Path | None
    fail: Fail

    def form(self, name: str) -> Form:
        return "page" if self.pages_only else self.told or form_of(name)

    def _wanted(self, name: str) -> bool:
        suffix = Path(name).suffix.lower()
        if suffix in (TEXT_SUFFIXES if self.kind == "text" else HTML_SUFFIXES):
            return True
        return not self.pages_only and form_of(name) in _IN_FOLDERS

    def folder(self, folder: Path) -> Iterator[Input]:
        def unreadable(error: OSError) -> None:
            self.fail(os.fsdecode(error.filename), error.strerror or str(error))

        found = False
        for base, folders, files in os.walk(folder, onerror=unreadable):
            folders[:] = sorted(f for f in folders if self.skip is None or Path(base, f).resolve() != self.skip)
            for file in sorted(filter(self._wanted, files)):
                path = Path(base, file)
                if self.skip is None or path.resolve() != self.skip:
                    found = True
                    yield Input(str(path), self.form(file), str(path.relative_to(folder).with_suffix("")))
        if not found:
            suffixes = sorted(TEXT_SUFFIXES if self.kind == "text" else HTML_SUFFIXES)
            what = f"files named *{', *'.join(suffixes)}" if self.pages_only else "pages or archives"
            self.fail(str(folder), f"no {what} in this folder")

    def matching(self, pattern: str) -> Iterator[Input]:
        found = sorted(p for p in glob.iglob(pattern, recursive=True) if Path(p).is_file())  # noqa: PTH207  # str
        for path in found:
            yield Input(path, self.form(path), Path(path).stem)
        if not found:
            self.fail(pattern, "no such file, and nothing matches it as a pattern")


def _stdin_form() -> Form:
    """How standard input is read, by its first bytes."""
    head = peeked(sys.stdin.buffer)
    if head.startswith(b"WARC/"):
        return "warc"
    return "lines" if head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{") else "page"


def address_stem(address: str) -> str:
    """A file name for an address."""
    from pathlib import PurePath
    from urllib.parse import unquote, urlsplit

    parts = urlsplit(address)
    last = PurePath(unquote(parts.path)).stem or parts.netloc
    return re.sub(r"[^\w.-]+", "-", last).strip(".-")[:100] or "page"


def _fetched(address: str, reading: Reading, skip: int) -> Iterator[PageInput | None]:
    """The page at an address."""
    if skip:
        yield None
        return
    from trafilatura.downloads import fetch_url

    page = fetch_url(address)
    error = None if page is not None else "could not be fetched; save the page and name the file"
    kind: Kind = "text" if reading.kind == "text" else "html"
    yield PageInput(address, page, reading.url or address, kind=kind, error=error)
