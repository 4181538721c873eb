"""What the draft says around a block."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from cleanpress.annotate.context.draft import GROUPS, NAMES, draft_around
from cleanpress.annotate.view import View
from cleanpress.model import Role

Look = Callable[..., View]


def shares(*roles: Role) -> np.ndarray:
    out = np.zeros((len(roles), len(Role)), dtype=np.float32)
    out[range(len(roles)), [list(Role).index(r) for r in roles]] = 1
    return out


def column(view: View, draft: np.ndarray, name: str) -> list[float]:
    found = draft_around(view, draft)
    assert found.names == NAMES
    return [round(float(x), 3) for x in found.degrees[:, NAMES.index(name)]]


def test_every_role_is_in_one_group_at_most() -> None:
    members = [role for group in GROUPS.values() for role in group]
    assert len(members) == len(set(members))
    assert set(members) == set(Role)


def test_neighbours(look: Look) -> None:
    view = look("<p>a</p><p>b</p><p>c</p>")
    draft = shares(Role.PAYWALL, Role.PARAGRAPH, Role.PARAGRAPH)
    assert column(view, draft, "draft.before.paywall") == [0, 1, 0]
    assert column(view, draft, "draft.after.text") == [1, 1, 0]
    assert column(view, draft, "draft.before2.paywall") == [0, 0, 1]
    assert column(view, draft, "draft.after2.text") == [1, 0, 0]


def test_a_half_sure_draft_gives_half(look: Look) -> None:
    view = look("<p>a</p><p>b</p>")
    draft = (shares(Role.PAYWALL, Role.PARAGRAPH) + shares(Role.SIGNUP, Role.PARAGRAPH)) / 2
    assert column(view, draft, "draft.before.paywall") == [0, 0.5]


def test_roles_of_a_group_add_up(look: Look) -> None:
    view = look("<p>a</p><p>b</p>")
    draft = (shares(Role.CAPTION, Role.PARAGRAPH) + shares(Role.CREDIT, Role.PARAGRAPH)) / 2
    assert column(view, draft, "draft.before.caption") == [0, 1]


def test_around_leaves_the_block_itself_out(look: Look) -> None:
    view = look("<p>a</p><p>b</p><p>c</p>")
    draft = shares(Role.PARAGRAPH, Role.TEASER, Role.PARAGRAPH)
    assert column(view, draft, "draft.around.teaser") == pytest.approx([1 / 3, 0, 1 / 3], abs=0.001)


def test_same_make(look: Look) -> None:
    view = look("<div><p>a</p><p>b</p></div><section><p>c</p></section>")
    draft = shares(Role.TEASER, Role.PARAGRAPH, Role.PARAGRAPH)
    assert column(view, draft, "draft.alike.teaser") == [0.5, 0.5, 0]


def test_flow_of_the_text(look: Look) -> None:
    view = look("<p>aaaaaaaaaa</p><p>b</p><p>cccccccccc</p>")
    draft = shares(Role.PARAGRAPH, Role.ADVERT, Role.PARAGRAPH)
    assert column(view, draft, "draft.text_before<0.001") == [1, 0, 0]
    assert column(view, draft, "draft.last_text<1.5") == [0, 1, 0]
    assert column(view, draft, "draft.next_text<1.5") == [0, 1, 0]
    assert column(view, draft, "draft.last_text=1.5..2.5") == [0, 0, 1]


def test_the_draft_stays_as_it_was(look: Look) -> None:
    view = look("<p>a</p><p>b</p>")
    draft = shares(Role.TEASER, Role.PARAGRAPH)
    before = draft.copy()
    first, second = draft_around(view, draft), draft_around(view, draft)
    assert np.array_equal(draft, before)
    assert np.array_equal(first.degrees, second.degrees)
