"""What the roles of the blocks say of the page as a whole: kept blocks, copies, access, truncation, confidence."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property, lru_cache

import numpy as np
from numpy.typing import NDArray

from cleanpress.decide.scorecard import ROLES
from cleanpress.decide.verdict import Verdicts
from cleanpress.model import Access, Evidence, Role
from cleanpress.segment.page import Page

_WHOLE = 1200  # letters from which a body that does not break off is taken for whole
_SURE = 0.75  # chance from which a prompt counts
_COPY = 60  # letters from which a repeated block is a copy of the body rather than a refrain
_ARTICLE = 0.5  # confidence from which a page is taken for an article
_SEEN = 0.2  # share of the kept letters from which hidden ones are hidden on purpose
_PAYWALL = ROLES.index(Role.PAYWALL)
_BODY = [ROLES.index(r) for r in (Role.PARAGRAPH, Role.LIST_ITEM, Role.QUOTE, Role.QUESTION, Role.SUBHEAD)]


class Reading:
    """A page decided. What the text does not need is worked out when it is asked for.

    Args:
        page: The segmented page.
        verdicts: Role of each block.
        keep: Roles whose blocks make up the text.

    Attributes:
        roles: Index into `ROLES` of each block.
        kept: Indexes of the blocks in the text.
    """

    def __init__(self, page: Page, verdicts: Verdicts, keep: frozenset[Role]) -> None:
        self.page = page
        self.verdicts = verdicts
        self.roles: list[int] = verdicts.roles.tolist()
        self.kept = _without_copies(page, np.flatnonzero(_wanted(keep)[verdicts.roles]).tolist())
        if any(page.hidden[i] for i in self.kept) and self.confidence >= _ARTICLE:
            self.kept = _without_hidden(page, self.kept)

    @cached_property
    def chances(self) -> list[float]:
        """Chance that each role is right, 0..1."""
        return [float(chance) for chance in self.verdicts.confidence]

    def explain(self, block: int) -> tuple[Evidence, ...]:
        """The evidence of a block."""
        return self.verdicts.evidence(block)

    @property
    def access(self) -> Access | None:
        """As on `Document`."""
        return self._told[0]

    @property
    def truncated(self) -> bool:
        """As on `Document`."""
        return self._told[1]

    @property
    def reasons(self) -> tuple[str, ...]:
        """As on `Document`."""
        return self._told[2]

    @cached_property
    def confidence(self) -> float:
        """As on `Document`."""
        return self.verdicts.article

    @cached_property
    def _told(self) -> tuple[Access | None, bool, tuple[str, ...]]:
        page, roles, kept = self.page, self.roles, self.kept
        access, reasons = tell_access(page, roles, self.chances)
        truncated = tell_truncated(page, roles, kept, access, self.chances)
        whole = not truncated and sum(len(page.texts[i]) for i in kept) >= _WHOLE
        if access == "locked" and whole and _PAYWALL in roles:
            access = "metered"
            reasons.append("the body is whole, the prompts count what was read")
        if not kept:
            reasons.append("no block was taken for running text" if roles else "the page holds no visible text")
        return access, truncated, tuple(reasons)


@lru_cache(maxsize=64)
def _wanted(keep: frozenset[Role]) -> NDArray[np.bool_]:
    """For each role whether its blocks are kept."""
    return np.array([role in keep for role in ROLES])


def _without_copies(page: Page, kept: list[int]) -> list[int]:
    """The kept blocks, the body once: of a print copy, gallery repeat or hidden copy nothing is kept.

    A copy repeats two long blocks or more in a row, elsewhere on the page, or is hidden; a single long text that
    comes again, or comes again under the same parent, is a refrain.
    """
    if not _repeats([text for i in kept if len(text := page.texts[i]) >= _COPY]):
        return kept
    seen: dict[str, int] = {}
    again = []
    for i in kept:
        home = page.parent[page.node[i]] if page.node[i] >= 0 else -1
        long = len(page.texts[i]) >= _COPY
        again.append(long and page.texts[i] in seen and (home < 0 or seen[page.texts[i]] != home))
        if long:
            seen.setdefault(page.texts[i], home)
    out = []
    for at, i in enumerate(kept):
        beside = again[max(0, at - 2) : at] + again[at + 1 : at + 3]
        if not (again[at] and (any(beside) or page.hidden[i])):
            out.append(i)
    return out


def _repeats(texts: list[str]) -> bool:
    """Whether any text comes twice; only texts of the same length are looked at."""
    by_size: dict[int, list[str]] = {}
    for text in texts:
        others = by_size.get(len(text))
        if others is None:
            by_size[len(text)] = [text]
        elif text in others:
            return True
        else:
            others.append(text)
    return False


def _without_hidden(page: Page, kept: list[int]) -> list[int]:
    """The kept blocks that a reader sees, unless they are few: then a script shows the hidden body.

    In an article only: elsewhere the hidden parts are tabs and answers that open on a click.
    """
    seen = [i for i in kept if not page.hidden[i] or i in page.rescued]
    size = sum(len(page.texts[i]) for i in kept)
    return seen if sum(len(page.texts[i]) for i in seen) >= _SEEN * size else kept


def tell_access(
    page: Page, roles: list[int], chances: Sequence[float] | None = None
) -> tuple[Access | None, list[str]]:
    """Free, metered or locked, from markup and from the prompts found; with the reasons."""
    reasons: list[str] = []
    sure = chances or [1.0] * len(roles)
    prompts = sum(1 for r, chance in zip(roles, sure, strict=True) if r == _PAYWALL and chance >= _SURE)
    said = page.declared.access
    if said:
        reasons.extend(page.declared.reasons)
    if prompts:
        reasons.append(f"{prompts} paywall blocks")
    if said == "metered" or said == "locked":
        return said, reasons
    if prompts >= 2:
        return "metered", reasons
    return said, reasons


def tell_truncated(
    page: Page, roles: list[int], kept: list[int], access: Access | None, chances: Sequence[float] | None = None
) -> bool:
    """Whether the body breaks off: it ends open, or a prompt follows a short body that is not free."""
    body = [i for i in kept if roles[i] in _BODY]
    if not body:
        return False
    last = page.texts[body[-1]].rstrip()
    after = range(body[-1] + 1, min(body[-1] + 12, len(roles)))
    prompt_after = sum(chances[i] if chances else 1.0 for i in after if roles[i] == _PAYWALL) >= _SURE
    if last.endswith(("...", "…", "[…]", "[...]")) and (prompt_after or access in ("locked", "metered")):
        return True
    open_end = last[-1:].isalnum() or last[-1:] in ",;"
    short = sum(len(page.texts[i]) for i in body) < _WHOLE
    return prompt_after and (open_end or (access == "locked" and short))
