"""From a page to the role of each block: draft, frozen, then the verdict; and the reasons on request."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from cleanpress.annotate.block.wording import lexicons_of, words_behind
from cleanpress.annotate.signals import Degrees, Signals, join, joined_names, product_of
from cleanpress.annotate.site.findings import CERTAIN, Bound
from cleanpress.annotate.tiers import CONTEXT_NAMES, block_parts, context_parts
from cleanpress.annotate.view import View
from cleanpress.decide.scorecard import ROLES, Scorecard, scorecard
from cleanpress.decide.second import second_reading
from cleanpress.model import Evidence, Role
from cleanpress.rules.phrases import Lexicons
from cleanpress.segment.page import Page

_shares: Any
try:
    from cleanpress.decide import _shares
except ImportError:
    _shares = None

_POINTS = 100.0  # points that multiply the odds by e
_NUMBER = {role: i for i, role in enumerate(ROLES)}


class Verdicts:
    """The roles of a page's blocks with what led to them.

    Attributes:
        roles: Index into `ROLES` for each block.
        shares: Probability-like share of each role, (blocks, roles).
    """

    def __init__(
        self,
        page: Page,
        roles: NDArray[np.intp],
        shares: Degrees,
        card: Scorecard,
        block: tuple[Signals, ...],
        context: tuple[Signals, ...],
        extra: dict[int, list[Evidence]],
        bounds: tuple[Bound, ...] = (),
    ) -> None:
        self.page = page
        self.roles = roles
        self.shares = shares
        self.card = card
        self._block = block
        self._context = context
        self.extra = extra
        self.bounds = bounds

    @cached_property
    def block(self) -> Signals:
        """The signals of the block tier."""
        return join(self._block)

    @cached_property
    def context(self) -> Signals:
        """The signals that read the draft."""
        return join(self._context)

    @cached_property
    def confidence(self) -> NDArray[np.float64]:
        """Calibrated chance that each role is right, 0..1."""
        if not len(self.roles):
            return np.zeros(0)
        return calibrated(self.shares[np.arange(len(self.roles)), self.roles], self.card)

    @cached_property
    def _books(self) -> Lexicons:
        return lexicons_of(self.page)

    def evidence(self, block: int, most: int = 8) -> tuple[Evidence, ...]:
        """The strongest reasons for the role of a block."""
        role = int(self.roles[block])
        names = self.block.names + self.context.names
        degrees = np.concatenate([self.block.degrees[block], self.context.degrees[block]])
        points = np.concatenate([self.card.block[:, len(ROLES) + role], self.card.context[:, role]])
        mean = np.concatenate([self.card.block[:, len(ROLES) :].mean(axis=1), self.card.context.mean(axis=1)])
        gain = degrees * (points - mean)
        order = np.argsort(-gain, kind="stable")[:most]
        found = words_behind(self.page.texts[block], self._books)
        told = [
            Evidence(names[i], ROLES[role], round(float(gain[i]), 1), found.get(_cue(names[i]), ""))
            for i in order
            if gain[i] > 1
        ]
        return (*self.extra.get(block, ()), *self._bounded(block, ROLES[role]), *told)

    def _bounded(self, block: int, role: Role) -> list[Evidence]:
        """What speaks for a role by speaking against others."""
        return [
            Evidence(bound.rule, role, bound.points, bound.words)
            for bound in self.bounds
            if role not in bound.against and block in bound.blocks
        ]


def _cue(name: str) -> str:
    return name.removeprefix("wording.").removeprefix("mostly.")


def decide(page: Page, extra: Mapping[int, list[Evidence]] | None = None, bounds: tuple[Bound, ...] = ()) -> Verdicts:
    """Give every block its role.

    Args:
        page: The segmented page.
        extra: Evidence of site files by block; its strength is added to its role's points.
        bounds: What they say that blocks are not.
    """
    extra = {**_rescued(page), **(extra or {})}
    if not len(page):
        return _nothing(page)
    view = View(page)
    signals = block_parts(view)
    card = scorecard(page.form, joined_names(signals), CONTEXT_NAMES)
    scores = product_of(signals, card.block)
    scores += card.block_always
    _add(scores, extra, bounds)
    draft = softmax(scores[:, : len(ROLES)])
    context = context_parts(view, draft)
    shares = softmax(scores[:, len(ROLES) :] + product_of(context, card.context))
    roles: NDArray[np.intp] = shares.argmax(axis=1) if _shares is None else _shares.best(shares)
    if page.form == "html" and not _tells_body(extra, bounds):
        settled = {b for bound in bounds for b in bound.blocks if bound.points >= CERTAIN}
        for block, told in second_reading(view, roles).items():
            if block not in settled and block not in extra:
                roles[block] = _NUMBER[told[0].role]
                extra[block] = told
    return Verdicts(page, roles, shares, card, signals, context, extra, bounds)


def _add(scores: Degrees, extra: dict[int, list[Evidence]], bounds: tuple[Bound, ...]) -> None:
    """Add evidence and bounds to the points of both looks."""
    for block, told in extra.items():
        for item in told:
            for offset in (0, len(ROLES)):
                scores[block, offset + _NUMBER[item.role]] += item.strength
    for bound in bounds:
        columns = [offset + _NUMBER[role] for offset in (0, len(ROLES)) for role in bound.against]
        scores[np.ix_(bound.blocks, columns)] -= bound.points


def _tells_body(extra: dict[int, list[Evidence]], bounds: tuple[Bound, ...]) -> bool:
    """Whether it is said for certain where the body stands, so that nobody has to look for it again."""
    return any(Role.PARAGRAPH in bound.against and bound.points < CERTAIN for bound in bounds) or any(
        item.strength >= CERTAIN and item.role is Role.PARAGRAPH for told in extra.values() for item in told
    )


def softmax(points: NDArray[Any]) -> Degrees:
    """Points to shares that sum to 1 in each row."""
    if _shares is not None:
        shares: Degrees = _shares.below_best(np.asarray(points, dtype=np.float32), _POINTS)
        np.exp(shares, out=shares)
        _shares.to_one(shares)
        return shares
    scaled = np.asarray(points, dtype=np.float32) / np.float32(_POINTS)
    scaled -= scaled.max(axis=1, keepdims=True) if len(scaled) else 0
    np.exp(scaled, out=scaled)
    scaled /= scaled.sum(axis=1, keepdims=True)
    return scaled


def calibrated(shares: Degrees, card: Scorecard) -> NDArray[np.float64]:
    """Share of the winning role to the chance that it is right, as measured on held-out pages."""
    return np.interp(shares, card.calibration[:, 0], card.calibration[:, 1])


def _nothing(page: Page) -> Verdicts:
    """The verdicts on a page without a block."""
    none = np.zeros((0, len(ROLES)), dtype=np.float32)
    empty = (Signals((), none[:, :0]),)
    card = Scorecard(none, none[:0].sum(axis=0), none, np.zeros((1, 2)))
    return Verdicts(page, np.zeros(0, dtype=np.intp), none, card, empty, empty, {})


def _rescued(page: Page) -> dict[int, list[Evidence]]:
    """What stands in the declared body alone is the body: certain."""
    told = Evidence("rescue.declared_body", Role.PARAGRAPH, CERTAIN, "articleBody")
    return {block: [told] for block in page.rescued}
