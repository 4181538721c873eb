"""CleanEval: ID.html in one folder, ID-cleaned.txt or ID.txt in another.

A text begins with a line for the address, and its lines with <p>, <h> or <l>; neither counts.
"""

from __future__ import annotations

import re
from pathlib import Path

from benchmarks.layouts import files
from benchmarks.layouts.pairs import pair
from benchmarks.model import Corpus

_ADDRESS = re.compile(r"\A\s*URL:.*$", re.MULTILINE)
_MARK = re.compile(r"^[ \t]*<[phl]>[ \t]*", re.MULTILINE | re.IGNORECASE)


def load(path: Path, name: str) -> Corpus:
    """Read all pages below the folder that have a cleaned text."""
    return pair(path, name, "cleaneval", lambda file: files.stem(file).removesuffix("-cleaned"), clean)


def clean(text: str) -> str:
    """The text alone, without address and marks."""
    return _MARK.sub("", _ADDRESS.sub("", text)).strip()
