"""Where a block stands: place on the page, its neighbours' form, its like siblings, its container."""

from __future__ import annotations

from collections import Counter
from typing import Any

import numpy as np
from numpy.typing import NDArray

from cleanpress.annotate.letters import Kind
from cleanpress.annotate.signals import Degrees, Signals, bin_names, bins, distances, shifted
from cleanpress.annotate.view import View
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

_PLACE = (0.02, 0.05, 0.1, 0.2, 0.35, 0.5, 0.65, 0.8, 0.9, 0.97)
_AFTER = (-10, -4, -2, -1, 0, 1, 2, 3, 4, 6, 10, 20, 50, 120)
_WORDS = (2, 4, 9, 20, 50)
_LINKED = (0.1, 0.5, 0.9)
_SHARE = (0.001, 0.02, 0.1, 0.3, 0.6, 0.9)
_RUN = (2, 3, 5, 10, 25)
_MASS = (1, 20, 60, 150, 400)
_SIBLING_WORDS = (2, 4, 8, 15, 30, 60)
_TEXTS = (0, 1, 3, 6, 12, 25)
_PART = (0.001, 0.05, 0.2, 0.5, 0.8, 0.95, 0.999)
_NEAR = (2, 3, 5, 10, 20, 50)
_SHORT_RUN = (1, 2, 3, 6, 12, 30)


def _arrays(*edges: tuple[float, ...]) -> tuple[NDArray[np.float64], ...]:
    return tuple(np.array(e, dtype=np.float64) for e in edges)


_PLACE_NAMES = (
    *bin_names("place.part", _PLACE),
    *bin_names("place.from_end", _RUN),
    *bin_names("place.after_headline", _AFTER),
    "place.first",
    "place.at_headline",
    "place.no_headline",
    "place.small_page",
)
_PLACE_EDGES = _arrays(_PLACE, _RUN, _AFTER)


def place(view: View, title: NDArray[np.uint8]) -> Signals:
    """Place on the page and distance from the headline.

    Args:
        view: The page.
        title: For each block, whether it equals a declared title.
    """
    if _place is not None:
        head = _place.headline(view, title, CONTEXT_BIT["h1"])
        return Signals(_PLACE_NAMES, _place.place(view, head, *_PLACE_EDGES))
    return Signals(_PLACE_NAMES, _place_columns(len(view), _headline(view, title)))


def _place_columns(n: int, head: int) -> NDArray[np.uint8]:
    at = np.arange(n)
    after = at - head if head >= 0 else np.full(n, 1000)
    marks = np.zeros((n, 4), dtype=np.uint8)
    marks[0, 0] = 1
    if head >= 0:
        marks[head, 1] = 1
    marks[:, 2] = head < 0
    marks[:, 3] = n < 30
    return np.hstack([bins(at / max(n, 1), _PLACE), bins(n - at, _RUN), bins(after, _AFTER), marks])


def _headline(view: View, title: NDArray[np.uint8]) -> int:
    """The likeliest headline: a title in a heading, else an h1, else a title."""
    equal = title != 0
    for found in (equal & view.heading, (view.context & CONTEXT_BIT["h1"]) != 0, equal):
        where = np.flatnonzero(found)
        if len(where):
            return int(where[0])
    return -1


_EXTRAS = ("near.image_before", "near.image_before2", "near.image_after", "near.alt_text", "near.mail_field",
           "near.field", "near.rule_before", "near.same_text_before", "near.repeated")  # fmt: skip
_FORM = (*bin_names("words", _WORDS), *bin_names("linked", _LINKED), "heading", "li", "stop", "colon")
_NEIGHBOUR_NAMES = (
    *(f"{where}.{name}" for where in ("before", "after", "before2", "after2") for name in _FORM),
    *_EXTRAS,
)
_NEIGHBOUR_EDGES = _arrays(_WORDS, _LINKED)


def neighbours(view: View) -> Signals:
    """Form of the blocks before and after."""
    if _near is None:
        return Signals(_NEIGHBOUR_NAMES, _neighbour_columns(view))
    return Signals(_NEIGHBOUR_NAMES, _near.neighbours(view, *_NEIGHBOUR_EDGES, CONTEXT_BIT["li"], len(_EXTRAS)))


def _neighbour_columns(view: View) -> NDArray[np.uint8]:
    item = (view.context & CONTEXT_BIT["li"]) != 0
    colon = (view.last & Kind.COLON) != 0
    form = np.stack([view.heading, item, view.stops, colon], axis=1).astype(np.uint8)
    own = np.hstack([bins(view.words, _WORDS), bins(view.linked, _LINKED), form])
    return np.hstack([*(shifted(own, by) for by in (1, -1, 2, -2)), _extras(view)])


def _extras(view: View) -> NDArray[np.uint8]:
    page, n = view.page, len(view)
    out = np.zeros((n + 3, len(_EXTRAS)), dtype=np.uint8)
    before = np.array([image.before for image in page.images], dtype=np.intp)
    for by, column in ((0, 0), (1, 1), (-1, 2)):
        where = before + by
        out[where[(where >= 0) & (where < n)], column] = 1
    for image in page.images:
        if image.alt:
            for at in range(max(0, image.before - 1), min(n, image.before + 3)):
                if page.texts[at] == image.alt:
                    out[at, 3] = 1
    for at, kind in page.fields:
        if kind != "hidden":
            out[max(0, at - 3) : at + 2, 4 if kind == "email" else 5] = 1
    out[page.rules, 6] = 1
    times = Counter(page.texts)
    if len(times) < n:
        seen: set[str] = set()
        for i, text in enumerate(page.texts):
            if times[text] > 1:
                out[i, 7] = text in seen
                out[i, 8] = 1
                seen.add(text)
    return out[:n]


_SIBLING_NAMES = (
    *bin_names("alike.count", _RUN),
    *bin_names("alike.words", _SIBLING_WORDS),
    *bin_names("alike.linked", _LINKED),
    *bin_names("alike.share", _SHARE),
    *bin_names("alike.run", _RUN),
    *bin_names("page.texts", _TEXTS),
    *bin_names("page.text_share", _SHARE),
)
_SIBLING_EDGES = _arrays(_RUN, _SIBLING_WORDS, _LINKED, _SHARE, _TEXTS)


def siblings(view: View) -> Signals:
    """Blocks of the same make: how many, how long, how linked, in runs; and the page's running text in all."""
    columns = _sibling_columns(view) if _near is None else _near.siblings(view, *_SIBLING_EDGES)
    return Signals(_SIBLING_NAMES, columns)


def _sibling_columns(view: View) -> NDArray[np.uint8]:
    n = len(view)
    make, running, words = view.alike, view.running, view.words
    count = np.bincount(make)
    size = np.bincount(make, weights=words) / count
    linked = np.bincount(make, weights=view.linked * view.size) / np.bincount(make, weights=view.size)
    total = float(running.sum())
    share = np.bincount(make, weights=running) / max(total, 1.0)
    border = np.flatnonzero(np.diff(make, prepend=-1, append=-1))
    run = np.repeat(np.diff(border), np.diff(border))
    page = np.hstack([bins([float(np.count_nonzero(running))], _TEXTS), bins([total / max(1, words.sum())], _SHARE)])
    by_make = np.hstack([bins(count, _RUN), bins(size, _SIBLING_WORDS), bins(linked, _LINKED), bins(share, _SHARE)])
    return np.hstack([by_make[make], bins(run, _RUN), np.broadcast_to(page, (n, page.shape[1]))])


_FLOW_NAMES = (
    *bin_names("flow.text_before", _PART),
    *bin_names("flow.text_after", _PART),
    *bin_names("flow.last_text", _NEAR),
    *bin_names("flow.next_text", _NEAR),
    *bin_names("flow.short_run", _SHORT_RUN),
)
_FLOW_EDGES = _arrays(_PART, _NEAR, _SHORT_RUN)


def flow(view: View) -> Signals:
    """How much running text lies before and after a block, how far the nearest is, how long the run of short lines."""
    return Signals(_FLOW_NAMES, _flow_columns(view) if _place is None else _place.flow(view, *_FLOW_EDGES))


def _flow_columns(view: View) -> NDArray[np.uint8]:
    running = view.running
    total = max(float(running.sum()), 1.0)
    before = (np.cumsum(running) - running) / total
    after = 1 - before - running / total
    last, following = distances(running > 0)
    short = (view.words < 7) & (running == 0)
    border = np.flatnonzero(np.diff(short, prepend=~short[0], append=~short[-1]))
    run = np.where(short, np.repeat(np.diff(border), np.diff(border)), 0)
    return np.hstack(
        [bins(before, _PART), bins(after, _PART), bins(last, _NEAR), bins(following, _NEAR), bins(run, _SHORT_RUN)]
    )


_LEVELS = ("parent", "grandparent", "third")
_WINDOWS = ("around2", "around5", "after6", "before6")
_CONTAINER_NAMES = (
    *(name for level in _LEVELS for name in bin_names(f"container.{level}", _SHARE)),
    *(name for level in _LEVELS[:2] for name in bin_names(f"container.purity.{level}", _SHARE)),
    "container.in_best", "container.child_of_best", "container.grandchild_of_best",
    *(name for window in _WINDOWS for name in bin_names(f"text.{window}", _MASS)),
)  # fmt: skip
_CONTAINER_EDGES = _arrays(_SHARE, _MASS)


def containers(view: View) -> Signals:
    """How much of the page's running text stands in the block's ancestors and around it in reading order."""
    columns = _container_columns(view) if _place is None else _place.containers(view, *_CONTAINER_EDGES)
    return Signals(_CONTAINER_NAMES, columns)


def _container_columns(view: View) -> NDArray[np.uint8]:
    running = view.running
    total = max(float(running.sum()), 1.0)
    mass, size = view.running_under, view.under(view.words)
    best, within = view.best_container
    first, second, _ = view.parents
    inside = np.stack([within, first == best, second == best], axis=1).astype(np.uint8)
    share = mass / total
    purity = mass / np.maximum(size, 1)
    windows = (_window(running, 2, 2), _window(running, 5, 5), _window(running, 0, 6), _window(running, 6, 0))
    return np.hstack(
        [
            *(bins(share[ancestor], _SHARE) for ancestor in view.parents),
            *(bins(purity[ancestor], _SHARE) for ancestor in view.parents[:2]),
            inside,
            *(bins(window, _MASS) for window in windows),
        ]
    )


def _window(values: Degrees, before: int, after: int) -> NDArray[np.float64]:
    """Sum over the blocks around each block, without the block itself."""
    n = len(values)
    sums = np.zeros(n + 1)
    np.cumsum(values, out=sums[1:])
    at = np.arange(n)
    return sums[np.minimum(at + after + 1, n)] - sums[np.maximum(at - before, 0)] - values
