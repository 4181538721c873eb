"""Another whole article on the page: endless scroll, "keep reading", the text of a pop-up."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from cleanpress.annotate.signals import Degrees
from cleanpress.annotate.view import View
from cleanpress.decide.scorecard import ROLES
from cleanpress.model import Evidence, Role

_TAG = "article"
_HEADLINE, _TEASER = ROLES.index(Role.HEADLINE), ROLES.index(Role.TEASER)
_LIKELY = 0.5  # share of teaser from which a heading is that of another article
_TOP = 3  # blocks that may stand over the heading in its article
POINTS = 600.0


def another_article(view: View, shares: Degrees) -> dict[int, list[Evidence]]:
    """Evidence that blocks belong to an article other than the page's own.

    Its paragraphs read like any article's, so single blocks cannot tell. But an outermost `article` element that does
    not hold the page's headline, and at whose top a heading stands that is a teaser, is another piece as a whole.

    Args:
        view: The page.
        shares: (blocks, roles), shares of the verdict.
    """
    if view.page.node_tag.count(_TAG) <= 1:
        return {}
    starts = [i for i, tag in enumerate(view.page.node_tag) if tag == _TAG]
    roles = shares.argmax(axis=1)
    titles = view.node[roles == _HEADLINE]
    if not len(titles):
        return {}
    told = Evidence("another.article", Role.TEASER, POINTS)
    found: dict[int, list[Evidence]] = {}
    behind = -1
    for start in starts:
        end = view.page.node_end[start]
        if start < behind:
            continue  # inside the last one
        behind = end
        if not ((titles >= start) & (titles < end)).any():
            blocks = np.flatnonzero((view.node >= start) & (view.node < end))
            if _is_headed(view, shares, blocks) and (roles[blocks] != _TEASER).any():
                found.update((int(block), [told]) for block in blocks)
    return found


def _is_headed(view: View, shares: Degrees, blocks: NDArray[np.intp]) -> bool:
    """Whether a teaser's heading stands at the top of the blocks."""
    top = blocks[: _TOP + 1][view.heading[blocks[: _TOP + 1]]]
    return len(top) > 0 and bool(shares[top[0], _TEASER] > _LIKELY)
