"""A site's memory: pages go in one by one, rules come out."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from urllib.parse import urlsplit

import msgspec

from cleanpress.document import Document
from cleanpress.errors import InputError
from cleanpress.pipeline import Extractor
from cleanpress.rules.site.schema import SiteFile
from cleanpress.rules.site.write import site_toml
from cleanpress.study.elements import Elements
from cleanpress.study.rules import site_file
from cleanpress.study.state import State, shrink
from cleanpress.study.update import Update


class SiteMemory:
    """Remembers what the pages of one site have in common, page by page, in bounded room; no page is needed twice.

    Args:
        host: The site's host; None takes that of the first page with an address.
    """

    def __init__(self, host: str | None = None) -> None:
        self.host = host
        self._state = State()

    @property
    def pages(self) -> int:
        """Pages seen so far."""
        return self._state.pages

    @property
    def confidence(self) -> float:
        """0..1, how surely the pages are articles, on average."""
        return self._state.confidence / max(1, self._state.pages)

    def update(self, doc: Document) -> None:
        """Take in one more page.

        Raises:
            InputError: The document was not made from the HTML of a page, as bytes or str.
        """
        elements = Elements(doc)
        if self.host is None and doc.url:
            self.host = host_of(doc.url)
        Update(self._state, doc, elements).run()
        shrink(self._state)

    @property
    def state(self) -> State:
        """What is remembered; not to be changed."""
        return self._state

    def to_bytes(self) -> bytes:
        """All that is remembered, to be saved and read by `from_bytes`."""
        return msgspec.msgpack.encode((self.host, self._state))

    @classmethod
    def from_bytes(cls, data: bytes) -> SiteMemory:
        """Read what `to_bytes` gave.

        Raises:
            InputError: It is something else.
        """
        try:
            host, state = msgspec.msgpack.decode(data, type=tuple[str | None, State])
        except msgspec.MsgspecError as error:
            raise InputError(f"no saved memory of a site: {error}") from error
        memory = cls(host)
        memory._state = state
        return memory

    def rules(self) -> SiteFile:
        """What the pages had in common, as an ordinary site file: for `Extractor(rules=...)`, or to be written.

        Raises:
            InputError: Fewer than two pages so far, or none with an address.
        """
        if not self.host:
            raise InputError("no page has an address: give one of them its url, or the host to SiteMemory")
        return site_file(self._state, self.host)

    def to_toml(self) -> str:
        """The rules as the text of a site file."""
        return site_toml(self.rules())


def learn(pages: Iterable[Any], host: str | None = None, *, extractor: Extractor | None = None) -> SiteMemory:
    """Learn from pages of one site; a page is read once and not kept, so `pages` may be a stream.

    Args:
        pages: Each the HTML as bytes or str, a pair of HTML and address, or a Document.
        host: The site's host; None takes that of the first page with an address.
        extractor: What reads the pages; None for one without site rules.

    Raises:
        InputError: A page that cannot be read, or a Document that was not made from HTML.
    """
    reader = extractor or Extractor(site_rules=False)
    memory = SiteMemory(host)
    for page in pages:
        if isinstance(page, Document):
            memory.update(page)
        elif isinstance(page, tuple):
            memory.update(reader.extract(page[0], url=page[1]))
        else:
            memory.update(reader.extract(page))
    return memory


def host_of(url: str) -> str | None:
    """The host of an address without `www.`."""
    host = urlsplit(url if "//" in url else f"//{url}").hostname
    return host.removeprefix("www.") if host else None
