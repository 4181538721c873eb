"""A page's markup as text and as a tree, and the way from an element of the tree to the page's blocks."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from copy import deepcopy
from functools import cached_property
from typing import Any

from lxml import etree

from cleanpress.errors import InputError
from cleanpress.read.html import parse_html
from cleanpress.rules.site.selectors import Compound, Selector, found_by
from cleanpress.segment.page import Page

_MOST_COUNTED = 12  # elements that are numbered one by one; for more, all are
_MANY = 4  # searches by name from which all names are listed once
_SHARE = 0.8  # of a block's letters that an inline element in it has to hold
_PLACE = etree.XPath("count(preceding::*) + count(ancestor::*)")


class Markup:
    """The source of a page, looked at only as far as rules ask.

    Args:
        page: The segmented page.
        source: Its markup (str, or bytes in UTF-8), or the tree that it was read from; the tree is only read.
        root: The root of the tree of a text, if it was parsed already.
    """

    def __init__(self, page: Page, source: Any, root: Any = None) -> None:
        self.page = page
        self.source = source
        self._parsed = root
        self._asked: dict[Selector, dict[int, int]] = {}
        self._searches = 0

    @cached_property
    def text(self) -> str:
        """The markup."""
        if isinstance(self.source, str):
            return self.source
        if isinstance(self.source, bytes):
            return self.source.decode("utf-8", "replace")
        return str(etree.tostring(self.root, encoding="unicode"))

    @cached_property
    def root(self) -> Any:
        """The root element, None for markup that holds no element."""
        if self._parsed is not None:
            return self._parsed
        if isinstance(self.source, (str, bytes)):
            try:
                return parse_html(self.source)
            except InputError:
                return None
        root = self.source.getroot() if hasattr(self.source, "getroot") else self.source
        return root if root.getparent() is None else deepcopy(root)  # selectors must not look beyond it

    def elements(self, selector: Selector) -> list[tuple[Any, str | None]]:
        """What a selector finds: elements, with the value where it points at one.

        Raises:
            ValueError: It fails on this page.
        """
        if not selector.may_match(self.text) or self.root is None:
            return []
        if selector.simple:
            self._searches += 1
            if self._searches >= _MANY:
                return [(element, None) for element in self._named(selector.simple)]
        return list(found_by(selector, self.root))

    def _named(self, wanted: Sequence[Compound]) -> list[Any]:
        """The elements of the given names, in the order of the page."""
        found: dict[int, Any] = {}
        for tag, classes, id_ in wanted:
            for element in self._names.get(f"#{id_}" if id_ is not None else f".{classes[0]}", ()):
                if (tag is None or element.tag == tag) and set(classes) <= set(element.get("class", "").split()):
                    found[self._every[element]] = element
        return [found[number] for number in sorted(found)]

    @cached_property
    def _names(self) -> dict[str, list[Any]]:
        """Elements by class and id."""
        out: dict[str, list[Any]] = {}
        for element in self._every:
            classes, id_ = element.get("class"), element.get("id")
            if classes:
                for name in set(classes.split()):
                    out.setdefault(f".{name}", []).append(element)
            if id_ is not None:
                out.setdefault(f"#{id_}", []).append(element)
        return out

    def blocks(self, selector: Selector) -> dict[int, int]:
        """The blocks in the elements that a selector finds, each with the innermost of these elements (its number).

        Raises:
            ValueError: It fails on this page.
        """
        known = self._asked.get(selector)
        if known is None:
            found = [element for element, _ in self.elements(selector)]
            known = {}
            for element, number in zip(found, self._numbers(found), strict=True):
                for block in self.blocks_in(element, number):
                    known[block] = max(number, known.get(block, -1))
            self._asked[selector] = known
        return known

    def first_blocks(self, selector: Selector) -> dict[int, int]:
        """The same for the first element only that holds any block."""
        found = [element for element, _ in self.elements(selector)]
        for element, number in zip(found, self._numbers(found), strict=True):
            blocks = self.blocks_in(element, number)
            if blocks:
                return dict.fromkeys(blocks, number)
        return {}

    def blocks_in(self, element: Any, number: int) -> list[int]:
        """The blocks in an element; of an inline element those that it fills."""
        serial = self.page.serial
        node = bisect_left(serial, number)
        if node >= len(serial) or serial[node] != number:
            return []  # nothing of it is visible
        end = self.page.node_end[node]
        nodes, blocks = self._by_node
        inside = blocks[bisect_left(nodes, node) : bisect_left(nodes, end)]
        return inside or self._filled_by(element, node)

    def _filled_by(self, element: Any, node: int) -> list[int]:
        text = " ".join(str(element.xpath("string()")).split())
        home = self.page.parent[node]
        while home >= 0 and home not in self._homes:
            home = self.page.parent[home]
        if not text or home < 0:
            return []
        out = []
        for block in self._homes[home]:
            whole = self.page.texts[block]
            if (text in whole and len(text) >= _SHARE * len(whole)) or (whole in text and len(whole) > 1):
                out.append(block)
        return out

    @cached_property
    def _by_node(self) -> tuple[list[int], list[int]]:
        """The elements of the blocks in order, and the blocks in that order."""
        pairs = sorted(zip(self.page.node, range(len(self.page)), strict=True))
        return [node for node, _ in pairs], [block for _, block in pairs]

    @cached_property
    def _homes(self) -> dict[int, list[int]]:
        out: dict[int, list[int]] = {}
        for block, node in enumerate(self.page.node):
            out.setdefault(node, []).append(block)
        return out

    def _numbers(self, elements: list[Any]) -> list[int]:
        """The numbers of elements among all elements of the tree, in document order."""
        if len(elements) <= _MOST_COUNTED and "_every" not in self.__dict__:
            return [int(_PLACE(element)) for element in elements]
        return [self._every[element] for element in elements]

    @cached_property
    def _every(self) -> dict[Any, int]:
        # what follows a closed `html` stands in a second one beside it
        tops = [self.root, *self.root.itersiblings("*")]
        return {element: number for number, element in enumerate(e for top in tops for e in top.iter("*"))}
