"""Markdown says the same words as the blocks, and looks as people write it."""

from __future__ import annotations

import re
from typing import Any

import pytest
import yaml
from hypothesis import example, given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token

from cleanpress.model import Block, Cell, Figure, Image, Item, Mark, Role
from cleanpress.render.markdown import render
from cleanpress.render.outline import figures

READER = MarkdownIt("commonmark").enable(["table", "strikethrough"])


def one(text: str, role: Role = Role.PARAGRAPH, **more: Any) -> str:
    return render([Block(0, text, role, **more)])


def words_of(tokens: list[Token]) -> list[str]:
    """The visible words of parsed Markdown; inline markup does not part words, blocks do."""
    out: list[str] = []
    for token in tokens:
        if token.type == "inline":
            out.append("".join(_visible(child) for child in token.children or ()))
        elif token.type in ("fence", "code_block", "html_block"):
            out.append(token.content)
    return " ".join(out).split()


def _visible(token: Token) -> str:
    return token.content if token.type in ("text", "code_inline", "html_inline") else " " * ("break" in token.type)


def test_headings() -> None:
    blocks = [
        Block(1, "Fog", Role.SUBHEAD, level=3),
        Block(2, "Why?", Role.QUESTION),
        Block(3, "C #", Role.SUBHEAD, level=1),
    ]
    assert render(blocks, headline=Block(0, "Ferry", Role.HEADLINE)) == "# Ferry\n\n### Fog\n\n## Why?\n\n## C \\#\n"


def test_headline_is_not_repeated() -> None:
    headline = Block(0, "Ferry", Role.HEADLINE)
    assert render([headline, Block(1, "x", Role.PARAGRAPH)], headline=headline) == "# Ferry\n\nx\n"


def test_nothing() -> None:
    assert render([]) == ""


@pytest.mark.parametrize(
    "text,marks,want",
    [
        ("a bold word", [Mark(2, 6, "strong")], "a **bold** word"),
        ("a bold word", [Mark(1, 7, "em")], "a *bold* word"),
        ("both", [Mark(0, 4, "em"), Mark(0, 4, "strong")], "***both***"),
        (
            "see here now",
            [Mark(4, 8, "link", "https://x.example/a(b) c")],
            "see [here](https://x.example/a%28b%29%20c) now",
        ),
        ("see here", [Mark(4, 8, "link", "javascript:alert(1)")], "see here"),
        ("see here", [Mark(4, 8, "link", None), Mark(4, 8, "strong")], "see **here**"),
        ("a link in bold", [Mark(0, 14, "strong"), Mark(2, 6, "link", "/x")], "**a** [**link**](/x) **in bold**"),
        ("Wow!here", [Mark(4, 8, "link", "/x")], "Wow\\![here](/x)"),
        ("run ls `x`", [Mark(4, 10, "code")], "run `` ls `x` ``"),
        ('say"hi"now', [Mark(3, 7, "strong")], 'say"hi"now'),
        ("ab", [Mark(0, 1, "strong"), Mark(1, 2, "em")], "**a**b"),
    ],
)
def test_inline(text: str, marks: list[Mark], want: str) -> None:
    assert one(text, marks=tuple(marks)) == want + "\n"


@pytest.mark.parametrize(
    "text,want",
    [
        ("2 * 3 * 4", "2 \\* 3 \\* 4"),
        ("snake_case _x_", "snake_case \\_x\\_"),
        ("# no", "\\# no"),
        ("1986. A year", "1986\\. A year"),
        ("- no", "\\- no"),
        ("> no", "\\> no"),
        ("AT&amp;T", "AT\\&amp;T"),
        ("R&D is", "R&D is"),
        ("<b>", "\\<b>"),
        ("[sic]", "\\[sic\\]"),
        ("Hello, world. It's 3-2 (or so)!", "Hello, world. It's 3-2 (or so)\\!"),
    ],
)
def test_escapes(text: str, want: str) -> None:
    assert one(text) == want + "\n"


def test_nested_lists() -> None:
    def item(text: str, depth: int, ordered: bool, number: int, tag: str = "li") -> Block:
        return Block(0, text, Role.LIST_ITEM, item=Item(depth, ordered, number), tag=tag)

    got = render(
        [
            item("a", 1, False, 1),
            item("b", 2, True, 1),
            item("c", 2, True, 2),
            item("d", 1, False, 2),
            item("d2", 1, False, 2, "p"),
            item("e", 1, False, 1),
            item("f", 1, True, 4),
        ]
    )
    assert got == "- a\n  1. b\n  2. c\n- d\n\n  d2\n+ e\n\n4. f\n"


def test_table() -> None:
    rows = [
        ("Day", 0, 0, True),
        ("Fog|mist", 0, 1, True),
        ("Mon", 1, 0, False),
        ("Tue", 2, 0, False),
        ("yes", 2, 1, False),
    ]
    blocks = [
        Block(i, text, Role.TABLE, cell=Cell(0, row, column, head)) for i, (text, row, column, head) in enumerate(rows)
    ]
    assert render(blocks) == "| Day | Fog\\|mist |\n| --- | --- |\n| Mon |  |\n| Tue | yes |\n"
    assert render(blocks[2:]).startswith("|  |  |\n| --- | --- |\n| Mon |")


def test_wide_tables_do_not_blow_up() -> None:
    blocks = [Block(i, f"w{i}", Role.TABLE, cell=Cell(0, i, i * 10**9, False)) for i in range(3000)]
    text = render(blocks)
    assert len(text) < 200_000 and all(f"w{i}" in text for i in range(3000))


def test_quotes_and_code() -> None:
    blocks = [
        Block(0, "one", Role.QUOTE),
        Block(1, "two", Role.QUOTE),
        Block(2, "pull", Role.PULL_QUOTE),
        Block(3, "a = '```'\n  b", Role.CODE),
    ]
    assert render(blocks) == "> one\n>\n> two\n\n> pull\n\n````\na = '```'\n  b\n````\n"


def test_figures_stand_where_they_stood() -> None:
    image, bare = Image("https://x.example/a.jpg", "A [ferry]", 1), Image("https://x.example/b.jpg", "", 4)
    blocks = [
        Block(0, "p0", Role.PARAGRAPH),
        Block(1, "cap", Role.CAPTION, image=image),
        Block(2, "cred", Role.CREDIT, image=image),
        Block(3, "p3", Role.PARAGRAPH),
        Block(4, "p4", Role.PARAGRAPH),
    ]
    shown = [block for block in blocks if block.disposition == "keep"]
    found = figures(blocks, [image, bare])
    assert render(shown, figures=found, images=[image, bare]) == (
        "p0\n\n![A \\[ferry\\]](https://x.example/a.jpg)\n\n*cap*\n\n*cred*\n\np3\n\n![](https://x.example/b.jpg)\n\np4\n"
    )
    assert render(blocks, figures=found).count("*cap*") == 1
    assert render(shown, figures=found).endswith("p4\n\n![](https://x.example/b.jpg)\n")
    assert render([], figures=[Figure("javascript:x", "", (), ())]) == ""


def test_figure_between_list_items() -> None:
    blocks = [Block(0, "a", Role.LIST_ITEM), Block(2, "b", Role.LIST_ITEM)]
    figure = Figure(None, "", (Block(1, "cap", Role.CAPTION),), ())
    assert render(blocks, figures=[figure]) == "- a\n\n*cap*\n\n- b\n"


TEXTS = st.text(
    st.characters(exclude_categories=["Cs", "Cc"]) | st.sampled_from(" *_`#>-+.!|[]()<&~\\:\"'=1aA;"), max_size=24
)
KINDS = st.sampled_from(["link", "strong", "em", "code"])
HREFS = st.sampled_from(
    [None, "", "/a b", "https://x.example/(a)?b=1&amp;c=[2]|3*_", "javascript:x", "#f", "a\\b<c>\"'"]
)
MARKS = st.builds(lambda s, n, k, h: Mark(s, s + n, k, h), st.integers(-2, 20), st.integers(0, 12), KINDS, HREFS)


@st.composite
def blocks_of(draw: st.DrawFn) -> list[Block]:
    roles = draw(st.lists(st.sampled_from(list(Role)[:17]) | st.just(Role.LIST_ITEM) | st.just(Role.TABLE), max_size=7))
    out = []
    for i, role in enumerate(roles):
        item = draw(st.none() | st.builds(Item, st.integers(1, 4), st.booleans(), st.integers(0, 4)))
        column = draw(st.integers(0, 1)) + i % 2 * 2
        cell = draw(st.none() | st.just(Cell(0, i // 2, column, draw(st.booleans()))))
        marks = tuple(draw(st.lists(MARKS, max_size=3)))
        tag, level = draw(st.sampled_from(["", "li", "p"])), draw(st.integers(0, 6))
        out.append(Block(i, draw(TEXTS), role, item=item, cell=cell, marks=marks, tag=tag, level=level))
    return out


@settings(max_examples=300)
@given(blocks_of())
@example([Block(0, "a b", Role.PARAGRAPH, marks=(Mark(0, 2, "strong"), Mark(1, 3, "em")))])
def test_same_words_after_a_round_trip(blocks: list[Block]) -> None:
    text = render(blocks)
    want = " ".join(block.text for block in blocks).split()
    assert words_of(READER.parse(text)) == want, text


PLAIN = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
VALUES = st.recursive(
    st.booleans() | st.integers(-(10**20), 10**20) | st.floats(allow_nan=False) | PLAIN,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(PLAIN, inner, max_size=3),
    max_leaves=6,
)


@given(st.dictionaries(PLAIN | st.sampled_from(["no", "on", "title", "y", "1"]), VALUES, min_size=1, max_size=4))
def test_front_matter_is_yaml(values: dict[str, Any]) -> None:
    text = render([Block(0, "words", Role.PARAGRAPH)], front_matter=values)
    found = re.fullmatch(r"---\n(.*)\n---\n\nwords\n", text, re.DOTALL)
    assert found and yaml.safe_load(found[1]) == values


def test_front_matter_leaves_none_out() -> None:
    text = render([], front_matter={"title": 'A "b": c', "url": None, "tags": {"b", "a"}})
    assert text == '---\ntitle: "A \\"b\\": c"\ntags: ["a", "b"]\n---\n'
