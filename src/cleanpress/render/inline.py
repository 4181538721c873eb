"""Cut a block's text into runs of the same markup."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from cleanpress.model import Mark

_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:", re.IGNORECASE)
_SAFE_SCHEMES = frozenset({"http:", "https:", "mailto:", "tel:", "ftp:"})
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")


class Run(NamedTuple):
    """A piece of text with its markup: the link's address or None, and emphasis."""

    text: str
    href: str | None
    strong: bool
    em: bool
    code: bool


def runs(text: str, marks: Sequence[Mark], *, em: bool = False) -> list[Run]:
    """The text in pieces that each have the same markup throughout; joined, they are the text.

    Marks may overlap, and may reach beyond the text; a link inside another link is left out.

    Args:
        text: The block's text.
        marks: Its marks.
        em: Whether all of it is emphasised, as captions are.
    """
    if not marks:
        return [Run(text, None, False, em, False)] if text else []
    size = len(text)
    changes: dict[int, dict[str, int]] = {0: {}, size: {}}
    for mark in marks:
        start, end = max(mark.start, 0), min(mark.end, size)
        if mark.kind != "link" and start < end:
            for edge, step in ((start, 1), (end, -1)):
                at = changes.setdefault(edge, {})
                at[mark.kind] = at.get(mark.kind, 0) + step
    links = _links(marks, size)
    for edge in links:
        changes.setdefault(edge, {})
    found: list[Run] = []
    depth = {"strong": 0, "em": int(em), "code": 0}
    href: str | None = None
    last = (href, False, em, False)
    edges = sorted(changes)
    begun = 0
    for start in edges[:-1]:
        for kind, step in changes[start].items():
            depth[kind] += step
        href = links.get(start, href)
        markup = (href, depth["strong"] > 0, depth["em"] > 0, depth["code"] > 0)
        if start and markup != last:
            found.append(Run(text[begun:start], *last))
            begun = start
        last = markup
    if size:
        found.append(Run(text[begun:], *last))
    return found


def safe_href(href: str | None) -> str | None:
    """The address without control characters, or None if it is empty or runs code (javascript:, data:, ...)."""
    if not href:
        return None
    address = _CONTROL.sub("", href).strip()
    scheme = _SCHEME.match(address)
    if not address or (scheme and scheme[0].lower() not in _SAFE_SCHEMES):
        return None
    return address


def _links(marks: Sequence[Mark], size: int) -> dict[int, str | None]:
    """The address from each place on where it changes; a link that begins inside another is left out."""
    found: dict[int, str | None] = {}
    reached = 0
    for mark in sorted((mark for mark in marks if mark.kind == "link"), key=lambda mark: mark.start):
        start, end = max(mark.start, 0), min(mark.end, size)
        if reached <= start < end and (href := safe_href(mark.href)):
            found[start] = href
            found[end] = None
            reached = end
    return found
