"""The page's letters as one array, and how many of each class a block holds. Replaces a loop over the blocks."""

from __future__ import annotations

import sys
from bisect import bisect_left
from functools import cache, cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from cleanpress.rules.entries import PLAIN, fold

_fast: Any
_form: Any
try:
    from cleanpress.annotate import _fast
except ImportError:
    _fast = None
try:
    from cleanpress.annotate import _form
except ImportError:
    _form = None

Letters = NDArray[np.uint32]
Mask = NDArray[np.bool_]
Counts = NDArray[np.int32]


class Kind:
    """Classes of letters, as bits; a letter may be of several. Plain numbers: flags of an enum are slow to combine."""

    SPACE = 1
    UPPER = 2
    LOWER = 4
    DIGIT = 8
    LETTER = 16
    STOP = 32
    COMMA = 64
    QUOTE = 128
    UNSPACED = 256  # script whose words stand without spaces
    COLON = 512
    ASKS = 1024
    CURRENCY = 2048
    SEPARATOR = 4096
    ARROW = 8192
    DASH = 16384
    BRACKET = 32768


_MEMBERS = {
    Kind.SPACE: " \n\t",
    Kind.STOP: ".!?…。！？।؟",
    Kind.COMMA: ",、，،;",
    Kind.QUOTE: "\"“”„«»‘’'「」『』‚",
    Kind.COLON: ":：",
    Kind.ASKS: "?？؟",
    Kind.CURRENCY: "$€£¥₹₽",
    Kind.SEPARATOR: "|•·»›",
    Kind.ARROW: "→←«»‹›▶►▼▲↓↑×✕+",
    Kind.DASH: "-–—•*",
    Kind.BRACKET: "()[]",
}
_UNSPACED = ((0x0E00, 0x0F00), (0x3040, 0x3100), (0x3400, 0xA000))
_PLANE = 65536
_KINDS = 16


@cache
def kinds() -> NDArray[np.uint16]:
    """The classes of every letter of the basic plane; built once a process."""
    table = _plainly() if _fast is None else _fast.plane()[0]
    for kind, members in _MEMBERS.items():
        for char in members:
            table[ord(char)] |= kind
    for low, high in _UNSPACED:
        table[low:high] |= np.uint16(Kind.UNSPACED)
    table[_PLANE - 1] = Kind.LETTER  # stands for all letters beyond the basic plane
    table[0xD800:0xE000] = table[ord("?")]  # halves of pairs, which no text should hold, count as what replaces them
    return table


def _plainly() -> NDArray[np.uint16]:
    """Whether each letter of the basic plane is one, a capital, a small one or a digit."""
    bits = [
        (Kind.LETTER | (Kind.UPPER if c.isupper() else Kind.LOWER if c.islower() else 0)) if c.isalpha()
        else Kind.DIGIT if c.isdigit() else 0
        for c in map(chr, range(_PLANE))
    ]  # fmt: skip
    return np.array(bits, dtype=np.uint16)


@cache
def folds() -> NDArray[np.uint16]:
    """The folded form of every letter of the basic plane, but of Σ, whose form hangs on what follows; compiled only."""
    table = _fast.plane()[1]
    table[ord("İ")] = ord("i")  # its own small form is two letters
    for odd, plain in PLAIN.items():
        table[ord(odd)] = ord(plain)
    return table  # type: ignore[no-any-return]


class Text:
    """All blocks' texts, joined by line breaks, as arrays.

    Attributes:
        kinds: Class bits of each letter.
        starts, ends: Extent of each block.
        joined: The text itself.
        counts: How many letters of each class each block holds: (16, blocks).
    """

    def __init__(self, texts: list[str]) -> None:
        self.joined = "\n".join(texts)
        if _form is not None:
            self.kinds, self.starts, self.ends, self.counts = _form.letters(texts, self.joined, kinds())
            return
        self.kinds = kinds().take(self.codes, mode="clip")
        sizes = np.fromiter(map(len, texts), dtype=np.int64, count=len(texts))
        self.ends = np.cumsum(sizes + 1) - 1
        self.starts = self.ends - sizes

    @cached_property
    def folded(self) -> str:
        """The joined text in the form of the lexicons, as long as the text."""
        if _form is None or self.joined.isascii() or "Σ" in self.joined:
            return fold(self.joined)
        return _form.fold(self.joined, folds())  # type: ignore[no-any-return]

    @cached_property
    def codes(self) -> Letters:
        """Code point of each letter."""
        order = "utf-32-le" if sys.byteorder == "little" else "utf-32-be"
        return np.frombuffer(self.joined.encode(order, "replace"), dtype=np.uint32)

    def of(self, kind: int) -> Mask:
        """Which letters are of a class."""
        return np.asarray((self.kinds & kind) != 0)

    def count(self, mask: Mask) -> Counts:
        """How many letters of each block the mask holds."""
        if _fast is not None:
            return _fast.count_mask(mask.view(np.uint8), self.starts, self.ends)  # type: ignore[no-any-return]
        sums = np.zeros(len(mask) + 1, dtype=np.int32)
        np.cumsum(mask, out=sums[1:])
        return sums[self.ends] - sums[self.starts]  # type: ignore[no-any-return]

    @cached_property
    def counts(self) -> NDArray[np.int32]:
        """How many letters of each of the 16 classes each block holds: (16, blocks)."""
        return np.stack([self.count(self.of(1 << bit)) for bit in range(_KINDS)])

    def number(self, kind: int) -> Counts:
        """How many letters of one class each block holds."""
        return self.counts[kind.bit_length() - 1]  # type: ignore[no-any-return]

    def block_at(self, position: int) -> int:
        """The block that holds a position of the joined text."""
        return bisect_left(self.ends, position)
