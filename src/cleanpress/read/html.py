"""HTML as a stream of events, from libxml2's own event stream or from a finished tree."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Protocol

from lxml import etree

from cleanpress.errors import InputError


class Sink(Protocol):
    """Takes the events of a page in order; every start has its end."""

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        """An element begins."""

    def end(self, tag: str) -> None:
        """The innermost element ends."""

    def data(self, text: str) -> None:
        """Text, in pieces as the parser finds it."""

    def close(self) -> None:
        """The page is at its end."""


def in_utf8(text: str | bytes) -> bytes:
    """Markup as bytes; those given are in UTF-8."""
    return text if isinstance(text, bytes) else text.encode("utf-8", "replace")


def feed_html(text: str | bytes, sink: Sink) -> None:
    """Parse HTML as libxml2 repairs it. No tree is built, so none can be changed (and a walk over it is saved).

    Raises:
        InputError: The parser found nothing to parse.
    """
    parser = etree.HTMLParser(target=sink, encoding="utf-8", huge_tree=True)
    try:
        etree.fromstring(in_utf8(text), parser)
    except (etree.ParserError, etree.XMLSyntaxError) as error:
        raise InputError(f"no HTML in it: {error}") from error


def parse_html(text: str | bytes) -> Any:
    """The root of the tree that libxml2 makes of HTML; None where there is no element.

    Raises:
        InputError: The parser found nothing to parse.
    """
    parser = etree.HTMLParser(encoding="utf-8", huge_tree=True)
    try:
        return etree.fromstring(in_utf8(text), parser)
    except (etree.ParserError, etree.XMLSyntaxError) as error:
        raise InputError(f"no HTML in it: {error}") from error


def feed_tree(tree: Any, sink: Sink) -> None:
    """Give the events of an lxml tree, which is only read.

    Raises:
        InputError: A tree without a root.
    """
    root = tree.getroot() if hasattr(tree, "getroot") else tree
    if root is None:
        raise InputError("the tree has no root element")
    for action, element in etree.iterwalk(root, events=("start", "end", "comment", "pi")):
        if action == "start":
            sink.start(_name(element), element.attrib)
            if element.text:
                sink.data(element.text)
            continue
        if action == "end":
            sink.end(_name(element))
        if element.tail and element is not root:
            sink.data(element.tail)
    sink.close()


def _name(element: Any) -> str:
    """The tag as the HTML parser would give it: no namespace, lower case."""
    return str(element.tag).rpartition("}")[2].lower()
