"""What the draft says around a block: neighbours, blocks of the same make, place in the text."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from cleanpress.annotate.signals import Degrees, Signals, bin_names, bins, distances, product, shifted
from cleanpress.annotate.view import View
from cleanpress.model import Role

_context: Any
try:
    from cleanpress.annotate import _context
except ImportError:
    _context = None

#: Roles that say the same of their surroundings, by name of the group.
GROUPS: dict[str, tuple[Role, ...]] = {
    "text": (Role.PARAGRAPH,),
    "list": (Role.LIST_ITEM, Role.TABLE, Role.CODE, Role.FOOTNOTE),
    "aside": (Role.QUOTE, Role.PULL_QUOTE, Role.CORRECTION),
    "heading": (Role.SUBHEAD, Role.QUESTION),
    "title": (Role.HEADLINE, Role.KICKER, Role.STANDFIRST),
    "byline": (Role.BYLINE, Role.DATELINE),
    "caption": (Role.CAPTION, Role.CREDIT),
    "paywall": (Role.PAYWALL,),
    "signup": (Role.SIGNUP,),
    "teaser": (Role.TEASER,),
    "navigation": (Role.NAVIGATION,),
    "footer": (Role.FOOTER, Role.LEGAL),
    "consent": (Role.CONSENT,),
    "share": (Role.SHARE, Role.INTERFACE),
    "offer": (Role.ADVERT, Role.PROMO),
    "comments": (Role.COMMENTS,),
    "about": (Role.TAGS, Role.AUTHOR_BIO),
}
_GROUP = np.array([next((j for j, roles in enumerate(GROUPS.values()) if role in roles), -1) for role in Role])
_MEMBER = (_GROUP[:, None] == np.arange(len(GROUPS))).astype(np.float32)
_PARAGRAPH = list(Role).index(Role.PARAGRAPH)
_PAYWALL = list(Role).index(Role.PAYWALL)
_TEASER = list(Role).index(Role.TEASER)
_LIKELY = 0.4  # share from which a drafted prompt may end the article
_MOSTLY = 0.5  # share of the running text that has to lie before it
_PART = (0.001, 0.05, 0.2, 0.5, 0.8, 0.95, 0.999)
_NEAR = (1.5, 2.5, 4.5, 9.5, 20.5)
_PART_EDGES, _NEAR_EDGES = np.array(_PART), np.array(_NEAR)
_STEPS = ("before", "after", "before2", "after2")
NAMES = (
    *(f"draft.{step}.{g}" for step in _STEPS for g in GROUPS),
    *(f"draft.around.{g}" for g in GROUPS),
    *(f"draft.alike.{g}" for g in GROUPS),
    *bin_names("draft.text_before", _PART),
    *bin_names("draft.text_after", _PART),
    "draft.past_prompt",
    "draft.past_label",
    *bin_names("draft.last_text", _NEAR),
    *bin_names("draft.next_text", _NEAR),
)


def draft_around(view: View, draft: Degrees) -> Signals:
    """Degrees from the draft shares of the blocks around.

    Args:
        view: The page.
        draft: (blocks, roles), shares.
    """
    if _context is None:
        return Signals(NAMES, _plainly(view, draft))
    paragraphs, before, after = _text(view, draft)
    out = _context.draft_around(draft, _GROUP, len(GROUPS), view.alike, len(NAMES))
    _context.text_flow(
        paragraphs, before, after, draft, (_PAYWALL, _TEASER), (_LIKELY, _MOSTLY), _PART_EDGES, _NEAR_EDGES,
        out, 6 * len(GROUPS),
    )  # fmt: skip
    return Signals(NAMES, out)


def _plainly(view: View, draft: Degrees) -> Degrees:
    """The columns, array by array."""
    shares = product(draft, _MEMBER)
    columns = [
        *(shifted(shares, by) for by in (1, -1, 2, -2)),
        _around(shares, 5),
        _mean_of_others(shares, view.alike),
        *_text_flow(view, draft),
    ]
    return np.hstack(columns, dtype=np.float32)


def _text(view: View, draft: Degrees) -> tuple[Degrees, Degrees, Degrees]:
    """How far each block is running text, and what part of all of that lies before it and after it."""
    paragraphs = np.ascontiguousarray(draft[:, _PARAGRAPH])
    mass = paragraphs * view.size
    total = float(mass.sum()) + 1
    before = (np.cumsum(mass) - mass) / total
    return paragraphs, before, 1 - before - mass / total


def _around(shares: Degrees, reach: int) -> Degrees:
    """Mean over the blocks at most `reach` away, without the block itself."""
    n = len(shares)
    sums = np.zeros((n + 1, shares.shape[1]), dtype=np.float32)
    np.cumsum(shares, axis=0, out=sums[1:])
    at = np.arange(n)
    low, high = np.maximum(at - reach, 0), np.minimum(at + reach + 1, n)
    mean = (sums[high] - sums[low] - shares) / (high - low)[:, None]
    return np.asarray(mean, dtype=np.float32)


def _mean_of_others(shares: Degrees, key: NDArray[np.intp]) -> Degrees:
    """Mean over all blocks with the same key."""
    _, group = np.unique(key, return_inverse=True)
    order = np.argsort(group, kind="stable")
    starts = np.flatnonzero(np.diff(group[order], prepend=-1))
    sums = np.add.reduceat(shares[order], starts, axis=0)
    sizes = np.diff(starts, append=len(group)).astype(np.float32)
    return np.asarray((sums / sizes[:, None])[group], dtype=np.float32)


def _text_flow(view: View, draft: Degrees) -> list[NDArray[np.uint8]]:
    """How much of the running text lies before and after, how far the nearest is."""
    paragraphs, before, after = _text(view, draft)
    ends = (draft[:, [_PAYWALL, _TEASER]] > _LIKELY) & (before > _MOSTLY)[:, None]
    past = np.maximum.accumulate(ends, axis=0).astype(np.uint8)
    last, following = distances(paragraphs > 0.5)
    return [bins(before, _PART), bins(after, _PART), past, bins(last, _NEAR), bins(following, _NEAR)]
