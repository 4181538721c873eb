"""Another whole article on the page."""

from __future__ import annotations

import pytest

from cleanpress.decide.passages.another import another_article
from cleanpress.model import Role

SEEN = (Role.HEADLINE, Role.PARAGRAPH, Role.KICKER, Role.TEASER, Role.PARAGRAPH)
OWN = "<article><h1>The ferry is back</h1><p>It sails at dawn.</p></article>"
OTHER = "<article><p>Harbour</p><h2>A crane for sale</h2><p>Nobody wants it.</p></article>"


SIGNED = (Role.HEADLINE, Role.PARAGRAPH, Role.SUBHEAD, Role.BYLINE, Role.PARAGRAPH)
NEXT = "<article><h2>A crane for sale</h2><p>By Ada Berg</p><p>Nobody wants it.</p></article>"


def found(seen, markup: str, *roles: Role) -> list[int]:
    return list(another_article(*seen(markup, *roles)))


def test_the_paragraphs_of_another_article_go_with_its_heading(seen) -> None:
    assert found(seen, OWN + OTHER, *SEEN) == [2, 3, 4]


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
def test_nothing_is_taken_for_another_article(seen, markup: str, roles: tuple[Role, ...]) -> None:
    assert found(seen, markup, *roles) == []


@pytest.mark.parametrize(
    "markup", [OWN + NEXT, f"<article><section>{OWN}</section><section>{NEXT}</section></article>"]
)
def test_an_article_behind_with_its_own_heading_and_author_is_another(seen, markup: str) -> None:
    assert found(seen, markup, *SIGNED) == [2, 3, 4]


@pytest.mark.parametrize(
    ("markup", "roles"),
    [
        (OWN + NEXT, (*SIGNED[:3], Role.PARAGRAPH, Role.PARAGRAPH)),  # neither author nor date
        (OWN + NEXT.replace("h2", "p"), SIGNED),
        (NEXT + OWN, (*SIGNED[2:], *SIGNED[:2])),  # before the article
        (OWN.replace("</article>", f"{NEXT}</article>"), SIGNED),  # in the article
    ],
)
def test_what_is_not_signed_or_not_behind_is_the_article_s(seen, markup: str, roles: tuple[Role, ...]) -> None:
    assert found(seen, markup, *roles) == []
