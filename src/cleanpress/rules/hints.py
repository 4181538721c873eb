"""Words in class names, ids and the like, folded into hint bits."""

from __future__ import annotations

from functools import cache
from typing import Any, NamedTuple

import ahocorasick
import msgspec

from cleanpress.errors import RuleError
from cleanpress.rules.schema import knowledge, load

_scan: Any
try:
    from cleanpress.rules import _scan
except ImportError:
    _scan = None
Scanner: Any = None if _scan is None else _scan.Scanner
_BITS = 64
_MOST_KNOWN = 50_000


class Hint(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a class name says.

    Attributes:
        about: What it stands for.
        words: Whole words of a name ("nav" in "main-nav", "mainNav"), lower case.
        stems: Letters anywhere in a name.
    """

    about: str
    words: tuple[str, ...] = ()
    stems: tuple[str, ...] = ()


class HintFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """All hints by name."""

    hint: dict[str, Hint]


class Hints(NamedTuple):
    """The packaged hints.

    Attributes:
        names: In bit order.
        words: Words and stems in lower case, to (bits as a word, bits as a stem).
        scanner: The compiled automaton over them, or None where the package was built without.
    """

    names: tuple[str, ...]
    words: dict[str, tuple[int, int]]
    scanner: Any


@cache
def hints() -> Hints:
    """Load and compile the packaged hints, once a process.

    Raises:
        RuleError: More hints than bits, or a file that does not fit the schema.
    """
    found = load(knowledge("hints.toml"), HintFile).hint
    if len(found) > _BITS:
        raise RuleError(f"{len(found)} hints, but there are {_BITS} bits", file="hints.toml")
    entries: dict[str, list[int]] = {}
    for bit, hint in enumerate(found.values()):
        for words, kind in ((hint.words, 0), (hint.stems, 1)):
            for word in words:
                entries.setdefault(word.lower(), [0, 0])[kind] |= 1 << bit
    known = {word: (as_word, as_stem) for word, (as_word, as_stem) in entries.items()}
    return Hints(tuple(found), known, Scanner(known) if Scanner else None)


@cache
def _automaton() -> ahocorasick.Automaton:
    """Of words and stems, to (length, bits as a word, bits as a stem)."""
    automaton = ahocorasick.Automaton()
    for word, (as_word, as_stem) in hints().words.items():
        automaton.add_word(word, (len(word), as_word, as_stem))
    automaton.make_automaton()
    return automaton


_known: dict[str, int] = {}


def hint_bits(name: str) -> int:
    """The hints that a class, id or similar attribute value gives, as bits of `hints().names`.

    Remembers what it has seen (bounded): class names recur from page to page.
    """
    bits = _known.get(name)
    if bits is None:
        if " " in name:
            bits = 0
            for token in name.split():
                bits |= hint_bits(token)
        else:
            bits = _look_up(name)
        if len(_known) > _MOST_KNOWN:
            _known.clear()
        _known[name] = bits
    return bits


def _look_up(name: str) -> int:
    """Words of the name that are hints (a capital begins a word: "mainNav"), and stems anywhere in it."""
    bits = 0
    name = name.replace("İ", "i")  # the one letter that grows in lower case
    last = len(name) - 1
    for end, (length, as_word, as_stem) in _automaton().iter(name.lower()):
        bits |= as_stem
        if as_word:
            start = end - length + 1
            before = (
                start == 0 or not name[start - 1].isalpha() or (name[start - 1].islower() and name[start].isupper())
            )
            after = end == last or not name[end + 1].isalpha() or (name[end].islower() and name[end + 1].isupper())
            if before and after:
                bits |= as_word
    return bits
