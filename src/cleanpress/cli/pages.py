"""The pages that the arguments of a command name, one after the other."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from cleanpress.errors import InputError

if TYPE_CHECKING:
    from cleanpress.cli.options import InputKind
    from cleanpress.cli.report import Report
    from cleanpress.document import Document
    from cleanpress.pipeline import Extractor
    from cleanpress.pipelines.inputs.find import Input


def find(arguments: Sequence[str], kind: InputKind, report: Report) -> list[Input]:
    """The inputs that the arguments name: paths, folders, addresses, "-"; what is wrong with one is reported."""
    from cleanpress.pipelines.inputs import find as inputs

    return list(inputs.find(arguments, kind=kind, pages_only=True, fail=report.fail))


def label(source: Input) -> str:
    """The name of an input, fit to be printed whatever bytes it holds."""
    return click.format_filename(source.name)


def document(source: Input, kind: InputKind, url: str | None, extractor: Extractor) -> Document:
    """Read an input of one page and cut it into blocks.

    Raises:
        OSError: The file cannot be read.
        InputError: It cannot be fetched, or is no page or text.
    """
    from cleanpress.pipelines.inputs.common import Reading
    from cleanpress.pipelines.rows import document_of

    (page,) = source.pages(Reading(kind, url=url))
    return document_of(page, extractor)


def markup(source: Input) -> bytes | str:
    """An input of one page as it is.

    Raises:
        OSError: The file cannot be read.
        InputError: It cannot be fetched.
    """
    from cleanpress.pipelines.inputs.common import Reading

    (page,) = source.pages(Reading("html"))
    if page.error is not None:
        raise InputError(page.error)
    return page.data if page.data is not None else Path(page.path or "").read_bytes()
