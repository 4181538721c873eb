"""What the parts of a page say of its blocks: roles passed along the tree of elements.

Every element that parts the page into others has a role, and what stands in it has the same but for a chance: a hidden
Markov tree (Crouse, Nowak and Baraniuk, *Wavelet-based statistical signal processing using hidden Markov models*,
1998). Messages up and down the tree (Pearl, *Probabilistic reasoning in intelligent systems*, 1988) give what all other
blocks say of one, the more the nearer they stand.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from cleanpress.annotate.signals import Degrees
from cleanpress.segment.page import Page

_branches: Any
try:
    from cleanpress.annotate import _branches
except ImportError:
    _branches = None

_FAINT = 1e-60  # nothing that could come back
_LEAST = 1e-5  # share of a role that is out of the question


class Branches(NamedTuple):
    """The elements at which a page parts, in document order.

    Attributes:
        parent: Of each, the next one above; the first is the root, -1.
        of: The innermost one that holds each block.
    """

    parent: NDArray[np.intp]
    of: NDArray[np.intp]


def branches_of(page: Page) -> Branches:
    """The root, and each element that holds two blocks or more, not all of them in one child."""
    if _branches is not None:
        return Branches(*_branches.branches_of(page.parent, page.node))
    inner = np.maximum(np.asarray(page.node, np.intp), 0)
    above = np.maximum(np.asarray(page.parent, np.intp), 0)  # what stands beside the root goes below it
    own = np.bincount(inner, minlength=max(1, len(above)))
    held, parts = own.copy(), np.zeros(len(own), np.intp)
    for node in range(len(own) - 1, 0, -1):
        held[above[node]] += held[node]
        parts[above[node]] += held[node] > 0
    nearest, parent = np.zeros(len(own), np.intp), [-1]
    for node in range(1, len(own)):
        nearest[node] = nearest[above[node]]
        if held[node] > 1 and (own[node] or parts[node] > 1):
            parent.append(int(nearest[node]))
            nearest[node] = len(parent) - 1
    return Branches(np.array(parent, np.intp), nearest[inner])


def heard(branches: Branches, shares: Degrees, change: float, odd: float) -> Degrees:
    """What all other blocks say of the role of the element that each block stands in, (blocks, roles), summing to 1.

    Args:
        branches: Of the page.
        shares: (blocks, roles), what each block looks like by itself.
        change: Chance that an element's role is drawn anew, whatever its parent's.
        odd: The same for a block in its element.
    """
    if _branches is not None:
        return _branches.heard(branches.parent, branches.of, shares, change, odd, _LEAST)  # type: ignore[no-any-return]
    seen = np.maximum(shares.astype(np.float64), _LEAST)
    said = _redrawn(seen, odd)
    up = np.ones((len(branches.parent), shares.shape[1]))
    for block, branch in enumerate(branches.of):
        up[branch] = _times(up[branch], said[block])
    passed = np.ones_like(up)
    for branch in range(len(up) - 1, 0, -1):
        passed[branch] = _redrawn(up[branch], change)
        up[branches.parent[branch]] = _times(up[branches.parent[branch]], passed[branch])
    down = np.ones_like(up)
    for branch in range(1, len(up)):
        above = branches.parent[branch]
        down[branch] = _redrawn(down[above] * (up[above] / passed[branch]), change)
    return _to_one((down * up)[branches.of] / said).astype(np.float32)


def agreed(shares: Degrees, told: Degrees, odd: float, mixed: NDArray[np.bool_]) -> Degrees:
    """The shares of blocks with what is `heard` of their elements, (blocks, roles), summing to 1.

    Args:
        shares: (blocks, roles), what each block looks like by itself.
        told: What is heard, likewise.
        odd: Chance that a block's role is drawn anew, whatever its element's.
        mixed: Roles that stand in one element by nature, as paragraphs and subheads do: among these a block's own look
            decides.
    """
    if _branches is not None:
        return _branches.agreed(shares, told, odd, mixed.view(np.uint8), _LEAST)  # type: ignore[no-any-return]
    seen = np.maximum(shares, np.float32(_LEAST))
    more = _redrawn(told, odd)
    of_mixed = seen[:, mixed]
    more[:, mixed] = ((of_mixed * more[:, mixed]).sum(axis=1) / of_mixed.sum(axis=1))[:, None]
    return _to_one(seen * more).astype(np.float32)


def _redrawn(shares: NDArray[Any], chance: float) -> NDArray[Any]:
    """Shares of a role that is drawn anew by chance."""
    return np.asarray(_to_one(shares) * (1 - chance) + chance / shares.shape[-1])


def _times(product: NDArray[Any], by: NDArray[Any]) -> NDArray[Any]:
    """The product with the greatest 1, lest many of them come to nothing."""
    more = product * by
    return np.asarray(np.maximum(more / more.max(), _FAINT))


def _to_one(shares: NDArray[Any]) -> NDArray[Any]:
    return np.asarray(shares / shares.sum(axis=-1, keepdims=True))
