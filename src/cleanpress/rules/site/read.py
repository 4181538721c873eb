"""Read a site file or a proof and check it against its form; what selectors and patterns do is not asked here."""

from __future__ import annotations

import re
import tomllib
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import TypeVar, get_args

import msgspec

from cleanpress.errors import RuleError
from cleanpress.model import Role
from cleanpress.rules.site import lines
from cleanpress.rules.site.schema import (
    About,
    Article,
    Expected,
    Platform,
    Position,
    Proof,
    SiteFile,
    SiteRule,
    Strength,
)

T = TypeVar("T", SiteFile, Proof)

_STRUCTS: dict[str, type[msgspec.Struct]] = {
    "site": About, "platform": Platform, "article": Article, "rule": SiteRule, "block": Expected,
}  # fmt: skip
_WORDS: dict[str, tuple[str, ...]] = {
    "role": tuple(role.value for role in Role),
    "strength": get_args(Strength),
    "position": get_args(Position),
}


def read_site(file: Path | Traversable) -> SiteFile:
    """Read a site file.

    Raises:
        RuleError: Not TOML, or not of the form: which file, key and line, and what to write instead.
    """
    return parse_site(text_of(file), str(file))


def read_proof(file: Path | Traversable) -> Proof:
    """Read the roles that a proof page has to come to.

    Raises:
        RuleError: As for `read_site`.
    """
    return _parse(text_of(file), str(file), Proof)


def parse_site(text: str, file: str) -> SiteFile:
    """The site file in a TOML text.

    Args:
        text: The TOML text.
        file: Its name, for messages.

    Raises:
        RuleError: As for `read_site`.
    """
    found = _parse(text, file, SiteFile)
    if (found.site is None) == (found.platform is None):
        message = (
            "say which site it is for: [site] with name and hosts (or [platform])"
            if found.site is None
            else "a file is for a site or for a platform, not for both"
        )
        raise RuleError(
            message, file=file, key="platform" if found.site else "site", line=lines.line_of(text, ("platform",))
        )
    return found


def text_of(file: Path | Traversable) -> str:
    """The text of a file.

    Raises:
        RuleError: It cannot be read, or is not UTF-8.
    """
    try:
        return file.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise RuleError(f"not UTF-8 at byte {error.start}; save it as UTF-8", file=str(file)) from error
    except OSError as error:
        raise RuleError(error.strerror or str(error), file=str(file)) from error


def _parse(text: str, file: str, schema: type[T]) -> T:
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        found = re.search(r"line (\d+)", str(error))
        line = int(found[1]) if found else text.count("\n") + 1
        raise RuleError(f"no TOML: {error}", file=file, line=line) from error
    try:
        return msgspec.convert(data, schema)
    except msgspec.ValidationError as error:
        message, _, told = str(error).partition(" - at ")
        path = lines.path_of(told.strip("`"))
        message, path = _plainer(message, path, schema)
        raise RuleError(message, file=file, key=lines.shown(path), line=lines.line_of(text, path)) from error


def _plainer(message: str, path: lines.Path, schema: type[msgspec.Struct]) -> tuple[str, lines.Path]:
    """What msgspec says in words for those who write rules, and the path down to the key at fault."""
    struct = _STRUCTS.get(str(path[0]), schema) if path else schema
    unknown = re.search(r"unknown field `(.+?)`", message)
    if unknown:
        known = list(struct.__struct_fields__)
        return f"there is no such key; {_near(unknown[1], known, 'the keys are')}", (*path, unknown[1])
    missing = re.search(r"missing required field `(.+?)`", message)
    if missing:
        return "this key is missing", (*path, missing[1])
    key = str(path[-1]) if path else ""
    value = re.search(r"Invalid enum value '(.*)'", message)
    if value and key in _WORDS:
        return f"there is no {key} {value[1]!r}; {_near(value[1], list(_WORDS[key]), 'take one of')}", path
    if "RFC3339" in message or key in ("since", "until"):
        return "write a date without quotes, such as 2024-01-31", path
    return message[:1].lower() + message[1:], path


def _near(given: str, known: list[str], else_: str) -> str:
    from difflib import get_close_matches

    near = get_close_matches(given, known, n=1)
    return f"did you mean {near[0]!r}?" if near else f"{else_} {', '.join(known)}"
