"""Where a key of a TOML text stands: tables and entries with their lines. Lines are counted from 1."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from typing import NamedTuple

_HEAD = re.compile(r"\s*(\[\[?)\s*([A-Za-z0-9_.\"' -]+?)\s*\]\]?\s*(?:#.*)?$")
_KEY = re.compile(r"\s*(?:\"([^\"]+)\"|'([^']+)'|([A-Za-z0-9_-]+))\s*=")
_LONGEST_VALUE = 2000  # lines of one value; more is taken for broken

Path = tuple[str | int, ...]


class Entry(NamedTuple):
    """A table's head (key None) or a key with its value.

    Attributes:
        table: The table's name with its number among those of the same name.
        key: The key, or None for the head.
        first: Its first line, comments above it not counted.
        last: Its last line.
    """

    table: tuple[str, int]
    key: str | None
    first: int
    last: int


def entries(text: str) -> Iterator[Entry]:
    """The heads and keys of a TOML text in order; lines that are neither are skipped."""
    lines = text.split("\n")
    count: dict[str, int] = {}
    table = ("", 0)
    at = 0
    while at < len(lines):
        head, key = _HEAD.match(lines[at]), _KEY.match(lines[at])
        last = at
        if head:
            name = head[2].strip("\"'")
            table = (name, count.get(name, 0))
            count[name] = table[1] + 1
            yield Entry(table, None, at + 1, at + 1)
        elif key:
            last = _end_of_value(lines, at)
            yield Entry(table, key[1] or key[2] or key[3], at + 1, last + 1)
        at = last + 1


def _end_of_value(lines: list[str], first: int) -> int:
    """The line on which the value that begins on a line is whole."""
    for last in range(first, min(len(lines), first + _LONGEST_VALUE)):
        try:
            tomllib.loads("\n".join(lines[first : last + 1]))
        except tomllib.TOMLDecodeError:
            continue
        return last
    return first


def line_of(text: str, path: Path) -> int | None:
    """The line of the key that a path names, of its table if the key is not there, or None.

    Args:
        text: The TOML text.
        path: For instance ("rule", 2, "css"), ("article", "body", 1) or ("site", "name").
    """
    if not path:
        return None
    name = str(path[0])
    rest = path[1:]
    number = rest[0] if rest and isinstance(rest[0], int) else 0
    rest = rest[1:] if rest and isinstance(rest[0], int) else rest
    key = rest[0] if rest else None
    item = rest[1] if len(rest) > 1 and isinstance(rest[1], int) else None
    home = None
    for entry in entries(text):
        if entry.table == ("", 0) and entry.key == name:
            return entry.first
        if entry.table != (name, number):
            continue
        if home is None:
            home = entry.first
        if key is not None and entry.key == key:
            return entry.first + _item_line(text, entry, item)
    return home


def _item_line(text: str, entry: Entry, item: int | None) -> int:
    """How many lines below the key an item of its list begins."""
    if item is None or entry.first == entry.last:
        return 0
    lines = text.split("\n")[entry.first - 1 : entry.last]
    for n in range(len(lines)):
        try:
            (found,) = tomllib.loads("\n".join(lines[: n + 1]) + "\n]").values()
        except tomllib.TOMLDecodeError:
            continue  # not at the end of an item
        if len(found) > item:
            return n
    return len(lines) - 1


def path_of(told: str) -> Path:
    """A path as msgspec writes it, `$.rule[2].css`, in parts."""
    return tuple(int(n) if n else k for k, n in re.findall(r"\.?([A-Za-z_-][\w-]*)|\[(\d+)\]", told.removeprefix("$")))


def shown(path: Path) -> str:
    """A path as a reader would write it: rule[2].css."""
    out = ""
    for part in path:
        out += f"[{part}]" if isinstance(part, int) else f".{part}" if out else part
    return out
