"""Words in class names, ids and the like, folded into hint bits."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import NamedTuple

import ahocorasick
import msgspec

from cleanpress.errors import RuleError
from cleanpress.rules.schema import knowledge, load


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
    """The compiled hints: names in bit order, words to bits, automaton of the stems."""

    names: tuple[str, ...]
    words: dict[str, int]
    stems: ahocorasick.Automaton


_WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+")


@cache
def hints() -> Hints:
    """Load and compile the packaged hints, once a process.

    Raises:
        RuleError: More hints than bits, or a file that does not fit the schema.
    """
    found = load(knowledge("hints.toml"), HintFile).hint
    if len(found) > 64:
        raise RuleError(f"{len(found)} hints, but there are 64 bits", file="hints.toml")
    words: dict[str, int] = {}
    stems: dict[str, int] = {}
    for bit, hint in enumerate(found.values()):
        for word in hint.words:
            words[word] = words.get(word, 0) | 1 << bit
        for stem in hint.stems:
            stems[stem] = stems.get(stem, 0) | 1 << bit
    automaton = ahocorasick.Automaton()
    for stem, bits in stems.items():
        automaton.add_word(stem, bits)
    automaton.make_automaton()
    return Hints(tuple(found), words, automaton)


@lru_cache(maxsize=20_000)
def hint_bits(name: str) -> int:
    """The hints that a class, id or similar attribute value gives, as bits of `hints().names`."""
    book = hints()
    bits = 0
    for word in _WORD.findall(name):
        bits |= book.words.get(word.lower(), 0)
    for _, more in book.stems.iter(name.lower()):
        bits |= more
    return bits
