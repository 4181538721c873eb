"""Scorecards of a few lines, so that no test hangs on fitted points."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from cleanpress.decide import scorecard as home
from cleanpress.decide import verdict
from cleanpress.decide.choose import TEXT
from cleanpress.decide.scorecard import ScorecardFile

Points = dict[str, dict[str, float]]


@pytest.fixture
def tiny(monkeypatch: pytest.MonkeyPatch) -> Callable[..., ScorecardFile]:
    """Put a scorecard of the given points in the place of the packaged ones."""

    def put(final: Points, draft: Points | None = None) -> ScorecardFile:
        file = ScorecardFile(
            about="made for a test", draft=final if draft is None else draft, final=final,
            calibration=[(0.0, 0.0), (0.5, 0.4), (1.0, 1.0)],
        )  # fmt: skip
        monkeypatch.setattr(home, "read_scorecard", lambda form: file)
        monkeypatch.setattr(home, "_built", lambda file: None)
        monkeypatch.setattr(verdict, "scorecard", home.scorecard.__wrapped__)
        monkeypatch.setattr(verdict, "text_chances", lambda shares, article, parts: shares[:, TEXT].sum(axis=1))
        return file

    return put
