"""python -m fit.pages TRUTH.json.gz: fit the page scorecard on a corpus whose pages have a type.

The corpus: {"pages": [{"id", "url", "truth": {"group": TYPE}}]}, with html/ID.html.gz beside the file. Pages of type
"article" are one article, all others are not.
"""

from __future__ import annotations

import argparse
import gzip
import json
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from cleanpress.decide.confidence import fact_names, facts
from cleanpress.decide.verdict import look
from cleanpress.model import Limits
from cleanpress.pipeline import read_html
from fit.corpus import domain, fold_of

_FOLDS = 5


def logistic(
    x: NDArray[np.float64] | Any, y: NDArray[np.float64], decay: float, counts: NDArray[np.float64] | None = None
) -> NDArray[np.float64]:
    """Weights of a logistic regression; the last column of x, an array or sparse, is not decayed."""
    keep = np.ones(x.shape[1])
    keep[-1] = 0
    times = np.ones(len(y)) if counts is None else counts
    turned: Any = x.T.tocsr() if hasattr(x, "tocsr") else x.T

    def loss(w: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        z = (x @ w.astype(x.dtype)).astype(np.float64)
        p = 1 / (1 + np.exp(-z))
        value = float((times * (np.logaddexp(0, z) - y * z)).sum()) + decay / 2 * float((keep * w**2).sum())
        return value, turned @ (times * (p - y)).astype(x.dtype) + decay * keep * w

    return np.asarray(minimize(loss, np.zeros(x.shape[1]), jac=True, method="L-BFGS-B", options={"maxiter": 200}).x)


def area(scores: NDArray[np.float64], y: NDArray[np.float64]) -> float:
    """Area under the ROC curve: chance that an article gets more than another page."""
    order = np.argsort(scores, kind="stable")
    rank = np.empty(len(scores))
    rank[order] = np.arange(1, len(scores) + 1)
    good = y > 0
    n, m = good.sum(), (~good).sum()
    return float((rank[good].sum() - n * (n + 1) / 2) / (n * m))


def main() -> None:
    """Fit, report held-out and fitted figures, write the file."""
    ask = argparse.ArgumentParser(prog="fit.pages", description=__doc__)
    ask.add_argument("truth", type=Path)
    ask.add_argument("--strict", type=float, default=3.0)
    ask.add_argument("--out", type=Path)
    args = ask.parse_args()
    rows, labels, folds = [], [], []
    with gzip.open(args.truth) as file:
        pages = json.load(file)["pages"]
    for known in pages:
        data = gzip.decompress((args.truth.parent / "html" / f"{known['id']}.html.gz").read_bytes())
        page = read_html(data, known["url"], Limits())
        if not len(page):
            continue
        shares = look(page, {}, ()).shares
        rows.append(facts(page, shares, shares.argmax(axis=1)))
        labels.append(float(known["truth"]["group"] == "article"))
        folds.append(fold_of(domain(known["url"], known["id"]), _FOLDS))
    x = np.hstack([np.array(rows, dtype=np.float64), np.ones((len(rows), 1))])
    y, fold = np.array(labels), np.array(folds)
    bare = x.copy()  # the same pages with nothing declared: the facts of the text have to do as well
    bare[:, [n.startswith(("kind.", "declared.")) for n in fact_names()] + [False]] = 0
    taught_x, taught_y, taught_fold = np.vstack([x, bare]), np.tile(y, 2), np.tile(fold, 2)
    held_out = np.zeros(len(y))
    for k in range(_FOLDS):
        others = taught_fold != k
        held_out[fold == k] = x[fold == k] @ logistic(taught_x[others], taught_y[others], args.strict)
    weights = logistic(taught_x, taught_y, args.strict)
    print(f"{len(y)} pages: area held out {area(held_out, y):.3f}, fitted {area(x @ weights, y):.3f}")
    for low, high in ((0, 0.1), (0.1, 0.3), (0.3, 0.5), (0.5, 0.7), (0.7, 0.9), (0.9, 1.01)):
        chance = 1 / (1 + np.exp(-held_out))
        inside = (chance >= low) & (chance < high)
        print(f"  {low:.1f}..{min(high, 1.0):.1f}: {inside.sum():5} pages, {y[inside].mean():.2f} articles")
    if args.out:
        points = {n: round(100 * float(w)) for n, w in zip(fact_names(), weights, strict=False)}
        lines = [f'"{n}" = {p}' for n, p in points.items() if p]
        about = f"fitted on {len(y)} pages, {_FOLDS} folds by domain; area held out {area(held_out, y):.3f}"
        text = f'about = "{about}"\nalways = {round(100 * float(weights[-1]))}\n\n[points]\n' + "\n".join(lines) + "\n"
        args.out.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
