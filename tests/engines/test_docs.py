"""The how-tos: what they show is what happens, and what they name is there."""

from __future__ import annotations

import ast
import doctest
import importlib
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from engines.conftest import Pages

pytestmark = pytest.mark.engines
DOCS = Path(__file__).parents[2] / "docs" / "how-to"


def fences(name: str, language: str) -> list[str]:
    from markdown_it import MarkdownIt

    tokens = MarkdownIt().parse((DOCS / name).read_text(encoding="utf-8"))
    return [t.content for t in tokens if t.type == "fence" and t.info == language]


def test_tables(pages: Pages, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    chosen = [{"address": pages[n]["url"], "content": pages[n]["html"]} for n in (0, 1, 6)]
    pq.write_table(pa.Table.from_pylist(chosen), tmp_path / "pages.parquet")
    monkeypatch.chdir(tmp_path)
    text = "\n".join(fences("dataframes.md", "pycon"))
    test = doctest.DocTestParser().get_doctest(text, {"__name__": "docs"}, "dataframes.md", "dataframes.md", 0)
    assert len(test.examples) > 20
    said: list[str] = []
    runner = doctest.DocTestRunner()
    runner.run(test, out=said.append)
    assert not runner.failures, "".join(said)


@pytest.mark.parametrize("name", ["spark.md", "ray.md", "datatrove.md", "scrapy.md", "serve.md"])
def test_what_a_page_imports_is_there(name: str) -> None:
    found = 0
    for source in fences(name, "python"):
        for node in ast.walk(ast.parse(source)):
            if isinstance(node, ast.ImportFrom) and node.module:
                module = importlib.import_module(node.module)
                assert all(hasattr(module, alias.name) for alias in node.names), ast.unparse(node)
                found += 1
    assert found
