"""What the markup says: tags around and inside a block, hints of class names, hidden, tables, lists."""

from __future__ import annotations

import numpy as np

from cleanpress.annotate.signals import Signals, from_bits
from cleanpress.annotate.view import View
from cleanpress.rules.hints import hints
from cleanpress.segment.tags import CONTEXT_NAMES

_TAGS = ("p", "div", "span", "li", "h1", "h2", "h3", "h4", "h5", "h6", "td", "th", "figcaption", "button", "label",
         "option", "section", "article", "blockquote", "dt", "dd", "pre", "body", "main", "header", "footer", "nav",
         "aside", "form", "figure", "summary", "address")  # fmt: skip
_BIT = {tag: 1 << i for i, tag in enumerate(_TAGS)}
_COUNT = len(CONTEXT_NAMES)
_NAMES = (
    *(f"markup.tag.{t}" for t in _TAGS),
    *(f"markup.in.{t}" for t in CONTEXT_NAMES),
    *(f"markup.has.{t}" for t in CONTEXT_NAMES),
    "markup.hidden",
    "markup.header_cell",
    "markup.nested_item",
)


def markup(view: View) -> Signals:
    """Tags: the block's own, those around it and those inside it."""
    page = view.page
    rest = np.zeros((len(view), 3), dtype=np.uint8)
    rest[:, 0] = page.hidden
    for i, cell in page.cells.items():
        rest[i, 1] = cell.header
    for i, item in page.items.items():
        rest[i, 2] = item.depth > 1
    own = from_bits([_BIT.get(tag, 0) for tag in page.tag], len(_TAGS))
    return Signals(_NAMES, np.hstack([own, from_bits(page.context, _COUNT), from_bits(page.inline, _COUNT), rest]))


def class_names(view: View) -> Signals:
    """Hints of class names and ids: on the block, on its two nearest ancestors, further out."""
    page = view.page
    names = hints().names
    own, near = np.array(page.hints_own, dtype=np.uint64), np.array(page.hints_near, dtype=np.uint64)
    far = np.array(page.hints_far, dtype=np.uint64) & ~(own | near)
    return Signals(
        tuple(f"class.{where}.{name}" for where in ("own", "near", "far") for name in names),
        np.hstack([from_bits(bits, len(names)) for bits in (own, near, far)]),
    )
