"""The small compiled twins beside their Python forms."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleanpress.annotate import letters, signals
from cleanpress.annotate.letters import Kind, Text

pytestmark = pytest.mark.skipif(signals._fast is None, reason="built without compiled parts")
_EDGES = st.lists(st.floats(-5, 5), min_size=1, max_size=6, unique=True).map(sorted)


def plainly(module: Any, ask: Callable[[], Any]) -> Any:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "_fast", None)
        return ask()


@given(st.lists(st.floats(-9, 9) | st.sampled_from([0.0, 1.0]), max_size=30), _EDGES)
def test_bins(values: list[float], edges: list[float]) -> None:
    values += edges  # a value on an edge is above it
    found = signals.bins(values, edges)
    assert found.dtype == np.uint8
    assert (found == plainly(signals, lambda: signals.bins(values, edges))).all()
    assert (found.sum(axis=1) == 1).all()


@given(st.lists(st.text("aB 9.漢😀", min_size=1, max_size=12), min_size=1, max_size=9))
def test_letters_of_blocks_are_counted(texts: list[str]) -> None:
    text = Text(texts)
    for kind in (Kind.SPACE, Kind.UPPER | Kind.DIGIT, Kind.UNSPACED, Kind.LETTER):
        mask = text.of(kind)
        found = text.count(mask)
        assert found.dtype == np.int32
        assert found.tolist() == plainly(letters, lambda mask=mask: text.count(mask)).tolist()


def test_every_letter_has_its_small_form() -> None:
    classes, small = signals._fast.plane()
    assert len(classes) == len(small) == 65536
    for code in (*range(0x250), 0x3A3, 0x416, 0x10A0, 0x1E9E, 0x2126, 0xD800, 0xFF21, 0xFFFF):
        assert chr(small[code]) == (chr(code).lower() if len(chr(code).lower()) == 1 else "i")
