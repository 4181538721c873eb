"""The packaged scorecards speak of signals that exist: a misspelled name would be passed over in silence."""

from __future__ import annotations

import pytest

from cleanpress.annotate.tiers import CONTEXT_NAMES, block_tier
from cleanpress.annotate.view import View
from cleanpress.decide.scorecard import ALWAYS, read_scorecard
from cleanpress.model import Limits
from cleanpress.pipeline import read_html, read_plain


@pytest.mark.parametrize("form", ["html", "text"])
def test_every_signal_of_a_scorecard_is_given_by_a_pass(form: str) -> None:
    page = read_html("<p>a</p>", None, Limits()) if form == "html" else read_plain("a", None, Limits())
    given = {*block_tier(View(page)).names, ALWAYS}
    card = read_scorecard(form)
    assert card.draft.keys() <= given
    assert card.final.keys() <= given | set(CONTEXT_NAMES)
