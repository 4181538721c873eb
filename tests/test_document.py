"""One document, seen through every view: text, outline, questions, figures, Markdown, HTML, JSON."""

from __future__ import annotations

import json
from types import SimpleNamespace

import pytest

from cleanpress.model import Block, Image, Item, Mark, Role
from cleanpress.render import markdown
from cleanpress.render.json import Describable, to_json
from cleanpress.render.outline import figures, questions, sections
from cleanpress.render.text import join_text

PICTURE = Image("https://www.example.org/ferry.jpg", "A ferry", 2)


def interview() -> list[Block]:
    return [
        Block(0, "Home", Role.NAVIGATION),
        Block(1, "Fog on the river", Role.HEADLINE, level=1),
        Block(2, "The ferry at dawn", Role.CAPTION, image=PICTURE),
        Block(3, "Photo: A. Writer", Role.CREDIT, image=PICTURE),
        Block(4, "A ferryman talks.", Role.STANDFIRST),
        Block(5, "Is it cold?", Role.QUESTION, level=3),
        Block(6, "Bring:", Role.PARAGRAPH, marks=(Mark(0, 6, "strong"),)),
        Block(7, "a coat", Role.LIST_ITEM, item=Item(1, False, 1), tag="li"),
        Block(8, "a hat", Role.LIST_ITEM, item=Item(1, False, 2), tag="li"),
        Block(9, "Sign up", Role.SIGNUP),
        Block(10, "And wet?", Role.QUESTION, level=3),
        Block(11, "Always.", Role.PARAGRAPH),
        Block(12, "The end", Role.SUBHEAD, level=2),
        Block(13, "He laughs.", Role.PARAGRAPH),
    ]


def shown(blocks: list[Block]) -> list[Block]:
    return [block for block in blocks if block.disposition == "keep"]


def test_text() -> None:
    kept = shown(interview())
    text, spans = join_text([b.text for b in kept], [b.cell for b in kept], [b.item for b in kept])
    assert text.startswith("A ferryman talks.\n\nIs it cold?\n\nBring:\n\na coat\na hat\n\nAnd wet?")
    assert [text[start:end] for start, end in spans] == [b.text for b in kept]


def test_views() -> None:
    blocks = interview()
    assert [s.heading.text if s.heading else None for s in sections(blocks)] == [
        None,
        "Is it cold?",
        "And wet?",
        "The end",
    ]
    assert [[b.text for b in q.answer] for q in questions(blocks)] == [["Bring:", "a coat", "a hat"], ["Always."]]
    (figure,) = figures(blocks, [PICTURE])
    assert (figure.url, figure.caption, figure.credit) == (PICTURE.url, "The ferry at dawn", "Photo: A. Writer")


def test_markdown() -> None:
    blocks = interview()
    text = markdown.render(
        shown(blocks),
        headline=blocks[1],
        front_matter={"url": None, "access": "free"},
        figures=figures(blocks, [PICTURE]),
    )
    assert text == (
        '---\naccess: "free"\n---\n\n# Fog on the river\n\n![A ferry](https://www.example.org/ferry.jpg)\n\n'
        "*The ferry at dawn*\n\n*Photo: A. Writer*\n\nA ferryman talks.\n\n### Is it cold?\n\n**Bring:**\n\n"
        "- a coat\n- a hat\n\n### And wet?\n\nAlways.\n\n## The end\n\nHe laughs.\n"
    )


def test_html() -> None:
    pytest.importorskip("nh3")
    from cleanpress.render import html

    blocks = interview()
    text = html.render(shown(blocks), headline=blocks[1], figures=figures(blocks, [PICTURE]))
    assert "<h1>Fog on the river</h1>\n<figure><img" in text
    assert "<h3>Is it cold?</h3>\n<p><strong>Bring:</strong></p>\n<ul><li>a coat</li><li>a hat</li></ul>" in text
    assert "Sign up" not in text


def test_json_has_every_block() -> None:
    blocks = interview()
    single = dict.fromkeys(["url", "access", "kicker", "standfirst", "byline", "dateline", "headline"])
    doc: Describable = SimpleNamespace(**single, truncated=False, confidence=1, text="", blocks=blocks)
    assert [block["text"] for block in json.loads(to_json(doc))["blocks"]] == [block.text for block in blocks]
