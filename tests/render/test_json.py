"""The JSON form: complete, valid against its schema, documented."""

from __future__ import annotations

import json
import re
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import jsonschema
import pytest

from cleanpress.model import Block, Cell, Evidence, Image, Item, Mark, Role
from cleanpress.render.json import SCHEMA, Describable, to_dict, to_json

PAGE = Path(__file__).parents[2] / "docs" / "reference" / "json.md"


@pytest.fixture
def doc() -> Describable:
    reason = Evidence("form.first", Role.PARAGRAPH, 120.0, "Once")
    blocks = [
        Block(
            0, "Ferry", Role.HEADLINE, confidence=0.5, place="/html/body/h1", tag="h1", level=1, explain=lambda _: ()
        ),
        Block(
            1,
            "Once",
            Role.PARAGRAPH,
            place=(7, 11),
            span=(0, 4),
            marks=(Mark(0, 4, "link", "/x"), Mark(0, 1, "em")),
            item=Item(1, True, 2),
            cell=Cell(0, 1, 2, False),
            image=Image(None, "", 1),
            explain=lambda _: (reason,),
        ),
    ]
    values: dict[str, Any] = {
        "url": None,
        "access": "metered",
        "truncated": False,
        "confidence": 0.75,
        "text": "Once",
        "blocks": blocks,
        "headline": "Ferry",
        "kicker": None,
        "standfirst": None,
        "byline": None,
        "dateline": None,
    }
    return SimpleNamespace(**values)


def test_keys(doc: Describable) -> None:
    got = to_dict(doc)
    assert got["version"] == 1
    assert list(got) == [
        "version",
        "url",
        "access",
        "truncated",
        "confidence",
        "text",
        "headline",
        "kicker",
        "standfirst",
        "byline",
        "dateline",
        "blocks",
    ]
    assert got["blocks"][1] == {
        "index": 1,
        "role": "paragraph",
        "disposition": "keep",
        "text": "Once",
        "confidence": 1.0,
        "place": (7, 11),
        "span": (0, 4),
        "tag": "",
        "level": 0,
        "item": {"depth": 1, "ordered": True, "number": 2},
        "cell": {"table": 0, "row": 1, "column": 2, "header": False},
        "image": {"url": None, "alt": "", "before": 1},
        "marks": (
            {"start": 0, "end": 4, "kind": "link", "href": "/x"},
            {"start": 0, "end": 1, "kind": "em", "href": None},
        ),
    }


def test_evidence_only_on_request(doc: Describable) -> None:
    assert "evidence" not in to_dict(doc)["blocks"][1]
    assert to_dict(doc, evidence=True)["blocks"][1]["evidence"] == (
        {"rule": "form.first", "role": "paragraph", "strength": 120.0, "words": "Once"},
    )


@pytest.mark.parametrize("evidence", [False, True])
@pytest.mark.parametrize("indent", [None, 2])
def test_json_is_valid_against_the_schema(doc: Describable, evidence: bool, indent: int | None) -> None:
    text = to_json(doc, evidence=evidence, indent=indent)
    assert ("\n" in text) == (indent is not None)
    jsonschema.validate(json.loads(text), SCHEMA)
    assert json.loads(text) == json.loads(json.dumps(to_dict(doc, evidence=evidence)))


def test_every_key_is_documented() -> None:
    documented = set(re.findall(r"^\| `(\w+)`", PAGE.read_text(encoding="utf-8"), re.MULTILINE))
    keys = {key for definition in SCHEMA["$defs"].values() for key in definition.get("properties", {})}
    assert documented == keys
