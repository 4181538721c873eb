"""From a page to the role of each block: draft, frozen, then the verdict; and the reasons on request."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from math import log
from typing import Any, NamedTuple

import msgspec
import numpy as np
from numpy.typing import NDArray

from cleanpress.annotate.block.wording import lexicons_of, words_behind
from cleanpress.annotate.branches import agreed, heard
from cleanpress.annotate.signals import Degrees, Signals, join, joined_names, product_of
from cleanpress.annotate.site.findings import CERTAIN, Bound
from cleanpress.annotate.tiers import CONTEXT_NAMES, block_parts, context_parts
from cleanpress.annotate.view import View
from cleanpress.decide.choose import TEXT, best_cut, choose, in_text
from cleanpress.decide.confidence import tell_confidence
from cleanpress.decide.other import text_chances
from cleanpress.decide.passages.another import another_article
from cleanpress.decide.passages.behind import behind_text
from cleanpress.decide.passages.thread import in_thread
from cleanpress.decide.scorecard import ROLES, Scorecard, scorecard
from cleanpress.decide.second import second_reading
from cleanpress.model import Evidence, Role
from cleanpress.rules.phrases import Lexicons
from cleanpress.segment.page import Page
from cleanpress.segment.tags import CONTEXT_BIT

_shares: Any
try:
    from cleanpress.decide import _shares
except ImportError:
    _shares = None

_POINTS = 100.0  # points that multiply the odds by e
_HALF = 0.5
_TINY = 1e-6
_ARTICLE = 0.7  # chance of being an article from which the text is chosen more strictly
_STRICTER = 1.1  # what goes wrong goes wrong in passages, which the F1 to be expected knows nothing of
_CHANGE = 0.3  # chance that an element's role is drawn anew
_ODD = 0.93  # and that of a block in it: what it looks like by itself counts for most
_DATA = 40  # letters from which brackets may hold data rather than a remark
_CODE = CONTEXT_BIT["pre"] | CONTEXT_BIT["code"]
_NUMBER = {role: i for i, role in enumerate(ROLES)}
_PASSAGES = (in_thread, behind_text, another_article)  # the later one wins


class Look(NamedTuple):
    """What the scorecard sees on a page.

    Attributes:
        view: The page in arrays.
        block: The signals of the block tier.
        context: The signals that read the draft.
        card: The scorecard.
        own: Share of each role by the scorecard alone, (blocks, roles): what makes up the text is told by these.
        shares: The same with what the parts of the page say of their blocks.
        likeliest: The role with the largest share of each block.
        article: Chance that the page is one article that was found, 0..1.
    """

    view: View
    block: tuple[Signals, ...]
    context: tuple[Signals, ...]
    card: Scorecard
    own: Degrees
    shares: Degrees
    likeliest: NDArray[np.intp]
    article: float

    @property
    def surest(self) -> Degrees:
        """The largest share of each block."""
        return self.shares[np.arange(len(self.shares)), self.likeliest]


class Choice(NamedTuple):
    """What made up the text: the chance of each block that it belongs there, and the one from which it is taken."""

    chances: Degrees
    cut: float


class Verdicts:
    """The roles of a page's blocks with what led to them.

    Attributes:
        roles: Index into `ROLES` for each block.
        shares: Probability-like share of each role, (blocks, roles).
        article: Chance that the page is one article that was found, 0..1.
    """

    def __init__(
        self,
        page: Page,
        roles: NDArray[np.intp],
        seen: Look,
        choice: Choice,
        extra: dict[int, list[Evidence]],
        bounds: tuple[Bound, ...] = (),
    ) -> None:
        self.page = page
        self.roles = roles
        self.shares = seen.shares
        self._own = seen.own
        self.article = seen.article
        self.card = seen.card
        self.choice = choice
        self._block = seen.block
        self._context = seen.context
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
        return (
            *self.extra.get(block, ()), *self._chosen(block, role), *self._bounded(block, ROLES[role]),
            *self._placed(block, role), *told,
        )  # fmt: skip

    def _chosen(self, block: int, role: int) -> list[Evidence]:
        """That a block is in the text, or is not, against its likeliest role."""
        if block in self.extra or role == int(self.shares[block].argmax()):
            return []
        chance, cut = (min(max(float(c), 0.001), 0.999) for c in (self.choice.chances[block], self.choice.cut))
        gap = _POINTS * abs(log(chance / (1 - chance)) - log(cut / (1 - cut)))
        return [Evidence("choice.text" if TEXT[role] else "choice.not_text", ROLES[role], round(gap, 1))]

    def _placed(self, block: int, role: int) -> list[Evidence]:
        """That the part of the page that a block stands in speaks for its role."""
        if block in self.extra or not len(self._own):
            return []
        gain = _POINTS * log(max(float(self.shares[block, role]), _TINY) / max(float(self._own[block, role]), _TINY))
        return [Evidence("region", ROLES[role], round(gain, 1))] if gain > 1 else []

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
    extra = {**_certain(page), **(extra or {})}
    if not len(page):
        return _nothing(page)
    told = list(extra) + [block for bound in bounds for block in bound.blocks]
    seen = look(page, extra, bounds)
    article = seen.article if page.form == "html" else 1.0  # text declares nothing of its kind
    chances = text_chances(seen.own, article, seen.block + seen.context)
    chances[told] = in_text(seen.own[told])  # what a site file says holds on every page
    cut = best_cut(chances, seen.view.words)
    if page.form == "text":
        cut = max(cut, _HALF)  # lines without markup are unsure all over: measured, more goes wrong below
    elif article >= _ARTICLE:
        cut *= _STRICTER
    roles = choose(seen.shares, seen.likeliest, chances, cut)
    if not _tells_body(extra, bounds):
        settled = {b for bound in bounds for b in bound.blocks if bound.points >= CERTAIN}
        for block, found in second_reading(seen.view, roles, seen.surest >= _HALF).items():
            if block not in settled and block not in extra:
                roles[block] = _NUMBER[found[0].role]
                extra[block] = found
    return Verdicts(page, roles, seen, Choice(chances, cut), extra, bounds)


def look(page: Page, extra: dict[int, list[Evidence]], bounds: tuple[Bound, ...]) -> Look:
    """Both looks of the scorecard at a page that has blocks; arguments as of `decide`.

    What is found of another article is added to `extra`.
    """
    view = View(page)
    signals = block_parts(view)
    card = scorecard(page.form, joined_names(signals), CONTEXT_NAMES)
    scores = product_of(signals, card.block)
    scores += card.block_always
    _add(scores, extra, bounds)
    draft = softmax(scores[:, : len(ROLES)])
    context = context_parts(view, draft)
    points = scores[:, len(ROLES) :] + product_of(context, card.context)
    own = softmax(points)
    others = _of_others(view, own)
    if others:
        for block, found in others.items():
            points[block, _NUMBER[found[0].role]] += found[0].strength
        own = softmax(points)
        extra.update({block: [*extra.get(block, ()), *found] for block, found in others.items()})
    shares = with_regions(view, own)
    told = [*extra, *(block for bound in bounds for block in bound.blocks)]
    shares[told] = own[told]  # of these something else is known
    likeliest = _best(shares)
    article = tell_confidence(page, shares, likeliest, view.size)
    return Look(view, signals, context, card, own, shares, likeliest, article)


def _of_others(view: View, shares: Degrees) -> dict[int, list[Evidence]]:
    """What passages say of blocks that are another article's, or nobody's; the last one to speak of a block counts."""
    if view.page.form != "html":
        return {}
    roles = _best(shares)
    return {block: told for find in _PASSAGES for block, told in find(view, shares, roles).items()}


def _best(shares: Degrees) -> NDArray[np.intp]:
    """The likeliest role of each block."""
    found: NDArray[np.intp] = shares.argmax(axis=1) if _shares is None else _shares.best(shares)
    return found


def with_regions(view: View, own: Degrees) -> Degrees:
    """Shares with what the elements that the blocks stand in say of them; plain text has none.

    Args:
        view: The page.
        own: (blocks, roles), by the scorecard alone.
    """
    if view.page.form == "text":
        return own
    return agreed(own, heard(view.branches, own, _CHANGE, _ODD), _ODD, TEXT)


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
    seen = Look(View(page), empty, empty, card, none, none, np.zeros(0, dtype=np.intp), 0.0)
    return Verdicts(page, np.zeros(0, dtype=np.intp), seen, Choice(none[:, 0], 0.5), {})


def _certain(page: Page) -> dict[int, list[Evidence]]:
    """What form alone makes certain, or nearly so.

    What stands in the declared body alone is the body; data for a script that got into the text is machinery; cells
    of plain text are a table, as menus have no rows there.
    """
    body = Evidence("rescue.declared_body", Role.PARAGRAPH, CERTAIN, "articleBody")
    data = Evidence("shape.json", Role.INTERFACE, CERTAIN)
    found = {block: [data] for block, text in enumerate(page.texts) if text[0] in "{[" and _is_json(page, block)}
    if page.form == "text":
        cell = Evidence("shape.cell", Role.TABLE, CERTAIN)
        found |= {block: [cell] for block in page.cells}
    return found | {block: [body] for block in page.rescued}


def _is_json(page: Page, block: int) -> bool:
    """Whether a block that is no code holds a JSON object or array of some size."""
    text = page.texts[block]
    if len(text) < _DATA or text[-1] not in "}]" or page.context[block] & _CODE:
        return False
    try:
        msgspec.json.decode(text)
    except msgspec.DecodeError:
        return False
    return True
