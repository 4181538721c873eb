"""All phrases of all lexicons in one automaton over a page's joined text."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterator, Sequence
from functools import cache, cached_property, lru_cache
from itertools import accumulate
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import ahocorasick
import numpy as np
from numpy.typing import NDArray

from cleanpress.rules.entries import BUILT, Entries, Given, digest, distinct, fold, unspaced
from cleanpress.rules.schema import Cues, Lexicon, Phrase, knowledge, load

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable
_match: Any
try:
    from cleanpress.rules import _match
except ImportError:
    _match = None
Automaton: Any = None if _match is None else _match.Automaton


class Hit(NamedTuple):
    """A phrase found in a block."""

    block: int
    cue: int
    where: str
    phrase: str


class Lexicons:
    """The lexicons of some languages, compiled.

    Args:
        cues: All cues, in the order of their numbers.
        make: Makes the automaton over all phrases (the compiled one, or pyahocorasick's).
        parts: Automata that hold these phrases between them, if they are at hand: `mark_in` needs no more.
    """

    def __init__(self, cues: tuple[str, ...], make: Callable[[], Any], parts: tuple[Any, ...] | None = None) -> None:
        self.cues = cues
        self._make = make
        self._parts = parts

    @cached_property
    def automaton(self) -> Any:
        """One automaton over all phrases: it finds them in order."""
        return self._make()

    @property
    def parts(self) -> tuple[Any, ...]:
        """Automata that hold all phrases between them."""
        return (self.automaton,) if self._parts is None else self._parts


@cache
def cue_names() -> tuple[str, ...]:
    """All cues, in the order of their numbers: those that tell a role, then the topics."""
    return tuple(_cues().all)


@cache
def telling_cues() -> tuple[str, ...]:
    """The cues that tell a role: the first of all."""
    return tuple(_cues().cue)


@cache
def _cues() -> Cues:
    return load(knowledge("cues.toml"), Cues)


@cache
def _lexicon(language: str) -> Lexicon:
    return load(knowledge("lexicons", f"{language}.toml"), Lexicon)


@lru_cache(maxsize=64)
def lexicons(languages: frozenset[str]) -> Lexicons:
    """The packaged lexicons of some languages, each read once a process."""
    codes = sorted(languages)

    def make() -> Any:
        return compile_lexicons(_cues(), [_lexicon(code) for code in codes]).automaton

    return Lexicons(cue_names(), make, None if Automaton is None else tuple(map(_automaton, codes)))


@cache
def _automaton(language: str) -> Any:
    """The compiled automaton of one lexicon: as the build made it, or made anew."""
    built = _built(knowledge("lexicons", f"{language}.toml"))
    if built is not None:
        try:
            return Automaton.loaded(built)
        except ValueError:
            pass
    return compile_lexicons(_cues(), [_lexicon(language)]).automaton


def _built(file: Traversable) -> bytes | None:
    """The automaton that the build made of a lexicon; None if there is none, or one of another text."""
    if not isinstance(file, Path):
        return None
    try:
        built = file.with_suffix(BUILT).read_bytes()
    except OSError:
        return None
    told = digest(knowledge("cues.toml").read_bytes(), file.read_bytes())
    return built[len(told) :] if built.startswith(told) else None


def compile_lexicons(cues: Cues, books: list[Lexicon]) -> Lexicons:
    """One automaton over all phrases.

    Raises:
        RuleError: A phrase of a cue that does not exist, or not in folded form.
    """
    most = {name: cue.max_words for name, cue in cues.all.items()}
    found = distinct(most, [(book.language, map(_given, book.phrase)) for book in books])
    automaton = _plain(found) if Automaton is None else Automaton(found)
    return Lexicons(tuple(most), lambda: automaton)


def _given(phrase: Phrase) -> Given:
    return phrase.text, phrase.cue, phrase.where, phrase.max_words


def _plain(entries: Entries) -> ahocorasick.Automaton:
    automaton = ahocorasick.Automaton()
    for text, found in entries.items():
        automaton.add_word(text, (text, found))
    if entries:
        automaton.make_automaton()
    return automaton


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
        for part in books.parts:
            part.mark(page, ends, words, out, cues)
        return
    hits = find_in(page, ends, words, books)
    if hits:
        block = np.array([hit.block for hit in hits])
        cue = np.array([hit.cue for hit in hits])
        out[block, cue] = 1
        most = np.array([2 * len(hit.phrase) for hit in hits]) >= np.diff(ends, prepend=-1)[block] - 1
        out[block[most], cue[most] + cues] = 1


def count_marks(out: NDArray[np.uint8], cues: int) -> None:
    """Set the last three columns of what `mark_in` marked: whether a block has two cues or more, three, or none.

    Args:
        out: What `mark_in` marked, with three columns more.
        cues: How many of the first cues count.
    """
    if _match is not None:
        _match.count_marks(out, cues)
        return
    different = out[:, :cues].sum(axis=1, dtype=np.intp)
    out[:, -3], out[:, -2], out[:, -1] = different >= 2, different >= 3, different == 0


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
