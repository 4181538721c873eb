"""The compiled scanner of names beside the plain look-up, and what remembers the names of a page."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from lxml import html

from cleanpress.rules import hints as home
from cleanpress.rules.hints import hint_bits, hints

pytestmark = pytest.mark.skipif(home.Scanner is None, reason="built without compiled parts")
PAGES = sorted((Path(__file__).parents[1] / "fixtures" / "pages").glob("*/page.html"))
_WORDS = st.sampled_from(sorted(home.hints().words))
_BETWEEN = st.sampled_from(["", "-", "_", " ", "X", "x", "9", "é", "É", "·", "漢", "😀", "__", "\u2003"])
_NAMES = st.lists(st.tuples(_BETWEEN, _WORDS | st.text("aNv-_ 9é", max_size=4), st.booleans()), max_size=5).map(
    lambda parts: "".join(gap + (word.capitalize() if high else word) for gap, word, high in parts)
)


@given(_NAMES)
@example("mainNav")
@example("éNav-navÉ")
@example("«nav»")
@example("navigation-bar socialShare")
def test_a_name_gives_the_same_bits(name: str) -> None:
    assert hints().scanner.bits(name) == hint_bits(name)


@given(st.lists(_NAMES, max_size=30))
def test_a_name_that_comes_again_gives_the_same_again(names: list[str]) -> None:
    seen = home._scan.Names(hints().scanner)
    wanted = [hints().scanner.bits(name) for name in names]
    assert [seen.told(name) for name in names] == wanted
    assert [seen.told(name) for name in names] == wanted


def test_more_names_than_are_remembered() -> None:
    seen = home._scan.Names(hints().scanner)
    names = [f"{word}-{'x' * (i % 90)}{i}" for i, word in enumerate(sorted(hints().words) * 3)]
    for _ in range(2):
        assert [seen.told(name) for name in names] == [hints().scanner.bits(name) for name in names]


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.parent.name)
def test_same_on_whole_pages(path: Path) -> None:
    seen = home._scan.Names(hints().scanner)
    root = html.document_fromstring(path.read_bytes())
    names = {str(value) for element in root.iter("*") for value in element.attrib.values() if len(value) < 300}
    assert names
    for name in names:
        assert hints().scanner.bits(name) == seen.told(name) == hint_bits(name), name


def test_too_many_kinds_of_letters_are_refused() -> None:
    with pytest.raises(OverflowError, match="kinds of letters"):
        home.Scanner({"".join(map(chr, range(33, 60))): (1, 0)})
