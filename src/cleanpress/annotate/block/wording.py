"""What the words say: the cues of the lexicons that a block's text gives."""

from __future__ import annotations

from functools import cache

import numpy as np

from cleanpress.annotate.signals import Signals
from cleanpress.annotate.view import View, word_count
from cleanpress.rules.languages import languages_of
from cleanpress.rules.phrases import Lexicons, count_marks, cue_names, find, lexicons, mark_in, telling_cues
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
    cues = len(cue_names())
    out = np.zeros((len(view), 2 * cues + 3), dtype=np.uint8)
    mark_in(view.folded, view.text.ends, view.words.astype(np.intc, copy=False), lexicons_of(view.page), out)
    count_marks(out, len(telling_cues()))
    return Signals(_names(), out)


@cache
def _names() -> tuple[str, ...]:
    cues = cue_names()
    said, mostly = (f"wording.{c}" for c in cues), (f"wording.mostly.{c}" for c in cues)
    return (*said, *mostly, "wording.two_cues", "wording.three_cues", "wording.none")
