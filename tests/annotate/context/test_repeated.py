"""Pull quotes repeat words of the article's text."""

from __future__ import annotations

import time
from collections.abc import Callable
from itertools import accumulate

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleanpress.annotate.context import repeated as home
from cleanpress.annotate.context.repeated import NAMES, repeated
from cleanpress.annotate.view import View
from cleanpress.model import Role

Look = Callable[..., View]
BODY = (
    "The owner had signed the papers the night before. “We have been paying to move the same mud for forty years,” "
    "he said, and then he bought his crew a breakfast on the far bank of the river."
)


def draft(*roles: Role) -> np.ndarray:
    out = np.zeros((len(roles), len(Role)), dtype=np.float32)
    out[range(len(roles)), [list(Role).index(r) for r in roles]] = 1
    return out


def told(view: View, shares: np.ndarray) -> list[set[str]]:
    found = repeated(view, shares)
    assert found.names == NAMES
    return [{n.partition(".")[2] for n, x in zip(NAMES, row, strict=True) if x} for row in found.degrees.tolist()]


@pytest.mark.parametrize(
    "quote, names",
    [
        ("We have been paying to move the same mud for forty years", {"whole"}),
        ("“WE HAVE BEEN PAYING to move the same mud for forty years.”", {"whole"}),
        ("We have been paying to move the same mud", {"whole"}),
        ("Honestly, we have been paying to move the same mud for forty years now", {"mostly"}),
        ("It is always the same: we have been paying to move mud from here to there", {"half"}),
        ("Nobody has ever seen a ferry as fine as this one was", {"not"}),
        ("the same mud", set()),
    ],
)
def test_share_of_words_in_one_run(look: Look, quote: str, names: set[str]) -> None:
    view = look(f"<p>{BODY}</p><p>{quote}</p>")
    assert told(view, draft(Role.PARAGRAPH, Role.PARAGRAPH))[1] - {"beside_whole"} == names


def test_a_quote_before_its_paragraph(look: Look) -> None:
    view = look(f"<p>We have been paying to move the same mud</p><p>{BODY}</p><p>The harbour master said as much</p>")
    found = told(view, draft(Role.QUOTE, Role.PARAGRAPH, Role.PARAGRAPH))
    assert found[0] == {"whole", "later"}
    assert "beside_whole" in found[1]
    assert "whole" not in found[1]


def test_the_line_after_a_repeated_one_is_marked(look: Look) -> None:
    view = look(f"<p>{BODY}</p><p>We have been paying to move the same mud</p><p>Harriet, a harbour master</p>")
    assert "beside_whole" in told(view, draft(Role.PARAGRAPH, Role.QUOTE, Role.QUOTE))[2]


def test_what_repeats_boilerplate_is_no_pull_quote(look: Look) -> None:
    view = look(f"<p>{BODY}</p><p>We have been paying to move the same mud</p>")
    assert "whole" not in told(view, draft(Role.TEASER, Role.QUOTE))[1]


def test_links_are_no_pull_quotes(look: Look) -> None:
    view = look(f"<p>{BODY}</p><p><a href=/>We have been paying to move the same mud</a></p>")
    assert told(view, draft(Role.PARAGRAPH, Role.TEASER))[1] == set()


def test_two_copies_do_not_repeat_each_other(look: Look) -> None:
    view = look(f"<p>{BODY}</p><p>{BODY}</p>")
    assert all("whole" not in names for names in told(view, draft(Role.PARAGRAPH, Role.PARAGRAPH)))


def test_a_page_without_text(look: Look) -> None:
    assert told(look("<p>one</p><p>two</p>"), draft(Role.TEASER, Role.TEASER)) == [set(), set()]


def test_many_like_paragraphs_take_no_time(look: Look) -> None:
    view = look(f"<p>{BODY}</p>" * 2000)
    start = time.perf_counter()
    repeated(view, draft(*[Role.PARAGRAPH] * 2000))
    assert time.perf_counter() - start < 2


_WORDS = st.sampled_from("a b c d é 漢 😀 a.b ,c “d” … long-word-of-letters \u2003".split(" "))


@pytest.mark.skipif(home._repeats is None, reason="built without compiled parts")
@given(
    st.lists(st.lists(_WORDS, max_size=14), min_size=1, max_size=8),
    st.integers(0, 3),
)
def test_the_same_compiled(blocks: list[list[str]], low: int) -> None:
    texts = [" ".join(words) or "x" for words in (*blocks, blocks[0] * 2, ["a", "b", "c", "d"] * 3)]
    ends = np.array([end - 1 for end in accumulate(len(t) + 1 for t in texts)], dtype=np.int64)
    starts = ends - [len(t) for t in texts]
    low, high = min(low, len(texts) - 2), len(texts)
    told = ("\n".join(texts), starts, ends, low, high)
    quick, plain = home._repeats.Repeats(*told), home.Repeats(*told)
    likely, body = list(range(low, high)), list(range(low, high, 2))
    doubtful = plain.doubtful(likely)
    assert quick.doubtful(likely) == doubtful
    quick.note_body(body)
    plain.note_body(body)
    for block in doubtful:
        assert quick.longest(block) == plain.longest(block)
