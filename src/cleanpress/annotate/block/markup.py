"""What the markup says: tags around and inside a block, hints of class names, hidden, tables, lists."""

from __future__ import annotations

import numpy as np

from cleanpress.annotate.signals import Degrees, Signals, from_bits
from cleanpress.rules.hints import hints
from cleanpress.segment.page import Page
from cleanpress.segment.tags import CONTEXT_NAMES

_TAGS = ("p", "div", "span", "li", "h1", "h2", "h3", "h4", "h5", "h6", "td", "th", "figcaption", "button", "label",
         "option", "section", "article", "blockquote", "dt", "dd", "pre", "body", "main", "header", "footer", "nav",
         "aside", "form", "figure", "summary", "address")  # fmt: skip
_GROUP = {tag: i for i, tag in enumerate(_TAGS)}
_BY_TAG = (
    *(f"markup.tag.{t}" for t in _TAGS),
    *(f"markup.in.{t}" for t in CONTEXT_NAMES),
    *(f"markup.has.{t}" for t in CONTEXT_NAMES),
    "markup.hidden",
    "markup.header_cell",
    "markup.nested_item",
)
_COUNT = len(CONTEXT_NAMES)


def markup(page: Page) -> Signals:
    """Tags: the block's own, those around it and those inside it."""
    n = len(page)
    out = np.zeros((n, len(_BY_TAG)), dtype=np.float32)
    rows = [(i, _GROUP[t]) for i, t in enumerate(page.tag) if t in _GROUP]
    if rows:
        out[tuple(zip(*rows, strict=True))] = 1
    at = len(_TAGS)
    out[:, at : at + _COUNT] = from_bits(page.context, _COUNT)
    at += _COUNT
    out[:, at : at + _COUNT] = from_bits(page.inline, _COUNT)
    at += _COUNT
    out[:, at] = page.hidden
    for i, cell in page.cells.items():
        out[i, at + 1] = cell.header
    for i, item in page.items.items():
        out[i, at + 2] = item.depth > 1
    return Signals(_BY_TAG, out)


def class_names(page: Page) -> Signals:
    """Hints of class names and ids: on the block, on its two nearest ancestors, further out."""
    names = hints().names
    far = [f & ~(o | a) for f, o, a in zip(page.hints_far, page.hints_own, page.hints_near, strict=True)]
    columns: list[Degrees] = [from_bits(bits, len(names)) for bits in (page.hints_own, page.hints_near, far)]
    return Signals(
        tuple(f"class.{where}.{name}" for where in ("own", "near", "far") for name in names),
        np.hstack(columns).astype(np.float32),
    )
