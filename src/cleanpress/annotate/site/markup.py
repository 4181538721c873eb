"""A page's markup as text and as a tree, and the way from an element of the tree to the page's blocks."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable
from copy import deepcopy
from functools import cached_property
from operator import itemgetter
from typing import Any

from lxml import etree

from cleanpress.annotate.site.columns import Columns
from cleanpress.errors import InputError
from cleanpress.read.html import parse_html
from cleanpress.rules.site.cost import MOST, Sizes, cost_of, sizes_of
from cleanpress.rules.site.selectors import PlainText, Selector, found_by
from cleanpress.segment.page import Page

_MOST_COUNTED = 12  # elements that are numbered one by one; for more, all are
_SHARE = 0.8  # of a block's letters that an inline element in it has to hold
_STRING = etree.XPath("string()", smart_strings=False)
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
        self._inside: dict[int, list[int]] = {}
        self._listed: list[Any] | None = None
        self._asked: dict[Selector, dict[int, int]] = {}

    @cached_property
    def text(self) -> str:
        """The markup."""
        if isinstance(self.source, str):
            return self.source
        if isinstance(self.source, bytes):
            return self.source.decode("utf-8", "replace")
        return str(etree.tostring(self.root, encoding="unicode"))

    def head(self, letters: int) -> str:
        """The beginning of the markup."""
        if isinstance(self.source, bytes):
            return self.source[: 4 * letters].decode("utf-8", "replace")[:letters]
        return self.text[:letters]

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
            ValueError: It fails on this page, or would take too long.
        """
        if not selector.may_match(self.text) or self.root is None:
            return []
        self._bound(selector)
        return list(found_by(selector, self.root))

    def _bound(self, selector: Selector) -> None:
        """Refuse a search that takes too long: it could not be stopped.

        Raises:
            ValueError: It would look at more elements than `MOST`.
        """
        for sizes in ("_most", "_told", "_sizes"):  # each nearer, and dearer
            if cost_of(selector.tokens, getattr(self, sizes)) <= MOST:
                return
        count = self._sizes.elements
        raise ValueError(
            f"would take too long on this page of {count} elements: it searches it anew for each that it finds"
        )

    @cached_property
    def _most(self) -> Sizes:
        """What no page of so many tags has more of."""
        most = self.text.count("<") - self.text.count("</")
        return Sizes(most, most, most)

    @cached_property
    def _told(self) -> Sizes:
        """The page counted out by its columns; what they leave out may stand anywhere."""
        page = self.page
        more = len(self._all()) - len(page.parent)
        depths: list[int] = []
        for parent in page.parent:
            depths.append(depths[parent] + 1 if parent >= 0 else 1)
        beside = max(Counter(page.parent).values(), default=0)
        deepest = max(depths, default=0)
        return Sizes(len(page.parent) + more, deepest + more, beside + more, Counter(page.node_tag), self.text, more)

    @cached_property
    def _sizes(self) -> Sizes:
        return sizes_of(self._every, self.text)

    def blocks(self, selector: Selector) -> dict[int, int]:
        """The blocks in the elements that a selector finds, each with the innermost of these elements (its number).

        Raises:
            ValueError: It fails on this page.
        """
        known = self._asked.get(selector)
        if known is None:
            known = {}
            for element, number, value in sorted(self._found(selector), key=itemgetter(1)):  # the innermost comes last
                known.update(dict.fromkeys(self._blocks_with(element, number, value), number))
            self._asked[selector] = known
        return known

    def _found(self, selector: Selector) -> Iterable[tuple[Any, int, str | None]]:
        """What a selector finds: the element, None if it was not looked at; its number; the text in it, if any."""
        if not selector.chains:
            found = self.elements(selector)
            numbers = self._numbers([element for element, _ in found])
            return ((e, n, v) for (e, v), n in zip(found, numbers, strict=True))
        if not self._columns.knows_classes and (self.root is None or not selector.may_match(self.text)):
            return ()
        serial = self.page.serial
        return ((None, serial[node], None) for node in self._columns.found(selector.chains))

    @cached_property
    def _columns(self) -> Columns:
        return Columns(self.page, self._all)

    def first_blocks(self, selector: Selector) -> dict[int, int]:
        """The same for the first element only that holds any block."""
        for element, number, value in self._found(selector):
            blocks = self._blocks_with(element, number, value)
            if blocks:
                return dict.fromkeys(blocks, number)
        return {}

    def _blocks_with(self, element: Any, number: int, value: str | None) -> list[int]:
        """The blocks in an element; of a text that stands beside others in it, the blocks that hold this text."""
        blocks = self.blocks_in(element, number)
        if not blocks or not isinstance(value, PlainText):
            return blocks
        own = self._homes.get(bisect_left(self.page.serial, number))
        if own is None:
            return blocks if len(blocks) == 1 else []
        folded = " ".join(value.split())
        return [block for block in own if folded in self.page.texts[block]]

    def blocks_in(self, element: Any, number: int) -> list[int]:
        """The blocks in an element (None to look it up by its number); of an inline element those that it fills."""
        known = self._inside.get(number)
        if known is None:
            known = self._inside[number] = self._blocks_in(element, number)
        return known

    def _blocks_in(self, element: Any, number: int) -> list[int]:
        serial = self.page.serial
        node = bisect_left(serial, number)
        if node >= len(serial) or serial[node] != number:
            return []  # nothing of it is visible
        end = self.page.node_end[node]
        nodes, blocks = self._by_node
        inside = blocks[bisect_left(nodes, node) : bisect_left(nodes, end)]
        return inside or self._filled_by(self._all()[number] if element is None else element, node)

    def _filled_by(self, element: Any, node: int) -> list[int]:
        home = self.page.parent[node]
        while home >= 0 and home not in self._homes:
            home = self.page.parent[home]
        if home < 0:
            return []
        text = " ".join(_STRING(element).split())
        out = []
        for block in self._homes[home] if text else ():
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
        return {element: number for number, element in enumerate(self._all())}

    def _all(self) -> list[Any]:
        """All elements, in the order of their numbers."""
        if self._listed is None:
            # what follows a closed `html` stands in a second one beside it
            self._listed = [e for top in (self.root, *self.root.itersiblings("*")) for e in top.iter("*")]
        return self._listed
