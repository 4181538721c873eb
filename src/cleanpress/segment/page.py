"""A page as flat columns: one row a block, and the elements they stand in."""

from __future__ import annotations

from collections.abc import MutableSequence
from itertools import accumulate

from cleanpress.model import Cell, Image, Item, Mark, Place
from cleanpress.read.declared import Declared
from cleanpress.segment.tags import CONTEXT_BIT

RawMark = tuple[str, int, int, str | None]  # kind, first piece, piece after the last, href
Spot = tuple[int, int, str, str | None]  # start and end in the block's text, kind, href
Numbers = MutableSequence[int]  # lists from the builder, arrays from the compiled walker
Make = tuple[str, int, str, int, str, int]  # tag and hints of an element, its parent, its grandparent


class Page:
    """Blocks and elements of one page, as parallel lists or arrays. Filled by a segmenter.

    Attributes:
        form: "html" or "text".
        texts: Text of each block.
        node: Element (index into the node columns) of each block; -1 in plain text.
        tag: Tag of each block's own element.
        linked: Letters of each block that stand in links, without spaces.
        links: Number of links in each block.
        strong: Letters of each block in strong or bold, without spaces.
        context: Bits of `tags.CONTEXT_NAMES` for the block's element and its ancestors.
        inline: Bits of `tags.CONTEXT_NAMES` of the inline elements inside the block.
        hints_own: Hint bits of the block's element and of inline elements in it.
        hints_near: Hint bits of its two nearest ancestors.
        hints_far: Hint bits of all its ancestors.
        make: Tags and hints of the block's element and its two nearest ancestors.
        hidden: Whether a block is hidden by an attribute or an inline style.
        images: Pictures, each with the block that follows it.
        fields: (block that follows, type) of form fields.
        rules: Blocks before which a horizontal rule stands.
        spans: (start, end) of each block in plain text.
        parent: Parent element of each element; the root's is -1.
        node_tag: Tag of each element.
        serial: Number of each element among all elements of the tree in document order, unseen ones included.
        classes: The elements by what stands in their `class`; None if nobody asked.
        ids: The same by their `id`.
        node_end: Number of elements seen when each element ended: its descendants are node + 1 up to that.
        scripts, metas, title, lang: What the page declares, raw.
        declared: What the page declares, read.
        rescued: Blocks that stand in the declared body alone.
    """

    __slots__ = (
        "cells", "classes", "context", "declared", "fields", "form", "hidden", "hints_far", "hints_near",
        "hints_own", "ids", "images", "inline", "items", "lang", "linked", "links", "make", "marks", "metas", "node",
        "node_end", "node_tag", "nth", "parent", "pieces", "rescued", "rules", "scripts", "serial", "spans", "spots",
        "strong", "tag", "texts", "title", "url",
    )  # fmt: skip

    def __init__(self, form: str, url: str | None, *, naming: bool = False) -> None:
        """An empty page.

        Args:
            form: "html" or "text".
            url: Its address, if known.
            naming: Whether classes and ids are kept, by which selectors find elements without a tree.
        """
        self.form = form
        self.url = url
        self.texts: list[str] = []
        self.node: Numbers = []
        self.tag: list[str] = []
        self.linked: Numbers = []
        self.links: Numbers = []
        self.strong: Numbers = []
        self.context: Numbers = []
        self.inline: Numbers = []
        self.hints_own: Numbers = []
        self.hints_near: Numbers = []
        self.hints_far: Numbers = []
        self.make: list[Make] = []
        self.hidden: list[bool] = []
        self.pieces: dict[int, list[str]] = {}
        self.marks: dict[int, list[RawMark]] = {}
        self.spots: dict[int, list[Spot]] = {}
        self.items: dict[int, Item] = {}
        self.cells: dict[int, Cell] = {}
        self.spans: list[tuple[int, int]] = []
        self.images: list[Image] = []
        self.fields: list[tuple[int, str]] = []
        self.rules: list[int] = []
        self.parent: Numbers = []
        self.node_tag: list[str] = []
        self.node_end: Numbers = []
        self.serial: Numbers = []
        self.nth: list[int] = []
        self.classes: dict[str, list[int]] | None = {} if naming else None
        self.ids: dict[str, list[int]] | None = {} if naming else None
        self.scripts: list[str] = []
        self.metas: list[tuple[str, str]] = []
        self.title: str | None = None
        self.lang: str | None = None
        self.declared = Declared()
        self.rescued: range = range(0)

    def __len__(self) -> int:
        return len(self.texts)

    @property
    def address(self) -> str | None:
        """Its address as it was given, otherwise as the page declares it; None if nobody says."""
        return self.url or next((content for name, content in self.metas if name == "og:url"), None)

    def place(self, block: int) -> Place:
        """XPath of the block's element, or its offsets in the plain text."""
        if self.form == "text":
            return self.spans[block]
        return self.xpath(self.node[block])

    def xpath(self, node: int) -> str:
        """XPath of an element, by position among its like-named siblings."""
        steps: list[str] = []
        while node >= 0:
            parent, tag = self.parent[node], self.node_tag[node]
            steps.append(f"{_step(tag)}[{self._nth[node]}]" if parent >= 0 else tag)
            node = parent
        return "/" + "/".join(reversed(steps))

    @property
    def _nth(self) -> list[int]:
        """For each element, how many siblings of its tag stand before it, and itself; worked out once."""
        if len(self.nth) != len(self.parent):
            seen: dict[tuple[int, str], int] = {}
            nth = []
            for key in zip(self.parent, self.node_tag, strict=True):
                seen[key] = seen.get(key, 0) + 1
                nth.append(seen[key])
            self.nth = nth
        return self.nth

    def marks_of(self, block: int) -> tuple[Mark, ...]:
        """Links and emphasis of a block, as offsets into its text."""
        if block in self.spots:
            found = (Mark(start, end, kind, href) for start, end, kind, href in self.spots[block] if end > start)  # type: ignore[arg-type]
            return tuple(sorted(found, key=lambda m: (m.start, -m.end)))
        raw = self.marks.get(block)
        if not raw:
            return ()
        pieces = self.pieces[block]
        full = self.texts[block]
        kept = bool(self.context[block] & CONTEXT_BIT["pre"])  # white space stands as it is
        lengths = _kept_lengths(pieces) if kept else _folded_lengths(pieces)
        out = []
        for kind, first, last, href in raw:
            start = max(lengths[first], 0)
            while not kept and start < len(full) and full[start] == " ":
                start += 1
            end = min(lengths[last], len(full))
            if end > start:
                out.append(Mark(start, end, kind, href))  # type: ignore[arg-type]
        return tuple(sorted(out, key=lambda m: (m.start, -m.end)))


def _kept_lengths(pieces: list[str]) -> list[int]:
    """Length of the first 0, 1, 2, ... pieces without the line breaks that they begin with."""
    raw = "".join(pieces)
    cut = len(raw) - len(raw.lstrip("\n"))
    return [end - cut for end in accumulate(map(len, pieces), initial=0)]


def _folded_lengths(pieces: list[str]) -> list[int]:
    """Length of the folded text of the first 0, 1, 2, ... pieces."""
    out, size, gap = [0], 0, False
    for piece in pieces:
        words = piece.split()
        if words:
            size += (size > 0 and (gap or piece[0].isspace())) + sum(map(len, words)) + len(words) - 1
            gap = piece[-1].isspace()
        else:
            gap = gap or bool(piece)
        out.append(size)
    return out


def _step(tag: str) -> str:
    """A tag as a step of an XPath; odd names, as broken markup gives them, by their name."""
    if tag.replace("-", "").replace("_", "").isalnum():
        return tag
    quote = "'" if '"' in tag else '"'
    return f"*[name()={quote}{tag.replace(quote, '')}{quote}]"
