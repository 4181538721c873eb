"""How much of a page's boilerplate gets through.

Snippets are those that the corpus lists as not to be kept. Blocks are those of the page's own visible text that the
truth does not hold: an extractor leaks one when it returns most of it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from benchmarks.model import Truth
from benchmarks.text import squash, words

LEAST = 3  # words in a block; below that it is found by chance all over an article
RUN = 3  # words that have to stand together to count as found
IN_TRUTH = 0.25  # a block with more of its runs in the truth is not surely boilerplate
RETURNED = 0.75  # a block with at least so many of its runs in the text has leaked


@dataclass(frozen=True, slots=True)
class Leak:
    """How many pieces of boilerplate there are and how many came out."""

    leaked: int = 0
    of: int = 0

    def __add__(self, other: Leak) -> Leak:
        return Leak(self.leaked + other.leaked, self.of + other.of)

    @property
    def rate(self) -> float | None:
        """Share that came out, 0 to 1; None where there was nothing to leak."""
        return self.leaked / self.of if self.of else None


def snippets(truth: Truth, text: str) -> Leak:
    """Listed snippets that stand in the text, whatever their case; those that the truth itself holds don't count."""
    flat = squash(text).casefold()
    wanted = [squash(reading).casefold() for reading in truth.readings]
    listed = [s for s in (squash(s).casefold() for s in truth.drop) if s and not any(s in w for w in wanted)]
    return Leak(sum(s in flat for s in listed), len(listed))


def boilerplate(truth: Truth, page: Iterable[str]) -> list[list[str]]:
    """The words of each different block of the page that is not of the article; none without a full truth."""
    if not truth.readings:
        return []
    wanted = {run for reading in truth.readings for run in _runs(words(reading))}
    blocks = dict.fromkeys(tuple(words(block)) for block in page)
    return [list(b) for b in blocks if len(b) >= LEAST and _share(list(b), wanted) < IN_TRUTH]


def blocks(boilerplate: Iterable[list[str]], text: str) -> Leak:
    """Blocks of boilerplate that stand in the text."""
    got = set(_runs(words(text)))
    found = [_share(block, got) >= RETURNED for block in boilerplate]
    return Leak(sum(found), len(found))


def _runs(tokens: list[str]) -> list[tuple[str, ...]]:
    return [tuple(tokens[i : i + RUN]) for i in range(len(tokens) - RUN + 1)]


def _share(block: list[str], runs: set[tuple[str, ...]]) -> float:
    own = _runs(block)
    return sum(run in runs for run in own) / len(own)
