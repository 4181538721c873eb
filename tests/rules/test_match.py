"""The compiled automaton over phrases beside the plain one."""

from __future__ import annotations

from itertools import accumulate
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleanpress.model import Limits
from cleanpress.pipeline import read_html
from cleanpress.rules import phrases
from cleanpress.rules.entries import BUILT, digest
from cleanpress.rules.phrases import cue_names, find_in, fold, lexicons, mark_in
from cleanpress.rules.schema import knowledge

pytestmark = pytest.mark.skipif(phrases.Automaton is None, reason="built without compiled parts")
PAGES = sorted((Path(__file__).parents[1] / "fixtures" / "pages").glob("*/page.html"))
LETTERS = "ab'- .ñ漢ก😀é"
Entries = dict[str, tuple[tuple[int, str, int, bool, bool], ...]]


def in_word(char: str) -> bool:
    return char.isalnum() and not phrases.unspaced(char)


@st.composite
def entries(draw: st.DrawFn) -> Entries:
    texts = draw(st.sets(st.text(LETTERS, min_size=1, max_size=6), max_size=12))
    kinds = st.tuples(st.integers(0, 3), st.sampled_from(["any", "start", "end", "whole"]), st.integers(1, 9))
    return {
        text: tuple(
            (cue, where, most, in_word(text[0]), in_word(text[-1]))
            for cue, where, most in draw(st.lists(kinds, min_size=1, max_size=3, unique=True))
        )
        for text in texts
    }


def both(found: Entries, texts: list[str], words: list[int], cues: int) -> None:
    """The two find the same, in the same order, and the marks are those of what is found."""
    ends = np.array([end - 1 for end in accumulate(len(t) + 1 for t in texts)], dtype=np.int64)
    page = "\n".join(texts)
    sizes = np.array(words, dtype=np.intc)
    automaton = phrases.Automaton(found)
    assert len(automaton) == len(found)
    plain = list(phrases._matches(phrases._plain(found), page, ends.tolist(), words)) if found else []
    assert automaton.matches(page, ends, sizes) == [tuple(hit) for hit in plain]
    out, wanted = (np.zeros((len(texts), 2 * cues + 3), dtype=np.uint8) for _ in range(2))
    automaton.mark(page, ends, sizes, out, cues)
    for hit in plain:
        wanted[hit.block, hit.cue] = 1
        if 2 * len(hit.phrase) >= len(texts[hit.block]):
            wanted[hit.block, cues + hit.cue] = 1
    assert (out == wanted).all()


@given(
    found=entries(),
    texts=st.lists(st.text(LETTERS + "xå", max_size=30), min_size=1, max_size=5),
    words=st.lists(st.integers(0, 10), min_size=5, max_size=5),
)
def test_same_as_the_plain_one(found: Entries, texts: list[str], words: list[int]) -> None:
    both(found, texts, words[: len(texts)], 4)


@given(found=entries(), texts=st.lists(st.text(LETTERS, max_size=30), min_size=1, max_size=5))
def test_the_same_after_a_time_as_bytes(found: Entries, texts: list[str]) -> None:
    automaton = phrases.Automaton(found)
    again = phrases.Automaton.loaded(automaton.dumped())
    ends = np.array([end - 1 for end in accumulate(len(t) + 1 for t in texts)], dtype=np.int64)
    sizes = np.full(len(texts), 3, dtype=np.intc)
    page = "\n".join(texts)
    assert len(again) == len(found)
    assert again.matches(page, ends, sizes) == automaton.matches(page, ends, sizes)
    assert again.dumped() == automaton.dumped()


@pytest.mark.parametrize("raw", [b"", b"phrases1", b"phrases1" + bytes(40), b"phrases0" + bytes(400)])
def test_other_bytes_are_refused_or_empty(raw: bytes) -> None:
    if len(raw) == 48:
        assert len(phrases.Automaton.loaded(raw)) == 0
        return
    with pytest.raises(ValueError, match="no automaton"):
        phrases.Automaton.loaded(raw)


def test_what_the_build_made_is_taken_for_the_text_that_it_was_made_of(tmp_path: Path) -> None:
    cues = knowledge("cues.toml").read_bytes()
    file = tmp_path / "xx.toml"
    file.write_bytes(b"language = 'xx'")
    built = file.with_suffix(BUILT)
    assert phrases._built(file) is None
    built.write_bytes(digest(cues, file.read_bytes()) + b"automaton")
    assert phrases._built(file) == b"automaton"
    file.write_bytes(b"language = 'yy'")
    assert phrases._built(file) is None


def test_every_letter_of_a_phrase_counts_and_every_ending_is_found() -> None:
    found = dict.fromkeys(("sign up", "up", "up for", "for our letter", "our"), ((0, "any", 9, True, True),))
    both(found, ["sign up for our letter", "signup for our letters", "cup for"], [5, 4, 2], 1)


@pytest.mark.parametrize("languages", [{"en"}, {"en", "de"}, {"en", "ja", "zh"}, {"en", "ru", "ar"}])
def test_same_on_whole_pages(languages: set[str], monkeypatch: pytest.MonkeyPatch) -> None:
    known = frozenset(languages)
    quick = lexicons(known)
    pages = [p for path in PAGES if len((p := read_html(path.read_bytes(), None, Limits())).texts)]
    texts = [text for page in pages for text in page.texts]
    ends = np.array([end - 1 for end in accumulate(len(t) + 1 for t in texts)], dtype=np.int64)
    words = np.array([len(t.split()) for t in texts], dtype=np.intc)
    joined = fold("\n".join(texts))
    marks = [np.zeros((len(texts), 2 * len(cue_names())), dtype=np.uint8) for _ in range(2)]
    hits = find_in(joined, ends, words, quick)
    mark_in(joined, ends, words, quick, marks[0])
    monkeypatch.setattr(phrases, "Automaton", None)
    slow = lexicons.__wrapped__(known)
    assert hits == find_in(joined, ends, words, slow)
    mark_in(joined, ends, words, slow, marks[1])
    assert hits
    assert (marks[0] == marks[1]).all()
