"""Multinomial logistic regression on signals, in two tiers, with whole domains held out."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.optimize import minimize

from cleanpress.annotate.tiers import CONTEXT_NAMES, context_tier
from cleanpress.decide.verdict import with_regions
from cleanpress.model import Role
from fit.corpus import Sample, fold_of
from fit.prior import prior

Floats = NDArray[np.float32]
_ROLES = len(Role)
_ENOUGH = 7000  # blocks of one role
_TINY = 1e-9
_LATE = ("past.", "ahead.")  # not for the draft: what lies far off says more once it stands (measured)
_HARD = 1e9


class Rows(NamedTuple):
    """All blocks of all samples: signals, labels, weights, folds, extent of each sample."""

    signals: sparse.csr_matrix
    labels: NDArray[np.intp]
    weights: Floats
    folds: NDArray[np.intp]
    ends: NDArray[np.intp]


class Fitted(NamedTuple):
    """Weights of both tiers (last row of the first: what every block gets) and held-out shares."""

    draft: Floats
    final: Floats
    held_out: Floats
    fitted: Floats


def rows(samples: list[Sample], folds: int) -> Rows:
    """Stack the samples' blocks."""
    signals = sparse.vstack([sparse.csr_matrix(s.signals.degrees) for s in samples])
    sizes = np.array([len(s.page) for s in samples])
    always = sparse.csr_matrix(np.ones((int(sizes.sum()), 1), dtype=np.float32))
    return Rows(
        sparse.hstack([signals, always]).tocsr(),
        np.concatenate([s.labels for s in samples]),
        np.repeat(np.array([s.weight for s in samples], dtype=np.float32), sizes),
        np.repeat(np.array([fold_of(s.group, folds) for s in samples]), sizes),
        np.cumsum(np.concatenate([[0], sizes])),
    )


def fit(
    samples: list[Sample],
    folds: int,
    strictness: tuple[float, float],
    balance: float = 0.0,
    pages: tuple[float, float] = (0.0, 0.0),
) -> Fitted:
    """Fit draft and verdict; every share in `held_out` comes from weights that never saw its domain.

    Args:
        samples: Labelled pages.
        folds: Number of folds by domain.
        strictness: How hard the two tiers are drawn towards the prior.
        balance: 0 counts every block alike, 1 every role alike.
        pages: How much of the design effect is added to the strictness of the two tiers: 0 counts the blocks of a page
            as if they had nothing in common.
    """
    data = balanced(rows(samples, folds), balance)
    pulls = strictness[0] * (1 + pages[0] * (design_effect(data.signals, data.ends) - 1))
    names = (*samples[0].signals.names, "always")
    first, second = prior(names), prior((*names, *CONTEXT_NAMES))
    pulls[[name.startswith(_LATE) for name in names]] = _HARD
    drafts = np.zeros((len(data.labels), _ROLES), dtype=np.float32)
    for fold in range(folds):
        weights = logistic(data, data.folds != fold, data.signals, first, pulls)
        drafts[data.folds == fold] = shares(data.signals[data.folds == fold] @ weights)
    both = sparse.hstack([data.signals, context(samples, data, drafts)]).tocsr()
    held_out = np.zeros_like(drafts)
    both_pulls = strictness[1] * (1 + pages[1] * (design_effect(both, data.ends) - 1))
    for fold in range(folds):
        weights = logistic(data, data.folds != fold, both, second, both_pulls)
        held_out[data.folds == fold] = shares(both[data.folds == fold] @ weights)
    draft = logistic(data, data.folds >= 0, data.signals, first, pulls)
    final = logistic(data, data.folds >= 0, both, second, both_pulls)
    return Fitted(draft, final, _settled(samples, data, held_out), _settled(samples, data, shares(both @ final)))


def _settled(samples: list[Sample], data: Rows, own: Floats) -> Floats:
    """The shares as the verdict has them, with what the parts of each page say."""
    pairs = zip(samples, data.ends, data.ends[1:], strict=False)
    return np.concatenate([with_regions(s.view, np.ascontiguousarray(own[a:b], np.float32)) for s, a, b in pairs])


def context(samples: list[Sample], data: Rows, drafts: Floats) -> sparse.csr_matrix:
    """The context tier's signals, from drafts that did not see the page's domain."""
    return sparse.vstack(
        [
            sparse.csr_matrix(context_tier(s.view, drafts[a:b]).degrees)
            for s, a, b in zip(samples, data.ends, data.ends[1:], strict=False)
        ]
    )


def design_effect(signals: sparse.csr_matrix, ends: NDArray[np.intp]) -> NDArray[np.float64]:
    """How many blocks of a page tell, for each signal, no more than one would: 1 + (n - 1) x rho (Kish, 1965).

    n is the mean size of a page, rho the part of the signal's variance that lies between pages: a signal that all
    blocks of a page share has been seen as often as there are pages, however many blocks they have.
    """
    sizes = np.diff(ends)
    total = int(ends[-1])
    page = np.repeat(np.arange(len(sizes)), sizes)
    member = sparse.csr_matrix((np.ones(total), (page, np.arange(total))), shape=(len(sizes), total))
    means = np.asarray((member @ signals).todense()) / sizes[:, None]
    mean = (means * sizes[:, None]).sum(axis=0) / total
    variance = np.asarray(signals.multiply(signals).sum(axis=0)).ravel() / total - mean**2
    between = (sizes[:, None] * (means - mean) ** 2).sum(axis=0) / total
    rho = np.where(variance > _TINY, between / np.maximum(variance, _TINY), 0.0)
    return np.asarray(1 + (sizes.mean() - 1) * np.clip(rho, 0, 1))


def balanced(data: Rows, balance: float) -> Rows:
    """Rows whose rare roles weigh more: a role's weight is its size to the power of -balance, mean 1.

    Of roles with a great many blocks a part is left out and the rest weighs for it: menus teach little more.
    """
    sure = data.labels >= 0
    sizes = np.bincount(data.labels[sure], minlength=_ROLES).astype(np.float64)
    factor = np.maximum(sizes, 20) ** -balance
    factor /= (factor * sizes).sum() / sizes.sum()
    part = np.minimum(1.0, _ENOUGH / np.maximum(sizes, 1))
    drawn = np.random.default_rng(0).random(len(data.labels)) < np.where(sure, part[data.labels], 0)
    weights = data.weights * np.where(drawn, factor[data.labels] / part[data.labels], 0).astype(np.float32)
    return data._replace(weights=weights)


def logistic(
    data: Rows,
    part: NDArray[np.bool_],
    signals: sparse.csr_matrix,
    start: NDArray[np.float64],
    decay: NDArray[np.float64],
) -> Floats:
    """Weights (signals, roles) in natural units that make the labels likeliest, each signal's drawn towards `start`."""
    pull = decay[:, None]
    chosen = part & (data.labels >= 0) & (data.weights > 0)
    x = signals[chosen].astype(np.float32)
    transposed = x.T.tocsr()
    labels, weights = data.labels[chosen], data.weights[chosen]
    at = np.arange(len(labels))
    shape = (x.shape[1], _ROLES)

    def loss(flat: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        now = flat.reshape(shape)
        drift = now - start
        p = shares(x @ now.astype(np.float32))
        value = -float((weights * np.log(np.maximum(p[at, labels], 1e-12))).sum()) + float((pull * drift**2).sum()) / 2
        p[at, labels] -= 1
        p *= weights[:, None]
        return value, ((transposed @ p).astype(np.float64) + pull * drift).ravel()

    found = minimize(loss, start.ravel(), jac=True, method="L-BFGS-B", options={"maxiter": 100, "maxcor": 8})
    return np.asarray(found.x, dtype=np.float32).reshape(shape)


def shares(scores: Floats) -> Floats:
    """Softmax over the roles."""
    scores = scores - scores.max(axis=1, keepdims=True)
    np.exp(scores, out=scores)
    scores /= scores.sum(axis=1, keepdims=True)
    return scores
