"""Class names give the hints of their words, however the words are joined."""

from __future__ import annotations

import pytest

from cleanpress.rules.hints import hint_bits, hints


def names(value: str) -> set[str]:
    bits = hint_bits(value)
    return {name for bit, name in enumerate(hints().names) if bits >> bit & 1}


@pytest.mark.parametrize(
    "value",
    [
        "newsletter",
        "Newsletter",
        "box-newsletter",
        "box__newsletter--big",
        "boxNewsletter",
        "newsletter2",
        "a newsletter b",
    ],
)
def test_a_word_is_found(value: str) -> None:
    assert "signup" in names(value)


@pytest.mark.parametrize("value", ["loads", "header-loads", "padding", "roadmap2x", "bread"])
def test_letters_inside_a_word_are_no_word(value: str) -> None:
    assert "advert" not in names(value)


def test_a_stem_is_found_anywhere() -> None:
    assert "comments" in names("xcommentsy")


@pytest.mark.parametrize("value", ["", " ", "css-1x2y3z", "q7f3a", "\u00e9\u00e8", "-", "漢字"])
def test_meaningless_names_give_nothing(value: str) -> None:
    assert names(value) == set()


def test_names_add_up() -> None:
    assert names("caption footer") == names("caption") | names("footer")
    assert names("caption footer") == names("footer\ncaption")


@pytest.mark.parametrize("value", ["İİİnav", "nav-İ", "İ-footer", "ẞnavİ", "ﬁ-nav", "\ud7ffnav", "nav\x00"])
def test_letters_that_grow_in_lower_case(value: str) -> None:
    assert hint_bits(value) >= 0


def test_there_are_at_most_64() -> None:
    assert 0 < len(hints().names) == len(set(hints().names)) <= 64
    assert hint_bits(" ".join(hints().names)) < 1 << 64


def test_the_same_name_gives_the_same_again() -> None:
    assert hint_bits("related-box") == hint_bits("related-box") == hint_bits("related-box")
