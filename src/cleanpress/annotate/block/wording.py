"""What the words say: the cues of the lexicons that a block's text gives."""

from __future__ import annotations

import numpy as np

from cleanpress.annotate.signals import Signals
from cleanpress.annotate.view import View, word_count
from cleanpress.rules.languages import languages_of
from cleanpress.rules.phrases import Lexicons, cue_names, find, lexicons
from cleanpress.segment.page import Page


def lexicons_of(page: Page) -> Lexicons:
    """The lexicons of the languages that a page is written in."""
    return lexicons(languages_of(page.texts, page.lang))


def words_behind(text: str, books: Lexicons) -> dict[str, str]:
    """For each cue found in a block's text, the phrase that gave it: what triggered a wording signal."""
    cues = cue_names()
    return {cues[hit.cue]: hit.phrase for hit in find([text], [word_count(text)], books)}


def wording(view: View) -> Signals:
    """One column for each cue found anywhere in a block, one for a cue that fills most of it."""
    page = view.page
    cues = cue_names()
    out = np.zeros((len(view), 2 * len(cues) + 3), dtype=np.uint8)
    kinds: dict[int, set[int]] = {}
    books = lexicons_of(page)
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
