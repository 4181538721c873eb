"""What the words say: the cues of the lexicons that a block's text gives."""

from __future__ import annotations

import numpy as np

from cleanpress.annotate.signals import Signals
from cleanpress.rules.phrases import lexicons, find
from cleanpress.segment.page import Page


def wording(page: Page, words: list[int]) -> Signals:
    """One column for each cue found anywhere in a block, one for a cue that fills most of it.

    Args:
        page: The page.
        words: Length of each block in words.
    """
    cues = lexicons().cues
    out = np.zeros((len(page), 2 * len(cues) + 3), dtype=np.float32)
    covered = np.zeros(len(page), dtype=np.float32)
    kinds: dict[int, set[int]] = {}
    for hit in find(page.texts, words):
        out[hit.block, hit.cue] = 1
        covered[hit.block] += len(hit.phrase)
        if 2 * len(hit.phrase) >= len(page.texts[hit.block]):
            out[hit.block, len(cues) + hit.cue] = 1
        kinds.setdefault(hit.block, set()).add(hit.cue)
    for block, found in kinds.items():
        out[block, -3] = len(found) >= 2
        out[block, -2] = len(found) >= 3
    out[:, -1] = covered == 0
    return Signals(
        (
            *(f"wording.{c}" for c in cues),
            *(f"wording.mostly.{c}" for c in cues),
            "wording.two_cues",
            "wording.three_cues",
            "wording.none",
        ),
        out,
    )
