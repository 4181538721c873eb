"""Which blocks make up the text."""

from __future__ import annotations

from itertools import product

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from cleanpress.decide.choose import best_cut, choose, in_text
from cleanpress.decide.scorecard import ROLES
from cleanpress.model import Role


def expected(chances: list[float], words: list[int], taken: tuple[bool, ...]) -> float:
    """F1 to be expected of a choice, as the sizes foretell it."""
    right = sum(c * w for c, w, t in zip(chances, words, taken, strict=True) if t)
    size = sum(w for w, t in zip(words, taken, strict=True) if t)
    return 2 * right / (size + sum(c * w for c, w in zip(chances, words, strict=True)))


def row(**shares: float) -> list[float]:
    return [shares.get(role.value, 0.0) for role in ROLES]


def test_a_sure_page_asks_for_a_half() -> None:
    assert best_cut(np.array([1.0, 1.0, 0.0]), np.array([10, 10, 30])) == 0.5


def test_an_unsure_page_asks_for_less() -> None:
    assert best_cut(np.array([0.3, 0.3, 0.01]), np.array([10, 10, 30])) < 0.3


def test_nothing_to_choose_from() -> None:
    assert best_cut(np.zeros(0), np.zeros(0)) == 0.5
    assert best_cut(np.zeros(3), np.array([1, 2, 3])) == 0.5


def test_next_to_no_chance_is_none() -> None:
    assert best_cut(np.array([0.01, 0.01]), np.array([10, 10])) == 0.1


@given(st.lists(st.tuples(st.floats(0.2, 1), st.integers(1, 50)), min_size=1, max_size=7))
def test_no_other_choice_promises_more(blocks: list[tuple[float, int]]) -> None:
    chances, words = [c for c, _ in blocks], [w for _, w in blocks]
    cut = best_cut(np.array(chances), np.array(words))
    mine = expected(chances, words, tuple(c >= cut for c in chances))
    best = max(expected(chances, words, taken) for taken in product((False, True), repeat=len(blocks)))
    assert mine >= best - 1e-6


def test_text_is_chosen_by_all_its_roles_together() -> None:
    shares = np.array([row(teaser=0.4, paragraph=0.3, quote=0.3), row(teaser=0.6, paragraph=0.4)])
    roles = choose(shares, shares.argmax(axis=1), in_text(shares), 0.5)
    assert [ROLES[i] for i in roles] == [Role.PARAGRAPH, Role.TEASER]


def test_what_is_not_in_the_text_has_no_role_of_text() -> None:
    shares = np.array([row(caption=0.2, teaser=0.3, paragraph=0.5)])
    assert ROLES[int(choose(shares, shares.argmax(axis=1), np.array([0.4]), 0.5)[0])] is Role.TEASER
