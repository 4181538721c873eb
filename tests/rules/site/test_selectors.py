from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from cleanpress.rules.site.patterns import compile_pattern, searched, wrong_with
from cleanpress.rules.site.selectors import compile_selector, found_by

PAGE = (
    "<html><body><div class='box letter' id='b1' data-x='Abc'><p>one</p><a href='/2'>two</a></div>"
    "<section><h2>h</h2><p class='a'>three</p><p class='b'>four</p></section></body></html>"
)
ROOT = etree.fromstring(PAGE, etree.HTMLParser())


def texts(source: str) -> list[str]:
    return [value or "".join(element.itertext()) for element, value in found_by(compile_selector(source), ROOT)]


@pytest.mark.parametrize(
    "source, wanted",
    [
        ("div.letter > p", ["one"]),
        ("section:has(> h2) p.a", ["three"]),
        ("section:not(:has(.z)) h2", ["h"]),
        ("p:not(.a, .b)", ["one"]),
        ("section p:not( .a , [class='b'] )", []),
        (":is(.a, .b)", ["three", "four"]),
        (":where(section) > .b", ["four"]),
        ("h2 + p", ["three"]),
        ("h2 ~ p:nth-of-type(2)", ["four"]),
        ("[data-x^=Ab]", ["onetwo"]),
        ("//section/p[2]", ["four"]),
        ("//a/@href", ["/2"]),
        ("(//p)[1]", ["one"]),
        ("//p/text()", ["one", "three", "four"]),
    ],
)
def test_selectors_find(source: str, wanted: list[str]) -> None:
    assert texts(source) == wanted


@pytest.mark.parametrize(
    "source, guards",
    [
        ("div.letter > p", ("letter",)),
        (".box.newsletter, #signup", ("newsletter", "signup")),
        ("[data-testid='paywall']", ("paywall",)),
        ("[data-hook]", ("data-hook",)),
        ("p, .letter", ()),
        ("p:not(.letter)", ()),
        (".letter:not(.other-thing)", ("letter",)),
        ("a[href='/x y']", ()),
        ("//p[@class='letter']", ()),
    ],
)
def test_guards_are_what_cannot_be_missing(source: str, guards: tuple[str, ...]) -> None:
    assert compile_selector(source).guards == guards


def test_a_guard_spares_the_search() -> None:
    selector = compile_selector("div.letter > p")
    assert selector.may_match(PAGE)
    assert not selector.may_match("<p>nothing</p>")


@pytest.mark.parametrize("source", ["", "*", "html", "//*", "div[", "p::before", "//p[", "//p[foo()]"])
def test_bad_selectors_are_refused(source: str) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        list(found_by(compile_selector(source), ROOT))


@pytest.mark.parametrize(
    "source",
    ["(a+)+$", "(a|aa)+$", r"(\w+\s?)+$", "(x+x+)+y", r"(\s*\w+\s*)+!", r"(.*?,){11}P", r"^(([a-z])+.)+[A-Z]([a-z])+$"],
)
def test_catastrophic_patterns_are_told(source: str) -> None:
    assert "very long" in str(wrong_with(source))


@pytest.mark.parametrize("source", ["(?i)^sign up", r"^\d+ min read$", "Foto:.*dpa", r"\bsubscribe\b.{0,40}\bnow\b"])
def test_plain_patterns_pass(source: str) -> None:
    assert wrong_with(source) is None


def test_no_pattern_hangs() -> None:
    with pytest.raises(TimeoutError):
        searched(compile_pattern("(a|aa)+$"), "a" * 5000 + "!", 0.02)


@settings(max_examples=300, deadline=None)
@given(
    st.text(st.sampled_from("abAB?*+^|() :k\u212aſ"), min_size=1, max_size=6),
    st.text(st.sampled_from("abAB :k\u212asſS"), max_size=8),
    st.booleans(),
)
def test_the_quick_no_is_never_wrong(source: str, text: str, any_case: bool) -> None:
    try:
        pattern = compile_pattern(("(?i)" if any_case else "") + source)
    except ValueError:
        return
    found = pattern.search(text)
    assert searched(pattern, text) == (found[0] if found else None)
