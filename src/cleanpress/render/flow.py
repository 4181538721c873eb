"""Gather blocks into the pieces that formats write as one: lists, tables, quotes, figures."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from cleanpress.model import Block, Cell, Figure, Image, Item, Role

_FILL = 20_000
_NEVER = 1 << 62


class Listing(NamedTuple):
    """List items that follow each other."""

    blocks: tuple[Block, ...]


class Quotation(NamedTuple):
    """Paragraphs of one quotation."""

    blocks: tuple[Block, ...]


class Table(NamedTuple):
    """Rows of a table, each a list of cells, each the blocks in it; whether the first row is a header."""

    rows: list[list[list[Block]]]
    header: bool


Piece = Block | Listing | Quotation | Table | Figure


def flow(
    blocks: Sequence[Block], headline: Block | None, figures: Sequence[Figure] = (), images: Sequence[Image] = ()
) -> Iterator[Piece]:
    """The pieces in the order of the page; the headline and what belongs to a figure is not repeated.

    Args:
        blocks: The blocks to show, in order.
        headline: The headline if it is shown apart, so that it is left out here.
        figures: The figures to show, in order.
        images: The page's pictures, to place figures that have neither caption nor credit; such a figure stands
            with the one after it, or last, if its picture is not among them.
    """
    inside = {id(block) for figure in figures for block in (*figure.captions, *figure.credits)}
    shown = [block for block in blocks if block is not headline and block.text.strip() and id(block) not in inside]
    waiting = list(_placed(figures, images))[::-1]
    group: list[Block] = []
    for block in shown:
        figure_first = bool(waiting) and waiting[-1][0] <= block.index
        if group and (figure_first or not _joins(group[-1], block)):
            yield _piece(group)
            group = []
        while waiting and waiting[-1][0] <= block.index:
            yield waiting.pop()[1]
        group.append(block)
    if group:
        yield _piece(group)
    yield from (figure for _, figure in reversed(waiting))


def item_of(block: Block) -> Item:
    """The block's place in its list; the first level of a plain list if it is not known."""
    return block.item or Item(1, False, 1)


def continues(last: Block, block: Block) -> bool:
    """Whether a block goes on with the list item before it: a second paragraph in it."""
    return block.item is not None and block.item == last.item and block.tag != "li"


def _placed(figures: Sequence[Figure], images: Sequence[Image]) -> Iterator[tuple[int, Figure]]:
    """Each figure with the index of the block before which it stands, never falling."""
    by_url: dict[str | None, int] = {}
    for image in images:
        by_url.setdefault(image.url, image.before)
    places: list[int | None] = []
    for figure in figures:
        printed = [*figure.captions, *figure.credits]
        places.append(min(block.index for block in printed) if printed else by_url.get(figure.url))
    following, settled = _NEVER, []
    for place in reversed(places):
        following = place if place is not None else following
        settled.append(following)
    floor = 0
    for figure, known in zip(figures, reversed(settled), strict=True):
        floor = max(floor, known)
        yield floor, figure


def _joins(last: Block, block: Block) -> bool:
    """Whether two blocks that follow each other belong to one piece."""
    if last.role is not block.role:
        return False
    if block.role is Role.TABLE:
        return last.cell is not None and block.cell is not None and last.cell.table == block.cell.table
    return block.role in _GATHERED


def _piece(group: list[Block]) -> Piece:
    return _GATHERED.get(group[0].role, _single)(group)


def _single(group: list[Block]) -> Piece:
    return group[0]


def _listing(group: list[Block]) -> Piece:
    return Listing(tuple(group))


def _quotation(group: list[Block]) -> Piece:
    return Quotation(tuple(group))


def _table(group: list[Block]) -> Piece:
    """Rows of equal length, unless filling them would make far more cells than there are blocks."""
    cells = [(block, block.cell) for block in group if block.cell is not None]
    if not cells:
        return group[0]
    columns = {column: i for i, column in enumerate(sorted({cell.column for _, cell in cells}))}
    rows: dict[int, dict[int, list[Block]]] = {}
    for block, cell in cells:
        rows.setdefault(cell.row, {}).setdefault(columns[cell.column], []).append(block)
    fill = len(rows) * len(columns) <= _FILL + 4 * len(cells)
    width = range(len(columns))
    table = [[row.get(c, []) for c in width] if fill else list(row.values()) for row in rows.values()]
    first = next(iter(rows.values()))
    header = all(_is_header(block.cell) for found in first.values() for block in found)
    return Table(table, header)


def _is_header(cell: Cell | None) -> bool:
    return cell is not None and cell.header


_GATHERED: dict[Role, Callable[[list[Block]], Piece]] = {
    Role.LIST_ITEM: _listing,
    Role.QUOTE: _quotation,
    Role.TABLE: _table,
}
