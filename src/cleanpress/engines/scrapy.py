"""Scrapy: an item pipeline that cleans the HTML of items, and a helper for callbacks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

import msgspec
from itemadapter import ItemAdapter
from scrapy.exceptions import NotConfigured

from cleanpress.engines.desk import Desk
from cleanpress.errors import CleanpressError
from cleanpress.model import Limits
from cleanpress.pipeline import Extractor
from cleanpress.pipelines.rows import Blocks, PageInput, Row, document_of, row_of, to_json
from cleanpress.pipelines.work import Cleaning

if TYPE_CHECKING:
    from scrapy.crawler import Crawler
    from scrapy.http import Response

    from cleanpress.document import Document

_FIELDS = ("text", "headline", "byline", "published", "access", "truncated", "confidence", "error")
_DEFAULT = Extractor()


def document(response: Response, *, extractor: Extractor | None = None) -> Document:
    """The page of a response, read; for callbacks that need more than the pipeline's fields.

    Args:
        response: Of HTML or plain text.
        extractor: What to read it with; None for the default settings.

    Raises:
        InputError: It cannot be read.
    """
    return document_of(page_of(response), extractor or _DEFAULT)


def page_of(response: Response, page_id: str | None = None) -> PageInput:
    """The page of a response, for `extract_many` and the like; its id is the URL if none is given.

    The charset is the one of the header; Scrapy's own guess is not asked.
    """
    told = (response.headers.get("Content-Type") or b"").decode("latin-1")
    text = told.partition(";")[0].strip().lower() == "text/plain"
    url = response.url
    return PageInput(page_id or url, response.body, url, told or None, "text" if text else "html")


class CleanpressPipeline:
    """Puts the article and what is known of it into items that hold a page.

    Settings:
        CLEANPRESS_HTML: Field of the item that holds the page: str, bytes or the response itself. Items without it are
            left as they are. "html" by default.
        CLEANPRESS_URL: Field that holds its address; a response brings its own. "url".
        CLEANPRESS_FIELDS: {field of the item: field of `Row`}, or a list of those with one name. By default text,
            headline, byline, published, access, truncated, confidence and error; "roles" holds the blocks.
        CLEANPRESS_DROP_HTML: Whether the page is taken out of the item. True.
        CLEANPRESS_KEEP: Roles that make up the text. None: the usual ones.
        CLEANPRESS_WORKERS: Processes that read the pages; 0 to do it in the crawler's own, where downloads wait for
            it and nothing protects from hostile pages. Others need the asyncio reactor, which is Scrapy's default. 1.
        CLEANPRESS_PAGE_SECONDS: Time for a page. 30.
        CLEANPRESS_PAGE_MEMORY: Megabytes for a worker, on Linux. 2048.

    A page that cannot be read is an item with "error" set. Counted in the crawl's statistics as cleanpress/pages,
    cleanpress/errors and cleanpress/without_article.

    Raises:
        NotConfigured: A setting makes no sense.
    """

    def __init__(self, crawler: Crawler) -> None:
        settings = crawler.settings
        self._stats = crawler.stats
        self._html = settings.get("CLEANPRESS_HTML", "html")
        self._url = settings.get("CLEANPRESS_URL", "url")
        self._drop = settings.getbool("CLEANPRESS_DROP_HTML", True)  # Scrapy's way
        self._fields = _fields(settings.get("CLEANPRESS_FIELDS", _FIELDS))
        seconds = settings.getfloat("CLEANPRESS_PAGE_SECONDS", 30.0)
        blocks: Blocks = "all" if "roles" in self._fields.values() else "none"
        self._cleaning = Cleaning(
            keep=settings.getlist("CLEANPRESS_KEEP") or None, limits=Limits(seconds=seconds), blocks=blocks
        )
        try:
            self._extractor = self._cleaning.extractor()
        except CleanpressError as error:
            raise NotConfigured(f"CLEANPRESS_KEEP: {error}") from error
        self._workers = settings.getint("CLEANPRESS_WORKERS", 1)
        self._memory = settings.getint("CLEANPRESS_PAGE_MEMORY", 2048) << 20
        self._desk: Desk | None = None

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Made by Scrapy."""
        return cls(crawler)

    def open_spider(self) -> None:
        """Start the workers."""
        if self._workers:
            self._desk = Desk(self._cleaning, self._workers, seconds=self._cleaning.limits.seconds, memory=self._memory)

    def close_spider(self) -> None:
        """End the workers."""
        if self._desk is not None:
            self._desk.close()

    async def process_item(self, item: Any) -> Any:
        """The item with its fields."""
        fields = ItemAdapter(item)
        held = fields.get(self._html)
        if held is None:
            return item
        row = await self._row(self._page(held, fields.get(self._url)))
        self._count(row)
        for name, of_row in self._fields.items():
            fields[name] = row[of_row]
        if self._drop and self._html not in self._fields:
            del fields[self._html]
        return item

    def _page(self, held: Any, url: str | None) -> PageInput:
        if isinstance(held, (str, bytes)):
            return PageInput(url or "", held, url)
        if hasattr(held, "body"):
            return page_of(held)
        return PageInput(url or "", url=url, error=f"{self._html!r} holds {type(held).__name__}, no page")

    async def _row(self, page: PageInput) -> dict[str, Any]:
        if self._desk is None:
            data = to_json(row_of(page, self._extractor, blocks=self._cleaning.blocks))
        else:
            data = (await self._desk.clean(page)).row
        row: dict[str, Any] = msgspec.json.decode(data)
        return row

    def _count(self, row: dict[str, Any]) -> None:
        if self._stats is None:
            return
        self._stats.inc_value("cleanpress/pages")
        if row["error"] is not None:
            self._stats.inc_value("cleanpress/errors")
        elif not row["text"]:
            self._stats.inc_value("cleanpress/without_article")


def _fields(given: Any) -> dict[str, str]:
    fields = dict(given) if hasattr(given, "items") else {name: name for name in given}
    if unknown := set(fields.values()) - set(Row.__struct_fields__):
        raise NotConfigured(f"CLEANPRESS_FIELDS: {sorted(unknown)} are none of {', '.join(Row.__struct_fields__)}")
    return fields
