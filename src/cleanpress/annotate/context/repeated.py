"""Pull quotes: blocks whose words stand in the article's text as well, before or after, whole or shortened."""

from __future__ import annotations

import re

import numpy as np

from cleanpress.annotate.signals import Degrees, Signals
from cleanpress.annotate.view import View
from cleanpress.model import Role

NAMES = (
    "repeated.whole",
    "repeated.mostly",
    "repeated.half",
    "repeated.not",
    "repeated.beside_whole",
    "repeated.later",
)
_WORD = re.compile(r"\w+")
_BODY = [list(Role).index(r) for r in (Role.PARAGRAPH, Role.LIST_ITEM, Role.QUOTE)]
_RUN = 4  # words of the shingles that point to a repetition
_REFRAIN = 6  # places after which a run of words is a refrain


def repeated(view: View, draft: Degrees) -> Signals:
    """How much of a block's words stands in one run in another block of the text.

    A fifth of pull quotes are verbatim, three quarters share one run of at least 60 % of their words.
    """
    page, words = view.page, view.words.tolist()
    out = np.zeros((len(page), len(NAMES)), dtype=np.uint8)
    body = draft[:, _BODY].sum(axis=1)
    long = [i for i, w in enumerate(words) if w >= 15 and body[i] > 0.5]
    tokens = {i: _WORD.findall(page.texts[i].lower()) for i in long}
    where: dict[tuple[str, ...], list[tuple[int, int]]] = {}
    for i, found in tokens.items():
        for k in range(len(found) - _RUN + 1):
            places = where.setdefault(tuple(found[k : k + _RUN]), [])
            if len(places) < _REFRAIN:
                places.append((i, k))
    if not where:
        return Signals(NAMES, out)
    for i, count in enumerate(words):
        if not 5 <= count <= 80 or view.linked[i] > 0.5:
            continue
        mine = tokens.get(i) or _WORD.findall(page.texts[i].lower())
        share, later = _longest(mine, i, where, tokens)
        out[i, 0] = share >= 0.95
        out[i, 1] = 0.6 <= share < 0.95
        out[i, 2] = 0.3 <= share < 0.6
        out[i, 3] = share < 0.3
        out[i, 5] = later and share >= 0.6
    out[1:, 4] += out[:-1, 0] + out[:-1, 1]
    return Signals(NAMES, out)


def _longest(
    mine: list[str], block: int, where: dict[tuple[str, ...], list[tuple[int, int]]], tokens: dict[int, list[str]]
) -> tuple[float, bool]:
    """Share of the longest run that another, longer block holds too, and whether that block comes later."""
    best, best_at = 0, -1
    size = len(mine)
    k = 0
    while k <= size - _RUN:
        reach = 0
        for other, at in where.get(tuple(mine[k : k + _RUN]), ()):
            theirs = tokens[other]
            if other == block or len(theirs) <= size:
                continue
            length = _RUN
            while k + length < size and at + length < len(theirs) and mine[k + length] == theirs[at + length]:
                length += 1
            if length > best:
                best, best_at = length, other
            reach = max(reach, length)
        k += max(1, reach - _RUN + 1)
    return best / max(size, 1), best_at > block
