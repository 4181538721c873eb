"""Decode JSON-LD as sites write it, and walk to the entities that speak of the page."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

import msgspec

Node = dict[str, Any]

_WRAPPER = re.compile(r"(?:/\*|//)?\s{0,9}(?:<!--|-->|<!\[CDATA\[|\]\]>)\s{0,9}(?:\*/)?")
_TRAILING_COMMA = re.compile(r",\s*(?=[}\]])")
_BETWEEN = " \t\r\n\v\f,;\0\ufeff"
_LOOSE = json.JSONDecoder(strict=False)
_FOLLOWED = ("@graph", "mainEntity", "mainEntityOfPage")


def decode(raw: str) -> tuple[list[Any], str | None]:
    """The JSON values in a script and, where something was not readable, what was wrong with it.

    Comment and CDATA wrappers, control characters, trailing commas, and garbage behind a value are put up with.
    """
    if not raw or raw.isspace():
        return [], None
    try:
        return [msgspec.json.decode(raw)], None
    except (msgspec.DecodeError, UnicodeEncodeError, RecursionError):
        pass
    text = _WRAPPER.sub(" ", raw)
    values, trouble = _values(text)
    if trouble and not values:
        repaired, still = _values(_TRAILING_COMMA.sub("", text))
        if repaired:
            return repaired, still
    return values, trouble


def entities(value: Any) -> Iterator[Node]:
    """The top entities: the value, its list items, what stands in @graph and mainEntity of these, in order."""
    stack = [value]
    while stack:
        value = stack.pop()
        if isinstance(value, list):
            stack.extend(reversed(value))
        elif isinstance(value, dict):
            yield value
            stack.extend(value[key] for key in reversed(_FOLLOWED) if key in value)


def identified(nodes: list[Node]) -> dict[str, Node]:
    """The nodes by their @id; where several have the same, the one that says most."""
    known: dict[str, Node] = {}
    for node in nodes:
        name = node.get("@id")
        if isinstance(name, str) and len(node) > len(known.get(name, ())):
            known[name] = node
    return known


def kinds(node: Node) -> Iterator[str]:
    """The node's types in lower case, without the vocabulary's address."""
    value = node.get("@type")
    for name in value if isinstance(value, list) else [value]:
        if isinstance(name, str) and name:
            yield _last(name)


def _last(name: str) -> str:
    """What stands after the last mark of an address, in lower case."""
    return name[max(name.rfind("/"), name.rfind("#"), name.rfind(":")) + 1 :].strip().lower()


def nodes_of(value: Any, *, texts: bool = False) -> list[Any]:
    """A value that may be one node or a list of nodes, as a list; with `texts`, texts as well."""
    wanted = (dict, str) if texts else dict
    return [item for item in (value if isinstance(value, list) else [value]) if isinstance(item, wanted)]


def truth(value: Any) -> bool | None:
    """True or False as sites write it: a boolean, "False", "http://schema.org/False", 0 or 1; otherwise None."""
    if isinstance(value, list) and len(value) == 1:
        value = value[0]
    if isinstance(value, (bool, int)) and value in (0, 1):
        return bool(value)
    if isinstance(value, str):
        return {"true": True, "false": False}.get(_last(value))
    return None


def _values(text: str) -> tuple[list[Any], str | None]:
    """The values that stand one after the other, up to the first that is none."""
    values: list[Any] = []
    at = 0
    while True:
        while at < len(text) and text[at] in _BETWEEN:
            at += 1
        if at == len(text):
            return values, None
        try:
            value, at = _LOOSE.raw_decode(text, at)
        except RecursionError:
            return values, "nested too deep"
        except ValueError as error:  # a JSON error, or a number with thousands of digits
            return values, None if values and text[at] not in "{[" else str(error)
        values.append(value)
