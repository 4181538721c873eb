"""The proof of a site file out of pages at hand: as few as show what each of its rules is for."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

import regex

from cleanpress.document import Document
from cleanpress.rules.site.patterns import compile_pattern, searched
from cleanpress.rules.site.ruleset import rule_set
from cleanpress.rules.site.schema import SiteFile
from cleanpress.study.anonymise import anonymise
from cleanpress.study.draft import Fixture, address_for, expected
from cleanpress.study.proof import Outcome, Part, outcome_of, parts

_RANKS = {"hint": 0, "strong": 1, "certain": 2}


class Supplied(NamedTuple):
    """A site file that stands its test.

    Attributes:
        file: The file without what none of the pages shows the use of.
        fixtures: Its proof pages; none if nothing is left to prove.
        left_out: Ids of what was taken away.
    """

    file: SiteFile
    fixtures: tuple[Fixture, ...]
    left_out: tuple[str, ...]


def supply(file: SiteFile, docs: Sequence[Document], stem: str = "learned") -> Supplied:
    """A site file with its proof, made of pages of the site; the smallest pages that will do.

    A rule that changes nothing on any of the pages is taken away, the weakest first: without it each block gets its
    role all the same, and a rule that nobody can see at work cannot be corrected either.

    Args:
        file: The file of a site.
        docs: Some pages of it, made from HTML as bytes or str.
        stem: What the proof pages are called, with a number each.

    Raises:
        InputError: A document was not made from HTML, or the file is for no host.
    """
    pages = sorted((_anonymous(doc, file) for doc in docs), key=len)
    bench = _Bench(pages, address_for(file))
    left_out: list[str] = []
    unproven, shown = bench.without_use(file, parts(file))
    while unproven:
        weakest = min(unproven, key=lambda part: _rank(part, file))
        left_out.append(weakest.id)
        others = {part.id for part in unproven} - {weakest.id}
        file = weakest.without
        unproven, _ = bench.without_use(file, (part for part in parts(file) if part.id in others))
        if not unproven:  # what was of use may have been so beside the rule that is gone
            unproven, shown = bench.without_use(file, parts(file))
    fixtures = tuple(expected(pages[n], file, f"{stem}-{at + 1}") for at, n in enumerate(sorted(shown)))
    return Supplied(file, fixtures, tuple(left_out))


class _Bench:
    """Tries site files on pages."""

    def __init__(self, pages: Sequence[str], url: str) -> None:
        self.pages = pages
        self.url = url

    def without_use(self, file: SiteFile, of: Iterable[Part]) -> tuple[list[Part], set[int]]:
        """Those parts of a file that may go without any change; the numbers of pages that show the others at work."""
        left, shown = list(of), set[int]()
        for number, page in enumerate(self.pages):
            if not left:
                break
            whole = self._outcome(page, file)
            idle = [part for part in left if self._outcome(page, part.without) == whole]
            if len(idle) < len(left):
                shown.add(number)
            left = idle
        return left, shown

    def _outcome(self, page: str, file: SiteFile) -> Outcome:
        return outcome_of(page, self.url, rule_set(file, site_rules=False))


def _rank(part: Part, file: SiteFile) -> int:
    """How weak a part is: a rule by its strength, what is said of the article last."""
    head, at = part.where[:2]
    return _RANKS[file.rule[at].strength] if head == "rule" and isinstance(at, int) else len(_RANKS)


def _anonymous(doc: Document, file: SiteFile) -> str:
    """The page in other words, but for those that rules ask for."""
    patterns = [compile_pattern(rule.text) for rule in file.rule if rule.text]
    return anonymise(doc, (n for n, text in enumerate(doc._page.texts) if _found(patterns, text)))


def _found(patterns: Sequence[regex.Pattern[str]], text: str) -> bool:
    for pattern in patterns:
        try:
            if searched(pattern, text) is not None:
                return True
        except TimeoutError:
            continue
    return False
