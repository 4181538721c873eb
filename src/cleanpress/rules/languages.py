"""Which languages a page is written in, so that only their lexicons are loaded."""

from __future__ import annotations

from collections import Counter
from functools import cache
from heapq import nlargest
from typing import Any

import msgspec

from cleanpress.rules.schema import knowledge, load

_tongue: Any
try:
    from cleanpress.rules import _tongue
except ImportError:
    _tongue = None

_SAMPLE = 8  # longest blocks that are looked at
_LETTERS = 600  # of them at most
_EVERYWHERE = "en"  # interface words of this language stand on pages of all others
_SHARE = 0.04  # of a sample's words that have to be a language's common words


class Language(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How a language is told: common words, or letters where words are not split by spaces."""

    words: tuple[str, ...] = ()
    letters: tuple[str, ...] = ()


class Languages(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """All languages by code."""

    language: dict[str, Language]


@cache
def _book() -> tuple[dict[str, tuple[str, ...]], dict[str, tuple[str, ...]]]:
    """Common words to the languages they are common in, and languages to their letters."""
    found = load(knowledge("languages.toml"), Languages).language
    words: dict[str, tuple[str, ...]] = {}
    for code, language in found.items():
        for word in language.words:
            words[word] = (*words.get(word, ()), code)
    return words, {code: language.letters for code, language in found.items() if language.letters}


def languages_of(texts: list[str], declared: str | None) -> frozenset[str]:
    """Codes of the languages of a page: the likeliest by its longest blocks, the declared one, and English.

    Args:
        texts: The page's blocks.
        declared: Language tag that the page declares.
    """
    longest = nlargest(_SAMPLE, texts, key=len) if _tongue is None else _tongue.longest(texts, _SAMPLE)
    sample = " ".join([t[:_LETTERS] for t in longest]).lower()
    count, tokens = _tally(sample) if _tongue is None else _compiled().count(sample)
    out = {_EVERYWHERE}
    if count:
        best = max(count, key=lambda code: (count[code], code))
        if count[best] >= _SHARE * tokens:
            out.add(best)
    code = (declared or "").lower().partition("-")[0].partition("_")[0]
    out.add(code)
    return frozenset(out & known_languages())


def _tally(sample: str) -> tuple[dict[str, float], int]:
    """How often each language's words come in a sample, half of its letters instead; and how many words there are."""
    words, letters = _book()
    count: dict[str, float] = {}
    tokens = sample.split()
    for token, times in Counter(filter(words.__contains__, tokens)).items():
        for code in words[token]:
            count[code] = count.get(code, 0) + times
    if not sample.isascii():
        for code, marks in letters.items():
            count[code] = sum(map(sample.count, marks)) / 2
    return count, len(tokens)


@cache
def _compiled() -> Any:
    """The compiled twin of `_tally`."""
    return _tongue.Tally(*_book())


@cache
def known_languages() -> frozenset[str]:
    """Codes of the languages that have a lexicon."""
    return frozenset(f.name.removesuffix(".toml") for f in knowledge("lexicons").iterdir() if f.name.endswith(".toml"))


def common_words(declared: str | None, texts: list[str]) -> frozenset[str]:
    """The commonest words of a page's languages, which say nothing of what it is about."""
    words, _ = _book()
    codes = languages_of(texts, declared)
    return frozenset(word for word, found in words.items() if codes.intersection(found))
