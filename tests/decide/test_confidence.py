"""How surely a page is one article that was found."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from cleanpress.decide.confidence import fact_names, facts, page_scorecard, total_of
from cleanpress.decide.verdict import look
from cleanpress.model import Limits
from cleanpress.pipeline import read_html

PAGES = Path(__file__).parents[1] / "fixtures" / "pages"


@pytest.mark.parametrize("slug", ["news-de-wordpress", "br-era-en", "recipe-nl", "howto-en-code"])
def test_the_points_are_those_of_the_facts(slug: str) -> None:
    page = read_html((PAGES / slug / "page.html").read_bytes(), "https://news.example.org/forum/a", Limits())
    shares = look(page, {}, ()).shares
    roles = shares.argmax(axis=1)
    card = page_scorecard()
    points = np.array([card.points.get(name, 0.0) for name in fact_names()])
    assert total_of(page, shares, roles)[0] == pytest.approx(card.always + facts(page, shares, roles) @ points)
