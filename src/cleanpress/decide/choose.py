"""Which blocks make up the text: those that give the best text to be expected, by the chance of each."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from cleanpress.annotate.signals import Degrees
from cleanpress.decide.scorecard import ROLES
from cleanpress.model import KEEP

_LEAST = 0.1  # chance under which nothing is text, be there nothing better
TEXT = np.array([role in KEEP for role in ROLES])
_WEIGHTS = TEXT.astype(np.float32)


def best_cut(chances: NDArray[Any], words: NDArray[Any]) -> float:
    """The chance from which a block is worth having in the text, 0.1..0.5.

    The text of the k likeliest blocks shares so many words with the true one, and has so many, that its F1 can be
    foretold; a block is worth having if its chance is at least half the best F1 that can be had (Ye et al., Optimizing
    F-measure, 2012). On a page of which all is sure that is a half; the less sure a page, the lower the bar.

    Args:
        chances: Chance that each block belongs to the text, 0..1.
        words: Words of each block.
    """
    gains = chances * words
    total = float(gains.sum())
    if total <= 0:
        return 0.5
    likely = np.flatnonzero(chances >= _LEAST)  # the others are never worth it
    if not len(likely):
        return _LEAST
    order = likely[np.argsort(-chances[likely], kind="stable")]
    expected = 2 * np.cumsum(gains[order]) / (np.cumsum(words[order]) + total)
    return max(_LEAST, float(expected.max()) / 2)


def in_text(shares: Degrees) -> Degrees:
    """Chance of each block that its role is one of those that make up text: (blocks, roles) to (blocks)."""
    return np.asarray(shares @ _WEIGHTS)


def choose(shares: Degrees, likeliest: NDArray[np.intp], chances: NDArray[Any], cut: float) -> NDArray[np.intp]:
    """Role of each block: the likeliest of those that make up text where the block is in it, else of the others.

    Args:
        shares: (blocks, roles), sum 1 in each row.
        likeliest: The role with the largest share of each block.
        chances: Chance that each block belongs to the text.
        cut: The chance from which it does.
    """
    inside = chances >= cut
    other = np.flatnonzero(TEXT[likeliest] != inside)
    if not len(other):
        return likeliest
    roles = likeliest.copy()
    allowed = inside[other, None] == TEXT
    roles[other] = np.where(allowed, shares[other], -1).argmax(axis=1)
    return roles
