"""What kind of page it is, by what it declares and its address."""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

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


class _Told(NamedTuple):
    """What tells a kind, with the kinds' numbers."""

    types: dict[str, list[int]]
    og: dict[str | None, list[int]]
    path: dict[str, list[int]]
    generators: tuple[tuple[str, int], ...]


@cache
def _told() -> _Told:
    told = _Told({}, {}, {}, tuple((g, i) for i, kind in enumerate(page_kinds().values()) for g in kind.generators))
    for i, kind in enumerate(page_kinds().values()):
        for column, names in ((told.types, kind.types), (told.og, kind.og), (told.path, kind.path)):
            for name in names:
                column.setdefault(name, []).append(i)
    return told


def kinds_of(
    types: frozenset[str], og_type: str | None, generator: str | None, url: str | None
) -> tuple[set[int], set[int]]:
    """Numbers of the kinds that the page declares, and of those that its address tells, in the order of `page_kinds`.

    Args:
        types: JSON-LD types that the page declares, lower case.
        og_type: Its Open Graph type.
        generator: The software that made it.
        url: Its address, if known.
    """
    told = _told()
    declared = {i for name in types for i in told.types.get(name, ())}
    declared.update(told.og.get(og_type, ()))
    if generator:
        made_by = generator.lower()
        declared.update(i for g, i in told.generators if g in made_by)
    if not url:
        return declared, set()
    path = url.lower().partition("://")[2].partition("/")[2]
    return declared, {i for word in set(_WORD.findall(path)) for i in told.path.get(word, ())}
