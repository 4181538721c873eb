"""What the page declares of itself, found again in its blocks: title, description, authors, article body."""

from __future__ import annotations

import re
from typing import NamedTuple

import numpy as np

from cleanpress.annotate.signals import Signals
from cleanpress.segment.page import Page

_WORD = re.compile(r"\w+")
_BREAKS = re.compile(r"\s+[|–—·»-]\s+")
NAMES = (
    "declared.title_equal", "declared.title_part", "declared.title_like", "declared.title_again",
    "declared.description_equal", "declared.description_like", "declared.author", "declared.author_only",
    "declared.body_has", "declared.body_lacks", "declared.section", "declared.keyword", "declared.site",
)  # fmt: skip


class Declared(NamedTuple):
    """Folded words of what the page says of itself."""

    titles: tuple[str, ...]
    descriptions: tuple[str, ...]
    authors: tuple[str, ...]
    body: str
    sections: frozenset[str]
    keywords: frozenset[str]
    site: str


def folded(text: str) -> str:
    """Lower-case words joined by single spaces."""
    return " ".join(_WORD.findall(text.lower()))


def fold_declared(page: Page) -> Declared:
    """Collect title, description, authors and so on from metas, title and JSON-LD."""
    metas: dict[str, list[str]] = {}
    for name, content in page.metas:
        metas.setdefault(name, []).append(content)
    said = page.declared
    first = lambda *names: [c for n in names for c in metas.get(n, ())]  # noqa: E731
    titles = [*first("og:title", "twitter:title", "dc.title", "headline", "sailthru.title"), said.headline or ""]
    if page.title:
        titles += [page.title, *(p for p in _BREAKS.split(page.title) if len(p) > 14)]
    texts = [*first("og:description", "description", "twitter:description"), said.description or ""]
    authors = [*first("author", "article:author", "dc.creator", "sailthru.author", "parsely-author"), *said.authors]
    keywords = [k for c in first("keywords", "news_keywords", "article:tag", "parsely-tags") for k in re.split("[,;]", c)]
    return Declared(
        tuple(dict.fromkeys(f for t in titles if len(f := folded(t)) > 8)),
        tuple(dict.fromkeys(f for t in texts if len(f := folded(t)) > 20)),
        tuple(dict.fromkeys(f for t in authors if 4 < len(f := folded(t)) < 60 and not t.startswith("http"))),
        folded(said.article_body or "")[:60_000],
        frozenset(map(folded, first("article:section", "section", "parsely-section"))),
        frozenset(map(folded, keywords)),
        folded(said.site_name or ""),
    )


def declared(page: Page, words: list[int]) -> Signals:
    """Which blocks repeat what the page declares."""
    out = np.zeros((len(page), len(NAMES)), dtype=np.float32)
    said = fold_declared(page)
    titled = False
    for i, text in enumerate(page.texts):
        count = words[i]
        if count > 60 and not said.body:
            continue
        flat = folded(text)
        row = out[i]
        if count <= 40 and said.titles:
            _match_title(row, flat, said.titles)
            row[3] = titled and row[0]
            titled = titled or bool(row[0])
        if count > 5:
            _match_text(row, flat, said)
        elif flat:
            row[10] = flat in said.sections
            row[11] = flat in said.keywords
            row[12] = flat == said.site
        if count <= 20 and said.authors:
            row[6] = any(a in flat for a in said.authors)
            row[7] = any(a == flat for a in said.authors)
    return Signals(NAMES, out)


def _match_title(row: np.ndarray, flat: str, titles: tuple[str, ...]) -> None:  # type: ignore[type-arg]
    if flat in titles:
        row[0] = 1
        return
    if len(flat) > 12 and any(flat in t or t in flat for t in titles):
        row[1] = 1
    mine = set(flat.split())
    if len(mine) > 3:
        row[2] = max(len(mine & set(t.split())) / len(mine | set(t.split())) for t in titles) >= 0.6


def _match_text(row: np.ndarray, flat: str, said: Declared) -> None:  # type: ignore[type-arg]
    for d in said.descriptions:
        if flat == d or len(flat) > 40 and (flat in d or d in flat):
            row[4] = 1
        elif len(flat) > 30 and flat[:30] == d[:30]:
            row[5] = 1
    if said.body:
        found = flat[:60] in said.body
        row[8] = found
        row[9] = not found
