"""Gives a planned page its form: HTML of four shapes and four kinds of class names, or plain text."""

from __future__ import annotations

import random
import tomllib
from functools import cache
from html import escape
from itertools import groupby
from pathlib import Path
from typing import NamedTuple

from tests.compose.pages import UNSPACED, Group, Piece, Plan

SHAPES = ("flat", "deep", "blog", "app")
NAMINGS = ("telling", "meaningless", "misleading", "none")
_NUMBERED = 1 / 3  # of the pages: their links lead to numbers
_SYLLABLES = ("ba", "den", "fo", "gar", "hul", "ki", "lor", "mi", "nes", "pol", "ru", "sta", "tev", "wo")


class Truth(NamedTuple):
    """A block as it should come out."""

    role: str
    text: str


class Composed(NamedTuple):
    """A page in one form, with the blocks it should give.

    Attributes:
        form: "html" or "text".
        shape: One of SHAPES; of a text "full" or "bare" (without menu and footer).
        naming: One of NAMINGS; "" of a text.
    """

    plan: Plan
    form: str
    shape: str
    naming: str
    source: str
    truths: tuple[Truth, ...]


@cache
def _names() -> dict[str, dict[str, list[str]]]:
    return tomllib.loads(Path(__file__).with_name("names.toml").read_text(encoding="utf-8"))


def as_text(plan: Plan) -> Composed:
    """The page as a tool would dump it: a line a block, with or without what stands around the article."""
    chance = random.Random(f"{plan.language}/{plan.seed}/text")
    bare = chance.random() < 0.5
    groups = [*plan.head, *plan.body, *plan.after]
    if not bare:
        groups = [*plan.top, *groups, *plan.end]
    bullet = chance.choice(("- ", "• ", ""))
    truths: list[Truth] = []
    lines: list[str] = []
    for group in groups:
        for piece in _rows(group):
            shown = piece.text.split("\n") if piece.what == "code" else [piece.text]
            if piece.role != "quote":  # without markup a letter's sentence is a paragraph as well
                truths += [Truth(piece.role, text) for text in shown]
            lines += [bullet + text if piece.what == "li" else text for text in shown]
    joint = chance.choice(("\n\n", "\n\n", "\n"))
    return Composed(plan, "text", "bare" if bare else "full", "", joint.join(lines), tuple(truths))


def _rows(group: Group) -> list[Piece]:
    """The pieces of a group, cells of a table joined to rows."""
    if group.kind != "table":
        return list(group.pieces)
    rows = groupby(group.pieces, key=lambda piece: piece.what.split()[1])
    return [Piece("table", "\t".join(piece.text for piece in row)) for _, row in rows]


def as_html(plan: Plan) -> Composed:
    """The page as HTML; shape and class names are drawn."""
    chance = random.Random(f"{plan.language}/{plan.seed}/html")
    shape, naming = chance.choice(SHAPES), chance.choice(NAMINGS)
    writer = _Writer(chance, shape, naming, plan.language in UNSPACED)
    groups = (*plan.top, *plan.head, *plan.body, *plan.after, *plan.end)
    truths = tuple(Truth(piece.role, piece.text) for group in groups for piece in group.pieces)
    return Composed(plan, "html", shape, naming, writer.page(plan), truths)


_TAGS = {
    "span": "p",
    "kicker": "p",
    "standfirst": "p",
    "byline": "p",
    "date": "p",
    "caption": "p",
    "credit": "p",
    "pull": "p",
}
_BLOG_TAGS = {"kicker": "span", "standfirst": "p", "byline": "span", "date": "time", "caption": "figcaption"}
_APP_TAGS = {"kicker": "span", "byline": "div", "date": "time", "caption": "figcaption", "credit": "div", "p": "p"}
_BOXES = {
    "menu": "nav",
    "footer": "footer",
    "cards": "aside",
    "signup": "aside",
    "comments": "section",
    "head": "header",
}


class _Writer:
    """Writes one page; draws the class name of each kind of box once, as a site's templates do."""

    def __init__(self, chance: random.Random, shape: str, naming: str, unspaced: bool) -> None:
        self.chance, self.shape, self.naming, self.unspaced = chance, shape, naming, unspaced
        self.drawn: dict[str, str] = {}
        self.depth = chance.randint(2, 4) if shape == "deep" else 1
        self.pull_tag = chance.choice(("blockquote", "aside", "p", "div"))
        self.quote_tag = "blockquote"
        self.inside = chance.random() < 0.5  # what follows the body stands in the article's box
        self.numbered = chance.random() < _NUMBERED

    def name(self, kind: str) -> str:
        """The class attribute for a kind of box or piece, or ""."""
        if kind not in self.drawn:
            self.drawn[kind] = self._draw(kind)
        drawn = self.drawn[kind]
        return f' class="{drawn}"' if drawn else ""

    def _draw(self, kind: str) -> str:
        if self.naming == "none":
            return ""
        if self.naming == "meaningless":
            letters = "".join(self.chance.choices("abcdefhkmnrsvwxz0123456789", k=6))
            return self.chance.choice(("css-", "sc-", "_", "x")) + letters
        choices = _names()[self.naming].get(kind)
        return self.chance.choice(choices) if choices else ""

    def address(self, kind: str) -> str:
        """Where a link in a kind of group leads: somewhere that its address tells, or to a number."""
        drawn = self.chance.choice(("/{n}",) if self.numbered else _names()["addresses"].get(kind, ["/{n}"]))
        drawn = drawn.replace("{n}", str(self.chance.randint(1000, 9999)))
        drawn = drawn.replace("{slug}", "-".join(self.word() for _ in range(self.chance.randint(4, 8))))
        while "{w}" in drawn:
            drawn = drawn.replace("{w}", self.word(), 1)
        return drawn

    def word(self) -> str:
        """A made-up word."""
        return "".join(self.chance.choices(_SYLLABLES, k=self.chance.randint(2, 3)))

    def page(self, plan: Plan) -> str:
        top = [self.group(g) for g in plan.top]
        head = [self.group(g) for g in plan.head]
        body = self.box("body", "".join(self.group(g) for g in plan.body), "div")
        after = [self.group(g) for g in plan.after]
        end = [self.group(g) for g in plan.end]
        article = [*head, body, *(after if self.inside else ())]
        rest = () if self.inside else after
        whole = [*top, self.box("article", "".join(article), "article"), *rest, *end]
        return (
            f'<!DOCTYPE html>\n<html lang="{plan.language}"><head><meta charset="utf-8">'
            f"<title>{escape(plan.title)}</title></head>\n"
            f"<body>{self.box('page', ''.join(whole), 'div')}</body></html>\n"
        )

    def box(self, kind: str, inner: str, tag: str) -> str:
        """A box around some markup; a flat page has none but the outermost."""
        if self.shape == "flat" and kind != "page":
            return inner
        if self.shape != "blog":
            tag = "div"
        out = f"<{tag}{self.name(kind)}>{inner}</{tag}>\n"
        for _ in range(self.depth - 1):
            out = f"<div{self.name('layer')}>{out}</div>"
        return out

    def group(self, group: Group) -> str:
        """A group's markup."""
        if not group.kind:
            return "".join(self.piece(piece, "") for piece in group.pieces)
        if group.kind == "table":
            return self.box("table", self.table(group), "div")
        if group.kind in {"list", "footnotes"}:
            return self.box(group.kind, self.listed(group), "div")
        if group.kind == "menu" and self.shape != "app":
            items = "".join(f"<li>{self.piece(piece, 'menu')}</li>" for piece in group.pieces)
            return self.box("menu", f"<ul>{items}</ul>", "nav")
        if group.kind in {"pull_quote", "quote"}:
            tag = self.pull_tag if group.kind == "pull_quote" else self.quote_tag
            text = escape(group.pieces[0].text)
            return f"<{tag}{self.name(group.kind)}>{text if tag == 'p' else f'<p>{text}</p>'}</{tag}>\n"
        return self.boxed(group)

    def boxed(self, group: Group) -> str:
        """A group whose pieces stand one after the other in a box."""
        inner = "".join(self.piece(piece, group.kind) for piece in group.pieces)
        if group.kind == "picture":
            inner = f'<img src="/i/{self.chance.randint(100, 999)}.jpg" alt="" width="800" height="500">' + inner
            tag = "figure" if self.shape in {"blog", "app"} else "div"
            return f"<{tag}{self.name('picture')}>{inner}</{tag}>\n" if self.shape != "flat" else inner
        if group.kind == "signup" and self.chance.random() < 0.5:
            inner = f'<form action="/s">{inner}<input type="email" name="mail"></form>'
        return self.box(group.kind, inner, _BOXES.get(group.kind, "div"))

    def piece(self, piece: Piece, kind: str) -> str:
        """One block's markup."""
        text = escape(piece.text)
        what = piece.what
        if what == "p" and piece.role == "paragraph":
            return f"<p>{self.inline(piece.text)}</p>\n"
        if what == "button":
            return f'<button type="button"{self.name("button")}>{text}</button>\n'
        if what == "link":
            link = f'<a href="{self.address(kind)}"{self.name("link")}>{text}</a>'
            return link if kind == "menu" else f"<p>{link}</p>\n" if self.shape != "app" else f"<div>{link}</div>\n"
        if what == "card":
            tag = "p" if self.shape == "flat" else "h3"
            return f'<{tag}{self.name("card")}><a href="{self.address(kind)}">{text}</a></{tag}>\n'
        if what == "code":
            return f"<pre{self.name('code')}><code>{text}</code></pre>\n"
        tag = self.tag(what)
        return f"<{tag}{'' if what in {'p', 'span'} else self.name(what)}>{text}</{tag}>\n"

    def tag(self, what: str) -> str:
        """The tag of a piece in this page's shape; inline tags stand in a box of their own."""
        if self.shape == "blog":
            tag = _BLOG_TAGS.get(what, _TAGS.get(what, what))
            return "div" if tag in {"span", "time"} else tag
        if what == "span" and self.shape == "app":
            return "div"
        if self.shape == "app":
            tag = _APP_TAGS.get(what, _TAGS.get(what, what))
            return "div" if tag in {"span", "time"} else tag
        return _TAGS.get(what, what)

    def inline(self, text: str) -> str:
        """The text of a paragraph, now and then with a link or emphasis in it."""
        if self.chance.random() > 0.25 or len(text) < 30:
            return escape(text)
        parts = [text[:8], text[8:16], text[16:]] if self.unspaced else text.split(" ", 4)
        if len(parts) < 3:
            return escape(text)
        mark = self.chance.choice(('<a href="/t/1">{}</a>', "<em>{}</em>", "<strong>{}</strong>"))
        gap = "" if self.unspaced else " "
        return gap.join(mark.format(escape(p)) if i == 1 else escape(p) for i, p in enumerate(parts))

    def table(self, group: Group) -> str:
        rows = []
        for _, cells in groupby(group.pieces, key=lambda piece: piece.what.split()[1]):
            inner = "".join(f"<{c.what.split()[2]}>{escape(c.text)}</{c.what.split()[2]}>" for c in cells)
            rows.append(f"<tr>{inner}</tr>")
        return f"<table>{''.join(rows)}</table>\n"

    def listed(self, group: Group) -> str:
        heads = "".join(self.piece(piece, "") for piece in group.pieces if piece.what != "li")
        items = "".join(f"<li>{escape(piece.text)}</li>" for piece in group.pieces if piece.what == "li")
        tag = "ol" if group.kind == "footnotes" else "ul"
        return f"{heads}<{tag}>{items}</{tag}>\n"
