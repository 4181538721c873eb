"""What a search by XPath may cost, told beforehand."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from cleanpress.rules.site.cost import MOST, Sizes, cost_of, quicker, sizes_of, tokens_of


def _page(boxes: int, lines: int) -> str:
    inner = "<p class=a>t<span>x</span></p>" + "<p>t</p>" * (lines - 1)
    return "<html><body>" + f"<div class=box>{inner}</div>" * boxes + "<h2 id=end>e</h2></body></html>"


def _sizes(boxes: int = 1000, lines: int = 10) -> Sizes:
    markup = _page(boxes, lines)
    return sizes_of(etree.fromstring(markup, etree.HTMLParser()).iter("*"), markup)


LARGE = _sizes()


def test_a_page_is_counted_out() -> None:
    assert LARGE[:3] == (12_003, 5, 1001)
    assert LARGE.tags and LARGE.tags["p"] == 10_000


@pytest.mark.parametrize(
    "xpath",
    [
        "//p",
        "//div[@class='box']/p[2]",
        "//div//p//span",
        "//h2/preceding::p[1]",
        "//h2[@id='end']/preceding-sibling::div",
        "//*[@id='end']/preceding::p",
        "//div[.//p[.//span]]",
        "//p[contains(., 'x') and not(@class)]",
        "//p[following-sibling::*[1][self::p]]",
        "descendant-or-self::*[@class and contains(concat(' ', normalize-space(@class), ' '), ' box ')]/descendant::p",
        "//p[position() * 2 > 3 div 2]",
        "(//p)[last() - 1]",
        "//div | //h2",
    ],
)
def test_what_people_write_is_cheap_on_large_pages(xpath: str) -> None:
    assert cost_of(tokens_of(xpath), LARGE) < MOST


@pytest.mark.parametrize(
    "xpath",
    [
        "//*[//*[//*]]",
        "//p[count(preceding::p) > 3]",
        "//div/following::p",
        "(//p/following::*)[1]",
        "//p[//span[not(//b)]]",
        "//p[string-length(//div) > count(//p)]",
        "//span[ancestor::div[preceding::p[following::b]]]",
        "//p/ancestor::*/preceding::node()",
        "//p[1]/following::p",
    ],
)
def test_what_takes_the_square_of_a_large_page_or_more_is_dear(xpath: str) -> None:
    assert cost_of(tokens_of(xpath), LARGE) > MOST
    assert cost_of(tokens_of(xpath), _sizes(4, 5)) < MOST


@pytest.mark.parametrize("xpath", ["//p/following-sibling::p", "//p[count(preceding::p) > 3]", "//p/preceding::b"])
def test_the_time_is_told_about_right(xpath: str) -> None:
    markup = _page(300, 10)
    root = etree.fromstring(markup, etree.HTMLParser())
    told = cost_of(tokens_of(xpath), sizes_of(root.iter("*"), markup))
    start = time.perf_counter()
    etree.XPath(xpath)(root)
    assert time.perf_counter() - start < 20 * told / MOST + 0.2


SAMPLE = etree.fromstring(
    "<html><body><div id=a class='x y'><p>1<b>2</b></p><div><p class=x>3</p><p>4<i>5</i></p><ul><li>6</li>"
    "<li>7</li></ul></div></div><div><p>8</p><span><p>9</p></span><a href='/z'>z</a></div></body></html>",
    etree.HTMLParser(),
)
STEPS = [
    "p",
    "div",
    "*",
    "p[b]",
    "p[1]",
    "p[last()]",
    "div[@class='x y']",
    "li[position() = 2]",
    "*[not(p)]",
    "p[b or i]",
]
STEPS += ["*[contains(@class, 'x')][2]", "p[count(b) + 1]", "div[.//p[1]]", "p[string-length(.) > 1]", "*[self::p][i]"]
STEPS += [
    "div[p[2]]//li",
    "p[../p]",
    "@href",
    "text()",
    "descendant::p[1]",
    "..",
    "p[number(.)]",
    "p[. * 1]",
    "p[-1 + 2]",
]


@pytest.mark.parametrize("first", STEPS)
@pytest.mark.parametrize("second", STEPS)
def test_the_quicker_way_finds_the_same(first: str, second: str) -> None:
    for xpath in (f"//{first}//{second}", f"//{first}/{second}", f"//div//{second} | //{first}", f"(//{first})[2]"):
        if not first.startswith("@"):
            assert etree.XPath(quicker(tokens_of(xpath)))(SAMPLE) == SAMPLE.xpath(xpath), quicker(tokens_of(xpath))


@given(st.text(st.sampled_from("ab/*[]()'\"|@.:,-=! "), max_size=30))
def test_anything_is_told_of(text: str) -> None:
    assert cost_of(tokens_of(text), LARGE) >= 0
