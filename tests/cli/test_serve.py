from __future__ import annotations

import importlib.util

import pytest

from .conftest import Run


def test_what_it_needs_is_told(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda _: None)
    result = run("serve")
    assert result.exit_code == 1
    assert "starlette and uvicorn" in result.output and "pip install 'cleanpress[serve]'" in result.output


def test_limits_that_make_no_sense(run: Run) -> None:
    assert run("serve", "--waiting", "0").exit_code == 2
    assert "headlines" in run("serve", "--keep", "headlines").output
