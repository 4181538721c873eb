"""What a search by XPath may cost on a page, told beforehand: libxml2 cannot be stopped once it has begun.

An XPath that searches the page anew for each element that it finds takes the square of the page, or worse, and on a
page of a hundred thousand elements that is hours. So the steps are counted out with the page's own numbers.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple, TypeAlias

MOST = 1e8
"""Elements that a search may look at, seen again ones counted again; about a second."""

Tokens: TypeAlias = tuple[Any, ...]  # pieces of text, and brackets as tuples that begin with "[" or "("

_TOKEN = re.compile(r"""\s*("[^"]*"|'[^']*'|//|::|\.\.|!=|<=|>=|[\w.-]+(?::(?!:)[\w.*-]+)?|.)""", re.DOTALL)
_OPERATORS = frozenset(("|", "and", "or", "=", "!=", "<", ">", "<=", ">=", "+", "-", "*", "div", "mod", ","))
_NAMES = frozenset(("*", "and", "or", "div", "mod"))  # that may be tests of elements, too
_ALL = frozenset(("following", "preceding"))
_BESIDE = frozenset(("following-sibling", "preceding-sibling"))
_DOWN_OR_UP = frozenset(("descendant", "descendant-or-self", "ancestor", "ancestor-or-self"))
_LOOSE = frozenset(("or", "not", "!=", "<", ">", "<=", ">=", "|"))  # with them a word need not stand in the page
_FUNCTIONS = frozenset(
    "last position count id local-name namespace-uri name string concat starts-with contains substring-before "
    "substring-after substring string-length normalize-space translate boolean not true false lang number sum floor "
    "ceiling round processing-instruction".split()
)
_POSITION = frozenset(("position", "last"))
_TRUTH = frozenset(("and", "or", "=", "!=", "<", ">", "<=", ">="))  # what gives true or false, not a number
_TRUTHS = frozenset(("not", "contains", "starts-with", "boolean", "true", "false", "lang"))
_FIRST = ("[", "1")
_WORD = re.compile(r"[A-Za-z0-9_-]{3,}")
_NO_STEP = "\"'0123456789$"  # first letters of texts, numbers and variables
_MERGE = 0.1  # of looking at an element: looking for it among those found


class Sizes(NamedTuple):
    """The numbers of a page.

    Attributes:
        elements: How many there are.
        depth: How deep they are nested, at most.
        siblings: How many stand in one element, at most.
        tags: How many there are of each tag; None if it is not known.
        markup: The markup, in which words are counted.
        more: Elements of any tag that `tags` leaves out.
    """

    elements: int
    depth: int
    siblings: int
    tags: Counter[str] | None = None
    markup: str = ""
    more: int = 0


def sizes_of(elements: Iterable[Any], markup: str) -> Sizes:
    """Count a page out.

    Args:
        elements: All its elements in document order.
        markup: Its markup.
    """
    tags: Counter[str] = Counter()
    beside: Counter[Any] = Counter()
    depths: dict[Any, int] = {}
    for element in elements:
        above = element.getparent()
        tags[element.tag] += 1
        beside[above] += 1
        depths[element] = depths.get(above, 0) + 1
    return Sizes(len(depths), max(depths.values(), default=0), max(beside.values(), default=0), tags, markup)


def tokens_of(xpath: str) -> Tokens:
    """An XPath in pieces; what stands in brackets is a piece of its own."""
    stack: list[list[Any]] = [[]]
    for piece in _TOKEN.findall(xpath):
        if piece in "[(":
            stack.append([piece])
        elif piece in "])" and len(stack) > 1:
            inner = tuple(stack.pop())
            stack[-1].append(inner)
        else:
            stack[-1].append(piece)
    while len(stack) > 1:  # a bracket that is never closed: the XPath does not compile anyway
        inner = tuple(stack.pop())
        stack[-1].append(inner)
    return tuple(stack[0])


def unknown_functions(tokens: Tokens) -> Iterator[str]:
    """The functions that XPath 1.0 does not have: libxml2 would tell only once it comes to call them."""
    for at, piece in enumerate(tokens):
        if isinstance(piece, tuple):
            yield from unknown_functions(piece[1:])
        elif _calls(piece, (*tokens, "")[at + 1]) and piece not in _FUNCTIONS | _OPERATORS:
            yield piece


def quicker(tokens: Tokens) -> str:
    """An XPath that finds the same with one step down where `//` means two, unless it counts positions."""
    out: list[str] = []
    for at, piece in enumerate(tokens):
        if isinstance(piece, tuple):
            out.append(f"{piece[0]}{quicker(piece[1:])}{']' if piece[0] == '[' else ')'}")
        else:
            out.append("/descendant::" if piece == "//" and _one_step(tokens, at + 1) else piece)
    return " ".join(out)


def _one_step(tokens: Tokens, at: int) -> bool:
    """Whether a step to children begins here, and none of its predicates counts positions."""
    test = tokens[at] if at < len(tokens) else "."
    if not isinstance(test, str) or test in (".", "..", "@") or tokens[at + 1 : at + 2] == ("::",):
        return False
    for piece in tokens[at + 1 :]:
        if not isinstance(piece, tuple):
            break
        if piece[0] == "[" and _may_count(piece[1:]):
            return False
    return True


def _may_count(tokens: Tokens) -> bool:
    """Whether a predicate may be a number, or asks for the position."""
    if any(piece in _POSITION or (isinstance(piece, tuple) and _may_count_inside(piece)) for piece in tokens):
        return True
    if any(piece in _TRUTH for piece in tokens):
        return False
    if any(_reckons(tokens, at) for at in range(len(tokens))):
        return True
    first = tokens[0] if tokens else "1"
    calls = len(tokens) > 1 and isinstance(first, str) and _calls(first, tokens[1])
    return not isinstance(first, str) or first[0] in _NO_STEP or (calls and first not in _TRUTHS)


def _reckons(tokens: Tokens, at: int) -> bool:
    """Whether a piece is an operator between numbers."""
    piece = tokens[at]
    if not isinstance(piece, str):
        return False
    named = piece in _NAMES and _starts_step(tokens[at - 1] if at else None)
    return piece[0] in "+-" or (piece in ("*", "div", "mod") and not named)


def _may_count_inside(piece: tuple[Any, ...]) -> bool:
    return any(p in _POSITION or (isinstance(p, tuple) and _may_count_inside(p)) for p in piece)


def cost_of(tokens: Tokens, sizes: Sizes) -> float:
    """How many elements are looked at, at most, when the XPath is searched for once."""
    return _Walk(sizes).run(tokens)


class _Walk:
    """Goes along one expression; contexts are the elements that the path so far has found, at most.

    Args:
        sizes: Of the page.
        inside: Whether the expression is a predicate, worked out for each of many elements.
    """

    def __init__(self, sizes: Sizes, *, inside: bool = False) -> None:
        self.sizes = sizes
        self.inside = inside
        self.total = 0.0
        self.unions = 0
        self._new_path()

    def _new_path(self) -> None:
        self.contexts = self.before = 1.0
        self.axis = "child"
        self.begun = False
        self.rooted = False

    def run(self, tokens: Tokens) -> float:
        """The cost of it all."""
        for at, piece in enumerate(tokens):
            after = tokens[at + 1] if at + 1 < len(tokens) else None
            before = tokens[at - 1] if at else None
            if isinstance(piece, tuple):
                self._bracket(piece)
            elif piece in _OPERATORS and not (piece in _NAMES and _starts_step(before)):
                self.unions += piece == "|"
                self._new_path()
            elif piece in ("/", "//"):
                self.rooted |= not self.begun
                self.axis = "descendant" if piece == "//" else "child"
                self.begun = True
            elif after == "::":
                self.axis = piece
            elif piece not in ("::", "@", "[", "(") and piece[0] not in _NO_STEP and not _calls(piece, after):
                self._step(piece, nearest=after == _FIRST)
        return self.total + (_MERGE * self.sizes.elements**2 if self.unions and not self.inside else 0)

    def _step(self, test: str, *, nearest: bool) -> None:
        """A step from each of the contexts along the axis; of the nearest alone it stops there."""
        if test in (".", "..") or self.axis in ("self", "parent", "attribute"):
            self.begun = True
            return
        sizes, many = self.sizes, self.contexts > 1
        found = self._named(test)
        if self.axis in _ALL:
            wide = float(sizes.elements)
            merged = self.contexts * found * found if many else 0.0
        elif self.axis in _BESIDE:
            wide = 1.0 if nearest else float(sizes.siblings)
            merged = found * found if many else 0.0
        elif self.axis in _DOWN_OR_UP:
            below = (self.inside or many) and not (self.rooted and not many)  # together: the page, depth times
            wide = float(sizes.depth if below else sizes.elements)
            merged = found * found if many else 0.0
        else:
            wide = min(float(sizes.siblings), sizes.elements / self.contexts) if not self.inside else 1.0
            merged = 0.0
        self.total += self.contexts * max(wide, 1.0) + _MERGE * merged
        self.before = self.contexts if self.axis in _ALL or self.axis in _BESIDE else float("inf")
        self.contexts = max(1.0, found)
        self.axis, self.begun = "child", True

    def _named(self, test: str) -> float:
        tags = self.sizes.tags
        if tags is None or test == "*" or test in ("node", "text"):
            return float(self.sizes.elements)
        return float(tags.get(test, 0) + self.sizes.more)

    def _bracket(self, piece: tuple[Any, ...]) -> None:
        """A predicate is worked out for each context; what stands in round brackets, once."""
        if piece == _FIRST:
            self.contexts = min(self.contexts, self.before)
        elif piece[0] == "[":
            inner = _Walk(self.sizes, inside=True).run(piece[1:])
            self.total += self.contexts * inner
            self.contexts = max(1.0, min(self.contexts, self._told(piece[1:])))
        else:
            self.total += _Walk(self.sizes, inside=self.inside).run(piece[1:])
            if _holds_path(piece):
                self.contexts = float(self.sizes.elements)
            self.begun = True

    def _told(self, tokens: Tokens) -> float:
        """How many elements a predicate lets through, at most, by the words that the page must hold for it."""
        words = list(_words(tokens))
        if not words or _loose(tokens):
            return float("inf")
        return float(min(map(self.sizes.markup.count, words)) * max(1, self.sizes.depth))


def _starts_step(before: str | Tokens | None) -> bool:
    """Whether a star or hyphen after this piece is a name, not an operator."""
    return before is None or (isinstance(before, str) and (before in ("/", "//", "::", "@") or before in _OPERATORS))


def _calls(piece: str, after: str | Tokens | None) -> bool:
    """Whether a name calls a function; node() and text() are tests."""
    return isinstance(after, tuple) and after[:1] == ("(",) and piece not in ("node", "text", "comment")


def _holds_path(tokens: Tokens) -> bool:
    return any(t in ("/", "//", "::") or (isinstance(t, tuple) and _holds_path(t)) for t in tokens)


def _words(tokens: Tokens) -> Iterable[str]:
    for piece in tokens:
        if isinstance(piece, tuple):
            yield from _words(piece)
        elif piece[0] in "\"'":
            yield from _WORD.findall(piece)


def _loose(tokens: Tokens) -> bool:
    return any(_loose(t) if isinstance(t, tuple) else t in _LOOSE for t in tokens)
