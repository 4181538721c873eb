"""Another whole article on the page."""

from __future__ import annotations

import numpy as np
import pytest

from cleanpress.annotate.view import View
from cleanpress.decide.another import another_article
from cleanpress.decide.scorecard import ROLES
from cleanpress.model import Limits, Role
from cleanpress.pipeline import read_html

SEEN = (Role.HEADLINE, Role.PARAGRAPH, Role.KICKER, Role.TEASER, Role.PARAGRAPH)
OWN = "<article><h1>The ferry is back</h1><p>It sails at dawn.</p></article>"
OTHER = "<article><p>Harbour</p><h2>A crane for sale</h2><p>Nobody wants it.</p></article>"


def found(markup: str, *roles: Role) -> list[int]:
    view = View(read_html(markup, None, Limits()))
    assert len(view) == len(roles)
    shares = np.zeros((len(roles), len(ROLES)), dtype=np.float32)
    shares[np.arange(len(roles)), [ROLES.index(r) for r in roles]] = 1
    return list(another_article(view, shares))


def test_the_paragraphs_of_another_article_go_with_its_heading() -> None:
    assert found(OWN + OTHER, *SEEN) == [2, 3, 4]


@pytest.mark.parametrize(
    ("markup", "roles"),
    [
        (OWN + OTHER, (Role.HEADLINE, Role.PARAGRAPH, Role.KICKER, Role.SUBHEAD, Role.PARAGRAPH)),  # a chapter
        (OWN + OTHER, (Role.SUBHEAD, Role.PARAGRAPH, Role.KICKER, Role.TEASER, Role.PARAGRAPH)),  # no headline found
        (OWN + OTHER.replace("article", "div"), SEEN),
        (
            f"<article>{OWN}{OTHER}</article>",  # both stand in one
            SEEN,
        ),
        (
            OWN + OTHER.replace("<h2>", "<p>a</p><p>b</p><p>c</p><h2>"),  # far down
            (Role.HEADLINE, *[Role.PARAGRAPH] * 5, Role.TEASER, Role.PARAGRAPH),
        ),
        (OWN, (Role.HEADLINE, Role.PARAGRAPH)),
    ],
)  # fmt: skip
def test_nothing_is_taken_for_another_article(markup: str, roles: tuple[Role, ...]) -> None:
    assert found(markup, *roles) == []
