"""The kind of the page is told by what it declares and by its address, the same for all blocks."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from cleanpress.annotate.block.kind import kind
from cleanpress.annotate.view import View
from cleanpress.rules.page_kinds import page_kinds

Look = Callable[..., View]
Told = Callable[..., set[str]]
KINDS = sorted(page_kinds())


@pytest.mark.parametrize("name", [name for name in KINDS if page_kinds()[name].types])
def test_declared_type(look: Look, told: Told, name: str) -> None:
    for declared in page_kinds()[name].types:
        head = (
            f'<script type="application/ld+json">{{"@context": "https://schema.org", "@type": "{declared}"}}</script>'
        )
        assert name in told(kind(look(f"{head}<p>x</p>")), 0, "kind.declared.")


@pytest.mark.parametrize("name", [name for name in KINDS if page_kinds()[name].path])
def test_words_of_the_address(look: Look, told: Told, name: str) -> None:
    for word in page_kinds()[name].path:
        found = kind(look("<p>x</p>", f"https://www.example.org/{word}/a-ferry"))
        assert name in told(found, 0, "kind.address.")
        assert name not in told(kind(look("<p>x</p>", f"https://{word}.example.org/x{word}x")), 0, "kind.address.")


def test_the_same_for_all_blocks(look: Look) -> None:
    found = kind(look("<p>a</p><p>b</p><p>c</p>", "https://www.example.org/news/a"))
    assert found.degrees.shape == (3, 2 * len(KINDS))
    assert np.array_equal(found.degrees[0], found.degrees[2])


def test_a_page_that_tells_nothing(look: Look, told: Told) -> None:
    assert told(kind(look("<p>a</p>")), 0) == set()
