"""Every packaged site and platform file: nothing wrong with it, and each rule proven."""

from __future__ import annotations

from pathlib import Path

import pytest

from cleanpress.rules.site.check import clashes, problems
from cleanpress.rules.site.places import packaged_folders
from cleanpress.study.proof import prove

FILES = [path for folder in packaged_folders() if folder.is_dir() for path in sorted(folder.glob("*.toml"))]


@pytest.mark.parametrize("path", FILES, ids=[p.stem for p in FILES])
def test_packaged_file_is_right_and_proven(path: Path) -> None:
    assert [str(e) for e in problems(path)] == []
    proven = prove(path)
    assert [str(e) for e in proven.failures] == []
    assert proven.rules and proven.pages


def test_there_are_platforms() -> None:
    assert len([p for p in FILES if p.parent.name == "platforms"]) >= 12
    assert clashes(FILES) == []
