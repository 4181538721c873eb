"""What the page declares of itself, found again in its blocks: title, description, authors, article body."""

from __future__ import annotations

import re
from typing import NamedTuple

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
_BREAKS = re.compile(r"\s+[|–—·»-]\s+")
_LONGEST_BODY = 100_000
_PROBE = 40  # letters of a block that are looked for in the declared body
_SHORT = 4  # words of a section, keyword or site's name that stands alone
_LIKE = 0.6  # share of words two titles have in common
_Column = NDArray[np.uint8]


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
    column = {name.partition(".")[2]: out[:, i] for i, name in enumerate(NAMES)}
    known = said(view)
    page = view.folded
    _find_titles(view, page, known.titles, column)
    _find_descriptions(view, page, known.descriptions, column)
    _find_authors(view, page, known.authors, column)
    _compare_short(view, page, known, column)
    if known.body:
        _compare_body(view, page, known.body, column)
    return Signals(NAMES, out)


def _blocks_with(view: View, page: str, piece: str) -> list[int]:
    found = []
    position = page.find(piece)
    while position >= 0:
        block = view.text.block_at(position)
        found.append(block)
        position = page.find(piece, int(view.text.ends[block]))
    return found


def _find_titles(view: View, page: str, titles: tuple[str, ...], column: dict[str, _Column]) -> None:
    equal = column["title_equal"]
    for title in titles:
        for block in _blocks_with(view, page, title):
            if view.size[block] <= len(title) + 2:
                equal[block] = 1
            elif view.words[block] <= 40:
                column["title_part"][block] = 1
    column["title_again"][np.flatnonzero(equal)[1:]] = 1
    if not titles:
        return
    longest = max(map(len, titles))
    likely = view.heading & (view.words > 3) & (view.size < 2 * longest) & (equal == 0)
    bags = [(t, set(t.split())) for t in titles]
    for block in np.flatnonzero(likely).tolist():
        text = page[view.text.starts[block] : view.text.ends[block]]
        mine = set(text.split())
        column["title_part"][block] |= any(text in t for t in titles)
        column["title_like"][block] = max(len(mine & bag) / len(mine | bag) for _, bag in bags) >= _LIKE


def _find_descriptions(view: View, page: str, descriptions: tuple[str, ...], column: dict[str, _Column]) -> None:
    for text in descriptions:
        for block in _blocks_with(view, page, text[:30]):
            size = view.size[block]
            same = page.startswith(text.rstrip(". …"), view.text.starts[block]) or (
                size > 40 and _text(view, page, block) in text
            )
            column["description_equal" if same and size < 1.6 * len(text) else "description_like"][block] = 1


def _text(view: View, page: str, block: int) -> str:
    return page[view.text.starts[block] : view.text.ends[block]]


def _find_authors(view: View, page: str, authors: tuple[str, ...], column: dict[str, _Column]) -> None:
    for author in authors:
        for block in _blocks_with(view, page, author):
            if view.words[block] <= 20:
                column["author"][block] = 1
                column["author_only"][block] = view.size[block] <= len(author) + 1


def _compare_short(view: View, page: str, known: Said, column: dict[str, _Column]) -> None:
    wanted = known.sections | known.keywords | {known.site}
    if not any(wanted):
        return
    lines = page.split("\n")
    if len(lines) != len(view):  # code keeps its line breaks
        lines = [_text(view, page, block) for block in range(len(view))]
    for block, text in enumerate(lines):
        if text in wanted and view.words[block] <= _SHORT:
            column["section"][block] = text in known.sections
            column["keyword"][block] = text in known.keywords
            column["site"][block] = text == known.site


def _compare_body(view: View, page: str, body: str, column: dict[str, _Column]) -> None:
    column["has_body"][:] = 1
    for block in np.flatnonzero(view.words > 5).tolist():
        start = view.text.starts[block]
        found = page[start : min(start + _PROBE, view.text.ends[block])] in body
        column["body_has"][block] = found
        column["body_lacks"][block] = not found
