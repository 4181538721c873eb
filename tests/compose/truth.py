"""Scores blocks against what a composed page should give: matched by text, counted by role, language, form."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple

from cleanpress import clean_text, extract
from cleanpress.model import DROP, Block, Role
from tests.compose.pages import folded, plan
from tests.compose.templates import Composed, Truth, as_html, as_text

CONTENT = frozenset(role.value for role in Role if role not in DROP)
PROMPTS = ("paywall", "signup", "teaser")


class Result(NamedTuple):
    """What became of one true block.

    `given` is None, and `confidence` 0, where no block holds its text.
    """

    language: str
    seed: int
    form: str
    shape: str
    naming: str
    position: str
    role: str
    given: str | None
    confidence: float
    text: str

    @property
    def right(self) -> bool:
        """Whether the block got its role."""
        return self.role == self.given


def pages(languages: Sequence[str], count: int, first: int = 0) -> Iterator[Composed]:
    """That many pages, the languages in turn, each as HTML and as text."""
    for number in range(first, first + count):
        drawn = plan(languages[number % len(languages)], number)
        yield as_html(drawn)
        yield as_text(drawn)


def read(page: Composed) -> list[Result]:
    """The page as the engine reads it."""
    doc = extract(page.source) if page.form == "html" else clean_text(page.source)
    found = _match(page.truths, doc.blocks)
    return [
        Result(
            page.plan.language,
            page.plan.seed,
            page.form,
            page.shape,
            page.naming,
            page.plan.position,
            truth.role,
            block.role.value if block else None,
            block.confidence if block else 0.0,
            truth.text,
        )
        for truth, block in zip(page.truths, found, strict=True)
    ]


def _match(truths: Sequence[Truth], blocks: Sequence[Block]) -> list[Block | None]:
    """For each truth the block of the same letters, in order; else one that holds it or is held by it."""
    keys = [folded(block.text) or block.text for block in blocks]
    places: defaultdict[str, list[int]] = defaultdict(list)
    for i, key in enumerate(keys):
        places[key].append(i)
    out: list[Block | None] = []
    at = 0
    for truth in truths:
        key = folded(truth.text) or truth.text.strip()
        same = places.get(key)
        if same:
            at = same.pop(0) if len(same) > 1 else same[0]
        else:
            near = [i for i in range(max(0, at - 3), min(len(keys), at + 8)) if _holds(blocks[i], keys[i], key)]
            if not near:
                out.append(None)
                continue
            at = near[0]
        out.append(blocks[at])
    return out


def _holds(block: Block, key: str, wanted: str) -> bool:
    """Whether one text holds the other, or most of it, or is a cell of it."""
    return wanted in key or ((len(key) > len(wanted) / 2 or block.cell is not None) and key in wanted)


def accuracy(results: Iterable[Result]) -> float:
    """Share of the blocks that got their role, 0..1."""
    every = [result.right for result in results]
    return sum(every) / len(every) if every else 0.0


def f1(results: Iterable[Result], roles: frozenset[str]) -> float:
    """F1 of telling blocks of these roles from the others, 0..1."""
    given = true = both = 0
    for result in results:
        mine, wanted = result.given in roles, result.role in roles
        given, true, both = given + mine, true + wanted, both + (mine and wanted)
    return 2 * both / (given + true) if given + true else 0.0


def sure(results: Iterable[Result], least: float = 0.9) -> tuple[float, float]:
    """(share right, share of all) of the blocks of that confidence or more."""
    every = list(results)
    chosen = [result for result in every if result.confidence >= least]
    return accuracy(chosen), len(chosen) / max(1, len(every))


def split(results: Iterable[Result], by: Callable[[Result], str]) -> dict[str, list[Result]]:
    """The results by some key, in the order of the keys."""
    out: defaultdict[str, list[Result]] = defaultdict(list)
    for result in results:
        out[by(result)].append(result)
    return dict(sorted(out.items()))


def confusions(results: Iterable[Result]) -> list[tuple[tuple[str, str], list[Result]]]:
    """The wrong results by (true role, given role), the most frequent first."""
    wrong = [result for result in results if not result.right]
    counts = Counter((result.role, result.given or "missing") for result in wrong)
    kinds = sorted(counts, key=lambda kind: (-counts[kind], kind))
    return [(kind, [r for r in wrong if (r.role, r.given or "missing") == kind]) for kind in kinds]
