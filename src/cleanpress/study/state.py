"""What is remembered of a site: plain data, so that it can be saved, and bounded."""

from __future__ import annotations

import re
from hashlib import blake2b
from typing import Any

import msgspec

MOST_TEXTS = 20_000  # hashes; some 120 bytes each
MOST_SPOTS = 4_000  # paths, and as many containers
MOST_PHRASES = 1_000  # texts that came again, word for word
_FIGURES = re.compile(r"\d+")


class Spot(msgspec.Struct):
    """A path or container, over all pages.

    Attributes:
        pages: Pages that have it.
        last: The last of them.
        elements: How many elements it was.
        blocks, words: What stood in it.
        kept, kept_words: Of that, what went into the text.
        again, again_words: Of that, what came on several pages.
        mixed: Blocks beside others in the same element.
        roles: Blocks by role.
        doubt: Blocks whose role was less than sure.
        drops: For each role that is dropped, the sum of its shares.
    """

    pages: int = 0
    last: int = 0
    elements: int = 0
    blocks: int = 0
    words: int = 0
    kept: int = 0
    kept_words: int = 0
    again: int = 0
    again_words: int = 0
    mixed: int = 0
    roles: dict[str, int] = {}
    doubt: int = 0
    drops: dict[str, float] = {}


class Phrase(msgspec.Struct):
    """A text that came on several pages, as it was printed last.

    Attributes:
        text: The text.
        path: Where it stood.
        tag: The tag it stood in.
        pages, blocks: How often it came.
        kept: How often it went into the text.
        surely: How often it did without doubt.
        doubt: How often its role was less than sure.
        out: Sum of the shares of all roles that are dropped.
        drops: As of a `Spot`.
    """

    text: str
    path: str
    tag: str
    pages: int = 0
    blocks: int = 0
    kept: int = 0
    surely: int = 0
    doubt: int = 0
    out: float = 0.0
    drops: dict[str, float] = {}


class Seen(msgspec.Struct, array_like=True):
    """What is known of a text by its hash alone: its last page, how many had it, blocks and kept blocks so far."""

    last: int
    pages: int
    blocks: int
    kept: int


class State(msgspec.Struct):
    """All that is remembered: plain data, so that it can be saved.

    Attributes:
        pages: Pages seen.
        confidence: Sum of their confidence.
        kept_words: Words that went into their texts.
        prose_words: Of them, those in paragraphs and the like: on shops and lists they are few.
        texts: What came, by its hash.
        phrases: What came again, by its hash.
        paths, containers: Where it stood.
    """

    pages: int = 0
    confidence: float = 0.0
    kept_words: int = 0
    prose_words: int = 0
    texts: dict[str, Seen] = {}
    phrases: dict[str, Phrase] = {}
    paths: dict[str, Spot] = {}
    containers: dict[str, Spot] = {}


def fold(text: str) -> str | None:
    """A text with its figures made alike: "12 comments" comes again as "3 comments"; None if it has no words."""
    folded = _FIGURES.sub("0", " ".join(text.lower().split()))
    return folded if sum(map(str.isalpha, folded)) >= 3 else None


def digest(folded: str) -> str:
    """A short hash, the same in every process."""
    return blake2b(folded.encode("utf-8", "replace"), digest_size=8).hexdigest()


def shrink(state: State) -> None:
    """Forget what came once and longest ago, a quarter at a time, where there is too much."""
    if len(state.texts) > MOST_TEXTS:
        _drop(state.texts, [k for k, seen in state.texts.items() if seen.pages == 1], MOST_TEXTS)
    if len(state.phrases) > MOST_PHRASES:
        _drop(state.phrases, sorted(state.phrases, key=lambda k: state.phrases[k].pages), MOST_PHRASES)
    for spots in (state.paths, state.containers):
        if len(spots) > MOST_SPOTS:
            _drop(spots, sorted(spots, key=lambda k: (spots[k].pages, spots[k].last)), MOST_SPOTS)


def _drop(things: dict[str, Any], first: list[str], most: int) -> None:
    """Take out the first of some keys, then the oldest, until three quarters are left."""
    surplus = len(things) - most * 3 // 4
    for key in [*first, *(k for k in list(things) if k not in set(first))][:surplus]:
        del things[key]
