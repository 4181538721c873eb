"""Aligns the blocks an engine found with hand-made labels, word by word."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

from rapidfuzz.distance import Indel

# Japanese and Chinese put no spaces between words, so each of their characters is a word.
_WIDE = "\u3040-\u30ff\u3400-\u9fff"
_WORD = re.compile(rf"[{_WIDE}]|[^\W{_WIDE}]+")
_ESCAPE = re.compile(r"\\(n|\\)")


class Label(NamedTuple):
    """One labelled block: its text, its role, and whether the role is beyond dispute."""

    role: str
    sure: bool
    text: str


class Miss(NamedTuple):
    """A labelled block that got another role, or none where its words are in no block."""

    label: Label
    given: str | None

    def __str__(self) -> str:
        return f"{self.label.role} -> {self.given or 'missing'}: {self.label.text[:80]!r}"


class Score(NamedTuple):
    """Share of the sure labels that were met, 0..1, and those that were not."""

    accuracy: float
    misses: tuple[Miss, ...]


def read_labels(path: Path) -> list[Label]:
    """The labels of a roles.tsv: role, tab, text; a question mark behind the role marks doubt.

    Raises:
        ValueError: A line has no tab, no role or no text.
    """
    labels = []
    for number, line in enumerate(path.read_text(encoding="utf-8").split("\n"), 1):
        if not line:
            continue
        role, tab, text = line.partition("\t")
        if not (role and tab and text):
            raise ValueError(f"{path}:{number}: not a role, a tab and a text")
        bare = role.removesuffix("?")
        labels.append(Label(bare, bare == role, _unescape(text) if bare == "code" else text))
    return labels


def words(text: str) -> list[str]:
    """The words of a text in lower case; of one without any, its signs."""
    return _WORD.findall(text.lower()) or text.split()


def roles_given(labels: Sequence[Label], blocks: Iterable[tuple[str, str]]) -> list[str | None]:
    """For every label the role that most of its words got from blocks of (role, text), or None."""
    wanted = [(word, i) for i, label in enumerate(labels) for word in words(label.text)]
    found = [(word, role) for role, text in blocks for word in words(text)]
    votes: list[Counter[str | None]] = [Counter() for _ in labels]
    for step in Indel.opcodes([word for word, _ in wanted], [word for word, _ in found]):
        for k in range(step.src_end - step.src_start):
            role = found[step.dest_start + k][1] if step.tag == "equal" else None
            votes[wanted[step.src_start + k][1]][role] += 1
    return [vote.most_common(1)[0][0] for vote in votes]


def score(labels: Sequence[Label], blocks: Iterable[tuple[str, str]]) -> Score:
    """How many of the sure labels have the role they should have."""
    pairs = [(label, given) for label, given in zip(labels, roles_given(labels, blocks), strict=True) if label.sure]
    misses = tuple(Miss(label, given) for label, given in pairs if given != label.role)
    return Score(1 - len(misses) / len(pairs) if pairs else 1.0, misses)


def _unescape(text: str) -> str:
    return _ESCAPE.sub(lambda match: "\n" if match[1] == "n" else "\\", text)
