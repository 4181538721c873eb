"""One page's part in what is remembered of its site."""

from __future__ import annotations

from cleanpress.decide.scorecard import ROLES
from cleanpress.document import Document
from cleanpress.model import DROP, Role
from cleanpress.study.elements import Elements
from cleanpress.study.state import Phrase, Seen, Spot, State, digest, fold

SURE = 0.8
"""Chance from which a role is taken for sure."""

_LONGEST = 400  # letters of a text that is kept word for word
_RUNNING = 8  # words of a block from which it may tell another version of a page
_VARIANT = 0.3  # of a page's text that has to recur for that
_PROSE = frozenset((Role.PARAGRAPH, Role.QUOTE, Role.QUESTION, Role.STANDFIRST))
_DROPS = [i for i, role in enumerate(ROLES) if role in DROP]


class Update:
    """One page's part in what is remembered."""

    def __init__(self, state: State, doc: Document, elements: Elements) -> None:
        self.state = state
        self.elements = elements
        self.page = doc._page
        reading = doc._reading
        self.roles = reading.roles
        self.kept = frozenset(reading.kept)
        self.chances = reading.chances
        self.shares = reading.verdicts.shares
        self.met: set[tuple[str, int]] = set()  # containers' elements
        self.known: dict[str, Seen | None] = {}  # hash to what earlier pages left
        state.pages += 1
        state.confidence += doc.confidence

    def run(self) -> None:
        """Take in every visible block."""
        rescued = self.page.rescued
        self.variant = self._is_variant()
        for block, text in enumerate(self.page.texts):
            if block not in rescued:
                self._take(block, text)

    def _is_variant(self) -> bool:
        """Whether much of the running text came on one earlier page: another version of it, where all text recurs."""
        words = again = 0
        for block in self.kept:
            text = self.page.texts[block]
            size = len(text.split())
            if size < _RUNNING or self.chances[block] < SURE:
                continue
            folded = fold(text)
            words += size
            again += size * (folded is not None and digest(folded) in self.state.texts)
        return again > _VARIANT * words

    def _take(self, block: int, text: str) -> None:
        words, path = len(text.split()), self.elements.path(block)
        again = self._again(block, text, path)
        spot = self.state.paths.setdefault(path, Spot())
        self._count(spot, block, words, again)
        spot.mixed += not self.elements.alone(block)
        for key, node in self.elements.containers(block):
            spot = self.state.containers.setdefault(key, Spot())
            self._count(spot, block, words, again)
            if (key, node) not in self.met:
                self.met.add((key, node))
                spot.elements += 1
        if block in self.kept:
            self.state.kept_words += words
            self.state.prose_words += words * (ROLES[self.roles[block]] in _PROSE)

    def _count(self, spot: Spot, block: int, words: int, again: int) -> None:
        if spot.last != self.state.pages:
            spot.pages += 1
            spot.last = self.state.pages
        kept = block in self.kept
        spot.blocks += 1
        spot.words += words
        spot.kept += kept
        spot.kept_words += words * kept
        spot.again += again
        spot.again_words += again * words
        role = ROLES[self.roles[block]].value
        spot.roles[role] = spot.roles.get(role, 0) + 1
        spot.doubt += self.chances[block] < SURE
        self._add_drops(spot.drops, block)

    def _add_drops(self, drops: dict[str, float], block: int) -> None:
        shares = self.shares[block, _DROPS]
        best = int(shares.argmax())
        role = ROLES[_DROPS[best]].value
        drops[role] = drops.get(role, 0.0) + float(shares[best])

    def _again(self, block: int, text: str, path: str) -> int:
        """How many blocks that recur this one stands for: with it, those of its first page are known to recur."""
        folded = fold(text)
        if folded is None:
            return 0
        key, kept, number = digest(folded), block in self.kept, self.state.pages
        if self.variant and kept and self.chances[block] >= SURE:
            return 0
        seen = self.state.texts.pop(key, None)  # put in anew: those not met for long stand first
        self.state.texts[key] = seen = seen or Seen(number, 0, 0, 0)
        before = self.known.setdefault(key, Seen(seen.last, seen.pages, seen.blocks, seen.kept) if seen.pages else None)
        if seen.last != number or not seen.pages:
            seen.last, seen.pages = number, seen.pages + 1
        first = seen.pages == 2 and before is not None and key not in self.state.phrases
        seen.blocks += 1
        seen.kept += kept
        if before is None:
            return 0
        self._phrase(block, text, path, key, seen)
        return 1 + (before.blocks if first else 0)

    def _phrase(self, block: int, text: str, path: str, key: str, seen: Seen) -> None:
        if len(text) > _LONGEST:
            return
        phrase = self.state.phrases.setdefault(key, Phrase(text, path, self.page.tag[block]))
        phrase.pages, phrase.blocks, phrase.kept = seen.pages, seen.blocks, seen.kept
        phrase.surely += block in self.kept and self.chances[block] >= SURE
        phrase.doubt += self.chances[block] < SURE
        phrase.out += float(self.shares[block, _DROPS].sum())
        self._add_drops(phrase.drops, block)
