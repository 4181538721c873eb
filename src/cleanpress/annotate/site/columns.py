"""Selectors of tags, classes and ids, matched on a page's columns: no search through the tree, and never slow."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence
from functools import cached_property
from typing import Any

from cleanpress.rules.site.selectors import Compound, Link
from cleanpress.segment.page import Page


class Columns:
    """The visible elements of a page by tag and by name.

    Args:
        page: The segmented page.
        elements: Gives all elements of its tree in order; asked only for classes and ids.
    """

    def __init__(self, page: Page, elements: Callable[[], Sequence[Any]]) -> None:
        self.page = page
        self.elements = elements
        self._known: dict[str, list[int]] = {}

    @property
    def knows_classes(self) -> bool:
        """Whether the classes are known already, so that a look costs nothing more."""
        return self.page.classes is not None or "_classes" in self.__dict__

    def found(self, chains: Sequence[Sequence[Link]]) -> list[int]:
        """The elements that any of the chains finds, in order, by their numbers in the page's columns."""
        if len(chains) == 1:
            return self._chain(chains[0])
        return sorted({node for chain in chains for node in self._chain(chain)})

    def _chain(self, chain: Sequence[Link]) -> list[int]:
        found = self._fit(chain[0].compound)
        for link in chain[1:]:
            if not found:
                break
            below = self._children if link.child else self._below
            found = below(found, self._fit(link.compound))
        return found

    def _children(self, above: list[int], candidates: list[int]) -> list[int]:
        parents, parent = set(above), self.page.parent
        return [node for node in candidates if parent[node] in parents]

    def _below(self, above: list[int], candidates: list[int]) -> list[int]:
        """Those candidates that stand in one of the elements: both are in order, and what overlaps is nested."""
        out: list[int] = []
        end = -1
        for node in above:
            if node >= end:  # of nested ones the outermost holds all
                first, end = node + 1, self.page.node_end[node]
                out += candidates[bisect_left(candidates, first) : bisect_right(candidates, end - 1)]
        return out

    def _fit(self, compound: Compound) -> list[int]:
        """The elements of a compound."""
        tag, names = compound
        if not names:
            return list(range(len(self.page.node_tag))) if tag is None else self._tags.get(tag, [])
        found = self._named(names[0])
        if tag is not None:
            tags = self.page.node_tag
            found = [node for node in found if tags[node] == tag]
        for name in names[1:]:
            others = set(self._named(name))
            found = [node for node in found if node in others]
        return found

    @cached_property
    def _tags(self) -> dict[str, list[int]]:
        out: dict[str, list[int]] = {}
        for node, tag in enumerate(self.page.node_tag):
            out.setdefault(tag, []).append(node)
        return out

    def _named(self, name: str) -> list[int]:
        """The elements of a class, with a point before it, or an id, with a hash."""
        if name[0] == "#":
            return self._ids.get(name[1:], [])
        known = self._known.get(name)
        if known is None:
            word = name[1:]
            values = [nodes for value, nodes in self._classes.items() if word in value and word in value.split()]
            known = self._known[name] = values[0] if len(values) == 1 else sorted(node for v in values for node in v)
        return known

    @cached_property
    def _classes(self) -> dict[str, list[int]]:
        """The elements by all that stands in their `class`: few different ones for many elements."""
        return self._by("class") if self.page.classes is None else self.page.classes

    @cached_property
    def _ids(self) -> dict[str, list[int]]:
        return self._by("id") if self.page.ids is None else self.page.ids

    def _by(self, attribute: str) -> dict[str, list[int]]:
        out: dict[str, list[int]] = {}
        elements = self.elements()
        for node, number in enumerate(self.page.serial):
            value = elements[number].get(attribute)
            if value in out:
                out[value].append(node)
            elif value:
                out[value] = [node]
        return out
