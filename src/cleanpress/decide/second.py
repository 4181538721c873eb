"""A second reading for pages on which the scorecard found (next to) no article though there is running text."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from cleanpress.annotate.view import View
from cleanpress.decide.scorecard import ROLES
from cleanpress.model import Evidence, Role

_BODY = (Role.PARAGRAPH, Role.LIST_ITEM, Role.QUOTE, Role.TABLE, Role.CODE)
_IS_BODY = np.array([role in _BODY for role in ROLES])
_SHARE = 0.15  # of the running words that the first reading has to keep
_FEW = 60  # words that it may keep and still be doubted
_LEAST = 10  # running words from which a page is read again
_TINY = 3  # blocks of a page that is nothing but its text
_LINKED = 0.5
_POINTS = 200.0


def second_reading(view: View, roles: NDArray[np.intp], sure: NDArray[np.bool_]) -> dict[int, list[Evidence]]:
    """Evidence that the running text of the page's main container is its body; {} if the first reading stands.

    Args:
        view: The page.
        roles: Role of each block by the first reading.
        sure: Whether that reading was sure of it; asked of plain text, which is doubted only if it is tiny.
    """
    running = view.running
    total = float(running.sum())
    told = Evidence("rescue.running_text", Role.PARAGRAPH, _POINTS)
    if view.page.form == "text":
        lost = len(view) <= _TINY and not _IS_BODY[roles].any()
        return {int(block): [told] for block in np.flatnonzero((view.running > 0) & ~sure)} if lost else {}
    if len(view) <= _TINY and not _IS_BODY[roles].any():
        return {int(block): [told] for block in np.flatnonzero(view.linked < _LINKED)}
    if total < _LEAST:
        return {}
    kept = float(view.words[_IS_BODY[roles]].sum())
    if kept >= _FEW or kept >= _SHARE * total:
        return {}
    inside = view.best_container[1]
    return {int(block): [told] for block in np.flatnonzero((running > 0) & inside)}
