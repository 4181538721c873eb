"""Where a block stands against the body."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from cleanpress.annotate.view import View
from cleanpress.rules.site.schema import Position
from cleanpress.segment.page import Page


class Body(NamedTuple):
    """The body: its first and last block, and all its blocks."""

    first: int
    last: int
    blocks: frozenset[int]


def body_of(page: Page) -> Body | None:
    """The running text in the innermost element that holds most of it; None for a page without any."""
    if not len(page):
        return None
    view = View(page)
    found = np.flatnonzero((view.running > 0) & (view.best_container[1] if page.form == "html" else True))
    return Body(int(found[0]), int(found[-1]), frozenset(found.tolist())) if len(found) else None


def at_position(position: Position, blocks: dict[int, int], body: Body | None) -> dict[int, int]:
    """Those of the blocks that stand there; none where the page has no body to stand against."""
    if not blocks:
        return {}
    if position == "first" or position == "last":
        block = min(blocks) if position == "first" else max(blocks)
        return {block: blocks[block]}
    if body is None:
        return {}
    if position == "before_body":
        return {b: d for b, d in blocks.items() if b < body.first}
    if position == "after_body":
        return {b: d for b, d in blocks.items() if b > body.last}
    return {b: d for b, d in blocks.items() if body.first <= b <= body.last}
