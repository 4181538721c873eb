"""A body that stands in the page's JSON-LD alone is found all the same: its paragraphs become blocks."""

from __future__ import annotations

import re

from cleanpress.model import Limits
from cleanpress.segment.page import Page
from cleanpress.segment.text import segment_text

_LEAST = 400  # letters from which a declared body is worth it
_PROBE = 40  # letters that are looked for among the visible text
_PROBES = 6
_VISIBLE = 600  # letters of long visible blocks from which the page has a body of its own
_LONG = 80
_TEMPLATE = re.compile(r"<(/?)template\b", re.IGNORECASE)


def add_declared_body(page: Page, limits: Limits) -> None:
    """Append the paragraphs of the declared `articleBody` if nothing of it is visible and the page has no other body.

    A gated page shows at least the beginning of its article, so nothing is unlocked by this.

    Args:
        page: A page fresh from its segmenter.
        limits: As for the page.
    """
    body = page.declared.article_body or ""
    if len(body) < _LEAST or page.declared.access in ("locked", "metered"):
        return
    if has_body(page):
        return
    seen = " ".join(" ".join(page.texts).split())
    flat = " ".join(body.split())
    step = max(_PROBE, len(flat) // _PROBES)
    if any(flat[at : at + _PROBE] in seen for at in range(0, len(flat) - _PROBE, step)):
        return
    found = segment_text(body, page.url, limits)
    first = len(page.texts)
    for text, tag in zip(found.texts, found.tag, strict=True):
        _append(page, text, tag or "p")
    page.rescued = range(first, len(page.texts))


def has_body(page: Page) -> bool:
    """Whether the page shows text of some length."""
    return sum(len(t) for t in page.texts if len(t) >= _LONG) >= _VISIBLE


def opened(markup: str | bytes) -> str | None:
    """The markup with its templates as plain containers: a script would show them; None if there are none."""
    if isinstance(markup, bytes):
        markup = markup.decode("utf-8", "replace")
    found, count = _TEMPLATE.subn(r"<\1div", markup)
    return found if count else None


def _append(page: Page, text: str, tag: str) -> None:
    page.texts.append(text)
    page.tag.append(tag)
    page.node.append(0)
    page.make.append((tag, 0, "", 0, "", 0))
    page.hidden.append(True)
    for column in (page.linked, page.links, page.strong, page.context, page.inline):
        column.append(0)
    for column in (page.hints_own, page.hints_near, page.hints_far):
        column.append(0)
