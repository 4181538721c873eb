"""datatrove: an extractor in its own convention, for a place behind its readers."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, ClassVar

from datatrove.pipeline.extractors.base import BaseExtractor, ExtractorSandbox
from datatrove.utils.logging import logger
from datatrove.utils.typeshelper import StatHints

from cleanpress.errors import InputError
from cleanpress.model import Limits, Role
from cleanpress.pipeline import Extractor
from cleanpress.pipelines.rows import PageInput, Row, row_of, to_json

if TYPE_CHECKING:
    from datatrove.data import Document, DocumentsPipeline

_WARM_UP = ("<html><body><article><p>Loads what every page needs.</p></article></body></html>", None)
FIELDS = ("headline", "byline", "published", "access", "truncated", "confidence")


class Cleanpress(BaseExtractor):  # type: ignore[misc]  # datatrove ships no types
    """Puts the article in the place of a document's HTML, and what is known of it into its metadata.

    A page runs in a process of its own, as with every extractor of datatrove.

    Args:
        keep: Roles that make up the text; None for the usual ones.
        fields: Fields of `Row` that go into the metadata; "roles" (the blocks) and "language" are others.
        keep_failed: Whether a page that has no article or cannot be read goes on with an empty text, and with `error`
            in its metadata. datatrove's own extractors let it fall, and so does this one if not told.
        timeout: Seconds for a page.

    Raises:
        InputError: A role or field that does not exist.
    """

    name = "⛏ Cleanpress"
    _requires_dependencies: ClassVar[list[str]] = ["cleanpress"]

    def __init__(
        self,
        keep: Iterable[Role | str] | None = None,
        *,
        fields: Iterable[str] = FIELDS,
        keep_failed: bool = False,
        timeout: float = 30.0,
    ) -> None:
        super().__init__(timeout)
        self.fields = tuple(fields)
        if unknown := set(self.fields) - set(Row.__struct_fields__):
            raise InputError(f"fields {sorted(unknown)} are none of {', '.join(Row.__struct_fields__)}")
        self.keep_failed = keep_failed
        self.extractor = Extractor(keep, limits=Limits(seconds=timeout))

    def extract(self, text: str) -> str:
        """The article of an HTML page.

        Raises:
            InputError: It cannot be read.
        """
        return self.extractor.extract(text).text

    def run(self, data: DocumentsPipeline, rank: int = 0, world_size: int = 1) -> DocumentsPipeline:  # noqa: ARG002
        """Each document with its article; see the class for those that have none."""
        with ExtractorSandbox(timeout=self.timeout, warmup_text=_WARM_UP) as sandbox:
            for doc in data:
                self.stat_update(StatHints.total)
                with self.track_time():
                    found = self._read(sandbox, doc)
                    self._fill(doc, found)
                if doc.text or self.keep_failed:
                    self.stat_update(StatHints.forwarded)
                    self.update_doc_stats(doc)
                    yield doc
                else:
                    self.stat_update(StatHints.dropped)

    def _read(self, sandbox: ExtractorSandbox, doc: Document) -> dict[str, Any]:
        """The row of a document, as plain data; what happened is counted."""
        try:
            row: dict[str, Any] = sandbox.process_document((doc.text, doc.metadata.get("url")), self._row)
        except TimeoutError:
            what, error = "timeout", f"took longer than {self.timeout:g} s"
        except (EOFError, OSError):  # a pipe that breaks while the page goes in is an OSError
            what, error = "broken_process", "the process died of this page"
            sandbox._cleanup_process()  # it is left in place after an OSError
        else:
            self.stat_update("clean_error" if row["error"] else "extracted")
            return row
        self.stat_update(what)
        logger.warning(f"{doc.id}: {error}")
        return {"text": "", "error": error}

    def _row(self, html: str, url: str | None) -> dict[str, Any]:
        import msgspec

        row = row_of(PageInput("", html, url), self.extractor, blocks="all" if "roles" in self.fields else "none")
        plain: dict[str, Any] = msgspec.json.decode(to_json(row))
        return plain

    def _fill(self, doc: Document, row: dict[str, Any]) -> None:
        doc.text = row["text"]
        doc.metadata.update({name: row.get(name) for name in self.fields})
        if self.keep_failed:
            doc.metadata["error"] = row["error"]
