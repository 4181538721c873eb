"""What is doubtful on a page: low confidence, another extractor's other mind, prompts in the text."""

from __future__ import annotations

import re
from typing import NamedTuple

from cleanpress.annotate.block.wording import lexicons_of, words_behind
from cleanpress.document import Document

_SURE = 0.8  # chance under which a role is doubtful
_WORDS = re.compile(r"\w+")
_LEAST = 4  # words of a block from which the second opinion is asked
_RUN = 8  # words of it that are looked for
_PROMPT = 40  # words up to which a kept block with a prompt's phrase has leaked
_PROMPTS = ("paywall.", "signup.", "share.", "consent.", "comments.")


class Doubt(NamedTuple):
    """A block that may be wrong.

    Attributes:
        block: Its number.
        why: "unsure", "second opinion keeps it", "second opinion drops it", "prompt in the text"; joined by commas.
        weight: 0..1, how doubtful.
    """

    block: int
    why: str
    weight: float


def second_opinion(doc: Document) -> str | None:
    """The text that trafilatura takes from the page, as folded words; None where there is no page to ask about."""
    raw = doc._raw
    if not raw or doc._page.form == "text":
        return None
    from trafilatura import extract

    try:
        found = extract(raw, include_comments=False, include_tables=True)
    except (ValueError, TypeError, RecursionError):  # of pages that it cannot read it has no opinion
        return None
    return _folded(found or "")


def doubts(doc: Document, *, opinion: str | None = None) -> list[Doubt]:
    """The doubtful blocks, the most doubtful first.

    Args:
        doc: The document.
        opinion: What `second_opinion` gave; None to do without.
    """
    books = lexicons_of(doc._page)
    out = []
    for block in doc.blocks:
        reasons: dict[str, float] = {}
        if block.confidence < _SURE:
            reasons["unsure"] = 1 - block.confidence
        words = _folded(block.text)
        kept = block.span is not None
        if opinion is not None and words.count(" ") >= _LEAST - 1:
            theirs = " ".join(words.split()[:_RUN]) in opinion
            if theirs and block.disposition == "drop":
                reasons["second opinion keeps it"] = 0.6
            elif kept and not theirs:
                reasons["second opinion drops it"] = 0.6
        if kept and words.count(" ") < _PROMPT and _prompt(words_behind(block.text, books)):
            reasons["prompt in the text"] = 0.7
        if reasons:
            weight = 1.0
            for part in reasons.values():
                weight *= 1 - part
            out.append(Doubt(block.index, ", ".join(reasons), round(1 - weight, 4)))
    return sorted(out, key=lambda d: (-d.weight, d.block))


def _prompt(found: dict[str, str]) -> bool:
    return any(cue.startswith(_PROMPTS) for cue in found)


def _folded(text: str) -> str:
    return " ".join(_WORDS.findall(text.lower()))
