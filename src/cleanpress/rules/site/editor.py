"""The JSON Schema of site files and proofs, by which editors complete keys; shipped as `knowledge/*.schema.json`."""

from __future__ import annotations

import json
import re
from importlib.resources.abc import Traversable
from inspect import cleandoc
from typing import Any

import msgspec

from cleanpress.rules.schema import knowledge
from cleanpress.rules.site import schema

_FIELD = re.compile(r"^ {4}([a-z_, ]+): (.+(?:\n {8}.+)*)", re.MULTILINE)
SCHEMAS: dict[str, type[msgspec.Struct]] = {"site": schema.SiteFile, "proof": schema.Proof}


def json_schema(name: str) -> str:
    """The schema of a site file ("site") or of the roles of a proof page ("proof"), as JSON."""
    out = msgspec.json.schema(SCHEMAS[name])
    for title, part in out["$defs"].items():
        struct = getattr(schema, title, None)
        if isinstance(struct, type) and issubclass(struct, msgspec.Struct):
            _describe(part, struct)
    return json.dumps({"$schema": "https://json-schema.org/draft/2020-12/schema", **out}, indent=2) + "\n"


def schema_file(name: str) -> Traversable:
    """The shipped file."""
    return knowledge(f"{name}.schema.json")


def _describe(part: dict[str, Any], struct: type[msgspec.Struct]) -> None:
    """Take the descriptions of the keys from the struct's docstring."""
    text = cleandoc(struct.__doc__ or "")  # Python 3.13 takes the indent away itself
    part["description"] = " ".join(text.partition("\n\nAttributes:")[0].split())
    for names, about in _FIELD.findall(text):
        for name in names.split(", "):
            if name in part["properties"]:
                part["properties"][name]["description"] = " ".join(about.split())
