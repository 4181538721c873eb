"""Prompts and labels come in clusters: the cues around a block, and the label that it stands under.

One prompt word in a long paragraph means nothing; six short lines with prices mean a paywall.
"""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from cleanpress.annotate.signals import Signals, distances
from cleanpress.annotate.view import View
from cleanpress.rules.phrases import telling_cues

_context: Any
try:
    from cleanpress.annotate import _context
except ImportError:
    _context = None

#: Groups of cues (by the part of the cue's name before the point) that are counted around a block.
_GROUPS = ("paywall", "signup", "teaser", "share", "advert", "consent", "comments", "author_bio", "legal", "promo",
           "footer", "navigation", "credit", "byline", "dateline", "tags", "interface")  # fmt: skip
_LABELS = ("teaser", "comments", "tags", "author_bio", "footnote", "list", "signup", "share", "promo", "advert",
           "navigation", "paywall", "consent", "footer")  # fmt: skip
_SHORT = 40  # longest block whose cues count, in words
_LABEL_WORDS = 8  # longest label over a set of blocks
_REACH = 12  # blocks that a label may head
_NEAR = 3
_CLOSING = "teaser.continue"  # the cue of the line that closes a card: "keep reading"
_OFFER_WORDS = 12  # longest plain line of an offer
_MOSTLY = 0.8  # share of the running text that lies before an offer at the end
_CARD = 8  # blocks of a card before it
NAMES = (
    *(f"cluster.{how}.{g}" for how in ("beside", "around1", "around3") for g in _GROUPS),
    *(f"under.{g}" for g in _LABELS),
    *(f"right_under.{g}" for g in _LABELS),
    "under.heading",
    "right_under.heading",
    "over.teaser",
    "offer.lone",
    "offer.signup",
    "tail.after_offer",
    "tail.card",
)


def clusters(view: View, cues: NDArray[np.uint8]) -> Signals:
    """Cues within five blocks, beside the block, the last label before it and the line that closes a card after it.

    Args:
        view: The page.
        cues: (blocks, cues): whether a cue was found in a block.
    """
    read = np.cumsum(view.running) >= _MOSTLY * max(float(view.running.sum()), 1.0)
    if _context is not None:
        return Signals(NAMES, _at_once(view, cues, read))
    return Signals(NAMES, _plainly(view, cues, read))


def _at_once(view: View, cues: NDArray[np.uint8], read: NDArray[np.bool_]) -> NDArray[np.uint8]:
    """The columns, in one loop."""
    of_group, of_label, closes = _groups()
    return _context.clusters(  # type: ignore[no-any-return]
        cues, of_group, of_label, view.words.astype(np.intc, copy=False), view.heading.view(np.uint8),
        read.view(np.uint8),
        (len(_GROUPS), len(_LABELS), _GROUPS.index("paywall"), _GROUPS.index("signup"), closes),
        (_SHORT, _LABEL_WORDS, _OFFER_WORDS, _REACH, _NEAR, _CARD), len(NAMES),
    )  # fmt: skip


def _plainly(view: View, cues: NDArray[np.uint8], read: NDArray[np.bool_]) -> NDArray[np.uint8]:
    """The columns, array by array."""
    of_group, of_label, closes = _groups()
    short = (view.words <= _SHORT)[:, None]
    found = _any(cues, of_group, len(_GROUPS)) & short
    beside, around = _sums(found, 1), _sums(found, 5)
    out = [beside > 0, around > 0, around > 2]
    label = view.words <= _LABEL_WORDS
    marks = _any(cues, of_label, len(_LABELS)) & label[:, None]
    out += _under(view, marks)
    closing = (cues[:, closes] != 0) & label
    over = distances(closing)[1] <= _CARD
    out += [over[:, None], _offers(view, found, around, over, cues, read)]
    return np.hstack(out).astype(np.uint8)


@cache
def _groups() -> tuple[NDArray[np.intp], NDArray[np.intp], int]:
    """For each cue the place of its group in `_GROUPS` and `_LABELS`, or -1; and which cue closes a card."""
    names = [c.partition(".")[0] for c in telling_cues()]
    places = [np.array([groups.index(n) if n in groups else -1 for n in names]) for groups in (_GROUPS, _LABELS)]
    return places[0], places[1], telling_cues().index(_CLOSING)


def _any(cues: NDArray[np.uint8], group: NDArray[np.intp], count: int) -> NDArray[np.bool_]:
    """(blocks, groups): whether any cue of the group was found."""
    return np.stack([cues[:, group == g].any(axis=1) for g in range(count)], axis=1)


def _offers(
    view: View,
    found: NDArray[np.bool_],
    around: NDArray[np.int32],
    over: NDArray[np.bool_],
    cues: NDArray[np.uint8],
    read: NDArray[np.bool_],
) -> NDArray[np.bool_]:
    """Lines inside an offer: plain ones, sign-ups; and what stands after the offer at the end of the text."""
    prompt, signup = found[:, _GROUPS.index("paywall")], found[:, _GROUPS.index("signup")]
    near = around[:, _GROUPS.index("paywall")] > 0
    lone = near & ~cues.any(axis=1) & (view.words < _OFFER_WORDS)
    after = np.maximum.accumulate(prompt & read) & ~prompt
    return np.stack([lone, near & signup & ~prompt, after, after & over], axis=1)


def _sums(found: NDArray[np.bool_], reach: int) -> NDArray[np.int32]:
    """How many of the blocks at most `reach` away, without the block itself, have a mark."""
    n = len(found)
    sums = np.zeros((n + 1, found.shape[1]), dtype=np.int32)
    np.cumsum(found, axis=0, out=sums[1:])
    at = np.arange(n)
    return sums[np.minimum(at + reach + 1, n)] - sums[np.maximum(at - reach, 0)] - found


def _under(view: View, marks: NDArray[np.bool_]) -> list[NDArray[np.bool_]]:
    """Whether the last label before a block is of a group, within reach and right before; likewise headings."""
    n = len(view)
    at = np.arange(n)[:, None]
    columns = np.hstack([marks, (view.heading & ~marks.any(axis=1))[:, None]])
    last = np.maximum.accumulate(np.where(columns, at, -1), axis=0)
    before = np.full_like(last, -1)
    before[1:] = last[:-1]
    newest = before.max(axis=1, keepdims=True)
    here = (before == newest) & (before >= 0)
    far, near = here & (at - before <= _REACH), here & (at - before <= _NEAR)
    return [far[:, :-1], near[:, :-1], far[:, -1:], near[:, -1:]]
