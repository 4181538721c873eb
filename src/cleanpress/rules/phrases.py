"""All phrases of all lexicons in one automaton over a page's joined text."""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from itertools import accumulate
from typing import Any, NamedTuple

import ahocorasick
import numpy as np
from numpy.typing import NDArray

from cleanpress.errors import RuleError
from cleanpress.rules.schema import Cues, Lexicon, Phrase, knowledge, load

try:
    from cleanpress.rules._match import Automaton
except ImportError:
    Automaton = None


class Hit(NamedTuple):
    """A phrase found in a block."""

    block: int
    cue: int
    where: str
    phrase: str


class Lexicons(NamedTuple):
    """The compiled lexicons: cue names in order, the automaton (the compiled one, or pyahocorasick's)."""

    cues: tuple[str, ...]
    automaton: Any


_PLAIN = (("’", "'"), ("‘", "'"), ("\xa0", " "), ("\u202f", " "), ("\u2009", " "), ("\u2011", "-"))


def fold(text: str) -> str:
    """Lower case with straight quotes and plain spaces, as long as the text; the form that phrases are written in."""
    text = text.lower() if "İ" not in text else text.replace("İ", "i").lower()  # the one letter that grows
    if text.isascii():
        return text
    for odd, plain in _PLAIN:
        text = text.replace(odd, plain)
    return text


def unspaced(char: str) -> bool:
    """Whether words of this letter's script stand without spaces (Thai, Chinese, Japanese)."""
    return "\u0e00" <= char <= "\u0eff" or "\u3040" <= char <= "\u30ff" or "\u3400" <= char <= "\u9fff"


@cache
def cue_names() -> tuple[str, ...]:
    """All cues, in the order of their numbers."""
    return tuple(_cues().cue)


@cache
def _cues() -> Cues:
    return load(knowledge("cues.toml"), Cues)


@cache
def _lexicon(language: str) -> Lexicon:
    return load(knowledge("lexicons", f"{language}.toml"), Lexicon)


@lru_cache(maxsize=64)
def lexicons(languages: frozenset[str]) -> Lexicons:
    """The packaged lexicons of some languages, each read once a process, compiled together."""
    return compile_lexicons(_cues(), [_lexicon(code) for code in sorted(languages)])


def compile_lexicons(cues: Cues, books: list[Lexicon]) -> Lexicons:
    """One automaton over all phrases.

    Raises:
        RuleError: A phrase of a cue that does not exist, or not in folded form.
    """
    names = tuple(cues.cue)
    number = {name: i for i, name in enumerate(names)}
    entries: dict[str, dict[_Entry, None]] = {}
    for book in books:
        for phrase in book.phrase:
            entries.setdefault(phrase.text, {})[_entry(book, phrase, cues, number)] = None
    distinct = {text: tuple(found) for text, found in entries.items()}
    return Lexicons(names, _plain(distinct) if Automaton is None else Automaton(distinct))


def _plain(entries: dict[str, tuple[_Entry, ...]]) -> ahocorasick.Automaton:
    automaton = ahocorasick.Automaton()
    for text, found in entries.items():
        automaton.add_word(text, (text, found))
    if entries:
        automaton.make_automaton()
    return automaton


_Entry = tuple[int, str, int, bool, bool]


def _entry(book: Lexicon, phrase: Phrase, cues: Cues, number: dict[str, int]) -> _Entry:
    """(cue, where, max words, needs a word boundary before, after) of a phrase."""
    file = f"{book.language}.toml"
    if phrase.cue not in number:
        raise RuleError(f"unknown cue {phrase.cue!r}; see cues.toml", file=file, key=phrase.text)
    if phrase.text != fold(phrase.text).strip() or not phrase.text:
        raise RuleError("write it in lower case with straight quotes", file=file, key=phrase.text)
    first, last = phrase.text[0], phrase.text[-1]
    return (
        number[phrase.cue],
        phrase.where,
        phrase.max_words or cues.cue[phrase.cue].max_words,
        first.isalnum() and not unspaced(first),
        last.isalnum() and not unspaced(last),
    )


def find(texts: list[str], words: Sequence[int], books: Lexicons) -> list[Hit]:
    """The phrases that stand in the given blocks, in order.

    Args:
        texts: The blocks' texts.
        words: Their lengths in words.
        books: Compiled lexicons.
    """
    ends = [end - 1 for end in accumulate(len(t) + 1 for t in texts)]
    return find_in(fold("\n".join(texts)), array("q", ends), array("i", words), books)


def find_in(page: str, ends: Any, words: Any, books: Lexicons) -> list[Hit]:
    """The same for blocks joined by line breaks and folded.

    Args:
        page: The blocks.
        ends: Where each of them ends: 64-bit integers, as a buffer.
        words: Their lengths in words: 32-bit integers, as a buffer.
        books: Compiled lexicons.
    """
    if not len(books.automaton):
        return []
    if Automaton is None:
        return list(_matches(books.automaton, page, memoryview(ends).tolist(), memoryview(words).tolist()))
    return list(map(Hit._make, books.automaton.matches(page, ends, words)))


def mark_in(
    page: str, ends: NDArray[np.int64], words: NDArray[np.intc], books: Lexicons, out: NDArray[np.uint8]
) -> None:
    """Set `out[block, cue]` for each hit of `find_in`, and `out[block, cues + cue]` where it fills half the block.

    Args:
        page: The blocks.
        ends: Where each of them ends.
        words: Their lengths in words.
        books: Compiled lexicons.
        out: (blocks, at least twice the number of cues).
    """
    cues = len(books.cues)
    if Automaton is not None:
        books.automaton.mark(page, ends, words, out, cues)
        return
    hits = find_in(page, ends, words, books)
    if hits:
        block = np.array([hit.block for hit in hits])
        cue = np.array([hit.cue for hit in hits])
        out[block, cue] = 1
        most = np.array([2 * len(hit.phrase) for hit in hits]) >= np.diff(ends, prepend=-1)[block] - 1
        out[block[most], cue[most] + cues] = 1


def _matches(automaton: ahocorasick.Automaton, page: str, ends: Sequence[int], words: Sequence[int]) -> Iterator[Hit]:
    block, block_start, block_end = 0, 0, ends[0]
    for stop, (phrase, entries) in automaton.iter(page):
        while stop > block_end:
            block += 1
            block_start, block_end = ends[block - 1] + 1, ends[block]
        end = stop + 1
        start = end - len(phrase)
        for cue, where, most, bound_before, bound_after in entries:
            if words[block] > most:
                continue
            if bound_before and start > block_start and _joined(page[start - 1]):
                continue
            if bound_after and end < block_end and _joined(page[end]):
                continue
            if where != "any" and not _stands(page, where, start, end, block_start, block_end):
                continue
            yield Hit(block, cue, where, phrase)


def _joined(char: str) -> bool:
    """Whether a letter beside a word belongs to it."""
    return char.isalnum() and (char < "\u0e00" or not unspaced(char))


def _stands(page: str, where: str, start: int, end: int, first: int, last: int) -> bool:
    """Whether page[start:end] stands where it has to in the block page[first:last]."""
    before = not any(map(str.isalnum, page[first:start])) if start - first < 8 else False
    after = not any(map(str.isalnum, page[end:last])) if last - end < 8 else False
    return before if where == "start" else after if where == "end" else before and after
