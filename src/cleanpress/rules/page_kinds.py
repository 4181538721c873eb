"""What kind of page it is, by what it declares and its address."""

from __future__ import annotations

import re
from functools import cache

import msgspec

from cleanpress.rules.schema import knowledge, load

_WORD = re.compile(r"[a-z]+")


class PageKind(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What tells a kind of page: JSON-LD types, Open Graph types, generators, words of the path; lower case."""

    types: frozenset[str] = frozenset()
    og: frozenset[str] = frozenset()
    generators: tuple[str, ...] = ()
    path: frozenset[str] = frozenset()


class PageKinds(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """All kinds by name."""

    kind: dict[str, PageKind]


@cache
def page_kinds() -> dict[str, PageKind]:
    """The packaged kinds, read once a process."""
    return load(knowledge("page_kinds.toml"), PageKinds).kind


def kinds_of(
    types: frozenset[str], og_type: str | None, generator: str | None, url: str | None
) -> tuple[tuple[bool, bool], ...]:
    """For each kind, whether the page declares it, and whether its address does.

    Args:
        types: JSON-LD types that the page declares, lower case.
        og_type: Its Open Graph type.
        generator: The software that made it.
        url: Its address, if known.
    """
    words: frozenset[str] = frozenset()
    if url:
        words = frozenset(_WORD.findall(url.lower().partition("://")[2].partition("/")[2]))
    made_by = (generator or "").lower()
    return tuple(
        (
            not kind.types.isdisjoint(types) or og_type in kind.og or any(g in made_by for g in kind.generators),
            not kind.path.isdisjoint(words),
        )
        for kind in page_kinds().values()
    )
