"""`cleanpress explain`: every block with its role and reasons."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from .conftest import BODY, Page, Run


def test_lists_every_block(run: Run, page: Page) -> None:
    result = run("explain", page())
    assert result.exit_code == 0
    lines = result.stdout.splitlines()
    assert lines[0].split() == ["block", "role", "conf", "text", "reasons"]
    assert [int(line.split()[0]) for line in lines[1:]] == list(range(len(lines) - 1))
    assert any(" paragraph " in line and BODY[2][:30] in line for line in lines)


def test_json_holds_the_evidence(run: Run, page: Page) -> None:
    blocks = json.loads(run("explain", page(), "--format", "json").stdout)
    body = next(b for b in blocks if b["text"] == BODY[0])
    assert body["role"] == "paragraph"
    assert body["disposition"] == "keep"
    assert 0 <= body["confidence"] <= 1
    assert {"rule", "role", "strength", "words"} == set(body["evidence"][0])


def test_one_role_alone(run: Run, page: Page) -> None:
    blocks = json.loads(run("explain", page(), "--role", "paragraph", "-f", "json").stdout)
    assert {b["role"] for b in blocks} == {"paragraph"}


def test_one_block_in_full(run: Run, page: Page) -> None:
    path = page()
    blocks = json.loads(run("explain", path, "-f", "json").stdout)
    number = next(b["index"] for b in blocks if b["text"] == BODY[1])
    result = run("explain", path, "--block", number)
    assert BODY[1] in result.stdout
    assert "place" in result.stdout
    assert BODY[0] not in result.stdout


def test_a_block_that_is_not_there(run: Run, page: Page) -> None:
    result = run("explain", page(), "--block", 9999)
    assert result.exit_code == 2
    assert "counted from 0" in result.stderr


@pytest.mark.parametrize("count", [0, 2])
def test_takes_one_input(run: Run, page: Page, count: int) -> None:
    assert run("explain", *[page(f"{n}.html") for n in range(count)]).exit_code == 2


def test_a_missing_file(run: Run, tmp_path: Path) -> None:
    result = run("explain", tmp_path / "missing.html")
    assert result.exit_code == 1
    assert result.stderr.endswith("missing.html: No such file or directory\n")


def test_a_file_called_like_a_command(run: Run, page: Page, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    page("explain")
    monkeypatch.chdir(tmp_path)
    assert run("explain").exit_code == 2
    assert BODY[0] in run("./explain").stdout
