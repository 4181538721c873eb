"""Where the links of a block lead: what their addresses say, and which blocks share one."""

from __future__ import annotations

from collections import Counter
from functools import cache
from typing import Any

import numpy as np

from cleanpress.annotate.address import FORMS, Home, home_of, host_of, reader, site_of, told_plainly
from cleanpress.annotate.signals import Degrees, Signals
from cleanpress.annotate.view import View
from cleanpress.model import Mark
from cleanpress.rules.addresses import addresses
from cleanpress.segment.page import Page

_links: Any
try:
    from cleanpress.annotate import _links
except ImportError:
    _links = None

_SHARED = ("same_before", "same_after", "again")


def links(view: View) -> Signals:
    """Each form of address by the share of the block's letters that link to one; whether others have the same link."""
    page = view.page
    home = _home(page)
    if _links is not None and isinstance(page.spots, _links.Spots):
        return Signals(_names(), _links.columns(reader(), page, home))
    return Signals(_names(), _columns(page, home))


@cache
def _names() -> tuple[str, ...]:
    return tuple(f"link.{name}" for name in (*addresses().names, *FORMS, *_SHARED))


def _home(page: Page) -> Home:
    """Where the page stands: by its address, by what it declares, or by where most of its links lead."""
    found = home_of(page.address)
    if found.site:
        return found
    sites = Counter(site_of(host_of(m.href)) for i in range(len(page)) for m in page.marks_of(i) if m.href)
    del sites[b""]
    return Home(sites.most_common(1)[0][0] if sites else b"", b"")


def _columns(page: Page, home: Home) -> Degrees:
    """The columns in plain Python."""
    names, told = _names(), {}
    letters = np.zeros((len(page), len(names)), dtype=np.int64)
    mains: list[str | None] = []
    for block in range(len(page)):
        found = [mark for mark in page.marks_of(block) if mark.kind == "link"]
        mains.append(_main(found))
        for mark in found:
            href = mark.href or ""
            if href not in told:
                bits = told_plainly(href, home)
                told[href] = [i for i in range(len(names)) if bits >> i & 1]
            letters[block, told[href]] += mark.end - mark.start
    sizes = np.array([len(text) for text in page.texts], dtype=np.float32)
    out = np.minimum(letters.astype(np.float32) / np.maximum(sizes, 1)[:, None], 1)
    out[:, -len(_SHARED) :] = _shared(mains)
    return out


def _main(found: list[Mark]) -> str | None:
    """The address of the longest link of a block; None if it has none or leads nowhere."""
    longest = max(found, key=lambda mark: mark.end - mark.start, default=None)
    return longest.href if longest is not None and longest.href not in ("", "#") else None


def _shared(mains: list[str | None]) -> list[tuple[bool, bool, bool]]:
    """Whether the block before, the block after and any other block has the same link."""
    counts = Counter(mains)
    around = zip([None, *mains], mains, [*mains[1:], None], strict=False)
    return [(bool(m) and m == before, bool(m) and m == after, bool(m) and counts[m] > 1) for before, m, after in around]
