"""Places of blocks on a page, and marks inside them."""

from __future__ import annotations

import pytest
from lxml import html

from cleanpress.model import Limits, Mark
from cleanpress.pipeline import read_html, read_plain
from cleanpress.segment.page import Page


def test_length_is_the_number_of_blocks() -> None:
    assert len(read_html("<p>a</p><p>b</p>", None, Limits())) == 2


@pytest.mark.parametrize(
    "markup, place",
    [
        ("x", "/html/body[1]"),
        ("<p>a</p><p>x</p>", "/html/body[1]/p[2]"),
        ("<div><p>a</p></div><div>b<p>c</p><span>d</span><p>x</p></div>", "/html/body[1]/div[2]/p[2]"),
        ("<script>s</script><p>a</p><script>s</script><p>x</p>", "/html/body[1]/p[2]"),
        (
            "<p>a<b>b</b><br></p><section><h2>c</h2><ul><li>d<li>x</ul></section>",
            "/html/body[1]/section[1]/ul[1]/li[2]",
        ),
        ("<table><tr><td>a<tr><td>b<td>x</table>", "/html/body[1]/table[1]/tr[2]/td[2]"),
    ],
)
def test_place_in_html(markup: str, place: str) -> None:
    page = read_html(markup, None, Limits())
    assert page.place(len(page) - 1) == place
    (element,) = html.document_fromstring(markup).xpath(place)
    assert "x" in element.text_content()


@pytest.mark.parametrize(
    "markup",
    [
        "<p>a</p><fb:like>x</fb:like>",
        '<p>a</p><div"odd>x</div"odd>',
        "<head><noscript><p>x</p></noscript></head><body>a</body>",
        "<p>a</p><svg:g>x</svg:g>",
    ],
)
def test_the_place_of_an_oddly_named_element_is_a_valid_xpath(markup: str) -> None:
    page = read_html(markup, None, Limits())
    place = page.place(page.texts.index("x"))
    assert isinstance(place, str)
    found = html.document_fromstring(markup).xpath(place)
    assert any("x" in element.text_content() for element in found)


def test_place_in_text() -> None:
    page = read_plain("one\n\ntwo", None, Limits())
    assert [page.place(i) for i in range(2)] == [(0, 3), (5, 8)]


def test_marks_touch_no_space() -> None:
    page = read_html("<p>a<a href=/x> b </a>c<b>  </b></p>", None, Limits())
    assert page.texts == ["a b c"]
    assert page.marks_of(0) == (Mark(2, 3, "link", "/x"),)


def test_outer_marks_come_first() -> None:
    page = read_html("<p><a href=/x><b>bold</b> link</a> rest</p>", None, Limits())
    assert page.marks_of(0) == (Mark(0, 9, "link", "/x"), Mark(0, 4, "strong", None))


def test_a_block_without_links_has_no_marks() -> None:
    assert read_html("<p>a</p>", None, Limits()).marks_of(0) == ()


def test_the_given_address_goes_before_the_declared_one() -> None:
    declared = Page("html", None)
    assert declared.address is None
    declared.metas.append(("og:url", "https://post.example/pier"))
    assert declared.address == "https://post.example/pier"
    declared.url = "https://quay.example/"
    assert declared.address == "https://quay.example/"
