from __future__ import annotations

from benchmarks import leaks
from benchmarks.leaks import Leak
from benchmarks.model import Truth

TRUTH = Truth(("The bell was cast in spring and hung in autumn.",), drop=("Weekly letter", "in spring", "Menu"))


def test_snippets_that_the_truth_holds_do_not_count():
    assert leaks.snippets(TRUTH, "… in spring … WEEKLY  letter") == Leak(1, 2)


def test_boilerplate_is_what_the_truth_does_not_hold():
    page = ["Menu", "Write to the parish", "Write to the parish", "The bell was cast in spring", "hung in autumn"]
    assert leaks.boilerplate(TRUTH, page) == [["write", "to", "the", "parish"]]


def test_without_a_truth_nothing_is_surely_boilerplate():
    assert leaks.boilerplate(Truth(keep=("x",)), ["Write to the parish"]) == []


def test_a_block_leaks_when_most_of_it_comes_out():
    block = [["sign", "up", "for", "our", "weekly", "letter"]]
    assert leaks.blocks(block, "Sign up for our weekly letter!") == Leak(1, 1)
    assert leaks.blocks(block, "sign up for our") == Leak(0, 1)
    assert leaks.blocks(block, "letter weekly our for up sign") == Leak(0, 1)


def test_rates():
    assert (Leak(1, 4) + Leak(0, 4)).rate == 0.125
    assert Leak().rate is None
