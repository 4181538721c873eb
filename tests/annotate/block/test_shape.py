"""The form of the text becomes signals: length, links, ends, figures."""

from __future__ import annotations

from collections.abc import Callable
from html import escape

import pytest

from cleanpress.annotate.block.shape import CAPS_EDGES, LINK_EDGES, WORD_EDGES, shape
from cleanpress.annotate.signals import bin_names
from cleanpress.annotate.view import View

Look = Callable[..., View]
Told = Callable[..., set[str]]


@pytest.mark.parametrize(
    "text, flag",
    [
        ("It ends.", "ends.stop"),
        ("它结束了。", "ends.stop"),
        ("“It ends.”", "ends.stop"),
        ("“It ends.”", "ends.quote"),
        ("Does it?", "ends.question"),
        ("“Does it?”", "ends.question"),
        ("هل هذا صحيح؟", "ends.question"),
        ("It does!", "ends.exclaim"),
        ("It goes on …", "ends.ellipsis"),
        ("It goes on...", "ends.ellipsis"),
        ("As follows:", "ends.colon"),
        ("First,", "ends.comma"),
        ("It is open", "ends.open"),
        ("In 1999", "ends.open"),
        ("and so on", "starts.lower"),
        ("3 ways out", "starts.digit"),
        ("„So ist es“", "starts.quote"),
        ("— Anna Writer", "starts.dash"),
        ("Why? Because.", "has.question"),
        ("Note: this", "has.colon"),
        ("12 34", "no_letters"),
        ("BREAKING NEWS", "all_capitals"),
        ("Anna Maria Writer", "names_like"),
        ("Sport", "one_word"),
        ("One. Two. Three. Four.", "sentences.4"),
        ("One. Two.", "sentences.2"),
        ("a, b, c, d", "commas3"),
        ("From €5 a week", "price"),
        ("Now 5 € a week", "price"),
        ("for $ 3.50", "price"),
        ("at 18:30 sharp", "clock"),
        ("à 18h30 précises", "clock"),
        ("since 1987", "year"),
        ("3.4.2024", "date"),
        ("2024-04-03", "date"),
        ("2024年", "date"),
        ("12345 a", "digits"),
        ("news@example.org", "mail"),
        ("see https://example.org/x", "address"),
        ("see www.example.org", "address"),
        ("Home | News", "separator"),
        ("© The Paper", "copyright"),
        ("[Read on]", "brackets"),
        ("1. First", "numbered"),
        ("12. Twelfth", "numbered"),
        ("[3] A note", "numbered"),
        ("Anna Writer: I do not know.", "speaker"),
        ("#ferry", "handle"),
        ("@ferry", "handle"),
        ("Read more →", "arrow"),
        ("he/she", "slash"),
    ],
)
def test_flag(look: Look, told: Told, text: str, flag: str) -> None:
    found = shape(look(f"<p>{escape(text)}</p>"))
    assert flag in told(found, 0, "shape.")


@pytest.mark.parametrize(
    "text, flag",
    [
        ("Does it?", "ends.stop"),
        ("It goes on...", "ends.stop"),
        ("Why? Because.", "ends.question"),
        ("NO", "all_capitals"),
        ("Anna writes", "names_like"),
        ("McAnna Writer", "names_like"),
        ("It rose by 3.5 per cent", "sentences.2"),
        ("5 weeks", "price"),
        ("a:b", "clock"),
        ("flat 19872", "year"),
        ("id 119874", "year"),
        ("3.5 per cent", "date"),
        ("(so) it is", "brackets"),
        ("1999 was good", "numbered"),
        ("It was, as everybody in the whole town will tell you: cold", "speaker"),
        ("Anna said this. Then she left at 18:30", "speaker"),
    ],
)
def test_flag_does_not_hold(look: Look, told: Told, text: str, flag: str) -> None:
    assert flag not in told(shape(look(f"<p>{escape(text)}</p>")), 0, "shape.")


def test_the_neighbour_does_not_leak_in(look: Look, told: Told) -> None:
    found = shape(look("<p>5</p><p>€</p><p>x</p><p>18</p><p>:30</p><p>20</p><p>24</p>"))
    told_of_all = set().union(*(told(found, i, "shape.") for i in range(7)))
    assert not told_of_all & {"price", "clock", "year"}


@pytest.mark.parametrize(
    "words, column",
    [(1, "shape.words<2"), (2, "shape.words=2..3"), (29, "shape.words=20..30"), (500, "shape.words>=100")],
)
def test_length(look: Look, told: Told, words: int, column: str) -> None:
    found = told(shape(look(f"<p>{'word ' * words}</p>")), 0)
    assert found & set(bin_names("shape.words", WORD_EDGES)) == {column}


@pytest.mark.parametrize(
    "html, column",
    [
        ("plain text", "shape.linked<0.01"),
        ("plain <a href=/>text</a>", "shape.linked=0.25..0.5"),
        ("<a href=/>linked text</a>", "shape.linked>=0.97"),
    ],
)
def test_links(look: Look, told: Told, html: str, column: str) -> None:
    found = told(shape(look(f"<p>{html}</p>")), 0)
    assert found & set(bin_names("shape.linked", LINK_EDGES)) == {column}


def test_capitals(look: Look, told: Told) -> None:
    found = shape(look("<p>No Word Is Small</p><p>all words are small</p>"))
    names = set(bin_names("shape.capitals", CAPS_EDGES))
    assert [told(found, i) & names for i in range(2)] == [{"shape.capitals>=0.95"}, {"shape.capitals<0.05"}]


@pytest.mark.parametrize(
    "links, flag", [(1, "links.1"), (2, "links.2"), (3, "links.2"), (4, "links.4"), (9, "links.4")]
)
def test_number_of_links(look: Look, told: Told, links: int, flag: str) -> None:
    found = told(shape(look(f"<p>{'see <a href=/>this</a> and ' * links}</p>")), 0, "shape.links.")
    assert found == {flag.removeprefix("links.")}


def test_bold(look: Look, told: Told) -> None:
    found = shape(look("<p><b>All of it</b></p><p><b>Some:</b> and the rest of it</p><p>None</p>"))
    flags = {"all_strong", "begins_strong"}
    assert [told(found, i, "shape.") & flags for i in range(3)] == [{"all_strong"}, {"begins_strong"}, set()]


@pytest.mark.parametrize(
    "text", ["x", "?", "7", "€", "“", ".", "1.", "“”", "a:", "😀", "😀😀", "€5", "5€", "18:30", "2024"]
)
def test_a_page_of_few_letters(look: Look, text: str) -> None:
    found = shape(look(f"<p>{text}</p>"))
    assert found.degrees.shape == (1, len(found.names))
