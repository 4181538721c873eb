"""Tags and class names become signals."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from cleanpress.annotate.block.markup import class_names, markup
from cleanpress.annotate.view import View

Look = Callable[..., View]
Told = Callable[..., set[str]]


def test_own_tag_context_and_inline_tags(look: Look, told: Told) -> None:
    view = look("<article><figure><figcaption>A <em>ferry</em></figcaption></figure></article>")
    assert told(markup(view), 0) == {
        "markup.tag.figcaption", "markup.in.article", "markup.in.figure", "markup.in.figcaption", "markup.has.em",
    }  # fmt: skip


@pytest.mark.parametrize(
    "html, name",
    [
        ("<nav>x</nav>", "markup.in.nav"),
        ("<h5>x</h5>", "markup.in.h4"),
        ("<form><p>x</p></form>", "markup.in.form"),
        ("<dl><dd>x</dl>", "markup.in.dl"),
        ("<p><a href=/>x</a></p>", "markup.has.a"),
        ("<p><time>x</time></p>", "markup.has.time"),
        ("<p><b>x</b></p>", "markup.has.strong"),
        ("<p hidden>x</p>", "markup.hidden"),
        ("<table><tr><th>x</table>", "markup.header_cell"),
        ("<ul><li><ul><li>x</ul></ul>", "markup.nested_item"),
        ("<blockquote>x</blockquote>", "markup.tag.blockquote"),
    ],
)
def test_signal(look: Look, told: Told, html: str, name: str) -> None:
    assert name in told(markup(look(html)), 0)
    assert name not in told(markup(look("<p>x</p>")), 0)


def test_a_tag_without_a_column_gives_none(look: Look, told: Told) -> None:
    assert told(markup(look("<x-card>x</x-card>")), 0) == set()


def test_class_names_by_distance(look: Look, told: Told) -> None:
    view = look("<div class=footer><div><div id=newsletter><p><span class=caption>x</span></p></div></div></div>")
    found = class_names(view)
    assert told(found, 0, "class.own.") == {"caption"}
    assert "signup" in told(found, 0, "class.near.")
    assert "footer" in told(found, 0, "class.far.")
    assert "footer" not in told(found, 0, "class.near.")


def test_a_hint_is_told_at_its_nearest_place_only_far_from_near(look: Look) -> None:
    found = class_names(
        look("<div class=footer><div class=footer><div class=footer><p class=footer>x</p></div></div></div>")
    )
    third = len(found.names) // 3
    near, far = found.degrees[:, third : 2 * third], found.degrees[:, 2 * third :]
    assert not np.any(near & far)


def test_other_attributes_count_as_names(look: Look, told: Told) -> None:
    view = look('<p data-testid="byline">a</p><p aria-label="Share">b</p><p data-tracking="share">c</p>')
    found = class_names(view)
    assert "byline" in told(found, 0, "class.own.")
    assert "share" in told(found, 1, "class.own.")
    assert told(found, 2, "class.own.") == set()
