"""HTML as a flat list of events, from libxml2's own event stream or from a finished tree."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from lxml import etree

from cleanpress.errors import InputError

#: A start tag is (tag, attributes), an end tag None, text a str.
Event = tuple[str, Mapping[str, str]] | str | None


class _Collector:
    """Parser target: no tree is built, so none can be changed (and 0.7 parses are saved)."""

    def __init__(self) -> None:
        self.events: list[Event] = []
        self.data = self.events.append

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        self.events.append((tag, attributes))

    def end(self, tag: str) -> None:
        self.events.append(None)

    def close(self) -> None:
        return None


def html_events(text: str) -> list[Event]:
    """Parse HTML as libxml2 repairs it; start and end events are balanced.

    Raises:
        InputError: The parser found nothing to parse.
    """
    collector = _Collector()
    parser = etree.HTMLParser(target=collector, encoding="utf-8", huge_tree=True)
    try:
        etree.fromstring(text.encode("utf-8", "replace"), parser)
    except (etree.ParserError, etree.XMLSyntaxError) as error:
        if not collector.events:
            raise InputError(f"no HTML in it: {error}") from error
    return collector.events


def tree_events(tree: Any) -> list[Event]:
    """The events of an lxml tree, which is only read."""
    root = tree.getroot() if hasattr(tree, "getroot") else tree
    if root is None:
        raise InputError("the tree has no root element")
    events: list[Event] = []
    for action, element in etree.iterwalk(root, events=("start", "end", "comment", "pi")):
        if action == "start":
            tag = element.tag
            events.append((tag.rpartition("}")[2].lower(), element.attrib))
            if element.text:
                events.append(element.text)
            continue
        if action == "end":
            events.append(None)
        if element.tail and element is not root:
            events.append(element.tail)
    return events
