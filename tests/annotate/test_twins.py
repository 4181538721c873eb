"""The compiled twins of the passes give what the passes in Python give, bit by bit."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from cleanpress import extract
from cleanpress.annotate import letters, signals, view
from cleanpress.annotate.block import markup, shape, surroundings
from cleanpress.annotate.letters import Text, folds
from cleanpress.annotate.signals import Signals
from cleanpress.annotate.view import View
from cleanpress.model import Limits
from cleanpress.pipeline import read_html, read_plain
from cleanpress.rules.phrases import fold
from cleanpress.segment.page import Page

PAGES = sorted(Path(__file__).parents[1].glob("fixtures/pages/*/page.html"))
PARTS = (
    (letters, "_form"), (shape, "_form"), (view, "_place"), (view, "_near"), (surroundings, "_place"),
    (surroundings, "_near"), (markup, "_markup"), (letters, "_fast"), (signals, "_fast"),
)  # fmt: skip
PASSES: tuple[Callable[[View], Signals], ...] = (
    markup.markup,
    markup.class_names,
    shape.shape,
    surroundings.flow,
    surroundings.neighbours,
    surroundings.siblings,
    surroundings.containers,
)
ARRAYS = (
    "size", "words", "solid", "linked", "context", "first", "last", "heading", "stops", "running", "node",
    "running_under", "alike", "parents",
)  # fmt: skip

compiled = pytest.mark.skipif(
    any(getattr(module, name) is None for module, name in PARTS), reason="built without compiled parts"
)


@pytest.fixture(scope="module")
def plain() -> Iterator[pytest.MonkeyPatch]:
    """Takes the compiled parts away for a while."""
    with pytest.MonkeyPatch.context() as patch:
        yield patch


def without(patch: pytest.MonkeyPatch, ask: Callable[[], Any]) -> Any:
    with patch.context() as inner:
        for module, name in PARTS:
            inner.setattr(module, name, None)
        return ask()


def look(page: Page) -> list[Any]:
    """All that the passes say of a page, and all arrays that they look at."""
    seen = View(page)
    best, within = seen.best_container
    text = seen.text
    out = [
        text.joined,
        text.folded,
        seen.folded,
        best,
        within,
        text.kinds,
        text.codes,
        text.starts,
        text.ends,
        text.counts,
    ]
    out += [getattr(seen, name) for name in ARRAYS]
    titles = np.zeros(len(seen), dtype=np.uint8)
    for title in (None, len(seen) // 2, len(seen) - 1):
        if title is not None:
            titles[title] = 1
        out += surroundings.place(seen, titles)
    for each in PASSES:
        out += each(seen)
    return out


def same(ours: list[Any], theirs: list[Any]) -> bool:
    assert len(ours) == len(theirs)
    for i, (a, b) in enumerate(zip(ours, theirs, strict=True)):
        assert type(a) is type(b), i
        if isinstance(a, np.ndarray):
            assert a.dtype == b.dtype and a.shape == b.shape, i
            assert np.array_equal(a, b), (i, np.argwhere(a != b)[:5].tolist())
        else:
            assert a == b, i
    return True


@compiled
@pytest.mark.parametrize("path", PAGES, ids=lambda p: p.parent.name)
def test_pages(path: Path, plain: pytest.MonkeyPatch) -> None:
    page = read_html(path.read_bytes(), "https://example.org/news/2024/a-page", Limits())
    assert same(look(page), without(plain, lambda: look(page)))


SIGNS = "aAhwWwÉ漢年月の1920٣ .…!?！？:：;,-–/@©#$€|»«“”\"'()[]→+\u00a0\U0001f600\U0001d49c\uffffΣσİKµß\ud800"
TEXTS = st.lists(st.text(alphabet=SIGNS, min_size=1, max_size=40).filter(str.strip), min_size=1, max_size=12)
BLOCKS = ("p", "h1", "h2", "li", "td", "th", "nav", "figcaption", "footer")
WORDS = "On the river the ferry crossed at dawn, 12:30 or 9h45, for $ 5 in 1999 and 2024/05/06. "


def page_of(texts: list[str]) -> Page:
    """A page with some text in each block, made without a parser, which would turn letters away."""
    page = read_html("".join(f"<{tag}>x</{tag}>" for tag in (BLOCKS * 2)[: len(texts)]), None, Limits())
    page.texts[:] = (texts * len(page))[: len(page)]
    return page


@compiled
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(texts=TEXTS)
@example(texts=["x"])
@example(texts=["\U0001f600"])
@example(texts=["”"])
@example(texts=["..."])
@example(texts=["http://www.example.org", "ww.", "www", "://"])
@example(texts=["Anna: " + WORDS, "a b c d e: f", ":", "a:", "Q: A: b"])
@example(texts=["12:30", "2:3", "1999", "91999", "19991", "$5", "5 €", "5\u00a0€", "5  €", "1.2.3", "2024年5月"])
@example(texts=["same", "same", "other", "same"])
def test_texts(texts: list[str], plain: pytest.MonkeyPatch) -> None:
    page = page_of(texts)
    assert same(look(page), without(plain, lambda: look(page)))


@compiled
@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.sampled_from(
                ("p", "h1", "h2", "li", "nav", "td", "th", "figure", "hr", "img", "input", "a", "div", "b")
            ),
            st.sampled_from(("", " class=author", " id=comments", " hidden", " type=email", " src=a.png alt=same")),
            st.sampled_from(("same", "a b c:", WORDS, WORDS * 3, WORDS.rstrip(". ") + ":", "<a href=/>all</a>")),
            st.booleans(),
        ),
        max_size=30,
    )
)
def test_markup_of_all_kinds(things: list[tuple[str, str, str, bool]]) -> None:
    html = "".join(
        f"<div>{'<section>' * up}<{tag}{how}>{text}</{tag}>{'</section>' * up}</div>" for tag, how, text, up in things
    )
    page = read_html(html + "<p>end</p>", None, Limits())
    with pytest.MonkeyPatch.context() as patch:
        assert same(look(page), without(patch, lambda: look(page)))


@compiled
@pytest.mark.parametrize(
    "text", ["one", "one\n\ntwo", f"Title\n\n{WORDS * 3}\n\n- a\n- b\n\n{WORDS}", "Ein “Satz”\n\nΣΑΣ\n\n\U0001f600 İs"]
)
def test_plain_text(text: str, plain: pytest.MonkeyPatch) -> None:
    page = read_plain(text, None, Limits())
    assert same(look(page), without(plain, lambda: look(page)))


@compiled
@given(st.text(alphabet=SIGNS))
@example("ΑΣ")
@example("İSTANBUL’s\u202f\u2011")
@example("".join(map(chr, range(0x10000, 0x1F000))))
@example("".join(map(chr, range(0x3A3))))
@example("".join(map(chr, range(0x3A4, 0x10000))))
def test_folded(text: str) -> None:
    assert Text([text]).folded == fold(text)


@compiled
def test_the_form_of_a_letter_is_one_letter() -> None:
    assert len(folds()) == len(letters.kinds())


@compiled
def test_classes_of_letters(plain: pytest.MonkeyPatch) -> None:
    assert (letters.kinds.__wrapped__() == without(plain, letters.kinds.__wrapped__)).all()


@compiled
def test_verdicts_do_not_hang_on_the_compiler(plain: pytest.MonkeyPatch) -> None:
    page = PAGES[0].read_bytes()
    ours, theirs = extract(page), without(plain, lambda: extract(page))
    assert [(b.text, b.role) for b in ours.blocks] == [(b.text, b.role) for b in theirs.blocks]
