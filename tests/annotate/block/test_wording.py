"""Cues of the lexicons become signals: anywhere in a block, or filling most of it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from cleanpress.annotate.block.wording import wording
from cleanpress.annotate.view import View
from cleanpress.rules.phrases import cue_names

Look = Callable[..., View]
Told = Callable[..., set[str]]


@pytest.mark.parametrize(
    "text, cue",
    [
        ("You have reached your article limit for this month.", "paywall.limit"),
        ("Cancel anytime", "paywall.plan"),
        ("Sign up to our newsletter", "signup.newsletter"),
        ("Advertisement", "advert.label"),
        ("All rights reserved", "legal.text"),
        ("Most read", "teaser.label"),
        ("Leave a comment", "comments.label"),
    ],
)
def test_cue(look: Look, told: Told, text: str, cue: str) -> None:
    found = told(wording(look(f"<p>{text}</p>")), 0)
    assert f"wording.{cue}" in found
    assert "wording.none" not in found


def test_a_cue_that_fills_the_block(look: Look, told: Told) -> None:
    view = look(
        "<p>Cancel anytime</p><p>Three months for a pound, then five pounds a month. Cancel anytime by telephone.</p>"
    )
    found = wording(view)
    assert ["mostly.paywall.plan" in told(found, i, "wording.") for i in range(2)] == [True, False]
    assert "paywall.plan" in told(found, 1, "wording.")


def test_a_prompt_word_in_a_long_paragraph_means_nothing(look: Look, told: Told) -> None:
    story = "The council said on Monday that it had spent the money on the bridge and would not do so again. " * 8
    assert told(wording(look(f"<p>{story} Cancel anytime. {story}</p>")), 0) == {"wording.none"}


def test_plain_text_gives_no_cue(look: Look, told: Told) -> None:
    assert told(wording(look("<p>The ferry crossed the river.</p>")), 0) == {"wording.none"}


def test_several_cues_are_counted_once_each(look: Look, told: Told) -> None:
    view = look(
        "<p>Cancel anytime. Cancel anytime.</p><p>All rights reserved. Sign up to our newsletter. Cancel anytime.</p>"
    )
    counts = {"wording.two_cues", "wording.three_cues"}
    one, three = (told(wording(view), i) & counts for i in range(2))
    assert "wording.three_cues" not in one
    assert three == counts


def test_the_declared_language_is_read(look: Look, told: Told) -> None:
    found = told(wording(look("<html lang=de><p>Alle Rechte vorbehalten</p></html>")), 0)
    assert "wording.legal.text" in found


def test_every_cue_has_two_columns(look: Look) -> None:
    names = set(wording(look("<p>x</p>")).names)
    assert {f"wording.{c}" for c in cue_names()} | {f"wording.mostly.{c}" for c in cue_names()} <= names


def test_plain_text_is_read_as_well(look_at_text: Callable[[str], View], told: Told) -> None:
    view = look_at_text("The ferry crossed the river.\n\nSign up to our newsletter\n")
    assert "wording.signup.newsletter" in told(wording(view), 1)
