"""How surely a page is one article that was found."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from cleanpress.annotate.address import SHAPES
from cleanpress.decide.confidence import fact_names, facts, page_scorecard, total_of
from cleanpress.decide.verdict import look
from cleanpress.model import Limits
from cleanpress.pipeline import read_html
from cleanpress.rules.addresses import addresses

PAGES = Path(__file__).parents[1] / "fixtures" / "pages"


@pytest.mark.parametrize("slug", ["news-de-wordpress", "br-era-en", "recipe-nl", "howto-en-code"])
def test_the_points_are_those_of_the_facts(slug: str) -> None:
    page = read_html((PAGES / slug / "page.html").read_bytes(), "https://news.example.org/forum/a", Limits())
    shares = look(page, {}, ()).shares
    roles = shares.argmax(axis=1)
    card = page_scorecard()
    points = np.array([card.points.get(name, 0.0) for name in fact_names()])
    assert total_of(page, shares, roles)[0] == pytest.approx(card.always + facts(page, shares, roles) @ points)


@pytest.mark.parametrize(
    "url, wanted",
    [
        ("https://post.example/", {"root", "slug<2"}),
        ("https://post.example/tag/piers/", {"tag", "depth2", "slug<2"}),
        ("https://post.example/2024/05/the-old-pier-is-sold", {"dated", "depth>=3", "slug>=5"}),
        ("https://post.example/shop/mugs?colour=2", {"shop", "depth2", "slug<2", "query"}),
        (None, set()),
    ],
)
def test_what_the_own_address_says_is_a_fact(url: str | None, wanted: set[str]) -> None:
    page = read_html("<p>The pier is closed.</p>", url, Limits())
    shares = look(page, {}, ()).shares
    found = facts(page, shares, shares.argmax(axis=1))
    told = {name for name, holds in zip(fact_names(), found, strict=True) if holds and name.startswith("address.")}
    assert told == {f"address.{name}" for name in wanted}


def test_no_fact_asks_what_only_a_link_can_say() -> None:
    asked = {name.removeprefix("address.") for name in fact_names() if name.startswith("address.")}
    assert asked == {*addresses().names, *SHAPES}
    assert asked.isdisjoint({"none", "outside", "self", "above", "beside", "sister"})
