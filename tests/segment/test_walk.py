"""The compiled walker beside the builder that takes a tree's events."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, note, settings
from hypothesis import strategies as st
from lxml import etree

from cleanpress.errors import LimitError
from cleanpress.model import Limits
from cleanpress.read.html import feed_tree, parse_html
from cleanpress.segment import build
from cleanpress.segment.html import PageBuilder
from cleanpress.segment.page import Page

pytestmark = pytest.mark.skipif(build.walk is None, reason="built without compiled parts")
PAGES = sorted((Path(__file__).parents[1] / "fixtures" / "pages").glob("*/page.html"))
COLUMNS = (
    "texts tag make hidden node_tag node linked links strong context inline hints_own hints_near hints_far parent "
    "node_end serial images fields rules items cells scripts metas title lang"
).split()


def both(root: Any) -> Page:
    """The page, the same by both."""
    quick, plain = Page("html", None), Page("html", None)
    build.walk(root, quick, Limits())
    feed_tree(root, PageBuilder(plain, Limits()))
    for column in COLUMNS:
        mine, theirs = getattr(quick, column), getattr(plain, column)
        if hasattr(mine, "tolist"):
            mine = mine.tolist()
        assert mine == theirs, column
    assert all(type(hidden) is bool for hidden in quick.hidden)
    for block in range(len(plain)):
        assert quick.marks_of(block) == plain.marks_of(block)
    return quick


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.parent.name)
def test_same_on_whole_pages(path: Path) -> None:
    page = both(parse_html(path.read_text(encoding="utf-8")))
    assert len(page)


_TAGS = st.sampled_from(
    "p div a b strong em code span ul ol li table tr td th pre br img input hr h2 section svg iframe time nav q".split()
)
_TEXT = st.text(st.sampled_from("ab \n\t\xa0é漢😀\u2003-."), max_size=8)
_ATTRIBUTES = st.dictionaries(
    st.sampled_from("class id href style hidden aria-hidden src data-src alt type title role".split()),
    st.sampled_from(["", "share-bar", "mainNav", "display: none", "true", "/x?a=1", "text", "x" * 400, "é paywall"]),
    max_size=3,
)


@st.composite
def _elements(draw: st.DrawFn, depth: int = 3) -> Any:
    element = etree.Element(draw(_TAGS), draw(_ATTRIBUTES))
    element.text = draw(_TEXT)
    for child in draw(st.lists(_elements(depth - 1), max_size=4)) if depth else ():
        child.tail = draw(_TEXT)
        element.append(child)
    return element


@settings(max_examples=80, deadline=None)
@given(_elements())
def test_same_on_any_tree(element: Any) -> None:
    body = etree.Element("body")
    body.append(element)
    note(etree.tostring(body, encoding="unicode"))
    both(body)


def test_many_marks_and_a_deep_tree() -> None:
    links = "".join(f'<a href="/{i}">link {i}</a> ' for i in range(300))
    assert len(both(parse_html(f"<p>{links}</p>")).marks_of(0)) == 300
    both(parse_html("<div>" * 150 + "<b><i>text</i></b>" + "</div>" * 150))
    both(parse_html("".join(f"<x-{i} data-{i}=1>t</x-{i}>" for i in range(1200))))


@pytest.mark.parametrize("limits", [Limits(max_nodes=5), Limits(max_depth=5)])
def test_limits(limits: Limits) -> None:
    root = parse_html("<div>" * 20 + "text")
    with pytest.raises(LimitError):
        build.walk(root, Page("html", None), limits)
