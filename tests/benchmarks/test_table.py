from __future__ import annotations

import pytest

from benchmarks import table
from benchmarks.leaks import Leak
from benchmarks.model import CorpusError
from benchmarks.run import Results, Row


def row(f1: float, pages: int = 4) -> Row:
    return Row(pages, f1, 0.9, 0.8, None, Leak(1, 10), Leak(0, 0), 3.0, 2.0, 1)


@pytest.fixture
def results() -> Results:
    return Results(
        "2020-01-02",
        {"trafilatura": "9.9", "cleanpress": "1.0"},
        {
            "web": {"kind": "wcxb", "metric": "words", "pages": 4, "of": 1200, "groups": ["article", "forum"]},
            "bits": {"kind": "trafilatura", "metric": "snippets", "pages": 4, "of": 4, "groups": []},
        },
        {
            "web": {
                "trafilatura": {"": row(0.5), "article": row(0.7, 3), "forum": row(0.1, 1)},
                "cleanpress": {"": row(0.75), "article": row(0.7, 3), "forum": row(0.2, 1)},
            },
            "bits": {"trafilatura": {"": row(0.25)}},
        },
    )


def test_overview_has_a_row_a_tool_and_marks_the_best(results):
    head, _, first, second = table.overview(results).splitlines()
    assert head == (
        "| tool | version | F1 web/article | F1 web | F1 bits | snippets leaked | blocks leaked | time | failed |"
    )
    assert first == "| cleanpress | 1.0 | **0.700** | **0.750** | – | 0.100 | – | 1.5 | 1 |"
    assert second == "| trafilatura | 9.9 | **0.700** | 0.500 | **0.250** | 0.100 | – | 1.5 | 2 |"


def test_details_and_groups(results):
    text = table.details(results)
    assert "### web/article\n\n3 pages, scored by words." in text
    assert "### bits\n\n4 pages, scored by snippets." in text
    assert table.by_group(results, "web").splitlines()[0] == "| tool | article (3) | forum (1) |"


def test_samples_are_told(results):
    made = table.parts(results)["made"]
    assert made == "Measured on 2020-01-02, on 4 of 1,200 pages of web, 4 pages of bits.\n"


def test_short(results):
    lines = table.short(results).splitlines()
    assert lines[0] == "| F1 | cleanpress | trafilatura |"
    assert lines[2] == "| web/article, 3 pages | 0.700 | 0.700 |"
    assert lines[-1] == "| time, in times of lxml's parse | 1.5 | 1.5 |"


def test_write_touches_only_what_stands_between_known_marks(tmp_path):
    page = tmp_path / "page.md"
    page.write_text(
        "before\n<!-- benchmarks: short -->\nold\n<!-- /benchmarks -->\nbetween\n"
        "<!-- benchmarks: unheard -->\nleft\n<!-- /benchmarks -->\n"
    )
    for new in ("| new |\n", "| newer |\n"):
        table.write(page, {"short": new})
        assert page.read_text() == (
            f"before\n<!-- benchmarks: short -->\n\n{new}\n<!-- /benchmarks -->\nbetween\n"
            "<!-- benchmarks: unheard -->\nleft\n<!-- /benchmarks -->\n"
        )


def test_write_into_a_page_without_marks_is_an_error(tmp_path):
    page = tmp_path / "page.md"
    page.write_text("nothing")
    with pytest.raises(CorpusError, match="no marks"):
        table.write(page, {})
