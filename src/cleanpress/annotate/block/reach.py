"""What has been said before on the page and what comes later: where no markup tells the parts of a page, order does."""

from __future__ import annotations

from functools import cache

import numpy as np
from numpy.typing import NDArray

from cleanpress.annotate.signals import Signals
from cleanpress.annotate.view import View
from cleanpress.rules.phrases import telling_cues


def reach(view: View, cues: NDArray[np.uint8]) -> Signals:
    """Of each group of cues, whether any block above a block has one, and any below: a menu after the imprint's line.

    Args:
        view: The page.
        cues: (blocks, cues): whether a cue was found in a block.
    """
    names, starts = _groups()
    if not len(view):
        return Signals(names, np.zeros((0, len(names)), dtype=np.uint8))
    found = np.maximum.reduceat(cues, starts, axis=1)
    out = np.zeros((len(view), 2 * len(starts)), dtype=np.uint8)
    out[1:, : len(starts)] = np.maximum.accumulate(found[:-1], axis=0)
    out[:-1, len(starts) :] = np.maximum.accumulate(found[:0:-1], axis=0)[::-1]
    return Signals(names, out)


@cache
def _groups() -> tuple[tuple[str, ...], list[int]]:
    """The columns, and where each group of cues (the part of the name before the point) starts."""
    groups = [cue.partition(".")[0] for cue in telling_cues()]
    starts = [i for i, group in enumerate(groups) if not i or group != groups[i - 1]]
    names = [groups[i] for i in starts]
    return tuple(f"{how}.{name}" for how in ("past", "ahead") for name in names), starts
