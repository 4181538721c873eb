"""What reads like text behind the end of the article."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from cleanpress.annotate.signals import Degrees
from cleanpress.annotate.view import View
from cleanpress.decide.passages.behind import behind_text
from cleanpress.model import Role

OWN = "<main><h1>The ferry is back</h1><p>It sails at dawn.</p></main>"
ROLES = (Role.HEADLINE, Role.PARAGRAPH)


def found(seen: tuple[View, Degrees, NDArray[np.intp]]) -> dict[int, Role]:
    return {block: told[0].role for block, told in behind_text(*seen).items()}


@pytest.mark.parametrize(
    "markup",
    [
        "<aside><p>We are a paper of the coast.</p></aside>",
        "<footer><div><p>We are a paper of the coast.</p></div></footer>",
        '<div class="modal-dialog"><div><p>We are a paper of the coast.</p></div></div>',
    ],
)
def test_what_stands_apart_when_all_is_said_is_no_text(seen, markup: str) -> None:
    assert found(seen(OWN + markup, *ROLES, Role.PARAGRAPH)) == {2: Role.TEASER}


@pytest.mark.parametrize(
    ("markup", "roles"),
    [
        (OWN.replace("</p>", "</p><aside><p>Boats: 3</p></aside><p>And at dusk.</p>"), (*ROLES, *[Role.PARAGRAPH] * 2)),
        (OWN + "<div><p>And at dusk.</p></div>", (*ROLES, Role.PARAGRAPH)),
        (f'<div class="modal">{OWN}</div>', ROLES),  # the article itself
        (f'{OWN}<div class="modal">{OWN}</div>'.replace("h1", "h2"), [*[Role.SUBHEAD, Role.PARAGRAPH] * 2]),
        (OWN + "<aside><nav><ol><li>Dawn</li></ol></nav></aside>", (*ROLES, Role.LIST_ITEM)),  # contents
        (OWN + "<footer><p>An earlier version said noon.</p></footer>", (*ROLES, Role.CORRECTION)),
        ("<aside><p>Read this.</p></aside>" + OWN, (Role.PARAGRAPH, *ROLES)),
    ],
)  # fmt: skip
def test_other_text_stays(seen, markup: str, roles: tuple[Role, ...]) -> None:
    assert found(seen(markup, *roles)) == {}
