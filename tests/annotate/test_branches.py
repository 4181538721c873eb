"""What the parts of a page say of its blocks."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleanpress.annotate import branches as module
from cleanpress.annotate.branches import Branches, agreed, branches_of, heard
from cleanpress.annotate.view import View
from cleanpress.model import Limits
from cleanpress.pipeline import read_html

Look = Callable[..., View]
PAGES = sorted(Path(__file__).parents[1].glob("fixtures/pages/*/page.html"))


def tree(parent: list[int], of: list[int]) -> Branches:
    return Branches(np.array(parent, np.intp), np.array(of, np.intp))


def test_elements_that_part_the_page_are_its_branches(look: Look) -> None:
    view = look("<div><ul><li>a</li><li>b</li></ul></div><p>c</p>")
    found = view.branches
    assert found.parent.tolist()[0] == -1
    assert found.of[0] == found.of[1] != found.of[2]
    assert found.parent[found.of[0]] == found.of[2]


def test_an_element_around_one_part_alone_is_none(look: Look) -> None:
    boxed = look("<div><div><div><p>a</p><p>b</p></div></div></div><p>c</p>")
    assert boxed.branches.of.tolist() == look("<div><p>a</p><p>b</p></div><p>c</p>").branches.of.tolist()


def test_a_block_among_others_is_told_what_they_are() -> None:
    shares = np.array([[0.9, 0.1]] * 4 + [[0.4, 0.6]], np.float32)
    told = heard(tree([-1, 0], [1, 1, 1, 1, 1]), shares, 0.3, 0.5)
    assert told[4, 0] > 0.9
    none = np.array([True, False])
    assert agreed(shares, told, 0.5, none)[4].argmax() == 0
    assert agreed(shares, told, 0.99, none)[4].argmax() == 1  # at 1 each block stands for itself


def test_roles_that_stand_together_do_not_become_one() -> None:
    shares = np.array([[0.9, 0.1, 0.0]] * 4 + [[0.3, 0.4, 0.3]], np.float32)
    told = heard(tree([-1, 0], [1] * 5), shares, 0.3, 0.5)
    found = agreed(shares, told, 0.5, np.array([True, True, False]))[4]
    assert found[1] / found[0] == pytest.approx(4 / 3, rel=1e-4)
    assert found[2] < 0.3  # but against the others they stand together
    assert found.sum() == pytest.approx(1)


def test_the_own_share_of_a_block_is_not_heard() -> None:
    shares = np.array([[0.5, 0.5], [0.5, 0.5], [0.0, 1.0]], np.float32)
    assert heard(tree([-1], [0, 0, 0]), shares, 0.3, 0.5)[2] == pytest.approx([0.5, 0.5])


def test_the_farther_off_the_less_it_says() -> None:
    shares = np.array([[0.95, 0.05], [0.95, 0.05], [0.5, 0.5], [0.5, 0.5]], np.float32)
    told = heard(tree([-1, 0, 1, 0], [2, 2, 1, 3]), shares, 0.3, 0.5)
    assert told[2, 0] > told[3, 0] > 0.5


def exactly(branches: Branches, shares: np.ndarray, change: float, odd: float) -> np.ndarray:
    """The same by going through every way in which roles may be given to the branches."""
    count, roles = len(branches.parent), shares.shape[1]
    seen = np.maximum(shares.astype(np.float64), 1e-5)
    seen /= seen.sum(axis=1, keepdims=True)

    def drawn(chance: float, mine: int, other: int) -> float:
        return (1 - chance) * (mine == other) + chance / roles

    out = np.zeros(shares.shape)
    for given_ in itertools.product(range(roles), repeat=count):
        weight = 1.0
        for branch in range(1, count):
            weight *= drawn(change, given_[branch], given_[branches.parent[branch]])
        said = [
            sum(drawn(odd, role, given_[branch]) * seen[block, role] for role in range(roles))
            for block, branch in enumerate(branches.of)
        ]
        for block, branch in enumerate(branches.of):
            out[block, given_[branch]] += weight * np.prod(said[:block] + said[block + 1 :])
    return out / out.sum(axis=1, keepdims=True)


@given(
    st.lists(st.integers(0, 3), min_size=3, max_size=3),
    st.lists(st.integers(0, 3), min_size=1, max_size=4),
    st.integers(0, 1000),
)
def test_messages_give_what_counting_gives(above: list[int], of: list[int], seed: int) -> None:
    branches = tree([-1, *(min(up, i) for i, up in enumerate(above))], of)
    shares = np.random.default_rng(seed).dirichlet([0.5] * 3, len(of)).astype(np.float32)
    assert heard(branches, shares, 0.3, 0.5) == pytest.approx(exactly(branches, shares, 0.3, 0.5), abs=1e-4)


def test_a_page_of_thousands_of_blocks_comes_to_numbers() -> None:
    shares = np.tile(np.array([[1.0, 0.0, 0.0]], np.float32), (5_000, 1))
    told = heard(tree([-1], [0] * 5_000), shares, 0.3, 0.5)
    assert np.isfinite(told).all()
    assert told[:, 0] == pytest.approx(1)


@pytest.mark.skipif(module._branches is None, reason="built without compiled parts")
@pytest.mark.parametrize("path", PAGES, ids=lambda p: p.parent.name)
def test_the_same_compiled(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    page = read_html(path.read_bytes(), None, Limits())
    shares = np.random.default_rng(1).dirichlet([0.1] * 31, len(page)).astype(np.float32)
    quick = branches_of(page)
    told = heard(quick, shares, 0.3, 0.9)
    mixed = np.arange(31) % 3 == 0
    settled = agreed(shares, told, 0.9, mixed)
    monkeypatch.setattr(module, "_branches", None)
    plain = branches_of(page)
    assert [part.tolist() for part in plain] == [part.tolist() for part in quick]
    assert heard(plain, shares, 0.3, 0.9) == pytest.approx(told, abs=1e-5)
    assert agreed(shares, told, 0.9, mixed) == pytest.approx(settled, abs=1e-5)
