"""The guarantees, over generated pages and texts."""

from __future__ import annotations

import copy
import hashlib
import random
import re
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, assume, example, given, settings
from hypothesis import strategies as st
from lxml import etree, html

import cleanpress
from cleanpress import InputError, Limits
from cleanpress.annotate.block.clusters import clusters
from cleanpress.annotate.block.declared import declared
from cleanpress.annotate.block.kind import kind
from cleanpress.annotate.block.markup import class_names, markup
from cleanpress.annotate.block.shape import shape
from cleanpress.annotate.block.surroundings import containers, flow, neighbours, place, siblings
from cleanpress.annotate.block.wording import wording
from cleanpress.annotate.context.draft import draft_around
from cleanpress.annotate.context.repeated import repeated
from cleanpress.annotate.signals import Signals
from cleanpress.annotate.view import View
from cleanpress.model import Role
from cleanpress.pipeline import read_html, read_plain
from cleanpress.rules.phrases import telling_cues
from cleanpress.segment.page import Page

PAGES = sorted((Path(__file__).parent / "fixtures" / "pages").glob("*/page.html"))
quick = settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow])
few = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])

INLINE = ("b", "i", "em", "strong", "span", "small", "code", "u", "font", "sup", "label", "time", "cite")
BLOCK = (
    "div", "p", "section", "article", "aside", "main", "header", "footer", "nav", "h1", "h2", "h4", "ul", "ol", "li",
    "table", "tr", "td", "th", "tbody", "caption", "blockquote", "figure", "figcaption", "pre", "form", "button", "dl",
    "dt", "dd", "details", "summary", "address", "select", "option", "textarea", "noscript", "center", "x-card",
)  # fmt: skip
UNSEEN = ("script", "style", "template", "svg", "iframe", "video", "object")
VOID = ("br", "hr", "img", "input", "wbr")
ATTRIBUTES = (
    "", " class=caption", ' class="İnav b-7f3a"', " hidden", ' style="display: none"', ' id="related"', " href=/x",
    ' aria-label="Share"', " colspan=2", " role=navigation", ' itemprop="articleBody"', " src=1.jpg alt=word",
)  # fmt: skip

words = st.text(alphabet="abcdeWXYZé漢かİẞ0189.?!…“”$€:-—,@#|\u200b\u00ad😀", min_size=1, max_size=9)
entities = st.sampled_from(
    ["&amp;", "&nbsp;", "&#8212;", "&lt;", "&gt;x", "&eacute;", "&unknown;", "&#0;", "&#x1F600;", "&"]
)
spaces = st.sampled_from([" ", "\n", "\t ", "\u00a0", "\u2003", "  "])


def element(tag: str, attributes: str, inside: list[str], closed: bool) -> str:
    return f"<{tag}{attributes}>{''.join(inside)}" + (f"</{tag}>" if closed else "")


def unseen(tag: str, word: str) -> str:
    return f"<{tag}>unseen {word.replace('<', '')}</{tag}>"


def soup(blocks: tuple[str, ...] = BLOCK, inline: tuple[str, ...] = (*INLINE, "a")) -> st.SearchStrategy[str]:
    leaf = st.one_of(
        words, words, spaces, entities,
        st.builds("<{}{}>".format, st.sampled_from(VOID), st.sampled_from(ATTRIBUTES)),
        st.builds(unseen, st.sampled_from(UNSEEN), words),
        st.just("<!-- unseen -->"),
        st.sampled_from(["</div>", "</p>", "</table>"]),
    )  # fmt: skip
    tags = st.one_of(st.sampled_from(blocks), st.sampled_from(inline))
    nodes = st.recursive(
        leaf,
        lambda inner: st.builds(
            element,
            tags,
            st.sampled_from(ATTRIBUTES),
            st.lists(inner, max_size=4),
            st.sampled_from([True, True, True, False]),
        ),
        max_leaves=25,
    )
    head = st.sampled_from(
        ["", "<!doctype html><html lang=tr><head><title>A title</title><meta name=author content=W></head><body>"]
    )
    return st.builds(lambda head, body: head + "".join(body), head, st.lists(nodes, min_size=1, max_size=6))


def parse(markup: str) -> Any:
    """The page as lxml reads it; an empty one is left out."""
    try:
        return html.document_fromstring(markup.encode(), parser=html.HTMLParser(encoding="utf-8"))
    except etree.ParserError:
        assume(False)


def visible(element: Any) -> Iterator[str]:
    """Text of a tree, with a space at every border of a block: a walk that shares nothing with the segmenter."""
    if isinstance(element.tag, str) and element.tag not in (*UNSEEN, "head", "title"):
        border = "" if element.tag in (*INLINE, "a", "img", "input", "wbr") else " "
        yield border
        yield element.text or ""
        for child in element:
            yield from visible(child)
        yield border
    yield element.tail or ""


def squeezed(text: str) -> str:
    return "".join(text.split())


def extracted(markup: str | bytes) -> cleanpress.Document:
    try:
        return cleanpress.extract(markup)
    except InputError:
        assume(False)
        raise


# Every word is in exactly one block, in order.


@quick
@given(soup())
def test_every_letter_in_sight_is_in_one_block_in_order(markup: str) -> None:
    tree = parse(markup)
    assert squeezed("".join(b.text for b in extracted(markup).blocks)) == squeezed("".join(visible(tree)))


@quick
@given(soup(inline=INLINE))
@example("<p>un<b>believ</b>able<br>thing <i>a</i>b")
def test_no_word_is_split_or_joined(markup: str) -> None:
    tree = parse(markup)
    found = [word for b in extracted(markup).blocks for word in b.text.split()]
    assert found == "".join(visible(tree)).split()


@quick
@given(st.text(alphabet="<>/abp =\"'&;!-x\n1", max_size=80))
def test_nothing_is_lost_in_broken_markup(markup: str) -> None:
    tree = parse(markup)
    known = {*INLINE, "a", "p", "html", "body", "b"}
    assume(all(not isinstance(e.tag, str) or e.tag in known for e in tree.iter()))
    assert squeezed("".join(b.text for b in extracted(markup).blocks)) == squeezed("".join(visible(tree)))


lines = st.lists(st.one_of(words, st.just("")), max_size=12).map(" ".join)
plain = st.lists(lines, min_size=1, max_size=14).map("\n".join)
MARKS = re.compile(r"(?m)^[ \t]*([-*+•‣▪◦·–>#]|\d{1,3}[.)]\s|(`{3}|~{3}))|^\s*([-=_*~][ \t]*){3,}$")


@quick
@given(plain)
def test_every_word_of_a_text_is_in_one_block_in_order(text: str) -> None:
    assume(text.strip() and not MARKS.search(text))
    page = read_plain(text, None, Limits())
    assert " ".join(page.texts).split() == text.split()


alone = st.sampled_from(["```", "~~~", "---", "===", "* * *", "", "", ""])
marked = st.builds(
    "{}{}".format, st.sampled_from(["- ", "> ", "## ", "1. ", "    ", "", ""]), st.text("abcde", min_size=1, max_size=5)
)


@quick
@given(st.lists(st.one_of(alone, marked, marked), min_size=1, max_size=14))
@example(["```", "code", "```", "after"])
def test_light_markup_takes_no_word_away(text_lines: list[str]) -> None:
    text = "\n".join(text_lines)
    assume(text.strip())
    page = read_plain(text, None, Limits())
    found = re.findall(r"[^\W\d_]+", " ".join(page.texts))
    assert found == re.findall(r"[^\W\d_]+", text)


# The same input gives the same output; the input stays as it was.


@few
@given(soup())
def test_the_same_twice(markup: str) -> None:
    assert extracted(markup).to_json(evidence=True) == extracted(markup).to_json(evidence=True)


@quick
@given(soup())
def test_a_tree_gives_the_same_blocks_and_stays_as_it_was(markup: str) -> None:
    tree = parse(markup)
    before = etree.tostring(tree)
    from_tree = cleanpress.extract(tree)
    assert etree.tostring(tree) == before
    from_text = extracted(markup)
    assert [(b.text, b.role, b.place, b.span) for b in from_tree.blocks] == [
        (b.text, b.role, b.place, b.span) for b in from_text.blocks
    ]  # fmt: skip
    assert from_tree.text == from_text.text


DIGEST = """
import hashlib, sys, cleanpress
from pathlib import Path
for name in sys.argv[1:]:
    data = Path(name).read_bytes()
    doc = cleanpress.clean_text(data) if name.endswith(".txt") else cleanpress.extract(data)
    print(hashlib.sha256(doc.to_json(evidence=True).encode()).hexdigest())
"""


def digest(path: Path) -> str:
    return hashlib.sha256(cleanpress.extract(path.read_bytes()).to_json(evidence=True).encode()).hexdigest()


@pytest.mark.parametrize("seed", ["1", "4711"])
def test_the_same_in_another_process(seed: str) -> None:
    pages = PAGES[::4]
    order = random.Random(seed).sample(range(len(pages)), len(pages))
    done = subprocess.run(
        [sys.executable, "-c", DIGEST, *(str(pages[i]) for i in order)],
        env={"PYTHONHASHSEED": seed, "PYTHONPATH": ":".join(filter(None, sys.path))},
        capture_output=True, text=True, check=True, timeout=120,
    )  # fmt: skip
    assert done.stdout.split() == [digest(pages[i]) for i in order]


def test_the_same_in_threads() -> None:
    pages = PAGES[::4]
    alone = [digest(page) for page in pages]
    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(digest, [*pages, *reversed(pages)])) == [*alone, *reversed(alone)]


# Nothing but an InputError is ever raised, by the document neither.


def use(doc: cleanpress.Document) -> None:
    """Ask a document for everything."""
    assert isinstance(doc.text, str) and 0 <= doc.confidence <= 1
    assert doc.text or doc.reasons
    doc.to_json(evidence=True), doc.to_markdown(), doc.to_html(), repr(doc)
    assert isinstance(doc.headline, str | None) and isinstance(doc.standfirst, str | None)
    for block in doc.blocks:
        assert block.text.strip() and 0 <= block.confidence <= 1
        assert all(0 <= m.start < m.end <= len(block.text) for m in block.marks)


def check(run: Callable[[], cleanpress.Document]) -> None:
    try:
        doc = run()
    except InputError:
        return
    use(doc)


@quick
@given(st.binary(max_size=300))
@example(b"\x00")
@example(b"<p>\x00a\x00</p>")
@example(b"<meta charset=utf-16><p>x")
@example(b"<meta charset=nonsense><p>\xff\xfe\xfa")
@example(b"\xff\xfe<\x00p\x00>\x00x\x00")
@example(b"\x1f\x8b\x08")
def test_any_bytes(data: bytes) -> None:
    check(lambda: cleanpress.extract(data))
    check(lambda: cleanpress.clean_text(data))


@quick
@given(st.text(max_size=200))
@example("\ud800")
@example("<p>\udfff lone \ud83d</p>")
@example("\ud83d\ude00")
@example("\x00")
@example("a\x00b")
@example("\ufeff")
@example("<p>\x85\x1c\u2028</p>")
@example("```")
@example("~~~\n~~~")
@example("> ")
@example("#  #")
@example("1. ")
@example("---")
@example("İ")
@example("<p class='İİİnav'>İ</p>")
@example("<![CDATA[x]]>")
@example("<?xml version='1.0' encoding='utf-16'?><p>x</p>")
@example("<frameset><frame><noframes>x</noframes></frameset>")
@example("<")
@example("</p>")
@example("<p")
@example("<a href='javascript:x'>y</a><a>z</a>")
def test_any_text(text: str) -> None:
    check(lambda: cleanpress.extract(text))
    check(lambda: cleanpress.clean_text(text))


@quick
@given(soup())
def test_any_markup(markup: str) -> None:
    check(lambda: cleanpress.extract(markup))


HUGE: dict[str, Callable[[], str]] = {
    "deep blocks": lambda: "<div>" * 5000 + "word" + "</div>" * 5000 + "<p>after",
    "deep inline": lambda: "<b>" * 5000 + "word" + "</b>" * 5000 + "<p>after",
    "deep links": lambda: "<a href=/>" * 5000 + "word",
    "deep tables": lambda: "<table><tr><td>" * 2000 + "word",
    "deep lists": lambda: "<ul><li>" * 3000 + "word",
    "deep unknown tags": lambda: "<x-y>" * 5000 + "word",
    "end tags": lambda: "</div></p></b>" * 20_000 + "word",
    "colspan": lambda: "<table><tr><td colspan=4294967297 rowspan=-1>word<td colspan=99999999999999999999>x</table>",
    "one line": lambda: "word " * 200_000,
    "one word": lambda: "w" * 1_000_000,
    "one word in a link": lambda: "<a href=/>" + "w" * 1_000_000 + "</a>",
    "one attribute": lambda: f'<p class="{"x " * 200_000}" title="{"y" * 200_000}">word',
    "one comment": lambda: "<p>word<!--" + "-" * 500_000 + "-->after",
    "open comment": lambda: "<p>word<!--" + "x" * 500_000,
    "open script": lambda: "<p>word<script>" + "x<" * 200_000,
    "entities": lambda: "<p>word" + "&amp;" * 50_000 + "&" * 50_000,
    "quotes": lambda: '<p "' * 20_000 + ">word",
    "spaces": lambda: "<p>word" + " \n" * 300_000 + "after",
    "commas": lambda: "<p>" + "word, " * 100_000,
}


@pytest.mark.parametrize("name", sorted(HUGE))
def test_huge_pages(name: str) -> None:
    check(lambda: cleanpress.extract(HUGE[name]()))


LONG_LINES = {
    "words": "word " * 200_000,
    "word": "w" * 1_000_000,
    "quotes": "> " * 300_000,
    "hashes": "#" * 500_000,
    "bullets": "- " * 300_000,
    "ticks": "`" * 500_000,
    "dashes": "-" * 500_000,
}


@pytest.mark.parametrize("name", sorted(LONG_LINES))
def test_huge_lines(name: str) -> None:
    check(lambda: cleanpress.clean_text(LONG_LINES[name]))


SENTENCE = "The council said on Monday that it would rebuild the old bridge over the river by spring."
LARGE: dict[str, Callable[[], str]] = {
    "paragraphs": lambda: "".join(f"<p>Number {i}. {SENTENCE}</p>" for i in range(10_000)),
    "copies": lambda: f"<p>{SENTENCE}</p>" * 3000,
    "marks": lambda: "<p>" + "word and <b>more</b> words " * 5000 + "</p>",
    "breaks": lambda: "word<br>" * 20_000,
    "cells": lambda: "<table>" + "<tr><td>one<td>two" * 10_000 + "</table>",
    "images": lambda: "<img src=1 alt=word><p>word</p>" * 10_000,
}


@pytest.mark.slow
@pytest.mark.parametrize("name", sorted(LARGE))
def test_large_pages_take_seconds_at_most(name: str) -> None:
    data = LARGE[name]()
    start = time.perf_counter()
    assert cleanpress.extract(data).blocks
    assert time.perf_counter() - start < 4


# Text, spans and places agree.


def check_spans(doc: cleanpress.Document) -> None:
    end = 0
    for block in doc.blocks:
        assert (block.disposition == "keep") == (block.span is not None)
        if block.span:
            assert end <= block.span[0]
            end = block.span[1]
            assert doc.text[block.span[0] : end] == block.text
    kept = [b.text for b in doc.blocks if b.disposition == "keep"]
    assert squeezed("".join(kept)) == squeezed(doc.text)


@quick
@given(soup())
def test_spans_of_blocks_in_the_text(markup: str) -> None:
    check_spans(cleanpress.Extractor(keep=Role).extract(markup) if markup.strip() else extracted("x"))
    check_spans(extracted(markup) if markup.strip() else extracted("x"))


@pytest.mark.parametrize("path", PAGES[::3], ids=lambda path: path.parent.name)
def test_spans_of_whole_pages(path: Path) -> None:
    check_spans(cleanpress.extract(path.read_bytes()))
    check_spans(cleanpress.clean_text(path.with_name("expect.txt").read_text(encoding="utf-8")))


@quick
@given(plain)
def test_offsets_into_the_text(text: str) -> None:
    assume(text.strip())
    page = read_plain(text, None, Limits())
    assert len(page.spans) == len(page)
    end = 0
    for i, told in enumerate(page.texts):
        start, following = page.place(i)
        assert end <= start < following <= len(text)
        end = following
        if page.tag[i] not in ("pre", "blockquote"):
            assert " ".join(text[start:end].split()) == told


def wrap(tag: str, inside: list[str]) -> str:
    return f"<{tag}>{''.join(inside)}</{tag}>"


def listed(tag: str, items: list[str]) -> str:
    return wrap(tag, [f"<li>{item}</li>" for item in items])


def table(rows: list[list[str]]) -> str:
    return wrap("table", [wrap("tbody", [wrap("tr", [f"<td>{cell}</td>" for cell in row]) for row in rows])])


def well_formed() -> st.SearchStrategy[str]:
    """Markup that any parser reads the same: no element where it may not stand, none left open."""
    word = st.text(alphabet="abcdef", min_size=1, max_size=7)
    marked = st.builds("<{0}>{1}</{0}> ".format, st.sampled_from(("b", "em", "span")), word)
    inline = st.lists(st.one_of(word.map("{} ".format), marked), min_size=1, max_size=4)
    leaf = st.builds(wrap, st.sampled_from(("p", "h2", "h3", "figcaption", "pre", "div")), inline)
    extra = st.sampled_from(
        ["<script>x</script>", "<img src=1>", "<!-- c -->", "<svg><g></g></svg>", "<br>", "<style>x</style>"]
    )
    cells = st.lists(st.lists(inline.map("".join), min_size=1, max_size=3), min_size=1, max_size=3)

    def nest(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
        many = st.lists(inner, min_size=1, max_size=4)
        boxes = st.sampled_from(("div", "section", "article", "blockquote", "figure", "x-box"))
        return st.one_of(
            st.builds(wrap, boxes, many), st.builds(listed, st.sampled_from(("ul", "ol")), many), cells.map(table)
        )

    nodes = st.recursive(st.one_of(leaf, leaf, extra), nest, max_leaves=15)
    return st.lists(nodes, min_size=1, max_size=5).map(
        lambda body: f"<html><head><title>t</title></head><body>{''.join(body)}</body></html>"
    )


@quick
@given(well_formed())
def test_the_place_of_a_block_finds_its_element(markup: str) -> None:
    tree = html.document_fromstring(markup)
    for block in cleanpress.extract(markup).blocks:
        assert isinstance(block.place, str)
        (found,) = tree.xpath(block.place)
        assert block.text.split()[0] in found.text_content().split()
        assert found.tag == block.tag


# Passes are pure.


def block_passes(view: View) -> dict[str, Callable[[], Signals]]:
    title = np.zeros(len(view), dtype=np.uint8)
    title[0] = 1
    cues = np.zeros((len(view), len(telling_cues())), dtype=np.uint8)
    cues[::2, ::3] = 1
    draft = np.full((len(view), len(Role)), 1 / len(Role), dtype=np.float32)
    one_way: tuple[Callable[[View], Signals], ...] = (
        kind, markup, class_names, wording, shape, declared, flow, neighbours, siblings, containers,
    )  # fmt: skip
    return {
        **{p.__name__: lambda p=p: p(view) for p in one_way},  # type: ignore[misc]
        "place": lambda: place(view, title),
        "clusters": lambda: clusters(view, cues),
        "draft_around": lambda: draft_around(view, draft),
        "repeated": lambda: repeated(view, draft),
    }


PASSES = sorted(block_passes(View(read_html("<p>x</p>", None, Limits()))))


def columns(page: Page) -> dict[str, Any]:
    return {name: copy.deepcopy(getattr(page, name)) for name in Page.__slots__}


@few
@given(soup(), st.permutations(PASSES))
def test_passes_give_the_same_in_any_order(markup: str, order: list[str]) -> None:
    try:
        page = read_html(markup, None, Limits())
    except InputError:
        assume(False)
    assume(len(page))
    before = columns(page)
    alone = {name: block_passes(View(page))[name]() for name in PASSES}
    view = View(page)
    passes = block_passes(view)
    for name in [*order, *reversed(order)]:
        found = passes[name]()
        assert found.names == alone[name].names
        assert found.degrees.shape == (len(page), len(found.names))
        assert np.array_equal(found.degrees, alone[name].degrees), name
        assert np.isfinite(found.degrees.astype(float)).all()
        assert found.degrees.min() >= 0 and found.degrees.max() <= 1.0001, name
    assert columns(page) == before
