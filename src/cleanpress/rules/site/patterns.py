"""Text patterns of rules, with a time-out, so that none can hang a pipeline."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import regex

SECONDS = 0.1
"""Time for one pattern on one block."""
_TRIAL_SECONDS = 0.05
_REPEATS = 4000
_REPETITION = re.compile(r"[*+{&]|\(\?(?!i\)|:|i:)|\\[\dgkLXR]")
_BEGIN = re.compile(r"\^?([A-Za-z0-9 ,:]+)")
_QUANTIFIERS = frozenset("?*+{")
_CHOICES = 4  # groups and optional letters; each may double the ways
_LETTERS = re.compile(r"\w|\s|[^\w\s\\^$.|?*+()\[\]{}]")
_LINES = (
    "The harbour was quiet when the first boats came in.", "Subscribe", "By Ada Brook", "12 May 2024", "Photo: A. B.",
    "Die Brücke bleibt bis zum Herbst gesperrt, sagte sie.", "続きを読む", "1,200", "Читать дальше", "© 2024",
)  # fmt: skip


@lru_cache(maxsize=4096)
def compile_pattern(source: str) -> regex.Pattern[str]:
    """Compile a text pattern of the module `regex` (version 0 syntax).

    Raises:
        ValueError: It cannot be compiled, or is so written that it is found in every text.
    """
    import regex  # slow to import, and few pages meet a pattern

    if not source:
        raise ValueError("an empty pattern is found in every text")
    try:
        pattern = regex.compile(source)
    except (regex.error, OverflowError, RecursionError) as error:
        raise ValueError(f"no pattern: {error}") from error
    if searched(pattern, "", _TRIAL_SECONDS) is not None:
        raise ValueError("is found in every text, since it needs no letter: bind it to words")
    return pattern


def searched(pattern: regex.Pattern[str], text: str, seconds: float = SECONDS) -> str | None:
    """What the pattern finds first in a text, or None.

    Raises:
        TimeoutError: It took too long.
    """
    begin, any_case = _literal(pattern.pattern)
    if begin and begin not in (text.lower() if any_case else text) and (text.isascii() or not any_case):
        return None  # a quicker no
    # a watch costs ten times the search, and without repetition there is nothing to watch
    found = pattern.search(text, timeout=seconds) if _repeats(pattern.pattern) else pattern.search(text)
    return found[0] if found else None


@lru_cache(maxsize=4096)
def _literal(source: str) -> tuple[str, bool]:
    """The letters that a pattern begins with, "" if it may begin in several ways; and whether case is left open."""
    any_case = source.startswith("(?i)")
    found = _BEGIN.match(source, 4 * any_case)
    if found is None or "|" in source or "(?" in source[4 * any_case :]:
        return "", any_case
    begin = found[1][:-1] if source[found.end() : found.end() + 1] in _QUANTIFIERS else found[1]
    return (begin.lower() if any_case else begin), any_case


@lru_cache(maxsize=4096)
def _repeats(source: str) -> bool:
    """Whether a pattern may try a text in many ways: it repeats, looks around or back, or has choice upon choice."""
    plain = source.removeprefix("(?i)")
    return bool(_REPETITION.search(plain)) or plain.count("(") + plain.count("?") > 2 * _CHOICES


def wrong_with(source: str) -> str | None:
    """What is wrong with a pattern that can be compiled: found everywhere, or endless on some text; None if nothing."""
    pattern = compile_pattern(source)
    try:
        for trial in _trials(source):
            searched(pattern, trial, _TRIAL_SECONDS)
    except TimeoutError:
        return (
            "can take very long on some texts: a repetition inside a repetition, or several that can match the same"
            " letters; make what is repeated begin or end with something of its own"
        )
    if all(searched(pattern, line, _TRIAL_SECONDS) is not None for line in _LINES):
        return "is found in every text: bind it to words that only these blocks have"
    return None


def _trials(source: str) -> list[str]:
    """Long texts on which a badly written pattern goes astray: its own letters, again and again, then a misfit."""
    letters = list(dict.fromkeys([*"a 0é", *_LETTERS.findall(source)]))[:24]
    words = [word for word in re.findall(r"\w{2,}", source) if len(word) < 30][:6]
    units = [*letters, *words, *(f"{word} " for word in words), "ab ", "a,", "a.b ", "12 "]
    ends = ("!", "\n\x00", "!" + "".join(letters) + "\x00")  # the last: some engines look for a needed letter first
    return [unit * (_REPEATS // len(unit)) + end for unit in units for end in ends]
