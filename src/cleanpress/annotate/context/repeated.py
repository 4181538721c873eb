"""Pull quotes: blocks whose words stand in the article's text as well, before or after, whole or shortened."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

from cleanpress.annotate.signals import Degrees, Signals
from cleanpress.annotate.view import View
from cleanpress.model import Role

_repeats: Any
try:
    from cleanpress.annotate import _repeats
except ImportError:
    _repeats = None

NAMES = (
    "repeated.whole",
    "repeated.mostly",
    "repeated.half",
    "repeated.not",
    "repeated.beside_whole",
    "repeated.later",
)
_BODY = [list(Role).index(r) for r in (Role.PARAGRAPH, Role.LIST_ITEM, Role.QUOTE)]
_MARKS = '"“”„«».,!?;:…()'
_LONG = 15  # words of a block that others may be taken from
_LONGEST = 80  # words of a pull quote
_PLAIN = 3  # makes of blocks in a text without markup to speak of
_BESIDE = 3  # blocks around the text in which one may stand
_RUN = 4  # words of the shingles that point to a repetition
_REFRAIN = 6  # places after which a run of words is a refrain


def repeated(view: View, draft: Degrees) -> Signals:
    """How much of a block's words stands in one run in another block of the text.

    A fifth of pull quotes are verbatim, three quarters share one run of at least 60 % of their words.
    """
    out = np.zeros((len(view), len(NAMES)), dtype=np.uint8)
    words = view.words
    likely = (words >= _RUN + 1) & (words <= _LONGEST) & (view.linked <= 0.5)
    out[:, 3] = likely
    body = draft[:, _BODY[0]] + draft[:, _BODY[1]] + draft[:, _BODY[2]] > 0.5  # quicker than a sum of short rows
    text = np.flatnonzero(body)
    if len(text):
        likely[: max(0, text[0] - _BESIDE)] = likely[text[-1] + 1 + _BESIDE :] = False
        likely &= _set_apart(view, text[0], text[-1] + 1)
        _compare(view, np.flatnonzero(likely).tolist(), np.flatnonzero(body & (words >= _LONG)).tolist(), out)
    return Signals(NAMES, out)


def _set_apart(view: View, first: int, end: int) -> NDArray[np.bool_]:
    """Blocks of another make than most of the text; all, where the text knows hardly any other."""
    within = view.alike[first:end]
    if np.count_nonzero(np.bincount(within)) <= _PLAIN:
        return np.ones(len(view), dtype=np.bool_)
    common = np.bincount(within, weights=view.running[first:end] + 1e-6).argmax()
    return np.asarray(view.alike != common)


def _compare(view: View, likely: list[int], body: list[int], out: NDArray[np.uint8]) -> None:
    """Set the columns of the likely blocks by their longest run in the body."""
    if not likely or not body:
        return
    low, high = min(likely[0], body[0]), max(likely[-1], body[-1]) + 1
    words = (Repeats if _repeats is None else _repeats.Repeats)(
        view.folded, view.text.starts, view.text.ends, low, high
    )
    doubtful = words.doubtful(likely)
    if not doubtful:
        return
    words.note_body(body)
    for i in doubtful:
        share, later = words.longest(i)
        out[i, :4] = share >= 0.95, 0.6 <= share < 0.95, 0.3 <= share < 0.6, share < 0.3
        out[i, 5] = later and share >= 0.6
    out[1:, 4] = out[:-1, 0] | out[:-1, 1]


_Gram = tuple[str, ...]


class Repeats:
    """The words of a page, and where each four in a row stand.

    Args:
        folded: The page's folded text.
        starts, ends: Extent of each block in it.
        low, high: The blocks that count, from `low` to before `high`.
    """

    def __init__(self, folded: str, starts: NDArray[np.int64], ends: NDArray[np.int64], low: int, high: int) -> None:
        plain = folded[starts[low] : ends[high - 1]]
        for mark in _MARKS:
            plain = plain.replace(mark, " ")
        shift = int(starts[low])
        self.tokens = {i: plain[starts[i] - shift : ends[i] - shift].split() for i in range(low, high)}
        self.times = Counter(_grams([word for words in self.tokens.values() for word in words]))
        self.where: dict[_Gram, list[tuple[int, int]]] = {}

    def note_body(self, blocks: list[int]) -> None:
        """Keep the places of the blocks of the body."""
        for block in blocks:
            for k, gram in enumerate(_grams(self.tokens[block])):
                places = self.where.setdefault(gram, [])
                if len(places) < _REFRAIN:
                    places.append((block, k))

    def doubtful(self, blocks: list[int]) -> list[int]:
        """The blocks whose first, middle or last words stand on the page twice: a cheap look first."""
        return [block for block in blocks if self._echoes(block)]

    def _echoes(self, block: int) -> bool:
        words = self.tokens[block]
        size = len(words)
        if size < _RUN:
            return False
        probes = (max(0, size // 2 - _RUN // 2), 0, size - _RUN)
        return any(self.times[tuple(words[at : at + _RUN])] > 1 for at in probes)

    def longest(self, block: int) -> tuple[float, bool]:
        """Share of the longest run that another, longer block holds too, and whether that block comes later."""
        mine = self.tokens[block]
        best, best_at = 0, -1
        size = len(mine)
        k = 0
        while k <= size - _RUN:
            reach = 0
            for other, at in self.where.get(tuple(mine[k : k + _RUN]), ()):
                theirs = self.tokens[other]
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


def _grams(words: list[str]) -> Iterator[_Gram]:
    """Each `_RUN` words in a row."""
    return zip(*(words[k:] for k in range(_RUN)), strict=False)
