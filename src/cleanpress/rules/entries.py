"""The phrases of lexicons as an automaton takes them. Imports nothing that a build lacks, which makes automata too."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping

from cleanpress.errors import RuleError

Entry = tuple[int, str, int, bool, bool]  # cue, where, most words, needs a word boundary before, after
Entries = dict[str, tuple[Entry, ...]]  # by the phrase
Given = tuple[str, str, str, int | None]  # text, cue, where, most words

BUILT = ".automaton.bin"  # beside a lexicon: the digest of the texts that it was made of, then the automaton
PLAIN = {"’": "'", "‘": "'", "\xa0": " ", "\u202f": " ", "\u2009": " ", "\u2011": "-"}


def fold(text: str) -> str:
    """Lower case with straight quotes and plain spaces, as long as the text; the form that phrases are written in."""
    text = text.lower() if "İ" not in text else text.replace("İ", "i").lower()  # the one letter that grows
    if text.isascii():
        return text
    for odd, plain in PLAIN.items():
        text = text.replace(odd, plain)
    return text


def digest(cues: bytes, lexicon: bytes) -> bytes:
    """Tells the texts that an automaton was made of."""
    return hashlib.sha256(cues + b"\n" + lexicon).digest()


def unspaced(char: str) -> bool:
    """Whether words of this letter's script stand without spaces (Thai, Chinese, Japanese)."""
    return "\u0e00" <= char <= "\u0eff" or "\u3040" <= char <= "\u30ff" or "\u3400" <= char <= "\u9fff"


def distinct(most: Mapping[str, int], books: Iterable[tuple[str, Iterable[Given]]]) -> Entries:
    """What each phrase of some lexicons tells.

    Args:
        most: All cues, in the order of their numbers, with the longest block, in words, that is told by them.
        books: Language and phrases of each lexicon.

    Raises:
        RuleError: A phrase of a cue that does not exist, or not in folded form.
    """
    number = {name: i for i, name in enumerate(most)}
    entries: dict[str, dict[Entry, None]] = {}
    for language, phrases in books:
        for text, cue, where, words in phrases:
            if cue not in number:
                raise RuleError(f"unknown cue {cue!r}; see cues.toml", file=f"{language}.toml", key=text)
            if text != fold(text).strip() or not text:
                raise RuleError("write it in lower case with straight quotes", file=f"{language}.toml", key=text)
            entry = (number[cue], where, words or most[cue], _bound(text[0]), _bound(text[-1]))
            entries.setdefault(text, {})[entry] = None
    return {text: tuple(found) for text, found in entries.items()}


def _bound(char: str) -> bool:
    """Whether the word that a phrase begins or ends with has to end there."""
    return char.isalnum() and not unspaced(char)
