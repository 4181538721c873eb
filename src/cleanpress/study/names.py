"""Which of an element's names will still be there tomorrow, and how a step of a selector is written with them."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import Any

import msgspec

from cleanpress.rules.hints import hint_bits
from cleanpress.rules.schema import knowledge, load

_PLAIN = re.compile(r"-?[A-Za-z_][\w-]*\Z", re.ASCII)
_NUMBER = re.compile(r"\d{3,}|(?<![A-Za-z])\d+\Z")  # post-1234, item-7: counted, not named
_MODULE = re.compile(
    r"([A-Za-z][\w-]*?__)(?=[A-Za-z0-9_-]*[A-Z0-9_-])[A-Za-z0-9_-]{5,6}\Z", re.ASCII
)  # a name and its hash
_BUILT = re.compile(r"[a-z]{1,3}[_-][A-Za-z0-9]{1,3}\Z")  # e_bF, c_j8
_FIGURED = re.compile(r"\d+[A-Za-z]{3,}\Z")  # css-12vsfho
_BROKEN = re.compile(r"[a-z][A-Z]{2,}|[a-z][A-Z][a-z]?\Z|\A[a-z][A-Z]")  # cmgBOB, osfUn, iQohsv
_VOWEL = re.compile(r"[aeiouyAEIOUY]")
_PART = re.compile(r"[A-Z]?[a-z]+|[A-Z]+|\d+")
_LONGEST = 60
_MOST = 2  # classes of one step


class PassingNames(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Names that make poor selectors: of a state, of a look."""

    states: frozenset[str]
    looks: frozenset[str]


@cache
def _passing() -> frozenset[str]:
    found = load(knowledge("passing_names.toml"), PassingNames)
    return found.states | found.looks


@lru_cache(maxsize=50_000)
def stable(name: str) -> bool:
    """Whether a class or id looks like one that a person wrote: no number, no hash, no passing state, no mere look."""
    if len(name) > _LONGEST or not _PLAIN.match(name) or _NUMBER.search(name) or _BUILT.match(name):
        return False
    parts = [part for part in re.split(r"[-_]+", name) if part]
    if not parts or parts[0] in _passing():
        return False
    return not any(map(_garbled, parts))


def _garbled(part: str) -> bool:
    """Whether letters and figures change too often, or no vowel stands among many letters, to be a word."""
    pieces = _PART.findall(part)
    figures = sum(piece.isdigit() for piece in pieces)
    if figures and len(pieces) >= 3:
        return True
    if len(pieces) >= 3 and sum(map(len, pieces)) / len(pieces) < 2.5:
        return True
    if _FIGURED.match(part) or (4 < len(part) < 8 and _BROKEN.search(part)):
        return True
    return len(part) >= 6 and not _VOWEL.search(part)


def classes(element: Any) -> tuple[str, ...]:
    """At most two stable classes of an element as parts of a selector, the telling ones first, then the long ones."""
    found = element.get("class")
    return best_classes(found) if found else ()


@lru_cache(maxsize=50_000)
def best_classes(value: str) -> tuple[str, ...]:
    """As `classes`, of an attribute's value."""
    names = list(dict.fromkeys(value.split()))
    good = [name for name in names if stable(name) and not _MODULE.match(name)]
    good.sort(key=lambda name: (not hint_bits(name), -len(name)))
    if good:
        return tuple(f".{name}" for name in good[:_MOST])
    modules = [found[1] for name in names if (found := _MODULE.match(name)) and stable(found[1])]
    return tuple(f'[class*="{name}"]' for name in modules[:1])


def step(element: Any) -> str:
    """An element as one step of a CSS selector: its tag and stable classes."""
    return tag_of(element) + "".join(classes(element))


def named(step_: str) -> bool:
    """Whether a step says more than a tag."""
    return "." in step_ or "[" in step_


def tag_of(element: Any) -> str:
    """The tag, as CSS can name it."""
    tag = str(element.tag).rpartition("}")[2].lower()
    return tag if _PLAIN.match(tag) else "*"
