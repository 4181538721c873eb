"""What reads like text among readers' comments."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from cleanpress.annotate.signals import Degrees
from cleanpress.annotate.view import View
from cleanpress.decide.passages.kinds import IS_BODY, POINTS
from cleanpress.decide.scorecard import ROLES
from cleanpress.model import Evidence, Role

_COMMENTS = ROLES.index(Role.COMMENTS)
_LEAST = 3  # comments that make a thread
_GAP = 4  # blocks between two comments
_MORE = 1.2  # times as many comments as blocks of text among them


def in_thread(_view: View, _shares: Degrees, roles: NDArray[np.intp]) -> dict[int, list[Evidence]]:
    """Evidence that blocks of text with a comment shortly before and after are comments themselves.

    Names, dates and "reply" give a comment away, what it says does not. Where more of such a stretch is text than
    comments, it is rather an article with a remark here and there, or a forum. (Held out: of 214 such blocks on 12
    labelled pages 213 were comments.)

    Args:
        roles: The likeliest role of each block.
    """
    comments = np.flatnonzero(roles == _COMMENTS)
    if len(comments) < _LEAST:
        return {}
    inside = np.flatnonzero(IS_BODY[roles[comments[0] : comments[-1]]]) + comments[0]
    if len(comments) < _MORE * len(inside):
        return {}
    place = np.searchsorted(comments, inside)
    between = inside[comments[place] - comments[place - 1] <= _GAP + 1]
    told = Evidence("thread.comments", Role.COMMENTS, POINTS)
    return {int(block): [told] for block in between}
