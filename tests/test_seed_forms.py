"""The document that the project was conceived from, in kind: an explainer scraped with prompts at both ends.

The same lines as plain text, as bare paragraphs, and as a tree whose class names say nothing.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from functools import cache
from html import escape
from itertools import groupby
from pathlib import Path
from typing import NamedTuple

import pytest

import cleanpress
from cleanpress import Document, Role

HOME = Path(__file__).parent / "fixtures" / "seed_like"


class Line(NamedTuple):
    """A line with the role it should have."""

    role: Role
    text: str


@cache
def lines() -> tuple[Line, ...]:
    rows = (HOME / "roles.tsv").read_text(encoding="utf-8").splitlines()
    return tuple(Line(Role(role), text) for role, _, text in (row.partition("\t") for row in rows))


def of(*roles: Role) -> list[str]:
    return [line.text for line in lines() if line.role in roles]


def as_text() -> str:
    return (HOME / "page.txt").read_text(encoding="utf-8")


def as_flat_html() -> str:
    return "<html><body>" + "\n".join(f"<p>{escape(line.text)}</p>" for line in lines()) + "</body></html>"


def name(word: str) -> str:
    """A class name as build tools make them."""
    return f'class="c-{hashlib.sha256(word.encode()).hexdigest()[:6]}"'


def fill(tag: str, text: str) -> str:
    return f"<{tag} {name(tag + text[:3])}>{escape(text)}</{tag}>"


def prompt(texts: list[str]) -> str:
    """A box: a title, some lines, the last one a button or a link."""
    title, *rest, last = texts
    body = "".join(fill("p", text) for text in rest)
    return f'<aside {name("box")}>{fill("h2", title)}{body}<a href="/offer">{escape(last)}</a></aside>'


def form(texts: list[str]) -> str:
    """A sign-up box with a field for the address."""
    title, *rest = texts
    body = "".join(fill("p", text) for text in rest)
    return f"<form {name('form')}>{fill('h3', title)}{body}<input type=email><button>→</button></form>"


def figure(texts: list[str]) -> str:
    caption, *credit = texts
    small = "".join(fill("small", text) for text in credit)
    picture = f'<img src="/{len(caption)}.jpg" alt="">'
    return f"<figure {name('figure')}>{picture}<figcaption>{escape(caption)}<div>{small}</div></figcaption></figure>"


def teaser(texts: list[str]) -> str:
    label, title, blurb = texts
    card = f'<a href="/next"><h3>{escape(title)}</h3>{fill("p", blurb)}</a>'
    return f"<section {name('next')}>{fill('h2', label)}{card}</section>"


ZONES: dict[Role, tuple[str, Callable[[list[str]], str]]] = {
    Role.PAYWALL: ("paywall", prompt),
    Role.SIGNUP: ("signup", form),
    Role.KICKER: ("kicker", lambda texts: f"<header {name('head')}>{fill('div', texts[0])}"),
    Role.HEADLINE: ("headline", lambda texts: fill("h1", texts[0])),
    Role.STANDFIRST: ("standfirst", lambda texts: f"{fill('p', texts[0])}</header>"),
    Role.CAPTION: ("figure", figure),
    Role.CREDIT: ("figure", figure),
    Role.BYLINE: ("byline", lambda texts: fill("div", texts[0])),
    Role.DATELINE: ("dateline", lambda texts: f"<div><time>{texts[0]}</time></div>"),
    Role.PARAGRAPH: ("paragraph", lambda texts: "".join(fill("p", text) for text in texts)),
    Role.QUESTION: ("question", lambda texts: fill("h2", texts[0])),
    Role.PULL_QUOTE: ("pull_quote", lambda texts: f"<aside>{fill('p', texts[0])}</aside>"),
    Role.TEASER: ("teaser", teaser),
}


def as_tree() -> str:
    """Zones in document order; the article from the kicker to the last paragraph."""
    zones = [(zone, list(group)) for zone, group in groupby(lines(), key=lambda line: ZONES[line.role][0])]
    parts = [ZONES[group[0].role][1]([line.text for line in group]) for _, group in zones]
    order = [zone for zone, _ in zones]
    first, last = order.index("kicker"), len(order) - 1 - order[::-1].index("paragraph")
    parts[first] = f"<article {name('story')}>{parts[first]}"
    parts[last] += "</article>"
    return f"<html lang=en><body><div {name('root')}><main>{''.join(parts)}</main></div></body></html>"


FORMS: dict[str, Callable[[], Document]] = {
    "text": lambda: cleanpress.clean_text(as_text()),
    "lines": lambda: cleanpress.clean_text(as_text().replace("\n\n", "\n")),
    "flat": lambda: cleanpress.extract(as_flat_html()),
    "tree": lambda: cleanpress.extract(as_tree()),
}


@cache
def document(shape: str) -> Document:
    return FORMS[shape]()


def given_roles(doc: Document) -> Iterator[Line]:
    for block in doc.blocks:
        yield Line(block.role, block.text)


shapes = pytest.mark.parametrize("shape", sorted(FORMS))


@shapes
def test_the_fixture_is_read_as_it_is_labelled(shape: str) -> None:
    found = [line.text for line in given_roles(document(shape)) if line.text != "→"]
    assert found == [line.text for line in lines()]


@shapes
def test_no_prompt_and_no_teaser_in_the_text(shape: str) -> None:
    kept = document(shape).text.splitlines()
    assert not [text for text in of(Role.PAYWALL, Role.SIGNUP, Role.TEASER) if text in kept]


@shapes
def test_every_line_of_the_body_is_in_the_text(shape: str) -> None:
    kept = document(shape).text.splitlines()
    assert not [text for text in of(Role.PARAGRAPH, Role.QUESTION) if text not in kept]


@shapes
def test_questions_are_questions(shape: str) -> None:
    asked = [line.text for line in given_roles(document(shape)) if line.role is Role.QUESTION]
    assert asked == of(Role.QUESTION)


@shapes
def test_the_pull_quote_is_one(shape: str) -> None:
    found = [line.text for line in given_roles(document(shape)) if line.role is Role.PULL_QUOTE]
    assert found == of(Role.PULL_QUOTE)


@shapes
def test_questions_have_answers(shape: str) -> None:
    found = document(shape).questions
    assert [q.question.text for q in found] == of(Role.QUESTION)
    assert all(q.answer for q in found)
    assert all(q.answer[0].role is Role.PARAGRAPH for q in found)


@shapes
def test_the_page_is_not_free(shape: str) -> None:
    assert document(shape).access in {"metered", "locked"}


@shapes
def test_the_article_is_whole(shape: str) -> None:
    assert document(shape).truncated is False
    assert document(shape).confidence > 0.5


def test_the_fixture_has_what_the_document_had() -> None:
    count = {role: len(of(role)) for role in Role}
    assert count[Role.QUESTION] == 5 and count[Role.PULL_QUOTE] == 1
    assert count[Role.PAYWALL] >= 8 and count[Role.SIGNUP] >= 4 and count[Role.TEASER] >= 2
    first, last = [i for i, line in enumerate(lines()) if line.role is Role.PARAGRAPH][:: count[Role.PARAGRAPH] - 1]
    assert {line.role for line in lines()[:first]} >= {Role.PAYWALL} <= {line.role for line in lines()[last:]}
    assert [line.text for line in lines()] == as_text().rstrip("\n").split("\n\n")
