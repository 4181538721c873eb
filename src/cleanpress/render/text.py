"""Join blocks into running text."""

from __future__ import annotations

from collections.abc import Sequence

from cleanpress.model import Cell, Item


def join_text(
    texts: Sequence[str], cells: Sequence[Cell | None], items: Sequence[Item | None]
) -> tuple[str, list[tuple[int, int]]]:
    """The texts as one, and where each of them stands in it.

    A blank line parts blocks; one newline parts list items that follow each other, rows of a table, and
    blocks in the same cell; a tab parts the cells of a row.

    Args:
        texts: The blocks' texts, in order.
        cells: Their places in a table.
        items: Their places in a list.

    Returns:
        The text and, for each block, its (start, end) in it.
    """
    parts: list[str] = []
    spans: list[tuple[int, int]] = []
    append, place = parts.append, spans.append
    at = 0
    last_cell: Cell | None = None
    last_item: Item | None = None
    for text, cell, item in zip(texts, cells, items, strict=True):
        if spans:
            if cell is None or last_cell is None or cell.table != last_cell.table:
                gap = "\n\n" if item is None or last_item is None else "\n"
            else:
                gap = "\n" if cell.row != last_cell.row or cell.column == last_cell.column else "\t"
            append(gap)
            at += len(gap)
        append(text)
        end = at + len(text)
        place((at, end))
        at = end
        last_cell, last_item = cell, item
    return "".join(parts), spans
