"""What was said before on a page of plain text, and what comes later."""

from __future__ import annotations

import numpy as np

from cleanpress.annotate.block.reach import reach
from cleanpress.annotate.tiers import block_tier
from cleanpress.annotate.view import View
from cleanpress.model import Limits
from cleanpress.pipeline import read_html, read_plain
from cleanpress.rules.phrases import telling_cues


def told(cues: dict[int, str], blocks: int) -> list[set[str]]:
    """The names that hold for each of some blocks, of which the given ones give the given cues."""
    view = View(read_plain("\n\n".join(["Word"] * blocks), None, Limits()))
    given = np.zeros((blocks, len(telling_cues())), dtype=np.uint8)
    for block, cue in cues.items():
        given[block, telling_cues().index(cue)] = 1
    signals = reach(view, given)
    return [{signals.names[i] for i in np.flatnonzero(row)} for row in signals.degrees]


def test_before_and_after_but_not_the_block_itself() -> None:
    assert told({1: "legal.text"}, 3) == [{"ahead.legal"}, set(), {"past.legal"}]


def test_any_cue_of_a_group_counts() -> None:
    found = told({0: "paywall.limit", 3: "paywall.plan"}, 4)
    assert found == [{"ahead.paywall"}, {"past.paywall", "ahead.paywall"}, {"past.paywall", "ahead.paywall"},
                     {"past.paywall"}]  # fmt: skip


def test_one_block() -> None:
    assert told({0: "legal.text"}, 1) == [set()]


def test_only_where_there_is_no_markup() -> None:
    names = [
        block_tier(View(page)).names
        for page in (
            read_plain("All rights reserved", None, Limits()),
            read_html(b"<p>All rights reserved", None, Limits()),
        )
    ]
    assert "past.legal" in names[0]
    assert "past.legal" not in names[1]
