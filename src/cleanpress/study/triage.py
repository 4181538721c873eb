"""Which pages and hosts of a crawl need a site rule most."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from cleanpress.document import Document
from cleanpress.study.doubts import doubts
from cleanpress.study.memory import host_of

_CANONICAL = re.compile(rb"<link\b[^>]*\brel=[\"']?canonical\b[^>]*>", re.IGNORECASE)
_HREF = re.compile(rb"\bhref=[\"']?([^\"'\s>]+)", re.IGNORECASE)
_HEAD = 200_000  # bytes in which a canonical address stands
_LEAK = 0.15  # of need that each leaked prompt adds, three at most


class PageNeed(NamedTuple):
    """How much a page needs a rule.

    Attributes:
        name: What it was read from.
        host: Its host, "" if nothing tells.
        need: 0..1, from the parts below.
        confidence: Of the document, 0..1.
        unsure: Share of the page's words in blocks of doubtful role.
        disagreement: Share of the words on which the second opinion differs, of those that either keeps.
        leaks: Prompts in the text.
    """

    name: str
    host: str
    need: float
    confidence: float
    unsure: float
    disagreement: float
    leaks: int


class HostNeed(NamedTuple):
    """The pages of a host together.

    Attributes:
        host: The host, "" for pages that nothing tells the host of.
        pages: How many.
        need: Mean of the pages' needs.
        weak: Pages of little confidence (under 0.5).
        disputed: Pages with disagreement on a fifth of the words or more.
        leaks: Prompts in the texts.
    """

    host: str
    pages: int
    need: float
    weak: int
    disputed: int
    leaks: int


def page_need(doc: Document, name: str, opinion: str | None = None) -> PageNeed:
    """How much one page needs a rule.

    Args:
        doc: The page read.
        name: What it was read from.
        opinion: The second opinion, or None to do without.
    """
    found = {d.block: d.why for d in doubts(doc, opinion=opinion)}
    total = unsure = either = differ = leaks = 0
    for block in doc.blocks:
        words, why = len(block.text.split()), found.get(block.index, "")
        total += words
        unsure += words * ("unsure" in why)
        other = "second opinion" in why
        either += words * (block.span is not None or other)
        differ += words * other
        leaks += "prompt in the text" in why
    parts = (1 - doc.confidence, unsure / max(1, total), differ / max(1, either), min(3, leaks) * _LEAK)
    spared = 1.0
    for part in parts:
        spared *= 1 - part
    return PageNeed(
        name, host_told(doc), round(1 - spared, 4), doc.confidence, round(parts[1], 4), round(parts[2], 4), leaks
    )


def host_needs(pages: Iterable[PageNeed]) -> list[HostNeed]:
    """The hosts, those first whose pages together need a rule most."""
    by_host: dict[str, list[PageNeed]] = {}
    for page in pages:
        by_host.setdefault(page.host, []).append(page)
    out = [
        HostNeed(
            host,
            len(found),
            round(sum(p.need for p in found) / len(found), 4),
            sum(p.confidence < 0.5 for p in found),
            sum(p.disagreement >= 0.2 for p in found),
            sum(p.leaks for p in found),
        )
        for host, found in by_host.items()
    ]
    return sorted(out, key=lambda h: (-h.need * h.pages, h.host))


def host_told(doc: Document) -> str:
    """The host of a page: by its address, or by the one that it declares; "" if nothing tells."""
    for address in (doc.url, address_told(doc)):
        if address and (host := host_of(address)):
            return host
    return ""


def address_told(doc: Document) -> str | None:
    """The address that a page gives itself: og:url, or its canonical link."""
    for name, content in doc._page.metas:
        if name == "og:url" and "//" in content:
            return content
    raw = doc._raw or b""
    head = (raw if isinstance(raw, bytes) else raw.encode("utf-8", "replace"))[:_HEAD]
    link = _CANONICAL.search(head)
    href = _HREF.search(link[0]) if link else None
    return href[1].decode("utf-8", "replace") if href and b"//" in href[1] else None
