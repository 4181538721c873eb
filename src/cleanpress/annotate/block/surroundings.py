"""Where a block stands: place on the page, its neighbours' form, its like siblings, its container."""

from __future__ import annotations

from collections import Counter

import numpy as np
from numpy.typing import NDArray

from cleanpress.annotate.signals import Degrees, Signals, bin_names, bins, shifted
from cleanpress.segment.page import Page
from cleanpress.segment.tags import CONTEXT_BIT

_PLACE = (0.02, 0.05, 0.1, 0.2, 0.35, 0.5, 0.65, 0.8, 0.9, 0.97)
_AFTER = (-10, -4, -2, -1, 0, 1, 2, 3, 4, 6, 10, 20, 50, 120)
_WORDS = (2, 4, 9, 20, 50)
_LINKED = (0.1, 0.5, 0.9)
_SHARE = (0.001, 0.02, 0.1, 0.3, 0.6, 0.9)
_RUN = (2, 3, 5, 10, 25)
_MASS = (1, 20, 60, 150, 400)
_SIBLING_WORDS = (2, 4, 8, 15, 30, 60)
_TEXTS = (0, 1, 3, 6, 12, 25)
_HEADING = sum(CONTEXT_BIT[f"h{n}"] for n in (1, 2, 3, 4))
_OFF_TEXT = CONTEXT_BIT["nav"] | CONTEXT_BIT["footer"] | CONTEXT_BIT["select"] | CONTEXT_BIT["button"]


def running_text(page: Page, words: list[int]) -> Degrees:
    """Words of each block that look like running text: long, few links, not in menus; else 0."""
    count = np.array(words, dtype=np.float32)
    linked = np.array(page.linked, dtype=np.float32) / np.array([len(t) for t in page.texts], dtype=np.float32)
    off = np.array([bool(c & _OFF_TEXT) for c in page.context])
    stop = np.array([t[-1] in ".!?…\"”»。！？」।؟:" for t in page.texts])
    return np.where((count >= 10) & (linked < 0.4) & ~off & (stop | (count > 25)), count, 0).astype(np.float32)


def place(page: Page, title: Degrees) -> Signals:
    """Place on the page and distance from the headline.

    Args:
        page: The page.
        title: For each block, whether it equals a declared title.
    """
    n = len(page)
    at = np.arange(n, dtype=np.float32)
    head = _headline(page, title)
    after = at - head if head >= 0 else np.full(n, 1000, dtype=np.float32)
    first = np.zeros((n, 4), dtype=np.float32)
    first[0, 0] = 1
    if head >= 0:
        first[head, 1] = 1
    first[:, 2] = head < 0
    first[:, 3] = n < 30
    return Signals(
        (
            *bin_names("place.part", _PLACE),
            *bin_names("place.from_end", _RUN),
            *bin_names("place.after_headline", _AFTER),
            "place.first",
            "place.at_headline",
            "place.no_headline",
            "place.small_page",
        ),
        np.hstack([bins(at / max(n, 1), _PLACE), bins(n - at, _RUN), bins(after, _AFTER), first]),
    )


def _headline(page: Page, title: Degrees) -> int:
    """The likeliest headline: a title in a heading, else an h1, else a title."""
    h1 = [i for i, c in enumerate(page.context) if c & CONTEXT_BIT["h1"]]
    equal = np.flatnonzero(title)
    both = [i for i in equal if page.context[i] & _HEADING]
    for found in (both, h1, list(equal)):
        if found:
            return int(found[0])
    return -1


def neighbours(page: Page, words: list[int]) -> Signals:
    """Form of the blocks before and after."""
    n = len(page)
    linked = np.array(page.linked, dtype=np.float32) / np.array([len(t) for t in page.texts], dtype=np.float32)
    heading = np.array([[bool(c & _HEADING), t == "li"] for c, t in zip(page.context, page.tag, strict=True)], dtype=np.float32)
    stop = np.array([[t[-1] in ".!?…\"”»。！？」", t[-1] in ":："] for t in page.texts], dtype=np.float32)
    own = np.hstack([bins(words, _WORDS), bins(linked, _LINKED), heading, stop])
    names = (*bin_names("words", _WORDS), *bin_names("linked", _LINKED), "heading", "li", "stop", "colon")
    extra = _extras(page, n)
    near = ("before", "after", "before2", "after2")
    return Signals(
        (*(f"{where}.{name}" for where in near for name in names), *_EXTRAS),
        np.hstack([*(shifted(own, by) for by in (1, -1, 2, -2)), extra]),
    )


_EXTRAS = ("near.image_before", "near.image_before2", "near.image_after", "near.alt_text", "near.mail_field",
           "near.field", "near.rule_before", "near.same_text_before", "near.repeated")  # fmt: skip


def _extras(page: Page, n: int) -> Degrees:
    out = np.zeros((n, len(_EXTRAS)), dtype=np.float32)
    for image in page.images:
        for by, column in ((0, 0), (1, 1), (-1, 2)):
            if 0 <= image.before + by < n:
                out[image.before + by, column] = 1
        for at in range(max(0, image.before - 1), min(n, image.before + 3)):
            if image.alt and page.texts[at] == image.alt:
                out[at, 3] = 1
    for at, kind in page.fields:
        column = 4 if kind == "email" else 5
        if kind != "hidden":
            out[max(0, at - 3) : at + 2, column] = 1
    for at in page.rules:
        if at < n:
            out[at, 6] = 1
    seen: set[str] = set()
    times = Counter(page.texts)
    for i, text in enumerate(page.texts):
        out[i, 7] = text in seen
        out[i, 8] = times[text] > 1
        seen.add(text)
    return out


def siblings(page: Page, words: list[int], running: Degrees, make: NDArray[np.intp]) -> Signals:
    """Blocks of the same make (tags and hints of block and two ancestors): how many, how long, how linked, in runs."""
    n = len(page)
    k = int(make.max()) + 1
    count = np.bincount(make, minlength=k)
    size = np.bincount(make, weights=words, minlength=k) / count
    linked = np.bincount(make, weights=np.array(page.linked), minlength=k) / np.bincount(
        make, weights=np.array([len(t) for t in page.texts]), minlength=k
    )
    mass = np.bincount(make, weights=running, minlength=k)
    share = mass / max(float(running.sum()), 1.0)
    border = np.flatnonzero(np.diff(make, prepend=-1, append=-1))
    run = np.repeat(np.diff(border), np.diff(border))
    total = running.sum()
    page_bins = np.broadcast_to(bins(np.array([np.count_nonzero(running)]), _TEXTS), (n, len(_TEXTS) + 1))
    page_words = np.broadcast_to(bins(np.array([total / max(1, sum(words))]), _SHARE), (n, len(_SHARE) + 1))
    return Signals(
        (
            *bin_names("alike.count", _RUN),
            *bin_names("alike.words", _SIBLING_WORDS),
            *bin_names("alike.linked", _LINKED),
            *bin_names("alike.share", _SHARE),
            *bin_names("alike.run", _RUN),
            *bin_names("page.texts", _TEXTS),
            *bin_names("page.text_share", _SHARE),
        ),
        np.hstack(
            [
                bins(count[make], _RUN),
                bins(size[make], _SIBLING_WORDS),
                bins(linked[make], _LINKED),
                bins(share[make], _SHARE),
                bins(run, _RUN),
                page_bins,
                page_words,
            ]
        ),
    )


def makes(page: Page) -> NDArray[np.intp]:
    """A number for each block's make: tags and hints of its element and two ancestors."""
    numbers: dict[object, int] = {}
    return np.array([numbers.setdefault(m, len(numbers)) for m in _makes(page)], dtype=np.intp)


def _makes(page: Page) -> list[tuple[object, ...]]:
    parent, tags, own = page.parent, page.node_tag, page.node_hints
    known: dict[int, tuple[object, ...]] = {}
    out = []
    for node, tag in zip(page.node, page.tag, strict=True):
        if node < 0:
            out.append((tag,))
            continue
        if node not in known:
            up = parent[node]
            top = parent[up] if up >= 0 else -1
            known[node] = (tag, own[node], tags[up], own[up] if up >= 0 else 0, tags[top], own[top] if top >= 0 else 0)
        out.append(known[node])
    return out


def containers(page: Page, words: list[int], running: Degrees) -> Signals:
    """How much of the page's running text stands in the block's ancestors and around it in reading order."""
    n = len(page)
    total = max(float(running.sum()), 1.0)
    mass, size = _masses(page, words, running)
    best, best_in = _best_container(page, mass, total)
    parent = page.parent
    shares = np.zeros((n, 3), dtype=np.float32)
    purity = np.zeros((n, 2), dtype=np.float32)
    inside = np.zeros((n, 3), dtype=np.float32)
    for i, node in enumerate(page.node):
        if node < 0:
            continue
        up = node
        for level in range(3):
            up = parent[up] if parent[up] >= 0 else up
            shares[i, level] = mass[up] / total
            if level < 2:
                purity[i, level] = mass[up] / max(size[up], 1)
        inside[i, 0] = best_in[node]
        inside[i, 1] = parent[node] == best
        inside[i, 2] = parent[node] >= 0 and parent[parent[node]] == best
    window = [_window(running, 2), _window(running, 5), _forward(running, 6), _forward(running[::-1], 6)[::-1]]
    return Signals(
        (
            *(n2 for level in ("parent", "grandparent", "third") for n2 in bin_names(f"container.{level}", _SHARE)),
            *(n2 for level in ("parent", "grandparent") for n2 in bin_names(f"container.purity.{level}", _SHARE)),
            "container.in_best", "container.child_of_best", "container.grandchild_of_best",
            *(n2 for w in ("around2", "around5", "after6", "before6") for n2 in bin_names(f"text.{w}", _MASS)),
        ),
        np.hstack(
            [
                *(bins(shares[:, k], _SHARE) for k in range(3)),
                *(bins(purity[:, k], _SHARE) for k in range(2)),
                inside,
                *(bins(w, _MASS) for w in window),
            ]
        ),
    )  # fmt: skip


def _masses(page: Page, words: list[int], running: Degrees) -> tuple[list[float], list[float]]:
    """Running words and all words under each element."""
    mass = [0.0] * max(1, len(page.parent))
    size = [0.0] * max(1, len(page.parent))
    for i, node in enumerate(page.node):
        if node >= 0:
            mass[node] += float(running[i])
            size[node] += words[i]
    for node in range(len(page.parent) - 1, 0, -1):
        up = page.parent[node]
        if up >= 0 and size[node]:
            mass[up] += mass[node]
            size[up] += size[node]
    return mass, size


def _best_container(page: Page, mass: list[float], total: float) -> tuple[int, list[bool]]:
    """The deepest element that still holds 70 % of the running text, and what stands in it."""
    best = 0
    for node in range(len(page.parent)):
        if mass[node] >= 0.7 * total:
            best = node
    inside = [False] * len(mass)
    for node in range(len(page.parent)):
        up = page.parent[node]
        inside[node] = node == best or up >= 0 and inside[up]
    return best, inside


def _window(values: Degrees, reach: int) -> Degrees:
    """Sum over the blocks at most `reach` away, without the block itself."""
    sums = np.concatenate([[0], np.cumsum(values)])
    n = len(values)
    low = np.maximum(np.arange(n) - reach, 0)
    high = np.minimum(np.arange(n) + reach + 1, n)
    return (sums[high] - sums[low] - values).astype(np.float32)


def _forward(values: Degrees, reach: int) -> Degrees:
    """Sum over the next `reach` blocks."""
    sums = np.concatenate([[0], np.cumsum(values)])
    n = len(values)
    high = np.minimum(np.arange(n) + reach + 1, n)
    return (sums[high] - sums[np.arange(n) + 1]).astype(np.float32)
