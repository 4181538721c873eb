"""Pull quotes: blocks whose words stand in the article's text as well, before or after, whole or shortened."""

from __future__ import annotations

import re
from collections.abc import Iterable

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


def repeated(view: View, draft: Degrees) -> Signals:
    """How much of a block's words stands in one run in another block of the text.

    A fifth of pull quotes are verbatim, three quarters share one run of at least 60 % of their words.
    """
    page, words = view.page, view.words.tolist()
    out = np.zeros((len(page), len(NAMES)), dtype=np.uint8)
    body = draft[:, _BODY].sum(axis=1)
    long = [i for i, w in enumerate(words) if w >= 15 and body[i] > 0.5]
    tokens = {i: _WORD.findall(page.texts[i].lower()) for i in long}
    where: dict[tuple[str, ...], list[int]] = {}
    for i, found in tokens.items():
        for k in range(len(found) - _RUN + 1):
            where.setdefault(tuple(found[k : k + _RUN]), []).append(i)
    if not where:
        return Signals(NAMES, out)
    for i, count in enumerate(words):
        if not 5 <= count <= 80 or page.linked[i] * 2 > len(page.texts[i]):
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
    mine: list[str], block: int, where: dict[tuple[str, ...], list[int]], tokens: dict[int, list[str]]
) -> tuple[float, bool]:
    """Share of the longest run that another, longer block holds too, and whether that block comes later."""
    best, best_at = 0, -1
    size = len(mine)
    k = 0
    while k <= size - _RUN:
        reach = 0
        for other in _others(where.get(tuple(mine[k : k + _RUN]), ()), block, size, tokens):
            length = _extent(mine, k, tokens[other])
            if length > best:
                best, best_at = length, other
            reach = max(reach, length)
        k += max(1, reach - _RUN + 1)
    return best / max(size, 1), best_at > block


def _others(found: Iterable[int], block: int, size: int, tokens: dict[int, list[str]]) -> set[int]:
    return {i for i in found if i != block and len(tokens[i]) > size}


def _extent(mine: list[str], start: int, other: list[str]) -> int:
    """Length of the longest common run that begins at mine[start]."""
    best = 0
    first = mine[start]
    for at, word in enumerate(other):
        if word == first:
            length = 1
            while (
                start + length < len(mine) and at + length < len(other) and mine[start + length] == other[at + length]
            ):
                length += 1
            best = max(best, length)
    return best
