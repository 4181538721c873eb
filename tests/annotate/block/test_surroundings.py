"""Where a block stands, what stands beside it, and how many are like it."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from cleanpress.annotate.block.surroundings import containers, flow, neighbours, place, siblings
from cleanpress.annotate.view import View

Look = Callable[..., View]
Told = Callable[..., set[str]]
TEXT = "The ferry crossed the river at dawn, as it had on every working day since the bridge went."


def no_title(view: View) -> np.ndarray:
    return np.zeros(len(view), dtype=np.uint8)


def test_place_on_the_page(look: Look, told: Told) -> None:
    view = look("".join(f"<p>{i}</p>" for i in range(100)))
    found = place(view, no_title(view))
    assert told(found, 0, "place.") == {"part<0.02", "from_end>=25", "after_headline>=120", "first", "no_headline"}
    assert told(found, 99, "place.") == {"part>=0.97", "from_end<2", "after_headline>=120", "no_headline"}


def test_distance_from_the_headline(look: Look, told: Told) -> None:
    view = look("<p>kicker</p><h1>Title</h1><p>standfirst</p><p>byline</p>")
    found = place(view, no_title(view))
    assert [
        {n for n in told(found, i, "place.") if n.startswith(("after", "at", "small"))} for i in range(4)
    ] == [
        {"after_headline=-1..0", "small_page"},
        {"after_headline=0..1", "at_headline", "small_page"},
        {"after_headline=1..2", "small_page"},
        {"after_headline=2..3", "small_page"},
    ]  # fmt: skip


@pytest.mark.parametrize(
    "markup, titles, at",
    [
        ("<p>T</p><h1>Other</h1><h2>T</h2>", (1, 0, 1), 2),
        ("<p>T</p><h1>Other</h1>", (1, 0), 1),
        ("<p>Other</p><p>T</p>", (0, 1), 1),
    ],
)
def test_the_likeliest_headline(look: Look, told: Told, markup: str, titles: tuple[int, ...], at: int) -> None:
    view = look(markup)
    found = place(view, np.array(titles, dtype=np.uint8))
    assert [i for i in range(len(view)) if "place.at_headline" in told(found, i)] == [at]


def test_form_of_the_neighbours(look: Look, told: Told) -> None:
    found = neighbours(look(f"<h2>As follows:</h2><p>{TEXT}</p><ul><li><a href=/>one</a></ul>"))
    before, after = told(found, 1, "before."), told(found, 1, "after.")
    assert {"heading", "colon", "words=2..4"} <= before and "li" not in before
    assert {"li", "linked>=0.9", "words<2"} <= after and "heading" not in after
    assert told(found, 0, "before.") == told(found, 2, "after.") == set()
    assert "heading" in told(found, 2, "before2.")
    assert "li" in told(found, 0, "after2.")


def near(look: Look, told: Told, markup: str) -> list[set[str]]:
    view = look(markup)
    found = neighbours(view)
    return [told(found, i, "near.") for i in range(len(view))]


def test_pictures_beside(look: Look, told: Told) -> None:
    assert near(look, told, "<p>a</p><img src=1><p>b</p><p>c</p><p>d</p>") == [
        {"image_after"}, {"image_before"}, {"image_before2"}, set(),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "markup", ["<img src=1>", "<p>a</p><img src=1>", "<p>a</p><hr>", "<p>a</p><input><hr><img src=1>"]
)
def test_what_stands_at_the_end_of_the_page(look: Look, told: Told, markup: str) -> None:
    view = look("<p>first</p>" + markup)
    assert neighbours(view).degrees.shape[0] == len(view)


def test_alternative_text_that_is_printed(look: Look, told: Told) -> None:
    found = near(look, told, '<p>x</p><img src=1 alt="A  ferry at dawn"><p>A ferry at dawn</p><p>y</p>')
    assert ["alt_text" in names for names in found] == [False, True, False]


def test_fields(look: Look, told: Told) -> None:
    found = near(look, told, "<p>a</p><p>b</p><p>c</p><p>d</p><input type=email><p>e</p><p>f</p>")
    assert ["mail_field" in names for names in found[:5]] == [False, True, True, True, True]
    found = near(look, told, "<p>a</p><input type=hidden><p>b</p>")
    assert found == [set(), set()]
    assert "field" in near(look, told, "<p>a</p><input name=q>")[0]


def test_rules_and_repeats(look: Look, told: Told) -> None:
    assert near(look, told, "<p>same</p><p>other</p><hr><p>same</p>") == [
        {"repeated"}, set(), {"repeated", "same_text_before", "rule_before"},
    ]  # fmt: skip


def test_siblings(look: Look, told: Told) -> None:
    view = look("<div>" + f"<p>{TEXT}</p>" * 3 + "<ul><li><a href=/>one</a><li><a href=/>two</a></ul></div>")
    found = siblings(view)
    text, item = told(found, 1, "alike."), told(found, 3, "alike.")
    assert {"count=3..5", "linked<0.1", "share>=0.9", "run=3..5"} <= text
    assert {"count=2..3", "words<2", "linked>=0.9", "share<0.001", "run=2..3"} <= item
    assert told(found, 0, "page.") == told(found, 4, "page.") == {"texts=3..6", "text_share>=0.9"}


def test_a_run_of_like_blocks_is_broken_by_another(look: Look, told: Told) -> None:
    found = siblings(look("<div><p>a</p><h3>b</h3><p>c</p><p>d</p></div>"))
    runs = [next(n for n in told(found, i, "alike.") if n.startswith("run")) for i in range(4)]
    assert runs == ["run<2", "run<2", "run=2..3", "run=2..3"]


def test_flow(look: Look, told: Told) -> None:
    view = look("<p>Home</p><p>News</p>" + f"<p>{TEXT}</p>" * 4 + "<p>Imprint</p>")
    found = flow(view)
    assert told(found, 0, "flow.") == {
        "text_before<0.001", "text_after>=0.999", "last_text>=50", "next_text=2..3", "short_run=2..3",
    }  # fmt: skip
    assert told(found, 3, "flow.") == {
        "text_before=0.2..0.5", "text_after=0.5..0.8", "last_text<2", "next_text<2", "short_run<1",
    }  # fmt: skip
    assert {"text_before>=0.999", "text_after<0.001", "last_text<2", "next_text>=50", "short_run=1..2"} == told(
        found, 6, "flow."
    )


def test_containers(look: Look, told: Told) -> None:
    view = look(
        "<nav><p>Home</p></nav><main><div>"
        + f"<p>{TEXT}</p>" * 3
        + "<div><p>box</p></div></div></main><footer>end</footer>"
    )
    found = containers(view)
    own = {"in_best", "child_of_best", "grandchild_of_best"}
    assert [told(found, i, "container.") & own for i in (0, 1, 4, 5)] == [
        set(), {"in_best", "child_of_best"}, {"in_best", "grandchild_of_best"}, set(),
    ]  # fmt: skip
    assert "parent>=0.9" in told(found, 1, "container.")
    assert "parent<0.001" in told(found, 0, "container.")
    assert {"purity.parent>=0.9"} <= told(found, 1, "container.")


def test_text_around(look: Look, told: Told) -> None:
    found = containers(look(f"<p>{TEXT}</p><p>x</p>" + "<p>y</p>" * 9))
    assert "around2=1..20" in told(found, 1, "text.")
    assert "around2<1" in told(found, 9, "text.")
    assert {"after6<1", "before6=1..20"} <= told(found, 3, "text.")


@pytest.mark.parametrize("markup", ["x", "<p>x</p>", f"<p>{TEXT}</p>"])
def test_a_page_of_one_block(look: Look, told: Told, markup: str) -> None:
    view = look(markup)
    for found in (place(view, no_title(view)), neighbours(view), siblings(view), flow(view), containers(view)):
        assert found.degrees.shape == (1, len(found.names))


def test_plain_text(look_at_text: Callable[[str], View], told: Told) -> None:
    view = look_at_text(f"# Title\n\n{TEXT}\n\n- one\n- two\n")
    assert "place.no_headline" not in told(place(view, no_title(view)), 0)
    assert "heading" in told(neighbours(view), 1, "before.")
    for found in (siblings(view), flow(view), containers(view)):
        assert found.degrees.shape == (4, len(found.names))
