"""Columns with names."""

from __future__ import annotations

import numpy as np
import pytest

from cleanpress.annotate.signals import Signals, bin_names, bins, distances, from_bits, join, shifted


def test_join() -> None:
    joined = join([Signals(("a", "b"), np.array([[1, 0]], dtype=np.uint8)), Signals(("c",), np.array([[0.5]]))])
    assert joined.names == ("a", "b", "c")
    assert joined.degrees.tolist() == [[1, 0, 0.5]]
    assert joined.degrees.dtype == np.float32


def test_from_bits() -> None:
    assert from_bits([0b101, 0, 1 << 63], 64)[:, [0, 1, 2, 63]].tolist() == [[1, 0, 1, 0], [0, 0, 0, 0], [0, 0, 0, 1]]
    assert from_bits([0b111], 2).tolist() == [[1, 1]]
    assert from_bits([], 3).shape == (0, 3)


@pytest.mark.parametrize("value, column", [(-5, 0), (0.99, 0), (1, 1), (2.99, 1), (3, 2), (99, 2)])
def test_bins(value: float, column: int) -> None:
    assert bins([value], (1, 3))[0].tolist() == [int(i == column) for i in range(3)]


def test_bin_names_fit_the_bins() -> None:
    assert bin_names("x", (1, 2.5, 10)) == ("x<1", "x=1..2.5", "x=2.5..10", "x>=10")


def test_shifted() -> None:
    rows = np.array([[1], [2], [3]])
    assert [shifted(rows, by).ravel().tolist() for by in (1, -1, 2, 5, -5)] == [
        [0, 1, 2], [2, 3, 0], [0, 0, 1], [0, 0, 0], [0, 0, 0],
    ]  # fmt: skip


def test_distances() -> None:
    back, ahead = distances(np.array([False, True, False, False, True]))
    assert back.tolist() == [99, 99, 1, 2, 3]
    assert ahead.tolist() == [1, 3, 2, 1, 99]


@pytest.mark.parametrize("marks", [[True], [False], [False, False]])
def test_distances_without_another_mark(marks: list[bool]) -> None:
    back, ahead = distances(np.array(marks))
    assert set(back.tolist()) | set(ahead.tolist()) == {99}
