"""The form in which site files speak of a page."""

from __future__ import annotations

from typing import NamedTuple

from cleanpress.model import Evidence, Role

CERTAIN = 5000.0  # points that no sum of signals outweighs


class Bound(NamedTuple):
    """What some blocks are not.

    Attributes:
        rule: Id of what says so.
        blocks: The blocks it speaks of.
        against: Roles that they lose points for.
        points: How many.
        words: The selector that says so.
    """

    rule: str
    blocks: tuple[int, ...]
    against: frozenset[Role]
    points: float
    words: str


class Findings(NamedTuple):
    """All that site files say of a page.

    Attributes:
        evidence: For roles, by block.
        bounds: Against roles.
        next_page: Address of the next page of the article, as written.
        single_page: Address of the whole article on one page, as written.
        files: The files that speak of the page: path, or name where it has none.
    """

    evidence: dict[int, list[Evidence]]
    bounds: tuple[Bound, ...] = ()
    next_page: str | None = None
    single_page: str | None = None
    files: tuple[str, ...] = ()


NOTHING = Findings({})
