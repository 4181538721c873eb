"""The one visible list of passes, tier by tier."""

from __future__ import annotations

from collections.abc import Iterable

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from cleanpress.annotate.block.declared import declared
from cleanpress.annotate.block.markup import class_names, markup
from cleanpress.annotate.block.shape import shape, word_count
from cleanpress.annotate.block.surroundings import containers, makes, neighbours, place, running_text, siblings
from cleanpress.annotate.block.wording import wording
from cleanpress.annotate.context.draft import NAMES as DRAFT_NAMES
from cleanpress.annotate.context.draft import draft_around
from cleanpress.annotate.context.repeated import NAMES as REPEAT_NAMES
from cleanpress.annotate.context.repeated import repeated
from cleanpress.annotate.signals import Degrees, Signals
from cleanpress.segment.page import Page


class BlockTier(NamedTuple):
    """The signals of the block tier and what the context tier uses again."""

    signals: Signals
    words: list[int]
    running: Degrees
    alike: NDArray[np.intp]


def block_tier(page: Page) -> BlockTier:
    """All signals that need no draft."""
    words = [word_count(t) for t in page.texts]
    running = running_text(page, words)
    said = declared(page, words)
    alike = makes(page)
    signals = join(
        (
            markup(page),
            class_names(page),
            wording(page, words),
            shape(page, words),
            said,
            place(page, said.degrees[:, 0]),
            neighbours(page, words),
            siblings(page, words, running, alike),
            containers(page, words, running),
        )
    )
    return BlockTier(signals, words, running, alike)


CONTEXT_NAMES = DRAFT_NAMES + REPEAT_NAMES


def context_tier(page: Page, tier: BlockTier, draft: Degrees) -> Signals:
    """All signals that read the frozen draft.

    Args:
        page: The page.
        tier: What the block tier gave.
        draft: (blocks, roles), shares of the draft.
    """
    return join((draft_around(page, draft, tier.alike), repeated(page, tier.words, draft)))


def join(parts: Iterable[Signals]) -> Signals:
    """Columns side by side."""
    parts = tuple(parts)
    return Signals(tuple(n for p in parts for n in p.names), np.hstack([p.degrees for p in parts]))
