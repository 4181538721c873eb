"""The compiled forms of the passes over surroundings beside the array forms."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleanpress.annotate.block import clusters
from cleanpress.annotate.context import draft
from cleanpress.annotate.view import View
from cleanpress.model import Limits, Role
from cleanpress.pipeline import read_html
from cleanpress.rules.phrases import telling_cues

pytestmark = pytest.mark.skipif(clusters._context is None, reason="built without compiled parts")
PAGES = sorted((Path(__file__).parents[1] / "fixtures" / "pages").glob("*/page.html"))


def view_of(raw: bytes | str) -> View:
    return View(read_html(raw, None, Limits()))


def both(view: View, seed: int) -> None:
    """The two forms say the same of any cues and any draft."""
    random = np.random.default_rng(seed)
    cues = np.zeros((len(view), len(telling_cues())), dtype=np.uint8)
    cues[random.random(cues.shape) < random.choice([0, 0.01, 0.1])] = 1
    read = np.cumsum(view.running) >= clusters._MOSTLY * max(float(view.running.sum()), 1.0)
    assert (clusters.clusters(view, cues).degrees == clusters._plainly(view, cues, read)).all()
    odds = random.random((len(view), len(Role))) ** random.choice([1, 30])
    shares = (odds / odds.sum(axis=1, keepdims=True)).astype(np.float32)
    quick, slow = draft.draft_around(view, shares).degrees, draft._plainly(view, shares)
    np.testing.assert_allclose(quick, slow, atol=1e-5)
    first = 9 * len(draft.GROUPS)
    assert (quick[:, first:] == slow[:, first:]).all()


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.parent.name)
def test_same_on_whole_pages(path: Path) -> None:
    for seed in range(3):
        both(view_of(path.read_bytes()), seed)


_LINES = st.sampled_from(
    ["<h2>Read on</h2>", "<p>Short line</p>", "<p>" + "word " * 20 + "end.</p>", "<ul><li>a</li></ul>"]
)


@given(st.lists(_LINES, min_size=1, max_size=40), st.integers(0, 2**32 - 1))
def test_same_on_any_page(lines: list[str], seed: int) -> None:
    both(view_of("<body>" + "".join(lines)), seed)
