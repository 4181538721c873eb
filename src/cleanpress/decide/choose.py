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


def best_cut(chances: NDArray[Any], words: NDArray[Any]) -> float:
    """The chance from which a block is worth having in the text, 0.1..0.5.

    The text of the k likeliest blocks shares so many words with the true one, and has so many, that its F1 can be
    foretold; a block is worth having if its chance is at least half the best F1 that can be had (Ye et al., Optimizing
    F-measure, 2012). On a page of which all is sure that is a half; the less sure a page, the lower the bar.

    Args:
        chances: Chance that each block belongs to the text, 0..1.
        words: Words of each block.
    """
    order = np.argsort(-chances, kind="stable")
    right = np.cumsum((chances * words)[order])
    if not len(right) or right[-1] <= 0:
        return 0.5
    expected = 2 * right / (np.cumsum(words[order]) + right[-1])
    return max(_LEAST, float(expected.max()) / 2)


def choose(shares: Degrees, chances: NDArray[Any], cut: float) -> NDArray[np.intp]:
    """Role of each block: the likeliest of those that make up text where the block is in it, else of the others.

    Args:
        shares: (blocks, roles), sum 1 in each row.
        chances: Chance that each block belongs to the text.
        cut: The chance from which it does.
    """
    inside = np.where(TEXT, shares, -1).argmax(axis=1)
    outside = np.where(TEXT, -1, shares).argmax(axis=1)
    return np.asarray(np.where(chances >= cut, inside, outside), dtype=np.intp)
