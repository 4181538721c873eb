"""Site files as TOML text, in one style: keys in the order of the schema, no defaults, long lists an item a line."""

from __future__ import annotations

import datetime as dt

import msgspec

from cleanpress.rules.site.schema import Proof, SiteFile

_WIDTH = 100
_ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"}


def site_toml(file: SiteFile) -> str:
    """A site file as text; `parse_site` reads it back to the same."""
    tables = [_table("[site]", file.site)] if file.site else []
    tables += [_table("[platform]", file.platform)] if file.platform else []
    head = "[[article]]" if isinstance(file.article, tuple) else "[article]"
    tables += [_table(head, article) for article in file.articles]
    tables += [_table("[[rule]]", rule) for rule in file.rule]
    return "\n".join(tables)


def proof_toml(proof: Proof) -> str:
    """The expectations of a proof page as text."""
    head = "".join(_line(key, getattr(proof, key)) for key in ("url", "about", "next_page", "single_page"))
    return "\n".join([head, *(_table("[[block]]", block) for block in proof.block)])


def _table(head: str, struct: msgspec.Struct) -> str:
    """The strength is written even where it is the default: nobody should have to look it up."""
    return f"{head}\n" + "".join(_line(key, getattr(struct, key)) for key in struct.__struct_fields__)


def _line(key: str, value: object) -> str:
    """One entry, "" for a value that says nothing."""
    if value is None or value == "" or value == ():
        return ""
    return f"{key} = {toml_value(value, _WIDTH - len(key) - 3)}\n"


def toml_value(value: object, width: int = _WIDTH) -> str:
    """A string, date or list of strings as TOML.

    Raises:
        TypeError: Any other value.
    """
    if isinstance(value, str):
        return _string(value)
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, (list, tuple)):
        items = [toml_value(item) for item in value]
        flat = f"[{', '.join(items)}]"
        return flat if len(flat) <= width else "[\n" + "".join(f"  {item},\n" for item in items) + "]"
    raise TypeError(f"no TOML for {type(value).__name__}")


def _string(text: str) -> str:
    """In double quotes; in single ones where that saves escapes, as in patterns."""
    plain = all(c.isprintable() for c in text)
    if plain and ("\\" in text or '"' in text) and "'" not in text:
        return f"'{text}'"
    return '"' + "".join(_ESCAPES.get(c) or (c if c.isprintable() else _code(c)) for c in text) + '"'


def _code(char: str) -> str:
    number = ord(char)
    return f"\\u{number:04x}" if number < 0x10000 else f"\\U{number:08x}"
