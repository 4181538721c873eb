"""What the draft says of the part of the page that a block stands in."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from cleanpress.annotate.context.region import NAMES, region
from cleanpress.annotate.view import View
from cleanpress.model import Role

Look = Callable[..., View]


def drafted(*roles: Role) -> np.ndarray:
    out = np.full((len(roles), len(Role)), 0.01, dtype=np.float32)
    out[range(len(roles)), [list(Role).index(r) for r in roles]] = 0.7
    return out


def test_a_field_hears_what_its_form_is(look: Look) -> None:
    view = look("<form><p>a</p><p>b</p><p>c</p></form><div><p>d</p><p>e</p></div>")
    found = region(view, drafted(Role.SIGNUP, Role.SIGNUP, Role.INTERFACE, Role.FOOTER, Role.FOOTER))
    signup = found.degrees[:, NAMES.index("region.signup")]
    assert signup[2] > 0.8
    assert signup[3] < signup[2] / 2
    assert found.degrees[2, NAMES.index("region.interface")] < 0.05  # that is its own


def test_what_says_next_to_nothing_is_none(look: Look) -> None:
    found = region(look("<p>a</p><p>b</p>"), drafted(Role.PARAGRAPH, Role.PARAGRAPH))
    assert not ((found.degrees > 0) & (found.degrees < 0.01)).any()


def test_plain_text_has_no_parts(look_at_text: Callable[[str], View]) -> None:
    assert not region(look_at_text("A line.\n\nAnother line."), drafted(Role.PARAGRAPH, Role.PARAGRAPH)).degrees.any()
