"""HTML events to blocks: one traversal, one block for each run of text between block-level borders."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from cleanpress.errors import LimitError
from cleanpress.model import Cell, Image, Item, Limits
from cleanpress.read.html import Event
from cleanpress.rules.hints import hint_bits
from cleanpress.segment.page import Page
from cleanpress.segment.tags import CONTEXT_BIT, EMPHASIS, FLOW, HEADING_LEVEL, Flow

_LINK = CONTEXT_BIT["a"]
_STRONG = CONTEXT_BIT["strong"]
_NAMED = ("itemprop", "role", "rel", "data-testid", "data-component", "data-type", "data-module", "aria-label", "property")
_IMAGE_SOURCES = ("src", "data-src", "data-original", "data-lazy-src", "srcset", "data-srcset")


def segment_events(events: Iterable[Event], url: str | None, limits: Limits) -> Page:
    """Cut a page into blocks.

    Args:
        events: What `read.html` gives.
        url: Address of the page, if known.
        limits: How many elements and how deep.

    Raises:
        LimitError: More elements or a deeper nesting than allowed.
    """
    builder = _Builder(Page("html", url), limits)
    builder.run(events)
    return builder.page


class _Builder:
    """State of one traversal."""

    def __init__(self, page: Page, limits: Limits) -> None:
        self.page = page
        self.limits = limits
        self.stack: list[tuple[str, Flow]] = []
        self.node = -1  # innermost element
        self.home = -1  # innermost block-level element
        self.skip = 0  # depth inside elements whose text is not visible
        self.linkdepth = 0
        self.strongdepth = 0
        self.hidden_at = 0  # stack depth at which a hidden element began
        self.capture: list[str] | None = None  # text of <title> or JSON-LD
        self.lists: list[list[int]] = []  # [ordered, items so far]
        self.tables: list[list[int]] = []  # [table, row, column, header]
        self.table_count = 0
        self._start_block()

    def _start_block(self) -> None:
        self.buffer: list[str] = []
        self.linked = self.linkcount = self.strong = 0
        self.inline = self.inline_hints = 0
        self.breaks = 0
        self.marks: list[tuple[str, int, int, str | None]] = []
        self.open_marks: list[tuple[str, int, str | None]] = []

    def run(self, events: Iterable[Event]) -> None:
        """Feed all events."""
        data, start, end = self._data, self._start, self._end
        for event in events:
            if event is None:
                end()
            elif type(event) is str:
                data(event)
            else:
                start(event[0], event[1])
        self._flush()

    def _data(self, text: str) -> None:
        if self.skip:
            if self.capture is not None:
                self.capture.append(text)
            return
        if not text.isspace():
            length = len(text)
            if self.linkdepth:
                self.linked += length
            if self.strongdepth:
                self.strong += length
            self.breaks = 0
            self.buffer.append(text)
        elif self.buffer:
            self.buffer.append(text)

    def _start(self, tag: str, attributes: Mapping[str, str]) -> None:
        flow = FLOW.get(tag, Flow.BLOCK)
        self.stack.append((tag, flow))
        if self.skip:
            self.skip += 1
            return
        if flow is Flow.SKIP or flow is Flow.META:
            self._start_unseen(tag, flow, attributes)
            return
        page = self.page
        node = len(page.parent)
        page.parent.append(self.node)
        page.node_tag.append(tag)
        hints = self._hints(attributes) if attributes else 0
        bit = CONTEXT_BIT.get(tag, 0)
        above = self.node
        page.node_hints.append(hints)
        if above >= 0:
            page.node_context.append(page.node_context[above] | bit)
            page.node_far.append(page.node_far[above] | page.node_hints[above])
        else:
            page.node_context.append(bit)
            page.node_far.append(0)
        if flow is Flow.BLOCK:
            self._flush()
            self.home = node
            self._start_structure(tag, attributes)
            if node > self.limits.max_nodes or len(self.stack) > self.limits.max_depth:
                self._refuse(node)
        elif flow is Flow.VOID:
            self._start_void(tag, attributes)
        else:
            self._start_inline(tag, bit, hints, attributes)
        self.node = node

    def _hints(self, attributes: Mapping[str, str]) -> int:
        bits = 0
        get = attributes.get
        name = get("class")
        if name:
            bits = hint_bits(name)
        name = get("id")
        if name:
            bits |= hint_bits(name)
        if len(attributes) > 1 or not bits:
            for key in _NAMED:
                name = get(key)
                if name and len(name) < 80:
                    bits |= hint_bits(name)
            if not self.hidden_at and ("style" in attributes or "hidden" in attributes or "aria-hidden" in attributes):
                style = (get("style") or "").replace(" ", "").lower()
                if "hidden" in attributes or "display:none" in style or get("aria-hidden") == "true":
                    self.hidden_at = len(self.stack)
        return bits

    def _start_unseen(self, tag: str, flow: Flow, attributes: Mapping[str, str]) -> None:
        page = self.page
        if tag == "meta":
            name = attributes.get("property") or attributes.get("name") or attributes.get("itemprop")
            content = attributes.get("content")
            if name and content:
                page.metas.append((name.lower(), content))
            return
        if tag == "head" or flow is Flow.META and tag != "title":
            return
        self.skip = 1
        if tag == "script" and "ld+json" in attributes.get("type", "") or tag == "title" and page.title is None:
            self.capture = []
        if tag in ("video", "audio", "iframe", "amp-iframe"):
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
        elif tag == "tr":
            if self.tables:
                self.tables[-1][1] += 1
                self.tables[-1][2] = -1
        elif tag == "td" or tag == "th":
            if self.tables:
                self.tables[-1][2] += 1
                self.tables[-1][3] = tag == "th"
        elif tag == "html":
            self.page.lang = attributes.get("lang") or attributes.get("xml:lang")

    def _start_void(self, tag: str, attributes: Mapping[str, str]) -> None:
        if tag == "br":
            self._break()
        elif tag == "img" or tag == "amp-img":
            source = next((attributes[k] for k in _IMAGE_SOURCES if attributes.get(k)), None)
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
        if self._in_pre():
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
        if tag == "a":
            self.linkdepth += 1
            if self.buffer and self.marks and self.marks[-1][2] == len(self.buffer):
                self.buffer.append(" ")  # two links side by side are two words
            self.linkcount += 1
            self.open_marks.append(("link", len(self.buffer), attributes.get("href")))
        elif tag in EMPHASIS:
            if bit == _STRONG:
                self.strongdepth += 1
            self.open_marks.append((EMPHASIS[tag], len(self.buffer), None))

    def _end(self) -> None:
        tag, flow = self.stack.pop()
        if self.skip:
            self.skip -= 1
            if not self.skip and self.capture is not None:
                self._captured(tag, "".join(self.capture))
                self.capture = None
            return
        if flow is Flow.META:
            return
        if flow is Flow.BLOCK:
            self._flush()
            if tag == "ul" or tag == "ol":
                self.lists.pop()
            elif tag == "table":
                self.tables.pop()
            self.home = self._block_parent(self.node)
        elif flow is Flow.INLINE:
            self._end_inline(tag)
        self.node = self.page.parent[self.node]
        if self.hidden_at > len(self.stack):
            self.hidden_at = 0

    def _block_parent(self, node: int) -> int:
        parent, tags = self.page.parent, self.page.node_tag
        node = parent[node]
        while node >= 0 and FLOW.get(tags[node], Flow.BLOCK) is not Flow.BLOCK:
            node = parent[node]
        return node

    def _end_inline(self, tag: str) -> None:
        if tag == "a":
            self.linkdepth -= 1
        elif tag in EMPHASIS:
            if CONTEXT_BIT.get(tag) == _STRONG:
                self.strongdepth -= 1
        else:
            return
        if self.open_marks:
            kind, first, href = self.open_marks.pop()
            if len(self.buffer) > first:
                self.marks.append((kind, first, len(self.buffer), href))

    def _captured(self, tag: str, text: str) -> None:
        if tag == "title":
            self.page.title = " ".join(text.split()) or None
        else:
            self.page.scripts.append(text)

    def _in_pre(self) -> bool:
        return self.home >= 0 and bool(self.page.node_context[self.home] & CONTEXT_BIT["pre"])

    def _flush(self) -> None:
        """End the current block, if it holds any text."""
        buffer = self.buffer
        if not buffer:
            if self.inline or self.inline_hints or self.linkcount:
                self._restart()
            return
        raw = "".join(buffer)
        text = " ".join(raw.split())
        if text:
            if self._in_pre():
                text = raw.strip("\n").rstrip()
            self._emit(text)
        self._restart()

    def _restart(self) -> None:
        """A new block; links and emphasis that are still open go on in it."""
        still = [(kind, 0, href) for kind, _, href in self.open_marks]
        self._start_block()
        self.open_marks = still
        if self.linkdepth:
            self.inline |= _LINK
            self.linkcount = 1
        if self.strongdepth:
            self.inline |= _STRONG

    def _emit(self, text: str) -> None:
        page = self.page
        block = len(page.texts)
        home = max(self.home, 0)
        page.texts.append(text)
        page.node.append(home)
        page.tag.append(page.node_tag[home] if page.node_tag else "")
        page.linked.append(min(self.linked, len(text)))
        page.links.append(self.linkcount)
        page.strong.append(min(self.strong, len(text)))
        page.inline.append(self.inline)
        page.context.append(page.node_context[home])
        above = page.parent[home] if home else -1
        near = page.node_hints[above] if above >= 0 else 0
        if above > 0:
            near |= page.node_hints[page.parent[above]]
        page.hints_own.append(page.node_hints[home] | self.inline_hints)
        page.hints_near.append(near)
        page.hints_far.append(page.node_far[home])
        page.hidden.append(self.hidden_at > 0)
        for kind, first, href in self.open_marks:
            self.marks.append((kind, first, len(self.buffer), href))
        if self.marks:
            page.marks[block] = self.marks
            page.pieces[block] = self.buffer
        if self.lists and page.context[block] & CONTEXT_BIT["li"]:
            page.items[block] = Item(len(self.lists), bool(self.lists[-1][0]), max(self.lists[-1][1], 1))
        if self.tables and self.tables[-1][2] >= 0:
            table, row, column, header = self.tables[-1]
            page.cells[block] = Cell(table, row, column, bool(header))

    def _refuse(self, node: int) -> None:
        if node > self.limits.max_nodes:
            raise LimitError(f"more than {self.limits.max_nodes} elements; raise Limits.max_nodes to read it")
        raise LimitError(f"nested deeper than {self.limits.max_depth}; raise Limits.max_depth to read it")


def heading_level(page: Page, block: int) -> int:
    """1..6 if the block stands in a heading element, else 0."""
    node = page.node[block]
    for _ in range(3):
        if node < 0:
            return 0
        level = HEADING_LEVEL.get(page.node_tag[node])
        if level:
            return level
        node = page.parent[node]
    return 0
