from __future__ import annotations

import gzip
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

BODY = "The bell was cast in spring and hung in autumn.\n\nIt has rung every morning since, even in fog."
HTML = """<!doctype html><html lang="en"><head><title>The bell</title></head><body><div>Menu of the parish paper</div>
<h1>The bell</h1><p>The bell was cast in spring and hung in autumn.</p><p>It has rung every morning since, even in
fog.</p><div>Write to the parish paper</div></body></html>"""

Put = Callable[[str, Any], Path]


@pytest.fixture
def body() -> str:
    return BODY


@pytest.fixture
def html() -> str:
    return HTML


@pytest.fixture
def tiny() -> Path:
    return Path(__file__).parent / "tiny" / "plain"


@pytest.fixture
def put(tmp_path: Path) -> Put:
    """Writes a file of a corpus: an object as JSON, and packed where the name ends in .gz."""

    def write(name: str, content: Any) -> Path:
        file = tmp_path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        raw = content if isinstance(content, bytes) else None
        raw = raw or (content if isinstance(content, str) else json.dumps(content)).encode()
        file.write_bytes(gzip.compress(raw) if name.endswith(".gz") else raw)
        return file

    return write
