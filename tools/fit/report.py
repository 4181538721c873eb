"""Figures of a fit, and the scorecard file it gives."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from cleanpress.annotate.tiers import CONTEXT_NAMES
from cleanpress.model import DROP, Role
from fit.corpus import Sample
from fit.train import Fitted, Floats

MISSION = "paragraph subhead question pull_quote caption standfirst paywall signup teaser".split()
_ROLES = tuple(Role)


def figures(given: NDArray[np.intp], labels: NDArray[np.intp]) -> dict[str, float]:
    """Accuracy, content F1, macro F1 of the mission roles, F1 of each role, over the labelled blocks."""
    sure = labels >= 0
    given, labels = given[sure], labels[sure]
    content = np.array([r not in DROP for r in _ROLES])
    mine, true = content[given], content[labels]
    out = {
        "accuracy": float((given == labels).mean()),
        "content_f1": 2 * float((mine & true).sum()) / max(1, int(mine.sum() + true.sum())),
    }
    for i, role in enumerate(_ROLES):
        size = int((labels == i).sum())
        if size:
            hit = int(((given == i) & (labels == i)).sum())
            out[role.value] = 2 * hit / max(1, int((given == i).sum()) + size)
    out["mission_macro_f1"] = float(np.mean([out.get(r, 0.0) for r in MISSION]))
    return out


def mistakes(found: list[Sample], held_out: Floats) -> list[str]:
    """A line for each block that the held-out weights got wrong."""
    out, at = [], 0
    for sample in found:
        for i, label in enumerate(sample.labels):
            given = int(held_out[at + i].argmax())
            if label >= 0 and given != label:
                share = held_out[at + i, given]
                text = sample.page.texts[i][:90]
                out.append(
                    f"{_ROLES[label]}\t{_ROLES[given]}\t{share:.2f}\t{sample.name}\t{i}\t{sample.page.tag[i]}\t{text}"
                )
        at += len(sample.page)
    return out


def calibration(held_out: Floats, labels: NDArray[np.intp], steps: int = 12) -> list[tuple[float, float]]:
    """(share, chance that the role is right), rising, from the held-out shares."""
    sure = labels >= 0
    top = held_out[sure].max(axis=1)
    right = held_out[sure].argmax(axis=1) == labels[sure]
    edges = np.quantile(top, np.linspace(0, 1, steps + 1))
    which = np.clip(np.searchsorted(edges, top, side="right") - 1, 0, steps - 1)
    found = [
        (float(top[which == k].mean()), float(right[which == k].mean())) for k in range(steps) if (which == k).any()
    ]
    rising = np.maximum.accumulate([chance for _, chance in found])
    return [(0.0, float(rising[0]) * 0.5), *((s, float(c)) for (s, _), c in zip(found, rising, strict=True))]


def write(
    path: Path, about: str, fitted: Fitted, names: tuple[str, ...], chances: list[tuple[float, float]], least: int
) -> None:
    """Write the scorecard; points below `least` are left out."""
    every = (*names, "always")
    lines = [
        f"about = {about!r}".replace("'", '"'),
        "",
        "# (share of the winning role, chance that it is right)",
        "calibration = [",
    ]
    lines += [f"  [{share:.4f}, {chance:.4f}]," for share, chance in chances]
    lines += ["]", "", "[draft]", *_tier(every, fitted.draft, least)]
    lines += ["", "[final]", *_tier((*every, *CONTEXT_NAMES), fitted.final, least)]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def _tier(names: tuple[str, ...], weights: Floats, least: int) -> list[str]:
    out = []
    for name, row in zip(names, np.rint(weights * 100).astype(int), strict=True):
        points = [f"{role.value} = {value}" for role, value in zip(_ROLES, row, strict=True) if abs(value) >= least]
        if points:
            out.append(f'"{name}" = {{ {", ".join(points)} }}')
    return out
