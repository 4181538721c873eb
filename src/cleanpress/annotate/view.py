"""What all passes look at: the page and the arrays made of it once."""

from __future__ import annotations

from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from cleanpress.annotate.branches import Branches, branches_of
from cleanpress.annotate.letters import Kind, Text
from cleanpress.annotate.signals import Degrees
from cleanpress.segment.page import Page
from cleanpress.segment.tags import CONTEXT_BIT

_near: Any
_place: Any
try:
    from cleanpress.annotate import _near
except ImportError:
    _near = None
try:
    from cleanpress.annotate import _place
except ImportError:
    _place = None

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
        self.words: NDArray[np.int32]
        if _place is not None:
            (
                self.size, self.words, self.solid, self.linked, self.context, self.first, self.last,
                self.heading, self.stops, self.running,
            ) = _place.measure(self, text, _HEADINGS, _OFF_TEXT)  # fmt: skip
            self.node, self.parents, self.best_container = _place.tree(self, _MOST)
            return
        self.size = (text.ends - text.starts).astype(np.float32)
        spaces = text.number(Kind.SPACE)
        self.words = np.maximum(spaces + 1, text.number(Kind.UNSPACED) // 2)
        self.solid = np.maximum(self.size - spaces, 1)
        self.linked = np.array(page.linked, dtype=np.float32) / self.solid
        self.context = np.array(page.context, dtype=np.int64)
        self.first = text.kinds[text.starts]
        self.last = text.kinds[text.ends - 1]

    def __len__(self) -> int:
        return len(self.page.texts)

    @cached_property
    def folded(self) -> str:
        """The joined text in the form of the lexicons, as long as the text."""
        return self.text.folded

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
        if _near is not None:
            return _near.alike(self.page.make)  # type: ignore[no-any-return]
        numbers: dict[object, int] = {}
        return np.array([numbers.setdefault(m, len(numbers)) for m in self.page.make], dtype=np.intp)

    @cached_property
    def branches(self) -> Branches:
        """The elements at which the page parts."""
        return branches_of(self.page)

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
