"""The points that signals have before any page is counted."""

from __future__ import annotations

import tomllib
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from cleanpress.model import Role

_COLUMN = {role.value: i for i, role in enumerate(Role)}
_PLACES = {"own": 1.0, "near": 0.8, "far": 0.4}


def prior(names: tuple[str, ...]) -> NDArray[np.float64]:
    """(names, roles): the weights in natural units that a fit is drawn towards."""
    book = tomllib.loads(Path(__file__).with_name("prior.toml").read_text(encoding="utf-8"))
    out = np.zeros((len(names), len(Role)))
    for i, name in enumerate(names):
        for role, points in _points(name, book).items():
            out[i, _COLUMN[role]] = points / 100
    return out


def _points(name: str, book: dict[str, dict[str, dict[str, float]]]) -> dict[str, float]:
    kind, _, rest = name.partition(".")
    if kind == "wording":
        half = rest.startswith("mostly.")
        rest = rest.removeprefix("mostly.")
        found = next((p for prefix, p in book["wording"].items() if rest.startswith(prefix)), {})
        return {role: points * (0.5 if half else 1.0) for role, points in found.items()}
    if kind == "class":
        place, _, hint = rest.partition(".")
        return {role: points * _PLACES[place] for role, points in book["class"].get(hint, {}).items()}
    return book["whole"].get(name, {})
