from __future__ import annotations

import re
from pathlib import Path

from benchmarks import table
from benchmarks.run import Results


def test_the_tables_of_the_docs_are_those_of_the_figures():
    home = Path(__file__).parents[2]
    tables = table.parts(Results.from_file(home / "benchmarks" / "results.json"))
    for page in ("README.md", "docs/benchmarks.md"):
        text = (home / page).read_text("utf-8")
        names = re.findall(r"<!-- benchmarks: (.+?) -->\n", text)
        assert names and set(names) <= set(tables)
        for name in names:
            assert f"<!-- benchmarks: {name} -->\n\n{tables[name]}\n<!-- /benchmarks -->" in text
