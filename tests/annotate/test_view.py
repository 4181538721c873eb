"""The arrays that all passes look at."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from cleanpress.annotate.view import View

Look = Callable[..., View]
LONG = "The ferry crossed the river at dawn, as it had on every working day since the bridge went."


def test_sizes_words_and_links(look: Look) -> None:
    view = look("<p>one two three</p><p><a href=/>all</a></p><p>ab <a href=/>cd</a></p>")
    assert len(view) == 3
    assert view.size.tolist() == [13, 3, 5]
    assert view.words.tolist() == [3, 1, 2]
    assert view.linked.tolist() == pytest.approx([0, 1, 0.5])


def test_words_of_a_script_without_spaces(look: Look) -> None:
    assert look("<p>朝早く川の上に霧がかかり</p>").words.tolist() == [6]


def test_headings_and_stops(look: Look) -> None:
    view = look("<h2>A title</h2><h5><span>Small</span></h5><p>Ends.</p><p>“Quoted”</p><p>Open</p><p>为什么？</p>")
    assert view.heading.tolist() == [True, True, False, False, False, False]
    assert view.stops.tolist() == [False, False, True, True, False, True]


def test_running_text_is_long_unlinked_and_outside_menus(look: Look) -> None:
    view = look(
        f"<p>{LONG}</p><p>Short one.</p><p><a href=/>{LONG}</a></p><nav><p>{LONG}</p></nav>"
        f"<p>{LONG.rstrip('.')}</p><p>{LONG * 2} and on</p><p>{LONG.rstrip('.')}:</p>"
    )
    assert (view.running > 0).tolist() == [True, False, False, False, False, True, True]
    assert view.running[0] == view.words[0]


def test_folded_is_as_long_as_the_text(look: Look) -> None:
    assert look("<p>It’s</p><p>THIS</p>").folded == "it's\nthis"


def test_a_letter_that_grows_in_lower_case_does_not_blind_the_page(look: Look) -> None:
    view = look("<p>İstanbul Boğazı</p><p>THIS</p>")
    assert len(view.folded) == len(view.text.joined)
    assert view.folded.endswith("\nthis")


def test_blocks_of_the_same_make_are_alike(look: Look) -> None:
    view = look("<div><p>a</p><p>b</p><p class=caption>c</p></div><ul><li>d<li>e</ul>")
    a, b, c, d, e = view.alike.tolist()
    assert a == b and d == e and len({a, c, d}) == 3


def test_parents_stop_at_the_root(look: Look) -> None:
    view = look("<div><p>a</p></div>b")
    names = [[view.page.node_tag[i] for i in level] for level in view.parents.tolist()]
    assert names == [["div", "html"], ["body", "html"], ["html", "html"]]


def test_plain_text_has_no_elements(look_at_text: Callable[[str], View]) -> None:
    view = look_at_text("one\n\ntwo")
    assert view.parents.tolist() == [[0, 0]] * 3
    assert not view.heading.any()
