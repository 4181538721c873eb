"""The compiled reader of the parser's events beside the builder that takes lxml's, and beside the walk over a tree."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, note, settings
from hypothesis import strategies as st

from cleanpress.errors import LimitError
from cleanpress.model import Limits
from cleanpress.pipeline import read_html
from cleanpress.read.html import feed_html, parse_html
from cleanpress.segment import build
from cleanpress.segment.html import PageBuilder
from cleanpress.segment.page import Page

pytestmark = pytest.mark.skipif(build.read is None, reason="built without compiled parts")
PAGES = sorted((Path(__file__).parents[1] / "fixtures" / "pages").glob("*/page.html"))
COLUMNS = (
    "texts tag make hidden node_tag node linked links strong context inline hints_own hints_near hints_far parent "
    "node_end serial images fields rules items cells scripts metas title lang"
).split()


def columns(page: Page) -> dict[str, object]:
    """What a segmenter fills in, as plain lists, with the marks of each block."""
    found = {name: getattr(page, name) for name in COLUMNS}
    out = {name: list(value) if hasattr(value, "tolist") else value for name, value in found.items()}
    return {**out, "marks": [page.marks_of(block) for block in range(len(page))]}


def by_events(markup: str) -> Page:
    page = Page("html", None)
    build.read(markup.encode(), page, Limits())
    return page


def by_builder(markup: str) -> Page:
    page = Page("html", None)
    feed_html(markup, PageBuilder(page, Limits()))
    return page


def by_tree(markup: str) -> Page:
    page = Page("html", None)
    root = parse_html(markup)
    if root is not None:
        build.walk(root, page, Limits(), rest=True)
    return page


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.parent.name)
def test_same_on_whole_pages(path: Path) -> None:
    markup = path.read_text(encoding="utf-8")
    found = columns(by_events(markup))
    assert found["texts"]
    assert found == columns(by_builder(markup))
    assert found == columns(by_tree(markup))


_PIECES = st.sampled_from(
    [
        "<p>", "</p>", "<div class='share-bar'>", "</div>", "<a href=/x?a=1&amp;b=2>", "</a>", "<b>", "</b>", "<em>",
        "</em>",
        "<br>", "<ul><li>", "</li></ul>", "<table><tr><td>", "</table>", "<pre>", "</pre>",
        "<img alt='a b' src=x>",
        "<script>a < b</script>", "<script type=application/ld+json>{}</script>", "<title>t</title>",
        "<style>x</style>",
        "<h1 hidden>", "</h1>", "<div style='Display: None'>", "<meta name=a content=b>", "<input type=TEXT>", "<hr>",
        "<!-- c -->", "&nbsp;", "&amp;", "&#8203;", "&copy", " ", "\n\n", "word", "é漢", "a b  c", "<", ">", "</body>",
        "</html>", "<html lang=de>", "<section aria-hidden=true>", "</section>", "<template><p>t</p></template>",
        "\u2003",
        "<svg><g><text>s</text></g></svg>", "<x-y id=mainNav>", "<p subscriptions-section=content>", "<textarea> x",
    ]
)  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(st.lists(_PIECES, min_size=1, max_size=25))
def test_same_on_any_markup(pieces: list[str]) -> None:
    markup = "<p>x" + "".join(pieces)
    note(markup)
    assert columns(by_events(markup)) == columns(by_builder(markup))


def test_text_in_any_number_of_pieces() -> None:
    long = "word &amp; w&ouml;rter&nbsp;&nbsp;\u2003and " * 20_000
    assert columns(by_events(f"<p>{long}<b>{long}</b></p>")) == columns(by_builder(f"<p>{long}<b>{long}</b></p>"))


@pytest.mark.parametrize("limits", [Limits(max_nodes=5), Limits(max_depth=5)])
def test_limits_are_told_from_inside_the_parser(limits: Limits) -> None:
    with pytest.raises(LimitError):
        build.read(b"<div>" * 20 + b"text", Page("html", None), limits)


def test_markup_without_an_element() -> None:
    assert build.read(b"<!-- only a comment -->", Page("html", None), Limits()) is False
    assert not len(read_html(b"<!-- only a comment -->", None, Limits()))


def test_marks_outlive_a_copy() -> None:
    from copy import deepcopy

    page = by_events("<p>a <a href=/x>link</a> and <b>bold</b></p><p>none</p><p><i>it</i></p>")
    again = deepcopy(page.spots)
    assert again == page.spots
    assert [block in again for block in range(4)] == [True, False, True, False]
    assert again[0] == page.spots[0] and again[2][0][2] == "em"
    with pytest.raises(KeyError):
        again[1]
