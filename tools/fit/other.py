"""python -m fit.other TRUTH.json.gz: fit the scorecard for the text of pages that are no article.

The corpus: {"pages": [{"id", "url", "truth": {"group": TYPE, "body": TEXT}}]}, with html/ID.html.gz beside the file. A
block belongs to the text if its words stand in the true body in one piece. A page counts as far as it is no article by
a page scorecard that never saw its domain.
"""

from __future__ import annotations

import argparse
import gzip
import json
import re
from collections import Counter
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from cleanpress.annotate.signals import join
from cleanpress.decide.choose import TEXT, best_cut
from cleanpress.decide.confidence import facts
from cleanpress.decide.other import SHARE_NAMES, mixed
from cleanpress.decide.scorecard import ALWAYS
from cleanpress.decide.verdict import look
from cleanpress.model import Limits
from cleanpress.pipeline import read_html
from fit.corpus import domain, fold_of
from fit.pages import logistic

_FOLDS = 5
_WORD = re.compile(r"\w+")
_LONG = 40  # words from which a block counts no more
_PAGE = 60.0  # blocks that a page counts for


class Known(NamedTuple):
    """A page of the corpus."""

    kind: str
    fold: int
    facts: NDArray[np.uint8]
    signals: sparse.csr_matrix
    shares: NDArray[np.float32]
    words: list[list[str]]
    body: list[str]
    inside: NDArray[np.float64]


def read(truth: Path) -> tuple[list[Known], tuple[str, ...]]:
    """The corpus's pages, and the names of the signals."""
    with gzip.open(truth) as file:
        pages = json.load(file)["pages"]
    found: list[Known] = []
    names: tuple[str, ...] = ()
    for known in pages:
        data = gzip.decompress((truth.parent / "html" / f"{known['id']}.html.gz").read_bytes())
        page = read_html(data, known["url"], Limits())
        if not len(page):
            continue
        seen = look(page, {}, ())
        signals = join(seen.block + seen.context)
        names = (*signals.names, *SHARE_NAMES, ALWAYS)
        words = [_WORD.findall(text.lower()) for text in page.texts]
        body = _WORD.findall(known["truth"]["body"].lower())
        whole = f" {' '.join(body)} "
        found.append(
            Known(
                known["truth"]["group"],
                fold_of(domain(known["url"], known["id"]), _FOLDS),
                facts(page, seen.shares, seen.shares.argmax(axis=1)),
                sparse.csr_matrix(np.hstack([signals.degrees, seen.own, np.ones((len(page), 1), np.float32)])),
                seen.own,
                words,
                body,
                np.array([bool(w) and f" {' '.join(w)} " in whole for w in words], dtype=np.float64),
            )
        )
    return found, names


def articles(pages: list[Known], strict: float) -> NDArray[np.float64]:
    """Chance of each page to be an article, from weights that never saw its domain."""
    x = np.hstack([np.array([p.facts for p in pages], dtype=np.float64), np.ones((len(pages), 1))])
    y, folds = np.array([float(p.kind == "article") for p in pages]), np.array([p.fold for p in pages])
    out = np.zeros(len(pages))
    for fold in range(_FOLDS):
        out[folds == fold] = x[folds == fold] @ logistic(x[folds != fold], y[folds != fold], strict)
    return np.asarray(1 / (1 + np.exp(-out)))


def weights(pages: list[Known], other: NDArray[np.float64], strict: float) -> NDArray[np.float64]:
    """Weights of the signals, pages counting by how far they are no article."""
    parts, inside, counts = [], [], []
    for page, share in zip(pages, other, strict=True):
        if share < 0.2:  # what is left of it teaches nothing
            continue
        size = np.minimum([len(w) for w in page.words], _LONG) ** 0.5
        parts.append(page.signals)
        inside.append(page.inside)
        counts.append(share * _PAGE * size / max(1.0, float(size.sum())))
    x = sparse.vstack(parts).tocsr().astype(np.float32)
    return logistic(x, np.concatenate(inside), strict, np.concatenate(counts))


def f1(page: Known, chances: NDArray[Any]) -> float:
    """Word F1 of the text that the chances choose."""
    cut = best_cut(chances, np.array([len(w) for w in page.words]))
    kept = Counter(w for words, chance in zip(page.words, chances, strict=True) if chance >= cut for w in words)
    shared = (kept & Counter(page.body)).total()
    return 2 * shared / max(1, kept.total() + len(page.body))


def main() -> None:
    """Fit, report held-out figures, write the file."""
    ask = argparse.ArgumentParser(prog="fit.other", description=__doc__)
    ask.add_argument("truth", type=Path)
    ask.add_argument("--strict", type=float, default=1.0)
    ask.add_argument("--least", type=int, default=4, help="points below this are left out of the file")
    ask.add_argument("--out", type=Path)
    args = ask.parse_args()
    pages, names = read(args.truth)
    article = articles(pages, 10.0)
    folds = np.array([p.fold for p in pages])
    scores: dict[str, list[tuple[float, float]]] = {}
    for fold in range(_FOLDS):
        fitted = weights([p for p in pages if p.fold != fold], 1 - article[folds != fold], args.strict)
        for at in np.flatnonzero(folds == fold):
            page, chance = pages[at], article[at]
            by_role = page.shares[:, TEXT].sum(axis=1)
            other = 1 / (1 + np.exp(-(page.signals @ fitted)))
            scores.setdefault(page.kind, []).append(
                (f1(page, by_role), f1(page, mixed(page.shares, float(chance), other)))
            )
    every = [pair for found in scores.values() for pair in found]
    for kind, found in (*sorted(scores.items()), ("all", every)):
        before, after = np.mean(found, axis=0)
        print(f"{kind:16}{len(found):6} pages: {before:.4f} by roles alone, {after:.4f} with the scorecard held out")
    if args.out:
        points = np.round(100 * weights(pages, 1 - article, args.strict)).astype(int)
        lines = [f'"{n}" = {p}' for n, p in zip(names, points, strict=True) if abs(p) >= args.least]
        about = (
            f"fitted on {len(pages)} pages, {_FOLDS} folds by domain; word F1 held out {np.mean(every, axis=0)[1]:.4f}"
        )
        args.out.write_text(f'about = "{about}"\n\n[points]\n' + "\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
