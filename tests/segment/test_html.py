"""HTML becomes blocks at block-level borders, with what is known of each block's place."""

from __future__ import annotations

import pytest
from lxml import etree, html

from cleanpress.errors import LimitError
from cleanpress.model import Cell, Item, Limits, Mark
from cleanpress.pipeline import read_html
from cleanpress.rules.hints import hints
from cleanpress.segment.html import heading_level
from cleanpress.segment.page import Page
from cleanpress.segment.tags import CONTEXT_NAMES


def page(markup: str, limits: Limits | None = None) -> Page:
    return read_html(markup, None, limits or Limits())


def context(page: Page, block: int) -> set[str]:
    return {name for bit, name in enumerate(CONTEXT_NAMES) if page.context[block] >> bit & 1}


def hint_names(bits: int) -> set[str]:
    return {name for bit, name in enumerate(hints().names) if bits >> bit & 1}


@pytest.mark.parametrize(
    "markup, texts",
    [
        ("just text", ["just text"]),
        ("<p>one</p><p>two</p>", ["one", "two"]),
        ("<p>one<p>two", ["one", "two"]),
        ("<div>before<p>inside</p>after</div>", ["before", "inside", "after"]),
        ("<p>un<b>believ</b>able <i>thing</i></p>", ["unbelievable thing"]),
        ("<p>  a\n\t b&nbsp;c  </p>", ["a b c"]),
        ("<p>one<br>line</p>", ["one line"]),
        ("<div>one<br><br>two<br> <br/>three</div>", ["one", "two", "three"]),
        ("<div>one<hr>two</div>", ["one", "two"]),
        ("<p>fish&amp;chips &lt;b&gt; caf&eacute; &#8212; &unknown;</p>", ["fish&chips <b> café — &unknown;"]),
        ("<custom-card>one</custom-card><p>two</p>", ["one", "two"]),
        ("<span>one</span><div></div><span>two</span>", ["one", "two"]),
        ("<a href=/a>one</a><a href=/b>two</a>", ["one two"]),
        ("<b>un</b><a href=/>known</a>", ["unknown"]),
        ("<a href=/><h3>title</h3><p>blurb</p></a>", ["title", "blurb"]),
        ("<table><tr><th>a<td>b<tr><td>c</table>", ["a", "b", "c"]),
        ("<ul><li>a<ul><li>b</ul>c</ul>", ["a", "b", "c"]),
        ("<select><option>a<option>b</select><button>c</button><textarea>d</textarea>", ["a", "b", "c", "d"]),
        ("<p>a</p></div></section></p><p>b</p>", ["a", "b"]),
        ("<p>x</p></body></html><p>after the end</p>", ["x", "after the end"]),
        ("<noscript><p>fallback</p></noscript><p>x</p>", ["fallback", "x"]),
        ("<p> \n </p><div>&nbsp;</div>", []),
    ],
)
def test_blocks(markup: str, texts: list[str]) -> None:
    assert page(markup).texts == texts


@pytest.mark.parametrize(
    "unseen",
    [
        "<script>var a = '<p>x</p>';</script>",
        "<style>p { color: red }</style>",
        "<template><p>x</p></template>",
        "<svg><title>icon</title><text>x</text></svg>",
        "<iframe>x</iframe>",
        "<video><p>x</p></video>",
        "<canvas>x</canvas>",
        "<!-- <p>x</p> -->",
        "<datalist><option>x</datalist>",
    ],
)
def test_unseen_text_is_in_no_block_and_parts_no_word(unseen: str) -> None:
    assert page(f"<p>bef{unseen}ore</p><p>after</p>").texts == ["before", "after"]


def test_the_head_is_no_text() -> None:
    found = page(
        "<html lang=de-AT><head><title> A \n title </title><meta name=Author content=Me></head><p>x</p></html>"
    )
    assert found.texts == ["x"]
    assert found.title == "A title"
    assert found.lang == "de-AT"
    assert ("author", "Me") in found.metas


def test_json_ld_is_kept_apart() -> None:
    found = page('<script type="application/ld+json">{"a": "<p>"}</script><script>var x;</script><p>x</p>')
    assert found.scripts == ['{"a": "<p>"}']


def test_line_breaks_are_kept_in_code() -> None:
    assert page("<pre>\nif a:\n    b()<br>c()\n</pre>").texts == ["if a:\n    b()\nc()"]


def test_context_is_inherited() -> None:
    found = page("<article><aside><ul><li><a href=/x>one</a></ul></aside><p>two</p></article>")
    assert context(found, 0) >= {"article", "aside", "ul", "li"}
    assert context(found, 1) == {"article", "p"}


def test_links_and_emphasis_are_counted_in_letters() -> None:
    found = page("<p><b>Note:</b> read <a href=/a>this</a> and <a href=/b>that</a></p><p><a href=/c>everything</a></p>")
    assert list(found.linked) == [8, 10]
    assert list(found.links) == [2, 1]
    assert list(found.strong) == [5, 0]


def test_marks_are_offsets_into_the_folded_text() -> None:
    found = page("<p> See  <a href=/a>this  one</a>, <b>now</b> <i>or</i> <code>f()</code>.</p>")
    text = found.texts[0]
    assert text == "See this one, now or f()."
    marks = found.marks_of(0)
    assert [(text[m.start : m.end], m.kind, m.href) for m in marks] == [
        ("this one", "link", "/a"), ("now", "strong", None), ("or", "em", None), ("f()", "code", None),
    ]  # fmt: skip


def test_a_link_around_blocks_goes_on_in_each() -> None:
    found = page("<a href=/x><h3>title</h3><p>blurb</p></a><p>text</p>")
    assert [found.marks_of(i) for i in range(3)] == [(Mark(0, 5, "link", "/x"),), (Mark(0, 5, "link", "/x"),), ()]
    assert list(found.linked) == [5, 5, 0]
    assert list(found.links) == [1, 1, 0]


def test_hints_own_near_and_far() -> None:
    found = page("<div class=footer><div><div class=newsletter><p class=caption>x</p></div></div></div>")
    assert hint_names(found.hints_own[0]) == {"caption"}
    assert "signup" in hint_names(found.hints_near[0])
    assert "footer" in hint_names(found.hints_far[0])


@pytest.mark.parametrize(
    "attribute, hidden",
    [
        ("hidden", True),
        ('hidden=""', True),
        ('style="display:none"', True),
        ('style="color: red; DISPLAY : None"', True),
        ('aria-hidden="true"', True),
        ('aria-hidden="false"', False),
        ('style="display:block"', False),
    ],
)
def test_hidden_blocks(attribute: str, hidden: bool) -> None:
    found = page(f"<p>before</p><div {attribute}><p>inside</p><div><p>deep</p></div></div><p>after</p>")
    assert found.hidden == [False, hidden, hidden, False]


def test_text_before_a_hidden_element_is_not_hidden() -> None:
    found = page("<div>in sight <div hidden>secret</div> in sight again</div>")
    assert found.hidden == [False, True, False]


def test_items() -> None:
    found = page("<p>x</p><ul><li>a<li>b<ol><li>c<li>d</ol></ul><ul><li><p>e</p></ul>")
    assert found.items == {
        1: Item(1, False, 1), 2: Item(1, False, 2), 3: Item(2, True, 1), 4: Item(2, True, 2), 5: Item(1, False, 1),
    }  # fmt: skip


def test_cells() -> None:
    found = page("<table><tr><th>a<th>b<tr><td>c<td>d</table><p>x</p><table><tr><td colspan=9>e</table>")
    assert found.cells == {
        0: Cell(0, 0, 0, True), 1: Cell(0, 0, 1, True), 2: Cell(0, 1, 0, False), 3: Cell(0, 1, 1, False),
        5: Cell(1, 0, 0, False),
    }  # fmt: skip


def test_a_cell_without_a_row_stands_in_the_first() -> None:
    assert page("<table><td>a<td>b</table>").cells == {0: Cell(0, 0, 0, False), 1: Cell(0, 0, 1, False)}


def test_images_stand_before_the_block_that_follows() -> None:
    found = page('<p>a</p><img src=1.jpg alt=" a  ferry "><p>b</p><img data-src=2.jpg><video poster=3.jpg></video>')
    assert [(i.url, i.alt, i.before) for i in found.images] == [
        ("1.jpg", "a ferry", 1),
        ("2.jpg", "", 2),
        ("3.jpg", "", 2),
    ]


def test_fields_and_rules() -> None:
    found = page("<p>a</p><hr><form><p>b</p><input type=EMAIL><input></form>")
    assert found.fields == [(2, "email"), (2, "text")]
    assert found.rules == [1]


def test_elements_enclose_their_descendants() -> None:
    found = page("<div><p>a <b>b</b></p><ul><li>c</ul></div><p>d</p>")
    div = found.node_tag.index("div")
    inside = range(div + 1, found.node_end[div])
    assert [found.node_tag[i] for i in inside] == ["p", "b", "ul", "li"]
    assert [found.node[i] in inside for i in range(3)] == [True, True, False]


@pytest.mark.parametrize("markup, level", [("<h2>x</h2>", 2), ("<h3><div>x</div></h3>", 3), ("<p>x</p>", 0)])
def test_heading_level(markup: str, level: int) -> None:
    assert heading_level(page(markup), 0) == level


def test_too_many_elements() -> None:
    with pytest.raises(LimitError, match="max_nodes"):
        page("<p>x</p>" * 50, Limits(max_nodes=40))


@pytest.mark.parametrize("tag", ["div", "b", "span"])
def test_too_deep(tag: str) -> None:
    with pytest.raises(LimitError, match="max_depth"):
        page(f"<{tag}>" * 60 + "x", Limits(max_depth=40))


def test_a_tree_gives_the_same_page_and_stays_as_it_was() -> None:
    markup = (
        "<html lang=en><head><title>T</title><meta name=author content=A></head><body>"
        "<!-- c -->one<?pi x?> two<p class=lead>three <a href=/x>four</a>tail</p>five</body></html>"
    )
    tree = html.document_fromstring(markup)
    before = etree.tostring(tree)
    from_tree, from_text = read_html(tree, None, Limits()), page(markup)
    assert etree.tostring(tree) == before
    for column in set(Page.__slots__) - {"declared", "pieces", "marks"}:
        assert getattr(from_tree, column) == getattr(from_text, column), column


def test_an_element_tree_and_an_element_are_trees() -> None:
    root = html.document_fromstring("<body><p>a</p><div id=x><p>b</p>c</div>tail</body>")
    assert read_html(root.getroottree(), None, Limits()).texts == ["a", "b", "c", "tail"]
    assert read_html(root.get_element_by_id("x"), None, Limits()).texts == ["b", "c"]


def test_a_namespaced_tree_has_a_title() -> None:
    root = etree.fromstring(
        '<html xmlns="http://www.w3.org/1999/xhtml"><head><title>T</title></head><body><p>x</p></body></html>'
    )
    found = read_html(root, None, Limits())
    assert found.texts == ["x"]
    assert found.title == "T"
    assert found.scripts == []
