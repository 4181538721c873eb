"""What the page declares of itself is found again in its blocks."""

from __future__ import annotations

import json
from collections.abc import Callable
from itertools import accumulate

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleanpress.annotate.block import declared as home
from cleanpress.annotate.block.declared import declared
from cleanpress.annotate.letters import Text
from cleanpress.annotate.view import View
from cleanpress.segment.page import Page

Look = Callable[..., View]
Told = Callable[..., set[str]]
TITLE = "The last ferry on the river"
SUMMARY = "After ninety years the boat stops, and its owner has bought his crew a breakfast."


def page(head: str, body: str) -> str:
    return f"<html><head>{head}</head><body>{body}</body></html>"


def metas(**content: str) -> str:
    return "".join(f'<meta property="{k.replace("_", ":", 1)}" content="{v}">' for k, v in content.items())


def test_title(look: Look, told: Told) -> None:
    body = f"<h1>{TITLE}</h1><p>Home › {TITLE}</p><p>{TITLE}</p><p>Other words</p>"
    found = declared(look(page(metas(og_title=TITLE), body)))
    assert told(found, 0, "declared.") == {"title_equal"}
    assert told(found, 1, "declared.") == {"title_part"}
    assert told(found, 2, "declared.") == {"title_equal", "title_again"}
    assert told(found, 3, "declared.") == set()


@pytest.mark.parametrize("title", [f"{TITLE} | The Paper", f"The Paper – {TITLE}", f"{TITLE.upper()} - Paper"])
def test_title_with_the_sites_name(look: Look, told: Told, title: str) -> None:
    found = declared(look(page(f"<title>{title}</title>", f"<h1>{TITLE}</h1>")))
    assert "title_equal" in told(found, 0, "declared.")


def test_a_like_title_in_a_heading(look: Look, told: Told) -> None:
    body = "<h1>The last ferry on the great river</h1><h2>Another story of another town</h2>"
    found = declared(look(page(metas(og_title=TITLE), body)))
    assert [told(found, i, "declared.") for i in range(2)] == [{"title_like"}, set()]


def test_quotes_and_case_do_not_matter(look: Look, told: Told) -> None:
    found = declared(look(page(metas(og_title="The ferry’s last DAY"), "<h1>The Ferry's Last Day</h1>")))
    assert "title_equal" in told(found, 0, "declared.")


def test_a_letter_that_grows_in_lower_case_hides_nothing(look: Look, told: Told) -> None:
    found = declared(look(page(metas(og_title=TITLE), f"<p>İstanbul</p><h1>{TITLE}</h1>")))
    assert "title_equal" in told(found, 1, "declared.")


def test_description(look: Look, told: Told) -> None:
    body = f"<p>{SUMMARY}</p><p>{SUMMARY[:32]} has been sold to a museum.</p>"
    found = declared(look(page(f'<meta name=description content="{SUMMARY}">', body)))
    assert told(found, 0, "declared.") == {"description_equal"}
    assert told(found, 1, "declared.") == {"description_like"}


def test_a_description_that_is_cut_off(look: Look, told: Told) -> None:
    found = declared(look(page(f'<meta name=description content="{SUMMARY[:60]}…">', f"<p>{SUMMARY}</p>")))
    assert "description_equal" in told(found, 0, "declared.")


def test_author(look: Look, told: Told) -> None:
    body = "<p>By Anna Writer</p><p>Anna Writer</p><p>Bert Editor</p>"
    found = declared(look(page('<meta name=author content="Anna Writer">', body)))
    assert [told(found, i, "declared.") for i in range(3)] == [{"author"}, {"author", "author_only"}, set()]


def test_section_keywords_and_site(look: Look, told: Told) -> None:
    head = metas(article_section="Transport", article_tag="Ferries", og_site_name="The Paper")
    found = declared(
        look(page(head, "<p>Transport</p><p>ferries</p><p>The Paper</p><p>The Paper of the whole town</p>"))
    )
    assert [told(found, i, "declared.") for i in range(4)] == [{"section"}, {"keyword"}, {"site"}, set()]


def test_body(look: Look, told: Told) -> None:
    text = "The ferry crossed the river at dawn, as it had on every working day since the bridge went. " * 3
    data = {"@context": "https://schema.org", "@type": "NewsArticle", "headline": TITLE, "articleBody": text}
    head = f'<script type="application/ld+json">{json.dumps(data)}</script>'
    found = declared(
        look(page(head, f"<p>{text}</p><p>Sign up to our letter and never miss a word again</p><p>Short</p>"))
    )
    assert [told(found, i, "declared.") for i in range(3)] == [
        {"body_has", "has_body"}, {"body_lacks", "has_body"}, {"has_body"},
    ]  # fmt: skip


def test_a_page_that_declares_nothing(look: Look, told: Told) -> None:
    found = declared(look(f"<h1>{TITLE}</h1><p>Anna Writer</p>"))
    assert [told(found, i) for i in range(2)] == [set(), set()]


@pytest.mark.parametrize("title", ["News", "12345678", ""])
def test_short_titles_say_nothing(look: Look, told: Told, title: str) -> None:
    assert "title_equal" not in told(
        declared(look(page(metas(og_title=title), f"<p>{title or 'x'}</p>"))), 0, "declared."
    )


compiled = pytest.mark.skipif(home._said is None, reason="built without compiled parts")
_LETTERS = st.text("ab é漢😀", min_size=1, max_size=12)


@compiled
@given(st.lists(_LETTERS, min_size=1, max_size=30), _LETTERS | st.just("a" * 300) | st.just("b" * 5000))
def test_the_blocks_with_a_piece_are_found_the_same_compiled(texts: list[str], piece: str) -> None:
    texts = [*texts, "a" * 700, "x" + "ab" * 40, "b" * 5001]
    page = Page("text", None)
    page.texts = texts
    view = View.__new__(View)
    view.page, view.text = page, Text(texts)
    joined = "\n".join(texts)
    quick = home._blocks_with(view, joined, piece)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(home, "_said", None)
        assert quick == home._blocks_with(view, joined, piece)


@compiled
@given(st.lists(_LETTERS, min_size=1, max_size=30), st.lists(_LETTERS, max_size=5), st.integers(0, 4))
def test_short_lines_are_found_the_same_compiled(texts: list[str], wanted: list[str], most: int) -> None:
    texts = [*texts, "a" * 80]
    ends = np.array([end - 1 for end in accumulate(len(t) + 1 for t in texts)], dtype=np.int64)
    starts = ends - [len(t) for t in texts]
    words = np.array([t.count(" ") + 1 for t in texts], dtype=np.int32)
    told = ("\n".join(texts), starts, ends, words, frozenset([*wanted, texts[0], "a" * 80]), most)
    assert home._said.short_lines(*told) == home._short_lines(*told)


_TITLES = st.lists(st.sampled_from("a b c d e é 漢".split()), min_size=1, max_size=7).map(" ".join)


@compiled
@given(st.lists(_TITLES, min_size=1, max_size=9), st.lists(_TITLES, min_size=1, max_size=3), st.data())
def test_titles_are_found_the_same_compiled(texts: list[str], titles: list[str], data: st.DataObject) -> None:
    ends = np.array([end - 1 for end in accumulate(len(t) + 1 for t in texts)], dtype=np.int64)
    starts = ends - [len(t) for t in texts]
    words = np.array([t.count(" ") + 1 for t in texts], dtype=np.int32)
    heading = np.array(data.draw(st.lists(st.booleans(), min_size=len(texts), max_size=len(texts))))
    bags = [frozenset(t.split()) for t in titles]
    told = ("\n".join(texts), starts, ends, words, heading, tuple(titles), bags, 0.6)
    assert home._said.like_titles(*told) == home._like_titles(*told)
