"""What the page declares of itself, found again in its blocks: title, description, authors, article body."""

from __future__ import annotations

import re
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from cleanpress.annotate.signals import Signals
from cleanpress.annotate.view import View
from cleanpress.rules.entries import fold

NAMES = (
    "declared.title_equal", "declared.title_part", "declared.title_like", "declared.title_again",
    "declared.description_equal", "declared.description_like", "declared.author", "declared.author_only",
    "declared.body_has", "declared.body_lacks", "declared.section", "declared.keyword", "declared.site",
    "declared.has_body",
)  # fmt: skip
_said: Any
try:
    from cleanpress.annotate import _said
except ImportError:
    _said = None

_BREAKS = re.compile(r"\s+[|–—·»-]\s+")
_LONGEST_BODY = 100_000
_PROBE = 40  # letters of a block that are looked for in the declared body
_SHORT = 4  # words of a section, keyword or site's name that stands alone
_LIKE = 0.6  # share of words two titles have in common
_Columns = NDArray[np.uint8]
(
    _TITLE_EQUAL, _TITLE_PART, _TITLE_LIKE, _TITLE_AGAIN, _DESCRIPTION_EQUAL, _DESCRIPTION_LIKE, _AUTHOR, _AUTHOR_ONLY,
    _BODY_HAS, _BODY_LACKS, _SECTION, _KEYWORD, _SITE, _HAS_BODY,
) = range(len(NAMES))  # fmt: skip


class Said(NamedTuple):
    """What the page says of itself, folded."""

    titles: tuple[str, ...]
    descriptions: tuple[str, ...]
    authors: tuple[str, ...]
    body: str
    sections: frozenset[str]
    keywords: frozenset[str]
    site: str


def _fold(text: str) -> str:
    return " ".join(fold(text).split())


def said(view: View) -> Said:
    """Collect title, description, authors and so on from metas, title and JSON-LD."""
    page = view.page
    metas: dict[str, list[str]] = {}
    for name, content in page.metas:
        metas.setdefault(name, []).append(content)

    def named(*names: str) -> list[str]:
        return [c for n in names for c in metas.get(n, ())]

    known = page.declared
    titles = [*named("og:title", "twitter:title", "dc.title", "sailthru.title"), known.headline or ""]
    if page.title:
        titles += [page.title, *(p for p in _BREAKS.split(page.title) if len(p) > 14)]
    texts = [*named("og:description", "description", "twitter:description"), known.description or ""]
    authors = [*named("author", "article:author", "dc.creator", "parsely-author"), *known.authors]
    keywords = [
        k for c in named("keywords", "news_keywords", "article:tag", "parsely-tags") for k in re.split("[,;]", c)
    ]
    return Said(
        tuple(dict.fromkeys(f for t in titles if len(f := _fold(t)) > 8)),
        tuple(dict.fromkeys(f for t in texts if len(f := _fold(t)) > 25)),
        tuple(dict.fromkeys(f for t in authors if 4 < len(f := _fold(t)) < 60 and "/" not in f)),
        _fold((known.article_body or "")[:_LONGEST_BODY]),
        frozenset(map(_fold, named("article:section", "section", "parsely-section"))),
        frozenset(map(_fold, keywords)),
        _fold(known.site_name or ""),
    )


def declared(view: View) -> Signals:
    """Which blocks repeat what the page declares."""
    out = np.zeros((len(view), len(NAMES)), dtype=np.uint8)
    known = said(view)
    page = view.folded
    _find_titles(view, page, known.titles, out)
    _find_descriptions(view, page, known.descriptions, out)
    _find_authors(view, page, known.authors, out)
    _compare_short(view, page, known, out)
    if known.body:
        _compare_body(view, page, known.body, out)
    return Signals(NAMES, out)


def _blocks_with(view: View, page: str, piece: str) -> list[int]:
    """The blocks in which a piece of text begins, each once."""
    quick = None if _said is None else _said.blocks_with(page, piece, view.text.ends)
    if quick is not None:
        return quick  # type: ignore[no-any-return]
    found = []
    position = page.find(piece)
    while position >= 0:
        block = view.text.block_at(position)
        found.append(block)
        position = page.find(piece, int(view.text.ends[block]))
    return found


def _find_titles(view: View, page: str, titles: tuple[str, ...], out: _Columns) -> None:
    if not titles:
        return
    equal = set()
    for title in titles:
        for block in _blocks_with(view, page, title):
            if view.size[block] <= len(title) + 2:
                equal.add(block)
            elif view.words[block] <= 40:
                out[block, _TITLE_PART] = 1
    for nth, block in enumerate(sorted(equal)):
        out[block, _TITLE_EQUAL] = 1
        out[block, _TITLE_AGAIN] = nth > 0
    bags = [frozenset(title.split()) for title in titles]
    like = _like_titles if _said is None else _said.like_titles
    text = view.text
    for block, part, alike in like(page, text.starts, text.ends, view.words, view.heading, titles, bags, _LIKE):
        if block not in equal:
            out[block, _TITLE_PART] |= part
            out[block, _TITLE_LIKE] = alike


def _like_titles(
    page: str,
    starts: NDArray[np.int64],
    ends: NDArray[np.int64],
    words: NDArray[np.int32],
    heading: NDArray[np.bool_],
    titles: tuple[str, ...],
    bags: list[frozenset[str]],
    share: float,
) -> list[tuple[int, bool, bool]]:
    """(block, whether it is part of a title, whether it has enough words in common with one) of headings."""
    likely = heading & (words > 3) & (ends - starts < 2 * max(map(len, titles)))
    found = []
    for block in np.flatnonzero(likely).tolist():
        text = page[starts[block] : ends[block]]
        told = frozenset(text.split())
        part = any(text in title for title in titles)
        alike = any(len(told & bag) / len(told | bag) >= share for bag in bags)
        if part or alike:
            found.append((block, part, alike))
    return found


def _find_descriptions(view: View, page: str, descriptions: tuple[str, ...], out: _Columns) -> None:
    for text in descriptions:
        for block in _blocks_with(view, page, text[:30]):
            size = view.size[block]
            same = page.startswith(text.rstrip(". …"), view.text.starts[block]) or (
                size > 40 and _text(view, page, block) in text
            )
            out[block, _DESCRIPTION_EQUAL if same and size < 1.6 * len(text) else _DESCRIPTION_LIKE] = 1


def _text(view: View, page: str, block: int) -> str:
    return page[view.text.starts[block] : view.text.ends[block]]


def _find_authors(view: View, page: str, authors: tuple[str, ...], out: _Columns) -> None:
    for author in authors:
        for block in _blocks_with(view, page, author):
            if view.words[block] <= 20:
                out[block, _AUTHOR] = 1
                out[block, _AUTHOR_ONLY] = view.size[block] <= len(author) + 1


def _compare_short(view: View, page: str, known: Said, out: _Columns) -> None:
    wanted = known.sections | known.keywords | {known.site}
    if not any(wanted):
        return
    starts, ends, words = view.text.starts, view.text.ends, view.words
    lines = _short_lines if _said is None else _said.short_lines
    for block, text in lines(page, starts, ends, words, wanted, _SHORT):
        out[block, _SECTION] = text in known.sections
        out[block, _KEYWORD] = text in known.keywords
        out[block, _SITE] = text == known.site


def _short_lines(
    page: str,
    starts: NDArray[np.int64],
    ends: NDArray[np.int64],
    words: NDArray[np.int32],
    wanted: frozenset[str],
    most: int,
) -> list[tuple[int, str]]:
    """The blocks of at most so many words whose whole text is wanted, with it."""
    short = np.flatnonzero(words <= most).tolist()
    texts = ((block, page[starts[block] : ends[block]]) for block in short)
    return [(block, text) for block, text in texts if text in wanted]


def _compare_body(view: View, page: str, body: str, out: _Columns) -> None:
    out[:, _HAS_BODY] = 1
    for block in np.flatnonzero(view.words > 5).tolist():
        start = view.text.starts[block]
        found = page[start : min(start + _PROBE, view.text.ends[block])] in body
        out[block, _BODY_HAS] = found
        out[block, _BODY_LACKS] = not found
