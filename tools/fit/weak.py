"""Pages of which only the kept text is known: their blocks are kept or dropped, the role is the scorecard's guess.

Truth files: FOLDER/truth.json.gz with {"pages": [{"id", "url", "truth": {"body": ...} or {"with": [...], "without":
[...]}}]} and FOLDER/html/ID.html.gz. Only blocks on which the scorecard in force contradicts the truth, and a few
others, are taken: these are the pages that it does not understand yet.
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance import Indel

from cleanpress.annotate.tiers import block_tier
from cleanpress.annotate.view import View
from cleanpress.decide.verdict import decide
from cleanpress.errors import InputError
from cleanpress.model import DROP, Limits, Role
from cleanpress.pipeline import read_html
from fit.corpus import Sample, domain, words

_ROLES = tuple(Role)
_BODY = frozenset({Role.PARAGRAPH, Role.SUBHEAD, Role.QUESTION, Role.QUOTE, Role.LIST_ITEM, Role.TABLE, Role.CODE})
_AS_BODY = np.array([r in _BODY for r in _ROLES])
_AS_DROP = np.array([r in DROP for r in _ROLES])
_SPARED = 0.1  # share of the blocks that are right already and taken all the same


def weak_samples(folder: Path, known: frozenset[str], weight: float) -> Iterator[Sample]:
    """Pages of one corpus.

    Args:
        folder: Where truth.json.gz lies.
        known: Ids of pages that have labels already.
        weight: Weight of their blocks.
    """
    pages = json.loads(gzip.decompress((folder / "truth.json.gz").read_bytes()))["pages"]
    draw = np.random.default_rng(1)
    for entry in pages:
        if entry["id"] in known:
            continue
        data = gzip.decompress((folder / "html" / f"{entry['id']}.html.gz").read_bytes())
        try:
            page = read_html(data, entry["url"], Limits())
        except InputError:
            continue
        if not len(page):
            continue
        shares = decide(page).shares
        labels = _guess(shares, _kept(page.texts, entry["truth"]), draw)
        if (labels >= 0).any():
            view = View(page)
            yield Sample(entry["id"], domain(entry["url"], entry["id"]), page, view, block_tier(view), labels, weight)


def _kept(texts: list[str], truth: dict[str, Any]) -> NDArray[np.int8]:
    """1 for blocks that the truth keeps, 0 for those it drops, -1 where it does not tell."""
    if "with" in truth and "body" not in truth:
        flat = [" ".join(t.split()) for t in texts]
        out = np.full(len(texts), -1, dtype=np.int8)
        for key, value in (("without", 0), ("with", 1)):
            for snippet in truth[key]:
                found = " ".join(snippet.split())
                out[[i for i, t in enumerate(flat) if found in t]] = value
        return out
    body = words(truth.get("full") or truth["body"])
    mine = [(w, i) for i, t in enumerate(texts) for w in words(t)]
    hits, size = np.zeros(len(texts)), np.zeros(len(texts))
    np.add.at(size, [i for _, i in mine], 1)
    for op in Indel.opcodes([w for w, _ in mine], body):
        if op.tag == "equal":
            for k in range(op.src_start, op.src_end):
                hits[mine[k][1]] += 1
    share = hits / np.maximum(size, 1)
    told = np.where(share >= 0.8, 1, np.where(share <= 0.2, 0, -1))
    told[(size < 4) & (told == 1)] = -1  # short texts match by chance
    return told.astype(np.int8)


def _guess(shares: NDArray[np.float32], kept: NDArray[np.int8], draw: np.random.Generator) -> NDArray[np.intp]:
    """The likeliest role that agrees with the truth, for contradictions and a few others; else -1."""
    top = shares.argmax(axis=1)
    body, drop = _AS_BODY[top], _AS_DROP[top]
    wrong = (kept == 1) & drop | (kept == 0) & body
    right = ((kept == 1) & body | (kept == 0) & drop) & (draw.random(len(top)) < _SPARED)
    allowed = np.where((kept == 1)[:, None], _AS_BODY, _AS_DROP)
    label = (shares * allowed).argmax(axis=1)
    return np.where(wrong | right, label, -1)
