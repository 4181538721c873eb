from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.model import Truth
from benchmarks.scores import mark, sequence, total

METRICS = ("words", "shingles", "snippets")


def test_words_is_a_bag():
    m = mark("words", Truth(("a b b c",)), "B a x")
    assert (m.precision, m.recall) == (pytest.approx(2 / 3), 0.5)
    assert m.f1 == pytest.approx(2 * (2 / 3) * 0.5 / (2 / 3 + 0.5))


def test_the_nearest_reading_counts():
    assert mark("words", Truth(("x y", "a b")), "a b").f1 == 1.0


def test_shingles_keep_case_and_order():
    truth = Truth(("one two three four five",))
    assert mark("shingles", truth, "one two three four five").f1 == 1.0
    assert mark("shingles", truth, "One two three four").f1 == 0.0
    assert mark("shingles", truth, "one two three four").recall == 0.5


def test_total_of_shingles_leaves_out_pages_that_say_nothing():
    marks = [mark("shingles", Truth(("a b c d",)), text) for text in ("a b c d", "")]
    figures = total("shingles", marks)
    assert (figures.precision, figures.recall) == (1.0, 0.5)
    assert figures.f1 == pytest.approx(2 / 3)


def test_total_of_words_is_the_mean():
    marks = [mark("words", Truth(("a b",)), text) for text in ("a b", "")]
    assert total("words", marks).f1 == 0.5


def test_snippets_are_counted_over_the_whole_corpus():
    marks = [
        mark("snippets", Truth(keep=("in  it",), drop=("out", "gone")), "it is in it, and out"),
        mark("snippets", Truth(keep=("a", "b", "c")), "nothing"),
    ]
    assert [(m.right, m.wrong, m.missed) for m in marks] == [(1, 1, 0), (0, 0, 3)]
    figures = total("snippets", marks)
    assert (figures.precision, figures.recall) == (0.5, 0.25)


def test_sequence_minds_the_order():
    truth = Truth(("one two three four five six",))
    assert sequence(truth, "ONE two three four five six").f1 == 1.0
    assert sequence(truth, "six five four three two one").f1 == 0.0


def test_nothing_wanted_and_nothing_given_is_right():
    assert mark("words", Truth(("",)), "").f1 == 1.0
    assert mark("words", Truth(("",)), "a").f1 == 0.0
    assert mark("words", Truth(("a",)), "").f1 == 0.0


@pytest.mark.parametrize("metric", METRICS)
@given(text=st.text(), wanted=st.text(), snippet=st.text())
def test_figures_stay_between_0_and_1(metric, text, wanted, snippet):
    truth = Truth((wanted,), (snippet,), (wanted,))
    m = mark(metric, truth, text)
    t = total(metric, [m, mark(metric, truth, wanted)])
    assert all(0.0 <= x <= 1.0 for x in (m.precision, m.recall, m.f1, t.precision, t.recall, t.f1))


@given(text=st.text(min_size=1))
def test_the_truth_itself_is_perfect(text):
    assert mark("words", Truth((text,)), text).f1 == 1.0
    assert mark("shingles", Truth((text,)), text).f1 == 1.0
