"""The text of a page that is no article: its list, its product, its thread; by a scorecard of its own."""

from __future__ import annotations

from functools import cache
from typing import Any

import msgspec
import numpy as np
from numpy.typing import NDArray

from cleanpress.annotate.signals import Degrees, Signals, joined_names, product_of
from cleanpress.decide.choose import in_text
from cleanpress.decide.scorecard import ALWAYS, ROLES
from cleanpress.model import KEEP, Role
from cleanpress.rules.schema import knowledge, load

SHARE_NAMES = tuple(f"share.{role.value}" for role in ROLES)
#: What is the text of another page may look like these in an article: cards, posts, the facts of a product.
_OPEN = KEEP | {Role.TEASER, Role.COMMENTS, Role.PROMO, Role.INTERFACE, Role.AUTHOR_BIO}
_NEVER = np.array([role not in _OPEN for role in ROLES])
_POINTS = np.float32(100.0)  # points that multiply the odds by e
_ARTICLE = 0.7  # chance of being an article from which a page is read as nothing else


class OtherScorecard(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Points for "this block belongs to the text of a page that is no article", by signal and by share of a role."""

    about: str
    points: dict[str, float]


@cache
def other_scorecard() -> OtherScorecard:
    """The packaged scorecard, read once a process."""
    return load(knowledge("scorecards", "other.toml"), OtherScorecard)


@cache
def _points(names: tuple[str, ...]) -> Degrees:
    points = other_scorecard().points
    return np.array([[points.get(name, 0.0)] for name in (*names, *SHARE_NAMES)], dtype=np.float32)


def text_chances(shares: Degrees, article: float, parts: tuple[Signals, ...]) -> Degrees:
    """Chance of each block that it belongs to the page's text.

    Args:
        shares: (blocks, roles), shares of the verdict.
        article: Chance that the page is an article, 0..1: then its text is what has a role of text.
        parts: All signals of the page.
    """
    if article >= _ARTICLE:
        return in_text(shares)
    names = joined_names(parts)
    points = _points(names)
    scores = product_of(parts, points[: len(names)])[:, 0] + (shares @ points[len(names) :])[:, 0]
    scores += np.float32(other_scorecard().points.get(ALWAYS, 0.0))
    return mixed(shares, article, 1 / (1 + np.exp(-np.clip(scores / _POINTS, -30, 30))))


def mixed(shares: Degrees, article: float, other: NDArray[Any]) -> Degrees:
    """Chances by role and those of a page that is no article, as far as it may be one or the other.

    Prompts, menus, credits and the like are no text on any page, so their shares damp the other page's chances.
    """
    known = min(1.0, article / _ARTICLE)
    by_role = in_text(shares)
    return np.asarray(known * by_role + (1 - known) * other * (1 - shares[:, _NEVER].sum(axis=1)), dtype=np.float32)
