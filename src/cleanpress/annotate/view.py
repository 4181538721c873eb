"""What all passes look at: the page and the arrays made of it once."""

from __future__ import annotations

from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from cleanpress.annotate.letters import Kind, Text
from cleanpress.annotate.signals import Degrees
from cleanpress.rules.phrases import fold
from cleanpress.segment.page import Page
from cleanpress.segment.tags import CONTEXT_BIT

_HEADINGS = CONTEXT_BIT["h1"] | CONTEXT_BIT["h2"] | CONTEXT_BIT["h3"] | CONTEXT_BIT["h4"]
_OFF_TEXT = CONTEXT_BIT["nav"] | CONTEXT_BIT["footer"] | CONTEXT_BIT["select"] | CONTEXT_BIT["button"]
_MOST = 0.7  # of the running text
_LONG = 10  # words from which a block may be running text


class View:
    """A page in arrays; made once a page, only read by the passes.

    Attributes:
        page: The page.
        text: Its letters.
        size: Letters of each block.
        words: Words of each block; two letters of a script without spaces count as one.
        solid: Letters of each block without spaces.
        linked: Share of them in links, 0..1.
        context: Bits of the tags around and above.
    """

    def __init__(self, page: Page) -> None:
        self.page = page
        self.text = text = Text(page.texts)
        self.size = (text.ends - text.starts).astype(np.float32)
        self.spaces = text.number(Kind.SPACE)
        unspaced = text.number(Kind.UNSPACED) if not page_is_ascii(text) else 0
        self.words: NDArray[np.int32] = np.maximum(self.spaces + 1, unspaced // 2)
        self.solid = np.maximum(self.size - self.spaces, 1)
        self.linked = np.array(page.linked, dtype=np.float32) / self.solid
        self.context = np.array(page.context, dtype=np.int64)
        self.first = text.kinds[text.starts]
        self.last = text.kinds[text.ends - 1]

    def __len__(self) -> int:
        return len(self.page.texts)

    @cached_property
    def folded(self) -> str:
        """The joined text in the form of the lexicons, as long as the text."""
        return fold(self.text.joined)

    @cached_property
    def heading(self) -> NDArray[np.bool_]:
        """Which blocks stand in a heading element."""
        return np.asarray((self.context & _HEADINGS) != 0)

    @cached_property
    def stops(self) -> NDArray[np.bool_]:
        """Which blocks end like a sentence."""
        return np.asarray((self.last & (Kind.STOP | Kind.QUOTE)) != 0)

    @cached_property
    def running(self) -> Degrees:
        """Words of each block that looks like running text: long, few links, not in menus; else 0."""
        on = (self.words >= _LONG) & (self.linked < 0.4) & ((self.context & _OFF_TEXT) == 0)
        on &= self.stops | ((self.last & Kind.COLON) != 0) | (self.words > 25)
        return np.where(on, self.words, 0).astype(np.float32)

    def under(self, weights: NDArray[Any]) -> NDArray[np.float64]:
        """Sum of the blocks' weights under each element: elements stand in document order."""
        count = max(1, len(self.page.parent))
        sums = np.zeros(count + 1)
        np.cumsum(np.bincount(self.node, weights=weights, minlength=count), out=sums[1:])
        return np.asarray(sums[np.array(self.page.node_end or [1])] - sums[:-1])

    @cached_property
    def node(self) -> NDArray[np.intp]:
        """Element of each block; 0 in plain text."""
        return np.maximum(np.array(self.page.node, dtype=np.intp), 0)

    @cached_property
    def running_under(self) -> NDArray[np.float64]:
        """Running words under each element."""
        return self.under(self.running)

    @cached_property
    def best_container(self) -> tuple[int, NDArray[np.bool_]]:
        """The innermost element that holds 70 % of the running text, and which blocks stand in it."""
        enough = np.flatnonzero(self.running_under >= _MOST * max(float(self.running.sum()), 1.0))
        best = int(enough[-1]) if len(enough) else 0
        ends = self.page.node_end or [1]
        return best, (self.node >= best) & (self.node < ends[best])

    @cached_property
    def alike(self) -> NDArray[np.intp]:
        """A number for each block's make: tags and hints of its element and two ancestors."""
        numbers: dict[object, int] = {}
        return np.array([numbers.setdefault(m, len(numbers)) for m in self.page.make], dtype=np.intp)

    @cached_property
    def parents(self) -> NDArray[np.intp]:
        """(3, blocks): parent, grandparent and third ancestor of each block's element; the root's own stays."""
        above = np.array(self.page.parent or [0], dtype=np.intp)
        above[0] = 0
        first = above[self.node]
        second = above[first]
        return np.stack([first, second, above[second]])


def word_count(text: str) -> int:
    """Words of one text, counted as `View.words` counts them."""
    letters = Text([text])
    return max(text.count(" ") + 1, int(letters.count(letters.of(Kind.UNSPACED))[0]) // 2)


def page_is_ascii(text: Text) -> bool:
    """Whether no letter needs a look at its script."""
    return text.joined.isascii()
