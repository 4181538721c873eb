"""How surely a page is one article that was found: named facts of the page, each with points, read off a scorecard."""

from __future__ import annotations

from functools import cache
from math import exp

import msgspec
import numpy as np
from numpy.typing import NDArray

from cleanpress.annotate.signals import Degrees, bin_names, bins
from cleanpress.decide.scorecard import ROLES
from cleanpress.model import Role
from cleanpress.rules.page_kinds import kinds_of, page_kinds
from cleanpress.rules.schema import knowledge, load
from cleanpress.segment.page import Page

_BODY = [ROLES.index(r) for r in (Role.PARAGRAPH, Role.LIST_ITEM, Role.QUOTE, Role.QUESTION, Role.SUBHEAD)]
_IS_BODY = np.isin(np.arange(len(ROLES)), _BODY)
_PARAGRAPH = ROLES.index(Role.PARAGRAPH)
_HEADS = [
    ROLES.index(r) for r in (Role.HEADLINE, Role.STANDFIRST, Role.BYLINE, Role.DATELINE, Role.AUTHOR_BIO, Role.TAGS)
]
_SHARES = (0.02, 0.1, 0.25, 0.5, 0.75)
_LETTERS = (150, 400, 1000, 2000, 4000, 8000)
_COUNTS = (1, 3, 6, 12, 25)
_SURE = (0.6, 0.75, 0.85, 0.92, 0.97)
_LENGTHS = (40, 80, 120, 180, 260)
_LINKED = (0.02, 0.05, 0.1, 0.2)
_FEW = 150  # letters below which no body is trusted: the corpus has hardly any such page
_LITTLE = 600  # letters of a body that is hardly one
_POINTS = 100.0  # that multiply the odds by e


class PageScorecard(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Points for "this is one article" by fact; `always` goes to every page."""

    about: str
    always: float
    points: dict[str, float]


@cache
def page_scorecard() -> PageScorecard:
    """The packaged scorecard, read once a process."""
    return load(knowledge("scorecards", "page.toml"), PageScorecard)


@cache
def fact_names() -> tuple[str, ...]:
    """The facts, in the order of `facts`."""
    return (
        *(f"kind.{how}.{name}" for name in page_kinds() for how in ("declared", "address")),
        *(f"found.{ROLES[i].value}" for i in _HEADS),
        "declared.author", "declared.published",
        *(name for role in ROLES for name in bin_names(f"share.{role.value}", _SHARES)),
        *bin_names("body.letters", _LETTERS),
        *bin_names("body.paragraphs", _COUNTS),
        *bin_names("body.sure", _SURE),
        *bin_names("body.paragraph_length", _LENGTHS),
        *bin_names("body.linked", _LINKED),
        *bin_names("body.subheads_per_paragraph", _SHARES),
        *bin_names("body.paragraph_share", _SHARES),
    )  # fmt: skip


def facts(page: Page, shares: Degrees, roles: NDArray[np.intp]) -> NDArray[np.uint8]:
    """One flag for each of `fact_names`.

    Args:
        page: The page.
        shares: (blocks, roles), shares of the verdict.
        roles: Role index of each block.
    """
    said = page.declared
    letters = np.array([len(t) for t in page.texts], dtype=np.float64)
    by_role = np.bincount(roles, weights=letters, minlength=len(ROLES))
    count = np.bincount(roles, minlength=len(ROLES))
    chosen = _IS_BODY[roles]
    body = max(float(letters[chosen].sum()), 1.0)
    sure = float((letters * shares[np.arange(len(roles)), roles])[chosen].sum()) / body
    paragraphs = int(count[_PARAGRAPH])
    subheads = int(count[ROLES.index(Role.SUBHEAD)] + count[ROLES.index(Role.QUESTION)])
    kinds = kinds_of(said.types, said.og_type, said.generator, page.url)
    flags = [
        *(i in told for i in range(len(page_kinds())) for told in kinds),
        *(count[i] > 0 for i in _HEADS),
        bool(said.authors),
        bool(said.published),
    ]
    numbers = (
        ([body], _LETTERS),
        ([paragraphs], _COUNTS),
        ([sure], _SURE),
        ([by_role[_PARAGRAPH] / max(paragraphs, 1)], _LENGTHS),
        ([float(np.array(page.linked)[chosen].sum()) / body], _LINKED),
        ([subheads / max(paragraphs, 1)], _SHARES),
        ([by_role[_PARAGRAPH] / body], _SHARES),
    )
    return np.concatenate(
        [
            np.array(flags, dtype=np.uint8),
            bins(by_role / max(float(letters.sum()), 1.0), _SHARES).ravel(),
            *(bins(value, edges).ravel() for value, edges in numbers),
        ]
    )


@cache
def _points() -> NDArray[np.float64]:
    card = page_scorecard()
    return np.array([card.points.get(name, 0.0) for name in fact_names()])


def tell_confidence(page: Page, shares: Degrees, roles: NDArray[np.intp]) -> float:
    """Chance that the page is one article whose body was found, 0..1; 0 without a body."""
    if not len(roles) or not _IS_BODY[roles].any():
        return 0.0
    if page.form == "text":
        return _of_text(page, shares, roles)
    total = page_scorecard().always + float(facts(page, shares, roles) @ _points())
    size = sum(len(text) for text, role in zip(page.texts, roles, strict=True) if role in _BODY)
    return round(min(1.0, size / _FEW) / (1 + exp(-max(-30.0, min(30.0, total / _POINTS)))), 4)


def _of_text(page: Page, shares: Degrees, roles: NDArray[np.intp]) -> float:
    """Of plain text, which declares nothing: how much is surely body, damped where there is little of it."""
    letters = np.array([len(t) - t.count(" ") for t in page.texts], dtype=np.float64)
    chosen = _IS_BODY[roles]
    mass = float(letters[chosen].sum())
    sure = float((letters * shares[:, _BODY].sum(axis=1))[chosen].sum()) / max(mass, 1.0)
    return round(sure * mass / (mass + _LITTLE), 4)
