"""scrapinghub's article-extraction-benchmark: ground-truth.json ({ID: {articleBody, url}}) and html/ID.html.gz."""

from __future__ import annotations

from pathlib import Path

from benchmarks.layouts import files
from benchmarks.model import Corpus, Page, Truth


def load(path: Path, name: str) -> Corpus:
    """Read the benchmark's folder."""
    corpus = Corpus(name, "scrapinghub", "shingles", [])
    for key, record in sorted(files.read_object(path / "ground-truth.json").items()):
        html = files.page(path / "html", key)
        body = record.get("articleBody") if isinstance(record, dict) else None
        if html is None or not isinstance(body, str):
            corpus.set_aside.append(f"{key}: " + ("no page in html/" if html is None else "no articleBody"))
        else:
            corpus.pages.append(Page(key, html, Truth((body,)), record.get("url")))
    return corpus
