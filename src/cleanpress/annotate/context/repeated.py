"""Pull quotes: blocks whose words stand in the article's text as well, before or after, whole or shortened."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

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
    body = draft[:, _BODY].sum(axis=1) > 0.5
    text = np.flatnonzero(body)
    if len(text):
        likely[: max(0, text[0] - _BESIDE)] = likely[text[-1] + 1 + _BESIDE :] = False
        likely &= _set_apart(view, text[0], text[-1] + 1)
        _compare(view, np.flatnonzero(likely).tolist(), np.flatnonzero(body & (words >= _LONG)).tolist(), out)
    return Signals(NAMES, out)


def _set_apart(view: View, first: int, end: int) -> NDArray[np.bool_]:
    """Blocks of another make than most of the text; all, where the text knows hardly any other."""
    within = view.alike[first:end]
    if len(np.unique(within)) <= _PLAIN:
        return np.ones(len(view), dtype=np.bool_)
    common = np.bincount(within, weights=view.running[first:end] + 1e-6).argmax()
    return np.asarray(view.alike != common)


def _compare(view: View, likely: list[int], body: list[int], out: NDArray[np.uint8]) -> None:
    """Set the columns of the likely blocks by their longest run in the body."""
    if not likely or not body:
        return
    starts, ends = view.text.starts.tolist(), view.text.ends.tolist()
    from_, to = starts[min(likely[0], body[0])], ends[max(likely[-1], body[-1])]
    plain = view.folded[from_:to]
    for mark in _MARKS:
        plain = plain.replace(mark, " ")
    tokens = {i: plain[starts[i] - from_ : ends[i] - from_].split() for i in likely}
    flat = " ".join(plain.split())
    doubtful = [i for i in likely if _echoes(tokens[i], flat)]
    if not doubtful:
        return
    where: dict[tuple[str, ...], list[tuple[int, int]]] = {g: [] for i in doubtful for g in _grams(tokens[i])}
    for i in body:
        found = tokens.setdefault(i, plain[starts[i] - from_ : ends[i] - from_].split())
        for k, gram in enumerate(_grams(found)):
            if gram in where and len(where[gram]) < _REFRAIN:
                where[gram].append((i, k))
    for i in doubtful:
        share, later = _longest(tokens[i], i, where, tokens)
        out[i, :4] = share >= 0.95, 0.6 <= share < 0.95, 0.3 <= share < 0.6, share < 0.3
        out[i, 5] = later and share >= 0.6
    out[1:, 4] = out[:-1, 0] | out[:-1, 1]


def _echoes(words: list[str], page: str) -> bool:
    """Whether the first, middle or last words of a block stand on the page twice: a cheap look first."""
    size = len(words)
    for at in (size // 2 - _RUN // 2, 0, size - _RUN):
        probe = " ".join(words[max(0, at) : max(0, at) + _RUN])
        if page.find(probe, page.find(probe) + 1) >= 0:
            return True
    return False


def _grams(words: list[str]) -> Iterator[tuple[str, ...]]:
    """Each `_RUN` words in a row."""
    return zip(*(words[k:] for k in range(_RUN)), strict=False)


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
