"""Tiny plain texts that the scorecard finds no body in."""

from __future__ import annotations

import cleanpress


def test_plain_text_that_is_one_paragraph_is_its_own_body() -> None:
    text = (
        "The harbour board met twice that winter, and both times the lamp on the north mole went out before the vote. "
        "Nobody claimed to have touched it, and the keeper wrote the same sentence in his book on both evenings."
    )
    assert cleanpress.clean_text(text).text == text


def test_a_sure_prompt_alone_is_no_body() -> None:
    assert cleanpress.clean_text("Subscribe now to continue reading. Cancel anytime.").text == ""
