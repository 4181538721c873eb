"""What the markup says: tags around and inside a block, hints of class names, hidden, tables, lists."""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from cleanpress.annotate.signals import Signals, from_bits
from cleanpress.annotate.view import View
from cleanpress.rules.hints import hints
from cleanpress.segment.tags import CONTEXT_NAMES

_markup: Any
try:
    from cleanpress.annotate import _markup
except ImportError:
    _markup = None

_TAGS = ("p", "div", "span", "li", "h1", "h2", "h3", "h4", "h5", "h6", "td", "th", "figcaption", "button", "label",
         "option", "section", "article", "blockquote", "dt", "dd", "pre", "body", "main", "header", "footer", "nav",
         "aside", "form", "figure", "summary", "address")  # fmt: skip
_COLUMN = {tag: i for i, tag in enumerate(_TAGS)}
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
    if _markup is not None:
        return Signals(_NAMES, _markup.markup(view.page, _COLUMN, len(_TAGS), _COUNT))
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
    names = hints().names
    columns = _hint_columns(view, len(names)) if _markup is None else _markup.class_names(view.page, len(names))
    return Signals(_named(names), columns)


@cache
def _named(hint_names: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(f"class.{where}.{name}" for where in ("own", "near", "far") for name in hint_names)


def _hint_columns(view: View, count: int) -> NDArray[np.uint8]:
    page = view.page
    own, near = np.array(page.hints_own, dtype=np.uint64), np.array(page.hints_near, dtype=np.uint64)
    far = np.array(page.hints_far, dtype=np.uint64) & ~(own | near)
    return np.hstack([from_bits(bits, count) for bits in (own, near, far)])
