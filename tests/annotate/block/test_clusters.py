"""Cues around a block, and the label that it stands under."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from cleanpress.annotate.block.clusters import clusters
from cleanpress.annotate.signals import Signals
from cleanpress.annotate.view import View
from cleanpress.rules.phrases import telling_cues

Look = Callable[..., View]
Told = Callable[..., set[str]]


def found(look: Look, markup: str, cues: dict[int, str]) -> Signals:
    """The signals of a page on which the given blocks give the given cues."""
    view = look(markup)
    given = np.zeros((len(view), len(telling_cues())), dtype=np.uint8)
    for block, cue in cues.items():
        given[block, telling_cues().index(cue)] = 1
    return clusters(view, given)


def test_a_cue_beside(look: Look, told: Told) -> None:
    signals = found(look, "<p>a</p><p>b</p><p>c</p>", {1: "paywall.plan"})
    assert [told(signals, i, "cluster.") for i in range(3)] == [
        {"beside.paywall", "around1.paywall"}, set(), {"beside.paywall", "around1.paywall"},
    ]  # fmt: skip


def test_cues_around(look: Look, told: Told) -> None:
    signals = found(
        look, "<p>x</p>" * 10, {0: "paywall.plan", 1: "paywall.limit", 2: "paywall.login", 9: "share.action"}
    )
    assert told(signals, 4, "cluster.") == {"around1.paywall", "around3.paywall", "around1.share"}
    assert "around3.paywall" not in told(signals, 1, "cluster.")
    assert told(signals, 7, "cluster.around1.") == {"paywall", "share"}


def test_a_cue_in_a_long_paragraph_is_no_prompt(look: Look, told: Told) -> None:
    signals = found(look, f"<p>a</p><p>{'word ' * 60}</p>", {1: "paywall.plan"})
    assert told(signals, 0) == set()


def test_blocks_under_a_label(look: Look, told: Told) -> None:
    signals = found(look, "<p>Most read</p>" + "<p>x</p>" * 14, {0: "teaser.label"})
    assert told(signals, 0, "right_under.") == set()
    assert told(signals, 1, "right_under.") == told(signals, 3, "right_under.") == {"teaser"}
    assert told(signals, 4, "right_under.") == set()
    assert told(signals, 12, "under.") == {"teaser"}
    assert told(signals, 13, "under.") == set()


def test_the_last_label_holds(look: Look, told: Told) -> None:
    signals = found(
        look,
        "<p>Most read</p><p>a</p><p>Comments</p><p>b</p><h2>Next</h2><p>c</p>",
        {0: "teaser.label", 2: "comments.label"},
    )
    assert [told(signals, i, "under.") for i in (1, 3, 5)] == [{"teaser"}, {"comments"}, {"heading"}]


def test_a_long_line_is_no_label(look: Look, told: Told) -> None:
    signals = found(look, f"<p>{'word ' * 12}</p><p>a</p>", {0: "teaser.label"})
    assert told(signals, 1, "under.") == set()


def test_a_page_of_one_block(look: Look) -> None:
    signals = found(look, "<p>x</p>", {})
    assert signals.degrees.shape == (1, len(signals.names))
    assert not signals.degrees.any()
