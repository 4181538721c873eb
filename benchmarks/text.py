"""Text of a page and words of a text, the same for every tool."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress

import lxml.html
from lxml import etree
from w3lib.encoding import html_to_unicode

# noscript is seen: none of the tools runs scripts, and some forums put all their text there
UNSEEN = frozenset({"head", "script", "style", "template", "svg", "iframe", "textarea", "select", "math"})
INLINE = frozenset(
    "a abbr acronym b bdi bdo big cite code data del dfn em font i ins kbd label mark q rp rt ruby s samp small span "
    "strike strong sub sup time tt u var wbr".split()
)
# Han, kana, Thai, Lao, Burmese and Khmer are written without spaces: there each letter is a word of its own
_SPACELESS = (
    "\u2e80-\u2fdf\u3005-\u3007\u3040-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\U00020000-\U0003ffff"
)
_WORD = re.compile(rf"[{_SPACELESS}]|[^\W{_SPACELESS}]+")


def words(text: str, *, fold: bool = True) -> list[str]:
    """The words of a text, in lower case unless `fold` is False."""
    return _WORD.findall(text.lower() if fold else text)


def squash(text: str) -> str:
    """The text with every run of white space as one space."""
    return " ".join(text.split())


def decode(data: bytes) -> str:
    """A page's bytes as str.

    UTF-8 where they are valid UTF-8, whatever the page declares: saved pages were often re-coded and left their old
    declaration standing. Else by byte order mark and declared charset, else as Windows-1252.
    """
    if not data.isascii():
        with suppress(UnicodeDecodeError):
            return data.decode("utf-8-sig")
    return html_to_unicode(None, data)[1]


def parse(page: bytes | str) -> lxml.html.HtmlElement | None:
    """The tree of a page, or None where there is nothing to parse."""
    text = decode(page) if isinstance(page, bytes) else page
    # lxml refuses a str with an encoding declaration, and NUL ends a document for libxml2
    raw = text.replace("\x00", "").encode("utf-8", "replace")
    try:
        return lxml.html.document_fromstring(raw, parser=lxml.html.HTMLParser(encoding="utf-8", huge_tree=True))
    except etree.ParserError:  # no element in it at all
        return None


def blocks(page: bytes | str | lxml.html.HtmlElement) -> list[str]:
    """The visible text of a page, a string for each run of text between block-level tags."""
    tree = parse(page) if isinstance(page, (bytes, str)) else page
    if tree is None:
        return []
    found: list[str] = []
    run: list[str] = []
    for piece in _pieces(tree):
        if piece is None:
            found.append(squash("".join(run)))
            run = []
        else:
            run.append(piece)
    return [block for block in [*found, squash("".join(run))] if block]


def _pieces(tree: lxml.html.HtmlElement) -> Iterator[str | None]:
    """Strings in the order of the page, and None wherever a block begins or ends."""
    stack: list[tuple[lxml.html.HtmlElement, bool]] = [(tree, False)]
    while stack:
        element, closing = stack.pop()
        tag = element.tag if isinstance(element.tag, str) else None
        if not closing and tag is not None and tag not in UNSEEN:
            if tag not in INLINE:
                yield None
            if element.text:
                yield element.text
            stack.append((element, True))
            stack.extend((child, False) for child in reversed(element))
            continue
        if tag is not None and tag not in INLINE and tag not in UNSEEN:
            yield None
        if element.tail and element is not tree:
            yield element.tail
