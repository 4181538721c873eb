"""Another whole article on the page: endless scroll, "keep reading", the text of a pop-up."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from cleanpress.annotate.signals import Degrees
from cleanpress.annotate.view import View
from cleanpress.decide.passages.kinds import POINTS
from cleanpress.decide.scorecard import ROLES
from cleanpress.model import Evidence, Role

_TAG = "article"
_HEADLINE, _TEASER = ROLES.index(Role.HEADLINE), ROLES.index(Role.TEASER)
_SIGNED = [ROLES.index(Role.BYLINE), ROLES.index(Role.DATELINE)]
_LIKELY = 0.5  # share of teaser from which a heading is that of another article
_TOP = 3  # blocks that may stand over the heading in its article
_OPENING = 8  # blocks in which its author and date stand


def another_article(view: View, shares: Degrees, roles: NDArray[np.intp]) -> dict[int, list[Evidence]]:
    """Evidence that blocks belong to an article other than the page's own.

    Its paragraphs read like any article's, so single blocks cannot tell. But an `article` element that does not hold
    the page's headline is another piece as a whole if it is an outermost one and a heading that is a teaser stands at
    its top, or if it comes behind the article of the headline and has a heading, and an author or a date, of its own.

    Args:
        view: The page.
        shares: (blocks, roles), shares of the verdict.
        roles: The likeliest role of each block.
    """
    ends = view.page.node_end
    if view.page.node_tag.count(_TAG) <= 1:
        return {}
    starts = [i for i, tag in enumerate(view.page.node_tag) if tag == _TAG]
    titles = view.node[roles == _HEADLINE]
    if not len(titles):
        return {}
    told = Evidence("another.article", Role.TEASER, POINTS)
    home = max((start for start in starts if start <= titles[0] < ends[start]), default=None)
    found: dict[int, list[Evidence]] = {}
    behind = last = -1
    for start in starts:
        outermost = start >= behind
        behind = max(behind, ends[start])
        if start < last or ((titles >= start) & (titles < ends[start])).any():
            continue
        blocks = np.flatnonzero((view.node >= start) & (view.node < ends[start]))
        later = home is not None and start >= ends[home] and _is_signed(view, roles, blocks)
        if (later or (outermost and _is_headed(view, shares, blocks))) and (roles[blocks] != _TEASER).any():
            found.update((int(block), [told]) for block in blocks)
            last = ends[start]
    return found


def _is_headed(view: View, shares: Degrees, blocks: NDArray[np.intp]) -> bool:
    """Whether a teaser's heading stands at the top of the blocks."""
    top = blocks[: _TOP + 1][view.heading[blocks[: _TOP + 1]]]
    return len(top) > 0 and bool(shares[top[0], _TEASER] > _LIKELY)


def _is_signed(view: View, roles: NDArray[np.intp], blocks: NDArray[np.intp]) -> bool:
    """Whether a heading, and an author or a date, stand at the top of the blocks."""
    opening = blocks[:_OPENING]
    return bool(view.heading[opening].any() and np.isin(roles[opening], _SIGNED).any())
