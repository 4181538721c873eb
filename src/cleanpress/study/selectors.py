"""The most stable selector for blocks that somebody points at."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from cleanpress.annotate.site.markup import Markup
from cleanpress.document import Document
from cleanpress.errors import InputError
from cleanpress.model import Limits, Role
from cleanpress.read.source import read_page
from cleanpress.rules.site.selectors import compile_selector
from cleanpress.study.elements import Elements, path_of
from cleanpress.study.names import classes, named, stable, step, tag_of

_TOLD_BY = ("itemprop", "data-testid", "data-component", "data-type", "data-module", "role", "property")
_SURE = 0.8  # chance from which a block of another role stands in the way
_UP = 3  # elements above the block that a selector may name


class Proposal(NamedTuple):
    """A selector that finds the blocks wanted.

    Attributes:
        selector: CSS, or XPath if it begins with a slash.
        wanted: How many of the blocks wanted it finds, over all pages.
        others: Blocks that it finds besides; they would get the role too.
        against: Those of them that surely have another role.
        rank: How likely it is to last: 0 for a name of the element's own, more for less.
    """

    selector: str
    wanted: int
    others: int
    against: int
    rank: int


class Marked(NamedTuple):
    """A page with the blocks on it that are wanted."""

    doc: Document
    blocks: frozenset[int]


def blocks_with(doc: Document, text: str) -> frozenset[int]:
    """The blocks that a reader means by some words: those that begin with them, or else those that hold them."""
    folded = " ".join(text.split()).casefold()
    texts = [" ".join(block.text.split()).casefold() for block in doc.blocks]
    begin = frozenset(n for n, t in enumerate(texts) if t.startswith(folded))
    return begin or frozenset(n for n, t in enumerate(texts) if folded in t)


def propose(pages: Sequence[Marked], role: Role) -> list[Proposal]:
    """Selectors for the blocks wanted, the best first: those that find all of them, spare the rest, and will last.

    Args:
        pages: Pages of one site, each with the blocks wanted; at least one block in all.
        role: The role that they are to have.

    Raises:
        InputError: No block is wanted.
    """
    marked = [page for page in pages if page.blocks]
    if not marked:
        raise InputError("no block is named; nothing to propose")
    markups = [_markup(page.doc) for page in pages]
    ranked: dict[str, int] = {}
    for page in marked:
        elements = Elements(page.doc)
        for block in sorted(page.blocks):
            for rank, selector in _candidates(elements.of(block), elements.root):
                ranked[selector] = min(rank, ranked.get(selector, rank))
    out = []
    for selector, rank in ranked.items():
        found = [_tried(selector, page, markup, role) for page, markup in zip(pages, markups, strict=True)]
        wanted, others, against = (sum(column) for column in zip(*found, strict=True))
        out.append(Proposal(selector, wanted, others, against, rank))
    return sorted(out, key=lambda p: (-p.wanted, p.against, p.rank + (p.others > p.wanted), p.others, len(p.selector)))


def _markup(doc: Document) -> Markup:
    return Markup(doc._page, read_page(doc._raw or "", limits=Limits(), source=doc.url))


def _tried(selector: str, page: Marked, markup: Markup, role: Role) -> tuple[int, int, int]:
    """Wanted blocks, others, and others that surely have another role."""
    found = set(markup.blocks(compile_selector(selector)))
    others = found - page.blocks
    blocks = page.doc.blocks
    against = sum(1 for b in others if blocks[b].role is not role and blocks[b].confidence >= _SURE)
    return len(found & page.blocks), len(others), against


def _candidates(element: Any, root: Any) -> Iterator[tuple[int, str]]:
    """Selectors of an element with their rank."""
    for above, name in enumerate(_chain(element)):
        if above and not named(step(name)):
            continue
        tail = "" if not above else f" {step(element)}"
        rank = above
        for one in classes(name):
            yield rank, f"{one}{tail}"
        if len(classes(name)) > 1:
            yield rank, "".join(classes(name)) + tail
        yield rank + (not named(step(name))) * 3, step(name) + tail
        for key in _TOLD_BY:
            value = name.get(key)
            if value and stable(value):
                yield rank, f'[{key}="{value}"]{tail}'
        identity = name.get("id")
        if identity and stable(identity):
            yield rank, f"#{identity}{tail}"
    yield 4, path_of(element)
    yield 6, root.getroottree().getpath(element)


def _chain(element: Any) -> Iterator[Any]:
    for _ in range(_UP + 1):
        if element is None or tag_of(element) in ("body", "html"):
            return
        yield element
        element = element.getparent()
