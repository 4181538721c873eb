"""Letters are counted by class and by block."""

from __future__ import annotations

import pytest

from cleanpress.annotate.letters import Kind, Text, kinds


@pytest.mark.parametrize(
    "char, kind",
    [
        ("A", Kind.LETTER | Kind.UPPER), ("ж", Kind.LETTER | Kind.LOWER), ("漢", Kind.LETTER | Kind.UNSPACED),
        ("7", Kind.DIGIT), ("٣", Kind.DIGIT), (" ", Kind.SPACE), (".", Kind.STOP), ("。", Kind.STOP),
        ("?", Kind.STOP | Kind.ASKS), ("؟", Kind.STOP | Kind.ASKS), (",", Kind.COMMA), ("،", Kind.COMMA),
        ("„", Kind.QUOTE), ("»", Kind.QUOTE | Kind.SEPARATOR | Kind.ARROW), ("€", Kind.CURRENCY), (":", Kind.COLON),
        ("–", Kind.DASH), ("[", Kind.BRACKET), ("|", Kind.SEPARATOR), ("+", Kind.ARROW), ("&", 0),
    ],
)  # fmt: skip
def test_kinds(char: str, kind: int) -> None:
    assert int(kinds()[ord(char)]) == int(kind)


def test_counts_are_by_block() -> None:
    text = Text(["One. Two", "x", "A B C"])
    assert text.count(text.of(Kind.UPPER)).tolist() == [2, 0, 3]
    assert text.count(text.of(Kind.SPACE)).tolist() == [1, 0, 2]
    assert text.count(text.of(Kind.UPPER | Kind.STOP)).tolist() == [3, 0, 3]


def test_extents() -> None:
    texts = ["One", "two three", "4"]
    text = Text(texts)
    assert [text.joined[a:b] for a, b in zip(text.starts, text.ends, strict=True)] == texts
    assert [text.block_at(i) for i in (0, 2, 4, 12, 14)] == [0, 0, 1, 1, 2]


def test_letters_beyond_the_basic_plane_are_letters() -> None:
    text = Text(["𝒜𝒷", "😀a"])
    assert text.count(text.of(Kind.LETTER)).tolist() == [2, 2]
    assert [text.joined[a:b] for a, b in zip(text.starts, text.ends, strict=True)] == ["𝒜𝒷", "😀a"]
