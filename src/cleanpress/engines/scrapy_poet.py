"""scrapy-poet: a callback or page object that asks for a `Document` gets the response's page, read."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, ClassVar

from scrapy.http import Response
from scrapy_poet import PageObjectInputProvider

from cleanpress.document import Document
from cleanpress.engines.scrapy import document


class DocumentProvider(PageObjectInputProvider):  # type: ignore[misc]  # ships no types
    """Provides `cleanpress.Document`; goes into the setting SCRAPY_POET_PROVIDERS."""

    provided_classes: ClassVar[set[Callable[..., Any]]] = {Document}
    name = "cleanpress"

    def __call__(self, to_provide: set[Callable[..., Any]], response: Response) -> Sequence[Document]:  # noqa: ARG002
        """The document of the response.

        Raises:
            InputError: It cannot be read.
        """
        return [document(response)]
