"""The compiled product beside numpy's."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from cleanpress.annotate import signals
from cleanpress.annotate.signals import Signals, join, product, product_of

pytestmark = pytest.mark.skipif(signals._product is None, reason="built without compiled parts")


@st.composite
def parts(draw: st.DrawFn) -> list[Signals]:
    rows = draw(st.integers(0, 4))
    out = []
    for i in range(draw(st.integers(1, 4))):
        kind = draw(st.sampled_from(["uint8", "bool", "float32", "float64"]))
        size = draw(st.integers(0, 20))
        elements = {"uint8": st.integers(0, 1), "bool": st.booleans()}.get(kind, st.floats(0, 1, width=32))
        degrees = draw(arrays(kind, (rows, size), elements=elements))
        out.append(Signals(tuple(f"{i}.{j}" for j in range(size)), np.asfortranarray(degrees) if i % 2 else degrees))
    return out


@settings(max_examples=200)
@given(parts(), st.integers(1, 130), st.integers(0, 2**32 - 1))
def test_same_as_numpy(found: list[Signals], columns: int, seed: int) -> None:
    rows = sum(len(part.names) for part in found)
    points = np.random.default_rng(seed).normal(0, 50, (rows, columns)).astype(np.float32)
    joined = join(found).degrees
    wanted = joined.astype(np.float64) @ points.astype(np.float64)
    got = product_of(found, points)
    assert got.dtype == np.float32
    np.testing.assert_allclose(got, wanted, rtol=1e-5, atol=1e-3)
    assert (product(joined, points) == got).all()


def test_one_row_for_all_blocks() -> None:
    row = np.broadcast_to(np.array([[1, 0, 1]], dtype=np.uint8), (5, 3))
    points = np.arange(30, dtype=np.float32).reshape(3, 10)
    assert (product(row, points) == points[0] + points[2]).all()


def test_points_have_to_fit() -> None:
    with pytest.raises(ValueError, match="3 columns, points for 2"):
        product(np.ones((1, 3), dtype=np.uint8), np.ones((2, 9), dtype=np.float32))
