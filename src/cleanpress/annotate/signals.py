"""The form in which passes speak: named columns, one row a block, each value a degree from 0 to 1."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache
from itertools import pairwise
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

_fast: Any
_product: Any
try:
    from cleanpress.annotate import _fast, _product
except ImportError:
    _fast = _product = None

Degrees = NDArray[np.float32]


class Signals(NamedTuple):
    """Named columns.

    Attributes:
        names: A stable id for each column, "pass.signal".
        degrees: Array of shape (blocks, names), any number type: how far each signal holds, 0 to 1.
    """

    names: tuple[str, ...]
    degrees: NDArray[Any]


def join(parts: Iterable[Signals]) -> Signals:
    """Columns side by side: uint8 where all are flags, otherwise float32."""
    parts = tuple(parts)
    flags = all(p.degrees.dtype == np.uint8 or p.degrees.dtype == np.bool_ for p in parts)
    return Signals(
        joined_names(parts),
        np.hstack([p.degrees for p in parts], dtype=np.uint8 if flags else np.float32, casting="unsafe"),
    )


def joined_names(parts: Iterable[Signals]) -> tuple[str, ...]:
    """The names of all columns, in order; always the same tuple for the same parts."""
    return _joined(tuple(part.names for part in parts))


@cache
def _joined(names: tuple[tuple[str, ...], ...]) -> tuple[str, ...]:
    return tuple(n for part in names for n in part)


def from_bits(bits: Sequence[int] | NDArray[np.uint64], count: int) -> NDArray[np.uint8]:
    """One column for each of the lowest `count` bits (at most 64)."""
    array = np.ascontiguousarray(bits, dtype="<u8")
    return np.unpackbits(array.view(np.uint8).reshape(len(array), 8), axis=1, bitorder="little", count=count)


def bins(values: NDArray[Any] | Sequence[float], edges: Sequence[float]) -> NDArray[np.uint8]:
    """One-hot columns: below edges[0], from edges[0] to edges[1], ..., from edges[-1] on."""
    if _fast is not None:
        return _fast.bins(np.ascontiguousarray(values, dtype=np.float64), _edges(tuple(edges)))  # type: ignore[no-any-return]
    which = np.searchsorted(np.asarray(edges), values, side="right")
    out = np.zeros((len(which), len(edges) + 1), dtype=np.uint8)
    out[np.arange(len(which)), which] = 1
    return out


@cache
def _edges(edges: tuple[float, ...]) -> NDArray[np.float64]:
    return np.array(edges, dtype=np.float64)


@cache
def bin_names(stem: str, edges: tuple[float, ...]) -> tuple[str, ...]:
    """Names of the columns that `bins` gives."""
    shown = [f"{e:g}" for e in edges]
    middle = (f"{stem}={a}..{b}" for a, b in pairwise(shown))
    return (f"{stem}<{shown[0]}", *middle, f"{stem}>={shown[-1]}")


def shifted(columns: NDArray[Any], by: int) -> NDArray[Any]:
    """The rows `by` places before (negative: after) each row; zeros beyond the ends."""
    out = np.zeros_like(columns)
    if by > 0:
        out[by:] = columns[:-by]
    elif by < 0:
        out[:by] = columns[-by:]
    return out


def distances(marks: NDArray[np.bool_]) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """How many blocks back the last mark before each block stands, and how many ahead the next; 99 if there is none."""
    n = len(marks)
    at = np.arange(n)
    last = np.maximum.accumulate(np.where(marks, at, -99))
    following = np.minimum.accumulate(np.where(marks, at, n + 99)[::-1])[::-1]
    back, ahead = np.full(n, 99), np.full(n, 99)
    back[1:] = np.minimum(at[1:] - last[:-1], 99)
    ahead[:-1] = np.minimum(following[1:] - at[:-1], 99)
    return back, ahead


_SINGLE = 250_000  # multiplications up to which OpenBLAS stays on one thread


def product(degrees: NDArray[Any], points: Degrees) -> Degrees:
    """Matrix product on one thread.

    Args:
        degrees: Flags (uint8) or degrees (float32).
        points: What each signal gives.
    """
    return _product_of([degrees], points)


def product_of(parts: Sequence[Signals], points: Degrees) -> Degrees:
    """The product of parts side by side, without joining them.

    Args:
        parts: At least one.
        points: What each of their signals gives, in order.
    """
    return _product_of([part.degrees for part in parts], points)


def _product_of(parts: list[NDArray[Any]], points: Degrees) -> Degrees:
    """The product of arrays side by side.

    Above a size OpenBLAS starts a thread for each core and lets them spin on after the product: on pages as small as
    these that costs several times the product, and a pool of workers would fight over the cores.
    """
    if _product is not None:
        return _product.product([_in_rows(part) for part in parts], points)  # type: ignore[no-any-return]
    degrees = np.asarray(parts[0], np.float32) if len(parts) == 1 else np.hstack(parts, dtype=np.float32)
    out = np.empty((len(degrees), points.shape[1]), dtype=np.float32)
    step = max(1, _SINGLE // max(1, points.size))
    for at in range(0, len(degrees), step):
        np.matmul(degrees[at : at + step], points, out=out[at : at + step])
    return out


def _in_rows(degrees: NDArray[Any]) -> NDArray[Any]:
    """Degrees as uint8 or float32, the columns of a row one beside the other."""
    if degrees.dtype == np.bool_:
        degrees = degrees.view(np.uint8)
    elif degrees.dtype != np.uint8 and degrees.dtype != np.float32:
        degrees = degrees.astype(np.float32)
    return degrees if degrees.strides[1] == degrees.itemsize else np.ascontiguousarray(degrees)
