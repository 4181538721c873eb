"""Where the links of a block lead becomes signals."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleanpress.annotate.block import links as module
from cleanpress.annotate.block.links import links
from cleanpress.annotate.view import View
from cleanpress.model import Limits
from cleanpress.pipeline import read_html

Look = Callable[..., View]
Told = Callable[..., set[str]]


def degree(view: View, block: int, name: str) -> float:
    found = links(view)
    return float(found.degrees[block, found.names.index(f"link.{name}")])


def test_a_form_counts_by_the_letters_that_link(look: Look) -> None:
    view = look("<p><a href=/tag/piers>Piers</a> and boats</p>")
    assert degree(view, 0, "tag") == pytest.approx(5 / 15)
    assert degree(view, 0, "author") == 0


def test_links_add_up_to_one(look: Look) -> None:
    view = look("<p><a href=/tag/piers>Piers</a><a href=/tag/boats>boats</a></p>")
    assert degree(view, 0, "tag") == pytest.approx(10 / 11)
    assert degree(look("<p><a href=/tag/piers>Piers</a></p>"), 0, "tag") == 1


def test_no_link_no_signal(look: Look, told: Told) -> None:
    assert told(links(look("<p>The ferry is late</p>")), 0) == set()


def test_a_link_without_an_address(look: Look, told: Told) -> None:
    assert told(links(look("<p><a>Ferry</a></p>")), 0) == {"link.none"}


def test_blocks_that_share_a_link(look: Look, told: Told) -> None:
    view = look(
        "<div><p><a href=/x>One</a></p><p><a href=/x>Two</a></p><p><a href=/y>Three</a></p>"
        "<p><a href=/x>Four</a></p><p><a href='#'>Five</a></p><p><a href='#'>Six</a></p></div>"
    )
    shared = [told(links(view), i) & {f"link.{s}" for s in module._SHARED} for i in range(len(view))]
    assert shared == [
        {"link.same_after", "link.again"}, {"link.same_before", "link.again"}, set(), {"link.again"}, set(), set(),
    ]  # fmt: skip


def test_the_longest_link_counts(look: Look, told: Told) -> None:
    view = look("<div><p><a href=/x>A long line</a> <a href=/y>more</a></p><p><a href=/x>again</a></p></div>")
    assert "link.same_after" in told(links(view), 0)


@pytest.mark.parametrize(
    "head, outside",
    [
        ("<meta property=og:url content=https://post.example/x>", False),
        ("<meta property=og:url content=https://other.example/x>", True),
        ("", False),
    ],
)
def test_where_the_page_stands(head: str, outside: bool) -> None:
    html = f"<html><head>{head}</head><body><p><a href=https://post.example/y>Ferry late</a></p></body></html>"
    assert degree(View(read_html(html, None, Limits())), 0, "outside") == outside


def test_the_given_address_goes_first() -> None:
    html = "<html><head><meta property=og:url content=https://post.example/x></head><p><a href=https://post.example/y>F</a>"
    assert degree(View(read_html(html, "https://quay.example/z", Limits())), 0, "outside") == 1


_LINK = st.builds(
    "<a href='{}'>{}</a>".format,
    st.sampled_from(
        ["", "#", "/", "/tag/x", "https://post.example/2024/the-old-pier-is-sold", "//x.co.uk/?a=b", "mailto:?x"]
    ),
    st.sampled_from(["", "Ferry", "late again", " ", "<b>bold</b> words", "</p><p>over the edge"]),
)
_BLOCK = st.lists(st.one_of(_LINK, st.sampled_from(["plain words", "<br>", " "])), max_size=4).map(
    lambda parts: f"<p>{''.join(parts)}</p>"
)


@given(st.lists(_BLOCK, max_size=6).map("".join))
def test_the_compiled_columns_are_the_same(body: str) -> None:
    view = View(read_html(f"<body>{body}<p>End.</p></body>", "https://post.example/news", Limits()))
    assert np.array_equal(links(view).degrees, module._columns(view.page, module._home(view.page)))
