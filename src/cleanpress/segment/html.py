"""HTML events to blocks: one traversal, one block for each run of text between block-level borders."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from cleanpress.errors import LimitError
from cleanpress.model import Cell, Image, Item, Limits
from cleanpress.read.declared import AMP_GATE
from cleanpress.rules.hints import hint_bits
from cleanpress.segment.page import Page, RawMark
from cleanpress.segment.tags import CONTEXT_BIT, EMPHASIS, FLOW, HEADING_LEVEL, Flow

_LINK = CONTEXT_BIT["a"]
_STRONG = CONTEXT_BIT["strong"]
_PRE = CONTEXT_BIT["pre"]
_LI = CONTEXT_BIT["li"]
NAMED = frozenset(
    "class id itemprop role rel data-testid data-component data-type data-module aria-label property".split()
)
HIDING = frozenset(("style", "hidden", "aria-hidden"))
IMAGE_SOURCES = ("src", "data-src", "data-original", "data-lazy-src", "srcset", "data-srcset")
_STRUCTURE = frozenset(("ul", "ol", "li", "table", "tr", "td", "th", "html"))
LONGEST_NAME = 300
PLAYERS = ("video", "audio", "iframe", "amp-iframe")


class _Open(NamedTuple):
    """An open element: what has to be known of it until it ends."""

    tag: str
    flow: int
    node: int
    context: int
    hints: int
    far: int


class PageBuilder:
    """Takes the events of a page and fills a `Page`.

    Args:
        page: The page to fill.
        limits: How many elements and how deep.

    Raises:
        LimitError: More elements or a deeper nesting than allowed (from `start`).
    """

    def __init__(self, page: Page, limits: Limits) -> None:
        self.page = page
        self.limits = limits
        self.top = _Open("", Flow.BLOCK, -1, 0, 0, 0)
        self.stack: list[_Open] = []
        self.homes: list[_Open] = [self.top]  # open block-level elements
        self.skip = 0  # depth inside elements whose text is not visible
        self.linkdepth = self.strongdepth = 0
        self.hidden_at = 0  # stack depth at which a hidden element began
        self.capture: list[str] | None = None  # text of <title> or JSON-LD
        self.lists: list[list[int]] = []  # [ordered, items so far]
        self.tables: list[list[int]] = []  # [table, row, column, header]
        self.table_count = 0
        self.elements = 0  # begun so far, seen or not
        self.open_marks: list[tuple[str, int, str | None]] = []
        self._start_block()

    def _start_block(self) -> None:
        self.buffer: list[str] = []
        self.linked = self.linkcount = self.strong = self.inline = self.inline_hints = self.breaks = 0
        self.marks: list[RawMark] = []

    def data(self, text: str) -> None:
        """Text."""
        if self.skip:
            if self.capture is not None:
                self.capture.append(text)
        elif not text.isspace():
            if self.linkdepth or self.strongdepth:
                size = sum(map(len, text.split()))  # without spaces: how text comes in pieces must not matter
                self.linked += size if self.linkdepth else 0
                self.strong += size if self.strongdepth else 0
            self.breaks = 0
            self.buffer.append(text)
        elif self.buffer or self.top.context & _PRE:
            self.buffer.append(text)

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        """An element begins."""
        self.elements += 1
        if self.skip:
            self.skip += 1
            return
        flow = FLOW.get(tag, Flow.BLOCK)
        if flow >= Flow.SKIP:
            self._start_unseen(tag, flow, attributes)
            return
        if flow == Flow.BLOCK and (self.buffer or self.inline):
            self._flush()
        page, top = self.page, self.top
        node = len(page.parent)
        if node > self.limits.max_nodes or len(self.stack) > self.limits.max_depth:
            self._refuse(node)
        page.parent.append(top.node)
        page.node_tag.append(tag)
        page.node_end.append(node + 1)
        page.serial.append(self.elements - 1)
        hints = self._hints(attributes) if attributes else 0
        bit = CONTEXT_BIT.get(tag, 0)
        if flow == Flow.BLOCK:
            new = _Open(tag, flow, node, top.context | bit, hints, top.far | top.hints)
            self.homes.append(new)
            if tag in _STRUCTURE:
                self._start_structure(tag, attributes)
        else:
            new = _Open(tag, flow, node, top.context | bit, hints, top.far | top.hints)
            if flow == Flow.VOID:
                self._start_void(tag, attributes)
            else:
                self._start_inline(tag, bit, hints, attributes)
        self.top = new
        self.stack.append(top)

    def _hints(self, attributes: Mapping[str, str]) -> int:
        bits = 0
        for key in attributes:
            if key in NAMED:
                name = attributes[key]
                known = self.page.classes if key == "class" else self.page.ids if key == "id" else None
                if known is not None and name:
                    known.setdefault(name, []).append(len(self.page.parent) - 1)
                if len(name) < LONGEST_NAME:
                    bits |= hint_bits(name)
            elif key == AMP_GATE:
                self.page.metas.append((key, attributes[key]))
            elif key in HIDING and not self.hidden_at and hides(key, attributes[key]):
                self.hidden_at = len(self.stack) + 1
        return bits

    def _start_unseen(self, tag: str, flow: int, attributes: Mapping[str, str]) -> None:
        if flow == Flow.META and tag != "title":
            self.stack.append(self.top)
            self.top = _Open(tag, flow, self.top.node, self.top.context, 0, self.top.far)
            if tag == "meta":
                name = attributes.get("property") or attributes.get("name") or attributes.get("itemprop")
                content = attributes.get("content")
                if name and content:
                    self.page.metas.append((name.lower(), content))
            return
        self.skip = 1
        if (tag == "script" and "ld+json" in attributes.get("type", "")) or (
            tag == "title" and self.page.title is None
        ):
            self.capture = []
        elif tag in PLAYERS:
            self._image(attributes.get("poster") or attributes.get("src"), attributes.get("title", ""))

    def _start_structure(self, tag: str, attributes: Mapping[str, str]) -> None:
        if tag == "ul" or tag == "ol":
            self.lists.append([tag == "ol", 0])
        elif tag == "li":
            if self.lists:
                self.lists[-1][1] += 1
        elif tag == "table":
            self.tables.append([self.table_count, -1, -1, 0])
            self.table_count += 1
        elif tag == "html":
            self.page.lang = self.page.lang or attributes.get("lang") or attributes.get("xml:lang")
        elif self.tables and tag == "tr":
            self.tables[-1][1] += 1
            self.tables[-1][2] = -1
        elif self.tables:
            self.tables[-1][2] += 1
            self.tables[-1][3] = tag == "th"

    def _start_void(self, tag: str, attributes: Mapping[str, str]) -> None:
        if tag == "br":
            self._break()
        elif tag == "img" or tag == "amp-img":
            source = next((attributes[k] for k in IMAGE_SOURCES if attributes.get(k)), None)
            self._image(source, attributes.get("alt", ""))
        elif tag == "input":
            self.page.fields.append((len(self.page.texts), attributes.get("type", "text").lower()))
        elif tag == "hr":
            self._flush()
            self.page.rules.append(len(self.page.texts))

    def _break(self) -> None:
        """A line break; two in a row end a paragraph (pages without <p>)."""
        if not self.buffer:
            return
        self.breaks += 1
        if self.top.context & _PRE:
            self.buffer.append("\n")
        elif self.breaks >= 2:
            self._flush()
        else:
            self.buffer.append(" ")

    def _image(self, source: str | None, alt: str) -> None:
        self.page.images.append(Image(source, " ".join(alt.split()), len(self.page.texts)))

    def _start_inline(self, tag: str, bit: int, hints: int, attributes: Mapping[str, str]) -> None:
        self.inline |= bit
        self.inline_hints |= hints
        if bit == _LINK:
            self.linkdepth += 1
            if self.marks and self.marks[-1][0] == "link" and self.marks[-1][2] == len(self.buffer):
                self.buffer.append(" ")  # two links side by side are two words
            self.linkcount += 1
            self.open_marks.append(("link", len(self.buffer), attributes.get("href")))
        elif tag in EMPHASIS:
            if bit == _STRONG:
                self.strongdepth += 1
            self.open_marks.append((EMPHASIS[tag], len(self.buffer), None))

    def end(self, tag: str) -> None:
        """The innermost element ends."""
        if self.skip:
            self.skip -= 1
            if not self.skip and self.capture is not None:
                self._captured(tag, "".join(self.capture))
                self.capture = None
            return
        top = self.top
        flow = top.flow
        if flow == Flow.BLOCK:
            if self.buffer or self.inline:
                self._flush()
            self.homes.pop()
            if top.tag == "ul" or top.tag == "ol":
                self.lists.pop()
            elif top.tag == "table":
                self.tables.pop()
            self.page.node_end[top.node] = len(self.page.parent)
        elif flow == Flow.INLINE:
            self._end_inline(top.tag)
            self.page.node_end[top.node] = len(self.page.parent)
        self.top = self.stack.pop()
        if self.hidden_at > len(self.stack):
            self.hidden_at = 0

    def _end_inline(self, tag: str) -> None:
        if tag == "a":
            self.linkdepth -= 1
        elif tag in EMPHASIS:
            if CONTEXT_BIT.get(tag) == _STRONG:
                self.strongdepth -= 1
        else:
            return
        kind, first, href = self.open_marks.pop()
        if len(self.buffer) > first:
            self.marks.append((kind, first, len(self.buffer), href))

    def close(self) -> None:
        """The page is at its end."""
        self._flush()

    def _captured(self, tag: str, text: str) -> None:
        if tag == "title":
            self.page.title = " ".join(text.split()) or None
        else:
            self.page.scripts.append(text)

    def _flush(self) -> None:
        """End the current block, if it holds any text; links and emphasis that are open go on in the next."""
        if self.buffer:
            raw = "".join(self.buffer)
            text = " ".join(raw.split())
            if text:
                self._emit(raw.strip("\n").rstrip() if self.homes[-1].context & _PRE else text)
        self._start_block()
        if self.open_marks:
            self.open_marks = [(kind, 0, href) for kind, _, href in self.open_marks]
            if self.linkdepth:
                self.inline |= _LINK
                self.linkcount = 1
            if self.strongdepth:
                self.inline |= _STRONG

    def _emit(self, text: str) -> None:
        page, homes = self.page, self.homes
        home = homes[-1]
        near = homes[-2] if len(homes) > 1 else home
        next_ = homes[-3] if len(homes) > 2 else near
        block = len(page.texts)
        page.texts.append(text)
        page.node.append(max(home.node, 0))
        page.tag.append(home.tag)
        page.linked.append(min(self.linked, len(text)))
        page.links.append(self.linkcount)
        page.strong.append(min(self.strong, len(text)))
        page.inline.append(self.inline)
        page.context.append(home.context)
        page.hints_own.append(home.hints | self.inline_hints)
        page.hints_near.append(near.hints | next_.hints)
        page.hints_far.append(home.far)
        page.make.append((home.tag, home.hints, near.tag, near.hints, next_.tag, next_.hints))
        page.hidden.append(self.hidden_at > 0)
        for kind, first, href in self.open_marks:
            self.marks.append((kind, first, len(self.buffer), href))
        if self.marks:
            page.marks[block] = self.marks
            page.pieces[block] = self.buffer
        if self.lists and home.context & _LI:
            page.items[block] = Item(len(self.lists), bool(self.lists[-1][0]), max(self.lists[-1][1], 1))
        if self.tables and self.tables[-1][2] >= 0:
            table, row, column, header = self.tables[-1]
            page.cells[block] = Cell(table, max(row, 0), column, bool(header))

    def _refuse(self, node: int) -> None:
        if node > self.limits.max_nodes:
            raise LimitError(f"more than {self.limits.max_nodes} elements; raise Limits.max_nodes to read it")
        raise LimitError(f"nested deeper than {self.limits.max_depth}; raise Limits.max_depth to read it")


def hides(key: str, value: str) -> bool:
    """Whether an attribute hides its element from readers."""
    if key == "style":
        style = value.replace(" ", "").lower()
        return "display:none" in style or "visibility:hidden" in style
    return key == "hidden" or value == "true"


def heading_level(page: Page, block: int) -> int:
    """1..6 if the block stands in a heading element, else 0."""
    node = page.node[block]
    if page.form == "text":
        return HEADING_LEVEL.get(page.tag[block], 0)
    for _ in range(3):
        if node < 0:
            return 0
        level = HEADING_LEVEL.get(page.node_tag[node])
        if level:
            return level
        node = page.parent[node]
    return 0
