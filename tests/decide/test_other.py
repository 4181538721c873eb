"""The text of a page that is no article."""

from __future__ import annotations

import numpy as np
import pytest

from cleanpress.annotate.signals import Signals
from cleanpress.decide import other
from cleanpress.decide.other import OtherScorecard, mixed, text_chances
from cleanpress.decide.scorecard import ROLES
from cleanpress.model import Role

SIGNALS = (Signals(("a", "b"), np.array([[1, 0], [0, 1]], dtype=np.uint8)),)
SHARES = np.array([[r is Role.TEASER for r in ROLES], [r is Role.PARAGRAPH for r in ROLES]], dtype=np.float32)


@pytest.fixture
def _card(monkeypatch: pytest.MonkeyPatch) -> None:
    card = OtherScorecard(about="made for a test", points={"a": 300.0, "share.paragraph": -300.0, "always": 100.0})
    monkeypatch.setattr(other, "other_scorecard", lambda: card)
    monkeypatch.setattr(other, "_points", other._points.__wrapped__)


@pytest.mark.usefixtures("_card")
def test_an_article_goes_by_its_roles() -> None:
    assert text_chances(SHARES, 1.0, SIGNALS).tolist() == [0, 1]


@pytest.mark.usefixtures("_card")
def test_another_page_goes_by_the_scorecard() -> None:
    chances = text_chances(SHARES, 0.0, SIGNALS)
    assert chances == pytest.approx([1 / (1 + np.exp(-4)), 1 / (1 + np.exp(2))], abs=1e-5)


@pytest.mark.usefixtures("_card")
def test_what_may_be_either_is_mixed() -> None:
    half = text_chances(SHARES, 0.35, SIGNALS)
    assert half == pytest.approx((text_chances(SHARES, 1.0, SIGNALS) + text_chances(SHARES, 0.0, SIGNALS)) / 2)


def test_a_prompt_is_no_text_on_any_page() -> None:
    prompts = np.array([[r is role for r in ROLES] for role in (Role.PAYWALL, Role.TEASER)], dtype=np.float32)
    assert mixed(prompts, 0.0, np.array([0.9, 0.9])) == pytest.approx([0, 0.9])
