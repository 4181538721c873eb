"""How surely a page is one article that was found: named facts of the page, each with points, read off a scorecard."""

from __future__ import annotations

from bisect import bisect_right
from functools import cache
from math import exp
from typing import Any, NamedTuple

import msgspec
import numpy as np
from numpy.typing import NDArray

from cleanpress.annotate.address import FORMS, SHAPES, Home, told
from cleanpress.annotate.signals import Degrees, bin_names, bins
from cleanpress.decide.scorecard import ROLES
from cleanpress.model import Role
from cleanpress.rules.addresses import addresses
from cleanpress.rules.page_kinds import kinds_of, page_kinds
from cleanpress.rules.schema import knowledge, load
from cleanpress.segment.page import Page

_BODY = [ROLES.index(r) for r in (Role.PARAGRAPH, Role.LIST_ITEM, Role.QUOTE, Role.QUESTION, Role.SUBHEAD)]
_IS_BODY = np.isin(np.arange(len(ROLES)), _BODY)
_EVERY = np.arange(len(ROLES))
_PARAGRAPH, _SUBHEAD, _QUESTION = (ROLES.index(r) for r in (Role.PARAGRAPH, Role.SUBHEAD, Role.QUESTION))
_HEADS = [
    ROLES.index(r) for r in (Role.HEADLINE, Role.STANDFIRST, Role.BYLINE, Role.DATELINE, Role.AUTHOR_BIO, Role.TAGS)
]
_SHARES = (0.02, 0.1, 0.25, 0.5, 0.75)
_LETTERS = (150, 400, 1000, 2000, 4000, 8000)
_COUNTS = (1, 3, 6, 12, 25)
_SURE = (0.6, 0.75, 0.85, 0.92, 0.97)
_LENGTHS = (40, 80, 120, 180, 260)
_LINKED = (0.02, 0.05, 0.1, 0.2)
_EDGES = (_LETTERS, _COUNTS, _SURE, _LENGTHS, _LINKED, _SHARES, _SHARES)
_FEW = 150  # letters below which no body is trusted: the corpus has hardly any such page
_LITTLE = 600  # letters of a body that is hardly one
_POINTS = 100.0  # that multiply the odds by e
_NOWHERE = Home(b"", b"")


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
        *(f"address.{name}" for name, _ in _asked()),
        *(name for role in ROLES for name in bin_names(f"share.{role.value}", _SHARES)),
        *bin_names("body.letters", _LETTERS),
        *bin_names("body.paragraphs", _COUNTS),
        *bin_names("body.sure", _SURE),
        *bin_names("body.paragraph_length", _LENGTHS),
        *bin_names("body.linked", _LINKED),
        *bin_names("body.subheads_per_paragraph", _SHARES),
        *bin_names("body.paragraph_share", _SHARES),
    )  # fmt: skip


@cache
def _asked() -> tuple[tuple[str, int], ...]:
    """What is asked of the page's own address, each with its bit."""
    hints = addresses().names
    bit = {name: 1 << i for i, name in enumerate((*hints, *FORMS))}
    return tuple((name, bit[name]) for name in (*hints, *SHAPES))


class _Measured(NamedTuple):
    """A page in numbers.

    Attributes:
        flags: What it declares, which roles were found and what its address says, in the order of `fact_names`.
        shares: Share of the letters that has each role.
        numbers: The other measures, in the order of `_EDGES`.
        body: Letters of the body.
    """

    flags: list[bool]
    shares: NDArray[np.float64]
    numbers: tuple[float, ...]
    body: float


def _measure(page: Page, shares: Degrees, roles: NDArray[np.intp], letters: NDArray[Any] | None = None) -> _Measured:
    said = page.declared
    roles = np.asarray(roles, dtype=np.intp)
    if letters is None:
        letters = np.array([len(text) for text in page.texts], dtype=np.float64)
    by_role = np.bincount(roles, weights=letters, minlength=len(ROLES))
    count = np.bincount(roles, minlength=len(ROLES)).tolist()
    at = np.flatnonzero(_IS_BODY[roles])
    mine = letters[at]
    size = float(mine.sum())
    body = max(size, 1.0)
    linked = float(np.asarray(page.linked)[at].sum())
    declared, addressed = kinds_of(said.types, said.og_type, said.generator, page.url)
    paragraphs = max(count[_PARAGRAPH], 1)
    own = told(page.url, _NOWHERE) if page.url else 0
    return _Measured(
        [
            *(i in known for i in range(len(page_kinds())) for known in (declared, addressed)),
            *(count[i] > 0 for i in _HEADS),
            bool(said.authors),
            bool(said.published),
            *(bool(own & bit) for _, bit in _asked()),
        ],
        by_role / max(float(letters.sum()), 1.0),
        (
            body,
            float(count[_PARAGRAPH]),
            float(mine @ shares[at, roles[at]]) / body,
            float(by_role[_PARAGRAPH]) / paragraphs,
            linked / body,
            (count[_SUBHEAD] + count[_QUESTION]) / paragraphs,
            float(by_role[_PARAGRAPH]) / body,
        ),
        size,
    )


def facts(page: Page, shares: Degrees, roles: NDArray[np.intp]) -> NDArray[np.uint8]:
    """One flag for each of `fact_names`.

    Args:
        page: The page.
        shares: (blocks, roles), shares of the verdict.
        roles: Role index of each block.
    """
    found = _measure(page, shares, roles)
    return np.concatenate(
        [
            np.array(found.flags, dtype=np.uint8),
            bins(found.shares, _SHARES).ravel(),
            *(bins([number], edges).ravel() for number, edges in zip(found.numbers, _EDGES, strict=True)),
        ]
    )


class _Points(NamedTuple):
    """The points of the facts, laid out for looking them up: `facts` makes one array too many for every page."""

    flags: list[float]
    shares: NDArray[np.float64]
    numbers: list[list[float]]


@cache
def _points() -> _Points:
    card = page_scorecard()
    points = [card.points.get(name, 0.0) for name in fact_names()]
    flags = 2 * len(page_kinds()) + len(_HEADS) + 2 + len(_asked())
    behind = flags + len(ROLES) * (len(_SHARES) + 1)
    numbers, at = [], behind
    for edges in _EDGES:
        numbers.append(points[at : at + len(edges) + 1])
        at += len(edges) + 1
    return _Points(points[:flags], np.array(points[flags:behind]).reshape(len(ROLES), -1), numbers)


def total_of(
    page: Page, shares: Degrees, roles: NDArray[np.intp], letters: NDArray[Any] | None = None
) -> tuple[float, float]:
    """Points for "this is one article", and the letters of the body; arguments as of `tell_confidence`."""
    found, points = _measure(page, shares, roles, letters), _points()
    total = page_scorecard().always
    total += sum(p for p, holds in zip(points.flags, found.flags, strict=True) if holds)
    total += float(points.shares[_EVERY, np.searchsorted(_SHARES, found.shares, side="right")].sum())
    for number, edges, gain in zip(found.numbers, _EDGES, points.numbers, strict=True):
        total += gain[bisect_right(edges, number)]
    return total, found.body


def tell_confidence(page: Page, shares: Degrees, roles: NDArray[np.intp], letters: NDArray[Any] | None = None) -> float:
    """Chance that the page is one article whose body was found, 0..1; 0 without a body.

    Args:
        page: The page.
        shares: (blocks, roles), shares of the verdict.
        roles: Role index of each block.
        letters: Letters of each block, if they are counted already.
    """
    if not len(roles) or not _IS_BODY[roles].any():
        return 0.0
    if page.form == "text":
        return _of_text(page, shares, roles)
    total, size = total_of(page, shares, roles, letters)
    return round(min(1.0, size / _FEW) / (1 + exp(-max(-30.0, min(30.0, total / _POINTS)))), 4)


def _of_text(page: Page, shares: Degrees, roles: NDArray[np.intp]) -> float:
    """Of plain text, which declares nothing: how much is surely body, damped where there is little of it."""
    letters = np.array([len(t) - t.count(" ") for t in page.texts], dtype=np.float64)
    chosen = _IS_BODY[roles]
    mass = float(letters[chosen].sum())
    sure = float((letters * shares[:, _BODY].sum(axis=1))[chosen].sum()) / max(mass, 1.0)
    return round(sure * mass / (mass + _LITTLE), 4)
