"""HTML to a page.

Compiled, markup is read by the parser's own events, or by a walk over a tree where lxml does not show its parser; not
compiled, by lxml's events.
"""

from __future__ import annotations

from typing import Any

from cleanpress.errors import InputError
from cleanpress.model import Limits
from cleanpress.read.html import feed_html, feed_tree, in_utf8, parse_html
from cleanpress.segment.html import PageBuilder
from cleanpress.segment.page import Page

try:
    from cleanpress.segment._walk import walk
except ImportError:
    walk = None
try:
    from cleanpress.segment._events import read
except ImportError:
    read = None


def build_from_text(text: str | bytes, page: Page, limits: Limits) -> Any:
    """Fill a page from markup; gives the root of the tree, None where none was made.

    Args:
        text: The markup; bytes are in UTF-8.
        page: A page fresh from its constructor.
        limits: How many elements and how deep.

    Raises:
        InputError: There is nothing to parse, or more than the limits allow.
    """
    if read is not None and read(in_utf8(text), page, limits):
        return None
    if walk is None:
        feed_html(text, PageBuilder(page, limits))
        return None
    root = parse_html(text)
    if root is not None:
        walk(root, page, limits, rest=True)
    return root


def build_from_tree(tree: Any, page: Page, limits: Limits) -> None:
    """Fill a page from an lxml tree or element, which is only read.

    Raises:
        InputError: A tree without a root, or larger than the limits.
    """
    root = tree.getroot() if hasattr(tree, "getroot") else tree
    if root is None:
        raise InputError("the tree has no root element")
    if walk is None:
        feed_tree(root, PageBuilder(page, limits))
    else:
        walk(root, page, limits)
