"""A site file in the one style, comments kept: keys in the order of the schema, one blank line between tables."""

from __future__ import annotations

import tomllib

from cleanpress.errors import RuleError
from cleanpress.rules.site.lines import Entry, entries
from cleanpress.rules.site.read import parse_site
from cleanpress.rules.site.schema import About, Article, Platform, SiteRule
from cleanpress.rules.site.write import toml_value

_ORDER = {
    "site": About.__struct_fields__,
    "platform": Platform.__struct_fields__,
    "article": Article.__struct_fields__,
    "rule": SiteRule.__struct_fields__,
}


def styled(text: str, file: str) -> str:
    """The text of a site file in the one style.

    Args:
        text: The TOML text of a site file.
        file: Its name, for messages.

    Raises:
        RuleError: It is no site file, or is written in a way that this cannot keep (inline tables, dotted keys).
    """
    parse_site(text, file)
    lines = text.split("\n")
    tables: list[list[tuple[Entry, list[str]]]] = []
    above: list[str] = []
    at = 0
    for entry in entries(text):
        above = [line.strip() for line in lines[at : entry.first - 1] if line.strip()]
        if entry.key is None or not tables:
            tables.append([])
        tables[-1].append((entry, above))
        at = entry.last
    rest = [line.strip() for line in lines[at:] if line.strip()]
    out = "\n".join(_table(table, lines) for table in tables) + "".join(f"\n{line}\n" for line in rest)
    if tomllib.loads(out) != tomllib.loads(text):
        raise RuleError("cannot be put in style: write tables as [site] and [[rule]], keys as key = value", file=file)
    return out


def _table(table: list[tuple[Entry, list[str]]], lines: list[str]) -> str:
    order = _ORDER.get(table[0][0].table[0], ())
    place = {key: n for n, key in enumerate(order)}
    head, keys = table[:1], table[1:]
    if head[0][0].key is not None:
        head, keys = [], table
    keys = sorted(keys, key=lambda item: place.get(str(item[0].key), 99))
    out = ""
    for entry, above in (*head, *keys):
        out += "".join(f"{line}\n" for line in above)
        raw = "\n".join(lines[entry.first - 1 : entry.last]).strip()
        out += (raw if entry.key is None else _entry(entry.key, raw)) + "\n"
    return out


def _entry(key: str, raw: str) -> str:
    """A key with its value in style; with a comment inside, as it was."""
    (value,) = tomllib.loads(raw).values()
    if _comment_inside(raw):
        return raw
    _, comment = _split_comment(raw)
    try:
        plain = f"{key} = {toml_value(value)}"
    except TypeError:
        return raw
    return plain + (f"  {comment}" if comment else "")


def _comment_inside(raw: str) -> bool:
    """Whether a value of several lines holds a comment."""
    lines = raw.split("\n")
    for n, line in enumerate(lines[:-1]):
        for at in (i for i, char in enumerate(line) if char == "#"):
            try:
                if tomllib.loads("\n".join([*lines[:n], line[:at], *lines[n + 1 :]])) == tomllib.loads(raw):
                    return True
            except tomllib.TOMLDecodeError:
                continue
    return False


def _split_comment(raw: str) -> tuple[str, str]:
    """The entry and the comment behind it."""
    start = raw.rfind("\n") + 1
    at = raw.find("#", start)
    while at >= 0:
        try:
            if tomllib.loads(raw[:at]) == tomllib.loads(raw):
                return raw[:at].rstrip(), raw[at:].strip()
        except tomllib.TOMLDecodeError:
            pass
        at = raw.find("#", at + 1)
    return raw, ""
