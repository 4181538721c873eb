"""Words of addresses, folded into hints of where a link leads."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

import msgspec

from cleanpress.errors import RuleError
from cleanpress.rules.schema import knowledge, load

_BITS = 40  # the rest of 64 is for the form of an address


class Address(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What words of an address say.

    Attributes:
        about: What such an address leads to.
        hosts: Whole words of the host, lower case ("facebook" in "www.facebook.com").
        words: Whole words of a short step of the path, or of the query, lower case ("tag" in "/tag/london").
        fires: Addresses of which it holds.
        spares: Addresses that look alike, of which it does not.
    """

    about: str
    fires: tuple[str, ...]
    spares: tuple[str, ...]
    hosts: tuple[str, ...] = ()
    words: tuple[str, ...] = ()


class AddressFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """All hints of addresses by name."""

    address: dict[str, Address]


class Addresses(NamedTuple):
    """The packaged hints of addresses.

    Attributes:
        names: In bit order.
        hosts: Words of hosts, in ASCII, to bits of `names`.
        words: Words of paths and queries, likewise.
    """

    names: tuple[str, ...]
    hosts: dict[bytes, int]
    words: dict[bytes, int]


@cache
def addresses() -> Addresses:
    """Load and compile the packaged hints, once a process.

    Raises:
        RuleError: More hints than bits, a word that no address can hold, or a file that does not fit the schema.
    """
    found = load(knowledge("addresses.toml"), AddressFile).address
    if len(found) > _BITS:
        raise RuleError(f"{len(found)} hints, but there are {_BITS} bits", file="addresses.toml")
    hosts: dict[bytes, int] = {}
    words: dict[bytes, int] = {}
    for bit, (name, address) in enumerate(found.items()):
        for given, into in ((address.hosts, hosts), (address.words, words)):
            for word in given:
                key = _key(word, name)
                into[key] = into.get(key, 0) | 1 << bit
    return Addresses(tuple(found), hosts, words)


def _key(word: str, name: str) -> bytes:
    if not (word.isascii() and word.isalnum() and word == word.lower()):
        raise RuleError(f"{word!r} is no word of small letters and figures", file="addresses.toml", key=name)
    return word.encode()
