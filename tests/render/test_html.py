"""HTML is semantic, safe, and says the same words."""

from __future__ import annotations

import sys
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html as lxml_html

from cleanpress.errors import CleanpressError
from cleanpress.model import Block, Cell, Figure, Item, Mark, Role

pytest.importorskip("nh3")
from cleanpress.render.html import render


def one(text: str, role: Role = Role.PARAGRAPH, **more: Any) -> str:
    return render([Block(0, text, role, **more)]).removeprefix("<article>\n").removesuffix("\n</article>\n")


@pytest.mark.parametrize(
    "role,more,want",
    [
        (Role.PARAGRAPH, {}, "<p>x</p>"),
        (Role.HEADLINE, {}, "<h1>x</h1>"),
        (Role.SUBHEAD, {}, "<h2>x</h2>"),
        (Role.SUBHEAD, {"level": 4}, "<h4>x</h4>"),
        (Role.QUESTION, {"level": 2}, "<h3>x</h3>"),
        (Role.BYLINE, {}, "<address>x</address>"),
        (Role.QUOTE, {}, "<blockquote><p>x</p></blockquote>"),
        (Role.PULL_QUOTE, {}, '<aside role="doc-pullquote"><p>x</p></aside>'),
        (Role.CODE, {}, "<pre><code>x</code></pre>"),
        (Role.LIST_ITEM, {}, "<ul><li>x</li></ul>"),
        (Role.LIST_ITEM, {"item": Item(1, True, 3)}, '<ol start="3"><li>x</li></ol>'),
        (Role.CAPTION, {}, "<p><em>x</em></p>"),
        (Role.TABLE, {}, "<p>x</p>"),
    ],
)
def test_elements(role: Role, more: dict[str, Any], want: str) -> None:
    assert one("x", role, **more) == want


def test_headline_first_and_once() -> None:
    headline = Block(0, "A & B", Role.HEADLINE)
    assert render([headline, Block(1, "x", Role.PARAGRAPH)], headline=headline) == (
        "<article>\n<h1>A &amp; B</h1>\n<p>x</p>\n</article>\n"
    )


def test_inline() -> None:
    marks = (Mark(0, 5, "strong"), Mark(2, 5, "link", "https://x.example/?a=1&b=2"), Mark(6, 7, "code"))
    assert one("ab <c d", marks=marks) == (
        '<p><strong>ab</strong><a href="https://x.example/?a=1&amp;b=2"><strong> &lt;c</strong></a> <code>d</code></p>'
    )


@pytest.mark.parametrize(
    "href",
    ["javascript:alert(1)", "JaVaScRiPt:x", " java\nscript:x", "data:text/html,x", "vbscript:x", "\x01javascript:x"],
)
def test_dangerous_addresses_are_gone(href: str) -> None:
    assert one("x", marks=(Mark(0, 1, "link", href),)) == "<p>x</p>"
    got = render([], figures=[Figure(href, 'a"><script>', (), ())])
    assert "script" not in got.lower() and "data:" not in got


def test_markup_in_text_is_text() -> None:
    assert one('<script>alert("x")</script>') == '<p>&lt;script&gt;alert("x")&lt;/script&gt;</p>'


def test_nested_lists() -> None:
    items = [("a", Item(1, False, 1)), ("b", Item(2, True, 1)), ("c", Item(1, False, 2)), ("d", Item(1, True, 1))]
    blocks = [Block(i, text, Role.LIST_ITEM, item=item, tag="li") for i, (text, item) in enumerate(items)]
    assert "<ul><li>a<ol><li>b</li></ol></li><li>c</li></ul><ol><li>d</li></ol>" in render(blocks)


def test_table() -> None:
    cells = [("Day", 0, 0, True), ("Fog", 0, 1, True), ("Mon", 1, 1, False)]
    blocks = [
        Block(i, text, Role.TABLE, cell=Cell(0, row, column, head)) for i, (text, row, column, head) in enumerate(cells)
    ]
    assert "<tr><th>Day</th><th>Fog</th></tr><tr><td></td><td>Mon</td></tr>" in render(blocks)


def test_figure() -> None:
    figure = Figure(
        "https://x.example/a.jpg", 'A "ferry"', (Block(0, "cap", Role.CAPTION),), (Block(1, "cred", Role.CREDIT),)
    )
    assert render([Block(2, "x", Role.PARAGRAPH)], figures=[figure]) == (
        '<article>\n<figure><img src="https://x.example/a.jpg" alt="A &quot;ferry&quot;">'
        "<figcaption><p>cap</p><p>cred</p></figcaption></figure>\n<p>x</p>\n</article>\n"
    )


def test_missing_nh3_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "nh3", None)
    with pytest.raises(CleanpressError, match=r"pip install cleanpress\[html\]"):
        render([])


TEXTS = st.text(st.characters(exclude_categories=["Cs", "Cc"]) | st.sampled_from(" <>&\"'/;"), max_size=20)
MARKS = st.builds(
    lambda s, n, k, h: Mark(s, s + n, k, h),
    st.integers(-2, 20),
    st.integers(0, 9),
    st.sampled_from(["link", "strong", "em", "code"]),
    st.sampled_from([None, "/x", "javascript:x", '"><i>']),
)
ITEMS = st.none() | st.builds(Item, st.integers(1, 4), st.booleans(), st.integers(0, 4))
CELLS = st.none() | st.builds(Cell, st.just(0), st.integers(0, 2), st.integers(0, 3), st.booleans())


@given(st.lists(st.tuples(TEXTS, st.sampled_from(list(Role)), st.lists(MARKS, max_size=3), ITEMS, CELLS), max_size=6))
def test_same_words(parts: list[tuple[str, Role, list[Mark], Item | None, Cell | None]]) -> None:
    blocks = [
        Block(i, text, role, marks=tuple(marks), item=item, cell=cell and cell._replace(row=i))
        for i, (text, role, marks, item, cell) in enumerate(parts)
    ]
    got = render(blocks)
    assert "javascript" not in got
    tree = lxml_html.fromstring(got)
    shown = "".join("".join(tree.itertext()).split())
    assert shown == "".join("".join(block.text for block in blocks).split())
