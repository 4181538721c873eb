from __future__ import annotations

import pytest
from lxml import html

from cleanpress.study.elements import path_of
from cleanpress.study.names import best_classes, stable


@pytest.mark.parametrize(
    "name", ["article-body", "newsletterBox", "c-story__lead", "share_tools", "teaser", "col2", "post", "entry-content"]
)
def test_names_that_people_write_are_stable(name: str) -> None:
    assert stable(name)


@pytest.mark.parametrize(
    "name",
    ["post-18273", "item-7", "sc-gisvNi", "cmgBOB", "osfUn", "iQohsv", "e_bF", "c_j8", "css-12vsfho", "is-open",
     "active", "mt-4", "md:flex", "text-lg", "x" * 80, "bcdfgh", "a1b2c3d4"],
)  # fmt: skip
def test_counted_hashed_and_passing_names_are_not(name: str) -> None:
    assert not stable(name)


def test_telling_names_come_first_and_a_hash_is_cut_off() -> None:
    assert best_classes("is-wide thing longer-thing newsletter") == (".newsletter", ".longer-thing")
    assert best_classes("Paragraph_text__PVKlh") == ('[class*="Paragraph_text__"]',)
    assert best_classes("mt-4 e_bF") == ()


def test_a_path_ends_above_two_names() -> None:
    tree = html.fromstring("<div class=page><main><div class='story-body e_bF'><p>Words</p></div></main></div>")
    assert path_of(tree.find(".//p")) == "div.page > main > div.story-body > p"
    tree = html.fromstring("<section class=all><div class=box><ul><li class=entry>Words</li></ul></div></section>")
    assert path_of(tree.find(".//li")) == "div.box > ul > li.entry"
