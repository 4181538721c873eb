"""How near a text comes to the truth: one function a metric for a page, and the totals of a corpus.

words     bag of lower-cased words; precision, recall and F1 averaged over the pages (WCXB's own way)
shingles  runs of four words, case kept; precision and recall averaged, F1 of the two averages (the way of
          scrapinghub's benchmark)
snippets  snippets to keep and to drop, each found or not, counted over the whole corpus (trafilatura's way)
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import fmean
from typing import Any

from benchmarks.model import Metric, Truth
from benchmarks.text import squash, words

RUN = 4  # words in a shingle


@dataclass(frozen=True, slots=True)
class Mark:
    """One page's figures, 0 to 1; the counts are those that make up a corpus's total where it is not a mean."""

    precision: float
    recall: float
    f1: float
    right: int = 0
    wrong: int = 0
    missed: int = 0


@dataclass(frozen=True, slots=True)
class Total:
    """A corpus's figures, 0 to 1."""

    f1: float
    precision: float
    recall: float


def mark(metric: Metric, truth: Truth, text: str) -> Mark:
    """The figures of one page."""
    return _MARKS[metric](truth, text)


def total(metric: Metric, marks: Sequence[Mark]) -> Total:
    """The figures of many pages."""
    if metric == "snippets":
        counts = (sum(m.right for m in marks), sum(m.wrong for m in marks), sum(m.missed for m in marks))
        sums = _of_counts(*counts)
        return Total(sums.f1, sums.precision, sums.recall)
    if metric == "shingles":
        # a page without any text says nothing of precision, one whose truth is empty nothing of recall
        precision = _mean([m.precision for m in marks if m.right + m.wrong])
        recall = _mean([m.recall for m in marks if m.right + m.missed])
        return Total(harmonic(precision, recall), precision, recall)
    return Total(_mean([m.f1 for m in marks]), _mean([m.precision for m in marks]), _mean([m.recall for m in marks]))


def sequence(truth: Truth, text: str) -> Mark:
    """As `words`, of runs of four words instead of single ones: what is out of order costs here."""
    return _nearest(truth, lambda reading: _of_bags(Counter(_runs(words(text))), Counter(_runs(words(reading)))))


def harmonic(precision: float, recall: float) -> float:
    """F1 of a precision and a recall."""
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def _words(truth: Truth, text: str) -> Mark:
    bag = Counter(words(text))
    return _nearest(truth, lambda reading: _of_bags(bag, Counter(words(reading))))


def _shingles(truth: Truth, text: str) -> Mark:
    runs = Counter(_runs(words(text, fold=False)))
    return _nearest(truth, lambda reading: _of_bags(runs, Counter(_runs(words(reading, fold=False)))))


def _snippets(truth: Truth, text: str) -> Mark:
    flat = squash(text)
    kept = sum(squash(s) in flat for s in truth.keep)
    leaked = sum(squash(s) in flat for s in truth.drop)
    return _of_counts(kept, leaked, len(truth.keep) - kept)


_MARKS: dict[Metric, Callable[[Truth, str], Mark]] = {"words": _words, "shingles": _shingles, "snippets": _snippets}


def _runs(tokens: list[str]) -> list[tuple[str, ...]]:
    if not tokens:
        return []
    return [tuple(tokens[i : i + RUN]) for i in range(max(1, len(tokens) - RUN + 1))]


def _nearest(truth: Truth, against: Callable[[str], Mark]) -> Mark:
    return max((against(reading) for reading in truth.readings or ("",)), key=lambda m: m.f1)


def _of_bags(got: Counter[Any], true: Counter[Any]) -> Mark:
    if not got and not true:
        return Mark(1.0, 1.0, 1.0)
    right = (got & true).total()
    return _of_counts(right, got.total() - right, true.total() - right)


def _of_counts(right: int, wrong: int, missed: int) -> Mark:
    precision = right / (right + wrong) if right + wrong else 0.0
    recall = right / (right + missed) if right + missed else 0.0
    return Mark(precision, recall, harmonic(precision, recall), right, wrong, missed)


def _mean(figures: Sequence[float]) -> float:
    return fmean(figures) if figures else 0.0
