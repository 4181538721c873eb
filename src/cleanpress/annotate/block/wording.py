"""What the words say: the cues of the lexicons that a block's text gives."""

from __future__ import annotations

import numpy as np

from cleanpress.annotate.signals import Signals
from cleanpress.annotate.view import View, word_count
from cleanpress.rules.languages import languages_of
from cleanpress.rules.phrases import cue_names, find, lexicons
from cleanpress.segment.page import Page


def words_behind(page: Page, block: int) -> dict[str, str]:
    """For each cue found in a block, the phrase that gave it: what triggered a wording signal."""
    cues = cue_names()
    books = lexicons(languages_of(page.texts, page.lang))
    text = page.texts[block]
    return {cues[hit.cue]: hit.phrase for hit in find([text], [word_count(text)], books)}


def wording(view: View) -> Signals:
    """One column for each cue found anywhere in a block, one for a cue that fills most of it."""
    page = view.page
    cues = cue_names()
    out = np.zeros((len(view), 2 * len(cues) + 3), dtype=np.uint8)
    kinds: dict[int, set[int]] = {}
    books = lexicons(languages_of(page.texts, page.lang))
    for hit in find(page.texts, view.words.tolist(), books, view.folded):
        out[hit.block, hit.cue] = 1
        if 2 * len(hit.phrase) >= len(page.texts[hit.block]):
            out[hit.block, len(cues) + hit.cue] = 1
        kinds.setdefault(hit.block, set()).add(hit.cue)
    for block, found in kinds.items():
        out[block, -3] = len(found) >= 2
        out[block, -2] = len(found) >= 3
        out[block, -1] = 1
    out[:, -1] ^= 1
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
