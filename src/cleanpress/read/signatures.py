"""Tell a file that is not a page by its first bytes."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

import msgspec

from cleanpress.errors import RuleError
from cleanpress.rules.schema import knowledge, load


class Signature(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Bytes that tell a file format.

    Attributes:
        name: What to call the format in a message, with its article: "a PDF document".
        hex: The bytes, in hexadecimal digits, blanks allowed.
        offset: Where in the file they stand, in bytes.
        advice: What the user can do about it.
    """

    name: str
    hex: str
    offset: int = 0
    advice: str = "pass a page (HTML) or plain text instead"


class Signatures(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """All formats that are recognised, in order of trial."""

    signature: tuple[Signature, ...]


class Format(NamedTuple):
    """A recognised file format: its name with an article, and what to do about it."""

    name: str
    advice: str


def recognise(data: bytes) -> Format | None:
    """The file format that the first bytes tell, or None if none of the known ones.

    Raises:
        RuleError: The packaged table is wrong.
    """
    for magic, offset, format_ in _table():
        if data.startswith(magic, offset):
            return format_
    return None


@cache
def _table() -> tuple[tuple[bytes, int, Format], ...]:
    """The packaged signatures, ready to compare."""
    book = load(knowledge("signatures.toml"), Signatures)
    return tuple((_magic(s), s.offset, Format(s.name, s.advice)) for s in book.signature)


def _magic(signature: Signature) -> bytes:
    try:
        magic = bytes.fromhex(signature.hex)
    except ValueError as error:
        raise RuleError(f"not hexadecimal: {signature.hex!r}", file="signatures.toml", key=signature.name) from error
    if not magic:
        raise RuleError("needs at least one byte", file="signatures.toml", key=signature.name)
    return magic
