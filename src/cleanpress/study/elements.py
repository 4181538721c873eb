"""The elements that a document's blocks stand in, with the names that the blocks themselves no longer know."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from lxml import etree

from cleanpress.document import Document
from cleanpress.errors import InputError
from cleanpress.model import Limits
from cleanpress.read.source import read_page
from cleanpress.study.names import classes, named, step

_STEPS = 4  # of a path, from the block's element upwards
_NAMED = 2  # steps with a class after which a path is told well enough
_ABOVE = 8  # elements above a block that may be its container
_ENDS = frozenset(("body", "html"))


def parse(text: str) -> Any:
    """The root element of a page, repaired as the blocks' own parser repairs it.

    Raises:
        InputError: There is no element in it.
    """
    root = etree.fromstring(text.encode("utf-8", "replace"), etree.HTMLParser(encoding="utf-8", huge_tree=True))
    if root is None:
        raise InputError("no HTML in it")
    return root


def every(root: Any) -> Iterator[Any]:
    """All elements of a page in order; what follows a closed `html` stands in a second one beside it."""
    yield from root.iter("*")
    for more in root.itersiblings("*"):
        yield from more.iter("*")


class Elements:
    """The tree of a document's page, and the element of each block.

    Args:
        doc: A document made by `extract` from bytes or str.

    Raises:
        InputError: The document was made from plain text or from a tree, which it does not keep.
    """

    def __init__(self, doc: Document) -> None:
        page = doc._page
        if page.form == "text":
            raise InputError("plain text has no elements; give the page's HTML", source=doc.url)
        if doc._raw is None:
            raise InputError("this document was made from a tree; give the page as bytes or str", source=doc.url)
        self.page = page
        self.root = parse(read_page(doc._raw, limits=Limits(), source=doc.url))
        self.all: list[Any] = list(every(self.root))
        self._paths: dict[int, str] = {}

    def of(self, block: int) -> Any:
        """The element of a block."""
        serial = self.page.serial[self.page.node[block]]
        return self.all[serial] if serial < len(self.all) else self.root

    def path(self, block: int) -> str:
        """The last steps down to a block's element, as a CSS selector; the same for all blocks that stand alike."""
        node = self.page.node[block]
        if node not in self._paths:
            self._paths[node] = path_of(self.of(block))
        return self._paths[node]

    def alone(self, block: int) -> bool:
        """Whether no other block stands in the block's element."""
        page, node = self.page, self.page.node[block]
        end = page.node_end[node]
        near = [at for at in (block - 1, block + 1) if 0 <= at < len(page)]
        return not any(node <= page.node[at] < end for at in near)

    def containers(self, block: int) -> Iterator[tuple[str, int]]:
        """Each element with a class of its own that the block stands in, nearest first: its step and its number."""
        page = self.page
        node = page.node[block]
        for _ in range(_ABOVE):
            if node < 0 or page.node_tag[node] in _ENDS:
                return
            element = self.all[page.serial[node]]
            if classes(element):
                yield step(element), node
            node = page.parent[node]


def path_of(element: Any) -> str:
    """As `Elements.path`."""
    steps = [step(element)]
    told: int = named(steps[0])
    above = element.getparent()
    while above is not None and len(steps) < _STEPS and told < _NAMED and above.tag not in _ENDS:
        steps.append(step(above))
        told += named(steps[-1])
        above = above.getparent()
    return " > ".join(reversed(steps))
