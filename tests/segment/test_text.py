"""Plain text becomes blocks: lines, paragraphs between blank lines, wrapped lines, and the marks of light markup."""

from __future__ import annotations

import pytest

from cleanpress.model import Item, Limits
from cleanpress.pipeline import read_plain
from cleanpress.segment.html import heading_level
from cleanpress.segment.page import Page

WRAPPED = """\
The ferry crossed the river at dawn, as it had on every working day since
the bridge was washed away, with four cars, a horse box and the postman on
board, and nobody thought that it would be the last time that it did.

The owner had signed the papers the night before. He told his crew on the
far bank, when the ramp was down and the cars were gone, and then he bought
them breakfast.
"""


def page(text: str) -> Page:
    return read_plain(text, None, Limits())


def test_blank_lines_part_blocks() -> None:
    assert page("one\n\ntwo\n \t\nthree\n").texts == ["one", "two", "three"]


def test_a_line_is_a_block() -> None:
    assert page("one\r\ntwo\nthree").texts == ["one", "two", "three"]


def test_wrapped_lines_are_one_block() -> None:
    assert page(WRAPPED).texts == [" ".join(part.split()) for part in WRAPPED.split("\n\n")]


def test_long_lines_are_not_taken_for_wrapped_text() -> None:
    lines = [
        f"Line {i} of a scraped page that goes on for rather longer than a wrapped line would. " * 3 for i in range(6)
    ]
    assert page("\n".join(lines)).texts == [line.strip() for line in lines]


def test_short_lines_are_not_joined() -> None:
    lines = ["Home", "News", "Sport", "The long title of a story about a ferry and its owner", "By A. Writer"]
    assert page("\n".join(lines)).texts == lines


def test_white_space_is_folded() -> None:
    assert page("  one \t two\u00a0three  ").texts == ["one two three"]


@pytest.mark.parametrize("mark", ["- ", "* ", "• ", "– "])
def test_bullets(mark: str) -> None:
    found = page(f"{mark}one\n{mark}two")
    assert found.texts == ["one", "two"]
    assert found.items == {0: Item(1, False, 1), 1: Item(1, False, 1)}
    assert found.tag == ["li", "li"]


def test_numbers() -> None:
    found = page("3. three\n4) four")
    assert found.texts == ["three", "four"]
    assert found.items == {0: Item(1, True, 3), 1: Item(1, True, 4)}


@pytest.mark.parametrize("line", ["1999 was a good year", "-40 degrees", "3.5 per cent", "*emphasis* first"])
def test_what_only_looks_like_an_item(line: str) -> None:
    found = page(line)
    assert found.texts == [line]
    assert not found.items


@pytest.mark.parametrize("text, level", [("# One", 1), ("### Three ###", 3), ("One\n===", 1), ("Two\n---", 2)])
def test_headings(text: str, level: int) -> None:
    found = page(f"{text}\n\nbody")
    assert found.texts == [text.strip("#= -\n"), "body"]
    assert heading_level(found, 0) == level
    assert heading_level(found, 1) == 0


def test_a_hash_without_a_space_is_no_heading() -> None:
    assert page("#topic").texts == ["#topic"]


def test_quotes() -> None:
    found = page("> said she\n\nsaid he")
    assert found.texts == ["said she", "said he"]
    assert found.tag == ["blockquote", ""]


def test_a_rule_is_no_block() -> None:
    found = page("one\n\n* * *\n\ntwo\n\n-----\n\nthree")
    assert found.texts == ["one", "two", "three"]
    assert found.rules == [1, 2]


def test_fenced_code_keeps_its_lines() -> None:
    found = page("before\n\n```\nif a:\n\n    b()\n```\n\nafter")
    assert found.texts == ["before", "if a:\n    b()", "after"] or found.texts == [
        "before",
        "if a:\n\n    b()",
        "after",
    ]
    assert found.tag[1] == "pre"


@pytest.mark.parametrize(
    "text, words",
    [
        ("```\ncode\nlast", ["code", "last"]),
        ("```\ncode\n```\nafter", ["code", "after"]),
        ("~~~\ncode\n~~~\nafter\nmore", ["code", "after", "more"]),
    ],
)
def test_no_line_is_lost_at_a_fence(text: str, words: list[str]) -> None:
    found = " ".join(page(text).texts).split()
    assert [word for word in found if word.isalpha()] == words


@pytest.mark.parametrize(
    "text",
    [
        "one\n\n  two words \n\nthree",
        "- one\n- two",
        "12. twelve",
        "## Head ##\n\nbody",
        "> quoted\n\nnot",
        "\r\none\r\ntwo",
    ],
)
def test_spans_are_offsets_into_the_text(text: str) -> None:
    found = page(text)
    assert [text[start:end] for start, end in found.spans] == found.texts


def test_spans_of_code() -> None:
    text = "x\n\n```\n    a = 1\n    b = 2\n```\n\ny"
    found = page(text)
    assert [text[start:end].strip() for start, end in found.spans] == [t.strip() for t in found.texts]
    assert all(
        start <= end <= following for (start, end), (following, _) in zip(found.spans, found.spans[1:], strict=False)
    )


def test_spans_of_wrapped_text() -> None:
    found = page(WRAPPED)
    assert [" ".join(WRAPPED[start:end].split()) for start, end in found.spans] == found.texts


def test_every_column_has_a_row_for_every_block() -> None:
    found = page("# a\n\n- b\n\n> c\n\nd")
    columns = ("node", "tag", "linked", "links", "strong", "context", "inline", "hints_own", "hints_near", "hints_far",
               "make", "hidden", "spans")  # fmt: skip
    assert {len(getattr(found, column)) for column in columns} == {len(found)} == {4}


@pytest.mark.parametrize("gap", ["\n", "\n\n"])
def test_rows_with_as_many_tabs_are_cells(gap: str) -> None:
    text = f"Town\tRent{gap}Alba\t500\n\nIt is\ta\tslip."
    page = read_plain(text, None, Limits())
    assert page.texts == ["Town", "Rent", "Alba", "500", "It is a slip."]
    assert [text[a:b] for a, b in page.spans[:4]] == page.texts[:4]
    assert [tuple(page.cells[i]) for i in range(4)] == [
        (0, 0, 0, False),
        (0, 0, 1, False),
        (0, 1, 0, False),
        (0, 1, 1, False),
    ]
    assert 4 not in page.cells


def test_rows_between_pipes_are_cells_and_the_dashes_make_a_header() -> None:
    text = "| Year | Boats |\n|:-----|------:|\n| 1901 | 12 |\n\nHome | News | Sport"
    page = read_plain(text, None, Limits())
    assert page.texts == ["Year", "Boats", "1901", "12", "Home | News | Sport"]
    assert [text[a:b] for a, b in page.spans] == page.texts
    assert [page.cells[i].header for i in range(4)] == [True, True, False, False]


def test_lines_of_code_stay_together_with_their_indents() -> None:
    code = "for i in range(3):\n    y = f(i)\n    print(y)"
    text = f"{code}\n\nIt prints (as it must) three numbers.\nThat is all: nothing = nothing."
    page = read_plain(text, None, Limits())
    assert page.texts[0] == code
    assert page.tag[0] == "pre"
    assert text[page.spans[0][0] : page.spans[0][1]] == page.texts[0]
    assert page.texts[1:] == ["It prints (as it must) three numbers.", "That is all: nothing = nothing."]


@pytest.mark.parametrize("gap", ["\n", "\n\n"])
def test_code_among_lines_of_prose_stays_together(gap: str) -> None:
    code = ["def tally(crates):", "    total = 0", "    for c in crates:", "        total += c", "    return total"]
    text = gap.join(["The keeper counts.", *code, "It ends there (as it must).", "a = b, they say."])
    page = read_plain(text, None, Limits())
    assert page.texts == ["The keeper counts.", "\n".join(code), "It ends there (as it must).", "a = b, they say."]
    assert page.tag[1] == "pre"


def test_a_list_of_law_is_no_code() -> None:
    page = read_plain("the right to life;\nthe right to a boat (of any size);\nthe right to sleep;", None, Limits())
    assert len(page) == 3
