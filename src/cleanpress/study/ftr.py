"""The ftr-site-config text format: one file a host, a line `key: value` or `key(argument): value`."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import NamedTuple

import msgspec

from cleanpress.errors import InputError, RuleError
from cleanpress.rules.schema import knowledge, load

_LINE = re.compile(r"([A-Za-z][\w-]*)\s*(?:\((.*?)\))?\s*:\s*(.*)\Z")
_LONE_KEY = re.compile(r"[A-Za-z][\w-]*\s*(?:\(.*?\))?\Z")


class FtrKey(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What becomes of a key.

    Attributes:
        carry: The list of `Article` that its values go into, or "about"; None if they go nowhere.
        names: Whether the value is part of a class or id instead of an XPath.
        why: Why they go nowhere.
    """

    carry: str | None = None
    names: bool = False
    why: str = ""


class FtrKeys(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """All keys of the format."""

    key: dict[str, FtrKey]


@cache
def known_keys() -> dict[str, FtrKey]:
    """The keys, from `knowledge/ftr_keys.toml`.

    Raises:
        RuleError: A key that neither goes anywhere nor says why.
    """
    found = load(knowledge("ftr_keys.toml"), FtrKeys).key
    for name, key in found.items():
        if not (key.carry or key.why):
            raise RuleError("say where it goes (carry) or why it does not", file="ftr_keys.toml", key=name)
    return found


class Line(NamedTuple):
    """One line of a file: its number from 1, key, argument in brackets or "", value."""

    number: int
    key: str
    argument: str
    value: str


def read_ftr(file: Path) -> list[Line]:
    """The lines of a file that say anything, in order.

    Raises:
        InputError: It cannot be read.
    """
    try:
        data = file.read_bytes()
    except OSError as error:
        raise InputError(error.strerror or str(error), source=str(file)) from error
    return list(parse_ftr(data.decode("utf-8-sig", "replace")))


def parse_ftr(text: str) -> list[Line]:
    """The lines of a text that say anything; one that is no `key: value` has the key ""."""
    out = []
    for number, raw in enumerate(text.splitlines(), 1):
        line = raw.strip()
        if not line or line.startswith("#"):
            continue
        found = _LINE.match(line)
        if found:
            out.append(Line(number, found[1].lower(), found[2] or "", _value(found[3])))
        else:
            key = line.partition("(")[0].strip().lower() if _LONE_KEY.match(line) else ""
            out.append(Line(number, key, "", "" if key else line))
    return out


def _value(text: str) -> str:
    """A value without the comment behind it; a # in quotes or without white space before it is no comment."""
    quote = ""
    for at, char in enumerate(text):
        if quote:
            quote = "" if char == quote else quote
        elif char in "'\"":
            quote = char
        elif char == "#" and at and text[at - 1].isspace():
            return text[:at].rstrip()
    return text.strip()
