"""The form in which passes speak: named columns, one row a block, each value a degree from 0 to 1."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Degrees = NDArray[np.float32]


class Signals(NamedTuple):
    """Named columns.

    Attributes:
        names: A stable id for each column, "pass.signal".
        degrees: float32 array of shape (blocks, names): how far each signal holds.
    """

    names: tuple[str, ...]
    degrees: Degrees


def from_bits(bits: Sequence[int], count: int) -> Degrees:
    """One column for each of the lowest `count` bits (at most 64)."""
    array = np.array(bits, dtype=np.uint64)
    return np.unpackbits(array.view(np.uint8).reshape(len(bits), 8), axis=1, bitorder="little")[:, :count]  # type: ignore[return-value]


def bins(values: NDArray[np.float32] | Sequence[float], edges: Sequence[float]) -> Degrees:
    """One-hot columns: below edges[0], from edges[0] to edges[1], ..., from edges[-1] on."""
    which = np.searchsorted(np.asarray(edges, dtype=np.float32), values, side="right")
    out = np.zeros((len(which), len(edges) + 1), dtype=np.float32)
    out[np.arange(len(which)), which] = 1
    return out


def bin_names(stem: str, edges: Sequence[float]) -> tuple[str, ...]:
    """Names of the columns that `bins` gives."""
    shown = [f"{e:g}" for e in edges]
    return (f"{stem}<{shown[0]}", *(f"{stem}={a}..{b}" for a, b in zip(shown, shown[1:], strict=False)), f"{stem}>={shown[-1]}")


def shifted(columns: Degrees, by: int) -> Degrees:
    """The rows `by` places before (negative: after) each row; zeros beyond the ends."""
    out = np.zeros_like(columns)
    if by > 0:
        out[by:] = columns[:-by]
    elif by < 0:
        out[:by] = columns[-by:]
    return out
