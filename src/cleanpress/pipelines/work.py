"""What is done with a page wherever it is done: in this process, or in a worker's."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from importlib import import_module
from typing import Any, Literal

import msgspec

from cleanpress.document import Document
from cleanpress.errors import InputError
from cleanpress.model import Limits
from cleanpress.pipeline import Extractor
from cleanpress.pipelines.rows import Blocks, PageInput, Row, cause, describe, document_of, mended, to_json

Format = Literal["text", "markdown", "html", "json", "jsonl"]
Job = Callable[[PageInput], "Outcome"]


class Task(msgspec.Struct, frozen=True):
    """What to do with every page; goes to the workers as it is.

    Attributes:
        job: "module:function": called once in each process with `options`, it gives the function that takes the pages.
        options: For that function; plain data.
    """

    job: str = "cleanpress.pipelines.work:clean"
    options: dict[str, Any] = {}

    def start(self) -> Job:
        """The function that takes pages."""
        module, _, name = self.job.partition(":")
        made: Job = getattr(import_module(module), name)(self.options)
        return made


class Sketch(msgspec.Struct, array_like=True, frozen=True):
    """What near-duplicates are told by: bands of a MinHash of the text, its values, and a hash of each long block.

    Attributes:
        bands: Hash of each band; pages that share one may be near-duplicates.
        values: The MinHash itself, little-endian 32-bit numbers.
        blocks: (index in the row's `roles`, hash of the text).
    """

    bands: list[int] = []
    values: bytes = b""
    blocks: list[tuple[int, int]] = []


class Outcome(msgspec.Struct, array_like=True):
    """What became of a page, as it comes back from a worker.

    Attributes:
        error: Why there is no text, or None.
        empty: Whether no article was found.
        row: The row as JSON, if rows were asked for.
        body: The page rendered, if that was asked for.
        sketch: For near-duplicates, if asked for.
    """

    error: str | None = None
    empty: bool = False
    row: bytes = b""
    body: bytes = b""
    sketch: Sketch | None = None


class Cleaning(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Options of the job that cleans.

    Attributes:
        keep: Roles that make up the text; None for the usual ones.
        limits: How large, deep and slow a page may be.
        site_rules: As for `Extractor`.
        row: Whether to make a row.
        blocks: Which blocks stand in the row.
        body: How to render the page, or None.
        front_matter: Whether the Markdown gets the metadata on top.
        sketch: Whether to make what near-duplicates are told by.
    """

    keep: list[str] | None = None
    limits: Limits = Limits()
    site_rules: bool = True
    row: bool = True
    blocks: Blocks = "all"
    body: Format | None = None
    front_matter: bool = False
    sketch: bool = False

    def extractor(self) -> Extractor:
        """The extractor that these options describe."""
        return Extractor(self.keep, limits=self.limits, site_rules=self.site_rules)

    def task(self) -> Task:
        """These options as a task for a pool."""
        return Task(options=msgspec.to_builtins(self))


def cleaning_of(extractor: Extractor | None, keep: Iterable[str] | None = None) -> Cleaning:
    """Options that do what an extractor does."""
    if extractor is None:
        return Cleaning(keep=None if keep is None else sorted(map(str, keep)))
    return Cleaning(keep=sorted(map(str, extractor.keep)), limits=extractor.limits, site_rules=extractor.site_rules)


def clean(options: dict[str, Any]) -> Job:
    """The job that cleans; its options are those of `Cleaning`."""
    wanted = msgspec.convert(options, Cleaning)
    extractor = wanted.extractor()

    def run(page: PageInput) -> Outcome:
        try:
            doc = document_of(page, extractor)
            row = describe(page.id, doc, wanted.blocks) if wanted.row or wanted.sketch else None
            return Outcome(
                empty=not doc.text,
                row=to_json(row) if row and wanted.row else b"",
                body=_render(doc, page, wanted) if wanted.body else b"",
                sketch=_sketch(row) if row and wanted.sketch else None,
            )
        except Exception as error:  # noqa: BLE001  # also a mistake of ours must not cost the pages that follow
            return failed(page.id, page.url, cause(error), row=wanted.row)

    return run


def failed(page_id: str, url: str | None, error: str, *, row: bool = True) -> Outcome:
    """The outcome of a page that could not be read."""
    return Outcome(error=error, empty=True, row=to_json(Row(page_id, url, error=error)) if row else b"")


def _render(doc: Document, page: PageInput, wanted: Cleaning) -> bytes:
    if wanted.body == "jsonl":
        return msgspec.json.encode({"source": mended(page.id), **doc.to_dict()}) + b"\n"
    if wanted.body == "markdown":
        out = doc.to_markdown(front_matter=wanted.front_matter)
    elif wanted.body == "html":
        out = doc.to_html()
    else:
        out = doc.to_json() if wanted.body == "json" else doc.text
    return (out.rstrip("\n") + "\n" if out else "").encode(errors="replace")


def _sketch(row: Row) -> Sketch | None:
    from cleanpress.pipelines.duplicates import sketch

    return sketch(row)


def checked(wanted: Cleaning) -> Cleaning:
    """The options, if an extractor can be made of them and what they need is installed.

    Raises:
        InputError: A role that does not exist, or a module that is not installed.
    """
    wanted.extractor()
    for asked, module, extra in ((wanted.sketch, "rensa", "duplicates"), (wanted.body == "html", "nh3", "html")):
        if asked:
            need(module, extra)
    return wanted


def need(module: str, extra: str) -> Any:
    """A module that an extra brings.

    Raises:
        InputError: It is not installed.
    """
    try:
        return import_module(module)
    except ImportError as error:
        raise InputError(f"this needs the module {module}; run: pip install 'cleanpress[{extra}]'") from error
