"""Joining blocks into running text."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from cleanpress.model import Cell, Item
from cleanpress.render.text import join_text

NAMES = st.text("ab \n\t", max_size=5)
CELLS = st.none() | st.builds(Cell, st.integers(0, 2), st.integers(0, 2), st.integers(0, 2), st.booleans())
ITEMS = st.none() | st.builds(Item, st.integers(1, 3), st.booleans(), st.integers(1, 9))


def joined(*blocks: tuple[str, Cell | None, Item | None]) -> str:
    texts, cells, items = zip(*blocks, strict=True)
    return join_text(texts, cells, items)[0]


def test_nothing() -> None:
    assert join_text([], [], []) == ("", [])


def test_blank_line_between_blocks() -> None:
    assert join_text(["a", "b"], [None, None], [None, None]) == ("a\n\nb", [(0, 1), (3, 4)])


def test_empty_first_block_still_parts() -> None:
    assert join_text(["", "b"], [None, None], [None, None]) == ("\n\nb", [(0, 0), (2, 3)])


def test_list_items_on_lines() -> None:
    item = Item(1, False, 1)
    assert joined(("x", None, None), ("a", None, item), ("b", None, item), ("y", None, None)) == "x\n\na\nb\n\ny"


def test_cells() -> None:
    def cell(row: int, column: int, table: int = 0) -> Cell:
        return Cell(table, row, column, False)

    text = joined(
        ("a", cell(0, 0), None),
        ("b", cell(0, 1), None),
        ("c", cell(1, 0), None),
        ("c2", cell(1, 0), None),
        ("d", cell(0, 0, table=1), None),
        ("e", None, None),
    )
    assert text == "a\tb\nc\nc2\n\nd\n\ne"


@given(st.lists(st.tuples(NAMES, CELLS, ITEMS)))
def test_spans_point_at_the_texts(blocks: list[tuple[str, Cell | None, Item | None]]) -> None:
    texts = [block[0] for block in blocks]
    text, spans = join_text(texts, [block[1] for block in blocks], [block[2] for block in blocks])
    assert [text[start:end] for start, end in spans] == texts
    assert all(start >= end for (_, end), (start, _) in pairwise(spans))
